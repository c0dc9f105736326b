package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// viewerRow is a person with the live grants and the own lines on rosters, as arrays of equal length.
type viewerRow struct {
	Person   casebook.PersonID
	Language string
	Roles    []casebook.Role
	Regions  []string
	Groups   []casebook.GroupID
	Members  []casebook.MemberID
	Officers []bool
}

func (r viewerRow) viewer(district string) casebook.Viewer {
	v := casebook.Viewer{District: district, Person: r.Person, Language: r.Language}
	for i, role := range r.Roles {
		v.Grants = append(v.Grants, casebook.Grant{Person: r.Person, Role: role, Region: r.Regions[i]})
	}
	for i, group := range r.Groups {
		v.Seats = append(v.Seats, casebook.Seat{Group: group, Member: r.Members[i], Officer: r.Officers[i]})
	}
	return v
}

const personByAccount = `
SELECT a.person_id AS person, a.language,
    ARRAY (SELECT role FROM grants WHERE person_id = a.person_id AND revoked_at IS NULL ORDER BY id) AS roles,
    ARRAY (SELECT region FROM grants WHERE person_id = a.person_id AND revoked_at IS NULL ORDER BY id) AS regions,
    ARRAY (SELECT group_id FROM members WHERE person_id = a.person_id AND left_at IS NULL ORDER BY id) AS groups,
    ARRAY (SELECT id FROM members WHERE person_id = a.person_id AND left_at IS NULL ORDER BY id) AS members,
    ARRAY (SELECT officer FROM members WHERE person_id = a.person_id AND left_at IS NULL ORDER BY id) AS officers
FROM accounts a
WHERE a.district_id = @district AND a.user_mac = @mac`

// Person finds who writes, or makes the account of somebody new; language is taken for the new only. Errors: casebook.ErrAway, casebook.ErrNotFound when
// there is no such district.
func (s *Store) Person(ctx context.Context, district string, user int64, language string) (casebook.Viewer, error) {
	id, err := s.district(ctx, district)
	if err != nil {
		return casebook.Viewer{}, err
	}
	account := pgx.StrictNamedArgs{"district": id, "mac": s.mac(district, user)}
	row, err := one[viewerRow](ctx, s.pool, personByAccount, account)
	if errors.Is(err, pgx.ErrNoRows) {
		if err = s.addAccount(ctx, id, district, user, language); err == nil || errors.Is(err, casebook.ErrConflict) { // a twin of the update was faster
			row, err = one[viewerRow](ctx, s.pool, personByAccount, account)
		}
	}
	if err != nil {
		return casebook.Viewer{}, known("person", err)
	}
	return row.viewer(district), nil
}

const addAccount = `
WITH person AS (
    INSERT INTO people (district_id) VALUES (@district)
    RETURNING id
)
INSERT INTO accounts (district_id, user_mac, user_sealed, person_id, language)
SELECT @district, @mac, @sealed, id, @language
FROM person`

func (s *Store) addAccount(ctx context.Context, id int32, district string, user int64, language string) error {
	if language != "en" {
		language = "id"
	}
	_, err := s.pool.Exec(ctx, addAccount, pgx.StrictNamedArgs{"district": id, "mac": s.mac(district, user), "sealed": s.sealID(user), "language": language})
	return known("new account", err)
}

const personByID = `
SELECT p.id AS person, COALESCE(a.language, 'id') AS language,
    ARRAY (SELECT role FROM grants WHERE person_id = p.id AND revoked_at IS NULL ORDER BY id) AS roles,
    ARRAY (SELECT region FROM grants WHERE person_id = p.id AND revoked_at IS NULL ORDER BY id) AS regions,
    ARRAY (SELECT group_id FROM members WHERE person_id = p.id AND left_at IS NULL ORDER BY id) AS groups,
    ARRAY (SELECT id FROM members WHERE person_id = p.id AND left_at IS NULL ORDER BY id) AS members,
    ARRAY (SELECT officer FROM members WHERE person_id = p.id AND left_at IS NULL ORDER BY id) AS officers
FROM people p
JOIN districts d ON d.id = p.district_id
LEFT JOIN accounts a ON a.person_id = p.id
WHERE d.region = @district AND p.id = @person`

// Viewer gives a person with the grants of now. Errors: casebook.ErrNotFound when the district has no such person, casebook.ErrAway.
func (s *Store) Viewer(ctx context.Context, district string, person casebook.PersonID) (casebook.Viewer, error) {
	v, err := s.viewer(ctx, s.pool, district, person)
	return v, known(fmt.Sprintf("person %d", person), err)
}

func (s *Store) viewer(ctx context.Context, q querier, district string, person casebook.PersonID) (casebook.Viewer, error) {
	row, err := one[viewerRow](ctx, q, personByID, pgx.StrictNamedArgs{"district": district, "person": person})
	return row.viewer(district), err
}

const holdGrants = `
SELECT id
FROM people
WHERE id = @person
FOR SHARE`

const lockGrants = `
SELECT id
FROM people
WHERE id = @person
FOR NO KEY UPDATE`

// holdViewer is viewer for a change: until the transaction ends, nobody takes grants away from the person (lockGrants waits). The lock and the reading are two
// statements, since one that has waited for a lock reads with eyes of before.
func (s *Store) holdViewer(ctx context.Context, tx pgx.Tx, district string, person casebook.PersonID) (casebook.Viewer, error) {
	if _, err := tx.Exec(ctx, holdGrants, pgx.StrictNamedArgs{"person": person}); err != nil {
		return casebook.Viewer{}, err
	}
	return s.viewer(ctx, tx, district, person)
}

const setLanguage = `
UPDATE accounts SET language = @language
WHERE person_id = @person
RETURNING person_id AS person`

// SetLanguage keeps the language that a person reads, "id" or "en". Errors: casebook.ErrNotFound without an account, casebook.ErrBadInput.
func (s *Store) SetLanguage(ctx context.Context, v casebook.Viewer, language string) error {
	return s.setAccount(ctx, setLanguage, pgx.StrictNamedArgs{"person": v.Person, "language": language})
}

const setNotice = `
UPDATE accounts SET notice_version = greatest(notice_version, @version)
WHERE person_id = @person
RETURNING person_id AS person`

// SetNotice keeps the newest version of the data notice that a person was shown. Errors: casebook.ErrNotFound without an account.
func (s *Store) SetNotice(ctx context.Context, v casebook.Viewer, version int) error {
	return s.setAccount(ctx, setNotice, pgx.StrictNamedArgs{"person": v.Person, "version": version})
}

func (s *Store) setAccount(ctx context.Context, sql string, args pgx.StrictNamedArgs) error {
	_, err := one[struct{ Person casebook.PersonID }](ctx, s.pool, sql, args)
	return known("account", err)
}

const setBlocked = `
UPDATE accounts SET blocked_at = CASE WHEN @blocked THEN COALESCE(blocked_at, @at) END
WHERE district_id = @district AND user_mac = @mac`

// SetBlocked notes that a person has blocked the bot since a moment, or takes its messages again. Of a person unknown nothing is noted.
func (s *Store) SetBlocked(ctx context.Context, district string, user int64, blocked bool, at time.Time) error {
	id, err := s.district(ctx, district)
	if err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, setBlocked, pgx.StrictNamedArgs{"district": id, "mac": s.mac(district, user), "blocked": blocked, "at": at})
	return known("blocked", err)
}

// accountRow is where a person can be written to.
type accountRow struct {
	Sealed   []byte
	MAC      []byte
	Bot      int64
	Blocked  bool
	Language string
}

const accountOf = `
SELECT a.user_sealed AS sealed, a.user_mac AS mac, COALESCE(d.bot_id, 0) AS bot, a.blocked_at IS NOT NULL AS blocked, a.language
FROM accounts a
JOIN districts d ON d.id = a.district_id
WHERE a.person_id = @person`

// Address gives where a person can be written to. Errors: casebook.ErrGone without an account or when the bot is blocked, casebook.ErrAway.
func (s *Store) Address(ctx context.Context, district string, person casebook.PersonID) (casebook.Address, error) {
	doing := fmt.Sprintf("address of person %d", person)
	if _, err := s.Viewer(ctx, district, person); err != nil {
		return casebook.Address{}, err
	}
	row, err := one[accountRow](ctx, s.pool, accountOf, pgx.StrictNamedArgs{"person": person})
	if errors.Is(err, pgx.ErrNoRows) || err == nil && row.Blocked {
		return casebook.Address{}, fmt.Errorf("%s: %w", doing, casebook.ErrGone)
	}
	if err != nil {
		return casebook.Address{}, known(doing, err)
	}
	chat, err := s.openID(row.Sealed)
	return casebook.Address{Bot: row.Bot, Chat: chat}, err
}

const setName = `
UPDATE people SET display_name_sealed = @sealed
WHERE id = @person`

const introduce = `
UPDATE people SET display_name_sealed = @sealed
WHERE id = @person AND display_name_sealed IS NULL`

// Introduce keeps the name that a person's account has, sealed, until colleagues know the person by another (SetName).
func (s *Store) Introduce(ctx context.Context, v casebook.Viewer, name private.Text) error {
	if clean(name) == "" {
		return nil
	}
	_, err := s.pool.Exec(ctx, introduce, pgx.StrictNamedArgs{"person": v.Person, "sealed": s.ring.Seal(identity, []byte(clean(name)))})
	return known(fmt.Sprintf("name of person %d", v.Person), err)
}

// SetName keeps the name by which colleagues know an officer or a member of staff, sealed.
func (s *Store) SetName(ctx context.Context, v casebook.Viewer, name private.Text) error {
	_, err := s.pool.Exec(ctx, setName, pgx.StrictNamedArgs{"person": v.Person, "sealed": s.ring.Seal(identity, []byte(name.Reveal()))})
	return known(fmt.Sprintf("name of person %d", v.Person), err)
}
