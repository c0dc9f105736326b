package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

const (
	pollTime   = 50 * time.Second // that Telegram holds a poll open
	pollMost   = 100              // updates a poll brings, and so the most that can be unfinished
	pollPeople = 32               // attended to at the same time
)

// kinds are the updates we ask for, by either way.
var kinds = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// Poll fetches updates until ctx ends, then waits for those being attended to, confirms what is finished and returns nil. It returns
// ErrForbidden when the token is not valid any more. Only one process may poll a bot, and none while a webhook is set.
//
// What is confirmed (by the offset) is gone at Telegram, so the offset moves only past updates that are finished with all before
// them. While somebody is slow, what others finished meanwhile is fetched again and recognised; the slow one holds up the others
// only when a hundred updates have gathered, and no longer than its attempts take.
func (b *Bot) Poll(ctx context.Context) error {
	p := &poller{b: b, window: newWindow(), lanes: map[lane][]delivery{}, slots: make(chan struct{}, pollPeople)}
	err := p.run(ctx)
	p.workers.Wait()
	p.confirm(ctx)
	return err
}

// lane is one of Telegram's queues: in it order holds.
type lane struct {
	taps bool
	id   int64 // chat; of taps, the person
}

type poller struct {
	b       *Bot
	window  *window
	mu      sync.Mutex
	lanes   map[lane][]delivery // what waits; an entry exists while its worker runs
	workers sync.WaitGroup
	slots   chan struct{}
}

func (p *poller) run(ctx context.Context) error {
	failures, pause := 0, settleTime
	for ctx.Err() == nil {
		updates, err := p.fetch(ctx)
		if errors.Is(err, casebook.ErrForbidden) {
			return err
		}
		if err != nil {
			wait := backoff(failures, err)
			failures++
			if sleep(ctx, wait) { // else it was our own stop that failed the call
				p.b.cfg.Log.Warn("no updates", "error", err, "waited", wait)
			}
			continue
		}
		failures = 0
		if p.take(ctx, updates) > 0 {
			pause = settleTime
		} else {
			pause = min(2*pause, settleMost)
		}
		p.window.settle(ctx, pause)
	}
	return nil
}

// What is being attended to is mostly done in milliseconds: worth a moment, for a poll meanwhile would bring it again at once.
const (
	settleTime = 100 * time.Millisecond
	settleMost = time.Second
)

type getUpdates struct {
	Offset  int64    `json:"offset,omitempty"`
	Limit   int      `json:"limit"`
	Timeout int      `json:"timeout"`
	Allowed []string `json:"allowed_updates,omitempty"`
}

func (p *poller) fetch(ctx context.Context) ([]json.RawMessage, error) {
	offset, busy := p.window.offset()
	ask := getUpdates{Offset: offset, Limit: pollMost, Allowed: kinds}
	if !busy {
		ask.Timeout = int(pollTime / time.Second)
	}
	ctx, cancel := context.WithTimeout(ctx, pollTime+callTime)
	defer cancel()
	updates, err := longCall[[]json.RawMessage](ctx, p.b.wire, "getUpdates", ask)
	if err == nil && len(updates) == 0 && !busy {
		// Telegram has nothing unconfirmed. After a quiet week its numbers start anew, maybe lower: an old offset would hide them.
		p.window.restart()
	}
	return updates, err
}

// take hands new updates to their lanes, and counts them.
func (p *poller) take(ctx context.Context, updates []json.RawMessage) (fresh int) {
	for _, raw := range updates {
		d := p.b.read(raw)
		if !p.window.open(d.id) {
			continue
		}
		fresh++
		if !d.ours && !d.fault {
			p.window.finish(d.id)
			continue
		}
		key := lane{id: d.in.Chat}
		if d.in.Queue == chat.Taps {
			key = lane{taps: true, id: d.in.User}
		}
		p.mu.Lock()
		waiting, running := p.lanes[key]
		p.lanes[key] = append(waiting, d)
		p.mu.Unlock()
		if !running {
			p.workers.Go(func() { p.work(ctx, key) })
		}
	}
	return fresh
}

// work attends to a lane, one after the other, until nothing waits in it or ctx ends; what is left comes again by the next poller.
func (p *poller) work(ctx context.Context, key lane) {
	for {
		p.mu.Lock()
		if len(p.lanes[key]) == 0 || ctx.Err() != nil {
			delete(p.lanes, key)
			p.mu.Unlock()
			return
		}
		d := p.lanes[key][0]
		p.lanes[key] = p.lanes[key][1:]
		p.mu.Unlock()
		if !p.finish(ctx, d) {
			p.mu.Lock()
			delete(p.lanes, key) // nothing may overtake it
			p.mu.Unlock()
			return
		}
	}
}

// finish attends to one update until it is done; false: ctx ended before.
func (p *poller) finish(ctx context.Context, d delivery) bool {
	for failures := 0; ; failures++ {
		select {
		case p.slots <- struct{}{}:
		case <-ctx.Done():
			return false
		}
		out := p.b.attend(ctx, d)
		<-p.slots
		if out.again == 0 {
			p.window.finish(d.id)
			p.answer(ctx, out.answer)
			return true
		}
		wait := backoff(failures, nil)
		if out.again > awayTime { // told by Telegram
			wait = max(wait, out.again)
		}
		if !sleep(ctx, wait) {
			return false
		}
	}
}

// answer stops a tap's spinner. Nothing depends on it: one that comes too late is refused.
func (p *poller) answer(ctx context.Context, a chat.Answer) {
	if a.TapID == "" {
		return
	}
	if _, err := call[bool](context.WithoutCancel(ctx), p.b.wire, "answerCallbackQuery", tapAnswer(a)); err != nil {
		p.b.cfg.Log.Debug("a tap was not answered", "error", err)
	}
}

// confirm tells Telegram what is finished, so that the next poller does not get it again. If it fails, it does: nothing is lost.
func (p *poller) confirm(ctx context.Context) {
	offset, _ := p.window.offset()
	if offset == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if _, err := longCall[[]json.RawMessage](ctx, p.b.wire, "getUpdates", getUpdates{Offset: offset, Limit: 1}); err != nil {
		p.b.cfg.Log.Warn("finished updates were not confirmed and will come again", "error", err)
	}
}

// backoff is how long to wait after so many failures before: 1/4 s, doubling up to 16 s, or as long as Telegram says.
func backoff(failures int, err error) time.Duration {
	wait := 250 * time.Millisecond << min(failures, 6)
	var later *RetryAfter
	if errors.As(err, &later) {
		wait = max(wait, later.After)
	}
	return wait
}
