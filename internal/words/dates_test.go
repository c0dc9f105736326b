package words_test

import (
	"testing"
	"time"

	"rembuk/internal/words"
)

var wib = time.FixedZone("WIB", 7*60*60)

func TestDates(t *testing.T) {
	for _, test := range []struct {
		at          time.Time
		code        string
		date, exact string
		greeting    string
	}{
		{time.Date(2026, 11, 26, 9, 30, 0, 0, wib), "id", "Kamis, 26 November 2026", "Kamis, 26 November 2026 pukul 09.30 WIB", "Selamat pagi"},
		{time.Date(2026, 11, 26, 9, 30, 0, 0, wib), "en", "Thursday, 26 November 2026", "Thursday, 26 November 2026 at 09:30 WIB", "Good morning"},
		{time.Date(2027, 1, 3, 0, 5, 0, 0, wib), "id", "Minggu, 3 Januari 2027", "Minggu, 3 Januari 2027 pukul 00.05 WIB", "Selamat malam"},
		{time.Date(2027, 1, 3, 0, 5, 0, 0, wib), "en", "Sunday, 3 January 2027", "Sunday, 3 January 2027 at 00:05 WIB", "Good evening"},
		{time.Date(2028, 2, 29, 13, 0, 0, 0, wib), "id", "Selasa, 29 Februari 2028", "Selasa, 29 Februari 2028 pukul 13.00 WIB", "Selamat siang"},
		{time.Date(2028, 2, 29, 13, 0, 0, 0, wib), "en", "Tuesday, 29 February 2028", "Tuesday, 29 February 2028 at 13:00 WIB", "Good day"},
		{time.Date(2026, 8, 1, 17, 45, 0, 0, wib), "id", "Sabtu, 1 Agustus 2026", "Sabtu, 1 Agustus 2026 pukul 17.45 WIB", "Selamat sore"},
		{time.Date(2026, 8, 1, 17, 45, 0, 0, wib), "en", "Saturday, 1 August 2026", "Saturday, 1 August 2026 at 17:45 WIB", "Good afternoon"},
	} {
		l := words.In(test.code)
		if got := l.Date(test.at); got != test.date {
			t.Errorf("date %q, want %q", got, test.date)
		}
		if got := l.Clock(test.at); got != test.exact {
			t.Errorf("clock %q, want %q", got, test.exact)
		}
		if got := l.Greeting(test.at); got != test.greeting {
			t.Errorf("at %s: %q, want %q", test.at.Format("15:04"), got, test.greeting)
		}
	}
}

// Every day and every month has its own name, in the order of Go's.
func TestDaysAndMonthsAreComplete(t *testing.T) {
	for _, code := range words.Codes {
		l := words.In(code)
		seen := map[string]bool{}
		for day := range 7 {
			seen[l.Date(time.Date(2026, 3, 1+day, 12, 0, 0, 0, wib))] = true
		}
		for month := range 12 {
			seen[l.Date(time.Date(2025, time.Month(month+1), 1, 12, 0, 0, 0, wib))] = true
		}
		if len(seen) != 19 {
			t.Errorf("%s: %d different dates, want 19", code, len(seen))
		}
	}
	en := words.In("en")
	for month := range 12 {
		at := time.Date(2026, time.Month(month+1), 15, 12, 0, 0, 0, wib)
		if got, want := en.Date(at), at.Format("Monday, 2 January 2006"); got != want {
			t.Errorf("date %q, want %q", got, want)
		}
	}
}

// People are greeted as the hour is called in Bengkulu: pagi to eleven, siang to three, sore to six.
func TestGreetingsFollowTheHour(t *testing.T) {
	id := words.In("id")
	for hour := range 24 {
		want := "Selamat malam"
		switch {
		case hour >= 3 && hour <= 10:
			want = "Selamat pagi"
		case hour >= 11 && hour <= 14:
			want = "Selamat siang"
		case hour >= 15 && hour <= 17:
			want = "Selamat sore"
		}
		for _, minute := range []int{0, 59} {
			if got := id.Greeting(time.Date(2026, 11, 26, hour, minute, 0, 0, wib)); got != want {
				t.Errorf("at %02d.%02d: %q, want %q", hour, minute, got, want)
			}
		}
	}
}
