package casebook

import (
	"slices"
	"strings"
)

// mark says of each word what the words around make of it.
func (x *wordIndex) mark(s *story) {
	known := x.marks()
	for i := range s.words {
		w := &s.words[i]
		w.number = numberOf(w.text)
		if w.number > 0 {
			w.also = append(w.also, known.number)
		}
		if w.plural {
			w.also = append(w.also, known.plural)
		}
		for begin, id := range x.prefixes {
			if strings.HasPrefix(w.text, begin) {
				w.also = append(w.also, id)
			}
		}
		x.markPhrases(s, i)
	}
	for i := range s.words {
		markAge(s, i, known)
		w := &s.words[i]
		if w.is(known.self) && (i == 0 || s.words[i-1].stop || !s.words[i-1].is(known.kin) && !s.words[i-1].is(known.person) && !s.words[i-1].is(known.child) &&
			!s.words[i-1].is(known.thing)) {
			w.also = append(w.also, known.me)
		}
	}
}

// marks are the families that mark needs; without the others it can be made for every story.
func (x *wordIndex) marks() familiesKnown {
	get := func(name string) int32 {
		if id, ok := x.ids[name]; ok {
			return id
		}
		return -1
	}
	return familiesKnown{self: get("@self"), kin: get("@kin"), person: get("@person"), thing: get("@thing"), number: get("@number"), plural: get("@plural"),
		age0: get("@age0"), age7: get("@age7"), age18: get("@age18"), age60: get("@age60"), me: get("@me"), year: get("@year"), month: get("@month"),
		age: get("@age"), child: get("@child"), ago: get("@ago"), unit: get("@unit")}
}

func (x *wordIndex) markPhrases(s *story, i int) {
	for _, n := range x.opening[s.words[i].text] {
		p := x.phrases[n]
		if p.begins(*s, i) && !slices.Contains(s.words[i].also, p.family) {
			s.words[i].also = append(s.words[i].also, p.family)
		}
	}
}

// begins reports whether a phrase stands at word i, within a sentence.
func (p phrase) begins(s story, i int) bool {
	if i+len(p.words) > len(s.words) {
		return false
	}
	for j, w := range p.words {
		if s.words[i+j].text != w || j > 0 && s.words[i+j-1].stop {
			return false
		}
	}
	return true
}

// markAge tells of a number whether it is the age of a small child, a child, one who is not grown up, or of an old person. A number of years is an age only
// where something says so, since people also tell how long; from sixty on it is.
func markAge(s *story, i int, known familiesKnown) {
	w := &s.words[i]
	if w.number == 0 {
		return
	}
	behind := func(id int32) bool { return i+1 < len(s.words) && s.words[i+1].is(id) }
	before := func(id int32, far int) bool {
		for j := i - 1; j >= max(0, i-far) && !s.words[j].stop; j-- {
			if s.words[j].is(id) {
				return true
			}
		}
		return false
	}
	if i+2 < len(s.words) && s.words[i+2].is(known.ago) || behind(known.unit) {
		return
	}
	said := before(known.age, 2) || i+2 < len(s.words) && behind(known.year) && s.words[i+2].text == "old" ||
		i > 1 && s.words[i-1].text == "am" && s.words[i-2].text == "i"
	of := said || before(known.child, 3) || before(known.self, 1)
	switch {
	case behind(known.month) && of && w.number < 36:
		w.also = append(w.also, known.age0, known.age7, known.age18)
	case (behind(known.year) || said) && w.number >= 60 && w.number < 120:
		w.also = append(w.also, known.age60)
	case (behind(known.year) || said) && of && w.number < 18:
		w.also = append(w.also, known.age18)
		if w.number <= 7 {
			w.also = append(w.also, known.age7)
		}
		if w.number <= 2 {
			w.also = append(w.also, known.age0)
		}
	}
}
