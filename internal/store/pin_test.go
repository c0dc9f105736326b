package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
	"rembuk/internal/store"
)

// quietly files a case that must not betray.
func quietly(f *casebook.Filing) {
	f.Kind, f.Sensitive, f.Story = "kekerasan", true, private.Of("Kartinem dipukul suaminya")
}

// A PIN is the same until it was shown, then it is shown no more; and nobody but the reporter is told it.
func TestAPINIsShownOnce(t *testing.T) {
	w := open(t)
	murni, other := w.somebody(district), w.somebody(district)
	c := w.fileBy(murni, quietly)
	pin, err := w.PIN(t.Context(), murni, c.Number, now)
	if err != nil || len(pin) != casebook.PINDigits {
		t.Fatalf("%q %v", pin, err)
	}
	if again, err := w.PIN(t.Context(), murni, c.Number, now); again != pin || err != nil {
		t.Errorf("before it was shown it changes: %q %v", again, err)
	}
	if _, err := w.PIN(t.Context(), other, c.Number, now); !errors.Is(err, casebook.ErrForbidden) {
		t.Errorf("another is told: %v", err)
	}
	if err := w.PINShown(t.Context(), murni, c.Number, now); err != nil {
		t.Fatal(err)
	}
	if _, err := w.PIN(t.Context(), murni, c.Number, now); !errors.Is(err, casebook.ErrUsed) {
		t.Errorf("it is shown twice: %v", err)
	}
	if _, err := w.ByPIN(t.Context(), other, c.Number, pin, now); err != nil {
		t.Errorf("number and PIN from another phone: %v", err)
	}
}

// Whoever asks at once, no more tries are taken than the limit.
func TestTriesAtOnce(t *testing.T) {
	w := open(t)
	murni := w.somebody(district)
	c := w.fileBy(murni, quietly)
	pin, _ := w.PIN(t.Context(), murni, c.Number, now)
	second, err := store.Open(t.Context(), w.Pool().Config().ConnString(), ring())
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	var mu sync.Mutex
	var all sync.WaitGroup
	taken := 0
	for i := range 24 {
		guesser, s := w.somebody(district), []*store.Store{w.Store, second}[i%2]
		all.Go(func() {
			_, err := s.ByPIN(t.Context(), guesser, c.Number, fmt.Sprintf("%06d", i), now)
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, casebook.ErrNotFound) {
				taken++
			} else if !errors.Is(err, casebook.ErrTries) {
				t.Errorf("try %d: %v", i, err)
			}
		})
	}
	all.Wait()
	if taken != casebook.CaseTries {
		t.Errorf("%d tries were taken", taken)
	}
	if _, err := w.ByPIN(t.Context(), murni, c.Number, pin, now.Add(30*time.Minute)); !errors.Is(err, casebook.ErrTries) {
		t.Errorf("closed, and the right one is taken: %v", err)
	}
	if _, err := w.ByPIN(t.Context(), murni, c.Number, pin, now.Add(61*time.Minute)); err != nil {
		t.Errorf("after an hour: %v", err)
	}
}

// Right ones are no tries; and one's own case opened in between does not give a guesser new tries.
func TestRightOnesAreNoTries(t *testing.T) {
	w := open(t)
	guesser := w.somebody(district)
	own := w.fileBy(guesser, quietly)
	pin, _ := w.PIN(t.Context(), guesser, own.Number, now)
	for range 20 {
		if _, err := w.ByPIN(t.Context(), guesser, own.Number, pin, now); err != nil {
			t.Fatal(err)
		}
	}
	for i := range casebook.PersonTries {
		c := w.file(quietly)
		if _, err := w.ByPIN(t.Context(), guesser, c.Number, "000000", now); !errors.Is(err, casebook.ErrNotFound) {
			t.Fatalf("try %d: %v", i, err)
		}
		if i < casebook.PersonTries-1 {
			if _, err := w.ByPIN(t.Context(), guesser, own.Number, pin, now); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := w.ByPIN(t.Context(), guesser, own.Number, pin, now); !errors.Is(err, casebook.ErrTries) {
		t.Errorf("one more: %v", err)
	}
}

// What is added by number and PIN stands on the timeline as the reporter's; the key serves its own person and case, for an hour.
func TestAddProven(t *testing.T) {
	w := open(t)
	murni, sister := w.somebody(district), w.somebody(district)
	c, d := w.fileBy(murni, quietly), w.file(quietly)
	pin, _ := w.PIN(t.Context(), murni, c.Number, now)
	face, err := w.ByPIN(t.Context(), sister, c.Number, pin, now)
	if err != nil {
		t.Fatal(err)
	}
	add := casebook.Order{Move: casebook.Add, Note: private.Of("di rumah pamannya"), Said: casebook.Spoken{District: district, Chat: 5, Message: 6}}
	for range 2 {
		if _, err := w.AddProven(t.Context(), sister, c.Number, face.Key, add, now); err != nil {
			t.Fatal(err)
		}
	}
	caseworker := w.with(casebook.Caseworker, district)
	events, err := w.Timeline(t.Context(), caseworker, c.Number, now)
	if err == nil && (len(events) != 2 || events[1].Actor != 0) {
		t.Errorf("timeline: %+v", events)
	}
	for name, err := range map[string]error{
		"another person": second(w.AddProven(t.Context(), murni, c.Number, face.Key, add, now)),
		"another case":   second(w.AddProven(t.Context(), sister, d.Number, face.Key, add, now)),
		"no key":         second(w.AddProven(t.Context(), sister, c.Number, "", add, now)),
		"later":          second(w.AddProven(t.Context(), sister, c.Number, face.Key, add, now.Add(2*time.Hour))),
		"to take it":     second(w.AddProven(t.Context(), sister, c.Number, face.Key, casebook.Order{Move: casebook.Take}, now)),
	} {
		if err == nil {
			t.Errorf("%s: added", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// By number alone nobody without a right is given anything of a quiet case: not its reporter's own phone, nor anybody who has reported, nor an officer.
func TestNothingOfAQuietCaseByItsNumber(t *testing.T) {
	w := open(t)
	murni := w.somebody(district)
	c := w.fileBy(murni, quietly, func(f *casebook.Filing) {
		f.Files = []casebook.Attachment{{Kind: "photo", TelegramID: "AgAD", Unique: "u"}}
	})
	tell := casebook.Order{Move: casebook.Detail, Details: casebook.Details{Place: private.Of("dekat masjid"), Count: 3}}
	if _, err := w.Move(t.Context(), murni, c.Number, tell, now); err != nil {
		t.Fatal(err)
	}
	viewers := map[string]casebook.Viewer{
		"reporter": murni, "stranger": w.somebody(district), "other district": w.somebody(other), "officer": w.with(casebook.Officer, village),
		"coordinator": w.with(casebook.Coordinator, kecamatan), "staff": w.with(casebook.Staff, district), "admin": w.with(casebook.Admin, district),
		"head": w.with(casebook.HeadViewer, district),
	}
	for name, v := range viewers {
		k, err := w.CaseFor(t.Context(), v, c.Number, now)
		if err == nil && name != "reporter" {
			t.Errorf("%s opens it", name)
		}
		if !k.Story.Empty() || len(k.Files) > 0 || k.Kind != "" || k.Category != "" || k.Region != "" || !k.PlaceNote.Empty() || k.Gist.Count != 0 || k.Gist.Danger != "" {
			t.Errorf("%s is given %+v", name, k)
		}
		moved, _ := w.Move(t.Context(), v, c.Number, casebook.Order{Move: casebook.Add, Note: private.Of("x")}, now)
		if !moved.Story.Empty() || moved.Kind != "" || moved.Region != "" {
			t.Errorf("%s is given by a move %+v", name, moved)
		}
		if lines, _ := w.OwnCases(t.Context(), v, 10); len(lines) > 0 {
			t.Errorf("%s has it in the list", name)
		}
		if events, _ := w.Timeline(t.Context(), v, c.Number, now); name == "reporter" {
			for _, e := range events {
				if strings.Contains(e.Note.Reveal(), "x") {
					t.Errorf("the timeline gives the words back: %+v", e)
				}
			}
		}
		if _, err := w.ContactFor(t.Context(), v, c.Number, now); err == nil {
			t.Errorf("%s reads the phone", name)
		}
		if face, err := w.ByPIN(t.Context(), v, c.Number, "", now); err == nil {
			t.Errorf("%s opens it without a PIN: %+v", name, face)
		}
	}
}

// The phone is kept with a yes only, and read by those who may know who reported.
func TestWhoReadsThePhone(t *testing.T) {
	w := open(t)
	contact := casebook.Contact{Name: private.Of("Ibu Hartati"), Phone: private.Of("+6281234567890"), Notice: 1, Said: now}
	readers := map[string]casebook.Viewer{
		"officer": w.with(casebook.Officer, village), "coordinator": w.with(casebook.Coordinator, kecamatan), "staff": w.with(casebook.Staff, district),
		"admin": w.with(casebook.Admin, district), "head": w.with(casebook.HeadViewer, district), "stranger": w.somebody(district),
	}
	for _, row := range []struct {
		disclosure casebook.Disclosure
		may        string
	}{
		{casebook.OfficeOnly, "coordinator staff"}, {casebook.VillageToo, "officer coordinator staff"}, {casebook.Nameless, ""},
	} {
		hartati := w.somebody(district)
		c := w.fileBy(hartati, func(f *casebook.Filing) { f.Disclosure = row.disclosure })
		w.move(readers["staff"], c, casebook.Order{Move: casebook.Release})
		if err := w.SaveContact(t.Context(), hartati, c.Number, casebook.Contact{Phone: contact.Phone}); !errors.Is(err, casebook.ErrBadInput) {
			t.Errorf("kept without a yes: %v", err)
		}
		if err := w.SaveContact(t.Context(), readers["stranger"], c.Number, contact); !errors.Is(err, casebook.ErrForbidden) {
			t.Errorf("a stranger tells a phone: %v", err)
		}
		for range 2 {
			if err := w.SaveContact(t.Context(), hartati, c.Number, contact); err != nil {
				t.Fatal(err)
			}
		}
		for name, v := range readers {
			got, err := w.ContactFor(t.Context(), v, c.Number, now)
			if may := strings.Contains(row.may, name); may != (err == nil) {
				t.Errorf("%s, %s: %v", row.disclosure, name, err)
			} else if may && (got.Phone.Reveal() != "+6281234567890" || got.Name.Reveal() != "Ibu Hartati" || got.Notice != 1) {
				t.Errorf("%s, %s reads %q %q", row.disclosure, name, got.Phone.Reveal(), got.Name.Reveal())
			}
		}
	}
}
