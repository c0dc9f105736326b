package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
	"rembuk/internal/store"
)

func TestManyTakeAtOnceAndOneHasIt(t *testing.T) {
	w := open(t)
	takers := []casebook.Viewer{w.with(casebook.Coordinator, kecamatan), w.with(casebook.Staff, district), w.with(casebook.Staff, district), w.with(casebook.Caseworker, district)}
	for range 10 {
		c := w.file()
		copies := w.sent(c)
		w.did()
		var won, lost atomic.Int32
		atOnce(len(takers), func(i int) {
			switch _, err := w.Move(t.Context(), takers[i], c.Number, casebook.Order{Move: casebook.Take}, now); {
			case err == nil:
				won.Add(1)
			case errors.Is(err, casebook.ErrConflict):
				lost.Add(1)
			default:
				t.Error(err)
			}
		})
		if won.Load() != 1 || lost.Load() != 3 {
			t.Fatalf("%d have it, %d came late", won.Load(), lost.Load())
		}
		if got := kinds(w.did()); got != "[edit_alert edit_alert edit_alert edit_card]" {
			t.Errorf("tasks %s, want all copies and the card drawn again", got)
		}
		a, err := w.Copy(t.Context(), copies[0].ID)
		if err != nil || a.Alert.Open || a.Case.Holder == 0 || a.HolderIs == "" {
			t.Errorf("copy %+v, %v", a, err)
		}
	}
}

// atOnce calls n times at the same moment and waits for all.
func atOnce(n int, call func(i int)) {
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			call(i)
		})
	}
	close(start)
	wg.Wait()
}

func TestRightsAreReadAtThePress(t *testing.T) {
	w := open(t)
	admin, staff := w.with(casebook.Admin, district), w.with(casebook.Staff, district)
	c := w.file()
	if err := w.RevokeGrant(t.Context(), admin, staff.Person, now); err != nil {
		t.Fatal(err)
	}
	_, err := w.Move(t.Context(), staff, c.Number, casebook.Order{Move: casebook.Take}, now) // with the grants of before
	if !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("took with a revoked grant: %v", err)
	}
	if _, err := w.CaseFor(t.Context(), staff, c.Number, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("read with a revoked grant: %v", err)
	}
}

func TestACaseGoesBackWhenItsHolderLosesTheRight(t *testing.T) {
	w := open(t)
	admin, staff := w.with(casebook.Admin, district), w.with(casebook.Staff, district)
	coordinator := w.with(casebook.Coordinator, kecamatan)
	c := w.file()
	w.sent(c)
	w.move(staff, c, casebook.Order{Move: casebook.Take})
	w.did()
	if err := w.RevokeGrant(t.Context(), admin, staff.Person, now); err != nil {
		t.Fatal(err)
	}
	got, err := w.CaseFor(t.Context(), coordinator, c.Number, now)
	if err != nil || got.Holder != 0 || got.State != casebook.Checking {
		t.Errorf("holder %d, state %s, %v", got.Holder, got.State, err)
	}
	if got := kinds(w.did()); got != "[edit_alert edit_alert send_alert]" {
		t.Errorf("tasks %s, want the coordinator told anew", got)
	}
}

func TestTakingAndLosingTheRightAtOnceLeavesNoCaseBehind(t *testing.T) {
	w := open(t)
	admin := w.with(casebook.Admin, district)
	for range 10 {
		staff := w.with(casebook.Staff, district)
		c := w.file()
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = w.Move(t.Context(), staff, c.Number, casebook.Order{Move: casebook.Take}, now) })
		wg.Go(func() {
			if err := w.RevokeGrant(t.Context(), admin, staff.Person, now); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
	}
	if n := value[int](w, "SELECT count(*) FROM cases WHERE holder_id IS NOT NULL"); n != 0 {
		t.Errorf("%d cases are held by people without a grant", n)
	}
}

func TestAReleasedCaseIsTheVillages(t *testing.T) {
	w := open(t)
	staff, officer := w.with(casebook.Staff, district), w.with(casebook.Officer, village)
	stranger := w.with(casebook.Officer, neighbour)
	c := w.file()
	if _, err := w.CaseFor(t.Context(), officer, c.Number, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("the village reads before release: %v", err)
	}
	w.did()
	w.move(staff, c, casebook.Order{Move: casebook.Release})
	if got := kinds(w.did()); got != "[send_alert]" {
		t.Errorf("tasks %s, want the officer told", got)
	}
	got, err := w.CaseFor(t.Context(), officer, c.Number, now)
	if err != nil || !got.Story.Empty() || got.Reporter != 0 {
		t.Errorf("the officer reads %+v, %v: neither words nor reporter are for the village", got, err)
	}
	if _, err := w.CaseFor(t.Context(), stranger, c.Number, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("the next village reads: %v", err)
	}
	if taken := w.move(officer, c, casebook.Order{Move: casebook.Take}); taken.State != casebook.Assigned || taken.Holder != officer.Person {
		t.Errorf("taken %+v", taken)
	}
	w.did()
	w.move(officer, c, casebook.Order{Move: casebook.Decline, Note: private.Of("sakit")})
	if tasks := w.did(); !strings.Contains(kinds(tasks), "send_alert") {
		t.Errorf("tasks %s: nobody hears that the case came back", kinds(tasks))
	}
}

func TestACaseThatTurnsOutConfidentialReachesTheCaseworkers(t *testing.T) {
	w := open(t)
	staff, caseworker := w.with(casebook.Staff, district), w.with(casebook.Caseworker, district)
	c := w.file()
	w.sent(c)
	w.move(staff, c, casebook.Order{Move: casebook.Take})
	w.did()
	w.move(staff, c, casebook.Order{Move: casebook.Classify, Category: "PPKS-02", Kind: "kekerasan", Lane: casebook.Confidential})
	if got := kinds(w.did()); got != "[edit_alert edit_card send_alert]" {
		t.Errorf("tasks %s, want the caseworker told, the old copy and the reporter's card drawn again", got)
	}
	if _, err := w.CaseFor(t.Context(), staff, c.Number, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("staff still read it: %v", err)
	}
	w.move(caseworker, c, casebook.Order{Move: casebook.Take})
}

func TestAnAdditionIsToldToTheHolderOnceUntilTheCaseIsOpened(t *testing.T) {
	w := open(t)
	staff, resident := w.with(casebook.Staff, district), w.somebody(district)
	c := w.fileBy(resident)
	w.move(staff, c, casebook.Order{Move: casebook.Take})
	w.did()
	add := func(message int) {
		order := casebook.Order{Move: casebook.Add, Note: private.Of("lampu mati"),
			Files: []casebook.Attachment{{Kind: "photo", TelegramID: "f", Unique: string(rune('a' + message)), Size: 1}},
			Said:  casebook.Spoken{Chat: 42, District: district, Message: message, Person: resident.Person, Purpose: casebook.ForAdded}}
		w.move(resident, c, order)
	}
	add(1)
	add(1) // a second delivery
	if got := kinds(w.did()); got != "[edit_card fetch_file send_alert]" {
		t.Errorf("tasks %s", got)
	}
	copies := w.sent(c)
	add(2)
	if got := kinds(w.did()); got != "[edit_alert edit_card fetch_file]" {
		t.Errorf("tasks %s, want the open alert counted up", got)
	}
	if a, _ := w.Copy(t.Context(), copies[0].ID); a.Alert.Count != 2 || a.Case.Additions != 2 || len(a.Case.Files) != 2 {
		t.Errorf("copy %+v", a)
	}
	if _, err := w.CaseFor(t.Context(), staff, c.Number, now); err != nil {
		t.Fatal(err)
	}
	add(3)
	if got := kinds(w.did()); got != "[edit_alert edit_card fetch_file send_alert]" {
		t.Errorf("tasks %s, want the holder told anew", got)
	}
	if n, purpose, err := w.CaseOf(t.Context(), district, 42, 3); err != nil || n != c.Number || purpose != casebook.ForAdded {
		t.Errorf("case of the message: %s %s %v", n, purpose, err)
	}
}

func TestTheTimelineIsOnlyAppendedTo(t *testing.T) {
	w := open(t)
	caseworker := w.with(casebook.Caseworker, district)
	c := w.file(func(f *casebook.Filing) { f.Kind = "" })
	if _, err := w.CaseFor(t.Context(), caseworker, c.Number, now); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"UPDATE case_events SET note = 'x'", "DELETE FROM case_events", "TRUNCATE case_events", "UPDATE case_reads SET at = now()", "DELETE FROM case_reads",
	} {
		if _, err := w.Pool().Exec(t.Context(), statement); err == nil {
			t.Errorf("%s: the server let it pass", statement)
		}
	}
}

func TestReadingAConfidentialCaseIsLogged(t *testing.T) {
	w := open(t)
	caseworker, resident := w.with(casebook.Caseworker, district), w.somebody(district)
	c := w.fileBy(resident, func(f *casebook.Filing) { f.Kind = "" })
	openCase := w.file()
	for _, v := range []casebook.Viewer{caseworker, resident} {
		if _, err := w.CaseFor(t.Context(), v, c.Number, now); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Timeline(t.Context(), caseworker, c.Number, now); err != nil {
		t.Fatal(err)
	}
	if _, err := w.CaseFor(t.Context(), caseworker, openCase.Number, now); err != nil {
		t.Fatal(err)
	}
	got := value[string](w, "SELECT string_agg(case_id || ' ' || person_id || ' ' || desk || ' ' || what, ', ' ORDER BY id) FROM case_reads")
	if strings.Count(got, "caseworker") != 2 || !strings.Contains(got, "timeline") {
		t.Errorf("log %q, want the two readings by the caseworker", got)
	}
}

func TestTheReporterSeesTheVisibleLinesAndNoNames(t *testing.T) {
	w := open(t)
	staff, resident := w.with(casebook.Staff, district), w.somebody(district)
	c := w.fileBy(resident)
	w.move(staff, c, casebook.Order{Move: casebook.Decline, Note: private.Of("bukan wilayah saya")})
	w.move(staff, c, casebook.Order{Move: casebook.Take})
	own, err := w.Timeline(t.Context(), resident, c.Number, now)
	if err != nil || len(own) != 2 || own[1].Move != casebook.Take || own[1].Actor != 0 {
		t.Errorf("the reporter reads %+v, %v", own, err)
	}
	all, err := w.Timeline(t.Context(), staff, c.Number, now)
	if err != nil || len(all) != 3 || all[0].Actor != 0 || all[1].Note.Reveal() != "bukan wilayah saya" {
		t.Errorf("staff read %+v, %v", all, err)
	}
	if _, err := w.Timeline(t.Context(), w.somebody(district), c.Number, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("a stranger reads: %v", err)
	}
}

func TestTwoDistrictsSeeNothingOfEachOther(t *testing.T) {
	w := open(t)
	c := w.file()
	there := []casebook.Viewer{w.with(casebook.Caseworker, other), w.with(casebook.Admin, other), w.with(casebook.Staff, other)}
	theirs := w.fileBy(w.somebody(other), func(f *casebook.Filing) { f.Region = other + ".09.2001" })
	if err := w.NoteSpoken(t.Context(), casebook.Spoken{District: district, Chat: 5, Message: 9, CaseID: c.ID, Ours: true, Purpose: casebook.ForView}, now); err != nil {
		t.Fatal(err)
	}
	for _, v := range there {
		if _, err := w.CaseFor(t.Context(), v, c.Number, now); !errors.Is(err, casebook.ErrNotFound) {
			t.Errorf("%s opens it: %v", v.Grants[0].Role, err)
		}
		posing := v
		posing.District = district
		if _, err := w.CaseFor(t.Context(), posing, c.Number, now); !errors.Is(err, casebook.ErrNotFound) {
			t.Errorf("%s opens it with the district's name on: %v", v.Grants[0].Role, err)
		}
		lines, _, err := w.OpenCases(t.Context(), v, casebook.Cursor{}, 10)
		if err != nil || len(lines) != 1 || lines[0].Number != theirs.Number {
			t.Errorf("%s lists %v, %v", v.Grants[0].Role, lines, err)
		}
		if err := w.RevokeGrant(t.Context(), v, c.Reporter, now); !errors.Is(err, casebook.ErrNotFound) {
			t.Errorf("revoke across: %v", err)
		}
	}
	if _, _, err := w.CaseOf(t.Context(), other, 5, 9); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("a message finds the other district's case: %v", err)
	}
	if n := value[int](w, "SELECT count(DISTINCT user_mac) FROM accounts") - value[int](w, "SELECT count(*) FROM accounts"); n != 0 {
		t.Error("digests collide")
	}
	a, _ := w.Person(t.Context(), district, 123, "en")
	b, _ := w.Person(t.Context(), other, 123, "en")
	if a.Person == b.Person || a.Person == 0 {
		t.Errorf("one Telegram account is person %d here and %d there", a.Person, b.Person)
	}
}

func TestTheRecordHoldsNoTelegramIDAndNoNameInPlain(t *testing.T) {
	w := open(t)
	const user = int64(7123456789)
	resident, err := w.Person(t.Context(), district, user, "id")
	if err != nil {
		t.Fatal(err)
	}
	staff := w.with(casebook.Staff, district)
	if err := w.SetName(t.Context(), staff, private.Of("Lestari Handayani")); err != nil {
		t.Fatal(err)
	}
	c := w.fileBy(resident, func(f *casebook.Filing) {
		f.Files = []casebook.Attachment{{Kind: "photo", TelegramID: "AgACAgUAAxkBAAM", Unique: "AQADunique"}}
	})
	w.sent(c)
	if err := w.NoteSpoken(t.Context(), casebook.Spoken{District: district, Chat: user, Message: 7, CaseID: c.ID, Person: resident.Person, Ours: true, Purpose: casebook.ForCard}, now); err != nil {
		t.Fatal(err)
	}
	if err := w.Dead(t.Context(), 1000, 99, []byte(`{"text":"rahasia sekali"}`), "panic", now); err != nil {
		t.Fatal(err)
	}
	dump := value[string](w, `SELECT string_agg(x.row, E'\n') FROM (
		SELECT query_to_xml(format('SELECT * FROM %I', tablename), true, false, '')::text AS row FROM pg_tables WHERE schemaname = 'public') x`)
	if !strings.Contains(dump, string(c.Number)) {
		t.Fatal("the dump is empty")
	}
	for _, secret := range []string{"7123456789", "7000000001", "Lestari", "Handayani", "AgACAgUAAxkBAAM", "AQADunique", "rahasia sekali"} {
		if strings.Contains(dump, secret) {
			t.Errorf("%q stands in the record in plain", secret)
		}
	}
	card, err := w.CardOf(t.Context(), c.ID)
	if err != nil || card.To.Chat != user || card.To.Bot != 1000 || card.Message != 7 {
		t.Errorf("card %+v, %v", card, err)
	}
	if names, err := w.Names(t.Context(), district, []casebook.PersonID{staff.Person}); err != nil || names[staff.Person].Reveal() != "Lestari Handayani" {
		t.Errorf("names %v, %v", names, err)
	}
}

func TestErrorsHoldNoWords(t *testing.T) {
	w := open(t)
	f := w.filing(w.somebody(district), func(f *casebook.Filing) { f.Region, f.Story = "17.01.09.9999", private.Of("kata rahasia") })
	_, err := w.FileCase(t.Context(), f, false, now)
	if !errors.Is(err, casebook.ErrBadInput) || strings.Contains(err.Error(), "rahasia") || strings.Contains(err.Error(), "9999") {
		t.Errorf("error %v", err)
	}
}

func TestAServerThatIsAwayIsSaidToBe(t *testing.T) {
	if _, err := store.Open(t.Context(), "postgres://nobody@127.0.0.1:1/none?connect_timeout=1", ring()); !errors.Is(err, casebook.ErrAway) {
		t.Errorf("error %v", err)
	}
	w := open(t)
	w.with(casebook.Staff, district)
	f := w.filing(w.somebody(district))
	w.Enqueue = func(ctx context.Context, tx pgx.Tx, _ []casebook.Task) error { // the server stops in the middle of a transaction
		_, err := tx.Exec(ctx, "SELECT pg_terminate_backend(pg_backend_pid())")
		return err
	}
	if _, err := w.FileCase(t.Context(), f, false, now); !errors.Is(err, casebook.ErrAway) {
		t.Errorf("error %v", err)
	}
	past, cancel := context.WithDeadline(t.Context(), now)
	defer cancel()
	if err := w.Ping(past); !errors.Is(err, casebook.ErrAway) {
		t.Errorf("error %v", err)
	}
}
