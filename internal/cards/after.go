package cards

import (
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// CleanToken is what the button Hapus percakapan sends back: it names no case.
const CleanToken = "clean"

// offers are the buttons under the reporter's card: what may be told after the number, none of it asked for.
func offers(l *words.Language, k casebook.Case) [][]chat.Button {
	if !k.State.Open() {
		return nil
	}
	tell := func(key, flow string) chat.Button {
		return chat.Button{Label: l.Say(key), Data: Token(Tell, k.Number, flow)}
	}
	return [][]chat.Button{
		{tell("offer.landmark", "landmark"), tell("offer.phone", "phone")},
		{tell("offer.people", "howmany"), tell("offer.safe", "safehour")},
		{tell("offer.pin", "pin")},
	}
}

// Guarded is a receipt that must not betray: with the PIN, where it is known, and the way to clear the screen; a child is asked last whether it is safe to write. It has no reply keyboard, since Telegram edits no message that has one.
func (c Cards) Guarded(language, pin string, child bool, m chat.Message) chat.Message {
	l := c.Voice(language)
	switch {
	case pin == "":
		m.Text += "\n" + l.Say("receipt.hide")
	case child:
		m.Text += "\n" + l.Say("receipt.child_pin", "pin", pin)
	default:
		m.Text += "\n" + l.Say("receipt.pin", "pin", pin)
	}
	if child {
		m.Text += "\n" + l.Say("receipt.child_safe")
	}
	m.Keys, m.Buttons = nil, [][]chat.Button{{{Label: l.Say("menu.clean"), Data: CleanToken}}}
	return m
}

// whereabouts says where a case is to be found, and how its reporter is to be treated: the village may read it, since it says nothing of who reported.
func whereabouts(l *words.Language, k casebook.Case) (lines []string) {
	if !k.PlaceNote.Empty() {
		lines = append(lines, l.Say("case.landmark", "place", chat.Escape(short(k.PlaceNote.Reveal(), 300))))
	}
	return lines
}

// Contact says how a reporter may be reached, to those who may know.
func (c Cards) Contact(v casebook.Viewer, k casebook.Case, contact casebook.Contact) string {
	l := c.Voice(v.Language)
	text := l.Say("case.phone", "phone", chat.Escape(contact.Phone.Reveal()), "name", chat.Escape(contact.Name.Reveal()))
	if k.Safe != (casebook.SafeHours{}) {
		text += "\n" + l.Say("case.safe", "hours", hoursOf(l, k.Safe))
	}
	return text
}

// hoursOf writes when a reporter may be written to.
func hoursOf(l *words.Language, h casebook.SafeHours) string {
	switch h {
	case casebook.Never:
		return l.Say("safe.never")
	case casebook.Always:
		return l.Say("safe.always")
	}
	return h.Clock()
}
