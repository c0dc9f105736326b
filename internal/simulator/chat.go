package simulator

import (
	"context"
	"fmt"
	"strings"
)

// Chat is one person's view of a room: what that person sees there and can do. Methods that send return the message's id, which is below
// zero while the phone has no signal (such an id stays good for Edit, Delete and Reply), and 0 where the person blocked the bot.
type Chat struct {
	s      *Server
	bot    *bot
	person int64
	at     place
}

// Chat returns the private chat of a person with a bot, as the person's phone sees it. Both must have been added.
func (s *Server) Chat(botUsername string, personID int64) *Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.botByName(botUsername)
	if b == nil || s.person(personID) == nil {
		panic(fmt.Sprintf("simulator: no bot %q or no person %d", botUsername, personID))
	}
	return &Chat{s, b, personID, s.privateRoom(b, personID).place()}
}

// room is where the chat is now: a group may have become a supergroup. The lock is held.
func (c *Chat) room() *room { return c.s.current(c.s.rooms[c.at]) }

func (c *Chat) do(what string, p *post) int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.s.do(c.room(), c.person, what, p)
}

// Send sends a text.
func (c *Chat) Send(text string) int { return c.do("send", &post{Text: text}) }

// Reply sends a text as an answer to a message.
func (c *Chat) Reply(to int, text string) int { return c.do("send", &post{Text: text, ReplyTo: to}) }

// Edit changes the text or caption of an own message.
func (c *Chat) Edit(id int, text string) { c.do("edit", &post{ID: id, Text: text}) }

// Delete takes a message away for both sides; the bot is not told.
func (c *Chat) Delete(id int) { c.do("delete", &post{ID: id}) }

// Start opens t.me/bot?start=payload and presses START, or Restart in a blocked chat.
func (c *Chat) Start(payload string) int {
	c.Unblock()
	return c.Send(strings.TrimSpace("/start " + payload))
}

// Forward sends on what somebody else wrote elsewhere.
func (c *Chat) Forward(text, fromName string) int {
	return c.do("send", &post{Text: text, Forward: fromName})
}

// Block blocks the bot, which is told by a my_chat_member update.
func (c *Chat) Block() { c.setBlocked(true) }

// Unblock undoes Block.
func (c *Chat) Unblock() { c.setBlocked(false) }

func (c *Chat) setBlocked(blocked bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.setBlocked(c.room(), blocked)
}

func (s *Server) setBlocked(r *room, blocked bool) {
	if !r.private() || r.Blocked == blocked {
		return
	}
	r.Blocked = blocked
	s.keep("room", r)
	was, is := "kicked", "member"
	if blocked {
		was, is = is, was
	}
	s.emitMember(r, r.ID, was, is)
}

// Offline takes the person's signal away, in all chats, or gives it back: messages wait in the phone, taps fail.
func (c *Chat) Offline(off bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.setOffline(c.person, off)
}

// Toasts returns what answers to taps said in this bot's chats, in order.
func (c *Chat) Toasts() []string {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var texts []string
	for _, t := range c.s.phone(c.person).toasts {
		if t.Bot == c.bot.ID {
			texts = append(texts, t.Text)
		}
	}
	return texts
}

// WaitIdle waits until the bot has acknowledged all that this person did.
func (c *Chat) WaitIdle(ctx context.Context) error {
	return c.s.await(ctx, func() bool {
		for _, u := range c.bot.pending {
			if u.Person == c.person {
				return false
			}
		}
		return true
	})
}

// WaitFor waits until the chat reads as ok wants it.
func (c *Chat) WaitFor(ctx context.Context, ok func([]Message) bool) error {
	return c.s.await(ctx, func() bool { return ok(c.messages()) })
}

// Says is for WaitFor: some message of the bot has this text in it.
func Says(text string) func([]Message) bool {
	return func(all []Message) bool {
		for _, m := range all {
			if m.FromBot && (strings.Contains(m.Text, text) || strings.Contains(m.Caption, text)) {
				return true
			}
		}
		return false
	}
}
