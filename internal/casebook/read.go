package casebook

import (
	"time"

	"rembuk/internal/private"
)

// Read is one line of a case's read log: who has opened what of it.
type Read struct {
	ID     int64
	Person PersonID
	Desk   Role
	What   string // case, timeline, minutes, contact, identity
	Reason private.Text
	At     time.Time
}

// MaySeeReads tells whether the viewer may look at the read log of a case: who may read the confidential lane, and an admin, who sees who has read and
// nothing of what. Errors: ErrForbidden, ErrNotFound where the viewer may not even know of the case.
func MaySeeReads(v Viewer, c Case) error {
	if err := May(v, SeeLine, c); err != nil {
		return err
	}
	if v.Person == c.Reporter || !v.Holds(Caseworker, c.Region) && !v.Holds(Admin, c.Region) {
		return ErrForbidden
	}
	return nil
}
