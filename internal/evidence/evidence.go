// Package evidence keeps copies of the files that people send: on the way it takes out what a camera writes beside the picture (where, when, with
// which device), hashes what came and what is kept, and seals it with the key of its case, so that who destroys the key has destroyed the evidence,
// wherever copies of it lie. It knows streams and names: not whose a file is, nor where it comes from.
//
// What is taken out is taken out; the picture itself is not touched, not a byte. Formats that are not known here are kept as they came, and are said
// to be so (casebook.KeptFile.Stripped): among them PDF, Office documents, MP3, GIF and HEIC.
package evidence

import (
	"bufio"
	"context"
	"crypto/sha256"
	"hash"
	"io"

	"rembuk/internal/casebook"
)

// Keeper keeps files in a vault.
type Keeper struct {
	Vault Vault
	Most  int64 // bytes of a file, at most; more is ErrTooBig
}

// Keep reads a file to its end and keeps what is to be kept of it under the name, or nothing. The same name again is written over. key is the case's,
// 32 bytes. It needs some 300 kB of memory; where the vault must know the length before, all of the file. Errors: those of reading,
// casebook.ErrTooBig, casebook.ErrAway and others of the vault.
func (k *Keeper) Keep(ctx context.Context, name string, key []byte, from io.Reader) (casebook.KeptFile, error) {
	came := &meter{sum: sha256.New()}
	in := bufio.NewReaderSize(io.TeeReader(&limited{from: from, left: k.Most}, came), lookahead)
	var file casebook.KeptFile
	err := k.Vault.Put(ctx, name, func(to io.Writer) error {
		sealed, err := seal(to, key, name)
		if err != nil {
			return err
		}
		kept := &meter{sum: sha256.New()}
		file.MIME, file.Stripped, err = strip(in, io.MultiWriter(sealed, kept))
		if err != nil {
			return err
		}
		file.KeptSum, file.Size = kept.sum.Sum(nil), kept.size
		return sealed.Close()
	})
	if err != nil {
		return casebook.KeptFile{}, err
	}
	file.Sum, file.Came = came.sum.Sum(nil), came.size
	return file, nil
}

// Open gives what is kept under a name; the caller closes it. Reading to its end is what proves it whole: a copy that was cut or altered fails there.
// Errors: casebook.ErrNotFound, casebook.ErrAway; in reading private.ErrSealed.
func (k *Keeper) Open(ctx context.Context, name string, key []byte) (io.ReadCloser, error) {
	sealed, err := k.Vault.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	return &opened{unseal(sealed, key, name), sealed}, nil
}

type opened struct {
	io.Reader
	io.Closer
}

// meter measures what passes.
type meter struct {
	sum  hash.Hash
	size int64
}

func (m *meter) Write(p []byte) (int, error) {
	m.size += int64(len(p))
	return m.sum.Write(p)
}

// limited reads no more than is left, and fails where there is more.
type limited struct {
	from io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left < 0 {
		return 0, casebook.ErrTooBig
	}
	p = p[:min(int64(len(p)), l.left+1)]
	n, err := l.from.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, casebook.ErrTooBig
	}
	return n, err
}
