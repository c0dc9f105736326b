package almanac

import (
	"strings"
	"time"
)

// leaning says which way words lean that leave it open.
type leaning int

const (
	ahead leaning = iota // a plan: the future is preferred
	back                 // a log: the past is
)

// scan is the reading of one text: what its words say, put together at the end.
type scan struct {
	text  string
	now   time.Time
	lean  leaning
	toks  []token
	taken []bool

	days    []days
	hours   []hours
	parts   []string
	week    *int // "minggu depan" beside a weekday: 1
	sundays bool // which could be a Sunday as well
	dotted  *dotted
	moment  *Moment // "dua jam lagi"

	soon   bool // "nanti": still today
	gone   bool // "tadi"
	night  bool // of the night that is meant, the hours after midnight are the next day's
	vague  bool // a month without its day
	within bool // a span is a time allowed: "paling lama 3 hari"
	broken bool // says what cannot be, or what we must not take for a date
	asked  bool // an hour is what was asked for: a bare number is one
}

func begin(text string, now time.Time, lean leaning) *scan {
	toks := tokens(text)
	return &scan{text: text, now: now, lean: lean, toks: toks, taken: make([]bool, len(toks))}
}

// anew begins again with the same words.
func (s *scan) anew() *scan {
	clear(s.taken)
	return &scan{text: s.text, now: s.now, lean: s.lean, toks: s.toks, taken: s.taken}
}

// phrases are what a text can say at one place, the most particular first: each tells how many tokens it took, 0 for none.
var phrases = []func(*scan, int) int{(*scan).span, (*scan).prayer, (*scan).clock, (*scan).eve, (*scan).date, (*scan).edge, (*scan).weekday, (*scan).near, (*scan).weekAway, (*scan).partOfDay}

// run reads the tokens from..to.
func (s *scan) run(from, to int) {
	for i := from; i < to; {
		if n := s.passed(i); n > 0 {
			i += n
			continue
		}
		i += max(1, s.phrase(i))
	}
}

func (s *scan) phrase(i int) int {
	for _, p := range phrases {
		n := p(s, i)
		if n == 0 {
			continue
		}
		s.take(i, n)
		s.broken = s.broken || s.denied(i)
		return n
	}
	return 0
}

// take marks tokens as read.
func (s *scan) take(i, n int) {
	for k := i; k < min(i+n, len(s.taken)); k++ {
		s.taken[k] = true
	}
}

// denied tells whether the words before i take back what is said there.
func (s *scan) denied(i int) bool {
	no := []string{"bukan", "jangan", "batal", "kecuali", "tidak", "tak", "gak", "ga", "nggak", "ndak", "dak", "not", "except"}
	if s.at(i-1).is("bisa", "dapat", "jadi", "on") {
		i--
	}
	return s.at(i - 1).is(no...)
}

// at gives the token at i, and one that is nothing outside the text.
func (s *scan) at(i int) token {
	if i < 0 || i >= len(s.toks) {
		return token{num: -1}
	}
	return s.toks[i]
}

// joined tells whether the token at i hangs at the one before it by one of the signs.
func (s *scan) joined(i int, signs string) bool {
	gap := strings.TrimSpace(s.at(i).gap)
	return i > 0 && len(gap) == 1 && strings.Contains(signs, gap) && (s.at(i).gap == gap || gap != ".")
}

// beside tells whether there are but spaces or a comma before the token at i.
func (s *scan) beside(i int) bool {
	return i > 0 && i < len(s.toks) && strings.Trim(s.at(i).gap, " \t,") == ""
}

// greeted are whom one greets by a part of the day.
var greeted = []string{"pak", "bu", "bapak", "ibu", "ibuk", "kak", "min", "admin", "mas", "mbak", "semua", "semuanya", "all", "everyone", "sir", "dang", "donga", "bang"}

// passed jumps over words that look like a day or an hour and are none: greetings, what is so every week, house numbers, money.
func (s *scan) passed(i int) int {
	_, part := parts[s.at(i+1).word]
	switch _, first := parts[s.at(i).word]; {
	case s.at(i).is("selamat", "slamat", "met", "good") && part:
		return 2
	case i == 0 && first && s.at(1).is(greeted...):
		return 2
	case s.at(i).is("tiap"):
		return 2 + s.everyDay(i+1)
	case s.at(i).is("rt", "rw", "no", "nomor", "rp", "jl", "jalan", "gg", "pasal"):
		n := 1
		for s.at(i+n).num >= 0 && (n == 1 || s.joined(i+n, "/.,-")) {
			n++
		}
		return n
	case s.at(i).num >= 0 && s.at(i).digits > 4:
		n := 1
		for s.at(i+n).num >= 0 && s.joined(i+n, "/.-") {
			n++
		}
		return n
	}
	return 0
}

// everyDay takes the second word of "tiap hari Senin".
func (s *scan) everyDay(i int) int {
	if s.at(i).is("hari", "tanggal") {
		return 1
	}
	return 0
}
