package papers

import (
	"strings"

	"rembuk/internal/casebook"
)

// A slip is as wide as A6, at 150 dots an inch: it prints sharply, and is read on a phone.
const (
	slipWidth  = 874
	slipHeight = 1240
	slipEdge   = 60
	slipCode   = 380 // side of the QR code with its edge
)

// Slip is the paper that a resident is handed: number and PIN in large figures, and how to ask. Of a quiet case it does not say what it is about. PNG.
func (p Papers) Slip(lang string, s casebook.Slip) ([]byte, error) {
	w := p.in(lang)
	qr, err := squares(s.Link)
	if err != nil {
		return nil, err
	}
	c, err := newCanvas(slipWidth, slipHeight)
	if err != nil {
		return nil, err
	}
	d := slipDraw{canvas: c, y: 90}
	d.line(w.Office, "B", 34)
	if s.Kind != "" {
		d.line(w.say("report.kind."+s.Kind)+", "+w.place(s.Region), "", 30)
	}
	d.line(w.say("paper.slip"), "", 30)
	d.field(w.say("paper.slip_number"), string(s.Number), 84)
	d.field(w.say("paper.slip_pin"), spaced(s.PIN), 110)
	scale := slipCode / (qr.GetWidth() + 2*quiet)
	side := (qr.GetWidth() + 2*quiet) * scale
	drawSquares(c, qr, (slipWidth-side)/2, int(d.y)-20, scale)
	d.y += float64(side) + 20
	bot := strings.TrimPrefix(strings.TrimPrefix(s.Link, "https://t.me/"), "https://")
	for _, line := range d.wrapped(w.say("paper.slip_ask", "bot", "@"+bot), 27) {
		d.line(line, "", 27)
	}
	d.y += 12
	d.line(w.say("paper.slip_free"), "B", 32)
	if s.Danger != "" {
		d.line(w.say("paper.slip_danger", "number", s.Danger), "B", 32)
	}
	if d.err != nil {
		return nil, d.err
	}
	return pictured(c)
}

// slipDraw writes from the top down, and keeps the first error.
type slipDraw struct {
	canvas
	y   float64 // base line of the next line
	err error
}

func (d *slipDraw) line(text, style string, size float64) {
	if d.err == nil {
		d.err = d.text(text, lettering{style: style, size: size, col: ink, align: 0.5, most: slipWidth - 2*slipEdge}, point{slipWidth / 2, d.y})
	}
	d.y += size * 1.45
}

// field writes a small name over large figures.
func (d *slipDraw) field(name, value string, size float64) {
	d.y += 20
	if d.err == nil {
		d.err = d.text(name, lettering{size: 26, col: faint, align: 0.5}, point{slipWidth / 2, d.y})
	}
	d.y += size
	d.line(value, "B", size)
	d.y -= size * 0.75
}

// wrapped parts a text into lines of about the width: the letters are of one size, so their number serves.
func (d *slipDraw) wrapped(text string, size float64) []string {
	most := int((slipWidth - 2*slipEdge) / (size * 0.52))
	var lines []string
	for _, word := range strings.Fields(text) {
		if n := len(lines); n > 0 && len([]rune(lines[n-1]))+1+len([]rune(word)) <= most {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}
