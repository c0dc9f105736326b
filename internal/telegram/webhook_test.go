package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

type untouched struct{ t *testing.T }

func (u untouched) Read([]byte) (int, error) { u.t.Error("the body was read"); return 0, io.EOF }

func TestAStrangerIsTurnedAwayUnread(t *testing.T) {
	d := &desk{}
	b := open(t, newAPI(t), d)
	for secret, handler := range map[string]http.Handler{"": b.Webhook(testSecret), "wrong": b.Webhook(testSecret), " ": b.Webhook("")} {
		r := httptest.NewRequest(http.MethodPost, "/", untouched{t})
		r.Header.Set(secretHeader, strings.TrimSpace(secret))
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusUnauthorized {
			t.Errorf("secret %q: %d", secret, w.Code)
		}
	}
	if len(d.words()) != 0 {
		t.Error("attended to")
	}
}

func TestATapIsAnsweredInTheResponse(t *testing.T) {
	d := &desk{attend: func(_ context.Context, in chat.Input) (chat.Answer, error) {
		return chat.Answer{TapID: in.TapID, Text: "Diambil", Alert: true}, nil
	}}
	a := newAPI(t)
	h := open(t, a, d).Webhook(testSecret)
	w := deliver(t, h, testSecret, tapping(5, ani, "take"))
	want := `{"method":"answerCallbackQuery","callback_query_id":"q5","text":"Diambil","show_alert":true}`
	if w.Code != 200 || w.Body.String() != want || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	d.attend = nil
	if w := deliver(t, h, testSecret, tapping(6, ani, "take")); !strings.Contains(w.Body.String(), `"q6"`) {
		t.Errorf("the spinner must stop though nothing is said: %s", w.Body)
	}
	if w := deliver(t, h, testSecret, saying(7, ani, "halo")); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("a message: %d %s", w.Code, w.Body)
	}
	if len(a.called("answerCallbackQuery")) != 0 {
		t.Error("a call was made")
	}
}

func TestWhatIsNotForUsIsDone(t *testing.T) {
	d := &desk{}
	h := open(t, newAPI(t), d).Webhook(testSecret)
	for _, raw := range []string{
		`{"update_id":1,"channel_post":{"message_id":1}}`,
		`{"update_id":2,"poll":{"id":"1"}}`,
		`{"update_id":3}`,
	} {
		if w := deliver(t, h, testSecret, raw); w.Code != 200 {
			t.Errorf("%s: %d", raw, w.Code)
		}
	}
	if len(d.heard)+len(d.dead)+len(d.attempts) != 0 {
		t.Errorf("heard %v, dead %v", d.heard, d.dead)
	}
}

func TestAServiceAwayMakesTelegramKeepTheUpdate(t *testing.T) {
	d := &desk{}
	h := open(t, newAPI(t), d).Webhook(testSecret)
	for _, c := range []struct {
		err   error
		after string
	}{
		{fmt.Errorf("drafts: %w", casebook.ErrAway), "3"},
		{fmt.Errorf("drafts: %w", casebook.ErrNewerDraft), "2"},
		{fmt.Errorf("say: %w", &RetryAfter{After: 9 * time.Second}), "9"},
	} {
		d.attend = func(context.Context, chat.Input) (chat.Answer, error) { return chat.Answer{}, c.err }
		for range 6 { // however often: it is nobody's fault
			w := deliver(t, h, testSecret, saying(9, ani, "banjir"))
			if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != c.after {
				t.Fatalf("%v: %d, Retry-After %s", c.err, w.Code, w.Header().Get("Retry-After"))
			}
		}
	}
	d.attend = nil
	if w := deliver(t, h, testSecret, saying(9, ani, "banjir")); w.Code != 200 {
		t.Errorf("the service is back: %d", w.Code)
	}
	if len(d.dead) != 0 || d.attempts[9] != 0 {
		t.Errorf("dead %v, counted %d", d.dead, d.attempts[9])
	}
}

func TestAFaultOfOursIsKeptAndApologisedFor(t *testing.T) {
	for name, attend := range map[string]Attend{
		"an error": func(context.Context, chat.Input) (chat.Answer, error) {
			return chat.Answer{}, errors.New("no such column")
		},
		"a panic": func(_ context.Context, in chat.Input) (chat.Answer, error) { panic(in.Text.Reveal()) },
		"a nil pointer": func(context.Context, chat.Input) (chat.Answer, error) {
			var p *chat.Input
			return chat.Answer{}, fmt.Errorf("%d", p.User)
		},
		"words wrapped": func(_ context.Context, in chat.Input) (chat.Answer, error) {
			return chat.Answer{}, errors.New("cannot file " + in.Text.Reveal())
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, d := newAPI(t), &desk{attend: attend}
			h := open(t, a, d).Webhook(testSecret)
			if w := deliver(t, h, testSecret, saying(21, ani, "nenek sendirian")); w.Code != 200 {
				t.Fatalf("the queue must go on: %d", w.Code)
			}
			why, dead := d.whyDead(21)
			if !dead || why == "" {
				t.Fatal("not kept")
			}
			if said := a.called("sendMessage"); len(said) != 1 || said[0].params["text"] != "<b>Maaf</b> (id)" {
				t.Errorf("apology: %v", said)
			}
			if strings.HasSuffix(name, "panic") && !strings.Contains(why, "webhook_test.go:") {
				t.Errorf("where was it? %s", why)
			}
			if strings.Contains(why+d.logged(), "nenek") {
				t.Errorf("a person's words leak: %s\n%s", why, d.logged())
			}
			w := deliver(t, h, testSecret, tapping(22, ani, "take"))
			if !strings.Contains(w.Body.String(), `"text":"Maaf (id)","show_alert":true`) {
				t.Errorf("apology for a tap: %s", w.Body)
			}
		})
	}
}

func TestWhatCannotBeKeptStaysWithTelegram(t *testing.T) {
	a, d := newAPI(t), &desk{attend: func(context.Context, chat.Input) (chat.Answer, error) { panic("ouch") }, deadErr: casebook.ErrAway}
	h := open(t, a, d).Webhook(testSecret)
	for range 5 { // the fourth is quarantined, which fails as well
		if w := deliver(t, h, testSecret, saying(31, ani, "x")); w.Code != http.StatusServiceUnavailable {
			t.Fatalf("%d", w.Code)
		}
	}
	if n := len(d.words()); n != 3 {
		t.Errorf("attended to %d times", n)
	}
	if len(a.called("sendMessage")) != 0 {
		t.Error("an apology too early")
	}
	d.deadErr = nil
	if w := deliver(t, h, testSecret, saying(31, ani, "x")); w.Code != 200 {
		t.Errorf("it can be kept now: %d", w.Code)
	}
}

func TestTheFourthAttemptIsQuarantined(t *testing.T) {
	d := &desk{attend: func(ctx context.Context, _ chat.Input) (chat.Answer, error) {
		<-ctx.Done() // a query without end
		return chat.Answer{}, fmt.Errorf("store: %w: %w", casebook.ErrAway, ctx.Err())
	}}
	a := newAPI(t)
	b := open(t, a, d)
	b.deadline = 10 * time.Millisecond
	h := b.Webhook(testSecret)
	for i := range 3 {
		if w := deliver(t, h, testSecret, saying(41, ani, "x")); w.Code != http.StatusServiceUnavailable {
			t.Fatalf("attempt %d: %d", i+1, w.Code)
		}
	}
	if w := deliver(t, h, testSecret, saying(41, ani, "x")); w.Code != 200 {
		t.Fatalf("fourth: %d", w.Code)
	}
	if why, _ := d.whyDead(41); !strings.Contains(why, "attempt 4") || len(d.words()) != 3 || len(a.called("sendMessage")) != 1 {
		t.Errorf("dead for %q after %d", why, len(d.words()))
	}
}

func TestAProcessThatDiedIsCounted(t *testing.T) {
	d := &desk{}
	h := open(t, newAPI(t), d).Webhook(testSecret)
	d.attempts[51] = 3 // begun, and nobody lived to end them
	if w := deliver(t, h, testSecret, saying(51, ani, "x")); w.Code != 200 || len(d.words()) != 0 {
		t.Errorf("%d, heard %v", w.Code, d.words())
	}
	if _, dead := d.whyDead(51); !dead {
		t.Error("not quarantined")
	}
}

func TestAnAttendThatHeedsNothingIsLeftBehind(t *testing.T) {
	stuck := make(chan struct{})
	d := &desk{attend: func(context.Context, chat.Input) (chat.Answer, error) { <-stuck; return chat.Answer{}, nil }}
	b := open(t, newAPI(t), d)
	b.deadline, b.grace = 10*time.Millisecond, 10*time.Millisecond
	if w := deliver(t, b.Webhook(testSecret), testSecret, saying(61, ani, "x")); w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d", w.Code)
	}
	close(stuck)
}

func TestATelegramThatHangsUpDoesNotCutTheWork(t *testing.T) {
	d := &desk{attend: func(ctx context.Context, _ chat.Input) (chat.Answer, error) { return chat.Answer{}, ctx.Err() }}
	h := open(t, newAPI(t), d).Webhook(testSecret)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(saying(71, ani, "x")))
	r.Header.Set(secretHeader, testSecret)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 200 {
		t.Errorf("%d", w.Code)
	}
}

func TestAnUnreadableUpdateDoesNotStopTheQueue(t *testing.T) {
	d := &desk{}
	h := open(t, newAPI(t), d).Webhook(testSecret)
	for id, raw := range map[int64]string{
		81: `{"update_id":81,"message":{"message_id":"one"}}`,
		82: `{"update_id": 82,"message":{"text":"cut o`,
		83: `{"update_id":83,"message":{"text":"` + strings.Repeat("x", updateSize) + `"}}`,
	} {
		if w := deliver(t, h, testSecret, raw); w.Code != 200 {
			t.Errorf("%d: %d", id, w.Code)
		}
		if _, dead := d.whyDead(id); !dead {
			t.Errorf("%d is not kept", id)
		}
	}
}
