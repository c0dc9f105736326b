package simulator

import (
	"context"
	"encoding/json"
	"time"
)

// getUpdates is the long poll. Unlike other methods it waits, so it takes the lock itself.
func (s *Server) getUpdates(ctx context.Context, b *bot, a *args) (any, error) {
	mine, err := s.beginPoll(b, a)
	if err != nil {
		return nil, err
	}
	wait := time.Duration(min(a.number("timeout", 0), 50)) * time.Second
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	limit := a.number("limit", 100)
	if limit < 1 || limit > 100 {
		limit = 100
	}
	var found []json.RawMessage
	_ = s.await(ctx, func() bool {
		found = s.ready(b, limit)
		return len(found) > 0 || b.poll != mine
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.poll != mine {
		return nil, &apiError{Code: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
	}
	if found == nil {
		found = []json.RawMessage{}
	}
	return found, nil
}

// beginPoll forgets what the offset confirms and ends an older poll.
func (s *Server) beginPoll(b *bot, a *args) (chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.Webhook.URL != "" {
		return nil, &apiError{Code: 409, Description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
	}
	if a.into("allowed_updates", &b.Allowed) {
		s.keep("bot", b)
	}
	s.confirm(b, int64(a.number("offset", 0)))
	b.poll = make(chan struct{})
	s.bump()
	return b.poll, nil
}

// confirm settles every update before the offset. A negative offset keeps only the last so many.
func (s *Server) confirm(b *bot, offset int64) {
	if offset < 0 {
		keep := min(int(-offset), len(b.pending))
		for len(b.pending) > keep {
			s.settle(b, b.pending[0], true)
		}
		return
	}
	for i := 0; i < len(b.pending); {
		u := b.pending[i]
		switch {
		case u.ID >= offset || s.faults.holds(u.Queue):
			i++
		case u.again > 0:
			u.again--
			i++
		case s.faults.takeDroppedAnswer():
			i++
		default:
			s.settle(b, u, true)
		}
	}
}

func (s *Server) ready(b *bot, limit int) []json.RawMessage {
	s.dropOld(b)
	var found []json.RawMessage
	for _, u := range b.pending {
		if len(found) < limit && !s.faults.holds(u.Queue) {
			found = append(found, u.json())
		}
	}
	return found
}
