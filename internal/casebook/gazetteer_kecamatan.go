package casebook

import "slices"

// kecamatanHit is a stretch of words that was read as a kecamatan's name.
type kecamatanHit struct {
	i, j int
	kec  int16
	cost int
	part bool // only a part of its name, such as "manna" for Kota Manna
}

// KecamatanNamed gives the kecamatan that text names, when it names that and no more: "seginim", "kec. pino raya", "di k. manna".
func (g *Gazetteer) KecamatanNamed(text string) (Region, bool) {
	l := g.read(text)
	best, second := kecamatanHit{cost: tooFar}, kecamatanHit{cost: tooFar}
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

// kecamatanHits finds the names of kecamatan in a text. A hit inside a longer sure one is dropped: "pino" in "pino raya".
func (g *Gazetteer) kecamatanHits(l *textLine) []kecamatanHit {
	var hits []kecamatanHit
	for i := range l.tokens {
		for j := i + 1; j <= min(i+3, len(l.tokens)); j++ {
			letters := l.span(i, j)
			marked := i > 0 && l.tokens[i-1].role == wordKecamatan
			if len(letters) < 2 || !marked && j == i+1 && (l.tokens[i].role != wordPlain || l.tokens[i].word == "raya") {
				continue
			}
			sounds, short := consonants(letters), shortWords(l, i, j)
			for k := range g.index.subs {
				f := &g.index.subs[k]
				limit := 8 + 2*(len(f.name.letters)-4)
				if cost := f.read(l, i, j, letters, sounds, short, limit); cost <= limit {
					hits = append(hits, kecamatanHit{i: i, j: j, kec: f.region, cost: cost + int(f.base), part: f.part})
				}
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(hits), func(h kecamatanHit) bool {
		return slices.ContainsFunc(hits, func(o kecamatanHit) bool {
			return o.cost <= 8 && !o.part && o.i <= h.i && h.j <= o.j && o.j-o.i > h.j-h.i
		})
	})
}

// ownKecamatan gives the best hit of the village's kecamatan beside its name; nil when there is none.
func ownKecamatan(hits []kecamatanHit, m nameMatch, kec int16) *kecamatanHit {
	var own *kecamatanHit
	for k, h := range hits {
		if h.kec == kec && h.beside(m.i, m.j) && (own == nil || h.cost < own.cost) {
			own = &hits[k]
		}
	}
	return own
}

// otherKecamatan reports whether another kecamatan was surely said, in words that are neither the name's nor its own kecamatan's.
func otherKecamatan(hits []kecamatanHit, m nameMatch, own *kecamatanHit, kec int16) bool {
	return slices.ContainsFunc(hits, func(h kecamatanHit) bool {
		return h.kec != kec && !h.part && h.cost <= sureMatch && h.beside(m.i, m.j) && (own == nil || h.beside(own.i, own.j))
	})
}

// beside reports whether the hit shares no word with words i to j.
func (h kecamatanHit) beside(i, j int) bool { return h.j <= i || j <= h.i }
