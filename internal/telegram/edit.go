package telegram

import (
	"context"
	"errors"

	library "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// Edit makes a message of ours say m instead. Only its text and its buttons count; without Buttons those it had go. With Caption the text
// is the caption of what hangs on the message, and one file that we made takes the place of that.
// Errors: ErrUnchanged (it says so already), ErrTooOld (it is gone, or Telegram does not take edits to it any more), and those of Send.
func (b *Bot) Edit(ctx context.Context, chatID int64, message int, m chat.Message) error {
	err := b.edit(ctx, chatID, message, m, models.ParseModeHTML)
	if errors.Is(err, errTags) {
		b.cfg.Log.Error("an edit of ours has unreadable tags and was made without", "error", err)
		m.Text = plain(m.Text)
		err = b.edit(ctx, chatID, message, m, "")
	}
	return err
}

func (b *Bot) edit(ctx context.Context, chatID int64, message int, m chat.Message, mode models.ParseMode) error {
	under := m.Caption && fitsUnder(m.Text)
	err := b.editAs(ctx, chatID, message, m, mode, under)
	if under && errors.Is(err, errNoCaption) || !under && errors.Is(err, errNoText) {
		// its text was too long for a caption when it was sent, or who edits does not know what it hangs on
		return b.editAs(ctx, chatID, message, m, mode, !under)
	}
	return err
}

func (b *Bot) editAs(ctx context.Context, chatID int64, message int, m chat.Message, mode models.ParseMode, under bool) (err error) {
	var buttons models.ReplyMarkup
	if len(m.Buttons) > 0 {
		buttons = inline(m.Buttons)
	}
	switch {
	case under && len(m.Files) == 1 && made(m.Files[0]):
		f := m.Files[0]
		_, err = b.submit(ctx, "editMessageMedia", map[string]any{
			"chat_id": chatID, "message_id": int64(message), "reply_markup": buttons,
			"media": inputMedia{Type: f.Kind, Media: "attach://" + attachment, Caption: m.Text, Mode: mode},
		}, attachment, f)
	case under:
		_, err = b.post(ctx, "editMessageCaption", &library.EditMessageCaptionParams{
			ChatID: chatID, MessageID: message, Caption: m.Text, ParseMode: mode, ReplyMarkup: buttons,
		})
	default:
		_, err = b.post(ctx, "editMessageText", &library.EditMessageTextParams{
			ChatID: chatID, MessageID: message, Text: m.Text, ParseMode: mode, LinkPreviewOptions: noPreview, ReplyMarkup: buttons,
		})
	}
	return err
}

// inputMedia is new content of a message.
type inputMedia struct {
	Type    string           `json:"type"`
	Media   string           `json:"media"`
	Caption string           `json:"caption,omitempty"`
	Mode    models.ParseMode `json:"parse_mode,omitempty"`
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
