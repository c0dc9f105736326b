package telegram

import (
	"context"
	"sync"
	"time"
)

// window holds the updates fetched and not yet confirmed, in Telegram's order, and which of them are finished.
type window struct {
	mu       sync.Mutex
	next     int64          // all below is finished; 0: not known
	order    []int64        // from the first that is not finished
	finished map[int64]bool // by number, for each of order
	empty    chan struct{}  // signalled when order has become empty
}

func newWindow() *window {
	return &window{finished: map[int64]bool{}, empty: make(chan struct{}, 1)}
}

// offset is what the next poll may confirm, and whether something is unfinished.
func (w *window) offset() (next int64, busy bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.next, len(w.order) > 0
}

// open takes an update in; false: it was taken before.
func (w *window) open(id int64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, known := w.finished[id]; known || id < w.next {
		return false
	}
	if len(w.order) == 0 {
		w.next = id // the first after a pause: nothing lies before it
	}
	w.order = append(w.order, id)
	w.finished[id] = false
	return true
}

// finish marks an update, and moves the offset past the finished prefix.
func (w *window) finish(id int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.finished[id] = true
	for len(w.order) > 0 && w.finished[w.order[0]] {
		w.next = w.order[0] + 1
		delete(w.finished, w.order[0])
		w.order = w.order[1:]
	}
	if len(w.order) == 0 {
		select {
		case w.empty <- struct{}{}:
		default:
		}
	}
}

// restart forgets the offset; only while nothing is unfinished.
func (w *window) restart() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.order) == 0 {
		w.next = 0
	}
}

// settle waits until everything is finished, at most so long.
func (w *window) settle(ctx context.Context, most time.Duration) {
	end := time.NewTimer(most)
	defer end.Stop()
	for {
		if _, busy := w.offset(); !busy {
			return
		}
		select {
		case <-w.empty:
		case <-end.C:
			return
		case <-ctx.Done():
			return
		}
	}
}
