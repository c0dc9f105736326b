package casebook

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of what was typed.
type token struct {
	word     string // small letters, as typed
	from, to int    // its folded letters in line.letters
	role     wordRole
	apart    bool // a full stop, a comma or a new line stands before it
	counts   bool // a number that is no part of a name: "RT 2", "tiga orang", a telephone number
}

// textLine is a text prepared for matching. Its letters stand without spaces, so that any run of words is one stretch of bytes and a space too
// many or too few changes nothing.
type textLine struct {
	letters []byte
	tokens  []token
}

// manyWords is as much of a text as is searched; a story is read whole.
const manyWords = 32

// span gives the folded letters of tokens i to j, j not included.
func (l *textLine) span(i, j int) []byte { return l.letters[l.tokens[i].from:l.tokens[j-1].to] }

// readText splits a text into words, understands its numerals and folds its spelling. At most limit words are read; 0 means all.
func readText(text string, words map[string]string, limit int) *textLine {
	l := &textLine{letters: make([]byte, 0, len(text)+8)}
	for _, raw := range splitWords(text, limit) {
		if means, ok := words[raw.word]; ok {
			raw.word = means
		}
		if stem, numeral := glued(raw.word); numeral != "" {
			l.add(token{word: stem, apart: raw.apart})
			l.add(token{word: numeral})
			continue
		}
		l.add(raw)
	}
	l.judgeNumbers()
	return l
}

func (l *textLine) add(t token) {
	t.from = len(l.letters)
	value, numeral := numerals[t.word]
	if !numeral && len(t.word) <= 2 && isDigits(t.word) {
		value, numeral = strings.TrimLeft(t.word, "0"), true
	}
	switch {
	case numeral:
		t.role = wordNumber
		l.letters = append(l.letters, value...)
	case isDigits(t.word):
		t.role, t.counts = wordNoise, true
		l.letters = append(l.letters, t.word...)
	default:
		t.role = roleOf(t.word)
		l.letters = fold(l.letters, t.word)
	}
	t.to = len(l.letters)
	l.tokens = append(l.tokens, t)
}

// judgeNumbers takes the numbers that count people or houses out of the names: "RT 2", "dusun II", "tiga orang".
func (l *textLine) judgeNumbers() {
	for i := range l.tokens {
		t := &l.tokens[i]
		if t.role != wordNumber {
			continue
		}
		if i > 0 && l.tokens[i-1].word == "ke" {
			l.tokens[i-1].role = wordNoise
			l.drop(i - 1)
		}
		after := i > 0 && numbered[l.tokens[i-1].word]
		before := i+1 < len(l.tokens) && counted[l.tokens[i+1].word] && !l.tokens[i+1].apart
		if after || before {
			t.role, t.counts = wordNoise, true
		}
		if after && l.tokens[i-1].role == wordVillage {
			l.tokens[i-1].role = wordNoise
		}
	}
}

// drop takes a token's letters out of the line, so that the words around it touch: "keban agung ke 2".
func (l *textLine) drop(i int) {
	n := l.tokens[i].to - l.tokens[i].from
	l.letters = append(l.letters[:l.tokens[i].from], l.letters[l.tokens[i].to:]...)
	l.tokens[i].to -= n
	for k := i + 1; k < len(l.tokens); k++ {
		l.tokens[k].from -= n
		l.tokens[k].to -= n
	}
}

// glued parts a Roman numeral from the word it was typed onto: "agungii".
func glued(word string) (stem, numeral string) {
	for _, end := range []string{"iii", "ii"} {
		if stem, ok := strings.CutSuffix(word, end); ok && len(stem) >= 3 {
			return stem, end
		}
	}
	return word, ""
}

// splitWords gives the words of a text in small letters. An apostrophe joins (mela'o), a digit starts a word of its own (tungkal2).
func splitWords(text string, limit int) []token {
	var tokens []token
	var word []byte
	apart := false
	flush := func() {
		if len(word) > 0 {
			tokens = append(tokens, token{word: string(word), apart: apart})
			word, apart = word[:0], false
		}
	}
	for _, r := range text {
		if limit > 0 && len(tokens) >= limit {
			return tokens
		}
		r = plainLetter(unicode.ToLower(r))
		switch {
		case r == '\'':
		case r < utf8.RuneSelf && (isLetter(byte(r)) || isDigit(byte(r))):
			if len(word) > 0 && isDigit(word[len(word)-1]) != isDigit(byte(r)) {
				flush()
			}
			word = append(word, byte(r))
		default:
			abbreviated := r == '.' && len(word) > 0 && len(word) <= 3
			flush()
			apart = apart || !abbreviated && strings.ContainsRune(".,;:!?\n()", r)
		}
	}
	flush()
	return tokens
}

// plainLetter takes the marks off a letter and makes one apostrophe of the many that phones write.
func plainLetter(r rune) rune {
	switch r {
	case '’', '‘', '`', '´', 'ʼ', 'ʻ':
		return '\''
	case 'é', 'è', 'ê', 'ë':
		return 'e'
	case 'á', 'à', 'â', 'ä', 'å':
		return 'a'
	case 'ó', 'ò', 'ô', 'ö':
		return 'o'
	case 'ú', 'ù', 'û', 'ü':
		return 'u'
	case 'í', 'ì', 'î', 'ï':
		return 'i'
	}
	return r
}

// fold appends a word in the one spelling that its old, foreign and local spellings share: soekaradja is sukaraja, fajar is pajar,
// baghu is baru.
func fold(to []byte, word string) []byte {
	start := len(to)
	for i := 0; i < len(word); i++ {
		c, next := word[i], byte(0)
		if i+1 < len(word) {
			next = word[i+1]
		}
		switch {
		case c == 'o' && next == 'e':
			c, i = 'u', i+1
		case c == 't' && next == 'j' && len(word) > 3:
			c, i = 'c', i+1
		case c == 'd' && next == 'j' && len(word) > 3:
			c, i = 'j', i+1
		case (c == 'k' || c == 'c') && next == 'h':
			i++
		case c == 'g' && next == 'h' && i > 0 && word[i-1] != 'n':
			c, i = 'r', i+1
		case c == 'y' && i > 0 && word[i-1] == 'i' && isVowel(next), c == 'w' && i > 0 && word[i-1] == 'u' && isVowel(next):
			continue
		case c == 'f', c == 'v':
			c = 'p'
		case c == 'q':
			c = 'k'
		}
		if len(to) > start && to[len(to)-1] == c {
			continue
		}
		to = append(to, c)
	}
	return to
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'
}

func isDigits(word string) bool {
	for i := range len(word) {
		if !isDigit(word[i]) {
			return false
		}
	}
	return word != ""
}
