// Package cards is how a case, an alert, a list looks in the chat: texts and buttons, in the reader's language, with no more than the reader
// may see. It decides nothing about rights: it asks casebook.May.
package cards

import (
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/words"
)

// Cards draws for one district.
type Cards struct {
	Voice func(language string) *words.Language
	Place func(code string) string // label of a region
	Zone  *time.Location

	Danger  string                             // the number to call in danger
	Child   string                             // the number for children
	Promise func(received time.Time) time.Time // until when a report is looked at, as residents are told
	OnDuty  func(at time.Time) bool            // somebody attends to danger
}

// Verb is what a button on a case asks for; its token is "c:" + verb + ":" + number, and for Class also the category's code, with
// a "!" behind it once the person was asked and is sure. On an alert's card
// it begins with "a:", so that a press on a copy of which nothing is known adopts it.
type Verb string

// The verbs.
const (
	Take     Verb = "take"
	Decline  Verb = "no"
	Open     Verb = "open"
	Release  Verb = "rel"
	Kinds    Verb = "kinds"
	Class    Verb = "class"
	Visited  Verb = "seen"  // Sudah dikunjungi
	Identity Verb = "who"   // Siapa pelapor?
	Dismiss  Verb = "not"   // Bukan laporan
	Close    Verb = "close" // Tutup: what shows the case goes off the screen
	Why      Verb = "why"
	Link     Verb = "link"  // the same as another, whose number follows
	Apart    Verb = "apart" // not the same
	Join     Verb = "join"  // by the reporter
	Leave    Verb = "leave"
	Tell     Verb = "tell" // something more, by the reporter: the flow's name follows
)

// Token is what a button sends back.
func Token(v Verb, number casebook.Number, more ...string) string {
	return strings.Join(append([]string{"c", string(v), string(number)}, more...), ":")
}

// ReadToken reads it.
func ReadToken(data string) (v Verb, number casebook.Number, more string, ok bool) {
	parts := strings.SplitN(data, ":", 4)
	if len(parts) < 3 || parts[0] != "c" && parts[0] != "a" {
		return "", "", "", false
	}
	if len(parts) == 4 {
		more = parts[3]
	}
	return Verb(parts[1]), casebook.Number(parts[2]), more, true
}

// OnAlert tells whether the token stands on an alert's card.
func OnAlert(data string) bool { return strings.HasPrefix(data, "a:") }

func (c Cards) kind(l *words.Language, kind string) string {
	if kind == "" {
		return l.Say("report.kind_unknown")
	}
	return l.Say("report.kind." + kind)
}

// what names what a case is about: its kind, or the category that staff have set.
func (c Cards) what(l *words.Language, k casebook.Case) string {
	if k.Category != "" {
		return l.Say("category." + k.Category)
	}
	return c.kind(l, k.Kind)
}

func (c Cards) date(l *words.Language, t time.Time) string { return l.Date(t.In(c.Zone)) }

func (c Cards) clock(l *words.Language, t time.Time) string { return l.Clock(t.In(c.Zone)) }

// kecamatan names the kecamatan only: all that may be pushed of a confidential case.
func (c Cards) kecamatan(region string) string {
	if k := casebook.Kecamatan(region); k != "" {
		return c.Place(k)
	}
	return c.Place(region)
}

func filesOf(l *words.Language, k casebook.Case) string {
	if len(k.Files) == 0 {
		return ""
	}
	return l.Say("report.review.files", "count", strconv.Itoa(len(k.Files)))
}
