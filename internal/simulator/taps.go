package simulator

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// A query is one tap on an inline button, from the tap to its answer.
type query struct {
	id     string
	bot    int64
	person int64
	chat   int64
	post   int
	label  string
	made   time.Time
	done   bool
}

func (s *Server) answerCallbackQuery(b *bot, a *args) (any, error) {
	q := s.queries[a.text("callback_query_id")]
	if q == nil || q.bot != b.ID || s.expired(q) {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	if utf16Len(a.text("text")) > 200 {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	q.done = true
	s.bump()
	if text := a.text("text"); text != "" {
		ph := s.phone(q.person)
		ph.toasts = append(ph.toasts, toast{b.ID, text, a.yes("show_alert"), s.rev})
	}
	return true, nil
}

func (s *Server) expired(q *query) bool { return s.cfg.Now().Sub(q.made) > tapLife }

// tap makes a callback query of a press on an inline button. A message that is deleted or very old comes without its content.
func (s *Server) tap(r *room, p *post, person int64, button InlineButton) {
	for id, old := range s.queries {
		if s.expired(old) {
			delete(s.queries, id)
		}
	}
	q := &query{
		id: fmt.Sprint(rand.Int64()), bot: r.Bot, person: person, chat: r.ID, post: p.ID,
		label: button.Text, made: s.cfg.Now(),
	}
	s.queries[q.id] = q
	message := s.messageJSON(r, p, true)
	if p.Deleted || s.faults.inaccessible() {
		message = obj{"chat": s.chatJSON(r), "message_id": p.ID, "date": 0}
	}
	s.emit(s.botByID(r.Bot), &update{
		Queue: tapQueue(person), Kind: "callback_query", Person: person, Chat: r.ID, Post: p.ID, Life: int64(tapLife / time.Second),
	}, obj{
		"id": q.id, "from": s.userJSON(person), "message": message,
		"chat_instance": fmt.Sprint(r.Bot*31 + r.ID), "data": button.Data,
	})
}
