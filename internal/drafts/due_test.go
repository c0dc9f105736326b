package drafts

import (
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func scored(at time.Time, member string) redis.Z { return redis.Z{Score: score(at), Member: member} }

func claimed(t *testing.T, d *Drafts, now time.Time) []Who {
	t.Helper()
	return must[[]Who](t)(d.Claim(t.Context(), rumsia.Bot, now, time.Minute, 100))
}

func TestSomebodyIsDueWhenTheirTimeHasCome(t *testing.T) {
	d := open(t)
	must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(), noon))
	if early := claimed(t, d, noon.Add(-time.Second)); len(early) != 0 {
		t.Errorf("claimed too early: %v", early)
	}
	if people := claimed(t, d, noon); len(people) != 1 || people[0] != rumsia {
		t.Fatalf("claimed %v, want %v", people, rumsia)
	}
	if again := claimed(t, d, noon.Add(59*time.Second)); len(again) != 0 {
		t.Errorf("claimed twice: %v", again)
	}
	if people := claimed(t, d, noon.Add(61*time.Second)); len(people) != 1 {
		t.Error("whoever claimed is dead by now: the next must get the person")
	}
	ok(t, d.Settle(t.Context(), rumsia))
	if people := claimed(t, d, noon.Add(time.Hour)); len(people) != 0 {
		t.Errorf("settled and yet claimed: %v", people)
	}
}

func TestWhoeverWritesWhileTheyAreLookedAfterIsNotForgotten(t *testing.T) {
	d := open(t)
	rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(), noon))
	claimed(t, d, noon)
	must[Revision](t)(d.Save(t.Context(), rumsia, rev, stateOf(talk("d1", 5)), noon.Add(time.Hour)))
	ok(t, d.Settle(t.Context(), rumsia)) // the sweeper has seen the state of before
	ok(t, d.Due(t.Context(), rumsia, noon.Add(9*time.Hour)))
	if people := claimed(t, d, noon.Add(time.Hour)); len(people) != 1 {
		t.Fatal("the time set by the Save must hold")
	}
	ok(t, d.Due(t.Context(), rumsia, noon.Add(9*time.Hour)))
	if people := claimed(t, d, noon.Add(8*time.Hour)); len(people) != 0 {
		t.Error("claimed again before its time")
	}
	if people := claimed(t, d, noon.Add(9*time.Hour)); len(people) != 1 {
		t.Error("not due when the sweeper said")
	}
}

func TestReplicasShareTheWork(t *testing.T) {
	d := open(t)
	const people = 500
	for n := range people {
		ok(t, d.Due(t.Context(), Who{rumsia.Bot, int64(n)}, noon))
	}
	var mu sync.Mutex
	got := map[Who]int{}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for {
				some, err := d.Claim(t.Context(), rumsia.Bot, noon, time.Minute, 7)
				if err != nil || len(some) == 0 {
					return
				}
				mu.Lock()
				for _, who := range some {
					got[who]++
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	for who, times := range got {
		if times != 1 {
			t.Errorf("%v was claimed %d times", who, times)
		}
	}
	if len(got) != people {
		t.Errorf("%d of %d were claimed", len(got), people)
	}
}

func TestADayPassesInAMoment(t *testing.T) {
	d := open(t)
	ok(t, d.Due(t.Context(), rumsia, noon.Add(24*time.Hour)))
	ok(t, d.Shift(t.Context(), rumsia.Bot, 24*time.Hour))
	if people := claimed(t, d, noon); len(people) != 1 {
		t.Error("not due after the shift")
	}
}

func TestAMemberNamesItsPersonToTheRingOnly(t *testing.T) {
	d := open(t)
	for _, user := range []int64{0, 1, -1, 500123456789, 1<<63 - 1} {
		who := Who{rumsia.Bot, user}
		if again := Open(d.client, d.ring, d.prefix); again.member(who) != d.member(who) {
			t.Fatal("a member must be the same each time")
		}
		if got, dialogID, ok := d.readMember(rumsia.Bot, d.frozenMember(who, "d1")); !ok || got != who || dialogID != "d1" {
			t.Errorf("read %v %q %v", got, dialogID, ok)
		}
	}
	other := Open(d.client, newRing(t), d.prefix)
	if _, _, ok := other.readMember(rumsia.Bot, d.member(rumsia)); ok {
		t.Error("another ring must not read it")
	}
	if _, _, ok := d.readMember(rumsia.Bot+1, d.member(rumsia)); ok {
		t.Error("another bot's set must not take it")
	}
}

func TestAttemptsAreCountedUntilOneEndsInOrder(t *testing.T) {
	d := open(t)
	for want := 1; want <= 3; want++ {
		n, done, err := d.Attempt(t.Context(), rumsia.Bot, 42)
		if ok(t, err); n != want {
			t.Errorf("attempt %d counts as %d", want, n)
		}
		done(false) // a panic, say
	}
	_, done, err := d.Attempt(t.Context(), rumsia.Bot, 42)
	ok(t, err)
	done(true)
	if n, _, _ := d.Attempt(t.Context(), rumsia.Bot, 42); n != 1 {
		t.Errorf("after an orderly end the next is number %d", n)
	}
	if ttl := d.client.TTL(t.Context(), d.attemptKey(rumsia.Bot, 42)).Val(); ttl <= 0 || ttl > time.Hour {
		t.Errorf("kept for %v", ttl)
	}
}
