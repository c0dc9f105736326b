package almanac

import (
	"slices"
	"time"
)

// most is how many choices a person can be asked.
const most = 4

// reading puts together what the phrases said.
func (s *scan) reading() Reading {
	if len(s.days)+len(s.hours) > 3*most { // a list of dates, none of which is the one
		return Reading{}
	}
	if s.vague && slices.ContainsFunc(s.days, func(d days) bool { return d.weekday }) { // "Senin bulan Desember"
		return Reading{}
	}
	s.settleDotted()
	s.settleWeek()
	if s.broken {
		return Reading{}
	}
	if s.moment != nil && len(s.days) == 0 && len(s.hours) == 0 {
		return Reading{Moment: *s.moment, OK: true}
	}
	likely, rarely := s.settleHours()
	if s.broken {
		return Reading{}
	}
	days := s.settleDays()
	var all []Moment
	switch {
	case len(likely) == 0:
		all = without(days)
	case len(days) == 0:
		all = s.somedays(likely, rarely)
	default:
		all = s.thoseDays(days, likely, rarely)
	}
	if s.dotted != nil {
		all = append(all, without(s.dotted.day.likely)...)
	}
	if all = distinct(all); len(all) > most { // the hour can be asked for again
		all = without(days)
	}
	switch {
	case len(all) == 1:
		return Reading{Moment: all[0], OK: true}
	case len(all) > 1 && len(all) <= most:
		return Reading{Maybe: all}
	}
	return Reading{}
}

// settleDotted decides whether "5.12" is a day or an hour, where other words tell.
func (s *scan) settleDotted() {
	switch d := s.dotted; {
	case d == nil:
	case len(s.days) > 0 || s.week != nil:
		s.hours, s.dotted = append(s.hours, d.clock.hours("")), nil
	case len(s.hours) > 0 || d.clock.h >= 24:
		s.add(d.day)
		s.dotted = nil
	case len(d.day.likely) == 0:
		s.hours, s.dotted = append(s.hours, d.clock.hours("")), nil
	default:
		s.hours = append(s.hours, d.clock.hours(""))
	}
}

// settleHours puts together what was said of the hour: a part of the day that stands elsewhere belongs to it.
func (s *scan) settleHours() (likely, rarely []int) {
	exact := slices.ContainsFunc(s.hours, func(h hours) bool { return !h.about })
	slices.Sort(s.parts)
	parted := slices.Compact(s.parts)
	for _, h := range s.hours {
		if h.about && exact {
			continue
		}
		if h.open != nil && len(parted) == 1 {
			h = h.open.hours(parted[0])
			s.broken = s.broken || len(h.likely) == 0
		}
		likely, rarely = append(likely, h.likely...), append(rarely, h.rarely...)
	}
	if s.night && slices.ContainsFunc(likely, func(m int) bool { return m >= 1440 }) {
		likely = slices.DeleteFunc(likely, func(m int) bool { return m < 240 })
	}
	slices.Sort(likely)
	return slices.Compact(likely), rarely
}

// somedays gives the moments of an hour that was said without a day: today's where one is still to come, else tomorrow's.
func (s *scan) somedays(likely, rarely []int) []Moment {
	step := 1
	if s.lean == back || s.gone {
		step = -1
	}
	today := s.open(s.with(s.day(0), likely), step)
	if len(today) > 0 {
		return today
	}
	other := s.with(s.day(step), likely)
	if late := s.open(s.with(s.day(0), rarely), step); len(late) > 0 {
		if s.soon || s.gone {
			return late
		}
		return append(other, late...)
	}
	if len(likely) == 1 && !s.soon && !s.gone && s.justMissed(likely[0]) { // today's by mistake, or tomorrow's
		return append(other, s.with(s.day(0), likely)...)
	}
	return other
}

// justMissed tells whether an hour of today is so near, on the wrong side, that it may be meant nevertheless.
func (s *scan) justMissed(minutes int) bool {
	d := minutes - s.now.Hour()*60 - s.now.Minute()
	return max(d, -d) <= 6*60
}

// thoseDays gives the moments of the days and hours that were said; of today, the hours on the side where we look.
func (s *scan) thoseDays(days []time.Time, likely, rarely []int) (all []Moment) {
	step := 1
	if s.lean == back {
		step = -1
	}
	for _, d := range days {
		those := s.with(d, likely)
		if d.Equal(s.day(0)) {
			switch open := s.open(those, step); {
			case len(open) > 0:
				those = open
			case len(days) > 1:
				continue
			default:
				those = append(those, s.open(s.with(d, rarely), step)...)
			}
		}
		all = append(all, those...)
	}
	if len(all) == 2 && s.soon && len(days) == 1 {
		all = s.open(all, 1)
	}
	return all
}

func (s *scan) with(day time.Time, minutes []int) (all []Moment) {
	for _, m := range minutes {
		y, mo, d := day.Date()
		at := time.Date(y, mo, d, 0, m, 0, 0, day.Location())
		all = append(all, Moment{Day: midnight(at), Clock: true, At: at})
	}
	return all
}

// open leaves the moments that lie ahead (1) or behind (-1).
func (s *scan) open(all []Moment, step int) []Moment {
	var left []Moment
	for _, m := range all {
		if m.At.Compare(s.now)*step > 0 {
			left = append(left, m)
		}
	}
	return left
}

func without(days []time.Time) (all []Moment) {
	for _, d := range days {
		all = append(all, Moment{Day: d, At: d})
	}
	return all
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

func distinct(all []Moment) []Moment {
	slices.SortStableFunc(all, func(a, b Moment) int { return a.At.Compare(b.At) })
	return slices.CompactFunc(all, func(a, b Moment) bool { return a.At.Equal(b.At) && a.Clock == b.Clock })
}
