package simulator

import (
	"strings"
	"unicode/utf8"
)

// A dialect of Telegram's Markdown: which signs open and close what, longest first, and which must be escaped.
type dialect struct {
	signs    []sign
	reserved string
	nests    bool
}

type sign struct{ mark, kind, name string }

var (
	markdownV2 = dialect{[]sign{
		{"```", "pre", "Pre"}, {"||", "spoiler", "Spoiler"}, {"__", "underline", "Underline"}, {"`", "code", "Code"},
		{"*", "bold", "Bold"}, {"_", "italic", "Italic"}, {"~", "strikethrough", "Strikethrough"},
	}, "_*[]()~`>#+-=|{}.!", true}
	markdownV1 = dialect{[]sign{
		{"```", "pre", "Pre"}, {"`", "code", "Code"}, {"*", "bold", "Bold"}, {"_", "italic", "Italic"},
	}, "", false}
)

type markdownParser struct {
	dialect
	in       string
	at       int
	text     strings.Builder
	units    int
	open     []openMark
	entities []Entity
	quote    int // where a block quote began, -1 for none
}

type openMark struct {
	sign
	at     int // byte offset, for errors
	offset int
}

func parseMarkdown(in string, d dialect) (string, []Entity, error) {
	p := &markdownParser{dialect: d, in: in, quote: -1}
	for p.at < len(in) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		last := p.open[n-1]
		if !d.nests {
			return "", nil, cantParse("Can't find end of the entity starting at byte offset %d", last.at)
		}
		return "", nil, cantParse("Can't find end of %s entity at byte offset %d", last.name, last.at)
	}
	p.endQuote()
	return p.text.String(), p.entities, nil
}

func (p *markdownParser) step() error {
	rest := p.in[p.at:]
	verbatim := len(p.open) > 0 && (p.open[len(p.open)-1].kind == "pre" || p.open[len(p.open)-1].kind == "code")
	lineStart := p.at == 0 || p.in[p.at-1] == '\n'
	if lineStart && p.quote >= 0 && rest[0] != '>' && !verbatim {
		p.endQuote()
	}
	switch {
	case rest[0] == '\\' && len(rest) > 1 && rest[1] < 127 && (p.nests || strings.IndexByte("_*`[", rest[1]) >= 0):
		p.write(rest[1:2])
		p.at += 2
		return nil
	case p.nests && lineStart && rest[0] == '>' && !verbatim:
		if p.quote < 0 {
			p.quote = p.units
		}
		p.at++
		return nil
	case !verbatim && rest[0] == '[':
		p.open = append(p.open, openMark{sign{"[", "text_link", "TextUrl"}, p.at, p.units})
		p.at++
		return nil
	case !verbatim && rest[0] == ']' && p.within("["):
		return p.endLink()
	}
	for _, s := range p.signs {
		if strings.HasPrefix(rest, s.mark) && (!verbatim || p.open[len(p.open)-1].mark == s.mark) {
			return p.mark(s)
		}
	}
	if !verbatim && strings.IndexByte(p.reserved, rest[0]) >= 0 {
		return cantParse("Character '%c' is reserved and must be escaped with the preceding '\\'", rest[0])
	}
	_, size := utf8.DecodeRuneInString(rest)
	p.write(rest[:size])
	p.at += size
	return nil
}

func (p *markdownParser) write(s string) {
	p.text.WriteString(s)
	p.units += utf16Len(s)
}

func (p *markdownParser) within(mark string) bool {
	return len(p.open) > 0 && p.open[len(p.open)-1].mark == mark
}

func (p *markdownParser) mark(s sign) error {
	p.at += len(s.mark)
	if !p.within(s.mark) {
		o := openMark{s, p.at - len(s.mark), p.units}
		if s.kind == "pre" {
			if line, _, ok := strings.Cut(p.in[p.at:], "\n"); ok && !strings.ContainsAny(line, " `") {
				o.name = line // the language, until it is closed
				p.at += len(line) + 1
			}
		}
		p.open = append(p.open, o)
		return nil
	}
	last := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	e := Entity{Type: s.kind, Offset: last.offset, Length: p.units - last.offset}
	if s.kind == "pre" && last.name != "Pre" {
		e.Language = last.name
	}
	p.add(e)
	return nil
}

func (p *markdownParser) endLink() error {
	last := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	p.at++
	if !strings.HasPrefix(p.in[p.at:], "(") {
		return nil
	}
	url, _, ok := strings.Cut(p.in[p.at+1:], ")")
	if !ok {
		return cantParse("Can't find end of a URL at byte offset %d", p.at)
	}
	p.at += len(url) + 2
	p.add(Entity{Type: "text_link", Offset: last.offset, Length: p.units - last.offset, URL: strings.ReplaceAll(url, `\`, "")})
	return nil
}

func (p *markdownParser) endQuote() {
	if p.quote >= 0 {
		p.add(Entity{Type: "blockquote", Offset: p.quote, Length: p.units - p.quote})
	}
	p.quote = -1
}

func (p *markdownParser) add(e Entity) {
	if e.Length > 0 {
		p.entities = append(p.entities, e)
	}
}
