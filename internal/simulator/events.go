package simulator

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A paneView is all of a pane but its messages; it is small and sent whole at every change.
type paneView struct {
	Key         string        `json:"key"`
	Title       string        `json:"title,omitempty"` // a group's
	Started     bool          `json:"started"`
	Blocked     bool          `json:"blocked"`
	Away        bool          `json:"away"` // the bot is not in the group any more
	Offline     bool          `json:"offline"`
	Typing      string        `json:"typing,omitempty"`
	Keyboard    *markup       `json:"keyboard"`
	KeyboardID  int           `json:"keyboard_id"`
	Hidden      bool          `json:"hidden"`
	Commands    []command     `json:"commands"`
	Description string        `json:"description,omitempty"`
	Taps        []tapView     `json:"taps"`
	Toasts      []toastView   `json:"toasts"`
	Waiting     []messageView `json:"waiting"`
	Posts       []messageView `json:"posts"` // those that changed since the last event
}

type tapView struct {
	ID     string `json:"id"`
	Post   int    `json:"post"`
	Label  string `json:"label"`
	Failed bool   `json:"failed"`
}

type toastView struct {
	Text  string `json:"text"`
	Alert bool   `json:"alert"`
}

type messageView struct {
	ID        int              `json:"id"`
	Mine      bool             `json:"mine"`
	Name      string           `json:"name,omitempty"` // of the one who wrote, in groups
	Text      string           `json:"text"`
	Entities  []Entity         `json:"entities,omitempty"`
	Date      int64            `json:"date"`
	Edited    bool             `json:"edited,omitempty"`
	Inline    [][]InlineButton `json:"inline,omitempty"`
	Media     *media           `json:"media,omitempty"`
	Album     string           `json:"album,omitempty"`
	Reply     int              `json:"reply,omitempty"`
	Forward   string           `json:"forward,omitempty"`
	Service   string           `json:"service,omitempty"`
	Deleted   bool             `json:"deleted,omitempty"`
	Protected bool             `json:"protected,omitempty"`
	Waiting   bool             `json:"waiting,omitempty"`
	Done      bool             `json:"done,omitempty"`
}

func (s *Server) serveState(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	bots, groups := []obj{}, []obj{}
	for _, b := range s.bots {
		bots = append(bots, obj{"username": b.Username, "name": b.Name})
		if !strings.EqualFold(b.Username, r.URL.Query().Get("bot")) {
			continue
		}
		for at, room := range s.rooms {
			if at.Bot == b.ID && !room.private() && room.MigratedTo == 0 {
				groups = append(groups, obj{"id": room.ID, "title": room.Title, "members": room.Members})
			}
		}
	}
	people := s.people
	if people == nil {
		people = []*Person{}
	}
	answerJSON(w, obj{"bots": bots, "people": people, "groups": groups}, nil)
}

// serveEvents sends a list of panes at first with all their messages, then again at every change with the messages that changed.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	var chats []*Chat
	for _, key := range strings.Split(q.Get("panes"), ",") {
		person, chat, _ := strings.Cut(key, "@")
		p, _ := strconv.ParseInt(person, 10, 64)
		g, _ := strconv.ParseInt(chat, 10, 64)
		if c, err := s.find(q.Get("bot"), p, g); err == nil {
			chats = append(chats, c)
		}
	}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.work.Add(1)
	s.mu.Unlock()
	defer s.work.Done()
	w.Header().Set("Content-Type", "text/event-stream")
	for sent := -1; r.Context().Err() == nil && s.ctx.Err() == nil; {
		views, rev := s.views(chats, sent)
		raw, _ := json.Marshal(obj{"panes": views, "people": s.countPeople()})
		if _, err := fmt.Fprintf(w, "data: %s\n\n", raw); err != nil {
			return
		}
		if http.NewResponseController(w).Flush() != nil {
			return
		}
		sent = rev
		// Waking now and then shows taps that nobody answered, and ends a typing sign.
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		_ = s.await(ctx, func() bool { return s.rev > sent })
		cancel()
	}
}

func (s *Server) countPeople() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.people)
}

func (s *Server) views(chats []*Chat, since int) ([]paneView, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	views := make([]paneView, 0, len(chats))
	for _, c := range chats {
		views = append(views, c.view(since))
	}
	return views, s.rev
}

func (c *Chat) view(since int) paneView {
	r, ph := c.room(), c.s.phone(c.person)
	v := paneView{
		Key: strconv.FormatInt(c.person, 10), Started: r.Started, Blocked: r.Blocked, Away: r.Away, Offline: ph.Offline, Typing: r.typing(),
		Keyboard: r.Keyboard, KeyboardID: r.KeyboardFrom, Hidden: r.Hidden,
		Commands: c.bot.commandsFor(r, c.s.person(c.person).Language), Description: c.bot.Description,
		Taps: []tapView{}, Toasts: []toastView{}, Waiting: []messageView{}, Posts: []messageView{},
	}
	if !r.private() {
		v.Key, v.Title = fmt.Sprintf("%d@%d", c.person, c.at.Chat), r.Title
	}
	for _, p := range r.posts {
		if p.Rev > since {
			v.Posts = append(v.Posts, c.postView(p))
		}
	}
	for _, w := range ph.Outbox {
		if w.Do == "send" && w.Post.Bot == r.Bot && w.Post.Chat == c.at.Chat {
			m := c.postView(w.Post)
			m.Waiting = true
			v.Waiting = append(v.Waiting, m)
		}
	}
	for _, q := range c.s.queries {
		if q.person == c.person && q.chat == r.ID && !q.done {
			v.Taps = append(v.Taps, tapView{q.id, q.post, q.label, c.s.expired(q)})
		}
	}
	slices.SortFunc(v.Taps, func(a, b tapView) int { return strings.Compare(a.ID, b.ID) })
	for _, t := range ph.toasts {
		if since >= 0 && t.Bot == c.bot.ID && t.Rev > since {
			v.Toasts = append(v.Toasts, toastView{t.Text, t.Alert})
		}
	}
	return v
}

func (c *Chat) postView(p *post) messageView {
	v := messageView{
		ID: p.ID, Mine: p.From == c.person, Text: p.Text, Entities: p.Entities, Date: p.Date, Edited: p.EditDate != 0, Media: p.Media, Album: p.Album,
		Reply: p.ReplyTo, Forward: p.Forward, Deleted: p.Deleted, Protected: p.Protected, Done: p.Done,
	}
	if p.Inline != nil {
		v.Inline = p.Inline.Inline
	}
	if c.at.Chat < 0 && !v.Mine {
		v.Name = c.s.nameOf(p.From)
	}
	for kind := range p.Service {
		v.Service = kind
	}
	return v
}
