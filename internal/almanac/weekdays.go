package almanac

import "time"

// weekdayAt gives the weekday that is named at i, -1 for none.
func (s *scan) weekdayAt(i int) int {
	t := s.at(i)
	if d, ok := weekdays[t.word]; ok {
		return d
	}
	if d, ok := shortDays[t.word]; ok && s.dayShows(i) {
		return d
	}
	return -1
}

// dayShows tells whether what stands around i makes a short word the name of a day.
func (s *scan) dayShows(i int) bool {
	next := s.at(i + 1)
	if next.num >= 0 && s.beside(i+1) || next.is("depan", "jam", "tanggal", "lalu", "ini", "besok") && s.beside(i+1) || parts[next.word].to > 0 && s.beside(i+1) {
		return true
	}
	return s.at(i-1).is("hari", "next", "malam") || i == 0 && len(s.toks) == 1
}

// weekday reads "Senin", "hari Minggu", "Senin depan", "Senin minggu depan", "malam Jumat", "next Monday".
func (s *scan) weekday(i int) int {
	n, shift, before := 0, 0, ""
	for n < 4 && s.at(i+n).is("hari", "pada", "on", "malam", "next", "this", "last", "nanti") {
		switch t := s.at(i + n); {
		case t.is("malam"):
			shift = -1
		case t.is("next", "this", "last"):
			before = t.word
		}
		n++
	}
	w := s.weekdayAt(i + n)
	if w < 0 || n == 0 && s.at(i).is("minggu", "mgg", "mg") && (s.isWeek(i) || s.at(i-1).num >= 0 && !s.taken[i-1]) {
		return 0
	}
	n++
	if s.at(i+n).is("ke", "pertama", "kedua", "ketiga", "keempat", "terakhir") { // "Senin kedua": of a month, not ours to count
		s.broken = true
	}
	mod, used := s.which(i + n)
	if part := s.at(i + n).word; parts[part].to > 0 && s.beside(i+n) { // "Senin pagi depan"
		if m, k := s.which(i + n + 1); k > 0 && m != "ini" && m != "kemarin" {
			mod, used = m, k+1
			s.parts = append(s.parts, part)
		}
	}
	n += used
	if before != "" {
		mod = map[string]string{"next": "depan", "this": "ini", "last": "lalu"}[before]
	}
	d := s.weekdayDays(w, mod, shift)
	if shift < 0 && len(s.hours) > 0 { // "jam 8 malam Jumat": the night before Friday, or Friday's
		d = d.or(s.weekdayDays(w, mod, 0))
	}
	if shift < 0 {
		s.parts = append(s.parts, "malam")
	}
	d.open = mod == ""
	s.add(d)
	return n
}

// isWeek tells whether "minggu" at i is a week: "minggu depan", "minggu ini", "minggu kedua".
func (s *scan) isWeek(i int) bool {
	_, n := s.which(i + 1)
	return n > 0 || s.at(i+1).is("ke", "kedua", "ketiga", "keempat", "pertama", "terakhir")
}

// which reads what is said after a weekday or a week: depan, ini, lalu, yang akan datang, minggu depan.
func (s *scan) which(i int) (mod string, n int) {
	week := ""
	if s.at(i).is("minggu", "pekan", "mgg") && i > 0 {
		week, n = "week ", 1
	}
	t, u := s.at(i+n), s.at(i+n+1)
	switch {
	case t.is("depan"), t.is("next") && s.at(i+n+1).is("pekan"):
		n++
		if t.is("next") {
			return "week depan", n + 1
		}
		return week + "depan", n
	case t.is("ini"):
		return week + "ini", n + 1
	case t.is("besok") && week == "":
		return "ini", n + 1
	case t.is("lalu"), t.is("kemarin"):
		if t.is("kemarin") && week == "" {
			return "kemarin", n + 1
		}
		return week + "lalu", n + 1
	case t.is("yang") && u.is("lalu"):
		return week + "lalu", n + 2
	case t.is("yang") && u.is("akan") && s.at(i+n+2).is("datang"):
		return week + "ini", n + 3
	case t.is("yang") && u.is("depan"):
		return week + "depan", n + 2
	}
	return "", 0
}

// weekdayDays gives the days of a weekday, with what was said of it.
func (s *scan) weekdayDays(w int, mod string, shift int) days {
	next := s.day(1 + (w-int(s.day(1).Weekday())+7)%7)   // after today
	last := s.day(-1 - (int(s.day(-1).Weekday())-w+7)%7) // before today
	today := int(s.day(0).Weekday()) == w
	d := days{weekday: true, shift: shift, fits: func(t time.Time) bool { return int(t.AddDate(0, 0, -shift).Weekday()) == w }}
	switch mod {
	case "depan":
		d.likely = append(s.ofWeek(1, w), next)
	case "lalu":
		d.likely = []time.Time{last, s.inWeek(-1, w)}
	case "kemarin":
		d.likely = []time.Time{last}
	case "week depan":
		d.likely = s.ofWeek(1, w)
	case "week lalu":
		d.likely = s.ofWeek(-1, w)
	case "week ini":
		d.likely = []time.Time{s.inWeek(0, w)}
	default:
		d.likely = []time.Time{next}
		if s.lean == back && mod == "" {
			d.likely = []time.Time{last}
		}
		if today && mod == "ini" {
			d.likely = []time.Time{s.day(0)}
		} else if today && shift == 0 {
			d.likely = append(d.likely, s.day(0))
		}
	}
	for k := range d.likely {
		d.likely[k] = d.likely[k].AddDate(0, 0, shift)
	}
	return d
}

// inWeek gives a weekday of the week that is so many away; a week begins on Monday.
func (s *scan) inWeek(weeks, w int) time.Time {
	monday := -(int(s.now.Weekday()) + 6) % 7
	return s.day(monday + 7*weeks + (w+6)%7)
}

// ofWeek gives the same; on a Sunday, which some count as the first day of the week, both weeks that can be meant.
func (s *scan) ofWeek(weeks, w int) []time.Time {
	t := s.inWeek(weeks, w)
	if s.now.Weekday() != time.Sunday || w == 0 {
		return []time.Time{t}
	}
	return []time.Time{t, t.AddDate(0, 0, 7)}
}
