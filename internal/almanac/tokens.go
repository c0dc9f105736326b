package almanac

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word or a number of the text.
type token struct {
	from, to int    // where it stands, in bytes
	word     string // in small letters and plain spelling; "" for a number
	num      int    // the number, -1 for a word
	digits   int    // how many digits it was written with; 0: in words
	gap      string // what stands before it, after the token before
}

// is tells whether the token is one of the words.
func (t token) is(words ...string) bool {
	for _, w := range words {
		if t.word == w && w != "" {
			return true
		}
	}
	return false
}

// written tells whether it is a number of so many digits.
func (t token) written(least, most int) bool {
	return t.num >= 0 && t.digits >= least && t.digits <= most
}

// tokens cuts a text at spaces and signs, and between letters and digits: "jam9" is two tokens. An apostrophe within a word is not heard.
func tokens(text string) []token {
	var all []token
	end := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		var t token
		switch {
		case isDigit(r):
			t = number(text, i)
		case unicode.IsLetter(r):
			t = word(text, i)
		default:
			i += size
			continue
		}
		t.gap = text[end:i]
		if k := len(all) - 1; k >= 0 && all[k].word == "jum" && t.word == "at" && len(t.gap) <= 1 { // "jum,at"
			all[k].word, all[k].to = "jumat", t.to
			end, i = t.to, t.to
			continue
		}
		all = append(all, t)
		end, i = t.to, t.to
	}
	return spoken(all)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func number(text string, from int) token {
	t := token{from: from, to: from}
	for t.to < len(text) && isDigit(rune(text[t.to])) {
		if t.digits < 8 { // longer ones are no date, and must not overflow
			t.num = t.num*10 + int(text[t.to]-'0')
		}
		t.digits++
		t.to++
	}
	return t
}

func word(text string, from int) token {
	t := token{from: from, num: -1}
	var b strings.Builder
	i := from
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r):
			b.WriteRune(unicode.ToLower(r))
			i += size
			t.to = i
		case (strings.ContainsRune("'’‘`ʼ", r) || unicode.IsMark(r)) && nextIsLetter(text, i+size):
			i += size
		default:
			t.word = plain(b.String())
			return t
		}
	}
	t.word = plain(b.String())
	return t
}

func nextIsLetter(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

// spoken makes numbers of number words: "dua puluh tiga" is one token.
func spoken(in []token) []token {
	out := in[:0:0]
	for i := 0; i < len(in); {
		n, used := countWords(in[i:])
		if used == 0 {
			out = append(out, in[i])
			i++
			continue
		}
		t := in[i]
		t.to, t.word, t.num, t.digits = in[i+used-1].to, "", n, 0
		if n >= 2000 { // a year
			t.digits = 4
		}
		out = append(out, t)
		i += used
	}
	return out
}

// countWords reads a number below a hundred at the beginning of the tokens, and how many of them it takes.
func countWords(in []token) (n, used int) {
	at := func(k int) token {
		if k < len(in) && (k == 0 || strings.Trim(in[k].gap, " -") == "") {
			return in[k]
		}
		return token{num: -1}
	}
	if at(0).is("dua") && at(1).is("ribu") {
		if n, used := countWords(in[min(2, len(in)):]); used > 0 && n < 100 {
			if unit, ok := units[at(2+used).word]; ok && n < 10 { // "dua ribu dua enam"
				return 2000 + n*10 + unit, 3 + used
			}
			return 2000 + n, 2 + used
		}
	}
	if ten, ok := tens[at(0).word]; ok {
		if unit, ok := units[at(1).word]; ok && at(1).num < 0 {
			return ten + unit, 2
		}
		return ten, 1
	}
	n, ok := units[at(0).word]
	switch {
	case !ok:
		n, ok = teens[at(0).word]
		if !ok {
			return 0, 0
		}
		return n, 1
	case at(1).is("belas"):
		return 10 + n, 2
	case at(1).is("puluh"):
		if unit, ok := units[at(2).word]; ok && !oneOf(at(3).word, "belas", "puluh") {
			return n*10 + unit, 3
		}
		return n * 10, 2
	}
	return n, 1
}

func oneOf(w string, words ...string) bool { return token{word: w}.is(words...) }
