package papers

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

const (
	doorWidth  = 800 // pixels
	doorEdge   = 40
	figureSize = 150.0
	nameSize   = 40.0
	untilSize  = 32.0
)

// DoorPicture is what stands on the wall while people check in: a QR code of the link, the six figures for those who type them, the group's
// name and until when the code serves. PNG.
func (p Papers) DoorPicture(lang, group, link, code string, until time.Time) ([]byte, error) {
	w := p.in(lang)
	c, err := squares(link)
	if err != nil {
		return nil, err
	}
	scale := doorWidth / (c.Size + 2*quiet)
	side := (c.Size + 2*quiet) * scale
	under := []struct {
		text  string
		style string
		size  float64
	}{
		{spaced(code), "B", figureSize}, {group, "B", nameSize},
		{w.say("paper.until", "time", until.In(p.Zone).Format(w.say("date.time")), "zone", until.In(p.Zone).Format("MST")), "", untilSize},
	}
	img := image.NewGray(image.Rect(0, 0, doorWidth, side+330))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	drawSquares(img, c, (doorWidth-side)/2, 0, scale)
	y := side + 100
	for _, line := range under {
		if err := write(img, line.text, line.style, line.size, y); err != nil {
			return nil, err
		}
		y += 85
	}
	return pictured(img)
}

// spaced parts the six figures in two, as they are read out.
func spaced(code string) string {
	if len(code) != 6 {
		return code
	}
	return code[:3] + " " + code[3:]
}

// write draws a line in the middle, smaller where it would not fit.
func write(img draw.Image, text, style string, size float64, baseline int) error {
	parsed, err := opentype.Parse(faces[style])
	if err != nil {
		return fmt.Errorf("read the font: %w", err)
	}
	text = printable(text)
	for {
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return fmt.Errorf("make letters of size %v: %w", size, err)
		}
		d := font.Drawer{Dst: img, Src: image.NewUniform(color.Black), Face: face}
		wide := d.MeasureString(text).Ceil()
		if wide > img.Bounds().Dx()-2*doorEdge && size > 8 {
			size *= 0.9
			continue
		}
		d.Dot = fixed.P((img.Bounds().Dx()-wide)/2, baseline)
		d.DrawString(text)
		return face.Close()
	}
}
