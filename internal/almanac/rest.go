package almanac

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// edgeSigns are the signs that are left over where a phrase was taken out.
const edgeSigns = " \t\n,.;:-–—()/@"

// rest gives the words that were not taken, as they were written. lead drops the "di" that led from the date to the place.
func (s *scan) rest(lead bool) string {
	var pieces []string
	from := 0
	for i := 0; i < len(s.toks); i++ {
		if !s.taken[i] {
			continue
		}
		pieces = append(pieces, s.text[from:s.toks[i].from])
		for i+1 < len(s.toks) && s.taken[i+1] {
			i++
		}
		from = s.toks[i].to
	}
	if from == 0 {
		return strings.TrimSpace(s.text)
	}
	pieces = append(pieces, s.text[from:])
	return s.join(pieces, lead)
}

func (s *scan) join(pieces []string, lead bool) string {
	out := ""
	for k, p := range pieces {
		after := strings.TrimLeft(p, " \t")
		if k < len(pieces)-1 {
			p = withoutLink(strings.TrimRight(p, " \t,;:-–—(/@"))
		}
		if k > 0 {
			p = strings.TrimLeft(p, edgeSigns)
			if strings.HasPrefix(after, "(") && strings.Contains(p, ")") {
				p = "(" + p
			}
		}
		if k > 0 && k < len(pieces)-1 && oneOf(plain(strings.ToLower(strings.TrimSpace(p))), "atau", "dan", "or", "and", "sampai", "to", "ya", "s/d", "s.d.") {
			continue // between two dates
		}
		if lead && out == "" && k > 0 {
			p = withoutPlace(p)
		}
		switch {
		case p == "":
		case out == "":
			out = p
		case strings.HasPrefix(after, ".") || strings.HasPrefix(after, "\n"):
			out += after[:1] + strings.Repeat(" ", strings.Count(after[:1], ".")) + p
		case strings.HasPrefix(after, ","):
			out += ", " + p
		case strings.ContainsAny(p[:1], "?!"):
			out += p
		default:
			out += " " + p
		}
	}
	return strings.TrimRight(strings.TrimSpace(out), " ,;:-–—/@")
}

// withoutLink takes off the word that leads to a date: "pada hari" of "kumpul pada hari Senin".
func withoutLink(p string) string {
	for {
		head, last := lastWord(p)
		if !oneOf(plain(strings.ToLower(last)), "pada", "hari", "tanggal", "on", "at", "mulai", "sekitar", "kira-kira", "antara", "the", "in") {
			return p
		}
		p = strings.TrimRight(head, " \t,;:-–—(")
	}
}

func lastWord(p string) (head, last string) {
	i := strings.LastIndexFunc(p, unicode.IsSpace)
	if i < 0 {
		return "", p
	}
	_, size := utf8.DecodeRuneInString(p[i:])
	return p[:i], p[i+size:]
}

// withoutPlace takes off the "di" before a place.
func withoutPlace(p string) string {
	first, after, ok := strings.Cut(p, " ")
	if ok && oneOf(strings.ToLower(strings.Trim(first, ",.")), "di", "d", "at", "in", "bertempat", "ya") {
		return withoutPlace(strings.TrimSpace(after))
	}
	return p
}
