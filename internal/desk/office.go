package desk

import (
	"slices"
	"time"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/words"
)

// Office is one district as the desk meets it: its data and its talks.
type Office struct {
	District   string // region code
	Bot        int64
	Username   string // of the bot, for links
	Prefix     string // of the numbers
	Name       string // of the office
	Contact    string // of the data-protection officer; "" until the office has named one
	Places     dialog.Places
	Region     func(code string) (casebook.Region, bool)
	Kinds      casebook.Kinds
	Categories []casebook.Category
	Lexicon    casebook.Lexicon
	Calendar   casebook.Calendar
	Promise    casebook.Span // until a report has been looked at
	Clocks     map[casebook.Urgency]casebook.Span
	Duty       casebook.Duty
	Questions  casebook.Questions // answered without a case
	Keep       time.Duration      // of a talk, from its last message
	Nudge      time.Duration
	Invitation time.Duration // how long one is valid
	Danger     string        // the number to call in danger
	Hotlines   map[string][]Hotline
	Missing    []string // keys of hotlines whose number the office has not filled in
	Outside    string   // ways outside the office, for reports about it
	Notice     int      // version of the data notice
	Languages  map[string]*words.Language
	Cards      cards.Cards
	Papers     Papers
	Thresholds casebook.Thresholds
	Round      casebook.Round
	Retention  casebook.Retention
	Topics     []string // keys of the coaching topics; their names are "topic.<key>" of the languages
	Tests      []Test

	flows map[string]*dialog.Flow
}

// Hotline is a number that may be shown, in one language.
type Hotline struct {
	Number, Also, Service string
	Topics                []string
}

// Test is a short test of a topic. What it asks is "quiz_<topic>.<question>.ask" of the languages.
type Test struct {
	Topic     string
	Questions []flows.Question
}

// Ready makes the talks of the office.
func (o *Office) Ready() {
	o.flows = map[string]*dialog.Flow{}
	zone := o.Calendar.Zone
	all := []*dialog.Flow{
		flows.Report(o.Places, o.Kinds, o.Lexicon, o.Outside), flows.Decline(), flows.Belongs(), flows.Language(),
		flows.Meeting(o.meetingData()), flows.Plan(o.meetingData()), flows.Group(), flows.Why(), flows.Proof(), flows.Later(zone), flows.Member(),
		flows.Decree(zone), flows.Claim(), flows.Iuran(), flows.TestKind(), flows.Erase(), flows.Refuse(), flows.Alarms(), flows.Enquiry(),
	}
	all = append(all, flows.After()...)
	all = append(all, flows.OwnPIN(), flows.NewPIN(), flows.Identity(), flows.NotReport(), flows.Visited())
	for _, t := range o.Tests {
		all = append(all, flows.Quiz(t.Topic, t.Questions))
	}
	for _, f := range all {
		o.flows[f.Name] = f
	}
	o.Cards = cards.Cards{Voice: o.Voice, Place: o.Places.Label, Zone: o.Calendar.Zone, Danger: o.Danger,
		Promise: func(at time.Time) time.Time { return o.Calendar.After(at, o.Promise) },
		OnDuty:  func(at time.Time) bool { return o.Duty.On(at, o.Calendar) }}
	for _, h := range o.Hotlines[words.Codes[0]] {
		if slices.Contains(h.Topics, "child") {
			o.Cards.Child = h.Number
			break
		}
	}
}

// meetingData is what the talks about meetings are made from.
func (o *Office) meetingData() flows.MeetingData {
	return flows.MeetingData{Zone: o.Calendar.Zone, Prefix: o.Prefix, Topics: func(v dialog.Voice) []flows.Topic {
		var list []flows.Topic
		for _, key := range o.Topics {
			list = append(list, flows.Topic{Key: key, Label: v.Say("topic." + key)})
		}
		return list
	}}
}

// topic names a coaching topic.
func (o *Office) topic(key, language string) string { return o.Voice(language).Say("topic." + key) }

// DoorLink is what the QR of a check-in holds at a moment.
func (o *Office) DoorLink(d casebook.Door, at time.Time) string {
	return "https://t.me/" + o.Username + "?start=" + d.Link(at)
}

// Voice speaks a language of the office; Indonesian for any other.
func (o *Office) Voice(language string) *words.Language {
	if l, ok := o.Languages[language]; ok {
		return l
	}
	return o.Languages[words.Codes[0]]
}

// Phrases lists what the talks will ask a voice for, so that the start can check that none is missing.
func (o *Office) Phrases() []string {
	var keys []string
	for _, f := range o.flows {
		keys = append(keys, f.Phrases()...)
	}
	return keys
}
