package casebook

import (
	"slices"
	"strings"
)

// Question is one that people ask and no case is needed for, known by its words.
type Question struct {
	Key     string
	phrases []wording
}

// wording is words that must all be there, in whatever order.
type wording []string

// NewQuestion takes the phrases of a question. A word that ends in "-" stands for all that begin with it.
func NewQuestion(key string, phrases []string) Question {
	q := Question{Key: key}
	for _, p := range phrases {
		q.phrases = append(q.phrases, strings.Fields(strings.ToLower(p)))
	}
	return q
}

// Questions are those of a district, in their order.
type Questions []Question

// asking are words by which a text asks.
var asking = []string{
	"apa", "apakah", "apkah", "bagaimana", "bgmn", "gimana", "gmn", "gmna", "gimn", "kapan", "kpn", "kenapa", "knapa", "knp", "mengapa", "ngapa", "ngapo", "kok", "berapa", "brp",
	"dimana", "dmn", "kemana", "mana", "siapa", "bisa", "bisakah", "boleh", "tanya", "nanya", "bertanya", "info", "informasi", "cara", "caranya", "cek", "ngecek", "mengecek", "syarat",
	"syaratnya", "persyaratan", "daftar", "mendaftar", "ngurus", "mengurus", "urus", "masihkah", "adakah", "sudahkah", "how", "when", "why", "where", "what", "can", "check", "status",
	"tolong", "minta", "mohon", "penjelasan",
}

// needy are words of somebody's need: beside them a question about a road or a card is a report.
var needy = []string{
	"melahirkan", "hamil", "bersalin", "sakit", "lapar", "kelaparan", "meninggal", "luka", "terluka", "kecelakaan", "hanyut", "jatuh", "pingsan", "demam", "lumpuh", "buta",
	"makan", "dipukul", "terlantar", "telantar", "pungli", "memotong", "dipotong",
}

// shortAsk is how many words a text may have that names its matter and does not ask: "bpjs mati".
const shortAsk = 6

// longAsk is from how many words on a text is a story, whatever it asks.
const longAsk = 30

// Find tells which question a text asks; not ok when it asks none, or tells of somebody's need, which is a report. guess is what the text was taken
// to tell.
func (q Questions) Find(text string, guess Guess, sensitive bool) (key string, ok bool) {
	said := tokens(text)
	if guess.Danger != "" || guess.ChildWrites() || sensitive || len(said) > longAsk {
		return "", false
	}
	asks := strings.Contains(text, "?") || len(said) <= shortAsk || slices.ContainsFunc(said, func(w string) bool { return slices.Contains(asking, w) })
	if both := func(a, b string) bool { return slices.Contains(said, a) && slices.Contains(said, b) }; both("minta", "uang") && !both("bantuan", "uang") {
		return "", false // somebody asks for money: that is reported
	}
	if !asks || slices.ContainsFunc(said, func(w string) bool { return slices.Contains(needy, w) }) {
		return "", false
	}
	best, used := 0, wording(nil)
	for _, question := range q {
		for _, p := range question.phrases {
			if n := p.in(said); n > best {
				best, key, used = n, question.Key, p
			}
		}
	}
	if best == 0 || needs(guess, q.words(used)) {
		return "", false
	}
	return key, true
}

// words are all words of the phrases, with those of the one that was found.
func (q Questions) words(used wording) []string {
	all := slices.Clone(used)
	for _, question := range q {
		for _, p := range question.phrases {
			all = append(all, p...)
		}
	}
	return all
}

// needs tells whether a guess has another reason for its kind than the words of the question themselves: old, ill, alone.
func needs(g Guess, own []string) bool {
	for _, hit := range g.Why {
		if strings.HasPrefix(hit.Rule, "kind:") && !slices.ContainsFunc(tokens(hit.Words), func(w string) bool { return one(own, w) }) {
			return true
		}
	}
	return false
}

// in gives how many letters of the text the phrase explains, 0 when a word of it is not there.
func (p wording) in(said []string) (weight int) {
	for _, w := range p {
		if !slices.ContainsFunc(said, func(s string) bool { return fits(w, s) }) {
			return 0
		}
		weight += len(w)
	}
	return weight
}

func one(words []string, said string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return fits(w, said) })
}

func fits(word, said string) bool {
	begin, open := strings.CutSuffix(word, "-")
	return word == said || open && strings.HasPrefix(said, begin)
}
