package cards

import (
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// Meeting shows a meeting with the buttons that the viewer may press: planned, or held with what came of it.
func (c Cards) Meeting(v casebook.Viewer, m casebook.Minutes) chat.Message {
	l := c.Voice(v.Language)
	text := []string{c.head(l, m.Meeting)}
	sees := casebook.MayMeet(v, casebook.SeeMinutes, m.Meeting) == nil
	switch {
	case m.State == casebook.CalledOff:
		text = append(text, l.Say("meeting.off"))
	case m.State == casebook.Planned && !m.Kind.Confidential():
		text = append(text, c.planned(l, m)...)
	case m.State == casebook.Held && sees:
		text = append(text, c.held(l, m)...)
	}
	return chat.Message{Text: strings.Join(text, "\n"), Buttons: c.meetingButtons(l, v, m), Protected: m.Kind.Confidential()}
}

// head names a meeting: what, who, when, where. Of a case talk only that there is one.
func (c Cards) head(l *words.Language, m casebook.Meeting) string {
	return l.Say("meeting.head", "kind", c.MeetingKind(l, m.Kind), "group", chat.Escape(m.Group.Name), "when", c.When(l, m), "place", c.at(l, m))
}

// Head names a meeting in a reader's language.
func (c Cards) Head(language string, m casebook.Meeting) string { return c.head(c.Voice(language), m) }

// MeetingKind names a kind of meeting.
func (c Cards) MeetingKind(l *words.Language, k casebook.MeetingKind) string {
	return l.Say("meeting.kind." + string(k))
}

// When writes the day of a meeting, with the hour where one was told.
func (c Cards) When(l *words.Language, m casebook.Meeting) string {
	if m.Clock {
		return c.clock(l, m.StartsAt)
	}
	return c.date(l, m.StartsAt)
}

func (c Cards) at(l *words.Language, m casebook.Meeting) string {
	if m.Place == "" {
		return ""
	}
	return l.Say("meeting.at", "place", chat.Escape(m.Place))
}

func (c Cards) planned(l *words.Language, m casebook.Minutes) []string {
	var text []string
	if !m.Agenda.Empty() {
		text = append(text, l.Say("meeting.agenda_line", "agenda", chat.Escape(short(m.Agenda.Reveal(), 600))))
	}
	if m.Every != casebook.Once {
		text = append(text, l.Say("plan.every."+string(m.Every)))
	}
	return append(text, l.Say("meeting.said", "yes", strconv.Itoa(m.Said.Yes), "no", strconv.Itoa(m.Said.No), "open", strconv.Itoa(m.Said.Open)))
}

func (c Cards) held(l *words.Language, m casebook.Minutes) []string {
	text := []string{c.Tally(l, m.Tally)}
	if away := c.away(l, m.Tally); away != "" {
		text = append(text, away)
	}
	if m.Tally.Flagged > 0 {
		text = append(text, l.Say("meeting.flagged", "count", strconv.Itoa(m.Tally.Flagged)))
	}
	if !m.Result.Empty() {
		text = append(text, l.Say("meeting.result_line", "result", chat.Escape(short(m.Result.Reveal(), 1500))))
	}
	if n := len(m.Files); n > 0 {
		text = append(text, l.Say("meeting.files_line", "count", strconv.Itoa(n)))
	}
	if len(m.Cases) > 0 {
		text = append(text, l.Say("meeting.cases_line", "numbers", numbers(m.Cases)))
	}
	for i, f := range m.FollowUps {
		text = append(text, strconv.Itoa(i+1)+". "+c.followLine(l, f))
	}
	for _, t := range m.Tests {
		text = append(text, l.Say("test.mean."+string(t.Phase), "mean", strconv.Itoa(int(t.Mean.Value+0.5)), "count", strconv.Itoa(t.Mean.N)))
	}
	for _, ch := range m.Changed {
		if ch.Move == casebook.Correct {
			text = append(text, l.Say("meeting.changed", "when", c.clock(l, ch.At), "who", c.changer(l, ch), "why", chat.Escape(short(ch.Why.Reveal(), 200))))
		}
	}
	return text
}

func (c Cards) changer(l *words.Language, ch casebook.Change) string {
	if ch.Name.Empty() {
		return l.Say("alert.someone")
	}
	return chat.Escape(ch.Name.Reveal())
}

func numbers(list []casebook.Number) string {
	var out []string
	for _, n := range list {
		out = append(out, string(n))
	}
	return strings.Join(out, ", ")
}

// Tally says who was there, in numbers.
func (c Cards) Tally(l *words.Language, t casebook.Tally) string {
	var parts []string
	if t.Expected > 0 {
		parts = append(parts, l.Say("attendance.officers", "present", strconv.Itoa(t.Officers), "all", strconv.Itoa(t.Expected)))
	}
	for _, n := range []struct {
		key   string
		count int
	}{{"attendance.members_line", t.Members}, {"attendance.guests_line", t.Guests}, {"attendance.sheet_line", t.Sheet}} {
		if n.count > 0 {
			parts = append(parts, l.Say(n.key, "count", strconv.Itoa(n.count)))
		}
	}
	if len(parts) == 0 {
		return l.Say("attendance.nobody")
	}
	return l.Say("meeting.there", "who", strings.Join(parts, ", "), "all", strconv.Itoa(t.All()))
}

// away says how many of the roster were excused, ill, represented or missing; "" where nothing was told of anybody.
func (c Cards) away(l *words.Language, t casebook.Tally) string {
	var parts []string
	for _, p := range casebook.Presences[1:] {
		if n := t.ByPresence[p]; n > 0 {
			parts = append(parts, l.Say("presence."+string(p))+" "+strconv.Itoa(n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return l.Say("meeting.away", "who", strings.Join(parts, ", "))
}

func (c Cards) meetingButtons(l *words.Language, v casebook.Viewer, m casebook.Minutes) [][]chat.Button {
	b := &buttons{}
	on := func(key, do string, more ...string) {
		b.add(l, key, Ref{OnMeeting, do, int64(m.ID), strings.Join(more, ":")})
	}
	may := func(a casebook.MeetingAction) bool { return casebook.MayMeet(v, a, m.Meeting) == nil }
	if m.State == casebook.Planned {
		if v.InGroup(m.Group.ID) != 0 {
			on("meeting.yes", "yes")
			on("meeting.no", "no")
		}
		on("meeting.ics", "ics")
		if may(casebook.DoLog) {
			b.row()
			on("meeting.log", "log")
			on("meeting.door", "door")
			b.row()
			on("meeting.blank", "blank")
			if !m.Kind.Confidential() {
				on("meeting.share", "wa")
			}
			b.row()
			on("meeting.change", "change")
			on("meeting.call_off", "off")
			if m.Every != casebook.Once {
				on("meeting.end_series", "end")
			}
		}
	}
	if m.State == casebook.Held && may(casebook.SeeMinutes) {
		on("meeting.pdf", "pdf")
		on("meeting.xlsx", "xlsx")
		if !m.Kind.Confidential() {
			on("meeting.share", "wa")
		}
		if len(m.FollowUps) > 0 {
			on("follow.menu", "todo")
		}
		if may(casebook.DoLog) {
			b.row()
			on("meeting.correct", "fix")
			if m.Kind.Coaches() || m.Kind == casebook.Outreach {
				on("test.menu", "test")
			}
		}
	}
	return b.all()
}

// MeetingsMenu are the buttons that lead to all that there is about meetings; logs tells whether the viewer logs and plans them.
func (c Cards) MeetingsMenu(language string, logs bool) [][]chat.Button {
	l := c.Voice(language)
	b := &buttons{}
	if logs {
		b.add(l, "meeting.log", Ref{Noun: OnGroup, Do: "log"})
		b.add(l, "plan.new", Ref{Noun: OnGroup, Do: "plan"})
	}
	b.add(l, "follow.menu", Ref{Noun: OnGroup, Do: "todo"})
	b.add(l, "group.menu", Ref{Noun: OnGroup, Do: "list"})
	return b.all()
}

// Meetings lists meetings, each with a button to open it.
func (c Cards) Meetings(v casebook.Viewer, title string, list []casebook.Meeting) chat.Message {
	l := c.Voice(v.Language)
	text := []string{l.Say(title)}
	m := chat.Message{}
	var row []chat.Button
	for i, meeting := range list {
		state := ""
		if meeting.State == casebook.CalledOff {
			state = l.Say("meeting.off_short")
		}
		text = append(text, strconv.Itoa(i+1)+". "+l.Say("meeting.list_line", "when", c.When(l, meeting), "kind", c.MeetingKind(l, meeting.Kind),
			"group", chat.Escape(meeting.Group.Name), "state", state))
		row = append(row, chat.Button{Label: strconv.Itoa(i + 1), Data: Ref{Noun: OnMeeting, Do: "open", ID: int64(meeting.ID)}.Token()})
		if len(row) == 5 {
			m.Buttons, row = append(m.Buttons, row), nil
		}
	}
	if len(row) > 0 {
		m.Buttons = append(m.Buttons, row)
	}
	m.Text = strings.Join(text, "\n")
	return m
}

// Shared is the text for a WhatsApp group: an invitation, or what came of the meeting. It is plain, to be copied as it is.
func (c Cards) Shared(language string, m casebook.Minutes) chat.Message {
	l := c.Voice(language)
	kind, group := strings.ToLower(c.MeetingKind(l, m.Kind)), m.Group.Name
	if m.State == casebook.CalledOff {
		text := l.Say("share.off", "kind", kind, "group", group, "when", c.When(l, m.Meeting))
		for _, change := range m.Changed {
			if change.Move == casebook.CallOff && !change.Why.Empty() {
				text += "\n" + l.Say("share.off_why", "why", change.Why.Reveal())
			}
		}
		return plain(text)
	}
	if m.State == casebook.Planned {
		agenda := ""
		if !m.Agenda.Empty() {
			agenda = "\n" + l.Say("meeting.agenda_line", "agenda", m.Agenda.Reveal())
		}
		return plain(l.Say("share.invite", "kind", kind, "group", group, "when", c.When(l, m.Meeting), "place", m.Place, "agenda", agenda))
	}
	var todo []string
	for _, f := range m.FollowUps {
		key := "share.todo"
		if f.Who.Empty() {
			key = "share.todo_all"
		}
		todo = append(todo, "- "+l.Say(key, "what", f.What.Reveal(), "who", f.Who.Reveal(), "due", c.day(l, f.Due)))
	}
	result := m.Result.Reveal()
	if result == "" {
		result = l.Say("share.paper")
	}
	text := l.Say("share.result", "kind", kind, "day", m.StartsAt.In(c.Zone).Format("2/1"), "group", group, "who", c.Tally(l, m.Tally), "result", result)
	if len(todo) > 0 {
		text += "\n" + l.Say("share.todos") + "\n" + strings.Join(todo, "\n")
	}
	return plain(text)
}

// plain is a message of words that are not ours alone: nothing in it is a tag.
func plain(text string) chat.Message { return chat.Message{Text: chat.Escape(text)} }

func (c Cards) day(l *words.Language, d casebook.Date) string { return c.date(l, d.In(c.Zone)) }

// Door is the check-in code as it stands on the wall now.
func (c Cards) Door(language string, d casebook.Door, code, wall string) chat.Message {
	l := c.Voice(language)
	text := l.Say("door.card", "group", chat.Escape(d.Group.Name), "code", code[:3]+" "+code[3:], "until", c.time(l, d.Until))
	if wall != "" {
		text += "\n" + l.Say("door.wall", "link", wall)
	}
	return chat.Message{Text: text, Caption: true, Buttons: [][]chat.Button{{{Label: l.Say("door.again"), Data: Ref{Noun: OnMeeting, Do: "door", ID: int64(d.Meeting)}.Token()},
		{Label: l.Say("door.who"), Data: Ref{Noun: OnMeeting, Do: "who", ID: int64(d.Meeting)}.Token()}}}}
}

func (c Cards) time(l *words.Language, t time.Time) string {
	return t.In(c.Zone).Format(l.Say("date.time"))
}

// Attending lists who has checked in so far, for whoever keeps the door.
func (c Cards) Attending(v casebook.Viewer, m casebook.Minutes) chat.Message {
	l := c.Voice(v.Language)
	text := []string{c.head(l, m.Meeting), c.Tally(l, m.Tally)}
	for _, line := range m.Lines {
		if line.Presence != casebook.Present {
			continue
		}
		name := line.Name.Reveal()
		if name == "" {
			name = l.Say("attendance.guest")
		}
		flags := ""
		if line.Far {
			flags += l.Say("attendance.far")
		}
		if line.Proxy {
			flags += l.Say("attendance.proxy")
		}
		text = append(text, "• "+chat.Escape(name)+flags)
		if len(text) > 60 {
			text = append(text, "…")
			break
		}
	}
	return chat.Message{Text: strings.Join(text, "\n")}
}
