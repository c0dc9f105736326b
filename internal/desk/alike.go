package desk

import (
	"context"
	"errors"
	"time"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
)

// Alikes is what the record knows of cases that may be the same.
type Alikes interface {
	Alike(ctx context.Context, v casebook.Viewer, number casebook.Number) ([]casebook.Alike, error)
	Link(ctx context.Context, v casebook.Viewer, number, other casebook.Number, bond casebook.Bond, now time.Time) error
	MayJoin(ctx context.Context, v casebook.Viewer, number casebook.Number) (bool, error)
	Join(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) error
}

// offerJoin asks the reporter of something that many see whether it is the same as a report that is there. Without the question nothing is lost.
func (v *visit) offerJoin(ctx context.Context, c casebook.Case) {
	if !c.Joinable() {
		return
	}
	viewer, err := v.who(ctx)
	if err == nil {
		var like bool
		if like, err = v.Records.MayJoin(ctx, viewer, c.Number); err == nil && !like {
			return
		}
	}
	if err == nil {
		_, err = v.Send(ctx, v.in.Bot, v.in.Chat, v.office.Cards.AskJoin(v.state.Language, c.Number))
	}
	if err != nil {
		v.Log.Warn("not asked whether it is the same", "number", c.Number, "error", err)
	}
}

// joined takes the reporter's word on whether it is the same.
func (v *visit) joined(ctx context.Context, viewer casebook.Viewer, number casebook.Number, verb cards.Verb) error {
	key := "alike.left"
	if verb == cards.Join {
		key = "alike.joined"
		switch err := v.Records.Join(ctx, viewer, number, v.Now()); {
		case errors.Is(err, casebook.ErrNotFound):
			key = "alike.gone"
		case err != nil:
			return err
		}
	}
	return v.reply(ctx, v.plain(key))
}

// joinsLast takes the word for the button, soon after the number.
func (v *visit) joinsLast(ctx context.Context) (done bool, err error) {
	last, ok := v.lastSent()
	if !ok || last.Number == "" || last.Quiet || !v.isWord("alike.join") || v.in.At.Sub(last.At) > sentLately {
		return false, nil
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return true, err
	}
	return true, v.joined(ctx, viewer, casebook.Number(last.Number), cards.Join)
}

// linked takes the word of somebody who works both on whether two cases are the same.
func (v *visit) linked(ctx context.Context, viewer casebook.Viewer, verb cards.Verb, number, other casebook.Number) (string, error) {
	bond, key := casebook.Linked, "case.link_done"
	if verb == cards.Apart {
		bond, key = casebook.Apart, "case.apart_done"
	}
	if err := v.Records.Link(ctx, viewer, number, other, bond, v.Now()); err != nil {
		return "", err
	}
	return v.say(key), v.keep(ctx)
}
