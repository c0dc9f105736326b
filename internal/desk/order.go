package desk

import (
	"context"
	"slices"
	"strings"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// orders are the words for buttons, each with what it asks for. The first three only ask on, or show.
var orders = []order{
	{"case.decline", cards.Decline}, {"case.visited", cards.Visited}, {"case.open", cards.Open}, {"case.take", cards.Take}, {"case.release", cards.Release},
	{"case.why", cards.Why},
}

// order is a button in words.
type order struct {
	key  string
	verb cards.Verb
}

// order tells which button an officer's reply asks for: its word alone, or in a sentence.
func (v *visit) order() (cards.Verb, bool) {
	if verb, ok := v.orderWord(); ok {
		return verb, true
	}
	return v.orderTold()
}

// orderWord tells which button's word the text is.
func (v *visit) orderWord() (cards.Verb, bool) {
	for _, o := range orders {
		if v.isWord(o.key) {
			return o.verb, true
		}
	}
	return "", false
}

// orderTold tells which button a sentence asks for. One that only asks on, or shows, is heard wherever its words stand: "maaf, tidak bisa, lagi di luar
// kota". A case is taken only where nothing else is said than that: "siap, saya ambil pak", for "yang lain tolong ambil" would call the alarm off.
func (v *visit) orderTold() (cards.Verb, bool) {
	if v.in.Kind != chat.Text || strings.Contains(v.in.Text.Reveal(), "?") {
		return "", false
	}
	said := " " + spoken(v.in.Text.Reveal()) + " "
	holds := func(phrase string) bool { return strings.Contains(said, " "+spoken(phrase)+" ") }
	if slices.ContainsFunc(v.voice().Words("case.no_order"), holds) {
		return "", false
	}
	for _, o := range orders[:3] {
		if holds(v.say(o.key)) || slices.ContainsFunc(v.voice().Words(o.key), holds) {
			return o.verb, true
		}
	}
	takes := slices.Concat(v.voice().Words("case.take"), []string{spoken(v.say("case.take"))})
	beside := slices.Concat(v.voice().Words("case.beside"), v.voice().Words("talk.polite"))
	found := false
	for _, w := range strings.Fields(said) {
		if slices.Contains(takes, w) {
			found = true
		} else if !slices.Contains(beside, w) {
			return "", false
		}
	}
	return cards.Take, found
}

// nearlyTakes tells whether a sentence has a word for taking a case in it, and none against it: "saya ambil pak, besok saya ke sana". It takes nothing by
// itself, so the button is shown.
func (v *visit) nearlyTakes() bool {
	said := strings.Fields(spoken(v.in.Text.Reveal()))
	has := func(key string) bool {
		return slices.ContainsFunc(said, func(w string) bool { return slices.Contains(v.voice().Words(key), w) })
	}
	return v.in.Kind == chat.Text && !strings.Contains(v.in.Text.Reveal(), "?") && has("case.take") && !has("case.no_order")
}

// mostOrdered is how many words an order has that names no case; more are a story.
const mostOrdered = 8

// toldToOrder takes what an officer says of a case that is named in it, though it replies to nothing: an order, or else the case is shown. An order that
// names no case is told how to give one.
func (v *visit) toldToOrder(ctx context.Context) (done bool, err error) {
	fields := strings.Fields(v.in.Text.Reveal())
	at := slices.IndexFunc(fields, func(f string) bool { _, ok := casebook.ReadNumber(v.office.Prefix, f); return ok })
	_, word := v.orderWord()
	if named := at >= 0 && len(fields) > 1; !named && !word && (!v.nearlyTakes() || len(fields) > mostOrdered) {
		return false, nil
	}
	viewer, err := v.who(ctx)
	if err != nil || len(viewer.Grants) == 0 {
		return false, err
	}
	if at < 0 {
		return true, v.reply(ctx, v.plain("help.staff"))
	}
	number, _ := casebook.ReadNumber(v.office.Prefix, fields[at])
	v.in.Text = private.Of(strings.Join(slices.Delete(fields, at, at+1), " "))
	if _, ok := v.order(); !ok && !v.nearlyTakes() {
		return true, v.numbered(ctx, number)
	}
	return true, v.ordered(ctx, number)
}

// ordered takes an officer's reply to a message about a case.
func (v *visit) ordered(ctx context.Context, number casebook.Number) error {
	verb, ok := v.order()
	switch {
	case !ok && v.nearlyTakes():
		return v.reply(ctx, v.office.Cards.TakeIt(v.state.Language, number))
	case !ok:
		return v.reply(ctx, v.plain("help.staff"))
	}
	said, err := v.press(ctx, verb, number, "")
	if err != nil || said == "" {
		return err
	}
	m := chat.Message{Text: said}
	if _, talking := v.state.Talk(); !talking { // the keys of a question that stands stay
		m.Keys = v.menuKeys()
	}
	return v.sayTurn(ctx, dialog.Turn{Messages: []chat.Message{m}})
}

// beyond tells whether a sentence says more than the order that it holds.
func (v *visit) beyond(key string) bool {
	idle := slices.Concat(v.voice().Words("talk.polite"), v.voice().Words("case.beside"), v.voice().Words("case.sorry"), strings.Fields(spoken(v.say(key))))
	for _, phrase := range v.voice().Words(key) {
		idle = append(idle, strings.Fields(phrase)...)
	}
	return slices.ContainsFunc(strings.Fields(spoken(v.in.Text.Reveal())), func(w string) bool { return !slices.Contains(idle, w) })
}
