package private

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// ErrSealed is what Open answers when a value was sealed with a key that is not in the ring, for another purpose, or was altered.
var ErrSealed = errors.New("sealed value cannot be opened")

// Ring is a key ring: the first key seals, all of them open, so that a key can be retired without a stop.
// The index key (for MAC) is derived from the LAST key, the oldest, since what was indexed must be found again: never remove it.
type Ring struct {
	keys  []ringKey
	index []byte
}

type ringKey struct {
	id   byte
	aead cipher.AEAD
}

// ParseRing reads "1:base64key,2:base64key": newest first, each key 32 bytes, ids 1 to 255, no id twice.
func ParseRing(s string) (*Ring, error) {
	ring := &Ring{}
	seen := map[byte]bool{}
	for part := range strings.SplitSeq(s, ",") {
		id, text, ok := strings.Cut(strings.TrimSpace(part), ":")
		var n int
		if _, err := fmt.Sscanf(id, "%d", &n); !ok || err != nil || n < 1 || n > 255 || seen[byte(n)] {
			return nil, errors.New("key ring: want ID:BASE64 with a distinct ID of 1 to 255, separated by commas")
		}
		seen[byte(n)] = true
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(raw) != 32 {
			return nil, fmt.Errorf("key ring: key %d is not 32 bytes in base64", n)
		}
		if err := ring.add(byte(n), raw); err != nil {
			return nil, err
		}
	}
	return ring, nil
}

// NewKey makes a fresh ring of one key, in the form that ParseRing reads.
func NewKey() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // crypto/rand.Read never fails since Go 1.24
	return "1:" + base64.StdEncoding.EncodeToString(raw)
}

func (r *Ring) add(id byte, raw []byte) error {
	block, err := aes.NewCipher(derive(raw, "seal"))
	if err != nil {
		return fmt.Errorf("key ring: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return fmt.Errorf("key ring: %w", err)
	}
	r.keys = append(r.keys, ringKey{id, aead})
	r.index = derive(raw, "index")
	return nil
}

// Seal encrypts plain for one purpose ("draft", "identity", a case's media key ...); the same purpose is needed to open it.
// Layout: key id, 12 bytes nonce, ciphertext with its tag.
func (r *Ring) Seal(purpose string, plain []byte) []byte {
	k := r.keys[0]
	out := make([]byte, 13, 13+len(plain)+k.aead.Overhead())
	out[0] = k.id
	_, _ = rand.Read(out[1:13])
	return k.aead.Seal(out, out[1:13], plain, []byte(purpose))
}

// Open decrypts what Seal made. Error: ErrSealed.
func (r *Ring) Open(purpose string, sealed []byte) ([]byte, error) {
	if len(sealed) < 13 {
		return nil, ErrSealed
	}
	for _, k := range r.keys {
		if k.id == sealed[0] {
			plain, err := k.aead.Open(nil, sealed[1:13], sealed[13:], []byte(purpose))
			if err != nil {
				return nil, ErrSealed
			}
			return plain, nil
		}
	}
	return nil, ErrSealed
}

// MAC is a keyed digest of the parts: the same parts give the same 32 bytes, and without the key nobody can tell whose they are.
func (r *Ring) MAC(parts ...string) []byte {
	m := hmac.New(sha256.New, r.index)
	for _, p := range parts {
		_, _ = fmt.Fprintf(m, "%d:%s|", len(p), p)
	}
	return m.Sum(nil)
}

func derive(raw []byte, use string) []byte {
	m := hmac.New(sha256.New, raw)
	_, _ = m.Write([]byte("rembuk " + use))
	return m.Sum(nil)
}
