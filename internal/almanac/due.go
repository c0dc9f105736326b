package almanac

import "time"

// ReadDue reads the deadline in a sentence: "Jumadil memperbarui daftar lansia, paling lambat 30 November". Rest is the sentence without it. What
// stands after a word of lateness is the deadline, other dates are of the sentence. "Sebelum 30 November" may leave out the day itself: it is asked back.
func ReadDue(text string, now time.Time) Reading {
	s := begin(text, now, ahead)
	for i := len(s.toks) - 1; i >= 0; i-- {
		n, strictly := s.cue(i)
		if n == 0 {
			continue
		}
		s.within = true
		if s.after(i + n); len(s.days) == 0 && s.week == nil && s.moment == nil && !s.broken { // "sampai jam 11" is no deadline where a day stands elsewhere
			s = s.anew()
			continue
		}
		s.take(i, n)
		r := s.reading()
		if strictly && r.OK && !r.Moment.Clock {
			r = Reading{Maybe: without([]time.Time{r.Moment.Day.AddDate(0, 0, -1), r.Moment.Day})}
		}
		r.Rest = s.rest(false)
		return r
	}
	s.run(0, len(s.toks))
	for i := range s.toks {
		if n, _ := s.cue(i); n > 0 && i+n < len(s.toks) && s.taken[i+n] {
			s.take(i, n)
		}
	}
	r := s.reading()
	r.Rest = s.rest(false)
	return r
}

// cue reads a word of lateness at i, and whether it leaves out the day itself.
func (s *scan) cue(i int) (n int, strictly bool) {
	a, b, c := s.at(i), s.at(i+1), s.at(i+2)
	switch {
	case a.is("paling") && b.is("lambat", "lama", "telat", "akhir"), a.is("batas") && b.is("waktu", "akhir"):
		return 2, false
	case a.is("selambat") && b.is("lambatnya"), a.is("no") && b.is("later") && c.is("than"):
		return 2 + s.tail(i+2, "than"), false
	case a.is("tenggat", "deadline", "batas", "target", "by", "due", "sampai", "maksimal", "maks", "max"):
		n = 1
		for n < 4 && s.at(i+n).is("waktu", "waktunya", "nya", "by", "on") {
			n++
		}
		return n, false
	case a.is("sebelum", "sblm", "before"):
		return 1, true
	}
	return 0, false
}

// after reads the phrases that stand right after a cue.
func (s *scan) after(i int) {
	for i < len(s.toks) {
		n := s.phrase(i)
		if n == 0 {
			return
		}
		i += n
	}
}
