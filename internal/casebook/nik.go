package casebook

// MaskNIK covers every number of 16 digits, as NIK and KK have, also with spaces, dots, dashes or slashes between them: the first and the last
// four digits stay. It tells whether there was one. A longer number is something else and is covered the same way.
func MaskNIK(s string) (string, bool) {
	masked := maskOnce(s)
	for again := maskOnce(masked); again != masked; again = maskOnce(masked) { // what stays of one can make another with its neighbours
		masked = again
	}
	return masked, masked != s
}

func maskOnce(s string) string {
	masked := []byte(s)
	for i := 0; i < len(s); {
		groups, end := digitGroups(s, i)
		for len(groups) > 0 {
			n := covered(groups)
			if n > 0 {
				cover(masked, groups[:n])
			}
			groups = groups[max(n, 1):]
		}
		i = max(end, i+1)
	}
	return string(masked)
}

// group is where digits stand in a row.
type group struct{ from, to int }

// digitGroups reads the digits that begin at i, in groups with a single space, dot, dash or slash between them; end is after the last.
func digitGroups(s string, i int) (groups []group, end int) {
	for end = i; i < len(s); i++ {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		if i == from {
			break
		}
		groups, end = append(groups, group{from, i}), i
		if i == len(s) || s[i] != ' ' && s[i] != '.' && s[i] != '-' && s[i] != '/' {
			break
		}
	}
	return groups, end
}

// parts are how a NIK is written that is not in groups of four or more: province, regency, kecamatan, birth, number.
var parts = [][]int{{2, 2, 2, 6, 4}, {2, 2, 2, 2, 2, 2, 4}, {6, 2, 2, 2, 4}}

// covered tells how many of the groups are one number to be covered. Dates, years beside hours and the number of a house are not.
func covered(groups []group) int {
	digits, n := 0, 0
	for n < len(groups) && groups[n].to-groups[n].from >= 4 {
		digits += groups[n].to - groups[n].from
		n++
	}
	if digits >= 16 {
		return n
	}
	for _, sizes := range parts {
		if len(groups) < len(sizes) {
			continue
		}
		alike := true
		for i, size := range sizes {
			alike = alike && groups[i].to-groups[i].from == size
		}
		if alike {
			return len(sizes)
		}
	}
	return 0
}

// cover puts an x for all digits of the groups but the first and the last four.
func cover(masked []byte, groups []group) {
	var at []int
	for _, g := range groups {
		for i := g.from; i < g.to; i++ {
			at = append(at, i)
		}
	}
	for _, i := range at[4 : len(at)-4] {
		masked[i] = 'x'
	}
}
