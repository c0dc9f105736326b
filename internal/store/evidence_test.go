package store_test

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

var photos = func(f *casebook.Filing) {
	f.Files = []casebook.Attachment{
		{Kind: "photo", TelegramID: "AgAC-one", Unique: "AQAD-one", Size: 10}, {Kind: "photo", TelegramID: "AgAC-two", Unique: "AQAD-two", Size: 20},
		{Kind: "pin", TelegramID: "-4.46,102.9"},
	}
}

// fetches gives the files that are to be fetched, of the tasks since the last time.
func (w *world) fetches() (ids []int64) {
	for _, task := range w.did() {
		if task.Kind == casebook.FetchFile {
			ids = append(ids, task.ID)
		}
	}
	return ids
}

var kept = casebook.KeptFile{Sum: bytes.Repeat([]byte{1}, 32), Came: 20, KeptSum: bytes.Repeat([]byte{2}, 32), Size: 10, MIME: "image/jpeg", Stripped: true}

func TestEvidenceIsFetchedOnceAndRecorded(t *testing.T) {
	w := open(t)
	c := w.file(photos)
	ids := w.fetches()
	if len(ids) != 2 {
		t.Fatalf("%d files to fetch, want the two photos and not the pin", len(ids))
	}
	f, err := w.FileFor(t.Context(), ids[1])
	if err != nil || f.TelegramID != "AgAC-two" || f.Bot != 1000 || f.CaseID != c.ID || f.State != casebook.FileWaiting || len(f.Name) != 32 {
		t.Fatalf("%+v, %v", f, err)
	}
	if again := w.fileAgain(c, photos); again != 0 {
		t.Errorf("the same report again: %d files to fetch", again)
	}
	if err := w.FileKept(t.Context(), f.ID, kept, now); err != nil {
		t.Fatal(err)
	}
	if err := w.FileFailed(t.Context(), f.ID, casebook.FileGone, now); err != nil {
		t.Fatal(err)
	}
	got, err := w.FileFor(t.Context(), f.ID)
	if err != nil || got.State != casebook.FileKept || !bytes.Equal(got.Kept.Sum, kept.Sum) || !bytes.Equal(got.Kept.KeptSum, kept.KeptSum) || got.Kept.MIME != "image/jpeg" || !got.Kept.Stripped {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := w.FileFor(t.Context(), 999); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("a file that there is not: %v", err)
	}
}

// fileAgain sends the same talk off once more, with one photo more, and tells how many files are to be fetched.
func (w *world) fileAgain(c casebook.Case, change func(*casebook.Filing)) int {
	w.t.Helper()
	w.fileBy(casebook.Viewer{District: c.District, Person: c.Reporter}, change, func(f *casebook.Filing) { f.Digest = []byte("second") })
	return len(w.fetches())
}

func TestWhatWasNotFetchedIsTriedAgain(t *testing.T) {
	w := open(t)
	w.file(photos)
	ids := w.fetches()
	fail := func(state casebook.FileState) {
		t.Helper()
		if err := w.FileFailed(t.Context(), ids[0], state, now); err != nil {
			t.Fatal(err)
		}
	}
	fail(casebook.FileFailed)
	look := func(after time.Duration, want int) {
		t.Helper()
		if n, err := w.FetchAgain(t.Context(), now.Add(after), 10); err != nil || n != want || len(w.fetches()) != want {
			t.Errorf("after %v %d files are fetched again, want %d: %v", after, n, want, err)
		}
	}
	look(time.Hour, 0)
	look(24*time.Hour, 1)
	look(26*time.Hour, 1) // the other one, whose job must be lost
	look(26*time.Hour, 0)
	fail(casebook.FileTooBig)
	look(72*time.Hour, 1)
	w.fail = casebook.ErrAway
	if _, err := w.FetchAgain(t.Context(), now.Add(100*time.Hour), 10); err == nil {
		t.Error("no error from work that could not be enqueued")
	}
	w.fail = nil
	w.did()
	look(100*time.Hour, 1)
}

func TestAnErasedKeyStaysErased(t *testing.T) {
	w := open(t)
	c, other := w.file(photos), w.file()
	ids := w.fetches()
	var keys [4][]byte
	var together sync.WaitGroup
	for i := range keys {
		together.Go(func() { keys[i], _ = w.CaseKey(context.Background(), c.ID) })
	}
	together.Wait()
	for _, key := range keys {
		if len(key) != 32 || !bytes.Equal(key, keys[0]) {
			t.Fatal("those who asked together have different keys")
		}
	}
	if key, err := w.CaseKey(t.Context(), other.ID); err != nil || bytes.Equal(key, keys[0]) {
		t.Errorf("another case has the same key, or none: %v", err)
	}
	w.Pool().Exec(t.Context(), "UPDATE case_keys SET key_sealed = (SELECT key_sealed FROM case_keys WHERE case_id = $1) WHERE case_id = $2", c.ID, other.ID) //nolint:errcheck // seen below
	if _, err := w.CaseKey(t.Context(), other.ID); !errors.Is(err, private.ErrSealed) {
		t.Errorf("a key was taken for another case's: %v", err)
	}
	names, err := w.EraseEvidence(t.Context(), c.ID, now)
	if err != nil || len(names) != 3 {
		t.Fatalf("%q, %v", names, err)
	}
	if _, err := w.CaseKey(t.Context(), c.ID); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("the key is there again: %v", err)
	}
	if err := w.FileKept(t.Context(), ids[0], kept, now); err != nil { // by a job that was under way
		t.Fatal(err)
	}
	if f, err := w.FileFor(t.Context(), ids[0]); err != nil || f.State != casebook.FileErased {
		t.Errorf("%+v, %v", f, err)
	}
	if n, err := w.FetchAgain(t.Context(), now.Add(1000*time.Hour), 10); err != nil || n != 0 {
		t.Errorf("%d erased files are fetched again: %v", n, err)
	}
	if got := value[int](w, "SELECT count(*) FROM case_keys WHERE case_id = $1 AND key_sealed IS NULL", c.ID); got != 1 {
		t.Error("the sealed key is still there")
	}
}

func TestReplicasThatStartTogetherFindOneStorage(t *testing.T) {
	w := open(t)
	var mu sync.Mutex
	marker, made := "", 0
	check := func(_ context.Context, known string) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		if known == "" && marker == "" {
			made++
			marker = "one"
		}
		return marker, nil
	}
	var together sync.WaitGroup
	for range 4 {
		together.Go(func() {
			if err := w.ClaimStorage(context.Background(), check); err != nil {
				t.Error(err)
			}
		})
	}
	together.Wait()
	if made != 1 || value[string](w, "SELECT id FROM storage") != "one" {
		t.Errorf("%d ids were made", made)
	}
	refuse := errors.New("another folder")
	if err := w.ClaimStorage(t.Context(), func(context.Context, string) (string, error) { return "", refuse }); !errors.Is(err, refuse) {
		t.Errorf("%v", err)
	}
}
