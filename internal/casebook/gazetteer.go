package casebook

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Alias is another way in which people of a district name something. Exactly one of Code and Means is set.
type Alias struct {
	Said   string
	Code   string // the region that is meant by the whole of Said
	Means  string // the word of region names that is meant by the single word Said: ayik means air
	Common bool   // with Code: Said is also everyday speech or another place's name, so a story must say "desa" or the kecamatan to mean the region
}

// Gazetteer holds all regions of one district and finds the village that a person means. It is immutable and safe for use by many.
type Gazetteer struct {
	district                 Region
	regions                  map[string]Region
	children                 map[string][]Region
	villages                 []Region // in the order of their codes
	index                    nameIndex
	south, north, west, east float64
}

// boxMargin is how far, in degrees, a district reaches beyond the middles of its outermost villages. In Bengkulu Selatan the villages' borders
// reach up to 0.103 degrees beyond (measured on the boundaries that the regions file names).
const boxMargin = 0.11

// NewGazetteer takes the regions of one district: its own row, its kecamatan and their villages, in any order.
func NewGazetteer(regions []Region, aliases ...Alias) *Gazetteer {
	g := &Gazetteer{regions: make(map[string]Region, len(regions)), children: map[string][]Region{}, south: 90, north: -90, west: 180, east: -180}
	for _, r := range regions {
		g.regions[r.Code] = r
		g.children[r.Parent] = append(g.children[r.Parent], r)
		if r.Level == LevelKabupaten {
			g.district = r
		}
		if r.Village() {
			g.villages = append(g.villages, r)
			g.south, g.north = min(g.south, r.Lat), max(g.north, r.Lat)
			g.west, g.east = min(g.west, r.Lon), max(g.east, r.Lon)
		}
	}
	for _, list := range g.children {
		slices.SortFunc(list, byName)
	}
	slices.SortFunc(g.villages, func(a, b Region) int { return strings.Compare(a.Code, b.Code) })
	g.index = newNameIndex(g, aliases)
	return g
}

// byName orders regions as a reader would. Roman numerals up to VIII stand in the order of their letters, so I, II, III come out right.
func byName(a, b Region) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Code, b.Code))
}

// Region gives the region with the code.
func (g *Gazetteer) Region(code string) (Region, bool) {
	r, ok := g.regions[code]
	return r, ok
}

// District gives the district's own region.
func (g *Gazetteer) District() Region { return g.district }

// Children gives the regions directly inside, by name.
func (g *Gazetteer) Children(code string) []Region { return slices.Clone(g.children[code]) }

// Villages gives all villages, in the order of their codes.
func (g *Gazetteer) Villages() []Region { return slices.Clone(g.villages) }

// Label names a region for a reader: "Batu Panco, Ulu Manna"; "Kecamatan Ulu Manna"; "Bengkulu Selatan"; a code it does not know, as it is.
func (g *Gazetteer) Label(code string) string {
	r, ok := g.regions[code]
	switch {
	case !ok:
		return code
	case r.Village():
		return r.Name + ", " + g.regions[r.Parent].Name
	case r.Level == LevelKecamatan:
		return "Kecamatan " + r.Name
	default:
		return r.Name
	}
}

// Nearest gives the n villages whose middles are nearest to a point, the nearest first. The right one is the first of them for two points in
// three and among the first five for 96 % (measured for Bengkulu Selatan), so it is something to offer, never to assign.
func (g *Gazetteer) Nearest(lat, lon float64, n int) []Region {
	list := slices.Clone(g.villages)
	slices.SortStableFunc(list, func(a, b Region) int { return cmp.Compare(distance(a, lat, lon), distance(b, lat, lon)) })
	return list[:max(0, min(n, len(list)))]
}

// farthest is how far, in degrees of latitude (15 km), a point of the district may lie from the middle of the nearest village: the middles are
// at most 6 km apart, and the villages at the forest's edge reach far into it.
const farthest = 15 / 111.2

// Inside reports whether a point can lie in the district: it is in the box around the villages, with a margin, and near to one of them. Strips
// of the neighbours and of the sea are so too, so only the no is sure.
func (g *Gazetteer) Inside(lat, lon float64) bool {
	boxed := g.south-boxMargin <= lat && lat <= g.north+boxMargin && g.west-boxMargin <= lon && lon <= g.east+boxMargin
	return boxed && slices.ContainsFunc(g.villages, func(r Region) bool { return distance(r, lat, lon) <= farthest })
}

// distance is how far the middle of a region is from a point, in degrees of latitude.
func distance(r Region, lat, lon float64) float64 {
	return math.Hypot(r.Lat-lat, (r.Lon-lon)*math.Cos(lat*math.Pi/180)) // a degree of longitude, in degrees of latitude
}
