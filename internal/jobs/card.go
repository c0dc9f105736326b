package jobs

import (
	"context"
	"errors"

	"rembuk/internal/casebook"
)

// seeCard gives the reporter's card as the case is now, if one is kept.
func (j *Jobs) seeCard(ctx context.Context, caseID int64) (picture, error) {
	card, err := j.Records.CardOf(ctx, caseID)
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return picture{}, nil
	case err != nil || card.Message == 0:
		return picture{}, err
	}
	m, ok := j.DrawCard(card)
	if !ok {
		return picture{}, nil
	}
	return picture{card.To, card.Message, m}, nil
}
