package store_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// forResident files a case of a resident by an officer.
func (w *world) forResident(officer casebook.Viewer, change ...func(*casebook.Filing)) casebook.Case {
	w.t.Helper()
	w.users++
	return w.fileBy(officer, append([]func(*casebook.Filing){func(f *casebook.Filing) {
		f.Dialog += " for a resident " + string(rune('a'+w.users%26))
		f.Reporter, f.FiledBy = 0, officer.Person
		f.Behalf = casebook.Behalf{Agreed: true, Name: private.Of("Rumsia binti Mansur"), Phone: private.Of("+6281234567890")}
	}}, change...)...)
}

func TestAResidentsContactIsKeptWithAYesOnly(t *testing.T) {
	w := open(t)
	officer, staff := w.with(casebook.Officer, village), w.with(casebook.Staff, district)
	agreed := w.forResident(officer)
	refused := w.forResident(officer, func(f *casebook.Filing) { f.Behalf.Agreed = false })
	c, err := w.ContactFor(t.Context(), staff, agreed.Number, now)
	if err != nil || c.Name.Reveal() != "Rumsia binti Mansur" || c.Phone.Reveal() != "+6281234567890" || c.Notice != 1 {
		t.Errorf("contact %+v, %v", c, err)
	}
	if _, err := w.ContactFor(t.Context(), staff, refused.Number, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("without a yes: %v", err)
	}
	if _, err := w.ContactFor(t.Context(), officer, agreed.Number, now); err == nil {
		t.Error("who filed it reads the contact back")
	}
	sealed := value[[]byte](w, "SELECT phone_sealed FROM case_contacts")
	if bytes.Contains(sealed, []byte("8123")) {
		t.Error("the phone lies open")
	}
	if n := value[int](w, "SELECT count(*) FROM case_reporters"); n != 0 {
		t.Errorf("%d reporters: the officer is none", n)
	}
}

// An officer files for a resident what becomes the caseworkers' own, and later tries everything.
func TestWhoFiledAConfidentialCaseReadsNothingOfIt(t *testing.T) {
	w := open(t)
	officer, worker := w.with(casebook.Officer, village), w.with(casebook.Caseworker, district)
	c := w.forResident(officer, func(f *casebook.Filing) { f.Story, f.Sensitive = private.Of("dipukul suaminya"), true })
	w.move(worker, c, casebook.Order{Move: casebook.Classify, Category: "PPKS-02", Kind: "kekerasan", Lane: casebook.Confidential})

	got, err := w.CaseFor(t.Context(), officer, c.Number, now)
	if err != nil || !got.Story.Empty() || got.Kind != "" || got.Region != "" || got.Category != "" || got.Holder != 0 {
		t.Errorf("the case: %+v, %v", got, err)
	}
	events, err := w.Timeline(t.Context(), officer, c.Number, now)
	for _, e := range events {
		if !e.Visible || e.Actor != 0 {
			t.Errorf("the timeline: %+v", e)
		}
	}
	if err != nil {
		t.Error(err)
	}
	if _, err := w.Alike(t.Context(), officer, c.Number); !errors.Is(err, casebook.ErrForbidden) {
		t.Errorf("what is like it: %v", err)
	}
	lines, err := w.FiledCases(t.Context(), officer, 10)
	if err != nil || len(lines) != 1 || lines[0].Kind != "" || lines[0].Region != "" {
		t.Errorf("the list: %+v, %v", lines, err)
	}
	for _, m := range []casebook.Move{casebook.Take, casebook.Decline, casebook.Release, casebook.Classify, casebook.Visit} {
		if _, err := w.Move(t.Context(), officer, c.Number, casebook.Order{Move: m, Note: private.Of("x"), Category: "PPKS-01", Kind: "lansia", Lane: casebook.OpenLane}, now); !errors.Is(err, casebook.ErrForbidden) {
			t.Errorf("%s: %v", m, err)
		}
	}
	added := w.move(officer, c, casebook.Order{Move: casebook.Add, Note: private.Of("pulang jam sembilan")})
	if n := value[int](w, "SELECT additions FROM cases"); n != 1 || !added.Story.Empty() {
		t.Errorf("added to: %+v", added)
	}
	if n := value[int](w, "SELECT count(*) FROM case_reads WHERE person_id <> $1", worker.Person); n != 0 {
		t.Errorf("%d readings by somebody who read nothing", n)
	}
	admin := w.with(casebook.Admin, district)
	if err := w.RevokeGrant(t.Context(), admin, officer.Person, now); err != nil {
		t.Fatal(err)
	}
	if _, err := w.CaseFor(t.Context(), officer, c.Number, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("without a grant: %v", err)
	}
	if _, err := w.PIN(t.Context(), officer, c.Number, now); err == nil {
		t.Error("without a grant, the PIN")
	}
}

func TestNobodyLinksWhatIsNotTheirs(t *testing.T) {
	w := open(t)
	staff, worker, officer := w.with(casebook.Staff, district), w.with(casebook.Caseworker, district), w.with(casebook.Officer, village)
	words := func(f *casebook.Filing) { f.Story = private.Of("Nek Rumsia sendirian, atap bocor") }
	one, two := w.file(words), w.file(words)
	secret := w.file(words, func(f *casebook.Filing) { f.Disclosure, f.Shield = casebook.AboutOthers, casebook.ShieldVillage })
	list := func(v casebook.Viewer, c casebook.Case) string {
		alike, err := w.Alike(t.Context(), v, c.Number)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, a := range alike {
			all = append(all, string(a.Bond)+string(a.Number))
		}
		return strings.Join(all, " ")
	}
	if got := list(staff, one); got != string(two.Number) {
		t.Errorf("staff are shown %q", got)
	}
	if got := list(worker, one); !strings.Contains(got, string(two.Number)) || !strings.Contains(got, string(secret.Number)) {
		t.Errorf("a caseworker is shown %q", got)
	}
	for _, v := range []casebook.Viewer{staff, officer, w.somebody(district)} {
		if err := w.Link(t.Context(), v, one.Number, secret.Number, casebook.Linked, now); !errors.Is(err, casebook.ErrNotFound) {
			t.Errorf("a link to a secret case: %v", err)
		}
	}
	if err := w.Link(t.Context(), worker, one.Number, secret.Number, casebook.Linked, now); err != nil {
		t.Fatal(err)
	}
	for range 2 { // pressed twice
		if err := w.Link(t.Context(), staff, two.Number, one.Number, casebook.Linked, now); err != nil {
			t.Fatal(err)
		}
	}
	if got := list(staff, one); got != "linked"+string(two.Number) {
		t.Errorf("staff are shown %q", got)
	}
	if n := value[int](w, "SELECT count(*) FROM case_events WHERE move = 'linked' AND NOT visible"); n != 4 {
		t.Errorf("%d lines on timelines, want two of each pair", n)
	}
}
