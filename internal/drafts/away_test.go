package drafts

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"rembuk/internal/casebook"
	"rembuk/internal/devstack"
	"rembuk/internal/dialog"
)

// connectAgain makes another client of the same server.
func connectAgain(t testing.TB, d *Drafts) *redis.Client {
	client := redis.NewClient(d.client.(*redis.Client).Options())
	t.Cleanup(func() { client.Close() })
	return client
}

// server starts a Redis of the test's own, which it may kill.
func server(t testing.TB, config devstack.RedisConfig) *devstack.Redis {
	t.Helper()
	config.Dir = filepath.Join(t.TempDir(), "redis")
	r := must[*devstack.Redis](t)(devstack.StartRedis(t.Context(), config))
	t.Cleanup(func() { ok(t, r.Stop()) })
	return r
}

// calls are all that go to Redis.
func calls(d *Drafts) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"Ping": d.Ping,
		"Load": func(ctx context.Context) error { _, _, err := d.Load(ctx, rumsia); return err },
		"Save": func(ctx context.Context) error { _, err := d.Save(ctx, rumsia, "", stateOf(), noon); return err },
		"Note": func(ctx context.Context) error { return d.Note(ctx, rumsia, func(*dialog.State) bool { return true }) },
		"Freeze": func(ctx context.Context) error {
			_, err := d.Freeze(ctx, rumsia, "", stateOf(), frozen("d", noon))
			return err
		},
		"Frozen":    func(ctx context.Context) error { _, err := d.Frozen(ctx, rumsia, "d"); return err },
		"FrozenOf":  func(ctx context.Context) error { _, err := d.FrozenOf(ctx, rumsia); return err },
		"Finish":    func(ctx context.Context) error { return d.Finish(ctx, rumsia, "d", "1") },
		"Tombstone": func(ctx context.Context) error { _, err := d.Tombstone(ctx, rumsia, "d"); return err },
		"Claim":     func(ctx context.Context) error { _, err := d.Claim(ctx, rumsia.Bot, noon, time.Minute, 1); return err },
		"Due":       func(ctx context.Context) error { return d.Due(ctx, rumsia, noon) },
		"Settle":    func(ctx context.Context) error { return d.Settle(ctx, rumsia) },
		"Shift":     func(ctx context.Context) error { return d.Shift(ctx, rumsia.Bot, time.Hour) },
		"Attempt":   func(ctx context.Context) error { _, _, err := d.Attempt(ctx, rumsia.Bot, 1); return err },
	}
}

func TestARedisThatIsKilledIsAwayAndForgetsNothing(t *testing.T) {
	redis := server(t, devstack.RedisConfig{Durable: true})
	d := Open(connect(t, redis.URL()), newRing(t), "")
	rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 200), talk("d2", 200)), noon))

	redis.Kill()
	for name, call := range calls(d) {
		if err := call(t.Context()); !errors.Is(err, casebook.ErrAway) {
			t.Errorf("%s while Redis is dead: %v, want ErrAway", name, err)
		}
	}
	ok(t, redis.Restart(t.Context()))
	if _, loaded := load(t, d, rumsia); loaded != rev {
		t.Fatalf("revision %q, want %q: what was answered must be on the disk", loaded, rev)
	}
	rev = must[Revision](t)(d.Freeze(t.Context(), rumsia, rev, stateOf(talk("d1", 200)), frozen("d2", noon)))

	redis.Kill()
	ok(t, redis.Restart(t.Context()))
	if _, loaded := load(t, d, rumsia); loaded != rev {
		t.Error("the frozen talk must have left the state for good")
	}
	must[dialog.Frozen](t)(d.Frozen(t.Context(), rumsia, "d2"))
	if people := must[[]Who](t)(d.Claim(t.Context(), rumsia.Bot, time.Now().Add(time.Hour), time.Minute, 9)); len(people) != 1 {
		t.Errorf("claimed %v", people)
	}
	ok(t, d.Finish(t.Context(), rumsia, "d2", "BS-4821-0937-9"))

	redis.Kill()
	ok(t, redis.Restart(t.Context()))
	if number := must[string](t)(d.Tombstone(t.Context(), rumsia, "d2")); number != "BS-4821-0937-9" {
		t.Errorf("the tombstone says %q", number)
	}
}

func TestAFrozenServerIsAwayAtTheDeadline(t *testing.T) {
	redis := server(t, devstack.RedisConfig{})
	d := Open(connect(t, redis.URL()), newRing(t), "")
	ok(t, d.Ping(t.Context()))
	redis.Pause()
	defer redis.Resume()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, _, err := d.Load(ctx, rumsia); !errors.Is(err, casebook.ErrAway) {
		t.Errorf("got %v, want ErrAway", err)
	}
}

func TestAServerThatCannotJustNowIsAway(t *testing.T) {
	for answer, away := range map[string]bool{
		"LOADING Redis is loading the dataset in memory": true, "READONLY You can't write against a read only replica.": true,
		"CLUSTERDOWN The cluster is down": true, "OOM command not allowed when used memory > 'maxmemory'.": true, "MISCONF Redis is configured to save": true,
		"WRONGPASS invalid username-password pair": false, "CROSSSLOT Keys in request don't hash to the same slot": false,
	} {
		if got := errors.Is(known("", fromServer(answer)), casebook.ErrAway); got != away {
			t.Errorf("%q: away %v, want %v", answer, got, away)
		}
	}
	if err := known("", context.Canceled); errors.Is(err, casebook.ErrAway) || !errors.Is(err, context.Canceled) {
		t.Errorf("whoever hangs up gets %v", err)
	}
	if known("", nil) != nil {
		t.Error("no error is none")
	}
}

type fromServer string

func (e fromServer) Error() string { return string(e) }
func (fromServer) RedisError()     {}

func TestACluster(t *testing.T) {
	url := server(t, devstack.RedisConfig{Cluster: true}).URL()
	options := must[*redis.ClusterOptions](t)(redis.ParseClusterURL(url))
	client := redis.NewClusterClient(options)
	t.Cleanup(func() { client.Close() })
	submitOn(t, Open(client, newRing(t), ""))
	t.Run("waiting for replicas it has not", func(t *testing.T) {
		d := Open(client, newRing(t), "", Replicated(1, 50*time.Millisecond))
		if _, err := d.Save(t.Context(), rumsia, "", stateOf(), noon); !errors.Is(err, casebook.ErrAway) {
			t.Errorf("got %v, want ErrAway", err)
		}
	})
}

func TestAnEmbeddedServer(t *testing.T) {
	client := redis.NewClient(&redis.Options{Addr: miniredis.RunT(t).Addr()})
	t.Cleanup(func() { client.Close() })
	submitOn(t, Open(client, newRing(t), ""))
}

// submitOn goes through all that the store does, on whatever server.
func submitOn(t *testing.T, d *Drafts) {
	t.Helper()
	rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 200)), noon))
	rev = must[Revision](t)(d.Freeze(t.Context(), rumsia, rev, stateOf(), frozen("d1", noon)))
	must[Revision](t)(d.Save(t.Context(), rumsia, rev, stateOf(), time.Time{}))
	ok(t, d.Note(t.Context(), rumsia, func(s *dialog.State) bool { s.Language = "en"; return true }))
	if people := must[[]Who](t)(d.Claim(t.Context(), rumsia.Bot, time.Now().Add(time.Hour), time.Minute, 9)); len(people) != 1 || people[0] != rumsia {
		t.Errorf("claimed %v", people)
	}
	if all, err := d.FrozenOf(t.Context(), rumsia); err != nil || len(all) != 1 {
		t.Errorf("frozen: %v, %v", all, err)
	}
	must[dialog.Frozen](t)(d.Frozen(t.Context(), rumsia, "d1"))
	ok(t, d.Finish(t.Context(), rumsia, "d1", "BS-4821-0937-9"))
	must[string](t)(d.Tombstone(t.Context(), rumsia, "d1"))
	if people := must[[]Who](t)(d.Claim(t.Context(), rumsia.Bot, time.Now().Add(2*time.Hour), time.Minute, 9)); len(people) != 1 {
		t.Errorf("claimed %v", people) // by the time of the first Save
	}
	ok(t, d.Settle(t.Context(), rumsia))
	ok(t, d.Due(t.Context(), rumsia, noon))
	ok(t, d.Shift(t.Context(), rumsia.Bot, time.Hour))
	ok(t, d.Settle(t.Context(), rumsia)) // whole: stays
	if people := must[[]Who](t)(d.Claim(t.Context(), rumsia.Bot, noon.Add(-time.Hour), time.Minute, 9)); len(people) != 1 {
		t.Errorf("claimed %v", people)
	}
	n, done, err := d.Attempt(t.Context(), rumsia.Bot, 1)
	if ok(t, err); n != 1 {
		t.Errorf("attempt %d", n)
	}
	done(true)
	ok(t, d.Ping(t.Context()))
}

// A replica of the server under test: what is answered is on both, and without the replica nothing is.
func TestAWriteIsDoneWhenTheReplicaHasIt(t *testing.T) {
	master, replica := server(t, devstack.RedisConfig{Durable: true}), server(t, devstack.RedisConfig{Durable: true})
	client, second := connect(t, master.URL()), connect(t, replica.URL())
	ok(t, client.ConfigSet(t.Context(), "repl-diskless-sync-delay", "0").Err())
	port := freePort(t)
	ok(t, client.ConfigSet(t.Context(), "port", port).Err()) // a replica finds its master by TCP only
	ok(t, second.ReplicaOf(t.Context(), "127.0.0.1", port).Err())
	awaitReplica(t, client)

	ring := newRing(t)
	d := Open(client, ring, "", Replicated(1, 2*time.Second))
	rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 200)), noon))
	if _, copied := load(t, Open(second, ring, ""), rumsia); copied != rev {
		t.Errorf("the replica has %q, want %q", copied, rev)
	}
	replica.Kill()
	impatient := Open(client, ring, "", Replicated(1, 50*time.Millisecond))
	if _, err := impatient.Save(t.Context(), rumsia, rev, stateOf(), noon); !errors.Is(err, casebook.ErrAway) {
		t.Errorf("without the replica: %v, want ErrAway", err)
	}
}

func awaitReplica(t *testing.T, client *redis.Client) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if n := client.Wait(ctx, 1, 100*time.Millisecond).Val(); n == 1 {
			return
		}
	}
	t.Fatal("the replica does not come")
}

func freePort(t *testing.T) string {
	l := must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}
