package papers

import (
	"strings"
	"time"

	"rembuk/internal/casebook"
)

// Poster is what a poster says beside its standing words.
type Poster = casebook.Poster

// posterDate stands in the file as its making: a poster has no day, and the same poster is the same file.
var posterDate = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Poster prints a page to hang up: how to report a problem, with a QR code that brings one to the bot; of several, each on its page. PDF.
func (p Papers) Poster(lang string, all ...Poster) ([]byte, error) {
	w := p.in(lang)
	pg := newPage(w.voice.Code(), w.say("paper.poster"), "", "", posterDate, func(int) string { return w.Office })
	for i, about := range all {
		if i > 0 {
			pg.AddPage()
		}
		if err := w.poster(pg, about); err != nil {
			return nil, err
		}
	}
	return pg.file()
}

func (w writing) poster(pg *page, about Poster) error {
	code, err := squares(about.Link)
	if err != nil {
		return err
	}
	pg.SetY(22)
	pg.centred(strings.ToUpper(w.Office), "B", 15, 8)
	if about.Region != "" {
		pg.centred(w.places(about.Region), "", 12, 6)
	}
	if about.Group != "" {
		pg.centred(about.Group, "B", 12, 6)
	}
	pg.rule()
	pg.SetY(pg.GetY() + 3)
	pg.centred(w.say("paper.poster"), "B", 26, 12)
	pg.centred(w.say("paper.poster_how"), "", 15, 8)
	const side = 118.0
	pg.squares(code.Get, code.GetWidth(), left+(width-side)/2, pg.GetY()+6, side)
	pg.SetY(pg.GetY() + side + 14)
	pg.centred(strings.TrimPrefix(strings.SplitN(about.Link, "?", 2)[0], "https://"), "B", 14, 8)
	pg.SetY(pg.GetY() + 4)
	pg.centred(w.say("paper.poster_free"), "", 14, 7.5)
	if about.Danger != "" {
		pg.SetY(pg.GetY() + 3)
		pg.SetTextColor(170, 0, 0)
		pg.centred(w.say("paper.poster_danger", "number", about.Danger), "B", 17, 9)
		pg.SetTextColor(0, 0, 0)
	}
	return nil
}

// squares draws a QR code as lines that any printer prints sharply: each run of black squares is one.
func (p *page) squares(black func(x, y int) bool, size int, x, y, side float64) {
	step := side / float64(size)
	p.SetFillColor(0, 0, 0)
	for row := range size {
		for col := 0; col < size; col++ {
			run := 0
			for col+run < size && black(col+run, row) {
				run++
			}
			if run > 0 {
				p.Rect(x+float64(col)*step, y+float64(row)*step, float64(run)*step, step+0.02, "F")
				col += run
			}
		}
	}
}
