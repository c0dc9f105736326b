package almanac

import (
	"slices"
	"time"
)

// days are the days that some words can mean.
type days struct {
	likely  []time.Time
	fits    func(time.Time) bool // whether the words allow a day, when other words name it
	weekday bool
	open    bool // a weekday, which a week may be said of elsewhere
	shift   int  // -1: the evening before, "malam Jumat"
}

func only(all ...time.Time) days {
	return days{likely: all, fits: func(t time.Time) bool { return slices.ContainsFunc(all, t.Equal) }}
}

func (d days) or(e days) days {
	f, g := d.fits, e.fits
	switch {
	case len(d.likely) == 0:
		return e
	case len(e.likely) == 0:
		return d
	}
	return days{likely: append(slices.Clone(d.likely), e.likely...), fits: func(t time.Time) bool { return f(t) || g(t) }}
}

// add notes days; none at all are days that cannot be.
func (s *scan) add(d days) {
	if len(d.likely) == 0 {
		s.broken = true
		return
	}
	s.days = append(s.days, d)
}

// day gives the midnight so many days from today.
func (s *scan) day(n int) time.Time {
	y, m, d := s.now.Date()
	return time.Date(y, m, d+n, 0, 0, 0, 0, s.now.Location())
}

const (
	soonEnough = 120 // days within which a date of the neighbouring year is meant
	justOver   = 60  // days within which a date that is over may be meant nevertheless
)

// calendar gives a date; without a year (0) the one that is meant, or both where that is open.
func (s *scan) calendar(day, month, year int) days {
	if year != 0 {
		if t, ok := s.valid(year, month, day); ok {
			return only(t)
		}
		return days{}
	}
	var before, after []time.Time // today is both
	for _, y := range []int{s.now.Year() - 1, s.now.Year(), s.now.Year() + 1} {
		t, ok := s.valid(y, month, day)
		if ok && !t.After(s.day(0)) {
			before = []time.Time{t}
		}
		if ok && !t.Before(s.day(0)) && after == nil {
			after = []time.Time{t}
		}
	}
	near, far := after, before
	if s.lean == back {
		near, far = before, after
	}
	d := days{likely: near, fits: func(t time.Time) bool { return t.Day() == day && int(t.Month()) == month }}
	if len(near) == 1 && len(far) == 1 && !s.meant(near[0], far[0]) {
		d.likely = []time.Time{before[0], after[0]}
	}
	return d
}

// meant tells whether, of the same date in two years, only the one on the side where we look is meant.
func (s *scan) meant(near, far time.Time) bool {
	if s.apart(near) <= soonEnough {
		return true
	}
	return near.Year() == s.now.Year() && s.apart(far) > justOver
}

// apart gives how many days lie between today and t, either way.
func (s *scan) apart(t time.Time) int {
	d := t.Sub(s.day(0)).Hours() / 24
	return int(max(d, -d) + 0.5)
}

// ofMonth gives a day of the month that is so many away.
func (s *scan) ofMonth(day, months int) days {
	y, m, _ := s.now.Date()
	first := time.Date(y, m+time.Month(months), 1, 0, 0, 0, 0, s.now.Location())
	if t, ok := s.valid(first.Year(), int(first.Month()), day); ok {
		return only(t)
	}
	return days{}
}

// nextOfMonth gives "tanggal 5" without a month: the next one, or the last.
func (s *scan) nextOfMonth(day int) days {
	step := 1
	if s.lean == back {
		step = -1
	}
	for k := 0; k*step <= 2; k += step {
		d := s.ofMonth(day, k)
		if len(d.likely) == 1 && d.likely[0].Sub(s.day(0))*time.Duration(step) >= 0 {
			d.fits = func(t time.Time) bool { return t.Day() == day }
			return d
		}
	}
	return days{}
}

// settleDays puts together what the words say of the day: they agree, or any of them may be meant.
func (s *scan) settleDays() []time.Time {
	if len(s.days) == 0 {
		return nil
	}
	cur := s.days[0]
	for _, d := range s.days[1:] {
		cur = s.both(cur, d)
	}
	return inOrder(cur.likely)
}

func (s *scan) both(a, b days) days {
	var all []time.Time
	for _, t := range a.likely {
		if b.fits(t) {
			all = append(all, t)
		}
	}
	for _, t := range b.likely {
		if a.fits(t) {
			all = append(all, t)
		}
	}
	f, g := a.fits, b.fits
	if len(all) > 0 {
		return days{likely: all, fits: func(t time.Time) bool { return f(t) && g(t) }, weekday: a.weekday && b.weekday}
	}
	if a.weekday && !b.weekday {
		a, b = b, a
	}
	if b.weekday && !a.weekday {
		b.likely = s.nearest(b, a.likely)
	}
	return a.or(b)
}

// nearest gives the days that fit next to the given ones, on the side where we look.
func (s *scan) nearest(d days, to []time.Time) (all []time.Time) {
	for _, t := range to {
		for _, k := range []int{0, -1, 1, -2, 2, -3, 3, 4, -4, 5, -5, 6, -6} {
			at := t.AddDate(0, 0, k)
			if d.fits(at) && !(s.lean == ahead && at.Before(s.day(0)) && !t.Before(s.day(0))) && !(s.lean == back && at.After(s.day(0)) && !t.After(s.day(0))) {
				all = append(all, at)
				break
			}
		}
	}
	return all
}

func inOrder(all []time.Time) []time.Time {
	all = slices.Clone(all)
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}
