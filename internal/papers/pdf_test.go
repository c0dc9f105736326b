package papers

import (
	"bytes"
	"compress/zlib"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
)

// pagesOf reads what is written on each page of a PDF of ours, one line for each piece of text.
func pagesOf(t testing.TB, pdf []byte) (pages []string) {
	t.Helper()
	for _, part := range bytes.Split(pdf, []byte("stream\n"))[1:] {
		r, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue
		}
		content, _ := io.ReadAll(r)
		if bytes.Contains(content, []byte("begincmap")) || !bytes.Contains(content, []byte(")Tj")) {
			continue
		}
		pages = append(pages, textOf(content))
	}
	return pages
}

// textOf reads the texts of one page: UTF-16 in brackets, before Tj.
func textOf(content []byte) string {
	var out strings.Builder
	for i := 0; i < len(content); i++ {
		if content[i] != '(' {
			continue
		}
		var raw []byte
		for i++; i < len(content) && content[i] != ')'; i++ {
			if content[i] == '\\' {
				if i++; content[i] == 'r' {
					raw = append(raw, '\r')
					continue
				}
			}
			raw = append(raw, content[i])
		}
		var units []uint16
		for n := 0; n+1 < len(raw); n += 2 {
			units = append(units, uint16(raw[n])<<8|uint16(raw[n+1]))
		}
		out.WriteString(string(utf16.Decode(units)) + "\n")
	}
	return out.String()
}

// flowing is a text without its line breaks: a cell that wraps is read as one.
func flowing(s string) string { return strings.Join(strings.Fields(s), " ") }

func tells(t *testing.T, where, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(flowing(text), want) {
			t.Errorf("%s does not tell %q", where, want)
		}
	}
}

func silent(t *testing.T, where, text string, all ...string) {
	t.Helper()
	for _, not := range all {
		if strings.Contains(flowing(text), not) {
			t.Errorf("%s tells %q", where, not)
		}
	}
}
