package casebook

import (
	"time"

	"rembuk/internal/private"
)

// ErasureKind is what the reporter asks of a case.
type ErasureKind string

// The kinds.
const (
	EraseReporter ErasureKind = "erase"    // that nothing ties the case to its reporter any more
	WithdrawCase  ErasureKind = "withdraw" // that the reporter's data are used no more; the case does not end by it
)

// ErasureState is how far a request has come.
type ErasureState string

// The states of a request.
const (
	ErasureAsked   ErasureState = "asked"
	ErasureGranted ErasureState = "granted"
	ErasureRefused ErasureState = "refused"
)

// DecideWithin is how long a person has to decide what cannot be erased at once: UU 27/2022 (data protection) gives 3x24 hours.
const DecideWithin = 72 * time.Hour

// Erasure is a request that a person decides.
type Erasure struct {
	ID       int64
	Number   Number
	Lane     Lane
	Region   string
	Kind     ErasureKind
	State    ErasureState
	AskedAt  time.Time
	DueAt    time.Time
	Held     bool // by law: it cannot be granted before the hold is lifted
	Decision private.Text
}

// Verdict is what comes of asking for an erasure.
type Verdict string

// The verdicts.
const (
	ErasedAtOnce Verdict = "at_once"
	ToBeDecided  Verdict = "person" // by staff, or by a caseworker
	HeldByLaw    Verdict = "held"   // by a person too, and not before the hold is lifted
)

// Verdict tells what comes of asking it of this case. Nobody who picks up a phone makes a case of violence or of a child disappear, nor ends one that
// somebody works.
func (c Case) Verdict(kind ErasureKind, held bool) Verdict {
	switch {
	case held:
		return HeldByLaw
	case kind == WithdrawCase, c.State.Open(), c.Grave():
		return ToBeDecided
	}
	return ErasedAtOnce
}

// Grave tells whether what is asked of the case is for a caseworker to decide: it is confidential, or was, or about officials, or somebody is in danger.
func (c Case) Grave() bool {
	return c.Lane != OpenLane || c.Quiet || c.Shield != NoShield || c.Alarm || c.Gist.Child
}

// Erased tells what has come of asking.
type Erased struct {
	Number  Number
	Verdict Verdict
	DueAt   time.Time // of ToBeDecided and HeldByLaw
	Dialog  string    // the talk that has made the case, of what was cut: it must be forgotten too
}

// Decided tells what has come of deciding, and where its reporter can be told: once the link is cut, nobody knows any more.
type Decided struct {
	Case     Case
	Kind     ErasureKind
	Granted  bool
	To       Address
	Language string
	Dialog   string
}

// Forgotten tells what was erased of a person beside the cases, and what holds the rest.
type Forgotten struct {
	Account                       bool // the link to the Telegram account is cut
	Cases, Grants, Seats, Waiting int  // why not: cases with the person as their reporter, roles, lines on rosters, requests
	Attendance                    int  // lines that stay for the law
}
