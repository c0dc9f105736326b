package casebook

import "time"

// Duty is when somebody of the office attends to danger: hours by weekday, in the district's zone. A stretch whose end is before its beginning
// goes on into the next day.
type Duty [7][]Hours

// On tells whether somebody is on duty at t. A day off counts as a Sunday.
func (d Duty) On(t time.Time, c Calendar) bool {
	t = c.local(t)
	minute := minuteOf(t)
	for _, h := range d.of(t, c) {
		if h.From < h.To && h.hold(minute) || h.From >= h.To && minute >= h.From {
			return true
		}
	}
	for _, h := range d.of(t.AddDate(0, 0, -1), c) {
		if h.From >= h.To && minute < h.To {
			return true
		}
	}
	return false
}

func (d Duty) of(t time.Time, c Calendar) []Hours {
	if _, off := c.Holidays[DateOf(t)]; off {
		return d[time.Sunday]
	}
	return d[t.Weekday()]
}
