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

// memberRow is a line of a roster.
type memberRow struct {
	ID      casebook.MemberID
	GroupID casebook.GroupID
	Place   int
	Name    string
	Post    string
	Officer bool
	Sex     casebook.Sex
	Person  casebook.PersonID
	LeftAt  *time.Time
}

func (r memberRow) member() casebook.Member {
	return casebook.Member{ID: r.ID, Group: r.GroupID, Place: r.Place, Name: private.Of(r.Name), Post: r.Post, Officer: r.Officer, Sex: r.Sex, Person: r.Person,
		Left: orZero(r.LeftAt)}
}

const memberColumns = `m.id, m.group_id, m.place, m.name, m.post, m.officer, m.sex, COALESCE(m.person_id, 0) AS person, m.left_at`

const roster = `
SELECT ` + memberColumns + `
FROM members m
WHERE m.group_id = @group AND m.left_at IS NULL
ORDER BY m.place`

// rosterOf gives the lines of a group as the list stands now.
func rosterOf(ctx context.Context, q querier, id casebook.GroupID) ([]casebook.Member, error) {
	rows, err := all[memberRow](ctx, q, roster, pgx.StrictNamedArgs{"group": id})
	if err != nil {
		return nil, err
	}
	list := make([]casebook.Member, 0, len(rows))
	for _, row := range rows {
		list = append(list, row.member())
	}
	return list, nil
}

const memberByID = `
SELECT ` + memberColumns + `
FROM members m
JOIN districts d ON d.id = m.district_id
WHERE d.region = @district AND m.id = @member`

func readMember(ctx context.Context, q querier, district string, id casebook.MemberID) (casebook.Member, error) {
	row, err := one[memberRow](ctx, q, memberByID, pgx.StrictNamedArgs{"district": district, "member": id})
	return row.member(), err
}

// SaveMember adds a line (ID 0, at the end of the list) or changes its name, post, rank and sex; who the line is on Telegram only a claim says. dialog makes the
// adding happen once. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrMove for a line that was closed, casebook.ErrBadInput without a name,
// casebook.ErrAway.
func (s *Store) SaveMember(ctx context.Context, v casebook.Viewer, m casebook.Member, dialog string, now time.Time) (casebook.Member, error) {
	var saved casebook.Member
	err := s.inTx(ctx, fmt.Sprintf("save member %d of group %d", m.ID, m.Group), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		if m.ID == 0 {
			saved, err = s.addMember(ctx, tx, fresh, m, dialog, now)
			return err
		}
		if err := s.editable(ctx, tx, fresh, m.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, updateMember, memberArgs(m, "member", m.ID)); err != nil {
			return err
		}
		saved, err = readMember(ctx, tx, v.District, m.ID)
		return err
	})
	return saved, err
}

const updateMember = `
UPDATE members SET name = @name, post = @post, officer = @officer, sex = @sex
WHERE id = @member`

const insertMember = `
INSERT INTO members (district_id, group_id, place, name, post, officer, sex, person_id, dialog, joined_at)
SELECT g.district_id, g.id, COALESCE((SELECT max(place) FROM members WHERE group_id = g.id AND left_at IS NULL), 0) + 1, @name, @post, @officer, @sex,
    nullif(@person::bigint, 0), nullif(@dialog, ''), @now
FROM groups g
WHERE g.id = @group
ON CONFLICT (group_id, dialog) WHERE dialog IS NOT NULL DO NOTHING`

const memberOfDialog = `
SELECT ` + memberColumns + `
FROM members m
WHERE m.group_id = @group AND (@dialog <> '' AND m.dialog = @dialog OR @dialog = '' AND m.left_at IS NULL)
ORDER BY m.place DESC
LIMIT 1`

// addMember puts a line at the end of the list; the same talk again gives the line that it made.
func (s *Store) addMember(ctx context.Context, tx pgx.Tx, v casebook.Viewer, m casebook.Member, dialog string, now time.Time) (casebook.Member, error) {
	if _, err := s.lockGroup(ctx, tx, v, casebook.EditGroup, m.Group); err != nil {
		return casebook.Member{}, err
	}
	return appendMember(ctx, tx, m, dialog, now)
}

// appendMember is addMember for a group that is locked.
func appendMember(ctx context.Context, tx pgx.Tx, m casebook.Member, dialog string, now time.Time) (casebook.Member, error) {
	args := memberArgs(m, "group", m.Group)
	args["person"], args["dialog"], args["now"] = int64(m.Person), dialog, now
	if _, err := tx.Exec(ctx, insertMember, args); err != nil {
		return casebook.Member{}, err
	}
	row, err := one[memberRow](ctx, tx, memberOfDialog, pgx.StrictNamedArgs{"group": m.Group, "dialog": dialog})
	return row.member(), err
}

func memberArgs[ID casebook.MemberID | casebook.GroupID](m casebook.Member, of string, id ID) pgx.StrictNamedArgs {
	return pgx.StrictNamedArgs{of: id, "name": clean(m.Name), "post": clean(private.Of(m.Post)), "officer": m.Officer, "sex": m.Sex}
}

// editable locks the group of a line that the viewer may change, and the line's person: nobody acts by a seat while it is taken away (holdViewer).
func (s *Store) editable(ctx context.Context, tx pgx.Tx, v casebook.Viewer, id casebook.MemberID) error {
	m, err := readMember(ctx, tx, v.District, id)
	if err != nil {
		return err
	}
	if _, err := s.lockGroup(ctx, tx, v, casebook.EditGroup, m.Group); err != nil {
		return err
	}
	if m, err = readMember(ctx, tx, v.District, id); err != nil {
		return err
	}
	if !m.Left.IsZero() {
		return casebook.ErrMove
	}
	if m.Person == 0 {
		return nil
	}
	_, err = tx.Exec(ctx, lockGrants, pgx.StrictNamedArgs{"person": m.Person})
	return err
}

const dropMember = `
UPDATE members SET left_at = @now
WHERE id = @member`

// DropMember closes a line: it stays on the lists of the meetings of its time. Closed before, it is closed. Errors: casebook.ErrNotFound,
// casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) DropMember(ctx context.Context, v casebook.Viewer, id casebook.MemberID, now time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("drop member %d", id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		switch err := s.editable(ctx, tx, fresh, id); {
		case errors.Is(err, casebook.ErrMove):
			return nil
		case err != nil:
			return err
		}
		_, err = tx.Exec(ctx, dropMember, pgx.StrictNamedArgs{"member": id, "now": now})
		return err
	})
}
