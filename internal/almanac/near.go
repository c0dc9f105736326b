package almanac

import "time"

// near reads the days around today: hari ini, besok, besok lusa, lusa, kemarin, kemarin dulu.
func (s *scan) near(i int) int {
	a, b := s.at(i), s.at(i+1)
	switch {
	case a.is("hariini"):
		s.add(only(s.day(0)))
		return 1
	case a.is("hari") && b.is("ini"), a.is("ini") && b.is("hari"):
		s.add(only(s.day(0)))
		return 2
	case a.is("hari") && (b.is("besok", "lusa", "kemarin")):
		return 1 + s.near(i+1)
	case a.is("hari") && b.is("bada") && s.at(i+2).is("besok"): // "day after tomorrow"
		s.add(s.dawn(2))
		return 3
	case a.is("besok") && b.is("lusa"), a.is("hari") && b.is("lewat") && s.at(i+2).is("besok"):
		s.add(s.dawn(2))
		return 2 + s.tail(i+2, "besok")
	case a.is("besok"):
		s.add(s.dawn(1))
		return 1
	case a.is("lusa"):
		s.add(s.dawn(2))
		return 1
	case a.is("kemarin") && b.is("dulu", "lusa"):
		s.add(only(s.day(-2)))
		return 2
	case a.is("kemarin"):
		s.add(s.dawn(-1))
		return 1
	}
	return 0
}

// tail is one when the token at i is the word.
func (s *scan) tail(i int, words ...string) int {
	if s.at(i).is(words...) {
		return 1
	}
	return 0
}

// dawn gives a day beside today; from midnight to four, who has not slept may count from the day before.
func (s *scan) dawn(n int) days {
	if s.now.Hour() < 4 {
		return only(s.day(n-1), s.day(n))
	}
	return only(s.day(n))
}

// span reads "dua hari lagi", "seminggu lagi", "2 jam lagi", "dalam 3 hari", "3 hari yang lalu", "in two weeks", and passes over "2 jam".
func (s *scan) span(i int) int {
	n := 0
	inside := s.at(i).is("dalam", "in")
	if inside {
		n++
	}
	for s.at(i + n).is("waktu") {
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
	if k == 0 && inside {
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

// weekAway reads "minggu depan" and "next week": beside a weekday it tells which, alone it is four days to choose from.
func (s *scan) weekAway(i int) int {
	a := s.at(i)
	offset, n := 0, 0
	switch mod, used := s.which(i + 1); {
	case a.is("next", "this", "last") && s.at(i+1).is("pekan"):
		offset, n = map[string]int{"next": 1, "last": -1}[a.word], 2
	case !a.is("minggu", "pekan", "mgg"):
		return 0
	case used == 0:
		s.broken = s.broken || s.isWeek(i)
		return 0
	default:
		offset, n = map[string]int{"depan": 1, "lalu": -1, "kemarin": -1}[mod], 1+used
	}
	s.week = &offset
	s.sundays = a.is("minggu", "mgg")
	return n
}

// settleWeek puts a week beside the weekday that it is said of, or makes days of it.
func (s *scan) settleWeek() {
	if s.week == nil {
		return
	}
	n := *s.week
	mod := map[int]string{1: "week depan", 0: "week ini", -1: "week lalu"}[n]
	for k, d := range s.days {
		if d.open {
			w := int(d.likely[0].AddDate(0, 0, -d.shift).Weekday())
			s.days[k] = s.weekdayDays(w, mod, d.shift)
			return
		}
	}
	d := only(s.inWeek(n, 1), s.day(7*n), s.inWeek(n, 5))
	switch {
	case n == 0 && s.lean == back:
		d = only(s.inWeek(0, 1), s.day(-1), s.day(0))
	case n == 0:
		d = only(s.inWeek(0, 5), s.inWeek(0, 6), s.inWeek(0, 0))
	case s.sundays: // the day, not the week
		d = only(append(s.weekdayDays(0, mod[len("week "):], 0).likely, s.inWeek(n, 1), s.day(7*n))...)
	}
	fits := func(t time.Time) bool { return !t.Before(s.inWeek(n, 1)) && !t.After(s.inWeek(n, 0)) }
	s.days = append(s.days, days{likely: d.likely, fits: fits})
}

// monthAway reads "bulan depan", "bulan ini", "bulan lalu", "next month": how many months away, and how many tokens.
func (s *scan) monthAway(i int) (months, n int) {
	if s.at(i).is("of") {
		i, n = i+1, 1
	}
	a, b := s.at(i), s.at(i+1)
	switch {
	case a.is("bulan") && b.is("depan"), a.is("next") && b.is("bulan"):
		return 1, n + 2
	case a.is("bulan") && b.is("yang") && s.at(i+2).is("lalu"):
		return -1, n + 3
	case a.is("bulan") && b.is("lalu", "kemarin"), a.is("last") && b.is("bulan"):
		return -1, n + 2
	case a.is("bulan") && b.is("ini"), a.is("this") && b.is("bulan"):
		return 0, n + 2
	}
	return 0, 0
}
