package simulator

import (
	"regexp"
	"strings"
)

// detectors are tried in this order; what an earlier one has found is closed to the later ones.
var detectors = []struct {
	kind    string
	pattern *regexp.Regexp // its first group is the entity
}{
	{"url", regexp.MustCompile(`(?i)(?:^|[\s(])((?:https?://[^\s<>"]+|(?:www\.|t\.me/)[^\s<>"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:id|com|org|net|go\.id)(?:/[^\s<>"]*)?))`)},
	{"email", regexp.MustCompile(`(?:^|[\s(])([\w.+-]+@[\w-]+\.[\w.-]+\w)`)},
	{"bot_command", regexp.MustCompile(`(?:^|[\s(:])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?:$|[^\w/])`)},
	{"mention", regexp.MustCompile(`(?:^|[\s(])(@[A-Za-z][A-Za-z0-9_]{3,31})`)},
	{"hashtag", regexp.MustCompile(`(?:^|[\s(])(#[\pL_][\pL\pN_]*)`)},
	{"phone_number", regexp.MustCompile(`(?:^|[\s(:])((?:\+62|0)[ -]?8\d{1,3}(?:[ -]?\d{3,5}){2}|\+\d{9,14})(?:$|[\s).,;])`)},
}

// detect finds the entities that need no markup.
func detect(text string) []Entity {
	var found []Entity
	for _, d := range detectors {
		for from := 0; from < len(text); {
			at := d.pattern.FindStringSubmatchIndex(text[from:])
			if at == nil {
				break
			}
			start, end := from+at[2], from+at[3]
			if d.kind == "url" {
				end = start + len(strings.TrimRight(text[start:end], ".,;:!?)"))
			}
			e := Entity{Type: d.kind, Offset: utf16Len(text[:start]), Length: utf16Len(text[start:end])}
			if !overlapsAny(e, found) {
				found = append(found, e)
			}
			from = max(end, from+1)
		}
	}
	return found
}

func overlapsAny(e Entity, found []Entity) bool {
	for _, f := range found {
		if e.Offset < f.Offset+f.Length && f.Offset < e.Offset+e.Length {
			return true
		}
	}
	return false
}
