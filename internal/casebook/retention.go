package casebook

import "time"

// RetainClass is one sort of data that is kept for a time.
type RetainClass string

// The classes, each with its rule in the district's policies.
const (
	RetainMedia      RetainClass = "media"      // photos, voices, pins after a case has ended
	RetainIdentity   RetainClass = "identity"   // who has reported, and how to reach them
	RetainCase       RetainClass = "case"       // then without words, and with no place below the kecamatan
	RetainAttendance RetainClass = "attendance" // who was at a meeting; the counts stay
	RetainUpdates    RetainClass = "updates"    // updates that could not be attended to
	RetainAccounts   RetainClass = "accounts"   // of whom nothing is kept any more
)

// Retention is how long a district keeps what. Zero keeps for good: the office has not decided.
type Retention struct {
	District   string
	Media      time.Duration // after the end of a case
	Identity   time.Duration
	Case       time.Duration
	Sensitive  time.Duration // in place of the three, of what is Grave: the office's JRA decides
	Attendance time.Duration // after the meeting
	Updates    time.Duration
}

// After is how long a class of a case's data is kept after the case has ended; false: for good.
func (r Retention) After(class RetainClass, grave bool) (time.Duration, bool) {
	d := map[RetainClass]time.Duration{RetainMedia: r.Media, RetainIdentity: r.Identity, RetainCase: r.Case}[class]
	if grave {
		d = r.Sensitive
	}
	return d, d > 0
}

// Retained is a line of the log of retention: what class, how many, by which rule.
type Retained struct {
	Class RetainClass
	Count int
	After time.Duration
}
