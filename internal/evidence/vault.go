package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"rembuk/internal/casebook"
)

// Vault is where sealed copies lie. Names are of a-z, 0-9, '-' and '.'.
type Vault interface {
	// Put keeps what write writes, all of it or nothing; what was there under the name is replaced at once. Errors: that of write, casebook.ErrAway,
	// casebook.ErrForbidden.
	Put(ctx context.Context, name string, write func(io.Writer) error) error
	// Get opens a copy. Errors: casebook.ErrNotFound, casebook.ErrAway, casebook.ErrForbidden.
	Get(ctx context.Context, name string) (io.ReadCloser, error)
	// Remove removes a copy, if it is there. Errors: casebook.ErrAway, casebook.ErrForbidden.
	Remove(ctx context.Context, name string) error
	// String says where it is, for people: no secrets.
	String() string
}

// marker is the name of the file that holds the id of a vault.
const marker = "storage.id"

// Claim compares the id of the vault with the one that the record knows. All replicas must find the same vault: a folder of each machine's own would
// scatter the evidence, and nobody would notice until it is wanted. known is "" before the first time: the vault's own id counts then, or fresh becomes
// it. Errors: casebook.ErrConflict when it is not that vault, and those of the vault.
func Claim(ctx context.Context, v Vault, known, fresh string) (id string, err error) {
	id, err = readMarker(ctx, v)
	switch {
	case errors.Is(err, casebook.ErrNotFound) && known == "":
		return fresh, v.Put(ctx, marker, func(w io.Writer) error { _, err := io.WriteString(w, fresh+"\n"); return err })
	case errors.Is(err, casebook.ErrNotFound):
		return "", fmt.Errorf("evidence: %s is not the place that the other replicas or earlier starts have used: it has no file %s with %s in it. Is it "+
			"shared, or mounted? (%w)", v, marker, known, casebook.ErrConflict)
	case err != nil:
		return "", fmt.Errorf("evidence: %s: %w", v, err)
	case known != "" && id != known:
		return "", fmt.Errorf("evidence: %s is another place than the other replicas or earlier starts have used: its %s has %s, the record %s (%w)",
			v, marker, id, known, casebook.ErrConflict)
	}
	return id, nil
}

func readMarker(ctx context.Context, v Vault) (string, error) {
	r, err := v.Get(ctx, marker)
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, 200))
	if err != nil {
		return "", err
	}
	id := strings.TrimSpace(string(text))
	if id == "" {
		return "", casebook.ErrNotFound
	}
	return id, nil
}

// proper tells whether a name is one that this program makes: it must not lead anywhere else.
func proper(name string) error {
	bad := strings.ContainsFunc(name, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.'
	})
	if bad || len(name) < 3 || len(name) > 100 || strings.HasPrefix(name, ".") {
		return fmt.Errorf("evidence: no name of a copy: %w", casebook.ErrBadInput)
	}
	return nil
}
