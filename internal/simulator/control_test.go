package simulator

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// order posts to the control API, as if from a page of the given origin, and returns the status and the answer.
func (w *world) order(path, origin string, body any) (int, map[string]any) {
	w.t.Helper()
	raw, _ := json.Marshal(body)
	request, _ := http.NewRequest(http.MethodPost, w.url+path, bytes.NewReader(raw))
	request.Header.Set("Content-Type", "application/json")
	if origin != "" {
		request.Header.Set("Origin", origin)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	var found map[string]any
	_ = json.NewDecoder(response.Body).Decode(&found)
	return response.StatusCode, found
}

func TestAPersonIsPlayedByTheControlAPI(t *testing.T) {
	w := newWorld(t)
	act := func(do string, more obj) {
		t.Helper()
		more["bot"], more["person"], more["do"] = "rembuk_bot", 1001, do
		if code, answer := w.order("/sim/act", w.url, more); code != 200 {
			t.Errorf("%s: %d %v", do, code, answer)
		}
	}
	act("start", obj{"text": "d1701"})
	id := w.askWithButton()
	act("tap", obj{"id": id, "row": 0, "column": 1})
	act("location", obj{"lat": -4.5, "lon": 102.9})
	act("edit", obj{"id": 1, "text": "/start"})
	var got diary
	for _, u := range w.poll(obj{}) {
		got.note(said(u))
	}
	got.is(t, "/start d1701", "/start", "tap: no", "", "edit: /start")
}

func TestOnlyThePageItselfMayGiveOrders(t *testing.T) {
	w := newWorld(t)
	for origin, want := range map[string]int{"http://evil.example": 403, "null": 403, w.url: 200, "": 200} {
		if code, _ := w.order("/sim/faults", origin, obj{"limits": false}); code != want {
			t.Errorf("from %q: %d", origin, code)
		}
	}
	response, err := http.PostForm(w.url+"/sim/faults", url.Values{"limits": {"false"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("a form got %d", response.StatusCode)
	}
}

func TestFaultsAreSetByTheControlAPI(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	w.order("/sim/faults", "", obj{"fail": obj{"method": "sendMessage", "code": 429, "retry_after": 3}})
	w.refuses("sendMessage", obj{"chat_id": 1001, "text": "a"}, 429, "Too Many Requests: retry after 3")
	w.order("/sim/faults", "", obj{"hold_messages": 0})
	if got := w.poll(obj{}); len(got) != 0 {
		t.Errorf("held: %+v", got)
	}
	w.order("/sim/faults", "", obj{"clear": true})
	if got := w.poll(obj{}); len(got) != 1 {
		t.Errorf("released: %+v", got)
	}
}

func TestThePageHearsOfChanges(t *testing.T) {
	w := newWorld(t)
	response, err := http.Get(w.url + "/sim/events?bot=rembuk_bot&panes=1001")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	in := bufio.NewScanner(response.Body)
	next := func() (v struct{ Panes []paneView }) {
		for in.Scan() {
			if data, ok := strings.CutPrefix(in.Text(), "data: "); ok {
				_ = json.Unmarshal([]byte(data), &v)
				return v
			}
		}
		return v
	}
	if first := next(); first.Panes[0].Started {
		t.Error("not started yet")
	}
	w.siti.Send("halo")
	for {
		if posts := next().Panes[0].Posts; len(posts) > 0 {
			if posts[0].Text != "halo" || !posts[0].Mine {
				t.Errorf("%+v", posts)
			}
			return
		}
	}
}

func TestAMiniAppGetsSignedData(t *testing.T) {
	w := newWorld(t)
	got, err := url.ParseQuery(w.siti.InitData())
	if err != nil || !strings.Contains(got.Get("user"), `"id":1001`) || len(got.Get("hash")) != 64 {
		t.Errorf("%v %v", got, err)
	}
}

func TestThePageIsSmallAndItsOwn(t *testing.T) {
	w := newWorld(t)
	total := 0
	entries, _ := pageFiles.ReadDir("page")
	for _, e := range entries {
		data, _ := pageFiles.ReadFile("page/" + e.Name())
		total += len(data)
	}
	if total > 100_000 {
		t.Errorf("the page has %d bytes", total)
	}
	response, err := http.Get(w.url + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if policy := response.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'self'") || response.StatusCode != http.StatusOK {
		t.Errorf("%d %q", response.StatusCode, policy)
	}
}
