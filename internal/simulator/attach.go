package simulator

import (
	"fmt"
	"time"
)

// SendPhoto sends a picture; what is no picture is sent as if it were one.
func (c *Chat) SendPhoto(data []byte, caption string) int {
	return c.attach("photo", data, "", caption, 0)
}

// SendDocument sends a file as it is.
func (c *Chat) SendDocument(name string, data []byte, caption string) int {
	return c.attach("document", data, name, caption, 0)
}

// SendVoice sends a voice note of so many seconds.
func (c *Chat) SendVoice(data []byte, seconds int) int {
	return c.attach("voice", data, "", "", seconds)
}

func (c *Chat) attach(kind string, data []byte, name, caption string, seconds int) int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	p, err := c.s.attachment(kind, data, name, caption, seconds)
	if err != nil {
		panic(fmt.Sprintf("simulator: %v", err))
	}
	return c.s.do(c.room(), c.person, "send", p)
}

func (s *Server) attachment(kind string, data []byte, name, caption string, seconds int) (*post, error) {
	m, err := s.mediaOf(kind, data, name, "", false)
	if err != nil {
		return nil, err
	}
	if kind == "voice" {
		m.Seconds = max(seconds, 1)
	}
	return &post{Media: m, Text: caption}, nil
}

// SendAlbum sends pictures as one album, each as a message of its own, and returns their ids.
func (c *Chat) SendAlbum(photos ...[]byte) []int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	album := fmt.Sprint(13_500_000_000_000_000 + time.Now().UnixNano()%1e15)
	var ids []int
	for _, data := range photos {
		p, err := c.s.attachment("photo", data, "", "", 0)
		if err != nil {
			panic(fmt.Sprintf("simulator: %v", err))
		}
		p.Album = album
		ids = append(ids, c.s.do(c.room(), c.person, "send", p))
	}
	return ids
}

// SendLocation sends a pin.
func (c *Chat) SendLocation(lat, lon float64) int {
	return c.do("send", &post{Media: &media{Kind: "location", Lat: lat, Lon: lon}})
}

// SendContact sends somebody's number from the address book.
func (c *Chat) SendContact(phone, first string) int {
	return c.do("send", &post{Media: &media{Kind: "contact", Phone: phone, First: first}})
}

// contact is a person's own, as the button of a keyboard shares it.
func (p *Person) contact() *media {
	number := p.Phone
	if number == "" {
		number = fmt.Sprintf("+62812%08d", p.ID%100_000_000)
	}
	return &media{Kind: "contact", Phone: number, First: p.FirstName, Last: p.LastName, User: p.ID}
}
