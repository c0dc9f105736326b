package casebook

// subject guesses whom the report is about, and how many. What a number counts matters: fourteen widows, a widow with three children, twelve
// houses, and a child of twelve years.
func (l *Lexicon) subject(s story, g *Guess) {
	c := l.counts(s)
	a := l.about
	has := func(id int32) bool {
		for i := range s.words {
			if s.words[i].is(id) && !s.words[i].masked {
				return true
			}
		}
		return false
	}
	kin := has(a.relatives)
	switch {
	case c.families > 2 || c.families > 1 && c.persons == 0:
		g.set(SubjectGroup, c.families, UnitFamilies)
	case c.families == 1 && c.persons > 0:
		g.set(SubjectFamily, c.persons, UnitPersons)
	case c.houses > 2:
		g.set(SubjectGroup, c.houses, UnitHouses)
	case c.houses > 0:
		g.set(SubjectFamily, c.houses, UnitHouses)
	case c.offspring > 0 && g.Kind != "lansia":
		g.set(SubjectFamily, c.offspring+1, UnitPersons)
	case c.persons > 1 && (kin || has(a.family)):
		g.set(SubjectFamily, c.persons, UnitPersons)
	case c.persons > 1:
		g.set(SubjectGroup, c.persons, UnitPersons)
	case c.persons == 1:
		g.set(SubjectPerson, 1, UnitPersons)
	case g.Kind == "":
	case has(a.crowd):
		g.set(SubjectGroup, 0, "")
	case has(a.family) || has(a.pair) || g.Kind == "miskin" && has(a.badHouse) && has(a.house):
		g.set(SubjectFamily, 0, "")
	case g.Kind == "bencana" && has(a.house):
		g.set(SubjectFamily, 1, UnitHouses)
	case g.Kind == "bencana" && !has(a.person) && !has(a.kin):
		g.set(SubjectGroup, 0, "")
	default:
		g.set(SubjectPerson, 1, UnitPersons)
	}
}

func (g *Guess) set(subject Subject, count int, unit string) {
	g.Subject, g.Count, g.Unit = subject, count, unit
}

// counted is what the numbers of a story count, the most of each.
type counts struct{ persons, offspring, families, houses int }

// counts reads the numbers that count persons, families or houses.
func (l *Lexicon) counts(s story) counts {
	var c counts
	a := l.about
	for i := range s.words {
		w := &s.words[i]
		if w.number == 0 || w.masked {
			continue
		}
		if i > 0 && !s.words[i-1].stop && s.words[i-1].is(a.measure) { // "RT 3", "umur 12"
			continue
		}
		if together(w.text) {
			c.persons = max(c.persons, w.number)
			continue
		}
		j := i + 1
		if j < len(s.words) && s.words[j].number > 0 && s.words[j].text == "puluh" {
			j++
		}
		number := w.number
		if j < len(s.words) && (s.words[j].text == "puluh" || s.words[j].text == "belas" || s.words[j].text == "ratus") {
			switch s.words[j].text {
			case "puluh":
				number *= 10
			case "belas":
				number += 10
			default:
				number *= 100
			}
			j++
		}
		if j >= len(s.words) || s.words[j-1].stop {
			continue
		}
		switch u := &s.words[j]; {
		case u.is(a.family):
			c.families = max(c.families, number)
		case u.is(a.house):
			c.houses = max(c.houses, number)
		case u.is(a.child) && l.parent(s, i):
			c.offspring = max(c.offspring, number)
		case u.is(a.people) || u.is(a.child) || u.is(a.person) || u.is(a.kin) || u.is(a.relatives):
			c.persons = max(c.persons, number)
		}
	}
	for i := 1; i < len(s.words); i++ { // "janda anak tiga"
		if s.words[i].number > 0 && s.words[i-1].is(a.child) && l.parent(s, i-1) && (i+1 == len(s.words) || !s.words[i+1].is(a.year) && !s.words[i+1].is(a.month)) {
			c.offspring = max(c.offspring, s.words[i].number)
		}
	}
	return c
}

// parent reports whether a parent is told of right before word i: "janda dengan tiga anak".
func (l *Lexicon) parent(s story, i int) bool {
	for j := i - 1; j >= max(0, i-3) && !s.words[j].stop; j-- {
		if s.words[j].is(l.about.parent) {
			return true
		}
	}
	return false
}

// together reports whether a number word says by itself that it counts persons: berdua.
func together(word string) bool { return len(word) > 5 && word[:3] == "ber" }
