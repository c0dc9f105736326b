package simulator

import (
	"encoding/json"
	"regexp"
)

func (s *Server) yes(*bot, *args) (any, error) { return true, nil }

func (s *Server) getMe(b *bot, _ *args) (any, error) {
	u := b.user()
	for k, v := range map[string]bool{
		"can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": false,
		"can_connect_to_business": false, "has_main_web_app": false,
	} {
		u[k] = v
	}
	return u, nil
}

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// scopeKey is a command scope and language as a key, "chat:77|id".
func (a *args) scopeKey() string {
	scope := struct {
		Type   string          `json:"type"`
		ChatID json.RawMessage `json:"chat_id"`
	}{Type: "default"}
	a.into("scope", &scope)
	return scope.Type + ":" + string(scope.ChatID) + "|" + a.text("language_code")
}

func (s *Server) setMyCommands(b *bot, a *args) (any, error) {
	var list []command
	if !a.into("commands", &list) {
		return nil, badRequest("can't parse commands list JSON object")
	}
	if len(list) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		if !commandName.MatchString(c.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := len([]rune(c.Description)); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	b.Commands[a.scopeKey()] = list
	return s.botChanged(b)
}

func (s *Server) getMyCommands(b *bot, a *args) (any, error) {
	if list := b.Commands[a.scopeKey()]; list != nil {
		return list, nil
	}
	return []command{}, nil
}

func (s *Server) deleteMyCommands(b *bot, a *args) (any, error) {
	delete(b.Commands, a.scopeKey())
	return s.botChanged(b)
}

func (s *Server) setMyName(b *bot, a *args) (any, error) {
	if a.has("name") && !a.has("language_code") {
		b.Name = a.text("name")
	}
	return s.botChanged(b)
}

func (s *Server) getMyName(b *bot, _ *args) (any, error) { return obj{"name": b.Name}, nil }

func (s *Server) setMyDescription(b *bot, a *args) (any, error) {
	if utf16Len(a.text("description")) > 512 {
		return nil, badRequest("BOT_DESCRIPTION_TOO_LONG")
	}
	if !a.has("language_code") {
		b.Description = a.text("description")
	}
	return s.botChanged(b)
}

func (s *Server) getMyDescription(b *bot, _ *args) (any, error) {
	return obj{"description": b.Description}, nil
}

func (s *Server) setMyShortDescription(b *bot, a *args) (any, error) {
	if utf16Len(a.text("short_description")) > 120 {
		return nil, badRequest("BOT_SHORT_DESCRIPTION_TOO_LONG")
	}
	if !a.has("language_code") {
		b.ShortDescription = a.text("short_description")
	}
	return s.botChanged(b)
}

func (s *Server) getMyShortDescription(b *bot, _ *args) (any, error) {
	return obj{"short_description": b.ShortDescription}, nil
}

func (s *Server) setChatMenuButton(b *bot, a *args) (any, error) {
	var button obj
	a.into("menu_button", &button)
	b.MenuButton = button
	return s.botChanged(b)
}

func (s *Server) getChatMenuButton(b *bot, _ *args) (any, error) {
	if b.MenuButton == nil {
		return obj{"type": "commands"}, nil
	}
	return b.MenuButton, nil
}

func (s *Server) botChanged(b *bot) (any, error) {
	s.keep("bot", b)
	s.bump()
	return true, nil
}
