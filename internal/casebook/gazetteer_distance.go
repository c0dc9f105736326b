package casebook

// How far a typed name is from a written one: the distance of Damerau and Levenshtein, in tenths of a plain mistake. What Indonesian, its old
// spelling, Serawai and thumbs confuse is cheap.

const (
	mistake  = 10
	far      = 1 << 12 // more than any distance
	maxName  = 47      // letters of the longest name that is compared
	noNumber = 12      // the numeral of a name left out, or one too many
)

// distance gives the cost of reading typed as name, or far when it is over limit. ends marks the letters of name that end a word.
func distance(typed, name []byte, ends uint64, limit int) int {
	if len(typed) > maxName || len(name) > maxName {
		return far
	}
	var rows [3][maxName + 1]int16
	above, last, row := &rows[0], &rows[1], &rows[2]
	for j := range name {
		last[j+1] = last[j] + missing(name, j)
	}
	for i, c := range typed {
		extra := surplus(typed, i)
		row[0] = last[0] + extra
		best := row[0]
		for j, n := range name {
			cost := min(last[j]+swap(c, n, ends>>j&1 == 1), last[j+1]+extra, row[j]+missing(name, j))
			if i > 0 && j > 0 && c == name[j-1] && typed[i-1] == n && c != n && isLetter(c) && isLetter(n) {
				cost = min(cost, above[j-1]+6)
			}
			row[j+1] = cost
			best = min(best, cost)
		}
		if int(best) > limit {
			return far
		}
		above, last, row = last, row, above
	}
	if d := int(last[len(name)]); d <= limit {
		return d
	}
	return far
}

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

// swap is the cost of c typed where the name has n.
func swap(c, n byte, end bool) int16 {
	if c == n {
		return 0
	}
	if isDigit(c) || isDigit(n) {
		if (c == '1' || n == '1') && (c == 'i' || n == 'i' || c == 'l' || n == 'l') {
			return 3
		}
		return 3 * mistake
	}
	if end && lastVowel(c) && lastVowel(n) {
		return 3
	}
	if cost := swaps[pair{c, n}.index()]; cost > 0 {
		return cost
	}
	return mistake
}

// lastVowel: the a that ends a word is said o in Seluma and e in Kedurang (Radar Kaur 2024 and two Serawai writers agree).
func lastVowel(c byte) bool { return c == 'a' || c == 'o' || c == 'e' }

type pair [2]byte

func (p pair) index() int { return int(p[0]&31)<<5 | int(p[1]&31) }

// swaps are the pairs that sound alike or stand side by side under a thumb.
var swaps = func() (table [1024]int16) {
	for cost, pairs := range map[int16]string{
		2: "sz",
		3: "iy uw",
		4: "ie uo jy",
		6: "ae ao cj mn ng bp dt kg kh gr rl",
		8: "ai au eo iu eu io sd df fg gh jk kl vb bn nm we er rt ty yu op as xc cv sa qw zx",
	} {
		for i := 0; i+1 < len(pairs); i += 3 {
			a, b := pair{pairs[i], pairs[i+1]}, pair{pairs[i+1], pairs[i]}
			if old := table[a.index()]; old == 0 || cost < old {
				table[a.index()], table[b.index()] = cost, cost
			}
		}
	}
	return table
}()

// shortened gives the cost of reading typed as a shortened name's word: tj, tjg and t for tanjung. It keeps the first letter and the order.
func shortened(typed, word []byte) int {
	if len(typed) == 0 || len(typed) > 4 || len(typed) >= len(word) || typed[0] != word[0] {
		return far
	}
	k := 0
	for _, c := range word {
		if k < len(typed) && typed[k] == c {
			k++
		}
	}
	switch {
	case k < len(typed):
		return far
	case len(typed) == 1:
		return 7
	}
	return 4
}
