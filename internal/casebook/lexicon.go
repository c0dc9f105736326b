package casebook

import (
	"slices"
	"strings"
	"unicode"
)

// Lexicon understands what people tell, from the words that they use. All of it is data: families of words, ways of writing and rules over them.
// What it finds is a guess, shown and never final; when in doubt it says nothing, so that the person is asked. It is immutable and safe for
// use by many.
type Lexicon struct {
	kinds     []string // the gravest first: it wins a tie
	sensitive []term
	index     wordIndex
	rules     []rule
	begins    [][]int32 // the rules, by the number of the word or family that they begin with
	sayings   [][]int32 // the same of those that only take meaning away
	about     familiesKnown
}

// LexiconTables are the data of a lexicon. Only Rows is needed.
type LexiconTables struct {
	Rows      []LexiconRow
	Families  []LexiconFamily
	Spellings []LexiconSpelling
	Rules     []LexiconRule
}

// LexiconRow is one row of data: words that speak for a kind, or, for kind "sensitive", words about violence, health or officials.
// A word that ends in "-" stands for all that begin with it.
type LexiconRow struct {
	Kind  string
	Words []string
}

// Sensitive is the kind of the rows whose words keep a report with the caseworkers until it is classed.
const Sensitive = "sensitive"

// NewLexicon takes the data; the order of first mention of the kinds is that of their gravity.
func NewLexicon(t LexiconTables) (Lexicon, error) {
	l := Lexicon{}
	l.index = newWordIndex(t)
	for _, row := range t.Rows {
		for _, phrase := range row.Words {
			l.addPhrase(row.Kind, phrase)
		}
	}
	for _, r := range t.Rules {
		if err := l.addRule(r); err != nil {
			return Lexicon{}, err
		}
	}
	l.index.close()
	l.about = l.index.familiesKnown()
	l.arrange()
	return l, nil
}

// addPhrase keeps a phrase of a row: a rule without conditions, that weighs as much as it has words.
func (l *Lexicon) addPhrase(kind, phrase string) {
	words := l.index.plain(tokens(phrase))
	if strings.HasSuffix(phrase, "-") && len(words) > 0 {
		words[len(words)-1] += "-"
	}
	if len(words) == 0 {
		return
	}
	if kind == Sensitive {
		words = tokens(phrase)
		if strings.HasSuffix(phrase, "-") {
			words[len(words)-1] += "-"
		}
		l.sensitive = append(l.sensitive, term{words})
		return
	}
	if !slices.Contains(l.kinds, kind) {
		l.kinds = append(l.kinds, kind)
	}
	r := rule{about: aboutKind, value: kind, weight: 2 * len(words), pattern: strings.Join(words, " "), plain: true}
	for _, w := range words {
		r.steps = append(r.steps, step{any: []int32{l.index.id(w)}})
	}
	for _, old := range l.rules {
		if old.plain && old.value == kind && old.pattern == r.pattern {
			return
		}
	}
	l.keep(r)
}

// Kinds gives the kind that a story speaks of most, or none.
func (l Lexicon) Kinds(story string) []string {
	if kind := l.Read(story).Kind; kind != "" {
		return []string{kind}
	}
	return nil
}

// Danger tells whether the story speaks of somebody whose life may be in danger now.
func (l Lexicon) Danger(story string) bool { return l.Read(story).Danger != "" }

// Sensitive tells whether words about violence, health or officials stand in the story: those of the list, which no "not" and no "long ago" takes
// back, since a report too many with the caseworkers can be mended; or whether its rules find violence or suicide, now or long ago.
func (l Lexicon) Sensitive(story string) bool {
	said := tokens(story)
	if slices.ContainsFunc(l.sensitive, func(t term) bool { return t.in(said) }) {
		return true
	}
	s := l.hear(story)
	meant := make([]string, 0, len(s.words)) // the same in plain spelling
	for _, w := range s.words {
		meant = append(meant, w.text)
	}
	if slices.ContainsFunc(l.sensitive, func(t term) bool { return t.in(meant) }) {
		return true
	}
	l.mask(&s)
	return slices.ContainsFunc(l.found(s), func(f finding) bool {
		r := l.rules[f.rule]
		return r.about == aboutDanger && (r.value == DangerViolence || r.value == DangerSuicide) || r.about == aboutSensitive
	})
}

// term is words that stand in a row.
type term struct{ words []string }

// in tells whether the term's words stand in a row in what was said.
func (t term) in(said []string) bool {
	for i := 0; i+len(t.words) <= len(said); i++ {
		match := true
		for j, w := range t.words {
			open, begins := strings.CutSuffix(w, "-")
			if said[i+j] != w && (!begins || !strings.HasPrefix(said[i+j], open)) {
				match = false
				break
			}
		}
		if match {
			return true
		}
	}
	return false
}

func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
