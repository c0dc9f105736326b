package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const grantsOfDistrict = `
SELECT g.person_id AS person, g.role, g.region
FROM grants g
JOIN districts d ON d.id = g.district_id
WHERE d.region = @district AND g.revoked_at IS NULL AND g.person_id <> @except
ORDER BY g.id`

// raise makes the alert that a case calls for and a copy for each who must hear, save one person (0: nobody is left out). Where nobody can act on the case
// and the admins hear as the last, it says so.
func (s *Store) raise(ctx context.Context, tx pgx.Tx, kind casebook.AlertKind, c casebook.Case, except casebook.PersonID, now time.Time) ([]casebook.Task, error) {
	grants, err := all[casebook.Grant](ctx, tx, grantsOfDistrict, pgx.StrictNamedArgs{"district": c.District, "except": except})
	if err != nil {
		return nil, fmt.Errorf("grants of %s: %w", c.District, err)
	}
	people := casebook.Audience(kind, c, grants)
	if kind != casebook.Undelivered && !anyWorks(people, c, grants) {
		kind = casebook.NobodyHolds
	}
	return s.tellOf(ctx, tx, kind, c, people, now)
}

// anyWorks tells whether one of the people meets the case as more than an admin.
func anyWorks(people []casebook.PersonID, c casebook.Case, grants []casebook.Grant) bool {
	for _, p := range people {
		v := casebook.Viewer{District: c.District, Person: p}
		for _, g := range grants {
			if g.Person == p {
				v.Grants = append(v.Grants, g)
			}
		}
		if casebook.May(v, casebook.DoTake, c) == nil {
			return true
		}
	}
	return false
}

const openAlert = `
INSERT INTO alerts (district_id, kind, case_id, dedup_key, at, event_id)
SELECT district_id, @kind, id, @key, @at, (SELECT max(id) FROM case_events WHERE case_id = @case)
FROM cases
WHERE id = @case
ON CONFLICT (district_id, dedup_key) WHERE open DO UPDATE SET count = alerts.count + 1
RETURNING id`

const addCopies = `
INSERT INTO alert_copies (alert_id, person_id, made_at)
SELECT @alert, person, @at
FROM unnest(@people::bigint[]) AS person
ON CONFLICT (alert_id, person_id) WHERE NOT adopted DO NOTHING
RETURNING id`

// tellOf makes an alert, or counts one up that is open for the same thing, with a copy for each of the people who has none yet. The copies of a repeat that were
// sent are edited by whoever calls (editsOf).
func (s *Store) tellOf(ctx context.Context, tx pgx.Tx, kind casebook.AlertKind, c casebook.Case, people []casebook.PersonID, now time.Time) ([]casebook.Task, error) {
	return tellAs(ctx, tx, kind, fmt.Sprintf("%s:%d", kind, c.ID), c, people, now)
}

func tellAs(ctx context.Context, tx pgx.Tx, kind casebook.AlertKind, key string, c casebook.Case, people []casebook.PersonID, now time.Time) ([]casebook.Task, error) {
	alert, err := one[struct{ ID int64 }](ctx, tx, openAlert, pgx.StrictNamedArgs{"kind": kind, "case": c.ID, "key": key, "at": now})
	if err != nil {
		return nil, fmt.Errorf("alert %s: %w", key, err)
	}
	ids := make([]int64, len(people))
	for i, p := range people {
		ids[i] = int64(p)
	}
	copies, err := all[struct{ ID int64 }](ctx, tx, addCopies, pgx.StrictNamedArgs{"alert": alert.ID, "people": ids, "at": now})
	if err != nil {
		return nil, fmt.Errorf("copies of alert %s: %w", key, err)
	}
	tasks := make([]casebook.Task, 0, len(copies))
	for _, copied := range copies {
		tasks = append(tasks, casebook.Task{Kind: casebook.SendAlert, ID: copied.ID, Urgent: c.Lane == casebook.Confidential || kind == casebook.SafetyCase})
	}
	return tasks, nil
}

const closeAlertsOf = `
UPDATE alerts SET open = false
WHERE case_id = @case AND open AND (@kind = '' AND kind NOT IN ('erasure', 'erasure_late') OR kind = @kind)
RETURNING id`

const dropCopies = `
UPDATE alert_copies SET state = 'dropped'
WHERE alert_id = ANY (@alerts) AND state = 'pending'`

// closeAlerts: somebody has the case now. What was not sent yet is not sent any more.
func closeAlerts(ctx context.Context, tx pgx.Tx, caseID int64) error {
	return closeKind(ctx, tx, caseID, "")
}

func closeKind(ctx context.Context, tx pgx.Tx, caseID int64, kind casebook.AlertKind) error {
	closed, err := all[struct{ ID int64 }](ctx, tx, closeAlertsOf, pgx.StrictNamedArgs{"case": caseID, "kind": kind})
	if err != nil || len(closed) == 0 {
		return err
	}
	ids := make([]int64, len(closed))
	for i, a := range closed {
		ids[i] = a.ID
	}
	_, err = tx.Exec(ctx, dropCopies, pgx.StrictNamedArgs{"alerts": ids})
	return err
}

const sentCopies = `
SELECT c.id
FROM alerts a
JOIN alert_copies c ON c.alert_id = a.id
WHERE a.case_id = @case AND c.state IN ('sent', 'edited')
ORDER BY c.id`

// editsOf is the work of drawing again what was sent about a case. The case is locked: a copy whose sending is noted later asks for its edit itself.
func editsOf(ctx context.Context, tx pgx.Tx, caseID int64) ([]casebook.Task, error) {
	copies, err := all[struct{ ID int64 }](ctx, tx, sentCopies, pgx.StrictNamedArgs{"case": caseID})
	if err != nil {
		return nil, err
	}
	tasks := make([]casebook.Task, 0, len(copies))
	for _, c := range copies {
		tasks = append(tasks, casebook.Task{Kind: casebook.EditAlert, ID: c.ID})
	}
	return tasks, nil
}
