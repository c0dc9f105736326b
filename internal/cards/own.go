package cards

import (
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// Receipt says the number.
func (c Cards) Receipt(language string, k casebook.Case) chat.Message {
	l := c.Voice(language)
	if k.Alarm || k.Urgency == casebook.Emergency {
		return chat.Message{Text: c.receiptOfDanger(l, k)}
	}
	key := "receipt.filed"
	if k.FiledBy != 0 {
		key = "receipt.filed_behalf"
	} else if k.Quiet {
		key = "receipt.filed_safe"
	}
	text := l.Say(key, "number", string(k.Number), "date", c.date(l, c.promised(k.Urgency, k.ReceivedAt, k.DueAt)))
	if k.Many && k.FiledBy == 0 {
		text += "\n" + l.Say("receipt.many")
	}
	return chat.Message{Text: text}
}

// Own is the reporter's card, edited as the case goes on. One that must not betray says only that there is news.
func (c Cards) Own(card casebook.Card) (chat.Message, bool) {
	l, k := c.Voice(card.Language), card.Case
	if k.Quiet {
		return chat.Message{Text: l.Say("notice.quiet_news")}, true
	}
	if k.State == casebook.NotReport {
		return chat.Message{Text: l.Say("card.not_report", "number", string(k.Number))}, true
	}
	due := l.Say("card.due", "due", c.date(l, c.promised(k.Urgency, k.ReceivedAt, k.DueAt)))
	if k.Urgency == casebook.Emergency {
		due = l.Say("card.due_emergency")
	}
	return chat.Message{Buttons: offers(l, k), Text: l.Say("card.own", "number", string(k.Number), "state", l.Say("state."+string(k.State)), "kind", c.kind(l, k.Kind),
		"place", c.Place(k.Region), "received", c.date(l, k.ReceivedAt), "due", due)}, true
}

// Status lists a person's own cases.
func (c Cards) Status(language string, lines []casebook.CaseLine) chat.Message {
	l := c.Voice(language)
	if len(lines) == 0 {
		return chat.Message{Text: l.Say("status.none") + "\n" + l.Say("status.by_pin")}
	}
	text := []string{l.Say("status.title")}
	for _, line := range lines {
		text = append(text, c.statusLine(l, line))
	}
	return chat.Message{Text: strings.Join(append(text, l.Say("status.end"), l.Say("status.by_pin")), "\n")}
}

func (c Cards) statusLine(l *words.Language, line casebook.CaseLine) string {
	if line.Urgency == casebook.Emergency {
		return l.Say("status.line_emergency", "number", string(line.Number), "state", l.Say("state."+string(line.State)), "place", c.Place(line.Region))
	}
	return l.Say("status.line", "number", string(line.Number), "state", l.Say("state."+string(line.State)), "place", c.Place(line.Region), "due", c.date(l, c.promised(line.Urgency, line.ReceivedAt, line.DueAt)))
}

// Label names an own case in a choice.
func (c Cards) Label(language string, line casebook.CaseLine) string {
	return c.Voice(language).Say("belongs.option", "number", string(line.Number), "place", c.Place(line.Region))
}

// Until writes a moment as a deadline.
func (c Cards) Until(language string, t time.Time) string { return c.clock(c.Voice(language), t) }
