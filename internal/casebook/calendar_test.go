package casebook_test

import (
	"testing"
	"time"

	"rembuk/internal/casebook"
)

var wib = time.FixedZone("WIB", 7*60*60)

// office is an invented office: Monday to Thursday 07.30-12.00 and 13.00-16.00, Friday 07.30-11.30 and 13.00-16.30, nights from 21.00.
func office() casebook.Calendar {
	day := []casebook.Hours{{From: 7*60 + 30, To: 12 * 60}, {From: 13 * 60, To: 16 * 60}}
	friday := []casebook.Hours{{From: 7*60 + 30, To: 11*60 + 30}, {From: 13 * 60, To: 16*60 + 30}}
	return casebook.Calendar{
		Zone:   wib,
		Office: [7][]casebook.Hours{time.Monday: day, time.Tuesday: day, time.Wednesday: day, time.Thursday: day, time.Friday: friday},
		Quiet:  casebook.Hours{From: 21 * 60, To: 5*60 + 30},
		Holidays: map[casebook.Date]string{
			{Year: 2026, Month: time.December, Day: 24}: "Cuti bersama",
			{Year: 2026, Month: time.December, Day: 25}: "Natal",
			{Year: 2027, Month: time.January, Day: 1}:   "Tahun Baru",
		},
	}
}

func when(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, wib)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWorking(t *testing.T) {
	c := office()
	for text, want := range map[string]bool{
		"2026-11-23 07:29": false, "2026-11-23 07:30": true, "2026-11-23 11:59": true, "2026-11-23 12:00": false, "2026-11-23 13:00": true,
		"2026-11-23 16:00": false,
		"2026-11-27 11:45": false, "2026-11-27 16:15": true, // Friday
		"2026-11-28 10:00": false, "2026-11-29 10:00": false, // weekend
		"2026-12-25 10:00": false, // Christmas, a Friday
	} {
		if got := c.Working(when(t, text)); got != want {
			t.Errorf("working at %s: %v, want %v", text, got, want)
		}
		if got := c.Working(when(t, text).UTC()); got != want {
			t.Errorf("the same moment in UTC, %s: %v, want %v", text, got, want)
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	c := office()
	for _, test := range []struct {
		what, from string
		days       int
		want       string
	}{
		{"Monday morning, three days", "2026-11-23 08:00", 3, "2026-11-26 16:00"},
		{"Monday night counts like Monday", "2026-11-23 23:00", 3, "2026-11-26 16:00"},
		{"Wednesday, over a weekend", "2026-11-25 10:00", 3, "2026-11-30 16:00"},
		{"Thursday, due on a Friday with its later hours", "2026-11-26 10:00", 1, "2026-11-27 16:30"},
		{"Friday evening", "2026-11-27 20:00", 1, "2026-11-30 16:00"},
		{"Saturday: Monday is the first", "2026-11-28 10:00", 3, "2026-12-02 16:00"},
		{"Sunday", "2026-11-29 10:00", 1, "2026-11-30 16:00"},
		{"over Christmas", "2026-12-23 10:00", 1, "2026-12-28 16:00"},
		{"on a holiday", "2026-12-25 10:00", 2, "2026-12-29 16:00"},
		{"over the year's end", "2026-12-30 10:00", 3, "2027-01-05 16:00"},
		{"none, in office hours", "2026-11-23 15:59", 0, "2026-11-23 16:00"},
		{"none, at closing time", "2026-11-23 16:00", 0, "2026-11-24 16:00"},
		{"none, on a Sunday", "2026-11-29 10:00", 0, "2026-11-30 16:00"},
		{"none, before opening", "2026-11-27 05:00", 0, "2026-11-27 16:30"},
		{"less than none is none", "2026-11-27 05:00", -4, "2026-11-27 16:30"},
	} {
		if got := c.AddWorkingDays(when(t, test.from), test.days); !got.Equal(when(t, test.want)) {
			t.Errorf("%s: %d days from %s is %v, want %s", test.what, test.days, test.from, got, test.want)
		}
	}
}

func TestAddWorkingMinutes(t *testing.T) {
	c := office()
	for _, test := range []struct {
		what, from string
		minutes    int
		want       string
	}{
		{"inside the morning", "2026-11-23 08:00", 60, "2026-11-23 09:00"},
		{"over the break", "2026-11-23 11:30", 60, "2026-11-23 13:30"},
		{"to the end of the morning exactly", "2026-11-23 11:30", 30, "2026-11-23 12:00"},
		{"to closing time exactly", "2026-11-23 15:00", 60, "2026-11-23 16:00"},
		{"over the night", "2026-11-23 15:30", 60, "2026-11-24 08:00"},
		{"from the night", "2026-11-23 23:00", 30, "2026-11-24 08:00"},
		{"Friday's long break", "2026-11-27 11:00", 60, "2026-11-27 13:30"},
		{"Friday's last half hour", "2026-11-27 16:00", 45, "2026-11-30 07:45"},
		{"over Christmas and a weekend", "2026-12-23 15:30", 60, "2026-12-28 08:00"},
		{"over the year's end", "2026-12-31 15:30", 60, "2027-01-04 08:00"},
		{"a whole week", "2026-11-23 09:30", 37*60 + 30, "2026-11-30 09:30"},
		{"nothing, in office hours", "2026-11-23 09:30", 0, "2026-11-23 09:30"},
		{"nothing, on Sunday", "2026-11-29 09:30", 0, "2026-11-30 07:30"},
	} {
		got := c.AddWorkingMinutes(when(t, test.from), time.Duration(test.minutes)*time.Minute)
		if !got.Equal(when(t, test.want)) {
			t.Errorf("%s: %d minutes from %s is %v, want %s", test.what, test.minutes, test.from, got, test.want)
		}
		if back := c.WorkingBetween(when(t, test.from), got); back != time.Duration(test.minutes)*time.Minute {
			t.Errorf("%s: between %s and %v lie %v, want %d minutes", test.what, test.from, got, back, test.minutes)
		}
	}
	if got := c.WorkingBetween(when(t, "2026-11-24 09:00"), when(t, "2026-11-23 09:00")); got != 0 {
		t.Errorf("backwards lie %v", got)
	}
}

func TestQuietHours(t *testing.T) {
	c := office()
	for _, test := range []struct {
		at    string
		quiet bool
		after string
	}{
		{"2026-11-23 20:59", false, "2026-11-23 20:59"},
		{"2026-11-23 21:00", true, "2026-11-24 05:30"},
		{"2026-12-31 23:59", true, "2027-01-01 05:30"},
		{"2026-11-24 00:00", true, "2026-11-24 05:30"},
		{"2026-11-24 05:29", true, "2026-11-24 05:30"},
		{"2026-11-24 05:30", false, "2026-11-24 05:30"},
	} {
		at := when(t, test.at)
		if got := c.InQuietHours(at); got != test.quiet {
			t.Errorf("quiet at %s: %v", test.at, got)
		}
		if got := c.AfterQuietHours(at); !got.Equal(when(t, test.after)) {
			t.Errorf("after the quiet hours of %s: %v, want %s", test.at, got, test.after)
		}
	}
}

func TestSpans(t *testing.T) {
	c, friday := office(), when(t, "2026-11-27 16:00")
	for _, test := range []struct {
		span casebook.Span
		want string
	}{
		{casebook.Span{Count: 15, Unit: time.Minute}, "2026-11-27 16:15"},
		{casebook.Span{Count: 24, Unit: time.Hour}, "2026-11-28 16:00"},
		{casebook.Span{Count: 7, Unit: casebook.Day}, "2026-12-04 16:00"},
		{casebook.Span{Count: 1, Unit: time.Hour, Working: true}, "2026-11-30 08:00"},
		{casebook.Span{Count: 3, Unit: casebook.Day, Working: true}, "2026-12-02 16:00"},
		{casebook.Span{}, "2026-11-27 16:00"},
	} {
		if got := c.After(friday, test.span); !got.Equal(when(t, test.want)) {
			t.Errorf("%+v after Friday 16.00 is %v, want %s", test.span, got, test.want)
		}
	}
}

// A calendar that somebody has emptied must not hang the program.
func TestAnOfficeThatNeverOpens(t *testing.T) {
	var c casebook.Calendar
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	if got := c.AddWorkingDays(at, 3); !got.Equal(at.AddDate(0, 0, 3)) {
		t.Errorf("three days are %v", got)
	}
	if got := c.AddWorkingMinutes(at, time.Hour); !got.Equal(at.Add(time.Hour)) {
		t.Errorf("an hour is %v", got)
	}
	if c.Working(at) || c.InQuietHours(at) || !c.AfterQuietHours(at).Equal(at) {
		t.Error("an empty calendar works or sleeps")
	}
}
