package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Roster is the list of a group as a talk carries it: what a typed number means.
type Roster []Row

// Row is a line of it.
type Row struct {
	Member  casebook.MemberID
	Label   string // name, and post where there is one
	Officer bool
}

// officer marks the id of an officer's line among the items of a draft.
const officer = "o"

// RosterFrom is the list of a group as it is now.
func RosterFrom(members []casebook.Member) Roster {
	var r Roster
	for _, m := range members {
		r = append(r, Row{m.ID, labelled(m.Name, m.Post), m.Officer})
	}
	return r
}

// RosterOfDay is the list as it was on the day of a meeting.
func RosterOfDay(lines []casebook.Line) Roster {
	var r Roster
	for _, l := range lines {
		if l.Member != 0 {
			r = append(r, Row{l.Member, labelled(l.Name, l.Post), l.Officer})
		}
	}
	return r
}

func labelled(name private.Text, post string) string {
	if post == "" {
		return name.Reveal()
	}
	return name.Reveal() + ", " + post
}

// Items gives the roster as a draft carries it.
func (r Roster) Items() []dialog.Item {
	items := make([]dialog.Item, 0, len(r))
	for _, row := range r {
		id := strconv.FormatInt(int64(row.Member), 10)
		if row.Officer {
			id += officer
		}
		items = append(items, dialog.Item{ID: id, Label: row.Label})
	}
	return items
}

// RosterOf reads it back.
func RosterOf(d dialog.Draft) Roster {
	rows := make(Roster, 0, len(d.List))
	for _, item := range d.List {
		id, isOfficer := strings.CutSuffix(item.ID, officer)
		n, _ := strconv.ParseInt(id, 10, 64) // written by Items
		rows = append(rows, Row{casebook.MemberID(n), item.Label, isOfficer})
	}
	return rows
}

// Officers counts the pengurus.
func (r Roster) Officers() int {
	n := 0
	for _, row := range r {
		if row.Officer {
			n++
		}
	}
	return n
}

// name is the label without the post.
func (r Row) name() string {
	name, _, _ := strings.Cut(r.Label, ",")
	return name
}

// numbered lists the roster, each line with the number that is typed for it; short lists in one line, as in a book.
func (r Roster) numbered() string {
	sep, short := "\n", len(r) <= 8
	if short {
		sep = "  "
	}
	lines := make([]string, 0, len(r))
	for i, row := range r {
		label := row.Label
		if short {
			label, _, _ = strings.Cut(row.name(), " ")
		}
		lines = append(lines, strconv.Itoa(i+1)+" "+label)
	}
	return strings.Join(lines, sep)
}

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

// Heard is what a text says of who was there.
type Heard struct {
	Attendance
	Everybody bool         // "semua": to be read back
	Unknown   string       // a word that is no name on the list
	Beyond    int          // a number that is not on it
	Either    []Attendance // two readings of the same words
}

// Listen reads numbers, ranges, names and counts: "1-4 7 +5", "semua kecuali 5", "izin 5, sakit 6", "Darmadi Neli +3".
func (r Roster) Listen(text string, v dialog.Voice) Heard {
	l := listener{roster: r, voice: v, now: casebook.Present}
	for segment := range strings.FieldsFuncSeq(single(strings.ToLower(text), v), func(c rune) bool { return strings.ContainsRune(",;\n", c) }) {
		l.segment(tokens(segment))
	}
	return l.heard
}

// single puts one word for a value that people write in two: "tanpa keterangan".
func single(text string, v dialog.Voice) string {
	for _, p := range casebook.Presences {
		words := v.Words("presence." + string(p))
		for _, w := range words {
			if strings.Contains(w, " ") {
				text = strings.ReplaceAll(text, w, words[0])
			}
		}
	}
	return text
}

// listener goes through the words of an answer.
type listener struct {
	roster Roster
	voice  dialog.Voice
	heard  Heard
	now    casebook.Presence // what the numbers that follow are said to be
	except bool
}

// segment takes what stands between two commas: a value before its numbers holds for them, one behind them for those before it.
func (l *listener) segment(words []string) {
	l.now, l.except = casebook.Present, l.except && len(words) > 0
	var said []casebook.MemberID // in this segment so far
	for i := 0; i < len(words); i++ {
		word := words[i]
		count, sort, isCount := l.count(words, &i)
		switch {
		case isCount:
			l.heads(sort, count)
		case contains(l.voice, "attendance.all", word):
			l.heard.Everybody = true
			for _, row := range l.roster {
				l.heard.mark(row.Member, casebook.Present)
			}
		case contains(l.voice, "attendance.except", word):
			l.except = true
		case contains(l.voice, "attendance.filler", word):
		case l.presence(word) != "":
			p := l.presence(word)
			if numbersFollow(words[i+1:]) || len(said) == 0 {
				l.now, said = p, nil
				break
			}
			if len(said) > 1 && p != casebook.Present {
				l.either(said, p)
			}
			for _, m := range said {
				l.heard.mark(m, p)
			}
		default:
			said = append(said, l.people(words, &i)...)
		}
	}
}

// either keeps the two readings of "5 6 izin": only the last, or all.
func (l *listener) either(said []casebook.MemberID, p casebook.Presence) {
	last, all := clone(l.heard.Attendance), clone(l.heard.Attendance)
	last.mark(said[len(said)-1], p)
	for _, m := range said {
		all.mark(m, p)
	}
	l.heard.Either = []Attendance{last, all}
}

func clone(a Attendance) Attendance {
	a.Marks = slices.Clone(a.Marks)
	return a
}

// people takes a number, a range or a name.
func (l *listener) people(words []string, i *int) (said []casebook.MemberID) {
	from, to, ok := span(words, i, l.voice)
	if !ok {
		m := l.named(words[*i])
		if m == 0 {
			l.heard.Unknown = words[*i]
			return nil
		}
		l.say(m)
		return []casebook.MemberID{m}
	}
	for n := from; n <= to; n++ {
		if n < 1 || n > len(l.roster) {
			l.heard.Beyond = n
			return said
		}
		l.say(l.roster[n-1].Member)
		said = append(said, l.roster[n-1].Member)
	}
	return said
}

func (l *listener) say(m casebook.MemberID) {
	if l.except {
		l.heard.Marks = slices.DeleteFunc(l.heard.Marks, func(o casebook.Mark) bool { return o.Member == m })
		if l.now != casebook.Present {
			l.heard.mark(m, l.now)
		}
		return
	}
	l.heard.mark(m, l.now)
}

// named finds the only line with a word of its name; 0 for none or several.
func (l *listener) named(word string) casebook.MemberID {
	var found casebook.MemberID
	for _, row := range l.roster {
		for part := range strings.FieldsSeq(strings.ToLower(row.name())) {
			if part == word || len(word) >= 4 && strings.HasPrefix(part, word) {
				if found != 0 && found != row.Member {
					return 0
				}
				found = row.Member
			}
		}
	}
	return found
}

// count takes a count of people who are on no list: "+5", "+3L", "tamu 5", "5 tamu", "12 orang".
func (l *listener) count(words []string, i *int) (n int, sort string, ok bool) {
	word := words[*i]
	if rest, plus := strings.CutPrefix(word, "+"); plus {
		if n, sort, ok = headCount(rest); ok {
			if *i+1 < len(words) && l.sort(words[*i+1]) != "" {
				*i++
				sort = l.sort(words[*i])
			}
			return n, sort, true
		}
	}
	if sort = l.sort(word); sort == "guests" && l.sided(words[*i+1:]) { // "tamu 3 L 2 P": only says whom the counts are of
		*i++
		n, _, _ = headCount(words[*i])
		*i++
		return n, l.sort(words[*i]), true
	}
	if sort != "" && *i+1 < len(words) {
		if n, side, ok := headCount(strings.TrimPrefix(words[*i+1], "+")); ok {
			*i++
			if side != "guests" {
				sort = side
			}
			return n, sort, true
		}
	}
	if n, err := strconv.Atoi(word); err == nil && *i+1 < len(words) && l.sort(words[*i+1]) != "" {
		*i++
		return n, l.sort(words[*i]), true
	}
	return 0, "", false
}

// sided tells whether there are counts with L or P behind each: "3 L 2 P", and not "5 L 3 P 2", where they stand before.
func (l *listener) sided(words []string) bool {
	if len(words) < 2 || !isNumber(words[0]) || l.sort(words[1]) != "men" && l.sort(words[1]) != "women" {
		return false
	}
	for ; len(words) >= 2 && isNumber(words[0]) && l.sort(words[1]) != ""; words = words[2:] {
	}
	return len(words) == 0 || !isNumber(words[0])
}

// sort tells what a count counts; "" for a word that counts nothing.
func (l *listener) sort(word string) string {
	for _, key := range []string{"guests", "men", "women", "sheet", "old", "disabled"} {
		if contains(l.voice, "attendance."+key, word) {
			return key
		}
	}
	return ""
}

func (l *listener) heads(sort string, n int) {
	for _, h := range heads(&l.heard.Heads) {
		if h.key == sort {
			*h.n = n
		}
	}
}

func (l *listener) presence(word string) casebook.Presence {
	for _, p := range casebook.Presences {
		if contains(l.voice, "presence."+string(p), word) {
			return p
		}
	}
	return ""
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// headCount reads "5", "5l", "3p".
func headCount(s string) (n int, sort string, ok bool) {
	digits := strings.TrimRightFunc(s, unicode.IsLetter)
	n, err := strconv.Atoi(digits)
	switch s[len(digits):] {
	case "":
		return n, "guests", err == nil
	case "l":
		return n, "men", err == nil
	case "p":
		return n, "women", err == nil
	}
	return 0, "", false
}

// span reads "3", "1-4", "1 - 4", "1 s/d 4".
func span(words []string, i *int, v dialog.Voice) (from, to int, ok bool) {
	if a, b, ranged := strings.Cut(words[*i], "-"); ranged && a != "" && b != "" {
		from, err1 := strconv.Atoi(a)
		to, err2 := strconv.Atoi(b)
		return from, to, err1 == nil && err2 == nil && from <= to
	}
	from, err := strconv.Atoi(words[*i])
	if err != nil {
		return 0, 0, false
	}
	if *i+2 < len(words) && (words[*i+1] == "-" || contains(v, "attendance.to", words[*i+1])) {
		if to, err := strconv.Atoi(words[*i+2]); err == nil && to >= from {
			*i += 2
			return from, to, true
		}
	}
	return from, from, true
}

func numbersFollow(words []string) bool {
	if len(words) == 0 {
		return false
	}
	_, err := strconv.Atoi(strings.Split(words[0], "-")[0])
	return err == nil
}

// tokens splits a segment into words, numbers and signs: full stops and brackets mean nothing. The words come as the lists of words have them:
// "s/d" as "sd", and a doubled one as it is typed in short, "ibu-ibu" as "ibu2".
func tokens(s string) []string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("+-/'", r):
			return r
		case r == '–' || r == '—':
			return '-'
		}
		return ' '
	}, slashless(s))
	var out []string
	for word := range strings.FieldsSeq(s) {
		one, other, _ := strings.Cut(word, "-")
		if n := len(out); n > 0 && out[n-1] == word && lettered(word) {
			out[n-1] += "2"
			continue
		}
		if one == other && lettered(one) {
			word = one + "2"
		}
		out = append(out, word)
	}
	return out
}

func lettered(s string) bool {
	return s != "" && strings.TrimFunc(s, unicode.IsLetter) == ""
}

// slashless drops the strokes between two letters, not those of a date.
func slashless(s string) string {
	runes := []rune(s)
	var out []rune
	for i, r := range runes {
		if r == '/' && i > 0 && i+1 < len(runes) && unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1]) {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

func contains(v dialog.Voice, key, word string) bool { return slices.Contains(v.Words(key), word) }

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
