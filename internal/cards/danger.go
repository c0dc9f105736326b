package cards

import (
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// receiptOfDanger says the number of a report that went off as danger, when somebody will answer, and one thing to do next.
func (c Cards) receiptOfDanger(l *words.Language, k casebook.Case) string {
	if k.Gist.Child {
		when := ""
		if !c.onDuty(k.ReceivedAt) {
			when = l.Say("receipt.child_off") + " "
		}
		return l.Say("receipt.child", "when", when, "danger", c.Danger, "child", c.Child, "number", string(k.Number))
	}
	next := l.Say("danger.more")
	switch {
	case strings.Count(k.Region, ".") < 3: // no village
		next = l.Say("danger.where")
	case k.FiledBy != 0: // the phone is an officer's
		next = l.Say("receipt.behalf_more")
	case k.Quiet: // the PIN comes below
		next = ""
	}
	return strings.TrimSpace(l.Say("receipt.danger", "number", string(k.Number), "when", c.whenHeard(l, k.ReceivedAt, k.DueAt), "next", next))
}

// WhenHeard says until when somebody will answer, while somebody is on duty; else that nobody may be reading.
func (c Cards) WhenHeard(language string, at, due time.Time) string {
	return c.whenHeard(c.Voice(language), at, due)
}

func (c Cards) whenHeard(l *words.Language, at, due time.Time) string {
	hour := at.In(c.Zone).Hour()
	switch {
	case c.onDuty(at):
		return l.Say("danger.on_duty", "time", c.clock(l, due))
	case hour >= 18 || hour < 6:
		return l.Say("danger.off_night", "number", c.Danger)
	default:
		return l.Say("danger.off_day", "number", c.Danger)
	}
}

func (c Cards) onDuty(at time.Time) bool { return c.OnDuty != nil && c.OnDuty(at) }

// promised is what a resident is told: the office's promise in working days. The shorter clocks are the office's own.
func (c Cards) promised(u casebook.Urgency, received, due time.Time) time.Time {
	if u == casebook.Normal || u == "" || c.Promise == nil {
		return due
	}
	return c.Promise(received)
}

// deadline is the end of the clock that runs, as those who work it read it: with its hour where hours count.
func (c Cards) deadline(l *words.Language, u casebook.Urgency, due time.Time) string {
	if u == casebook.Normal || u == "" {
		return c.date(l, due)
	}
	return c.clock(l, due)
}

// pressing names an urgency behind a kind; what is normal is not said.
func pressing(l *words.Language, u casebook.Urgency) string {
	if u == casebook.Normal || u == "" {
		return ""
	}
	return ". " + l.Say("urgency."+string(u))
}

// gist says whom a case was taken to be about, and how pressing.
func gist(l *words.Language, k casebook.Case) string {
	whom := ""
	if end := k.Gist.Whom(); end != "" {
		whom = ". " + l.Say("subject."+end, "count", strconv.Itoa(k.Gist.Count))
	}
	return whom + pressing(l, k.Urgency)
}

// Why tells why a case was taken for what it was: the words of the story, and what they were taken for.
func (c Cards) Why(v casebook.Viewer, k casebook.Case, g casebook.Guess) chat.Message {
	l := c.Voice(v.Language)
	text := []string{l.Say("case.why_title", "number", string(k.Number))}
	seen := map[string]bool{}
	for _, hit := range g.Why {
		about, _, _ := strings.Cut(hit.Rule, " ")
		line := l.Say("case.why_line", "words", chat.Escape(hit.Words), "meaning", c.meaning(l, about))
		if hit.Words == "" {
			line = l.Say("case.why_together", "meaning", c.meaning(l, "danger:"+g.Danger))
		}
		if !seen[line] {
			seen[line] = true
			text = append(text, line)
		}
	}
	if len(text) == 1 {
		text = append(text, l.Say("case.why_nothing"))
	}
	return chat.Message{Text: strings.Join(append(text, l.Say("case.why_end")), "\n"), Protected: true}
}

// meaning names what a rule speaks for.
func (c Cards) meaning(l *words.Language, about string) string {
	sort, value, _ := strings.Cut(about, ":")
	switch sort {
	case "kind":
		return c.kind(l, value)
	case "danger":
		return l.Say("danger.sort." + value)
	case "relation":
		return l.Say("relation." + value)
	case "urgent":
		return l.Say("urgency.urgent")
	}
	return l.Say("case.why_child")
}
