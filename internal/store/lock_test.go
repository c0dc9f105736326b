package store_test

import (
	"bytes"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// locking is a world whose office asks for PINs.
func locking(t *testing.T) *world {
	w := open(t)
	w.Rules = func(string) casebook.Round { return casebook.Round{District: district, PINSession: 8 * time.Hour} }
	return w
}

func TestAConfidentialCaseIsOpenedByPIN(t *testing.T) {
	w := locking(t)
	agus := w.with(casebook.Caseworker, district)
	c := w.file(func(f *casebook.Filing) { f.Sensitive = true })
	reads := func() int64 { return value[int64](w, "SELECT count(*) FROM case_reads WHERE case_id = $1", c.ID) }
	open := func(at time.Time) error {
		_, err := w.CaseFor(t.Context(), agus, c.Number, at)
		return err
	}
	wantErr(t, "before there is a PIN", open(now), casebook.ErrNoPIN)
	wantErr(t, "weak", w.SetPIN(t.Context(), agus, private.Of("111111"), now), casebook.ErrBadInput)
	if err := w.SetPIN(t.Context(), agus, private.Of("482913"), now); err != nil {
		t.Fatal(err)
	}
	if mac := value[[]byte](w, "SELECT mac FROM locks WHERE person_id = $1", agus.Person); bytes.Contains(mac, []byte("482913")) {
		t.Error("the PIN is kept")
	}
	wantErr(t, "in the session", open(now.Add(7*time.Hour)), nil)
	if reads() != 1 {
		t.Errorf("%d readings are logged", reads())
	}
	later := now.Add(8 * time.Hour)
	wantErr(t, "after it", open(later), casebook.ErrPIN)
	if reads() != 1 {
		t.Error("what was not opened is logged as read")
	}
	wantErr(t, "another PIN by who finds the phone", w.SetPIN(t.Context(), agus, private.Of("905172"), later), casebook.ErrPIN)
	for n := range casebook.LockTries {
		want := casebook.ErrBadInput
		if n == casebook.LockTries-1 {
			want = casebook.ErrTries
		}
		wantErr(t, "wrong", w.TryPIN(t.Context(), agus, private.Of("000000"), later), want)
	}
	wantErr(t, "right, too late", w.TryPIN(t.Context(), agus, private.Of("482913"), later), casebook.ErrTries)
	wantErr(t, "still closed", open(later), casebook.ErrPIN)
	wantErr(t, "an hour later", w.TryPIN(t.Context(), agus, private.Of("482 913"), later.Add(time.Hour)), nil)
	wantErr(t, "open", open(later.Add(time.Hour)), nil)

	staff := w.with(casebook.Staff, district)
	wantErr(t, "a PIN for who needs none", w.SetPIN(t.Context(), staff, private.Of("482913"), now), casebook.ErrForbidden)
	calm := w.file()
	if _, err := w.CaseFor(t.Context(), staff, calm.Number, now); err != nil {
		t.Errorf("an open case asks for a PIN: %v", err)
	}
}

func TestExpelEndsTheSession(t *testing.T) {
	w := locking(t)
	admin, agus := w.with(casebook.Admin, district), w.with(casebook.Caseworker, district)
	if err := w.SetPIN(t.Context(), agus, private.Of("482913"), now); err != nil {
		t.Fatal(err)
	}
	c := w.file(func(f *casebook.Filing) { f.Sensitive = true })
	w.move(agus, c, casebook.Order{Move: casebook.Take})
	done, err := w.Expel(t.Context(), admin, agus.Person, now)
	if err != nil || done != (casebook.Expelled{Grants: 1, Cases: 1}) {
		t.Errorf("%+v, %v", done, err)
	}
	if n := value[int64](w, "SELECT count(*) FROM locks"); n != 0 {
		t.Error("the PIN stays")
	}
	_, err = w.CaseFor(t.Context(), agus, c.Number, now)
	wantErr(t, "afterwards", err, casebook.ErrNotFound)
}

func TestAProposalIsDecidedByAnother(t *testing.T) {
	w := open(t)
	admin, second := w.with(casebook.Admin, district), w.with(casebook.Caseworker, district)
	staff := w.with(casebook.Staff, district)
	_, err := w.Propose(t.Context(), staff, district, now, time.Hour)
	wantErr(t, "by staff", err, casebook.ErrForbidden)
	p, err := w.Propose(t.Context(), admin, district, now, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.Propose(t.Context(), admin, district, now, time.Hour); err != nil || again.ID != p.ID {
		t.Errorf("asked twice: %+v, %v", again, err)
	}
	_, err = w.Decide(t.Context(), admin, p.ID, true, now)
	wantErr(t, "by oneself", err, casebook.ErrForbidden)
	_, _, err = w.UseProposal(t.Context(), admin, p.ID, now, time.Hour)
	wantErr(t, "before anybody agrees", err, casebook.ErrMove)
	if _, err = w.Decide(t.Context(), second, p.ID, true, now); err != nil {
		t.Fatal(err)
	}
	code, inv, err := w.UseProposal(t.Context(), admin, p.ID, now, time.Hour)
	if err != nil || inv.Role != casebook.Caseworker {
		t.Fatalf("%+v, %v", inv, err)
	}
	_, _, err = w.UseProposal(t.Context(), admin, p.ID, now, time.Hour)
	wantErr(t, "twice", err, casebook.ErrUsed)
	w.did()
	if _, err := w.Accept(t.Context(), w.somebody(district), code, now); err != nil {
		t.Fatal(err)
	}
	if got := kinds(w.did()); got != "[send_notice]" {
		t.Errorf("the caseworker hears by %s", got)
	}
	if n := value[int64](w, "SELECT count(*) FROM grants WHERE granted_by = $1 AND agreed_by = $2", admin.Person, second.Person); n != 1 {
		t.Error("who gave the grant, and who agreed, is not kept")
	}
	_, err = w.Pool().Exec(t.Context(), "UPDATE proposals SET decided_by = proposed_by")
	if err == nil {
		t.Error("the same person twice")
	}
}

func TestOpeningWhoReportedIsLoggedOnceWithItsReason(t *testing.T) {
	w := open(t)
	staff, caseworker, admin := w.with(casebook.Staff, district), w.with(casebook.Caseworker, district), w.with(casebook.Admin, district)
	c := w.file()
	w.did()
	order := casebook.Order{Move: casebook.Identify, Note: private.Of("menghubungi"), Said: casebook.Spoken{District: district, Chat: 5, Message: 9, Person: staff.Person, Purpose: casebook.ForTalk}}
	for range 2 { // the same message twice
		if shown := w.move(staff, c, order); shown.Reporter != c.Reporter {
			t.Error("the reporter is not shown")
		}
	}
	for _, v := range []casebook.Viewer{caseworker, admin} {
		list, err := w.Reads(t.Context(), v, c.Number, 10)
		if err != nil || len(list) != 1 || list[0].What != "identity" || list[0].Desk != casebook.Staff || list[0].Reason.Reveal() != "menghubungi" {
			t.Errorf("%+v, %v", list, err)
		}
	}
	_, err := w.Reads(t.Context(), staff, c.Number, 10)
	wantErr(t, "the log, by staff", err, casebook.ErrForbidden)
	if n := value[int64](w, "SELECT count(*) FROM notices WHERE kind = 'identity_opened' AND person_id = $1", c.Reporter); n != 1 {
		t.Errorf("the reporter is told %d times", n)
	}
	nameless := w.file(func(f *casebook.Filing) { f.Disclosure = casebook.Nameless })
	order.Said.Message = 10
	_, err = w.Move(t.Context(), staff, nameless.Number, order, now)
	wantErr(t, "nameless", err, casebook.ErrForbidden)
}

func TestReportsOfOnePersonThatAreVeryMany(t *testing.T) {
	w := open(t)
	w.Rules = func(string) casebook.Round { return casebook.Round{District: district, ManyHour: 5, ManyDay: 10} }
	rio := w.somebody(district)
	file := func(n int, change ...func(*casebook.Filing)) casebook.Case {
		return w.fileBy(rio, append(change, func(f *casebook.Filing) { f.Dialog = string(rune('a' + n)) })...)
	}
	for n := range 5 {
		if c := file(n); c.Many {
			t.Errorf("report %d is one too many", n+1)
		}
	}
	if c := file(5); !c.Many {
		t.Error("the sixth in an hour is not marked")
	}
	if c := file(6, func(f *casebook.Filing) { f.Alarm = true }); c.Many {
		t.Error("danger waits")
	}
	staff := w.with(casebook.Staff, district)
	other := w.file()
	lines, _, err := w.OpenCases(t.Context(), staff, casebook.Cursor{}, 20)
	if err != nil || len(lines) == 0 || lines[len(lines)-1].Number == other.Number {
		t.Errorf("another's report stands last: %v", err)
	}
}
