package casebook

import (
	"slices"
	"strings"
)

// Gist is what a story was taken to tell when it was told: a guess, shown to those who work the case and never final.
type Gist struct {
	Subject  Subject
	Count    int    // how many Units the report is about, at least; 0 when that is not said
	Unit     string // what Count counts
	Relation Relation
	Danger   string // the sort of danger now, or none
	Child    bool   // the one who writes seems to be a child
}

// Gist is the part of a guess that is kept with the case, beside its kind and its urgency.
func (g Guess) Gist() Gist {
	return Gist{Subject: g.Subject, Count: g.Count, Unit: g.Unit, Relation: g.Relation, Danger: g.Danger, Child: g.ChildWrites()}
}

// young are words by one of which a child is known: its age, its school. "I am still ..." alone is anybody's.
var young = []string{"sd", "smp", "mts", "mi", "kelas", "kls", "murid", "siswa", "siswi", "pelajar", "sekolah", "umur", "usia", "tahun", "thn", "th", "kecil", "guru"}

// ChildWrites tells whether a child writes, by more than a turn of phrase: it changes who is asked what.
func (g Guess) ChildWrites() bool {
	return g.Child && slices.ContainsFunc(g.Why, func(h Hit) bool {
		about, _, _ := strings.Cut(h.Rule, " ")
		return about == aboutChild && slices.ContainsFunc(tokens(h.Words), func(w string) bool { return slices.Contains(young, w) || w[0] >= '0' && w[0] <= '9' })
	})
}

// Whom is the end of the phrase that names the subject: "keluarga", "keluarga.orang"; "" when it is not known.
func (g Gist) Whom() string {
	switch {
	case g.Subject == SubjectUnknown, g.Subject == SubjectPerson, g.Count == 0, g.Unit == "", g.Subject == SubjectFamily && g.Count == 1:
		return string(g.Subject)
	}
	return string(g.Subject) + "." + g.Unit
}

// grave tells whether what is told is for caseworkers only, whatever kind it was taken for.
func (g Gist) grave() bool {
	return g.Child || g.Danger == DangerViolence || g.Danger == DangerSuicide || g.Danger == DangerChild
}

// Calls tells whether such a danger calls people out by itself.
func (g Gist) Calls() bool { return g.grave() || g.Danger == DangerDisaster }

// Calls tells whether what was told calls people out once it is sent off, though nobody has pressed the button for it: also for somebody helpless, where
// that was said and not only gathered from several signs.
func (g Guess) Calls() bool {
	return g.Gist().Calls() || g.Danger == DangerHelpless && !slices.ContainsFunc(g.Why, func(h Hit) bool { return h.Rule == aboutCue })
}

// Calmed is the urgency of a report over which no alarm is raised: what seemed an emergency is pressing all the same.
func (u Urgency) Calmed() Urgency {
	if u == Emergency {
		return Urgent
	}
	return u
}
