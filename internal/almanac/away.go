package almanac

import "time"

// span reads "dua hari lagi", "seminggu lagi", "2 jam lagi", "dalam 3 hari", "3 hari yang lalu", "in two weeks", and passes over "2 jam".
func (s *scan) span(i int) int {
	n := 0
	inside := s.at(i).is("dalam", "in")
	if inside {
		n++
	}
	if s.at(i + n).is("waktu") {
		n++
	}
	count, unit := 1, oneUnit[s.at(i+n).word]
	halves := false
	switch t := s.at(i + n); {
	case unit != "":
		n++
	case t.is("setengah") && s.at(i+n+1).is("jam"):
		unit, halves = "jam", true
		n += 2
	case t.num > 0 && t.num < 400:
		count, unit = t.num, s.at(i+n+1).word
		if unit == "pekan" {
			unit = "minggu"
		}
		n += 2
	}
	if !oneOf(unit, "jam", "menit", "hari", "minggu", "bulan", "tahun") || !s.beside(i+n-1) && count > 1 {
		return 0
	}
	sign, k := s.direction(i + n)
	if k == 0 && (inside || s.within) {
		sign = 1
	}
	if sign == 0 {
		return 0
	}
	if halves {
		count, unit = 30, "menit"
	}
	s.away(sign*count, unit)
	return n + k
}

// direction reads whether a span lies ahead (1) or behind (-1).
func (s *scan) direction(i int) (sign, n int) {
	a, b := s.at(i), s.at(i+1)
	switch {
	case a.is("lagi", "depan", "kemudian", "later"):
		return 1, 1
	case a.is("ke") && b.is("depan"), a.is("yang") && b.is("depan"), a.is("from") && b.is("now"), a.is("dari") && b.is("sekarang"):
		return 1, 2
	case a.is("yang") && b.is("akan") && s.at(i+2).is("datang"):
		return 1, 3
	case a.is("lalu"):
		return -1, 1
	case a.is("yang") && b.is("lalu"):
		return -1, 2
	}
	return 0, 0
}

// away notes what is so many units from now.
func (s *scan) away(n int, unit string) {
	y, m, d := s.now.Date()
	switch unit {
	case "jam", "menit":
		step := time.Hour
		if unit == "menit" {
			step = time.Minute
		}
		at := s.now.Add(time.Duration(n) * step).Truncate(time.Minute)
		s.moment = &Moment{Day: midnight(at), Clock: true, At: at}
	case "hari":
		s.add(only(s.day(n)))
	case "minggu":
		s.add(only(s.day(7 * n)))
	case "bulan", "tahun":
		if unit == "tahun" {
			n *= 12
		}
		first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, s.now.Location())
		t, ok := s.valid(first.Year(), int(first.Month()), d)
		if !ok { // a month from 31 January: its last day
			t = first.AddDate(0, 1, -1)
		}
		s.add(only(t))
	}
}
