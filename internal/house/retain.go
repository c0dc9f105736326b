package house

import (
	"context"
	"errors"

	"rembuk/internal/casebook"
	"rembuk/internal/drafts"
)

// Forget removes what the talks of a person became.
func (d drafting) Forget(ctx context.Context, bot, user int64, dialogs ...string) error {
	return d.drafts.Forget(ctx, drafts.Who{Bot: bot, User: user}, dialogs...)
}

// retain erases, once a day, what a district keeps no longer, and tells of what nobody has decided in time.
func (h *House) retain(ctx context.Context) error {
	var failed error
	for _, o := range h.desk.Offices {
		failed = errors.Join(failed, h.store.LateErasures(ctx, o.District, h.clock.Now()))
		done, err := h.store.Retain(ctx, o.Retention, h.clock.Now(), h.removeCopies)
		failed = errors.Join(failed, err)
		for _, line := range done {
			h.log.InfoContext(ctx, "retention", "district", o.District, "class", line.Class, "count", line.Count, "days", int(line.After/casebook.Day))
		}
	}
	return failed
}

// removeCopies takes copies of files away. Without a vault there are none.
func (h *House) removeCopies(ctx context.Context, names []string) error {
	if h.evidence == nil {
		return nil
	}
	for _, name := range names {
		if err := h.evidence.keeper.Vault.Remove(ctx, name); err != nil {
			return err
		}
	}
	return nil
}
