package casebook

import (
	"time"

	"rembuk/internal/private"
)

// Filing is a report as it was sent off: what store makes a case of, from the frozen draft, as often as it takes.
type Filing struct {
	Dialog     string // the talk's id, unique: the same talk makes one case, whatever crashes when
	Digest     []byte // of the content: the same talk with other content is an addition
	District   string
	Reporter   PersonID
	Region     string
	Story      private.Text
	Files      []Attachment
	Kind       string
	Sensitive  bool // words about violence, health or officials stand in the story
	Disclosure Disclosure
	Shield     Shield
	Urgency    Urgency
	Notice     int       // version of the data notice that was shown
	SentAt     time.Time // when KIRIM was pressed, by Telegram's clock
	DueAt      time.Time // what is promised
}

// Receipt tells what became of a filing.
type Receipt struct {
	Number Number
	DueAt  time.Time
	Added  bool // it was an addition to a case that the same talk had made before
	Case   Case
}

// NewCase is the case that a filing makes, before it has an id. Until staff have classed it, it is kept to the worst case.
func NewCase(f Filing, number Number, confidentialKind bool) Case {
	c := Case{
		District: f.District, Number: number, State: Received, Lane: OpenLane, Shield: f.Shield, Disclosure: f.Disclosure, Kind: f.Kind,
		Urgency: f.Urgency, Region: f.Region, Story: f.Story, Files: f.Files, Reporter: f.Reporter, Open: true, ReceivedAt: f.SentAt, DueAt: f.DueAt,
	}
	if f.Kind == "" || confidentialKind || f.Sensitive || f.Shield != NoShield {
		c.Lane = Confidential
	}
	return c
}
