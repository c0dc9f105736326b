package simulator

import "time"

// limits are how fast a bot may send: about one message a second to a chat with a small burst, 20 a minute to a group, 30 a second over
// all. They go by the wall clock whatever the server's own says, since they protect a real thing: the time of the one who sends.
type limits struct {
	on     bool
	chats  map[place]*bucket
	groups map[place]*bucket
	bots   map[int64]*bucket
}

// A bucket holds up to size tokens and gains rate a second.
type bucket struct {
	tokens, size, rate float64
	at                 time.Time
}

const chatBurst = 5

// allow spends n messages to a room, or says how many seconds to wait.
func (l *limits) allow(r *room, n int) error {
	if !l.on {
		return nil
	}
	if l.chats == nil {
		l.chats, l.groups, l.bots = map[place]*bucket{}, map[place]*bucket{}, map[int64]*bucket{}
	}
	buckets := []*bucket{
		bucketOf(l.bots, r.Bot, 30, 30),
		bucketOf(l.chats, r.place(), chatBurst, 1),
	}
	if !r.private() {
		buckets = append(buckets, bucketOf(l.groups, r.place(), 20, 20./60))
	}
	now := time.Now()
	for _, b := range buckets {
		b.fill(now)
		if missing := float64(n) - b.tokens; missing > 0 && b.tokens < b.size {
			return tooMany(int(missing/b.rate) + 1)
		}
	}
	for _, b := range buckets {
		b.tokens -= float64(n) // an album may go below zero, and is waited for afterwards
	}
	return nil
}

func tooMany(seconds int) *apiError {
	e := &apiError{Code: 429, RetryAfter: seconds}
	e.Description = "Too Many Requests: retry after " + itoa(seconds)
	return e
}

func bucketOf[K comparable](m map[K]*bucket, key K, size, rate float64) *bucket {
	b := m[key]
	if b == nil {
		b = &bucket{tokens: size, size: size, rate: rate, at: time.Now()}
		m[key] = b
	}
	return b
}

func (b *bucket) fill(now time.Time) {
	b.tokens = min(b.size, b.tokens+now.Sub(b.at).Seconds()*b.rate)
	b.at = now
}
