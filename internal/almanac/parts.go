package almanac

import (
	"slices"
	"strings"
)

// window is a part of the day, in minutes from midnight.
type window struct{ from, to int }

// parts are the parts of the day, with the hours that people say with them: "jam 10 siang", "jam 2 siang", "jam 6 sore", "jam 1 malam".
var parts = map[string]window{
	"subuh": {3 * 60, 6*60 + 30}, "pagi": {60, 12 * 60}, "siang": {10 * 60, 16 * 60}, "sore": {14 * 60, 19 * 60}, "petang": {15 * 60, 19*60 + 30}, "malam": {18 * 60, 28 * 60},
	"morning": {60, 12 * 60}, "afternoon": {12 * 60, 18*60 + 30}, "evening": {16 * 60, 24 * 60}, "night": {18 * 60, 28 * 60}, "am": {0, 12 * 60}, "pm": {12 * 60, 24 * 60},
}

// prayers are the likely hours after a prayer in the west of Indonesia, and the part of the day that it stands for.
var prayers = map[string]struct {
	after []int
	part  string
}{
	"subuh": {[]int{5 * 60, 5*60 + 30}, "subuh"}, "zuhur": {[]int{12*60 + 30, 13 * 60}, "siang"}, "jumatan": {[]int{13 * 60, 13*60 + 30}, "siang"},
	"ashar": {[]int{15*60 + 30, 16 * 60}, "sore"}, "magrib": {[]int{18*60 + 30, 19 * 60}, "malam"}, "isya": {[]int{19*60 + 30, 20 * 60}, "malam"},
}

// hours gives what a said hour can mean, in the part of the day where one was said.
func (c said) hours(part string) hours {
	if part != "" {
		return hours{likely: c.within(parts[part])}
	}
	at := c.h*60 + c.m
	open := c
	switch {
	case c.exact || c.h == 0 || c.h > 12:
		return hours{likely: []int{at}, open: &open}
	case c.h == 12:
		return hours{likely: []int{at}, open: &open}
	case c.h >= 8:
		return hours{likely: []int{at}, rarely: []int{at + 720}, open: &open}
	}
	return hours{likely: []int{at, at + 720}, open: &open}
}

// within gives the hours that are in the window; the night goes on after midnight, where it may belong to either day.
func (c said) within(w window) (all []int) {
	first := []int{c.h*60 + c.m}
	if c.h <= 12 {
		first = []int{c.minutes(), c.minutes() + 720}
	}
	for _, m := range first {
		if m >= w.from && m < w.to {
			all = append(all, m)
		}
		if w.to > 1440 && m < w.to-1440 {
			all = append(all, m, m+1440)
		}
	}
	return all
}

// prayer reads "ba'da isya", "habis salat magrib", "selesai jumatan".
func (s *scan) prayer(i int) int {
	n := 0
	if s.at(i).is("jam", "nanti") {
		n++
	}
	if !s.at(i+n).is("bada") && !(s.at(i+n).is("selesai") && !s.joined(i+n, "-")) {
		return 0
	}
	n++
	if s.at(i + n).is("salat") {
		n++
	}
	name := s.at(i + n).word
	if name == "jumat" && (s.at(i+n-1).is("salat") || strings.ContainsAny(s.text[s.at(i+n-1).from:][:1], "bB")) { // ba'da Jumat; "setelah Jumat" is a day
		name = "jumatan"
	}
	p, ok := prayers[name]
	if !ok {
		return 0
	}
	if name == "jumatan" {
		s.days = append(s.days, s.weekdayDays(5, "", 0))
	}
	s.parts = append(s.parts, p.part)
	s.hours = append(s.hours, hours{likely: p.after, about: true})
	return n + 1
}

// partOfDay reads "pagi", "nanti malam", "sore ini", "tadi pagi", "semalam": the part, and the day where it tells it.
func (s *scan) partOfDay(i int) int {
	switch {
	case s.at(i).is("malamini"):
		return s.thatPart("malam", "ini", 1)
	case s.at(i).is("semalam"):
		return s.thatPart("malam", "tadi", 1)
	case s.at(i).is("last") && s.at(i+1).is("night"):
		return s.thatPart("malam", "tadi", 2)
	case s.at(i).is("nanti", "tadi", "this") && parts[s.at(i+1).word].to > 0:
		n := 2
		if s.at(i+2).is("ini", "hari") {
			n++
		}
		return s.thatPart(s.at(i+1).word, s.at(i).word, n)
	case parts[s.at(i).word].to == 0:
		return 0
	case s.at(i+1).is("ini", "nanti", "tadi"):
		return s.thatPart(s.at(i).word, s.at(i+1).word, 2)
	case s.at(i).is("am", "pm"):
		return 0
	}
	s.parts = append(s.parts, s.at(i).word)
	if s.at(i).is("pagi") && s.at(i+1).is("pagi") || s.at(i+1).is("hari") && !s.at(i+2).is("ini") && s.weekdayAt(i+2) < 0 {
		return 2
	}
	return 1
}

// thatPart notes a part of the day that lies around now: the coming one, the one before, or today's.
func (s *scan) thatPart(part, which string, n int) int {
	w, at := parts[part], s.now.Hour()*60+s.now.Minute()
	s.parts = append(s.parts, part)
	s.night = w.to > 1440
	d := s.day(0)
	switch {
	case which == "nanti" && at >= w.to:
		d = s.day(1)
	case which == "tadi" && w.to > 1440 && at >= 20*60:
		s.days = append(s.days, only(s.day(-1), s.day(0)))
		return n
	case which == "tadi" && at < w.from:
		d = s.day(-1)
	}
	if which != "ini" && slices.ContainsFunc(s.days, func(o days) bool { return !slices.ContainsFunc(o.likely, d.Equal) }) {
		return n // "besok nanti malam", "kemarin tadi pagi": the day is told by the other word
	}
	s.days = append(s.days, only(d))
	return n
}
