package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

const liveGrants = `
SELECT g.person_id AS person, g.role, g.region
FROM grants g
JOIN districts d ON d.id = g.district_id
WHERE d.region = @district AND g.revoked_at IS NULL
ORDER BY g.region, g.person_id, g.id`

// People lists the live grants that by may take away: an admin all of the district, a coordinator those of the own officers. by.Person 0 is the command line.
// Errors: casebook.ErrForbidden for anybody else, casebook.ErrAway.
func (s *Store) People(ctx context.Context, by casebook.Viewer) ([]casebook.Grant, error) {
	const doing = "people"
	fresh, err := s.fresh(ctx, by)
	if err != nil {
		return nil, known(doing, err)
	}
	if by.Person != 0 && !fresh.Any(casebook.Admin, casebook.Coordinator) {
		return nil, fmt.Errorf("%s: %w", doing, casebook.ErrForbidden)
	}
	grants, err := all[casebook.Grant](ctx, s.pool, liveGrants, pgx.StrictNamedArgs{"district": by.District})
	if err != nil {
		return nil, known(doing, err)
	}
	var list []casebook.Grant
	for _, g := range grants {
		if by.Person == 0 || casebook.MayRevoke(fresh, g) == nil {
			list = append(list, g)
		}
	}
	return list, nil
}

const namesOf = `
SELECT p.id AS person, p.display_name_sealed AS sealed
FROM people p
JOIN districts d ON d.id = p.district_id
WHERE d.region = @district AND p.id = ANY (@people) AND p.display_name_sealed IS NOT NULL`

// Names gives the names of colleagues who have told one (SetName). Errors: casebook.ErrAway.
func (s *Store) Names(ctx context.Context, district string, people []casebook.PersonID) (map[casebook.PersonID]private.Text, error) {
	ids := make([]int64, len(people))
	for i, p := range people {
		ids[i] = int64(p)
	}
	rows, err := all[struct {
		Person casebook.PersonID
		Sealed []byte
	}](ctx, s.pool, namesOf, pgx.StrictNamedArgs{"district": district, "people": ids})
	names := map[casebook.PersonID]private.Text{}
	for _, row := range rows {
		plain, err := s.ring.Open(identity, row.Sealed)
		if err != nil {
			return nil, fmt.Errorf("name of person %d: %w", row.Person, err)
		}
		names[row.Person] = private.Of(string(plain))
	}
	return names, known("names", err)
}

// grantRow is a live grant with its id.
type grantRow struct {
	ID     int64
	Role   casebook.Role
	Region string
}

const grantsHeld = `
SELECT g.id, g.role, g.region
FROM grants g
JOIN districts d ON d.id = g.district_id
WHERE d.region = @district AND g.person_id = @person AND g.revoked_at IS NULL
ORDER BY g.id`

const revokeGrants = `
UPDATE grants SET revoked_at = @now, revoked_by = nullif(@by::bigint, 0)
WHERE id = ANY (@ids)`

// RevokeGrant takes from a person every grant that by may take away, at once: a phone was lost, or somebody has left. The person's unused invitations go with
// them, and the cases that the person held and may not work any more go back, told anew. by.Person 0 is the command line.
// Errors: casebook.ErrNotFound when the person holds nothing, casebook.ErrForbidden when by may take none of it, casebook.ErrAway.
func (s *Store) RevokeGrant(ctx context.Context, by casebook.Viewer, person casebook.PersonID, now time.Time) error {
	_, err := s.expel(ctx, by, person, false, now)
	return err
}

// Expel is RevokeGrant for a lost phone, and tells what was done. The person's PIN is closed with it, the lines of rosters are the phone's no longer, by which an
// officer of a group reads and logs without a grant, and the caseworkers hear when one of them is gone.
func (s *Store) Expel(ctx context.Context, by casebook.Viewer, person casebook.PersonID, now time.Time) (done casebook.Expelled, err error) {
	return s.expel(ctx, by, person, true, now)
}

func (s *Store) expel(ctx context.Context, by casebook.Viewer, person casebook.PersonID, unseat bool, now time.Time) (done casebook.Expelled, err error) {
	err = s.inTx(ctx, fmt.Sprintf("revoke the grants of person %d", person), func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, lockGrants, pgx.StrictNamedArgs{"person": person}); err != nil {
			return err
		}
		held, err := all[grantRow](ctx, tx, grantsHeld, pgx.StrictNamedArgs{"district": by.District, "person": person})
		if err != nil {
			return err
		}
		if unseat {
			if done.Seats, err = s.unseat(ctx, tx, by, person); err != nil {
				return err
			}
		}
		ids, err := s.revocable(ctx, tx, by, held)
		if len(held) == 0 && done.Seats > 0 {
			return nil
		}
		if err != nil {
			return err
		}
		if err := lastAdmin(ctx, tx, by, person, held); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, revokeGrants, pgx.StrictNamedArgs{"ids": ids, "by": by.Person, "now": now}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, revokeInvitationsBy, pgx.StrictNamedArgs{"person": person, "now": now}); err != nil {
			return err
		}
		done.Grants = len(ids)
		done.Cases, err = s.handBack(ctx, tx, by, person, now)
		if err != nil {
			return err
		}
		left, err := s.viewer(ctx, tx, by.District, person)
		if err != nil {
			return err
		}
		if err := closeLockOf(ctx, tx, left); err != nil {
			return err
		}
		was := slices.ContainsFunc(held, func(g grantRow) bool { return g.Role == casebook.Caseworker })
		if !was || left.Any(casebook.Caseworker) {
			return nil
		}
		return s.tellCaseworkers(ctx, tx, casebook.CaseworkerGone, by.District, person, now)
	})
	return done, err
}

const seatsOfPerson = `
SELECT m.id, m.group_id AS of_group
FROM members m
JOIN districts d ON d.id = m.district_id
WHERE d.region = @district AND m.person_id = @person AND m.left_at IS NULL
ORDER BY m.id`

const freeSeats = `
UPDATE members SET person_id = NULL
WHERE id = ANY (@ids)`

// unseat frees the lines of rosters that are a person's, as far as by may: whoever it is claims them again with another phone.
func (s *Store) unseat(ctx context.Context, tx pgx.Tx, by casebook.Viewer, person casebook.PersonID) (int, error) {
	if by.Person != 0 {
		fresh, err := s.viewer(ctx, tx, by.District, by.Person)
		if err != nil {
			return 0, err
		}
		by = fresh
	}
	seats, err := all[struct {
		ID      int64
		OfGroup casebook.GroupID
	}](ctx, tx, seatsOfPerson, pgx.StrictNamedArgs{"district": by.District, "person": person})
	if err != nil {
		return 0, err
	}
	ids := []int64{}
	for _, seat := range seats {
		g, err := s.anyGroup(ctx, tx, seat.OfGroup)
		if err != nil {
			return 0, err
		}
		if by.Person == 0 || casebook.MayUnseat(by, g) == nil {
			ids = append(ids, seat.ID)
		}
	}
	_, err = tx.Exec(ctx, freeSeats, pgx.StrictNamedArgs{"ids": ids})
	return len(ids), err
}

const otherAdmins = `
SELECT count(*) AS others
FROM grants g
JOIN districts d ON d.id = g.district_id
WHERE d.region = @district AND g.role = 'admin' AND g.person_id <> @person AND g.revoked_at IS NULL`

// lastAdmin refuses to take the last admin of a district away by chat: nobody could invite any more. The command line can.
func lastAdmin(ctx context.Context, tx pgx.Tx, by casebook.Viewer, person casebook.PersonID, held []grantRow) error {
	admin := slices.ContainsFunc(held, func(g grantRow) bool { return g.Role == casebook.Admin })
	if !admin || by.Person == 0 {
		return nil
	}
	row, err := one[struct{ Others int }](ctx, tx, otherAdmins, pgx.StrictNamedArgs{"district": by.District, "person": person})
	if err == nil && row.Others == 0 {
		return casebook.ErrForbidden
	}
	return err
}

func (s *Store) revocable(ctx context.Context, tx pgx.Tx, by casebook.Viewer, held []grantRow) ([]int64, error) {
	fresh := by
	if by.Person != 0 {
		var err error
		if fresh, err = s.viewer(ctx, tx, by.District, by.Person); err != nil {
			return nil, err
		}
	}
	var ids []int64
	for _, g := range held {
		if by.Person == 0 || casebook.MayRevoke(fresh, casebook.Grant{Role: g.Role, Region: g.Region}) == nil {
			ids = append(ids, g.ID)
		}
	}
	switch {
	case len(held) == 0:
		return nil, casebook.ErrNotFound
	case len(ids) == 0:
		return nil, casebook.ErrForbidden
	}
	return ids, nil
}

const heldCases = `
SELECT id
FROM cases
WHERE holder_id = @person AND open
ORDER BY id`

// handBack frees the cases that a person holds and may not work any more, and counts them.
func (s *Store) handBack(ctx context.Context, tx pgx.Tx, by casebook.Viewer, person casebook.PersonID, now time.Time) (freed int, err error) {
	left, err := s.viewer(ctx, tx, by.District, person)
	if err != nil {
		return freed, err
	}
	held, err := all[struct{ ID int64 }](ctx, tx, heldCases, pgx.StrictNamedArgs{"person": person})
	if err != nil {
		return freed, err
	}
	for _, h := range held {
		c, err := s.readCase(ctx, tx, lockCaseByID, pgx.StrictNamedArgs{"id": h.ID})
		if err != nil {
			return freed, err
		}
		if c.Holder != person || casebook.May(left, casebook.DoTake, c) == nil {
			continue
		}
		next, event := c.HandedBack(by.Person, now)
		if err := s.saveMove(ctx, tx, c, next, event, nil, nil); err != nil {
			return freed, err
		}
		if err := s.aftermath(ctx, tx, c, next, event); err != nil {
			return freed, err
		}
		freed++
	}
	return freed, nil
}
