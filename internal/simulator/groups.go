package simulator

import (
	"slices"
	"strings"
	"time"
)

// Group is a group chat that has one bot in it. To the bot it shows only what privacy mode lets through: commands, replies to its
// messages, its name, and what happens to the group; everything once it is an administrator.
type Group struct {
	s   *Server
	bot *bot
	at  place
}

// CreateGroup lets the first member make a group with the others and the bot.
func (s *Server) CreateGroup(botUsername, title string, members ...int64) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.botByName(botUsername)
	r := &room{Bot: b.ID, ID: -int64(4_000_000_000 + len(s.rooms)), Type: "group", Title: title, Members: members, Started: true}
	s.putRoom(r)
	s.keep("room", r)
	s.serve(r, members[0], obj{"group_chat_created": true})
	s.emitMember(r, members[0], "left", "member")
	return &Group{s, b, r.place()}
}

func (g *Group) room() *room { return g.s.current(g.s.rooms[g.at]) }

// ID is the chat id, as it is now.
func (g *Group) ID() int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.room().ID
}

// As returns the group as one member's phone sees it.
func (g *Group) As(person int64) *Chat { return &Chat{g.s, g.bot, person, g.at} }

// Migrate makes the group a supergroup, with a new chat id that it returns. The old one answers with migrate_to_chat_id from now on.
func (g *Group) Migrate() int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	old := g.room()
	r := &room{Bot: old.Bot, Type: "supergroup", Title: old.Title, Members: slices.Clone(old.Members), Admin: old.Admin, Started: true, Keyboard: old.Keyboard}
	r.ID = -(1_000_000_000_000 - old.ID)
	g.s.putRoom(r)
	g.s.keep("room", r)
	g.s.serve(old, old.Members[0], obj{"migrate_to_chat_id": r.ID})
	old.MigratedTo = r.ID
	g.s.keep("room", old)
	g.s.serve(r, old.Members[0], obj{"migrate_from_chat_id": old.ID})
	return r.ID
}

// Add brings a person into the group, on another's invitation or, with by the same, by a link.
func (g *Group) Add(by, person int64) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	r := g.room()
	if !slices.Contains(r.Members, person) {
		r.Members = append(r.Members, person)
	}
	g.s.keep("room", r)
	u := g.s.userJSON(person)
	g.s.serve(r, by, obj{"new_chat_members": []obj{u}})
}

// Remove takes a person out of the group.
func (g *Group) Remove(by, person int64) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	r := g.room()
	r.Members = slices.DeleteFunc(r.Members, func(id int64) bool { return id == person })
	g.s.keep("room", r)
	g.s.serve(r, by, obj{"left_chat_member": g.s.userJSON(person)})
}

// RemoveBot throws the bot out; AddBot takes it back.
func (g *Group) RemoveBot(by int64) { g.setAway(by, true) }

// AddBot takes the bot back.
func (g *Group) AddBot(by int64) { g.setAway(by, false) }

func (g *Group) setAway(by int64, away bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	r := g.room()
	was, is := "member", "kicked"
	if !away {
		was, is = "left", "member"
	}
	r.Away, r.Admin = away, false
	g.s.keep("room", r)
	g.s.emitMember(r, by, was, is)
}

// Promote makes the bot an administrator, who reads everything, or takes that back.
func (g *Group) Promote(by int64, admin bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	r := g.room()
	was, is := "member", "administrator"
	if !admin {
		was, is = is, was
	}
	r.Admin = admin
	g.s.keep("room", r)
	g.s.emitMember(r, by, was, is)
}

// serve puts a service message into a room and tells the bot.
func (s *Server) serve(r *room, by int64, what obj) {
	p := &post{Bot: r.Bot, Chat: r.ID, From: by, Service: what, ID: s.nextMessage(r), Date: s.cfg.Now().Unix()}
	s.changedPost(r, p)
	if !r.Away {
		s.emitMessage(r, p, "message")
	}
}

// emitMember tells the bot how its own standing in a room changed.
func (s *Server) emitMember(r *room, by int64, was, is string) {
	b := s.botByID(r.Bot)
	s.emit(b, &update{Queue: memberQueue(r.ID), Kind: "my_chat_member", Person: by, Chat: r.ID}, obj{
		"chat": s.chatJSON(r), "from": s.userJSON(by), "date": s.cfg.Now().Unix(),
		"old_chat_member": s.memberJSON(b.user(), was), "new_chat_member": s.memberJSON(b.user(), is),
	})
	s.bump()
}

// botReads is privacy mode.
func (s *Server) botReads(r *room, p *post) bool {
	if r.private() || r.Admin || r.Away {
		return !r.Away
	}
	b := s.botByID(r.Bot)
	if to := r.post(p.ReplyTo); to != nil && to.From == b.ID {
		return true
	}
	for _, e := range p.Entities {
		word := cutUnits(p.Text, e.Offset, e.Length)
		_, name, named := strings.Cut(word, "@")
		forMe := strings.EqualFold(name, b.Username)
		if e.Type == "bot_command" && (!named || forMe) || e.Type == "mention" && forMe {
			return true
		}
	}
	return false
}

// typing says whether a chat action still shows.
func (r *room) typing() string {
	if r.action != "" && time.Now().Before(r.until) {
		return r.action
	}
	return ""
}
