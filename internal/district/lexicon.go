package district

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"rembuk/internal/casebook"
)

//go:embed lexicon.csv
var lexicon string

// Lexicon joins the words of the language to those of the district's categories.
func Lexicon(d Data) (casebook.Lexicon, error) {
	reader := csv.NewReader(strings.NewReader(lexicon))
	reader.Comment = '#'
	records, err := reader.ReadAll()
	if err != nil {
		return casebook.Lexicon{}, fmt.Errorf("lexicon.csv: %w", err)
	}
	var rows []casebook.LexiconRow
	for _, r := range records[1:] {
		rows = append(rows, casebook.LexiconRow{Kind: r[0], Words: strings.Split(r[1], ";")})
	}
	for _, c := range d.Categories {
		rows = append(rows, casebook.LexiconRow{Kind: c.Group, Words: c.Words})
	}
	return casebook.NewLexicon(rows), nil
}
