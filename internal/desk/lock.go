package desk

import (
	"context"
	"errors"
	"strings"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// locked tells whether an error asks for the person's own PIN.
func locked(err error) bool {
	return errors.Is(err, casebook.ErrPIN) || errors.Is(err, casebook.ErrNoPIN)
}

// unlock asks for the PIN, or for one to be set, and remembers what was wanted (v.wants): it is done when the PIN is right.
func (v *visit) unlock(ctx context.Context, why error) error {
	flow := "ownpin"
	if errors.Is(why, casebook.ErrNoPIN) {
		flow = "newpin"
	}
	return v.askOwn(ctx, flow, v.wants, "")
}

func (v *visit) askOwn(ctx context.Context, flow, wants, lead string) error {
	for d, ok := v.state.Talk(); ok && flows.IsPIN(d.Flow); d, ok = v.state.Talk() {
		v.state.Close(v.in, false)
	}
	v.quietly()
	turn := v.office.flows[flow].Begin(v.dialogID(), v.in, v.voice(), lead, dialog.Answers{about: {Option: wants}}, nil)
	v.state.Over(turn.Draft) // however many talks are open
	return v.keepAndSay(ctx, turn)
}

// quietly forgets what was typed: it is no part of what is done next.
func (v *visit) quietly() { v.in.Kind, v.in.Text = chat.Command, private.Text{} }

// wipe takes what looks like an own PIN off the screen, whatever becomes of it.
func (v *visit) wipe(ctx context.Context) {
	d, ok := v.state.Talk()
	if ok && flows.IsPIN(d.Flow) && v.in.Kind == chat.Text && casebook.LooksLikePIN(strings.Join(strings.Fields(v.in.Text.Reveal()), "")) {
		v.vanish(ctx, v.in.Message)
	}
}

// pinCommand sets another PIN: /pin.
func (v *visit) pinCommand(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	if !viewer.Any(casebook.Caseworker) {
		return v.reply(ctx, v.plain("ownpin.not_needed"))
	}
	has, err := v.Records.HasPIN(ctx, viewer)
	if err != nil {
		return err
	}
	if has {
		return v.askOwn(ctx, "ownpin", anotherPIN, "")
	}
	return v.askOwn(ctx, "newpin", "", "")
}

// anotherPIN is what /pin wants: it is no token of a button.
const anotherPIN = "new"

// typedOwn takes a PIN that was asked for.
func (v *visit) typedOwn(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	wants := d.Answers[about].Option
	switch err := v.Records.TryPIN(ctx, viewer, private.Of(d.Answers["digits"].Text), v.Now()); {
	case errors.Is(err, casebook.ErrBadInput):
		return v.askOwn(ctx, "ownpin", wants, v.say("ownpin.wrong"))
	case errors.Is(err, casebook.ErrTries):
		v.state.Close(v.in, false)
		return v.reply(ctx, v.plain("ownpin.closed"))
	case errors.Is(err, casebook.ErrNoPIN):
		return v.askOwn(ctx, "newpin", wants, "")
	case err != nil:
		return err
	case wants == anotherPIN:
		return v.askOwn(ctx, "newpin", "", "")
	}
	v.state.Close(v.in, false)
	return v.resume(ctx, wants, "ownpin.open")
}

// setOwn keeps a new PIN.
func (v *visit) setOwn(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	wants := d.Answers[about].Option
	if d.Answers["digits"].Text != d.Answers["again"].Text {
		return v.askOwn(ctx, "newpin", wants, v.say("newpin.differ"))
	}
	switch err := v.Records.SetPIN(ctx, viewer, private.Of(d.Answers["digits"].Text), v.Now()); {
	case errors.Is(err, casebook.ErrPIN): // set meanwhile, and not open
		return v.askOwn(ctx, "ownpin", wants, "")
	case errors.Is(err, casebook.ErrForbidden):
		v.state.Close(v.in, false)
		return v.reply(ctx, v.plain("ownpin.not_needed"))
	case err != nil:
		return err
	}
	v.state.Close(v.in, false)
	return v.resume(ctx, wants, "newpin.kept")
}

// resume does what was wanted before the PIN was asked for, with the rights of now; done is said where that was nothing.
func (v *visit) resume(ctx context.Context, wants, done string) (err error) {
	v.quietly()
	said := v.say(done)
	if ref, ok := cards.ReadRef(wants); ok {
		said, err = v.pressed(ctx, ref)
	} else if verb, number, more, ok := cards.ReadToken(wants); ok {
		said, err = v.press(ctx, verb, number, more)
	}
	if err != nil || said == "" {
		return err
	}
	return v.reply(ctx, chat.Message{Text: said})
}
