package cards

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// The verbs of what a reporter has asked: erasing, or that a report be withdrawn.
const (
	Erase  Verb = "erase"
	Refuse Verb = "refuse"
)

// erasureButtons let somebody decide, where that may be.
func (c Cards) erasureButtons(l *words.Language, a casebook.AlertCopy) [][]chat.Button {
	if !a.Alert.Open || casebook.May(a.Viewer, casebook.DoErase, a.Case) != nil {
		return nil
	}
	row := []chat.Button{alertButton(l, "erasure.grant", Erase, a.Case), alertButton(l, "erasure.refuse", Refuse, a.Case)}
	if casebook.May(a.Viewer, casebook.See, a.Case) == nil {
		row = append(row, alertButton(l, "case.open", Open, a.Case))
	}
	return [][]chat.Button{row}
}

func isErasure(kind casebook.AlertKind) bool {
	return kind == casebook.ErasureWanted || kind == casebook.ErasureLate
}

// Erasures lists what reporters have asked and somebody must decide.
func (c Cards) Erasures(language string, list []casebook.Erasure) chat.Message {
	l := c.Voice(language)
	if len(list) == 0 {
		return chat.Message{Text: l.Say("erasure.none")}
	}
	text := []string{l.Say("erasure.title")}
	m := chat.Message{}
	for i, e := range list {
		held := ""
		if e.Held {
			held = l.Say("erasure.held")
		}
		place := strconv.Itoa(i + 1)
		text = append(text, place+". "+l.Say("erasure.line", "number", string(e.Number), "kind", l.Say("erasure.kind."+string(e.Kind)), "due", c.clock(l, e.DueAt), "held", held))
		m.Buttons = append(m.Buttons, []chat.Button{
			{Label: place + ". " + l.Say("erasure.grant"), Data: Token(Erase, e.Number)},
			{Label: place + ". " + l.Say("erasure.refuse"), Data: Token(Refuse, e.Number)},
		})
	}
	m.Text = strings.Join(text, "\n")
	return m
}

// OwnData draws what is known of a person, for the person to keep: a plain text, and the same for machines.
func (c Cards) OwnData(language string, d casebook.OwnData) (text, machine []byte, err error) {
	l := c.Voice(language)
	lines := []string{l.Say("data.title", "when", c.clock(l, d.At)), "", l.Say("data.account", "language", l.Say("language.code."+d.Language), "since", c.date(l, d.Since),
		"notice", strconv.Itoa(d.Notice), "name", orDash(d.Name.Reveal()))}
	for _, part := range []struct {
		key   string
		lines []string
	}{
		{"data.reports", c.dataReports(l, d)}, {"data.grants", c.dataGrants(l, d)}, {"data.seats", c.dataSeats(l, d)},
		{"data.claims", c.dataClaims(l, d)}, {"data.meetings", c.dataMeetings(l, d)}, {"data.answers", c.dataAnswers(l, d)},
		{"data.tests", c.dataTests(l, d)}, {"data.follows", c.dataFollows(l, d)},
	} {
		if len(part.lines) > 0 {
			lines = append(append(lines, "", l.Say(part.key)), part.lines...)
		}
	}
	lines = append(lines, "", l.Say("data.quiet"), l.Say("data.end"), "")
	machine, err = json.MarshalIndent(forMachines(d), "", "  ")
	return []byte(strings.Join(lines, "\r\n")), machine, err
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func (c Cards) dataReports(l *words.Language, d casebook.OwnData) (lines []string) {
	for _, r := range d.Reports {
		lines = append(lines, l.Say("data.report", "number", string(r.Number), "state", l.Say("state."+string(r.State)), "when", c.date(l, r.ReceivedAt), "place", c.Place(r.Region),
			"kind", c.kind(l, r.Kind), "who", l.Say("report.who."+string(r.Disclosure)), "files", strconv.Itoa(r.Files)), "  "+orDash(r.Story.Reveal()))
		if !r.PlaceNote.Empty() {
			lines = append(lines, "  "+l.Say("data.landmark", "place", r.PlaceNote.Reveal()))
		}
		if r.Safe != (casebook.SafeHours{}) {
			lines = append(lines, "  "+l.Say("data.safe", "hours", hoursOf(l, r.Safe)))
		}
		if !r.Contact.Phone.Empty() {
			lines = append(lines, "  "+l.Say("data.contact", "name", orDash(r.Contact.Name.Reveal()), "phone", r.Contact.Phone.Reveal(), "when", c.date(l, r.Contact.Said)))
		}
		for _, a := range r.Added {
			lines = append(lines, "  "+l.Say("data.added", "when", c.clock(l, a.At))+" "+orDash(a.Note.Reveal()))
		}
		for _, e := range r.Asked {
			lines = append(lines, "  "+l.Say("data.asked", "kind", l.Say("erasure.kind."+string(e.Kind)), "when", c.clock(l, e.AskedAt), "state", l.Say("erasure.state."+string(e.State)),
				"why", orDash(e.Decision.Reveal())))
		}
	}
	return lines
}

func (c Cards) dataGrants(l *words.Language, d casebook.OwnData) (lines []string) {
	for _, g := range d.Grants {
		lines = append(lines, l.Say("data.grant", "role", l.Say("role."+string(g.Role)), "place", c.Place(g.Region), "from", c.date(l, g.GrantedAt), "until", c.until(l, g.RevokedAt)))
	}
	return lines
}

func (c Cards) dataSeats(l *words.Language, d casebook.OwnData) (lines []string) {
	for _, s := range d.Seats {
		lines = append(lines, l.Say("data.seat", "group", s.Group, "name", s.Name.Reveal(), "post", orDash(s.Post), "from", c.date(l, s.JoinedAt), "until", c.until(l, s.LeftAt)))
	}
	return lines
}

func (c Cards) dataClaims(l *words.Language, d casebook.OwnData) (lines []string) {
	for _, k := range d.Claims {
		lines = append(lines, l.Say("data.claim", "when", c.date(l, k.At), "group", k.Group, "name", k.Name.Reveal(), "state", l.Say("data.claim_state."+k.State)))
	}
	return lines
}

func (c Cards) dataAnswers(l *words.Language, d casebook.OwnData) (lines []string) {
	for _, a := range d.Answers {
		said := "data.answer_no"
		if a.Comes {
			said = "data.answer_yes"
		}
		lines = append(lines, l.Say("data.answer", "when", c.clock(l, a.At), "group", a.Group, "said", l.Say(said)))
	}
	return lines
}

func (c Cards) dataMeetings(l *words.Language, d casebook.OwnData) (lines []string) {
	for _, m := range d.Meetings {
		lines = append(lines, l.Say("data.meeting", "when", c.date(l, m.At), "group", m.Group, "presence", l.Say("presence."+string(m.Presence))))
	}
	return lines
}

func (c Cards) dataTests(l *words.Language, d casebook.OwnData) (lines []string) {
	for _, t := range d.Tests {
		lines = append(lines, l.Say("data.test", "when", c.date(l, t.At), "topic", l.Say("topic."+t.Topic), "correct", strconv.Itoa(t.Correct), "questions", strconv.Itoa(t.Questions)))
	}
	return lines
}

func (c Cards) dataFollows(l *words.Language, d casebook.OwnData) (lines []string) {
	for _, f := range d.Follows {
		lines = append(lines, l.Say("data.follow", "what", f.What.Reveal(), "due", c.date(l, f.Due), "state", l.Say("data.follow_state."+f.State)))
	}
	return lines
}

// until is the end of something, "-" while it lasts.
func (c Cards) until(l *words.Language, t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return c.date(l, t)
}

// What machines read. private.Text writes only its length: here is the one place where it is meant to leave us.
type (
	machineData struct {
		At       time.Time             `json:"at"`
		Language string                `json:"language"`
		Since    time.Time             `json:"since"`
		Notice   int                   `json:"notice_version"`
		Name     string                `json:"name,omitempty"`
		Reports  []machineReport       `json:"reports"`
		Grants   []casebook.OwnGrant   `json:"grants"`
		Seats    []machineSeat         `json:"seats"`
		Claims   []machineClaim        `json:"claims"`
		Meetings []casebook.OwnMeeting `json:"meetings"`
		Answers  []casebook.OwnAnswer  `json:"answers"`
		Tests    []casebook.OwnTest    `json:"tests"`
		Follows  []machineFollow       `json:"follow_ups"`
	}
	machineReport struct {
		Number     string          `json:"number"`
		State      string          `json:"state"`
		Region     string          `json:"region"`
		Kind       string          `json:"kind"`
		Disclosure string          `json:"disclosure"`
		ReceivedAt time.Time       `json:"received_at"`
		Story      string          `json:"story"`
		Added      []machineAdded  `json:"added"`
		Files      int             `json:"files"`
		PlaceNote  string          `json:"place_note,omitempty"`
		SafeHours  string          `json:"safe_hours,omitempty"`
		Contact    *machineContact `json:"contact,omitempty"`
	}
	machineContact struct {
		Name   string    `json:"name,omitempty"`
		Phone  string    `json:"phone"`
		Notice int       `json:"notice_version"`
		Said   time.Time `json:"consent_at"`
	}
	machineClaim struct {
		Group, Name, State string
		At                 time.Time
	}
	machineAdded struct {
		At    time.Time `json:"at"`
		Words string    `json:"words"`
	}
	machineSeat struct {
		Group, Name, Post string
		JoinedAt, LeftAt  time.Time
	}
	machineFollow struct {
		What  string    `json:"what"`
		Due   time.Time `json:"due"`
		State string    `json:"state"`
	}
)

// machineHours writes when somebody may be written to, for programs.
func machineHours(h casebook.SafeHours) string {
	switch h {
	case casebook.Never:
		return "never"
	case casebook.Always:
		return "always"
	}
	return h.Clock()
}

func forMachines(d casebook.OwnData) machineData {
	m := machineData{At: d.At, Language: d.Language, Since: d.Since, Notice: d.Notice, Name: d.Name.Reveal(), Grants: d.Grants, Meetings: d.Meetings, Answers: d.Answers, Tests: d.Tests}
	for _, r := range d.Reports {
		report := machineReport{Number: string(r.Number), State: string(r.State), Region: r.Region, Kind: r.Kind, Disclosure: string(r.Disclosure), ReceivedAt: r.ReceivedAt,
			Story: r.Story.Reveal(), Files: r.Files, PlaceNote: r.PlaceNote.Reveal()}
		if r.Safe != (casebook.SafeHours{}) {
			report.SafeHours = machineHours(r.Safe)
		}
		if k := r.Contact; !k.Phone.Empty() {
			report.Contact = &machineContact{k.Name.Reveal(), k.Phone.Reveal(), k.Notice, k.Said}
		}
		for _, a := range r.Added {
			report.Added = append(report.Added, machineAdded{a.At, a.Note.Reveal()})
		}
		m.Reports = append(m.Reports, report)
	}
	for _, s := range d.Seats {
		m.Seats = append(m.Seats, machineSeat{s.Group, s.Name.Reveal(), s.Post, s.JoinedAt, s.LeftAt})
	}
	for _, k := range d.Claims {
		m.Claims = append(m.Claims, machineClaim{k.Group, k.Name.Reveal(), k.State, k.At})
	}
	for _, f := range d.Follows {
		m.Follows = append(m.Follows, machineFollow{f.What.Reveal(), f.Due, f.State})
	}
	return m
}
