package almanac

// hours are the hours that some words can mean, in minutes from the day's midnight (1440 is its end, more is the night after it).
type hours struct {
	likely []int
	rarely []int // meant only where no likely one is still to come: 21.00 of a bare "jam 9"
	open   *said // its part of the day may stand elsewhere in the text
	about  bool  // of a prayer: an hour that is said as well counts more
}

// said is an hour as it was said.
type said struct {
	h, m  int
	exact bool // 24-hour time: 09, 09.00
}

// clock reads an hour: jam 9, 09.30, setengah sepuluh, jam 10 kurang 5, jam 9 pagi, 2 pm, jam 9-11, tengah hari.
func (s *scan) clock(i int) int {
	if n, h := s.midday(i); n > 0 {
		s.hours = append(s.hours, h)
		return n
	}
	n := 0
	for n < 4 && s.at(i+n).is("jam", "sekitar", "kira", "sekira", "kisaran", "tepat", "pas", "mulai", "at", "nanti", "tadi") {
		n++
	}
	soon, gone, led := false, false, s.asked
	for k := i; k < i+n; k++ {
		soon, gone, led = soon || s.at(k).is("nanti"), gone || s.at(k).is("tadi"), led || s.at(k).is("jam", "at")
	}
	c, used := s.hour(i+n, led)
	if used == 0 {
		return 0
	}
	n += used
	part, k := s.hourTail(i + n)
	n += k
	s.soon, s.gone = s.soon || soon, s.gone || gone
	end, k := s.until(i+n, led)
	n += k
	h := c.hours(part)
	if end != nil {
		h = before(c, part, *end)
	}
	if len(h.likely) == 0 {
		s.broken = true
	}
	s.hours = append(s.hours, h)
	return n
}

// midday reads the middle of the day and of the night.
func (s *scan) midday(i int) (int, hours) {
	n := 0
	if s.at(i).is("jam", "at") {
		n = 1
	}
	a, b := s.at(i+n), s.at(i+n+1)
	switch {
	case a.is("tengah") && b.is("hari"), a.is("siang") && b.is("bolong"):
		return n + 2, hours{likely: []int{12 * 60}}
	case a.is("tengah") && b.is("malam"):
		return n + 2, hours{likely: []int{0, 24 * 60}}
	case a.is("noon"):
		return n + 1, hours{likely: []int{12 * 60}}
	case a.is("midnight"):
		return n + 1, hours{likely: []int{0, 24 * 60}}
	}
	return 0, hours{}
}

// hour reads the hour itself; led tells that a word before it says that it is one.
func (s *scan) hour(i int, led bool) (said, int) {
	a, b := s.at(i), s.at(i+1)
	switch {
	case a.is("setengah") && b.num >= 1 && b.num <= 12 && !s.at(i+2).is("hari", "bulan", "jam", "juta", "kg", "liter"):
		return said{h: (b.num+10)%12 + 1, m: 30}, 2
	case a.is("half") && b.is("lewat") && s.at(i+2).num >= 1 && s.at(i+2).num <= 12:
		return said{h: s.at(i + 2).num, m: 30}, 3
	case a.num < 0:
		return said{}, 0
	case b.written(2, 2) && a.written(1, 2) && s.joined(i+1, ".:"):
		return s.withMinutes(i, led)
	case led && a.written(4, 4) && !s.joined(i+1, ".:/-"):
		return s.sane(said{h: a.num / 100, m: a.num % 100, exact: true}, 1)
	case !led && !s.hourShows(i+1) && !(s.joined(i+1, "-") && b.written(1, 2) && s.hourShows(i+2)):
		return said{}, 0
	case a.digits > 2:
		return said{}, 0
	}
	c := said{h: a.num, exact: a.digits == 2 && a.num < 10}
	if led && b.num >= 10 && b.digits != 1 && b.digits <= 2 && s.at(i+1).gap == " " && s.noCount(i+2) {
		c.m, c.exact = b.num, a.digits == 2
		return s.sane(c, 2)
	}
	c, n := s.quarters(c, i+1)
	return s.sane(c, n+1)
}

// noCount tells whether what stands at i leaves the number before it to be minutes: "jam 9 15 pagi", not "jam 9 15 orang", "jam 9 15/12".
func (s *scan) noCount(i int) bool {
	t := s.at(i)
	return t.word == "" && !s.joined(i, "/.:-") || s.hourShows(i) || s.weekdayAt(i) >= 0 || t.is("di", "bertempat", "besok", "lusa", "hari", "tanggal", "menit", "sampai", "s", "kurang", "lewat")
}

// withMinutes reads 09.30; 5.12 may be a day as well, and 31.12.2026 is one.
func (s *scan) withMinutes(i int, led bool) (said, int) {
	a, b := s.at(i), s.at(i+1)
	if s.joined(i+2, "./-") && s.at(i+2).written(1, 4) && !s.hourGoesOn(i+2) || s.at(i+2).is("persen", "juta", "ribu", "kg", "rb", "jt", "meter", "km") {
		return said{}, 0
	}
	n := 2
	if s.joined(i+2, ":") && s.at(i+2).written(2, 2) {
		n = 3
	}
	mayBeDay := !led && s.joined(i+1, ".") && b.num >= 1 && b.num <= 12 && a.num >= 1 && a.num <= 31 && !s.hourShows(i+2)
	if mayBeDay && len(s.days) == 0 {
		return said{}, 0 // see dotted
	}
	return s.sane(said{h: a.num, m: b.num, exact: a.digits == 2 || a.num == 0 || a.num > 12}, n)
}

// hourGoesOn tells whether the token at i begins the end of a span of hours: 09.00-11.00.
func (s *scan) hourGoesOn(i int) bool {
	return s.joined(i, "-") && (s.joined(i+1, ".:") || s.at(i).num <= 24 && s.monthAt(i+1) == 0)
}

// hourShows tells whether the token at i makes an hour of the number before it: a part of the day, am, WIB.
func (s *scan) hourShows(i int) bool {
	_, part := parts[s.at(i).word]
	return s.beside(i) && (part || s.at(i).is("wib", "am", "pm", "a", "p") && (s.at(i).digits == 0 && (len(s.at(i).word) > 1 || s.at(i+1).is("m"))))
}

// quarters reads what is added to an hour or taken from it: kurang seperempat, lewat 10 menit.
func (s *scan) quarters(c said, i int) (said, int) {
	var sign int
	switch {
	case s.at(i).is("kurang"):
		sign = -1
	case s.at(i).is("lewat"):
		sign = 1
	default:
		return c, 0
	}
	minutes, n := s.at(i+1).num, 2
	if s.at(i + 1).is("seperempat") {
		minutes = 15
	}
	if minutes < 1 || minutes > 59 {
		return c, 0
	}
	if s.at(i + 2).is("menit") {
		n = 3
	}
	if sign < 0 {
		c.h, minutes = c.h-1, 60-minutes
		if c.h <= 0 && !c.exact {
			c.h += 12
		}
	}
	c.m = minutes
	return c, n
}

// sane marks the text as broken when there is no such hour.
func (s *scan) sane(c said, n int) (said, int) {
	if c.h < 0 || c.h > 24 || c.m > 59 || c.h == 24 && c.m > 0 {
		s.broken = true
	}
	return c, n
}
