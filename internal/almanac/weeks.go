package almanac

import "time"

// weekAway reads "minggu depan" and "next week": beside a weekday it tells which, alone it is four days to choose from.
func (s *scan) weekAway(i int) int {
	a := s.at(i)
	var offset, n int
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
