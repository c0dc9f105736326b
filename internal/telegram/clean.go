package telegram

import (
	"context"
	"errors"

	"rembuk/internal/casebook"
)

// atOnce is how many messages one call deletes.
const atOnce = 100

// DeleteAll takes messages away, on both sides: of a private talk both ours and the person's, within 48 hours. Ids that are not there, are of another chat
// or too old are skipped. Errors: as of Delete, save for those of single messages.
func (b *Bot) DeleteAll(ctx context.Context, chatID int64, messages []int) error {
	for len(messages) > 0 {
		n := min(atOnce, len(messages))
		if err := b.deleteSome(ctx, chatID, messages[:n]); err != nil {
			return err
		}
		messages = messages[n:]
	}
	return nil
}

// deleteSome halves what Telegram refuses as a whole, until only the message stays that cannot be deleted.
func (b *Bot) deleteSome(ctx context.Context, chatID int64, messages []int) error {
	err := patiently(ctx, func() error {
		_, err := call[bool](ctx, b.wire, "deleteMessages", map[string]any{"chat_id": chatID, "message_ids": messages})
		return err
	})
	if !errors.Is(err, casebook.ErrBadInput) && !errors.Is(err, casebook.ErrTooOld) && !errors.Is(err, casebook.ErrNotFound) {
		return err
	}
	if len(messages) == 1 {
		return nil
	}
	half := len(messages) / 2
	if err := b.deleteSome(ctx, chatID, messages[:half]); err != nil {
		return err
	}
	return b.deleteSome(ctx, chatID, messages[half:])
}
