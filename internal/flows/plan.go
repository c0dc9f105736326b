package flows

import (
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Plan is a meeting to come: kind, when, where. With AboutPlan it changes one.
func Plan(m MeetingData) *dialog.Flow {
	return dialog.Define("plan", 1).
		Choice("kind", "coaching", "officers", "outreach", "work", "coordination", "visit").When(func(a dialog.Answers) bool { return !mayCases(a) }).
		Choice("any", "coaching", "officers", "outreach", "work", "coordination", "visit", "cases").When(mayCases).
		Read("when", moment{m.Zone}).
		Read("hour", hour{m.Zone}).When(hourless).
		Read("place", venue{line{"plan.place"}}).
		Choice("every", "week", "fortnight", "month", "quarter", "once").Extra().
		Read("agenda", line{"plan.agenda"}).Extra().
		Review("review", planCard(m))
}

func planCard(m MeetingData) func(dialog.Draft, dialog.Voice) string {
	return func(d dialog.Draft, v dialog.Voice) string {
		a := d.Answers
		text := []string{v.Say("plan.review.head", "kind", v.Say("meeting.kind."+string(planned(a))), "group", chat.Escape(a[AboutGroup].Text),
			"when", clock(v, momentOf(a, m.Zone)), "place", chat.Escape(a["place"].Text))}
		if every := a["every"].Option; every != "" && every != "once" {
			text = append(text, v.Say("plan.every."+every))
		}
		if agenda := a["agenda"].Text; agenda != "" {
			text = append(text, v.Say("plan.agenda.line")+": "+chat.Escape(shortened(agenda, 600)))
		}
		return strings.Join(text, "\n")
	}
}

// planned is the kind that was told.
func planned(a dialog.Answers) casebook.MeetingKind {
	if any := a["any"].Option; any != "" {
		return casebook.MeetingKind(any)
	}
	return casebook.MeetingKind(a["kind"].Option)
}

// Planned reads the plan out of the talk that was sent off.
func Planned(f dialog.Frozen, m MeetingData) casebook.Plan {
	a := f.Draft.Answers
	group, _ := strconv.ParseInt(a[AboutGroup].Option, 10, 64)
	plan, _ := strconv.ParseInt(a[AboutPlan].Option, 10, 64)
	p := casebook.Plan{Dialog: f.Draft.Dialog, Meeting: casebook.MeetingID(plan), Group: casebook.GroupID(group), Kind: planned(a),
		StartsAt: momentOf(a, m.Zone), Clock: true, Place: a["place"].Text, Agenda: private.Of(a["agenda"].Text), SentAt: f.SentAt}
	if every := a["every"].Option; every != "once" {
		p.Every = casebook.Every(every)
	}
	return p
}

// hourless tells whether the day was told without an hour.
func hourless(a dialog.Answers) bool { return len(a["when"].Text) == len(time.DateOnly) }

// momentOf reads the day and the hour that the readers wrote.
func momentOf(a dialog.Answers, zone *time.Location) time.Time {
	if !hourless(a) {
		t, _ := time.ParseInLocation(minute, a["when"].Text, zone)
		return t
	}
	day, _ := time.ParseInLocation(time.DateOnly, a["when"].Text, zone)
	at, _ := afterMidnight(a["hour"].Text)
	return day.Add(at)
}

// minute is how a moment stands in a draft.
const minute = "2006-01-02T15:04"

// PlanAnswers are the answers of a plan that is to be changed.
func PlanAnswers(m casebook.Meeting, zone *time.Location) dialog.Answers {
	every := string(m.Every)
	if every == "" {
		every = "once"
	}
	a := dialog.Answers{
		AboutGroup: {Option: strconv.FormatInt(int64(m.Group.ID), 10), Text: m.Group.Name}, AboutPlan: {Option: strconv.FormatInt(int64(m.ID), 10)},
		"kind": {Option: string(m.Kind)}, "any": {Option: string(m.Kind)}, "when": {Text: m.StartsAt.In(zone).Format(minute)}, "place": {Text: m.Place}, "every": {Option: every},
	}
	if m.Kind.Confidential() {
		a[CaseTalks] = dialog.Answer{Option: "yes"}
	}
	if !m.Agenda.Empty() {
		a["agenda"] = dialog.Answer{Text: m.Agenda.Reveal()}
	}
	return a
}
