package casebook

import "time"

// AlertKind is why somebody is told something.
type AlertKind string

// The kinds of this program so far.
const (
	NewReport     AlertKind = "new_case"      // a report came in
	ReleasedCase  AlertKind = "released"      // a case was given to the village
	ReporterAdded AlertKind = "reporter_said" // the reporter of a case that you hold said more
	NobodyHolds   AlertKind = "nobody"        // nobody has the grant: told to the admins, who give grants
	Undelivered   AlertKind = "undelivered"   // an alert reached nobody
	SafetyCase    AlertKind = "safety"        // somebody is in danger now, by the word of who reports it
	ErasureWanted AlertKind = "erasure"       // its reporter asks for erasing or has withdrawn it: somebody must decide within 3x24 hours
	ErasureLate   AlertKind = "erasure_late"  // and nobody has
)

// Alert is one thing that staff must know: one row, however many are told.
type Alert struct {
	ID     int64
	Kind   AlertKind
	CaseID int64
	Key    string // open alerts are unique by it; a repeat raises the count
	Count  int
	Open   bool
	At     time.Time
}

// News is the kind of alert by which those who can act first hear of the case.
func (c Case) News() AlertKind {
	switch {
	case c.Alarm:
		return SafetyCase
	case c.Released:
		return ReleasedCase
	}
	return NewReport
}

// Audience tells who hears of a case, given all grants of the district: those who can act on it, else the next level up, else the admins
// (a line without content). It never names the reporter, nor anyone who May not see the line.
func Audience(kind AlertKind, c Case, grants []Grant) []PersonID {
	for _, level := range ladder(kind, c) {
		var people []PersonID
		for _, role := range level {
			people = append(people, holders(role, c, grants)...)
		}
		if people = distinct(people); len(people) > 0 {
			return people
		}
	}
	return nil
}

// ladder lists the levels that are asked in turn, each a set of roles.
func ladder(kind AlertKind, c Case) [][]Role {
	switch {
	case kind == Undelivered:
		return [][]Role{{Admin}}
	case kind == ErasureLate && c.Grave():
		return [][]Role{{Caseworker, Admin}}
	case kind == ErasureLate:
		return [][]Role{{Staff, Caseworker, Admin}}
	case kind == ErasureWanted && c.Grave():
		return [][]Role{{Caseworker}, {Admin}}
	case kind == ErasureWanted:
		return [][]Role{{Staff}, {Caseworker}, {Admin}}
	case c.Lane == Confidential:
		return [][]Role{{Caseworker}, {Admin}}
	case kind == SafetyCase && c.Released:
		return [][]Role{{Officer, Coordinator, Staff, Caseworker}, {Admin}}
	case kind == SafetyCase: // one too many rather than nobody
		return [][]Role{{Coordinator, Staff, Caseworker}, {Admin}}
	case kind == ReleasedCase:
		return [][]Role{{Officer}, {Coordinator}, {Staff}, {Caseworker}, {Admin}}
	default:
		return [][]Role{{Coordinator, Staff}, {Caseworker}, {Admin}}
	}
}

func holders(role Role, c Case, grants []Grant) []PersonID {
	var people []PersonID
	for _, g := range grants {
		v := Viewer{District: c.District, Person: g.Person, Grants: []Grant{g}}
		last := role == Admin && g.Role == Admin // an admin hears of any case that nobody else does: a case must not lie unseen
		if g.Role == role && g.Person != c.Reporter && (last || May(v, SeeLine, c) == nil) {
			people = append(people, g.Person)
		}
	}
	return people
}

func distinct(people []PersonID) []PersonID {
	var out []PersonID
	for _, p := range people {
		if !contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
