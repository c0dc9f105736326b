package flows

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
)

// What a talk carries of danger: marks, not questions.
const (
	alarmMark = ".alarm" // Option: the sort that stands, or the button; Text: marks of the reasons that were spoken of
	sendMark  = ".send"  // Option: how it went off before it was finished
)

// ByButton is the sort of danger of which no more is known than that the button was pressed.
const ByButton = "button"

// The ways in which a report goes off before it is finished.
const (
	AsDanger = "danger" // one tap
	OfChild  = "child"  // a child writes, who is asked nothing
)

// Story gives all that was told in a talk, and the message that a short talk carries.
func Story(d dialog.Draft) string {
	return strings.TrimSpace(d.Answers["story"].StoryText() + "\n" + d.Answers[".said"].StoryText())
}

// Told tells whether there is anything to send: words, a file, a pin.
func Told(d dialog.Draft) bool {
	return len(d.Answers["story"].Pieces)+len(d.Answers[".said"].Pieces) > 0
}

// Alarmed gives the sort of danger that stands over a talk; "" for none.
func Alarmed(d dialog.Draft) string { return d.Answers[alarmMark].Option }

// Alarm lets a danger stand over a talk. fresh tells whether there are reasons for it that were not spoken of before.
func Alarm(d dialog.Draft, g casebook.Guess) (next dialog.Draft, fresh bool) {
	spoken := strings.Fields(d.Answers[alarmMark].Text)
	known := len(spoken)
	for _, m := range reasons(g) {
		if !slices.Contains(spoken, m) {
			spoken = append(spoken, m)
		}
	}
	if g.Danger == "" || len(spoken) == known {
		return d, false
	}
	return carry(d, alarmMark, dialog.Answer{Option: g.Danger, Text: strings.Join(spoken, " ")}), true
}

// Pressed lets the button's danger stand over a talk, where none does.
func Pressed(d dialog.Draft) dialog.Draft {
	a := d.Answers[alarmMark]
	if a.Option == "" {
		a.Option = ByButton
	}
	return carry(d, alarmMark, a)
}

// Calm takes the danger from a talk: for the same reasons it does not come back.
func Calm(d dialog.Draft) dialog.Draft {
	a := d.Answers[alarmMark]
	if a.Text == "" {
		a.Text = "-" // spoken of
	}
	a.Option = ""
	return carry(d, alarmMark, a)
}

// SendAs marks a report to go off as it is.
func SendAs(d dialog.Draft, how string) dialog.Draft {
	return carry(d, sendMark, dialog.Answer{Option: how})
}

// SentAs tells how a report went off before it was finished; "" when it was finished.
func SentAs(d dialog.Draft) string { return d.Answers[sendMark].Option }

func carry(d dialog.Draft, key string, a dialog.Answer) dialog.Draft {
	answers := dialog.Answers{}
	for k, v := range d.Answers {
		answers[k] = v
	}
	answers[key] = a
	d.Answers = answers
	return d
}

// reasons are the rules that speak of danger, without the words that they were found in.
func reasons(g casebook.Guess) []string {
	var marks []string
	for _, hit := range g.Why {
		if strings.HasPrefix(hit.Rule, "danger:") || hit.Rule == "cue" {
			h := fnv.New32a()
			_, _ = h.Write([]byte(hit.Rule))
			marks = append(marks, fmt.Sprintf("%x", h.Sum32()))
		}
	}
	return marks
}

// danger puts into a filing what the talk says of it. A danger that stands and calls people out by itself needs no tap beside KIRIM.
func danger(f *casebook.Filing, d dialog.Draft, g casebook.Guess) {
	f.Gist, f.Urgency = g.Gist(), g.Urgency
	a := d.Answers[alarmMark]
	stands := a.Option != "" && (a.Option == ByButton || g.Calls())
	switch how := SentAs(d); {
	case how == OfChild:
		f.Gist.Child, f.Alarm = true, true
	case how == AsDanger || stands:
		f.Alarm = true
	}
	f.Urgency = f.Urgency.Calmed() // an emergency is what an alarm is raised for
	if f.Alarm {
		f.Urgency = casebook.Emergency
	}
	if f.Disclosure == casebook.AboutOthers && f.Shield == casebook.NoShield { // it went off before it was said who: the worst case
		f.Shield = casebook.ShieldOffice
	}
	if f.Disclosure == "" {
		f.Disclosure = casebook.OfficeOnly
	}
}

// Whereabouts is the narrowest place that is known of a report which went off without its village: its kecamatan, as typed, listed, or around the
// pin; else whole, the district.
func Whereabouts(d dialog.Draft, places dialog.Places, whole string) string {
	if d.Within != "" {
		return d.Within
	}
	for _, p := range d.Answers["story"].Pieces {
		if code, ok := places.Branch(p.Text); ok {
			return code
		}
	}
	if code := common(places.Mentioned(Story(d))); code != "" {
		return code
	}
	for _, p := range d.Answers["story"].Pieces {
		if p.Kind != "pin" {
			continue
		}
		near, inside := places.Near(p.Lat, p.Lon)
		if code := common(near[:min(len(near), 3)]); inside && code != "" {
			return code
		}
	}
	return whole
}

// common is the one kecamatan that all of the villages are in.
func common(villages []string) string {
	all := ""
	for _, v := range villages {
		k := casebook.Kecamatan(v)
		if all != "" && k != all {
			return ""
		}
		all = k
	}
	return all
}

// Alarms asks whether what was added to a case is danger now.
func Alarms() *dialog.Flow { return dialog.Define("alarm", 1).Choice("sure", "now", "no") }
