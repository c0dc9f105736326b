package almanac

import (
	"slices"
	"time"
)

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
	if n == 0 || len(s.days) == was {
		return n
	}
	d := s.days[was]
	for _, t := range d.likely {
		d.likely = append(d.likely, t.AddDate(0, 0, -1))
	}
	s.days[was], s.parts = only(d.likely...), append(s.parts, "malam")
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
	k := s.ordinal(i + n)
	if other, skip := s.otherEnd(i + n + k); skip > 0 {
		if m := s.monthAt(i + n + k + skip); m > 0 {
			year, y := s.yearAt(i + n + k + skip + 1)
			first, second := s.calendar(d.num, m, year), s.calendar(other, m, year)
			s.broken = s.broken || len(first.likely) == 0 || len(second.likely) == 0
			s.add(first.or(second))
			return n + k + skip + 1 + y
		}
	}
	if s.at(i + n + k).is("of") {
		k++
	}
	if s.at(i+n+k).is("bulan") && led {
		if m := s.monthAt(i + n + k + 1); m > 0 || s.at(i+n+k+1).num > 12 {
			year, y := s.yearAt(i + n + k + 2)
			s.add(s.calendar(d.num, max(m, s.at(i+n+k+1).num), year))
			return n + k + 2 + y
		}
	}
	if m := s.monthAt(i + n + k); m > 0 && s.at(i+n+k).num < 0 && s.beside(i+n+k) || m > 0 && s.joined(i+n+k, "-/") && s.at(i+n+k).num < 0 {
		year, y := s.yearAt(i + n + k + 1)
		s.add(s.calendar(d.num, m, year))
		return n + k + 1 + y
	}
	if months, used := s.monthAway(i + n + k); used > 0 {
		s.add(s.ofMonth(d.num, months))
		return n + k + used
	}
	if !led {
		return 0
	}
	s.add(s.nextOfMonth(d.num))
	return n + k
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
	case three && !(s.joined(i+2, ".") || s.at(i+2).gap != "-"), !a.written(1, 2), !b.written(1, 2):
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
