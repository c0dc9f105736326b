package almanac

import "time"

// monthAt gives the month that is named at i, 0 for none; a number counts where it follows "bulan".
func (s *scan) monthAt(i int) int {
	if m, ok := months[s.at(i).word]; ok {
		return m
	}
	if s.at(i-1).is("bulan") && s.at(i).num >= 1 && s.at(i).num <= 12 {
		return s.at(i).num
	}
	return 0
}

// yearAt reads a year, "tahun 2026", "'26": 0 for none.
func (s *scan) yearAt(i int) (year, n int) {
	t, next := s.at(i), s.at(i+1)
	switch {
	case t.is("tahun", "of") && next.written(4, 4):
		return next.num, 2
	case t.is("tahun") && next.is("depan", "ini", "lalu"):
		return s.now.Year() + map[string]int{"depan": 1, "lalu": -1}[next.word], 2
	case t.is("next", "last") && next.is("tahun"):
		return s.now.Year() + map[string]int{"next": 1, "last": -1}[t.word], 2
	}
	switch near := 2000 + t.num - s.now.Year(); {
	case t.written(4, 4) && t.num >= 2000 && t.num < 2100 && (s.beside(i) || s.joined(i, "-/.") || s.at(i).gap == ". "):
		return t.num, 1
	case t.written(2, 2) && near >= -2 && near <= 3 && !s.joined(i+1, ".:-/") && !s.hourShows(i+1) && !s.at(i+1).is("orang", "warga"):
		return 2000 + t.num, 1
	}
	return 0, 0
}

// valid gives the date, ok is false where the calendar has none.
func (s *scan) valid(year, month, day int) (t time.Time, ok bool) {
	t = time.Date(year, time.Month(month), day, 0, 0, 0, 0, s.now.Location())
	return t, year > 0 && month >= 1 && month <= 12 && t.Day() == day && int(t.Month()) == month
}
