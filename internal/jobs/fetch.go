package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"rembuk/internal/casebook"
)

// files is the queue of what is copied from Telegram. A few large files on a weak line hold up no message.
const (
	files        = "files"
	fetchers     = 2               // at the same time, in each replica
	fetchTimeout = 5 * time.Minute // 20 MB at 70 kB/s
)

type fetchFile struct {
	File int64 `json:"file"`
}

// Kind serves river.
func (fetchFile) Kind() string { return string(casebook.FetchFile) }

// fetcher is a worker with more time than the others have.
type fetcher struct {
	river.WorkerDefaults[fetchFile]

	j *Jobs
}

// Timeout serves river.
func (*fetcher) Timeout(*river.Job[fetchFile]) time.Duration { return fetchTimeout }

// Work serves river.
func (f *fetcher) Work(ctx context.Context, job *river.Job[fetchFile]) error {
	return f.j.do(ctx, work{job.JobRow, job.Args.File, f.j.fetch, f.j.Unfetched})
}

// fetch copies a file. Asked by Telegram to wait, it does so alone: fetching does not share the limit of messages.
func (j *Jobs) fetch(ctx context.Context, _ *rivertype.JobRow, id int64) error {
	err := j.Fetch(ctx, id)
	after, ok := asks(err)
	if j.RetryAfter != nil {
		after, ok = j.RetryAfter(err)
	}
	if ok {
		return &postponed{after}
	}
	return err
}

// queues are those that this program works: files only where there is a place to keep them.
func (j *Jobs) queues() map[string]river.QueueConfig {
	queues := map[string]river.QueueConfig{sends: {MaxWorkers: j.Workers}, edits: {MaxWorkers: j.Workers}}
	if j.Fetch != nil {
		queues[files] = river.QueueConfig{MaxWorkers: fetchers}
	}
	return queues
}
