package board_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"rembuk/internal/board"
	"rembuk/internal/casebook"
	"rembuk/internal/private"
	"rembuk/internal/words"
)

// room is a meeting with its page on the wall.
type room struct {
	*httptest.Server
	board *board.Board
	mu    sync.Mutex // guards the rest, which a browser reads while a test changes it
	door  casebook.Door
	here  int
	now   time.Time
	fault error
}

// changes lets something happen in the room.
func (r *room) changes(what func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	what()
}

var wib = time.FixedZone("WIB", 7*3600)

func openRoom(t testing.TB) *room {
	t.Helper()
	ring, err := private.ParseRing(private.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 11, 24, 9, 30, 19, 0, wib)
	r := &room{now: start, here: 17, door: casebook.Door{Meeting: 12, Group: casebook.Group{Name: "WKSBM Mufakat & Kawan"}, Kind: casebook.Coaching,
		Secret: private.Of("a secret"), Until: start.Add(2 * time.Hour)}}
	r.board = &board.Board{Ring: ring, Now: r.clock, Log: slog.New(slog.DiscardHandler),
		Offices: func(district string) (board.Office, bool) {
			return board.Office{Name: "Dinas Sosial Kabupaten Bengkulu Selatan", Bot: "rembuk_bengkulu_selatan_bot", Zone: wib, Voice: words.In,
				Link: func(d casebook.Door, at time.Time) string {
					return "https://t.me/rembuk_bengkulu_selatan_bot?start=" + d.Link(at)
				}}, district == "17.01"
		},
		Door: func(_ context.Context, _ string, id casebook.MeetingID) (casebook.Door, int, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			if id != r.door.Meeting {
				return casebook.Door{}, 0, casebook.ErrNotFound
			}
			return r.door, r.here, r.fault
		}}
	r.Server = httptest.NewServer(r.board.Handler())
	t.Cleanup(r.Close)
	return r
}

func (r *room) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// path is the page's address.
func (r *room) path() string { return r.board.Path("17.01", r.door.Meeting) }

func (r *room) gets(t testing.TB, path string) (status int, head http.Header, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(text)
}

// now is what the page learns when it asks.
func (r *room) asks(t testing.TB) (s struct {
	Open     bool
	Code, QR string
	Left     int
	Here     int
}) {
	t.Helper()
	status, _, body := r.gets(t, r.path()+"/now")
	if err := json.Unmarshal([]byte(body), &s); err != nil || status != http.StatusOK {
		t.Fatalf("%d %q: %v", status, body, err)
	}
	return s
}

func TestThePageOnTheWall(t *testing.T) {
	r := openRoom(t)
	status, head, body := r.gets(t, r.path())
	code := r.door.Code(r.now)
	for _, want := range []string{
		`lang="id"`, "WKSBM Mufakat &amp; Kawan", code[:3] + " " + code[3:], `aria-label="Kode: ` + strings.Join(strings.Split(code, ""), " ") + `"`, "@rembuk_bengkulu_selatan_bot", "orang sudah hadir", `<b id="here">17</b>`,
		`src="data:image/png;base64,`, "Absen dibuka sampai pukul 11.30 WIB", `data-left="41000"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if status != http.StatusOK || head.Get("Cache-Control") != "no-store" || head.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%d, %v", status, head)
	}
	if strings.Contains(body, "http://") || strings.Contains(body, "https://") || strings.Contains(body, "a secret") {
		t.Error("the page names another address, or the secret")
	}
	if _, _, body := r.gets(t, r.path()+"?lang=en"); !strings.Contains(body, "people are here") {
		t.Error("the page does not speak English")
	}
}

// The policy lets exactly the style and the script of the page run: what somebody smuggles into a name does not.
func TestPolicyKnowsItsOwnScript(t *testing.T) {
	r := openRoom(t)
	_, head, body := r.gets(t, r.path())
	policy := head.Get("Content-Security-Policy")
	for _, tag := range []string{"style", "script"} {
		parts := regexp.MustCompile("(?s)<"+tag+">(.*?)</"+tag+">").FindAllStringSubmatch(body, -1)
		if len(parts) != 1 || !strings.Contains(policy, tag+"-src "+board.Digest(parts[0][1])) {
			t.Errorf("%d of %s, or the policy does not know it: %s", len(parts), tag, policy)
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy: %s", policy)
	}
}

func TestCodeChangesOnTheWall(t *testing.T) {
	r := openRoom(t)
	first := r.asks(t)
	if !first.Open || first.Left != 41000 || first.Here != 17 || strings.ReplaceAll(first.Code, " ", "") != r.door.Code(r.now) {
		t.Errorf("at first: %+v", first)
	}
	r.now, r.here = r.now.Add(41*time.Second), 18
	next := r.asks(t)
	if next.Left != 60000 || next.Here != 18 || next.Code == first.Code || next.QR == first.QR {
		t.Errorf("after the turn: %+v", next)
	}
}

func TestShutDoorShowsNoCode(t *testing.T) {
	r := openRoom(t)
	code := r.door.Code(r.now)
	r.now = r.door.Until
	if s := r.asks(t); s.Open || s.Code != "" || s.QR != "" || s.Here != 17 {
		t.Errorf("shut: %+v", s)
	}
	_, _, body := r.gets(t, r.path())
	if !strings.Contains(body, "Absen sedang ditutup") || !strings.Contains(body, `id="open" class="open" hidden`) || strings.Contains(body, code[:3]+" "+code[3:]) {
		t.Error("the page does not say that the door is shut, or shows a code")
	}
}

// Whoever has not got the address learns nothing, and not even whether there is such a meeting.
func TestOnlyTheAddressOpensThePage(t *testing.T) {
	r := openRoom(t)
	own := strings.TrimPrefix(r.path(), "/hadir/")
	mark := own[strings.LastIndex(own, "-")+1:]
	seen := map[string]bool{}
	for _, token := range []string{
		own + "a", own[:len(own)-1], "17.01-13-" + mark, "17.02-12-" + mark, "17.01-12", "17.01-12-", "17.01-012-" + mark, "17.01-x-" + mark, "-", strings.ToUpper(own),
		strings.TrimPrefix(r.board.Path("17.01", 99), "/hadir/"), strings.TrimPrefix(r.board.Path("99.01", 12), "/hadir/"),
	} {
		for _, path := range []string{"/hadir/" + token, "/hadir/" + token + "/now"} {
			status, head, body := r.gets(t, path)
			if status != http.StatusNotFound || head.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d, %v", path, status, head)
			}
			seen[body] = true
		}
	}
	if len(seen) != 1 {
		t.Errorf("different answers: %v", seen)
	}
}

func TestPageSaysSoWhenTheRecordIsAway(t *testing.T) {
	r := openRoom(t)
	r.fault = fmt.Errorf("read: %w", casebook.ErrAway)
	if status, head, _ := r.gets(t, r.path()+"/now"); status != http.StatusServiceUnavailable || head.Get("Retry-After") == "" {
		t.Errorf("%d, Retry-After %q", status, head.Get("Retry-After"))
	}
}

// A page asks every 3 seconds over a weak line: the answer stays small.
func TestAnswerIsSmall(t *testing.T) {
	r := openRoom(t)
	if _, _, body := r.gets(t, r.path()+"/now"); len(body) > 1000 {
		t.Errorf("%d bytes, want at most 1000", len(body))
	} else {
		t.Logf("%d bytes", len(body))
	}
	if _, _, body := r.gets(t, r.path()); len(body) > 16000 {
		t.Errorf("the page has %d bytes, want at most 16000", len(body))
	} else {
		t.Logf("page: %d bytes", len(body))
	}
}
