package telegram

import (
	"context"
	"errors"
	"fmt"

	library "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// Send says m in a chat, with its files after it, and gives the id of the text (without a text, of the first file). An id together
// with an error means that the text stands there and the files do not, or *Moved: it stands in the chat named there. With Caption, one
// file and a text that is short enough it is a single message.
//
// Of the three keyboards a message can have one: Buttons, else Keys, Share and Locate, else Clear.
//
// Errors: ErrGone (this chat cannot be reached), *RetryAfter, ErrAway (for want of an answer it may have been sent all the same),
// *Moved, ErrBadInput.
func (b *Bot) Send(ctx context.Context, chatID int64, m chat.Message) (message int, err error) {
	message, err = b.send(ctx, chatID, m)
	var moved *Moved
	if message != 0 || !errors.As(err, &moved) {
		return message, err
	}
	message, err = b.send(ctx, moved.Chat, m)
	return message, &Moved{Chat: moved.Chat, Err: err}
}

func (b *Bot) send(ctx context.Context, chatID int64, m chat.Message) (message int, err error) {
	if m.Text == "" && len(m.Files) == 0 {
		return 0, fmt.Errorf("telegram sendMessage: %w: nothing to say", casebook.ErrBadInput)
	}
	if captioned(m) {
		return b.sayUnder(ctx, chatID, m)
	}
	if m.Text != "" {
		if message, err = b.say(ctx, chatID, m); err != nil {
			return 0, err
		}
	}
	first, err := b.sendFiles(ctx, chatID, m)
	if message == 0 {
		message = first
	}
	return message, err
}

// say sends the text. A quote that is gone and tags that Telegram cannot read do not keep it from being said.
func (b *Bot) say(ctx context.Context, chatID int64, m chat.Message) (int, error) {
	params := library.SendMessageParams{
		ChatID: chatID, Text: m.Text, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview,
		DisableNotification: m.Silent, ProtectContent: m.Protected, ReplyMarkup: markup(m), ReplyParameters: quote(m),
	}
	for {
		sent, err := b.post(ctx, "sendMessage", &params)
		switch {
		case errors.Is(err, errQuote) && params.ReplyParameters != nil:
			params.ReplyParameters = nil
		case errors.Is(err, errTags) && params.ParseMode != "":
			b.cfg.Log.Error("a message of ours has unreadable tags and was sent without", "error", err)
			params.ParseMode, params.Text = "", plain(m.Text)
		default:
			return sent, err
		}
	}
}

func quote(m chat.Message) *models.ReplyParameters {
	if m.ReplyTo == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: m.ReplyTo, AllowSendingWithoutReply: true}
}

// post is a call whose result is a message, or for an edit.
func (b *Bot) post(ctx context.Context, method string, params any) (message int, err error) {
	err = patiently(ctx, func() error {
		sent, err := call[struct {
			ID int `json:"message_id"`
		}](ctx, b.wire, method, params)
		message = sent.ID
		return err
	})
	return message, err
}

var noPreview = &models.LinkPreviewOptions{IsDisabled: library.True()}

// The keyboards, with the fields we use. The library's inline button writes an empty copy_text into each button.
type (
	inlineKeyboard struct {
		Rows [][]inlineButton `json:"inline_keyboard"`
	}
	inlineButton struct {
		Text string `json:"text"`
		Data string `json:"callback_data,omitempty"`
		URL  string `json:"url,omitempty"`
	}
	replyKeyboard struct {
		Rows   [][]replyKey `json:"keyboard"`
		Resize bool         `json:"resize_keyboard"`
		Hint   string       `json:"input_field_placeholder,omitempty"`
	}
	replyKey struct {
		Text     string `json:"text"`
		Location bool   `json:"request_location,omitempty"`
		Contact  bool   `json:"request_contact,omitempty"`
	}
)

func markup(m chat.Message) models.ReplyMarkup {
	switch {
	case len(m.Buttons) > 0:
		return inline(m.Buttons)
	case len(m.Keys) > 0 || m.Locate != "" || m.Share != "":
		return keys(m)
	case m.Clear:
		return models.ReplyKeyboardRemove{RemoveKeyboard: true}
	}
	return nil
}

func inline(rows [][]chat.Button) inlineKeyboard {
	k := inlineKeyboard{Rows: make([][]inlineButton, 0, len(rows))}
	for _, row := range rows {
		line := make([]inlineButton, 0, len(row))
		for _, button := range row {
			line = append(line, inlineButton{button.Label, button.Data, button.URL})
		}
		k.Rows = append(k.Rows, line)
	}
	return k
}

// keys is a reply keyboard that is not persistent: the person may fold it away and write.
func keys(m chat.Message) replyKeyboard {
	k := replyKeyboard{Rows: make([][]replyKey, 0, len(m.Keys)+2), Resize: true, Hint: m.Hint}
	for _, row := range m.Keys {
		line := make([]replyKey, 0, len(row))
		for _, label := range row {
			line = append(line, replyKey{Text: label})
		}
		k.Rows = append(k.Rows, line)
	}
	if m.Share != "" {
		k.Rows = append(k.Rows, []replyKey{{Text: m.Share, Contact: true}})
	}
	if m.Locate != "" {
		k.Rows = append(k.Rows, []replyKey{{Text: m.Locate, Location: true}})
	}
	return k
}
