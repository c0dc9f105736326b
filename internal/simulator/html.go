package simulator

import (
	"html"
	"regexp"
	"strings"
)

// htmlTags are the tags Telegram knows, by the entity they make.
var htmlTags = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
	"a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}

var (
	attribute  = regexp.MustCompile(`([A-Za-z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9._-]+))?`)
	htmlEntity = regexp.MustCompile(`^&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});`)
)

type openTag struct {
	name   string
	entity Entity
}

type htmlParser struct {
	text     strings.Builder
	units    int
	open     []openTag
	entities []Entity
}

// parseHTML reads Telegram's small HTML: unknown tags and unclosed ones are errors, as are stray signs of it.
func parseHTML(in string) (string, []Entity, error) {
	p := &htmlParser{}
	for at := 0; at < len(in); {
		switch in[at] {
		case '<':
			end := strings.IndexByte(in[at:], '>')
			if end < 0 {
				return "", nil, cantParse("Unclosed start tag at byte offset %d", at)
			}
			if err := p.tag(in[at+1:at+end], at); err != nil {
				return "", nil, err
			}
			at += end + 1
		case '&':
			sign := htmlEntity.FindString(in[at:])
			if sign == "" {
				p.write("&")
				at++
				continue
			}
			p.write(html.UnescapeString(sign))
			at += len(sign)
		default:
			next := strings.IndexAny(in[at:], "<&")
			if next < 0 {
				next = len(in) - at
			}
			p.write(in[at : at+next])
			at += next
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, cantParse("Can't find end tag corresponding to start tag \"%s\"", p.open[n-1].name)
	}
	return p.text.String(), p.entities, nil
}

func cantParse(format string, a ...any) *apiError {
	return badRequest("can't parse entities: "+format, a...)
}

func (p *htmlParser) write(s string) {
	p.text.WriteString(s)
	p.units += utf16Len(s)
}

func (p *htmlParser) tag(body string, at int) error {
	if name, closing := strings.CutPrefix(body, "/"); closing {
		return p.close(strings.ToLower(strings.TrimSpace(name)), at)
	}
	name, rest, _ := strings.Cut(body, " ")
	name = strings.ToLower(name)
	kind, known := htmlTags[name]
	if !known {
		return cantParse("Unsupported start tag \"%s\" at byte offset %d", name, at)
	}
	attributes := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(rest, -1) {
		attributes[strings.ToLower(m[1])] = html.UnescapeString(strings.Trim(m[2], `"'`))
	}
	if name == "span" && attributes["class"] != "tg-spoiler" {
		return cantParse("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", at)
	}
	e := Entity{Type: kind, Offset: p.units, URL: attributes["href"], EmojiID: attributes["emoji-id"]}
	if _, long := attributes["expandable"]; long && name == "blockquote" {
		e.Type = "expandable_blockquote"
	}
	e.Language = strings.TrimPrefix(attributes["class"], "language-")
	if name != "code" {
		e.Language = ""
	}
	p.open = append(p.open, openTag{name, e})
	return nil
}

func (p *htmlParser) close(name string, at int) error {
	if len(p.open) == 0 {
		return cantParse("Unexpected end tag at byte offset %d", at)
	}
	last := p.open[len(p.open)-1]
	if name != "" && name != last.name {
		return cantParse("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", at, last.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	e := last.entity
	e.Length = p.units - e.Offset
	switch {
	case e.Length == 0, e.Type == "text_link" && e.URL == "":
		return nil
	case e.Type == "code" && len(p.open) > 0 && p.open[len(p.open)-1].name == "pre":
		p.open[len(p.open)-1].entity.Language = e.Language
		return nil
	case e.Type != "code" && e.Type != "pre":
		e.Language = ""
	}
	p.entities = append(p.entities, e)
	return nil
}
