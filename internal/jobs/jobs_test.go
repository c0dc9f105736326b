package jobs

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"rembuk/internal/casebook"
	"rembuk/internal/devstack"
)

func TestSendsAreNotHeldUpByEdits(t *testing.T) {
	o := newOffice(t)
	hold := make(chan struct{})
	defer close(hold)
	o.phones.says(func(_ int64, text string) error {
		if !strings.HasPrefix(text, "alert 99") {
			<-hold
		}
		return nil
	})
	o.begin()
	for id := range int64(20) {
		o.records.tell(id, sentAs(70))
		o.enqueue(edit(id))
	}
	o.settled("running", o.Workers)
	o.records.tell(99)
	o.enqueue(alert(99))
	o.phones.has(t, "sent to 501: alert 99", 1)
}

func TestStopLetsAJobEnd(t *testing.T) {
	o := newOffice(t)
	begun, goOn := make(chan struct{}), make(chan struct{})
	o.phones.says(func(int64, string) error { close(begun); <-goOn; return nil })
	o.begin()
	o.records.tell(1)
	o.enqueue(alert(1))
	<-begun
	time.AfterFunc(100*time.Millisecond, func() { close(goOn) })
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := o.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if n := o.rows("completed"); n != 1 {
		t.Errorf("%d jobs completed", n)
	}
}

func TestStopCancelsWhatDoesNotEndAndItIsDoneLater(t *testing.T) {
	o := newOffice(t)
	begun := make(chan struct{}, 10)
	o.Jobs.Limit = func(ctx context.Context, _, _ int64, _ bool) error {
		begun <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}
	o.begin()
	o.records.tell(1)
	o.enqueue(alert(1))
	<-begun
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := o.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if n := o.rows("available"); n != 1 {
		t.Errorf("%d jobs wait, want 1", n)
	}
	o.Jobs.Limit = func(context.Context, int64, int64, bool) error { return nil }
	o.begin()
	o.phones.has(t, "sent to 501", 1)
}

func TestWhereListenIsOfNoUseJobsAreLookedFor(t *testing.T) {
	o := newOffice(t)
	if !listens(t.Context(), o.Pool, o.Log) {
		t.Error("LISTEN works here")
	}
	o.pollOnly = true
	o.begin()
	o.records.tell(1)
	o.enqueue(alert(1))
	o.phones.has(t, "sent to 501", 1)
	closed, _ := pgxpool.New(t.Context(), o.Pool.Config().ConnString())
	closed.Close()
	if listens(t.Context(), closed, o.Log) {
		t.Error("LISTEN does not work on a closed pool")
	}
}

func TestTheDraftsAreSwept(t *testing.T) {
	o := newOffice(t)
	var n atomic.Int64
	swept := make(chan int64, 100)
	o.SweepEvery = 10 * time.Millisecond
	o.Sweep = func(context.Context) error {
		swept <- n.Add(1)
		switch n.Load() {
		case 1:
			return fmt.Errorf("%w: %w", casebook.ErrAway, errSecret)
		case 2:
			panic(errSecret.Error())
		}
		return nil
	}
	o.begin()
	for <-swept < 4 {
	}
	log := o.log.String()
	if !strings.Contains(log, "service away") || !strings.Contains(log, "fell by a fault") {
		t.Errorf("it must be said that a sweep failed:\n%s", log)
	}
	o.nothingLeaked()
}

func TestPostgreSQLGoesAndComesBack(t *testing.T) {
	server, err := devstack.StartPostgres(t.Context(), devstack.PostgresConfig{Dir: filepath.Join(t.TempDir(), "postgres")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	if err := migrate(t.Context(), server.DSN()); err != nil {
		t.Fatal(err)
	}
	pool, err := pgxpool.New(t.Context(), server.DSN())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	o := &office{t: t, records: newRecords(), phones: newPhones(), log: &lockedBuffer{}}
	if o.Jobs, err = New(o.config(pool)); err != nil {
		t.Fatal(err)
	}
	o.begin()
	o.records.tell(1)
	o.enqueue(alert(1))
	o.phones.has(t, "sent to 501: alert 1", 1)

	server.Kill()
	if _, err := pool.Begin(t.Context()); err == nil {
		t.Fatal("it is still there")
	}
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	pool.Reset() // the connections of before
	o.records.tell(2)
	o.enqueue(alert(2))
	o.phones.has(t, "sent to 501: alert 2", 1)
}

func TestTheConfigurationIsChecked(t *testing.T) {
	if _, err := New(Config{}); err == nil {
		t.Error("taken")
	}
}

func TestBackoffDoublesFromASecondToAMinute(t *testing.T) {
	for failed, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		if got := backoff(failed); got != want*time.Second {
			t.Errorf("after %d failures %v, want %v", failed, got, want*time.Second)
		}
	}
	if got := backoff(1 << 40); got != time.Minute {
		t.Error(got)
	}
}

func TestErrorsOfTheDatabase(t *testing.T) {
	for code, away := range map[string]bool{"57P01": true, "08006": true, "53300": true, "40001": true, "23505": false, "42P01": false} {
		err := known("", &pgconn.PgError{Code: code, Message: "nenek"})
		if errors.Is(err, casebook.ErrAway) != away {
			t.Errorf("%s: away %v, want %v", code, !away, away)
		}
		if text := plain(err); strings.Contains(text, "nenek") {
			t.Errorf("%s reads %q", code, text)
		}
	}
}
