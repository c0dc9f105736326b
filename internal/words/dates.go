package words

import (
	"fmt"
	"strings"
	"time"
)

// Date writes a day as people read it: "Kamis, 26 November 2026". t must be in the reader's zone.
func (l *Language) Date(t time.Time) string {
	day := strings.Split(l.say["date.days"], ",")[t.Weekday()]
	month := strings.Split(l.say["date.months"], ",")[t.Month()-1]
	return fmt.Sprintf("%s, %d %s %d", strings.TrimSpace(day), t.Day(), strings.TrimSpace(month), t.Year())
}

// Month writes a month: "November 2026". t must be in the reader's zone.
func (l *Language) Month(t time.Time) string {
	month := strings.Split(l.say["date.months"], ",")[t.Month()-1]
	return fmt.Sprintf("%s %d", strings.TrimSpace(month), t.Year())
}

// Clock writes a day and an hour: "Kamis, 26 November 2026 pukul 09.30 WIB".
func (l *Language) Clock(t time.Time) string {
	return l.Say("date.clock", "date", l.Date(t), "time", t.Format(l.say["date.time"]), "zone", t.Format("MST"))
}

// Greeting is good morning, day, afternoon or evening by the hour of t, in the reader's zone.
func (l *Language) Greeting(t time.Time) string {
	switch hour := t.Hour(); {
	case hour >= 3 && hour < 11:
		return l.say["greet.morning"]
	case hour >= 11 && hour < 15:
		return l.say["greet.day"]
	case hour >= 15 && hour < 18:
		return l.say["greet.afternoon"]
	default:
		return l.say["greet.evening"]
	}
}
