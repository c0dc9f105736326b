package casebook

import (
	"slices"
	"strings"
	"unicode"
)

// titles come before a person's name as people write it.
var titles = []string{"pak", "bapak", "bu", "ibu", "nek", "nenek", "kakek", "wak", "sdr", "sdri", "saudara", "saudari", "an", "mas", "mbak", "bung", "haji", "hj", "tn", "ny", "mr", "mrs"}

// common are words that begin with a capital without being anybody's name.
var common = []string{"dinas", "sosial", "polres", "polsek", "unit", "ppa", "rsud", "puskesmas", "kecamatan", "desa", "kelurahan", "kabupaten", "wksbm", "tksk", "psm", "pkh",
	"senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november",
	"desember", "kasus", "nomor", "rapat", "balai", "kantor", "bengkulu", "selatan", "indonesia", "uptd", "p2tp2a", "bpbd", "baznas", "kua", "sd", "smp", "sma", "rt", "rw", "sk"}

// NamesIn lists the words of a text that may be people's names: after a title, on the given list, or with a capital inside a sentence. It flags,
// it does not judge: whoever wrote the text looks at it again.
func NamesIn(text string, known []string) []string {
	var own []string
	for _, name := range known {
		own = append(own, strings.Fields(strings.ToLower(name))...)
	}
	var found []string
	begins, titled := true, false
	for _, word := range strings.Fields(text) {
		bare := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		low := strings.ToLower(bare)
		capital := bare != "" && unicode.IsUpper([]rune(bare)[0]) && !strings.ContainsFunc(bare, unicode.IsDigit)
		shouted := len(bare) > 1 && bare == strings.ToUpper(bare)
		switch {
		case bare == "" || slices.Contains(common, low):
			titled = false
		case slices.Contains(titles, low):
			titled = true
		case len(low) > 2 && (titled && capital || slices.Contains(own, low) || capital && !begins && !shouted):
			if !slices.Contains(found, bare) {
				found = append(found, bare)
			}
			titled = capital
		default:
			titled = false
		}
		begins = strings.HasSuffix(word, ".") && len(bare) > 2 || strings.HasSuffix(word, "!") || strings.HasSuffix(word, "?") || strings.HasSuffix(word, ":")
	}
	return found
}

// NumbersIn lists the case numbers that stand in a text, each once.
func NumbersIn(prefix, text string) []Number {
	var out []Number
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' }) {
		if n, ok := ReadNumber(prefix, word); ok && strings.HasPrefix(strings.ToUpper(word), prefix) && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
