package store_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

func TestAReportBecomesACaseWithAlerts(t *testing.T) {
	w := open(t)
	w.with(casebook.Coordinator, kecamatan)
	w.with(casebook.Staff, district)
	w.with(casebook.Caseworker, district)
	w.with(casebook.Officer, village)
	w.did()

	c := w.file(func(f *casebook.Filing) {
		f.Files = []casebook.Attachment{{Kind: "photo", TelegramID: "AgAC-file", Unique: "AQAD-unique", Size: 4711}, {Kind: "pin", TelegramID: "-4.46,102.9"}}
	})

	if got := kinds(w.did()); got != "[fetch_file send_alert send_alert]" {
		t.Errorf("tasks %s, want the photo fetched, the coordinator and the staff told", got)
	}
	if _, ok := casebook.ReadNumber("BS", string(c.Number)); !ok {
		t.Errorf("number %s", c.Number)
	}
	staff := w.with(casebook.Staff, district)
	got, err := w.CaseFor(t.Context(), staff, c.Number, now)
	if err != nil {
		t.Fatal(err)
	}
	for i := range got.Files {
		if got.Files[i].ID == 0 {
			t.Errorf("file %d has no id", i)
		}
		got.Files[i].ID = 0
	}
	if got.Story.Reveal() != "Nek Rumsia sendirian" || got.Reporter != c.Reporter || !slices.Equal(got.Files, c.Files) {
		t.Errorf("the case reads %+v", got)
	}
	if !got.DueAt.Equal(c.DueAt) || !got.Open || got.State != casebook.Received || got.Lane != casebook.OpenLane {
		t.Errorf("the case reads %+v", got)
	}
}

func TestTheSameFilingEightTimesAtOnceIsOneCase(t *testing.T) {
	w := open(t)
	w.with(casebook.Staff, district)
	f := w.filing(w.somebody(district))
	numbers := make([]casebook.Number, 8)
	var wg sync.WaitGroup
	for i := range numbers {
		wg.Go(func() {
			r, err := w.FileCase(t.Context(), f, false, now)
			if err != nil || r.Added {
				t.Errorf("filing %d: added %v, %v", i, r.Added, err)
			}
			numbers[i] = r.Number
		})
	}
	wg.Wait()
	for _, n := range numbers {
		if n != numbers[0] {
			t.Fatalf("numbers %v, want one", numbers)
		}
	}
	if got := kinds(w.did()); got != "[send_alert]" {
		t.Errorf("tasks %s, want one alert", got)
	}
	for _, table := range []string{"cases", "case_events", "alerts", "case_reporters"} {
		if n := value[int](w, "SELECT count(*) FROM "+table); n != 1 {
			t.Errorf("%d rows in %s, want 1", n, table)
		}
	}
}

func TestTheSameTalkWithOtherWordsIsAnAddition(t *testing.T) {
	w := open(t)
	staff := w.with(casebook.Staff, district)
	f := w.filing(w.somebody(district))
	first, err := w.FileCase(t.Context(), f, false, now)
	if err != nil {
		t.Fatal(err)
	}
	f.Digest, f.Story = []byte("second"), private.Of("Nek Rumsia sendirian\nsudah tiga hari")
	for range 2 { // the second time nothing more happens
		again, err := w.FileCase(t.Context(), f, false, now)
		if err != nil || !again.Added || again.Number != first.Number {
			t.Fatalf("again %+v, %v", again, err)
		}
	}
	events, err := w.Timeline(t.Context(), staff, first.Number, now)
	if err != nil || len(events) != 2 || events[1].Move != casebook.Add || events[1].Note.Reveal() != "sudah tiga hari" || !events[1].Visible {
		t.Errorf("timeline %+v, %v", events, err)
	}
	f.Digest, f.Shield, f.Disclosure = []byte("third"), casebook.ShieldOffice, casebook.AboutOthers
	if _, err := w.FileCase(t.Context(), f, false, now); err != nil {
		t.Fatal(err)
	}
	if _, err := w.CaseFor(t.Context(), staff, first.Number, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("staff still read a case that is about the office: %v", err)
	}
}

func TestAFilingWhoseWorkCannotBeEnqueuedLeavesNothing(t *testing.T) {
	w := open(t)
	w.with(casebook.Staff, district)
	w.fail = errors.New("no queue")
	f := w.filing(w.somebody(district))
	if _, err := w.FileCase(t.Context(), f, false, now); !errors.Is(err, w.fail) {
		t.Fatalf("error %v", err)
	}
	for _, table := range []string{"cases", "case_events", "alerts", "alert_copies", "case_reporters", "case_files"} {
		if n := value[int](w, "SELECT count(*) FROM "+table); n != 0 {
			t.Errorf("%d rows in %s, want none", n, table)
		}
	}
	w.fail = nil
	if _, err := w.FileCase(t.Context(), f, false, now); err != nil {
		t.Errorf("the next try: %v", err)
	}
}

func TestAReportIsNotRefusedForABadCharacter(t *testing.T) {
	w := open(t)
	w.file(func(f *casebook.Filing) { f.Story = private.Of("tolong\x00 \xff cepat") })
	if got := value[string](w, "SELECT story FROM cases"); got != "tolong \uFFFD cepat" {
		t.Errorf("story %q", got)
	}
}

func TestWhereNobodyHoldsAnythingTheAdminsHear(t *testing.T) {
	w := open(t)
	admin := w.with(casebook.Admin, district)
	c := w.file()
	copies := w.sent(c)
	if len(copies) != 1 || copies[0].Viewer.Person != admin.Person || copies[0].Alert.Kind != casebook.NobodyHolds {
		t.Fatalf("copies %+v", copies)
	}
	if !copies[0].Case.Story.Empty() || copies[0].Case.Reporter != 0 {
		t.Error("the admin's copy holds content")
	}
	if _, err := w.CaseFor(t.Context(), admin, c.Number, now); !errors.Is(err, casebook.ErrForbidden) {
		t.Errorf("an admin opens a case: %v", err)
	}
}

func TestAReportInADistrictWithoutAnybodyIsKept(t *testing.T) {
	w := open(t)
	c := w.file()
	if n := value[int](w, "SELECT count(*) FROM alerts WHERE case_id = $1 AND open AND kind = 'nobody'", c.ID); n != 1 {
		t.Errorf("%d alerts, want one that waits", n)
	}
}
