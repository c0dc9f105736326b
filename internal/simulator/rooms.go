package simulator

import (
	"slices"
	"sort"
	"strings"
	"time"
)

type obj = map[string]any

// place names a room: a chat id means something only together with the bot that sees it.
type place struct{ Bot, Chat int64 }

// A room is a private chat of a person with a bot, or a group that has the bot in it.
type room struct {
	Bot        int64
	ID         int64
	Type       string // "private", "group", "supergroup"
	Title      string
	Members    []int64
	Away       bool // the bot was removed
	Admin      bool // the bot is an administrator, and reads everything
	Started    bool
	Blocked    bool
	MigratedTo int64
	Last       int64 // a supergroup counts its messages itself

	Keyboard     *markup // the reply keyboard last sent, nil after a removal
	KeyboardFrom int
	Hidden       bool // a one-time keyboard that was used

	posts  []*post
	action string // "typing" and its like
	until  time.Time
}

func (r *room) place() place { return place{r.Bot, r.ID} }

func (r *room) private() bool { return r.Type == "private" }

// put adds a post or replaces the one of the same id.
func (r *room) put(p *post) {
	at := sort.Search(len(r.posts), func(i int) bool { return r.posts[i].ID >= p.ID })
	if at < len(r.posts) && r.posts[at].ID == p.ID {
		r.posts[at] = p
		return
	}
	r.posts = slices.Insert(r.posts, at, p)
}

func (r *room) post(id int) *post {
	at := sort.Search(len(r.posts), func(i int) bool { return r.posts[i].ID >= id })
	if at < len(r.posts) && r.posts[at].ID == id && !r.posts[at].Deleted {
		return r.posts[at]
	}
	return nil
}

func (s *Server) putRoom(r *room) {
	if old := s.rooms[r.place()]; old != nil {
		r.posts = old.posts
	}
	s.rooms[r.place()] = r
}

// privateRoom finds or makes the chat of a person with a bot; making it does not start it.
func (s *Server) privateRoom(b *bot, person int64) *room {
	at := place{b.ID, person}
	if r := s.rooms[at]; r != nil {
		return r
	}
	r := &room{Bot: b.ID, ID: person, Type: "private"}
	s.rooms[at] = r
	return r
}

// current follows a group to the supergroup it became.
func (s *Server) current(r *room) *room {
	for r.MigratedTo != 0 {
		r = s.rooms[place{r.Bot, r.MigratedTo}]
	}
	return r
}

func (s *Server) nextMessage(r *room) int {
	b := s.botByID(r.Bot)
	if r.Type == "supergroup" {
		r.Last++
		s.keep("room", r)
		return int(r.Last)
	}
	b.lastMessage++
	s.keep("counts", counts{b.ID, b.lastMessage, b.lastUpdate})
	return int(b.lastMessage)
}

// changed keeps a post and wakes who waits for it.
func (s *Server) changedPost(r *room, p *post) {
	s.bump()
	p.Rev = s.rev
	r.put(p)
	s.keep("post", p)
}

func (s *Server) chatJSON(r *room) obj {
	if r.private() {
		c := obj{"id": r.ID, "type": "private"}
		if p := s.person(r.ID); p != nil {
			for k, v := range p.user() {
				if strings.HasSuffix(k, "name") {
					c[k] = v
				}
			}
		}
		return c
	}
	c := obj{"id": r.ID, "type": r.Type, "title": r.Title}
	if r.Type == "group" {
		c["all_members_are_administrators"] = false
	}
	return c
}

// userJSON is whoever an id belongs to, the room's bot or a person.
func (s *Server) userJSON(id int64) obj {
	if b := s.botByID(id); b != nil {
		return b.user()
	}
	if p := s.person(id); p != nil {
		return p.user()
	}
	return obj{"id": id, "is_bot": false, "first_name": "?"}
}
