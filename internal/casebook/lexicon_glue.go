package casebook

import (
	"cmp"
	"slices"
)

// Whoever types without spaces says as much as others: "tolongsayadipukulsuami". A word that is nobody's is taken apart where all of it, or of a long
// one most, is made of words that are known.
const (
	shortestGlued = 10 // letters; shorter ones are words that we don't know
	looseGlued    = 18 // from here on parts may be unknown: hardly a word is so long
	longestGlued  = 600
	longestPart   = 16
	strayShare    = 3 // one letter in so many may belong to no word
)

// shortParts are the words of two letters that are looked for in glued ones; the others stand in too many words by chance.
var shortParts = []string{"di", "ke", "ya", "bu", "sy", "yg", "gk", "ga", "dr", "la", "tp", "hp"}

// apart takes a word apart that holds several; nil where it is one.
func (x *wordIndex) apart(written string) []string {
	n := len(written)
	if n < shortestGlued || n > longestGlued {
		return nil
	}
	type way struct {
		stray, parts, from int // letters of no word, words, where the last of them begins
		long               int // the squares of their lengths: "tolong ada" rather than "tolon gada"
		known              bool
	}
	better := func(a, b way) bool {
		return cmp.Or(cmp.Compare(b.stray, a.stray), cmp.Compare(b.parts, a.parts), cmp.Compare(a.long, b.long)) > 0
	}
	best := make([]way, n+1)
	for end := 1; end <= n; end++ {
		before := best[end-1]
		best[end] = way{stray: before.stray + 1, parts: before.parts, from: end - 1, long: before.long}
		for from := max(0, end-longestPart); from <= end-2; from++ {
			before, n := best[from], end-from
			if w := (way{before.stray, before.parts + 1, from, before.long + n*n, true}); better(w, best[end]) && x.glues(written[from:end]) {
				best[end] = w
			}
		}
	}
	if last := best[n]; last.parts < 2 || last.stray > 0 && (n < looseGlued || last.stray*strayShare > n) {
		return nil
	}
	var words []string
	rest := n // where the letters of no word end
	for end := n; end > 0; end = best[end].from {
		if !best[end].known {
			continue
		}
		if end < rest {
			words = append(words, written[end:rest])
		}
		rest = best[end].from
		words = append(words, written[rest:end])
	}
	if rest > 0 {
		words = append(words, written[:rest])
	}
	slices.Reverse(words)
	return words
}

// glues tells whether a part of a long word may be a word by itself.
func (x *wordIndex) glues(part string) bool {
	if len(part) < 3 {
		return slices.Contains(shortParts, part)
	}
	if _, ok := x.families[part]; ok {
		return true
	}
	_, ok := x.spelled[part]
	return ok
}
