package jobs

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"rembuk/internal/casebook"
)

// The queues. Each has workers of its own: an edit that waits for its turn holds up no message.
const (
	sends = "sends"
	edits = "edits"
)

// The arguments of the kinds of work.
type (
	sendAlert struct {
		Copy int64 `json:"copy"`
	}
	editAlert struct {
		Copy int64 `json:"copy"`
	}
	editCard struct {
		Case int64 `json:"case"`
	}
	sendNotice struct {
		Notice int64 `json:"notice"`
	}
	editNotice struct {
		Notice int64 `json:"notice"`
	}
)

// Kind serves river.
func (sendAlert) Kind() string { return string(casebook.SendAlert) }

// Kind serves river.
func (editAlert) Kind() string { return string(casebook.EditAlert) }

// Kind serves river.
func (editCard) Kind() string { return string(casebook.EditCard) }

// Kind serves river.
func (sendNotice) Kind() string { return string(casebook.SendNotice) }

// Kind serves river.
func (editNotice) Kind() string { return string(casebook.EditNotice) }

// Enqueue adds the work to the transaction: it is done soon after the commit, and never without one. What already waits to be done is not added
// again; of two times the earlier one holds. The case's row should be locked before, or two transactions with the same work wait for one another.
func (j *Jobs) Enqueue(ctx context.Context, tx pgx.Tx, tasks []casebook.Task) error {
	tasks = distinct(tasks)
	if len(tasks) == 0 {
		return nil
	}
	now, wall := j.Now(), time.Now()
	params := make([]river.InsertManyParams, len(tasks))
	for i, task := range tasks {
		args, queue, priority, err := describe(task)
		if err != nil {
			return err
		}
		from, at := now, time.Time{} // a time that is set, even a past one, waits for river's scheduler, which comes by every 5 s
		if task.NotBefore.After(now) {
			from = task.NotBefore
			at = wall.Add(from.Sub(now)) // river goes by the clock on the wall
		}
		params[i] = river.InsertManyParams{Args: args, InsertOpts: &river.InsertOpts{
			Queue: queue, Priority: priority, UniqueOpts: waiting, Metadata: since(from),
			ScheduledAt: at,
		}}
	}
	results, err := j.inserts.InsertManyTx(ctx, tx, params)
	if err != nil {
		return known("enqueueing", err)
	}
	return hasten(ctx, tx, results, params)
}

// waiting is what river takes for the same work: the same ids, and not done yet. It would count a running job too; an edit steps out of that before
// it reads the case (see yield.go).
var waiting = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}}

// again adds work outside of a transaction, unless it waits already.
func (j *Jobs) again(ctx context.Context, task casebook.Task) error {
	args, queue, priority, err := describe(task)
	if err != nil {
		return err
	}
	_, err = j.inserts.Insert(ctx, args, &river.InsertOpts{Queue: queue, Priority: priority, UniqueOpts: waiting, Metadata: since(j.Now())})
	return known("enqueueing", err)
}

// describe gives a task's arguments, queue and priority, 1 before 4. What tells somebody news comes before what shows them the same anew.
func describe(task casebook.Task) (args river.JobArgs, queue string, priority int, err error) {
	switch task.Kind {
	case casebook.SendAlert:
		if task.Urgent {
			return sendAlert{task.ID}, sends, 1, nil
		}
		return sendAlert{task.ID}, sends, 2, nil
	case casebook.EditAlert:
		return editAlert{task.ID}, edits, 2, nil
	case casebook.EditCard:
		return editCard{task.ID}, edits, 3, nil
	case casebook.FetchFile:
		return fetchFile{task.ID}, files, 2, nil
	case casebook.SendNotice:
		return sendNotice{task.ID}, sends, 3, nil
	case casebook.EditNotice:
		return editNotice{task.ID}, edits, 3, nil
	default:
		return nil, "", 0, fmt.Errorf("enqueueing: no kind of work is called %q", task.Kind)
	}
}

// distinct drops repeats, of which the earliest stays, and puts all in one order, so that transactions that insert the same don't lock crosswise.
func distinct(tasks []casebook.Task) []casebook.Task {
	sorted := slices.SortedFunc(slices.Values(tasks), func(a, b casebook.Task) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), a.NotBefore.Compare(b.NotBefore))
	})
	return slices.CompactFunc(sorted, func(a, b casebook.Task) bool { return a.Kind == b.Kind && a.ID == b.ID })
}

const scheduleEarlier = `
UPDATE river_job SET scheduled_at = @at
WHERE id = @id AND state = 'scheduled' AND scheduled_at > @at`

// hasten brings forward what was already to be done, but later. (A job that waits for another attempt, or for its turn, keeps its time.)
func hasten(ctx context.Context, tx pgx.Tx, results []*rivertype.JobInsertResult, params []river.InsertManyParams) error {
	for i, result := range results {
		at := params[i].InsertOpts.ScheduledAt
		if at.IsZero() {
			at = time.Now()
		}
		if !result.UniqueSkippedAsDuplicate || result.Job.State != rivertype.JobStateScheduled || snoozes(result.Job) > 0 || !result.Job.ScheduledAt.After(at) {
			continue
		}
		if _, err := tx.Exec(ctx, scheduleEarlier, pgx.StrictNamedArgs{"id": result.Job.ID, "at": at}); err != nil {
			return known("enqueueing", err)
		}
	}
	return nil
}
