package telegram

import (
	"context"
	"errors"

	library "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// Edit makes a message of ours say m instead. Only its text and its buttons count; without Buttons those it had go.
// Errors: ErrUnchanged (it says so already), ErrTooOld (it is gone, or Telegram does not take edits to it any more), and those of Send.
func (b *Bot) Edit(ctx context.Context, chatID int64, message int, m chat.Message) error {
	params := library.EditMessageTextParams{
		ChatID: chatID, MessageID: message, Text: m.Text, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview,
	}
	if len(m.Buttons) > 0 {
		params.ReplyMarkup = inline(m.Buttons)
	}
	_, err := b.post(ctx, "editMessageText", &params)
	if errors.Is(err, errTags) {
		b.cfg.Log.Error("an edit of ours has unreadable tags and was made without", "error", err)
		params.ParseMode, params.Text = "", plain(m.Text)
		_, err = b.post(ctx, "editMessageText", &params)
	}
	return err
}

// Delete takes a message away: one of ours within 48 hours, in a private talk the person's too. Errors: as of Edit; one that is
// deleted already is ErrTooOld.
func (b *Bot) Delete(ctx context.Context, chatID int64, message int) error {
	return patiently(ctx, func() error {
		done, err := b.lib.DeleteMessage(ctx, &library.DeleteMessageParams{ChatID: chatID, MessageID: message})
		if err == nil && !done {
			return casebook.ErrTooOld
		}
		return b.known("deleteMessage", err)
	})
}
