package jobs

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"rembuk/internal/casebook"
)

// turn waits until it may be sent. Where that is too long for a worker to wait, the job is put off.
func (j *Jobs) turn(ctx context.Context, to casebook.Address, edit bool) error {
	err := j.Limit(ctx, to.Bot, to.Chat, edit)
	if after, ok := asks(err); ok {
		return &postponed{after + rand.N(after/2+shortest/10)} // not all at once
	}
	return err
}

// heed looks for Telegram's 429 in an error. If it is one, all replicas are held back, and the error becomes the job's postponement.
func (j *Jobs) heed(ctx context.Context, to casebook.Address, err *error) bool {
	after, ok := asks(*err)
	if j.RetryAfter != nil {
		after, ok = j.RetryAfter(*err)
	}
	if !ok {
		return false
	}
	chat := j.told.scope(to, after)
	j.Log.WarnContext(ctx, "Telegram asks us to wait", "bot", to.Bot, "all_chats", chat == 0, "wait", after)
	if err := j.Pause(ctx, to.Bot, chat, after); err != nil {
		j.Log.WarnContext(ctx, "the other replicas could not be told to wait", "error", plain(err))
	}
	*err = &postponed{after + rand.N(shortest)}
	return true
}

// asks tells whether an error says itself when to try again.
func asks(err error) (time.Duration, bool) {
	var later interface{ RetryAfter() time.Duration }
	if !errors.As(err, &later) {
		return 0, false
	}
	return later.RetryAfter(), true
}

// told remembers what Telegram asked last. Its 429 does not say whether it means the chat or the bot: it is taken for the chat, until another chat of
// the bot gets one during that wait.
type told struct {
	mu    sync.Mutex
	last  casebook.Address
	until time.Time
}

// scope gives the chat to be held back, 0 for the whole bot.
func (t *told) scope(to casebook.Address, after time.Duration) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	whole := now.Before(t.until) && t.last.Bot == to.Bot && t.last.Chat != to.Chat
	t.last, t.until = to, now.Add(after)
	if whole {
		return 0
	}
	return to.Chat
}
