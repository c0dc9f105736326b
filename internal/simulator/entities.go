package simulator

import (
	"reflect"
	"sort"
	"strings"
	"unicode/utf16"
)

// Entity is a stretch of text with a meaning; offsets and lengths count UTF-16 units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
	EmojiID  string `json:"custom_emoji_id,omitempty"`
	User     obj    `json:"user,omitempty"`
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// parseText makes plain text and entities of what a bot sent, and finds links, commands and the like in it.
func parseText(text, mode string, given []Entity) (string, []Entity, error) {
	var err error
	switch strings.ToLower(mode) {
	case "":
	case "html":
		text, given, err = parseHTML(text)
	case "markdownv2":
		text, given, err = parseMarkdown(text, markdownV2)
	case "markdown":
		text, given, err = parseMarkdown(text, markdownV1)
	default:
		return "", nil, badRequest("unsupported parse_mode")
	}
	if err != nil {
		return "", nil, err
	}
	text, given = trimmed(text, given)
	return text, withDetected(text, given), nil
}

// trimmed takes away the white space around a text, as Telegram does.
func trimmed(text string, entities []Entity) (string, []Entity) {
	short := strings.TrimRight(text, " \t\r\n")
	end := utf16Len(short)
	lead := utf16Len(short) - utf16Len(strings.TrimLeft(short, " \t\r\n"))
	var kept []Entity
	for _, e := range entities {
		from, to := max(e.Offset, lead), min(e.Offset+e.Length, end)
		if to > from {
			e.Offset, e.Length = from-lead, to-from
			kept = append(kept, e)
		}
	}
	return strings.TrimLeft(short, " \t\r\n"), kept
}

// withDetected adds what stands in the text by itself, outside of code and links.
func withDetected(text string, given []Entity) []Entity {
	for _, found := range detect(text) {
		if !overlaps(found, given) {
			given = append(given, found)
		}
	}
	sort.SliceStable(given, func(i, j int) bool {
		if given[i].Offset != given[j].Offset {
			return given[i].Offset < given[j].Offset
		}
		return given[i].Length > given[j].Length
	})
	return given
}

func overlaps(e Entity, given []Entity) bool {
	for _, g := range given {
		closed := g.Type == "code" || g.Type == "pre" || g.Type == "text_link" || g.Type == "text_mention" || g.Type == e.Type
		if closed && e.Offset < g.Offset+g.Length && g.Offset < e.Offset+e.Length {
			return true
		}
	}
	return false
}

func sameEntities(a, b []Entity) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

// cutUnits is the part of a text that an entity names.
func cutUnits(text string, offset, length int) string {
	units := utf16.Encode([]rune(text))
	if offset < 0 || length < 0 || offset+length > len(units) {
		return ""
	}
	return string(utf16.Decode(units[offset : offset+length]))
}
