package casebook

import "strings"

// Level says what a region is in the government's own tree.
type Level string

// The levels of a district's regions. A desa and a kelurahan are both villages here: Region.Village.
const (
	LevelKabupaten Level = "kabupaten"
	LevelKecamatan Level = "kecamatan"
	LevelDesa      Level = "desa"
	LevelKelurahan Level = "kelurahan"
)

// Region is a place with a Kemendagri code, such as 17.01.09.2001 (Batu Panco).
type Region struct {
	Code   string
	Parent string // code of the region it lies in
	Level  Level
	Name   string
	Lat    float64 // degrees, WGS84, of the middle of the area
	Lon    float64
}

// Village reports whether the region is a desa or a kelurahan, the smallest place a report can name.
func (r Region) Village() bool { return r.Level == LevelDesa || r.Level == LevelKelurahan }

// Within reports whether code is ancestor itself or lies in it: 17.01.09.2001 is within 17.01.09 and 17.01, but not within 17.01.0.
// Nothing is within the empty code.
func Within(code, ancestor string) bool {
	rest, ok := strings.CutPrefix(code, ancestor)
	return ok && ancestor != "" && (rest == "" || rest[0] == '.')
}

// Kecamatan gives the kecamatan's code of a village's or a kecamatan's code, and "" for anything else.
func Kecamatan(code string) string {
	parts := strings.Split(code, ".")
	if len(parts) != 3 && len(parts) != 4 {
		return ""
	}
	for _, part := range parts {
		if part == "" {
			return ""
		}
	}
	return strings.Join(parts[:3], ".")
}
