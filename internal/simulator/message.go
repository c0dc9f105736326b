package simulator

import "time"

// Message is a message as a person sees it.
type Message struct {
	ID        int
	From      int64 // a person's or the bot's id
	FromBot   bool
	Text      string
	Caption   string
	Entities  []Entity // of the text or caption
	Date      time.Time
	Edited    bool
	Inline    [][]InlineButton
	Photo     *File
	Voice     *File
	Document  *File
	Location  *Location
	Contact   *Contact
	Album     string // the same for all pictures of one album
	ReplyTo   int
	Forwarded string // whose words these are
	Service   string // what a service message tells of, as the Bot API names it
	Deleted   bool
	Protected bool
	Waiting   bool // still in the phone, which has no signal
	Done      bool // a person's message that the bot has acknowledged
}

// File is what hangs on a message. Unique stays the same when it is sent on.
type File struct {
	Unique  string
	Name    string
	Mime    string
	Size    int
	Width   int
	Height  int
	Seconds int
}

// Location is a pin.
type Location struct{ Lat, Lon float64 }

// Contact is somebody's number.
type Contact struct {
	Phone, FirstName, LastName string
	User                       int64 // 0 where it is not known
}

// Messages returns all messages of the chat, oldest first, deleted ones too, and at the end those that wait in the phone.
func (c *Chat) Messages() []Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.messages()
}

// Last returns the newest message of the bot that is not deleted; the zero Message where there is none.
func (c *Chat) Last() Message {
	all := c.Messages()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].FromBot && !all[i].Deleted {
			return all[i]
		}
	}
	return Message{}
}

// Bytes returns a file's content.
func (s *Server) Bytes(f *File) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.files[f.Unique]
	if found == nil {
		return nil, badRequest("no such file")
	}
	return s.bytesOf(found)
}

func (c *Chat) messages() []Message {
	r := c.room()
	var all []Message
	for _, p := range r.posts {
		all = append(all, p.message())
	}
	for _, w := range c.s.phone(c.person).Outbox {
		if w.Do == "send" && c.s.current(c.s.rooms[place{w.Post.Bot, w.Post.Chat}]) == r {
			m := w.Post.message()
			m.Waiting = true
			all = append(all, m)
		}
	}
	return all
}

func (p *post) message() Message {
	m := Message{
		ID: p.ID, From: p.From, FromBot: p.From == p.Bot, Text: p.Text, Entities: p.Entities, Date: time.Unix(p.Date, 0), Edited: p.EditDate != 0,
		Album: p.Album, ReplyTo: p.ReplyTo, Forwarded: p.Forward, Deleted: p.Deleted, Protected: p.Protected, Done: p.Done,
	}
	if p.Inline != nil {
		m.Inline = p.Inline.Inline
	}
	for kind := range p.Service {
		m.Service = kind
	}
	if p.Media != nil {
		m.Text, m.Caption = "", p.Text
		p.Media.show(&m)
	}
	return m
}

func (m *media) show(to *Message) {
	switch m.Kind {
	case "photo":
		z := m.Sizes[len(m.Sizes)-1]
		to.Photo = &File{Unique: z.Unique, Mime: "image/jpeg", Size: z.Size, Width: z.Width, Height: z.Height}
	case "voice":
		to.Voice = &File{Unique: m.File.Unique, Mime: m.Mime, Size: m.File.Size, Seconds: m.Seconds}
	case "location":
		to.Location = &Location{m.Lat, m.Lon}
	case "contact":
		to.Contact = &Contact{m.Phone, m.First, m.Last, m.User}
	default:
		to.Document = &File{Unique: m.File.Unique, Name: m.Name, Mime: m.Mime, Size: m.File.Size}
	}
}
