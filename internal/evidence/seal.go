package evidence

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"rembuk/internal/private"
)

// A sealed file: "RMB1", 32 random bytes, then chunks. Each chunk is up to 64 KiB under AES-256-GCM, with its number as the nonce and a mark in the last
// one, so that chunks cannot be exchanged, repeated or left out, nor the end cut off (the STREAM construction, as age has it). The key of a file comes
// from the case's key, the random bytes and the name: no two files have the same one, not even the same file twice, and one put under another's name
// cannot be opened.
const (
	magic   = "RMB1"
	salted  = 32
	chunk   = 64 << 10
	tagged  = 16 // bytes that the seal of a chunk takes
	lastOne = 1  // first byte of the last chunk's nonce
)

// fileKey derives the cipher of one file.
func fileKey(key []byte, salt []byte, name string) (cipher.AEAD, error) {
	if len(key) != 32 {
		return nil, errors.New("evidence: a case's key has 32 bytes")
	}
	own, err := hkdf.Key(sha256.New, key, salt, "rembuk evidence "+name, 32)
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	block, err := aes.NewCipher(own)
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	return cipher.NewGCM(block)
}

// nonces counts the chunks.
type nonces struct{ n uint64 }

func (c *nonces) next(last bool) []byte {
	nonce := make([]byte, 12)
	binary.BigEndian.PutUint64(nonce[4:], c.n)
	if last {
		nonce[0] = lastOne
	}
	c.n++
	return nonce
}

// sealer seals what is written to it. What is written is only whole once it was closed.
type sealer struct {
	to    io.Writer
	aead  cipher.AEAD
	count nonces
	plain []byte // waits: it may be the last chunk
	out   []byte
}

func seal(to io.Writer, key []byte, name string) (*sealer, error) {
	head := make([]byte, len(magic)+salted)
	copy(head, magic)
	_, _ = rand.Read(head[len(magic):]) // never fails since Go 1.24
	aead, err := fileKey(key, head[len(magic):], name)
	if err != nil {
		return nil, err
	}
	_, err = to.Write(head)
	return &sealer{to: to, aead: aead, plain: make([]byte, 0, chunk), out: make([]byte, 0, chunk+tagged)}, err
}

func (s *sealer) Write(p []byte) (n int, err error) {
	for len(p) > 0 {
		if len(s.plain) == chunk {
			if err := s.flush(false); err != nil {
				return n, err
			}
		}
		taken := min(len(p), chunk-len(s.plain))
		s.plain = append(s.plain, p[:taken]...)
		p, n = p[taken:], n+taken
	}
	return n, nil
}

// Close writes the last chunk. It does not close what is below.
func (s *sealer) Close() error { return s.flush(true) }

func (s *sealer) flush(last bool) error {
	s.out = s.aead.Seal(s.out[:0], s.count.next(last), s.plain, nil)
	s.plain = s.plain[:0]
	_, err := s.to.Write(s.out)
	return err
}

// unsealer opens chunk by chunk: nothing is given out that was not proved.
type unsealer struct {
	from  *bufio.Reader
	key   []byte
	name  string
	aead  cipher.AEAD
	count nonces
	buf   []byte
	plain []byte // not read yet
	err   error  // after that
}

func unseal(from io.Reader, key []byte, name string) *unsealer {
	return &unsealer{from: bufio.NewReaderSize(from, chunk+tagged+1), key: key, name: name, buf: make([]byte, chunk+tagged)}
}

// Read reads on. Errors: io.EOF after the last chunk, private.ErrSealed, and those of reading.
func (u *unsealer) Read(p []byte) (int, error) {
	for len(u.plain) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.err = u.open()
	}
	n := copy(p, u.plain)
	u.plain = u.plain[n:]
	return n, nil
}

func (u *unsealer) open() error {
	if u.aead == nil {
		head := make([]byte, len(magic)+salted)
		if _, err := io.ReadFull(u.from, head); err != nil {
			return broken(err)
		}
		if string(head[:len(magic)]) != magic {
			return private.ErrSealed
		}
		var err error
		if u.aead, err = fileKey(u.key, head[len(magic):], u.name); err != nil {
			return err
		}
	}
	n, err := io.ReadFull(u.from, u.buf)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return broken(err)
	}
	_, after := u.from.Peek(1)
	if after != nil && !errors.Is(after, io.EOF) {
		return after
	}
	last := after != nil
	plain, err := u.aead.Open(u.buf[:0], u.count.next(last), u.buf[:n], nil)
	if err != nil {
		return private.ErrSealed
	}
	u.plain = plain
	if last {
		return io.EOF
	}
	return nil
}

// broken is what it means that a sealed file ends too early.
func broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return private.ErrSealed
	}
	return err
}
