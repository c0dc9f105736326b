package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rembuk/internal/chat"
)

const (
	testToken  = "7001:AAE-secret_part_of_the_token"
	testSecret = "letmein"
	ani        = 11 // two residents and a group
	budi       = 12
	group      = -100
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// api is Telegram's side: it answers calls as it is told and keeps updates for a poller as Telegram does.
type api struct {
	*httptest.Server
	mu      sync.Mutex
	calls   []called
	answers map[string][]string // by method: what the next calls are answered with, before the usual
	queue   []queued
	last    int64
	polls   int
	news    chan struct{}
	slow    time.Duration
}

type called struct {
	method  string
	params  map[string]any
	files   map[string]string // file name by the form's part
	json    bool
	chunked bool
}

type queued struct {
	id  int64
	raw string
}

func newAPI(t testing.TB) *api {
	a := &api{answers: map[string][]string{}, news: make(chan struct{}, 1), last: 1000}
	a.Server = httptest.NewServer(a)
	t.Cleanup(a.Close)
	return a
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if name, ok := strings.CutPrefix(r.URL.Path, "/file/bot"+testToken+"/"); ok {
		a.serveFile(w, name)
		return
	}
	method, ok := strings.CutPrefix(r.URL.Path, "/bot"+testToken+"/")
	if !ok {
		refuse(w, 401, "Unauthorized")
		return
	}
	c := called{method: method, params: map[string]any{}, files: map[string]string{}, chunked: r.ContentLength < 0}
	c.json = read(r, c.params, c.files)
	a.mu.Lock()
	if method != "getUpdates" {
		a.calls = append(a.calls, c)
	}
	n := len(a.calls)
	var told string
	if next := a.answers[method]; len(next) > 0 {
		told, a.answers[method] = next[0], next[1:]
	}
	a.mu.Unlock()
	time.Sleep(a.slow)
	switch {
	case told == "hang up":
		panic(http.ErrAbortHandler)
	case told != "":
		var v verdict
		_ = json.Unmarshal([]byte(told), &v)
		w.WriteHeader(max(v.Code, 200))
		_, _ = io.WriteString(w, told)
	case method == "getMe":
		_, _ = io.WriteString(w, `{"ok":true,"result":{"id":7001,"is_bot":true,"first_name":"R","username":"RembukBot"}}`)
	case method == "getUpdates":
		a.updates(w, r, c.params)
	case method == "sendMediaGroup":
		_, _ = fmt.Fprintf(w, `{"ok":true,"result":[{"message_id":%d},{"message_id":%d}]}`, 500+n, 501+n)
	case method == "getFile":
		_, _ = fmt.Fprintf(w, `{"ok":true,"result":{"file_id":"x","file_path":"photos/%s"}}`, c.params["file_id"])
	case method == "getWebhookInfo":
		_, _ = io.WriteString(w, `{"ok":true,"result":{"url":"https://x/hook","pending_update_count":3,"last_error_date":1700000000,"last_error_message":"Wrong response: 503"}}`)
	case strings.HasPrefix(method, "send"), strings.HasPrefix(method, "editMessage"):
		_, _ = fmt.Fprintf(w, `{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":11,"type":"private"},"text":"..."}}`, 500+n)
	default:
		_, _ = io.WriteString(w, `{"ok":true,"result":true}`)
	}
}

func read(r *http.Request, into map[string]any, files map[string]string) (isJSON bool) {
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		_ = json.NewDecoder(r.Body).Decode(&into)
		return true
	}
	form := multipart.NewReader(r.Body, params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return false
		}
		value, _ := io.ReadAll(part)
		into[part.FormName()] = string(value)
		if part.FileName() != "" {
			files[part.FormName()] = part.FileName()
		}
	}
}

func (a *api) serveFile(w http.ResponseWriter, name string) {
	if name != "photos/good" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	_, _ = io.WriteString(w, "picture")
}

// updates serves a long poll: the offset confirms, what is not confirmed comes again.
func (a *api) updates(w http.ResponseWriter, r *http.Request, params map[string]any) {
	num := func(key string) int64 { n, _ := params[key].(float64); return int64(n) }
	end := time.After(time.Duration(num("timeout")) * time.Second)
	for {
		a.mu.Lock()
		a.polls++
		for len(a.queue) > 0 && a.queue[0].id < num("offset") {
			a.queue = a.queue[1:]
		}
		var out []string
		for _, q := range a.queue[:min(len(a.queue), int(num("limit")))] {
			out = append(out, q.raw)
		}
		a.mu.Unlock()
		if len(out) > 0 {
			_, _ = fmt.Fprintf(w, `{"ok":true,"result":[%s]}`, strings.Join(out, ","))
			return
		}
		select {
		case <-a.news:
		case <-r.Context().Done():
			return
		case <-end:
			_, _ = io.WriteString(w, `{"ok":true,"result":[]}`)
			return
		}
	}
}

// said queues a person's message for the poller.
func (a *api) said(from int64, text string) int64 {
	return a.add(func(id int64) string { return saying(id, from, text) })
}

func (a *api) add(raw func(id int64) string) int64 {
	a.mu.Lock()
	a.last++
	id := a.last
	a.queue = append(a.queue, queued{id, raw(id)})
	a.mu.Unlock()
	select {
	case a.news <- struct{}{}:
	default:
	}
	return id
}

func (a *api) waiting() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.queue)
}

// next answers the coming calls of a method.
func (a *api) next(method string, answers ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answers[method] = append(a.answers[method], answers...)
}

func (a *api) called(method string) []called {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []called
	for _, c := range a.calls {
		if c.method == method {
			out = append(out, c)
		}
	}
	return out
}

func refusal(code int, says string) string {
	return fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, says)
}

func refuse(w http.ResponseWriter, code int, says string) {
	w.WriteHeader(code)
	_, _ = io.WriteString(w, refusal(code, says))
}

func saying(id, from int64, text string) string {
	words, _ := json.Marshal(text)
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":1700000000,"from":{"id":%d,"is_bot":false,"first_name":"A","language_code":"id"},"chat":{"id":%d,"type":"private"},"text":%s}}`,
		id, id, from, from, words)
}

func tapping(id, from int64, data string) string {
	return fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"q%d","from":{"id":%d,"is_bot":false,"language_code":"id"},"message":{"message_id":77,"date":1700000000,"chat":{"id":%d,"type":"private"},"text":"old"},"chat_instance":"1","data":%q}}`,
		id, id, from, from, data)
}

// desk is our side: what Attend heard, what is dead, how often was tried.
type desk struct {
	mu       sync.Mutex
	heard    []chat.Input
	dead     map[int64]string
	deadErr  error
	attempts map[int64]int
	log      bytes.Buffer
	attend   Attend // after noting
}

func (d *desk) config(a *api) Config {
	d.dead, d.attempts = map[int64]string{}, map[int64]int{}
	return Config{
		Token: testToken, Server: a.URL, Log: slog.New(slog.NewTextHandler(locked{d}, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Now: func() time.Time { return time.Unix(1_800_000_000, 0) },
		Attend: func(ctx context.Context, in chat.Input) (chat.Answer, error) {
			d.mu.Lock()
			d.heard = append(d.heard, in)
			d.mu.Unlock()
			if d.attend != nil {
				return d.attend(ctx, in)
			}
			return chat.Answer{}, nil
		},
		Dead: func(_ context.Context, _, update int64, raw []byte, why string) error {
			d.mu.Lock()
			defer d.mu.Unlock()
			if d.deadErr != nil {
				return d.deadErr
			}
			d.dead[update] = why
			return nil
		},
		Attempt: func(_ context.Context, _, update int64) (int, func(bool), error) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.attempts[update]++
			return d.attempts[update], func(orderly bool) {
				d.mu.Lock()
				defer d.mu.Unlock()
				if orderly {
					d.attempts[update]--
				}
			}, nil
		},
		Sorry: func(language string) chat.Message { return chat.Message{Text: "<b>Maaf</b> (" + language + ")"} },
	}
}

type locked struct{ d *desk }

func (l locked) Write(p []byte) (int, error) {
	l.d.mu.Lock()
	defer l.d.mu.Unlock()
	return l.d.log.Write(p)
}

func (d *desk) words() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for _, in := range d.heard {
		out = append(out, in.Text.Reveal())
	}
	return out
}

func (d *desk) whyDead(update int64) (string, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	why, ok := d.dead[update]
	return why, ok
}

func (d *desk) logged() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log.String()
}

func open(t testing.TB, a *api, d *desk) *Bot {
	t.Helper()
	b, err := Open(t.Context(), d.config(a))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// deliver posts an update to the webhook as Telegram does.
func deliver(t testing.TB, h http.Handler, secret, raw string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/hook", strings.NewReader(raw))
	r.Header.Set(secretHeader, secret)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// until waits for a condition.
func until(t testing.TB, what string, met func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !met(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
