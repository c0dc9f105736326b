package casebook

import (
	"cmp"
	"slices"
)

// match is how well a village fits a text: cost in tenths of a plain mistake, the lower the better.
type match struct {
	village  int16
	score    int  // all in all
	cost     int  // of the name itself
	left     int  // for words that nothing explains
	i, j     int  // the words that were read as the name
	part     bool // only a part of the name was said
	kec      bool // its kecamatan was said too
	conflict bool // another kecamatan was said
}

// hit is a stretch of words that was read as a kecamatan's name.
type hit struct {
	i, j int
	kec  int16
	cost int
	part bool // only a part of its name, such as "manna" for Kota Manna
}

const (
	worst     = 36 // a match above it is none
	farBehind = 24 // a match so much worse than the best is not worth showing
	sure      = 3  // up to here a name is the same in another spelling
)

// Search gives up to limit villages that text may name, the best first. It is made for what people type when they are asked for their
// village: a name, wrongly written, shortened, with the kecamatan before or behind it, or a sentence around it.
func (g *Gazetteer) Search(text string, limit int) []Region {
	var found []Region
	for _, m := range g.matches(g.read(text)) {
		if len(found) >= limit {
			break
		}
		found = append(found, g.villages[m.village])
	}
	return found
}

// KecamatanNamed gives the kecamatan that text names, when it names that and no more: "seginim", "kec. pino raya", "di k. manna".
func (g *Gazetteer) KecamatanNamed(text string) (Region, bool) {
	l := g.read(text)
	best, second := hit{cost: far}, hit{cost: far}
	for _, h := range g.kecamatanHits(l) {
		if h.part || g.leftOver(l, h.i, h.j, nil) > 0 {
			continue
		}
		if h.cost < best.cost {
			best, second = h, best
		} else if h.cost < second.cost && h.kec != best.kec {
			second = h
		}
	}
	if best.cost > mistake || second.cost-best.cost < 4 && second.kec != best.kec {
		return Region{}, false
	}
	return g.index.kecs[best.kec], true
}

func (g *Gazetteer) read(text string) *line { return read(text, g.index.words, manyWords) }

// matches gives the villages that a text may name, each once, the best first.
func (g *Gazetteer) matches(l *line) []match {
	hits := g.kecamatanHits(l)
	best := make([]match, len(g.villages))
	for v := range best {
		best[v].score = far
	}
	for i := range l.tokens {
		for j := i + 1; j <= min(i+6, len(l.tokens)); j++ {
			letters := l.span(i, j)
			if len(letters) < 2 || len(letters) > maxName || l.tokens[j-1].role == strong && j-i > 2 {
				continue
			}
			g.matchSpan(l, hits, i, j, letters, best)
		}
	}
	best = slices.DeleteFunc(best, func(m match) bool { return m.score > worst })
	slices.SortFunc(best, func(a, b match) int { return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.village, b.village)) })
	if len(best) > 0 {
		cut := best[0].score + farBehind
		best = slices.DeleteFunc(best, func(m match) bool { return m.score > cut })
	}
	return best
}

func (g *Gazetteer) matchSpan(l *line, hits []hit, i, j int, letters []byte, best []match) {
	sounds, short := consonants(letters), shortWords(l, i, j)
	for k := range g.index.villages {
		f := &g.index.villages[k]
		cost := f.read(l, i, j, letters, sounds, short)
		if cost >= far || cost+int(f.base) >= best[f.region].score {
			continue
		}
		m := match{village: f.region, cost: cost, i: i, j: j, part: f.part, kec: f.kec}
		g.judge(l, hits, &m, int(f.base))
		if m.score < best[f.region].score {
			best[f.region] = m
		}
	}
}

// judge adds to a name's cost what the words around it say.
func (g *Gazetteer) judge(l *line, hits []hit, m *match, base int) {
	own, other := hit{cost: far}, false
	mine := g.index.kecOf[m.village]
	for _, h := range hits {
		if h.i < m.j && m.i < h.j {
			continue
		}
		if h.kec == mine && h.cost < own.cost {
			own = h
		}
	}
	for _, h := range hits {
		apart := (h.j <= m.i || m.j <= h.i) && (own.cost == far || h.j <= own.i || own.j <= h.i)
		other = other || apart && h.kec != mine && !h.part && h.cost <= sure
	}
	m.score = m.cost + base
	if own.cost < far {
		m.kec = true
		m.score += own.cost / 2
		m.left = g.leftOver(l, m.i, m.j, &own)
	} else {
		m.left = g.leftOver(l, m.i, m.j, nil)
	}
	m.score += m.left
	if m.conflict = other; other {
		m.score += 15
	}
	if m.i > 0 && l.tokens[m.i-1].role == strong {
		m.score -= 4
	}
}

// leftOver is what the words cost that are neither the name i to j, nor the kecamatan, nor everyday words.
func (g *Gazetteer) leftOver(l *line, i, j int, kec *hit) int {
	sum := 0
	for k, t := range l.tokens {
		inName := i <= k && k < j
		inKec := kec != nil && kec.i <= k && k < kec.j
		if inName || inKec || t.role != plain && t.role != number || g.districtWord(l.span(k, k+1)) {
			continue
		}
		beside := k == i-1 || k == j
		switch {
		case t.role == number && k == j:
			sum += noNumber
		case beside:
			sum += 6
		default:
			sum += 3
		}
	}
	return min(sum, 18)
}

func (g *Gazetteer) districtWord(letters []byte) bool {
	for _, w := range g.index.district {
		if len(letters) >= 5 && distance(letters, w, 0, 14) < far {
			return true
		}
	}
	return false
}

// kecamatanHits finds the names of kecamatan in a text. A hit inside a longer sure one is dropped: "pino" in "pino raya".
func (g *Gazetteer) kecamatanHits(l *line) []hit {
	var hits []hit
	for i := range l.tokens {
		for j := i + 1; j <= min(i+3, len(l.tokens)); j++ {
			letters := l.span(i, j)
			marked := i > 0 && l.tokens[i-1].role == kecam
			if len(letters) < 2 || !marked && j == i+1 && (l.tokens[i].role != plain || l.tokens[i].word == "raya") {
				continue
			}
			sounds, short := consonants(letters), shortWords(l, i, j)
			for k := range g.index.kecamata {
				f := &g.index.kecamata[k]
				if cost := f.read(l, i, j, letters, sounds, short); cost <= 8+2*(len(f.all)-4) {
					hits = append(hits, hit{i: i, j: j, kec: f.region, cost: cost + int(f.base), part: f.part})
				}
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(hits), func(h hit) bool {
		return slices.ContainsFunc(hits, func(o hit) bool {
			return o.cost <= 8 && !o.part && o.i <= h.i && h.j <= o.j && o.j-o.i > h.j-h.i
		})
	})
}

// read gives the cost of reading words i to j as the form: by its letters, and word by word where some are shortened.
func (f *form) read(l *line, i, j int, letters []byte, sounds uint32, short bool) int {
	limit, cost := min(2+len(f.all)*5/2, worst), far
	if !hopeless(sounds, f.sounds, limit) {
		cost = distance(letters, f.all, f.ends, limit)
	}
	if short && j-i == len(f.words) && len(f.words) > 1 && cost > 4 {
		cost = min(cost, f.readShortened(l, i))
	}
	return cost
}

func (f *form) readShortened(l *line, i int) int {
	sum, full := 0, false
	for k, word := range f.words {
		typed := l.span(i+k, i+k+1)
		if cost := shortened(typed, word); cost < far {
			sum += cost
			continue
		}
		cost := distance(typed, word, 1<<(len(word)-1), 2+len(word)*2)
		if cost >= far {
			return far
		}
		sum, full = sum+cost, full || isLetter(word[0])
	}
	if !full {
		sum += mistake
	}
	return sum
}

// shortWords reports whether some word is short enough to stand for a longer one.
func shortWords(l *line, i, j int) bool {
	return slices.ContainsFunc(l.tokens[i:j], func(t token) bool { return t.to-t.from <= 4 && t.role != number })
}
