package flows

import (
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Roster is the list of a group as a talk carries it: what a typed number means.
type Roster []Row

// Row is a line of it.
type Row struct {
	Member  casebook.MemberID
	Label   string // name, and post where there is one
	Officer bool
}

// officer marks the id of an officer's line among the items of a draft.
const officer = "o"

// RosterFrom is the list of a group as it is now.
func RosterFrom(members []casebook.Member) Roster {
	var r Roster
	for _, m := range members {
		r = append(r, Row{m.ID, labelled(m.Name, m.Post), m.Officer})
	}
	return r
}

// RosterOfDay is the list as it was on the day of a meeting.
func RosterOfDay(lines []casebook.Line) Roster {
	var r Roster
	for _, l := range lines {
		if l.Member != 0 {
			r = append(r, Row{l.Member, labelled(l.Name, l.Post), l.Officer})
		}
	}
	return r
}

func labelled(name private.Text, post string) string {
	if post == "" {
		return name.Reveal()
	}
	return name.Reveal() + ", " + post
}

// Items gives the roster as a draft carries it.
func (r Roster) Items() []dialog.Item {
	items := make([]dialog.Item, 0, len(r))
	for _, row := range r {
		id := strconv.FormatInt(int64(row.Member), 10)
		if row.Officer {
			id += officer
		}
		items = append(items, dialog.Item{ID: id, Label: row.Label})
	}
	return items
}

// RosterOf reads it back.
func RosterOf(d dialog.Draft) Roster {
	rows := make(Roster, 0, len(d.List))
	for _, item := range d.List {
		id, isOfficer := strings.CutSuffix(item.ID, officer)
		n, _ := strconv.ParseInt(id, 10, 64) // written by Items
		rows = append(rows, Row{casebook.MemberID(n), item.Label, isOfficer})
	}
	return rows
}

// Officers counts the pengurus.
func (r Roster) Officers() int {
	n := 0
	for _, row := range r {
		if row.Officer {
			n++
		}
	}
	return n
}

// name is the label without the post.
func (r Row) name() string {
	name, _, _ := strings.Cut(r.Label, ",")
	return name
}

// numbered lists the roster, each line with the number that is typed for it; short lists in one line, as in a book.
func (r Roster) numbered() string {
	sep, short := "\n", len(r) <= 8
	if short {
		sep = "  "
	}
	lines := make([]string, 0, len(r))
	for i, row := range r {
		label := row.Label
		if short {
			label, _, _ = strings.Cut(row.name(), " ")
		}
		lines = append(lines, strconv.Itoa(i+1)+" "+label)
	}
	return strings.Join(lines, sep)
}
