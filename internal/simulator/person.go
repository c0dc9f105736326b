package simulator

import "slices"

// Person is somebody with a phone.
type Person struct {
	ID        int64   `json:"id"`
	FirstName string  `json:"first_name"`
	LastName  string  `json:"last_name,omitempty"`
	Username  string  `json:"username,omitempty"`
	Language  string  `json:"language,omitempty"` // of the app, "id" or "en"; "" sends none
	Role      string  `json:"role,omitempty"`     // a word for the page
	Color     string  `json:"color,omitempty"`    // of the avatar, CSS; "" chooses one
	Phone     string  `json:"phone,omitempty"`    // what a press on "share contact" sends; "" invents one
	Lat       float64 `json:"lat,omitempty"`      // what a press on "share location" sends
	Lon       float64 `json:"lon,omitempty"`
}

// A phone is what a person holds, in all chats: whether there is signal, and what waits for it.
type phone struct {
	Person  int64
	Offline bool
	Outbox  []*waiting
	LastTry int // counts down: messages in the phone have ids below zero until the server names them

	sent   map[int]int // ids in the phone -> ids of the server, for those who kept the former
	toasts []toast
}

// A waiting thing was done without signal.
type waiting struct {
	Do   string // "send", "edit", "delete"
	Post *post
}

type toast struct {
	Bot   int64
	Text  string
	Alert bool
	Rev   int
}

// AddPerson makes a person known, or brings one that is known up to date.
func (s *Server) AddPerson(p Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.putPerson(&p)
	s.keep("person", &p)
	s.bump()
}

func (s *Server) putPerson(p *Person) {
	at := slices.IndexFunc(s.people, func(o *Person) bool { return o.ID == p.ID })
	if at >= 0 {
		s.people[at] = p
		return
	}
	s.people = append(s.people, p)
}

func (s *Server) person(id int64) *Person {
	for _, p := range s.people {
		if p.ID == id {
			return p
		}
	}
	return nil
}

func (s *Server) phone(person int64) *phone {
	ph := s.phones[person]
	if ph == nil {
		ph = &phone{Person: person}
		s.phones[person] = ph
	}
	return ph
}

// serverID is the id the server gave to a message that once waited in the phone.
func (ph *phone) serverID(id int) int {
	if real, ok := ph.sent[id]; ok {
		return real
	}
	return id
}

func (p *Person) user() obj {
	u := obj{"id": p.ID, "is_bot": false, "first_name": p.FirstName}
	if p.LastName != "" {
		u["last_name"] = p.LastName
	}
	if p.Username != "" {
		u["username"] = p.Username
	}
	if p.Language != "" {
		u["language_code"] = p.Language
	}
	return u
}

func (p *Person) fullName() string {
	if p.LastName == "" {
		return p.FirstName
	}
	return p.FirstName + " " + p.LastName
}
