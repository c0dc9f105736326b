package jobs

import (
	"context"
	"fmt"
	"time"
)

// sweeps runs Config.Sweep time and again, in each replica: it needs no PostgreSQL, and whoever it looks after is claimed.
type sweeps struct {
	cancel context.CancelFunc
	done   chan struct{}
}

func (j *Jobs) startSweeps(ctx context.Context) *sweeps {
	ctx, cancel := context.WithCancel(ctx)
	s := &sweeps{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		if j.Sweep != nil {
			j.keepSweeping(ctx)
		}
	}()
	return s
}

// stop ends the sweep that runs, and returns when it has.
func (s *sweeps) stop() {
	s.cancel()
	<-s.done
}

func (j *Jobs) keepSweeping(ctx context.Context) {
	ticker := time.NewTicker(j.SweepEvery)
	defer ticker.Stop()
	for {
		if err := j.sweepOnce(ctx); err != nil && ctx.Err() == nil {
			j.Log.WarnContext(ctx, "sweeping the drafts failed", "error", plain(err))
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (j *Jobs) sweepOnce(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, jobTimeout)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w (%T)", errFell, r)
		}
	}()
	return j.Sweep(ctx)
}
