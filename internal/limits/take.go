package limits

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// take uses one place of each limit, or of none: then it answers in how many microseconds all may have one. What is kept of a limit is the time at
// which it is at rest again, in microseconds of the server's clock; without a key it rests.
var take = redis.NewScript(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local rest, wait = {}, 0
for i, key in ipairs(KEYS) do
	rest[i] = tonumber(redis.call('GET', key) or '0')
	wait = math.max(wait, rest[i] - ARGV[2 * i] - now)
end
if wait > 0 then return wait end
for i, key in ipairs(KEYS) do
	local at = math.max(rest[i], now) + ARGV[2 * i - 1]
	redis.call('SET', key, string.format('%.0f', at), 'PX', string.format('%.0f', math.ceil((at - now) / 1000)))
end
return 0`)

// pause moves the time of a limit on, so that the next place comes after the pause.
var pause = redis.NewScript(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now + ARGV[1] + ARGV[2])
redis.call('SET', KEYS[1], string.format('%.0f', at), 'PX', string.format('%.0f', math.ceil((at - now) / 1000)))
return 1`)

// How long Redis may take to answer before we go on alone, and how long we then leave it.
const (
	answerWithin = 300 * time.Millisecond
	leaveFor     = time.Second
)

// take gives zero when it may be sent now, else how long to wait before asking again.
func (l *Limiter) take(ctx context.Context, buckets []bucket, kind Kind) time.Duration {
	now := time.Now()
	if paused := l.alone.paused(buckets, now); paused > 0 {
		return paused
	}
	if now.UnixNano() < l.retryAt.Load() {
		return l.alone.take(buckets, kind, now)
	}
	keys, args := make([]string, len(buckets)), make([]any, 0, 2*len(buckets))
	for i, b := range buckets {
		keys[i] = b.key
		args = append(args, b.rate.interval.Microseconds(), b.rate.tolerance(kind).Microseconds())
	}
	within, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	wait, err := take.Run(within, l.client, keys, args...).Int64()
	if err == nil {
		return time.Duration(wait) * time.Microsecond
	}
	if ctx.Err() == nil {
		l.retryAt.Store(time.Now().Add(leaveFor).UnixNano())
	}
	return l.alone.take(buckets, kind, now)
}
