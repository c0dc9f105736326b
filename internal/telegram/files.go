package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	library "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

const albumMost = 10 // items of an album

// File opens a file at Telegram (20 MB at most); the caller closes it. Errors: ErrAway, ErrTooBig, ErrBadInput (not a file id of this
// bot), ErrNotFound (Telegram has it no more). Reading fails with ErrAway.
func (b *Bot) File(ctx context.Context, fileID string) (io.ReadCloser, error) {
	var at *models.File
	err := patiently(ctx, func() (err error) {
		at, err = b.lib.GetFile(ctx, &library.GetFileParams{FileID: fileID})
		return b.known("getFile", err)
	})
	if errors.Is(err, errNotNow) { // which of the two it is Telegram does not say: whoever fetches tries again
		return nil, fmt.Errorf("telegram getFile: the file is not to be had just now: %w", casebook.ErrAway)
	}
	if err != nil {
		return nil, err
	}
	return b.wire.download(ctx, at.FilePath)
}

func (w *wire) download(ctx context.Context, at string) (io.ReadCloser, error) {
	steps := strings.Split(at, "/")
	for i := range steps {
		steps[i] = url.PathEscape(steps[i])
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.server+"/file/bot"+w.token+"/"+strings.Join(steps, "/"), nil)
	if err != nil {
		return nil, w.away("file", err)
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return nil, w.away("file", err)
	}
	if resp.StatusCode == http.StatusOK {
		return &download{w, resp.Body}, nil
	}
	_ = resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotFound:
		return nil, fmt.Errorf("telegram file: %w", casebook.ErrNotFound)
	case resp.StatusCode >= 500, resp.StatusCode == http.StatusTooManyRequests:
		return nil, fmt.Errorf("telegram file: %d: %w", resp.StatusCode, casebook.ErrAway)
	}
	return nil, fmt.Errorf("telegram file: %d: %w", resp.StatusCode, casebook.ErrBadInput)
}

// download is a file on its way; its errors are ours.
type download struct {
	w    *wire
	body io.ReadCloser
}

// Read reads on. Errors: io.EOF, ErrAway.
func (d *download) Read(p []byte) (int, error) {
	n, err := d.body.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = d.w.away("file", err)
	}
	return n, err
}

// Close lets go of the connection.
func (d *download) Close() error { return d.body.Close() }

// sendFiles sends m's files by their ids, together where Telegram has albums for them, or as we made them, one by one. It gives the id
// of the first.
func (b *Bot) sendFiles(ctx context.Context, chatID int64, m chat.Message) (first int, err error) {
	for rest := m.Files; len(rest) > 0; {
		n := together(rest)
		id, err := b.sendSome(ctx, chatID, m, rest[:n])
		if err != nil {
			return first, err
		}
		if first == 0 {
			first = id
		}
		rest = rest[n:]
	}
	return first, nil
}

func (b *Bot) sendSome(ctx context.Context, chatID int64, m chat.Message, files []chat.File) (first int, err error) {
	if made(files[0]) {
		return b.upload(ctx, chatID, m, files[0])
	}
	err = patiently(ctx, func() (err error) {
		if len(files) == 1 {
			first, err = b.sendFile(ctx, chatID, m, files[0])
		} else {
			first, err = b.sendAlbum(ctx, chatID, m, files)
		}
		return b.known("send "+files[0].Kind, err)
	})
	if errors.Is(err, casebook.ErrBadInput) && b.cfg.Copy != nil {
		return b.sendCopies(ctx, chatID, m, files, err)
	}
	return first, err
}

// sendCopies sends our own copies of files that Telegram has lost, one by one: those that there are. Where there are none, lost is the error.
func (b *Bot) sendCopies(ctx context.Context, chatID int64, m chat.Message, files []chat.File, lost error) (first int, err error) {
	for _, f := range files {
		if f.Kept == 0 {
			continue
		}
		name, data, err := b.cfg.Copy(ctx, f.Kept)
		if errors.Is(err, casebook.ErrNotFound) {
			continue
		}
		if err != nil {
			return first, err
		}
		id, err := b.upload(ctx, chatID, m, chat.File{Kind: f.Kind, Name: name, Data: data})
		if err != nil {
			return first, err
		}
		if first == 0 {
			first = id
		}
	}
	if first == 0 {
		return 0, lost
	}
	return first, nil
}

// together tells how many files from the first on make one album. Photos and videos mix; documents and audio only with their like; what
// we made goes alone.
func together(files []chat.File) int {
	album := func(f chat.File) string {
		switch {
		case made(f):
			return ""
		case f.Kind == "photo", f.Kind == "video":
			return "pictures"
		case f.Kind == "document", f.Kind == "audio":
			return f.Kind
		}
		return ""
	}
	n, kind := 1, album(files[0])
	for kind != "" && n < min(len(files), albumMost) && album(files[n]) == kind {
		n++
	}
	return n
}

func (b *Bot) sendAlbum(ctx context.Context, chatID int64, m chat.Message, files []chat.File) (int, error) {
	params := library.SendMediaGroupParams{ChatID: chatID, DisableNotification: m.Silent, ProtectContent: m.Protected}
	for _, f := range files {
		var item models.InputMedia
		switch f.Kind {
		case "photo":
			item = &models.InputMediaPhoto{Media: f.ID}
		case "video":
			item = &models.InputMediaVideo{Media: f.ID}
		case "audio":
			item = &models.InputMediaAudio{Media: f.ID}
		default:
			item = &models.InputMediaDocument{Media: f.ID}
		}
		params.Media = append(params.Media, item)
	}
	sent, err := b.lib.SendMediaGroup(ctx, &params)
	if err != nil || len(sent) == 0 {
		return 0, err
	}
	return sent[0].ID, nil
}

// sendFile sends one file. A file id is bound to its kind: a voice message cannot be sent as a document. The id of a pin is its place.
func (b *Bot) sendFile(ctx context.Context, chatID int64, m chat.Message, f chat.File) (int, error) {
	var sent *models.Message
	var err error
	id, quiet, kept := &models.InputFileString{Data: f.ID}, m.Silent, m.Protected
	switch f.Kind {
	case "photo":
		sent, err = b.lib.SendPhoto(ctx, &library.SendPhotoParams{ChatID: chatID, Photo: id, DisableNotification: quiet, ProtectContent: kept})
	case "voice":
		sent, err = b.lib.SendVoice(ctx, &library.SendVoiceParams{ChatID: chatID, Voice: id, DisableNotification: quiet, ProtectContent: kept})
	case "video":
		sent, err = b.lib.SendVideo(ctx, &library.SendVideoParams{ChatID: chatID, Video: id, DisableNotification: quiet, ProtectContent: kept})
	case "video_note":
		sent, err = b.lib.SendVideoNote(ctx, &library.SendVideoNoteParams{ChatID: chatID, VideoNote: id, DisableNotification: quiet, ProtectContent: kept})
	case "audio":
		sent, err = b.lib.SendAudio(ctx, &library.SendAudioParams{ChatID: chatID, Audio: id, DisableNotification: quiet, ProtectContent: kept})
	case "animation":
		sent, err = b.lib.SendAnimation(ctx, &library.SendAnimationParams{ChatID: chatID, Animation: id, DisableNotification: quiet, ProtectContent: kept})
	case "document":
		sent, err = b.lib.SendDocument(ctx, &library.SendDocumentParams{ChatID: chatID, Document: id, DisableNotification: quiet, ProtectContent: kept})
	case "pin":
		at := library.SendLocationParams{ChatID: chatID, DisableNotification: quiet, ProtectContent: kept}
		if _, err := fmt.Sscanf(f.ID, "%f,%f", &at.Latitude, &at.Longitude); err != nil {
			return 0, &told{fmt.Errorf("telegram: %w: this is no place", casebook.ErrBadInput)}
		}
		sent, err = b.lib.SendLocation(ctx, &at)
	default:
		return 0, &told{fmt.Errorf("telegram: %w: no such kind of file", casebook.ErrBadInput)}
	}
	if err != nil {
		return 0, err
	}
	return sent.ID, nil
}
