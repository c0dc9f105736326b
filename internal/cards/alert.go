package cards

import (
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// Alert draws one person's copy of an alert with the case as it is now: number, place, kind, deadline, never a name or the story; of a
// confidential case only number, kecamatan and deadline.
func (c Cards) Alert(a casebook.AlertCopy) chat.Message {
	l := c.Voice(a.Viewer.Language)
	k := a.Case
	kind, place := c.what(l, k)+pressing(l, k.Urgency), c.Place(k.Region)
	if k.Lane == casebook.Confidential {
		kind, place = l.Say("alert.secret_kind"), c.kecamatan(k.Region)
	}
	role := casebook.Desk(a.Viewer, k)
	if role == "" && a.Viewer.Any(casebook.Admin) {
		role = casebook.Admin // told only because nobody else is left
	}
	why := "alert.why." + string(role)
	if role == "" || role == casebook.Admin && k.Holder != 0 {
		why = "alert.moved" // it has gone to people whom this one does not belong to
	}
	title := l.Say("alert." + string(a.Alert.Kind))
	if a.Alert.Kind == casebook.ReleasedCase && role != casebook.Officer {
		title = l.Say("alert.released_nobody")
	}
	buttons := c.alertButtons(l, a.Viewer, k)
	if isErasure(a.Alert.Kind) {
		buttons = c.erasureButtons(l, a)
	}
	return chat.Message{
		Text: l.Say("alert.card", "title", title, "number", string(k.Number), "kind", kind, "place", place, "due", c.deadline(l, k.Urgency, k.DueAt), "state", c.standing(l, a)) +
			"\n<i>" + l.Say(why) + "</i>",
		Buttons: buttons,
	}
}

// standing says who has it.
func (c Cards) standing(l *words.Language, a casebook.AlertCopy) string {
	switch {
	case !a.Case.State.Open():
		return l.Say("alert.closed")
	case a.Case.Holder == 0:
		return l.Say("alert.free")
	case a.Case.Holder == a.Viewer.Person:
		return l.Say("alert.taken_you")
	case a.HolderIs == "":
		return l.Say("alert.taken", "who", l.Say("alert.someone"))
	default:
		return l.Say("alert.taken", "who", l.Say("role."+a.HolderIs))
	}
}

func (c Cards) alertButtons(l *words.Language, v casebook.Viewer, k casebook.Case) [][]chat.Button {
	var row []chat.Button
	open := k.State.Open()
	if open && k.Holder == 0 && casebook.May(v, casebook.DoTake, k) == nil {
		row = append(row, alertButton(l, "case.take", Take, k))
	}
	if open && (k.Holder == 0 || k.Holder == v.Person) && casebook.May(v, casebook.DoDecline, k) == nil {
		row = append(row, alertButton(l, "case.decline", Decline, k))
	}
	if casebook.May(v, casebook.See, k) == nil {
		row = append(row, alertButton(l, "case.open", Open, k))
	}
	if len(row) == 0 {
		return nil
	}
	return [][]chat.Button{row}
}

func button(l *words.Language, key string, v Verb, k casebook.Case) chat.Button {
	return chat.Button{Label: l.Say(key), Data: Token(v, k.Number)}
}

func alertButton(l *words.Language, key string, v Verb, k casebook.Case) chat.Button {
	b := button(l, key, v, k)
	b.Data = "a" + b.Data[1:]
	return b
}
