package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// fetchOffice is an office that copies files, by a function, and remembers what could not be.
func fetchOffice(t *testing.T, fetch func(ctx context.Context, id int64, attempt int) error) (o *office, told func() []string) {
	t.Helper()
	o = newOffice(t)
	var mu sync.Mutex
	var list []string
	attempts := map[int64]int{}
	config := o.config(o.Pool)
	config.Fetch = func(ctx context.Context, id int64) error {
		mu.Lock()
		attempts[id]++
		n := attempts[id]
		mu.Unlock()
		err := fetch(ctx, id, n)
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			list = append(list, fmt.Sprint(id))
		}
		return err
	}
	config.Unfetched = func(_ context.Context, id int64, why string) error {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, fmt.Sprint(id, " not: ", why))
		return nil
	}
	var err error
	if o.Jobs, err = New(config); err != nil {
		t.Fatal(err)
	}
	return o, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Sorted(slices.Values(list))
	}
}

func file(id int64) casebook.Task { return casebook.Task{Kind: casebook.FetchFile, ID: id} }

func waitFor(t *testing.T, what string, met func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !met(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func TestFilesAreFetchedWithPatience(t *testing.T) {
	o, told := fetchOffice(t, func(_ context.Context, id int64, attempt int) error {
		switch {
		case id == 2 && attempt == 1:
			return fmt.Errorf("telegram: %w", casebook.ErrAway)
		case id == 3 && attempt == 1:
			panic("a picture that nobody thought of")
		}
		return nil
	})
	o.enqueue(file(1), file(2), file(3))
	o.enqueue(file(1)) // again
	o.begin()
	waitFor(t, "all files are fetched", func() bool { return slices.Equal(told(), []string{"1", "2", "3"}) })
}

func TestAFileThatCannotBeFetchedIsRecorded(t *testing.T) {
	o, told := fetchOffice(t, func(context.Context, int64, int) error { return casebook.ErrAway })
	o.enqueue(file(1))
	o.mu.Lock()
	o.ahead = 25 * time.Hour
	o.mu.Unlock()
	o.begin()
	waitFor(t, "it is given up", func() bool { return slices.Equal(told(), []string{"1 not: " + casebook.ErrAway.Error()}) })
}

// A program without a place for files leaves them to one that has it.
func TestWithoutAPlaceFilesWait(t *testing.T) {
	without := newOffice(t)
	without.enqueue(file(1))
	without.begin()
	time.Sleep(300 * time.Millisecond)
	if err := without.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	var state string
	if err := without.Pool.QueryRow(t.Context(), "SELECT state FROM river_job WHERE kind = 'fetch_file'").Scan(&state); err != nil || state != "available" {
		t.Errorf("the work is %q: %v", state, err)
	}
}

// A stop cancels what does not end, and the next start does it.
func TestAFetchThatIsStoppedIsDoneLater(t *testing.T) {
	begun := make(chan struct{}, 1)
	o, told := fetchOffice(t, func(ctx context.Context, _ int64, attempt int) error {
		if attempt > 1 {
			return nil
		}
		begun <- struct{}{}
		<-ctx.Done()
		return errors.Join(casebook.ErrAway, ctx.Err())
	})
	o.enqueue(file(1))
	o.begin()
	<-begun
	stop, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.Stop(stop); err != nil {
		t.Fatal(err)
	}
	o.begin()
	waitFor(t, "it is fetched", func() bool { return slices.Equal(told(), []string{"1"}) })
}
