package casebook

import "strings"

// Upright takes the characters out of a text that turn the order of what follows: with them a person's words could turn a whole card around, and say to
// an officer what does not stand there. A NUL goes with them: PostgreSQL takes none, in no value.
func Upright(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0 || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' {
			return -1
		}
		return r
	}, s)
}
