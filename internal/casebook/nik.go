package casebook

// MaskNIK covers every run of 16 digits, as in NIK and KK numbers, also with spaces, dots or dashes between them: the first and the last four
// digits stay. It tells whether there was one. Sixteen digits and no more: a longer run is something else and is covered whole the same way.
func MaskNIK(s string) (string, bool) {
	var out []byte
	found := false
	for i := 0; i < len(s); {
		end, digits := digitRun(s, i)
		if len(digits) < 16 || !grouped(digits, len(digits)) {
			out = append(out, s[i:max(end, i+1)]...)
			i = max(end, i+1)
			continue
		}
		found = true
		out = append(out, maskRun(s[i:end], len(digits))...)
		i = end
	}
	return string(out), found
}

// grouped tells whether digits stand in groups of four or more, as on a card: "23-11-2026 24-11-2026" are two dates and stay.
func grouped(at []int, n int) bool {
	size := 1
	for i := 1; i < n; i++ {
		if at[i] == at[i-1]+1 {
			size++
			continue
		}
		if size < 4 {
			return false
		}
		size = 1
	}
	return size >= 4
}

// digitRun reads the digits that begin at i, with single spaces, dots or dashes between them; end is after the last digit.
func digitRun(s string, i int) (end int, digits []int) {
	end = i
	for j := i; j < len(s); j++ {
		switch c := s[j]; {
		case c >= '0' && c <= '9':
			digits = append(digits, j)
			end = j + 1
		case (c == ' ' || c == '.' || c == '-') && len(digits) > 0 && j == end:
		default:
			return end, digits
		}
	}
	return end, digits
}

func maskRun(run string, digits int) []byte {
	masked := []byte(run)
	n := 0
	for i, c := range masked {
		if c < '0' || c > '9' {
			continue
		}
		if n >= 4 && n < digits-4 {
			masked[i] = 'x'
		}
		n++
	}
	return masked
}
