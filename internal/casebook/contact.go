package casebook

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/private"
)

// Contact is how a reporter may be reached, by the reporter's own recorded yes: without it there is none.
type Contact struct {
	Name   private.Text // may be empty
	Phone  private.Text // "+628..."
	Notice int          // version of the data notice under which yes was said
	Said   time.Time    // when
}

// Details is what is told of a case after its number. What is empty stays as it was.
type Details struct {
	Place private.Text // patokan, dusun, RT/RW: it says where, unlike the story, and the village reads it after the release
	Count int          // of people
	Safe  SafeHours    // when a notice may come to the reporter's phone
}

// Empty tells whether nothing is told.
func (d Details) Empty() bool { return d.Place.Empty() && d.Count == 0 && d.Safe == SafeHours{} }

// with is the case with what is told of it.
func (c Case) with(d Details) Case {
	if !d.Place.Empty() {
		c.PlaceNote = d.Place
	}
	if d.Count > 0 {
		c.Gist.Count, c.Gist.Unit = d.Count, "orang"
	}
	if d.Safe != (SafeHours{}) {
		c.Safe = d.Safe
	}
	return c
}

// SafeHours is when a reporter's phone may show that there is news, in minutes of the day. The zero value: at any hour.
type SafeHours struct{ From, To int }

// Never and Always are no hours: nothing may come whatever news there is, and it may come at any. A child is written to only after it has said that it is
// safe.
var (
	Never  = SafeHours{1, 1}
	Always = SafeHours{2, 2}
)

// Holds tells whether a moment is inside.
func (h SafeHours) Holds(t time.Time) bool {
	m := minuteOf(t)
	switch {
	case h.From == h.To:
		return h != Never
	case h.From < h.To:
		return m >= h.From && m < h.To
	default: // over midnight
		return m >= h.From || m < h.To
	}
}

// Next is the first moment from t on that is inside, by the clock of the zone; not to be asked of Never.
func (h SafeHours) Next(t time.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	local := t.In(zone)
	if h.Holds(local) {
		return t
	}
	at := minuteOfDay(local, h.From)
	if !at.After(local) {
		at = minuteOfDay(local.AddDate(0, 0, 1), h.From)
	}
	return at
}

// Clock writes them as people do: "09.00-11.00".
func (h SafeHours) Clock() string {
	return clockOf(h.From) + "-" + clockOf(h.To)
}

func clockOf(minute int) string {
	return strconv.Itoa(minute/60/10) + strconv.Itoa(minute/60%10) + "." + strconv.Itoa(minute%60/10) + strconv.Itoa(minute%60%10)
}

// dayParts are the parts of the day: the hours that the word alone means, and from which hour of the clock on noon must be added.
var dayParts = []struct {
	word     string
	from, to int
	shift    [2]int // hours of 1 to 12 that are after noon
}{
	{"pagi", 7, 10, [2]int{13, 0}}, {"siang", 10, 14, [2]int{1, 5}}, {"sore", 15, 18, [2]int{1, 7}}, {"malam", 18, 21, [2]int{5, 11}},
	{"morning", 7, 10, [2]int{13, 0}}, {"noon", 10, 14, [2]int{1, 5}}, {"afternoon", 15, 18, [2]int{1, 7}}, {"evening", 18, 21, [2]int{5, 11}},
}

var hourOfDay = regexp.MustCompile(`\b(\d{1,2})(?:[.:](\d{2}))?\b`)

// ReadSafeHours reads "9-11", "jam 9 sampai 11", "jam 7 malam", "pagi", "13.00-15.30". A single hour lasts one.
func ReadSafeHours(text string) (SafeHours, bool) {
	text = strings.ToLower(text)
	var part *struct {
		word     string
		from, to int
		shift    [2]int
	}
	for i := range dayParts {
		if strings.Contains(text, dayParts[i].word) {
			part = &dayParts[i]
			break
		}
	}
	var at []int
	for _, m := range hourOfDay.FindAllStringSubmatch(text, 3) {
		hour, _ := strconv.Atoi(m[1])
		minute, _ := strconv.Atoi(m[2])
		if hour > 24 || minute > 59 {
			return SafeHours{}, false
		}
		if part != nil && hour >= part.shift[0] && hour <= part.shift[1] {
			hour += 12
		}
		at = append(at, (hour*60+minute)%(24*60))
	}
	switch {
	case len(at) == 0 && part != nil:
		return SafeHours{part.from * 60, part.to * 60}, true
	case len(at) == 1:
		return SafeHours{at[0], (at[0] + 60) % (24 * 60)}, true
	case len(at) == 2 && at[0] != at[1]:
		return SafeHours{at[0], at[1]}, true
	}
	return SafeHours{}, false
}

// placeWords say where something is. Whoever says whose house it is ("rumah saya") says who reports.
var (
	placeWords = regexp.MustCompile(`(?i)\b(rt|rw|dusun|kadun|dsn|jalan|jl|jln|gang|gg|dekat|deket|belakang|depan|samping|sebelah|seberang|simpang|masjid|mesjid|musala|musholla|mushola|langgar|gereja|sd|smp|sma|sekolah|puskesmas|posyandu|pustu|pasar|warung|toko|jembatan|sungai|kebun|sawah|lapangan|balai|kantor|blok|rumah|patokan|tikungan|tugu|gapura|pos|km)\b`)
	ownWords   = regexp.MustCompile(`(?i)\b(saya|aku|kami|kita|ambo|ambau|nama|tetangga|adik|kakak|anak|ibu saya|bapak saya)\b`)
)

// SaysWhere tells whether a text is a landmark and nothing else: short, with a word of place and none of oneself.
func SaysWhere(text string) bool {
	return len([]rune(text)) <= 120 && placeWords.MatchString(text) && !ownWords.MatchString(text)
}
