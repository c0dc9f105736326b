package dialog

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"rembuk/internal/chat"
)

// perPage is how many places of a long list stand on one screen.
const perPage = 10

// wide is the longest label, in characters, that leaves room for a second button beside it on a small phone.
const wide = 17

// ask puts the question that stands: its text with the numbered options, the keyboard, and what the numbers mean.
// lead, when there is one, is said before it in the same message.
func (f *Flow) ask(d Draft, v Voice, lead string) (Draft, chat.Message) {
	q := f.question(d.At)
	text, options := f.body(q, d, v)
	d.Screen = nil
	for _, o := range options {
		d.Screen = append(d.Screen, o.id)
	}
	m := chat.Message{Text: joined(lead, text), Keys: keys(options)}
	if q.kind == place && d.Within == "" && len(d.Offer) == 0 {
		m.Text, m.Keys = joined(lead, v.Say(f.phrase(q, "ask"))), branches(q, v)
		m.Locate = v.Say("talk.locate")
	} else if len(options) > 0 {
		m.Text += "\n" + numbered(options)
	}
	m.Keys = append(m.Keys, f.ways(q, d, v)...)
	m.Hint = v.Say("talk.hint")
	return d, m
}

// body gives the question's words and its options as they are now.
func (f *Flow) body(q *question, d Draft, v Voice) (string, []option) {
	switch q.kind {
	case story:
		a, told := d.Answers[q.key]
		switch {
		case !told:
			return v.Say(f.phrase(q, "ask")), nil
		case a.StoryText() == "": // files without a word
			return v.Say(f.phrase(q, "ask")), storyWays(v)
		}
		return v.Say(f.phrase(q, "again")), storyWays(v)
	case place:
		return f.placeBody(q, d, v)
	case review:
		return f.reviewBody(q, d, v)
	default:
		return v.Say(f.phrase(q, "ask")), f.optionsOf(q, d, v)
	}
}

func (f *Flow) optionsOf(q *question, d Draft, v Voice) []option {
	var options []option
	if q.listed {
		for _, item := range d.List {
			options = append(options, option{id: item.ID, label: item.Label})
		}
	}
	for _, id := range q.options {
		key := f.phrase(q, id)
		options = append(options, option{id, v.Say(key), v.Words(key)})
	}
	return options
}

func (f *Flow) placeBody(q *question, d Draft, v Voice) (string, []option) {
	if d.Within == "" {
		var options []option
		for _, code := range d.Offer {
			options = append(options, option{id: code, label: q.places.Label(code)})
		}
		return v.Say("talk.which"), options
	}
	inside := q.places.Inside(d.Within)
	from := d.Page * perPage
	if from < 0 || from >= len(inside) { // the list is shorter now
		from = 0
	}
	to := min(from+perPage, len(inside))
	var options []option
	for _, code := range inside[from:to] {
		options = append(options, option{id: code, label: q.places.Short(code)})
	}
	if len(inside) > perPage {
		options = append(options, option{id: more, label: v.Say("talk.more"), words: v.Words("talk.more")})
	}
	options = append(options, option{id: d.Within, label: v.Say("talk.unknown_place"), words: v.Words("talk.unknown_place")})
	return v.Say("talk.inside", "place", q.places.Short(d.Within)), options
}

// more is the id of the option that turns the page.
const more = ">"

func (f *Flow) reviewBody(q *question, d Draft, v Voice) (string, []option) {
	if !d.Picking {
		return q.card(d, v), reviewWays(v)
	}
	return v.Say("talk.change"), f.lines(d, v)
}

// reviewWays are the options of the card.
func reviewWays(v Voice) []option {
	return []option{talkWord("send", v), talkWord("edit", v), talkWord("cancel", v)}
}

// lines are what can be changed on it.
func (f *Flow) lines(d Draft, v Voice) []option {
	var options []option
	for _, line := range f.visible(d.Answers) {
		if line.kind != review {
			options = append(options, option{id: line.key, label: v.Say(f.phrase(line, "line"))})
		}
	}
	return options
}

func talkWord(id string, v Voice) option {
	return option{id, v.Say("talk." + id), v.Words("talk." + id)}
}

// ways are the buttons that every question has.
func (f *Flow) ways(q *question, d Draft, v Voice) [][]string {
	row := []string{}
	if len(d.Path) > 0 || d.Editing || d.Picking || d.Within != "" || len(d.Offer) > 0 {
		row = append(row, v.Say("talk.back"))
	}
	if q.kind != review || d.Picking {
		row = append(row, v.Say("talk.cancel"))
	}
	if len(row) == 0 {
		return nil
	}
	return [][]string{row}
}

// branches are the buttons of the inner places: no numbers, since a name serves.
func branches(q *question, _ Voice) [][]string {
	var labels []string
	for _, code := range q.places.Top() {
		labels = append(labels, q.places.Short(code))
	}
	return rows(labels)
}

func keys(options []option) [][]string {
	var labels []string
	for i, o := range options {
		labels = append(labels, strconv.Itoa(i+1)+". "+o.label)
	}
	return rows(labels)
}

// rows lays labels out two in a row where all are short.
func rows(labels []string) [][]string {
	per := 2
	for _, l := range labels {
		if utf8.RuneCountInString(l) > wide {
			per = 1
		}
	}
	var out [][]string
	for len(labels) > 0 {
		n := min(per, len(labels))
		out, labels = append(out, labels[:n:n]), labels[n:]
	}
	return out
}

func numbered(options []option) string {
	var lines []string
	for i, o := range options {
		lines = append(lines, strconv.Itoa(i+1)+". "+chat.Escape(o.label))
	}
	return strings.Join(lines, "\n")
}

// joined puts a lead before a text: on its line where both are short sentences, above it otherwise.
func joined(lead, text string) string {
	switch {
	case lead == "" || text == "":
		return lead + text
	case len(lead) < 60 && !strings.ContainsAny(lead, "\n<") && !strings.HasPrefix(text, "<"):
		return lead + " " + text
	default:
		return lead + "\n" + text
	}
}

func (f *Flow) phrase(q *question, end string) string { return f.Name + "." + q.key + "." + end }
