package telegram

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	library "github.com/go-telegram/bot"

	"rembuk/internal/chat"
)

const (
	secretHeader = "X-Telegram-Bot-Api-Secret-Token"
	updateSize   = 1 << 20 // of one update: the longest texts with all their entities are below a tenth of it
)

// Webhook is where Telegram delivers. The update is attended to before it is answered, and a tap's answer rides in the response.
// An empty secret lets nobody in. The server around it needs an IdleTimeout above Telegram's pauses (75 s) and no WriteTimeout
// below 30 s.
func (b *Bot) Webhook(secret string) http.Handler {
	want := sha256.Sum256([]byte(secret))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := sha256.Sum256([]byte(r.Header.Get(secretHeader)))
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 || secret == "" {
			w.Header().Set("Connection", "close") // the body of a stranger is not read, not even to keep the connection
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.Method != http.MethodPost {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		raw, err := body(r)
		if err != nil {
			again(w, awayTime)
			return
		}
		out := b.attend(r.Context(), b.read(raw))
		if out.again > 0 {
			again(w, out.again)
			return
		}
		b.respond(w, out.answer)
	})
}

// body reads an update. One beyond the limit comes back cut: it is unreadable then and goes to Dead, for it would only come again.
func body(r *http.Request) ([]byte, error) {
	if n := r.ContentLength; n >= 0 && n <= updateSize {
		raw := make([]byte, n)
		_, err := io.ReadFull(r.Body, raw)
		return raw, err
	}
	return io.ReadAll(io.LimitReader(r.Body, updateSize))
}

func again(w http.ResponseWriter, after time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int((after+time.Second-1)/time.Second)))
	w.WriteHeader(http.StatusServiceUnavailable)
}

// respond says 200 and, for a tap, the call that stops the client's spinner: one call to Telegram less.
func (b *Bot) respond(w http.ResponseWriter, a chat.Answer) {
	if a.TapID == "" {
		w.WriteHeader(http.StatusOK)
		return
	}
	data, err := json.Marshal(struct {
		Method string `json:"method"`
		library.AnswerCallbackQueryParams
	}{"answerCallbackQuery", tapAnswer(a)})
	if err != nil { // three strings and a bool: cannot happen
		w.WriteHeader(http.StatusOK)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(data) // a Telegram that hung up sends again
}

const tapText = 200 // characters Telegram takes in the answer to a tap

func tapAnswer(a chat.Answer) library.AnswerCallbackQueryParams {
	if r := []rune(a.Text); len(r) > tapText {
		a.Text = string(r[:tapText-1]) + "…"
	}
	return library.AnswerCallbackQueryParams{CallbackQueryID: a.TapID, Text: a.Text, ShowAlert: a.Alert && a.Text != ""}
}
