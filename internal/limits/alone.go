package limits

import (
	"sync"
	"time"
)

// slower is how many processes may go on alone at the same time and stay within the limits together.
const slower = 4

// alone is what one process can do without Redis: the same limits, at a rate for one of several, and without bursts. It remembers pauses also while
// Redis is there, since they cost a question less.
type alone struct {
	mu     sync.Mutex
	rest   map[string]time.Time // when a limit is at rest again
	pauses map[string]time.Time
}

func newAlone() *alone {
	return &alone{rest: map[string]time.Time{}, pauses: map[string]time.Time{}}
}

// take does what the script of the same name does.
func (a *alone) take(buckets []bucket, kind Kind, now time.Time) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	var wait time.Duration
	for _, b := range buckets {
		r := b.rate.alone()
		wait = max(wait, a.rest[b.key].Add(-r.tolerance(kind)).Sub(now))
	}
	if wait > 0 {
		return wait
	}
	forget(a.rest, now)
	for _, b := range buckets {
		at := a.rest[b.key]
		if at.Before(now) {
			at = now
		}
		a.rest[b.key] = at.Add(b.rate.alone().interval)
	}
	return 0
}

func (r rate) alone() rate { return rate{interval: slower * r.interval, burst: 1, spare: 1} }

func (a *alone) pause(key string, until time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if until.After(a.pauses[key]) {
		a.pauses[key] = until
	}
}

// paused tells how long the longest pause of one of these still is.
func (a *alone) paused(buckets []bucket, now time.Time) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	forget(a.pauses, now)
	var longest time.Duration
	for _, b := range buckets {
		if until, ok := a.pauses[b.key]; ok {
			longest = max(longest, until.Sub(now))
		}
	}
	return longest
}

// forget drops what is over, once there is much. An edit looks at what was a while ago, and then takes it for longer ago.
func forget(times map[string]time.Time, now time.Time) {
	if len(times) < 1000 {
		return
	}
	for key, at := range times {
		if now.Sub(at) > time.Minute {
			delete(times, key)
		}
	}
}
