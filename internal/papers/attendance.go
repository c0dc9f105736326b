package papers

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
)

// signHeight is the least height of a row that is signed by hand, in mm.
const signHeight = 9.5

// blankGuests is how many empty lines a list has for people who are not on the roster.
const blankGuests = 10

// attendance is the daftar hadir, from a new page on: it is what is passed round and filed apart.
func (w writing) attendance(p *page, m casebook.Minutes) {
	p.next()
	p.centred(strings.ToUpper(w.say("paper.list")), "B", 13, 7)
	p.centred(w.subject(m), "", textSize, lineHeight)
	p.SetY(p.GetY() + 3)
	rows := w.rows(m)
	for range emptyLines(m) {
		rows = append(rows, row{number: len(rows) + 1, signs: true})
	}
	w.writeList(p, rows, belowHeight)
	w.below(p, m)
}

// subject is what the list is of: Pembinaan rutin, Kamis, 12 November 2026, Balai Desa.
func (w writing) subject(m casebook.Minutes) string {
	parts := []string{w.kind(m.Kind), w.date(casebook.DateOf(m.StartsAt.In(w.Zone)))}
	if hours := w.hours(m.Meeting); hours != "" {
		parts = append(parts, hours)
	}
	if m.Place != "" {
		parts = append(parts, m.Place)
	}
	return strings.Join(parts, " · ")
}

// row is one line of the attendance list as it is printed.
type row struct {
	number          int
	name, sex, post string
	note            string
	signs           bool // who was not there does not sign, not later either
}

func (w writing) rows(m casebook.Minutes) []row {
	var all []row
	for _, l := range m.Lines {
		r := row{number: len(all) + 1, name: l.Name.Reveal(), sex: string(l.Sex), post: l.Post, note: w.note(l)}
		r.signs = l.Presence == casebook.Present || l.Presence == casebook.Represented || l.Presence == ""
		if l.Member == 0 {
			r.post = cmp.Or(r.post, w.say("paper.guest"))
		}
		all = append(all, r)
	}
	return all
}

// emptyLines is how many guests were there who are not named: they sign by hand, unless the paper list has their names.
func emptyLines(m casebook.Minutes) int {
	if m.Heads.Sheet > 0 {
		return 0
	}
	return min(m.Tally.Guests-m.Tally.Named, blankGuests)
}

// note says whether somebody was there; a star marks what was flagged.
func (w writing) note(l casebook.Line) string {
	said := w.say("paper.unsaid")
	if l.Presence != "" {
		said = w.say("presence." + string(l.Presence))
	}
	if l.Presence == casebook.Represented && !l.Via.Empty() {
		said = w.say("paper.via", "presence", said, "name", l.Via.Reveal())
	}
	if l.Far || l.Proxy {
		said += " *"
	}
	return said
}

func (w writing) writeList(p *page, rows []row, tail float64) {
	t := table{least: signHeight, tail: tail, columns: []column{
		{w.say("paper.no"), 11, "C"}, {w.say("paper.name"), 53, "L"}, {w.say("paper.sex"), 10, "C"}, {w.say("paper.post"), 35, "L"},
		{w.say("paper.note"), 27, "L"}, {w.say("paper.signature"), 37, "L"},
	}}
	var cells [][]string
	for _, r := range rows {
		cells = append(cells, []string{strconv.Itoa(r.number), r.name, r.sex, r.post, r.note, ""})
	}
	t.cell = func(p *page, i, column int, x, y, w, h float64) bool {
		if column != len(t.columns)-1 {
			return false
		}
		if !rows[i].signs {
			writeCell(p, []string{nothing}, "C", x, y, w, h)
			return true
		}
		signHere(p, rows[i].number, x, y, w, h)
		return true
	}
	t.write(p, cells)
}

// belowHeight is the room for what stands under the list, in mm.
const belowHeight = 3 + 2*lineHeight + 7*smallLine

// below is what stands under the list: the counts, and how they are known.
func (w writing) below(p *page, m casebook.Minutes) {
	p.need(belowHeight)
	p.SetY(p.GetY() + 3)
	p.prose(w.say("paper.present")+": "+w.presentWords(m), "", 0)
	if unnamed := m.Tally.Guests - m.Tally.Named; unnamed > 0 {
		p.small(w.say("paper.unnamed", "count", strconv.Itoa(unnamed)))
	}
	if m.Heads.Sheet > 0 {
		p.small(w.say("paper.sheet", "count", strconv.Itoa(m.Heads.Sheet)))
	}
	if sources := w.sources(m); sources != "" {
		p.small(w.say("paper.sources", "sources", sources))
	}
	if m.Tally.Flagged > 0 {
		p.small(w.say("paper.flagged"))
	}
	if corrected := w.corrected(m); corrected != "" {
		p.small(corrected)
	}
	p.small(w.say("paper.sign_it"))
}

// corrected says how often the record was changed after it was logged, and when last: a paper printed before is not the same.
func (w writing) corrected(m casebook.Minutes) string {
	times, last := 0, time.Time{}
	for _, c := range m.Changed {
		if c.Move != casebook.Correct {
			continue
		}
		if times++; c.At.After(last) {
			last = c.At
		}
	}
	if times == 0 {
		return ""
	}
	return w.say("paper.corrected", "count", strconv.Itoa(times), "date", w.voice.Date(last.In(w.Zone)))
}

// sources counts how those present are known; one person may be known in several ways.
func (w writing) sources(m casebook.Minutes) string {
	var c counts
	for _, source := range []casebook.Source{casebook.ByNumber, casebook.ByTick, casebook.ByCode, casebook.ByGroup, casebook.ByProxy, casebook.ByCorrection} {
		n := 0
		for _, l := range m.Lines {
			for _, s := range l.Sources {
				if s == source && l.Presence == casebook.Present {
					n++
				}
			}
		}
		c.add(w.say("paper.source."+string(source)), n)
	}
	return c.String()
}
