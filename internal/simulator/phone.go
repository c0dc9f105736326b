package simulator

import "slices"

// do lets a person do something in a room, at once or, without signal, when there is signal again. It returns the message's id, below
// zero while the message waits in the phone. The lock is held.
func (s *Server) do(r *room, person int64, what string, p *post) int {
	ph := s.phone(person)
	p.Bot, p.Chat, p.From = r.Bot, r.ID, person
	if what != "send" {
		p.ID = ph.serverID(p.ID)
	}
	if !ph.Offline {
		return s.arrive(&waiting{what, p})
	}
	switch at := slices.IndexFunc(ph.Outbox, func(w *waiting) bool { return w.Post.ID == p.ID && w.Do == "send" }); {
	case what == "send":
		ph.LastTry--
		p.ID, p.Date = ph.LastTry, s.cfg.Now().Unix()
		ph.Outbox = append(ph.Outbox, &waiting{what, p})
	case at >= 0 && what == "edit": // it has not left the phone yet
		ph.Outbox[at].Post.Text = p.Text
	case at >= 0:
		ph.Outbox = slices.Delete(ph.Outbox, at, at+1)
	default:
		ph.Outbox = append(ph.Outbox, &waiting{what, p})
	}
	s.keep("phone", ph)
	s.bump()
	return p.ID
}

// arrive is what happens when the server gets a message, an edit or a deletion.
func (s *Server) arrive(w *waiting) int {
	r := s.current(s.rooms[place{w.Post.Bot, w.Post.Chat}])
	if r.Blocked {
		return 0
	}
	switch w.Do {
	case "send":
		return s.arriveNew(r, w.Post)
	case "edit":
		s.arriveEdit(r, w.Post)
	case "delete":
		if p := r.post(w.Post.ID); p != nil {
			s.erase(r, p)
		}
	}
	return w.Post.ID
}

func (s *Server) arriveNew(r *room, p *post) int {
	p.Chat, p.ID, p.Date = r.ID, s.nextMessage(r), s.cfg.Now().Unix()
	p.Text, _ = trimmed(p.Text, nil)
	p.Entities = withDetected(p.Text, nil)
	if r.post(p.ReplyTo) == nil {
		p.ReplyTo = 0
	}
	if r.private() && !r.Started {
		r.Started = true
		s.keep("room", r)
	}
	s.changedPost(r, p)
	if s.botReads(r, p) {
		s.emitMessage(r, p, "message")
	} else {
		p.Done = true
	}
	return p.ID
}

func (s *Server) arriveEdit(r *room, change *post) {
	old := r.post(change.ID)
	if old == nil || old.From != change.From {
		return
	}
	p := *old
	p.Text, p.EditDate = change.Text, s.cfg.Now().Unix()
	p.Entities = withDetected(p.Text, nil)
	if p.hasSameContent(old) {
		return
	}
	s.changedPost(r, &p)
	if s.botReads(r, &p) {
		s.emitMessage(r, &p, "edited_message")
	}
}

// setOffline takes a person's signal away or gives it back; what waited then arrives in order.
func (s *Server) setOffline(person int64, offline bool) {
	ph := s.phone(person)
	ph.Offline = offline
	if !offline {
		for _, w := range ph.Outbox {
			if w.Do != "send" {
				w.Post.ID = ph.serverID(w.Post.ID)
			}
			w.Post.ReplyTo = ph.serverID(w.Post.ReplyTo)
			waited := w.Post.ID
			id := s.arrive(w)
			if w.Do == "send" {
				if ph.sent == nil {
					ph.sent = map[int]int{}
				}
				ph.sent[waited] = id
			}
		}
		ph.Outbox = nil
	}
	s.keep("phone", ph)
	s.bump()
}
