package casebook

import "strings"

type index struct{}

func newIndex(*Gazetteer, []Alias) index { return index{} }

// Search gives up to limit villages that text may name, the best first.
func (g *Gazetteer) Search(text string, limit int) []Region {
	var found []Region
	for _, v := range g.villages {
		if strings.Contains(strings.ToLower(text), strings.ToLower(v.Name)) && len(found) < limit {
			found = append(found, v)
		}
	}
	return found
}

// Certain gives the one village that text means, when it is sure enough to be taken without asking.
func (g *Gazetteer) Certain(text string) (Region, bool) {
	if found := g.Search(text, 2); len(found) == 1 {
		return found[0], true
	}
	return Region{}, false
}

// Mentioned gives the villages named within a longer story.
func (g *Gazetteer) Mentioned(story string) []Region { return g.Search(story, 5) }

// KecamatanNamed gives the kecamatan that text names, and nothing else.
func (g *Gazetteer) KecamatanNamed(text string) (Region, bool) {
	for _, k := range g.children[g.district.Code] {
		if strings.EqualFold(text, k.Name) {
			return k, true
		}
	}
	return Region{}, false
}
