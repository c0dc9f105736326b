package simulator

import (
	"fmt"
	"strings"
)

// Press presses a button of the reply keyboard, which sends its text, or the person's own contact or place where it asks for that. A label
// may be shortened as long as it is clear.
func (c *Chat) Press(label string) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	r := c.room()
	var buttons []keyButton
	for _, row := range r.shownKeyboard() {
		buttons = append(buttons, row...)
	}
	at, err := choose(label, len(buttons), func(i int) string { return buttons[i].Text })
	if err != nil {
		return fmt.Errorf("no such key: %w", err)
	}
	c.s.pressKey(r, c.person, buttons[at])
	return nil
}

func (s *Server) pressKey(r *room, person int64, key keyButton) {
	p := &post{Text: key.Text}
	who := s.person(person)
	switch {
	case key.Contact:
		p = &post{Media: who.contact()}
	case key.Location:
		p = &post{Media: &media{Kind: "location", Lat: who.Lat, Lon: who.Lon}}
	}
	if p.Media != nil {
		p.ReplyTo = r.KeyboardFrom // as the apps do
	}
	if r.Keyboard != nil && r.Keyboard.OneTime {
		r.Hidden = true
		s.keep("room", r)
	}
	s.do(r, person, "send", p)
}

func (r *room) shownKeyboard() [][]keyButton {
	if r.Keyboard == nil || r.Hidden {
		return nil
	}
	return r.Keyboard.Keyboard
}

// Keyboard returns the labels of the reply keyboard now shown, nil for none.
func (c *Chat) Keyboard() [][]string {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var rows [][]string
	for _, row := range c.room().shownKeyboard() {
		var labels []string
		for _, key := range row {
			labels = append(labels, key.Text)
		}
		rows = append(rows, labels)
	}
	return rows
}

// Tap taps an inline button of a message: a callback query, or the opening of its link. A link to the bot with a start payload starts it.
func (c *Chat) Tap(messageID int, label string) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	r := c.room()
	p := r.post(c.s.phone(c.person).serverID(messageID))
	if p == nil || p.Inline == nil {
		return fmt.Errorf("message %d has no buttons", messageID)
	}
	return c.tap(r, p, label)
}

// TapLast taps an inline button on the newest message that has it.
func (c *Chat) TapLast(label string) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	r := c.room()
	err := fmt.Errorf("no message has buttons")
	for i := len(r.posts) - 1; i >= 0; i-- {
		p := r.posts[i]
		if p.Inline == nil {
			continue
		}
		buttons := p.Inline.buttons()
		if _, no := choose(label, len(buttons), func(i int) string { return buttons[i].Text }); no == nil {
			return c.tap(r, p, label)
		} else {
			err = no
		}
	}
	return err
}

func (c *Chat) tap(r *room, p *post, label string) error {
	buttons := p.Inline.buttons()
	at, err := choose(label, len(buttons), func(i int) string { return buttons[i].Text })
	if err != nil {
		return err
	}
	return c.s.tapButton(r, p, c.person, buttons[at])
}

func (s *Server) tapButton(r *room, p *post, person int64, button InlineButton) error {
	switch {
	case button.URL != "":
		if payload, ok := startLink(button.URL, s.botByID(r.Bot).Username); ok {
			s.do(s.privateRoom(s.botByID(r.Bot), person), person, "send", &post{Text: strings.TrimSpace("/start " + payload)})
		}
		return nil
	case button.Data == "":
		return nil // web apps and copying happen in the phone
	case s.phone(person).Offline:
		return fmt.Errorf("no signal: the tap on %q fails", button.Text)
	case r.Blocked:
		return fmt.Errorf("the bot is blocked")
	}
	s.tap(r, p, person, button)
	return nil
}

// TapOld taps a button the person still sees although its message may have been changed or deleted meanwhile.
func (c *Chat) TapOld(messageID int, data string) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	r := c.room()
	p := r.post(messageID)
	if p == nil {
		p = &post{Bot: r.Bot, Chat: r.ID, ID: messageID, From: r.Bot, Deleted: true}
	}
	c.s.tap(r, p, c.person, InlineButton{Text: data, Data: data})
}

func (m *markup) buttons() []InlineButton {
	var all []InlineButton
	for _, row := range m.Inline {
		all = append(all, row...)
	}
	return all
}

// choose finds a label: the same, else the only one that begins with it, else the only one that has it inside, without regard to case.
func choose(label string, n int, at func(int) string) (int, error) {
	want := strings.ToLower(strings.TrimSpace(label))
	for _, fits := range []func(string) bool{
		func(s string) bool { return s == want },
		func(s string) bool { return strings.HasPrefix(s, want) },
		func(s string) bool { return strings.Contains(s, want) },
	} {
		var found []int
		for i := range n {
			if fits(strings.ToLower(at(i))) {
				found = append(found, i)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
	var have []string
	for i := range n {
		have = append(have, fmt.Sprintf("%q", at(i)))
	}
	return 0, fmt.Errorf("%q is not one of [%s]", label, strings.Join(have, " "))
}
