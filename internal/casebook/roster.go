package casebook

import "rembuk/internal/private"

// RosterRow is one line of a table of groups and members that somebody sends in.
type RosterRow struct {
	Line        int // in the table, as its reader counts: the head is 1
	Group       string
	Kind        GroupKind
	Region      string // code
	Level       string
	Decree      Decree
	Member      private.Text // empty: the row tells of the group only
	Post        string
	Officer     bool
	Sex         Sex
	Fault       RowFault // why it cannot be taken; "" when it can
	FaultColumn string   // as the table calls it
}

// RowFault is why a row of a table is not taken.
type RowFault string

// The faults.
const (
	NoGroupName RowFault = "no_group"  // the name of the group is missing
	NoRegion    RowFault = "no_region" // the village is missing or unknown
	TwinRegions RowFault = "twins"     // several villages are called so: the kecamatan must be told
	BadDate     RowFault = "bad_date"  // of the decree
	BadSex      RowFault = "bad_sex"   // neither L nor P
	RowTwice    RowFault = "twice"     // the same member stands in the table before
	NotYours    RowFault = "not_yours" // the village is not the sender's to change
	TooLong     RowFault = "too_long"  // a cell is longer than fits
)

// Imported tells what became of a table.
type Imported struct {
	Groups  int // made
	Members int // added
	Changed int // brought up to date
	Bad     []RosterRow
}

// Onto gives a line of a roster as the row tells it, a new one or one that is known by its name: what the row leaves empty stays.
func (r RosterRow) Onto(m Member) Member {
	if m.ID == 0 {
		m.Name = r.Member
	}
	if r.Post != "" {
		m.Post = r.Post
	}
	if r.Sex != "" {
		m.Sex = r.Sex
	}
	m.Officer = r.Officer
	return m
}
