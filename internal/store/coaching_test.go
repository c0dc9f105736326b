package store_test

import (
	"fmt"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// meetsOn logs a meeting of a kind on a day, at 09.00 in Jakarta, with those places of the roster.
func (m *meets) meetsOn(kind casebook.MeetingKind, day string, places ...int) casebook.Minutes {
	m.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15", day+" 09", jakarta)
	if err != nil {
		m.t.Fatal(err)
	}
	by := m.officer
	if kind == casebook.CaseTalk {
		by = m.with(casebook.Caseworker, district)
	}
	minutes, err := m.LogMeeting(m.t.Context(), by, m.log(m.present(places...), func(l *casebook.MeetingLog) {
		l.Dialog, l.Kind, l.StartsAt, l.Topics = fmt.Sprint(kind, day), kind, at, []string{"lansia", day[:4]}
	}), at.Add(time.Hour))
	if err != nil {
		m.t.Fatal(err)
	}
	return minutes
}

// since moves the beginning of the roster back: a list expects those who were on it that day.
func (m *meets) since(day string) {
	m.t.Helper()
	if _, err := m.Pool().Exec(m.t.Context(), "UPDATE members SET joined_at = $1::text::date", day); err != nil {
		m.t.Fatal(err)
	}
}

func share(part, whole int) casebook.Share { return casebook.Share{Part: part, Whole: whole} }

func TestTheIndicatorsOfAGroup(t *testing.T) {
	m := assemble(t, 4, 1)
	m.since("2025-01-01")
	m.Rules = func(string) casebook.Round { return rules }
	coordinator := m.with(casebook.Coordinator, kecamatan)
	m.meetsOn(casebook.Coaching, "2025-11-20", 1, 2, 3, 4) // before the 12 months, and not among the last 4
	m.meetsOn(casebook.Coaching, "2026-02-10", 1, 2)
	m.meetsOn(casebook.CoachVisit, "2026-05-10", 1, 2, 3)
	m.meetsOn(casebook.OfficersMeet, "2026-05-20", 1, 2, 3, 4, 5)
	m.meetsOn(casebook.Coaching, "2026-08-10", 1, 5)
	m.meetsOn(casebook.Coaching, "2026-10-31", 1, 2, 3, 4)
	m.meetsOn(casebook.CaseTalk, "2026-09-09", 1, 2, 3, 4) // in no count
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, jakarta)
	i, err := m.Indicators(t.Context(), coordinator, m.group.ID, at)
	if err != nil {
		t.Fatal(err)
	}
	m.want("komitmen", fmt.Sprint(i.Presence, i.Ticked, i.Coachings, i.Months, i.Follow, i.Reports, i.Iuran), fmt.Sprint(share(10, 16), 10, 4, share(4, 12), share(0, 0), share(0, 0), nil))
	m.want("topics: 2026 and lansia, of 8", fmt.Sprint(i.Topics), fmt.Sprint(share(2, 8)))
	m.want("standing: too few months", string(i.Standing(rules.Thresholds)), string(casebook.NeedsCoaching))
	if len(i.Trend) != 12 || i.Trend[0].Month != (casebook.Date{Year: 2025, Month: 12, Day: 1}) || i.Trend[11].Month != (casebook.Date{Year: 2026, Month: 11, Day: 1}) {
		t.Fatalf("%+v", i.Trend)
	}
	m.want("May", fmt.Sprint(i.Trend[5].Meetings, i.Trend[5].Presence), fmt.Sprint(2, share(7, 8)))
	m.want("September", fmt.Sprint(i.Trend[9].Meetings, i.Trend[9].Presence), fmt.Sprint(0, share(0, 0)))

	// The midnight of Jakarta, not of Greenwich, ends a month.
	early := time.Date(2026, 11, 30, 17, 30, 0, 0, time.UTC)
	if i, _ = m.Indicators(t.Context(), coordinator, m.group.ID, early); i.Trend[11].Month.Month != time.December {
		t.Errorf("the plot ends with %v", i.Trend[11].Month)
	}
}

func TestTheNumbersAreTheGroupsAndItsCoachs(t *testing.T) {
	m := assemble(t, 1, 1)
	chair, member := m.joins(1), m.joins(2)
	for who, try := range map[string]struct {
		v    casebook.Viewer
		want error
	}{
		"an officer of the roster":   {chair, nil},
		"an officer by grant":        {m.officer, nil},
		"the coordinator":            {m.with(casebook.Coordinator, kecamatan), nil},
		"staff":                      {m.with(casebook.Staff, district), nil},
		"a plain member":             {member, casebook.ErrForbidden},
		"another coordinator":        {m.with(casebook.Coordinator, district+".10"), casebook.ErrNotFound},
		"the neighbour":              {m.with(casebook.Officer, neighbour), casebook.ErrNotFound},
		"a caseworker":               {m.with(casebook.Caseworker, district), casebook.ErrForbidden},
		"the head":                   {m.with(casebook.HeadViewer, district), casebook.ErrForbidden},
		"staff of another district":  {m.with(casebook.Staff, other), casebook.ErrNotFound},
		"a member of another":        {m.somebody(district), casebook.ErrNotFound},
		"an admin, who sees no more": {m.with(casebook.Admin, district), casebook.ErrForbidden},
	} {
		_, err := m.Indicators(t.Context(), try.v, m.group.ID, now)
		wantErr(t, who, err, try.want)
	}
}

func TestFollowUpsReportsAndTestsCount(t *testing.T) {
	m := assemble(t, 2, 0)
	m.Rules = func(string) casebook.Round { return rules }
	chair := m.joins(1)
	day := func(n int) casebook.Date { return casebook.Date{Year: 2026, Month: 12, Day: n} }
	list := []casebook.FollowUp{}
	for n := 1; n <= 6; n++ {
		list = append(list, casebook.FollowUp{What: private.Of("tugas"), Member: m.roster[0].ID, Due: day(n)})
	}
	minutes := m.logs(func(l *casebook.MeetingLog) { l.FollowUps = list })
	move := func(n int, o casebook.FollowOrder, on int) {
		t.Helper()
		o.Dialog, o.Words = fmt.Sprint("m", n), private.Of("sudah")
		if _, err := m.MoveFollowUp(t.Context(), chair, minutes.FollowUps[n-1].ID, o, day(on).In(jakarta).Add(23*time.Hour+30*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	move(1, casebook.FollowOrder{Move: casebook.FinishIt}, 1)               // at half past eleven at night of its day: in time
	move(2, casebook.FollowOrder{Move: casebook.FinishIt}, 3)               // late
	move(3, casebook.FollowOrder{Move: casebook.DropIt}, 3)                 // counts for nothing
	move(4, casebook.FollowOrder{Move: casebook.Postpone, Due: day(28)}, 3) // is not due yet
	move(6, casebook.FollowOrder{Move: casebook.FinishIt}, 4)               // before its day
	at := day(6).In(jakarta).Add(12 * time.Hour)                            // the fifth is late since midnight
	i, err := m.Indicators(t.Context(), chair, m.group.ID, at)
	if err != nil {
		t.Fatal(err)
	}
	m.want("follow-ups", fmt.Sprint(i.Follow), fmt.Sprint(share(2, 4)))

	m.round(time.Date(2026, 12, 1, 8, 0, 0, 0, jakarta))
	m.round(time.Date(2027, 1, 1, 8, 0, 0, 0, jakarta))
	m.round(time.Date(2027, 2, 1, 8, 0, 0, 0, jakarta))
	waiting, err := m.Reports(t.Context(), chair, 10)
	if err != nil || len(waiting) != 3 {
		t.Fatalf("%d reports, %v", len(waiting), err)
	}
	send := func(n int, at time.Time) {
		t.Helper()
		if _, err := m.SendReport(t.Context(), chair, waiting[n].ID, nil, private.Text{}, at); err != nil {
			t.Fatal(err)
		}
	}
	send(2, time.Date(2026, 12, 5, 23, 59, 0, 0, jakarta)) // November's, on the last day
	send(1, time.Date(2027, 1, 6, 0, 1, 0, 0, jakarta))    // December's, two minutes late
	if i, err = m.Indicators(t.Context(), chair, m.group.ID, time.Date(2027, 2, 5, 12, 0, 0, 0, jakarta)); err != nil {
		t.Fatal(err)
	}
	m.want("January's is not due yet", fmt.Sprint(i.Reports), fmt.Sprint(share(1, 2)))

	planned := m.plans(func(p *casebook.Plan) { p.StartsAt = meetsAt.Add(2 * time.Hour) })
	for n, phase := range []casebook.TestPhase{casebook.TestBefore, casebook.TestAfter} {
		if err := m.OpenTest(t.Context(), chair, planned.ID, "lansia", phase, now); err != nil {
			t.Fatal(err)
		}
		if err := m.SaveTest(t.Context(), chair, casebook.TestResult{Meeting: planned.ID, Phase: phase, Topic: "lansia", Right: 1 + 2*n, Of: 4}, now); err != nil {
			t.Fatal(err)
		}
	}
	if i, err = m.Indicators(t.Context(), chair, m.group.ID, at); err != nil || i.Before != (casebook.Mean{Value: 25, N: 1}) || i.After != (casebook.Mean{Value: 75, N: 1}) {
		t.Errorf("%+v %+v, %v", i.Before, i.After, err)
	}
}

func TestWhatAVillageDoesWithItsCases(t *testing.T) {
	m := assemble(t, 1, 0)
	staff := m.with(casebook.Staff, district)
	// A report by the officer for a resident counts as the officer's own, and stood.
	m.move(staff, m.forResident(m.officer), casebook.Order{Move: casebook.Classify, Category: "PPKS-01", Kind: "lansia", Lane: casebook.OpenLane})
	// Two reports by the officer: one was what it was taken for. One of a secret kind is in no count, nor is one without a name, or for the office alone.
	for n, kind := range []string{"lansia", "kekerasan"} {
		c := m.fileBy(m.officer, func(f *casebook.Filing) { f.Dialog, f.Disclosure = fmt.Sprint("own ", n), casebook.VillageToo })
		m.move(staff, c, casebook.Order{Move: casebook.Classify, Category: fmt.Sprintf("PPKS-0%d", n+1), Kind: kind, Lane: casebook.OpenLane})
	}
	for n, hidden := range []func(*casebook.Filing){
		func(f *casebook.Filing) { f.Sensitive = true },
		func(f *casebook.Filing) { f.Disclosure = casebook.Nameless },
		func(f *casebook.Filing) { f.Disclosure = casebook.OfficeOnly },
	} {
		c := m.fileBy(m.officer, hidden, func(f *casebook.Filing) { f.Dialog = fmt.Sprint("hidden ", n) })
		m.move(m.with(casebook.Caseworker, district), c, casebook.Order{Move: casebook.Classify, Category: "PPKS-01", Kind: "lansia", Lane: c.Lane})
	}
	// Three cases of residents are released: two are visited, after 2 and after 6 hours; one ends with the village, one with the staff.
	order := func(v casebook.Viewer, c casebook.Case, move casebook.Move, after time.Duration) {
		t.Helper()
		if _, err := m.Move(t.Context(), v, c.Number, casebook.Order{Move: move, Note: private.Of("sudah ke sana")}, now.Add(after)); err != nil {
			t.Fatal(err)
		}
	}
	var cases []casebook.Case
	for n := range 3 {
		c := m.file()
		cases = append(cases, c)
		order(staff, c, casebook.Release, 0)
		if n < 2 {
			order(m.officer, c, casebook.Take, time.Hour)
			order(m.officer, c, casebook.Visit, time.Duration(2+4*n)*time.Hour)
			order(m.officer, c, casebook.Visit, 48*time.Hour)
		}
	}
	order(staff, cases[2], casebook.Take, 2*time.Hour)
	for _, c := range []casebook.Case{cases[0], cases[2]} {
		if _, err := m.Pool().Exec(t.Context(), "UPDATE cases SET state = 'resolved' WHERE id = $1", c.ID); err != nil {
			t.Fatal(err)
		}
	}
	i, err := m.Indicators(t.Context(), m.officer, m.group.ID, now.Add(72*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	m.want("kinds that stood", fmt.Sprint(i.Kinds), fmt.Sprint(share(2, 3)))
	m.want("first visit", fmt.Sprint(i.FirstVisit), fmt.Sprint(casebook.Mean{Value: 4, N: 2}))
	m.want("closed here", fmt.Sprint(i.ClosedHere, i.Referrals), fmt.Sprint(share(1, 2), share(0, 0)))
}

func TestTheMonthOfAllGroups(t *testing.T) {
	m := assemble(t, 2, 1)
	m.since("2025-01-01")
	m.Rules = func(string) casebook.Round { return rules }
	coordinator, staff := m.with(casebook.Coordinator, kecamatan), m.with(casebook.Staff, district)
	for _, g := range []casebook.Group{{Kind: casebook.WKSBM, Name: "Mawar", Region: neighbour}, {Kind: casebook.WKSBM, Name: "Anggrek", Region: district + ".10.2001"},
		{Kind: casebook.OtherBody, Name: "Forum", Region: kecamatan}} {
		if _, err := m.SaveGroup(t.Context(), staff, g, now); err != nil {
			t.Fatal(err)
		}
	}
	m.meetsOn(casebook.Coaching, "2026-11-05", 1, 2, 3)
	m.meetsOn(casebook.WorkTogether, "2026-11-12", 1)
	m.meetsOn(casebook.CaseTalk, "2026-11-13", 1)
	m.meetsOn(casebook.Coaching, "2026-12-01", 1)
	month := casebook.Date{Year: 2026, Month: 11, Day: 1}
	sum, err := m.Summary(t.Context(), coordinator, kecamatan, month, now.AddDate(0, 6, 0))
	if err != nil {
		t.Fatal(err)
	}
	m.want("the kecamatan", fmt.Sprint(sum.Groups, sum.Meetings, sum.Attended, sum.ByKind, sum.ByStanding),
		fmt.Sprint(2, 2, 4, map[casebook.MeetingKind]int{casebook.Coaching: 1, casebook.WorkTogether: 1},
			map[casebook.Standing]int{casebook.NeedsCoaching: 1, casebook.NoActivity: 1}))
	if len(sum.Lines) != 2 || sum.Lines[0].Group.Name != "Melati" || sum.Lines[0].Presence != share(3, 4) || sum.Lines[0].Standing != casebook.NeedsCoaching || len(sum.Overdue) != 0 {
		t.Errorf("%+v", sum.Lines)
	}
	if sum, err = m.Summary(t.Context(), staff, district, month, now); err != nil || sum.Groups != 3 || sum.Meetings != 2 {
		t.Errorf("%+v, %v", sum, err)
	}
	for who, v := range map[string]casebook.Viewer{"a coordinator": coordinator, "an officer": m.officer, "the head": m.with(casebook.HeadViewer, district)} {
		_, err := m.Summary(t.Context(), v, district, month, now)
		wantErr(t, who, err, casebook.ErrForbidden)
	}
}
