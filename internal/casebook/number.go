package casebook

import "strings"

// Number is a case's number as people read it aloud: the district's prefix, eight random digits and a check digit, "BS-4821-0937-9".
type Number string

// damm is the usual quasigroup of order 10 (H. Michael Damm, 2004): it finds every single wrong digit and every swap of neighbours.
var damm = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
	{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
	{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
	{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

func dammDigit(digits string) byte {
	var interim byte
	for i := range len(digits) {
		interim = damm[interim][digits[i]-'0']
	}
	return interim
}

// NewNumber makes a number of eight digits (n modulo 100 million) with its check digit.
func NewNumber(prefix string, n uint32) Number {
	digits := make([]byte, 8)
	for i := 7; i >= 0; i-- {
		digits[i], n = byte('0'+n%10), n/10
	}
	d := string(digits)
	return Number(prefix + "-" + d[:4] + "-" + d[4:] + "-" + string('0'+dammDigit(d)))
}

// LooksLikeNumber tells whether a text is meant as a number, right or wrong: the prefix and nine digits or so.
func LooksLikeNumber(prefix, text string) bool {
	text = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", ".", "", "–", "").Replace(strings.TrimSpace(text)))
	digits, ok := strings.CutPrefix(text, prefix)
	return ok && len(digits) >= 7 && len(digits) <= 11 && strings.Trim(digits, "0123456789") == ""
}

// ReadNumber reads a number as people type it: "bs-4821-0937-9", "BS 482109379", "4821 0937 9". Not ok: another prefix, or a wrong check digit.
func ReadNumber(prefix, text string) (Number, bool) {
	text = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", ".", "", "–", "").Replace(strings.TrimSpace(text)))
	digits := strings.TrimPrefix(text, prefix)
	if len(digits) != 9 || strings.Trim(digits, "0123456789") != "" || dammDigit(digits) != 0 {
		return "", false
	}
	return Number(prefix + "-" + digits[:4] + "-" + digits[4:8] + "-" + digits[8:]), true
}
