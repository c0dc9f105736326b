package papers

import "strconv"

// column is one column of a printed table.
type column struct {
	head  string
	width float64 // mm
	align string  // L, C or R
}

const rowPadding = 1.6

// table is a table whose head is repeated on every page, whose cells wrap, and whose rows are never torn.
type table struct {
	columns []column
	least   float64                                                 // least height of a row: enough to sign, where it is signed
	tail    float64                                                 // how much of what follows must not stand alone on a page, in mm
	cell    func(p *page, row, column int, x, y, w, h float64) bool // draws a cell itself and says so; nil: none
}

// keptRows is how many rows stand together at the end: a last page with a single name on it looks like a mistake.
const keptRows = 3

func (t table) write(p *page, rows [][]string) {
	heights := make([]float64, len(rows))
	cells := make([][][]string, len(rows))
	p.style("", textSize-1)
	for i, row := range rows {
		cells[i], heights[i] = t.measure(p, row)
	}
	t.drawHead(p)
	p.before = func() { t.drawHead(p) }
	defer func() { p.before = nil }()
	for i := range rows {
		if p.rest() < heights[i]+t.owed(heights, i) {
			p.next()
		}
		t.drawRow(p, i, cells[i], heights[i])
	}
}

// owed is how much room must be left under row i beside its own: where the end does not fit any more, its rows go to the next page together,
// and with what follows.
func (t table) owed(heights []float64, i int) float64 {
	if i != max(0, len(heights)-keptRows) {
		return 0
	}
	sum := t.tail
	for _, h := range heights[i+1:] {
		sum += h
	}
	return min(sum, pageHeight-top-bottom-50)
}

// measure wraps a row's cells and gives its height.
func (t table) measure(p *page, row []string) (cells [][]string, height float64) {
	height = max(t.least, lineHeight+rowPadding)
	for i, text := range row {
		all := p.wrap(text, t.columns[i].width)
		cells = append(cells, all)
		height = max(height, float64(len(all))*(lineHeight-0.6)+rowPadding)
	}
	return cells, min(height, pageHeight-top-bottom-30)
}

func (t table) drawHead(p *page) {
	p.style("B", textSize-1)
	p.SetFillColor(232, 236, 240)
	height := 0.0
	heads := make([][]string, len(t.columns))
	for i, c := range t.columns {
		heads[i] = p.wrap(c.head, c.width)
		height = max(height, float64(len(heads[i]))*(lineHeight-0.6)+2.4)
	}
	x, y := left, p.GetY()
	for i, c := range t.columns {
		p.Rect(x, y, c.width, height, "FD")
		writeCell(p, heads[i], "C", x, y, c.width, height)
		x += c.width
	}
	p.SetXY(left, y+height)
	p.style("", textSize-1)
}

func (t table) drawRow(p *page, row int, cells [][]string, height float64) {
	p.style("", textSize-1)
	x, y := left, p.GetY()
	for i, c := range t.columns {
		p.Rect(x, y, c.width, height, "D")
		if t.cell == nil || !t.cell(p, row, i, x, y, c.width, height) {
			writeCell(p, cells[i], c.align, x, y, c.width, height)
		}
		x += c.width
	}
	p.SetXY(left, y+height)
}

// writeCell writes wrapped lines in the middle of a cell's height.
func writeCell(p *page, lines []string, align string, x, y, w, h float64) {
	step := lineHeight - 0.6
	y += (h - step*float64(len(lines))) / 2
	for _, line := range lines {
		p.SetXY(x, y)
		p.CellFormat(w, step, line, "", 0, align, false, 0, "")
		y += step
	}
}

// signHere draws the place of a signature with its number, left and right in turn, so that two who sign at once don't meet.
func signHere(p *page, number int, x, y, w, h float64) {
	if number%2 == 0 {
		x += w / 2
	}
	p.style("", smallSize)
	p.SetTextColor(110, 110, 110)
	p.SetXY(x, y+0.4)
	p.CellFormat(w/2, smallLine, strconv.Itoa(number)+".", "", 0, "L", false, 0, "")
	p.SetTextColor(0, 0, 0)
	p.style("", textSize-1)
}

// pairs writes names and values under one another: Tempat : Balai Desa.
func (p *page) pairs(rows [][2]string) {
	const name, colon = 42.0, 4.0
	for _, row := range rows {
		if row[1] == "" {
			continue
		}
		p.style("", textSize)
		all := p.wrap(row[1], width-name-colon)
		p.need(lineHeight * float64(min(len(all), 2)))
		p.SetX(left)
		p.CellFormat(name, lineHeight, printable(row[0]), "", 0, "L", false, 0, "")
		p.CellFormat(colon, lineHeight, ":", "", 0, "L", false, 0, "")
		for i, line := range all {
			if i > 0 {
				p.need(lineHeight)
			}
			p.SetX(left + name + colon)
			p.CellFormat(width-name-colon, lineHeight, line, "", 1, "L", false, 0, "")
		}
	}
}
