package telegram

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	library "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"rembuk/internal/chat"
)

// An update as Telegram sends it: a reply, with the fields that a real one has.
const realistic = `{"update_id":823456789,"message":{"message_id":5123,"from":{"id":512345678,"is_bot":false,"first_name":"Ani","last_name":"S","username":"ani_s","language_code":"id"},
"chat":{"id":512345678,"first_name":"Ani","last_name":"S","username":"ani_s","type":"private"},"date":1750000000,
"reply_to_message":{"message_id":5120,"from":{"id":7001,"is_bot":true,"first_name":"Rembuk","username":"RembukBot"},"chat":{"id":512345678,"first_name":"Ani","type":"private"},"date":1749999990,
"text":"Di desa mana kejadiannya? Tulis nama desa, atau pilih kecamatan.","entities":[{"offset":0,"length":25,"type":"bold"}]},
"text":"Ada nenek tinggal sendirian di Desa Pino Baru, rumahnya rusak karena banjir tadi malam, belum makan dari kemarin","entities":[{"offset":4,"length":5,"type":"bold"}]}}`

func BenchmarkDecode(b *testing.B) {
	raw := []byte(realistic)
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			u, err := decode(raw)
			if _, ok := u.input(7001, "RembukBot", atDoor); err != nil || !ok {
				b.Fatal(err)
			}
		}
	})
	b.Run("the library's", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var u models.Update
			if err := json.Unmarshal(raw, &u); err != nil || u.Message == nil {
				b.Fatal(err)
			}
		}
	})
}

// quick is a Telegram that costs next to nothing.
func quick(b *testing.B) string {
	answer := []byte(`{"ok":true,"result":{"message_id":5124,"from":{"id":7001,"is_bot":true,"first_name":"Rembuk","username":"RembukBot"},"chat":{"id":512345678,"first_name":"Ani","type":"private"},"date":1750000001,"text":"Di desa mana?"}}`)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}))
	b.Cleanup(s.Close)
	return s.URL
}

var question = chat.Message{Text: "<b>Di desa mana?</b> Tulis nama desa.", Keys: [][]string{{"1 Manna", "2 Kota Manna"}, {"3 Kedurang", "4 Seginim"}, {"Kembali", "Batal"}}, Hint: "nama desa"}

// ways are how a message can be sent: ours, and by the library with clients that take its costs away one after the other.
func ways(b *testing.B) (names []string, send map[string]func(context.Context) error) {
	url := quick(b)
	ours := &Bot{cfg: Config{}.filled(), wire: newWire(url, testToken), id: 7001, username: "RembukBot", deadline: 15 * time.Second, grace: time.Second}
	b.Cleanup(ours.Close)
	pooled := &http.Client{Transport: transport()}
	plain := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	b.Cleanup(pooled.CloseIdleConnections)
	b.Cleanup(plain.CloseIdleConnections)
	byLibrary := func(client library.HttpClient) func(context.Context) error {
		lib, err := library.New(testToken, library.WithSkipGetMe(), library.WithServerURL(url), library.WithHTTPClient(time.Minute, client))
		if err != nil {
			b.Fatal(err)
		}
		return func(ctx context.Context) error {
			_, err := lib.SendMessage(ctx, &library.SendMessageParams{ChatID: ani, Text: question.Text, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: markup(question)})
			return err
		}
	}
	return []string{"ours", "library, body whole", "library, pooled", "library as it comes"}, map[string]func(context.Context) error{
		"ours":                func(ctx context.Context) error { _, err := ours.Send(ctx, ani, question); return err },
		"library, body whole": byLibrary(ours.wire),
		"library, pooled":     byLibrary(pooled),
		"library as it comes": byLibrary(plain),
	}
}

func BenchmarkSend(b *testing.B) {
	names, send := ways(b)
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(50)
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if err := send[name](context.Background()); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}

// BenchmarkStep is an update in and a question out, through the webhook; against the library's types and calls with its default client.
func BenchmarkStep(b *testing.B) {
	names, send := ways(b)
	post := func(b *testing.B, h http.Handler) {
		b.ReportAllocs()
		b.SetParallelism(50)
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(realistic))
				r.Header.Set(secretHeader, testSecret)
				w := httptest.NewRecorder()
				if h.ServeHTTP(w, r); w.Code != 200 {
					b.Error(w.Code)
					return
				}
			}
		})
	}
	ours := &Bot{cfg: Config{Attend: func(ctx context.Context, _ chat.Input) (chat.Answer, error) {
		return chat.Answer{}, send["ours"](ctx)
	}}.filled(), wire: newWire("", testToken), id: 7001, deadline: 15 * time.Second, grace: time.Second}
	b.Run("ours", func(b *testing.B) { post(b, ours.Webhook(testSecret)) })
	for _, name := range names[2:] {
		b.Run(name, func(b *testing.B) {
			post(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				var u models.Update
				if json.NewDecoder(r.Body).Decode(&u) != nil || u.Message == nil || send[name](r.Context()) != nil {
					w.WriteHeader(http.StatusInternalServerError)
				}
			}))
		})
	}
}
