package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/almanac"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
)

// speaks is what the readers need of a voice beside the phrases: dates.
type speaks interface {
	Date(t time.Time) string
	Clock(t time.Time) string
}

func date(v dialog.Voice, t time.Time) string {
	if s, ok := v.(speaks); ok {
		return s.Date(t)
	}
	return t.Format(time.DateOnly)
}

func clock(v dialog.Voice, t time.Time) string {
	if s, ok := v.(speaks); ok {
		return s.Clock(t)
	}
	return t.Format(minute)
}

// mostLine is how long an answer of one line may be, in characters.
const mostLine = 300

// line takes any words; key is the flow's and the question's name. A value that is known already is offered as a key.
type line struct{ key string }

func (r line) Ask(d dialog.Draft, v dialog.Voice) (string, [][]string) {
	_, key, _ := strings.Cut(r.key, ".")
	if known := d.Answers["."+key].Text; known != "" {
		return v.Say(r.key + ".ask"), [][]string{{known}}
	}
	return v.Say(r.key + ".ask"), nil
}

func (r line) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	text := strings.Join(strings.Fields(in.Text.Reveal()), " ")
	switch {
	case in.Kind != chat.Text || text == "":
		return dialog.Reading{}
	case len([]rune(text)) > mostLine:
		return dialog.Reading{Lead: v.Say("talk.long_line", "most", strconv.Itoa(mostLine))}
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: text}}
}

// venue takes where a meeting is. An hour or a day is none: it belongs to another line.
type venue struct{ line }

func (r venue) Read(d dialog.Draft, old dialog.Answer, in chat.Input, now time.Time, v dialog.Voice) dialog.Reading {
	if in.Kind == chat.Text && (almanac.Read(in.Text.Reveal(), now).OK || almanac.ReadClock(in.Text.Reveal()).OK) {
		return dialog.Reading{Lead: v.Say("plan.place.no_hour")}
	}
	return r.line.Read(d, old, in, now, v)
}

// pastDay takes a day that is over, or today.
type pastDay struct{ zone *time.Location }

func (r pastDay) Ask(d dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say(d.Flow + "." + d.At + ".ask"), nil
}

func (r pastDay) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, now time.Time, v dialog.Voice) dialog.Reading {
	now = now.In(r.zone)
	heard := almanac.ReadPast(in.Text.Reveal(), now)
	return dayReading(heard, v, "talk.unclear_past", func(t time.Time) string {
		if t.After(now) {
			return v.Say("talk.not_yet", "date", date(v, t))
		}
		return ""
	})
}

// dueDay takes a day to come, or today.
type dueDay struct{ zone *time.Location }

func (r dueDay) Ask(d dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say(d.Flow + "." + d.At + ".ask"), nil
}

func (r dueDay) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, now time.Time, v dialog.Voice) dialog.Reading {
	now = now.In(r.zone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, r.zone)
	return dayReading(almanac.Read(in.Text.Reveal(), now), v, "talk.unclear_day", func(t time.Time) string {
		if t.Before(today) {
			return v.Say("talk.passed", "date", date(v, t))
		}
		return ""
	})
}

// dayReading makes an answer of a day that was heard; unclear is said of what is none, wrong says why a day cannot be meant, "" when it can.
func dayReading(heard almanac.Reading, v dialog.Voice, unclear string, wrong func(time.Time) string) dialog.Reading {
	if heard.OK {
		if why := wrong(heard.Moment.Day); why != "" {
			return dialog.Reading{Lead: why}
		}
		return dialog.Reading{OK: true, Answer: dialog.Answer{Text: heard.Moment.Day.Format(time.DateOnly)}, Lead: date(v, heard.Moment.Day) + "."}
	}
	var maybe []dialog.Item
	for _, m := range heard.Maybe {
		if id := m.Day.Format(time.DateOnly); wrong(m.Day) == "" && !slices.ContainsFunc(maybe, func(i dialog.Item) bool { return i.ID == id }) {
			maybe = append(maybe, dialog.Item{ID: id, Label: date(v, m.Day)})
		}
	}
	switch len(maybe) {
	case 0:
		return dialog.Reading{Lead: v.Say(unclear)}
	case 1:
		return dialog.Reading{OK: true, Answer: dialog.Answer{Text: maybe[0].ID}, Lead: maybe[0].Label + "."}
	}
	return dialog.Reading{Maybe: maybe}
}

// moment takes a day to come, with its hour where one is told.
type moment struct{ zone *time.Location }

// daysShown is how many days stand on the keyboard, and perRow how many in a row.
const (
	daysShown = 12
	perRow    = 3
)

func (r moment) Ask(d dialog.Draft, v dialog.Voice) (string, [][]string) {
	var keys [][]string
	for n := range daysShown {
		if n%perRow == 0 {
			keys = append(keys, nil)
		}
		day := d.Touched.In(r.zone).AddDate(0, 0, n+1)
		name := []rune(date(v, day))
		keys[len(keys)-1] = append(keys[len(keys)-1], fmt.Sprintf("%s %s", string(name[:3]), day.Format("2/1")))
	}
	return v.Say("plan.when.ask"), keys
}

func (r moment) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, now time.Time, v dialog.Voice) dialog.Reading {
	now = now.In(r.zone)
	heard := almanac.Read(in.Text.Reveal(), now)
	if heard.OK {
		if passed(heard.Moment, now) {
			return dialog.Reading{Lead: v.Say("talk.passed", "date", r.label(heard.Moment, v))}
		}
		reading := dialog.Reading{OK: true, Answer: dialog.Answer{Text: written(heard.Moment)}}
		if heard.Moment.Clock { // else the question for the hour says the day
			reading.Lead = r.label(heard.Moment, v) + "."
		}
		return reading
	}
	var maybe []dialog.Item
	for _, m := range heard.Maybe {
		if !passed(m, now) {
			maybe = append(maybe, dialog.Item{ID: written(m), Label: r.label(m, v)})
		}
	}
	switch len(maybe) {
	case 0:
		return dialog.Reading{Lead: v.Say("talk.unclear_day")}
	case 1:
		return dialog.Reading{Maybe: maybe, Lead: v.Say("talk.sure")}
	}
	return dialog.Reading{Maybe: maybe}
}

func (r moment) label(m almanac.Moment, v dialog.Voice) string {
	if m.Clock {
		return clock(v, m.At)
	}
	return date(v, m.Day)
}

func passed(m almanac.Moment, now time.Time) bool {
	if m.Clock {
		return !m.At.After(now)
	}
	return !m.Day.AddDate(0, 0, 1).After(now)
}

func written(m almanac.Moment) string {
	if m.Clock {
		return m.At.Format(minute)
	}
	return m.Day.Format(time.DateOnly)
}

// hour takes the hour of a day that was told without one.
type hour struct{ zone *time.Location }

func (r hour) Ask(d dialog.Draft, v dialog.Voice) (string, [][]string) {
	day, _ := time.ParseInLocation(time.DateOnly, d.Answers["when"].Text, r.zone)
	return v.Say("plan.hour.ask", "date", date(v, day)), [][]string{{"08.00", "09.00", "10.00"}, {"13.00", "14.00", "16.00"}, {"19.30", "20.00"}}
}

func (r hour) Read(d dialog.Draft, _ dialog.Answer, in chat.Input, now time.Time, v dialog.Voice) dialog.Reading {
	day, _ := time.ParseInLocation(time.DateOnly, d.Answers["when"].Text, r.zone)
	var maybe []dialog.Item
	for _, h := range spans(almanac.ReadClock(in.Text.Reveal())) {
		if at := day.Add(h); at.After(now) {
			maybe = append(maybe, dialog.Item{ID: at.Format("15.04"), Label: clock(v, at)})
		}
	}
	switch len(maybe) {
	case 0:
		return dialog.Reading{Lead: v.Say("talk.unclear_hour")}
	case 1:
		return dialog.Reading{OK: true, Answer: dialog.Answer{Text: maybe[0].ID}, Lead: maybe[0].Label + "."}
	}
	return dialog.Reading{Maybe: maybe}
}

// hours takes from when to when: "9 sampai 11.30", "jam 9".
type hours struct{ zone *time.Location }

func (r hours) Ask(_ dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say("meeting.hour.ask"), nil
}

func (r hours) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	text := slashless(strings.ToLower(in.Text.Reveal()))
	for _, sep := range append(v.Words("attendance.to"), " - ", "-") {
		text = strings.ReplaceAll(text, " "+sep+" ", "|")
	}
	text = strings.ReplaceAll(text, "-", "|")
	var said []string
	for part := range strings.SplitSeq(text, "|") {
		heard := spans(almanac.ReadClock(part))
		if len(heard) == 0 {
			return dialog.Reading{Lead: v.Say("talk.unclear_hour")}
		}
		at := heard[0] // of two meanings the one in daylight: a log is read before it is sent
		for _, h := range heard[1:] {
			if at < 6*time.Hour && h < 21*time.Hour {
				at = h
			}
		}
		said = append(said, fmt.Sprintf("%02d.%02d", int(at.Hours()), int(at.Minutes())%60))
	}
	if len(said) > 2 {
		return dialog.Reading{Lead: v.Say("talk.unclear_hour")}
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: strings.Join(said, "-")}}
}

// spans are the hours that may be meant, as time after midnight.
func spans(h almanac.Hour) []time.Duration {
	if h.OK {
		return []time.Duration{time.Duration(h.Minutes) * time.Minute}
	}
	var out []time.Duration
	for _, m := range h.Maybe {
		out = append(out, time.Duration(m)*time.Minute)
	}
	return out
}

// hoursOf reads what hours wrote, as time after midnight.
func hoursOf(s string) (from, to time.Duration, ok bool) {
	first, second, _ := strings.Cut(s, "-")
	from, ok = afterMidnight(first)
	to, _ = afterMidnight(second)
	return from, to, ok
}

func afterMidnight(s string) (time.Duration, bool) {
	t, err := time.Parse("15.04", s)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}

// topics takes numbers of the district's list.
type topics struct {
	list func(v dialog.Voice) []Topic
}

func (r topics) Ask(_ dialog.Draft, v dialog.Voice) (string, [][]string) {
	text := []string{v.Say("meeting.topics.ask")}
	for i, t := range r.list(v) {
		text = append(text, strconv.Itoa(i+1)+". "+chat.Escape(t.Label))
	}
	return strings.Join(text, "\n"), nil
}

func (r topics) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	all := r.list(v)
	var rows Roster
	for i := range all {
		rows = append(rows, Row{Member: casebook.MemberID(i + 1), Label: all[i].Label})
	}
	heard := rows.Listen(in.Text.Reveal(), v)
	if len(heard.Marks) == 0 || heard.Beyond != 0 {
		return dialog.Reading{Lead: v.Say("meeting.topics.unclear", "count", strconv.Itoa(len(all)))}
	}
	var keys []string
	for _, m := range heard.Marks {
		keys = append(keys, all[m.Member-1].Key)
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: strings.Join(keys, ",")}}
}

func topicLabels(all []Topic, keys string) string {
	var labels []string
	for _, t := range all {
		if slices.Contains(strings.Split(keys, ","), t.Key) {
			labels = append(labels, chat.Escape(t.Label))
		}
	}
	return strings.Join(labels, ", ")
}

// counts takes heads without names: "3 L 2 P, 4 lansia".
type counts struct{}

func (counts) Ask(_ dialog.Draft, v dialog.Voice) (string, [][]string) {
	return v.Say("meeting.heads.ask"), nil
}

func (counts) Read(_ dialog.Draft, _ dialog.Answer, in chat.Input, _ time.Time, v dialog.Voice) dialog.Reading {
	heard := Roster(nil).Listen(in.Text.Reveal(), v)
	if heard.Heads == (casebook.Heads{}) {
		return dialog.Reading{Lead: v.Say("meeting.heads.unclear")}
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: heard.String()}}
}
