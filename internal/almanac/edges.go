package almanac

import "time"

// edge reads "akhir bulan", "awal bulan depan", "akhir Desember", "pertengahan bulan", "akhir tahun", "akhir pekan", and a bare "bulan depan".
func (s *scan) edge(i int) int {
	which, n := s.at(i).word, 1
	if months, used := s.monthAway(i); used > 0 && s.at(i+used).is("tanggal") && s.at(i+used+1).written(0, 2) {
		s.add(s.ofMonth(s.at(i+used+1).num, months))
		return used + 2
	} else if used > 0 && months != 0 {
		s.add(s.somewhere(months))
		return used
	}
	switch {
	case s.at(i).is("end", "beginning", "start") && s.at(i+1).is("of"):
		which, n = map[string]string{"end": "akhir"}[which], 2
		n += s.tail(i+n, "the")
	case s.at(i).is("weekend"):
		s.add(only(s.inWeek(0, 6), s.inWeek(0, 0)))
		return 1
	case !s.at(i).is("awal", "akhir", "tengahan"):
		return 0
	}
	if s.at(i+n).is("bulan") && s.monthAt(i+n+1) > 0 {
		n++
	}
	t := s.at(i + n)
	if m, ok := months[t.word]; ok {
		year, y := s.yearAt(i + n + 1)
		s.add(s.calendar(edgeDay(which, s.monthIn(m, year)), m, year))
		return n + 1 + y
	}
	if away, used := s.monthAway(i + n); used > 0 {
		s.add(only(s.edgeOf(which, away)))
		return n + used
	}
	switch mod, used := s.which(i + n + 1); {
	case t.is("bulan"):
		s.add(only(s.openEdge(which)))
		return n + 1
	case t.is("tahun") && !s.at(i+n+1).is("ajaran"):
		year := s.now.Year() + map[string]int{"depan": 1, "lalu": -1}[mod]
		day, month := 31, 12
		if which != "akhir" {
			day, month = 1, 1
		}
		if which != "akhir" && used == 0 && s.lean == ahead {
			year++
		}
		s.add(s.calendar(day, month, year))
		return n + 1 + used
	case t.is("pekan", "minggu"):
		s.add(only(s.edgeOfWeek(which, mod)...))
		return n + 1 + used
	}
	return 0
}

// edgeOfWeek gives the days at the edge of a week: Monday, Wednesday, or the two of its end.
func (s *scan) edgeOfWeek(which, mod string) []time.Time {
	week := map[string]int{"depan": 1, "lalu": -1}[mod]
	switch {
	case which == "akhir":
		return []time.Time{s.inWeek(week, 6), s.inWeek(week, 0)}
	case which == "tengahan":
		return []time.Time{s.inWeek(week, 3)}
	case mod == "" && s.lean == ahead && s.now.Weekday() != time.Monday:
		week++
	}
	return []time.Time{s.inWeek(week, 1)}
}

// edgeDay gives the day of a month that its edge means.
func edgeDay(which string, first time.Time) int {
	switch which {
	case "akhir":
		return first.AddDate(0, 1, -1).Day()
	case "tengahan":
		return 15
	}
	return 1
}

// monthIn gives the first day of a named month: of the year, or of the coming one.
func (s *scan) monthIn(m, year int) time.Time {
	if year == 0 {
		year = s.now.Year()
		if m < int(s.now.Month()) && s.lean == ahead {
			year++
		}
	}
	return time.Date(year, time.Month(m), 1, 0, 0, 0, 0, s.now.Location())
}

func (s *scan) edgeOf(which string, months int) time.Time {
	y, m, _ := s.now.Date()
	first := time.Date(y, m+time.Month(months), 1, 0, 0, 0, 0, s.now.Location())
	return first.AddDate(0, 0, edgeDay(which, first)-1)
}

// openEdge gives the edge of this month, or of the next one on the side where we look.
func (s *scan) openEdge(which string) time.Time {
	t := s.edgeOf(which, 0)
	switch {
	case s.lean == ahead && t.Before(s.day(0)):
		return s.edgeOf(which, 1)
	case s.lean == back && t.After(s.day(0)):
		return s.edgeOf(which, -1)
	}
	return t
}

// somewhere gives what a bare "bulan depan" may mean: the month's first day, or this day of it.
func (s *scan) somewhere(months int) days {
	first := s.edgeOf("awal", months)
	same := s.ofMonth(s.now.Day(), months)
	all := append([]time.Time{first}, same.likely...)
	if len(all) == 1 || first.Equal(all[1]) {
		all = []time.Time{first, s.edgeOf("akhir", months)}
	}
	return days{likely: all, fits: func(t time.Time) bool { return t.Year() == first.Year() && t.Month() == first.Month() }}
}
