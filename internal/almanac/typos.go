package almanac

import "slices"

// typed are the words in which a slip of the finger is forgiven: long enough, and said where nothing else would do.
var typed = func() map[int][]string {
	m := map[int][]string{}
	add := func(w string) {
		if len(w) >= 5 && !slices.Contains(m[len(w)], w) {
			m[len(w)] = append(m[len(w)], w)
		}
	}
	for _, table := range []map[string]int{weekdays, months} {
		for w := range table {
			add(w)
		}
	}
	for _, w := range []string{"besok", "kemarin", "tanggal", "sembilan", "delapan", "sepuluh", "sebelas", "setengah", "kurang", "tomorrow"} {
		add(w)
	}
	for _, words := range m {
		slices.Sort(words) // the first that is near enough wins: always the same one
	}
	return m
}()

// others are words of their own, one letter from a word of the grammar.
var others = []string{
	"kami", "amis", "kadis", "seni", "satu", "umat", "selama", "serasa", "selasar", "kemari", "tanggap", "tinggal", "tunggal", "tangga", "tanggul", "tangkal",
	"market", "karet", "macet", "sebelah", "karang", "urang", "kurung", "kurangi", "bekas", "julia", "aprilia", "money", "sundae", "tengah", "julian", "juliana",
}

// known are the words that are spelled right.
func known(w string) bool {
	for _, table := range []map[string]int{weekdays, months, shortDays, units, teens, tens} {
		if _, ok := table[w]; ok {
			return true
		}
	}
	return slices.Contains(others, w)
}

// mended gives the word that was meant by one slip: a letter doubled, missing, too many or changed with its neighbour; another letter only in
// words of six and more, since short ones meet other words too easily ("kamis", "kadis"). "" where there is none.
func mended(w string) string {
	if len(w) < 4 || len(w) > 10 || known(w) {
		return ""
	}
	for _, size := range []int{len(w), len(w) - 1, len(w) + 1} {
		for _, right := range typed[size] {
			if slip(w, right) {
				return right
			}
		}
	}
	return ""
}

func slip(w, right string) bool {
	i := 0
	for i < len(w) && i < len(right) && w[i] == right[i] {
		i++
	}
	switch {
	case len(w) == len(right)+1:
		return w[i+1:] == right[i:]
	case len(w) == len(right)-1:
		return w[i:] == right[i+1:]
	case i+1 < len(w) && w[i] == right[i+1] && w[i+1] == right[i] && w[i+2:] == right[i+2:]:
		return true
	}
	return len(w) >= 6 && i > 0 && i < len(w) && w[i+1:] == right[i+1:]
}
