package drafts

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
)

// frozen is the report of talk as it is sent off.
func frozen(id string, at time.Time) dialog.Frozen {
	return dialog.Frozen{Draft: talk(id, 200), Language: "id", Update: 918273646, SentAt: at}
}

func TestASubmitFromTheDraftToItsNumber(t *testing.T) {
	d := open(t)
	rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 200)), noon))
	want := frozen("d1", noon)
	rev = must[Revision](t)(d.Freeze(t.Context(), rumsia, rev, stateOf(), want))

	state, loaded := load(t, d, rumsia)
	if len(state.Talks) != 0 || loaded != rev {
		t.Errorf("the talk must have left the state: %+v", state)
	}
	if diff := cmp.Diff(want, must[dialog.Frozen](t)(d.Frozen(t.Context(), rumsia, "d1"))); diff != "" {
		t.Errorf("frozen (-want +got):\n%s", diff)
	}
	if ttl := d.client.TTL(t.Context(), d.frozenKey(rumsia)).Val(); ttl != -1 {
		t.Errorf("what is not filed must not end by itself: TTL %v", ttl)
	}
	if _, err := d.Tombstone(t.Context(), rumsia, "d1"); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("a tombstone before its time: %v", err)
	}

	ok(t, d.Finish(t.Context(), rumsia, "d1", "BS-4821-0937-9"))
	ok(t, d.Finish(t.Context(), rumsia, "d1", "BS-0000-0000-0")) // as a second sweeper would
	if number := must[string](t)(d.Tombstone(t.Context(), rumsia, "d1")); number != "BS-4821-0937-9" {
		t.Errorf("the tombstone says %s, the first number must stay", number)
	}
	if _, err := d.Frozen(t.Context(), rumsia, "d1"); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("finished and still frozen: %v", err)
	}
	if left := d.client.ZCard(t.Context(), d.dueKey(rumsia.Bot)).Val(); left != 1 { // that of Save
		t.Errorf("%d entries are due, want the ordinary one", left)
	}
}

func TestOnlyOneOfTwoSubmitsFreezes(t *testing.T) {
	d := open(t)
	rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 200)), noon))
	must[Revision](t)(d.Freeze(t.Context(), rumsia, rev, stateOf(), frozen("d1", noon)))
	if _, err := d.Freeze(t.Context(), rumsia, rev, stateOf(), frozen("d2", noon)); !errors.Is(err, casebook.ErrConflict) {
		t.Fatalf("got %v, want ErrConflict", err)
	}
	all, err := d.FrozenOf(t.Context(), rumsia)
	if ok(t, err); len(all) != 1 || all[0].Draft.Dialog != "d1" {
		t.Errorf("frozen: %+v", all)
	}
}

func TestALostAnswerIsAskedForAgainWithoutConflict(t *testing.T) {
	d := open(t)
	keys := []string{d.stateKey(rumsia), d.frozenKey(rumsia)}
	args := []any{"", "0123456789abcdef", "state", 60000, "d1", "talk"}
	for range 2 { // the client sends the same once more
		if n := must[int](t)(freeze.Run(t.Context(), d.client, keys, args...).Int()); n != 1 {
			t.Errorf("answered %d", n)
		}
	}
	for range 2 {
		if n := must[int](t)(save.Run(t.Context(), d.client, keys[:1], "0123456789abcdef", "fedcba9876543210", "state", 60000).Int()); n != 1 {
			t.Errorf("answered %d", n)
		}
	}
}

func TestASweeperFindsAllThatAPersonSentOff(t *testing.T) {
	d := open(t)
	rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 200), talk("d2", 200)), noon))
	rev = must[Revision](t)(d.Freeze(t.Context(), rumsia, rev, stateOf(talk("d1", 200)), frozen("d2", noon.Add(time.Minute))))
	must[Revision](t)(d.Freeze(t.Context(), rumsia, rev, stateOf(), frozen("d1", noon)))
	ok(t, d.client.HSet(t.Context(), d.frozenKey(rumsia), "d0", "broken").Err())
	all, err := d.FrozenOf(t.Context(), rumsia)
	if err == nil || len(all) != 2 || all[0].Draft.Dialog != "d1" || all[1].Draft.Dialog != "d2" {
		t.Errorf("want d1, d2 and a word about the broken one: %v, %v", all, err)
	}
}

// KILL IN THE MIDDLE: whatever the last breath was, the talk is in the state or frozen, and a sweeper finds it if it is frozen.
func TestWhereverTheProgramDiesTheTalkIsFound(t *testing.T) {
	later := time.Now().Add(time.Hour)
	t.Run("after the first half of Freeze", func(t *testing.T) {
		d := open(t)
		must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 200)), time.Time{}))
		ok(t, d.client.ZAdd(t.Context(), d.dueKey(rumsia.Bot), scored(time.Now(), d.frozenMember(rumsia, "d1"))).Err())
		if people := must[[]Who](t)(d.Claim(t.Context(), rumsia.Bot, later, time.Minute, 10)); len(people) != 0 {
			t.Errorf("there is nothing to file, yet %v is claimed", people)
		}
		if state, _ := load(t, d, rumsia); len(state.Talks) != 1 {
			t.Error("the talk must still be in the state")
		}
		if left := d.client.ZCard(t.Context(), d.dueKey(rumsia.Bot)).Val(); left != 0 {
			t.Error("an entry without a talk must go")
		}
	})
	t.Run("after Freeze", func(t *testing.T) {
		d := open(t)
		rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 200)), time.Time{}))
		rev = must[Revision](t)(d.Freeze(t.Context(), rumsia, rev, stateOf(), frozen("d1", noon)))
		if people := must[[]Who](t)(d.Claim(t.Context(), rumsia.Bot, time.Now(), time.Minute, 10)); len(people) != 0 {
			t.Error("whoever sent it off is still at it")
		}
		must[Revision](t)(d.Save(t.Context(), rumsia, rev, stateOf(), noon.AddDate(1, 0, 0))) // the person goes on writing
		ok(t, d.Settle(t.Context(), rumsia))
		if people := must[[]Who](t)(d.Claim(t.Context(), rumsia.Bot, later, time.Minute, 10)); len(people) != 1 || people[0] != rumsia {
			t.Errorf("claimed %v, want the person with the frozen talk", people)
		}
	})
	t.Run("in the middle of Finish", func(t *testing.T) {
		d := open(t)
		must[Revision](t)(d.Freeze(t.Context(), rumsia, "", stateOf(), frozen("d1", noon)))
		ok(t, d.client.HDel(t.Context(), d.frozenKey(rumsia), "d1").Err())
		if people := must[[]Who](t)(d.Claim(t.Context(), rumsia.Bot, later, time.Minute, 10)); len(people) != 0 {
			t.Errorf("it is filed, yet %v is claimed", people)
		}
	})
}
