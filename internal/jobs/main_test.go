package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/devstack"
	"rembuk/internal/private"
)

func TestMain(m *testing.M) { os.Exit(devstack.Main(m)) }

// migrate makes river's tables, and one of ours that a story changes in its transactions.
func migrate(ctx context.Context, dsn string) error {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := Migrate(ctx, pool); err != nil {
		return err
	}
	_, err = pool.Exec(ctx, "CREATE TABLE versions (id bigint PRIMARY KEY, version int NOT NULL DEFAULT 0)")
	return err
}

// office is the world of a story: a database, the record, Telegram, and the jobs between them.
type office struct {
	*Jobs
	t       testing.TB
	records *records
	phones  *phones
	log     *lockedBuffer
	mu      sync.Mutex
	ahead   time.Duration // of the clock on the wall
	pauses  []string
	limit   func(edit bool) error
}

const (
	bot      = 7001
	officer  = 501 // the chat of the officer told
	reporter = 502
)

func newOffice(t testing.TB) *office {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), devstack.TestDatabase(t, migrate))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	o := &office{t: t, records: newRecords(), phones: newPhones(), log: &lockedBuffer{}}
	o.Jobs, err = New(o.config(pool))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) config(pool *pgxpool.Pool) Config {
	return Config{
		Pool: pool, Records: o.records, Sender: o.phones, Now: o.now, Workers: 4,
		Log: slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Limit: func(_ context.Context, _, _ int64, edit bool) error {
			if o.limit != nil {
				return o.limit(edit)
			}
			return nil
		},
		Pause: func(_ context.Context, bot, chat int64, d time.Duration) error {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.pauses = append(o.pauses, fmt.Sprint(bot, chat, d))
			return nil
		},
		DrawAlert: func(c casebook.AlertCopy) chat.Message {
			return chat.Message{Text: fmt.Sprintf("alert %d: %s", c.ID, c.Case.State)}
		},
		DrawCard: func(c casebook.Card) (chat.Message, bool) {
			return chat.Message{Text: fmt.Sprintf("card %d: %s", c.Case.ID, c.Case.State)}, c.Case.Open
		},
	}
}

func (o *office) now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return time.Now().Add(o.ahead)
}

// begin starts the work, and stops it at the end of the story.
func (o *office) begin() {
	o.t.Helper()
	if err := o.Start(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := o.Stop(ctx); err != nil {
			o.t.Error(err)
		}
	})
}

// enqueue does so in a transaction of its own.
func (o *office) enqueue(tasks ...casebook.Task) {
	o.t.Helper()
	err := pgx.BeginFunc(o.t.Context(), o.Pool, func(tx pgx.Tx) error { return o.Enqueue(o.t.Context(), tx, tasks) })
	if err != nil {
		o.t.Fatal(err)
	}
}

// forward lets time pass, as house.FastForward does.
func (o *office) forward(by time.Duration) {
	o.t.Helper()
	o.mu.Lock()
	o.ahead += by
	o.mu.Unlock()
	if err := Advance(o.t.Context(), o.Pool, by); err != nil {
		o.t.Fatal(err)
	}
}

func alert(id int64) casebook.Task { return casebook.Task{Kind: casebook.SendAlert, ID: id} }
func edit(id int64) casebook.Task  { return casebook.Task{Kind: casebook.EditAlert, ID: id} }
func card(id int64) casebook.Task  { return casebook.Task{Kind: casebook.EditCard, ID: id} }

// rows counts the jobs of a state, "" for any.
func (o *office) rows(state string) (n int) {
	o.t.Helper()
	if err := o.Pool.QueryRow(o.t.Context(), "SELECT count(*) FROM river_job WHERE state::text = $1 OR $1 = ''", state).Scan(&n); err != nil {
		o.t.Fatal(err)
	}
	return n
}

// settled waits until so many jobs are in a state: river writes that after the work, without a word to us.
func (o *office) settled(state string, want int) {
	o.t.Helper()
	for end := time.Now().Add(15 * time.Second); o.rows(state) != want; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			o.t.Fatalf("%d jobs are %s, want %d\n%s", o.rows(state), state, want, o.log)
		}
	}
}

// records is the record in memory.
type records struct {
	mu     sync.Mutex
	copies map[int64]casebook.AlertCopy
	cards  map[int64]casebook.Card
	load   func(id int64) // called by Copy before it reads
	fails  func(what string) error
	*diary
}

func newRecords() *records {
	return &records{copies: map[int64]casebook.AlertCopy{}, cards: map[int64]casebook.Card{}, diary: newDiary()}
}

// tell adds a copy of an alert about a new report, for an officer who may see it.
func (r *records) tell(id int64, change ...func(*casebook.AlertCopy)) {
	c := casebook.AlertCopy{
		ID: id, To: casebook.Address{Bot: bot, Chat: officer},
		Alert:  casebook.Alert{ID: 1, Kind: casebook.NewReport, Open: true},
		Case:   casebook.Case{ID: 9, District: "17.01", Region: "17.01.06.2004", State: casebook.Received, Lane: casebook.OpenLane, Story: private.Of("nenek sendirian"), Reporter: 33},
		Viewer: casebook.Viewer{District: "17.01", Person: 12, Grants: []casebook.Grant{{Person: 12, Role: casebook.Coordinator, Region: "17.01.06"}}},
	}
	for _, f := range change {
		f(&c)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.copies[id] = c
}

func (r *records) change(id int64, f func(*casebook.AlertCopy)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.copies[id]
	f(&c)
	r.copies[id] = c
}

func (r *records) fail(what string) error {
	if r.fails != nil {
		return r.fails(what)
	}
	return nil
}

func (r *records) Copy(_ context.Context, id int64) (casebook.AlertCopy, error) {
	if r.load != nil {
		r.load(id)
	}
	if err := r.fail("Copy"); err != nil {
		return casebook.AlertCopy{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.copies[id]
	if !ok {
		return c, fmt.Errorf("copy %d: %w", id, casebook.ErrNotFound)
	}
	return c, nil
}

func (r *records) CopySent(_ context.Context, id int64, message int, _ time.Time) error {
	if err := r.fail("CopySent"); err != nil {
		return err
	}
	r.change(id, func(c *casebook.AlertCopy) { c.Message = message })
	r.note("copy %d is message %d", id, message)
	return nil
}

func (r *records) CopyFailed(_ context.Context, id int64, why string, gone bool, _ time.Time) error {
	r.note("copy %d failed: %s, gone %v", id, why, gone)
	return nil
}

func (r *records) CopyDropped(_ context.Context, id int64, why string, _ time.Time) error {
	r.note("copy %d dropped: %s", id, why)
	return nil
}

func (r *records) CardOf(_ context.Context, caseID int64) (casebook.Card, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.cards[caseID]
	if !ok {
		return c, casebook.ErrNotFound
	}
	return c, nil
}

func (r *records) NoteSpoken(_ context.Context, s casebook.Spoken, _ time.Time) error {
	if err := r.fail("NoteSpoken"); err != nil {
		return err
	}
	r.note("message %d in chat %d is about case %d: %s to person %d", s.Message, s.Chat, s.CaseID, s.Purpose, s.Person)
	return nil
}

// phones is Telegram: each call is noted, and answered as the story says.
type phones struct {
	mu     sync.Mutex
	last   int
	answer func(chat int64, text string) error
	*diary
}

func newPhones() *phones { return &phones{last: 100, diary: newDiary()} }

func (p *phones) says(answer func(chat int64, text string) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = answer
}

func (p *phones) call(chat int64, text string) error {
	p.mu.Lock()
	answer := p.answer
	p.mu.Unlock()
	if answer == nil {
		return nil
	}
	return answer(chat, text)
}

func (p *phones) Send(_ context.Context, _, chat int64, m chat.Message) (int, error) {
	if err := p.call(chat, m.Text); err != nil {
		p.note("refused: %s", m.Text)
		return 0, err
	}
	p.mu.Lock()
	p.last++
	id := p.last
	p.mu.Unlock()
	p.note("sent to %d: %s", chat, m.Text)
	return id, nil
}

func (p *phones) Edit(_ context.Context, _, chat int64, message int, m chat.Message) error {
	if err := p.call(chat, m.Text); err != nil {
		p.note("refused: %s", m.Text)
		return err
	}
	p.note("edited %d in %d: %s", message, chat, m.Text)
	return nil
}

// diary is what happened, in order, and wakes whoever waits for it.
type diary struct {
	mu    sync.Mutex
	lines []string
	more  chan struct{}
}

func newDiary() *diary { return &diary{more: make(chan struct{})} }

func (d *diary) note(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
	close(d.more)
	d.more = make(chan struct{})
}

func (d *diary) count(line string) (n int, more chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, l := range d.lines {
		if strings.Contains(l, line) {
			n++
		}
	}
	return n, d.more
}

// has waits until a line was noted so many times.
func (d *diary) has(t testing.TB, line string, times int) {
	t.Helper()
	timeout := time.After(15 * time.Second)
	for {
		n, more := d.count(line)
		if n > times {
			t.Fatalf("%q %d times, want %d:\n%s", line, n, times, d)
		}
		if n == times {
			return
		}
		select {
		case <-more:
		case <-timeout:
			t.Fatalf("%q %d times, want %d:\n%s", line, n, times, d)
		}
	}
}

func (d *diary) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Join(d.lines, "\n")
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// tooMany is Telegram's 429.
type tooMany time.Duration

func (e tooMany) Error() string             { return "429" }
func (e tooMany) Is(target error) bool      { return target == casebook.ErrAway }
func (e tooMany) RetryAfter() time.Duration { return time.Duration(e) }

var errSecret = errors.New(`Post "https://api.telegram.org/bot7001:AAHsecret/sendMessage": nenek sendirian`)
