package simulator

// The control API, which the page uses and tests in other languages may. All of it is JSON; a POST needs Content-Type application/json
// (so that no foreign page's form can send it) and, where the browser names an Origin, this one.
//
//	GET  /sim/state?bot=NAME              bots, people, groups
//	GET  /sim/events?bot=NAME&panes=KEYS  server-sent events: see events.go; a key is a person, or person@chat for a group
//	POST /sim/act                         {bot, person, chat?, do, ...}: what a person does; see acts below
//	POST /sim/upload?bot=&person=&kind=photo|voice|document&name=&caption=&seconds=&album=   the body is the file
//	GET  /sim/file/UNIQUE                 a file's bytes
//	POST /sim/people                      a Person; id 0 chooses one
//	POST /sim/groups                      {bot, title, members}
//	POST /sim/faults                      any of {limits: bool, hurry, twice, drop_answers, hold_messages: id, hold_taps: id,
//	                                      delay: {queue, id, seconds}, release, inaccessible, fail: {method, n, code, retry_after, drop, effect}, clear}
//	GET  /sim/calls                       every call of the bots
//	GET  /sim/webapp?bot=&person=&url=    opens a Mini App with signed data

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

func (s *Server) routeControl(mux *http.ServeMux) {
	mux.HandleFunc("GET /sim/state", secured(s.serveState))
	mux.HandleFunc("GET /sim/events", secured(s.serveEvents))
	mux.HandleFunc("GET /sim/calls", secured(func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, s.Calls(), nil) }))
	mux.HandleFunc("POST /sim/act", posted(s.serveAct))
	mux.HandleFunc("POST /sim/upload", guarded(s.serveUpload))
	mux.HandleFunc("POST /sim/people", posted(s.servePerson))
	mux.HandleFunc("POST /sim/groups", posted(s.serveGroup))
	mux.HandleFunc("POST /sim/faults", posted(s.serveFaults))
}

// guarded lets only this page, or a program, change anything.
func guarded(next http.HandlerFunc) http.HandlerFunc {
	return secured(func(w http.ResponseWriter, r *http.Request) {
		origin, err := url.Parse(r.Header.Get("Origin"))
		site := r.Header.Get("Sec-Fetch-Site")
		foreign := err != nil || origin.Host != "" && origin.Host != r.Host || r.Header.Get("Origin") == "null"
		if foreign || site != "" && site != "same-origin" && site != "none" {
			http.Error(w, "from this page only", http.StatusForbidden)
			return
		}
		next(w, r)
	})
}

// posted decodes a JSON body and answers with what do makes of it.
func posted[T any](do func(T) (any, error)) http.HandlerFunc {
	return guarded(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			http.Error(w, "Content-Type: application/json", http.StatusUnsupportedMediaType)
			return
		}
		var in T
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&in); err != nil {
			answerJSON(w, nil, fmt.Errorf("the body is not the JSON expected"))
			return
		}
		out, err := do(in)
		answerJSON(w, out, err)
	})
}

func answerJSON(w http.ResponseWriter, out any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		out = obj{"error": err.Error()}
	}
	_ = json.NewEncoder(w).Encode(out)
}

// An act is one thing a person does.
type act struct {
	Bot     string
	Person  int64
	Chat    int64 // a group's id; 0 is the private chat
	Do      string
	ID      int
	Text    string
	Label   string
	Reply   int
	Row     int
	Column  int
	Lat     float64
	Lon     float64
	Offline bool
}

// acts are what can be done, by name.
var acts = map[string]func(*Chat, act) (int, error){
	"send":     func(c *Chat, a act) (int, error) { return c.Reply(a.Reply, a.Text), nil },
	"start":    func(c *Chat, a act) (int, error) { return c.Start(a.Text), nil },
	"edit":     func(c *Chat, a act) (int, error) { c.Edit(a.ID, a.Text); return a.ID, nil },
	"delete":   func(c *Chat, a act) (int, error) { c.Delete(a.ID); return a.ID, nil },
	"forward":  func(c *Chat, a act) (int, error) { return c.Forward(a.Text, a.Label), nil },
	"location": func(c *Chat, a act) (int, error) { return c.SendLocation(a.Lat, a.Lon), nil },
	"contact":  func(c *Chat, a act) (int, error) { return c.SendContact(a.Text, a.Label), nil },
	"press":    func(c *Chat, a act) (int, error) { return 0, c.Press(a.Label) },
	"tap":      func(c *Chat, a act) (int, error) { return 0, c.tapAt(a.ID, a.Row, a.Column) },
	"block":    func(c *Chat, _ act) (int, error) { c.Block(); return 0, nil },
	"unblock":  func(c *Chat, _ act) (int, error) { c.Unblock(); return 0, nil },
	"offline":  func(c *Chat, a act) (int, error) { c.Offline(a.Offline); return 0, nil },
}

func (s *Server) serveAct(a act) (any, error) {
	c, err := s.find(a.Bot, a.Person, a.Chat)
	if err != nil {
		return nil, err
	}
	do := acts[a.Do]
	if do == nil {
		return nil, fmt.Errorf("nobody can do %q", a.Do)
	}
	id, err := do(c, a)
	return obj{"id": id}, err
}

// find is Chat for those who may be wrong about what there is.
func (s *Server) find(botUsername string, person, chat int64) (*Chat, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.botByName(botUsername)
	if b == nil || s.person(person) == nil {
		return nil, fmt.Errorf("no such bot or person")
	}
	r := s.rooms[place{b.ID, chat}]
	switch {
	case chat == 0:
		r = s.privateRoom(b, person)
	case r == nil || r.private():
		return nil, fmt.Errorf("no such group")
	}
	return &Chat{s, b, person, r.place()}, nil
}

func (c *Chat) tapAt(id, row, column int) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	r := c.room()
	p := r.post(id)
	if p == nil || p.Inline == nil || row < 0 || row >= len(p.Inline.Inline) || column < 0 || column >= len(p.Inline.Inline[row]) {
		return fmt.Errorf("no such button")
	}
	return c.s.tapButton(r, p, c.person, p.Inline.Inline[row][column])
}

func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	number := func(name string) int64 { n, _ := strconv.ParseInt(q.Get(name), 10, 64); return n }
	c, err := s.find(q.Get("bot"), number("person"), number("chat"))
	if err != nil {
		answerJSON(w, nil, err)
		return
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpload))
	if err != nil {
		answerJSON(w, nil, fmt.Errorf("the file is over 50 MB"))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.attachment(q.Get("kind"), data, q.Get("name"), q.Get("caption"), int(number("seconds")))
	if err != nil {
		answerJSON(w, nil, err)
		return
	}
	p.Album, p.ReplyTo = q.Get("album"), int(number("reply"))
	answerJSON(w, obj{"id": s.do(c.room(), c.person, "send", p)}, nil)
}

func (s *Server) servePerson(p Person) (any, error) {
	if strings.TrimSpace(p.FirstName) == "" {
		return nil, fmt.Errorf("a person has a first name")
	}
	s.mu.Lock()
	if p.ID == 0 {
		p.ID = 9001
		for s.person(p.ID) != nil {
			p.ID++
		}
	}
	s.mu.Unlock()
	s.AddPerson(p)
	return p, nil
}

func (s *Server) serveGroup(in struct {
	Bot, Title string
	Members    []int64
}) (any, error) {
	if len(in.Members) == 0 || in.Title == "" {
		return nil, fmt.Errorf("a group has a title and members")
	}
	for _, id := range in.Members {
		if _, err := s.find(in.Bot, id, 0); err != nil {
			return nil, err
		}
	}
	return obj{"id": s.CreateGroup(in.Bot, in.Title, in.Members...).ID()}, nil
}

type faultOrder struct {
	Limits       *bool
	Hurry        float64
	Twice        int
	DropAnswers  int    `json:"drop_answers"`
	HoldMessages *int64 `json:"hold_messages"`
	HoldTaps     *int64 `json:"hold_taps"`
	Delay        *struct {
		Queue   string
		ID      int64
		Seconds float64
	}
	Release      bool
	Inaccessible *bool
	Clear        bool
	Fail         *struct {
		Method string
		N      int
		Failure
	}
}

func (s *Server) serveFaults(o faultOrder) (any, error) {
	f := s.faults
	if o.Clear {
		f.Clear()
	}
	if o.Limits != nil {
		f.Limits(*o.Limits)
	}
	if o.Hurry > 0 {
		f.Hurry(o.Hurry)
	}
	if o.Twice > 0 {
		f.DeliverTwice(o.Twice)
	}
	if o.DropAnswers > 0 {
		f.DropAnswers(o.DropAnswers)
	}
	if o.HoldMessages != nil {
		f.HoldMessages(*o.HoldMessages)
	}
	if o.HoldTaps != nil {
		f.HoldTaps(*o.HoldTaps)
	}
	if o.Delay != nil {
		f.Delay(o.Delay.Queue, o.Delay.ID, time.Duration(o.Delay.Seconds*float64(time.Second)))
	}
	if o.Release {
		f.Release()
	}
	if o.Inaccessible != nil {
		f.Inaccessible(*o.Inaccessible)
	}
	if o.Fail != nil {
		f.Fail(o.Fail.Method, max(o.Fail.N, 1), o.Fail.Failure)
	}
	return obj{"ok": true}, nil
}
