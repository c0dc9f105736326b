package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const token = "1701:secret"

// A world is a simulated Telegram on a port, with one bot and Siti and Rudi.
type world struct {
	*Server
	t    *testing.T
	ctx  context.Context
	url  string
	time *clock
	siti *Chat
	rudi *Chat
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newWorld(t *testing.T) *world { return newWorldIn(t, "") }

func newWorldIn(t *testing.T, dir string) *world {
	t.Helper()
	w := &world{t: t, time: &clock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}}
	var err error
	w.Server, err = Open(Config{Dir: dir, Now: w.time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.AddBot(token, "rembuk_bot", "Rembuk"); err != nil {
		t.Fatal(err)
	}
	w.AddPerson(Person{ID: 1001, FirstName: "Siti", Language: "id", Lat: -4.45, Lon: 102.9})
	w.AddPerson(Person{ID: 2001, FirstName: "Rudi", LastName: "Hartono"})
	w.siti, w.rudi = w.Chat("rembuk_bot", 1001), w.Chat("rembuk_bot", 2001)
	server := httptest.NewServer(w)
	w.url = server.URL
	var cancel context.CancelFunc
	w.ctx, cancel = context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(func() {
		cancel()
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		server.Close()
		http.DefaultClient.CloseIdleConnections()
	})
	return w
}

// reply_ is what the Bot API answered.
type apiReply struct {
	OK          bool
	Code        int `json:"error_code"`
	Description string
	Result      json.RawMessage
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	}
}

func (w *world) api(method string, params obj) apiReply {
	w.t.Helper()
	body, _ := json.Marshal(params)
	return w.request(method, "application/json", body)
}

func (w *world) request(method, kind string, body []byte) apiReply {
	w.t.Helper()
	response, err := http.Post(w.url+"/bot"+token+"/"+method, kind, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	var found apiReply
	if err := json.NewDecoder(response.Body).Decode(&found); err != nil {
		w.t.Fatal(err)
	}
	return found
}

// mustSay calls a method that must succeed and returns the message's id.
func (w *world) mustSay(method string, params obj) int {
	w.t.Helper()
	found := w.api(method, params)
	if !found.OK {
		w.t.Fatalf("%s: %s", method, found.Description)
	}
	var m struct {
		ID int `json:"message_id"`
	}
	_ = json.Unmarshal(found.Result, &m)
	return m.ID
}

func (w *world) refuses(method string, params obj, code int, description string) apiReply {
	w.t.Helper()
	found := w.api(method, params)
	if found.OK || found.Code != code || found.Description != description {
		w.t.Errorf("%s %v:\n got %d %q\nwant %d %q", method, params, found.Code, found.Description, code, description)
	}
	return found
}

// delivered is an update as a bot gets it.
type delivered struct {
	ID      int64 `json:"update_id"`
	Message *struct {
		ID       int `json:"message_id"`
		Chat     struct{ ID int64 }
		Text     string
		Caption  string
		Date     int64
		Entities []Entity
		Photo    []struct {
			FileID string `json:"file_id"`
		}
		AlbumID string `json:"media_group_id"`
		Contact *struct {
			UserID int64 `json:"user_id"`
		}
		Location  *struct{ Latitude float64 }
		MigrateTo int64                  `json:"migrate_to_chat_id"`
		Reply     *struct{ Text string } `json:"reply_to_message"`
	}
	Edited *struct{ Text string } `json:"edited_message"`
	Tap    *struct {
		ID, Data string
		Message  struct {
			ID   int `json:"message_id"`
			Chat struct{ ID int64 }
			Date int64
		}
	} `json:"callback_query"`
	Member *struct {
		New struct{ Status string } `json:"new_chat_member"`
	} `json:"my_chat_member"`
}

func (w *world) poll(params obj) []delivered {
	w.t.Helper()
	var found []delivered
	if err := json.Unmarshal(w.api("getUpdates", params).Result, &found); err != nil {
		w.t.Fatal(err)
	}
	return found
}

// webhook is a bot's server: each update goes to the channel, and is answered as the story says.
func (w *world) webhook(params obj, answer func(delivered, http.ResponseWriter)) {
	w.t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		raw, _ := io.ReadAll(in.Body)
		var u delivered
		_ = json.Unmarshal(raw, &u)
		if want, _ := params["secret_token"].(string); in.Header.Get("X-Telegram-Bot-Api-Secret-Token") != want {
			w.t.Errorf("wrong secret")
		}
		answer(u, out)
	}))
	w.t.Cleanup(server.Close)
	if params == nil {
		params = obj{}
	}
	params["url"] = server.URL
	if found := w.api("setWebhook", params); !found.OK {
		w.t.Fatal(found.Description)
	}
}

func (w *world) wait(c *Chat) {
	w.t.Helper()
	if err := c.WaitIdle(w.ctx); err != nil {
		w.t.Fatal(err)
	}
}

func picture(width, height int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		img.Set(x, height/2, color.White)
	}
	var out bytes.Buffer
	_ = jpeg.Encode(&out, img, nil)
	return out.Bytes()
}
