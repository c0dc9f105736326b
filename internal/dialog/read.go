package dialog

import (
	"strconv"
	"strings"
	"unicode"
)

// plain folds what people type: lower case, single spaces, no punctuation or pictures.
func plain(s string) string {
	folded := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		case r == '\'' || r == '’':
			return -1
		default:
			return ' '
		}
	}, s)
	return strings.Join(strings.Fields(folded), " ")
}

// numeral reads "3", "3.", "no 3", "nomor tiga", "pilih 3", "3️⃣" as 3, and a label that was pressed, "3. KIRIM", by its number.
func numeral(text string, v Voice) (int, bool) {
	words := strings.Fields(plain(text))
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

// choose finds the option that a text means: its number on the screen, its label with or without the number, or another word for it.
func choose(options []option, text string, v Voice) (string, bool) {
	if n, ok := numeral(text, v); ok {
		if n >= 1 && n <= len(options) {
			return options[n-1].id, true
		}
		return "", false
	}
	said := plain(text)
	for i, o := range options {
		label := plain(o.label)
		if said == label || said == strconv.Itoa(i+1)+" "+label || contains(o.words, said) {
			return o.id, true
		}
	}
	return "", false
}

// meant tells whether the text is a word of the whole talk: batal, kembali, ubah. Polite endings (pak, bu, ya) do not matter.
func meant(text, key string, v Voice) bool {
	said := plain(text)
	words := strings.Fields(said)
	for len(words) > 1 && contains(v.Words("talk.polite"), words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	said = strings.Join(words, " ")
	return said == plain(v.Say(key)) || contains(v.Words(key), said)
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
