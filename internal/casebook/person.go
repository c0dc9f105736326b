package casebook

// PersonID is our own id of a person, 0 for nobody.
type PersonID int64

// Role is what a grant lets a person do.
type Role string

// The roles, PRODUCT.md section 1. A resident has no grant.
const (
	Officer     Role = "officer"     // pengurus WKSBM, PSM: a village
	Coordinator Role = "coordinator" // TKSK: a kecamatan
	Staff       Role = "staff"       // Dinas Sosial: the district, open cases
	Caseworker  Role = "caseworker"  // named people: the confidential lane too
	Admin       Role = "admin"       // people, grants, data; no content of cases
	HeadViewer  Role = "viewer"      // head of office: counts, lateness
)

// Roles lists them all, from the village up.
var Roles = []Role{Officer, Coordinator, Staff, Caseworker, Admin, HeadViewer}

// Scope tells the level of region that a role is granted over.
func (r Role) Scope() Level {
	switch r {
	case Officer:
		return LevelDesa
	case Coordinator:
		return LevelKecamatan
	default:
		return LevelKabupaten
	}
}

// Fits tells whether the role can be granted over a region of the level.
func (r Role) Fits(level Level) bool {
	return r.Scope() == level || r == Officer && level == LevelKelurahan
}

// Grant gives a person a role over a region and all below it.
type Grant struct {
	Person PersonID
	Role   Role
	Region string // code
}

// Viewer is a person at the moment of asking, with the grants read just now: they are never cached.
type Viewer struct {
	District string // the district's region code, "17.01"
	Person   PersonID
	Language string // "id" or "en"
	Grants   []Grant
	Proven   Number // of the case whose PIN was given: as much as its reporter may
	Seats    []Seat // own lines on rosters
}

// Holds tells whether the viewer has the role over the region.
func (v Viewer) Holds(role Role, region string) bool {
	for _, g := range v.Grants {
		if g.Role == role && Within(region, g.Region) {
			return true
		}
	}
	return false
}

// Any tells whether the viewer has the role anywhere.
func (v Viewer) Any(roles ...Role) bool {
	for _, g := range v.Grants {
		for _, r := range roles {
			if g.Role == r {
				return true
			}
		}
	}
	return false
}
