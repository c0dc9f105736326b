package casebook

import (
	"slices"

	"rembuk/internal/private"
)

// What a change of a meeting touches: keys of its lines, kept with who changed them and why.
const (
	TheKind       = "kind"
	TheDate       = "date"
	ThePlace      = "place"
	TheChair      = "chair"
	TheNotes      = "notes"
	TheAgenda     = "agenda"
	TheResult     = "result"
	TheTopics     = "topics"
	TheCases      = "cases"
	TheHeads      = "heads"
	TheRhythm     = "every"
	TheFiles      = "files"
	TheFollowUps  = "follow_ups"
	TheAttendance = "attendance"
)

// Onto gives a planned meeting as the plan wants it, and what is another then. What the plan leaves empty stays; of a plan that names a time, Clock and Every are
// as it says.
func (p Plan) Onto(m Meeting) (next Meeting, what []string) {
	next = m
	if !p.StartsAt.IsZero() {
		if !p.StartsAt.Equal(m.StartsAt) || p.Clock != m.Clock {
			next.StartsAt, next.Clock, what = p.StartsAt, p.Clock, append(what, TheDate)
		}
		what = put(&next.Every, p.Every, what, TheRhythm)
	}
	what = tell(&next.Kind, p.Kind, what, TheKind)
	what = tell(&next.Place, p.Place, what, ThePlace)
	what = tell(&next.Agenda, p.Agenda, what, TheAgenda)
	return next, what
}

// Onto gives a meeting as the log tells it, and what is another then. What the log leaves empty stays; no topics or cases at all are told by an empty list that
// is not nil. Attendance, follow-ups and files are beside the meeting.
func (l MeetingLog) Onto(m Meeting) (next Meeting, what []string) {
	next = m
	what = tell(&next.Kind, l.Kind, what, TheKind)
	if !l.StartsAt.IsZero() && (!l.StartsAt.Equal(m.StartsAt) || l.Clock != m.Clock || !l.EndsAt.Equal(m.EndsAt)) {
		next.StartsAt, next.EndsAt, next.Clock, what = l.StartsAt, l.EndsAt, l.Clock, append(what, TheDate)
	}
	what = tell(&next.Place, l.Place, what, ThePlace)
	what = tell(&next.Chair, l.Chair, what, TheChair)
	what = tell(&next.Notes, l.Notes, what, TheNotes)
	what = tell(&next.Agenda, l.Agenda, what, TheAgenda)
	what = tell(&next.Result, l.Result, what, TheResult)
	what = tell(&next.Heads, l.Heads, what, TheHeads)
	if l.Topics != nil && !sameSet(l.Topics, m.Topics) {
		next.Topics, what = l.Topics, append(what, TheTopics)
	}
	if l.Cases != nil && !sameSet(l.Cases, m.Cases) {
		next.Cases, what = l.Cases, append(what, TheCases)
	}
	return next, what
}

// tell puts a value that was told, and names it when it is another.
func tell[T MeetingKind | string | private.Text | Heads](have *T, told T, what []string, name string) []string {
	var nothing T
	if told == nothing {
		return what
	}
	return put(have, told, what, name)
}

func put[T comparable](have *T, want T, what []string, name string) []string {
	if *have == want {
		return what
	}
	*have = want
	return append(what, name)
}

func sameSet[T ~string](a, b []T) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
