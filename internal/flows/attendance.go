package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
)

// Attendance is what an officer tells of who was there.
type Attendance struct {
	Marks []casebook.Mark // by line of the roster, each once
	Heads casebook.Heads
}

// Of gives what is said of a line, "" for nothing.
func (a Attendance) Of(m casebook.MemberID) casebook.Presence {
	for _, mark := range a.Marks {
		if mark.Member == m {
			return mark.Presence
		}
	}
	return ""
}

func (a *Attendance) mark(m casebook.MemberID, p casebook.Presence) {
	for i := range a.Marks {
		if a.Marks[i].Member == m {
			a.Marks[i].Presence = p
			return
		}
	}
	a.Marks = append(a.Marks, casebook.Mark{Member: m, Presence: p, Source: casebook.ByNumber})
}

// tally counts it over a roster.
func (a Attendance) tally(r Roster) casebook.Tally {
	var lines []casebook.Line
	for _, row := range r {
		lines = append(lines, casebook.Line{Member: row.Member, Officer: row.Officer, Presence: a.Of(row.Member)})
	}
	return casebook.Count(lines, a.Heads)
}

// String writes it for a draft: "present=1,2 ill=7 guests=5".
func (a Attendance) String() string {
	var parts []string
	for _, p := range casebook.Presences {
		var ids []string
		for _, m := range a.Marks {
			if m.Presence == p {
				ids = append(ids, strconv.FormatInt(int64(m.Member), 10))
			}
		}
		if len(ids) > 0 {
			parts = append(parts, string(p)+"="+strings.Join(ids, ","))
		}
	}
	for _, h := range heads(&a.Heads) {
		if *h.n > 0 {
			parts = append(parts, h.key+"="+strconv.Itoa(*h.n))
		}
	}
	return strings.Join(parts, " ")
}

// decode reads what String wrote.
func decode(s string) (a Attendance) {
	for part := range strings.FieldsSeq(s) {
		key, value, _ := strings.Cut(part, "=")
		for _, h := range heads(&a.Heads) {
			if h.key == key {
				*h.n, _ = strconv.Atoi(value)
			}
		}
		if slices.Contains(casebook.Presences, casebook.Presence(key)) {
			for id := range strings.SplitSeq(value, ",") {
				n, _ := strconv.ParseInt(id, 10, 64)
				a.mark(casebook.MemberID(n), casebook.Presence(key))
			}
		}
	}
	return a
}

type head struct {
	key string
	n   *int
}

func heads(h *casebook.Heads) []head {
	return []head{{"guests", &h.Guests}, {"men", &h.Men}, {"women", &h.Women}, {"sheet", &h.Sheet}, {"old", &h.Old}, {"disabled", &h.Disabled}}
}

// line says an attendance in short, as it is read back: "Hadir 5 dari 7 pengurus, tamu 5."
func (a Attendance) line(r Roster, v dialog.Voice) string {
	t := a.tally(r)
	var parts []string
	if t.Expected > 0 && (len(a.Marks) > 0 || t.Sheet == 0) { // a photo alone says nothing of the officers
		parts = append(parts, v.Say("attendance.officers", "present", strconv.Itoa(t.Officers), "all", strconv.Itoa(t.Expected)))
	}
	for _, c := range []struct {
		key string
		n   int
	}{{"attendance.members_line", t.Members}, {"attendance.guests_line", t.Guests}, {"attendance.men_line", a.Heads.Men},
		{"attendance.women_line", a.Heads.Women}, {"attendance.sheet_line", t.Sheet}, {"attendance.old_line", a.Heads.Old},
		{"attendance.disabled_line", a.Heads.Disabled}} {
		if c.n > 0 {
			parts = append(parts, v.Say(c.key, "count", strconv.Itoa(c.n)))
		}
	}
	for _, p := range casebook.Presences[1:] {
		if n := t.ByPresence[p]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", v.Say("presence."+string(p)), n))
		}
	}
	if len(parts) == 0 {
		return v.Say("attendance.nobody")
	}
	return strings.Join(parts, ", ")
}
