package drafts

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// attemptsKept is how long begun attempts are counted from the last one on.
const attemptsKept = time.Hour

// Attempt counts that an update is begun, and tells how often it was: more than once means that the attempts before ended without a word, by a
// panic, a deadline or the death of the process. Call done at the end; orderly forgets the count.
func (d *Drafts) Attempt(ctx context.Context, bot, update int64) (n int, done func(orderly bool), err error) {
	key := d.attemptKey(bot, update)
	var count *redis.IntCmd
	_, err = d.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		count = pipe.Incr(ctx, key)
		pipe.Expire(ctx, key, attemptsKept)
		return nil
	})
	if err != nil {
		return 0, func(bool) {}, known("counting an update's attempts", err)
	}
	return int(count.Val()), func(orderly bool) { d.forgetAttempts(ctx, key, orderly) }, nil
}

// forgetAttempts works after the update's own deadline, and for want of Redis leaves the count to its end: three such in an hour are needed for harm.
func (d *Drafts) forgetAttempts(ctx context.Context, key string, orderly bool) {
	if !orderly {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	_ = d.client.Del(ctx, key).Err()
}
