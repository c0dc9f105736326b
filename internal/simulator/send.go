package simulator

import (
	"fmt"
	"strconv"
	"strings"
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

// inputMedia is one item of an album, or the new content of editMessageMedia.
type inputMedia struct {
	Type     string   `json:"type"`
	Media    string   `json:"media"`
	Caption  string   `json:"caption"`
	Mode     string   `json:"parse_mode"`
	Entities []Entity `json:"caption_entities"`
}

func (s *Server) postMedia(b *bot, a *args, in inputMedia, p *post) (err error) {
	if in.Type != "photo" && in.Type != "document" {
		return badRequest("can't parse InputMedia: type \"%s\" is not known here", in.Type)
	}
	p.Text, p.Entities, err = parseText(in.Caption, in.Mode, in.Entities)
	if err != nil {
		return err
	}
	if utf16Len(p.Text) > maxCaption {
		return badRequest("message caption is too long")
	}
	p.Media, err = s.mediaFrom(b, a, in.Type, strings.TrimPrefix(in.Media, "attach://"), in.Media)
	return err
}

func (s *Server) sendMediaGroup(b *bot, a *args) (any, error) {
	var items []inputMedia
	if !a.into("media", &items) {
		return nil, badRequest("can't parse media JSON object")
	}
	if len(items) < 2 || len(items) > 10 {
		return nil, badRequest("wrong number of items: an album has 2 to 10")
	}
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	var posts []*post
	for _, item := range items {
		p, err := s.newPost(b, r, a)
		if err == nil {
			err = s.postMedia(b, a, item, p)
		}
		if err != nil {
			return nil, err
		}
		posts = append(posts, p)
	}
	if err := s.limits.allow(r, len(posts)); err != nil {
		return nil, err
	}
	album := fmt.Sprintf("%d", 13_000_000_000_000_000+time.Now().UnixNano()%1e15)
	var sent []obj
	for _, p := range posts {
		p.Album = album
		s.publish(r, p, nil)
		sent = append(sent, s.messageJSON(r, p, true))
	}
	return sent, nil
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

// source finds the message that is to be copied or forwarded.
func (s *Server) source(b *bot, a *args, verb string) (*post, error) {
	from := s.rooms[place{b.ID, a.long("from_chat_id")}]
	if from == nil {
		return nil, badRequest("chat not found")
	}
	p := from.post(a.number("message_id", 0))
	switch {
	case p == nil:
		return nil, badRequest("message to %s not found", verb)
	case p.Service != nil || p.Protected:
		return nil, badRequest("message can't be %s", map[string]string{"copy": "copied", "forward": "forwarded"}[verb])
	}
	return p, nil
}

func (s *Server) copyMessage(b *bot, a *args) (any, error) {
	from, err := s.source(b, a, "copy")
	if err != nil {
		return nil, err
	}
	id := 0
	_, err = s.say(b, a, func(p *post) (err error) {
		p.Text, p.Entities, p.Media = from.Text, from.Entities, from.Media
		if from.Media != nil && a.has("caption") {
			p.Text, p.Entities, err = a.caption()
		}
		return err
	})
	if err == nil {
		id = s.rooms[place{b.ID, a.long("chat_id")}].lastID()
	}
	return obj{"message_id": id}, err
}

func (s *Server) forwardMessage(b *bot, a *args) (any, error) {
	from, err := s.source(b, a, "forward")
	if err != nil {
		return nil, err
	}
	return s.say(b, a, func(p *post) error {
		p.Text, p.Entities, p.Media, p.Forward = from.Text, from.Entities, from.Media, from.Forward
		if p.Forward == "" {
			p.Forward = s.nameOf(from.From)
		}
		return nil
	})
}

func (r *room) lastID() int {
	if len(r.posts) == 0 {
		return 0
	}
	return r.posts[len(r.posts)-1].ID
}

func (s *Server) nameOf(id int64) string {
	if p := s.person(id); p != nil {
		return p.fullName()
	}
	if b := s.botByID(id); b != nil {
		return b.Name
	}
	return "?"
}
