package casebook

import "testing"

func TestAShareIsAPartOfAWhole(t *testing.T) {
	for s, want := range map[Share]int{{0, 0}: 0, {0, 4}: 0, {1, 3}: 33, {2, 3}: 67, {1, 2}: 50, {1, 200}: 1, {1, 201}: 0, {7, 7}: 100} {
		if s.Percent() != want {
			t.Errorf("%d of %d is %d %%, want %d", s.Part, s.Whole, s.Percent(), want)
		}
		if s.Known() != (s.Whole > 0) {
			t.Errorf("%d of %d is known: %v", s.Part, s.Whole, s.Known())
		}
	}
}

func TestHowAGroupStands(t *testing.T) {
	limits := Thresholds{Presence: 60, Months: 6, Follow: 50}
	good := Indicators{Months: Share{6, 12}, Coachings: 4, Presence: Share{60, 100}, Follow: Share{5, 10}}
	for name, try := range map[string]struct {
		change func(*Indicators)
		want   Standing
	}{
		"just so":                       {func(*Indicators) {}, Active},
		"nothing on record":             {func(i *Indicators) { *i = Indicators{Months: Share{0, 12}} }, NoActivity},
		"nothing this year":             {func(i *Indicators) { i.Months.Part = 0 }, NoActivity},
		"never coached":                 {func(i *Indicators) { i.Coachings, i.Presence = 0, Share{} }, NeedsCoaching},
		"few officers come":             {func(i *Indicators) { i.Presence.Part = 59 }, NeedsCoaching},
		"few months":                    {func(i *Indicators) { i.Months.Part = 5 }, NeedsCoaching},
		"follow-ups late":               {func(i *Indicators) { i.Follow.Part = 4 }, NeedsCoaching},
		"two follow-ups are too few":    {func(i *Indicators) { i.Follow = Share{0, 2} }, Active},
		"three follow-ups are judged":   {func(i *Indicators) { i.Follow = Share{0, 3} }, NeedsCoaching},
		"no follow-up was due":          {func(i *Indicators) { i.Follow = Share{} }, Active},
		"one coaching, all of them in":  {func(i *Indicators) { i.Coachings, i.Presence = 1, Share{7, 7} }, Active},
		"tests and reports don't judge": {func(i *Indicators) { i.Before, i.After, i.Reports = Mean{10, 5}, Mean{5, 5}, Share{0, 12} }, Active},
	} {
		i := good
		try.change(&i)
		if got := i.Standing(limits); got != try.want {
			t.Errorf("%s: %s, want %s", name, got, try.want)
		}
	}
}
