package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/almanac"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
)

// presencePhrases are what the reader of attendances says beside its own question.
var presencePhrases = []string{"attendance.all_of", "attendance.yes", "attendance.photo", "attendance.unknown", "attendance.beyond", "attendance.nobody", "attendance.plus"}

// presence takes who was there: numbers of the roster, counts, a photo of the paper list whose count is read back. Nobody is there by default.
type presence struct{}

func (presence) Ask(d dialog.Draft, v dialog.Voice) (string, [][]string) {
	r := RosterOf(d)
	switch a := d.Answers["present"]; {
	case a.Text == "" && len(a.Pieces) > 0:
		return v.Say("attendance.photo_count"), nil
	case len(r) == 0:
		return v.Say("meeting.present.ask_count"), nil
	}
	return v.Say("meeting.present.ask", "roster", chat.Escape(r.numbered())) + "\n" + v.Say("attendance.plus"), [][]string{{v.Say("attendance.all")}}
}

func (p presence) Read(d dialog.Draft, old dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	r := RosterOf(d)
	answer := dialog.Answer{Text: old.Text, Pieces: old.Pieces}
	text := in.Text.Reveal()
	if in.Kind == chat.Media {
		answer.Pieces = append(answer.Pieces, files(dialog.Pieces(in))...)
		if strings.TrimSpace(text) == "" {
			return dialog.Reading{OK: true, Stay: answer.Text == "", Answer: answer, Lead: v.Say("attendance.photo")}
		}
	} else if in.Kind != chat.Text {
		return dialog.Reading{}
	}
	if len(d.Maybe) == 1 && contains(v, "talk.send", strings.ToLower(strings.TrimSpace(text))) { // "betul"
		answer.Text = d.Maybe[0].ID
		return p.heard(answer, decode(answer.Text), r, v)
	}
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n > 0 && (len(r) == 0 || old.Text == "" && len(answer.Pieces) > 0) {
		return p.heard(answer, Attendance{Heads: casebook.Heads{Sheet: n}}, r, v) // the count of the photo, or of a body without a roster
	}
	heard := r.Listen(text, v)
	switch {
	case heard.Beyond != 0:
		return dialog.Reading{Mine: heard.some(), Lead: v.Say("attendance.beyond", "number", strconv.Itoa(heard.Beyond), "most", strconv.Itoa(len(r)))}
	case heard.Unknown != "":
		return dialog.Reading{Mine: heard.some(), Lead: v.Say("attendance.unknown", "word", chat.Escape(heard.Unknown))}
	case len(heard.Either) > 0:
		return dialog.Reading{Maybe: []dialog.Item{p.item(heard.Either[0], r, v), p.item(heard.Either[1], r, v)}}
	case heard.Everybody && allPresent(heard.Marks, len(r)):
		all := strconv.Itoa(len(r))
		return dialog.Reading{Maybe: []dialog.Item{{ID: heard.String(), Label: v.Say("attendance.yes")}}, Lead: v.Say("attendance.all_of", "present", all, "all", all)}
	case len(heard.Marks) == 0 && heard.Heads == (casebook.Heads{}) && !contains(v, "attendance.none", strings.ToLower(strings.TrimSpace(text))):
		return dialog.Reading{Lead: v.Say("attendance.unclear")}
	}
	return p.heard(answer, heard.Attendance, r, v)
}

// some tells whether two of a line at least were understood: then it tells who was there.
func (h Heard) some() bool { return len(h.Marks) > 1 || h.Heads != (casebook.Heads{}) }

func allPresent(marks []casebook.Mark, all int) bool {
	return len(marks) == all && !slices.ContainsFunc(marks, func(m casebook.Mark) bool { return m.Presence != casebook.Present })
}

func (presence) item(a Attendance, r Roster, v dialog.Voice) dialog.Item {
	return dialog.Item{ID: a.String(), Label: a.line(r, v)}
}

func (presence) heard(answer dialog.Answer, a Attendance, r Roster, v dialog.Voice) dialog.Reading {
	answer.Text = a.String()
	if answer.Text == "" {
		answer.Text = "guests=0"
	}
	return dialog.Reading{OK: true, Answer: answer, Lead: v.Say("attendance.heard", "who", a.line(r, v))}
}

// files are the pieces without their words, which were read.
func files(pieces []dialog.Piece) []dialog.Piece {
	var out []dialog.Piece
	for _, p := range pieces {
		if p.Kind != "" && p.Kind != "pin" {
			p.Text = ""
			out = append(out, p)
		}
	}
	return out
}

// task is a follow-up as a draft keeps it, one piece each.
type task struct {
	member casebook.MemberID
	due    casebook.Date
	who    string
	what   string
}

func todos(a dialog.Answer) []task {
	var out []task
	for _, p := range a.Pieces {
		parts := strings.SplitN(p.Text, "|", 4)
		if len(parts) != 4 {
			continue
		}
		member, _ := strconv.ParseInt(parts[0], 10, 64)
		day, _ := time.Parse(time.DateOnly, parts[1])
		out = append(out, task{casebook.MemberID(member), casebook.DateOf(day), parts[2], parts[3]})
	}
	return out
}

func (t task) piece() dialog.Piece {
	return dialog.Piece{Text: fmt.Sprintf("%d|%s|%s|%s", t.member, t.due, t.who, strings.ReplaceAll(t.what, "\n", " "))}
}

func todoLine(t task, v dialog.Voice, zone *time.Location) string {
	who := t.who
	if who == "" {
		who = v.Say("follow.nobody")
	}
	return v.Say("meeting.review.todo", "what", chat.Escape(t.what), "who", chat.Escape(who), "due", date(v, t.due.In(zone)))
}

// todo takes follow-ups, one a message: "Jumadil memperbarui daftar lansia, 30 November". Each further one is added.
type todo struct{ zone *time.Location }

func (r todo) Ask(d dialog.Draft, v dialog.Voice) (string, [][]string) {
	a := d.Answers[d.At]
	if a.Option != "" {
		return v.Say("meeting.follow.due", "what", chat.Escape(a.Option)), nil
	}
	return v.Say("meeting.follow.ask"), nil
}

func (r todo) Read(d dialog.Draft, old dialog.Answer, in chat.Input, now time.Time, v dialog.Voice) dialog.Reading {
	text := strings.TrimSpace(in.Text.Reveal())
	if in.Kind != chat.Text || text == "" {
		return dialog.Reading{}
	}
	now = now.In(r.zone)
	answer := dialog.Answer{Pieces: old.Pieces}
	heard := almanac.ReadDue(text, now)
	what := heard.Rest
	if old.Option != "" { // only its day was missing
		heard, what = almanac.Read(text, now), old.Option
	}
	if !heard.OK {
		if len(heard.Maybe) > 0 {
			answer.Option = what
			return dialog.Reading{OK: true, Stay: true, Answer: answer, Lead: v.Say("meeting.follow.which_day", "a", date(v, heard.Maybe[0].Day), "b", date(v, heard.Maybe[len(heard.Maybe)-1].Day))}
		}
		if old.Option != "" {
			return dialog.Reading{Lead: v.Say("talk.unclear_day")}
		}
		answer.Option = text
		return dialog.Reading{OK: true, Stay: true, Answer: answer}
	}
	t := task{due: casebook.DateOf(heard.Moment.Day), what: strings.Trim(what, " ,.;:-")}
	t.member, t.who, t.what = r.doer(RosterOf(d), t.what, v)
	if t.what == "" {
		return dialog.Reading{Lead: v.Say("meeting.follow.unclear")}
	}
	answer.Pieces = append(answer.Pieces, t.piece())
	return dialog.Reading{OK: true, Answer: answer, Lead: todoLine(t, v, r.zone)}
}

// doer finds who does it: the first words name somebody of the roster, by name or by number.
func (todo) doer(r Roster, what string, v dialog.Voice) (casebook.MemberID, string, string) {
	first, rest, _ := strings.Cut(what, " ")
	first = strings.Trim(first, ",:.")
	if rest != "" && contains(v, "attendance.filler", strings.ToLower(first)) { // "Pak Dedi", "no 4"
		if m, who, left := (todo{}).doer(r, rest, v); m != 0 {
			return m, who, left
		}
	}
	if n, err := strconv.Atoi(first); err == nil && n >= 1 && n <= len(r) {
		return r[n-1].Member, r[n-1].name(), strings.TrimLeft(rest, " ,:-")
	}
	l := listener{roster: r}
	if m := l.named(strings.ToLower(first)); m != 0 {
		for _, row := range r {
			if row.Member == m {
				rest = strings.TrimLeft(rest, " ,:-")
				for part := range strings.FieldsSeq(row.name()) { // the rest of the name
					rest = strings.TrimLeft(strings.TrimPrefix(rest, part), " ,:-")
				}
				return m, row.name(), rest
			}
		}
	}
	return 0, "", what
}
