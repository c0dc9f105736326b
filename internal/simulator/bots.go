package simulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A bot as the server keeps it. What stands in exported fields is kept over a restart; the counters and updates have lines of their own.
type bot struct {
	ID               int64
	Token            string
	Username         string
	Name             string
	Description      string
	ShortDescription string
	MenuButton       obj
	Commands         map[string][]command // by scope and language
	Allowed          []string             // kinds of update wanted; nil is the default set
	Webhook          webhook

	lastMessage int64 // a bot's private chats and small groups share one counter, as they really do
	lastUpdate  int64
	pending     []*update       // by update id; not yet acknowledged
	pumping     map[string]bool // queues with a delivery under way
	slots       chan struct{}   // max_connections
	stop        chan struct{}   // closed when the webhook is changed
	poll        chan struct{}   // closed when a newer poll takes over
}

type command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

type webhook struct {
	URL            string
	Secret         string
	MaxConnections int
	LastError      string
	LastErrorDate  int64
}

// AddBot makes a bot known by its token ("digits:secret"); one that is known already only has its name and username brought up to date.
func (s *Server) AddBot(token, username, name string) error {
	digits, secret, _ := strings.Cut(token, ":")
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || id <= 0 || secret == "" {
		return fmt.Errorf("simulator: a bot's token reads digits:secret")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.botByID(id)
	if b == nil {
		b = &bot{ID: id}
		s.putBot(b)
		b = s.botByID(id)
		b.lastUpdate = 100_000_000 + time.Now().Unix()%100_000_000 // somewhere, as the real one
	}
	b.Token, b.Username, b.Name = token, strings.TrimPrefix(username, "@"), name
	s.keep("bot", b)
	s.keep("counts", counts{b.ID, b.lastMessage, b.lastUpdate})
	s.bump()
	return nil
}

func (s *Server) putBot(b *bot) {
	b.pumping, b.stop, b.slots = map[string]bool{}, make(chan struct{}), make(chan struct{}, max(b.Webhook.MaxConnections, 1))
	if b.Commands == nil {
		b.Commands = map[string][]command{}
	}
	if at := slices.IndexFunc(s.bots, func(o *bot) bool { return o.ID == b.ID }); at >= 0 {
		old := s.bots[at]
		b.lastMessage, b.lastUpdate, b.pending = old.lastMessage, old.lastUpdate, old.pending
		s.bots[at] = b
		return
	}
	s.bots = append(s.bots, b)
}

func (s *Server) botByID(id int64) *bot {
	return s.findBot(func(b *bot) bool { return b.ID == id })
}

func (s *Server) botByName(username string) *bot {
	return s.findBot(func(b *bot) bool { return strings.EqualFold(b.Username, strings.TrimPrefix(username, "@")) })
}

func (s *Server) findBot(is func(*bot) bool) *bot {
	for _, b := range s.bots {
		if is(b) {
			return b
		}
	}
	return nil
}

func (b *bot) remove(id int64) {
	b.pending = slices.DeleteFunc(b.pending, func(u *update) bool { return u.ID == id })
}

func (b *bot) user() obj {
	return obj{"id": b.ID, "is_bot": true, "first_name": b.Name, "username": b.Username}
}

// commandsFor are the commands a person sees in a room: the narrowest scope that has any wins, the person's language before none.
func (b *bot) commandsFor(r *room, language string) []command {
	scopes := []string{fmt.Sprintf("chat:%d", r.ID), "all_private_chats:", "default:"}
	if r.Type != "private" {
		scopes[1] = "all_group_chats:"
	}
	for _, scope := range scopes {
		for _, lang := range []string{language, ""} {
			if list := b.Commands[scope+"|"+lang]; len(list) > 0 {
				return list
			}
		}
	}
	return nil
}
