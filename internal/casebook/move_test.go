package casebook

import (
	"errors"
	"testing"
	"time"

	"rembuk/internal/private"
)

var (
	moveNow   = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	allStates = []State{Received, Checking, Assigned, InProgress, Awaiting, Resolved, Withdrawn, NotReport}

	resident   = Viewer{District: "17.01", Person: 7}
	officer    = viewerAs(11, Officer, "17.01.09.2001")
	coordinate = viewerAs(12, Coordinator, "17.01.09")
	staff      = viewerAs(13, Staff, "17.01")
	caseworker = viewerAs(14, Caseworker, "17.01")
)

func viewerAs(person PersonID, role Role, region string) Viewer {
	return Viewer{District: "17.01", Person: person, Grants: []Grant{{Person: person, Role: role, Region: region}}}
}

// openCase is one that staff can work.
func openCase(state State) Case {
	return Case{District: "17.01", Region: "17.01.09.2001", Lane: OpenLane, State: state, Reporter: 7, Disclosure: OfficeOnly, Kind: "lansia"}
}

func released() Case {
	c := openCase(Received)
	c.Released = true
	return c
}

func alarming() Case {
	c := openCase(Received)
	c.Alarm = true
	return c
}

// moves says of every row of Rules who makes it, with which order, from which states it can be made, and where it ends.
var moves = []struct {
	by    Viewer
	order Order
	from  []State
	to    func(State) State
}{
	{staff, Order{Move: Take}, []State{Received, Checking}, always(Checking)},
	{staff, Order{Move: Decline, Note: private.Of("bukan wilayah kami")}, []State{Received, Checking, Assigned}, same},
	{staff, Order{Move: Release}, []State{Received, Checking}, same},
	{staff, Order{Move: Classify, Category: "PPKS-01", Kind: "lansia", Lane: OpenLane}, []State{Received, Checking}, same},
	{resident, Order{Move: Add, Note: private.Of("sudah tiga hari")}, []State{Received, Checking, Assigned, InProgress, Awaiting, NotReport}, reopened},
	{resident, Order{Move: Alarm, Due: moveNow}, []State{Received, Checking, Assigned, InProgress, Awaiting, NotReport}, reopened},
	{resident, Order{Move: Detail, Details: Details{Count: 4}}, []State{Received, Checking, Assigned, InProgress, Awaiting}, same},
	{staff, Order{Move: Visit, Note: private.Of("atapnya bocor")}, []State{Assigned, InProgress}, always(InProgress)},
	{staff, Order{Move: Dismiss, Note: private.Of("salam saja")}, []State{Received, Checking, Assigned}, always(NotReport)},
	{staff, Order{Move: Identify, Note: private.Of("menghubungi pelapor")}, allStates, same},
	{staff, Order{Move: EndWithdrawn}, []State{Received, Checking, Assigned, InProgress, Awaiting}, always(Withdrawn)},
}

// reopened: what was taken for no report is looked at again.
func reopened(s State) State {
	if s == NotReport {
		return Checking
	}
	return s
}

func same(s State) State                { return s }
func always(to State) func(State) State { return func(State) State { return to } }

func TestEveryRowOfTheRules(t *testing.T) {
	if len(moves) != len(Rules) {
		t.Fatalf("%d rows are tested, there are %d", len(moves), len(Rules))
	}
	for i, m := range moves {
		if Rules[i].Move != m.order.Move {
			t.Fatalf("row %d is %s, tested is %s", i, Rules[i].Move, m.order.Move)
		}
		for _, state := range allStates {
			c := openCase(state)
			if m.order.Move == Visit {
				c.Holder = m.by.Person
			}
			before := c
			next, event, err := c.Apply(m.by, m.order, moveNow)
			if !contains(m.from, state) {
				if !errors.Is(err, ErrMove) || next.State != state {
					t.Errorf("%s from %s: %v, state %s", m.order.Move, state, err, next.State)
				}
				continue
			}
			if err != nil || next.State != m.to(state) {
				t.Errorf("%s from %s: state %s, %v", m.order.Move, state, next.State, err)
			}
			if event.At != moveNow || event.Actor != m.by.Person || event.From != state || event.To != next.State || event.Move != m.order.Move {
				t.Errorf("%s from %s: event %+v", m.order.Move, state, event)
			}
			if visible := contains([]Move{Take, Add, Alarm, Detail, Visit, Dismiss, Identify, EndWithdrawn}, m.order.Move); event.Visible != visible {
				t.Errorf("%s: visible to the reporter: %v", m.order.Move, event.Visible)
			}
			if c.State != state || c.Holder != before.Holder {
				t.Errorf("%s has changed the case itself", m.order.Move)
			}
		}
	}
}

func TestWhatAMoveNeeds(t *testing.T) {
	taken := openCase(Checking)
	taken.Holder = 99
	mine, another := openCase(Assigned), openCase(InProgress)
	mine.Holder, another.Holder = staff.Person, 99
	for _, try := range []struct {
		name  string
		c     Case
		by    Viewer
		order Order
		want  error
	}{
		{"take what somebody has", taken, staff, Order{Move: Take}, ErrConflict},
		{"decline without a reason", openCase(Received), staff, Order{Move: Decline}, ErrBadInput},
		{"class without a category", openCase(Received), staff, Order{Move: Classify, Kind: "lansia", Lane: OpenLane}, ErrBadInput},
		{"class without a kind", openCase(Received), staff, Order{Move: Classify, Category: "PPKS-01", Lane: OpenLane}, ErrBadInput},
		{"class without a lane", openCase(Received), staff, Order{Move: Classify, Category: "PPKS-01", Kind: "lansia"}, ErrBadInput},
		{"add nothing", openCase(Received), resident, Order{Move: Add}, ErrBadInput},
		{"add a photo", openCase(Received), resident, Order{Move: Add, Files: []Attachment{{Kind: "photo"}}}, nil},
		{"add to another's case", openCase(Received), staff, Order{Move: Add, Note: private.Of("x")}, ErrForbidden},
		{"work one's own case", openCase(Received), resident, Order{Move: Take}, ErrForbidden},
		{"a move that is none", openCase(Received), staff, Order{Move: "jump"}, ErrBadInput},
		{"file by hand", openCase(Received), staff, Order{Move: Filed}, ErrBadInput},
		{"visit without a word", mine, staff, Order{Move: Visit}, ErrBadInput},
		{"visit with a photo", mine, staff, Order{Move: Visit, Files: []Attachment{{Kind: "photo"}}}, nil},
		{"visit what another holds", another, staff, Order{Move: Visit, Note: private.Of("x")}, ErrForbidden},
		{"visit what nobody holds", openCase(Assigned), staff, Order{Move: Visit, Note: private.Of("x")}, ErrForbidden},
		{"no report, without a reason", openCase(Received), staff, Order{Move: Dismiss}, ErrBadInput},
		{"no report, says the village", released(), officer, Order{Move: Dismiss, Note: private.Of("x")}, ErrForbidden},
		{"no report, of danger", alarming(), staff, Order{Move: Dismiss, Note: private.Of("x")}, ErrForbidden},
		{"no report, of danger, by a caseworker", alarming(), caseworker, Order{Move: Dismiss, Note: private.Of("x")}, nil},
		{"who reported, without a reason", openCase(Received), staff, Order{Move: Identify}, ErrBadInput},
		{"who reported, asks the village", released(), officer, Order{Move: Identify, Note: private.Of("x")}, ErrForbidden},
		{"take before release", openCase(Received), officer, Order{Move: Take}, ErrNotFound},
		{"class as a coordinator", openCase(Received), coordinate, Order{Move: Classify, Category: "a", Kind: "b", Lane: OpenLane}, ErrForbidden},
	} {
		if _, _, err := try.c.Apply(try.by, try.order, moveNow); !errors.Is(err, try.want) {
			t.Errorf("%s: %v, want %v", try.name, err, try.want)
		}
	}
}

func TestAnOfficerWhoTakesIsAssigned(t *testing.T) {
	c := openCase(Checking)
	c.Released = true
	next, event, err := c.Apply(officer, Order{Move: Take}, moveNow)
	if err != nil || next.State != Assigned || next.Holder != officer.Person || event.To != Assigned {
		t.Errorf("%+v, %+v, %v", next, event, err)
	}
	back, event, err := next.Apply(officer, Order{Move: Decline, Note: private.Of("sakit")}, moveNow)
	if err != nil || back.State != Checking || back.Holder != 0 || event.From != Assigned || event.To != Checking {
		t.Errorf("%+v, %+v, %v", back, event, err)
	}
}

func TestDecliningWhatAnotherHoldsChangesNothing(t *testing.T) {
	c := openCase(Checking)
	c.Holder = 99
	if next, _, err := c.Apply(staff, Order{Move: Decline, Note: private.Of("saya tidak bisa")}, moveNow); err != nil || next.Holder != 99 {
		t.Errorf("%+v, %v", next, err)
	}
}

// A case that turns out confidential leaves the village and everybody who would not see it any more: it must not lie with them.
func TestACaseClassedConfidential(t *testing.T) {
	secret := Order{Move: Classify, Category: "PPKS-02", Kind: "kekerasan", Lane: Confidential}
	for _, try := range []struct {
		name   string
		by     Viewer
		holder PersonID
		want   PersonID
	}{
		{"nobody holds it", staff, 0, 0},
		{"held by the staff who class it", staff, staff.Person, 0},
		{"held by the village", staff, officer.Person, 0},
		{"held by the caseworker who classes it", caseworker, caseworker.Person, caseworker.Person},
	} {
		c := openCase(Checking)
		c.Released, c.Holder = true, try.holder
		next, _, err := c.Apply(try.by, secret, moveNow)
		if err != nil || next.Lane != Confidential || next.Released || next.Holder != try.want || next.State != Checking || next.Category != "PPKS-02" {
			t.Errorf("%s: %+v, %v", try.name, next, err)
		}
	}
	kept := openCase(Checking)
	kept.Lane, kept.Holder = Confidential, 99
	if next, _, err := kept.Apply(caseworker, secret, moveNow); err != nil || next.Holder != 99 {
		t.Errorf("another caseworker's case: %+v, %v", next, err)
	}
}

func TestANewCaseIsKeptToTheWorstCase(t *testing.T) {
	for _, try := range []struct {
		name         string
		f            Filing
		confidential bool
		want         Lane
	}{
		{"an old woman alone", Filing{Kind: "lansia"}, false, OpenLane},
		{"nothing understood", Filing{}, false, Confidential},
		{"a kind for caseworkers", Filing{Kind: "anak"}, true, Confidential},
		{"words about violence", Filing{Kind: "lansia", Sensitive: true}, false, Confidential},
		{"about officials", Filing{Kind: "lansia", Shield: ShieldVillage}, false, Confidential},
	} {
		c := NewCase(try.f, "BS-0000-0000-0", try.confidential)
		if c.Lane != try.want || c.State != Received || !c.Open || c.Released {
			t.Errorf("%s: %+v", try.name, c)
		}
	}
}

func TestASecondTellingOfTheSameTalk(t *testing.T) {
	first := NewCase(Filing{Kind: "lansia", Story: private.Of("Nek sendirian"), Files: []Attachment{{Unique: "a"}}}, "BS-0000-0000-0", false)
	first.Holder, first.State, first.Released = 99, Assigned, true
	next, words, files := first.Again(Filing{Kind: "lansia", Story: private.Of("Nek sendirian\nsakit"), Files: []Attachment{{Unique: "a"}, {Unique: "b"}}}, false)
	if words.Reveal() != "sakit" || len(files) != 1 || files[0].Unique != "b" || next.Additions != 1 || next.Holder != 99 || next.Lane != OpenLane {
		t.Errorf("%+v, %q, %v", next, words.Reveal(), files)
	}
	if _, words, _ := first.Again(Filing{Kind: "lansia", Story: private.Of("sendirian")}, false); !words.Empty() {
		t.Errorf("%q is not new", words.Reveal())
	}
	if _, words, _ := first.Again(Filing{Kind: "lansia", Story: private.Of("Rumahnya roboh")}, false); words.Reveal() != "Rumahnya roboh" {
		t.Errorf("%q", words.Reveal())
	}
	next, _, _ = first.Again(Filing{Kind: "lansia", Story: first.Story, Shield: ShieldVillage, Disclosure: Nameless}, false)
	if next.Shield != ShieldVillage || next.Disclosure != Nameless || next.Lane != Confidential || next.Released || next.Holder != 0 {
		t.Errorf("the stricter answer does not hold: %+v", next)
	}
	shielded, _, _ := next.Again(Filing{Kind: "lansia", Story: first.Story, Disclosure: VillageToo}, false)
	if shielded.Shield != ShieldVillage || shielded.Disclosure != Nameless {
		t.Errorf("the laxer answer holds: %+v", shielded)
	}
}

func TestAnInvitationIsUsableOnce(t *testing.T) {
	inv := Invitation{ExpiresAt: moveNow}
	before := moveNow.Add(-time.Second)
	if err := inv.Usable(before); err != nil {
		t.Error(err)
	}
	if err := inv.Usable(moveNow); !errors.Is(err, ErrExpired) {
		t.Error(err)
	}
	inv.RevokedAt = before
	if err := inv.Usable(before); !errors.Is(err, ErrRevoked) {
		t.Error(err)
	}
	inv.UsedAt = before
	if err := inv.Usable(before); !errors.Is(err, ErrUsed) {
		t.Error(err)
	}
}
