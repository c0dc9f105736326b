package cards

import (
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// staffButtons are those of an opened case that only some desks have, and the one that closes it.
func (c Cards) staffButtons(l *words.Language, v casebook.Viewer, k casebook.Case) [][]chat.Button {
	var row []chat.Button
	if k.Holder == v.Person && (k.State == casebook.Assigned || k.State == casebook.InProgress) && casebook.May(v, casebook.DoVisit, k) == nil {
		row = append(row, button(l, "case.visited", Visited, k))
	}
	if k.Reporter != 0 && casebook.May(v, casebook.SeeReporter, k) == nil {
		row = append(row, button(l, "case.identity", Identity, k))
	}
	if k.State.Open() && k.State != casebook.InProgress && k.State != casebook.Awaiting && casebook.May(v, casebook.DoDismiss, k) == nil {
		row = append(row, button(l, "case.dismiss", Dismiss, k))
	}
	var rows [][]chat.Button
	for len(row) > 2 {
		rows, row = append(rows, row[:2]), row[2:]
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	if k.Lane == casebook.Confidential {
		rows = append(rows, []chat.Button{button(l, "case.close_view", Close, k)})
	}
	return rows
}

// Identity shows who reported, to somebody who has said why that must be known. It is not to be sent on, and can be closed.
func (c Cards) Identity(v casebook.Viewer, k casebook.Case, contact casebook.Contact) chat.Message {
	l := c.Voice(v.Language)
	lines := []string{"<b>" + string(k.Number) + "</b>"}
	if contact.Phone.Empty() {
		lines = append(lines, l.Say("identity.account"))
	} else {
		lines = append(lines, l.Say("identity.contact", "name", chat.Escape(contact.Name.Reveal()), "phone", chat.Escape(contact.Phone.Reveal())))
	}
	return chat.Message{
		Text: strings.Join(append(lines, l.Say("identity.told")), "\n"), Protected: true,
		Buttons: [][]chat.Button{{button(l, "case.close_view", Close, k)}},
	}
}

// Trail lists who has read a case: by role and number of the person, when, what, and why where a reason was given.
func (c Cards) Trail(language string, number casebook.Number, reads []casebook.Read) []string {
	l := c.Voice(language)
	if len(reads) == 0 {
		return []string{l.Say("trail.none", "number", string(number))}
	}
	lines := []string{l.Say("trail.title", "number", string(number))}
	for _, r := range reads {
		line := l.Say("trail.line", "when", c.clock(l, r.At), "who", l.Say("role."+string(r.Desk)), "id", strconv.FormatInt(int64(r.Person), 10),
			"what", l.Say("trail.what."+r.What))
		if !r.Reason.Empty() {
			line += ": «" + chat.Escape(r.Reason.Reveal()) + "»"
		}
		lines = append(lines, line)
	}
	return lines
}

// colleague draws what is told about a caseworker to come, new, or gone, and to a reporter whose identity was opened.
func (c Cards) colleague(l *words.Language, n casebook.Letter) chat.Message {
	who := strconv.FormatInt(int64(n.About), 10)
	switch n.Kind {
	case casebook.CaseworkerAsked:
		return c.proposal(l, n)
	case casebook.CaseworkerDecided:
		m := chat.Message{Text: c.title(l, n) + "\n" + l.Say("propose.told."+string(n.Asked.State), "place", c.Place(n.Asked.Region))}
		if n.Asked.State == casebook.ProposalAgreed {
			m.Buttons = [][]chat.Button{{{Label: l.Say("propose.code"), Data: Ref{Noun: OnProposal, Do: "code", ID: n.Proposal}.Token()}}}
		}
		return m
	case casebook.CaseworkerNew:
		return chat.Message{Text: c.title(l, n) + "\n" + l.Say("colleague.new", "id", who, "when", c.clock(l, n.At))}
	case casebook.CaseworkerGone:
		return chat.Message{Text: c.title(l, n) + "\n" + l.Say("colleague.gone", "id", who, "when", c.clock(l, n.At))}
	default: // who reported was opened
		return chat.Message{Text: c.title(l, n) + "\n" + l.Say("identity.opened", "number", string(n.OfCase.Number), "when", c.clock(l, n.Opened.At),
			"desk", l.Say("role."+string(n.Opened.Desk)), "reason", chat.Escape(n.Opened.Reason.Reveal()))}
	}
}

// proposal asks for the second person's word.
func (c Cards) proposal(l *words.Language, n casebook.Letter) chat.Message {
	m := chat.Message{Text: c.title(l, n) + "\n" + l.Say("colleague.asked", "id", strconv.FormatInt(int64(n.Asked.By), 10), "place", c.Place(n.Asked.Region),
		"until", c.clock(l, n.Asked.ExpiresAt))}
	if n.Asked.State != casebook.ProposalOpen {
		m.Text += "\n" + l.Say("propose.decided")
		return m
	}
	b := &buttons{}
	b.add(l, "propose.yes", Ref{Noun: OnProposal, Do: "yes", ID: n.Proposal})
	b.add(l, "propose.no", Ref{Noun: OnProposal, Do: "no", ID: n.Proposal})
	m.Buttons = b.all()
	return m
}

// Expel asks whether somebody is to be put out, by what the person is called and holds.
func (c Cards) Expel(language string, person casebook.PersonID, who string) chat.Message {
	l := c.Voice(language)
	b := &buttons{}
	b.add(l, "people.expel_yes", Ref{Noun: OnPerson, Do: "out", ID: int64(person)})
	return chat.Message{Text: l.Say("people.expel_ask", "id", strconv.FormatInt(int64(person), 10), "who", who), Buttons: b.all()}
}
