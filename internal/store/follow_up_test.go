package store_test

import (
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// decides logs a meeting that decides one thing, to be done by a line of the roster.
func (m *meets) decides(place int, change ...func(*casebook.MeetingLog)) casebook.FollowUp {
	m.t.Helper()
	minutes := m.logs(append([]func(*casebook.MeetingLog){func(l *casebook.MeetingLog) {
		l.FollowUps = []casebook.FollowUp{{What: private.Of("Perbaiki atap Nek Rumsia"), Member: m.roster[place-1].ID, Who: private.Of("Warga"),
			Due: casebook.Date{Year: 2026, Month: 12, Day: 10}}}
	}}, change...)...)
	if len(minutes.FollowUps) != 1 {
		m.t.Fatalf("%d follow-ups in the minutes", len(minutes.FollowUps))
	}
	return minutes.FollowUps[0]
}

func TestWhatAMeetingDecidesIsDoneWithProof(t *testing.T) {
	m := assemble(t, 2, 2)
	chair, doer, other := m.joins(1), m.joins(3), m.joins(4)
	f := m.decides(3, m.present(1, 2, 3))
	later := meetsAt.Add(48 * time.Hour)

	_, err := m.FollowUp(t.Context(), m.somebody(district), f.ID, now)
	wantErr(t, "a stranger reads", err, casebook.ErrNotFound)
	_, err = m.MoveFollowUp(t.Context(), other, f.ID, casebook.FollowOrder{Dialog: "a", Move: casebook.FinishIt, Words: private.Of("sudah")}, later)
	wantErr(t, "another member finishes it", err, casebook.ErrForbidden)
	_, err = m.MoveFollowUp(t.Context(), doer, f.ID, casebook.FollowOrder{Dialog: "b", Move: casebook.FinishIt}, later)
	wantErr(t, "without proof", err, casebook.ErrBadInput)
	_, err = m.MoveFollowUp(t.Context(), doer, f.ID+99, casebook.FollowOrder{Dialog: "b", Move: casebook.FinishIt}, later)
	wantErr(t, "none", err, casebook.ErrNotFound)

	photo := casebook.MeetingFile{Attachment: casebook.Attachment{Kind: "photo", TelegramID: "AgACphoto", Unique: "AQADunique", Size: 9}}
	done := casebook.FollowOrder{Dialog: "c", Move: casebook.FinishIt, Words: private.Of("atap diganti"), Files: []casebook.MeetingFile{photo}}
	for range 2 {
		got, err := m.MoveFollowUp(t.Context(), doer, f.ID, done, later)
		if err != nil || got.State != casebook.Done || !got.Photo || got.Proof.Reveal() != "atap diganti" || !got.DoneAt.Equal(later) {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	m.want("those who were there are told once, without who did it", m.told(casebook.FollowEnded), people(chair))
	m.want("the letter", needless(m.letters(casebook.FollowEnded, later)), "needed")
	if n := value[int](m.world, "SELECT count(*) FROM follow_files WHERE position('AgACphoto'::bytea IN file_sealed) = 0"); n != 1 {
		t.Errorf("%d sealed files", n)
	}
	_, err = m.MoveFollowUp(t.Context(), doer, f.ID, casebook.FollowOrder{Dialog: "d", Move: casebook.DropIt, Words: private.Of("x")}, later)
	wantErr(t, "drop what is done", err, casebook.ErrMove)
	again := casebook.FollowOrder{Dialog: "e", Move: casebook.Reopen, Words: private.Of("bocor lagi")}
	if got, err := m.MoveFollowUp(t.Context(), chair, f.ID, again, later); err != nil || got.State != casebook.ToDo || got.Photo {
		t.Errorf("%+v, %v", got, err)
	}
	m.want("reopened", needless(m.letters(casebook.FollowEnded, later)), "reopened")
	done.Dialog = "f"
	if _, err := m.MoveFollowUp(t.Context(), doer, f.ID, done, later); err != nil {
		t.Fatal(err)
	}
	m.want("done again is told again", m.told(casebook.FollowEnded), people(chair, chair))
}

func TestEachSeesTheFollowUpsThatAreTheirsToMove(t *testing.T) {
	m := assemble(t, 2, 2)
	chair, doer, member := m.joins(1), m.joins(3), m.joins(4)
	m.decides(3)
	for who, try := range map[string]struct {
		v    casebook.Viewer
		want int
	}{
		"the chair":              {chair, 1},
		"whoever does it":        {doer, 1},
		"a member":               {member, 0},
		"the coordinator":        {m.with(casebook.Coordinator, kecamatan), 1},
		"staff":                  {m.with(casebook.Staff, district), 1},
		"the neighbour":          {m.with(casebook.Officer, neighbour), 0},
		"the head":               {m.with(casebook.HeadViewer, district), 0},
		"an admin":               {m.with(casebook.Admin, district), 0},
		"staff of another place": {m.with(casebook.Staff, other), 0},
	} {
		list, err := m.FollowUps(t.Context(), try.v, 10, now)
		if err != nil || len(list) != try.want {
			t.Errorf("%s: %d, %v", who, len(list), err)
		}
	}
}

func TestAFollowUpIsTiedOnlyToACaseThatOneKnowsOf(t *testing.T) {
	m := assemble(t, 1, 0)
	f := m.decides(1)
	staff := m.with(casebook.Staff, district)
	c := m.file()
	link := casebook.FollowOrder{Dialog: "a", Move: casebook.LinkCase, Case: c.Number}
	_, err := m.MoveFollowUp(t.Context(), m.officer, f.ID, link, now)
	wantErr(t, "before the village knows of it", err, casebook.ErrNotFound)
	link.Dialog, link.Case = "b", "BS-0000-0000-0"
	_, err = m.MoveFollowUp(t.Context(), staff, f.ID, link, now)
	wantErr(t, "a case that there is not", err, casebook.ErrNotFound)
	link.Dialog, link.Case = "c", c.Number
	if got, err := m.MoveFollowUp(t.Context(), staff, f.ID, link, now); err != nil || got.Case != c.Number {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err := m.FollowUp(t.Context(), m.officer, f.ID, now); err != nil || got.Case != "" {
		t.Errorf("the village reads %q, %v", got.Case, err)
	}
	m.move(staff, c, casebook.Order{Move: casebook.Release})
	if got, err := m.FollowUp(t.Context(), m.officer, f.ID, now); err != nil || got.Case != c.Number {
		t.Errorf("after the release the village reads %q, %v", got.Case, err)
	}
}

func TestTheFollowUpsOfACaseTalkAreTheCaseworkers(t *testing.T) {
	m := assemble(t, 1, 1)
	chair, doer := m.joins(1), m.joins(2)
	caseworker, staff := m.with(casebook.Caseworker, district), m.with(casebook.Staff, district)
	minutes, err := m.LogMeeting(t.Context(), caseworker, m.log(m.present(1, 2), func(l *casebook.MeetingLog) {
		l.Kind = casebook.CaseTalk
		l.FollowUps = []casebook.FollowUp{{What: private.Of("Antar ke puskesmas"), Member: m.roster[1].ID, Due: casebook.Date{Year: 2026, Month: 12, Day: 1}}}
	}), meetsAt)
	if err != nil {
		t.Fatal(err)
	}
	id := minutes.FollowUps[0].ID
	for _, v := range []casebook.Viewer{chair, staff, m.officer} {
		if list, err := m.FollowUps(t.Context(), v, 10, now); err != nil || len(list) != 0 {
			t.Errorf("%d, %v", len(list), err)
		}
		if _, err := m.FollowUp(t.Context(), v, id, now); err == nil {
			t.Error("somebody reads it who may not")
		}
	}
	for _, v := range []casebook.Viewer{caseworker, doer} {
		if list, err := m.FollowUps(t.Context(), v, 10, now); err != nil || len(list) != 1 {
			t.Errorf("%d, %v", len(list), err)
		}
	}
	m.round(time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC))
	m.want("on its day", m.told(casebook.FollowDue), people(doer))
	if f := m.letters(casebook.FollowDue, now)[0].FollowUp; !f.What.Empty() || f.Due.Day != 1 {
		t.Errorf("%+v", f)
	}
	if _, err := m.MoveFollowUp(t.Context(), doer, id, casebook.FollowOrder{Dialog: "a", Move: casebook.FinishIt, Words: private.Of("sudah")}, now); err != nil {
		t.Fatal(err)
	}
	m.want("nobody is told", m.told(casebook.FollowEnded), "")
}

func TestACorrectionAddsFollowUps(t *testing.T) {
	m := assemble(t, 1, 0)
	m.decides(1)
	id := value[int64](m.world, "SELECT id FROM meetings")
	_, err := m.LogMeeting(t.Context(), m.officer, m.log(func(l *casebook.MeetingLog) {
		l.Dialog, l.Meeting, l.Why = "correct", casebook.MeetingID(id), private.Of("ada yang lupa")
		l.FollowUps = []casebook.FollowUp{{What: private.Of("Surat ke camat"), Who: private.Of("Pak Camat"), Due: casebook.Date{Year: 2026, Month: 12, Day: 5}}}
	}), meetsAt.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	list, err := m.FollowUps(t.Context(), m.officer, 10, now)
	if err != nil || len(list) != 2 || list[0].What.Reveal() != "Surat ke camat" {
		t.Errorf("%d, %v", len(list), err)
	}
}
