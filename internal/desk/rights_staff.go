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
	"rembuk/internal/private"
)

// erasures lists what reporters have asked, to those who decide it.
func (v *visit) erasures(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	list, err := v.Rights.Erasures(ctx, viewer, perList)
	if err != nil {
		return err
	}
	return v.reply(ctx, v.office.Cards.Erasures(v.state.Language, list))
}

// grantErasure erases what a reporter has asked to be erased.
func (v *visit) grantErasure(ctx context.Context, viewer casebook.Viewer, number casebook.Number) (string, error) {
	done, err := v.Rights.DecideErasure(ctx, viewer, number, true, private.Text{}, v.Now())
	switch {
	case errors.Is(err, casebook.ErrConflict):
		return v.say("erasure.decided"), v.keep(ctx)
	case errors.Is(err, casebook.ErrMove):
		return v.say("erasure.held_now"), v.keep(ctx)
	case v.refusal(err) != "":
		return v.refusal(err), v.keep(ctx)
	case err != nil:
		return "", err
	}
	v.tellReporter(ctx, done)
	return v.say("erasure.granted", "number", string(number)), v.keep(ctx)
}

// refuseErasure asks for the reason, which the reporter reads.
func (v *visit) refuseErasure(ctx context.Context, viewer casebook.Viewer, number casebook.Number) error {
	list, err := v.Rights.Erasures(ctx, viewer, 100)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.Number == number {
			return v.begin(ctx, "refuse", "<b>"+string(number)+"</b>", dialog.Answers{about: {Option: string(number)}}, nil)
		}
	}
	return v.reply(ctx, v.plain("erasure.decided"))
}

// refused records the reason, and tells the reporter.
func (v *visit) refused(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	number := casebook.Number(d.Answers[about].Option)
	done, err := v.Rights.DecideErasure(ctx, viewer, number, false, flows.Refusal(d, v.voice()), v.Now())
	key := "erasure.refused"
	switch {
	case errors.Is(err, casebook.ErrConflict):
		key = "erasure.decided"
	case v.refusal(err) != "":
		key = "case.not_permitted"
	case err != nil:
		return err
	default:
		v.tellReporter(ctx, done, flows.Refusal(d, v.voice()))
	}
	v.state.Close(v.in, false)
	return v.reply(ctx, v.plain(key, "number", string(number)))
}

// tellReporter says what was decided. Once the link is cut nobody knows any more whom to tell, so it is said now or never: best effort. Of a case that must
// not show on a phone the record sends the news, at a safe hour.
func (v *visit) tellReporter(ctx context.Context, done casebook.Decided, why ...private.Text) {
	if done.To.Chat == 0 {
		return
	}
	voice, number := v.office.Voice(done.Language), string(done.Case.Number)
	m := chat.Message{Text: voice.Say("erase.told_granted", "number", number)}
	if !done.Granted {
		m.Text = voice.Say("erase.told_refused", "number", number, "why", chat.Escape(why[0].Reveal()))
	}
	if !done.Case.Quiet {
		if _, err := v.Send(ctx, done.To.Bot, done.To.Chat, m); err != nil {
			v.Log.Warn("a reporter was not told what was decided", "number", number, "error", err)
		}
	}
	if done.Dialog != "" {
		v.forgetTalkOf(ctx, done)
	}
}

// forgetTalkOf lets what is remembered of the reporter's talks lead to the case no more.
func (v *visit) forgetTalkOf(ctx context.Context, done casebook.Decided) {
	gone := func(c dialog.Closed) bool { return c.Number == string(done.Case.Number) || c.Dialog == done.Dialog }
	err := errors.Join(v.Forget(ctx, done.To.Bot, done.To.Chat, done.Dialog),
		v.Drafts.Note(ctx, done.To.Bot, done.To.Chat, func(s *dialog.State) bool {
			before := len(s.Closed)
			s.Closed = slices.DeleteFunc(s.Closed, gone)
			return len(s.Closed) < before
		}))
	if err != nil {
		v.Log.Warn("a talk was not forgotten", "number", done.Case.Number, "error", err)
	}
}

// hold keeps a case from erasing, by law: /tahan NUMBER reason.
func (v *visit) hold(ctx context.Context) error {
	first, why, _ := strings.Cut(strings.TrimSpace(v.in.Text.Reveal()), " ")
	if strings.TrimSpace(why) == "" {
		return v.reply(ctx, v.plain("hold.usage"))
	}
	return v.held(ctx, first, private.Of(strings.TrimSpace(why)), "hold.done")
}

// liftHold takes that back: /lepastahan NUMBER.
func (v *visit) liftHold(ctx context.Context) error {
	return v.held(ctx, v.in.Text.Reveal(), private.Text{}, "hold.lifted")
}

func (v *visit) held(ctx context.Context, text string, why private.Text, key string) error {
	number, ok := casebook.ReadNumber(v.office.Prefix, text)
	if !ok {
		return v.reply(ctx, v.plain("hold.usage"))
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	switch err := v.Rights.Hold(ctx, viewer, number, why, v.Now()); {
	case errors.Is(err, casebook.ErrConflict):
		key = "hold.already"
	case v.refusal(err) != "":
		return v.reply(ctx, chat.Message{Text: v.refusal(err)})
	case err != nil:
		return err
	}
	return v.reply(ctx, v.plain(key, "number", string(number)))
}
