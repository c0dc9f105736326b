package simulator

// The control API, which the page uses and tests in other languages may. All of it is JSON; a POST needs Content-Type application/json
// (so that no foreign page's form can send it) and, where the browser names an Origin, this one.
//
//	GET  /sim/state?bot=NAME              bots, people, groups
//	GET  /sim/events?bot=NAME&panes=KEYS  server-sent events: see events.go; a key is a person, or person@chat for a group
//	POST /sim/act                         {bot, person, chat?, do, ...}: what a person does: start, send, reply and so on, see acts.go
//	POST /sim/upload?bot=&person=&kind=photo|voice|document&name=&caption=&seconds=&album=   the body is the file
//	GET  /sim/file/UNIQUE                 a file's bytes
//	GET  /sim/pictures                    what bots sent that is a picture, newest first
//	POST /sim/scan?bot=&person=&file=     reads a picture's QR code, of a file or of the body, and opens it if it is a link to the bot
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
)

func (s *Server) routeControl(mux *http.ServeMux) {
	mux.HandleFunc("GET /sim/state", secured(s.serveState))
	mux.HandleFunc("GET /sim/events", secured(s.serveEvents))
	mux.HandleFunc("GET /sim/calls", secured(func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, s.Calls(), nil) }))
	mux.HandleFunc("POST /sim/act", posted(s.serveAct))
	mux.HandleFunc("POST /sim/upload", guarded(s.serveUpload))
	mux.HandleFunc("GET /sim/pictures", secured(s.servePictures))
	mux.HandleFunc("POST /sim/scan", guarded(s.serveScan))
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
