package papers

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// faces are the fonts of all papers: free to embed, in the program itself, and with every letter of the Latin alphabets.
var faces = map[string][]byte{"": goregular.TTF, "B": gobold.TTF, "I": goitalic.TTF}

var drawn = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic("papers: the font in the program cannot be read: " + err.Error())
	}
	return f
})

// printable gives a text as the font can draw it: composed letters for those that come in two parts, and nothing for what it does not have,
// such as the pictures that people put behind a name. A tab is a space; a new line stays.
func printable(s string) string {
	var buffer sfnt.Buffer
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || r > 0xFFFF:
			return -1
		}
		if r < 0x7F {
			return r
		}
		if glyph, err := drawn().GlyphIndex(&buffer, r); err != nil || glyph == 0 {
			return -1
		}
		return r
	}, norm.NFC.String(s))
}
