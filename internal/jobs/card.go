package jobs

import (
	"context"
	"errors"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// editCard draws the reporter's card as the case is now, if one is kept.
func (j *Jobs) editCard(ctx context.Context, caseID int64) error {
	card, err := j.Records.CardOf(ctx, caseID)
	if errors.Is(err, casebook.ErrNotFound) || err == nil && card.Message == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	m, ok := j.DrawCard(card)
	if !ok {
		return nil
	}
	return j.edit(ctx, card.To, card.Message, func() chat.Message { return m })
}

// edit changes a message when it is our turn. One that cannot be changed any more stays as it is.
func (j *Jobs) edit(ctx context.Context, to casebook.Address, message int, draw func() chat.Message) error {
	if err := j.turn(ctx, to, true); err != nil {
		return err
	}
	err := j.Sender.Edit(ctx, to.Bot, to.Chat, message, draw())
	switch {
	case err == nil, errors.Is(err, casebook.ErrUnchanged):
		return nil
	case j.heed(ctx, to, &err):
		return err
	case errors.Is(err, casebook.ErrTooOld), errors.Is(err, casebook.ErrGone), errors.Is(err, casebook.ErrNotFound),
		errors.Is(err, casebook.ErrForbidden), errors.Is(err, casebook.ErrBadInput):
		j.Log.InfoContext(ctx, "a message stays as it was", "error", plain(err))
		return nil
	default:
		return err
	}
}
