package papers

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

func (w writing) say(key string, args ...string) string { return w.voice.Say(key, args...) }

// date is "Kamis, 12 November 2026"; empty for a day that was not told.
func (w writing) date(d casebook.Date) string {
	if d == (casebook.Date{}) {
		return ""
	}
	return w.voice.Date(d.In(w.Zone))
}

// day is the date without its weekday, for a table: "12 November 2026".
func (w writing) day(d casebook.Date) string {
	_, day, _ := strings.Cut(w.date(d), ", ")
	return day
}

// month is "November 2026".
func (w writing) month(d casebook.Date) string {
	return w.monthName(d.Month) + " " + strconv.Itoa(d.Year)
}

func (w writing) monthName(m time.Month) string {
	return strings.TrimSpace(strings.Split(w.say("date.months"), ",")[m-1])
}

// hours is "09.00 - 11.30 WIB", or what of it is known.
func (w writing) hours(m casebook.Meeting) string {
	if !m.Clock {
		return ""
	}
	layout, from := w.say("date.time"), m.StartsAt.In(w.Zone)
	if m.EndsAt.IsZero() {
		return from.Format(layout) + " " + from.Format("MST")
	}
	return from.Format(layout) + " – " + m.EndsAt.In(w.Zone).Format(layout) + " " + from.Format("MST")
}

func (w writing) kind(k casebook.MeetingKind) string { return w.say("meeting.kind." + string(k)) }

// share is "5 dari 7", never a bare percentage; a dash where nothing is known.
func (w writing) share(s casebook.Share) string {
	if !s.Known() {
		return nothing
	}
	return w.say("paper.of", "part", strconv.Itoa(s.Part), "whole", strconv.Itoa(s.Whole))
}

const nothing = "–"

func (w writing) topics(keys []string) string {
	var names []string
	for _, key := range keys {
		if w.Topic != nil {
			key = w.Topic(w.voice.Code(), key)
		}
		names = append(names, key)
	}
	return strings.Join(names, "; ")
}

// places gives where a code lies, as a letterhead writes it, the smallest first: Desa Kuripan, Kecamatan Bunga Mas, Kabupaten ...
func (w writing) places(code string) string {
	var names []string
	for range 4 { // a village has three regions above it; a table that goes round does not hang us
		r, ok := w.Region(code)
		if !ok {
			break
		}
		names = append(names, w.say("paper.level."+string(r.Level), "name", r.Name))
		code = r.Parent
	}
	return strings.Join(names, ", ")
}

// place is the first of places alone: Desa Kuripan.
func (w writing) place(code string) string {
	first, _, _ := strings.Cut(w.places(code), ", ")
	return cmp.Or(first, code)
}

// lines are the lines of somebody's text without the empty ones.
func lines(t private.Text) []string {
	var all []string
	for line := range strings.Lines(t.Reveal()) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// points parts a text into its points where it has several: by lines, or by semicolons as people write an agenda in one line.
func points(t private.Text) []string {
	all := lines(t)
	if len(all) == 1 && strings.Contains(all[0], ";") {
		all = strings.Split(all[0], ";")
	}
	for i, point := range all {
		all[i] = strings.TrimSpace(unnumbered(point))
	}
	return slices.DeleteFunc(all, func(point string) bool { return point == "" })
}

// unnumbered takes off the number or the dash that somebody has typed before a point: we print our own.
func unnumbered(point string) string {
	point = strings.TrimSpace(point)
	if rest := strings.TrimLeft(point, "-•*–"); rest != point && strings.HasPrefix(rest, " ") {
		return rest
	}
	rest := strings.TrimLeftFunc(point, unicode.IsDigit)
	if digits := len(point) - len(rest); digits == 0 || digits > 2 || len(rest) < 2 || !strings.ContainsRune(".)", rune(rest[0])) || rest[1] != ' ' {
		return point
	}
	return rest[1:]
}

// counts puts together what is more than nothing: "izin 1, sakit 2".
type counts struct{ said []string }

func (c *counts) add(name string, n int) {
	if n > 0 {
		c.said = append(c.said, fmt.Sprintf("%s %d", name, n))
	}
}

func (c *counts) String() string { return strings.Join(c.said, ", ") }
