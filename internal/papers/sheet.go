package papers

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"rembuk/internal/casebook"
)

// Sheet gives the minutes as XLSX, for those who go on working with them: one sheet each for the minutes, the attendance list and the
// follow-ups.
func (p Papers) Sheet(lang string, m casebook.Minutes) ([]byte, error) {
	w := p.in(lang)
	b := newBook()
	b.sheet(w.say("paper.minutes"), []float64{24, 90}, nil, w.sheetFacts(m))
	list := [][]any{}
	for i, r := range w.rows(m) {
		l := m.Lines[i]
		var sources []string
		for _, s := range l.Sources {
			sources = append(sources, w.say("paper.source."+string(s)))
		}
		list = append(list, []any{r.number, r.name, r.sex, r.post, w.officer(l.Officer), r.note, strings.Join(sources, ", ")})
	}
	b.sheet(w.say("paper.list"), []float64{6, 36, 6, 30, 12, 34, 40}, []string{
		w.say("paper.no"), w.say("paper.name"), w.say("paper.sex"), w.say("paper.post"), w.say("paper.head.officer"), w.say("paper.note"), w.say("paper.known"),
	}, list)
	var follow [][]any
	for i, f := range m.FollowUps {
		follow = append(follow, []any{i + 1, f.What.Reveal(), w.doer(m, f), w.cellDate(f.Due), w.say("paper.follow." + string(f.State))})
	}
	b.sheet(w.say("paper.follow_ups"), []float64{6, 70, 36, 16, 16}, []string{
		w.say("paper.no"), w.say("paper.what"), w.say("paper.who"), w.say("paper.due"), w.say("paper.state"),
	}, follow)
	return b.file()
}

func (w writing) sheetFacts(m casebook.Minutes) (rows [][]any) {
	if m.Kind.Confidential() {
		rows = append(rows, []any{w.say("paper.secret"), ""})
	}
	rows = append(rows, []any{w.say("paper.group"), m.Group.Name}, []any{w.say("paper.village"), w.places(m.Group.Region)})
	for _, f := range w.facts(m) {
		if f[1] != "" {
			rows = append(rows, []any{f[0], f[1]})
		}
	}
	for _, part := range []struct {
		name   string
		points []string
	}{{w.say("paper.agenda"), points(m.Agenda)}, {w.say("paper.result"), points(m.Result)}, {w.say("paper.cases"), numbers(m.Cases)}} {
		for i, point := range part.points {
			name := part.name
			if i > 0 {
				name = ""
			}
			rows = append(rows, []any{name, point})
		}
	}
	if sources := w.sources(m); sources != "" {
		rows = append(rows, []any{"", w.say("paper.sources", "sources", sources)})
	}
	if m.Tally.Flagged > 0 {
		rows = append(rows, []any{"", w.say("paper.flagged")})
	}
	return rows
}

func (w writing) officer(yes bool) string {
	if yes {
		return w.say("paper.yes")
	}
	return w.say("paper.no_officer")
}

// cellDate gives a day that the table can reckon with, nothing where it was not told.
func (w writing) cellDate(d casebook.Date) any {
	if d == (casebook.Date{}) {
		return ""
	}
	return d
}

// book writes an XLSX. Whatever people wrote goes in as text, so that nothing of it is ever reckoned as a formula. The first error stays.
type book struct {
	*excelize.File
	sheets           int
	head, text, date int
	err              error
}

func newBook() *book {
	b := &book{File: excelize.NewFile()}
	font := &excelize.Font{Family: "Arial", Size: 10}
	edges := []excelize.Border{{Type: "left", Color: "999999", Style: 1}, {Type: "right", Color: "999999", Style: 1}, {Type: "top", Color: "999999", Style: 1}, {Type: "bottom", Color: "999999", Style: 1}}
	form := "d mmmm yyyy"
	b.head = b.style(&excelize.Style{Font: &excelize.Font{Family: "Arial", Size: 10, Bold: true}, Border: edges, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8ECF0"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	b.text = b.style(&excelize.Style{Font: font, Border: edges, NumFmt: 0, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	b.date = b.style(&excelize.Style{Font: font, Border: edges, CustomNumFmt: &form, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}})
	return b
}

func (b *book) style(s *excelize.Style) int {
	id, err := b.NewStyle(s)
	b.keep(err)
	return id
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// sheet adds a sheet with a head that stays in sight and is printed on each page; without one the first column is the head.
func (b *book) sheet(name string, widths []float64, head []string, rows [][]any) {
	name = sheetName(name)
	if b.sheets++; b.sheets == 1 {
		b.keep(b.SetSheetName("Sheet1", name))
	} else {
		_, err := b.NewSheet(name)
		b.keep(err)
	}
	for i, width := range widths {
		b.keep(b.SetColWidth(name, lettered(i), lettered(i), width))
	}
	from := 1
	if head != nil {
		for i, text := range head {
			b.put(name, i, 1, text, b.head)
		}
		from = 2
		b.keep(b.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
		b.keep(b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + name + "'!$1:$1", Scope: name}))
	}
	for i, row := range rows {
		for col, value := range row {
			style := b.text
			if head == nil && col == 0 {
				style = b.head
			}
			b.put(name, col, from+i, value, style)
		}
	}
	wide, paper := "landscape", 9 // A4
	if head == nil {
		wide = "portrait"
	}
	fit, tall := 1, 0
	yes := true
	b.keep(b.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &yes}))
	b.keep(b.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &wide, Size: &paper, FitToWidth: &fit, FitToHeight: &tall}))
}

func (b *book) put(sheet string, col, row int, value any, style int) {
	cell := fmt.Sprintf("%s%d", lettered(col), row)
	switch v := value.(type) {
	case string:
		b.keep(b.SetCellStr(sheet, cell, v))
	case casebook.Date:
		b.keep(b.SetCellValue(sheet, cell, v.In(time.UTC)))
		style = b.date
	default:
		b.keep(b.SetCellValue(sheet, cell, v))
	}
	b.keep(b.SetCellStyle(sheet, cell, cell, style))
}

// lettered is A for 0.
func lettered(i int) string {
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		panic("papers: a sheet with too many columns")
	}
	return name
}

// sheetName is a name that the format allows: 31 letters, none of the seven that it forbids.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, s)
	letters := []rune(s)
	return strings.TrimSpace(string(letters[:min(31, len(letters))]))
}

func (b *book) file() ([]byte, error) {
	defer func() { _ = b.Close() }()
	if b.err != nil {
		return nil, fmt.Errorf("write the XLSX: %w", b.err)
	}
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		return nil, fmt.Errorf("write the XLSX: %w", err)
	}
	return out.Bytes(), nil
}
