//go:build unix

package devstack

import (
	"strings"
	"testing"
	"time"
)

func TestADurableRedisKeepsDraftsThroughAPowerCut(t *testing.T) {
	t.Parallel()
	r := startRedisHere(t, RedisConfig{Dir: home(t), Durable: true})
	client := redisClient(t, r.URL())
	must(t, client.Set(t.Context(), "draft", "Saya", 0).Err())

	r.Kill()
	if client.Ping(t.Context()).Err() == nil {
		t.Error("a killed server answers")
	}
	must(t, r.Restart(t.Context()))

	if got := client.Get(t.Context(), "draft").Val(); got != "Saya" {
		t.Errorf("the draft is %q after the power cut", got)
	}
	if got := client.ConfigGet(t.Context(), "maxmemory-policy").Val()["maxmemory-policy"]; got != "noeviction" {
		t.Errorf("a full Redis would drop drafts: %s", got)
	}
}

func TestAKilledOwnersRedisGoesToo(t *testing.T) {
	t.Parallel()
	dir := home(t)
	owner := enter(t, "owns Redis", dir)
	owner.kill()
	r := startRedisHere(t, RedisConfig{Dir: dir, Durable: true})
	must(t, redisClient(t, r.URL()).Ping(t.Context()).Err())
	if server := owner.pid(t); !waitUntil(5*time.Second, func() bool { return !alive(server) }) {
		t.Errorf("the killed owner's Redis, process %d, still runs", server)
	}
}

func TestAPausedRedisAnswersLater(t *testing.T) {
	t.Parallel()
	r := startRedisHere(t, RedisConfig{Dir: home(t)})
	client := redisClient(t, r.URL())
	answered := make(chan error, 1)

	r.Pause()
	go func() { answered <- client.Ping(t.Context()).Err() }()
	select {
	case err := <-answered:
		t.Errorf("a paused server answers (%v)", err)
	case <-time.After(200 * time.Millisecond):
	}
	r.Resume()
	must(t, <-answered)
}

func TestAClusterRefusesKeysOfTwoSlots(t *testing.T) {
	t.Parallel()
	r := startRedisHere(t, RedisConfig{Dir: home(t), Cluster: true})
	client := redisClient(t, r.URL())
	err := client.MSet(t.Context(), "a", 1, "b", 2).Err()
	if err == nil || !strings.HasPrefix(err.Error(), "CROSSSLOT") {
		t.Errorf("two slots at once: %v, want CROSSSLOT", err)
	}
	must(t, client.MSet(t.Context(), "{bot:1}a", 1, "{bot:1}b", 2).Err())

	must(t, r.Restart(t.Context()))
	must(t, client.Set(t.Context(), "after a restart", 1, 0).Err())
}

func TestWithoutARedisServerOneIsEmbedded(t *testing.T) {
	t.Parallel()
	r, err := startEmbedded(RedisConfig{})
	must(t, err)
	t.Cleanup(func() { must(t, r.Stop()) })
	client := redisClient(t, r.URL())

	must(t, client.Set(t.Context(), "draft", "Saya", 150*time.Millisecond).Err())
	if !r.Embedded() || client.Get(t.Context(), "draft").Val() != "Saya" {
		t.Error("the embedded Redis does not keep a draft")
	}
	if !waitUntil(5*time.Second, func() bool { return client.Exists(t.Context(), "draft").Val() == 0 }) {
		t.Error("time does not pass in the embedded Redis")
	}
	r.Kill()
	must(t, r.Restart(t.Context()))
	must(t, client.Ping(t.Context()).Err())
}

func TestTheEmbeddedRedisIsNotOpenToAll(t *testing.T) {
	t.Parallel()
	r, err := startEmbedded(RedisConfig{})
	must(t, err)
	t.Cleanup(func() { must(t, r.Stop()) })
	stranger := redisClient(t, "redis://"+r.embedded.server.Addr())
	if err := stranger.Ping(t.Context()).Err(); err == nil {
		t.Error("it answers without a password")
	}
}

func startRedisHere(t testing.TB, config RedisConfig) *Redis {
	t.Helper()
	r, err := startRedis(t.Context(), config)
	must(t, err)
	t.Cleanup(func() { must(t, r.Stop()) })
	return r
}
