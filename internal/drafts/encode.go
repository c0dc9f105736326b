package drafts

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// encoding is the version of what is written. A program that would lose what a newer one wrote must not open it: raise this with any field of
// dialog.State or dialog.Frozen that an older program may not drop.
const encoding = 1

// The forms of an encoding, its second byte.
const (
	formJSON     = 'j'
	formDeflated = 'z'
)

// Sizes in bytes: what a sealed value may have, and from where on it is worth squeezing.
const (
	mostSealed   = 32 << 10
	worthSqueeze = 384
)

// seal encodes v and encrypts it for one purpose. Error: casebook.ErrBadInput when it is too large.
func (d *Drafts) seal(purpose string, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encoding: %w", err)
	}
	sealed := d.ring.Seal(purpose, encode(text))
	if len(sealed) > mostSealed {
		return nil, fmt.Errorf("%d bytes are too large for a draft: %w", len(sealed), casebook.ErrBadInput)
	}
	return sealed, nil
}

// open decrypts what seal made. Errors: private.ErrSealed, casebook.ErrNewerDraft.
func (d *Drafts) open(purpose string, sealed []byte, v any) error {
	plain, err := d.ring.Open(purpose, sealed)
	if err != nil {
		return err
	}
	text, err := decode(plain)
	if err != nil {
		return err
	}
	if json.Unmarshal(text, v) != nil { // its error could quote what was said
		return fmt.Errorf("not a draft: %w", private.ErrSealed)
	}
	return nil
}

func encode(text []byte) []byte {
	if len(text) >= worthSqueeze {
		if squeezed := squeeze(text); len(squeezed) < len(text) {
			return append([]byte{encoding, formDeflated}, squeezed...)
		}
	}
	return append([]byte{encoding, formJSON}, text...)
}

func decode(plain []byte) ([]byte, error) {
	switch {
	case len(plain) > 0 && plain[0] > encoding:
		return nil, fmt.Errorf("encoding %d: %w", plain[0], casebook.ErrNewerDraft)
	case len(plain) > 1 && plain[1] == formJSON:
		return plain[2:], nil
	case len(plain) > 1 && plain[1] == formDeflated:
		return unsqueeze(plain[2:])
	default:
		return nil, fmt.Errorf("not a draft: %w", private.ErrSealed)
	}
}

// The squeezers are kept, since a new one takes half a megabyte, and a new unsqueezer 40 kB.
var (
	squeezers = sync.Pool{New: func() any {
		w, _ := flate.NewWriter(io.Discard, flate.DefaultCompression) // fails only for a level that isn't
		return w
	}}
	unsqueezers = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}
)

func squeeze(text []byte) []byte {
	w := squeezers.Get().(*flate.Writer)
	defer squeezers.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	_, _ = w.Write(text) // a Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

func unsqueeze(squeezed []byte) ([]byte, error) {
	r := unsqueezers.Get().(io.Reader)
	defer unsqueezers.Put(r)
	if err := r.(flate.Resetter).Reset(bytes.NewReader(squeezed), nil); err != nil {
		return nil, fmt.Errorf("not a draft: %w", private.ErrSealed)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("not a draft: %w", private.ErrSealed)
	}
	return text, nil
}
