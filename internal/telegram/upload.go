package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

const (
	captionMost = 1024             // of a caption, without its markup; counted in UTF-16 units, which is the stricter way
	uploadTime  = 30 * time.Second // for a call that carries a file
	attachment  = "made"           // the form's part that a file lies in
)

// made tells whether the file is ours to send up, rather than one that Telegram has.
func made(f chat.File) bool { return f.ID == "" && len(f.Data) > 0 }

// captioned tells whether m is a single message: the file, with the text under it.
func captioned(m chat.Message) bool {
	return m.Caption && len(m.Files) == 1 && fileMethods[m.Files[0].Kind] != "" && m.Text != "" && fitsUnder(m.Text)
}

func fitsUnder(text string) bool { return len(utf16.Encode([]rune(plain(text)))) <= captionMost }

// sayUnder sends the one file with the text under it. As with say, neither a quote that is gone nor unreadable tags keep it back.
func (b *Bot) sayUnder(ctx context.Context, chatID int64, m chat.Message) (int, error) {
	text, mode := m.Text, models.ParseModeHTML
	for {
		fields := map[string]any{"caption": text, "parse_mode": mode, "reply_markup": markup(m), "reply_parameters": quote(m)}
		sent, err := b.fileCall(ctx, chatID, m, m.Files[0], fields)
		switch {
		case errors.Is(err, errQuote) && m.ReplyTo != 0:
			m.ReplyTo = 0
		case errors.Is(err, errTags) && mode != "":
			b.cfg.Log.Error("a caption of ours has unreadable tags and was sent without", "error", err)
			text, mode = plain(m.Text), ""
		default:
			return sent, err
		}
	}
}

// upload sends a file that we made, by itself.
func (b *Bot) upload(ctx context.Context, chatID int64, m chat.Message, f chat.File) (int, error) {
	return b.fileCall(ctx, chatID, m, f, nil)
}

var fileMethods = map[string]string{
	"photo": "sendPhoto", "document": "sendDocument", "voice": "sendVoice", "video": "sendVideo", "audio": "sendAudio", "animation": "sendAnimation",
}

func (b *Bot) fileCall(ctx context.Context, chatID int64, m chat.Message, f chat.File, fields map[string]any) (int, error) {
	method, ok := fileMethods[f.Kind]
	if !ok {
		return 0, fmt.Errorf("telegram: %w: no such kind of file", casebook.ErrBadInput)
	}
	all := map[string]any{"chat_id": chatID, "disable_notification": m.Silent, "protect_content": m.Protected}
	for name, value := range fields {
		all[name] = value
	}
	part := f.Kind
	if !made(f) {
		all[f.Kind], part = f.ID, ""
	}
	return b.submit(ctx, method, all, part, f)
}

// submit posts a form, with the file in the part of that name if there is one.
func (b *Bot) submit(ctx context.Context, method string, fields map[string]any, part string, f chat.File) (message int, err error) {
	kind, body, err := form(fields, part, f)
	if err != nil {
		return 0, fmt.Errorf("telegram %s: %w", method, err)
	}
	err = patiently(ctx, func() error { // the body is whole: a repetition sends all of it again
		ctx, cancel := context.WithTimeout(ctx, uploadTime)
		defer cancel()
		sent, err := exchange[struct {
			ID int `json:"message_id"`
		}](ctx, b.wire, method, kind, body)
		message = sent.ID
		return err
	})
	return message, err
}

// form writes a multipart body in memory, so that it goes with its length and can go again. What is empty is left out.
func form(fields map[string]any, part string, f chat.File) (contentType string, body []byte, err error) {
	var out bytes.Buffer
	out.Grow(len(f.Data) + 4096)
	w := multipart.NewWriter(&out)
	for name, value := range fields {
		text, err := field(value)
		if err != nil {
			return "", nil, err
		}
		if text != "" {
			_ = w.WriteField(name, text) // into memory: cannot fail
		}
	}
	if part != "" {
		to, _ := w.CreateFormFile(part, fileName(f))
		_, _ = to.Write(f.Data)
	}
	_ = w.Close()
	return w.FormDataContentType(), out.Bytes(), nil
}

// field is a value as a form carries it: texts as they are, all else as JSON; empty for what says nothing.
func field(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case models.ParseMode:
		return string(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case bool:
		if !v {
			return "", nil
		}
	}
	data, err := json.Marshal(value)
	if string(data) == "null" {
		return "", err
	}
	return string(data), err
}

// fileName is never empty, since a part without one is no file.
func fileName(f chat.File) string {
	switch {
	case f.Name != "":
		return f.Name
	case f.Kind == "photo":
		return "photo.png"
	}
	return f.Kind
}
