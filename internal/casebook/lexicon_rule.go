package casebook

import (
	"fmt"
	"slices"
	"strings"
)

// LexiconRule says what words in an order mean. About is what is said by it: "danger:violence", "cue:violence", "kind:lansia", "urgent", "sensitive",
// "relation:family", "child", or one of those that take meaning away: "mask" (a saying), "past", "over", "unreal", "now" (takes "past" back).
//
// Pattern is words and @families, "a|b" for one or the other, "a+b" for words in a row as one of these, ".." for up to three words between, "..." for up to eight (both within a sentence), and "&"
// before what may stand anywhere in the story. Unless names families, parted by blanks, of which a word in the same sentence takes the rule back.
// Meaning is said to staff who ask why.
type LexiconRule struct {
	About, Pattern, Unless, Meaning string
	Weight                          int
}

// What a rule is about.
const (
	aboutKind      = "kind"
	aboutDanger    = "danger"
	aboutCue       = "cue" // a sign of danger that says little by itself
	aboutUrgent    = "urgent"
	aboutSensitive = "sensitive"
	aboutRelation  = "relation"
	aboutChild     = "child"
	aboutMask      = "mask"
	aboutPast      = "past"
	aboutOver      = "over"
	aboutUnreal    = "unreal"
	aboutNow       = "now"
)

type rule struct {
	about, value, pattern, meaning string
	weight                         int
	steps                          []step
	unless                         []int32
	plain                          bool // a bare phrase: no matter what stands between sentences
	bare                           bool // no "not" in the pattern, so one beside it takes the rule back
}

// step is one place of a pattern.
type step struct {
	any  []int32 // one of these, in order
	gap  int     // how many words may stand before it
	free bool    // it may stand anywhere
}

// addRule reads a rule.
func (l *Lexicon) addRule(data LexiconRule) error {
	about, value, _ := strings.Cut(data.About, ":")
	r := rule{about: about, value: value, pattern: data.Pattern, meaning: data.Meaning, weight: data.Weight, bare: true}
	if !slices.Contains([]string{aboutKind, aboutDanger, aboutCue, aboutUrgent, aboutSensitive, aboutRelation, aboutChild, aboutMask, aboutPast, aboutOver,
		aboutUnreal, aboutNow}, about) {
		return fmt.Errorf("a rule is about %q", data.About)
	}
	next := step{}
	for field := range strings.FieldsSeq(data.Pattern) {
		switch field {
		case "..":
			next.gap = 3
			continue
		case "...":
			next.gap = 8
			continue
		case "&":
			next.free = true
			continue
		}
		for _, name := range strings.Split(field, "|") {
			if name == "@not" {
				r.bare = false
			}
			if strings.Contains(name, "+") {
				name = l.index.together(name)
			}
			if _, ok := l.index.ids[name]; !ok && strings.HasPrefix(name, "@") && !madeFamilies[name] {
				return fmt.Errorf("%q: there is no family %s", data.Pattern, name)
			}
			next.any = append(next.any, l.index.id(name))
		}
		r.steps = append(r.steps, next)
		next = step{}
	}
	if len(r.steps) == 0 {
		return fmt.Errorf("a rule about %s is empty", data.About)
	}
	for name := range strings.FieldsSeq(data.Unless) {
		if _, ok := l.index.ids[name]; !ok {
			return fmt.Errorf("%q: there is no family %s", data.Pattern, name)
		}
		r.unless = append(r.unless, l.index.id(name))
	}
	if about == aboutKind && !slices.Contains(l.kinds, value) {
		l.kinds = append(l.kinds, value)
	}
	l.keep(r)
	return nil
}

func (l *Lexicon) keep(r rule) {
	l.rules = append(l.rules, r)
}

// arrange makes the rules quick to find, when all words are known.
func (l *Lexicon) arrange() {
	l.begins, l.sayings = make([][]int32, len(l.index.ids)), make([][]int32, len(l.index.ids))
	for n := range l.rules {
		r := &l.rules[n]
		at := l.begins
		if r.about == aboutMask {
			at = l.sayings
		}
		for _, id := range r.steps[0].any {
			at[id] = append(at[id], int32(n))
		}
		for k := range r.steps {
			slices.Sort(r.steps[k].any)
		}
	}
}

// madeFamilies are those that no list names: they come from the words around.
var madeFamilies = map[string]bool{"@number": true, "@age0": true, "@age7": true, "@age18": true, "@age60": true, "@me": true, "@plural": true}

// familiesKnown are the families that the program itself asks for.
type familiesKnown struct {
	not, only, modal, self, kin, thing, person, number, age0, age7, age18, age60, me, plural, year, month, age, child, ago,
	house, family, people, crowd, relatives, measure, parent, pair, badHouse, bridge, unit, befell, wish int32
}

func (x *wordIndex) familiesKnown() familiesKnown {
	f := familiesKnown{}
	for name, at := range map[string]*int32{
		"@not": &f.not, "@only": &f.only, "@modal": &f.modal, "@self": &f.self, "@kin": &f.kin, "@thing": &f.thing, "@person": &f.person, "@number": &f.number,
		"@age0": &f.age0, "@age7": &f.age7, "@age18": &f.age18, "@age60": &f.age60, "@me": &f.me, "@plural": &f.plural, "@year": &f.year, "@month": &f.month, "@age": &f.age,
		"@child": &f.child, "@ago": &f.ago, "@house": &f.house, "@family": &f.family, "@people": &f.people, "@crowd": &f.crowd, "@relatives": &f.relatives,
		"@measure": &f.measure, "@parent": &f.parent, "@pair": &f.pair, "@badhouse": &f.badHouse, "@bridge": &f.bridge, "@unit": &f.unit, "@befell": &f.befell, "@wish": &f.wish,
	} {
		*at = x.id(name)
	}
	return f
}

// finding is a rule that was found, at words from to to (exclusive).
type finding struct {
	rule     int32
	from, to int
}

// match tries to find a rule from word i on.
func (l *Lexicon) match(s story, r *rule, i int) (finding, bool) {
	f := finding{from: i, to: i + 1}
	if s.words[i].masked && !r.seesMasked() {
		return f, false
	}
	at := i
	for k := 1; k < len(r.steps); k++ {
		j, ok := l.next(s, r, &r.steps[k], at)
		if !ok {
			return f, false
		}
		if !r.steps[k].free {
			at, f.to = j, j+1
		} else {
			at = j
		}
	}
	return f, !(r.about == aboutOver && r.bare && l.anyNot(s, f.from, f.to))
}

// anyNot reports whether a "not" stands among words: what cannot be yet is not over.
func (l *Lexicon) anyNot(s story, from, to int) bool {
	return slices.ContainsFunc(s.words[from:to], func(w heard) bool { return w.is(l.about.not) })
}

// seesMasked reports whether a rule reads words of sayings too: "still at school" tells of a time, and of a child.
func (r *rule) seesMasked() bool { return r.about == aboutMask || r.about == aboutChild }

// next finds the next step behind word at.
func (l *Lexicon) next(s story, r *rule, st *step, at int) (int, bool) {
	if st.free {
		for j := range s.words {
			if l.fits(&s.words[j], st, r) && !(r.bare && l.denied(s, j)) {
				return j, true
			}
		}
		return 0, false
	}
	for j := at + 1; j <= at+1+st.gap && j < len(s.words); j++ {
		if s.words[j-1].stop && !r.plain {
			return 0, false
		}
		if l.fits(&s.words[j], st, r) && (!r.bare || r.about == aboutMask || !l.denied(s, j) || l.deniedFrom(s, j) < at) {
			return j, true
		}
	}
	return 0, false
}

func (l *Lexicon) fits(w *heard, st *step, r *rule) bool {
	return (!w.masked || r.seesMasked()) && (st.holds(w.ids) || st.holds(w.also))
}

// holds reports whether one of the words or families is among those of the step.
func (st *step) holds(ids []int32) bool {
	for _, id := range ids {
		if _, ok := slices.BinarySearch(st.any, id); ok {
			return true
		}
	}
	return false
}

// weak reports whether the "not" at word i denies only what stands right behind it, or nothing: "not only", "can not bear".
func (l *Lexicon) weak(s story, i int) bool {
	return i+1 < len(s.words) && (s.words[i+1].is(l.about.only) || s.words[i+1].is(l.about.modal))
}

// denied reports whether a "not" reaches word i: right before it, or up to four words before over words that let it pass, as in "not one that".
func (l *Lexicon) denied(s story, i int) bool {
	for j := i - 1; j >= max(0, i-4) && !s.words[j].stop; j-- {
		if s.words[j].is(l.about.not) {
			return !l.weak(s, j)
		}
		if !s.words[j].is(l.about.bridge) {
			return false
		}
	}
	return false
}

// deniedFrom gives the word of the "not" that reaches word i.
func (l *Lexicon) deniedFrom(s story, i int) int {
	for j := i - 1; j >= 0; j-- {
		if s.words[j].is(l.about.not) {
			return j
		}
	}
	return -1
}

// found gives the rules that are found in a story, each once.
func (l *Lexicon) found(s story) []finding {
	var out []finding
	seen := make([]bool, len(l.rules))
	try := func(n int32, i int) {
		r := &l.rules[n]
		if seen[n] {
			return
		}
		f, ok := l.match(s, r, i)
		if !ok || r.bare && l.denied(s, i) || l.unless(s, r, f) {
			return
		}
		seen[n], f.rule = true, n
		out = append(out, f)
	}
	for i := range s.words {
		for _, ids := range [2][]int32{s.words[i].ids, s.words[i].also} {
			for _, id := range ids {
				if id < 0 {
					continue
				}
				for _, n := range l.begins[id] {
					try(n, i)
				}
			}
		}
	}
	return out
}

// unless reports whether a word in the finding's sentence takes it back.
func (l *Lexicon) unless(s story, r *rule, f finding) bool {
	if len(r.unless) == 0 {
		return false
	}
	from, to := s.sentence(f.from, f.to)
	for i := from; i < to; i++ {
		if slices.ContainsFunc(r.unless, s.words[i].is) && !l.denied(s, i) {
			return true
		}
	}
	return false
}

// sentence widens words from to to to their sentence.
func (s story) sentence(from, to int) (int, int) {
	for from > 0 && !s.words[from-1].stop {
		from--
	}
	for to < len(s.words) && !s.words[to-1].stop {
		to++
	}
	return from, to
}
