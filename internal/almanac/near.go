package almanac

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
	case a.is("hari") && b.is("bada") && s.at(i+2).is("besok"): // "day after tomorrow"; "2 hari setelah besok" is not ours
		s.broken = s.broken || s.at(i-1).num >= 0
		s.add(s.dawn(2))
		return 3
	case a.is("besok") && b.is("lusa"), a.is("hari") && b.is("lewat") && s.at(i+2).is("besok"):
		s.add(s.dawn(2))
		return 2 + s.tail(i+2, "besok")
	case a.is("besok"):
		s.add(s.dawn(1))
		if b.is("hari") && s.weekdayAt(i+2) < 0 { // "esok hari"
			return 2
		}
		return 1
	case a.is("lusa"):
		s.add(s.dawn(2))
		return 1
	case a.is("sekarang", "now"):
		s.away(0, "menit")
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
