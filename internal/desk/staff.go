package desk

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
)

// asksFirst begins the talk that a move of staff needs: a reason, or what was found. may is the right that the move will ask for.
func (v *visit) asksFirst(ctx context.Context, viewer casebook.Viewer, number casebook.Number, may casebook.Action, flow string) error {
	c, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
	if err != nil {
		return err
	}
	if err := casebook.May(viewer, may, c); err != nil {
		return err
	}
	if d, ok := v.state.Talk(); ok && d.Flow == flow && d.Answers[about].Option == string(number) {
		return v.keepAndSay(ctx, v.flow(d).Ask(d, v.voice(), "")) // pressed twice
	}
	if v.in.Kind != chat.Text || flow != "visited" || !v.beyond("case.visited") { // "sudah saya kunjungi, beliau sehat" tells what was found with it
		v.in.Kind = chat.Command // a press is no story
	}
	return v.begin(ctx, flow, "<b>"+string(number)+"</b>", dialog.Answers{about: {Option: string(number)}}, nil)
}

// staffMove makes the move that a talk of staff was for.
func (v *visit) staffMove(ctx context.Context, d dialog.Draft, o casebook.Order, key string) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	number := casebook.Number(d.Answers[about].Option)
	o.Said = casebook.Spoken{District: v.office.District, Chat: v.in.Chat, Message: v.in.Message, Person: viewer.Person, Purpose: casebook.ForTalk}
	c, err := v.Records.Move(ctx, viewer, number, o, v.Now())
	switch {
	case errors.Is(err, casebook.ErrMove):
		key = "case.gone_on"
	case errors.Is(err, casebook.ErrNotFound):
		key = "case.not_found"
	case errors.Is(err, casebook.ErrForbidden):
		key = "case.not_permitted"
	case err != nil:
		return err
	}
	v.state.Close(v.in, false)
	if err != nil || o.Move != casebook.Identify {
		return v.reply(ctx, v.plain(key, "number", string(number)))
	}
	return v.identified(ctx, viewer, c)
}

// identified shows who reported: the contact that the reporter has given with a yes, or else that there is an account to be written to.
func (v *visit) identified(ctx context.Context, viewer casebook.Viewer, c casebook.Case) error {
	contact, err := v.Records.ContactFor(ctx, viewer, c.Number, v.Now())
	if err != nil && !errors.Is(err, casebook.ErrNotFound) && !errors.Is(err, casebook.ErrForbidden) {
		return err
	}
	return v.show(ctx, c, v.office.Cards.Identity(viewer, c, contact))
}

// closed takes everything that shows a case off the screen. What is too old to be deleted says nothing any more.
func (v *visit) closed(ctx context.Context, number casebook.Number) (string, error) {
	ids, err := v.Records.Shown(ctx, v.office.District, v.in.Chat, number)
	if err != nil {
		return "", err
	}
	if v.in.Kind == chat.Tap {
		ids = append(ids, v.in.Message)
	}
	v.takeAway(ctx, v.in.Chat, ids)
	return v.say("case.view_closed"), v.keep(ctx)
}

// takeAway deletes messages of ours, as far as they can be: first they say nothing any more.
func (v *visit) takeAway(ctx context.Context, chatID int64, ids []int) {
	for _, id := range ids {
		_ = v.Edit(ctx, v.in.Bot, chatID, id, v.plain("case.view_closed")) // a photo, or gone already
	}
	if err := v.Delete(ctx, v.in.Bot, chatID, ids); err != nil {
		v.Log.Warn("messages not deleted", "error", err)
	}
}

// expel is for a lost phone: /keluarkan ID. Who holds a role is named and asked for once more, since a number is soon mistaken.
func (v *visit) expel(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(strings.TrimSpace(v.in.Text.Reveal()), 10, 64)
	if err != nil {
		return v.reply(ctx, v.plain("people.usage"))
	}
	grants, err := v.Records.People(ctx, viewer)
	if err != nil && !errors.Is(err, casebook.ErrForbidden) {
		return err
	}
	var of []string
	who, err := v.called(ctx, grants)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.Person == casebook.PersonID(id) {
			of = append(of, who(g))
		}
	}
	if len(of) > 0 {
		return v.reply(ctx, v.office.Cards.Expel(v.state.Language, casebook.PersonID(id), strings.Join(of, "; ")))
	}
	return v.expelled(ctx, viewer, id)
}

// expelled puts somebody out.
func (v *visit) expelled(ctx context.Context, viewer casebook.Viewer, id int64) error {
	person := casebook.PersonID(id)
	done, err := v.Records.Expel(ctx, viewer, person, v.Now())
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return v.reply(ctx, v.plain("people.holds_nothing", "id", strconv.FormatInt(id, 10)))
	case errors.Is(err, casebook.ErrForbidden):
		return v.reply(ctx, v.plain("case.not_permitted"))
	case err != nil:
		return err
	}
	if to, shown, err := v.Records.ShownTo(ctx, v.office.District, person); err == nil && len(shown) > 0 {
		v.takeAway(ctx, to.Chat, shown)
	}
	m := v.plain("people.expelled", "id", strconv.FormatInt(id, 10), "grants", strconv.Itoa(done.Grants), "cases", strconv.Itoa(done.Cases))
	if done.Seats > 0 {
		m.Text += " " + v.say("people.unseated", "seats", strconv.Itoa(done.Seats))
	}
	return v.reply(ctx, m)
}

// mostReads is how many lines of a read log are shown, the newest.
const mostReads = 100

// trail shows who has read a case: /jejak NUMBER.
func (v *visit) trail(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	number, ok := casebook.ReadNumber(v.office.Prefix, v.in.Text.Reveal())
	if !ok {
		return v.reply(ctx, v.plain("trail.usage"))
	}
	reads, err := v.Records.Reads(ctx, viewer, number, mostReads)
	if refusal := v.refusal(err); refusal != "" {
		return v.reply(ctx, chat.Message{Text: refusal})
	}
	if err != nil {
		return err
	}
	return v.list(ctx, v.office.Cards.Trail(v.state.Language, number, reads))
}

// propose asks for a caseworker: it takes a second person.
func (v *visit) propose(ctx context.Context, region casebook.Region) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	_, err = v.Records.Propose(ctx, viewer, region.Code, v.Now(), v.office.Invitation)
	switch {
	case errors.Is(err, casebook.ErrForbidden):
		return v.reply(ctx, v.plain("invite.forbidden"))
	case errors.Is(err, casebook.ErrGone):
		return v.reply(ctx, v.plain("propose.nobody"))
	case err != nil:
		return err
	}
	return v.reply(ctx, v.plain("propose.asked"))
}

// onProposal does what a button on a proposal asks.
func (v *visit) onProposal(ctx context.Context, ref cards.Ref) (string, error) {
	viewer, err := v.who(ctx)
	if err != nil {
		return "", err
	}
	if ref.Do == "code" {
		return v.useProposal(ctx, viewer, ref.ID)
	}
	p, err := v.Records.Decide(ctx, viewer, ref.ID, ref.Do == "yes", v.Now())
	if err != nil {
		return v.notDecided(ctx, err)
	}
	return v.say("propose.done." + string(p.State)), v.keep(ctx)
}

// notDecided puts it kindly.
func (v *visit) notDecided(ctx context.Context, err error) (string, error) {
	var key string
	switch {
	case errors.Is(err, casebook.ErrForbidden), errors.Is(err, casebook.ErrNotFound):
		key = "case.not_permitted"
	case errors.Is(err, casebook.ErrMove), errors.Is(err, casebook.ErrUsed):
		key = "propose.decided"
	case errors.Is(err, casebook.ErrExpired), errors.Is(err, casebook.ErrRevoked):
		key = "propose.run_out"
	default:
		return "", err
	}
	return v.say(key), v.keep(ctx)
}

// useProposal gives the code to who asked, once.
func (v *visit) useProposal(ctx context.Context, viewer casebook.Viewer, id int64) (string, error) {
	code, inv, err := v.Records.UseProposal(ctx, viewer, id, v.Now(), v.office.Invitation)
	if err != nil {
		return v.notDecided(ctx, err)
	}
	return "", v.reply(ctx, v.invited(inv, code))
}

// founds is the order that a visit makes.
func founds(d dialog.Draft) casebook.Order {
	text, files := flows.Found(d)
	return casebook.Order{Move: casebook.Visit, Note: text, Files: files}
}
