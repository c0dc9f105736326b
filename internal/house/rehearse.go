package house

import (
	"strings"
	"time"

	"rembuk/internal/dialog"
	"rembuk/internal/district"
	"rembuk/internal/flows"
)

// Rehearsal is the report's conversation in a terminal.
type Rehearsal struct {
	Lead  string
	talk  *flows.Rehearsal
	voice dialog.Voice
}

// Rehearse sets one up from a district's data; no service is needed.
func Rehearse(code, language string, now time.Time) (*Rehearsal, error) {
	data, err := district.Load(code)
	if err != nil {
		return nil, err
	}
	o, err := office(data, "")
	if err != nil {
		return nil, err
	}
	l := o.Voice(language)
	hello := l.Say("start.hello", "greeting", l.Greeting(now.In(o.Calendar.Zone)), "office", o.Name, "danger", l.Say("start.danger", "number", o.Danger))
	return &Rehearsal{
		Lead:  hello + "\n  " + l.Say("report.story.ask") + " " + l.Say("start.data"),
		talk:  &flows.Rehearsal{Flow: flows.Report(o.Places, o.Kinds, o.Lexicon, o.Outside), Voice: l, Now: now},
		voice: l,
	}, nil
}

// bare takes the marks of a message away, which a terminal does not show.
var bare = strings.NewReplacer("<b>", "", "</b>", "", "<i>", "", "</i>", "", "<code>", "", "</code>", "", "&lt;", "<", "&gt;", ">", "&amp;", "&")

// Line takes a line that was typed and gives what is said, with the keys in brackets, and whether the talk is over.
func (r *Rehearsal) Line(text string) (said string, over bool) {
	turn := r.talk.Say(text)
	var b strings.Builder
	for _, m := range turn.Messages {
		b.WriteString("< " + strings.ReplaceAll(bare.Replace(m.Text), "\n", "\n  ") + "\n")
		for _, row := range m.Keys {
			b.WriteString("  [" + strings.Join(row, "] [") + "]\n")
		}
	}
	switch turn.End {
	case dialog.Sent:
		b.WriteString("= " + r.voice.Say("talk.send") + "\n")
	case dialog.Cancelled:
		b.WriteString("= " + r.voice.Say("talk.cancelled") + "\n")
	}
	return b.String(), turn.End != dialog.GoesOn
}
