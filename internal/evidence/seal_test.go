package evidence

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

var caseKey, anotherKey = bytes.Repeat([]byte{7}, 32), bytes.Repeat([]byte{8}, 32)

func sealed(t testing.TB, plain []byte, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	s, err := seal(&b, caseKey, name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(s, iotest.HalfReader(bytes.NewReader(plain))); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(from []byte, key []byte, name string) ([]byte, error) {
	return io.ReadAll(unseal(iotest.OneByteReader(bytes.NewReader(from)), key, name))
}

func TestWhatWasSealedIsOpened(t *testing.T) {
	for _, n := range []int{0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3*chunk + 17} {
		plain := random(n)
		got, err := open(sealed(t, plain, "one"), caseKey, "one")
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if bytes.Equal(sealed(t, nil, "one"), sealed(t, nil, "one")) {
		t.Error("the same twice is sealed with the same key and nonce")
	}
}

// Whoever has the storage but no key can lose a copy, and nothing else goes unnoticed.
func TestWhatWasAlteredIsNotOpened(t *testing.T) {
	plain := random(3*chunk + 17)
	whole := sealed(t, plain, "one")
	head, c := len(magic)+salted, chunk+tagged
	part := func(i int) []byte { return whole[head+i*c : min(head+(i+1)*c, len(whole))] }
	for name, altered := range map[string][]byte{
		"nothing": nil, "no salt": whole[:10], "no chunk": whole[:head], "cut in a chunk": whole[:head+c+100], "cut between chunks": whole[:head+2*c],
		"last chunk gone": whole[:head+3*c], "one byte gone": whole[:len(whole)-1], "one byte more": append(bytes.Clone(whole), 0),
		"two exchanged":  bytes.Join([][]byte{whole[:head], part(1), part(0), part(2), part(3)}, nil),
		"one left out":   bytes.Join([][]byte{whole[:head], part(0), part(2), part(3)}, nil),
		"one repeated":   bytes.Join([][]byte{whole[:head], part(0), part(0), part(1), part(2), part(3)}, nil),
		"another magic":  append([]byte("RMB2"), whole[4:]...),
		"only last":      bytes.Join([][]byte{whole[:head], part(3)}, nil),
		"last one first": bytes.Join([][]byte{whole[:head], part(3), part(0), part(1), part(2)}, nil),
	} {
		got, err := open(altered, caseKey, "one")
		if !errors.Is(err, private.ErrSealed) || !bytes.HasPrefix(plain, got) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	for i := 0; i < len(whole); i += 997 {
		altered := bytes.Clone(whole)
		altered[i] ^= 1
		if got, err := open(altered, caseKey, "one"); !errors.Is(err, private.ErrSealed) || !bytes.HasPrefix(plain, got) {
			t.Fatalf("byte %d altered: %v", i, err)
		}
	}
	if _, err := open(whole, anotherKey, "one"); !errors.Is(err, private.ErrSealed) {
		t.Errorf("another case's key: %v", err)
	}
	if _, err := open(whole, caseKey, "two"); !errors.Is(err, private.ErrSealed) {
		t.Errorf("another file's name: %v", err)
	}
	if _, err := open(whole, caseKey[:16], "one"); err == nil {
		t.Error("half a key opens")
	}
}

func FuzzUnseal(f *testing.F) {
	f.Add(sealed(f, random(100), "one"))
	f.Add(sealed(f, random(chunk+1), "one"))
	f.Fuzz(func(_ *testing.T, from []byte) { _, _ = open(from, caseKey, "one") })
}

func keeper(t testing.TB) (*Keeper, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "evidence")
	folder, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return &Keeper{Vault: folder, Most: 1 << 20}, dir
}

// files are those under a folder.
func files(t testing.TB, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestAPhotoIsKeptWithoutItsNotesAndSealed(t *testing.T) {
	k, dir := keeper(t)
	with, _ := photo(6)
	_, want, _ := stripped(t, with)
	kept, err := k.Keep(t.Context(), "0a1b", caseKey, bytes.NewReader(with))
	if err != nil || kept.Came != int64(len(with)) || kept.Size != int64(len(want)) || !kept.Stripped || kept.MIME != "image/jpeg" {
		t.Fatalf("%+v, %v", kept, err)
	}
	if !bytes.Equal(kept.Sum, sum(with)) || !bytes.Equal(kept.KeptSum, sum(want)) {
		t.Error("the hashes are not those of what came and of what is kept")
	}
	on := filepath.Join(dir, "0a", "0a1b")
	raw, err := os.ReadFile(on)
	if err != nil || bytes.Contains(raw, []byte("JFIF")) || hasSecret(raw) {
		t.Errorf("on the disk it is not sealed: %v", err)
	}
	if info, _ := os.Stat(on); info.Mode().Perm() != 0o600 {
		t.Errorf("others can read it: %v", info.Mode())
	}
	r, err := k.Open(t.Context(), "0a1b", caseKey)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
		t.Errorf("what is read again is something else: %v", err)
	}
}

func TestWhatIsTooBigOrBreaksOffIsNotKept(t *testing.T) {
	k, dir := keeper(t)
	for name, c := range map[string]struct {
		from io.Reader
		want error
	}{
		"too big":    {bytes.NewReader(random(1<<20 + 1)), casebook.ErrTooBig},
		"breaks off": {io.MultiReader(bytes.NewReader(random(1000)), iotest.ErrReader(casebook.ErrAway)), casebook.ErrAway},
		"endless":    {zeros{}, casebook.ErrTooBig},
	} {
		if _, err := k.Keep(t.Context(), "0a1b", caseKey, c.from); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left behind: %q", left)
	}
	if _, err := k.Keep(t.Context(), "0a1b", caseKey, bytes.NewReader(random(1<<20))); err != nil {
		t.Errorf("just as big as it may be: %v", err)
	}
}

func TestAFolderKeepsWholeFilesOnly(t *testing.T) {
	k, dir := keeper(t)
	ctx := context.Background()
	old := filepath.Join(dir, "0a", "0a1b.123"+partly)
	if err := errors.Join(os.MkdirAll(filepath.Dir(old), 0o700), os.WriteFile(old, []byte("half"), 0o600), os.Chtimes(old, time.Time{}, time.Now().Add(-2*time.Hour))); err != nil {
		t.Fatal(err)
	}
	var together sync.WaitGroup
	for range 4 { // attempts at the same file that overlap
		together.Go(func() {
			if _, err := k.Keep(ctx, "0a1b", caseKey, bytes.NewReader(random(200_000))); err != nil {
				t.Error(err)
			}
		})
	}
	together.Wait()
	if left := files(t, dir); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
	r, err := k.Open(ctx, "0a1b", caseKey)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, random(200_000)) {
		t.Errorf("the copy is not whole: %v", err)
	}
	_ = r.Close()
	for range 2 {
		if err := k.Vault.Remove(ctx, "0a1b"); err != nil {
			t.Error(err)
		}
	}
	if _, err := k.Open(ctx, "0a1b", caseKey); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("after it was removed: %v", err)
	}
	for _, name := range []string{"", "..", "../../etc/passwd", "a/b", "AB", ".hidden", strings.Repeat("a", 101)} {
		if _, err := k.Vault.Get(ctx, name); !errors.Is(err, casebook.ErrBadInput) {
			t.Errorf("the name %q: %v", name, err)
		}
	}
}

func TestAFolderThatCannotBeWrittenToIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFolder(filepath.Join(file, "evidence")); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("%v", err)
	}
}

func TestReplicasFindTheSamePlaceOrRefuse(t *testing.T) {
	ctx := context.Background()
	one, _ := keeper(t)
	two, dir := keeper(t)
	id, err := Claim(ctx, one.Vault, "", "first")
	if err != nil || id != "first" {
		t.Fatalf("%q, %v", id, err)
	}
	if id, err := Claim(ctx, one.Vault, "first", "another"); err != nil || id != "first" {
		t.Errorf("the second start: %q, %v", id, err)
	}
	if id, err := Claim(ctx, one.Vault, "", "another"); err != nil || id != "first" {
		t.Errorf("died before the record knew: %q, %v", id, err)
	}
	_, err = Claim(ctx, two.Vault, "first", "another")
	if !errors.Is(err, casebook.ErrConflict) || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "first") {
		t.Errorf("a folder of its own: %v", err)
	}
	if _, err := Claim(ctx, two.Vault, "", "second"); err != nil {
		t.Fatal(err)
	}
	if _, err := Claim(ctx, two.Vault, "first", "another"); !errors.Is(err, casebook.ErrConflict) || !strings.Contains(err.Error(), "second") {
		t.Errorf("another installation's folder: %v", err)
	}
}
