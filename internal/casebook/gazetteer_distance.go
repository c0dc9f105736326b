package casebook

import "strings"

// How far a typed name is from a written one: the distance of Damerau and Levenshtein, in tenths of a plain mistake. What Indonesian, its old
// spelling, Serawai and thumbs confuse is cheap.

const (
	mistake  = 10
	tooFar   = 1 << 12 // more than any distance
	maxName  = 47      // letters of the longest name that is compared
	noNumber = 12      // the numeral of a name left out, or one too many
)

// spelled is a name to which typed letters are compared.
type spelled struct {
	letters []byte
	lost    []int16 // what each letter costs when it was not typed
	ends    uint64  // the letters that end a word
}

func newSpelled(words [][]byte) spelled {
	var n spelled
	for _, w := range words {
		n.letters = append(n.letters, w...)
		n.ends |= 1 << (len(n.letters) - 1)
	}
	for j := range n.letters {
		n.lost = append(n.lost, missing(n.letters, j))
	}
	return n
}

// distance gives the cost of reading typed as the name, or far when it is over limit.
func (n *spelled) distance(typed []byte, limit int) int {
	width := len(n.letters)
	if len(typed) > maxName || width > maxName || 5*(max(len(typed)-width, width-len(typed))-1) > limit {
		return tooFar
	}
	var rows [3][maxName + 1]int16
	above, last, row := rows[0][:width+1], rows[1][:width+1], rows[2][:width+1]
	for j, lost := range n.lost {
		last[j+1] = last[j] + lost
	}
	for i, c := range typed {
		extra, best := surplus(typed, i), int16(tooFar)
		row[0] = last[0] + extra
		for j, letter := range n.letters {
			cost := last[j]
			if c != letter {
				cost += n.swap(c, j)
			}
			cost = min(cost, last[j+1]+extra, row[j]+n.lost[j])
			if i > 0 && j > 0 && c == n.letters[j-1] && typed[i-1] == letter && c != letter && isLetter(c) && isLetter(letter) {
				cost = min(cost, above[j-1]+6)
			}
			row[j+1] = cost
			best = min(best, cost)
		}
		if int(min(best, row[0])) > limit {
			return tooFar
		}
		above, last, row = last, row, above
	}
	if d := int(last[width]); d <= limit {
		return d
	}
	return tooFar
}

// swap is the cost of c typed for the name's letter j, another one. The a that ends a word is said o in Seluma and e in Kedurang (Radar Kaur
// 2024 and two Serawai writers agree).
func (n *spelled) swap(c byte, j int) int16 {
	if n.ends>>j&1 == 1 && lastVowel(c) && lastVowel(n.letters[j]) {
		return 3
	}
	return int16(swaps[c&127][n.letters[j]&127])
}

func lastVowel(c byte) bool { return c == 'a' || c == 'o' || c == 'e' }

// surplus is the cost of a typed letter that the name does not have.
func surplus(typed []byte, i int) int16 {
	c, before, next := typed[i], byte(0), byte(0)
	if i > 0 {
		before = typed[i-1]
	}
	if i+1 < len(typed) {
		next = typed[i+1]
	}
	switch {
	case isDigit(c):
		return noNumber
	case c == before:
		return 2
	case c == 'h', c == 'u' && before == 'a': // jemau for jema
		return 3
	case c == 'g' && before == 'n', c == 'n' && next == 'g':
		return 4
	case c == 'y', c == 'w':
		return 5
	case c == 'k': // the stop that some write as k: batuk
		return 6
	case isVowel(c):
		return 8
	}
	return mistake
}

// missing is the cost of a letter of the name that was not typed.
func missing(name []byte, j int) int16 {
	c, before, next := name[j], byte(0), byte(0)
	if j > 0 {
		before = name[j-1]
	}
	if j+1 < len(name) {
		next = name[j+1]
	}
	switch {
	case isDigit(c):
		return noNumber
	case c == before:
		return 2
	case c == 'h':
		return 3
	case c == 'g' && before == 'n', c == 'n' && next == 'g':
		return 4
	case c == 'e', c == 'y', c == 'w':
		return 5
	case isVowel(c):
		return 7
	}
	return 9
}

// swaps is what one letter typed for another costs: little for pairs that sound alike or stand side by side under a thumb.
var swaps = func() (table [128][128]int8) {
	for a := range table {
		for b := range table[a] {
			table[a][b] = mistake
			if isDigit(byte(a)) || isDigit(byte(b)) {
				table[a][b] = 3 * mistake
			}
		}
	}
	for _, group := range []struct {
		cost  int8
		pairs string
	}{
		{8, "ai au eo iu eu io sd df fg gh jk kl vb bn nm we er rt ty yu op as xc cv sa qw zx"},
		{6, "ae ao cj mn ng bp dt kg kh gr rl"},
		{4, "ie uo jy"},
		{3, "iy uw i1 l1"},
		{2, "sz"},
	} {
		for _, pair := range strings.Fields(group.pairs) {
			table[pair[0]][pair[1]], table[pair[1]][pair[0]] = group.cost, group.cost
		}
	}
	return table
}()

// shortened gives the cost of reading typed as a shortened name's word: tj, tjg and t for tanjung. It keeps the first letter and the order.
func shortened(typed, word []byte) int {
	if len(typed) == 0 || len(typed) > 4 || len(typed) >= len(word) || typed[0] != word[0] {
		return tooFar
	}
	k := 0
	for _, c := range word {
		if k < len(typed) && typed[k] == c {
			k++
		}
	}
	switch {
	case k < len(typed):
		return tooFar
	case len(typed) == 1:
		return 7
	}
	return 4
}
