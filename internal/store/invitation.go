package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// invitationRow is an invitation without its code, of which nothing but a digest is kept.
type invitationRow struct {
	ID        int64
	District  string
	Role      casebook.Role
	Region    string
	By        casebook.PersonID
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
	RevokedAt *time.Time
}

func (r invitationRow) invitation() casebook.Invitation {
	return casebook.Invitation{ID: r.ID, District: r.District, Role: r.Role, Region: r.Region, By: r.By, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt,
		UsedAt: orZero(r.UsedAt), RevokedAt: orZero(r.RevokedAt)}
}

const invitationColumns = `i.id, d.region AS district, i.role, i.region, COALESCE(i.invited_by, 0) AS by, i.created_at, i.expires_at, i.used_at, i.revoked_at`

const invite = `
INSERT INTO invitations (district_id, code_mac, role, region, invited_by, created_at, expires_at)
VALUES (@district, @mac, @role, @region, nullif(@by::bigint, 0), @now, @expires)
RETURNING id`

// Invite offers a role over a region to whoever brings the code that it gives, once, until validFor has passed. The code is kept nowhere. by.Person 0 is the
// command line, which may give any role. Errors: casebook.ErrForbidden (casebook.MayInvite, with the grants of now), casebook.ErrBadInput for a region that is
// not of the role's level, casebook.ErrAway.
func (s *Store) Invite(ctx context.Context, by casebook.Viewer, role casebook.Role, region string, now time.Time, validFor time.Duration) (code string, inv casebook.Invitation, err error) {
	id, err := s.district(ctx, by.District)
	if err != nil {
		return "", casebook.Invitation{}, err
	}
	code = newCode()
	err = s.inTx(ctx, "invite", func(tx pgx.Tx) error {
		if err := suits(ctx, tx, id, role, region); err != nil {
			return err
		}
		if err := s.mayInvite(ctx, tx, by, role, region); err != nil {
			return err
		}
		inv, err = s.addInvitation(ctx, tx, id, casebook.Invitation{District: by.District, Role: role, Region: region, By: by.Person}, code, now, validFor)
		return err
	})
	if err != nil {
		return "", casebook.Invitation{}, err
	}
	return code, inv, nil
}

func (s *Store) addInvitation(ctx context.Context, tx pgx.Tx, district int32, inv casebook.Invitation, code string, now time.Time, validFor time.Duration) (casebook.Invitation, error) {
	inv.CreatedAt = now.Truncate(time.Microsecond)
	inv.ExpiresAt = inv.CreatedAt.Add(validFor)
	row, err := one[struct{ ID int64 }](ctx, tx, invite, pgx.StrictNamedArgs{"district": district, "mac": s.codeMAC(inv.District, code), "role": inv.Role, "region": inv.Region,
		"by": inv.By, "now": inv.CreatedAt, "expires": inv.ExpiresAt})
	inv.ID = row.ID
	return inv, err
}

func (s *Store) mayInvite(ctx context.Context, tx pgx.Tx, by casebook.Viewer, role casebook.Role, region string) error {
	if by.Person == 0 {
		return nil
	}
	fresh, err := s.holdViewer(ctx, tx, by.District, by.Person)
	if err != nil {
		return err
	}
	return casebook.MayInvite(fresh, role, region)
}

// letters are those of a code: none that looks or sounds like another when read aloud.
const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

const codeLength = 10

func newCode() string {
	code := make([]byte, codeLength)
	for i := range code {
		n, _ := rand.Int(rand.Reader, big.NewInt(int64(len(letters)))) // never fails since Go 1.24
		code[i] = letters[n.Int64()]
	}
	return string(code)
}

// codeMAC digests a code as people type it.
func (s *Store) codeMAC(district, code string) []byte {
	code = strings.Map(func(r rune) rune {
		if strings.ContainsRune(letters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(code))
	return s.ring.MAC("invitation", district, code)
}

const lockInvitationByCode = `
SELECT ` + invitationColumns + `
FROM invitations i
JOIN districts d ON d.id = i.district_id
WHERE i.code_mac = @mac AND d.region = @district
FOR UPDATE OF i`

const useInvitation = `
UPDATE invitations SET used_at = @now, used_by = @person
WHERE id = @id`

const addGrant = `
INSERT INTO grants (district_id, person_id, role, region, granted_by, granted_at, agreed_by)
SELECT district_id, @person, role, region, invited_by, @now, agreed_by
FROM invitations
WHERE id = @id
ON CONFLICT (person_id, role, region) WHERE revoked_at IS NULL DO NOTHING`

// Accept gives the viewer what an invitation's code offers. Cases that came in before are not told again: they stand in the list.
// Errors: casebook.ErrNotFound, casebook.ErrUsed (by the same person too), casebook.ErrExpired, casebook.ErrRevoked, casebook.ErrAway.
func (s *Store) Accept(ctx context.Context, v casebook.Viewer, code string, now time.Time) (casebook.Invitation, error) {
	var inv casebook.Invitation
	err := s.inTx(ctx, "accept an invitation", func(tx pgx.Tx) error {
		row, err := one[invitationRow](ctx, tx, lockInvitationByCode, pgx.StrictNamedArgs{"mac": s.codeMAC(v.District, code), "district": v.District})
		if err != nil {
			return err
		}
		inv = row.invitation()
		if err := inv.Usable(now); err != nil {
			return err
		}
		args := pgx.StrictNamedArgs{"id": inv.ID, "person": v.Person, "now": now}
		if _, err := tx.Exec(ctx, useInvitation, args); err != nil {
			return err
		}
		inv.UsedAt = now
		if _, err := tx.Exec(ctx, addGrant, args); err != nil || inv.Role != casebook.Caseworker {
			return err
		}
		return s.tellCaseworkers(ctx, tx, casebook.CaseworkerNew, v.District, v.Person, now)
	})
	return inv, err
}

const openInvitations = `
SELECT ` + invitationColumns + `
FROM invitations i
JOIN districts d ON d.id = i.district_id
WHERE d.region = @district AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > @now
ORDER BY i.id DESC
LIMIT 200`

// Invitations lists those that can still be accepted, as far as by could have made them, the newest first. Errors: casebook.ErrForbidden for somebody who may
// invite nobody, casebook.ErrAway.
func (s *Store) Invitations(ctx context.Context, by casebook.Viewer, now time.Time) ([]casebook.Invitation, error) {
	const doing = "invitations"
	fresh, err := s.fresh(ctx, by)
	if err != nil {
		return nil, known(doing, err)
	}
	if by.Person != 0 && !fresh.Any(casebook.Admin, casebook.Coordinator, casebook.Caseworker) {
		return nil, fmt.Errorf("%s: %w", doing, casebook.ErrForbidden)
	}
	rows, err := all[invitationRow](ctx, s.pool, openInvitations, pgx.StrictNamedArgs{"district": by.District, "now": now})
	if err != nil {
		return nil, known(doing, err)
	}
	var list []casebook.Invitation
	for _, row := range rows {
		if by.Person == 0 || mayRevokeInvitation(fresh, row.invitation()) == nil {
			list = append(list, row.invitation())
		}
	}
	return list, nil
}

// mayRevokeInvitation: whoever made it, could make it, or could take its grant away.
func mayRevokeInvitation(v casebook.Viewer, inv casebook.Invitation) error {
	if casebook.MayInvite(v, inv.Role, inv.Region) == nil || inv.By != 0 && inv.By == v.Person {
		return nil
	}
	return casebook.MayRevoke(v, casebook.Grant{Role: inv.Role, Region: inv.Region})
}

// fresh gives the viewer with the grants of now; the command line is as it is.
func (s *Store) fresh(ctx context.Context, v casebook.Viewer) (casebook.Viewer, error) {
	if v.Person == 0 {
		return v, nil
	}
	return s.viewer(ctx, s.pool, v.District, v.Person)
}

const lockInvitationByID = `
SELECT ` + invitationColumns + `
FROM invitations i
JOIN districts d ON d.id = i.district_id
WHERE i.id = @id AND d.region = @district
FOR UPDATE OF i`

const revokeInvitation = `
UPDATE invitations SET revoked_at = @now
WHERE id = @id`

// RevokeInvitation makes an invitation's code worthless. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrUsed when it comes too late,
// casebook.ErrAway. One that is revoked or expired already stays so.
func (s *Store) RevokeInvitation(ctx context.Context, by casebook.Viewer, id int64, now time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("revoke invitation %d", id), func(tx pgx.Tx) error {
		row, err := one[invitationRow](ctx, tx, lockInvitationByID, pgx.StrictNamedArgs{"id": id, "district": by.District})
		if err != nil {
			return err
		}
		if by.Person != 0 {
			fresh, err := s.viewer(ctx, tx, by.District, by.Person)
			if err != nil {
				return err
			}
			if err := mayRevokeInvitation(fresh, row.invitation()); err != nil {
				return err
			}
		}
		switch err := row.invitation().Usable(now); {
		case errors.Is(err, casebook.ErrUsed):
			return err
		case err != nil:
			return nil //nolint:nilerr // run out or revoked before: it is what was asked for
		}
		_, err = tx.Exec(ctx, revokeInvitation, pgx.StrictNamedArgs{"id": id, "now": now})
		return err
	})
}

const revokeInvitationsBy = `
UPDATE invitations SET revoked_at = @now
WHERE invited_by = @person AND used_at IS NULL AND revoked_at IS NULL`
