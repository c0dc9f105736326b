package district

import (
	"embed"
	"fmt"
	"strconv"
	"sync"

	"rembuk/internal/casebook"
)

//go:embed lexicon*.csv
var lexicon embed.FS

// lexicons are those that were made, by the words of their categories: most districts say the same, and one takes 18 MB (BenchmarkLexicon).
var lexicons struct {
	sync.Mutex
	made map[string]casebook.Lexicon
}

// Lexicon joins the words of the language to those of the district's categories.
func Lexicon(d Data) (casebook.Lexicon, error) {
	var rows []casebook.LexiconRow
	for _, c := range d.Categories {
		rows = append(rows, casebook.LexiconRow{Kind: c.Group, Words: c.Words})
	}
	key := fmt.Sprintf("%q", rows)
	lexicons.Lock()
	defer lexicons.Unlock()
	l, ok := lexicons.made[key]
	if ok {
		return l, nil
	}
	l, err := readLexicon(rows)
	if err != nil {
		return casebook.Lexicon{}, err
	}
	if lexicons.made == nil {
		lexicons.made = map[string]casebook.Lexicon{}
	}
	lexicons.made[key] = l
	return l, nil
}

func readLexicon(categories []casebook.LexiconRow) (casebook.Lexicon, error) {
	var t casebook.LexiconTables
	faults := each(lexicon, "lexicon.csv", "kind words notes", func(r row) {
		t.Rows = append(t.Rows, casebook.LexiconRow{Kind: r.must("kind"), Words: r.list("words", ";")})
	})
	faults = append(faults, each(lexicon, "lexicon_families.csv", "family forms words notes", func(r row) {
		t.Families = append(t.Families, casebook.LexiconFamily{Name: r.must("family"), Forms: r.one("forms", "word noun verb"), Words: r.list("words", ";")})
	})...)
	faults = append(faults, each(lexicon, "lexicon_spellings.csv", "written means notes", func(r row) {
		for _, written := range r.list("written", ";") {
			t.Spellings = append(t.Spellings, casebook.LexiconSpelling{Written: written, Means: r.must("means")})
		}
	})...)
	faults = append(faults, each(lexicon, "lexicon_rules.csv", "about pattern unless weight meaning notes", func(r row) {
		weight := 1
		if cell := r.text("weight"); cell != "" {
			var err error
			if weight, err = strconv.Atoi(cell); err != nil {
				r.fault("weight is %q", cell)
			}
		}
		t.Rules = append(t.Rules, casebook.LexiconRule{About: r.must("about"), Pattern: r.must("pattern"), Unless: r.text("unless"), Meaning: r.text("meaning"),
			Weight: weight})
	})...)
	if len(faults) > 0 {
		return casebook.Lexicon{}, fmt.Errorf("the lexicon: %w", faults[0])
	}
	t.Rows = append(t.Rows, categories...)
	l, err := casebook.NewLexicon(t)
	if err != nil {
		return l, fmt.Errorf("lexicon_rules.csv: %w", err)
	}
	return l, nil
}
