package telegram

import (
	"strings"
	"time"

	"rembuk/internal/chat"
	"rembuk/internal/private"
)

// delivery is one update on its way to Attend.
type delivery struct {
	id    int64
	raw   []byte
	in    chat.Input
	ours  bool // there is something to attend to
	fault bool // it could not be read
}

func (b *Bot) read(raw []byte) delivery {
	u, err := decode(raw)
	d := delivery{id: u.ID, raw: raw, fault: err != nil}
	if !d.fault {
		d.in, d.ours = u.input(b.id, b.username, b.cfg.Now())
	}
	return d
}

// input makes what came into what we speak of; false: nothing for us (a channel's post, another bot's words, an event of the chat).
func (u update) input(bot int64, username string, now time.Time) (chat.Input, bool) {
	in := chat.Input{Bot: bot, Update: u.ID}
	switch {
	case u.Message != nil:
		return in, u.Message.into(&in, username)
	case u.Edited != nil:
		ok := u.Edited.into(&in, "") // an edited command is an edited text
		if u.Edited.Location != nil || in.Kind == chat.Migrated {
			return in, false // a live position that moves on
		}
		in.Kind = chat.Edited
		return in, ok
	case u.Tap != nil:
		return in, u.Tap.into(&in, now)
	case u.Standing != nil:
		return in, u.Standing.into(&in)
	}
	return in, false
}

func (p place) group() bool { return p.Type == "group" || p.Type == "supergroup" }

func (m *message) into(in *chat.Input, username string) bool {
	if m.Chat.Type != "private" && !m.Chat.group() {
		return false
	}
	in.Chat, in.Group, in.Message, in.At = m.Chat.ID, m.Chat.group(), m.ID, time.Unix(m.Date, 0)
	if m.From != nil {
		in.User, in.Name, in.Language = m.From.ID, m.From.name(), m.From.Language
	}
	if m.MigrateTo != 0 { // may be said by an anonymous admin, who counts as a bot
		in.Kind, in.Moved = chat.Migrated, m.MigrateTo
		return true
	}
	if m.From == nil || m.From.Bot || m.Sender != nil {
		return false
	}
	in.Forward, in.Album = bool(m.Forward), m.Album
	if m.ReplyTo != nil {
		in.ReplyTo = m.ReplyTo.ID
	}
	return m.said(in, username)
}

// said sorts the content. An empty username: commands are not looked for.
func (m *message) said(in *chat.Input, username string) bool {
	in.Media = m.media()
	switch {
	case m.Text != "":
		in.Kind, in.Text = chat.Text, private.Of(m.Text)
		if c, ok := parseCommand(m.Text); ok && username != "" && !in.Forward {
			in.Kind, in.Command, in.Text = chat.Command, c.word, private.Of(c.rest)
			return c.bot == "" || strings.EqualFold(c.bot, username)
		}
	case len(in.Media) > 0:
		in.Kind, in.Text = chat.Media, private.Of(m.Caption)
	case m.Location != nil:
		in.Kind, in.Lat, in.Lon = chat.Pin, m.Location.Lat, m.Location.Lon
		if m.Venue != nil {
			in.Text = private.Of(strings.Trim(m.Venue.Title+", "+m.Venue.Address, ", "))
		}
	case m.Contact != nil:
		in.Kind, in.Phone, in.Own = chat.Contact, private.Of(m.Contact.Phone), m.Contact.User == in.User
	case m.service != service{}:
		return false
	default:
		in.Kind = chat.Other
	}
	return true
}

// media lists the attachment: a message has one at most. An animation is also given as a document, for old clients: it comes first.
func (m *message) media() []chat.File {
	if n := len(m.Photo); n > 0 {
		largest := m.Photo[0]
		for _, p := range m.Photo[1:] {
			if p.Width*p.Height > largest.Width*largest.Height {
				largest = p
			}
		}
		return []chat.File{largest.kept("photo")}
	}
	for _, f := range []struct {
		kind string
		*file
	}{
		{"voice", m.Voice},
		{"video", m.Video},
		{"video_note", m.VideoNote},
		{"audio", m.Audio},
		{"animation", m.Animation},
		{"document", m.Document},
	} {
		if f.file != nil {
			return []chat.File{f.kept(f.kind)}
		}
	}
	return nil
}

func (f *file) kept(kind string) chat.File {
	return chat.File{Kind: kind, ID: f.ID, Unique: f.Unique, Size: f.Size, Name: f.Name, Length: f.Length}
}

type command struct{ word, bot, rest string }

// parseCommand reads "/word", "/word@bot", "/word rest" the way Telegram marks them: /home/x and /1-4 are texts.
func parseCommand(text string) (command, bool) {
	if !strings.HasPrefix(text, "/") {
		return command{}, false
	}
	head, rest := text[1:], ""
	if i := strings.IndexAny(head, " \t\n"); i >= 0 {
		head, rest = head[:i], strings.TrimSpace(head[i:])
	}
	word, bot, _ := strings.Cut(head, "@")
	if word == "" || len(word) > 32 || strings.ContainsFunc(word+bot, notOfAName) {
		return command{}, false
	}
	return command{strings.ToLower(word), bot, rest}, true
}

func notOfAName(r rune) bool {
	return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

func (t *tap) into(in *chat.Input, now time.Time) bool {
	if t.From.Bot {
		return false
	}
	in.Kind, in.Queue, in.At = chat.Tap, chat.Taps, now
	in.User, in.Name, in.Chat, in.Language = t.From.ID, t.From.name(), t.From.ID, t.From.Language
	in.TapID, in.Data, in.Gone = t.ID, t.Data, true
	if m := t.Message; m != nil {
		in.Chat, in.Group, in.Message, in.Gone = m.Chat.ID, m.Chat.group(), m.ID, m.Date == 0
	}
	return true
}

func (m *membership) into(in *chat.Input) bool {
	was, is := m.Old.inside(), m.New.inside()
	if was == is || m.Chat.Type != "private" && !m.Chat.group() {
		return false
	}
	in.User, in.Language, in.Chat, in.Group, in.At = m.From.ID, m.From.Language, m.Chat.ID, m.Chat.group(), time.Unix(m.Date, 0)
	switch { // in a group it says nothing of the person who did it
	case in.Group && is:
		in.Kind = chat.Joined
	case in.Group:
		in.Kind = chat.Left
	case is:
		in.Kind = chat.Returned
	default:
		in.Kind = chat.Blocked
	}
	return true
}
