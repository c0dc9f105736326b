package flows

import "testing"

// A resident's name is told in one line with a number and whatever else comes to mind.
func TestTheNameInALine(t *testing.T) {
	for said, name := range map[string]string{
		"Rumsia":                    "Rumsia",
		"Nek Rumsia, hp xxxx7890":   "Nek Rumsia",
		"Samin, 70 tahun":           "Samin",
		"Samin (70 th) wa: xxxx123": "Samin",
		"nama: Siti Aminah":         "Siti Aminah",
		"xxxx7890":                  "",
	} {
		if got := nameIn(said); got != name {
			t.Errorf("%q: %q, want %q", said, got, name)
		}
	}
}
