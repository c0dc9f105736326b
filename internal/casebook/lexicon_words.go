package casebook

import (
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LexiconFamily is a set of words that mean the same to a rule, which calls it "@name". Forms says what stands for a word: "verb", all that is
// made of a root; "noun", the word with my, your and his; "word", only itself. What is done to somebody (dipukul) is in the family "di" besides, and what befalls somebody (terpukul, kepukul) in "befell". A phrase of several words may stand in any of them.
type LexiconFamily struct {
	Name, Forms string
	Words       []string
}

// LexiconSpelling is a way of writing: yg is yang. Means may be several words, or none for a word that says nothing.
type LexiconSpelling struct{ Written, Means string }

// wordIndex knows every word of the data, and by which names rules call it.
type wordIndex struct {
	ids      map[string]int32   // a word, or a family's name with its @
	families map[string][]int32 // what a word is: itself and the families that it is in
	phrases  []phrase           // phrases that are in families
	opening  map[string][]int   // the phrases by their first word
	prefixes map[string]int32   // words that end in "-", without it
	roots    map[string]bool    // verbs' roots, that "di" is joined to
	spelled  map[string][]string
	long     []string // the words that are known again with a letter wrong, in order
	slips    []uint64 // what they are with one letter left out, see slipBits; in order
}

type phrase struct {
	words  []string
	family int32
}

func newWordIndex(t LexiconTables) wordIndex {
	x := wordIndex{ids: map[string]int32{}, families: map[string][]int32{}, opening: map[string][]int{}, prefixes: map[string]int32{},
		roots: map[string]bool{}, spelled: map[string][]string{}}
	for _, s := range t.Spellings {
		x.spelled[s.Written] = strings.Fields(s.Means)
	}
	for _, f := range t.Families {
		family := x.id("@" + f.Name)
		for _, word := range f.Words {
			x.join(family, f.Forms, word)
		}
	}
	return x
}

// join makes a word, or a phrase, one of a family.
func (x *wordIndex) join(family int32, forms, word string) {
	words := x.plain(tokens(word))
	if len(words) == 0 {
		return
	}
	if len(words) > 1 {
		x.opening[words[0]] = append(x.opening[words[0]], len(x.phrases))
		x.phrases = append(x.phrases, phrase{words, family})
		for _, w := range words {
			x.id(w)
		}
		return
	}
	all := words
	switch forms {
	case "verb":
		all = verbForms(words[0])
		x.roots[words[0]] = true
	case "noun":
		all = wordForms(words[0])
	}
	for _, form := range all {
		x.id(form)
		x.enter(form, family)
		for prefix, made := range verbFamilies {
			if forms == "verb" && strings.HasPrefix(form, prefix+words[0]) {
				x.enter(form, x.id(made))
			}
		}
	}
}

// verbFamilies are the families that a verb's form is in by its prefix: what is done to somebody, and what befalls somebody.
var verbFamilies = map[string]string{"di": "@di", "ter": "@befell", "te": "@befell", "ke": "@befell"}

func (x *wordIndex) enter(word string, family int32) {
	if !slices.Contains(x.families[word], family) {
		x.families[word] = append(x.families[word], family)
	}
}

// together makes a family of words in a row, "orang+tua", and gives its name.
func (x *wordIndex) together(name string) string {
	family := "@" + name
	if _, ok := x.ids[family]; !ok {
		x.join(x.id(family), "word", strings.ReplaceAll(name, "+", " "))
	}
	return family
}

// plain puts words in plain spelling.
func (x *wordIndex) plain(words []string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		if means, ok := x.spelled[w]; ok {
			out = append(out, means...)
			continue
		}
		out = append(out, w)
	}
	return out
}

// id gives the number of a word or family, which it makes known.
func (x *wordIndex) id(word string) int32 {
	id, ok := x.ids[word]
	if !ok {
		id = int32(len(x.ids))
		x.ids[word] = id
		if begin, open := strings.CutSuffix(word, "-"); open {
			x.prefixes[begin] = id
		} else if word[0] != '@' {
			x.families[word] = append(x.families[word], id)
		}
	}
	return id
}

// shortestSlip is the number of letters from which a word is known again with a letter wrong; short words are too near to one another.
const shortestSlip = 6

// slipBits are the lower bits of a slip: they say which of the long words it is. Above them stands the hash of that word with a letter left out: of half
// a million no more is kept.
const slipBits = 17

var slipSeed = maphash.MakeSeed()

// slipOf hashes a word without its letter i.
func slipOf(word string, i int) uint64 {
	var h maphash.Hash
	h.SetSeed(slipSeed)
	_, _ = h.WriteString(word[:i])
	_, _ = h.WriteString(word[i+1:])
	return h.Sum64()
}

// close prepares for words with a slip of the thumb.
func (x *wordIndex) close() {
	ordinary := x.ids["@ordinary"]
	for word, families := range x.families {
		if len(word) >= shortestSlip && !slices.Contains(families, ordinary) {
			x.long = append(x.long, word)
		}
	}
	slices.Sort(x.long)
	x.long = x.long[:min(len(x.long), 1<<slipBits)] // of more the last would have no slips; there is room for twice as many as there are
	x.slips = make([]uint64, 0, 10*len(x.long))
	for n, word := range x.long {
		for i := 1; i < len(word); i++ {
			x.slips = append(x.slips, slipOf(word, i)>>slipBits<<slipBits|uint64(n))
		}
	}
	slices.Sort(x.slips)
}

// slipped gives the first word that is of this hash with a letter left out; "" for none.
func (x *wordIndex) slipped(hash uint64) string {
	n, _ := slices.BinarySearch(x.slips, hash>>slipBits<<slipBits)
	if n == len(x.slips) || x.slips[n]>>slipBits != hash>>slipBits {
		return ""
	}
	return x.long[x.slips[n]&(1<<slipBits-1)]
}

// heard is one word of a story.
type heard struct {
	text   string // in plain spelling
	ids    []int32
	also   []int32 // families that the words around bring
	number int     // 0: none
	plural bool    // written with a 2: anak2
	stop   bool    // a sentence ends behind it
	masked bool    // part of a saying, means nothing by itself
	from   int     // where it stands in the story, in bytes
	to     int
}

func (w *heard) is(id int32) bool { return slices.Contains(w.ids, id) || slices.Contains(w.also, id) }

// story is what was heard.
type story struct {
	words []heard
	text  string
}

// mostRead is how many words of a story are read: a report has fifty, and nobody may make us think for long.
const mostRead = 2000

// hear splits a story into words in plain spelling.
func (l Lexicon) hear(text string) story {
	s := story{text: text, words: make([]heard, 0, len(text)/5+4)}
	start := -1
	digits := false
	flush := func(end int) {
		if start >= 0 && len(s.words) < mostRead {
			l.index.add(&s, start, end)
		}
		start = -1
	}
	for i, r := range text {
		letter, digit := unicode.IsLetter(r), unicode.IsDigit(r)
		switch {
		case letter || digit:
			if start >= 0 && letter && digits { // "3anak"
				flush(i)
			}
			if start < 0 {
				start = i
			}
			digits = digit && (start == i || digits)
		case (r == '\'' || r == '’') && start >= 0: // Mela'o, jum'at, don't
		default:
			flush(i)
			if strings.ContainsRune(".!?;\n", r) && len(s.words) > 0 {
				s.words[len(s.words)-1].stop = true
			}
		}
	}
	flush(len(text))
	l.index.mark(&s)
	return s
}

// add adds the words that a written word stands for.
func (x *wordIndex) add(s *story, from, to int) {
	written := squeezed(strings.ToLower(s.text[from:to]))
	plural := false
	if stem, ok := doubled(written); ok {
		written, plural = stem, true
	}
	x.addWord(s, written, from, to, plural)
}

// addWord adds a word without a space in it.
func (x *wordIndex) addWord(s *story, written string, from, to int, plural bool) {
	if means, ok := x.spelled[written]; ok {
		for _, w := range means {
			s.words = append(s.words, heard{text: w, ids: x.families[w], from: from, to: to, plural: plural})
		}
		return
	}
	word := x.known(written)
	if _, ok := x.families[word]; !ok {
		if parts := x.apart(written); parts != nil {
			for _, part := range parts {
				x.addWord(s, part, from, to, false)
			}
			return
		}
	}
	if n := len(s.words); n > 0 && s.words[n-1].text == "di" && !s.words[n-1].stop && x.roots[word] { // "di pukul"
		from, word = s.words[n-1].from, "di"+word
		s.words = s.words[:n-1]
	}
	s.words = append(s.words, heard{text: word, ids: x.families[word], from: from, to: to, plural: plural})
}

// known gives the word of the data that is meant: itself, or without the letters that were doubled, or with a slip mended.
func (x *wordIndex) known(written string) string {
	if _, ok := x.families[written]; ok || len(written) == 0 {
		return written
	}
	once := undoubled(written)
	if _, ok := x.families[once]; ok {
		return once
	}
	if means, ok := x.spelled[once]; ok && len(means) == 1 {
		return means[0]
	}
	if len(written) < shortestSlip-1 {
		return written
	}
	if word := x.slipped(maphash.String(slipSeed, written)); word != "" { // a letter too few
		return word
	}
	if len(written) < shortestSlip {
		return written
	}
	for i := 1; i < len(written); i++ {
		if key := written[:i] + written[i+1:]; len(key) >= shortestSlip { // a letter too many
			if _, ok := x.families[key]; ok {
				return key
			}
		}
		if word := x.slipped(slipOf(written, i)); near(word, written) {
			return word
		}
	}
	return written
}

// near reports whether a word became what was written by two letters swapped, or in a long word by a kindred vowel.
func near(word, written string) bool {
	if len(word) != len(written) {
		return false
	}
	i := 0
	for i < len(word) && word[i] == written[i] {
		i++
	}
	if i+1 < len(word) && word[i] == written[i+1] && word[i+1] == written[i] && word[i+2:] == written[i+2:] {
		return true
	}
	return len(word) >= 7 && i < len(word) && kindred(word[i], written[i]) && word[i+1:] == written[i+1:]
}

// kindred reports whether two vowels are taken for one another: o and u, e and i.
func kindred(a, b byte) bool {
	pair := string([]byte{min(a, b), max(a, b)})
	return pair == "ou" || pair == "ei"
}

// squeezed leaves two of a letter that is written three times or more: "tolooooong".
func squeezed(word string) string {
	if !utf8.ValidString(word) {
		word = strings.ToValidUTF8(word, "")
	}
	run := 0
	for i := 1; i < len(word); i++ {
		if run = run + 1; word[i] != word[i-1] || isDigit(word[i]) {
			run = 0
		}
		if run > 1 {
			return undoubled(word)
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(word, "'", ""), "’", "")
}

// undoubled leaves one of letters that stand doubled.
func undoubled(word string) string {
	b := make([]byte, 0, len(word))
	for i := range len(word) {
		if i == 0 || word[i] != word[i-1] || !isLetter(word[i]) {
			b = append(b, word[i])
		}
	}
	return string(b)
}

// doubled takes the 2 from a word that is said twice: anak2, anak2nya.
func doubled(word string) (string, bool) {
	i := strings.IndexByte(word, '2')
	if i < 2 || !isLetter(word[0]) {
		return "", false
	}
	stem, rest := word[:i], word[i+1:]
	if rest != "" && rest != "nya" && rest != "an" && rest != "ku" {
		return "", false
	}
	return stem + rest, true
}

// numberOf gives the number that a word says.
func numberOf(word string) int {
	if isDigit(word[0]) {
		if n, err := strconv.Atoi(word); err == nil && n < 100000 {
			return n
		}
		return 0
	}
	return numberWords[word]
}

// numberWords are numbers as they are said; of those that say only about how many, the least.
var numberWords = map[string]int{
	"satu": 1, "seorang": 1, "sebuah": 1, "sepasang": 2, "dua": 2, "duo": 2, "due": 2, "duau": 2, "tiga": 3, "tigo": 3, "tige": 3, "tigau": 3, "empat": 4, "mpat": 4,
	"lima": 5, "limo": 5, "lime": 5, "enam": 6, "tujuh": 7, "delapan": 8, "lapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11, "belasan": 11, "selusin": 12,
	"puluhan": 20, "ratusan": 100, "seratus": 100, "berdua": 2, "bertiga": 3, "berempat": 4, "berlima": 5, "berenam": 6, "bertujuh": 7, "berdelapan": 8,
	"keduanya": 2, "ketiganya": 3,
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "twenty": 20,
}
