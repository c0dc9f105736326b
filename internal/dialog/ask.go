package dialog

import (
	"slices"
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
	switch {
	case q.kind == place && d.Within == "" && len(d.Offer) == 0:
		m.Text, m.Keys = joined(lead, v.Say(f.phrase(q, "ask"))), branches(q, v)
		m.Locate = v.Say("talk.locate")
	case q.kind == read && len(d.Maybe) == 0:
		text, m.Keys = q.reader.Ask(d, v)
		m.Text = joined(lead, text)
	case len(options) > 0:
		m.Text += "\n" + numbered(options)
	}
	m.Keys = slices.Concat(m.Keys, f.ways(q, d, v))
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
	case read:
		if len(d.Maybe) == 1 { // the reader has asked whether it is so
			return "", items(d.Maybe)
		}
		return v.Say("talk.which"), items(d.Maybe)
	default:
		return v.Say(f.phrase(q, "ask")), f.screenful(q, d, v)
	}
}

// screenful is optionsOf, with one page of a long list.
func (f *Flow) screenful(q *question, d Draft, v Voice) []option {
	options := f.optionsOf(q, d, v)
	if !q.long(d) {
		return options
	}
	from, to := page(d.Page, len(d.List))
	return slices.Concat(options[from:to], []option{turning(v)}, options[len(d.List):])
}

// choices are all options of a choice, on whatever page they stand, and what turns the page.
func (f *Flow) choices(q *question, d Draft, v Voice) []option {
	options := f.optionsOf(q, d, v)
	if q.long(d) {
		options = slices.Insert(options, len(d.List), turning(v))
	}
	return options
}

// long tells whether a list takes several screens.
func (q *question) long(d Draft) bool { return q.listed && len(d.List) > perPage }

// page gives the part of a list that stands on its n-th screen: the first, where the list is shorter now.
func page(n, all int) (from, to int) {
	if from = n * perPage; from < 0 || from >= all {
		from = 0
	}
	return from, min(from+perPage, all)
}

func (f *Flow) optionsOf(q *question, d Draft, v Voice) []option {
	var options []option
	if q.listed {
		options = items(d.List)
	}
	for _, id := range q.options {
		key := f.phrase(q, id)
		options = append(options, option{id, v.Say(key), v.Words(key)})
	}
	return options
}

func items(list []Item) []option {
	var options []option
	for _, item := range list {
		options = append(options, option{id: item.ID, label: item.Label})
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
	from, to := page(d.Page, len(inside))
	var options []option
	for _, code := range inside[from:to] {
		options = append(options, option{id: code, label: q.places.Short(code)})
	}
	if len(inside) > perPage {
		options = append(options, turning(v))
	}
	options = append(options, option{id: d.Within, label: v.Say("talk.unknown_place"), words: v.Words("talk.unknown_place")})
	return v.Say("talk.inside", "place", q.places.Short(d.Within)), options
}

// more is the id of the option that turns the page.
const more = ">"

func turning(v Voice) option {
	return option{id: more, label: v.Say("talk.more"), words: v.Words("talk.more")}
}

func (f *Flow) reviewBody(q *question, d Draft, v Voice) (string, []option) {
	switch {
	case d.Picking && d.Adding:
		return v.Say("talk.adding"), f.named(f.extras(d.Answers), v)
	case d.Picking:
		return v.Say("talk.change"), f.lines(d, v)
	}
	return q.card(d, v), f.reviewWays(d, v)
}

// reviewWays are the options of the card. Where something can be added, Batal is only a button below.
func (f *Flow) reviewWays(d Draft, v Voice) []option {
	ways := []option{talkWord("send", v), talkWord("edit", v), talkWord("cancel", v)}
	if len(f.extras(d.Answers)) > 0 {
		ways[2] = talkWord("add", v)
	}
	return ways
}

// lines are what can be changed on it.
func (f *Flow) lines(d Draft, v Voice) []option {
	return f.named(slices.DeleteFunc(f.visible(d.Answers), func(q *question) bool {
		_, answered := d.Answers[q.key]
		return q.kind == review || q.extra && !answered
	}), v)
}

func (f *Flow) named(lines []*question, v Voice) []option {
	var options []option
	for _, line := range lines {
		options = append(options, option{id: line.key, label: v.Say(f.phrase(line, "line"))})
	}
	return options
}

func talkWord(id string, v Voice) option {
	return option{id, v.Say("talk." + id), v.Words("talk." + id)}
}

// ways are the buttons that every question has.
func (f *Flow) ways(q *question, d Draft, v Voice) [][]string {
	row := []string{}
	if len(d.Path) > 0 || d.Editing || d.Picking || d.Within != "" || len(d.Offer) > 0 || len(d.Maybe) > 0 {
		row = append(row, v.Say("talk.back"))
	}
	if q.kind != review || d.Picking || len(f.extras(d.Answers)) > 0 {
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
