package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// status lists the person's own cases.
func (v *visit) status(ctx context.Context) error {
	if done, err := v.statusOf(ctx); done || err != nil {
		return err
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	lines, err := v.Records.OwnCases(ctx, viewer, 20)
	if err != nil {
		return err
	}
	m := v.office.Cards.Status(v.state.Language, lines)
	d, open := v.state.Find("report")
	switch open = open && !v.quiet(d); { // of one that must not betray nobody who picks up the phone learns here
	case open && len(lines) == 0:
		m.Text = v.say("status.draft")
	case open:
		m.Text += "\n" + v.say("status.draft")
	}
	if m, err = v.filedLines(ctx, viewer, m, len(lines)); err != nil {
		return err
	}
	return v.reply(ctx, m)
}

// replied takes a reply to a message about a case: an officer's word for a button, or what the reporter adds. Not done when the message that
// was replied to is about no case.
func (v *visit) replied(ctx context.Context) (done bool, err error) {
	number, purpose, err := v.Records.CaseOf(ctx, v.office.District, v.in.Chat, v.in.ReplyTo)
	if errors.Is(err, casebook.ErrNotFound) {
		return v.orderLost(ctx)
	}
	if err != nil {
		return true, err
	}
	if purpose == casebook.ForAlert || purpose == casebook.ForView {
		return true, v.ordered(ctx, number)
	}
	text, files := flows.Carried(dialog.Answer{Pieces: dialog.Pieces(v.in)})
	return true, v.add(ctx, number, text, files, v.in, nil)
}

// noting is how long it may take to note an alert that was sent: a quick officer replies before that.
const noting = time.Minute

// orderLost takes an officer's word that replies to a message of which nothing is known: just now it is only not yet noted, so it comes again.
func (v *visit) orderLost(ctx context.Context) (done bool, err error) {
	if _, order := v.order(); !order && !v.nearlyTakes() {
		return false, nil
	}
	viewer, err := v.who(ctx)
	switch {
	case err != nil:
		return true, err
	case len(viewer.Grants) == 0:
		return false, nil
	case v.Now().Sub(v.in.At) < noting:
		return true, fmt.Errorf("reply to a message not yet noted: %w", casebook.ErrAway)
	}
	return true, v.reply(ctx, v.plain("help.staff"))
}

// sentLately is how long after the number a photo or a landmark goes to that report without a question.
const sentLately = time.Hour

// afterSent takes what belongs to a report that was just sent off: what was on its way when it was sent, and the photos that the receipt asks for.
func (v *visit) afterSent(ctx context.Context) (done bool, err error) {
	last, ok := v.lastSent()
	if !ok {
		return false, nil
	}
	late := v.in.Message > 0 && v.in.Message < last.Message
	file := v.in.Kind == chat.Media || v.in.Kind == chat.Pin
	long := len([]rune(v.in.Text.Reveal())) > 15
	switch {
	case late && !file && !long: // a key pressed twice
		return true, v.keep(ctx)
	case last.Number != "" && v.follows(last):
	case last.Number == "" || !late && (last.Quiet || !(file && v.in.At.Sub(last.At) <= sentLately) && !v.landmark(last)):
		return false, nil
	}
	text, files := flows.Carried(dialog.Answer{Pieces: dialog.Pieces(v.in)})
	return true, v.add(ctx, casebook.Number(last.Number), text, files, v.in, nil)
}

// landmark tells whether a text is what the receipt asks for: said soon after it, long enough, and not a story of its own.
func (v *visit) landmark(last dialog.Closed) bool {
	text := v.in.Text.Reveal()
	_, asks := v.asks()
	return v.in.Kind == chat.Text && !asks && v.in.At.Sub(last.At) <= sentLately/6 && len(strings.Fields(text)) >= 2 && len(v.office.Lexicon.Kinds(text)) == 0 &&
		!v.office.Lexicon.Sensitive(text) && !v.isWord("greet.hello") && !v.isWord("greet.salam") && !v.isWord("greet.thanks") && !v.isWord("greet.nod") && !v.isWord("greet.call") && !v.isWord("menu.own") &&
		!v.isWord("menu.report") && !v.isWord("pungli") && !casebook.LooksLikeNumber(v.office.Prefix, text)
}

// addition is the order to put with a case what its reporter has said in a message.
func (v *visit) addition(viewer casebook.Viewer, text private.Text, files []casebook.Attachment, message chat.Input) casebook.Order {
	return casebook.Order{Move: casebook.Add, Note: text, Files: files,
		Said: casebook.Spoken{District: v.office.District, Chat: message.Chat, Message: message.Message, Person: viewer.Person, Purpose: casebook.ForAdded}}
}

// add puts something with a case that the person has reported. The same message is added once, however often it comes.
func (v *visit) add(ctx context.Context, number casebook.Number, text private.Text, files []casebook.Attachment, message chat.Input, and func()) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	if text.Empty() && len(files) == 0 {
		return v.reply(ctx, v.plain("talk.other"))
	}
	key := "receipt.added"
	c, err := v.Records.Move(ctx, viewer, number, v.addition(viewer, text, files, message), v.Now())
	switch {
	case err == nil && c.Quiet: // also one of danger: somebody else may have written it
		key = "receipt.added_quiet"
	case err == nil && c.Alarm:
		key = "danger.added"
	case errors.Is(err, casebook.ErrMove):
		key = v.closedKey(ctx, viewer, number)
	case errors.Is(err, casebook.ErrNotFound), errors.Is(err, casebook.ErrForbidden):
		key = "case.not_found"
	case err != nil:
		return err
	}
	if and != nil {
		and()
	}
	added := v.say(key, "number", string(number))
	if sort := v.office.Lexicon.Read(text.Reveal()).Danger; sort != "" && !c.Alarm && (key == "receipt.added" || key == "receipt.added_quiet") {
		return v.askAlarm(ctx, number, sort, added)
	}
	if err := v.reply(ctx, chat.Message{Text: added}); err != nil {
		return err
	}
	v.askContact(ctx, number, v.phone.Reveal())
	return nil
}
