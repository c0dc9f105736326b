package casebook

import (
	"fmt"
	"time"
)

// Date is a day of the calendar, without an hour or a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf gives t's day in t's own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// Before tells whether d comes before another day.
func (d Date) Before(o Date) bool {
	return d.Year < o.Year || d.Year == o.Year && (d.Month < o.Month || d.Month == o.Month && d.Day < o.Day)
}

// In gives the day's midnight in a zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Hours is a stretch of a day, in minutes after midnight, To not included. With To before From it goes on into the next day: 21.00-05.30.
type Hours struct{ From, To int }

func (h Hours) hold(minute int) bool {
	if h.From <= h.To {
		return h.From <= minute && minute < h.To
	}
	return minute >= h.From || minute < h.To
}

// Calendar knows when an office works and when people sleep. All of it is data of a district.
type Calendar struct {
	Zone     *time.Location
	Office   [7][]Hours      // by time.Weekday, in order and without a break inside; none: no work on that day
	Quiet    Hours           // ordinary messages are held
	Holidays map[Date]string // with the day's name; a day off whatever the weekday
}

// idleDays is how far the calendar looks for a day of work before it takes itself for empty.
const idleDays = 60

// WorkingDay reports whether the office opens at all on t's day.
func (c Calendar) WorkingDay(t time.Time) bool { return len(c.hours(t)) > 0 }

// Working reports whether the office is open at t.
func (c Calendar) Working(t time.Time) bool {
	t = c.local(t)
	for _, h := range c.hours(t) {
		if h.hold(minuteOf(t)) {
			return true
		}
	}
	return false
}

// AddWorkingDays gives the end of office hours on the n-th working day after t's day. The day of t never counts, whatever the hour: what
// comes in on Monday at 08.00 or at 23.00 has three working days until the end of Thursday; what comes in on a Saturday, until
// the end of Wednesday. With n = 0 it is the end of office hours on t's own day, or of the next working day when t is past it.
// A calendar that never works answers n times 24 hours.
func (c Calendar) AddWorkingDays(t time.Time, n int) time.Time {
	t = c.local(t)
	if n <= 0 {
		if end, open := c.closing(t); open && t.Before(end) {
			return end
		}
		n = 1
	}
	day, idle := t, 0
	for left := n; left > 0; {
		day = nextDay(day)
		if c.WorkingDay(day) {
			left, idle = left-1, 0
		} else if idle++; idle > idleDays {
			return t.Add(time.Duration(n) * 24 * time.Hour)
		}
	}
	end, _ := c.closing(day)
	return end
}

// AddWorkingMinutes gives the moment when d of office hours have passed since t, breaks and closed days not counted. What ends exactly
// at closing time is due then, not the next morning. A calendar that never works answers t + d by the clock.
func (c Calendar) AddWorkingMinutes(t time.Time, d time.Duration) time.Time {
	t = c.local(t)
	left := d
	for day, idle := t, 0; idle <= idleDays; day, idle = nextDay(day), idle+1 {
		for _, h := range c.hours(day) {
			from, to := minuteOfDay(day, h.From), minuteOfDay(day, h.To)
			if from.Before(t) {
				from = t
			}
			if !from.Before(to) {
				continue
			}
			if idle = 0; left <= to.Sub(from) {
				return from.Add(left)
			}
			left -= to.Sub(from)
		}
	}
	return t.Add(d)
}

// WorkingBetween gives how much office time lies between two moments; zero when to is not after from.
func (c Calendar) WorkingBetween(from, to time.Time) time.Duration {
	from, to = c.local(from), c.local(to)
	var sum time.Duration
	for day := minuteOfDay(from, 0); day.Before(to); day = nextDay(day) {
		for _, h := range c.hours(day) {
			opens, closes := minuteOfDay(day, h.From), minuteOfDay(day, h.To)
			if opens.Before(from) {
				opens = from
			}
			if closes.After(to) {
				closes = to
			}
			sum += max(0, closes.Sub(opens))
		}
	}
	return sum
}

// InQuietHours reports whether ordinary messages must wait at t.
func (c Calendar) InQuietHours(t time.Time) bool { return c.Quiet.hold(minuteOf(c.local(t))) }

// AfterQuietHours gives t itself, or the end of the quiet hours that hold it.
func (c Calendar) AfterQuietHours(t time.Time) time.Time {
	t = c.local(t)
	if !c.InQuietHours(t) {
		return t
	}
	end := minuteOfDay(t, c.Quiet.To)
	if !end.After(t) {
		end = minuteOfDay(nextDay(t), c.Quiet.To)
	}
	return end
}

// After gives the end of a span that begins at t: by the clock, or in the office's time.
func (c Calendar) After(t time.Time, s Span) time.Time {
	switch {
	case !s.Working:
		return t.Add(s.Clock())
	case s.Unit == Day:
		return c.AddWorkingDays(t, s.Count)
	default:
		return c.AddWorkingMinutes(t, s.Clock())
	}
}

// Span is a length of time as people state a rule: 15 minutes by the clock, 3 working days.
type Span struct {
	Count   int
	Unit    time.Duration // time.Second, time.Minute, time.Hour or Day
	Working bool          // counted in office hours or working days
}

// Day is 24 hours by the clock; in a working span it means one working day.
const Day = 24 * time.Hour

// Clock gives the span's length as if all of it were clock time.
func (s Span) Clock() time.Duration { return time.Duration(s.Count) * s.Unit }

func (c Calendar) hours(t time.Time) []Hours {
	t = c.local(t)
	if _, off := c.Holidays[DateOf(t)]; off {
		return nil
	}
	return c.Office[t.Weekday()]
}

func (c Calendar) closing(t time.Time) (end time.Time, open bool) {
	hours := c.hours(t)
	if len(hours) == 0 {
		return time.Time{}, false
	}
	return minuteOfDay(t, hours[len(hours)-1].To), true
}

func (c Calendar) local(t time.Time) time.Time {
	if c.Zone == nil {
		return t.UTC()
	}
	return t.In(c.Zone)
}

func minuteOf(t time.Time) int { return t.Hour()*60 + t.Minute() }

// minuteOfDay gives the given minute of t's day.
func minuteOfDay(t time.Time, minute int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, minute, 0, 0, t.Location())
}

// nextDay gives the next day's midnight.
func nextDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location())
}
