package casebook

import (
	"slices"
	"strings"
)

// Certain gives the one village that text means, when it is sure enough to be taken without asking. A name that two villages bear is never
// certain by itself, nor is one that another goes on from (Darat Sawah, Darat Sawah Ulu; Tanjung Aur, Tanjung Aur II) or that a dialect
// says the same (Karang Caya, Karang Cayo): the kecamatan or the numeral must be said too. A wrong guess sends a frightened person's story to
// the wrong village, one more question costs a tap; so in doubt it says no.
func (g *Gazetteer) Certain(text string) (Region, bool) {
	l := g.read(text)
	found := g.matches(l)
	if len(found) == 0 {
		return Region{}, false
	}
	best := found[0]
	if best.part || best.conflict || best.cost > g.allowed(best) || !g.said(l, best) {
		return Region{}, false
	}
	if slices.ContainsFunc(found[1:], func(m nameMatch) bool { return rivals(best, m) }) || !g.numeralSaid(l, best) {
		return Region{}, false
	}
	if !best.kec && len(g.index.kin[best.village]) > 0 {
		return Region{}, false
	}
	return g.villages[best.village], true
}

// rivals reports whether m may be meant instead of the best. A name inside a longer one that fits is no rival: Muara Tiga in Muara Tiga Ilir.
func rivals(best, m nameMatch) bool {
	if best.vague && m.kec && !m.vague {
		return true
	}
	inside := best.i <= m.i && m.j <= best.j && m.j-m.i < best.j-best.i && best.cost <= sureMatch
	return m.score-best.score < 10+best.cost && !inside
}

// numeralSaid reports whether the numeral of a name was typed as one: "agun gii" is not sure to be I, and in a misspelt name a Roman
// numeral may have lost a stroke too.
func (g *Gazetteer) numeralSaid(l *textLine, m nameMatch) bool {
	typed := slices.IndexFunc(l.tokens[m.i:m.j], func(t token) bool { return t.role == wordNumber })
	if !slices.ContainsFunc(g.index.formOf(m.village).words, func(w []byte) bool { return isDigit(w[0]) }) {
		return true
	}
	return typed >= 0 && (m.cost <= sureMatch || strings.Trim(l.tokens[m.i+typed].word, "iv") != "")
}

// allowed is how wrongly a name may be written and still be certain: a plain mistake in a long name, a spelling's difference in a short one.
func (g *Gazetteer) allowed(m nameMatch) int {
	if m.j-m.i > 1 || len(g.villages[m.village].Name) >= 7 {
		return mistake
	}
	return 4
}

// said reports whether the words around a name let it be the place: not "dekat ...", not "Pak ...", and in the middle of a sentence a name
// that could be anything else only after "desa" or "di".
func (g *Gazetteer) said(l *textLine, m nameMatch) bool {
	before := l.before(m.i)
	if before == wordBeside || before == wordPerson {
		return false
	}
	if m.left == 0 || m.left <= 6 && m.cost <= sureMatch && g.index.need[m.village] != wordVillage {
		return true
	}
	return before == wordVillage || before == wordAt && g.index.need[m.village] != wordVillage && m.cost <= sureMatch || m.kec && m.cost <= sureMatch ||
		g.index.need[m.village] == wordPlain && m.cost <= sureMatch
}

// reaching words say also behind a "di" or a "desa" that the place is another: "bukan di batu panco".
var reaching = wordSet("bukan selain dekat sebelah seberang samping perbatasan sekitar")

// before gives the role of the word before word i.
func (l *textLine) before(i int) wordRole {
	if i == 0 || l.tokens[i].apart && l.tokens[i-1].role != wordVillage {
		return wordPlain
	}
	r := l.tokens[i-1].role
	for k := i - 1; k > 0 && k > i-3 && (l.tokens[k].role == wordAt || l.tokens[k].role == wordVillage); k-- {
		if reaching[l.tokens[k-1].word] {
			return wordBeside
		}
	}
	return r
}
