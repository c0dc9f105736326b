package casebook

import (
	"slices"
	"strings"
	"unicode"
)

// Lexicon guesses what a story is about from the words that people use. All of it is data; a guess is shown, never final, and when in
// doubt it says nothing, so that the person is asked.
type Lexicon struct {
	kinds     map[string][]term
	order     []string // kinds, the gravest first: it wins a tie
	sensitive []term
	danger    []term
}

type term struct {
	words  []string
	weight int
}

// LexiconRow is one row of data: words that speak for a kind, or, for kind "sensitive", words about violence, health or officials.
// A word that ends in "-" stands for all that begin with it.
type LexiconRow struct {
	Kind  string
	Words []string
}

// Sensitive is the kind of the rows whose words keep a report with the caseworkers until it is classed; Dangerous that of the rows after which the
// numbers to call are shown first.
const (
	Sensitive = "sensitive"
	Dangerous = "danger"
)

// NewLexicon takes the rows; the order of first mention of the kinds is that of their gravity.
func NewLexicon(rows []LexiconRow) Lexicon {
	l := Lexicon{kinds: map[string][]term{}}
	for _, row := range rows {
		for _, phrase := range row.Words {
			words := tokens(phrase)
			if strings.HasSuffix(phrase, "-") && len(words) > 0 {
				words[len(words)-1] += "-"
			}
			if len(words) == 0 {
				continue
			}
			t := term{words, len(words)}
			switch row.Kind {
			case Sensitive:
				l.sensitive = append(l.sensitive, t)
				continue
			case Dangerous:
				l.danger = append(l.danger, t)
				continue
			}
			if !slices.Contains(l.order, row.Kind) {
				l.order = append(l.order, row.Kind)
			}
			l.kinds[row.Kind] = append(l.kinds[row.Kind], t)
		}
	}
	return l
}

// Kinds gives the kind that a story speaks of most, or none.
func (l Lexicon) Kinds(story string) []string {
	said := tokens(story)
	best, most := "", 0
	for _, kind := range l.order {
		score := 0
		for _, t := range l.kinds[kind] {
			if t.in(said) {
				score += t.weight
			}
		}
		if score > most {
			best, most = kind, score
		}
	}
	if best == "" {
		return nil
	}
	return []string{best}
}

// Sensitive tells whether words about violence, health or officials stand in the story.
func (l Lexicon) Sensitive(story string) bool {
	said := tokens(story)
	return slices.ContainsFunc(l.sensitive, func(t term) bool { return t.in(said) })
}

// Danger tells whether the story speaks of somebody whose life may be in danger now.
func (l Lexicon) Danger(story string) bool {
	said := tokens(story)
	return slices.ContainsFunc(l.danger, func(t term) bool { return t.in(said) })
}

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
