package limits

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"rembuk/internal/devstack"
)

func TestMain(m *testing.M) {
	redis.SetLogger(silent{}) // killed servers are meant
	os.Exit(devstack.Main(m))
}

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

const (
	bot      = 7001
	resident = 500123456789
)

func connect(t testing.TB, url string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	options.ContextTimeoutEnabled = true
	client := redis.NewClient(options)
	t.Cleanup(func() { client.Close() })
	return client
}

// replicas gives limiters of as many processes, on one Redis.
func replicas(t testing.TB, n int) []*Limiter {
	t.Helper()
	url, prefix := devstack.TestRedis(t)
	limiters := make([]*Limiter, n)
	for i := range limiters {
		limiters[i] = New(connect(t, url), prefix)
	}
	return limiters
}

// at once, without waiting: how often it may be sent now.
func burst(t *testing.T, limiters []*Limiter, chats func(i int) int64, group bool, kind Kind) (n int) {
	t.Helper()
	for i := range 100 {
		l := limiters[i%len(limiters)]
		if l.take(t.Context(), l.buckets(bot, chats(i), group), kind) > 0 {
			return n
		}
		n++
	}
	return n
}

func one(int) int64    { return resident }
func many(i int) int64 { return int64(i) }

func TestTwoReplicasShareWhatThereIs(t *testing.T) {
	if n := burst(t, replicas(t, 2), one, false, Send); n != perChat.burst {
		t.Errorf("a chat gets %d at once, want %d", n, perChat.burst)
	}
	if n := burst(t, replicas(t, 2), many, false, Send); n < perBot.burst || n > perBot.burst+1 {
		t.Errorf("a bot sends %d at once, want %d", n, perBot.burst)
	}
	if n := burst(t, replicas(t, 2), one, true, Send); n != perGroup.burst {
		t.Errorf("a group gets %d at once, want %d", n, perGroup.burst)
	}
}

func TestTheRatesKeepWithinTelegrams(t *testing.T) {
	if most := perGroup.burst + int(time.Minute/perGroup.interval); most > 20 {
		t.Errorf("a group could get %d in a minute", most)
	}
	if most := perBot.burst + int(time.Second/perBot.interval); most > 25 {
		t.Errorf("a bot could send %d in a second", most)
	}
}

func TestABotSendsTwentyASecondFromAllReplicas(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer cancel()
	var sent atomic.Int64
	var wait sync.WaitGroup
	var chat atomic.Int64
	for _, l := range replicas(t, 2) {
		for range 5 {
			wait.Go(func() {
				for l.Wait(ctx, bot, chat.Add(1), false, Send) == nil {
					sent.Add(1)
				}
			})
		}
	}
	wait.Wait()
	if n := sent.Load(); n > 5+30+1 || n < 20 {
		t.Errorf("%d sent in 1.5 s, want about 30 and not more than a burst above", n)
	}
}

func TestEditsGetWhatMessagesLeave(t *testing.T) {
	limiters := replicas(t, 2)
	l := limiters[0]
	edits := burst(t, limiters, one, false, Edit)
	if edits != perChat.burst-perChat.spare {
		t.Errorf("a chat gets %d edits at once, want %d", edits, perChat.burst-perChat.spare)
	}
	if wait := l.take(t.Context(), l.buckets(bot, resident, false), Send); wait > 0 {
		t.Error("after edits a message must still find a place")
	}
	begun, chat := time.Now(), int64(1000)
	for time.Since(begun) < 300*time.Millisecond { // messages want all there is, each for another chat
		burst(t, limiters, func(int) int64 { chat++; return chat }, false, Send)
		if l.take(t.Context(), l.buckets(bot, 999, false), Edit) <= 0 {
			t.Fatal("an edit took a place that messages wait for")
		}
	}
}

func TestWhoeverWouldWaitLongIsTold(t *testing.T) {
	limiters := replicas(t, 2)
	burst(t, limiters, one, true, Send)
	var later *Later
	err := limiters[0].Wait(t.Context(), bot, resident, true, Send)
	if !errors.As(err, &later) || later.RetryAfter() < patience || later.RetryAfter() > perGroup.interval {
		t.Errorf("got %v, want to be told of about %v", err, perGroup.interval)
	}
	if !strings.Contains(err.Error(), "wait") {
		t.Errorf("it reads %q", err)
	}
}

func TestWhoeverWouldWaitALittleWaits(t *testing.T) {
	limiters := replicas(t, 1)
	burst(t, limiters, one, false, Send)
	begun := time.Now()
	if err := limiters[0].Wait(t.Context(), bot, resident, false, Send); err != nil {
		t.Fatal(err)
	}
	if waited := time.Since(begun); waited < 500*time.Millisecond || waited > patience {
		t.Errorf("waited %v, want about a second", waited)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := limiters[0].Wait(ctx, bot, resident, false, Send); !errors.Is(err, context.Canceled) {
		t.Errorf("whoever hangs up gets %v", err)
	}
}

func TestAPauseHoldsAllReplicas(t *testing.T) {
	limiters := replicas(t, 2)
	here, there := limiters[0], limiters[1]
	if err := here.Pause(t.Context(), bot, resident, time.Minute); err != nil {
		t.Fatal(err)
	}
	for name, l := range map[string]*Limiter{"this": here, "the other": there} {
		var later *Later
		if err := l.Wait(t.Context(), bot, resident, false, Send); !errors.As(err, &later) || later.After < 55*time.Second || later.After > time.Minute {
			t.Errorf("%s replica: %v, want a minute", name, err)
		}
		if err := l.Wait(t.Context(), bot, resident+1, false, Send); err != nil {
			t.Errorf("%s replica, another chat: %v", name, err)
		}
	}
	if err := here.Pause(t.Context(), bot, 0, time.Minute); err != nil {
		t.Fatal(err)
	}
	for _, l := range limiters {
		if err := l.Wait(t.Context(), bot, resident+1, false, Send); err == nil {
			t.Error("the whole bot is paused")
		}
		if err := l.Wait(t.Context(), bot+1, resident+1, false, Send); err != nil {
			t.Errorf("another bot: %v", err)
		}
	}
}

func TestAPauseEnds(t *testing.T) {
	limiters := replicas(t, 2)
	if err := limiters[0].Pause(t.Context(), bot, 0, 200*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := limiters[1].Wait(t.Context(), bot, resident, false, Send); err != nil || time.Since(begun) < 190*time.Millisecond {
		t.Errorf("after %v: %v", time.Since(begun), err)
	}
}

func TestWithoutRedisAProcessGoesOnSlowly(t *testing.T) {
	server, err := devstack.StartRedis(t.Context(), devstack.RedisConfig{Dir: filepath.Join(t.TempDir(), "redis")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	l := New(connect(t, server.URL()), "")
	if err := l.Wait(t.Context(), bot, resident, false, Send); err != nil {
		t.Fatal(err)
	}

	server.Kill()
	if n := burst(t, []*Limiter{l}, one, false, Send); n != 1 {
		t.Errorf("alone a chat gets %d at once, want 1", n)
	}
	begun := time.Now()
	for chat := range int64(4) {
		if err := l.Wait(t.Context(), bot, chat, false, Send); err != nil {
			t.Fatalf("alerts must not stop: %v", err)
		}
	}
	if took := time.Since(begun); took < 500*time.Millisecond {
		t.Errorf("4 messages in %v: too fast for one of several processes", took)
	}
	if err := l.Pause(t.Context(), bot, 0, time.Minute); err == nil {
		t.Error("nobody else was told to pause, which must be said")
	}
	if err := l.Wait(t.Context(), bot, 77, false, Send); err == nil {
		t.Error("the pause must hold here")
	}

	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := l.Wait(t.Context(), bot, 77, false, Send); err == nil {
		t.Error("the pause must hold also when Redis is back")
	}
	l.retryAt.Store(0) // a second passes
	if n := burst(t, []*Limiter{l}, func(int) int64 { return 78 }, false, Send); n != 0 {
		t.Errorf("%d sent in a pause", n)
	}
	l.alone = newAlone()
	if n := burst(t, []*Limiter{l}, func(int) int64 { return 78 }, false, Send); n != perChat.burst {
		t.Errorf("with Redis back a chat gets %d at once, want %d", n, perChat.burst)
	}
}

// One answer of Redis that comes late must not hold up for many seconds who then asks alone.
func TestAloneNobodyIsSentAwayForLongerThanRedisIsLeft(t *testing.T) {
	l := replicas(t, 1)[0]
	l.retryAt.Store(time.Now().Add(leaveFor).UnixNano())
	if err := l.Wait(t.Context(), bot, resident, false, Edit); err != nil {
		t.Fatal(err)
	}
	var later *Later
	if err := l.Wait(t.Context(), bot, resident, false, Edit); !errors.As(err, &later) || later.After > leaveFor {
		t.Errorf("got %v, want to be told of at most %v", err, leaveFor)
	}
	if err := l.Pause(t.Context(), bot, resident, time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := l.Wait(t.Context(), bot, resident, false, Edit); !errors.As(err, &later) || later.After < time.Minute/2 {
		t.Errorf("got %v, want to be told of the pause", err)
	}
}

func TestNoChatCanBeReadInTheServer(t *testing.T) {
	l := replicas(t, 1)[0]
	if err := l.Wait(t.Context(), bot, resident, true, Send); err != nil {
		t.Fatal(err)
	}
	keys := l.client.Keys(t.Context(), l.prefix+"*").Val()
	if len(keys) != 3 {
		t.Errorf("keys: %v", keys)
	}
	for _, key := range keys {
		if strings.Contains(key, "500123456789") {
			t.Errorf("the chat stands in %s", key)
		}
		if ttl := l.client.PTTL(t.Context(), key).Val(); ttl <= 0 || ttl > time.Minute {
			t.Errorf("%s is kept for %v", key, ttl)
		}
	}
}

func TestOtherServers(t *testing.T) {
	t.Run("a cluster", func(t *testing.T) {
		server, err := devstack.StartRedis(t.Context(), devstack.RedisConfig{Dir: filepath.Join(t.TempDir(), "redis"), Cluster: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = server.Stop() })
		options, err := redis.ParseClusterURL(server.URL())
		if err != nil {
			t.Fatal(err)
		}
		works(t, redis.NewClusterClient(options))
	})
	t.Run("embedded", func(t *testing.T) {
		works(t, redis.NewClient(&redis.Options{Addr: miniredis.RunT(t).Addr()}))
	})
}

func works(t *testing.T, client redis.UniversalClient) {
	t.Cleanup(func() { client.Close() })
	l := New(client, "")
	if n := burst(t, []*Limiter{l}, one, true, Send); n != perGroup.burst {
		t.Errorf("%d at once, want %d", n, perGroup.burst)
	}
	if err := l.Pause(t.Context(), bot, 0, time.Minute); err != nil {
		t.Fatal(err)
	}
	if l.retryAt.Load() != 0 {
		t.Error("it went on alone")
	}
}

func BenchmarkTake(b *testing.B) {
	l := replicas(b, 1)[0]
	chat := int64(0)
	for b.Loop() {
		chat++
		l.take(b.Context(), l.buckets(bot, chat, false), Send)
	}
}
