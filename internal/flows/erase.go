package flows

import (
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Erase asks once what is meant: the own data with one report or with all, a report that is withdrawn, or one without a name that is to be cut from the chat
// for good, which is asked twice. Reports that must not show on a phone are not listed: their number is typed.
func Erase() *dialog.Flow {
	one := func(a dialog.Answers) bool { return a["what"].Option != "all" }
	return dialog.Define("erase", 1).
		Choice("what", "one", "all", "withdraw", "untie").
		Choice("which", "typed").Listed().When(one).
		Read("number", line{"erase.number"}).When(func(a dialog.Answers) bool { return one(a) && a["which"].Option == "typed" }).
		Choice("sure", "yes", "no").When(dialog.Is("what", "untie")).
		Review("review", func(d dialog.Draft, v dialog.Voice) string {
			what := d.Answers["what"].Option
			if d.Answers["sure"].Option == "no" {
				what = "nothing"
			}
			return v.Say("erase.review."+what, "number", chat.Escape(withoutPIN(EraseNumber(d))))
		}).
		Says("erase.review.one", "erase.review.all", "erase.review.withdraw", "erase.review.untie", "erase.review.nothing")
}

// withoutPIN is a number as it may stand on the screen.
func withoutPIN(text string) string {
	fields := strings.Fields(text)
	for len(fields) > 1 && (casebook.LooksLikePIN(fields[len(fields)-1]) || strings.EqualFold(fields[len(fields)-1], "pin")) {
		fields = fields[:len(fields)-1]
	}
	return strings.Join(fields, " ")
}

// EraseNumber reads the number that is meant, as it was picked or typed; "" for all.
func EraseNumber(d dialog.Draft) string {
	if d.Answers["what"].Option == "all" {
		return ""
	}
	if picked := d.Answers["which"].Option; picked != "typed" {
		return picked
	}
	return d.Answers["number"].Text
}

// Refuse asks why what a reporter has asked is refused.
func Refuse() *dialog.Flow {
	return dialog.Define("refuse", 1).Choice("reason", "worked", "court", "law").Free()
}

// Refusal reads it. It is read by the reporter.
func Refusal(d dialog.Draft, v dialog.Voice) private.Text {
	return private.Of(reason(d.Answers["reason"], "refuse.reason.", v))
}
