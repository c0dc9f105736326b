package simulator

import (
	"strings"
	"sync"
	"time"
)

// Faults makes the simulated Telegram misbehave as the real one does on a bad day. All its methods may be called at any time.
type Faults struct {
	s *Server

	mu      sync.Mutex
	hurry   float64
	twice   int
	dropped int
	hidden  bool
	held    map[string]bool // queues, or "messages" and "taps" for all of them
	planned []plan
}

// Failure is how a call of a method goes wrong. The zero value answers 500.
type Failure struct {
	Code       int  `json:"code"`        // 429, or any other HTTP status
	RetryAfter int  `json:"retry_after"` // seconds, with 429
	Drop       bool `json:"drop"`        // the connection is closed without an answer
	Effect     bool `json:"effect"`      // what was asked for happens all the same
}

type plan struct {
	method string
	left   int
	Failure
}

func newFaults(s *Server) *Faults { return &Faults{s: s, hurry: 1, held: map[string]bool{}} }

// Faults returns the switchboard of what goes wrong.
func (s *Server) Faults() *Faults { return s.faults }

// Limits switches the rate limits, which are on at first.
func (f *Faults) Limits(on bool) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.s.limits = limits{on: on}
}

// Hurry makes the waits between attempts at a webhook shorter by a factor, those of Retry-After too.
func (f *Faults) Hurry(factor float64) {
	f.change(func() { f.hurry = max(factor, 0.001) })
}

// DeliverTwice sends each of the next n updates once more after it was acknowledged.
func (f *Faults) DeliverTwice(n int) { f.change(func() { f.twice = n }) }

// DropAnswers loses the bot's next n acknowledgements: those updates were processed and come again.
func (f *Faults) DropAnswers(n int) { f.change(func() { f.dropped = n }) }

// HoldMessages keeps a person's messages (0: everybody's) from being delivered, so that taps overtake them, until Release.
func (f *Faults) HoldMessages(chat int64) { f.hold("messages", chat) }

// HoldTaps keeps a person's taps (0: everybody's) from being delivered, so that messages overtake them, until Release.
func (f *Faults) HoldTaps(person int64) { f.hold("taps", person) }

func (f *Faults) hold(queue string, id int64) {
	f.change(func() { f.held[holdKey(queue, id)] = true })
}

func holdKey(queue string, id int64) string {
	switch {
	case id == 0:
		return queue
	case queue == "taps":
		return tapQueue(id)
	default:
		return messageQueue(id)
	}
}

// Delay holds a queue, "messages" or "taps", of a chat or person (0: all) for a while of wall time.
func (f *Faults) Delay(queue string, id int64, d time.Duration) {
	f.hold(queue, id)
	time.AfterFunc(d, func() { f.change(func() { delete(f.held, holdKey(queue, id)) }) })
}

// Release lets every held queue go.
func (f *Faults) Release() { f.change(func() { clear(f.held) }) }

// Fail makes the next n calls of a method ("" for any but getUpdates) go wrong.
func (f *Faults) Fail(method string, n int, how Failure) {
	f.change(func() { f.planned = append(f.planned, plan{strings.ToLower(method), n, how}) })
}

// Inaccessible makes taps tell only the id of their message, as Telegram does for old ones.
func (f *Faults) Inaccessible(on bool) { f.change(func() { f.hidden = on }) }

// Clear ends every fault; Limits and Hurry stay.
func (f *Faults) Clear() {
	f.change(func() {
		f.twice, f.dropped, f.hidden, f.planned = 0, 0, false, nil
		clear(f.held)
	})
}

// change alters a fault and wakes deliveries that may have waited for it. The server's lock is never taken inside f.mu.
func (f *Faults) change(do func()) {
	f.mu.Lock()
	do()
	f.mu.Unlock()
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.s.bump()
}

func (f *Faults) holds(queue string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	kind, _, _ := strings.Cut(queue, ":")
	return f.held[queue] || f.held[kind]
}

func (f *Faults) hurried(d time.Duration) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return time.Duration(float64(d) / f.hurry)
}

func (f *Faults) inaccessible() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hidden
}

func (f *Faults) takeTwice() int { return f.take(&f.twice) }

func (f *Faults) takeDroppedAnswer() bool { return f.take(&f.dropped) == 1 }

func (f *Faults) take(n *int) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if *n <= 0 {
		return 0
	}
	*n--
	return 1
}

func (f *Faults) takeFailure(method string) (Failure, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.planned {
		p := &f.planned[i]
		if p.left > 0 && (p.method == method || p.method == "" && method != "getupdates") {
			p.left--
			return p.Failure, true
		}
	}
	return Failure{}, false
}

func (f Failure) error() error {
	switch {
	case f.Code == 429:
		return tooMany(max(f.RetryAfter, 1))
	case f.Code == 502:
		return &apiError{Code: 502, Description: "Bad Gateway"}
	case f.Code == 403:
		return forbidden("bot was blocked by the user")
	case f.Code != 0 && f.Code != 500:
		return &apiError{Code: f.Code, Description: "Service Unavailable"}
	}
	return &apiError{Code: 500, Description: "Internal Server Error"}
}
