package casebook

import (
	"slices"
	"strings"
)

// Mentioned gives the villages named within a longer story, in the order of the story; both of twins, and all of Keban Agung I, II, III
// where no numeral was said; none when unsure. Only a name written as it should be counts (a small mistake is forgiven after "desa" or
// "kelurahan"), and a name that is also a common word or a person's only after "desa" or "di".
func (g *Gazetteer) Mentioned(story string) []Region {
	l := readText(story, g.index.words, 0)
	hits := g.kecamatanHits(l)
	var found []int16
	end := -1 // of the last name
	for i := 0; i < len(l.tokens); {
		j, villages := g.mentionAt(l, hits, i, l.joined(end, i))
		if len(villages) > 0 {
			end = j
		}
		for _, v := range villages {
			if !slices.Contains(found, v) {
				found = append(found, v)
			}
		}
		i = max(j, i+1)
	}
	regions := make([]Region, len(found))
	for k, v := range found {
		regions[k] = g.villages[v]
	}
	return regions
}

// joiners are between two names that are told in one breath: "di Lubuk Tapi dan Merambung".
var joiners = wordSet("dan dengan dgn serta sampai hingga sama samo atau juga")

// joined reports whether word i stands beside a name that ended before word end, so that what is said of that ("di") is said of it too.
func (l *textLine) joined(end, i int) bool {
	return end > 0 && (i == end && l.tokens[i].apart || i == end+1 && joiners[l.tokens[end].word])
}

// mentionAt gives the villages that the words from i on name, and the word after them. joined: another village was named right before.
func (g *Gazetteer) mentionAt(l *textLine, hits []kecamatanHit, i int, joined bool) (j int, villages []int16) {
	longest := min(i+6, len(l.tokens))
	for k := i + 1; k < longest; k++ {
		if l.tokens[k].apart {
			longest = k
		}
	}
	for j = longest; j > i; j-- {
		if villages := g.named(l, i, j); villages != nil {
			return j, g.believed(l, hits, i, j, villages, joined)
		}
	}
	return i, nil
}

// named gives the villages whose name is words i to j.
func (g *Gazetteer) named(l *textLine, i, j int) []int16 {
	letters := l.span(i, j)
	if l.tokens[i].role == wordNoise && j == i+1 {
		return nil
	}
	last := l.tokens[j-1]
	if last.counts || j < len(l.tokens) && strings.HasPrefix(l.tokens[j].word, last.word) && last.role == wordPlain { // "jaya-jayanya"
		return nil
	}
	villages := append(slices.Clone(g.index.exact[string(letters)]), g.index.bare[string(letters)]...)
	if len(villages) == 0 && i > 0 && l.tokens[i-1].role == wordVillage && l.tokens[j-1].role == wordPlain {
		villages = g.misspelt(letters)
	}
	return villages
}

// misspelt gives the villages of the one name that is a small mistake away.
func (g *Gazetteer) misspelt(letters []byte) []int16 {
	var near []int16
	sounds := consonants(letters)
	for k := range g.index.villages {
		f := &g.index.villages[k]
		if f.part || f.kec || f.base > 0 || len(f.name.letters) < 6 || hopeless(sounds, f.sounds, mistake) {
			continue
		}
		if f.name.distance(letters, mistake) < tooFar && !slices.Contains(near, f.region) {
			near = append(near, f.region)
		}
	}
	if len(near) > 1 && len(g.index.exact[string(g.index.formOf(near[0]).name.letters)]) < len(near) {
		return nil
	}
	return near
}

// believed keeps of the villages that words i to j may name those that the words around allow.
func (g *Gazetteer) believed(l *textLine, hits []kecamatanHit, i, j int, villages []int16, joined bool) []int16 {
	before := l.before(i)
	if before == wordBeside || before == wordPerson {
		return nil
	}
	if joined && before != wordVillage {
		before = wordAt
	}
	kec, told := kecamatanBeside(l, hits, i, j)
	exact := slices.Clone(villages)
	for _, v := range exact {
		for _, w := range g.index.kin[v] {
			if !slices.Contains(villages, w) {
				villages = append(villages, w)
			}
		}
	}
	if told {
		in := func(v int16) bool { return g.index.kecOf[v] == kec }
		if slices.ContainsFunc(exact, in) {
			villages = exact
		}
		villages = slices.DeleteFunc(slices.Clone(villages), func(v int16) bool { return !in(v) })
		return villages
	}
	need := g.index.need[exact[0]]
	if need == wordVillage && before != wordVillage || need == wordAt && before != wordVillage && before != wordAt {
		return nil
	}
	return villages
}

// kecamatanBeside finds the kecamatan named right behind words i to j, or anywhere after the word "kecamatan".
func kecamatanBeside(l *textLine, hits []kecamatanHit, i, j int) (kec int16, ok bool) {
	best := kecamatanHit{cost: 9}
	for _, h := range hits {
		marked := h.i > 0 && l.tokens[h.i-1].role == wordKecamatan
		behind := h.i == j && h.cost <= sureMatch && !h.part
		overlaps := h.i < j && i < h.j
		if !overlaps && (marked || behind) && (h.cost < best.cost || h.cost == best.cost && h.j-h.i > best.j-best.i) {
			best = h
		}
	}
	return best.kec, best.cost < 9
}
