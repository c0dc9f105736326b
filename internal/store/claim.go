package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

type claimRow struct {
	ID     int64
	Group  casebook.GroupID
	Member casebook.MemberID
	Name   string
	Person casebook.PersonID
	State  casebook.ClaimState
	At     time.Time
}

func (r claimRow) claim() casebook.Claim {
	return casebook.Claim{ID: r.ID, Group: r.Group, Member: r.Member, Name: private.Of(r.Name), Person: r.Person, State: r.State, At: r.At}
}

const addClaim = `
INSERT INTO claims (district_id, group_id, member_id, person_id, name, at)
SELECT g.district_id, g.id, nullif(@member::bigint, 0), @person, @name, @now
FROM groups g
WHERE g.id = @group
ON CONFLICT (group_id, person_id) WHERE state = 'claimed' DO UPDATE SET member_id = excluded.member_id, name = excluded.name
RETURNING id, group_id AS group, COALESCE(member_id, 0) AS member, name, person_id AS person, state, at`

// Claim keeps the viewer's word that a line of a roster is theirs (Member 0: not on the list yet) and asks the group's officers, or whoever can decide where
// none of them can be written to. A person has one open claim on a group: another word takes the place of the first. Whoever stands on the roster already gets
// that as the answer. Errors: casebook.ErrNotFound, casebook.ErrConflict when the line is somebody else's,
// casebook.ErrBadInput for a new line without a name, casebook.ErrAway.
func (s *Store) Claim(ctx context.Context, v casebook.Viewer, c casebook.Claim, now time.Time) (casebook.Claim, error) {
	var claimed casebook.Claim
	err := s.inTx(ctx, fmt.Sprintf("claim in group %d", c.Group), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		g, err := s.readGroup(ctx, tx, v.District, c.Group)
		if err != nil {
			return err
		}
		if seat := fresh.InGroup(g.ID); seat != 0 {
			claimed = casebook.Claim{Group: g.ID, Member: seat, Name: c.Name, Person: fresh.Person, State: casebook.Confirmed, At: now}
			return nil
		}
		if c.Member == 0 && c.Name.Empty() {
			return casebook.ErrBadInput
		}
		if err := claimable(ctx, tx, g, c.Member); err != nil {
			return err
		}
		row, err := one[claimRow](ctx, tx, addClaim, pgx.StrictNamedArgs{"group": g.ID, "member": int64(c.Member), "person": fresh.Person, "name": clean(c.Name),
			"now": now})
		if err != nil {
			return err
		}
		claimed = row.claim()
		return s.tellClaim(ctx, tx, g, claimed, now)
	})
	return claimed, err
}

// claimable tells whether a line of the group is nobody's yet.
func claimable(ctx context.Context, q querier, g casebook.Group, id casebook.MemberID) error {
	if id == 0 {
		return nil // a new line, which needs a name
	}
	line, err := readMember(ctx, q, g.District, id)
	switch {
	case err != nil:
		return err
	case line.Group != g.ID || !line.Left.IsZero():
		return casebook.ErrNotFound
	case line.Person != 0:
		return casebook.ErrConflict
	}
	return nil
}

// tellClaim asks those who decide and can be written to: the group's own officers, else the first that there are of the officers of its village, the coordinators of its
// kecamatan, staff and admins.
func (s *Store) tellClaim(ctx context.Context, tx pgx.Tx, g casebook.Group, c casebook.Claim, now time.Time) error {
	roster, err := rosterOf(ctx, tx, g.ID)
	if err != nil {
		return err
	}
	var people []casebook.PersonID
	for _, line := range roster {
		if line.Officer && line.Person != 0 && line.Person != c.Person {
			people = append(people, line.Person)
		}
	}
	if people, err = reachable(ctx, tx, people); err != nil {
		return err
	}
	if len(people) == 0 {
		grants, err := all[casebook.Grant](ctx, tx, reachableGrants, pgx.StrictNamedArgs{"district": g.District, "except": c.Person})
		if err != nil {
			return err
		}
		people = casebook.Deciders(g, grants)
	}
	var list []casebook.Notice
	for _, p := range people {
		list = append(list, casebook.Notice{District: g.District, Kind: casebook.ClaimMade, Key: fmt.Sprintf("claim:%d", c.ID), Person: p, Group: g.ID, Claim: c.ID,
			Region: g.Region, At: now})
	}
	return s.tell(ctx, tx, list)
}

const reachablePeople = `
SELECT person_id AS person
FROM accounts
WHERE person_id = ANY (@people::bigint[]) AND blocked_at IS NULL
ORDER BY person_id`

// reachable gives those of the people who can be written to.
func reachable(ctx context.Context, q querier, people []casebook.PersonID) ([]casebook.PersonID, error) {
	ids := make([]int64, len(people))
	for i, p := range people {
		ids[i] = int64(p)
	}
	rows, err := all[struct{ Person casebook.PersonID }](ctx, q, reachablePeople, pgx.StrictNamedArgs{"people": ids})
	var list []casebook.PersonID
	for _, row := range rows {
		list = append(list, row.Person)
	}
	return list, err
}

const reachableGrants = `
SELECT g.person_id AS person, g.role, g.region
FROM grants g
JOIN districts d ON d.id = g.district_id
JOIN accounts a ON a.person_id = g.person_id
WHERE d.region = @district AND g.revoked_at IS NULL AND a.blocked_at IS NULL AND g.person_id <> @except
ORDER BY g.id`

const claimByID = `
SELECT c.id, c.group_id AS group, COALESCE(c.member_id, 0) AS member, c.name, c.person_id AS person, c.state, c.at
FROM claims c
JOIN districts d ON d.id = c.district_id
WHERE d.region = @district AND c.id = @claim`

const lockClaim = claimByID + `
FOR UPDATE OF c`

const decideClaim = `
UPDATE claims SET state = @state, member_id = nullif(@member::bigint, 0), decided_by = @by, decided_at = @now
WHERE id = @claim`

// DecideClaim says whether a claim is right: the line is linked to the person then, or made, and what the person did at the group's meetings before counts for
// it. Decided the same way before, it stays so. Errors: casebook.ErrNotFound, casebook.ErrForbidden (the one who claims never decides), casebook.ErrMove when it was decided otherwise,
// casebook.ErrConflict when the line is somebody else's meanwhile, casebook.ErrAway.
func (s *Store) DecideClaim(ctx context.Context, v casebook.Viewer, id int64, yes bool, now time.Time) (casebook.Claim, error) {
	var decided casebook.Claim
	err := s.inTx(ctx, fmt.Sprintf("decide claim %d", id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		row, err := one[claimRow](ctx, tx, lockClaim, pgx.StrictNamedArgs{"district": v.District, "claim": id})
		if err != nil {
			return err
		}
		g, err := s.lockGroup(ctx, tx, fresh, casebook.EditGroup, row.Group)
		if err != nil {
			return err
		}
		decided = row.claim()
		if decided.Person == fresh.Person { // nobody sits down by the own word: a seat outlives a grant
			return casebook.ErrForbidden
		}
		next, err := decided.Decide(yes)
		if err != nil || next == decided {
			return err
		}
		decided = next
		return s.decided(ctx, tx, fresh, g, &decided, now.Truncate(time.Microsecond))
	})
	return decided, err
}

// decided links the line where the answer is yes, and writes the decision down.
func (s *Store) decided(ctx context.Context, tx pgx.Tx, v casebook.Viewer, g casebook.Group, c *casebook.Claim, now time.Time) error {
	if c.State == casebook.Confirmed {
		if err := s.link(ctx, tx, g, c, now); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, decideClaim, pgx.StrictNamedArgs{"claim": c.ID, "state": c.State, "member": int64(c.Member), "by": v.Person, "now": now})
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, []casebook.Notice{{District: g.District, Kind: casebook.ClaimDecided, Key: fmt.Sprintf("claimed:%d", c.ID), Person: c.Person,
		Group: g.ID, Claim: c.ID, Region: g.Region, At: now}})
}

const linkMember = `
UPDATE members SET person_id = @person
WHERE id = @member AND left_at IS NULL AND person_id IS NULL
RETURNING id`

// link ties the claimed line, or a new one at the end of the list, to the person. The person is locked: nobody checks in as a stranger meanwhile (holdViewer).
func (s *Store) link(ctx context.Context, tx pgx.Tx, g casebook.Group, c *casebook.Claim, now time.Time) error {
	if _, err := tx.Exec(ctx, lockGrants, pgx.StrictNamedArgs{"person": c.Person}); err != nil {
		return err
	}
	if c.Member == 0 {
		line, err := appendMember(ctx, tx, casebook.Member{Group: g.ID, Name: c.Name, Person: c.Person}, fmt.Sprintf("claim:%d", c.ID), now)
		if err != nil {
			return err
		}
		c.Member = line.ID
	} else if _, err := one[struct{ ID int64 }](ctx, tx, linkMember, pgx.StrictNamedArgs{"member": c.Member, "person": c.Person}); err != nil {
		return orElse(err, casebook.ErrConflict)
	}
	return s.merge(ctx, tx, g, c.Member, c.Person, now)
}

const meetingsAsStranger = `
SELECT t.meeting_id AS id
FROM attendance t
JOIN meetings m ON m.id = t.meeting_id
WHERE t.person_id = @person AND m.group_id = @group
ORDER BY t.meeting_id`

const wordsAsStranger = `
SELECT` + markColumns + `
FROM attendance_marks
WHERE meeting_id = @meeting AND person_id = @person
ORDER BY id`

const dropStranger = `
DELETE FROM attendance
WHERE meeting_id = @meeting AND person_id = @person`

// merge counts somebody once who came to meetings of the group before being known as a line of its roster: every word on the person is said of the line again,
// and the person's own line of the list goes. All lists are changed before the first meeting is locked (mark).
func (s *Store) merge(ctx context.Context, tx pgx.Tx, g casebook.Group, member casebook.MemberID, person casebook.PersonID, now time.Time) error {
	meetings, err := all[struct{ ID casebook.MeetingID }](ctx, tx, meetingsAsStranger, pgx.StrictNamedArgs{"person": person, "group": g.ID})
	if err != nil {
		return err
	}
	for _, m := range meetings {
		rows, err := all[markRow](ctx, tx, wordsAsStranger, pgx.StrictNamedArgs{"meeting": m.ID, "person": person})
		if err != nil {
			return err
		}
		words := make([]word, len(rows))
		for i, row := range rows {
			words[i] = row.word()
			words[i].Member, words[i].Person = member, 0
		}
		if _, err := s.mark(ctx, tx, m.ID, words); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, dropStranger, pgx.StrictNamedArgs{"meeting": m.ID, "person": person}); err != nil {
			return err
		}
	}
	for _, m := range meetings {
		if _, err := s.recount(ctx, tx, g.District, m.ID, false); err != nil {
			return err
		}
		if err := s.redrawCounters(ctx, tx, m.ID, now); err != nil {
			return err
		}
	}
	return nil
}
