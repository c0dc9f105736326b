package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

func TestAnAlertIsOpenOnceForOneThing(t *testing.T) {
	w := open(t)
	w.with(casebook.Staff, district)
	c := w.file()
	_, err := w.Pool().Exec(t.Context(), "INSERT INTO alerts (district_id, kind, case_id, dedup_key, at) SELECT district_id, kind, case_id, dedup_key, at FROM alerts")
	if err == nil {
		t.Error("two open alerts have one key")
	}
	if n := value[int](w, "SELECT count(*) FROM alerts WHERE case_id = $1", c.ID); n != 1 {
		t.Errorf("%d alerts", n)
	}
}

func TestWhatIsSolvedInsideTheWaitIsNeverSent(t *testing.T) {
	w := open(t)
	staff := w.with(casebook.Staff, district)
	w.with(casebook.Staff, district)
	c := w.file()
	if todo, err := w.PendingCopies(t.Context(), now.Add(time.Second), 10); err != nil || len(todo) != 2 {
		t.Fatalf("pending %v, %v", todo, err)
	}
	w.move(staff, c, casebook.Order{Move: casebook.Take})
	todo, err := w.PendingCopies(t.Context(), now.Add(time.Second), 10)
	if err != nil || len(todo) != 0 {
		t.Errorf("pending %v, %v", todo, err)
	}
	a, err := w.Copy(t.Context(), value[int64](w, "SELECT min(id) FROM alert_copies"))
	if err != nil || a.Alert.Open || a.Message != 0 {
		t.Errorf("copy %+v, %v", a, err)
	}
}

func TestACopySentWhileTheCaseMovedIsDrawnAgain(t *testing.T) {
	w := open(t)
	staff, other := w.with(casebook.Staff, district), w.with(casebook.Coordinator, kecamatan)
	c := w.file()
	id := value[int64](w, "SELECT id FROM alert_copies WHERE person_id = $1", other.Person)
	w.move(staff, c, casebook.Order{Move: casebook.Take}) // after the coordinator's copy was drawn, before Telegram answered
	w.did()
	if err := w.CopySent(t.Context(), id, 55, now.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := w.did(); len(got) != 1 || got[0] != (casebook.Task{Kind: casebook.EditAlert, ID: id}) {
		t.Errorf("tasks %v", got)
	}
}

func TestOfTwoAtOnceTheMoveOrTheSendingAsksForTheEdit(t *testing.T) {
	w := open(t)
	staff, other := w.with(casebook.Staff, district), w.with(casebook.Coordinator, kecamatan)
	for i := range 20 {
		c := w.fileBy(w.somebody(district))
		id := value[int64](w, "SELECT p.id FROM alert_copies p JOIN alerts a ON a.id = p.alert_id WHERE a.case_id = $1 AND person_id = $2", c.ID, other.Person)
		w.did()
		var wg sync.WaitGroup
		wg.Go(func() { w.move(staff, c, casebook.Order{Move: casebook.Take}) })
		wg.Go(func() {
			if err := w.CopySent(t.Context(), id, 100+i, now.Add(time.Second)); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		edited := false
		for _, task := range w.did() {
			edited = edited || task == casebook.Task{Kind: casebook.EditAlert, ID: id}
		}
		if !edited {
			t.Fatal("the copy keeps saying that the case is free")
		}
	}
}

func TestAnAlertThatReachesNobodyIsToldToTheAdminsOnce(t *testing.T) {
	w := open(t)
	admin := w.with(casebook.Admin, district)
	first, second := w.with(casebook.Staff, district), w.with(casebook.Coordinator, kecamatan)
	c := w.file()
	w.did()
	copyOf := func(v casebook.Viewer) int64 {
		return value[int64](w, "SELECT p.id FROM alert_copies p JOIN alerts a ON a.id = p.alert_id WHERE person_id = $1 AND case_id = $2", v.Person, c.ID)
	}
	if err := w.CopyFailed(t.Context(), copyOf(first), "gone", true, now); err != nil {
		t.Fatal(err)
	}
	if got := w.did(); len(got) != 0 {
		t.Errorf("tasks %v while a copy is under way", got)
	}
	for range 2 {
		if err := w.CopyFailed(t.Context(), copyOf(second), "away", false, now); err != nil {
			t.Fatal(err)
		}
	}
	if got := kinds(w.did()); got != "[send_alert]" {
		t.Errorf("tasks %s, want the admin told once", got)
	}
	a, err := w.Copy(t.Context(), copyOf(admin))
	if err != nil || a.Alert.Kind != casebook.Undelivered || !a.Case.Story.Empty() {
		t.Errorf("copy %+v, %v", a, err)
	}
	if _, err := w.Address(t.Context(), district, first.Person); !errors.Is(err, casebook.ErrGone) {
		t.Errorf("address of somebody who is gone: %v", err)
	}
	if err := w.CopyFailed(t.Context(), copyOf(admin), "gone", true, now); err != nil {
		t.Fatal(err)
	}
	if got := w.did(); len(got) != 0 {
		t.Errorf("tasks %v: nobody is left to tell", got)
	}
}

func TestACopyDroppedWhileItsCaseLiesOpenIsToldToTheAdmins(t *testing.T) {
	w := open(t)
	w.with(casebook.Admin, district)
	w.with(casebook.Staff, district)
	w.file()
	w.did()
	id := value[int64](w, "SELECT id FROM alert_copies")
	if err := w.CopyDropped(t.Context(), id, "no right any more", now); err != nil {
		t.Fatal(err)
	}
	if got := kinds(w.did()); got != "[send_alert]" {
		t.Errorf("tasks %s, want the admin told", got)
	}
}

func TestAPressOnAnUnknownCopyAdoptsIt(t *testing.T) {
	w := open(t)
	staff, stranger := w.with(casebook.Staff, district), w.with(casebook.Staff, other)
	user := w.users - 1
	c := w.file()
	if err := w.CopyAdopt(t.Context(), staff, user, 77, c.Number); err != nil {
		t.Fatal(err)
	}
	id := value[int64](w, "SELECT id FROM alert_copies")
	if a, err := w.Copy(t.Context(), id); err != nil || a.Message != 77 || a.To.Chat != user {
		t.Errorf("copy %+v, %v", a, err)
	}
	if n, purpose, err := w.CaseOf(t.Context(), district, user, 77); err != nil || n != c.Number || purpose != casebook.ForAlert {
		t.Errorf("a reply finds %s %s %v", n, purpose, err)
	}
	for range 2 { // it had been sent twice
		if err := w.CopyAdopt(t.Context(), staff, user, 78, c.Number); err != nil {
			t.Fatal(err)
		}
	}
	if n := value[int](w, "SELECT count(*) FROM alert_copies WHERE state = 'sent'"); n != 2 {
		t.Errorf("%d copies, want 2", n)
	}
	w.did()
	w.move(staff, c, casebook.Order{Move: casebook.Take})
	if got := kinds(w.did()); got != "[edit_alert edit_alert edit_card]" {
		t.Errorf("tasks %s, want both messages drawn again", got)
	}
	if err := w.CopyAdopt(t.Context(), stranger, user, 79, c.Number); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("a stranger adopts: %v", err)
	}
	if err := w.CopyAdopt(t.Context(), staff, -100123, 80, c.Number); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("in a group: %v", err)
	}
}

func TestTheCardThatCameLateIsDrawnAgain(t *testing.T) {
	w := open(t)
	staff, resident := w.with(casebook.Staff, district), w.somebody(district)
	c := w.fileBy(resident)
	w.move(staff, c, casebook.Order{Move: casebook.Take})
	w.did()
	card := casebook.Spoken{District: district, Chat: w.users, Message: 12, CaseID: c.ID, Person: resident.Person, Ours: true, Purpose: casebook.ForCard}
	for range 2 {
		if err := w.NoteSpoken(t.Context(), card, now); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.did(); len(got) != 2 || got[0] != (casebook.Task{Kind: casebook.EditCard, ID: c.ID}) {
		t.Errorf("tasks %v", got)
	}
	got, err := w.CardOf(t.Context(), c.ID)
	if err != nil || got.Message != 12 || got.Case.State != casebook.Checking || !got.Case.Story.Empty() {
		t.Errorf("card %+v, %v", got, err)
	}
	if err := w.SetBlocked(t.Context(), district, w.users, true, now); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Address(t.Context(), district, resident.Person); !errors.Is(err, casebook.ErrGone) {
		t.Errorf("the address of somebody who blocked us: %v", err)
	}
	if err := w.SetBlocked(t.Context(), district, w.users, false, now); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Address(t.Context(), district, resident.Person); err != nil {
		t.Error(err)
	}
	if _, err := w.Pool().Exec(t.Context(), "DELETE FROM case_reporters"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.CardOf(t.Context(), c.ID); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("the card of a case without a reporter: %v", err)
	}
}
