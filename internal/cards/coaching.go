package cards

import (
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// Indicators shows a group's coaching indicators: numerators and denominators always, and no ranking.
func (c Cards) Indicators(v casebook.Viewer, i casebook.Indicators, t casebook.Thresholds) chat.Message {
	l := c.Voice(v.Language)
	text := []string{
		l.Say("coaching.head", "name", chat.Escape(i.Group.Name), "place", c.Place(i.Group.Region), "standing", l.Say("coaching.standing."+string(i.Standing(t)))),
		"<b>" + l.Say("coaching.commitment") + "</b>",
		l.Say("coaching.presence", "share", share(l, i.Presence), "meetings", strconv.Itoa(i.Coachings), "ticked", strconv.Itoa(i.Ticked)),
		l.Say("coaching.months", "share", share(l, i.Months)), l.Say("coaching.follow", "share", share(l, i.Follow)),
		l.Say("coaching.reports", "share", share(l, i.Reports)), l.Say("coaching.iuran", "state", c.iuran(l, i.Iuran)),
		"<b>" + l.Say("coaching.knowledge") + "</b>",
		l.Say("coaching.tests", "before", mean(l, i.Before), "after", mean(l, i.After)), l.Say("coaching.topics", "share", share(l, i.Topics)),
		l.Say("coaching.kinds", "share", share(l, i.Kinds)),
		"<b>" + l.Say("coaching.skill") + "</b>",
		l.Say("coaching.first_visit", "hours", median(l, i.FirstVisit)), l.Say("coaching.closed", "share", share(l, i.ClosedHere)),
		l.Say("coaching.referrals", "share", share(l, i.Referrals)),
		c.decreeState(l, i),
	}
	return chat.Message{Text: strings.Join(text, "\n"), Caption: true}
}

func (c Cards) decreeState(l *words.Language, i casebook.Indicators) string {
	valid, known := i.Group.Decree.ValidOn(casebook.DateOf(i.AsOf.In(c.Zone)))
	switch {
	case !known:
		return l.Say("coaching.decree_unknown")
	case valid:
		return l.Say("coaching.decree_valid", "until", c.day(l, i.Group.Decree.Until))
	default:
		return l.Say("coaching.decree_ended", "until", c.day(l, i.Group.Decree.Until))
	}
}

func (c Cards) iuran(l *words.Language, running *bool) string {
	switch {
	case running == nil:
		return l.Say("coaching.iuran_unknown")
	case *running:
		return l.Say("coaching.iuran_yes")
	default:
		return l.Say("coaching.iuran_no")
	}
}

// share says a part of a whole; "nothing recorded yet" where there is no whole.
func share(l *words.Language, s casebook.Share) string {
	if !s.Known() {
		return l.Say("coaching.none")
	}
	return l.Say("coaching.share", "part", strconv.Itoa(s.Part), "whole", strconv.Itoa(s.Whole))
}

func mean(l *words.Language, m casebook.Mean) string {
	if m.N == 0 {
		return l.Say("coaching.none")
	}
	return l.Say("coaching.mean", "mean", strconv.Itoa(int(m.Value+0.5)), "count", strconv.Itoa(m.N))
}

func median(l *words.Language, m casebook.Mean) string {
	if m.N == 0 {
		return l.Say("coaching.none")
	}
	return l.Say("coaching.hours", "hours", strconv.Itoa(int(m.Value+0.5)), "count", strconv.Itoa(m.N))
}

// Summary shows the month of all groups of a region, in the order of the regions.
func (c Cards) Summary(language string, s casebook.Summary) chat.Message {
	l := c.Voice(language)
	text := []string{
		l.Say("summary.head", "place", c.Place(s.Region), "month", l.Month(s.Month.In(c.Zone))),
		l.Say("summary.groups", "count", strconv.Itoa(s.Groups), "active", strconv.Itoa(s.ByStanding[casebook.Active]),
			"needs", strconv.Itoa(s.ByStanding[casebook.NeedsCoaching]), "none", strconv.Itoa(s.ByStanding[casebook.NoActivity])),
		l.Say("summary.meetings", "count", strconv.Itoa(s.Meetings), "people", strconv.Itoa(s.Attended)),
	}
	for _, k := range casebook.MeetingKinds {
		if n := s.ByKind[k]; n > 0 {
			text = append(text, "  "+c.MeetingKind(l, k)+": "+strconv.Itoa(n))
		}
	}
	text = append(text, l.Say("summary.follow", "share", share(l, s.FollowUps)), l.Say("summary.reports", "share", share(l, s.Reports)))
	return chat.Message{Text: strings.Join(append(text, c.overdue(l, s.Overdue)...), "\n")}
}

// overdue lists the groups that were not coached on schedule.
func (c Cards) overdue(l *words.Language, groups []casebook.Group) []string {
	if len(groups) == 0 {
		return []string{l.Say("summary.all_coached")}
	}
	text := []string{l.Say("summary.overdue", "count", strconv.Itoa(len(groups)))}
	for n, g := range groups {
		if n == 30 {
			return append(text, "…")
		}
		last := l.Say("summary.never")
		if !g.Coached.IsZero() {
			last = c.date(l, g.Coached)
		}
		text = append(text, "• "+chat.Escape(g.Name)+", "+c.Place(g.Region)+": "+last)
	}
	return text
}

// MonthReport shows a monthly report that is to be checked and sent.
func (c Cards) MonthReport(v casebook.Viewer, r casebook.MonthReport) chat.Message {
	l := c.Voice(v.Language)
	b := &buttons{}
	b.add(l, "report_month.pdf", Ref{Noun: OnReport, Do: "pdf", ID: r.ID})
	if r.SentAt.IsZero() {
		b.add(l, "report_month.send", Ref{Noun: OnReport, Do: "send", ID: r.ID})
	}
	return chat.Message{Text: c.reportText(l, r), Buttons: b.all()}
}

func (c Cards) reportText(l *words.Language, r casebook.MonthReport) string {
	text := []string{l.Say("report_month.head", "name", c.reporter(r), "month", l.Month(r.Month.In(c.Zone)))}
	for _, m := range r.Meetings {
		text = append(text, "• "+l.Say("report_month.meeting", "when", c.date(l, m.StartsAt), "kind", c.MeetingKind(l, m.Kind), "who", c.Tally(l, m.Tally)))
	}
	for _, line := range r.Lines {
		text = append(text, "• "+l.Say("report_month.line", "name", chat.Escape(line.Group.Name), "meetings", strconv.Itoa(line.Meetings), "people", strconv.Itoa(line.Attended),
			"standing", l.Say("coaching.standing."+string(line.Standing))))
	}
	if len(r.Meetings)+len(r.Lines) == 0 {
		text = append(text, l.Say("report_month.nothing"))
	}
	for _, f := range r.FollowUps {
		text = append(text, "– "+c.followLine(l, f))
	}
	if !r.SentAt.IsZero() {
		text = append(text, l.Say("report_month.sent", "when", c.clock(l, r.SentAt)))
	}
	return short(strings.Join(text, "\n"), 3800)
}

// reporter names whose report it is.
func (c Cards) reporter(r casebook.MonthReport) string {
	if r.Group == 0 {
		return c.Place(r.Region)
	}
	return chat.Escape(r.Of.Name)
}
