package dialog

import (
	"strconv"
	"strings"
	"unicode"
)

// plain folds what people type: lower case, single spaces, no punctuation or pictures, nothing invisible.
func plain(s string) string {
	folded := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		case r == '\'' || r == '’' || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
			return -1
		default:
			return ' '
		}
	}, s)
	return strings.Join(strings.Fields(folded), " ")
}

// numeral reads "3", "3.", "no 3", "nomor tiga", "pilih 3", "3️⃣" as 3.
func numeral(text string, v Voice) (int, bool) {
	words := strings.Fields(courteous(text, v))
	for len(words) > 1 && contains(v.Words("talk.number"), words[0]) {
		words = words[1:]
	}
	if len(words) != 1 {
		return 0, false
	}
	if n, err := strconv.Atoi(words[0]); err == nil {
		return n, true
	}
	for i, word := range v.Words("talk.numerals") {
		if word == words[0] {
			return i + 1, true
		}
	}
	return 0, false
}

// option is one line of a screen: its id, what stands on the button, and other words for it.
type option struct {
	id, label string
	words     []string
}

// choose finds the option that a text means: its number on the screen, its label with or without a number, or another word for it. A number
// means what stood on the screen when it was sent, also where the flow has changed since.
func choose(options []option, screen []string, text string, v Voice) (string, bool) {
	if n, ok := numeral(text, v); ok {
		return counted(options, screen, n)
	}
	for _, said := range []string{plain(unnumbered(text)), courteous(text, v)} {
		for _, o := range options {
			if said != "" && (said == plain(o.label) || contains(o.words, said)) {
				return o.id, true
			}
		}
	}
	return "", false
}

func counted(options []option, screen []string, n int) (string, bool) {
	if len(screen) == 0 {
		for _, o := range options {
			screen = append(screen, o.id)
		}
	}
	if n < 1 || n > len(screen) {
		return "", false
	}
	for _, o := range options {
		if o.id == screen[n-1] {
			return o.id, true
		}
	}
	return "", false
}

// unnumbered takes the number off a label that was pressed: "2. Tungkal I" names Tungkal I.
func unnumbered(text string) string {
	number, label, found := strings.Cut(strings.TrimSpace(text), ". ")
	if _, err := strconv.ParseUint(number, 10, 8); found && err == nil {
		return label
	}
	return text
}

// meant tells whether the text is a word of the whole talk: batal, kembali, ubah.
func meant(text, key string, v Voice) bool {
	said := courteous(text, v)
	return said == plain(v.Say(key)) || contains(v.Words(key), said)
}

// courteous folds a text, without its polite endings (pak, bu, ya): they do not matter.
func courteous(text string, v Voice) string {
	words := strings.Fields(plain(text))
	for len(words) > 1 && contains(v.Words("talk.polite"), words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// sentence tells whether a text is more than an answer: then it belongs to the story.
func sentence(text string) bool { return len(strings.Fields(text)) >= 4 || len([]rune(text)) > 40 }

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}
