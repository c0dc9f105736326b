package casebook

import "strings"

// Limits of tries at PINs in an hour. A person is closed out long before the case is, so that nobody alone can keep its reporter out; and at 20 an hour all
// PINs of a case take six years.
const (
	CaseTries   = 20
	PersonTries = 5
)

// PINDigits is the length of a PIN.
const PINDigits = 6

// LooksLikePIN tells whether a text is digits as a PIN has.
func LooksLikePIN(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) >= 4 && len(text) <= 8 && strings.Trim(text, "0123456789") == ""
}

// ReadNumberAndPIN reads "BS-4821-0937-9 482913", with or without the word PIN between.
func ReadNumberAndPIN(prefix, text string) (number Number, pin string, ok bool) {
	fields := strings.Fields(strings.NewReplacer(":", " ", ",", " ", "\n", " ").Replace(text))
	if len(fields) < 2 {
		return "", "", false
	}
	pin, fields = fields[len(fields)-1], fields[:len(fields)-1]
	if strings.EqualFold(fields[len(fields)-1], "pin") && len(fields) > 1 {
		fields = fields[:len(fields)-1]
	}
	if !LooksLikePIN(pin) {
		return "", "", false
	}
	number, ok = ReadNumber(prefix, strings.Join(fields, " "))
	return number, pin, ok
}

// Face is all that number and PIN show of a case: nothing that would betray what it is about.
type Face struct {
	Number Number
	State  State
	Quiet  bool
	Key    string // lets something be added for a while
}

// Face of the case.
func (c Case) Face() Face { return Face{Number: c.Number, State: c.State, Quiet: c.Quiet} }

// forReporter is a quiet case as it is given to its reporter's phone, which somebody else may hold: number, state and dates.
func (c Case) forReporter() Case {
	return Case{ID: c.ID, District: c.District, Number: c.Number, State: c.State, Lane: Confidential, Disclosure: c.Disclosure, Reporter: c.Reporter,
		Urgency: c.Urgency, Alarm: c.Alarm, Gist: Gist{Child: c.Gist.Child}, Quiet: true, Open: c.Open, ReceivedAt: c.ReceivedAt, DueAt: c.DueAt, Safe: c.Safe}
}
