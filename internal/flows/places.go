package flows

import (
	"rembuk/internal/casebook"
)

// Places lets a talk find the villages of a district.
type Places struct{ *casebook.Gazetteer }

// offered is how many places are offered for a text, and nearby for a pin.
const (
	offered = 5
	nearby  = 5
)

// Find gives the village that was meant for certain, or those that may be.
func (p Places) Find(text string) (string, []string) {
	if r, ok := p.Certain(text); ok {
		return r.Code, nil
	}
	return "", codes(p.Search(text, offered))
}

// Branch gives the kecamatan that was named.
func (p Places) Branch(text string) (string, bool) {
	r, ok := p.KecamatanNamed(text)
	return r.Code, ok
}

// Mentioned gives the villages that a story names.
func (p Places) Mentioned(story string) []string { return codes(p.Gazetteer.Mentioned(story)) }

// Near gives the villages around a pin, and whether the pin can be in the district at all.
func (p Places) Near(lat, lon float64) ([]string, bool) {
	return codes(p.Nearest(lat, lon, nearby)), p.Gazetteer.Inside(lat, lon)
}

// Top lists the kecamatan.
func (p Places) Top() []string { return codes(p.Children(p.District().Code)) }

// Inside lists the villages of a kecamatan.
func (p Places) Inside(code string) []string { return codes(p.Children(code)) }

// Short is a place's name alone.
func (p Places) Short(code string) string {
	r, _ := p.Region(code)
	return r.Name
}

func codes(regions []casebook.Region) []string {
	var out []string
	for _, r := range regions {
		out = append(out, r.Code)
	}
	return out
}
