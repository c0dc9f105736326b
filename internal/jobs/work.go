package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"rembuk/internal/casebook"
)

// workers lists who does what. What is only enqueued needs its line as well.
func (j *Jobs) workers(letters bool) *river.Workers {
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[sendAlert]) error {
		return j.do(ctx, work{job.JobRow, job.Args.Copy, j.sendAlert, j.loseAlert})
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[editAlert]) error {
		return j.do(ctx, work{job.JobRow, job.Args.Copy, j.editing(casebook.EditAlert, j.seeAlert), nil})
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[editCard]) error {
		return j.do(ctx, work{job.JobRow, job.Args.Case, j.editing(casebook.EditCard, j.seeCard), nil})
	}))
	river.AddWorker(workers, &fetcher{j: j})
	if !letters {
		return workers
	}
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[sendNotice]) error {
		return j.do(ctx, work{job.JobRow, job.Args.Notice, j.sendNotice, j.loseNotice})
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[editNotice]) error {
		return j.do(ctx, work{job.JobRow, job.Args.Notice, j.editing(casebook.EditNotice, j.seeNotice), nil})
	}))
	return workers
}

// work is one attempt at a job.
type work struct {
	row  *rivertype.JobRow
	id   int64                                                            // of what it is about
	once func(ctx context.Context, row *rivertype.JobRow, id int64) error // does it
	lost func(ctx context.Context, id int64, why string) error            // records that it will never be done; nil where nobody misses it
}

// do attempts the work and tells river what comes next. Nothing of an error but its kind goes to river, which stores it.
func (j *Jobs) do(ctx context.Context, w work) error {
	err := j.attempt(ctx, w)
	verdict := j.judge(ctx, w, err)
	if !verdict.never {
		return verdict.next
	}
	if w.lost != nil {
		if err := w.lost(ctx, w.id, verdict.why); err != nil { // it is lost, but not unnoticed
			j.Log.ErrorContext(ctx, "a job that is given up could not be recorded", "kind", w.row.Kind, "id", w.id, "error", plain(err))
			return river.JobSnooze(longest)
		}
	}
	return verdict.next
}

func (j *Jobs) attempt(ctx context.Context, w work) (err error) {
	defer func() {
		if r := recover(); r != nil { // the value could hold anything; the stack holds places in the code
			j.Log.ErrorContext(ctx, "a job fell", "kind", w.row.Kind, "id", w.id, "panic", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
			err = errFell
		}
	}()
	return w.once(ctx, w.row, w.id)
}

// How long an attempt is put off, and when it is given up.
const (
	shortest     = time.Second
	longest      = time.Minute
	patience     = 24 * time.Hour // with a service that is away
	mostAttempts = 25             // at what fails for no known reason: about 20 minutes
	// riverAttempts is never reached: river's own giving up would not be recorded.
	riverAttempts = 1000
)

// verdict is what comes after an attempt.
type verdict struct {
	next  error  // for river
	never bool   // it is given up
	why   string // of never
}

func (j *Jobs) judge(ctx context.Context, w work, err error) verdict {
	var later *postponed
	switch {
	case err == nil:
		return verdict{}
	case errors.As(err, &later):
		return verdict{next: river.JobSnooze(later.by)}
	case errors.Is(ctx.Err(), context.Canceled):
		return verdict{next: fmt.Errorf("stopped: %w", context.Canceled)} // river sees that it is stopping, and counts no attempt
	case errors.Is(err, casebook.ErrAway), errors.Is(err, context.DeadlineExceeded):
		if j.Now().Sub(from(w.row)) < patience {
			wait := backoff(snoozes(w.row))
			j.Log.InfoContext(ctx, "a job waits for a service", "kind", w.row.Kind, "id", w.id, "error", plain(err), "wait", wait)
			return verdict{next: river.JobSnooze(wait)}
		}
	case w.row.Attempt < mostAttempts:
		j.Log.WarnContext(ctx, "a job failed", "kind", w.row.Kind, "id", w.id, "attempt", w.row.Attempt, "error", plain(err))
		return verdict{next: fmt.Errorf("%s %d: %s", w.row.Kind, w.id, plain(err))}
	}
	j.Log.ErrorContext(ctx, "a job is given up", "kind", w.row.Kind, "id", w.id, "error", plain(err))
	return verdict{next: river.JobCancel(fmt.Errorf("%s %d given up: %s", w.row.Kind, w.id, plain(err))), never: true, why: plain(err)}
}

// postponed is no failure: it is not our turn yet.
type postponed struct{ by time.Duration }

func (p *postponed) Error() string { return fmt.Sprintf("postponed by %v", p.by) }

// backoff doubles from a second to a minute.
func backoff(failed int) time.Duration { return min(shortest<<min(failed, 10), longest) }

// retries is backoff for what river counts itself.
type retries struct{}

// NextRetry serves river.
func (retries) NextRetry(row *rivertype.JobRow) time.Time {
	return time.Now().Add(backoff(max(row.Attempt-1, 0)))
}
