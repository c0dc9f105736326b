package papers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"rembuk/internal/casebook"
	"rembuk/internal/words"
)

// tableLine is one line of a table that was read, with its number as a reader counts.
type tableLine struct {
	number int
	cells  []string
}

// unpacked is how large a sheet may be once it is unpacked: five thousand lines are far less.
const unpacked = 64 << 20

// spareLines are for what stands above the head, and empty ones between.
const spareLines = 1000

func readTable(data []byte) (table []tableLine, err error) {
	defer func() {
		if recover() != nil { // the library was not made for files that somebody has broken on purpose
			table, err = nil, errors.New("the table broke its reader")
		}
	}()
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readXLSX(data)
	}
	return readCSV(data)
}

// readXLSX reads the first sheet that has anything in it. Dates come as the numbers by which a sheet keeps them.
func readXLSX(data []byte) ([]tableLine, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: unpacked, UnzipXMLSizeLimit: unpacked})
	if err != nil {
		return nil, fmt.Errorf("open the XLSX: %w", err)
	}
	defer func() { _ = f.Close() }()
	for _, sheet := range f.GetSheetList() {
		table, err := readSheet(f, sheet)
		if err != nil || len(table) > 0 {
			return table, err
		}
	}
	return nil, nil
}

func readSheet(f *excelize.File, sheet string) (table []tableLine, err error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, fmt.Errorf("read a sheet: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, fmt.Errorf("read row %d: %w", number, err)
		}
		if number > TableRows+spareLines {
			return nil, errTooManyRows
		}
		if len(cells) > 0 {
			table = append(table, tableLine{number, cells})
		}
	}
	return table, rows.Error()
}

// readCSV reads what Excel, LibreOffice and Google write here: commas, semicolons or tabs, UTF-8 or Windows-1252, with a mark before or not.
func readCSV(data []byte) (table []tableLine, err error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator(text), true, -1
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return table, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the CSV: %w", err)
		}
		number, _ := r.FieldPos(0)
		if number > TableRows+spareLines {
			return nil, errTooManyRows
		}
		table = append(table, tableLine{number, cells})
	}
}

// decode makes text of bytes; what is not text is refused.
func decode(data []byte) (string, error) {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		return string(out), err //nolint:wrapcheck // it says all that there is
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if bytes.IndexByte(data, 0) >= 0 {
		return "", errors.New("not a text")
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	return string(out), err //nolint:wrapcheck // it says all that there is
}

// separator is the one that parts the lines into most cells, among the first lines.
func separator(text string) rune {
	best, most := ',', 0
	for _, s := range []rune{',', ';', '\t'} {
		count, n := 0, 0
		for line := range strings.Lines(text) {
			if n++; n > 20 {
				break
			}
			count = max(count, strings.Count(line, string(s)))
		}
		if count > most {
			best, most = s, count
		}
	}
	return best
}

// columnKey names a column that we understand.
type columnKey string

// The columns, by the keys of their heads in the words.
const (
	columnGroup       columnKey = "group"
	columnKind        columnKey = "kind"
	columnVillage     columnKey = "village"
	columnKecamatan   columnKey = "kecamatan"
	columnLevel       columnKey = "level"
	columnDecree      columnKey = "decree"
	columnDecreeDate  columnKey = "decree_date"
	columnDecreeUntil columnKey = "decree_until"
	columnName        columnKey = "name"
	columnSex         columnKey = "sex"
	columnPost        columnKey = "post"
	columnOfficer     columnKey = "officer"
)

// columns lists them in the order of the template.
var columns = []columnKey{
	columnGroup, columnKind, columnVillage, columnKecamatan, columnLevel, columnDecree, columnDecreeDate, columnDecreeUntil, columnName, columnSex, columnPost, columnOfficer,
}

// heads tells where the columns of a table are, and how it calls them.
type heads struct {
	at    map[columnKey]int
	names map[columnKey]string
}

// headsWithin is how far down the head of a table is looked for: offices put titles above it.
const headsWithin = 20

// findHeads finds the line that names the columns: the group and one more at least.
func findHeads(table []tableLine) (at int, h heads, ok bool) {
	for i, line := range table[:min(len(table), headsWithin)] {
		h = heads{map[columnKey]int{}, map[columnKey]string{}}
		for n, cell := range line.cells {
			key, known := headed(fold(cell))
			if _, twice := h.at[key]; known && !twice {
				h.at[key], h.names[key] = n, clean(cell)
			}
		}
		if _, group := h.at[columnGroup]; group && len(h.at) > 1 {
			return i, h, true
		}
	}
	return 0, h, false
}

// headed tells which column a head means, in any of our languages.
func headed(said string) (columnKey, bool) {
	i := slices.IndexFunc(columns, func(c columnKey) bool { return saidIn("paper.head."+string(c), said) })
	if i < 0 {
		return "", false
	}
	return columns[i], true
}

// cell gives what a line says in a column, without the space around it. A NIK that somebody wrote beside a name goes no further.
func (h heads) cell(line tableLine, c columnKey) string {
	at, ok := h.at[c]
	if !ok || at >= len(line.cells) {
		return ""
	}
	text, _ := casebook.MaskNIK(clean(line.cells[at]))
	return text
}

// name is how the table calls a column, or how we call one that it does not have.
func (h heads) name(c columnKey) string {
	if name, ok := h.names[c]; ok {
		return name
	}
	return words.In("id").Say("paper.head." + string(c))
}

// clean makes single spaces of whatever stands between words: breaks in a cell, hard spaces.
func clean(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ")
}
