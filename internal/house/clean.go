package house

import (
	"context"
	"fmt"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// edit changes a message of ours at once, while a person waits.
func (h *House) edit(ctx context.Context, bot, chatID int64, message int, m chat.Message) error {
	b, ok := h.bots[bot]
	if !ok {
		return fmt.Errorf("bot %d: %w", bot, casebook.ErrNotFound)
	}
	return b.Edit(ctx, chatID, message, m)
}

// remove deletes messages on both sides.
func (h *House) remove(ctx context.Context, bot, chatID int64, messages []int) error {
	b, ok := h.bots[bot]
	if !ok {
		return fmt.Errorf("bot %d: %w", bot, casebook.ErrNotFound)
	}
	return b.DeleteAll(ctx, chatID, messages)
}
