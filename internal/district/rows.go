package district

import "rembuk/internal/casebook"

// Words is a text in the languages that the program speaks.
type Words struct{ ID, EN string }

// In gives the text in a language, "id" or "en"; Indonesian for any other, and where there is no English.
func (w Words) In(language string) string {
	if language == "en" && w.EN != "" {
		return w.EN
	}
	return w.ID
}

// Group is a kind of problem as residents see it, one of eight buttons.
type Group struct {
	Key          string // anak
	Emoji        string
	Button       Words
	Help         Words
	Confidential bool // a report of this kind goes to caseworkers only until staff have set its category
}

// Category is one of the 26 PPKS, which staff set when they verify a report.
type Category struct {
	Code        string // PPKS-01
	Group       string // Group.Key
	Name        Words
	Plain       string           // what it means, in a resident's Indonesian
	Subject     string           // typically: individual, family, group
	Sensitivity string           // medium, high, very_high
	Priority    casebook.Urgency // by default
	PAS         string           // the group of the newer list of 12 PAS; "" where it is not known
	Words       []string         // what residents say for it
}

// Resource is one of the 12 PSKS: people and bodies who help.
type Resource struct {
	Code string // PSKS-01
	Name Words
}

// Hotline is a telephone number that people in need are given.
type Hotline struct {
	Key       string // police
	Number    string // as it is dialled; "" until the office has filled it in
	Also      string // other ways to reach the same desk
	Name      Words
	Use       Words    // what it is for, in a resident's words
	Topics    []string // danger, violence, child, suicide, medical, disaster, social, complaint
	Certainty string   // of the source: high, medium, low, unknown
	Show      bool     // may be shown to residents
	CheckedOn string   // year, or year and month, of the newest source; "" when never
	Fallback  Words    // what to say where the number is not answered
	Source    string
}

// Shown gives the hotlines that may be shown for a topic, in their order; all that may be shown for "".
func (d Data) Shown(topic string) []Hotline {
	var shown []Hotline
	for _, h := range d.Hotlines {
		if h.Show && (topic == "" || contains(h.Topics, topic)) {
			shown = append(shown, h)
		}
	}
	return shown
}

// Holiday is a day on which the office is closed.
type Holiday struct {
	Date      casebook.Date
	Kind      string // national, joint (cuti bersama), local
	Name      Words
	Certainty string // decided, fixed (every year the same day), computed (from Easter), forecast (from the moon)
	Source    string
}

// Hours is when the office is open and when people sleep.
type Hours struct {
	Office [7][]casebook.Hours // by time.Weekday
	Quiet  casebook.Hours      // ordinary messages wait
	Digest int                 // minute of the day when what waited comes as one message
}
