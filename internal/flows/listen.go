package flows

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
)

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
		l.segment(l.figures(tokens(segment)))
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

// figures puts figures for numbers that are said in words, unless somebody is called so: "satu sampai empat".
func (l *listener) figures(words []string) []string {
	for i, w := range words {
		if n := slices.Index(l.voice.Words("talk.numerals"), w); n >= 0 && l.named(w) == 0 {
			words[i] = strconv.Itoa(n + 1)
		}
	}
	return words
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
		sort = l.sort(words[*i])
		if sort == "sheet" && *i+1 < len(words) && l.sort(words[*i+1]) != "" { // "12 orang tamu"
			*i++
			sort = l.sort(words[*i])
		}
		return n, sort, true
	}
	if n, side, ok := headCount(word); ok && side != "guests" { // "3L 2P"
		return n, side, true
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

// headCount reads "5", "5l", "3p", "l5".
func headCount(s string) (n int, sort string, ok bool) {
	if len(s) > 1 && strings.Trim(s[1:], "0123456789") == "" && !isNumber(s[:1]) {
		s = s[1:] + s[:1]
	}
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

func (l *listener) heads(sort string, n int) {
	for _, h := range heads(&l.heard.Heads) {
		if h.key == sort {
			*h.n = n
		}
	}
}
