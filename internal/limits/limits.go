// Package limits paces what a bot says of its own accord, over all replicas together: about one message a second a chat, 20 a minute a group, 20 a
// second a bot, which leaves room below Telegram's 30 for the replies to people, who wait for them. It refuses to know what is said.
//
// Each limit is one number in Redis: the time at which the limit would be used up no longer (GCRA). All of a bot's are in one slot of a cluster and
// are asked, and used, by one script with the server's clock. An edit counts like a message, and leaves places free: while messages want them all,
// no edit gets any.
package limits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// Kind is what is to be sent.
type Kind uint8

// The kinds.
const (
	Send Kind = iota // a message
	Edit             // a change of a message: it gets what messages leave
)

// patience is how long Wait waits before it says Later: a waiting caller holds a worker.
const patience = 2 * time.Second

// Limiter is the limiter of one process. Its methods may be called from any goroutine.
type Limiter struct {
	client  redis.UniversalClient
	prefix  string
	alone   *alone
	retryAt atomic.Int64 // until then (Unix nanoseconds) Redis is not asked, since it did not answer
}

// New makes a limiter. All that use the same Redis and prefix share the limits. It makes no connection.
func New(client redis.UniversalClient, prefix string) *Limiter {
	return &Limiter{client: client, prefix: prefix, alone: newAlone()}
}

// Later says that it would take too long to wait, and how long it would take at least.
type Later struct{ After time.Duration }

// Error makes it an error.
func (l *Later) Error() string { return fmt.Sprintf("limit reached: wait %v", l.After) }

// RetryAfter is how long to do something else.
func (l *Later) RetryAfter() time.Duration { return l.After }

// Wait returns when the bot may send to the chat, or change a message there, and counts it as done. Errors: *Later when that is more than two seconds
// away; the context's. Without Redis this process goes on alone, slowly enough for several to do so: an alert that is late is better than none.
func (l *Limiter) Wait(ctx context.Context, bot, chat int64, group bool, kind Kind) error {
	begun := time.Now()
	buckets := l.buckets(bot, chat, group)
	for {
		wait := l.take(ctx, buckets, kind)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case wait <= 0:
			return nil
		case time.Since(begun)+wait > patience:
			return l.later(buckets, wait)
		}
		if err := sleep(ctx, wait+rand.N(perBot.interval)); err != nil { // apart from the others who wait for the same
			return err
		}
	}
}

// later tells how long to do something else. Alone that is not longer than Redis is left in peace: one answer of it that came late would otherwise hold
// up an edit for many seconds.
func (l *Limiter) later(buckets []bucket, wait time.Duration) *Later {
	now := time.Now()
	if asked := time.Unix(0, l.retryAt.Load()).Sub(now); asked > 0 && l.alone.paused(buckets, now) <= 0 {
		wait = min(wait, asked)
	}
	return &Later{After: wait}
}

// Pause lets nobody send to the chat for d, or with chat 0 nobody send anything by the bot: what Telegram asked for. On an error it holds in this
// process only.
func (l *Limiter) Pause(ctx context.Context, bot, chat int64, d time.Duration) error {
	b := l.buckets(bot, chat, false)[0]
	if chat != 0 {
		b = l.buckets(bot, chat, false)[1]
	}
	l.alone.pause(b.key, time.Now().Add(d))
	if err := pause.Run(ctx, l.client, []string{b.key}, d.Microseconds(), b.rate.tolerance(Send).Microseconds()).Err(); err != nil {
		return fmt.Errorf("pausing all replicas: %w", err)
	}
	return nil
}

// rate is one limit: on the whole one message an interval, and up to burst at once after a rest, of which edits leave spare.
type rate struct {
	interval     time.Duration
	burst, spare int
}

// In any minute a group gets at most 3 and another 17.
var (
	perBot   = rate{interval: time.Second / 20, burst: 5, spare: 2}
	perChat  = rate{interval: time.Second, burst: 3, spare: 1}
	perGroup = rate{interval: time.Minute / 17, burst: 3, spare: 1}
)

// tolerance is how far ahead of its time the limit may be used.
func (r rate) tolerance(kind Kind) time.Duration {
	if kind == Edit {
		return time.Duration(r.burst-1-r.spare) * r.interval
	}
	return time.Duration(r.burst-1) * r.interval
}

// bucket is a rate with the key under which its use is counted.
type bucket struct {
	key  string
	rate rate
}

// buckets lists the limits that count: the bot's, the chat's, and the group's. A chat is named by a digest, and for seconds only.
func (l *Limiter) buckets(bot, chat int64, group bool) []bucket {
	tag := l.prefix + "l:{" + strconv.FormatInt(bot, 10) + "}:"
	sum := sha256.Sum256([]byte(tag + strconv.FormatInt(chat, 10)))
	name := hex.EncodeToString(sum[:8])
	buckets := []bucket{{tag + "bot", perBot}, {tag + "c:" + name, perChat}}
	if group {
		buckets = append(buckets, bucket{tag + "g:" + name, perGroup})
	}
	return buckets
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
