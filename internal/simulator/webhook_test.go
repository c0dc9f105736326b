package simulator

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"
)

// A diary notes what came in, in order.
type diary struct {
	mu    sync.Mutex
	lines []string
}

func (d *diary) note(s string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, s)
	return len(d.lines)
}

func (d *diary) is(t *testing.T, want ...string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	got, _ := json.Marshal(d.lines)
	expected, _ := json.Marshal(want)
	if string(got) != string(expected) {
		t.Errorf("\n got %s\nwant %s", got, expected)
	}
}

func said(u delivered) string {
	switch {
	case u.Message != nil:
		return u.Message.Text
	case u.Edited != nil:
		return "edit: " + u.Edited.Text
	case u.Tap != nil:
		return "tap: " + u.Tap.Data
	case u.Member != nil:
		return "member: " + u.Member.New.Status
	}
	return "?"
}

// askWithButton starts the chat and shows a message with an inline button.
func (w *world) askWithButton() int {
	w.siti.Start("")
	return w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "Kasus baru", "reply_markup": obj{
		"inline_keyboard": [][]obj{{{"text": "Ambil", "callback_data": "take"}, {"text": "Tidak bisa", "callback_data": "no"}}},
	}})
}

func TestAChatIsDeliveredInOrderAndRepeatedUntilItIsTaken(t *testing.T) {
	w := newWorld(t)
	w.Faults().Hurry(1000)
	var got diary
	w.webhook(obj{"secret_token": "s-3_cret"}, func(u delivered, out http.ResponseWriter) {
		if got.note(said(u)) <= 4 {
			out.Header().Set("Retry-After", "3")
			out.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	w.siti.Send("satu")
	w.siti.Send("dua")
	w.wait(w.siti)
	got.is(t, "satu", "satu", "satu", "satu", "satu", "dua")
	var info struct {
		Last string `json:"last_error_message"`
	}
	_ = json.Unmarshal(w.api("getWebhookInfo", obj{}).Result, &info)
	if info.Last != "Wrong response from the webhook: 503 Service Unavailable" {
		t.Errorf("last error: %q", info.Last)
	}
}

func TestTapsOvertakeMessagesThatAreHeld(t *testing.T) {
	w := newWorld(t)
	id := w.askWithButton()
	w.poll(obj{"offset": w.poll(obj{})[0].ID + 1})
	var got diary
	tapped := make(chan struct{})
	w.webhook(nil, func(u delivered, _ http.ResponseWriter) {
		got.note(said(u))
		if u.Tap != nil {
			close(tapped)
		}
	})
	w.Faults().HoldMessages(1001)
	w.siti.Send("lebih dulu ditulis")
	if err := w.siti.Tap(id, "Ambil"); err != nil {
		t.Fatal(err)
	}
	<-tapped
	w.Faults().Release()
	w.wait(w.siti)
	got.is(t, "tap: take", "lebih dulu ditulis")
}

func TestAnUpdateComesTwiceOrAgainWhenItsAnswerIsLost(t *testing.T) {
	w := newWorld(t)
	var got diary
	w.webhook(nil, func(u delivered, _ http.ResponseWriter) { got.note(said(u)) })
	w.Faults().DeliverTwice(1)
	w.siti.Send("satu")
	w.wait(w.siti)
	w.Faults().DropAnswers(2)
	w.siti.Send("dua")
	w.wait(w.siti)
	got.is(t, "satu", "satu", "dua", "dua", "dua")
}

func TestAMethodRidesInTheAnswer(t *testing.T) {
	w := newWorld(t)
	id := w.askWithButton()
	w.webhook(nil, func(u delivered, out http.ResponseWriter) {
		if u.Tap != nil {
			_ = json.NewEncoder(out).Encode(obj{"method": "answerCallbackQuery", "callback_query_id": u.Tap.ID, "text": "Anda yang pegang"})
		}
	})
	if err := w.siti.Tap(id, "ambil"); err != nil {
		t.Fatal(err)
	}
	w.wait(w.siti)
	if got := w.siti.Toasts(); len(got) != 1 || got[0] != "Anda yang pegang" {
		t.Errorf("toasts: %q", got)
	}
	calls := w.Calls()
	if last := calls[len(calls)-1]; last.Method != "answercallbackquery" || last.Code != 200 {
		t.Errorf("last call: %+v", last)
	}
}

func TestAnOldTapCannotBeAnswered(t *testing.T) {
	w := newWorld(t)
	if err := w.siti.Tap(w.askWithButton(), "Tidak"); err != nil {
		t.Fatal(err)
	}
	var tap delivered
	for _, u := range w.poll(obj{}) {
		tap = u
	}
	answer := obj{"callback_query_id": tap.Tap.ID}
	if got := w.api("answerCallbackQuery", answer); !got.OK {
		t.Error(got.Description)
	}
	w.time.forward(3 * time.Minute)
	w.refuses("answerCallbackQuery", answer, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
}

func TestAWebhookElsewhereOrWithAnOddSecretIsRefused(t *testing.T) {
	w := newWorld(t)
	w.refuses("setWebhook", obj{"url": "https://example.org/hook"}, 400, "Bad Request: bad webhook: the simulated Telegram posts to loopback only")
	w.refuses("setWebhook", obj{"url": "http://localhost/", "secret_token": "a b"}, 400, "Bad Request: secret token contains unallowed characters")
}

func TestTheWaitsBetweenAttempts(t *testing.T) {
	var waits []int
	for failures := 1; failures <= 8; failures++ {
		waits = append(waits, int(patience(failures, nil).Seconds()))
	}
	if got, _ := json.Marshal(waits); string(got) != "[0,0,2,6,14,30,60,60]" {
		t.Errorf("waits: %s", got)
	}
	if got := patience(1, &answer{retryAfter: 3 * time.Second}); got != 3*time.Second {
		t.Errorf("Retry-After: %s", got)
	}
}

func TestOneChatWaitsForItsAnswerWhileOthersGoOn(t *testing.T) {
	w := newWorld(t)
	var got diary
	rudi := make(chan struct{})
	w.webhook(nil, func(u delivered, _ http.ResponseWriter) {
		switch u.Message.Text {
		case "satu":
			<-rudi // Siti's second message must not come before this is answered
		case "dari Rudi":
			defer close(rudi)
		}
		got.note(u.Message.Text)
	})
	w.siti.Send("satu")
	w.siti.Send("dua")
	w.rudi.Send("dari Rudi")
	w.wait(w.siti)
	w.wait(w.rudi)
	if got.lines[len(got.lines)-1] != "dua" {
		t.Errorf("got %q", got.lines)
	}
}
