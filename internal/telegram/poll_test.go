package telegram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// polling runs Poll and returns how to stop it, as the program does: told to, and waited for.
func polling(t *testing.T, b *Bot) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Poll(ctx) }()
	return func() error { cancel(); return <-ended }
}

func TestAPollerAttendsInOrderAndConfirms(t *testing.T) {
	a, d := newAPI(t), &desk{}
	b := open(t, a, d)
	var want []string
	for i := range 250 { // more than a poll brings
		a.said(ani, fmt.Sprint(i))
		want = append(want, fmt.Sprint(i))
	}
	stop := polling(t, b)
	until(t, "all attended to", func() bool { return len(d.words()) == 250 })
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.words(), want) {
		t.Errorf("order: %v", d.words())
	}
	if a.waiting() != 0 {
		t.Errorf("%d were not confirmed", a.waiting())
	}
}

func TestASlowPersonHoldsUpNobody(t *testing.T) {
	slow := make(chan struct{})
	d := &desk{attend: func(_ context.Context, in chat.Input) (chat.Answer, error) {
		if in.User == ani {
			<-slow
		}
		return chat.Answer{}, nil
	}}
	a := newAPI(t)
	stop := polling(t, open(t, a, d))
	a.said(ani, "lambat 1")
	a.said(ani, "lambat 2")
	for i := range 20 {
		a.said(budi, fmt.Sprint("cepat ", i))
	}
	a.add(func(id int64) string { return tapping(id, ani, "x") }) // the person's other queue
	until(t, "the others attended to", func() bool { return len(d.words()) == 22 })
	if slices.Contains(d.words(), "lambat 2") {
		t.Error("the second message overtook the first")
	}
	if a.waiting() != 23 {
		t.Errorf("confirmed past an unfinished one: %d wait", a.waiting())
	}
	close(slow)
	until(t, "all confirmed", func() bool { return a.waiting() == 0 })
	if n := len(d.words()); n != 23 {
		t.Errorf("heard %d, want each once", n)
	}
	_ = stop()
}

func TestAGroupIsOneQueueAndItsTapsAreMany(t *testing.T) {
	slow := make(chan struct{})
	d := &desk{attend: func(_ context.Context, in chat.Input) (chat.Answer, error) {
		if in.Text.Reveal() == "pertama" {
			<-slow
		}
		return chat.Answer{}, nil
	}}
	a := newAPI(t)
	stop := polling(t, open(t, a, d))
	in := func(raw string, from int64) string {
		return strings.Replace(raw, fmt.Sprintf(`"chat":{"id":%d,"type":"private"}`, from), `"chat":{"id":-100,"type":"supergroup"}`, 1)
	}
	a.add(func(id int64) string { return in(saying(id, ani, "pertama"), ani) })
	a.add(func(id int64) string { return in(saying(id, budi, "kedua"), budi) })
	a.add(func(id int64) string { return in(tapping(id, budi, "x"), budi) })
	a.said(ani, "di tempat lain")
	until(t, "a tap and a private message pass the group", func() bool { return len(d.words()) == 3 })
	if slices.Contains(d.words(), "kedua") {
		t.Error("one member's message overtook another's in the same group")
	}
	close(slow)
	until(t, "all confirmed", func() bool { return a.waiting() == 0 })
	_ = stop()
}

func TestAKilledPollerLosesNothing(t *testing.T) {
	slow := make(chan struct{})
	var killed atomic.Bool
	d := &desk{attend: func(_ context.Context, in chat.Input) (chat.Answer, error) {
		if in.Text.Reveal() == "kedua" && !killed.Load() {
			<-slow
			return chat.Answer{}, casebook.ErrAway // never heard of: the process is dead
		}
		return chat.Answer{}, nil
	}}
	a := newAPI(t)
	first := open(t, a, d)
	stop := polling(t, first)
	for _, text := range []string{"pertama", "kedua", "ketiga"} {
		a.said(ani, text)
	}
	a.said(budi, "lain")
	until(t, "the first and the other's", func() bool { return len(d.words()) == 3 })
	until(t, "the first confirmed", func() bool { return a.waiting() == 3 })
	// kill -9: what was begun never ends, nothing more is confirmed
	killed.Store(true)
	close(slow)
	_ = stop()
	stop = polling(t, open(t, a, d))
	until(t, "all confirmed", func() bool { return a.waiting() == 0 })
	_ = stop()
	var hers []string
	for _, w := range d.words() {
		if w != "lain" {
			hers = append(hers, w)
		}
	}
	if want := []string{"pertama", "kedua", "kedua", "ketiga"}; !slices.Equal(hers, want) {
		t.Errorf("heard %v, want %v", hers, want)
	}
}

func TestAPollerRetriesInPlace(t *testing.T) {
	var tries atomic.Int32
	d := &desk{attend: func(_ context.Context, in chat.Input) (chat.Answer, error) {
		if in.Text.Reveal() == "banjir" && tries.Add(1) < 3 {
			return chat.Answer{}, casebook.ErrAway
		}
		return chat.Answer{}, nil
	}}
	a := newAPI(t)
	stop := polling(t, open(t, a, d))
	a.said(ani, "banjir")
	a.said(ani, "di Pino")
	until(t, "both confirmed", func() bool { return a.waiting() == 0 })
	if want := []string{"banjir", "banjir", "banjir", "di Pino"}; !slices.Equal(d.words(), want) {
		t.Errorf("heard %v", d.words())
	}
	_ = stop()
}

func TestAPollersFaultsAreKept(t *testing.T) {
	d := &desk{attend: func(_ context.Context, in chat.Input) (chat.Answer, error) {
		if in.Text.Reveal() == "rusak" {
			panic("ouch")
		}
		return chat.Answer{}, nil
	}}
	a := newAPI(t)
	stop := polling(t, open(t, a, d))
	bad := a.said(ani, "rusak")
	a.said(ani, "baik")
	a.add(func(id int64) string { return fmt.Sprintf(`{"update_id":%d,"poll":{}}`, id) })
	unreadable := a.add(func(id int64) string { return fmt.Sprintf(`{"update_id":%d,"message":7}`, id) })
	until(t, "all confirmed", func() bool { return a.waiting() == 0 })
	_ = stop()
	for _, id := range []int64{bad, unreadable} {
		if _, dead := d.whyDead(id); !dead {
			t.Errorf("%d is not kept", id)
		}
	}
	if len(a.called("sendMessage")) != 1 || !slices.Contains(d.words(), "baik") {
		t.Error("the queue did not go on with an apology")
	}
}

func TestAStopWaitsForWhatIsInHand(t *testing.T) {
	begun, slow := make(chan struct{}), make(chan struct{})
	var cut atomic.Bool
	d := &desk{attend: func(ctx context.Context, in chat.Input) (chat.Answer, error) {
		if in.Kind == chat.Tap {
			return chat.Answer{TapID: in.TapID, Text: "ya"}, nil
		}
		close(begun)
		<-slow
		cut.Store(ctx.Err() != nil)
		return chat.Answer{}, nil
	}}
	a := newAPI(t)
	b := open(t, a, d)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Poll(ctx) }()
	a.add(func(id int64) string { return tapping(id, budi, "x") })
	until(t, "the tap answered by a call", func() bool { return len(a.called("answerCallbackQuery")) == 1 })
	a.said(ani, "tunggu")
	a.said(ani, "belum")
	<-begun
	cancel()
	select {
	case <-ended:
		t.Fatal("it did not wait")
	case <-time.After(50 * time.Millisecond):
	}
	close(slow)
	if err := <-ended; err != nil || cut.Load() {
		t.Errorf("%v, cut %v", err, cut.Load())
	}
	if a.waiting() != 1 || slices.Contains(d.words(), "belum") {
		t.Errorf("%d wait, heard %v: what was finished is confirmed, the rest is left", a.waiting(), d.words())
	}
}

func TestAPollerBearsTelegramsTroubles(t *testing.T) {
	a, d := newAPI(t), &desk{}
	a.next("getUpdates", refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"), "hang up", refusal(502, "Bad Gateway"))
	stop := polling(t, open(t, a, d))
	a.said(ani, "halo")
	until(t, "attended to", func() bool { return len(d.words()) == 1 })
	_ = stop()
	if n := strings.Count(d.logged(), "no updates"); n != 3 {
		t.Errorf("%d lines of log:\n%s", n, d.logged())
	}
	a.next("getUpdates", refusal(401, "Unauthorized"))
	if err := open(t, a, d).Poll(t.Context()); !errors.Is(err, casebook.ErrForbidden) {
		t.Errorf("a revoked token: %v", err)
	}
}

func TestAWindowConfirmsTheFinishedPrefix(t *testing.T) {
	w := newWindow()
	for _, id := range []int64{5, 7, 8} { // numbers may be missing
		if !w.open(id) || w.open(id) {
			t.Fatalf("%d must be taken once", id)
		}
	}
	for _, step := range []struct{ finish, next int64 }{{8, 5}, {5, 6}, {7, 9}} {
		w.finish(step.finish)
		if next, _ := w.offset(); next != step.next {
			t.Errorf("after %d: offset %d, want %d", step.finish, next, step.next)
		}
	}
	if w.open(7) {
		t.Error("an old one was taken again")
	}
	w.restart()
	if !w.open(3) {
		t.Error("after a quiet week numbers may be lower")
	}
}

func TestSettlingEndsWithTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, start := newWindow(), time.Now()
		w.settle(t.Context(), time.Second)
		if time.Since(start) != 0 {
			t.Error("waited for nothing")
		}
		w.open(1)
		go func() { time.Sleep(10 * time.Millisecond); w.finish(1) }()
		w.settle(t.Context(), time.Second)
		if took := time.Since(start); took != 10*time.Millisecond {
			t.Errorf("took %v", took)
		}
		w.open(2)
		w.settle(t.Context(), time.Second)
		if took := time.Since(start); took != 1010*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}
