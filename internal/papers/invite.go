package papers

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"rembuk/internal/casebook"
)

// Invite gives a meeting as a calendar file (RFC 5545). The entry has the same UID whenever it is sent, so a later file changes the entry that
// an earlier one made; of a meeting that was called off, it strikes it out. sequence counts the changes of the plan: a phone heeds only what
// is newer. Of a case talk it says that there is a meeting, and nothing of what.
func (p Papers) Invite(lang string, m casebook.Meeting, sequence int, now time.Time) []byte {
	w := p.in(lang)
	var c calendar
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//Rembuk//" + strings.ToUpper(w.voice.Code()))
	c.line("BEGIN:VEVENT")
	c.line(fmt.Sprintf("UID:meeting-%s-%d@%s", m.District, m.ID, p.Host))
	c.line("DTSTAMP:" + utc(now))
	c.line(fmt.Sprintf("SEQUENCE:%d", sequence))
	w.when(&c, m)
	title := w.kind(m.Kind)
	if m.Kind.Confidential() {
		title = w.say("paper.meeting")
	}
	c.text("SUMMARY", title+" – "+m.Group.Name)
	c.text("LOCATION", strings.Trim(m.Place+", "+w.place(m.Group.Region), ", "))
	if !m.Kind.Confidential() {
		c.text("DESCRIPTION", strings.Join(points(m.Agenda), "\n"))
	}
	c.line("CLASS:PRIVATE")
	if m.State == casebook.CalledOff {
		c.line("STATUS:CANCELLED")
	} else {
		c.line("STATUS:CONFIRMED")
		w.alarms(&c, m, title)
	}
	c.line("END:VEVENT")
	c.line("END:VCALENDAR")
	return []byte(c.String())
}

// when tells the hours, in UTC so that no phone needs to know our zone; without an hour it is a matter of the whole day.
func (w writing) when(c *calendar, m casebook.Meeting) {
	if !m.Clock {
		day := m.StartsAt.In(w.Zone)
		c.line("DTSTART;VALUE=DATE:" + day.Format("20060102"))
		c.line("DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"))
		return
	}
	c.line("DTSTART:" + utc(m.StartsAt))
	if m.EndsAt.After(m.StartsAt) {
		c.line("DTEND:" + utc(m.EndsAt))
	}
}

// alarms ring the day before and two hours before, as our own reminders do; before a whole day at six in the evening.
func (w writing) alarms(c *calendar, m casebook.Meeting, title string) {
	before := []string{"-P1D", "-PT2H"}
	if !m.Clock {
		before = []string{"-PT6H"}
	}
	for _, trigger := range before {
		c.line("BEGIN:VALARM")
		c.line("ACTION:DISPLAY")
		c.text("DESCRIPTION", title)
		c.line("TRIGGER:" + trigger)
		c.line("END:VALARM")
	}
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// calendar writes content lines: at most 75 octets each, folded between letters, ended by CRLF.
type calendar struct{ strings.Builder }

func (c *calendar) line(s string) {
	const most = 75
	room := most
	for _, r := range s {
		if size := utf8.RuneLen(r); size > room {
			c.WriteString("\r\n ")
			room = most - 1 - size
		} else {
			room -= size
		}
		c.WriteRune(r)
	}
	c.WriteString("\r\n")
}

var escaped = strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\r\n", "\\n", "\n", "\\n", "\r", "")

// text writes a property that holds people's words, left out when they are empty.
func (c *calendar) text(name, value string) {
	if value != "" {
		c.line(name + ":" + escaped.Replace(value))
	}
}
