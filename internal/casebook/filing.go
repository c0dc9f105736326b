package casebook

import (
	"strings"
	"time"

	"rembuk/internal/private"
)

// Filing is a report as it was sent off: what store makes a case of, from the frozen draft, as often as it takes.
type Filing struct {
	Dialog     string // the talk's id, unique: the same talk makes one case, whatever crashes when
	Digest     []byte // of the content: the same talk with other content is an addition
	District   string
	Reporter   PersonID
	FiledBy    PersonID // who reports it for a resident; then there is no Reporter
	Behalf     Behalf   // what is told of that resident
	Region     string
	Story      private.Text
	Files      []Attachment
	Kind       string
	Sensitive  bool // words about violence, health or officials stand in the story
	Disclosure Disclosure
	Shield     Shield
	Urgency    Urgency
	Gist       Gist
	Alarm      bool      // sent off as danger now
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
		Urgency: f.Urgency, Gist: f.Gist, Alarm: f.Alarm, Region: f.Region, Story: f.Story, Files: f.Files, Reporter: f.Reporter, FiledBy: f.FiledBy, Open: true, ReceivedAt: f.SentAt, DueAt: f.DueAt,
	}
	if f.Kind == "" || confidentialKind || f.Sensitive || f.Gist.grave() || f.Shield != NoShield {
		c.Lane, c.Quiet = Confidential, true
	}
	if f.Gist.Child && f.FiledBy == 0 {
		c.Safe = Never
	}
	return c
}

// Again is the case after the same talk was sent off once more with other content: the words and the files that are new are an addition, and where the two
// differ in who may know of it, the stricter one holds.
func (c Case) Again(f Filing, confidentialKind bool) (next Case, words private.Text, files []Attachment) {
	seen := map[string]bool{}
	for _, old := range c.Files {
		seen[old.Unique] = true
	}
	for _, file := range f.Files {
		if !seen[file.Unique] {
			files = append(files, file)
		}
	}
	words = newWords(c.Story, f.Story)
	c.Additions++
	if strictness[f.Disclosure] > strictness[c.Disclosure] {
		c.Disclosure = f.Disclosure
	}
	c.Alarm = c.Alarm || f.Alarm
	if c.Alarm {
		c.Urgency = Emergency
	}
	raised := shieldHeight[f.Shield] > shieldHeight[c.Shield]
	if raised {
		c.Shield = f.Shield
	}
	if raised || c.Category == "" && NewCase(f, c.Number, confidentialKind).Lane == Confidential {
		c = c.secret(0)
	}
	return c, words, files
}

var (
	strictness   = map[Disclosure]int{VillageToo: -1, OfficeOnly: 0, Nameless: 1, AboutOthers: 2}
	shieldHeight = map[Shield]int{NoShield: 0, ShieldVillage: 1, ShieldGroup: 2, ShieldCoordinator: 3, ShieldOffice: 4}
)

// newWords is what the second telling has and the first has not.
func newWords(first, second private.Text) private.Text {
	old, told := first.Reveal(), second.Reveal()
	if rest, ok := strings.CutPrefix(told, old); ok {
		return private.Of(strings.TrimSpace(rest))
	}
	if strings.Contains(old, told) {
		return private.Text{}
	}
	return second
}
