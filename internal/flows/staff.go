package flows

import (
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// OwnPIN asks a caseworker for the own PIN, before something confidential is opened.
func OwnPIN() *dialog.Flow {
	return dialog.Define("ownpin", 1).Read("digits", ownDigits{}).Says("ownpin.six")
}

// NewPIN asks for a PIN to be set, twice.
func NewPIN() *dialog.Flow {
	return dialog.Define("newpin", 1).Read("digits", ownDigits{fresh: true}).Read("again", ownDigits{}).Says("ownpin.six", "newpin.weak")
}

// IsPIN tells whether what is typed in a talk is an own PIN, which must not stay on the screen.
func IsPIN(flow string) bool { return flow == "ownpin" || flow == "newpin" }

// ownDigits takes six digits; fresh ones must not be those that are tried first.
type ownDigits struct{ fresh bool }

func (ownDigits) Ask(d dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say(d.Flow + "." + d.At + ".ask"), nil
}

func (r ownDigits) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	pin, ok := casebook.ReadOwnPIN(in.Text.Reveal())
	switch {
	case in.Kind != chat.Text || !ok:
		return dialog.Reading{Lead: v.Say("ownpin.six")}
	case r.fresh && casebook.WeakPIN(pin):
		return dialog.Reading{Lead: v.Say("newpin.weak")}
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: pin}}
}

// Identity asks why somebody must know who reported: the reporter will read it.
func Identity() *dialog.Flow {
	return dialog.Define("identity", 1).Choice("reason", "call", "check", "danger", "aid").Free()
}

// NotReport asks why something is no report. It ends a case, so nothing but a reason of the list is one.
func NotReport() *dialog.Flow {
	return dialog.Define("notreport", 2).Choice("reason", "greeting", "trial", "elsewhere", "empty")
}

// StaffReason reads the reason of either.
func StaffReason(d dialog.Draft, v dialog.Voice) private.Text {
	return private.Of(reason(d.Answers["reason"], d.Flow+".reason.", v))
}

// Visited asks what was found on the spot, in words or photos.
func Visited() *dialog.Flow {
	return dialog.Define("visited", 1).Story("found").Own("added", "kept", "changed").Review("review", func(d dialog.Draft, v dialog.Voice) string {
		return v.Say("visited.review.card", "result", resultLine(d.Answers["found"], v))
	})
}

// Found reads it.
func Found(d dialog.Draft) (private.Text, []casebook.Attachment) { return Carried(d.Answers["found"]) }
