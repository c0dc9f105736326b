package flows

import (
	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Decline asks an officer for a reason: one press, or a few words of one's own.
func Decline() *dialog.Flow {
	return dialog.Define("decline", 1).
		Choice("reason", "away", "ill", "close", "busy", "afraid").Free()
}

// Reason reads it, in the words of the officer's language.
func Reason(d dialog.Draft, v dialog.Voice) private.Text {
	a := d.Answers["reason"]
	if a.Text != "" {
		return private.Of(a.Text)
	}
	return private.Of(v.Say("decline.reason." + a.Option))
}

// Belongs asks which open case a message is for, or whether it is a new report.
func Belongs() *dialog.Flow {
	return dialog.Define("belongs", 1).Choice("case", "new").Listed()
}

// Carried reads the words and files of a message that a talk was begun for.
func Carried(a dialog.Answer) (private.Text, []casebook.Attachment) {
	return private.Of(a.StoryText()), attachments(a.Pieces)
}
