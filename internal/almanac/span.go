package almanac

// hourTail reads what follows an hour: "-an", WIB, a part of the day.
func (s *scan) hourTail(i int) (part string, n int) {
	if s.at(i).is("an") {
		n++
	}
	for {
		t := s.at(i + n)
		_, known := parts[t.word]
		switch {
		case !s.beside(i + n):
			return part, n
		case t.is("wib"):
			n++
		case t.is("wita", "wit"): // another zone's clock: not ours to reckon with
			s.broken = true
			n++
		case t.is("a", "p") && s.at(i+n+1).is("m"):
			part = t.word + "m"
			n += 2
		case t.is("in", "the") && (parts[s.at(i+n+1).word].to > 0 || s.at(i+n+1).is("the") && parts[s.at(i+n+2).word].to > 0):
			n++
		case known && s.at(i+n+1).is("ini", "nanti", "tadi"): // it tells the day as well
			return part, n
		case t.is("tepat", "teng", "pas"):
			n++
		case !known || part != "" || t.is("malam") && s.weekdayAt(i+n+1) >= 0:
			return part, n
		default:
			part = t.word
			n++
			if s.at(i+n).is("hari") && !s.at(i+n+1).is("ini") {
				n++
			}
		}
	}
}

// until reads the end of a span of hours: -11, s/d selesai, sampai jam 11.30 siang.
func (s *scan) until(i int, led bool) (end *hours, n int) {
	switch {
	case s.joined(i, "-–") && s.at(i).num >= 0, s.joined(i, "-–") && s.at(i).is("selesai", "jam"):
	case s.at(i).is("sampai", "to", "selesai"):
		n = 1
	case s.at(i).is("s") && s.at(i+1).is("d"):
		n = 2
	default:
		return nil, 0
	}
	if n > 0 && s.at(i).is("selesai") {
		return nil, n
	}
	if s.at(i + n).is("selesai") {
		return nil, n + 1
	}
	if s.at(i + n).is("jam") {
		n++
		led = true
	}
	was := s.broken
	c, k := s.hour(i+n, led)
	if k == 0 || s.monthAt(i+n+k) > 0 {
		s.broken = was
		return nil, 0
	}
	n += k
	part, k := s.hourTail(i + n)
	h := c.hours(part)
	return &h, n + k
}

// before gives the beginning of a span: where that is open, the latest hour before its end. "1-3 sore" begins at 13.00.
func before(c said, part string, end hours) hours {
	h := c.hours(part)
	if c.exact || c.h > 12 || len(end.likely) != 1 || part != "" && len(h.likely) == 1 {
		return h
	}
	for _, m := range []int{c.minutes() + 720, c.minutes()} {
		if m < end.likely[0] {
			return hours{likely: []int{m}}
		}
	}
	return h
}

func (c said) minutes() int { return c.h%12*60 + c.m }
