package papers

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
	"rembuk/internal/words"
)

// Why a table as a whole is not taken. Each is a casebook.ErrBadInput, too.
var (
	ErrTooBig      = fmt.Errorf("a table too big: %w", casebook.ErrBadInput)           // more than TableBytes or TableRows
	ErrNoTable     = fmt.Errorf("neither CSV nor XLSX: %w", casebook.ErrBadInput)      // .xls, .ods, a picture, one with a password
	ErrNoHead      = fmt.Errorf("a table without its heads: %w", casebook.ErrBadInput) // no row names the group and a village
	errTooManyRows = errors.New("too many rows")
)

// The limits of a table that is read.
const (
	TableBytes = 5 << 20
	TableRows  = 5000
)

// ReadRoster reads a table of groups and members, CSV or XLSX, whatever order its columns have and whatever stands above its head. regions
// gives the villages that a text such as "Kuripan, Bunga Mas" may mean, or for "Kecamatan Bunga Mas" the kecamatan: those it is sure of.
//
// A line that names a member but no group belongs to the group above it, as people fill such tables. Every line is given back, in its order;
// one that cannot be taken has its Fault and the head of the column at fault. Errors: ErrTooBig, ErrNoTable, ErrNoHead.
func ReadRoster(data []byte, regions func(text string) []casebook.Region) ([]casebook.RosterRow, error) {
	if len(data) > TableBytes {
		return nil, ErrTooBig
	}
	table, err := readTable(data)
	if errors.Is(err, errTooManyRows) {
		return nil, ErrTooBig
	}
	if err != nil {
		return nil, ErrNoTable // what the library says of it may hold people's words
	}
	at, heads, ok := findHeads(table)
	if !ok {
		return nil, ErrNoHead
	}
	r := rosterReader{heads: heads, regions: regions, known: map[string]found{}, met: map[string]bool{}}
	var rows []casebook.RosterRow
	for _, line := range table[at+1:] {
		if row, ok := r.read(line); ok {
			rows = append(rows, row)
		}
	}
	if len(rows) > TableRows {
		return nil, ErrTooBig
	}
	return rows, nil
}

// rosterReader reads lines one after the other; it knows the group above.
type rosterReader struct {
	heads   heads
	regions func(text string) []casebook.Region
	known   map[string]found // places that were looked up
	met     map[string]bool  // members by group, village and name
	above   *casebook.RosterRow
}

// found is what a place came to.
type found struct {
	code  string
	fault casebook.RowFault
}

// read reads a line; ok is false for one that says nothing: empty, or the numbers of the columns.
func (r *rosterReader) read(line tableLine) (row casebook.RosterRow, ok bool) {
	cell := func(c columnKey) string { return r.heads.cell(line, c) }
	if !r.tells(line) {
		return row, false
	}
	row = casebook.RosterRow{Line: line.number, Member: private.Of(cell(columnName)), Post: cell(columnPost)}
	if whole := cell(columnGroup) + cell(columnVillage) + cell(columnKecamatan) + cell(columnDecree); whole == "" && r.above != nil && !row.Member.Empty() {
		r.inherit(&row)
	} else {
		r.readGroup(&row, line)
		copied := row
		r.above = &copied
	}
	r.readMember(&row, line)
	return row, true
}

// tells reports whether a line says anything: more than the numbers of its columns, and it is not the example of our template.
func (r *rosterReader) tells(line tableLine) bool {
	for _, code := range words.Codes {
		if r.heads.cell(line, columnGroup) == words.In(code).Say("paper.example.group") {
			return false
		}
	}
	for c := range r.heads.at {
		if text := r.heads.cell(line, c); strings.Trim(text, "0123456789.()-– ") != "" {
			return true
		}
	}
	return false
}

// inherit takes the group from the line above, with what is wrong with it.
func (r *rosterReader) inherit(row *casebook.RosterRow) {
	row.Group, row.Kind, row.Region, row.Level, row.Decree = r.above.Group, r.above.Kind, r.above.Region, r.above.Level, r.above.Decree
	row.Fault, row.FaultColumn = r.above.Fault, r.above.FaultColumn
}

// fault notes the first thing that is wrong with a line.
func (r *rosterReader) fault(row *casebook.RosterRow, f casebook.RowFault, c columnKey) {
	if row.Fault == "" && f != "" {
		row.Fault, row.FaultColumn = f, r.heads.name(c)
	}
}

func (r *rosterReader) readGroup(row *casebook.RosterRow, line tableLine) {
	cell := func(c columnKey) string { return r.heads.cell(line, c) }
	row.Group, row.Level, row.Decree.Number = cell(columnGroup), cell(columnLevel), cell(columnDecree)
	row.Kind = groupKind(row.Group, cell(columnKind))
	if row.Group == "" {
		r.fault(row, casebook.NoGroupName, columnGroup)
	}
	place := r.place(cell(columnVillage), cell(columnKecamatan))
	row.Region = place.code
	r.fault(row, place.fault, columnVillage)
	for _, d := range []struct {
		column columnKey
		to     *casebook.Date
	}{{columnDecreeDate, &row.Decree.Date}, {columnDecreeUntil, &row.Decree.Until}} {
		date, ok := readDate(cell(d.column))
		if *d.to = date; !ok {
			r.fault(row, casebook.BadDate, d.column)
		}
	}
	for _, c := range []columnKey{columnGroup, columnLevel, columnDecree} {
		r.checkLength(row, cell(c), c)
	}
}

func (r *rosterReader) readMember(row *casebook.RosterRow, line tableLine) {
	cell := func(c columnKey) string { return r.heads.cell(line, c) }
	sex, ok := readSex(cell(columnSex))
	if row.Sex = sex; !ok {
		r.fault(row, casebook.BadSex, columnSex)
	}
	row.Officer = readOfficer(cell(columnOfficer), row.Post)
	r.checkLength(row, cell(columnName), columnName)
	r.checkLength(row, row.Post, columnPost)
	if row.Member.Empty() || row.Fault != "" {
		return
	}
	key := strings.Join([]string{fold(row.Group), row.Region, fold(row.Member.Reveal())}, "|")
	if r.met[key] {
		r.fault(row, casebook.RowTwice, columnName)
	}
	r.met[key] = true
}

// longest is how many letters a cell of a column may have; what it holds is read in a list and on a phone.
var longest = map[columnKey]int{columnGroup: 100, columnName: 100, columnPost: 80, columnLevel: 40, columnDecree: 80}

func (r *rosterReader) checkLength(row *casebook.RosterRow, text string, c columnKey) {
	if utf8.RuneCountInString(text) > longest[c] {
		r.fault(row, casebook.TooLong, c)
	}
}

// place finds the region of a village and its kecamatan, either of which may be missing.
func (r *rosterReader) place(village, kecamatan string) found {
	key := village + "|" + kecamatan
	if f, ok := r.known[key]; ok {
		return f
	}
	f := r.lookUp(bare(village), bare(kecamatan))
	r.known[key] = f
	return f
}

func (r *rosterReader) lookUp(village, kecamatan string) found {
	text := village
	switch {
	case village == "" && kecamatan == "":
		return found{fault: casebook.NoRegion}
	case village == "":
		text = kecamatanSaid + kecamatan
	case kecamatan != "":
		text = village + ", " + kecamatan
	}
	all := r.regions(text)
	if len(all) > 1 {
		var same []casebook.Region
		for _, region := range all {
			if fold(region.Name) == fold(village) {
				same = append(same, region)
			}
		}
		switch len(same) {
		case 0:
			return found{fault: casebook.TwinRegions}
		default:
			all = same
		}
	}
	switch len(all) {
	case 0:
		return found{fault: casebook.NoRegion}
	case 1:
		return found{code: all[0].Code}
	}
	return found{fault: casebook.TwinRegions}
}
