package cards

import (
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// mostLines is how many lines of a roster stand in one message.
const mostLines = 60

// Group shows a group and its roster, with the buttons that the viewer may press.
func (c Cards) Group(v casebook.Viewer, g casebook.Group, members []casebook.Member) chat.Message {
	l := c.Voice(v.Language)
	text := []string{l.Say("group.card", "name", chat.Escape(g.Name), "place", c.Place(g.Region), "decree", c.decree(l, g.Decree))}
	if !g.Coached.IsZero() {
		text = append(text, l.Say("group.coached", "when", c.date(l, g.Coached)))
	}
	for i, m := range members {
		if i == mostLines {
			text = append(text, "…")
			break
		}
		text = append(text, strconv.Itoa(m.Place)+" "+c.member(l, m))
	}
	if len(members) == 0 {
		text = append(text, l.Say("group.empty"))
	}
	return chat.Message{Text: strings.Join(text, "\n"), Buttons: c.groupButtons(l, v, g)}
}

func (c Cards) decree(l *words.Language, d casebook.Decree) string {
	switch {
	case d.Number == "":
		return l.Say("group.no_decree")
	case d.Until == (casebook.Date{}):
		return l.Say("group.decree", "number", chat.Escape(d.Number))
	default:
		return l.Say("group.decree_until", "number", chat.Escape(d.Number), "until", c.day(l, d.Until))
	}
}

func (c Cards) member(l *words.Language, m casebook.Member) string {
	text := chat.Escape(m.Name.Reveal())
	if m.Post != "" {
		text += ", " + chat.Escape(m.Post)
	}
	if m.Person != 0 {
		text += " " + l.Say("group.linked")
	}
	return text
}

func (c Cards) groupButtons(l *words.Language, v casebook.Viewer, g casebook.Group) [][]chat.Button {
	b := &buttons{}
	on := func(key, do string) { b.add(l, key, Ref{Noun: OnGroup, Do: do, ID: int64(g.ID)}) }
	if casebook.MayGroup(v, casebook.EditGroup, g) == nil {
		on("group.add", "add")
		on("group.change", "change")
		on("group.link", "link")
		on("group.decree_set", "decree")
	}
	if casebook.MayGroup(v, casebook.SeeNumbers, g) == nil {
		on("group.meetings", "meetings")
		on("group.numbers", "numbers")
	}
	return b.all()
}

// Member shows a line of a roster that is to be changed.
func (c Cards) Member(v casebook.Viewer, m casebook.Member) chat.Message {
	l := c.Voice(v.Language)
	b := &buttons{}
	group := strconv.FormatInt(int64(m.Group), 10)
	b.add(l, "member.rename", Ref{Noun: OnMember, Do: "name", ID: int64(m.ID), More: group})
	b.add(l, "member.drop", Ref{Noun: OnMember, Do: "drop", ID: int64(m.ID), More: group})
	return chat.Message{Text: "<b>" + strconv.Itoa(m.Place) + "</b> " + c.member(l, m), Buttons: b.all()}
}

// Claim asks an officer whether somebody is who they say.
func (c Cards) Claim(language string, k casebook.Claim, g casebook.Group) chat.Message {
	l := c.Voice(language)
	b := &buttons{}
	b.add(l, "claim.yes", Ref{Noun: OnClaim, Do: "yes", ID: k.ID})
	b.add(l, "claim.no", Ref{Noun: OnClaim, Do: "no", ID: k.ID})
	return chat.Message{Text: l.Say("claim.ask", "name", chat.Escape(k.Name.Reveal()), "group", chat.Escape(g.Name)), Buttons: b.all()}
}

// Imported tells what became of a table that was sent in, line by line for those that were not taken.
func (c Cards) Imported(language string, i casebook.Imported) chat.Message {
	l := c.Voice(language)
	text := []string{l.Say("import.done", "groups", strconv.Itoa(i.Groups), "members", strconv.Itoa(i.Members), "changed", strconv.Itoa(i.Changed))}
	if len(i.Bad) > 0 {
		text = append(text, l.Say("import.bad", "count", strconv.Itoa(len(i.Bad))))
	}
	for n, row := range i.Bad {
		if n == 25 {
			text = append(text, l.Say("import.more", "count", strconv.Itoa(len(i.Bad)-n)))
			break
		}
		text = append(text, l.Say("import.line", "line", strconv.Itoa(row.Line), "fault", l.Say("import.fault."+string(row.Fault)), "column", chat.Escape(row.FaultColumn)))
	}
	return chat.Message{Text: strings.Join(text, "\n")}
}
