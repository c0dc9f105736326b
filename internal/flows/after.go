package flows

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// The carried answers of the talks after the number: what stands there goes with the talk, and is no question's answer.
const (
	OfPhone = ".phone" // a number that was typed, kept only with a yes
	OfKey   = ".key"   // shows that number and PIN were given
)

// After lists the talks after the number, each with one question or two.
func After() []*dialog.Flow {
	return []*dialog.Flow{
		dialog.Define("contact", 1).Choice("may", "yes", "no").Choice("name", "skip").Free().When(dialog.Is("may", "yes")),
		dialog.Define("phone", 1).Read("number", phoneLine{}),
		dialog.Define("landmark", 1).Read("place", line{"landmark.place"}),
		dialog.Define("howmany", 1).Read("count", countLine{}),
		dialog.Define("safehour", 1).Read("hours", hoursLine{}),
		dialog.Define("casepin", 1).Read("digits", pinLine{}),
		dialog.Define("adding", 1).Story("said").Review("review", func(_ dialog.Draft, v dialog.Voice) string {
			return v.Say("adding.review.card") // content-free: somebody may look on
		}),
		dialog.Define("clean", 1).Choice("sure", "yes", "no"),
	}
}

// IsAfter tells whether a talk is one of those about a report that has its number.
func IsAfter(flow string) bool {
	switch flow {
	case "contact", "phone", "landmark", "howmany", "safehour":
		return true
	}
	return false
}

// ContactOf reads the yes: the phone that is carried, and the name, if one was given. Not ok without a yes.
func ContactOf(d dialog.Draft) (casebook.Contact, bool) {
	name := d.Answers["name"]
	c := casebook.Contact{Phone: private.Of(d.Answers[OfPhone].Text), Name: private.Of(strings.TrimSpace(name.Text))}
	return c, d.Answers["may"].Option == "yes" && !c.Phone.Empty()
}

// DetailsOf reads what a talk after the number told.
func DetailsOf(d dialog.Draft) casebook.Details {
	switch d.Flow {
	case "landmark":
		return casebook.Details{Place: private.Of(d.Answers["place"].Text)}
	case "howmany":
		n, _ := strconv.Atoi(d.Answers["count"].Text)
		return casebook.Details{Count: n}
	case "safehour":
		hours, _ := casebook.ReadSafeHours(d.Answers["hours"].Text)
		return casebook.Details{Safe: hours}
	}
	return casebook.Details{}
}

var (
	people   = regexp.MustCompile(`(?i)^(?:jumlah(?:nya)?|total|ada|semua(?:nya)?)?[:\s]*(\d{1,4})\s*(?:orang|jiwa|people|persons?)$`)
	safeHour = regexp.MustCompile(`(?i)^\s*(?:jam aman|safe hours?)\b[\s:]*(.+)$`)
	landmark = regexp.MustCompile(`(?i)^\s*(?:patokan(?:nya)?|landmark)\b[\s:]*(.+)$`)
)

// ToldAfter reads what is told after the number without being asked: "jam aman 9-11", "patokan: ...", "5 orang", or a landmark and nothing else.
func ToldAfter(text string) casebook.Details {
	text = strings.Join(strings.Fields(text), " ")
	if m := safeHour.FindStringSubmatch(text); m != nil {
		hours, _ := casebook.ReadSafeHours(m[1])
		return casebook.Details{Safe: hours}
	}
	if m := people.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		return casebook.Details{Count: n}
	}
	if m := landmark.FindStringSubmatch(text); m != nil {
		return casebook.Details{Place: private.Of(m[1])}
	}
	if casebook.SaysWhere(text) && len(strings.Fields(text)) >= 2 {
		return casebook.Details{Place: private.Of(text)}
	}
	return casebook.Details{}
}

// phoneLine waits for a phone number, which is taken before a talk hears of it: nothing else answers.
type phoneLine struct{}

func (phoneLine) Ask(_ dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say("phone.number.ask"), nil
}

func (phoneLine) Read(_ dialog.Draft, _ dialog.Answer, _ chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	return dialog.Reading{Lead: v.Say("phone.unread")}
}

type countLine struct{}

func (countLine) Ask(_ dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say("howmany.count.ask"), nil
}

var digits = regexp.MustCompile(`\d+`)

func (countLine) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	n, err := strconv.Atoi(digits.FindString(in.Text.Reveal()))
	if in.Kind != chat.Text || err != nil || n < 1 || n > 9999 {
		return dialog.Reading{Lead: v.Say("howmany.unread")}
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: strconv.Itoa(n)}}
}

type hoursLine struct{}

func (hoursLine) Ask(_ dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say("safehour.hours.ask"), nil
}

func (hoursLine) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	text := in.Text.Reveal()
	if _, ok := casebook.ReadSafeHours(text); in.Kind != chat.Text || !ok {
		return dialog.Reading{Lead: v.Say("safehour.unread")}
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: text}}
}

type pinLine struct{}

func (pinLine) Ask(_ dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say("casepin.digits.ask"), nil
}

func (pinLine) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	if text := strings.TrimSpace(in.Text.Reveal()); in.Kind == chat.Text && casebook.LooksLikePIN(text) {
		return dialog.Reading{OK: true, Answer: dialog.Answer{Text: text}}
	}
	return dialog.Reading{Lead: v.Say("casepin.unread")}
}
