package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

var jakarta = time.FixedZone("Asia/Jakarta", 7*3600)

// rules are those of the office: nobody is written to between 21.00 and 05.30.
var rules = casebook.Round{
	District: district, Calendar: casebook.Calendar{Zone: jakarta, Quiet: casebook.Hours{From: 21 * 60, To: 5*60 + 30}},
	Thresholds: casebook.Thresholds{Presence: 60, Months: 6, Follow: 50, Ranking: 10, Schedule: casebook.Span{Count: 90, Unit: casebook.Day}, ReportDay: 5, Topics: 8},
	Minutes:    3 * casebook.Day, MinutesLate: 7 * casebook.Day, DayBefore: casebook.Day, HoursBefore: 2 * time.Hour, FollowLater: 3 * casebook.Day,
}

// round looks everything over at a moment.
func (m *meets) round(at time.Time) {
	m.t.Helper()
	m.Rules = func(string) casebook.Round { return rules }
	if err := m.Round(m.t.Context(), rules, at); err != nil {
		m.t.Fatal(err)
	}
}

// letters gives those of a kind that wait, as they would be sent at a moment.
func (m *meets) letters(kind casebook.NoticeKind, at time.Time) []casebook.Letter {
	m.t.Helper()
	rows, _ := m.Pool().Query(m.t.Context(), "SELECT id FROM notices WHERE kind = $1 AND state = 'pending' ORDER BY person_id NULLS FIRST, id", kind)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		m.t.Fatal(err)
	}
	var list []casebook.Letter
	for _, id := range ids {
		l, err := m.Letter(m.t.Context(), id, at)
		if err != nil {
			m.t.Fatal(err)
		}
		list = append(list, l)
	}
	return list
}

// needless tells of each of them why it is not needed, "needed" when it is.
func needless(list []casebook.Letter) string {
	var why []string
	for _, l := range list {
		if l.Needless == "" {
			l.Needless = "needed"
		}
		why = append(why, l.Needless)
	}
	return strings.Join(why, ", ")
}

func (m *meets) want(doing, got, want string) {
	m.t.Helper()
	if got != want {
		m.t.Errorf("%s: %q, want %q", doing, got, want)
	}
}

func TestMembersAreRemindedOfAMeeting(t *testing.T) {
	m := assemble(t, 2, 3)
	comes, says, stays := m.joins(1), m.joins(2), m.joins(3)
	at := meetsAt.Add(5 * casebook.Day)
	planned := m.plans(func(p *casebook.Plan) { p.StartsAt = at })
	if err := m.BindChat(t.Context(), m.officer, m.group.ID, -100, now); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Answer(t.Context(), stays, planned.ID, false, now); err != nil {
		t.Fatal(err)
	}
	m.round(at.Add(-25 * time.Hour))
	m.want("too early", m.told(casebook.DayBefore), "")
	m.did()
	m.round(at.Add(-24 * time.Hour))
	m.want("the day before", m.told(casebook.DayBefore), "0 "+people(comes, says))
	m.want("work", kinds(m.did()), "[send_notice send_notice send_notice]")
	m.round(at.Add(-23 * time.Hour))
	m.want("again", kinds(m.did()), "[]")
	m.want("letters", needless(m.letters(casebook.DayBefore, at.Add(-23*time.Hour))), "needed, needed, needed")
	if to := m.letters(casebook.DayBefore, at.Add(-23*time.Hour))[0].To; to.Chat != -100 || to.Bot != 1000 {
		t.Errorf("the group's chat is %+v", to)
	}
	if _, err := m.Answer(t.Context(), says, planned.ID, false, now); err != nil {
		t.Fatal(err)
	}
	m.want("who said no meanwhile", needless(m.letters(casebook.DayBefore, at.Add(-23*time.Hour))), "needed, needed, answered")
	m.round(at.Add(-2 * time.Hour))
	m.want("two hours before", m.told(casebook.HoursBefore), "0 "+people(comes))
	m.want("too late", needless(m.letters(casebook.HoursBefore, at)), "begun, begun")
}

func TestAMeetingThatWasMovedIsRemindedOfAgain(t *testing.T) {
	m := assemble(t, 2, 0)
	member := m.joins(1)
	at := meetsAt.Add(5 * casebook.Day)
	planned := m.plans(func(p *casebook.Plan) { p.StartsAt = at })
	m.round(at.Add(-24 * time.Hour))
	moved := m.plans(func(p *casebook.Plan) {
		p.Dialog, p.Meeting, p.StartsAt = "move", planned.ID, at.Add(72*time.Hour)
	})
	m.want("the old reminder", needless(m.letters(casebook.DayBefore, at.Add(-24*time.Hour))), "moved")
	m.round(at.Add(48 * time.Hour))
	m.want("reminders", m.told(casebook.DayBefore), people(member, member))
	if _, err := m.CallOff(t.Context(), m.officer, moved.ID, private.Of("hujan"), at.Add(49*time.Hour)); err != nil {
		t.Fatal(err)
	}
	m.want("called off", needless(m.letters(casebook.DayBefore, at.Add(49*time.Hour))), "not_planned, not_planned")
	m.want("told of it", needless(m.letters(casebook.MeetingOff, at.Add(49*time.Hour))), "needed")
	m.round(at.Add(70 * time.Hour))
	m.want("two hours before", m.told(casebook.HoursBefore), "")
}

// Whoever is invited within the day needs no reminder of the day before.
func TestAMeetingPlannedForTodayIsNotOfTomorrow(t *testing.T) {
	m := assemble(t, 1, 0)
	member := m.joins(1)
	m.plans(func(p *casebook.Plan) { p.StartsAt = now.Add(5 * time.Hour) })
	m.round(now.Add(time.Minute))
	m.want("the day before", m.told(casebook.DayBefore), "")
	m.round(now.Add(3 * time.Hour))
	m.want("two hours before", m.told(casebook.HoursBefore), people(member))
}

// A reminder of tomorrow waits for the morning; two hours before is two hours before, whatever the hour.
func TestNobodyIsWokenForTomorrow(t *testing.T) {
	m := assemble(t, 1, 0)
	m.joins(1)
	early := time.Date(2026, 11, 30, 5, 0, 0, 0, jakarta)
	m.plans(func(p *casebook.Plan) { p.StartsAt = early })
	m.round(early.Add(-24 * time.Hour))
	m.round(early.Add(-2 * time.Hour))
	at := func(kind casebook.NoticeKind) string {
		return value[time.Time](m.world, "SELECT at FROM notices WHERE kind = $1", kind).In(jakarta).Format("02 15.04")
	}
	m.want("the day before", at(casebook.DayBefore), "29 05.30")
	m.want("two hours before", at(casebook.HoursBefore), "30 03.00")
}

func TestMinutesThatAreMissingAreAskedFor(t *testing.T) {
	m := assemble(t, 3, 1)
	chair, secretary := m.joins(1), m.joins(2)
	m.joins(4) // a plain member
	coordinator := m.with(casebook.Coordinator, kecamatan)
	planned := m.plans()
	m.round(meetsAt.Add(71 * time.Hour))
	m.want("too early", m.told(casebook.MinutesDue), "")
	m.round(meetsAt.Add(72 * time.Hour))
	m.want("after 3 days", m.told(casebook.MinutesDue), people(secretary))
	letter := m.letters(casebook.MinutesDue, meetsAt.Add(72*time.Hour))[0]
	m.want("the letter", letter.Needless, "")
	if err := m.NoticeEnded(t.Context(), int64(letter.ID), casebook.NoticeGone, "the person cannot be reached", meetsAt); err != nil {
		t.Fatal(err)
	}
	m.round(meetsAt.Add(73 * time.Hour)) // the secretary has blocked the bot: whoever planned it
	m.want("then", m.told(casebook.MinutesDue), people(m.officer, secretary))
	m.round(meetsAt.Add(7 * casebook.Day))
	m.want("after 7 days", m.told(casebook.MinutesLate), people(coordinator))
	if _, err := m.LogMeeting(t.Context(), chair, m.log(func(l *casebook.MeetingLog) { l.Meeting = planned.ID }), meetsAt.Add(8*casebook.Day)); err != nil {
		t.Fatal(err)
	}
	m.want("logged", needless(m.letters(casebook.MinutesLate, meetsAt.Add(8*casebook.Day))), "logged")
}

func TestAFollowUpIsRemindedOfAndEscalated(t *testing.T) {
	m := assemble(t, 3, 1)
	_, secretary, doer := m.joins(1), m.joins(2), m.joins(4)
	boss, staff := casebook.Viewer{Person: m.officer.Person + 1}, m.with(casebook.Staff, district) // who made the group is staff too
	due := casebook.Date{Year: 2026, Month: 12, Day: 10}
	m.logs(func(l *casebook.MeetingLog) {
		l.FollowUps = []casebook.FollowUp{
			{What: private.Of("Perbaiki atap"), Member: m.roster[3].ID, Who: private.Of("Warga 4"), Due: due},
			{What: private.Of("Surat ke camat"), Member: m.roster[2].ID, Who: private.Of("Warga 3"), Due: due}, // has no Telegram
		}
	})
	day := func(n int) time.Time { return due.In(jakarta).AddDate(0, 0, n).Add(8 * time.Hour) }
	m.round(day(-2))
	m.want("two days before", m.told(casebook.FollowSoon), "")
	m.round(day(-1))
	m.want("the day before", m.told(casebook.FollowSoon), people(secretary, doer))
	m.round(day(0))
	m.want("on its day", m.told(casebook.FollowDue), people(secretary, doer))
	m.round(day(1))
	m.want("the day after", m.told(casebook.FollowLate), people(secretary, secretary, doer))
	m.round(day(2))
	m.want("not yet", m.told(casebook.FollowLater), "")
	m.round(day(3))
	m.want("three days after, without a coordinator", m.told(casebook.FollowLater), people(boss, boss, staff, staff))
	m.want("letters", needless(m.letters(casebook.FollowLate, day(3))), "needed, needed, needed")

	list, err := m.FollowUps(t.Context(), doer, 10, now)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d follow-ups of the doer, %v", len(list), err)
	}
	order := casebook.FollowOrder{Dialog: "later", Move: casebook.Postpone, Words: private.Of("menunggu papan"), Due: casebook.Date{Year: 2026, Month: 12, Day: 20}}
	if _, err := m.MoveFollowUp(t.Context(), doer, list[0].ID, order, day(3)); err != nil {
		t.Fatal(err)
	}
	m.want("put off", needless(m.letters(casebook.FollowLate, day(3))), "put_off, needed, put_off")
	m.round(day(9))
	m.want("told of the new day", m.told(casebook.FollowSoon), people(secretary, doer, doer))
}

// What a case that is open holds up is nobody's fault.
func TestAFollowUpThatWaitsForACaseIsNotLate(t *testing.T) {
	m := assemble(t, 1, 0)
	doer := m.joins(1)
	staff := m.with(casebook.Staff, district)
	c := m.file()
	due := casebook.Date{Year: 2026, Month: 12, Day: 10}
	if _, err := m.LogMeeting(t.Context(), staff, m.log(func(l *casebook.MeetingLog) {
		l.FollowUps = []casebook.FollowUp{{What: private.Of("Perbaiki atap"), Member: m.roster[0].ID, Due: due, Case: c.Number}}
	}), meetsAt); err != nil {
		t.Fatal(err)
	}
	m.round(due.In(jakarta).Add(8 * time.Hour))
	m.round(due.In(jakarta).AddDate(0, 0, 5))
	m.want("on its day", m.told(casebook.FollowDue), people(doer))
	m.want("late", m.told(casebook.FollowLate)+m.told(casebook.FollowLater), "")
	if f := m.letters(casebook.FollowDue, now)[0].FollowUp; f.Case != "" || f.What.Reveal() != "Perbaiki atap" {
		t.Errorf("an officer who may not know of the case reads %q of it", f.Case)
	}
}

func TestOfACaseTalkNothingIsToldButThatThereIsOne(t *testing.T) {
	m := assemble(t, 1, 0)
	member := m.joins(1)
	caseworker := m.with(casebook.Caseworker, district)
	at := meetsAt.Add(2 * casebook.Day)
	if err := m.BindChat(t.Context(), m.officer, m.group.ID, -100, now); err != nil {
		t.Fatal(err)
	}
	_, err := m.PlanMeeting(t.Context(), caseworker, casebook.Plan{Dialog: "talk", Group: m.group.ID, Kind: casebook.CaseTalk, StartsAt: at, Clock: true,
		Place: "Kantor", Agenda: private.Of("BS-0000-0000-0")}, now)
	if err != nil {
		t.Fatal(err)
	}
	m.round(at.Add(-24 * time.Hour))
	m.want("the day before", m.told(casebook.DayBefore), people(member))
	l := m.letters(casebook.DayBefore, at.Add(-24*time.Hour))[0]
	if l.Needless != "" || l.Minutes.Place != "Kantor" || !l.Minutes.Agenda.Empty() || l.Minutes.Tally.Expected != 0 || !strings.Contains(fmt.Sprint(l.Minutes.StartsAt), "2026") {
		t.Errorf("%+v", l.Minutes)
	}
	m.round(at.Add(8 * casebook.Day))
	m.want("the minutes are asked of those who may write them", m.told(casebook.MinutesDue)+"; "+m.told(casebook.MinutesLate), people(caseworker)+"; "+people(caseworker))
}

func TestTheNextMeetingOfASeriesIsPlannedWhenOneHasBegun(t *testing.T) {
	m := assemble(t, 1, 0)
	member := m.joins(1)
	m.plans(func(p *casebook.Plan) { p.Every = casebook.Monthly })
	invited := func() string { return m.told(casebook.Invited) }
	m.round(meetsAt.Add(-time.Minute))
	m.want("before", invited(), people(member))
	m.round(meetsAt.Add(time.Minute))
	m.round(meetsAt.Add(2 * time.Minute))
	m.want("after", invited(), people(member, member))
	list, err := m.MeetingsBetween(t.Context(), m.officer, m.group.ID, meetsAt.Add(time.Hour), meetsAt.AddDate(1, 0, 0), 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d planned, %v", len(list), err)
	}
	if next := list[0]; next.StartsAt.In(jakarta).Format("Mon 2 Jan 15.04") != "Wed 23 Dec 09.00" || next.Place != "Balai desa" || next.Every != casebook.Monthly || next.State != casebook.Planned {
		t.Errorf("%+v", next)
	}
	m.round(meetsAt.AddDate(0, 3, 0)) // nothing ran for months: what has passed is not planned
	list, err = m.MeetingsBetween(t.Context(), m.officer, m.group.ID, meetsAt.Add(time.Hour), meetsAt.AddDate(1, 0, 0), 10)
	if err != nil || len(list) != 2 || list[1].StartsAt.In(jakarta).Format("2 Jan 2006") != "24 Mar 2027" {
		t.Errorf("%+v, %v", list, err)
	}
	if err := m.EndSeries(t.Context(), m.officer, list[1].ID, now); err != nil {
		t.Fatal(err)
	}
	m.round(meetsAt.AddDate(0, 5, 0))
	if n := value[int](m.world, "SELECT count(*) FROM meetings"); n != 3 {
		t.Errorf("%d meetings after the end of the series", n)
	}
}

func TestOnTheFirstReportsAreDraftedAndSent(t *testing.T) {
	m := assemble(t, 3, 0)
	_, secretary := m.joins(3), m.joins(2)
	coordinator, staff := m.with(casebook.Coordinator, kecamatan), m.with(casebook.Staff, district)
	m.logs(m.present(1, 2))
	first := time.Date(2026, 12, 1, 0, 1, 0, 0, jakarta)
	m.round(first.Add(-2 * time.Minute))
	m.want("on the 30th", m.told(casebook.ReportDrafted), "")
	m.round(first)
	m.want("drafted", m.told(casebook.ReportDrafted), people(secretary, coordinator))
	m.want("summaries", m.told(casebook.MonthSummary), value[string](m.world, "SELECT string_agg(DISTINCT person_id::text, ' ' ORDER BY person_id::text) FROM grants WHERE role IN ('staff', 'coordinator')"))
	at := value[time.Time](m.world, "SELECT min(at) FROM notices WHERE kind = 'report_drafted'").In(jakarta)
	m.want("in the morning", at.Format("02 15.04"), "01 05.30")

	letters := m.letters(casebook.ReportDrafted, first)
	m.want("letters", needless(letters), "needed, needed")
	if r := letters[0].Report; r.Group != m.group.ID || len(r.Meetings) != 1 || r.Meetings[0].Tally.Officers != 2 || r.Meetings[0].Result.Empty() {
		t.Errorf("the group's: %+v", r)
	}
	if r := letters[1].Report; r.Group != 0 || r.Region != kecamatan || len(r.Lines) != 1 || r.Lines[0].Meetings != 1 {
		t.Errorf("the kecamatan's: %+v", r)
	}
	waiting, err := m.Reports(t.Context(), secretary, 10)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("%d wait, %v", len(waiting), err)
	}
	running := true
	for range 2 {
		if _, err := m.SendReport(t.Context(), secretary, waiting[0].ID, &running, private.Of("lancar"), first.AddDate(0, 0, 2)); err != nil {
			t.Fatal(err)
		}
	}
	m.want("sent to the coordinator", m.told(casebook.ReportSent), people(coordinator))
	m.want("the draft's notice", needless(m.letters(casebook.ReportDrafted, first))[:len("report_sent")], "report_sent")
	if g, _, err := m.Group(t.Context(), secretary, m.group.ID); err != nil || g.Iuran == nil || !*g.Iuran {
		t.Errorf("the contributions: %v, %v", g.Iuran, err)
	}
	if list, _ := m.Reports(t.Context(), coordinator, 10); len(list) != 1 || list[0].Group != 0 {
		t.Errorf("the coordinator's: %+v", list)
	}
	stranger := m.somebody(district)
	_, err = m.Report(t.Context(), stranger, waiting[0].ID)
	wantErr(t, "a stranger reads", err, casebook.ErrNotFound)
	_, err = m.SendReport(t.Context(), staff, waiting[0].ID, nil, private.Text{}, now)
	wantErr(t, "staff send", err, casebook.ErrForbidden)
}

func TestAGroupThatNobodyCoachesIsOnItsCoachsList(t *testing.T) {
	m := assemble(t, 1, 0)
	coordinator := m.with(casebook.Coordinator, kecamatan)
	m.logs()
	at := meetsAt.AddDate(0, 0, 89)
	m.round(at)
	m.want("on schedule", m.told(casebook.CoachingDue), "")
	m.round(at.AddDate(0, 0, 2))
	m.round(at.AddDate(0, 0, 2).Add(time.Hour))
	m.want("overdue", m.told(casebook.CoachingDue), people(coordinator))
	m.want("staff have it from whoever coaches there", fmt.Sprint(len(m.letters(casebook.CoachingDue, at.AddDate(0, 0, 3)))), "1")
	l := m.letters(casebook.CoachingDue, at.AddDate(0, 0, 3))[0]
	if l.Needless != "" || len(l.Overdue) != 1 || l.Overdue[0].ID != m.group.ID || !l.Overdue[0].Coached.Equal(meetsAt) {
		t.Errorf("%+v", l)
	}
	m.logs(func(log *casebook.MeetingLog) { log.Dialog, log.StartsAt = "another", at.AddDate(0, 0, 3) })
	m.want("coached meanwhile", needless(m.letters(casebook.CoachingDue, at.AddDate(0, 0, 3))), "all_coached")
}

// Where a kecamatan has no coordinator the staff coach it: they get one list of the whole district, and none beside the month's summary.
func TestStaffHaveOneListOfAllThatNobodyCoaches(t *testing.T) {
	m := assemble(t, 1, 0) // by one of the staff
	m.logs()
	at := meetsAt.AddDate(0, 0, 120)
	first := time.Date(at.Year(), at.Month()+1, 1, 10, 0, 0, 0, jakarta)
	m.round(first)
	m.round(first.AddDate(0, 0, 7))
	m.want("beside the summary", m.told(casebook.CoachingDue), "")
	m.round(first.AddDate(0, 0, 8))
	m.round(first.AddDate(0, 0, 9))
	if all := m.letters(casebook.CoachingDue, first.AddDate(0, 0, 9)); len(all) != 1 || all[0].Region != "17.01" || len(all[0].Overdue) != 1 {
		t.Errorf("%+v", all)
	}
}

func TestARoundIsMadeOnceAMinute(t *testing.T) {
	m := assemble(t, 1, 0)
	m.round(now)
	member := m.joins(1)
	m.plans(func(p *casebook.Plan) { p.StartsAt = now.Add(2 * time.Hour) })
	m.round(now.Add(30 * time.Second))
	m.want("within the minute", m.told(casebook.HoursBefore), "")
	m.round(now.Add(time.Minute))
	m.want("after it", m.told(casebook.HoursBefore), people(member))
	m.round(now.Add(-48 * time.Hour)) // a clock that was put back
	if at := value[time.Time](m.world, "SELECT at FROM rounds"); !at.Equal(now.Add(-48 * time.Hour)) {
		t.Errorf("the last round was at %v", at)
	}
}

func TestOfManyReplicasOneMakesTheRound(t *testing.T) {
	m := assemble(t, 1, 3)
	for place := range 4 {
		m.joins(place + 1)
	}
	m.plans(func(p *casebook.Plan) { p.StartsAt, p.Every = now.Add(2*time.Hour), casebook.Weekly })
	m.did()
	for minute := range 2 { // the second round finds the same things due
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				if err := m.Round(t.Context(), rules, now.Add(time.Duration(minute)*time.Minute)); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	m.want("reminders", fmt.Sprint(len(m.did()), len(strings.Fields(m.told(casebook.HoursBefore)))), "4 4")
}
