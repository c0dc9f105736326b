package simulator

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
