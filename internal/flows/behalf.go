package flows

import (
	"slices"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// OfBehalf is where a report carries that an officer makes it for a resident who has no Telegram.
const OfBehalf = ".behalf"

// OnBehalf tells whether a report is made for a resident.
func OnBehalf(d dialog.Draft) bool { return onBehalf(d.Answers) }

func onBehalf(a dialog.Answers) bool { return a[OfBehalf].Option != "" }

// agreed: who does not want to be called is not asked for name and phone.
func agreed(a dialog.Answers) bool { return onBehalf(a) && a["agrees"].Option == "yes" }

// AsksTeller tells whether the question for the resident's name and phone stands.
func AsksTeller(d dialog.Draft) bool { return d.Flow == "report" && d.At == "teller" }

// BehalfOf reads what was told of the resident for whom a report is made.
func BehalfOf(d dialog.Draft) casebook.Behalf {
	a := d.Answers
	if !agreed(a) || a["teller"].Option == "skip" {
		return casebook.Behalf{Agreed: agreed(a)}
	}
	return casebook.Behalf{Agreed: true, Name: private.Of(a["teller"].Text), Phone: private.Of(a[OfPhone].Text)}
}

// behalfLine says on the card for whom it is.
func behalfLine(d dialog.Draft, v dialog.Voice) string {
	if !OnBehalf(d) {
		return ""
	}
	b := BehalfOf(d)
	told := strings.Trim(b.Name.Reveal()+", "+b.Phone.Reveal(), ", ")
	switch {
	case !b.Agreed:
		told = v.Say("report.behalf.refused")
	case told == "":
		told = v.Say("report.behalf.nothing")
	}
	return "\n" + v.Say("report.behalf.card", "told", chat.Escape(told))
}

// teller takes a name and a phone number in one line, either or both. The number was covered before a talk hears of it, and is carried (OfPhone).
type teller struct{}

func (teller) Ask(_ dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say("report.teller.ask"), [][]string{{v.Say("report.teller.skip")}}
}

func (teller) Read(d dialog.Draft, _ dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	text := strings.Join(strings.Fields(in.Text.Reveal()), " ")
	name := nameIn(text)
	switch {
	case in.Kind != chat.Text || text == "":
		return dialog.Reading{}
	case strings.EqualFold(text, v.Say("report.teller.skip")) || slices.Contains(v.Words("report.teller.skip"), strings.ToLower(text)):
		return dialog.Reading{OK: true, Answer: dialog.Answer{Option: "skip"}}
	case len([]rune(name)) > mostName || name == "" && d.Answers[OfPhone].Text == "":
		return dialog.Reading{Lead: v.Say("report.teller.unread")}
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: name}}
}

// mostName is how long a name may be, in characters.
const mostName = 80

// nameIn is a line without its numbers, what they count, and what stands between a name and a number.
func nameIn(text string) string {
	var words []string
	number := false // stands before the word
	for _, w := range strings.Fields(strings.NewReplacer(",", " ", ";", " ", ":", " ", "/", " ").Replace(text)) {
		bare := strings.ToLower(strings.Trim(w, ".-+()"))
		switch {
		case bare == "" || strings.Trim(bare, "0123456789x-.") == "": // a number, covered or not
			number = true
			continue
		case number && slices.Contains([]string{"tahun", "thn", "th", "years", "year"}, bare): // an age
		case slices.Contains([]string{"hp", "wa", "telp", "telepon", "nomor", "no", "nama", "phone", "name"}, bare):
		default:
			words = append(words, w)
		}
		number = false
	}
	return strings.Join(words, " ")
}
