package casebook

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rembuk/internal/private"
)

var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

func after(minutes int, m Mark) Mark {
	m.At = noon.Add(time.Duration(minutes) * time.Minute)
	return m
}

func TestSettle(t *testing.T) {
	for name, c := range map[string]struct {
		marks []Mark
		want  string // presence, sources, far, proxy
	}{
		"nothing said":                {nil, " [] false false"},
		"typed":                       {[]Mark{after(1, Mark{Presence: Present, Source: ByNumber})}, "present [number] false false"},
		"two sources":                 {[]Mark{after(1, Mark{Presence: Present, Source: ByCode}), after(2, Mark{Presence: Present, Source: ByNumber})}, "present [code number] false false"},
		"there is stronger than ill":  {[]Mark{after(1, Mark{Presence: Present, Source: ByCode}), after(2, Mark{Presence: Ill, Source: ByTick})}, "present [code tick] false false"},
		"came after all":              {[]Mark{after(1, Mark{Presence: Excused, Source: ByTick}), after(2, Mark{Presence: Present, Source: ByGroup})}, "present [tick group] false false"},
		"the latest word":             {[]Mark{after(1, Mark{Presence: Excused, Source: ByTick}), after(2, Mark{Presence: Ill, Source: ByTick})}, "ill [tick] false false"},
		"a correction decides":        {[]Mark{after(1, Mark{Presence: Present, Source: ByCode}), after(2, Mark{Presence: Absent, Source: ByCorrection})}, "absent [code correction] false false"},
		"and what comes after it":     {[]Mark{after(1, Mark{Presence: Absent, Source: ByCorrection}), after(2, Mark{Presence: Present, Source: ByCode})}, "absent [correction code] false false"},
		"the latest correction":       {[]Mark{after(2, Mark{Presence: Ill, Source: ByCorrection}), after(1, Mark{Presence: Absent, Source: ByCorrection})}, "ill [correction] false false"},
		"by somebody else's phone":    {[]Mark{after(1, Mark{Presence: Present, Source: ByProxy})}, "present [proxy] false true"},
		"far, then a pin that is not": {[]Mark{after(1, Mark{Presence: Present, Source: ByCode, Far: true}), after(2, Mark{Presence: Present, Source: ByCode})}, "present [code] false false"},
		"far, and then typed":         {[]Mark{after(1, Mark{Presence: Present, Source: ByCode, Far: true}), after(2, Mark{Presence: Present, Source: ByNumber})}, "present [code number] true false"},
	} {
		l := Settle(c.marks)
		if got := fmt.Sprint(l.Presence, " ", l.Sources, l.Far, l.Proxy); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	represented := Settle([]Mark{after(1, Mark{Presence: Represented, Source: ByTick, Via: private.Of("Adi")})})
	if represented.Via.Reveal() != "Adi" {
		t.Error("by whom is lost")
	}
}

func marks(t *rapid.T) []Mark {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
		return after(rapid.IntRange(0, 3).Draw(t, "minute"), Mark{
			Member:   MemberID(rapid.IntRange(0, 4).Draw(t, "member")),
			Presence: rapid.SampledFrom(Presences).Draw(t, "presence"),
			Source:   rapid.SampledFrom([]Source{ByNumber, ByTick, ByCode, ByGroup, ByProxy, ByCorrection}).Draw(t, "source"),
			Far:      rapid.Bool().Draw(t, "far"),
		})
	}), 0, 30).Draw(t, "marks")
}

// list settles marks into the list of five people, of whom the first two are officers and the last stands on no roster.
func list(marks []Mark) []Line {
	lines := make([]Line, 5)
	for who := range lines {
		var own []Mark
		for _, m := range marks {
			if m.Member == MemberID(who) {
				own = append(own, m)
			}
		}
		lines[who] = Settle(own)
		lines[who].Member, lines[who].Officer = MemberID(who+1), who < 2
		if who == 4 {
			lines[who].Member, lines[who].Person = 0, 9
		}
	}
	return lines
}

// Whatever order the words are written down in, twice or once, the list counts to the same, and nobody counts twice.
func TestTheOrderOfArrivalChangesNoCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := marks(t)
		want := Count(list(said), Heads{})
		shuffled := rapid.Permutation(slices.Concat(said, said)).Draw(t, "arrived")
		if got := Count(list(shuffled), Heads{}); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%+v, want %+v", got, want)
		}
		if want.All() > 5 || want.Officers > want.Expected || want.Expected != 2 || want.Ticked > want.Officers || want.SelfTold > want.Officers+want.Members {
			t.Fatalf("counted more than there are: %+v", want)
		}
		if want.Ticked+want.SelfTold > want.Officers+want.Members {
			t.Fatalf("counted as ticked and as self told: %+v", want)
		}
	})
}

func TestHeadsAreNotAddedToThoseWhoAreKnown(t *testing.T) {
	lines := []Line{
		{Member: 1, Officer: true, Presence: Present, Sources: []Source{ByNumber}}, {Member: 2, Officer: true, Presence: Ill},
		{Member: 3, Presence: Present, Sources: []Source{ByCode, ByNumber}}, {Person: 8, Presence: Present, Sources: []Source{ByCode}}, {Member: 4},
	}
	for _, c := range []struct {
		heads       Heads
		guests, all int
	}{
		{Heads{}, 1, 3}, {Heads{Guests: 5}, 5, 7}, {Heads{Men: 2, Women: 2}, 4, 6}, {Heads{Guests: 1, Men: 2, Women: 1}, 3, 5}, {Heads{Sheet: 20}, 1, 20}, {Heads{Guests: 5, Sheet: 6}, 5, 7},
	} {
		got := Count(lines, c.heads)
		if got.Guests != c.guests || got.All() != c.all || got.Officers != 1 || got.Expected != 2 || got.Members != 1 || got.Named != 1 || got.Ticked != 1 || got.SelfTold != 1 {
			t.Errorf("%+v: %+v, all %d", c.heads, got, got.All())
		}
		if got.ByPresence[Ill] != 1 || got.ByPresence[Present] != 2 {
			t.Errorf("by presence %v", got.ByPresence)
		}
	}
}
