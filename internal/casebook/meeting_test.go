package casebook

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"rembuk/internal/private"
)

var allMeetingActions = []MeetingAction{SeeMeeting, SeeMinutes, DoPlan, DoLog, DoAttend}

func TestMayMeet(t *testing.T) {
	elsewhere := holding(Staff, "17.01")
	elsewhere.District = "99.01"
	seatedCaseworker := holding(Caseworker, "17.01")
	seatedCaseworker.Seats = seated(false).Seats
	for name, c := range map[string]struct {
		v         Viewer
		want      string // see_meeting see_minutes plan log attend
		aboutCase string // the same of a case talk
	}{
		"officer":                 {holding(Officer, "17.01.09.2001"), "yyyyy", "-----"},
		"officer of another":      {holding(Officer, "17.01.09.2002"), "----y", "-----"},
		"coordinator":             {holding(Coordinator, "17.01.09"), "yyyyy", "-----"},
		"coordinator of another":  {holding(Coordinator, "17.01.10"), "----y", "-----"},
		"staff":                   {holding(Staff, "17.01"), "yyyyy", "-----"},
		"caseworker":              {holding(Caseworker, "17.01"), "yyyyy", "yyyyy"},
		"admin":                   {holding(Admin, "17.01"), "ynnny", "-----"},
		"head":                    {holding(HeadViewer, "17.01"), "nnnny", "-----"},
		"resident":                {Viewer{District: "17.01", Person: 7}, "----y", "-----"},
		"its own officer":         {seated(true), "yyyyy", "ynnny"},
		"its plain member":        {seated(false), "yynny", "ynnny"},
		"caseworker and a member": {seatedCaseworker, "yyyyy", "yyyyy"},
		"another district":        {elsewhere, "-----", "-----"},
	} {
		for _, kind := range MeetingKinds {
			want := c.want
			if kind == CaseTalk {
				want = c.aboutCase
			}
			m := Meeting{ID: 1, District: "17.01", Group: Group{ID: 3, District: "17.01", Region: "17.01.09.2001"}, Region: "17.01.09.2001", Kind: kind}
			for i, a := range allMeetingActions {
				if got := letter(MayMeet(c.v, a, m)); got != want[i] {
					t.Errorf("%s %s a meeting of kind %s: %c, want %c", name, a, kind, got, want[i])
				}
			}
		}
	}
}

func TestMinutesAreCutToWhatTheReaderMay(t *testing.T) {
	words := private.Of("kata")
	full := Minutes{
		Meeting: Meeting{ID: 1, District: "17.01", Group: Group{ID: 3}, Region: "17.01.09.2001", Kind: Coaching, Place: "Balai", Chair: words, Notes: words,
			Agenda: words, Result: words, Topics: []string{"x"}, Cases: []Number{"BS-1"}, Heads: Heads{Guests: 2}},
		Lines: []Line{{Name: words}}, Tally: Tally{Officers: 1}, FollowUps: []FollowUp{{}}, Files: []MeetingFile{{}}, Changed: []Change{{Why: words}},
		Tests: []TestMean{{}}, Code: words,
	}
	talk := full
	talk.Kind = CaseTalk
	for name, c := range map[string]struct {
		m                    Minutes
		v                    Viewer
		words, counts, opens bool
	}{
		"its officer":                  {full, seated(true), true, true, true},
		"its plain member":             {full, seated(false), true, true, false},
		"an admin":                     {full, holding(Admin, "17.01"), false, true, false},
		"a member of a case talk":      {talk, seated(true), false, false, false},
		"a caseworker, of a case talk": {talk, holding(Caseworker, "17.01"), true, true, true},
	} {
		got := c.m.For(c.v)
		said := !got.Result.Empty() && !got.Agenda.Empty() && !got.Chair.Empty() && !got.Notes.Empty() && len(got.Lines) == 1 && len(got.Files) == 1 &&
			len(got.Cases) == 1 && len(got.Changed) == 1 && len(got.FollowUps) == 1 && len(got.Tests) == 1
		cut := got.Result.Empty() && got.Agenda.Empty() && got.Chair.Empty() && got.Notes.Empty() &&
			len(got.Lines)+len(got.Files)+len(got.Cases)+len(got.Changed)+len(got.FollowUps)+len(got.Tests)+len(got.Topics) == 0
		if said != c.words || cut == c.words || got.Place != "Balai" {
			t.Errorf("%s reads %+v", name, got)
		}
		if counts := got.Tally.Officers == 1 && got.Heads.Guests == 2; counts != c.counts {
			t.Errorf("%s reads the counts: %v", name, counts)
		}
		if opens := !got.Code.Empty(); opens != c.opens {
			t.Errorf("%s reads the door's secret: %v", name, opens)
		}
	}
}

func TestEveryMoveOfAMeetingFromEveryState(t *testing.T) {
	states := []MeetingState{"", Planned, Held, CalledOff}
	want := map[MeetingMove]string{ // a column a state: where it leads, - for none
		PlanIt:   "planned - - -",
		ChangeIt: "- planned - -",
		CallOff:  "- called_off - -",
		OpenDoor: "- planned held -",
		LogIt:    "held held - -",
		Correct:  "- - held -",
	}
	for _, rule := range MeetingRules {
		var got []string
		for _, state := range states {
			m := Meeting{District: "17.01", Region: "17.01.09.2001", Kind: Coaching, State: state}
			next, err := m.Do(holding(Staff, "17.01"), rule.Move, private.Of("sebab"))
			if errors.Is(err, ErrMove) {
				got = append(got, "-")
				continue
			}
			if err != nil {
				t.Errorf("%s from %q: %v", rule.Move, state, err)
			}
			got = append(got, string(next.State))
			if _, err := m.Do(holding(Admin, "17.01"), rule.Move, private.Of("sebab")); !errors.Is(err, ErrForbidden) {
				t.Errorf("an admin does %s: %v", rule.Move, err)
			}
		}
		if row := fmt.Sprint(got); row != "["+want[rule.Move]+"]" {
			t.Errorf("%s: %s, want %s", rule.Move, row, want[rule.Move])
		}
	}
	held := Meeting{District: "17.01", Region: "17.01.09.2001", Kind: Coaching, State: Held}
	if _, err := held.Do(holding(Staff, "17.01"), Correct, private.Text{}); !errors.Is(err, ErrBadInput) {
		t.Errorf("corrected without why: %v", err)
	}
	if _, err := held.Do(holding(Staff, "17.01"), "dance", private.Text{}); !errors.Is(err, ErrBadInput) {
		t.Errorf("a move that there is not: %v", err)
	}
}

func TestWhenAMeetingComesAgain(t *testing.T) {
	day := func(month time.Month, d int) time.Time { return time.Date(2026, month, d, 9, 30, 0, 0, time.UTC) }
	for _, c := range []struct {
		every    Every
		at, want time.Time
	}{
		{Weekly, day(11, 26), day(12, 3)},
		{Fortnightly, day(11, 26), day(12, 10)},
		{Monthly, day(10, 8), day(11, 12)},                                  // the second Thursday
		{Monthly, day(1, 29), day(2, 26)},                                   // the fifth Thursday: February has four
		{Monthly, day(12, 7), time.Date(2027, 1, 4, 9, 30, 0, 0, time.UTC)}, // over the year's end
		{Quarterly, day(1, 5), day(4, 6)},                                   // the first Monday, then the first Monday of April
	} {
		next, ok := c.every.Next(c.at)
		if !ok || !next.Equal(c.want) {
			t.Errorf("%s after %s: %s, want %s", c.every, c.at.Format(time.RFC1123), next.Format(time.RFC1123), c.want.Format(time.RFC1123))
		}
	}
	if _, ok := Once.Next(day(1, 1)); ok {
		t.Error("what is once came again")
	}
}

func TestWhatALogLeavesEmptyStays(t *testing.T) {
	had := Meeting{Kind: Coaching, StartsAt: time.Unix(0, 0), Place: "Balai", Result: private.Of("lama"), Heads: Heads{Guests: 3, Sheet: 9}, Topics: []string{"a", "b"},
		Cases: []Number{"BS-1"}}
	if next, what := (MeetingLog{Topics: []string{"b", "a"}}).Onto(had); len(what) != 0 || fmt.Sprint(next) != fmt.Sprint(had) {
		t.Errorf("nothing told changed %v", what)
	}
	next, what := MeetingLog{Kind: OfficersMeet, Place: "Masjid", Result: private.Of("baru"), Heads: Heads{Sheet: 9}, Cases: []Number{}}.Onto(had)
	if fmt.Sprint(what) != "[kind place result heads cases]" || next.Place != "Masjid" || next.Heads.Guests != 0 || len(next.Cases) != 0 {
		t.Errorf("%v makes %+v", what, next)
	}
}
