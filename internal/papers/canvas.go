package papers

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

var (
	ink   = color.RGBA{0x1c, 0x1f, 0x24, 0xff}
	faint = color.RGBA{0x6b, 0x72, 0x7c, 0xff}
	grid  = color.RGBA{0xde, 0xe2, 0xe7, 0xff}
	blue  = color.RGBA{0x1f, 0x5f, 0xa8, 0xff}
	amber = color.RGBA{0xc9, 0x7a, 0x12, 0xff}
)

// canvas is a white picture to draw on, in pixels.
type canvas struct {
	*image.RGBA
	faces map[string]*opentype.Font
	sizes map[string]font.Face
}

func newCanvas(width, height int) (canvas, error) {
	c := canvas{image.NewRGBA(image.Rect(0, 0, width, height)), map[string]*opentype.Font{}, map[string]font.Face{}}
	draw.Draw(c, c.Bounds(), image.White, image.Point{}, draw.Src)
	for style, face := range faces {
		parsed, err := opentype.Parse(face)
		if err != nil {
			return c, fmt.Errorf("read the font: %w", err)
		}
		c.faces[style] = parsed
	}
	return c, nil
}

// point is a place on a picture.
type point struct{ x, y float64 }

// polygon fills what lies between the points.
func (c canvas) polygon(col color.Color, points ...point) {
	from, to := points[0], points[0]
	for _, p := range points {
		from, to = point{min(from.x, p.x), min(from.y, p.y)}, point{max(to.x, p.x), max(to.y, p.y)}
	}
	box := image.Rect(int(from.x), int(from.y), int(to.x)+2, int(to.y)+2) // no larger: the rasterizer clears what it is given
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, p := range points {
		x, y := float32(p.x)-float32(box.Min.X), float32(p.y)-float32(box.Min.Y)
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	r.Draw(c, box, image.NewUniform(col), image.Point{})
}

func (c canvas) rect(col color.Color, x1, y1, x2, y2 float64) {
	c.polygon(col, point{x1, y1}, point{x2, y1}, point{x2, y2}, point{x1, y2})
}

func (c canvas) stroke(col color.Color, thick float64, from, to point) {
	length := math.Hypot(to.x-from.x, to.y-from.y)
	if length == 0 {
		return
	}
	dx, dy := (to.y-from.y)/length*thick/2, (from.x-to.x)/length*thick/2
	c.polygon(col, point{from.x + dx, from.y + dy}, point{to.x + dx, to.y + dy}, point{to.x - dx, to.y - dy}, point{from.x - dx, from.y - dy})
}

func (c canvas) dot(col color.Color, radius float64, at point) {
	var around []point
	for i := range 32 {
		sin, cos := math.Sincos(float64(i) / 32 * 2 * math.Pi)
		around = append(around, point{at.x + radius*cos, at.y + radius*sin})
	}
	c.polygon(col, around...)
}

// lettering says how a text is written: align 0 begins at its place, 0.5 stands around it, 1 ends there. most is how wide it may be; what is
// wider is written smaller.
type lettering struct {
	style string
	size  float64
	col   color.Color
	align float64
	most  float64

	cleared bool // what is under it is made white
}

// text writes one line; at is on its base line.
func (c canvas) text(text string, l lettering, at point) error {
	text = printable(text)
	for {
		face, err := c.face(l.style, l.size)
		if err != nil {
			return err
		}
		d := font.Drawer{Dst: c, Src: image.NewUniform(l.col), Face: face}
		wide := float64(d.MeasureString(text)) / 64
		if l.most > 0 && wide > l.most && l.size > 10 {
			l.size *= 0.95
			continue
		}
		x := at.x - l.align*wide
		if l.cleared {
			c.rect(color.White, x-3, at.y-0.76*l.size, x+wide+3, at.y+0.08*l.size)
		}
		d.Dot = fixed.P(int(x), int(at.y))
		d.DrawString(text)
		return nil
	}
}

// face gives letters of a size, made once for a picture.
func (c canvas) face(style string, size float64) (font.Face, error) {
	key := fmt.Sprint(style, size)
	if face, ok := c.sizes[key]; ok {
		return face, nil
	}
	face, err := opentype.NewFace(c.faces[style], &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("make letters of size %v: %w", size, err)
	}
	c.sizes[key] = face
	return face, nil
}

func pictured(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("write the PNG: %w", err)
	}
	return out.Bytes(), nil
}
