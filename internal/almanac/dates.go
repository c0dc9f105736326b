package almanac

import "slices"

// dotted is "5.12" without a word beside it: the fifth of December, or twelve minutes past five.
type dotted struct {
	day   days
	clock said
}

// eve reads "malam tanggal 5" and "malam 17 Agustus": the evening before for some, of the day itself for others.
func (s *scan) eve(i int) int {
	if !s.at(i).is("malam") || s.weekdayAt(i-1) >= 0 {
		return 0
	}
	was := len(s.days)
	n := s.date(i + 1)
	if n == 0 {
		return 0
	}
	s.parts = append(s.parts, "malam")
	if len(s.days) == was {
		return n + 1
	}
	d := s.days[was]
	for _, t := range d.likely {
		d.likely = append(d.likely, t.AddDate(0, 0, -1))
	}
	s.days[was] = only(d.likely...)
	return n + 1
}

// date reads a date of the calendar: 23/11, 23-11-2026, 2026-11-23, 23 Nov, tanggal 5, tgl 5 bulan depan, Nov 23, 5-6 Desember.
func (s *scan) date(i int) int {
	n, led := 0, false
	for n < 4 && s.at(i+n).is("tanggal", "pada", "hari", "on", "the", "per") && (s.at(i+n+1).num >= 0 || s.at(i+n+1).is("tanggal", "hari", "the")) {
		led = led || s.at(i+n).is("tanggal")
		n++
	}
	if s.at(i+n).is("bulan") && s.monthAt(i+n+1) > 0 {
		n++
		s.vague = s.vague || !s.at(i+n+1).is("tanggal")
	}
	if m := s.monthAt(i + n); m > 0 {
		return s.monthFirst(i, n, m)
	}
	d := s.at(i + n)
	if d.num < 0 {
		return 0
	}
	if k := s.chain(i+n, led); k > 0 {
		return n + k
	}
	if d.digits > 2 {
		return 0
	}
	if k := s.dayAndMonth(i+n, led); k > 0 {
		return n + k
	}
	if !led {
		return 0
	}
	if unit := s.at(i + n + 1); d.written(0, 0) && unit.written(0, 0) && d.num < 4 && unit.num < 10 { // "tanggal dua sembilan"
		s.add(s.nextOfMonth(d.num*10 + unit.num))
		return n + 2
	}
	s.add(s.nextOfMonth(d.num))
	return n + s.ordinal(i+n)
}

// dayAndMonth reads a day's number and the month after it: 23 Nov 2026, 5-6 Desember, 3rd of December, 5 bulan 12, 5 bulan depan.
func (s *scan) dayAndMonth(i int, led bool) int {
	day, k := s.at(i).num, s.ordinal(i)
	if other, skip := s.otherEnd(i + k); skip > 0 && s.monthAt(i+k+skip) > 0 {
		m := s.monthAt(i + k + skip)
		year, y := s.yearAt(i + k + skip + 1)
		first, second := s.calendar(day, m, year), s.calendar(other, m, year)
		s.broken = s.broken || len(first.likely) == 0 || len(second.likely) == 0
		s.add(first.or(second))
		return k + skip + 1 + y
	}
	if s.at(i + k).is("of") {
		k++
	}
	if m := s.at(i + k + 1).num; s.at(i+k).is("bulan") && led && m > 12 {
		s.broken = true
		return k + 2
	}
	if s.at(i+k).is("bulan") && s.monthAt(i+k+1) > 0 && (led || s.at(i+k+1).num < 0) {
		k++
	}
	named := s.at(i+k).num < 0 && (s.beside(i+k) || s.joined(i+k, "-/."))
	if m := s.monthAt(i + k); m > 0 && (named || s.at(i+k-1).is("bulan")) {
		year, y := s.yearAt(i + k + 1)
		s.add(s.calendar(day, m, year))
		return k + 1 + y
	}
	months, used := s.monthAway(i + k)
	if used == 0 {
		return 0
	}
	s.add(s.ofMonth(day, months))
	return k + used
}

// chain reads numbers that hang together by signs.
func (s *scan) chain(i int, led bool) int {
	a, b, c := s.at(i), s.at(i+1), s.at(i+2)
	three := c.num >= 0 && s.joined(i+1, "/-.") && s.joined(i+2, "/-.") && b.written(1, 2)
	switch {
	case three && a.written(4, 4) && c.written(1, 2):
		s.add(s.calendar(c.num, b.num, a.num))
		return 3
	case three && a.written(1, 2) && c.written(4, 4):
		s.add(s.calendar(a.num, b.num, c.num))
		return 3
	case three && a.written(1, 2) && c.written(2, 2) && !s.joined(i+3, ".:"):
		s.add(s.calendar(a.num, b.num, 2000+c.num))
		return 3
	case three && s.at(i+2).gap == "-", !a.written(1, 2), !b.written(1, 2):
		return 0
	case led && s.joined(i+1, "-") && b.num > a.num: // "tgl 5-6": a month, or the second day
		s.add(s.calendar(a.num, b.num, 0).or(s.nextOfMonth(a.num)))
		return 2
	case s.joined(i+1, "/"), s.joined(i+1, "-") && s.at(i+1).gap == "-" && s.monthAt(i+2) == 0:
		s.add(s.calendar(a.num, b.num, 0))
		return 2
	case s.joined(i+1, ".") && led:
		s.add(s.calendar(a.num, b.num, 0))
		return 2
	case s.joined(i+1, ".") && b.num >= 1 && b.num <= 12:
		s.dotted = &dotted{day: s.calendar(a.num, b.num, 0), clock: said{h: a.num, m: b.num, exact: a.digits == 2 || a.num > 12}}
		return 2
	}
	return 0
}

// monthFirst reads "November 24, 2026" and "Desember tanggal 3".
func (s *scan) monthFirst(i, n, m int) int {
	d := s.at(i + n + 1)
	if d.is("tanggal") && s.at(i+n+2).written(0, 2) {
		s.add(s.calendar(s.at(i+n+2).num, m, 0))
		return n + 3
	}
	if !slices.Contains(englishMonths, s.at(i+n).word) || !d.written(1, 2) || !s.beside(i+n+1) || s.monthAt(i+n+2) > 0 || s.joined(i+n+2, ".:/") || s.hourShows(i+n+2) {
		return 0
	}
	k := s.ordinal(i + n + 1)
	year, y := s.yearAt(i + n + 1 + k)
	s.add(s.calendar(d.num, m, year))
	return n + 1 + k + y
}

// ordinal gives how many tokens a day's number takes: two for "3rd".
func (s *scan) ordinal(i int) int {
	if s.at(i+1).is("st", "nd", "rd", "th") && s.at(i+1).gap == "" || s.at(i+1).word == "tahun" && s.at(i+1).gap == "" { // "5th" and "th 2026"
		return 2
	}
	return 1
}

// otherEnd reads the second day of "5-6", "5 dan 6", "5 s/d 6", and how many tokens it takes.
func (s *scan) otherEnd(i int) (day, n int) {
	switch {
	case s.joined(i, "-–/&") && s.at(i).written(1, 2):
		n = 1
	case s.at(i).is("sampai", "to", "dan", "atau", "and", "or") && s.at(i+1).num > 0 && s.at(i+1).digits < 3:
		n = 2
	case s.at(i).is("s") && s.at(i+1).is("d") && s.at(i+2).num > 0:
		n = 3
	default:
		return 0, 0
	}
	return s.at(i + n - 1).num, n
}
