package simulator

import (
	"strconv"
	"time"
)

const (
	maxText    = 4096 // UTF-16 units, counted after the markup is parsed
	maxCaption = 1024
)

func itoa(n int) string { return strconv.Itoa(n) }

// target finds the room a method names, and says as Telegram does why the bot can't write there.
func (s *Server) target(b *bot, a *args) (*room, error) {
	if !a.has("chat_id") {
		return nil, badRequest("chat_id is empty")
	}
	id := a.long("chat_id")
	r := s.rooms[place{b.ID, id}]
	switch {
	case r != nil && r.MigratedTo != 0:
		return nil, &apiError{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: r.MigratedTo}
	case r != nil && r.Away:
		return nil, forbidden("bot was kicked from the " + r.Type + " chat")
	case r != nil && r.Blocked:
		return nil, forbidden("bot was blocked by the user")
	case r != nil && (r.Started || !r.private()):
		return r, nil
	case s.person(id) != nil:
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	return nil, badRequest("chat not found")
}

// formatted reads a text parameter with its markup or entities.
func (a *args) formatted(text, mode, entities string) (string, []Entity, error) {
	var given []Entity
	a.into(entities, &given)
	return parseText(a.text(text), a.text(mode), given)
}

func (a *args) caption() (string, []Entity, error) {
	text, entities, err := a.formatted("caption", "parse_mode", "caption_entities")
	if err == nil && utf16Len(text) > maxCaption {
		err = badRequest("message caption is too long")
	}
	return text, entities, err
}

// post begins a message of the bot with what all messages share.
func (s *Server) newPost(b *bot, r *room, a *args) (*post, error) {
	p := &post{Bot: b.ID, Chat: r.ID, From: b.ID, Protected: a.yes("protect_content"), Mute: a.yes("disable_notification"), Thread: a.number("message_thread_id", 0)}
	var to struct {
		MessageID int  `json:"message_id"`
		Lenient   bool `json:"allow_sending_without_reply"`
	}
	if !a.into("reply_parameters", &to) {
		to.MessageID, to.Lenient = a.number("reply_to_message_id", 0), a.yes("allow_sending_without_reply")
	}
	if to.MessageID != 0 {
		switch {
		case r.post(to.MessageID) != nil:
			p.ReplyTo = to.MessageID
		case !to.Lenient:
			return nil, badRequest("message to be replied not found")
		}
	}
	return p, nil
}

// say checks what is common to all messages, and delivers one that fill completes.
func (s *Server) say(b *bot, a *args, fill func(*post) error) (any, error) {
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	p, err := s.newPost(b, r, a)
	if err != nil {
		return nil, err
	}
	if err := fill(p); err != nil {
		return nil, err
	}
	m, err := a.markup()
	if err != nil {
		return nil, err
	}
	if err := s.limits.allow(r, 1); err != nil {
		return nil, err
	}
	s.publish(r, p, m)
	return s.messageJSON(r, p, true), nil
}

// publish gives a bot's message its id and date and shows it with its keyboard.
func (s *Server) publish(r *room, p *post, m *markup) {
	p.ID, p.Date = s.nextMessage(r), s.cfg.Now().Unix()
	r.action = ""
	switch {
	case m == nil:
	case len(m.Inline) > 0:
		p.Inline = m
	case m.Remove:
		r.Keyboard, r.KeyboardFrom, r.Hidden = nil, 0, false
	default:
		p.Fixed = true
		r.Keyboard, r.KeyboardFrom, r.Hidden = m, p.ID, false
	}
	if m != nil {
		s.keep("room", r)
	}
	s.changedPost(r, p)
}

func (s *Server) sendMessage(b *bot, a *args) (any, error) {
	text, entities, err := a.formatted("text", "parse_mode", "entities")
	switch {
	case err != nil:
		return nil, err
	case text == "":
		return nil, badRequest("message text is empty")
	case utf16Len(text) > maxText:
		return nil, badRequest("message is too long")
	}
	return s.say(b, a, func(p *post) error {
		p.Text, p.Entities = text, entities
		return nil
	})
}

func (s *Server) sendPhoto(b *bot, a *args) (any, error)    { return s.sendFile(b, a, "photo") }
func (s *Server) sendVoice(b *bot, a *args) (any, error)    { return s.sendFile(b, a, "voice") }
func (s *Server) sendDocument(b *bot, a *args) (any, error) { return s.sendFile(b, a, "document") }

func (s *Server) sendFile(b *bot, a *args, kind string) (any, error) {
	text, entities, err := a.caption()
	if err != nil {
		return nil, err
	}
	return s.say(b, a, func(p *post) (err error) {
		p.Text, p.Entities = text, entities
		p.Media, err = s.mediaFrom(b, a, kind, kind, a.text(kind))
		if err == nil && kind == "voice" {
			p.Media.Seconds = a.number("duration", p.Media.Seconds)
		}
		return err
	})
}

func (s *Server) sendLocation(b *bot, a *args) (any, error) {
	return s.say(b, a, func(p *post) error {
		if !a.has("latitude") || !a.has("longitude") {
			return badRequest("can't parse location: Field \"latitude\" must be a valid Float")
		}
		p.Media = &media{Kind: "location", Lat: a.float("latitude"), Lon: a.float("longitude")}
		return nil
	})
}

func (s *Server) sendContact(b *bot, a *args) (any, error) {
	return s.say(b, a, func(p *post) error {
		if !a.has("phone_number") || !a.has("first_name") {
			return badRequest("phone number and first name must be non-empty")
		}
		p.Media = &media{Kind: "contact", Phone: a.text("phone_number"), First: a.text("first_name"), Last: a.text("last_name")}
		return nil
	})
}

func (s *Server) sendChatAction(b *bot, a *args) (any, error) {
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	if !a.has("action") {
		return nil, badRequest("wrong parameter action in request")
	}
	r.action, r.until = a.text("action"), time.Now().Add(5*time.Second)
	s.bump()
	return true, nil
}
