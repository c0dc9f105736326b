package casebook

import (
	"strings"

	"rembuk/internal/private"
)

// How many digits a mobile number has after +628 (E.164 takes 15 in all; Indonesian mobile numbers have 10 to 13 with the 0).
const (
	fewestPhone = 8
	mostPhone   = 11
)

// ReadPhone reads an Indonesian mobile number as people type it: "0812-3456-7890", "62812...", "+62 812 ...". It gives "+62812...".
func ReadPhone(text string) (string, bool) {
	digits := strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "", "\u00a0", "").Replace(strings.TrimSpace(text))
	rest, ok := afterCountry(digits)
	if !ok || len(rest) < fewestPhone || len(rest) > mostPhone || strings.Trim(rest, "0123456789") != "" {
		return "", false
	}
	return "+628" + rest, true
}

func afterCountry(digits string) (string, bool) {
	for _, lead := range []string{"+628", "628", "08"} {
		if rest, ok := strings.CutPrefix(digits, lead); ok {
			return rest, true
		}
	}
	return "", false
}

// TakePhone covers every mobile number in a text, as MaskNIK does, and gives the first: it belongs with the contact, not with the story.
func TakePhone(s string) (masked string, phone private.Text, found bool) {
	out := []byte(s)
	for i := 0; i < len(s); {
		groups, end := digitGroups(s, i)
		for len(groups) > 0 {
			n, number := phoneOf(s, groups)
			if n == 0 {
				groups = groups[1:]
				continue
			}
			if !found {
				phone, found = private.Of(number), true
			}
			coverPhone(out, groups[:n])
			groups = groups[n:]
		}
		i = max(end, i+1)
	}
	return string(out), phone, found
}

// phoneOf tells how many of the groups are one number: the fewest that make one, and what hangs on them by a dash or a dot, or is long enough to.
func phoneOf(s string, groups []group) (n int, number string) {
	if from := groups[0].from; from > 0 && letterOrDigit(s[from-1]) {
		return 0, ""
	}
	for k := range groups {
		read, ok := ReadPhone(s[groups[0].from:groups[k].to])
		switch {
		case ok && (n == 0 || s[groups[k].from-1] != ' ' || groups[k].to-groups[k].from >= 3):
			n, number = k+1, read
		case n > 0:
			return n, number
		}
	}
	return n, number
}

func letterOrDigit(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// coverPhone puts an x for all digits but the first four and the last two.
func coverPhone(masked []byte, groups []group) {
	var at []int
	for _, g := range groups {
		for i := g.from; i < g.to; i++ {
			at = append(at, i)
		}
	}
	for _, i := range at[4 : len(at)-2] {
		masked[i] = 'x'
	}
}
