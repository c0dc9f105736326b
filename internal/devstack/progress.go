//go:build unix

package devstack

import (
	"io"
	"log/slog"
	"time"
)

// The codes that a Progress func is called with, when something takes, or is about to take, over a second. What people read is the caller's.
const (
	ProgressDownload = "postgres.download" // fetching PostgreSQL's programs by npm
	ProgressInstall  = "postgres.install"  // having the system's package manager install PostgreSQL
	ProgressInit     = "postgres.init"     // making the data folder, once
	ProgressWait     = "postgres.wait"     // a killed run's server is still shutting down
	ProgressStart    = "postgres.start"
	ProgressRedis    = "redis.start"
)

// ProgressCodes lists every code.
var ProgressCodes = []string{ProgressDownload, ProgressInstall, ProgressInit, ProgressWait, ProgressStart, ProgressRedis}

// teller passes on what takes long.
type teller struct {
	progress func(code string)
	log      *slog.Logger
}

func newTeller(progress func(string), log *slog.Logger) teller {
	if progress == nil {
		progress = func(string) {}
	}
	if log == nil {
		log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	return teller{progress, log}
}

// ifSlow tells the code should the work still go on after a second. The returned func ends the wait, and a telling that is under way with it:
// nothing is told beside or after the work.
func (t teller) ifSlow(code string) (over func()) {
	told := make(chan struct{})
	timer := time.AfterFunc(time.Second, func() {
		defer close(told)
		t.progress(code)
	})
	return func() {
		if !timer.Stop() {
			<-told
		}
	}
}
