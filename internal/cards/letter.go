package cards

import (
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// Letter draws a notice as everything is now. To a group's chat it names nobody, and of a case talk it says only that there is one.
func (c Cards) Letter(n casebook.Letter) chat.Message {
	l := c.Voice(n.Viewer.Language)
	switch n.Kind {
	case casebook.DoorCounter:
		return c.counter(l, n)
	case casebook.QuietNews:
		return chat.Message{Text: l.Say("notice.quiet_news")}
	case casebook.Invited, casebook.MeetingMoved, casebook.MeetingOff, casebook.DayBefore, casebook.HoursBefore:
		return c.invitation(l, n)
	case casebook.Outcome, casebook.MinutesDue, casebook.MinutesLate, casebook.TestOpen:
		return c.ofMeeting(l, n)
	case casebook.FollowSoon, casebook.FollowDue, casebook.FollowLate, casebook.FollowLater, casebook.FollowEnded:
		m := c.FollowUp(n.Viewer, *n.FollowUp)
		m.Text = c.title(l, n) + "\n" + m.Text
		return m
	case casebook.ClaimMade:
		return c.Claim(n.Viewer.Language, *n.ClaimOf, *n.Line)
	case casebook.ClaimDecided:
		return chat.Message{Text: l.Say("claim.state."+string(n.ClaimOf.State), "group", chat.Escape(n.Line.Name))}
	case casebook.ReportDrafted, casebook.ReportSent:
		m := c.MonthReport(n.Viewer, *n.Report)
		m.Text = c.title(l, n) + "\n" + m.Text
		return m
	case casebook.CaseworkerAsked, casebook.CaseworkerDecided, casebook.CaseworkerNew, casebook.CaseworkerGone, casebook.IdentityOpened:
		return c.colleague(l, n)
	case casebook.CoachingDue:
		return chat.Message{Text: c.title(l, n) + "\n" + strings.Join(c.overdue(l, n.Overdue), "\n")}
	default: // the month's summary
		return c.Summary(n.Viewer.Language, *n.Summary)
	}
}

func (c Cards) title(l *words.Language, n casebook.Letter) string {
	return "<b>" + l.Say("notice."+string(n.Kind)) + "</b>"
}

// invitation tells of a meeting to come, with the answers; in a group with a button to come, since nobody is named there.
func (c Cards) invitation(l *words.Language, n casebook.Letter) chat.Message {
	m := c.Meeting(n.Viewer, *n.Minutes)
	if n.Person == 0 || n.Minutes.State != casebook.Planned {
		m.Buttons = nil
	} else {
		m.Buttons = m.Buttons[:min(len(m.Buttons), 2)]
		for _, row := range m.Buttons {
			for i, b := range row {
				if r, ok := ReadRef(b.Data); ok && (r.Do == "yes" || r.Do == "no") {
					r.More = string(n.Kind)
					row[i].Data = r.Token()
				}
			}
		}
	}
	m.Text = c.title(l, n) + "\n" + m.Text
	return m
}

// Answered draws the card of a planned meeting again with what the reader has answered: as the notice that it came with, by the More of its buttons, or
// as a meeting that was opened.
func (c Cards) Answered(v casebook.Viewer, m casebook.Minutes, more, said string) chat.Message {
	card := c.Meeting(v, m)
	switch kind := casebook.NoticeKind(more); kind {
	case casebook.Invited, casebook.MeetingMoved, casebook.DayBefore, casebook.HoursBefore:
		card = c.invitation(c.Voice(v.Language), casebook.Letter{Notice: casebook.Notice{Kind: kind, Person: v.Person}, Viewer: v, Minutes: &m})
	}
	card.Text += "\n<b>" + said + "</b>"
	return card
}

func (c Cards) ofMeeting(l *words.Language, n casebook.Letter) chat.Message {
	b := &buttons{}
	id := int64(n.Minutes.ID)
	switch n.Kind {
	case casebook.MinutesDue, casebook.MinutesLate:
		if casebook.MayMeet(n.Viewer, casebook.DoLog, n.Minutes.Meeting) == nil {
			b.add(l, "meeting.log", Ref{Noun: OnMeeting, Do: "log", ID: id})
			b.add(l, "meeting.call_off", Ref{Noun: OnMeeting, Do: "off", ID: id})
		}
	case casebook.TestOpen:
		b.add(l, "test.begin", Ref{Noun: OnMeeting, Do: "quiz", ID: id, More: string(n.Phase)})
	default:
		b.add(l, "meeting.open", Ref{Noun: OnMeeting, Do: "open", ID: id})
	}
	text := c.title(l, n) + "\n" + c.head(l, n.Minutes.Meeting)
	if n.Kind == casebook.Outcome && !n.Minutes.Kind.Confidential() {
		text += "\n" + strings.Join(c.held(l, *n.Minutes), "\n")
	}
	return chat.Message{Text: text, Buttons: b.all()}
}

// counter stands in the group's chat while its members check in: how many, never who.
func (c Cards) counter(l *words.Language, n casebook.Letter) chat.Message {
	m := chat.Message{Text: c.head(l, n.Minutes.Meeting) + "\n" + l.Say("door.counter", "count", strconv.Itoa(n.Minutes.Tally.All()))}
	if n.Minutes.State != casebook.CalledOff && !n.Minutes.Doors.IsZero() {
		m.Buttons = [][]chat.Button{{{Label: l.Say("door.here"), Data: Ref{Noun: OnMeeting, Do: "here", ID: int64(n.Minutes.ID)}.Token()}}}
	}
	return m
}
