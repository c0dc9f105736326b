package cards

import (
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// Related adds to an opened case what it belongs with, and what may be the same, with the buttons to say so.
func (c Cards) Related(m chat.Message, v casebook.Viewer, k casebook.Case, alike []casebook.Alike) chat.Message {
	l := c.Voice(v.Language)
	var linked, maybe []string
	for _, a := range alike {
		number := string(a.Number)
		switch a.Bond {
		case casebook.Joined:
			linked = append(linked, l.Say("case.linked_joined", "number", number))
		case casebook.Linked:
			linked = append(linked, number)
		case casebook.Maybe:
			maybe = append(maybe, number)
			m.Buttons = append(m.Buttons, []chat.Button{
				{Label: l.Say("case.link", "number", number), Data: Token(Link, k.Number, number)},
				{Label: l.Say("case.apart", "number", number), Data: Token(Apart, k.Number, number)},
			})
		}
	}
	if len(linked) > 0 {
		m.Text += "\n" + l.Say("case.linked", "numbers", strings.Join(linked, ", "))
	}
	if len(maybe) > 0 {
		m.Text += "\n" + l.Say("case.alike", "numbers", strings.Join(maybe, ", "))
	}
	return m
}

// AskJoin asks a resident whether the report is the same as another. It names no number and nobody.
func (c Cards) AskJoin(language string, number casebook.Number) chat.Message {
	l := c.Voice(language)
	return chat.Message{Text: l.Say("alike.ask"), Buttons: [][]chat.Button{
		{{Label: l.Say("alike.join"), Data: Token(Join, number)}}, {{Label: l.Say("alike.leave"), Data: Token(Leave, number)}},
	}}
}
