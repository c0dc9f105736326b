package simulator

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestEntities(t *testing.T) {
	for _, c := range []struct {
		in, mode, text string
		want           []Entity
	}{
		{"<b>Halo <i>Bu</i></b> &lt;3", "HTML", "Halo Bu <3", []Entity{{Type: "bold", Length: 7}, {Type: "italic", Offset: 5, Length: 2}}},
		{`<a href="https://a.id/?x=1&amp;y=2">sini</a>`, "HTML", "sini", []Entity{{Type: "text_link", Length: 4, URL: "https://a.id/?x=1&y=2"}}},
		{`<pre><code class="language-go">x</code></pre>`, "HTML", "x", []Entity{{Type: "pre", Length: 1, Language: "go"}}},
		{"😀 <b>a</b>  ", "HTML", "😀 a", []Entity{{Type: "bold", Offset: 3, Length: 1}}},
		{"*tebal* dan _miring_ \\. [sini](https://a.id)", "MarkdownV2", "tebal dan miring . sini", []Entity{
			{Type: "bold", Length: 5}, {Type: "italic", Offset: 10, Length: 6}, {Type: "text_link", Offset: 19, Length: 4, URL: "https://a.id"}}},
		{"buka /status, telepon 0812-3456-7890", "", "buka /status, telepon 0812-3456-7890", []Entity{
			{Type: "bot_command", Offset: 5, Length: 7}, {Type: "phone_number", Offset: 22, Length: 14}}},
		{"lihat t.me/rembuk_bot?start=a.", "", "lihat t.me/rembuk_bot?start=a.", []Entity{{Type: "url", Offset: 6, Length: 23}}},
		{"1/2 kg, a/b", "", "1/2 kg, a/b", nil},
	} {
		text, got, err := parseText(c.in, c.mode, nil)
		if err != nil || text != c.text {
			t.Errorf("%q: %q, %v", c.in, text, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q: %s", c.in, diff)
		}
	}
}

func TestMarkupThatDoesNotParse(t *testing.T) {
	for in, why := range map[string]string{
		"<h1>a</h1>": `Unsupported start tag "h1" at byte offset 0`,
		"a</b>":      "Unexpected end tag at byte offset 1",
		"<b><i></b>": `Unmatched end tag at byte offset 6, expected "</i>", found "</b>"`,
		"5 < 6":      "Unclosed start tag at byte offset 2",
	} {
		if _, _, err := parseText(in, "HTML", nil); err == nil || err.Error() != "Bad Request: can't parse entities: "+why {
			t.Errorf("%q: %v", in, err)
		}
	}
	if _, _, err := parseText("*a", "MarkdownV2", nil); err == nil || err.Error() != "Bad Request: can't parse entities: Can't find end of Bold entity at byte offset 0" {
		t.Errorf("%v", err)
	}
}

func FuzzParseText(f *testing.F) {
	for _, seed := range []string{"<b>a</b>", "*a* _b_ `c`", "```go\nx```", ">a\nb", "&#x1F600;", "[a](b)", "||x||"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if !utf8.ValidString(in) {
			return
		}
		for _, mode := range []string{"", "HTML", "Markdown", "MarkdownV2"} {
			text, entities, err := parseText(in, mode, nil)
			if err != nil {
				continue
			}
			for _, e := range entities {
				if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > utf16Len(text) {
					t.Errorf("%s %q: %+v in %q", mode, in, e, text)
				}
			}
		}
	})
}
