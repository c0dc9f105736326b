package desk

import (
	"context"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// takePhone takes a phone number out of what a resident says: it belongs with the contact, wherever it is typed. What officers log keeps its numbers.
func (v *visit) takePhone() {
	d, talking := v.state.Talk()
	if talking && d.Flow != "report" && d.Flow != "belongs" && d.Flow != "adding" && !flows.IsAfter(d.Flow) {
		return
	}
	if v.in.Kind != chat.Text && v.in.Kind != chat.Media && v.in.Kind != chat.Edited {
		return
	}
	text := v.in.Text.Reveal()
	if _, _, ok := casebook.ReadNumberAndPIN(v.office.Prefix, text); ok {
		return
	}
	masked, phone, found := casebook.TakePhone(text)
	if !found {
		return
	}
	v.in.Text, v.phone = private.Of(masked), phone
	v.onlyPhone = v.in.Kind == chat.Text && !strings.ContainsFunc(strings.ReplaceAll(masked, "x", ""), unicode.IsLetter)
	v.carryPhone()
}

// carryPhone lets the talk that is going on carry the number until it is asked about.
func (v *visit) carryPhone() {
	d, talking := v.state.Talk()
	if !talking || v.phone.Empty() || d.Flow != "report" && d.Flow != "belongs" && d.Flow != "contact" {
		return
	}
	answers := maps.Clone(d.Answers)
	answers[flows.OfPhone] = dialog.Answer{Text: v.phone.Reveal()}
	d.Answers = answers
	v.state.Put(d)
	v.covered = d.Flow != "contact" && d.At != "teller" // there it is the answer
}

// withPhone lets a talk that begins carry the number.
func (v *visit) withPhone(flow string, preset dialog.Answers) dialog.Answers {
	if v.phone.Empty() || flow != "report" && flow != "belongs" {
		return preset
	}
	with := dialog.Answers{flows.OfPhone: {Text: v.phone.Reveal()}}
	maps.Copy(with, preset)
	v.covered = true
	return with
}

// atHand is how long after the number of a report that must not betray the phone is taken to be in its reporter's hand: later a phone number is answered as it
// is where there is no report, and nobody puts another one where the office would call.
const atHand = sentLately / 6

// phoned takes a message that is a phone number and nothing else.
func (v *visit) phoned(ctx context.Context) (done bool, err error) {
	if v.phone.Empty() || !v.onlyPhone {
		return false, nil
	}
	d, talking := v.state.Talk()
	switch {
	case talking && flows.AsksTeller(d):
		v.covered = false
		return false, nil
	case talking && (d.Flow == "report" || d.Flow == "belongs"):
		v.covered = false
		return true, v.reply(ctx, v.plain("phone.kept"))
	case talking && d.Flow == "contact":
		return true, v.keepAndSay(ctx, v.flow(d).Ask(d, v.voice(), ""))
	case talking && flows.IsAfter(d.Flow):
		number := casebook.Number(d.Answers[about].Option)
		v.state.Close(v.in, false)
		return true, v.beginContact(ctx, number)
	case talking:
		return true, v.reply(ctx, v.plain("talk.contact"))
	}
	if last, ok := v.lastSent(); ok && last.Number != "" && (!last.Quiet || v.in.At.Sub(last.At) <= atHand) {
		return true, v.beginContact(ctx, casebook.Number(last.Number))
	}
	return true, v.reply(ctx, v.plain("talk.contact"))
}

// shared takes a number from the address book, or from Telegram's own button. Another person's is not taken for the reporter's.
func (v *visit) shared(ctx context.Context) error {
	if !v.in.Own {
		return v.reply(ctx, v.plain("phone.foreign"))
	}
	number, ok := casebook.ReadPhone(v.in.Phone.Reveal())
	if !ok {
		return v.reply(ctx, v.plain("phone.unread"))
	}
	v.phone, v.onlyPhone = private.Of(number), true
	v.carryPhone()
	_, err := v.phoned(ctx)
	return err
}

// beginContact asks whether officers may call, in this visit.
func (v *visit) beginContact(ctx context.Context, number casebook.Number) error {
	return v.begin(ctx, "contact", "", v.contactPreset(number, v.phone.Reveal()), nil)
}

func (v *visit) contactPreset(number casebook.Number, phone string) dialog.Answers {
	return dialog.Answers{about: {Option: string(number)}, flows.OfPhone: {Text: phone}}
}

// askContact asks it after something else was said: the number of the report, or that something was added. Without it nothing is lost but the offer.
func (v *visit) askContact(ctx context.Context, number casebook.Number, phone string) {
	if phone == "" {
		return
	}
	if err := v.tryContact(ctx, number, phone); err != nil {
		v.Log.Warn("contact not asked", "number", number, "error", err)
	}
}

func (v *visit) tryContact(ctx context.Context, number casebook.Number, phone string) error {
	state, rev, err := v.Drafts.Load(ctx, v.in.Bot, v.in.User)
	if err != nil {
		return err
	}
	id := hex.EncodeToString(v.Ring.MAC("contact", string(number), v.dialogID())[:16])
	in := v.in
	in.Kind, in.Text = chat.Command, private.Text{}
	turn := v.office.flows["contact"].Begin(id, in, v.voice(), "", v.contactPreset(number, phone), nil)
	if _, open := state.Find("contact"); open || !state.Push(turn.Draft) {
		return nil
	}
	if err := v.Drafts.Save(ctx, v.in.Bot, v.in.User, rev, state, state.Next(v.office.Nudge, v.office.Keep)); err != nil {
		return err
	}
	v.state = state
	return v.sayTurn(ctx, turn)
}

// contactTold keeps the number with a yes, and forgets it without one.
func (v *visit) contactTold(ctx context.Context, d dialog.Draft) error {
	c, yes := flows.ContactOf(d)
	v.state.Close(v.in, false)
	if !yes {
		return v.reply(ctx, v.plain("contact.not_kept"))
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	c.Notice, c.Said = v.office.Notice, v.in.At
	switch err := v.Records.SaveContact(ctx, viewer, casebook.Number(d.Answers[about].Option), c); {
	case errors.Is(err, casebook.ErrForbidden), errors.Is(err, casebook.ErrNotFound):
		return v.reply(ctx, v.plain("contact.not_kept"))
	case err != nil:
		return err
	}
	return v.reply(ctx, v.plain("contact.kept"))
}

// shareKey puts Telegram's own key under the question for the phone number.
func (v *visit) shareKey(turn dialog.Turn) dialog.Turn {
	if n := len(turn.Messages); turn.Draft.Flow == "phone" && n > 0 {
		turn.Messages = slices.Clone(turn.Messages)
		turn.Messages[n-1].Share = v.say("phone.share")
	}
	return turn
}

// withContact adds to an opened case how its reporter may be reached, for those who may know; every such reading is logged.
func (v *visit) withContact(ctx context.Context, viewer casebook.Viewer, c casebook.Case, m chat.Message) chat.Message {
	if casebook.May(viewer, casebook.SeePhone, c) != nil {
		return m
	}
	contact, err := v.Records.ContactFor(ctx, viewer, c.Number, v.Now())
	switch {
	case err == nil:
		m.Text += "\n" + v.office.Cards.Contact(viewer, c, contact)
	case !errors.Is(err, casebook.ErrNotFound) && !errors.Is(err, casebook.ErrForbidden):
		v.Log.Warn("contact not read", "number", c.Number, "error", err)
	}
	return m
}
