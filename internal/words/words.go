// Package words holds every sentence that people read, in Indonesian first and English second, and the other words in which they may say a
// thing. A sentence elsewhere in the code is a fault, and a test looks for it.
//
// The files id.txt and en.txt are for everybody to correct: "key = sentence", a line that begins with a space goes on with the sentence
// before it as a new line, {name} is filled in, and "key.words" lists what people may type instead, with commas between.
package words

import (
	_ "embed"
	"maps"
	"strings"
)

var (
	//go:embed id.txt
	indonesian string
	//go:embed en.txt
	english string

	languages = map[string]*Language{"id": read("id", indonesian), "en": read("en", english)}
)

// Codes lists the languages, the first one first.
var Codes = []string{"id", "en"}

// Language is all that we say in one language.
type Language struct {
	code string
	say  map[string]string
}

// In gives a language; Indonesian for any that we do not speak.
func In(code string) *Language {
	if l, ok := languages[code]; ok {
		return l
	}
	return languages["id"]
}

// Code is "id" or "en".
func (l *Language) Code() string { return l.code }

// With gives the same language with more sentences, such as the names of a district's kinds, which are data.
func (l *Language) With(more map[string]string) *Language {
	say := maps.Clone(l.say)
	maps.Copy(say, more)
	return &Language{l.code, say}
}

// Say gives the sentence of a key, with {name} replaced by the value that follows the name in args. A missing key is given back in brackets,
// so that it is seen; the start of the program checks that none is missing.
func (l *Language) Say(key string, args ...string) string {
	text, ok := l.say[key]
	if !ok {
		return "[" + key + "]"
	}
	for i := 0; i+1 < len(args); i += 2 {
		text = strings.ReplaceAll(text, "{"+args[i]+"}", args[i+1])
	}
	return text
}

// Has tells whether there is a sentence for the key.
func (l *Language) Has(key string) bool {
	_, ok := l.say[key]
	return ok
}

// Words lists what people may type instead of the sentence of a key, in plain lower case.
func (l *Language) Words(key string) []string {
	list, ok := l.say[key+".words"]
	if !ok {
		return nil
	}
	var out []string
	for word := range strings.SplitSeq(list, ",") {
		out = append(out, strings.TrimSpace(word))
	}
	return out
}

// Keys lists all keys, in no order.
func (l *Language) Keys() []string {
	keys := make([]string, 0, len(l.say))
	for key := range l.say {
		keys = append(keys, key)
	}
	return keys
}

func read(code, text string) *Language {
	l := &Language{code, map[string]string{}}
	var last string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n ")
		switch {
		case strings.HasPrefix(line, "#"), line == "":
		case strings.HasPrefix(line, " "):
			l.say[last] += "\n" + strings.TrimSpace(strings.TrimSuffix(line, "|"))
		default:
			key, sentence, ok := strings.Cut(line, " = ")
			if !ok {
				key, sentence = strings.TrimSuffix(line, " ="), ""
			}
			if _, twice := l.say[key]; twice {
				panic("words: " + code + ".txt has " + key + " twice")
			}
			last = key
			l.say[key] = sentence
		}
	}
	return l
}
