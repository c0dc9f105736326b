package almanac_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rembuk/internal/almanac"
)

var (
	dayNames   = []string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	monthNames = []string{"", "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
)

func drawTime(t *rapid.T, name string) time.Time {
	minutes := rapid.IntRange(0, 20*366*24*60).Draw(t, name)
	return time.Date(2020, 1, 1, 0, minutes, 0, 0, wib)
}

// What we write, we read: a date with its year and its hour is the same from wherever one looks at it.
func TestReadsWhatIsWritten(t *testing.T) {
	long := func(at time.Time) string {
		return fmt.Sprintf("%s, %d %s %d pukul %s WIB", dayNames[at.Weekday()], at.Day(), monthNames[at.Month()], at.Year(), at.Format("15.04"))
	}
	rapid.Check(t, func(t *rapid.T) {
		at, now := drawTime(t, "at"), drawTime(t, "now")
		formats := []string{
			long(at), strings.ToUpper(long(at)), at.Format("02/01/2006 15.04"), at.Format("2-1-2006 jam 15:04"), at.Format("2006-01-02 15:04"), at.Format("2.1.2006, 15.04 WIB"),
			at.Format("2/1/06 pukul 15.04"), at.Format("January 2, 2006 at 15:04"), at.Format("2 Jan 2006 3:04 pm"), at.Format("jam 15.04 tgl 2/1/2006"),
		}
		for _, words := range formats {
			for _, read := range []func(string, time.Time) almanac.Reading{almanac.Read, almanac.ReadPast, almanac.ReadDue} {
				r := read(words, now)
				if !r.OK || !r.Moment.Clock || !r.Moment.At.Equal(at) || r.Rest != "" {
					t.Fatalf("%q at %s: %+v", words, now, r)
				}
			}
		}
	})
}

// A day without its year and a near day are the coming ones.
func TestReadsTheComingDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := drawTime(t, "now")
		n := rapid.IntRange(1, 100).Draw(t, "days")
		day := time.Date(now.Year(), now.Month(), now.Day()+n, 0, 0, 0, 0, wib)
		for _, words := range []string{day.Format("2/1"), fmt.Sprintf("%d %s", day.Day(), monthNames[day.Month()]), fmt.Sprintf("%d hari lagi", n)} {
			if r := almanac.Read(words, now); !r.OK || !r.Moment.At.Equal(day) || r.Moment.Clock {
				t.Fatalf("%q at %s: %+v", words, now, r)
			}
		}
	})
}

// Whatever is written, a reading is of one meaning, or of two to four in their order, or of none; and every moment has its own midnight.
func TestAnyTextIsReadInOrder(t *testing.T) {
	words := rapid.SampledFrom(vocabulary)
	gaps := rapid.SampledFrom([]string{" ", " ", " ", ", ", "-", "/", ".", ":", "", "\n"})
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(0, 8).Draw(t, "length") {
			b.WriteString(words.Draw(t, "word") + gaps.Draw(t, "gap"))
		}
		text := b.String()
		if rapid.Bool().Draw(t, "anything") {
			text += rapid.String().Draw(t, "text")
		}
		sound(t, text, drawTime(t, "now"))
	})
}

// fataler is a test that can be stopped: *testing.T and *rapid.T.
type fataler interface{ Fatalf(string, ...any) }

// sound reads a text in every way and checks what must be so of any reading.
func sound(t fataler, text string, now time.Time) {
	for _, read := range []func(string, time.Time) almanac.Reading{almanac.Read, almanac.ReadPast, almanac.ReadDue} {
		r := read(text, now)
		all := r.Maybe
		switch {
		case r.OK && len(r.Maybe) > 0, len(r.Maybe) == 1, len(r.Maybe) > 4, !r.OK && !r.Moment.At.IsZero():
			t.Fatalf("%q: %+v", text, r)
		case r.OK:
			all = []almanac.Moment{r.Moment}
		}
		for i, m := range all {
			y, mo, d := m.At.Date()
			if !m.Day.Equal(time.Date(y, mo, d, 0, 0, 0, 0, now.Location())) || !m.Clock && !m.At.Equal(m.Day) || i > 0 && m.At.Before(all[i-1].At) {
				t.Fatalf("%q: %+v", text, r)
			}
		}
	}
	if h := almanac.ReadClock(text); h.OK && len(h.Maybe) > 0 || len(h.Maybe) == 1 || h.Minutes < 0 || h.Minutes > 28*60 {
		t.Fatalf("%q: %+v", text, h)
	}
}

// The other words are kept, in their order and as they were written.
func TestRestKeepsTheWords(t *testing.T) {
	others := rapid.SampledFrom([]string{"Jumadil", "memperbarui", "daftar", "LANSIA", "Nek", "Rumsia", "kursi", "roda", "posyandu", "(bersama", "warga)", "Kades", "Umat"})
	phrases := rapid.SampledFrom([]string{"besok", "Senin depan jam 9", "30 November", "tgl 5, pukul 14.00 WIB", "pada hari Jumat", "malam Minggu ba'da isya"})
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, wib)
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.SliceOfN(others, 0, 5).Draw(t, "before")
		after := rapid.SliceOfN(others, 0, 5).Draw(t, "after")
		phrase := phrases.Draw(t, "phrase")
		text := strings.Join(append(append(append([]string{}, before...), phrase), after...), " ")
		want := letters(strings.Join(append(before, after...), " "))
		for _, read := range []func(string, time.Time) almanac.Reading{almanac.Read, almanac.ReadPast, almanac.ReadDue} {
			if r := read(text, now); letters(r.Rest) != want {
				t.Fatalf("%q leaves %q", text, r.Rest)
			}
		}
	})
}

// letters leaves the words of a text, without its brackets.
func letters(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("(", " ", ")", " ").Replace(text)), " ")
}

var vocabulary = strings.Fields(`besok lusa kemarin hari ini nanti tadi Senin Selasa Minggu minggu Jum'at depan lalu lagi dua tiga sepuluh puluh belas setengah kurang lewat
	seperempat jam pukul 9 09 14 00 30 31 5 11 12 2026 26 99999999 tanggal tgl bulan akhir awal pertengahan tahun pekan Desember Nov Februari mei Agus pagi siang sore malam
	subuh habis isya jumatan salat WIB WITA sampai selesai s/d - . : / ( ) di balai desa RT tiap selamat bukan next monday at pm am the of in weeks two half past tengah
	seminggu sebelum paling lambat sekarang semalam yang akan datang an sennin 3rd`)

func FuzzRead(f *testing.F) {
	for _, file := range []string{"read", "past", "due"} {
		for _, r := range rows(f, file) {
			f.Add(r.words, r.now.Unix())
		}
	}
	f.Fuzz(func(t *testing.T, text string, now int64) {
		sound(t, text, time.Unix(now%(1<<33), 0).In(wib))
	})
}

func BenchmarkRead(b *testing.B) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, wib)
	for name, text := range map[string]string{
		"short": "Senin depan jam 9", "long": "Jumadil memperbarui daftar lansia di Desa Padang Kempas bersama kader, paling lambat 30 November 2026 pukul 09.30 WIB",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				almanac.Read(text, now)
			}
		})
	}
}
