package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"context"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
	"rembuk/internal/store"
)

func TestWhoChecksInAndIsTypedIsOnePersonWithTwoSources(t *testing.T) {
	m := assemble(t, 2, 1)
	chair := m.joins(1)
	planned := m.plans()
	m.opens(planned)
	m.arrives(chair, planned, 1)

	minutes := m.logs(m.present(1, 3))

	if minutes.ID != planned.ID || minutes.State != casebook.Held || len(minutes.Lines) != 3 {
		t.Fatalf("meeting %d %s with %d lines, want the plan %d held with 3", minutes.ID, minutes.State, len(minutes.Lines), planned.ID)
	}
	if got := fmt.Sprint(minutes.Lines[0].Sources, minutes.Lines[1].Sources, minutes.Lines[2].Sources); got != "[code number] [] [number]" {
		t.Errorf("sources %s", got)
	}
	if tally := minutes.Tally; tally.Officers != 1 || tally.Expected != 2 || tally.Members != 1 || tally.SelfTold != 1 || tally.All() != 2 {
		t.Errorf("tally %+v", tally)
	}
	if got := m.counts(planned.ID); got != "1 0 2 2" {
		t.Errorf("counts %s", got)
	}
}

func TestTheSameInputChecksInOnceAndAnswersTheSame(t *testing.T) {
	m := assemble(t, 1, 0)
	chair, planned := m.joins(1), m.plans()
	m.opens(planned)
	first, second, third := m.arrives(chair, planned, 7), m.arrives(chair, planned, 7), m.arrives(chair, planned, 8)
	if first.Again || second.Again || !third.Again {
		t.Errorf("again: %v, %v, %v, want only the other input to be", first.Again, second.Again, third.Again)
	}
	if n := value[int](m.world, "SELECT count(*) FROM attendance_marks"); n != 2 {
		t.Errorf("%d marks, want one an input", n)
	}
}

func TestAStrangerWhoTurnsOutToBeOnTheRosterCountsOnce(t *testing.T) {
	m := assemble(t, 2, 0)
	planned := m.plans()
	m.opens(planned)
	v := m.somebody(district)
	if got := m.arrives(v, planned, 1); got.Tally.Named != 1 || got.Line.Person != v.Person {
		t.Errorf("a stranger checked in as %+v, %+v", got.Line, got.Tally)
	}
	m.logs(m.present(1, 2))
	if got := m.counts(planned.ID); got != "2 2 2 3" {
		t.Errorf("counts %s, want two ticked officers and a guest", got)
	}

	m.claims(v, m.roster[1].ID)

	if got := m.counts(planned.ID); got != "2 1 2 2" {
		t.Errorf("counts %s, want two officers, one of them by own word, and no guest", got)
	}
	if again := m.arrives(v, planned, 1); again.Line.Member != m.roster[1].ID || again.Tally.All() != 2 {
		t.Errorf("the same input again is %+v, %+v", again.Line, again.Tally)
	}
}

func TestGuestsAreTheLargerOfTheCountAndThoseWhoCheckedIn(t *testing.T) {
	m := assemble(t, 1, 1)
	planned := m.plans()
	m.opens(planned)
	for i := range 3 {
		m.arrives(m.somebody(district), planned, int64(i+1))
	}
	minutes := m.logs(m.present(1), func(l *casebook.MeetingLog) { l.Heads = casebook.Heads{Men: 1, Women: 4, Sheet: 5} })
	if got := minutes.Tally; got.Guests != 5 || got.Named != 3 || got.All() != 6 {
		t.Errorf("tally %+v, want 5 guests of whom 3 are named, and an officer", got)
	}
	if got := m.counts(planned.ID); got != "1 1 1 6" {
		t.Errorf("counts %s", got)
	}
}

func TestAProxyAndAFarPhoneAreFlagged(t *testing.T) {
	m := assemble(t, 1, 2)
	member, planned := m.joins(2), m.plans()
	m.opens(planned)
	if err := m.Whereabouts(t.Context(), member, planned.ID, true, meetsAt); err == nil {
		t.Error("a pin without a check-in was taken")
	}
	for _, c := range []casebook.CheckIn{{Source: casebook.ByCode, Update: 1}, {Source: casebook.ByProxy, For: m.roster[2].ID, Update: 2}} {
		c.Meeting, c.At = planned.ID, meetsAt
		if _, err := m.CheckIn(t.Context(), member, c, meetsAt); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Whereabouts(t.Context(), member, planned.ID, true, meetsAt.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	minutes, err := m.MinutesFor(t.Context(), m.officer, planned.ID, meetsAt)
	if err != nil || minutes.Tally.Flagged != 2 || !minutes.Lines[1].Far || !minutes.Lines[2].Proxy || minutes.Tally.Members != 2 {
		t.Fatalf("lines %+v, tally %+v, %v", minutes.Lines, minutes.Tally, err)
	}
	if err := m.Whereabouts(t.Context(), member, planned.ID, false, meetsAt.Add(2*time.Minute)); err != nil {
		t.Fatal(err)
	}
	minutes, err = m.MinutesFor(t.Context(), m.officer, planned.ID, meetsAt)
	if err != nil || minutes.Lines[1].Far {
		t.Errorf("a nearer pin was not taken: %v", err)
	}
	stranger := m.somebody(district)
	_, err = m.CheckIn(t.Context(), stranger, casebook.CheckIn{Meeting: planned.ID, Source: casebook.ByProxy, For: m.roster[0].ID, Update: 3, At: meetsAt}, meetsAt)
	wantErr(t, "a stranger checks somebody else in", err, casebook.ErrForbidden)
}

func TestNobodyChecksInAtAClosedDoor(t *testing.T) {
	m := assemble(t, 1, 0)
	chair, planned := m.joins(1), m.plans()
	try := func(at time.Time) error {
		_, err := m.CheckIn(t.Context(), chair, casebook.CheckIn{Meeting: planned.ID, Source: casebook.ByCode, Update: at.Unix(), At: at}, at)
		return err
	}
	wantErr(t, "before it was opened", try(meetsAt), casebook.ErrMove)
	door := m.opens(planned)
	wantErr(t, "after it was closed", try(door.Until), casebook.ErrMove)
	wantErr(t, "while it is open", try(door.Until.Add(-time.Second)), nil)
	if _, err := m.CallOff(t.Context(), m.officer, planned.ID, private.Text{}, meetsAt); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "when it is called off", try(meetsAt), casebook.ErrMove)
}

// Sixty people and two programs: some check in by code, some by the button in the chat, some twice, some are typed by the officer while they do, some stand on
// no roster and turn out to be on it meanwhile. Whatever the order, each counts once.
func TestSixtyPeopleAtOnceAreCountedExactly(t *testing.T) {
	const officers, members, strangers = 10, 30, 20
	m := assemble(t, officers, members)
	var linked, guests []casebook.Viewer
	for place := 1; place <= officers+members; place += 2 { // every second line is on Telegram
		linked = append(linked, m.joins(place))
	}
	for range strangers {
		guests = append(guests, m.somebody(district))
	}
	planned := m.plans()
	if err := m.BindChat(t.Context(), m.officer, m.group.ID, -4711, now); err != nil {
		t.Fatal(err)
	}
	m.opens(planned)
	claimed := guests[0] // is line 2, an officer, as it turns out
	claim, err := m.Claim(t.Context(), claimed, casebook.Claim{Group: m.group.ID, Member: m.roster[1].ID, Name: private.Of("Warga 2")}, now)
	if err != nil {
		t.Fatal(err)
	}

	stores := []*store.Store{m.Store, another(t, m.world)}
	work := make(chan func(*store.Store) error)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			for do := range work {
				if err := do(stores[i%2]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	checkIn := func(v casebook.Viewer, source casebook.Source, update int64) func(*store.Store) error {
		return func(s *store.Store) error {
			_, err := s.CheckIn(t.Context(), v, casebook.CheckIn{Meeting: planned.ID, Source: source, Chat: -4711, Update: update, At: meetsAt}, meetsAt)
			return err
		}
	}
	typed := m.log(func(l *casebook.MeetingLog) { l.Meeting = planned.ID })
	for place := 4; place <= officers+members; place += 4 { // every fourth line is typed, none of them on Telegram
		m.present(place)(&typed)
	}
	m.present(1, 3, 5)(&typed) // three who check in as well
	start := time.Now()
	for i, v := range append(linked, guests...) {
		work <- checkIn(v, casebook.ByCode, int64(1000+i))
		switch i % 5 {
		case 0:
			work <- checkIn(v, casebook.ByCode, int64(1000+i)) // sent again
		case 1:
			work <- checkIn(v, casebook.ByGroup, int64(2000+i))
		}
		switch i {
		case 15, 16: // the log, and the same talk once more
			work <- func(s *store.Store) error {
				_, err := s.LogMeeting(t.Context(), m.officer, typed, meetsAt.Add(2*time.Hour))
				return err
			}
		case 21:
			work <- func(s *store.Store) error {
				_, err := s.DecideClaim(t.Context(), m.officer, claim.ID, true, meetsAt)
				return err
			}
		}
	}
	close(work)
	wg.Wait()
	t.Logf("%d people in %v", len(linked)+len(guests), time.Since(start))

	// Officers: lines 1, 3, 5, 7, 9 on Telegram, 4, 8 typed, 2 claimed meanwhile. Members: 15 on Telegram, lines 12, 16 ... 40 typed. Guests: the other 19.
	if got, want := m.counts(planned.ID), fmt.Sprint(8, 2, officers, 8+15+8+19); got != want {
		t.Errorf("counts %s, want %s", got, want)
	}
	minutes, err := m.MinutesFor(t.Context(), m.officer, planned.ID, meetsAt.Add(3*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if got := minutes.Tally; got.Officers != 8 || got.Ticked != 2 || got.Members != 23 || got.Named != 19 || got.Expected != officers {
		t.Errorf("tally %+v", got)
	}
	if n := value[int](m.world, "SELECT count(*) FROM attendance"); n != 50 {
		t.Errorf("%d rows, want one for each of the 50 who were there", n)
	}
}

// another program on the same database.
func another(t testing.TB, w *world) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), w.Pool().Config().ConnString(), ring())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	s.Enqueue = func(context.Context, pgx.Tx, []casebook.Task) error { return nil }
	return s
}

func TestCorrectionsAtOnceDoNotWaitForOneAnother(t *testing.T) {
	m := assemble(t, 10, 10)
	minutes := m.logs(m.present(5, 15))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			l := m.log(func(l *casebook.MeetingLog) {
				l.Dialog, l.Meeting, l.Why = fmt.Sprint("fix ", i), minutes.ID, private.Of("salah hitung")
			})
			for n := range 10 { // in another order each, over lines that are there and lines that are not
				m.present(1 + (n*3+i*7)%20)(&l)
			}
			if _, err := m.LogMeeting(t.Context(), m.officer, l, meetsAt.Add(3*time.Hour)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	want := value[string](m.world, "SELECT concat_ws(' ', count(*) FILTER (WHERE officer), count(*) FILTER (WHERE officer), 10, count(*)) FROM attendance WHERE presence = 'present'")
	if got := m.counts(minutes.ID); got != want {
		t.Errorf("counts %s, want what stands on the list: %s", got, want)
	}
}
