package simulator

import "time"

const deletable = 48 * time.Hour

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

// edit finds a message of the bot, lets change alter a copy of it, and shows the copy if it differs. A missing reply_markup takes the
// buttons away, as it really does.
func (s *Server) edit(b *bot, a *args, change func(*post) error) (any, error) {
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	old := r.post(a.number("message_id", 0))
	switch {
	case old == nil:
		return nil, badRequest("message to edit not found")
	case old.From != b.ID || old.Fixed || old.Forward != "" || old.Service != nil:
		return nil, badRequest("message can't be edited")
	}
	m, err := a.markup()
	if err != nil {
		return nil, err
	}
	if m != nil && m.Inline == nil {
		return nil, badRequest("inline keyboard expected")
	}
	p := *old
	p.Inline = m
	if err := change(&p); err != nil {
		return nil, err
	}
	if p.hasSameContent(old) && p.Media == old.Media {
		return nil, badRequest(notModified)
	}
	if err := s.limits.allow(r, 1); err != nil {
		return nil, err
	}
	p.EditDate = s.cfg.Now().Unix()
	s.changedPost(r, &p)
	return s.messageJSON(r, &p, true), nil
}

func (s *Server) editMessageText(b *bot, a *args) (any, error) {
	text, entities, err := a.formatted("text", "parse_mode", "entities")
	switch {
	case err != nil:
		return nil, err
	case text == "":
		return nil, badRequest("message text is empty")
	case utf16Len(text) > maxText:
		return nil, badRequest("message is too long")
	}
	return s.edit(b, a, func(p *post) error {
		if p.Media != nil {
			return badRequest("there is no text in the message to edit")
		}
		p.Text, p.Entities = text, entities
		return nil
	})
}

func (s *Server) editMessageCaption(b *bot, a *args) (any, error) {
	text, entities, err := a.caption()
	if err != nil {
		return nil, err
	}
	return s.edit(b, a, func(p *post) error {
		if p.Media == nil || p.Media.File == nil && p.Media.Sizes == nil {
			return badRequest("there is no caption in the message to edit")
		}
		p.Text, p.Entities = text, entities
		return nil
	})
}

func (s *Server) editMessageMedia(b *bot, a *args) (any, error) {
	var in inputMedia
	if !a.into("media", &in) {
		return nil, badRequest("can't parse media JSON object")
	}
	return s.edit(b, a, func(p *post) error { return s.postMedia(b, a, in, p) })
}

func (s *Server) editMessageReplyMarkup(b *bot, a *args) (any, error) {
	return s.edit(b, a, func(*post) error { return nil })
}

func (s *Server) deleteMessage(b *bot, a *args) (any, error) {
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	p := r.post(a.number("message_id", 0))
	switch {
	case p == nil:
		return nil, badRequest("message to delete not found")
	case !s.mayDelete(b, r, p):
		return nil, badRequest("message can't be deleted for everyone")
	}
	s.erase(r, p)
	return true, nil
}

// deleteMessages skips what is gone or may not be deleted, and never says so.
func (s *Server) deleteMessages(b *bot, a *args) (any, error) {
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	var ids []int
	if !a.into("message_ids", &ids) || len(ids) == 0 {
		return nil, badRequest("message identifiers are not specified")
	}
	if len(ids) > 100 {
		return nil, badRequest("too many message identifiers specified")
	}
	for _, id := range ids {
		if p := r.post(id); p != nil && s.mayDelete(b, r, p) {
			s.erase(r, p)
		}
	}
	return true, nil
}

// mayDelete: within 48 hours, and of others only in a private chat or as an administrator.
func (s *Server) mayDelete(b *bot, r *room, p *post) bool {
	young := s.cfg.Now().Sub(time.Unix(p.Date, 0)) < deletable
	if r.private() {
		return young
	}
	return r.Admin || p.From == b.ID && young
}

// erase leaves the id and nothing else of a message; its reply keyboard goes with it.
func (s *Server) erase(r *room, p *post) {
	gone := &post{Bot: p.Bot, Chat: p.Chat, ID: p.ID, From: p.From, Date: p.Date, Deleted: true}
	if r.KeyboardFrom == p.ID {
		r.Keyboard, r.KeyboardFrom = nil, 0
		s.keep("room", r)
	}
	s.changedPost(r, gone)
}
