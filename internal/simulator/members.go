package simulator

import (
	"slices"
)

func (s *Server) memberJSON(user obj, status string) obj {
	m := obj{"user": user, "status": status}
	if status == "kicked" {
		m["until_date"] = 0
	}
	return m
}

func (s *Server) getChat(b *bot, a *args) (any, error) {
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	c := s.chatJSON(r)
	c["accent_color_id"], c["max_reaction_count"] = 0, 11
	return c, nil
}

func (s *Server) getChatMember(b *bot, a *args) (any, error) {
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	id := a.long("user_id")
	switch {
	case id == b.ID && r.Admin:
		return s.memberJSON(b.user(), "administrator"), nil
	case id == b.ID, r.private() && id == r.ID:
		return s.memberJSON(s.userJSON(id), "member"), nil
	case s.person(id) == nil:
		return nil, badRequest("invalid user_id specified")
	case len(r.Members) > 0 && r.Members[0] == id:
		return s.memberJSON(s.userJSON(id), "creator"), nil
	case slices.Contains(r.Members, id):
		return s.memberJSON(s.userJSON(id), "member"), nil
	}
	return s.memberJSON(s.userJSON(id), "left"), nil
}

func (s *Server) getChatMemberCount(b *bot, a *args) (any, error) {
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	return max(len(r.Members), 1) + 1, nil
}

func (s *Server) getChatAdministrators(b *bot, a *args) (any, error) {
	r, err := s.target(b, a)
	switch {
	case err != nil:
		return nil, err
	case r.private():
		return nil, badRequest("there are no administrators in the private chat")
	}
	return []obj{s.memberJSON(s.userJSON(r.Members[0]), "creator")}, nil
}

func (s *Server) leaveChat(b *bot, a *args) (any, error) {
	r, err := s.target(b, a)
	switch {
	case err != nil:
		return nil, err
	case r.private():
		return nil, badRequest("private chats can't be left")
	}
	r.Away = true
	s.keep("room", r)
	return true, nil
}

// createForumTopic makes a topic in a supergroup; the topic's id is that of the message that tells of it.
func (s *Server) createForumTopic(b *bot, a *args) (any, error) {
	r, err := s.target(b, a)
	switch {
	case err != nil:
		return nil, err
	case r.Type != "supergroup":
		return nil, badRequest("the chat is not a forum")
	case !r.Admin:
		return nil, badRequest("not enough rights to create a topic")
	}
	name := a.text("name")
	p := &post{Bot: b.ID, Chat: r.ID, From: b.ID, ID: s.nextMessage(r), Date: s.cfg.Now().Unix()}
	p.Service, p.Thread = obj{"forum_topic_created": obj{"name": name, "icon_color": 7322096}}, p.ID
	s.changedPost(r, p)
	return obj{"message_thread_id": p.ID, "name": name, "icon_color": 7322096}, nil
}
