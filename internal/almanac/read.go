package almanac

import (
	"time"
)

// Moment is a day, and an hour of it where one was said.
type Moment struct {
	Day   time.Time // its midnight, in the reader's zone
	Clock bool      // an hour was said
	At    time.Time // day and hour; the day's midnight without an hour
}

// Reading is what a text says of a day and an hour.
type Reading struct {
	Moment Moment
	OK     bool     // understood, and in one way
	Maybe  []Moment // two to four meanings in the order of time, to be asked back; OK is false
	Rest   string   // the words that say no day and no hour: "balai desa" of "Senin depan jam 9 di balai desa"
}

// Read reads when something is planned. now is in the reader's zone; where the words leave it open, the future is meant.
func Read(text string, now time.Time) Reading { return read(text, now, ahead) }

// ReadPast reads when something was: "Senin" is the last one, "12/11" is over.
func ReadPast(text string, now time.Time) Reading { return read(text, now, back) }

func read(text string, now time.Time, lean leaning) Reading {
	s := begin(text, now, lean)
	s.run(0, len(s.toks))
	r := s.reading()
	r.Rest = s.rest(true)
	return r
}

// Hour is what a text says of an hour alone, in minutes from midnight. 1440 is the end of the day and more is the night after it:
// "jam 12 malam" may be 0 or 1440.
type Hour struct {
	Minutes int
	OK      bool
	Maybe   []int // two to four, to be asked back
	Rest    string
}

// ReadClock reads the answer to "jam berapa?", where a bare "9" is an hour. Of days it knows nothing.
func ReadClock(text string) Hour {
	s := begin(text, time.Time{}, ahead)
	s.runClock()
	if len(s.hours) == 0 && !s.broken && s.oneNumber() {
		s.asked = true
		s.runClock()
	}
	h := Hour{Rest: s.rest(true)}
	likely, _ := s.settleHours()
	switch {
	case s.broken:
	case len(likely) == 1:
		h.OK, h.Minutes = true, likely[0]
	case len(likely) <= most:
		h.Maybe = likely
	}
	return h
}

// runClock reads the phrases that say an hour.
func (s *scan) runClock() {
	s.parts = nil
	for i := 0; i < len(s.toks); {
		if n := s.passed(i); n > 0 {
			i += n
			continue
		}
		n := 0
		for _, read := range []func(*scan, int) int{(*scan).prayer, (*scan).clock, (*scan).partOfDay} {
			if n = read(s, i); n > 0 {
				break
			}
		}
		s.take(i, n)
		i += max(1, n)
	}
}

// oneNumber tells whether the only number of the text can be an hour: none of a date, and no count.
func (s *scan) oneNumber() bool {
	at := -1
	for i, t := range s.toks {
		switch {
		case t.num >= 0 && at >= 0:
			return false
		case t.num >= 0:
			at = i
		}
	}
	return at >= 0 && s.monthAt(at+1) == 0 && !s.at(at+1).is("jam", "menit", "hari", "minggu", "pekan", "bulan", "tahun", "orang") && !s.at(at-1).is("tanggal", "ke")
}
