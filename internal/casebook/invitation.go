package casebook

import "time"

// Invitation offers a grant, once, to whoever brings its code.
type Invitation struct {
	ID        int64
	District  string
	Role      Role
	Region    string
	By        PersonID // 0: the command line
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time // zero: not used
	RevokedAt time.Time // zero: not revoked
}

// Usable tells whether it can be accepted now. Errors: ErrUsed, ErrRevoked, ErrExpired.
func (i Invitation) Usable(now time.Time) error {
	switch {
	case !i.UsedAt.IsZero():
		return ErrUsed
	case !i.RevokedAt.IsZero():
		return ErrRevoked
	case !now.Before(i.ExpiresAt):
		return ErrExpired
	}
	return nil
}

// MayInvite tells whether the viewer may give the role over the region alone: admins all but caseworker, which takes two people (MayPropose); a coordinator
// the officers of the own kecamatan.
func MayInvite(v Viewer, role Role, region string) error {
	switch {
	case role != Caseworker && v.Holds(Admin, region),
		role == Officer && v.Holds(Coordinator, region):
		return nil
	}
	return ErrForbidden
}

// MayRevoke tells whether the viewer may take a grant away: an admin any, a coordinator those of the officers of the own kecamatan. A phone is lost at
// night: it must not take two.
func MayRevoke(v Viewer, g Grant) error {
	if v.Holds(Admin, g.Region) || g.Role == Officer && v.Holds(Coordinator, g.Region) {
		return nil
	}
	return ErrForbidden
}

// Expelled is what was done when a phone was lost.
type Expelled struct {
	Grants int // taken away
	Cases  int // went back to those who can take them
	Seats  int // lines of rosters that are the phone's no longer
}
