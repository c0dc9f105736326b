package dialog

import (
	"slices"
	"time"

	"rembuk/internal/chat"
)

// Seen tells whether the input was remembered before: each queue has its own watermark, since they can overtake one another. An id far below
// the mark is not a repeat: Telegram begins anew at a random number after a week without updates.
func (s State) Seen(in chat.Input) bool {
	mark := s.Marks[in.Queue]
	return in.Update <= mark && mark-in.Update < 1e6
}

// Mark remembers the input.
func (s *State) Mark(in chat.Input) {
	s.Marks[in.Queue] = in.Update
	s.Touched = in.At
}

// Answered tells whether the reply to the input is known to have been sent.
func (s State) Answered(in chat.Input) bool {
	said := s.Said[in.Queue]
	return said >= in.Update && said-in.Update < 1e6
}

// Talk gives the talk that is going on; false when there is none.
func (s State) Talk() (Draft, bool) {
	if len(s.Talks) == 0 {
		return Draft{}, false
	}
	return s.Talks[len(s.Talks)-1], true
}

// Find gives the open talk with the flow's name, going on or parked.
func (s State) Find(flow string) (Draft, bool) {
	for _, d := range s.Talks {
		if d.Flow == flow {
			return d, true
		}
	}
	return Draft{}, false
}

// Put replaces the talk that is going on.
func (s *State) Put(d Draft) {
	s.Talks = append(append([]Draft(nil), s.Talks[:len(s.Talks)-1]...), d)
}

// Push begins a talk over the one going on, which is parked. False when there are too many.
func (s *State) Push(d Draft) bool {
	if len(s.Talks) >= MostTalks {
		return false
	}
	s.Talks = append(append([]Draft(nil), s.Talks...), d)
	return true
}

// Over begins a talk over the one going on, however many there are: for what must not wait.
func (s *State) Over(d Draft) { s.Talks = append(append([]Draft(nil), s.Talks...), d) }

// Raise goes on with a parked talk; the others wait in their order.
func (s *State) Raise(dialog string) {
	var rest, top []Draft
	for _, d := range s.Talks {
		if d.Dialog == dialog {
			top = append(top, d)
		} else {
			rest = append(rest, d)
		}
	}
	s.Talks = slices.Concat(rest, top)
}

// Close ends the talk that is going on; the one parked under it goes on.
func (s *State) Close(in chat.Input, frozen bool) Draft {
	d, _ := s.Talk()
	s.Talks = append([]Draft(nil), s.Talks[:len(s.Talks)-1]...)
	s.Closed = append(append([]Closed(nil), s.Closed...), Closed{Dialog: d.Dialog, First: first(d), Frozen: frozen, Update: in.Update, At: in.At})
	if len(s.Closed) > MostTalks {
		s.Closed = s.Closed[len(s.Closed)-MostTalks:]
	}
	return d
}

// first is the id of the first message that a talk is made of, where it is known: its beginning, or one that was carried into it.
func first(d Draft) int {
	least := d.First
	for _, a := range d.Answers {
		for _, p := range a.Pieces {
			if p.Message > 0 && (least == 0 || p.Message < least) {
				least = p.Message
			}
		}
	}
	return least
}

// Clean forgets all talks, open and ended, and gives the id of their first message of the last keep; 0 when none is known. What was sent off and
// has not become a record yet stays.
func (s *State) Clean(keep time.Duration, at time.Time) int {
	var talks []Closed
	for _, d := range s.Talks {
		talks = append(talks, Closed{First: first(d), At: at})
	}
	least := 0
	for _, c := range append(talks, s.Closed...) {
		if c.First > 0 && at.Sub(c.At) <= keep && (least == 0 || c.First < least) {
			least = c.First
		}
	}
	s.Talks = nil
	s.Closed = slices.DeleteFunc(slices.Clone(s.Closed), func(c Closed) bool { return !c.Frozen || c.Message != 0 })
	return least
}

// Expire drops the talks that nobody has touched for keep, judged by the time of what was said and not of when it reached us.
func (s *State) Expire(keep time.Duration, at time.Time) (expired []Draft) {
	var open []Draft
	for _, d := range s.Talks {
		if at.Sub(d.Touched) > keep {
			expired = append(expired, d)
		} else {
			open = append(open, d)
		}
	}
	s.Talks = open
	s.Lost = s.Lost || len(expired) > 0
	return expired
}

// Next is when something is due without an input: the nudge, or the end of the oldest talk; zero for never.
func (s State) Next(nudge, keep time.Duration) time.Time {
	var next time.Time
	for _, d := range s.Talks {
		at := d.Touched.Add(keep)
		if !d.Nudged {
			at = d.Touched.Add(nudge)
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next
}
