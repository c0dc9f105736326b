package casebook

import "strings"

// What Indonesian makes of a root. Standard and spoken forms alike: pukul, memukul, mukulin, dipukuli, kepukul, ngebunuh.

// suffixes of verbs, and what may still stand behind them.
var (
	verbEnds = []string{"", "i", "in", "kan", "ke"}
	clitics  = []string{"", "nya", "nyo", "ku", "mu", "lah"}
)

// verbForms gives the forms of a root that is a verb.
func verbForms(root string) []string {
	nasal := nasalised(root)
	heads := []string{root, "di" + root, "me" + nasal, "ter" + root, "te" + root, "ke" + root, "nge" + root, "ku" + root, "be" + root, "ber" + root}
	if nasal != root {
		heads = append(heads, nasal)
	}
	if root[0] == 'c' { // as it is said: nyari, nyekik
		heads = append(heads, "ny"+root[1:])
	}
	var forms []string
	for _, head := range heads {
		for _, end := range verbEnds {
			if end != "" && strings.HasSuffix(root, "i") && end == "i" {
				continue
			}
			for _, tail := range clitics {
				forms = append(forms, head+end+tail)
			}
		}
	}
	return forms
}

// wordForms gives a word and what it is with "my", "his" behind it.
func wordForms(word string) []string {
	forms := make([]string, 0, len(clitics))
	for _, tail := range clitics {
		forms = append(forms, word+tail)
	}
	return forms
}

// nasalised is the root as it stands behind me-: pukul, mukul; siksa, nyiksa; ancam, ngancam.
func nasalised(root string) string {
	switch root[0] {
	case 'p':
		return "m" + root[1:]
	case 't':
		return "n" + root[1:]
	case 's':
		return "ny" + root[1:]
	case 'k':
		return "ng" + root[1:]
	case 'b', 'f', 'v':
		return "m" + root
	case 'd', 'j', 'c', 'z':
		return "n" + root
	case 'g', 'h', 'a', 'i', 'u', 'e', 'o':
		return "ng" + root
	default:
		return root
	}
}
