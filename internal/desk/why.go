package desk

import (
	"context"

	"rembuk/internal/casebook"
)

// whySo tells somebody who may read a case's words why it was taken for what it was: drawn anew from the story, kept nowhere.
func (v *visit) whySo(ctx context.Context, viewer casebook.Viewer, number casebook.Number) error {
	c, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
	if err != nil {
		return err
	}
	if err := casebook.May(viewer, casebook.SeeWords, c); err != nil {
		return err
	}
	return v.show(ctx, c, v.office.Cards.Why(viewer, c, v.office.Lexicon.Read(c.Story.Reveal())))
}
