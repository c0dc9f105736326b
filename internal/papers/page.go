package papers

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// A4 in millimetres, with room on the left for the holes of a binder.
const (
	pageWidth, pageHeight = 210.0, 297.0
	left, right           = 22.0, 15.0
	top, bottom           = 15.0, 20.0
	width                 = pageWidth - left - right
	footerAt              = pageHeight - 13
	textSize              = 10.0
	lineHeight            = 5.0
	smallSize             = 8.0
	smallLine             = 3.8
)

// page writes one PDF from the top down. It breaks pages itself, so that nothing is torn from what it belongs to.
type page struct {
	*fpdf.Fpdf
	head   string // repeated small at the top of the second page and the following
	stamp  string // RAHASIA, on every page; "" for none
	before func() // drawn at the top of a new page: a table's head
}

// newPage opens the first page. foot gives the line under a page; {nb} is the number of all.
func newPage(lang, title, head, stamp string, at time.Time, foot func(page int) string) *page {
	p := &page{Fpdf: fpdf.New("P", "mm", "A4", ""), head: head, stamp: stamp}
	for style, face := range faces {
		p.AddUTF8FontFromBytes("go", style, face)
	}
	p.SetMargins(left, top, right)
	p.SetAutoPageBreak(false, bottom)
	p.SetCellMargin(1.2)
	p.AliasNbPages("{nb}")
	p.SetTitle(printable(title), true)
	p.SetLang(lang)
	p.SetCatalogSort(true) // the same minutes make the same file
	p.SetCreationDate(at)
	p.SetModificationDate(at)
	p.SetFooterFunc(func() {
		p.drawStamp(pageHeight - 18.5)
		p.style("", smallSize)
		p.SetTextColor(90, 90, 90)
		p.SetXY(left, footerAt)
		p.CellFormat(width, smallLine, printable(foot(p.PageNo())), "", 0, "C", false, 0, "")
		p.SetTextColor(0, 0, 0)
	})
	p.next()
	return p
}

// drawStamp says on a page that it is confidential.
func (p *page) drawStamp(y float64) {
	if p.stamp == "" {
		return
	}
	p.style("B", 10)
	p.SetTextColor(170, 0, 0)
	p.SetXY(left, y)
	p.CellFormat(width, 5, printable(p.stamp), "", 0, "C", false, 0, "")
	p.SetTextColor(0, 0, 0)
}

// next goes on to a new page.
func (p *page) next() {
	p.AddPage()
	p.drawStamp(7)
	p.SetXY(left, top)
	if p.PageNo() > 1 {
		p.style("I", smallSize)
		p.SetTextColor(90, 90, 90)
		p.CellFormat(width, smallLine, p.fit(p.head, width), "", 1, "L", false, 0, "")
		p.SetTextColor(0, 0, 0)
		p.SetY(p.GetY() + 2.5)
	}
	if p.before != nil {
		p.before()
	}
	p.style("", textSize)
}

func (p *page) style(style string, size float64) { p.SetFont("go", style, size) }

// rest is how much room the page has left.
func (p *page) rest() float64 { return pageHeight - bottom - p.GetY() }

// need goes on to a new page where less than so much room is left.
func (p *page) need(height float64) {
	if p.rest() < height {
		p.next()
	}
}

// wrap parts a text into lines that fit, in the style that is set.
func (p *page) wrap(text string, width float64) []string {
	all := p.SplitText(printable(text), width)
	if len(all) == 0 {
		all = []string{""}
	}
	return all
}

// fit cuts a text to one line.
func (p *page) fit(text string, width float64) string {
	all := p.wrap(text, width)
	if len(all) == 1 {
		return all[0]
	}
	return all[0] + "…"
}

// centred writes lines in the middle.
func (p *page) centred(text, style string, size, height float64) {
	p.style(style, size)
	for _, line := range p.wrap(text, width) {
		p.CellFormat(width, height, line, "", 1, "C", false, 0, "")
	}
	p.style("", textSize)
}

// heading opens a part. It stays with what follows: a heading at the foot of a page is an orphan.
func (p *page) heading(text string, follows float64) {
	p.need(3 + lineHeight + 1 + follows)
	p.SetY(p.GetY() + 3)
	p.style("B", textSize)
	p.CellFormat(width, lineHeight, printable(text), "", 1, "L", false, 0, "")
	p.SetY(p.GetY() + 1)
	p.style("", textSize)
}

// prose writes a text over as many pages as it needs; neither its first line nor its last stands alone. tail is how much of what follows must
// not stand alone either, in mm.
func (p *page) prose(text, before string, tail float64) {
	p.style("", textSize)
	indent := 0.0
	if before != "" {
		indent = 7
	}
	all := p.wrap(text, width-indent)
	for i, line := range all {
		switch rest := len(all) - i; {
		case rest == 2 || rest == 1 && i == 0:
			p.need(lineHeight*float64(rest) + tail)
		case i == 0:
			p.need(2 * lineHeight)
		case rest > 1:
			p.need(lineHeight)
		}
		if i == 0 && before != "" {
			p.SetX(left)
			p.CellFormat(indent, lineHeight, before, "", 0, "L", false, 0, "")
		}
		p.SetX(left + indent)
		p.CellFormat(width-indent, lineHeight, line, "", 1, "L", false, 0, "")
	}
}

// list writes points with their numbers, one point as a paragraph. tail is as prose has it.
func (p *page) list(points []string, tail float64) {
	for i, point := range points {
		number := fmt.Sprintf("%d.", i+1)
		if len(points) == 1 {
			number = ""
		}
		if i < len(points)-1 {
			p.prose(point, number, 0)
		} else {
			p.prose(point, number, tail)
		}
	}
}

// small writes a note in small letters.
func (p *page) small(text string) {
	p.style("", smallSize)
	for _, line := range p.wrap(text, width) {
		p.need(smallLine)
		p.style("", smallSize)
		p.CellFormat(width, smallLine, line, "", 1, "L", false, 0, "")
	}
	p.style("", textSize)
}

// rule is the double line under a letterhead.
func (p *page) rule() {
	y := p.GetY() + 1.5
	p.SetLineWidth(0.8)
	p.Line(left, y, pageWidth-right, y)
	p.SetLineWidth(0.2)
	p.Line(left, y+1, pageWidth-right, y+1)
	p.SetY(y + 5)
}

// signatureHeight is the room that signatures take, in mm.
const signatureHeight = 46.0

// signature is one place to sign: what stands above, in what role, and the name where it is known.
type signature struct{ above, role, name string }

// signatures draws the places to sign beside one another. They are never torn apart.
func (p *page) signatures(all []signature) {
	const height = signatureHeight - 4
	p.need(signatureHeight)
	y, each := p.GetY()+6, width/float64(len(all))
	for i, s := range all {
		x := left + float64(i)*each
		p.style("", textSize)
		writeCell(p, []string{p.fit(s.above, each)}, "C", x, y, each, lineHeight)
		writeCell(p, []string{p.fit(s.role+",", each)}, "C", x, y+lineHeight, each, lineHeight)
		p.style("B", textSize)
		name := "( " + strings.Repeat(".", 44) + " )"
		if s.name != "" {
			name = p.fit(s.name, each-6)
		}
		writeCell(p, []string{name}, "C", x, y+height-lineHeight-6, each, lineHeight)
	}
	p.SetXY(left, y+height)
	p.style("", textSize)
}

func (p *page) file() ([]byte, error) {
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("write the PDF: %w", err)
	}
	return out.Bytes(), nil
}
