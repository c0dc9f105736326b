package casebook

import (
	"cmp"
	"slices"
)

// nameMatch is how well a village fits a text: cost in tenths of a plain mistake, the lower the better.
type nameMatch struct {
	village  int16
	score    int  // all in all
	cost     int  // of the name itself
	left     int  // for words that nothing explains
	i, j     int  // the words that were read as the name
	part     bool // only a part of the name was said
	kec      bool // its kecamatan was said too
	vague    bool // ... but only by words that are another's full name: "manna" for Kota Manna
	conflict bool // another kecamatan was said
}

const (
	worstMatch  = 36 // a match above it is none
	farBehind   = 24 // a match so much worse than the best is not worth showing
	behindExact = 15 // the same beside a name that was written right: its twins, its sisters with a numeral or one word more
	sureMatch   = 3  // up to here a name is the same in another spelling
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

func (g *Gazetteer) read(text string) *textLine {
	l := readText(text, g.index.words, manyWords)
	for k := range l.tokens {
		if t := &l.tokens[k]; t.role == wordPlain && g.districtWord(l.span(k, k+1)) {
			t.role = wordNoise
		}
	}
	return l
}

// districtWord reports whether letters are a word of the district's own name, which tells nothing.
func (g *Gazetteer) districtWord(letters []byte) bool {
	return len(letters) >= 5 && slices.ContainsFunc(g.index.district, func(n spelled) bool { return n.distance(letters, mistake) < tooFar })
}

// matches gives the villages that a text may name, each once, the best first.
func (g *Gazetteer) matches(l *textLine) []nameMatch {
	hits := g.kecamatanHits(l)
	best := make([]nameMatch, len(g.villages))
	for v := range best {
		best[v].score = tooFar
	}
	for i := range l.tokens {
		for j := i + 1; j <= min(i+6, len(l.tokens)); j++ {
			if l.tokens[j-1].counts {
				break
			}
			letters := l.span(i, j)
			if len(letters) < 2 || len(letters) > maxName || !g.telling(l, i, j) {
				continue
			}
			g.matchSpan(l, hits, i, j, letters, best)
		}
	}
	best = slices.DeleteFunc(best, func(m nameMatch) bool { return m.score > worstMatch })
	slices.SortFunc(best, func(a, b nameMatch) int {
		return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.village, b.village))
	})
	if len(best) == 0 {
		return nil
	}
	cut := best[0].score + farBehind
	if best[0].cost <= sureMatch && !best[0].part {
		cut = best[0].score + behindExact
	}
	return slices.DeleteFunc(best, func(m nameMatch) bool { return m.score > cut })
}

func (g *Gazetteer) matchSpan(l *textLine, hits []kecamatanHit, i, j int, letters []byte, best []nameMatch) {
	sounds, short := consonants(letters), shortWords(l, i, j)
	for k := range g.index.villages {
		f := &g.index.villages[k]
		limit := min(worstMatch, best[f.region].score-1) - int(f.base)
		cost := f.read(l, i, j, letters, sounds, short, limit)
		if cost > limit {
			continue
		}
		m := nameMatch{village: f.region, cost: cost, i: i, j: j, part: f.part, kec: f.kec}
		g.judge(l, hits, &m, int(f.base))
		if m.score < best[f.region].score {
			best[f.region] = m
		}
	}
}

// telling reports whether words i to j can be a name: not if all of them are everyday words, unless a village is called just so.
func (g *Gazetteer) telling(l *textLine, i, j int) bool {
	for _, t := range l.tokens[i:j] {
		if t.role == wordPlain || t.role == wordNumber {
			return true
		}
	}
	return len(g.index.exact[string(l.span(i, j))]) > 0
}

// judge adds to a name's cost what the words around it say.
func (g *Gazetteer) judge(l *textLine, hits []kecamatanHit, m *nameMatch, base int) {
	kec := g.index.kecOf[m.village]
	own := ownKecamatan(hits, *m, kec)
	m.score = m.cost + base
	if own != nil {
		m.kec, m.vague = true, own.part
		m.score += own.cost / 2
	}
	m.left = g.leftOver(l, m.i, m.j, own)
	m.score += m.left
	if m.conflict = otherKecamatan(hits, *m, own, kec); m.conflict {
		m.score += 15
	}
	if m.i > 0 && l.tokens[m.i-1].role == wordVillage {
		m.score -= 4
	}
}

// leftOver is what the words cost that are neither the name i to j, nor the kecamatan, nor everyday words.
func (g *Gazetteer) leftOver(l *textLine, i, j int, kec *kecamatanHit) int {
	sum := 0
	for k, t := range l.tokens {
		inName := i <= k && k < j
		inKec := kec != nil && kec.i <= k && k < kec.j
		if inName || inKec || t.role != wordPlain && t.role != wordNumber {
			continue
		}
		beside := k == i-1 || k == j
		switch {
		case t.role == wordNumber && k == j:
			sum += noNumber
		case beside:
			sum += 6
		default:
			sum += 3
		}
	}
	return min(sum, 18)
}

// read gives the cost of reading words i to j as the form, up to limit: by its letters, and word by word where some are shortened.
func (f *nameForm) read(l *textLine, i, j int, letters []byte, sounds uint64, short bool, limit int) int {
	cost, spaces := tooFar, max(0, j-i-len(f.words)) // typed where the name has none
	if f.glued && j-i > 1 {
		return tooFar
	}
	if limit = min(limit, f.limit()) - 3*spaces; !f.split && !hopeless(sounds, f.sounds, limit) {
		cost = f.name.distance(letters, limit)
		if cost > 0 {
			cost += 3 * spaces
		}
	}
	if short && j-i == len(f.words) && len(f.words) > 1 && cost > 4 {
		cost = min(cost, f.readShortened(l, i))
	}
	return cost
}

// limit is how wrongly a form may be written: one plain mistake in five letters, in a part of a name one in ten.
func (f *nameForm) limit() int {
	if f.part {
		return 2 + len(f.name.letters)
	}
	return 2 + 2*len(f.name.letters)
}

func (f *nameForm) readShortened(l *textLine, i int) int {
	sum, full := 0, false
	for k, word := range f.words {
		typed := l.span(i+k, i+k+1)
		if cost := shortened(typed, word); cost < tooFar {
			sum += cost
			continue
		}
		cost := f.parts[k].distance(typed, 2+len(word)*2)
		if cost >= tooFar {
			return tooFar
		}
		sum, full = sum+cost, full || isLetter(word[0])
	}
	if !full {
		sum += mistake
	}
	return sum
}

// shortWords reports whether some word is short enough to stand for a longer one.
func shortWords(l *textLine, i, j int) bool {
	return slices.ContainsFunc(l.tokens[i:j], func(t token) bool { return t.to-t.from <= 4 && t.role != wordNumber })
}
