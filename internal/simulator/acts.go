package simulator

import (
	"fmt"
)

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
	"start":    func(c *Chat, a act) (int, error) { return c.private().Start(a.Text), nil },
	"edit":     func(c *Chat, a act) (int, error) { c.Edit(a.ID, a.Text); return a.ID, nil },
	"delete":   func(c *Chat, a act) (int, error) { c.Delete(a.ID); return a.ID, nil },
	"forward":  func(c *Chat, a act) (int, error) { return c.Forward(a.Text, a.Label), nil },
	"location": func(c *Chat, a act) (int, error) { return c.SendLocation(a.Lat, a.Lon), nil },
	"contact":  func(c *Chat, a act) (int, error) { return c.SendContact(a.Text, a.Label), nil },
	"press":    func(c *Chat, a act) (int, error) { return 0, c.Press(a.Label) },
	"tap":      func(c *Chat, a act) (int, error) { return 0, c.tapAt(a.ID, a.Row, a.Column) },
	"block":    func(c *Chat, _ act) (int, error) { c.Block(); return 0, nil },
	"unblock":  func(c *Chat, _ act) (int, error) { c.Unblock(); return 0, nil },
	"add": func(c *Chat, a act) (int, error) {
		return 0, c.inGroup(func(g *Group) { g.Add(c.person, int64(a.ID)) })
	},
	"bot_out": func(c *Chat, _ act) (int, error) { return 0, c.inGroup(func(g *Group) { g.RemoveBot(c.person) }) },
	"bot_in":  func(c *Chat, _ act) (int, error) { return 0, c.inGroup(func(g *Group) { g.AddBot(c.person) }) },
	"offline": func(c *Chat, a act) (int, error) { c.Offline(a.Offline); return 0, nil },
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

// inGroup does something with the group that this chat is.
func (c *Chat) inGroup(do func(*Group)) error {
	if c.at.Chat >= 0 {
		return fmt.Errorf("this is no group")
	}
	do(&Group{c.s, c.bot, c.at})
	return nil
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
