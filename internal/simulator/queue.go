package simulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

const (
	messageLife = 24 * time.Hour    // an update that nobody acknowledges is then dropped
	tapLife     = 150 * time.Second // so long a callback query can be delivered and answered
)

// An update waits in its queue until the bot acknowledges it. Its body is fixed when it is made: a message edited meanwhile is delivered as
// it was, followed by its edit.
type update struct {
	Bot    int64
	ID     int64
	Queue  string // see messageQueue, tapQueue, memberQueue
	Kind   string // "message", "callback_query" ...
	Body   json.RawMessage
	Person int64 // whose act it tells of
	Chat   int64
	Post   int   // the message it tells of, 0 for none
	Made   int64 // Unix seconds
	Life   int64 // seconds

	again int // so many times it is to be sent again although acknowledged
}

func messageQueue(chat int64) string { return fmt.Sprintf("messages:%d", chat) }
func tapQueue(person int64) string   { return fmt.Sprintf("taps:%d", person) }
func memberQueue(chat int64) string  { return fmt.Sprintf("members:%d", chat) }

// defaultKinds are those a bot gets without asking, among those made here.
var defaultKinds = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// emit puts an update into a queue, unless the bot asked not to get its kind. The lock is held.
func (s *Server) emit(b *bot, u *update, body obj) {
	kinds := b.Allowed
	if kinds == nil {
		kinds = defaultKinds
	}
	if !slices.Contains(kinds, u.Kind) {
		return
	}
	b.lastUpdate++
	u.Bot, u.ID, u.Made = b.ID, b.lastUpdate, s.cfg.Now().Unix()
	if u.Life == 0 {
		u.Life = int64(messageLife / time.Second)
	}
	u.Body, _ = json.Marshal(body)
	u.again = s.faults.takeTwice()
	b.pending = append(b.pending, u)
	s.keep("counts", counts{b.ID, b.lastMessage, b.lastUpdate})
	s.keep("update", u)
	s.bump()
	s.pump(b, u.Queue)
}

// emitMessage tells the bot of a person's message, as kind "message" or "edited_message".
func (s *Server) emitMessage(r *room, p *post, kind string) {
	s.emit(s.botByID(r.Bot), &update{
		Queue: messageQueue(r.ID), Kind: kind, Person: p.From, Chat: r.ID, Post: p.ID,
	}, s.messageJSON(r, p, true))
}

// settle takes an update out of its queue for good, because it was acknowledged or because it is too old.
func (s *Server) settle(b *bot, u *update, seen bool) {
	b.remove(u.ID)
	s.keep("settled", settled{b.ID, u.ID})
	r := s.rooms[place{b.ID, u.Chat}]
	if r != nil && seen && u.Post != 0 && u.Kind == "message" {
		if p := r.post(u.Post); p != nil {
			p.Done = true
			s.changedPost(r, p)
		}
	}
	s.bump()
}

// dropOld forgets what waited too long, as Telegram does, without a word.
func (s *Server) dropOld(b *bot) {
	now := s.cfg.Now().Unix()
	for _, u := range slices.Clone(b.pending) {
		if now-u.Made >= u.Life {
			s.settle(b, u, false)
		}
	}
}

// first is the update that a queue must deliver next, nil for none.
func (b *bot) first(queue string) *update {
	for _, u := range b.pending {
		if u.Queue == queue {
			return u
		}
	}
	return nil
}

func (u *update) json() json.RawMessage {
	raw, _ := json.Marshal(map[string]any{"update_id": u.ID, u.Kind: u.Body})
	return raw
}
