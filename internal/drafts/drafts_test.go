package drafts

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

func TestAPersonNobodyKnowsHasAFreshState(t *testing.T) {
	state, rev := load(t, open(t), rumsia)
	if rev != "" || len(state.Talks) != 0 || !state.Touched.IsZero() {
		t.Errorf("got %+v at revision %q", state, rev)
	}
}

func TestWhatWasSavedIsLoaded(t *testing.T) {
	d := open(t)
	want := stateOf(talk("d1", 300), talk("d2", 12))
	rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", want, noon))
	got, loaded := load(t, d, rumsia)
	if diff := cmp.Diff(want, got); diff != "" || loaded != rev || len(rev) != 16 {
		t.Errorf("revision %q then %q, state (-saved +loaded):\n%s", rev, loaded, diff)
	}
	if _, rev := load(t, d, Who{rumsia.Bot + 1, rumsia.User}); rev != "" {
		t.Error("another bot must not know the person")
	}
}

func TestTheSlowerOfTwoIsToldToLoadAgain(t *testing.T) {
	d := open(t)
	first := must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(), noon))
	must[Revision](t)(d.Save(t.Context(), rumsia, first, stateOf(talk("d1", 10)), noon))
	for name, rev := range map[string]Revision{"an old revision": first, "none": "", "a made-up one": "0123456789abcdef"} {
		if _, err := d.Save(t.Context(), rumsia, rev, stateOf(), noon); !errors.Is(err, casebook.ErrConflict) {
			t.Errorf("with %s: %v, want ErrConflict", name, err)
		}
	}
	if state, _ := load(t, d, rumsia); len(state.Talks) != 1 {
		t.Error("the loser must have changed nothing")
	}
}

func TestFiftyAtOnceLoseNothing(t *testing.T) {
	d := open(t)
	const writers, each = 50, 4
	var wait sync.WaitGroup
	for n := range writers {
		wait.Go(func() {
			for i := range each {
				appendClosed(t, d, fmt.Sprintf("%d-%d", n, i))
			}
		})
	}
	wait.Wait()
	state, _ := load(t, d, rumsia)
	seen := map[string]bool{}
	for _, c := range state.Closed {
		seen[c.Dialog] = true
	}
	if len(seen) != writers*each || len(state.Closed) != writers*each {
		t.Errorf("%d of %d writes are there, in %d entries", len(seen), writers*each, len(state.Closed))
	}
}

// appendClosed does as the desk does, for as long as it takes.
func appendClosed(t *testing.T, d *Drafts, id string) {
	for {
		state, rev, err := d.Load(t.Context(), rumsia)
		if err == nil {
			state.Closed = append(state.Closed, dialog.Closed{Dialog: id})
			_, err = d.Save(t.Context(), rumsia, rev, state, noon)
		}
		if err == nil {
			return
		}
		if !errors.Is(err, casebook.ErrConflict) {
			t.Error(err)
			return
		}
	}
}

func TestANoteIsAddedToWhateverIsThere(t *testing.T) {
	d := open(t)
	must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 10)), noon))
	tries := 0
	ok(t, d.Note(t.Context(), rumsia, func(s *dialog.State) bool {
		if tries++; tries == 1 { // somebody is faster, once
			appendClosed(t, d, "meanwhile")
		}
		s.Talks[0].Question = 31
		return true
	}))
	state, rev := load(t, d, rumsia)
	if tries != 2 || state.Talks[0].Question != 31 || len(state.Closed) != 1 {
		t.Errorf("after %d tries: %+v", tries, state)
	}
	ok(t, d.Note(t.Context(), rumsia, func(*dialog.State) bool { return false }))
	if _, now := load(t, d, rumsia); now != rev {
		t.Error("no note must mean no write")
	}
}

func TestAStateIsKeptForItsTalksAndADayForWhatIsLate(t *testing.T) {
	d := open(t)
	for name, test := range map[string]struct {
		touched time.Time
		want    time.Duration
	}{
		"just said":    {time.Now(), Keep + late},
		"ten days ago": {time.Now().Add(-240 * time.Hour), Keep + late - 240*time.Hour},
		"long ago":     {time.Now().Add(-1000 * time.Hour), time.Minute},
		"in a story":   {time.Now().Add(1000 * time.Hour), Keep + late},
		"never":        {time.Time{}, Keep + late},
	} {
		who := Who{1, int64(len(name))}
		must[Revision](t)(d.Save(t.Context(), who, "", dialog.State{Touched: test.touched}, time.Time{}))
		got := d.client.PTTL(t.Context(), d.stateKey(who)).Val()
		if got > test.want || got < test.want-time.Minute {
			t.Errorf("%s: kept for %v, want %v", name, got, test.want)
		}
	}
}

func TestADraftThatIsTooLargeIsRefused(t *testing.T) {
	d := open(t)
	huge := talk("d1", 1)
	for i := range 3000 { // what cannot be squeezed
		huge.Answers["story"] = dialog.Answer{Pieces: append(huge.Answers["story"].Pieces, dialog.Piece{Message: i, Unique: string(newRevision())})}
	}
	if _, err := d.Save(t.Context(), rumsia, "", stateOf(huge), noon); !errors.Is(err, casebook.ErrBadInput) {
		t.Errorf("got %v, want ErrBadInput", err)
	}
	long := talk("d1", 40000)
	if _, err := d.Save(t.Context(), rumsia, "", stateOf(long), noon); err != nil {
		t.Errorf("a long story of ordinary words: %v", err)
	}
}

func TestWhatANewerProgramWroteIsLeftToIt(t *testing.T) {
	d := open(t)
	newer := append([]byte("0123456789abcdef"), d.ring.Seal(draftOf(rumsia), []byte{encoding + 1, '?'})...)
	ok(t, d.client.Set(t.Context(), d.stateKey(rumsia), newer, 0).Err())
	if _, _, err := d.Load(t.Context(), rumsia); !errors.Is(err, casebook.ErrNewerDraft) {
		t.Errorf("got %v, want ErrNewerDraft", err)
	}
	if err := d.Note(t.Context(), rumsia, func(*dialog.State) bool { return true }); !errors.Is(err, casebook.ErrNewerDraft) {
		t.Errorf("a note: got %v, want ErrNewerDraft", err)
	}
}

func TestWhatNoKeyOpensCanBeSavedOver(t *testing.T) {
	d := open(t)
	must[Revision](t)(d.Save(t.Context(), rumsia, "", stateOf(talk("d1", 10)), noon))
	neighbour := Who{rumsia.Bot, rumsia.User + 1}
	ok(t, d.client.Rename(t.Context(), d.stateKey(rumsia), d.stateKey(neighbour)).Err())
	state, rev, err := d.Load(t.Context(), neighbour)
	if !errors.Is(err, private.ErrSealed) || len(state.Talks) != 0 {
		t.Fatalf("a value put under another person's key: %+v, %v; want ErrSealed", state, err)
	}
	must[Revision](t)(d.Save(t.Context(), neighbour, rev, stateOf(), noon))
}

func TestNothingCanBeReadInTheServer(t *testing.T) {
	d := open(t)
	state := stateOf(talk("d1", 30), talk("d2", 900))
	rev := must[Revision](t)(d.Save(t.Context(), rumsia, "", state, noon))
	must[Revision](t)(d.Freeze(t.Context(), rumsia, rev, stateOf(talk("d1", 30)), dialog.Frozen{Draft: talk("d2", 900)}))
	_, rev = load(t, d, rumsia)
	must[Revision](t)(d.Freeze(t.Context(), rumsia, rev, stateOf(), dialog.Frozen{Draft: talk("d1", 30)}))
	ok(t, d.Finish(t.Context(), rumsia, "d1", "BS-4821-0937-9"))
	_, _, err := d.Attempt(t.Context(), rumsia.Bot, 1)
	ok(t, err)
	all := dump(t, connectAgain(t, d), d.prefix)
	for _, key := range []string{"d:{", "f:{", "t:{", "due:{", "a:{"} {
		if !strings.Contains(all, d.prefix+key) {
			t.Errorf("the dump lacks %s", key)
		}
	}
	for _, word := range []string{"nenek", "rumsia", "rumah", "500123456789", "report", "17.01.06", "story", "AgACAgUA", "4821-0937"} {
		if strings.Contains(all, word) {
			t.Errorf("%q can be read in the server", word)
		}
	}
}
