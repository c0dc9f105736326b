package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
)

// tellMore begins the talk that a button under the card asks for: where, how many, the phone, when to be written to, a PIN. Only the own cases that may be
// named on the screen have such buttons, but an old one stays in the chat.
func (v *visit) tellMore(ctx context.Context, viewer casebook.Viewer, number casebook.Number, what string) error {
	c, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
	switch {
	case err != nil:
		return err
	case c.Reporter != viewer.Person:
		return casebook.ErrForbidden
	case c.Quiet || !c.State.Open():
		return v.reply(ctx, v.plain("case.gone_on"))
	case what == "pin":
		return v.showPIN(ctx, viewer, c)
	}
	if !flows.IsAfter(what) || what == "contact" {
		return casebook.ErrNotFound
	}
	if d, ok := v.state.Talk(); ok && d.Flow == what && d.Answers[about].Option == string(number) {
		return v.keepAndSay(ctx, v.flow(d).Ask(d, v.voice(), "")) // pressed twice
	}
	return v.begin(ctx, what, "", dialog.Answers{about: {Option: string(number)}}, nil)
}

// moreTold records what a talk after the number told.
func (v *visit) moreTold(ctx context.Context, d dialog.Draft) error {
	return v.detail(ctx, casebook.Number(d.Answers[about].Option), flows.DetailsOf(d), func() { v.state.Close(v.in, false) })
}

// safeToWrite takes a child's answer to whether it is safe to write to it. Until it says so, nothing is written.
func (v *visit) safeToWrite(ctx context.Context) (done bool, err error) {
	last, ok := v.lastSent()
	if _, talking := v.state.Talk(); !ok || talking || !last.Child || last.Number == "" || v.in.At.Sub(last.At) > sentLately {
		return false, nil
	}
	number := casebook.Number(last.Number)
	switch {
	case v.isWord("child.unsafe"):
		return true, v.detail(ctx, number, casebook.Details{Safe: casebook.Never}, nil)
	case v.isWord("child.safe"):
		return true, v.detail(ctx, number, casebook.Details{Safe: casebook.Always}, nil)
	case v.isWord("child.reads"):
		if err := v.add(ctx, number, v.in.Text, nil, v.in, nil); err != nil {
			return true, err
		}
		_, err := v.Send(ctx, v.in.Bot, v.in.Chat, v.plain("child.reads_answer"))
		return true, err
	}
	return false, nil
}

// toldAfter takes what is told unasked soon after the number: where, how many, when. Of a quiet case only when it may be written.
func (v *visit) toldAfter(ctx context.Context, last dialog.Closed) (done bool, err error) {
	if v.in.Kind != chat.Text || last.Number == "" || v.in.At.Sub(last.At) > sentLately || v.in.Message > 0 && v.in.Message < last.Message {
		return false, nil
	}
	text := v.in.Text.Reveal()
	told := flows.ToldAfter(text)
	if last.Quiet {
		told = casebook.Details{Safe: told.Safe}
	}
	if told.Empty() || !told.Place.Empty() && (v.office.Lexicon.Sensitive(text) || v.office.Lexicon.Danger(text) || v.in.At.Sub(last.At) > sentLately/6) {
		return false, nil
	}
	return true, v.detail(ctx, casebook.Number(last.Number), told, nil)
}

// detail records what is told of an own case, and says so: of a quiet one without its number.
func (v *visit) detail(ctx context.Context, number casebook.Number, told casebook.Details, and func()) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	order := casebook.Order{Move: casebook.Detail, Details: told, Said: casebook.Spoken{District: v.office.District, Chat: v.in.Chat, Message: v.in.Message,
		Person: viewer.Person, Purpose: casebook.ForAdded}}
	c, err := v.Records.Move(ctx, viewer, number, order, v.Now())
	m := v.plain("receipt.detail", "number", string(number))
	switch {
	case errors.Is(err, casebook.ErrMove), errors.Is(err, casebook.ErrNotFound), errors.Is(err, casebook.ErrForbidden):
		m = v.plain("receipt.not_added")
	case err != nil:
		return err
	case told.Safe == casebook.Never:
		m = v.plain("receipt.never")
	case told.Safe == casebook.Always:
		m = v.plain("receipt.always")
	case told.Safe != (casebook.SafeHours{}):
		m = v.plain("receipt.safe", "hours", told.Safe.Clock())
	case c.Quiet:
		m = v.plain("receipt.added_quiet")
	}
	if and != nil {
		and()
	}
	return v.reply(ctx, m)
}

// aside takes a photo or a pin that comes while a question after the number stands, and words that are no yes and no no: they belong to the case.
func (v *visit) aside(ctx context.Context) (done bool, err error) {
	d, talking := v.state.Talk()
	if !talking || !flows.IsAfter(d.Flow) || v.in.Kind != chat.Media && v.in.Kind != chat.Pin && !v.besideConsent(d) {
		return false, nil
	}
	text, files := flows.Carried(dialog.Answer{Pieces: dialog.Pieces(v.in)})
	return true, v.add(ctx, casebook.Number(d.Answers[about].Option), text, files, v.in, nil)
}

// besideConsent tells whether words are no answer to the question whether the reporter may be called: a sentence that begins with neither yes nor no.
func (v *visit) besideConsent(d dialog.Draft) bool {
	words := strings.Fields(spoken(v.in.Text.Reveal()))
	if d.Flow != "contact" || d.At != "may" || v.in.Kind != chat.Text || len(words) < 3 {
		return false
	}
	voice := v.voice()
	return !slices.Contains(voice.Words("contact.may.yes"), words[0]) && !slices.Contains(voice.Words("contact.may.no"), words[0])
}

// afterNumber comes before everything else that a message may be for: number and PIN, a phone number, the wish to delete the conversation, and what is
// told while a question after the number stands.
func (v *visit) afterNumber(ctx context.Context) (done bool, err error) {
	if done, err := v.withPIN(ctx); done || err != nil {
		return done, err
	}
	v.takePhone()
	if done, err := v.phoned(ctx); done || err != nil {
		return done, err
	}
	if v.isWord("menu.clean") {
		return true, v.askClean(ctx)
	}
	if d, _ := v.state.Talk(); d.Flow == "contact" && d.At == "may" {
		if done, err := v.toldSent(ctx); done || err != nil {
			return done, err
		}
	}
	return v.aside(ctx)
}

// toldSent is toldAfter for the report that was sent off last.
func (v *visit) toldSent(ctx context.Context) (done bool, err error) {
	last, ok := v.lastSent()
	if !ok {
		return false, nil
	}
	return v.toldAfter(ctx, last)
}

// receiptFor says the number, and asks then whether the phone number that was typed on the way may be used.
func (v *visit) receiptFor(ctx context.Context, frozen dialog.Frozen, became string, c *casebook.Case) error {
	if err := v.receipt(ctx, frozen.Draft.Dialog, became, c); err != nil || c == nil || c.FiledBy != 0 { // of a resident it was asked with the report
		return err
	}
	v.askContact(ctx, c.Number, frozen.Draft.Answers[flows.OfPhone].Text)
	return nil
}

// guarded readies a receipt. One that must not betray follows on a word with the keys of the menu, so that it can be turned into neutral text later, and
// has the PIN and the button that clears the screen.
func (v *visit) guarded(ctx context.Context, c casebook.Case, m chat.Message) (chat.Message, error) {
	if !c.Quiet {
		m.Keys = v.menuKeys()
		return m, nil
	}
	thanks := chat.Message{Text: v.say("receipt.thanks"), Keys: v.menuKeys()}
	if c.Gist.Child {
		thanks.Text = v.say("greet.thanks") + "." // no Bapak/Ibu
	}
	if _, err := v.Send(ctx, v.in.Bot, v.in.Chat, thanks); err != nil {
		return m, err
	}
	return v.office.Cards.Guarded(v.state.Language, v.pinOf(ctx, c), c.Gist.Child, m), nil
}

// closedKey tells that a case takes nothing more: of a quiet one without its number.
func (v *visit) closedKey(ctx context.Context, viewer casebook.Viewer, number casebook.Number) string {
	if c, err := v.Records.CaseFor(ctx, viewer, number, v.Now()); err == nil && !c.Quiet {
		return "receipt.added_closed"
	}
	return "receipt.not_added"
}

// statusOf takes what follows /status: a number, with its PIN or without.
func (v *visit) statusOf(ctx context.Context) (done bool, err error) {
	if v.in.Kind != chat.Command || v.in.Text.Empty() {
		return false, nil
	}
	text := v.in.Text.Reveal()
	if number, pin, ok := casebook.ReadNumberAndPIN(v.office.Prefix, text); ok {
		return true, v.byPIN(ctx, number, pin)
	}
	if number, ok := casebook.ReadNumber(v.office.Prefix, text); ok {
		return true, v.numbered(ctx, number)
	}
	return true, v.reply(ctx, v.plain("status.wrong_number"))
}
