package simulator

// A post is one message of a room as the server keeps it.
type post struct {
	Bot, Chat int64
	ID        int
	From      int64
	Date      int64 // Unix seconds
	EditDate  int64 `json:",omitempty"`

	Text     string   `json:",omitempty"` // or the caption, where there is media
	Entities []Entity `json:",omitempty"`
	Media    *media   `json:",omitempty"`
	Album    string   `json:",omitempty"`
	ReplyTo  int      `json:",omitempty"`
	Forward  string   `json:",omitempty"` // whose words these are, by name
	Service  obj      `json:",omitempty"` // what a service message says
	Inline   *markup  `json:",omitempty"`
	Mute     bool     `json:",omitempty"`
	// Fixed: it was sent with a reply keyboard, and such a message can't be edited.
	Fixed     bool `json:",omitempty"`
	Protected bool `json:",omitempty"`
	Deleted   bool `json:",omitempty"`
	Thread    int  `json:",omitempty"`

	Done bool `json:",omitempty"` // a person's message that the bot has acknowledged
	Rev  int  `json:"-"`
}

// media is what a message carries beside words; Kind is the Bot API's name of it.
type media struct {
	Kind     string
	Sizes    []photoSize `json:",omitempty"` // photo: small to large
	File     *photoSize  `json:",omitempty"` // voice, document
	Name     string      `json:",omitempty"`
	Mime     string      `json:",omitempty"`
	Seconds  int         `json:",omitempty"`
	Lat, Lon float64     `json:",omitempty"`
	Phone    string      `json:",omitempty"`
	First    string      `json:",omitempty"`
	Last     string      `json:",omitempty"`
	User     int64       `json:",omitempty"` // of a contact, where known
}

type photoSize struct {
	Unique        string
	Width, Height int
	Size          int
}

// messageJSON is a post as the bot reads it.
func (s *Server) messageJSON(r *room, p *post, withReply bool) obj {
	m := obj{"message_id": p.ID, "from": s.userJSON(p.From), "chat": s.chatJSON(r), "date": p.Date}
	for k, v := range p.Service {
		m[k] = v
	}
	if p.EditDate != 0 {
		m["edit_date"] = p.EditDate
	}
	if p.Album != "" {
		m["media_group_id"] = p.Album
	}
	if p.Protected {
		m["has_protected_content"] = true
	}
	if p.Thread != 0 {
		m["message_thread_id"], m["is_topic_message"] = p.Thread, true
	}
	if p.Forward != "" {
		m["forward_origin"] = obj{"type": "hidden_user", "sender_user_name": p.Forward, "date": p.Date}
		m["forward_sender_name"], m["forward_date"] = p.Forward, p.Date
	}
	if p.Inline != nil {
		m["reply_markup"] = obj{"inline_keyboard": p.Inline.Inline}
	}
	if withReply && p.ReplyTo != 0 {
		if to := r.post(p.ReplyTo); to != nil {
			m["reply_to_message"] = s.messageJSON(r, to, false)
		}
	}
	s.addContent(m, p)
	return m
}

func (s *Server) addContent(m obj, p *post) {
	text, entities := "text", "entities"
	if p.Media != nil {
		text, entities = "caption", "caption_entities"
		for k, v := range p.Media.json(p.Bot) {
			m[k] = v
		}
	}
	if p.Text != "" {
		m[text] = p.Text
	}
	if len(p.Entities) > 0 {
		m[entities] = p.Entities
	}
}

func (m *media) json(bot int64) obj {
	switch m.Kind {
	case "photo":
		var sizes []obj
		for _, z := range m.Sizes {
			sizes = append(sizes, z.json(bot, obj{"width": z.Width, "height": z.Height}))
		}
		return obj{"photo": sizes}
	case "voice":
		return obj{"voice": m.File.json(bot, obj{"duration": m.Seconds, "mime_type": m.Mime})}
	case "location":
		return obj{"location": obj{"latitude": m.Lat, "longitude": m.Lon}}
	case "contact":
		c := obj{"phone_number": m.Phone, "first_name": m.First}
		if m.Last != "" {
			c["last_name"] = m.Last
		}
		if m.User != 0 {
			c["user_id"] = m.User
		}
		return obj{"contact": c}
	default:
		return obj{"document": m.File.json(bot, obj{"file_name": m.Name, "mime_type": m.Mime})}
	}
}

func (z photoSize) json(bot int64, more obj) obj {
	more["file_id"], more["file_unique_id"], more["file_size"] = fileID(bot, z.Unique), z.Unique, z.Size
	return more
}

func (p *post) hasSameContent(o *post) bool {
	return p.Text == o.Text && sameEntities(p.Entities, o.Entities) && sameMarkup(p.Inline, o.Inline)
}
