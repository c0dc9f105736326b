package district

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
)

// file is one CSV file while it is read. Its rows are asked for their columns by name; faults gather, so that all are told at once.
type file struct {
	name   string
	head   []string
	faults []error
}

// row is one line of a file.
type row struct {
	file  *file
	line  int
	cells []string
}

// each reads a file whose columns are exactly those named, in any order, and calls use for every row.
func each(folder fs.FS, name string, columns string, use func(row)) []error {
	f := &file{name: name}
	source, err := folder.Open(name)
	if err != nil {
		return []error{fmt.Errorf("%s: cannot be read: %w", name, err)}
	}
	defer source.Close()
	r := csv.NewReader(source)
	r.Comment = '#'
	if f.head, err = r.Read(); err != nil {
		return []error{fmt.Errorf("%s: no line of column names: %w", name, err)}
	}
	for _, column := range strings.Fields(columns) {
		if !slices.Contains(f.head, column) {
			f.fault(1, "column %s is missing", column)
		}
	}
	if len(f.head) != len(strings.Fields(columns)) {
		f.fault(1, "columns are %v, want %s", f.head, columns)
	}
	if len(f.faults) > 0 {
		return f.faults
	}
	f.rows(r, use)
	return f.faults
}

func (f *file) rows(r *csv.Reader, use func(row)) {
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) && errors.Is(wrong.Err, csv.ErrFieldCount) {
			f.fault(wrong.StartLine, "%d cells, want %d", len(cells), len(f.head))
			continue
		}
		if err != nil {
			f.faults = append(f.faults, fmt.Errorf("%s: %w", f.name, err))
			return
		}
		line, _ := r.FieldPos(0)
		use(row{file: f, line: line, cells: cells})
	}
}

func (f *file) fault(line int, format string, args ...any) {
	f.faults = append(f.faults, fmt.Errorf("%s:%d: %s", f.name, line, fmt.Sprintf(format, args...)))
}

func (r row) fault(format string, args ...any) { r.file.fault(r.line, format, args...) }

// text gives a cell without the spaces around it.
func (r row) text(column string) string {
	return strings.TrimSpace(r.cells[slices.Index(r.file.head, column)])
}

// must gives a cell that may not be empty.
func (r row) must(column string) string {
	s := r.text(column)
	if s == "" {
		r.fault("%s is empty", column)
	}
	return s
}

// one gives a cell that holds one of the words listed.
func (r row) one(column, words string) string {
	s := r.text(column)
	if !slices.Contains(strings.Fields(words), s) {
		r.fault("%s is %q, want one of %s", column, s, words)
	}
	return s
}

// words gives a text in both languages, from the columns name_id and name_en for "name". Both are needed.
func (r row) words(column string) Words {
	return Words{ID: r.must(column + "_id"), EN: r.must(column + "_en")}
}

// list gives the parts of a cell.
func (r row) list(column, separator string) []string {
	var parts []string
	for part := range strings.SplitSeq(r.text(column), separator) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func (r row) number(column string) int {
	n, err := strconv.Atoi(r.text(column))
	if err != nil || n < 0 {
		r.fault("%s is %q, want a whole number from 0", column, r.text(column))
	}
	return n
}

func (r row) degrees(column string, most float64) float64 {
	x, err := strconv.ParseFloat(r.text(column), 64)
	if err != nil || x < -most || x > most {
		r.fault("%s is %q, want degrees between -%v and %v", column, r.text(column), most, most)
	}
	return x
}

func (r row) date(column string) casebook.Date {
	t, err := time.Parse(time.DateOnly, r.text(column))
	if err != nil {
		r.fault("%s is %q, want a date such as 2026-12-25", column, r.text(column))
	}
	return casebook.DateOf(t)
}

// minute gives an hour such as 07:30 in minutes after midnight.
func (r row) minute(column string) int {
	t, err := time.Parse("15:04", r.text(column))
	if err != nil {
		r.fault("%s is %q, want an hour such as 07:30", column, r.text(column))
	}
	return t.Hour()*60 + t.Minute()
}

func contains(list []string, word string) bool { return slices.Contains(list, word) }
