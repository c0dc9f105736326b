// Package jobs does what follows a commit: it tells staff of a case, and draws again what was told when the case goes on. The work is enqueued by
// river in the transaction that makes it necessary, so it is there if and only if the record is. It refuses to know how a case looks (it is given
// the drawing) and how Telegram is called; a job's arguments are ids only, and its errors hold no words of anybody.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// Records is what the jobs read and write of the record. Each method can be repeated with the same arguments to no further effect.
type Records interface {
	// Copy loads a copy of an alert as all is now. Error: casebook.ErrNotFound.
	Copy(ctx context.Context, id int64) (casebook.AlertCopy, error)
	CopySent(ctx context.Context, id int64, message int, at time.Time) error
	CopyFailed(ctx context.Context, id int64, why string, gone bool, at time.Time) error
	CopyDropped(ctx context.Context, id int64, why string, at time.Time) error
	// CardOf loads the reporter's card. Error: casebook.ErrNotFound.
	CardOf(ctx context.Context, caseID int64) (casebook.Card, error)
	NoteSpoken(ctx context.Context, spoken casebook.Spoken, at time.Time) error
}

// Sender is Telegram. Errors that mean something here: casebook.ErrGone, ErrUnchanged, ErrTooOld, ErrBadInput, ErrAway, and what Config.RetryAfter
// knows.
type Sender interface {
	Send(ctx context.Context, bot, chat int64, m chat.Message) (int, error)
	Edit(ctx context.Context, bot, chat int64, message int, m chat.Message) error
}

// Config is what the jobs need. All must be set where nothing else is said.
type Config struct {
	Pool    *pgxpool.Pool
	Records Records
	Sender  Sender
	// Limit returns when it may be sent, over all replicas. It may instead answer an error with a method RetryAfter() time.Duration: not so soon.
	Limit func(ctx context.Context, bot, chat int64, edit bool) error
	// Pause holds back all replicas: from a chat, or with chat 0 the whole bot.
	Pause func(ctx context.Context, bot, chat int64, d time.Duration) error
	// RetryAfter tells whether a Sender's error is Telegram's 429, and how long to wait. Without it, an error tells by a method of this name.
	RetryAfter func(err error) (time.Duration, bool)
	DrawAlert  func(casebook.AlertCopy) chat.Message
	DrawCard   func(casebook.Card) (chat.Message, bool) // false: there is nothing to show any more
	Letters    Letters                                  // with DrawNotice: nil leaves notices to a program that has them
	DrawNotice func(casebook.Letter) chat.Message
	// Fetch copies a file of a case from Telegram, and Unfetched records that it could not be: they go together. nil: that work waits for a program
	// that does it.
	Fetch      func(ctx context.Context, file int64) error
	Unfetched  func(ctx context.Context, file int64, why string) error
	Sweep      func(ctx context.Context) error // looks after the drafts that are due, by each replica; may be nil
	SweepEvery time.Duration                   // 0: 5 s
	Now        func() time.Time                // nil: time.Now; what NotBefore is reckoned by
	Log        *slog.Logger                    // nil: the default
	Workers    int                             // sends at the same time, and as many edits; 0: 10
}

// Jobs enqueues the work, and does it between Start and Stop.
type Jobs struct {
	Config
	inserts  *river.Client[pgx.Tx]
	pollOnly bool // LISTEN is of no use here

	mu     sync.Mutex
	client *river.Client[pgx.Tx] // between Start and Stop
	sweeps *sweeps
	told   told
}

// New checks the configuration. It makes no connection, and does no work before Start.
func New(config Config) (*Jobs, error) {
	c := config
	if c.Pool == nil || c.Records == nil || c.Sender == nil || c.Limit == nil || c.Pause == nil || c.DrawAlert == nil || c.DrawCard == nil {
		return nil, errors.New("jobs: the configuration lacks something")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Workers == 0 {
		c.Workers = 10
	}
	if c.SweepEvery == 0 {
		c.SweepEvery = 5 * time.Second
	}
	j := &Jobs{Config: c}
	inserts, err := river.NewClient(riverpgxv5.New(c.Pool), &river.Config{
		Logger: quiet(c.Log), Workers: j.workers(true), MaxAttempts: riverAttempts,
		FetchCooldown: river.FetchCooldownMin, // for so long it tells no workers of a further job, which then waits for the poll
	})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	j.inserts = inserts
	return j, nil
}

// fetchCooldown is the time between two looks for jobs when many come in. River's 100 ms would add that to every second alert.
const fetchCooldown = 20 * time.Millisecond

// How long a job may take, and when one that ended with its process is taken up again: its row says running, and nobody runs it.
const (
	jobTimeout = 30 * time.Second
	rescue     = time.Minute
)

// Start begins to work. The context bounds the start only; the work goes on until Stop. Error: casebook.ErrAway when PostgreSQL does not answer.
func (j *Jobs) Start(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.client != nil {
		return nil
	}
	client, err := river.NewClient(riverpgxv5.New(j.Pool), &river.Config{
		Logger:               quiet(j.Log),
		Workers:              j.workers(j.letters()),
		Queues:               j.queues(),
		PollOnly:             j.pollOnly || !listens(ctx, j.Pool, j.Log),
		FetchCooldown:        fetchCooldown,
		FetchOnlyKnownKinds:  true, // those of a newer program are left to it
		JobTimeout:           jobTimeout,
		RescueStuckJobsAfter: rescue,
		MaxAttempts:          riverAttempts,
		RetryPolicy:          retries{},
	})
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return known("starting the jobs", err)
	}
	j.client = client
	j.sweeps = j.startSweeps(context.WithoutCancel(ctx))
	return nil
}

// stopAtOnce is how long jobs have to end after they were cancelled.
const stopAtOnce = 5 * time.Second

// Stop takes no new work, lets what runs end until the context does, and then cancels it. What was cancelled is done after the next Start.
func (j *Jobs) Stop(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.client == nil {
		return nil
	}
	j.sweeps.stop()
	err := j.client.Stop(ctx)
	if ctx.Err() != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopAtOnce)
		defer cancel()
		err = j.client.StopAndCancel(last)
	}
	if err != nil {
		return fmt.Errorf("stopping the jobs: %w", err)
	}
	j.client = nil
	return nil
}
