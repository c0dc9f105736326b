package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// Rights is what people may ask of their data, and those who decide it: PostgreSQL.
type Rights interface {
	OwnData(ctx context.Context, v casebook.Viewer, now time.Time) (casebook.OwnData, error)
	AskErasure(ctx context.Context, v casebook.Viewer, number casebook.Number, kind casebook.ErasureKind, proven bool, now time.Time) (casebook.Erased, error)
	Untie(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) (casebook.Erased, error)
	Forget(ctx context.Context, v casebook.Viewer, now time.Time) (casebook.Forgotten, error)
	Erasures(ctx context.Context, v casebook.Viewer, limit int) ([]casebook.Erasure, error)
	DecideErasure(ctx context.Context, v casebook.Viewer, number casebook.Number, grant bool, why private.Text, now time.Time) (casebook.Decided, error)
	Hold(ctx context.Context, v casebook.Viewer, number casebook.Number, why private.Text, now time.Time) error // without a reason: lift it
}

// ownData sends what is known of the person, as files that can be neither forwarded nor saved by whoever picks the phone up.
func (v *visit) ownData(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	data, err := v.Rights.OwnData(ctx, viewer, v.Now())
	if err != nil {
		return err
	}
	text, machine, err := v.office.Cards.OwnData(v.state.Language, data)
	if err != nil {
		return err
	}
	m := v.plain("data.here")
	m.Protected = true
	m.Files = []chat.File{{Kind: "document", Name: "data-saya.txt", Data: text}, {Kind: "document", Name: "data-saya.json", Data: machine}}
	return v.reply(ctx, m)
}

// askErase begins the talk about erasing, or asks its question again.
func (v *visit) askErase(ctx context.Context) error {
	if d, ok := v.state.Talk(); ok && d.Flow == "erase" {
		return v.keepAndSay(ctx, v.flow(d).Ask(d, v.voice(), ""))
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	lines, err := v.Records.OwnCases(ctx, viewer, 100)
	if err != nil {
		return err
	}
	var list []dialog.Item
	for _, line := range lines {
		if !line.Quiet {
			list = append(list, dialog.Item{ID: string(line.Number), Label: v.office.Cards.Label(v.state.Language, line)})
		}
	}
	var preset dialog.Answers
	if text := strings.TrimSpace(v.in.Text.Reveal()); v.in.Kind == chat.Command && text != "" {
		if _, _, withPIN := casebook.ReadNumberAndPIN(v.office.Prefix, text); withPIN {
			v.vanish(ctx, v.in.Message) // number and PIN do not stay on the screen
		}
		preset = dialog.Answers{"which": {Option: "typed"}, "number": {Text: text}}
	}
	return v.begin(ctx, "erase", v.say("erase.lead"), preset, list)
}

// erased does what was asked, and tells what was erased, what stays, and why.
func (v *visit) erased(ctx context.Context, d dialog.Draft) error {
	what := d.Answers["what"].Option
	if d.Answers["sure"].Option == "no" {
		return v.cancelled(ctx)
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	if frozen, err := v.Drafts.FrozenOf(ctx, v.in.Bot, v.in.User); err != nil || len(frozen) > 0 { // it would be filed after all, and be the person's again
		if err != nil {
			return err
		}
		return v.reply(ctx, v.plain("erase.wait"))
	}
	if what == "all" {
		return v.erasedAll(ctx, viewer)
	}
	number, proven, refusal, err := v.meant(ctx, viewer, flows.EraseNumber(d))
	if err != nil {
		return err
	}
	if refusal != "" {
		v.state.Close(v.in, false)
		return v.reply(ctx, chat.Message{Text: refusal})
	}
	var done casebook.Erased
	switch what {
	case "untie":
		done, err = v.Rights.Untie(ctx, viewer, number, v.Now())
	case "withdraw":
		done, err = v.Rights.AskErasure(ctx, viewer, number, casebook.WithdrawCase, proven, v.Now())
	default:
		done, err = v.Rights.AskErasure(ctx, viewer, number, casebook.EraseReporter, proven, v.Now())
	}
	text, err := v.toldErased(what, number, done, err)
	if err != nil {
		return err
	}
	if err := v.forgetTalk(ctx, done); err != nil {
		return err
	}
	v.state.Close(v.in, false)
	return v.reply(ctx, chat.Message{Text: text})
}

// meant finds the report that is meant: one that may show on this phone, by its number; any other by number and PIN, from whatever phone. What is not proved is
// answered alike, whether there is such a report or not.
func (v *visit) meant(ctx context.Context, viewer casebook.Viewer, text string) (number casebook.Number, proven bool, refusal string, err error) {
	number, pin, withPIN := casebook.ReadNumberAndPIN(v.office.Prefix, text)
	if !withPIN {
		var ok bool
		if number, ok = casebook.ReadNumber(v.office.Prefix, text); !ok {
			return "", false, v.say("status.wrong_number"), nil
		}
	}
	lines, err := v.Records.OwnCases(ctx, viewer, 1000)
	if err != nil {
		return "", false, "", err
	}
	for _, line := range lines {
		if line.Number == number && !line.Quiet {
			return number, false, "", nil
		}
	}
	if !withPIN {
		return "", false, v.say("erase.gone", "number", string(number)), nil
	}
	switch _, err := v.Records.ByPIN(ctx, viewer, number, pin, v.Now()); {
	case errors.Is(err, casebook.ErrNotFound):
		return "", false, v.say("casepin.wrong"), nil
	case errors.Is(err, casebook.ErrTries):
		return "", false, v.say("casepin.closed"), nil
	case err != nil:
		return "", false, "", err
	}
	return number, true, "", nil
}

// toldErased puts into words what came of asking.
func (v *visit) toldErased(what string, number casebook.Number, done casebook.Erased, err error) (string, error) {
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return v.say("erase.gone", "number", string(number)), nil
	case errors.Is(err, casebook.ErrForbidden):
		return v.say("erase.named", "number", string(number)), nil // only of a report without a name
	case errors.Is(err, casebook.ErrMove):
		return v.say("erase.held", "number", string(number), "due", "-"), nil
	case err != nil:
		return "", err
	case done.Verdict == casebook.ErasedAtOnce && what == "untie":
		return v.say("erase.untied", "number", string(number)), nil
	case done.Verdict == casebook.ErasedAtOnce:
		return v.say("erase.done", "number", string(number)), nil
	case done.Verdict == casebook.HeldByLaw:
		return v.say("erase.held", "number", string(number), "due", v.office.Cards.Until(v.state.Language, done.DueAt)), nil
	case what == "withdraw":
		return v.say("erase.withdrawn", "number", string(number), "due", v.office.Cards.Until(v.state.Language, done.DueAt)), nil
	}
	return v.say("erase.asked", "number", string(number), "due", v.office.Cards.Until(v.state.Language, done.DueAt)), nil
}

// erasedAll erases what can be with every report that may show on the phone, all talks, and the link to the account where nothing holds it.
func (v *visit) erasedAll(ctx context.Context, viewer casebook.Viewer) error {
	lines, err := v.Records.OwnCases(ctx, viewer, 1000)
	if err != nil {
		return err
	}
	var text []string
	for _, line := range lines {
		if line.Quiet {
			continue
		}
		done, err := v.Rights.AskErasure(ctx, viewer, line.Number, casebook.EraseReporter, false, v.Now())
		said, err := v.toldErased("all", line.Number, done, err)
		if err != nil {
			return err
		}
		if err := v.forgetTalk(ctx, done); err != nil {
			return err
		}
		text = append(text, said)
	}
	v.state.Close(v.in, false)
	v.state.Talks, v.state.Closed = nil, v.state.Closed[len(v.state.Closed)-1:] // that one, lest a second press of the key begin something
	text = append(text, v.say("erase.drafts"))
	left, err := v.Rights.Forget(ctx, viewer, v.Now())
	if err != nil {
		return err
	}
	text = append(text, v.leftOver(left), v.say("erase.quiet"))
	return v.reply(ctx, chat.Message{Text: strings.Join(text, "\n\n")})
}

// leftOver tells what becomes of the account. Whether it is gone already is not said: that would tell whether there is a report that must not show.
func (v *visit) leftOver(left casebook.Forgotten) string {
	text := v.say("erase.account")
	if left.Grants+left.Seats > 0 {
		text = v.say("erase.account_work")
	}
	if left.Attendance > 0 {
		text += "\n" + v.say("erase.attendance")
	}
	return text
}

// forgetTalk lets the talk that had made a case, which was cut from its reporter, lead to it no more.
func (v *visit) forgetTalk(ctx context.Context, done casebook.Erased) error {
	if done.Dialog == "" {
		return nil
	}
	var kept []dialog.Closed
	for _, c := range v.state.Closed {
		if c.Number != string(done.Number) && c.Dialog != done.Dialog {
			kept = append(kept, c)
		}
	}
	v.state.Closed = kept
	return v.Forget(ctx, v.in.Bot, v.in.User, done.Dialog)
}
