package casebook

import (
	"cmp"
	"slices"
	"time"

	"rembuk/internal/private"
)

// Presence is a value of the attendance list.
type Presence string

// The values.
const (
	Present     Presence = "present"     // hadir
	Excused     Presence = "excused"     // izin
	Ill         Presence = "ill"         // sakit
	Absent      Presence = "absent"      // tanpa keterangan
	Represented Presence = "represented" // diwakili oleh
)

// Presences lists them all, in the order of the paper list.
var Presences = []Presence{Present, Excused, Ill, Absent, Represented}

// Source tells how a line of the attendance list is known.
type Source string

// The sources. Several can speak of one person: they add up, and never count the person twice.
const (
	ByNumber     Source = "number"     // an officer typed the numbers of the roster
	ByTick       Source = "tick"       // an officer ticked the line
	ByCode       Source = "code"       // the person checked in with the code or its QR
	ByGroup      Source = "group"      // the person pressed Hadir in the group chat
	ByProxy      Source = "proxy"      // somebody else checked the person in
	ByCorrection Source = "correction" // changed after the log, with who and why
)

// Self tells whether the source is the person's own act.
func (s Source) Self() bool { return s == ByCode || s == ByGroup }

// Mark is one word on one person's presence: append-only, never changed. The person is a line of the roster, or somebody with Telegram who is
// on none.
type Mark struct {
	Member   MemberID
	Person   PersonID // of somebody who stands on no roster
	Presence Presence
	Source   Source
	Via      private.Text // represented by whom
	By       PersonID     // who said so; the person itself where Source.Self
	Far      bool         // the phone was far from the place
	At       time.Time
}

// Line is a line of the attendance list: one person, however many marks there are.
type Line struct {
	Member   MemberID
	Person   PersonID
	Place    int          // on the roster of that day, 0 for guests
	Name     private.Text // of a guest who checked in: as the person's account is called, may be empty
	Post     string
	Sex      Sex
	Officer  bool     // pengurus on that day
	Presence Presence // "" : nothing was said of this one
	Via      private.Text
	Sources  []Source  // each once, in the order in which they came
	Far      bool      // flagged, never blocked
	Proxy    bool      // flagged, never blocked: somebody else checked the person in
	At       time.Time // first mark
}

// SelfTold tells whether the person's own act is among the sources.
func (l Line) SelfTold() bool { return slices.ContainsFunc(l.Sources, Source.Self) }

// Settle gives what the marks on one person come to, in the order of their time: a correction decides, the latest one; else who is said to be
// present by anybody is present; else the latest word holds. How near the phone was is as the last own word, or that of a proxy, has it.
func Settle(marks []Mark) Line {
	var l Line
	ordered := slices.Clone(marks)
	slices.SortStableFunc(ordered, inTime)
	corrected := false
	for _, m := range ordered {
		l.Member, l.Person = m.Member, m.Person
		if l.At.IsZero() {
			l.At = m.At
		}
		if !slices.Contains(l.Sources, m.Source) {
			l.Sources = append(l.Sources, m.Source)
		}
		if m.Source.Self() || m.Source == ByProxy {
			l.Far = m.Far
		}
		l.Proxy = l.Proxy || m.Source == ByProxy
		switch {
		case m.Source == ByCorrection:
			corrected, l.Presence, l.Via = true, m.Presence, m.Via
		case corrected, l.Presence == Present && m.Presence != Present:
		default:
			l.Presence, l.Via = m.Presence, m.Via
		}
	}
	return l
}

// inTime orders marks by their time, and those of one moment in some order that does not depend on which was written down first.
func inTime(a, b Mark) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Presence, b.Presence), compareBool(a.Far, b.Far))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Tally is what an attendance list counts to. A person is counted once, whatever sources tell of them.
type Tally struct {
	Officers   int              // present
	Ticked     int              // of Officers: known from an officer's word only
	Expected   int              // officers on the roster of that day
	Members    int              // present who are on the roster and no officers
	Guests     int              // the larger of those told as a count and those who checked in themselves
	Named      int              // of Guests, who checked in themselves
	Sheet      int              // signatures on the paper list
	ByPresence map[Presence]int // of the roster
	SelfTold   int              // of Officers and Members
	Flagged    int              // lines that are far or by proxy
}

// All is how many people were there.
func (t Tally) All() int { return max(t.Officers+t.Members+t.Guests, t.Sheet) }

// Count tallies a list.
func Count(lines []Line, h Heads) Tally {
	t := Tally{Sheet: h.Sheet, ByPresence: map[Presence]int{}}
	for _, l := range lines {
		there := l.Presence == Present
		onRoster := l.Member != 0
		if onRoster && l.Officer {
			t.Expected++
		}
		if onRoster && l.Presence != "" {
			t.ByPresence[l.Presence]++
		}
		if l.Far || l.Proxy {
			t.Flagged++
		}
		switch {
		case !there:
		case !onRoster:
			t.Named++
		case l.Officer:
			t.Officers++
		default:
			t.Members++
		}
		if there && onRoster && l.SelfTold() {
			t.SelfTold++
		}
		if there && onRoster && l.Officer && !l.SelfTold() {
			t.Ticked++
		}
	}
	if len(t.ByPresence) == 0 && h.Sheet > 0 {
		t.Expected = 0 // a photo of the paper list says nothing of the officers
	}
	t.Guests = max(t.Named, h.Guests, h.Men+h.Women)
	return t
}

// CheckIn is a person's own word of being there, or for another of the roster.
type CheckIn struct {
	Meeting MeetingID
	Source  Source
	For     MemberID // ByProxy: whom the sender checks in
	Chat    int64    // ByGroup: where it was pressed, which must be the group's own
	Update  int64    // the input that said so: the same one marks once
	Far     bool
	At      time.Time
}
