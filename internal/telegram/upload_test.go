package telegram

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

var (
	code   = chat.File{Kind: "photo", Data: []byte("\x89PNG picture"), Name: "kode.png"}
	roster = chat.File{Kind: "document", Data: []byte("nama;dusun"), Name: "daftar hadir.csv"}
)

// onlyForm checks that a call carried a form with its length, and takes the file out of its parameters.
func onlyForm(t *testing.T, c called, part, name, content string) map[string]any {
	t.Helper()
	if c.json || c.chunked {
		t.Errorf("%s: JSON %v, without a length %v", c.method, c.json, c.chunked)
	}
	if c.files[part] != name || c.params[part] != content {
		t.Errorf("%s: file %q holds %q", c.method, c.files[part], c.params[part])
	}
	delete(c.params, part)
	return c.params
}

func TestAFileOfOursGoesUpAfterTheText(t *testing.T) {
	a := newAPI(t)
	b := open(t, a, &desk{})
	id, err := b.Send(t.Context(), ani, chat.Message{
		Text: "Daftar hadir", Silent: true, Protected: true, Buttons: [][]chat.Button{{{Label: "Buka", Data: "o"}}},
		Files: []chat.File{roster, {Kind: "document", Data: []byte("%PDF")}, code},
	})
	if err != nil || id != 502 {
		t.Fatalf("%d, %v: want the text's id", id, err)
	}
	if text := a.called("sendMessage"); len(text) != 1 || text[0].params["reply_markup"] == nil {
		t.Errorf("the text: %+v", text)
	}
	want := map[string]any{"chat_id": "11", "disable_notification": "true", "protect_content": "true"}
	papers, photos := a.called("sendDocument"), a.called("sendPhoto")
	if len(papers) != 2 || len(photos) != 1 {
		t.Fatalf("%d documents, %d photos", len(papers), len(photos))
	}
	for _, got := range []map[string]any{
		onlyForm(t, papers[0], "document", "daftar hadir.csv", "nama;dusun"),
		onlyForm(t, papers[1], "document", "document", "%PDF"),
		onlyForm(t, photos[0], "photo", "kode.png", string(code.Data)),
	} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAPictureOfOursCarriesItsTextAndButtons(t *testing.T) {
	buttons := [][]chat.Button{{{Label: "Tutup", Data: "x"}}}
	for name, c := range map[string]struct {
		m    chat.Message
		want map[string]any
	}{
		"buttons": {chat.Message{Text: "<b>Kode hadir</b>", Caption: true, Buttons: buttons, Protected: true, Files: []chat.File{code}}, map[string]any{
			"chat_id": "11", "caption": "<b>Kode hadir</b>", "parse_mode": "HTML", "protect_content": "true",
			"reply_markup": `{"inline_keyboard":[[{"text":"Tutup","callback_data":"x"}]]}`,
		}},
		"keys and a quote": {chat.Message{Text: "Kode", Caption: true, Keys: [][]string{{"Selesai"}}, ReplyTo: 4, Files: []chat.File{code}}, map[string]any{
			"chat_id": "11", "caption": "Kode", "parse_mode": "HTML", "reply_parameters": `{"message_id":4,"allow_sending_without_reply":true}`,
			"reply_markup": `{"keyboard":[[{"text":"Selesai"}]],"resize_keyboard":true}`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			b := open(t, a, &desk{})
			id, err := b.Send(t.Context(), ani, c.m)
			if err != nil || id != 502 {
				t.Fatalf("%d, %v", id, err)
			}
			sent := a.called("sendPhoto")
			if len(sent) != 1 || len(a.called("sendMessage")) != 0 {
				t.Fatalf("not one message: %+v", a.calls)
			}
			if diff := cmp.Diff(c.want, onlyForm(t, sent[0], "photo", "kode.png", string(code.Data))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestACaptionIsOneOnlyWhereItFits(t *testing.T) {
	long := strings.Repeat("a", captionMost)
	at := []chat.File{{Kind: "photo", ID: "at-telegram"}}
	for name, c := range map[string]struct {
		m    chat.Message
		want []string
	}{
		"just short enough, without its tags": {chat.Message{Text: "<b>" + long + "</b>", Caption: true, Files: []chat.File{code}}, []string{"sendPhoto"}},
		"one too long":                        {chat.Message{Text: long + "a", Caption: true, Files: []chat.File{code}}, []string{"sendMessage", "sendPhoto"}},
		"an emoji counts twice":               {chat.Message{Text: long[1:] + "🙏", Caption: true, Files: []chat.File{code}}, []string{"sendMessage", "sendPhoto"}},
		"two files":                           {chat.Message{Text: "x", Caption: true, Files: []chat.File{code, roster}}, []string{"sendMessage", "sendPhoto", "sendDocument"}},
		"not asked for":                       {chat.Message{Text: "x", Files: []chat.File{code}}, []string{"sendMessage", "sendPhoto"}},
		"a file of Telegram's":                {chat.Message{Text: "x", Caption: true, Files: at}, []string{"sendPhoto"}},
		"a file without captions":             {chat.Message{Text: "x", Caption: true, Files: []chat.File{{Kind: "video_note", ID: "n"}}}, []string{"sendMessage", "sendVideoNote"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			b := open(t, a, &desk{})
			if _, err := b.Send(t.Context(), ani, c.m); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, call := range a.calls[1:] {
				got = append(got, call.method)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPostponedUploadGoesAgainWhole(t *testing.T) {
	a := newAPI(t)
	b := open(t, a, &desk{})
	a.next("sendDocument", `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}`)
	if id, err := b.Send(t.Context(), ani, chat.Message{Files: []chat.File{roster}}); err != nil || id == 0 {
		t.Fatalf("%d, %v", id, err)
	}
	sent := a.called("sendDocument")
	if len(sent) != 2 {
		t.Fatalf("%d calls", len(sent))
	}
	for _, c := range sent {
		onlyForm(t, c, "document", roster.Name, string(roster.Data))
	}
}

func TestARefusedUploadSaysNothingOfItsContent(t *testing.T) {
	a, d := newAPI(t), &desk{}
	b := open(t, a, d)
	for _, c := range []struct {
		answer string
		want   error
	}{
		{refusal(403, "Forbidden: bot was blocked by the user"), casebook.ErrGone},
		{refusal(400, "Bad Request: IMAGE_PROCESS_FAILED"), casebook.ErrBadInput},
		{refusal(413, "Request Entity Too Large"), casebook.ErrBadInput},
		{refusal(500, "Internal Server Error"), casebook.ErrAway},
		{"hang up", casebook.ErrAway},
		{`{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":40}}`, casebook.ErrAway},
	} {
		a.next("sendPhoto", c.answer)
		_, err := b.Send(t.Context(), ani, chat.Message{Text: "rahasia", Caption: true, Files: []chat.File{{Kind: "photo", Data: []byte("isi gambar"), Name: "Siti.png"}}})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.answer, err)
		}
		for _, word := range []string{"rahasia", "isi", "Siti", "secret_part"} {
			if strings.Contains(fmt.Sprint(err)+d.logged(), word) {
				t.Errorf("tells %q: %v", word, err)
			}
		}
	}
	if _, err := b.Send(t.Context(), ani, chat.Message{Files: []chat.File{{Kind: "hologram", Data: []byte("x")}}}); !errors.Is(err, casebook.ErrBadInput) {
		t.Errorf("no such kind: %v", err)
	}
}

func TestACaptionIsSentInSpiteOfItsTrimmings(t *testing.T) {
	a, d := newAPI(t), &desk{}
	b := open(t, a, d)
	a.next("sendPhoto", refusal(400, "Bad Request: message to be replied not found"), refusal(400, "Bad Request: can't parse entities: oops"))
	if _, err := b.Send(t.Context(), ani, chat.Message{Text: "<b>Kode</b>", Caption: true, ReplyTo: 3, Files: []chat.File{code}}); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"chat_id": "11", "caption": "Kode"}
	if diff := cmp.Diff(want, onlyForm(t, a.called("sendPhoto")[2], "photo", "kode.png", string(code.Data))); diff != "" {
		t.Error(diff)
	}
}

func TestAPictureIsChangedInItsPlace(t *testing.T) {
	a := newAPI(t)
	b := open(t, a, &desk{})
	edit := func(m chat.Message) {
		t.Helper()
		if err := b.Edit(t.Context(), ani, 5, m); err != nil {
			t.Fatal(err)
		}
	}
	buttons := [][]chat.Button{{{Label: "Tutup", Data: "x"}}}
	edit(chat.Message{Text: "<b>12 hadir</b>", Caption: true, Buttons: buttons, Files: []chat.File{code}})
	want := map[string]any{
		"chat_id": "11", "message_id": "5", "reply_markup": `{"inline_keyboard":[[{"text":"Tutup","callback_data":"x"}]]}`,
		"media": `{"type":"photo","media":"attach://made","caption":"\u003cb\u003e12 hadir\u003c/b\u003e","parse_mode":"HTML"}`,
	}
	if diff := cmp.Diff(want, onlyForm(t, a.called("editMessageMedia")[0], attachment, "kode.png", string(code.Data))); diff != "" {
		t.Error(diff)
	}
	edit(chat.Message{Text: "Ditutup", Caption: true})
	if diff := cmp.Diff(params(t, `{"chat_id":11,"message_id":5,"caption":"Ditutup","parse_mode":"HTML"}`), a.called("editMessageCaption")[0].params); diff != "" {
		t.Error(diff)
	}
}

func TestAnEditFindsOutWhatTheMessageHangsOn(t *testing.T) {
	a := newAPI(t)
	b := open(t, a, &desk{})
	a.next("editMessageCaption", refusal(400, "Bad Request: there is no caption in the message to edit"))
	a.next("editMessageText", `{"ok":true,"result":{"message_id":5}}`, refusal(400, "Bad Request: there is no text in the message to edit"))
	for _, under := range []bool{true, false} {
		if err := b.Edit(t.Context(), ani, 5, chat.Message{Text: "x", Caption: under}); err != nil {
			t.Errorf("caption %v: %v", under, err)
		}
	}
	if n, k := len(a.called("editMessageText")), len(a.called("editMessageCaption")); n != 2 || k != 2 {
		t.Errorf("%d edits of a text, %d of a caption", n, k)
	}
}
