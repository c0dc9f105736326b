package desk

import (
	"context"
	"errors"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
)

// pinned takes number and PIN in one message, wherever it is said.
func (v *visit) withPIN(ctx context.Context) (done bool, err error) {
	if v.in.Kind != chat.Text && v.in.Kind != chat.Edited { // written into a message of before, it must not stay either
		return false, nil
	}
	number, pin, ok := casebook.ReadNumberAndPIN(v.office.Prefix, v.in.Text.Reveal())
	if !ok {
		return false, nil
	}
	if d, ok := v.state.Talk(); ok && d.Flow == "erase" {
		return true, v.erasesTyped(ctx, d)
	}
	return true, v.byPIN(ctx, number, pin)
}

// erasesTyped takes number and PIN as the answer to which report is meant: the message goes off the screen, and the talk goes on with it.
func (v *visit) erasesTyped(ctx context.Context, d dialog.Draft) error {
	v.vanish(ctx, v.in.Message)
	preset := dialog.Answers{"what": d.Answers["what"], "which": {Option: "typed"}, "number": {Text: v.in.Text.Reveal()}}
	v.state.Close(v.in, false)
	v.quietly()
	return v.begin(ctx, "erase", "", preset, d.List)
}

// askPIN asks for the PIN of a number, whatever it is: of no case, of somebody else's, or of an own one that must not betray. All are answered alike.
func (v *visit) askPIN(ctx context.Context, number casebook.Number) error {
	if d, ok := v.state.Talk(); ok && d.Flow == "casepin" {
		v.state.Close(v.in, false)
	}
	return v.begin(ctx, "casepin", "", dialog.Answers{about: {Option: string(number)}}, nil)
}

// pinTold opens what was asked for.
func (v *visit) pinTold(ctx context.Context, d dialog.Draft) error {
	v.state.Close(v.in, false)
	return v.byPIN(ctx, casebook.Number(d.Answers[about].Option), d.Answers["digits"].Text)
}

// byPIN shows where a case stands to somebody who has number and PIN, and lets something be added. The message with the PIN is deleted first.
func (v *visit) byPIN(ctx context.Context, number casebook.Number, pin string) error {
	v.vanish(ctx, v.in.Message)
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	face, err := v.Records.ByPIN(ctx, viewer, number, pin, v.Now())
	switch {
	case errors.Is(err, casebook.ErrTries):
		return v.reply(ctx, v.plain("casepin.closed"))
	case errors.Is(err, casebook.ErrNotFound):
		return v.reply(ctx, v.plain("casepin.wrong"))
	case err != nil:
		return err
	}
	state := v.say("casepin.state", "state", v.say("state."+string(face.State)))
	if !face.State.Open() {
		return v.reply(ctx, chat.Message{Text: state})
	}
	return v.fromPIN(ctx, state, dialog.Answers{about: {Option: string(number)}, flows.OfKey: {Text: face.Key}})
}

// fromPIN begins the talk in which something is added. What was typed to open it is no part of it.
func (v *visit) fromPIN(ctx context.Context, lead string, preset dialog.Answers) error {
	v.in.Kind = chat.Command
	return v.begin(ctx, "adding", lead, preset, nil)
}

// addedProven puts what was said with a case that was opened by number and PIN.
func (v *visit) addedProven(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	answer := d.Answers["said"]
	text, files := flows.Carried(answer)
	order := casebook.Order{Move: casebook.Add, Note: text, Files: files,
		Said: casebook.Spoken{District: v.office.District, Chat: v.in.Chat, Message: answer.By, Person: viewer.Person}}
	if told := flows.ToldAfter(text.Reveal()); told.Safe != (casebook.SafeHours{}) && len(files) == 0 {
		order.Move, order.Details = casebook.Detail, casebook.Details{Safe: told.Safe}
	}
	key := "receipt.added_quiet"
	switch _, err := v.Records.AddProven(ctx, viewer, casebook.Number(d.Answers[about].Option), d.Answers[flows.OfKey].Text, order, v.Now()); {
	case errors.Is(err, casebook.ErrExpired):
		key = "casepin.expired"
	case errors.Is(err, casebook.ErrMove), errors.Is(err, casebook.ErrNotFound), errors.Is(err, casebook.ErrForbidden), errors.Is(err, casebook.ErrBadInput):
		key = "receipt.not_added"
	case err != nil:
		return err
	}
	v.state.Close(v.in, false)
	if sort := v.office.Lexicon.Read(text.Reveal()).Danger; sort != "" && key == "receipt.added_quiet" {
		return v.alarmProven(ctx, viewer, d, sort, order.Said)
	}
	return v.reply(ctx, v.plain(key))
}

// alarmProven raises the alarm over a case that was opened by number and PIN, unasked: it is one of those that must not betray, and there may be no time.
func (v *visit) alarmProven(ctx context.Context, viewer casebook.Viewer, d dialog.Draft, sort string, said casebook.Spoken) error {
	order := casebook.Order{Move: casebook.Alarm, Due: v.office.due(casebook.Emergency, v.in.At), Said: said}
	_, err := v.Records.AddProven(ctx, viewer, casebook.Number(d.Answers[about].Option), d.Answers[flows.OfKey].Text, order, v.Now())
	if err != nil {
		return err
	}
	return v.reply(ctx, chat.Message{Text: v.calls(sort) + "\n\n" + v.say("danger.added") + " " + v.office.Cards.WhenHeard(v.state.Language, v.in.At, order.Due)})
}

// pinLine is the PIN as the receipt shows it, once; "" where it is not shown.
func (v *visit) pinOf(ctx context.Context, c casebook.Case) string {
	viewer, err := v.who(ctx)
	if err != nil {
		return ""
	}
	pin, err := v.Records.PIN(ctx, viewer, c.Number, v.Now())
	if err != nil {
		if !errors.Is(err, casebook.ErrUsed) {
			v.Log.Warn("no PIN", "number", c.Number, "error", err)
		}
		return ""
	}
	return pin
}

func (v *visit) pinShown(ctx context.Context, c casebook.Case) {
	viewer, err := v.who(ctx)
	if err == nil {
		err = v.Records.PINShown(ctx, viewer, c.Number, v.Now())
	}
	if err != nil {
		v.Log.Warn("PIN not noted as shown", "number", c.Number, "error", err)
	}
}

// showPIN gives the PIN of an own case, once, to whoever wants one.
func (v *visit) showPIN(ctx context.Context, viewer casebook.Viewer, c casebook.Case) error {
	pin, err := v.Records.PIN(ctx, viewer, c.Number, v.Now())
	switch {
	case errors.Is(err, casebook.ErrUsed):
		return v.reply(ctx, v.plain("casepin.used"))
	case err != nil:
		return err
	}
	if err := v.reply(ctx, v.plain("casepin.show", "pin", pin)); err != nil {
		return err
	}
	v.pinShown(ctx, c)
	return nil
}

// vanish deletes a message that must not stay on the screen. That it cannot be is no reason to stop.
func (v *visit) vanish(ctx context.Context, message int) {
	if message <= 0 || v.Delete == nil {
		return
	}
	if err := v.Delete(ctx, v.in.Bot, v.in.Chat, []int{message}); err != nil {
		v.Log.Warn("message not deleted", "error", err)
	}
}
