package papers

import (
	"strings"

	"rembuk/internal/casebook"
)

// BlankList is the daftar hadir to print before a meeting: the names of the roster in its order, an empty column to sign, and ten empty lines
// for guests. What was said of anybody's presence is not on it. PDF.
func (p Papers) BlankList(lang string, m casebook.Minutes) ([]byte, error) {
	w := p.in(lang)
	pg := w.open(m)
	w.letterhead(pg, m.Group)
	pg.centred(strings.ToUpper(w.say("paper.list")), "B", 13, 7)
	pg.SetY(pg.GetY() + 2)
	pg.pairs([][2]string{
		{w.say("paper.kind"), w.kind(m.Kind)},
		{w.say("paper.day"), w.date(casebook.DateOf(m.StartsAt.In(w.Zone)))},
		{w.say("paper.time"), w.hours(m.Meeting)},
		{w.say("paper.place"), m.Place},
	})
	pg.SetY(pg.GetY() + 3)
	var rows []row
	for _, l := range m.Lines {
		if l.Member != 0 {
			rows = append(rows, row{number: len(rows) + 1, name: l.Name.Reveal(), sex: string(l.Sex), post: l.Post, signs: true})
		}
	}
	for range blankGuests {
		rows = append(rows, row{number: len(rows) + 1, signs: true})
	}
	w.writeList(pg, rows, 3+2*smallLine)
	pg.SetY(pg.GetY() + 3)
	pg.small(w.say("paper.blank"))
	return pg.file()
}
