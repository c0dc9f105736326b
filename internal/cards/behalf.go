package cards

import (
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// Filed lists what an officer has reported for residents. Of a case that is or was confidential, number and state.
func (c Cards) Filed(language string, lines []casebook.CaseLine) string {
	l := c.Voice(language)
	text := []string{l.Say("status.filed")}
	for _, line := range lines {
		if line.Quiet {
			text = append(text, l.Say("status.filed_line", "number", string(line.Number), "state", l.Say("state."+string(line.State))))
			continue
		}
		text = append(text, c.statusLine(l, line))
	}
	return strings.Join(text, "\n")
}

// SlipText is what an officer sends on to the resident: number, PIN, how to ask.
func (c Cards) SlipText(language string, s casebook.Slip, office string) string {
	l := c.Voice(language)
	text := l.Say("slip.text", "office", chat.Escape(office), "number", string(s.Number), "pin", s.PIN, "link", s.Link)
	if s.Kind != "" {
		text = l.Say("slip.text_about", "kind", c.kind(l, s.Kind), "place", c.Place(s.Region)) + "\n" + text
	}
	return text
}
