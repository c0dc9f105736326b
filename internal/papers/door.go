package papers

import (
	"time"
)

const (
	doorWidth = 800 // pixels
	doorEdge  = 40
	doorUnder = 330 // height of what is written under the code
)

// DoorPicture is what stands on the wall while people check in: a QR code of the link, the six figures for those who type them, the group's
// name, and until when one can check in. PNG.
func (p Papers) DoorPicture(lang, group, link, code string, until time.Time) ([]byte, error) {
	w := p.in(lang)
	qr, err := squares(link)
	if err != nil {
		return nil, err
	}
	scale := doorWidth / (qr.GetWidth() + 2*quiet)
	side := (qr.GetWidth() + 2*quiet) * scale
	c, err := newCanvas(doorWidth, side+doorUnder)
	if err != nil {
		return nil, err
	}
	drawSquares(c, qr, (doorWidth-side)/2, 0, scale)
	until = until.In(p.Zone)
	y := float64(side) + 100
	for _, line := range []struct {
		text, style string
		size        float64
	}{
		{spaced(code), "B", 150}, {group, "B", 40}, {w.say("paper.until", "time", until.Format(w.say("date.time")), "zone", until.Format("MST")), "", 32},
	} {
		err := c.text(line.text, lettering{style: line.style, size: line.size, col: ink, align: 0.5, most: doorWidth - 2*doorEdge}, point{doorWidth / 2, y})
		if err != nil {
			return nil, err
		}
		y += 85
	}
	return pictured(c)
}

// spaced parts the six figures in two, as they are read out.
func spaced(code string) string {
	if len(code) != 6 {
		return code
	}
	return code[:3] + " " + code[3:]
}
