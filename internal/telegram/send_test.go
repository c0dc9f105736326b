package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

func params(t *testing.T, want string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(want), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAMessageIsOneCall(t *testing.T) {
	for name, c := range map[string]struct {
		m    chat.Message
		want string
	}{
		"plain": {chat.Message{Text: "<b>Halo</b>"},
			`{"chat_id":11,"text":"<b>Halo</b>","parse_mode":"HTML","link_preview_options":{"is_disabled":true}}`},
		"keys": {chat.Message{Text: "Siapa?", Keys: [][]string{{"1 Saya", "2 Lain"}, {"Batal"}}, Hint: "angka atau kata", Locate: "Di sini"},
			`{"chat_id":11,"text":"Siapa?","parse_mode":"HTML","link_preview_options":{"is_disabled":true},"reply_markup":{"resize_keyboard":true,"input_field_placeholder":"angka atau kata",
			"keyboard":[[{"text":"1 Saya"},{"text":"2 Lain"}],[{"text":"Batal"}],[{"text":"Di sini","request_location":true}]]}}`},
		"buttons": {chat.Message{Text: "Kasus", Buttons: [][]chat.Button{{{Label: "Ambil", Data: "t:1"}, {Label: "Buka", URL: "https://t.me/x"}}}, Silent: true, Protected: true},
			`{"chat_id":11,"text":"Kasus","parse_mode":"HTML","link_preview_options":{"is_disabled":true},"disable_notification":true,"protect_content":true,
			"reply_markup":{"inline_keyboard":[[{"text":"Ambil","callback_data":"t:1"},{"text":"Buka","url":"https://t.me/x"}]]}}`},
		"clear, with a quote": {chat.Message{Text: "Selesai", Clear: true, ReplyTo: 7},
			`{"chat_id":11,"text":"Selesai","parse_mode":"HTML","link_preview_options":{"is_disabled":true},"reply_markup":{"remove_keyboard":true},
			"reply_parameters":{"message_id":7,"allow_sending_without_reply":true}}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			b := open(t, a, &desk{})
			id, err := b.Send(t.Context(), ani, c.m)
			if err != nil || id != 502 {
				t.Fatalf("%d, %v", id, err)
			}
			calls := a.called("sendMessage")
			if len(calls) != 1 || !calls[0].json || calls[0].chunked {
				t.Fatalf("calls: %+v", calls)
			}
			if diff := cmp.Diff(params(t, c.want), calls[0].params); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFilesFollowTheText(t *testing.T) {
	a := newAPI(t)
	b := open(t, a, &desk{})
	of := func(kinds ...string) (files []chat.File) {
		for i, k := range kinds {
			files = append(files, chat.File{Kind: k, ID: fmt.Sprint(k, i)})
		}
		return files
	}
	id, err := b.Send(t.Context(), ani, chat.Message{Text: "Kasus", Protected: true, Files: of("photo", "video", "voice", "document", "document", "video_note", "audio", "animation")})
	if err != nil || id != 502 {
		t.Fatalf("%d, %v: want the text's id", id, err)
	}
	var methods []string
	a.mu.Lock()
	for _, c := range a.calls[1:] {
		methods = append(methods, c.method)
		if c.chunked || c.params["chat_id"] == nil || c.method != "sendMessage" && c.params["protect_content"] != "true" {
			t.Errorf("%s: chunked %v, %v", c.method, c.chunked, c.params)
		}
	}
	album := a.calls[2].params["media"]
	a.mu.Unlock()
	if diff := cmp.Diff([]string{"sendMessage", "sendMediaGroup", "sendVoice", "sendMediaGroup", "sendVideoNote", "sendAudio", "sendAnimation"}, methods); diff != "" {
		t.Error(diff)
	}
	if album != `[{"type":"photo","media":"photo0"},{"type":"video","media":"video1"}]` {
		t.Errorf("album: %v", album)
	}
	if n := together(of(strings.Fields(strings.Repeat("photo ", 12))...)); n != 10 {
		t.Errorf("an album of %d", n)
	}
	if id, err := b.Send(t.Context(), ani, chat.Message{Files: of("photo")}); err != nil || id == 0 {
		t.Errorf("a file alone: %d, %v", id, err)
	}
	if _, err := b.Send(t.Context(), ani, chat.Message{Files: []chat.File{{Kind: "pin", ID: "-4.450000,102.900000"}}}); err != nil {
		t.Errorf("a pin: %v", err)
	}
	a.mu.Lock()
	at := a.calls[len(a.calls)-1]
	a.mu.Unlock()
	if at.method != "sendLocation" || at.params["latitude"] != "-4.45" || at.params["longitude"] != "102.9" {
		t.Errorf("a pin is %s %v", at.method, at.params)
	}
	for _, bad := range []chat.Message{{}, {Files: of("hologram")}, {Files: of("pin")}} {
		if _, err := b.Send(t.Context(), ani, bad); !errors.Is(err, casebook.ErrBadInput) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestRefusalsHaveMeanings(t *testing.T) {
	a := newAPI(t)
	b := open(t, a, &desk{})
	send := func() error { _, err := b.Send(t.Context(), ani, chat.Message{Text: "x"}); return err }
	edit := func() error { return b.Edit(t.Context(), ani, 5, chat.Message{Text: "x"}) }
	remove := func() error { return b.Delete(t.Context(), ani, 5) }
	photo := func() error {
		_, err := b.Send(t.Context(), ani, chat.Message{Files: []chat.File{{Kind: "photo", ID: "x"}}})
		return err
	}
	for _, c := range []struct {
		method string
		do     func() error
		code   int
		says   string
		want   error
	}{
		{"sendMessage", send, 403, "Forbidden: bot was blocked by the user", casebook.ErrGone},
		{"sendMessage", send, 403, "Forbidden: user is deactivated", casebook.ErrGone},
		{"sendMessage", send, 403, "Forbidden: bot can't initiate conversation with a user", casebook.ErrGone},
		{"sendMessage", send, 403, "Forbidden: bot was kicked from the supergroup chat", casebook.ErrGone},
		{"sendMessage", send, 400, "Bad Request: chat not found", casebook.ErrGone},
		{"sendMessage", send, 400, "Bad Request: message is too long", casebook.ErrBadInput},
		{"sendMessage", send, 400, "Bad Request: BUTTON_DATA_INVALID", casebook.ErrBadInput},
		{"sendMessage", send, 500, "Internal Server Error", casebook.ErrAway},
		{"sendMessage", send, 401, "Unauthorized", casebook.ErrForbidden},
		{"sendPhoto", photo, 403, "Forbidden: bot was blocked by the user", casebook.ErrGone},
		{"sendPhoto", photo, 400, "Bad Request: wrong file_id or the file is temporarily unavailable", casebook.ErrBadInput},
		{"sendPhoto", photo, 502, "Bad Gateway", casebook.ErrAway},
		{"editMessageText", edit, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same", casebook.ErrUnchanged},
		{"editMessageText", edit, 400, "Bad Request: message to edit not found", casebook.ErrTooOld},
		{"editMessageText", edit, 400, "Bad Request: message can't be edited", casebook.ErrTooOld},
		{"deleteMessage", remove, 400, "Bad Request: message can't be deleted for everyone", casebook.ErrTooOld},
		{"deleteMessage", remove, 400, "Bad Request: message to delete not found", casebook.ErrTooOld},
		{"deleteMessage", remove, 403, "Forbidden: bot was kicked from the group chat", casebook.ErrGone},
	} {
		a.next(c.method, refusal(c.code, c.says))
		if err := c.do(); !errors.Is(err, c.want) || !strings.HasPrefix(err.Error(), "telegram "+c.method) && !strings.HasPrefix(err.Error(), "telegram send") {
			t.Errorf("%s %q: %v, want %v", c.method, c.says, err, c.want)
		}
	}
	for _, page := range []string{"<html>502</html>", `{}`, "null"} {
		a.next("sendMessage", page)
		if err := send(); !errors.Is(err, casebook.ErrAway) {
			t.Errorf("a gateway's %s: %v", page, err)
		}
	}
}

func TestTooManyRequests(t *testing.T) {
	later := func(s int) string {
		return fmt.Sprintf(`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after %d","parameters":{"retry_after":%d}}`, s, s)
	}
	a := newAPI(t)
	b := open(t, a, &desk{})
	a.next("sendMessage", later(1))
	if id, err := b.Send(t.Context(), ani, chat.Message{Text: "x"}); err != nil || id == 0 {
		t.Errorf("a second is waited for: %v", err)
	}
	short, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	for name, c := range map[string]struct {
		ctx     context.Context
		seconds int
	}{"too long": {t.Context(), 35}, "no time for it": {short, 2}} {
		a.next("sendMessage", later(c.seconds))
		_, err := b.Send(c.ctx, ani, chat.Message{Text: "x"})
		var after *RetryAfter
		if !errors.As(err, &after) || after.After != time.Duration(c.seconds)*time.Second || !errors.Is(err, casebook.ErrAway) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a.next("sendVoice", later(9))
	_, err := b.Send(t.Context(), ani, chat.Message{Text: "x", Files: []chat.File{{Kind: "voice", ID: "v"}}})
	if !errors.Is(err, casebook.ErrAway) {
		t.Errorf("a file: %v", err)
	}
}

func TestAGroupThatMovedIsFollowed(t *testing.T) {
	const moved = `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-100555}}`
	a := newAPI(t)
	b := open(t, a, &desk{})
	a.next("sendMessage", moved)
	id, err := b.Send(t.Context(), group, chat.Message{Text: "x"})
	var to *Moved
	if !errors.As(err, &to) || to.Chat != -100555 || to.Err != nil || id == 0 {
		t.Errorf("%d, %v", id, err)
	}
	if calls := a.called("sendMessage"); len(calls) != 2 || calls[1].params["chat_id"] != -100555.0 {
		t.Errorf("calls: %v", calls)
	}
	if strings.Contains(err.Error(), "100555") {
		t.Error("a chat id in an error's text")
	}
	a.next("sendMessage", moved, refusal(403, "Forbidden: bot was kicked"))
	if id, err := b.Send(t.Context(), group, chat.Message{Text: "x"}); !errors.As(err, &to) || !errors.Is(err, casebook.ErrGone) || id != 0 {
		t.Errorf("kicked there: %d, %v", id, err)
	}
	a.next("editMessageText", moved)
	if err := b.Edit(t.Context(), group, 5, chat.Message{Text: "x"}); !errors.As(err, &to) || !errors.Is(err, casebook.ErrTooOld) {
		t.Errorf("an edit: %v", err)
	}
}

func TestAMessageIsSaidInSpiteOfItsTrimmings(t *testing.T) {
	a, d := newAPI(t), &desk{}
	b := open(t, a, d)
	a.next("sendMessage",
		refusal(400, "Bad Request: message to be replied not found"),
		refusal(400, `Bad Request: can't parse entities: Unsupported start tag "nenek" at byte offset 3`))
	id, err := b.Send(t.Context(), ani, chat.Message{Text: "<b>Halo</b> 1 &lt; 2", ReplyTo: 4, Clear: true})
	if err != nil || id == 0 {
		t.Fatal(err)
	}
	last := a.called("sendMessage")[2].params
	want := `{"chat_id":11,"text":"Halo 1 < 2","link_preview_options":{"is_disabled":true},"reply_markup":{"remove_keyboard":true}}`
	if diff := cmp.Diff(params(t, want), last); diff != "" {
		t.Error(diff)
	}
	if log := d.logged(); !strings.Contains(log, "level=ERROR") || strings.Contains(log, "nenek") {
		t.Errorf("log: %s", log)
	}
	a.next("editMessageText", refusal(400, "Bad Request: can't parse entities: oops"))
	if err := b.Edit(t.Context(), ani, 5, chat.Message{Text: "<b>x</b>", Buttons: [][]chat.Button{{{Label: "a", Data: "b"}}}}); err != nil {
		t.Error(err)
	}
}

func TestFilesComeDown(t *testing.T) {
	a := newAPI(t)
	b := open(t, a, &desk{})
	f, err := b.File(t.Context(), "good")
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	_ = f.Close()
	if string(data) != "picture" || err != nil {
		t.Errorf("%s, %v", data, err)
	}
	if _, err := b.File(t.Context(), "lost"); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("lost: %v", err)
	}
	a.next("getFile", refusal(400, "Bad Request: file is too big"))
	if _, err := b.File(t.Context(), "big"); !errors.Is(err, casebook.ErrTooBig) {
		t.Errorf("too big: %v", err)
	}
}

func TestTheBotIsSetUp(t *testing.T) {
	a := newAPI(t)
	b := open(t, a, &desk{})
	if b.ID() != 7001 || b.Username() != "RembukBot" {
		t.Errorf("%d %s", b.ID(), b.Username())
	}
	ctx := t.Context()
	if err := errors.Join(
		b.SetWebhook(ctx, "https://x/hook", testSecret), b.DeleteWebhook(ctx),
		b.SetCommands(ctx, "id", []Command{{"lapor", "Laporkan masalah"}}), b.SetAbout(ctx, "id", "Selamat datang", "Lapor di sini"),
	); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"url": "https://x/hook", "secret_token": testSecret, "max_connections": "100", "allowed_updates": `["message","edited_message","callback_query","my_chat_member"]`}
	if diff := cmp.Diff(want, a.called("setWebhook")[0].params); diff != "" {
		t.Error(diff)
	}
	want = map[string]any{"commands": `[{"command":"lapor","description":"Laporkan masalah"}]`, "scope": `{"type":"all_private_chats"}`, "language_code": "id"}
	if diff := cmp.Diff(want, a.called("setMyCommands")[0].params); diff != "" {
		t.Error(diff)
	}
	info, err := b.WebhookInfo(ctx)
	if err != nil || info.Pending != 3 || info.URL != "https://x/hook" || info.FailedAt.IsZero() || info.Failure == "" {
		t.Errorf("%+v, %v", info, err)
	}
	a.next("setWebhook", refusal(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook"))
	if err := b.SetWebhook(ctx, "http://x", "s"); !errors.Is(err, casebook.ErrBadInput) {
		t.Error(err)
	}
}

// TestTheTokenStaysHere makes everything fail in every way and looks for the token in what comes out.
func TestTheTokenStaysHere(t *testing.T) {
	a, d := newAPI(t), &desk{}
	b := open(t, a, d)
	var out []string
	tell := func(err error) {
		t.Helper()
		if err == nil {
			t.Error("that ought to fail")
			return
		}
		for ; err != nil; err = errors.Unwrap(err) {
			out = append(out, err.Error(), fmt.Sprintf("%+v %#v", err, err))
		}
	}
	all := func(ctx context.Context) {
		_, err := b.Send(ctx, ani, chat.Message{Text: "rahasia"})
		tell(err)
		_, err = b.Send(ctx, ani, chat.Message{Files: []chat.File{{Kind: "photo", ID: "x"}}})
		tell(err)
		ours := []chat.File{{Kind: "photo", Data: []byte("rahasia"), Name: "rahasia.png"}}
		_, err = b.Send(ctx, ani, chat.Message{Text: "rahasia", Caption: true, Files: ours})
		tell(err)
		_, err = b.Send(ctx, ani, chat.Message{Files: ours})
		tell(err)
		tell(b.Edit(ctx, ani, 1, chat.Message{Text: "rahasia", Caption: true, Files: ours}))
		tell(b.Edit(ctx, ani, 1, chat.Message{Text: "rahasia"}))
		tell(b.Delete(ctx, ani, 1))
		_, err = b.File(ctx, "x")
		tell(err)
		_, err = b.WebhookInfo(ctx)
		tell(err)
		tell(b.SetWebhook(ctx, "https://x", "s"))
		_, err = Open(ctx, Config{Token: testToken, Server: b.wire.server, Attend: b.cfg.Attend, Dead: b.cfg.Dead})
		tell(err)
		_, err = b.wire.download(ctx, "photos/lost")
		tell(err)
		_, err = b.wire.download(ctx, "photos/lo\x00st\n%zz")
		tell(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	all(ended)
	late, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	all(late)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://elsewhere.example"+r.URL.Path, http.StatusFound)
	}))
	b.wire.server = elsewhere.URL
	all(t.Context())
	elsewhere.Close() // nobody listens now
	all(t.Context())
	b.wire.server = "http://[::1" // not an address
	all(t.Context())
	for _, token := range []string{"", "7001", "7001:AAE secret", "7001:AAE\nsecret"} {
		_, err := Open(t.Context(), Config{Token: token})
		tell(err)
	}
	out = append(out, d.logged(), fmt.Sprintf("%+v %#v", b, b))
	for _, text := range out {
		if strings.Contains(text, "secret_part") || strings.Contains(text, "AAE") || strings.Contains(text, "rahasia") {
			t.Errorf("leaks: %s", text)
		}
	}
	if len(out) < 100 {
		t.Errorf("only %d texts were searched", len(out))
	}
}
