package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"rembuk/internal/casebook"
)

const holdsPerson = `
SELECT (SELECT count(*) FROM case_reporters WHERE person_id = @person) AS cases,
    (SELECT count(*) FROM grants WHERE person_id = @person AND revoked_at IS NULL) AS grants,
    (SELECT count(*) FROM members WHERE person_id = @person AND left_at IS NULL) AS seats,
    (SELECT count(*) FROM erasures e JOIN case_reporters r ON r.case_id = e.case_id WHERE r.person_id = @person AND e.state = 'asked') AS waiting,
    (SELECT count(*) FROM attendance WHERE person_id = @person) AS attendance`

const lockPerson = `
SELECT a.user_sealed AS sealed, a.user_mac AS mac, COALESCE(d.bot_id, 0) AS bot, a.blocked_at IS NOT NULL AS blocked, a.language
FROM people p
JOIN accounts a ON a.person_id = p.id
JOIN districts d ON d.id = p.district_id
WHERE p.id = @person
FOR UPDATE OF p`

// forgetting is all that is kept of a person beside cases, roles, rosters and attendance.
var forgetting = []string{
	`DELETE FROM notices WHERE person_id = @person`,
	`DELETE FROM locks WHERE person_id = @person`,
	`DELETE FROM rsvps WHERE person_id = @person`,
	`DELETE FROM test_results WHERE person_id = @person`,
	`DELETE FROM notices WHERE claim_id IN (SELECT id FROM claims WHERE person_id = @person)`,
	`DELETE FROM claims WHERE person_id = @person`,
	`DELETE FROM messages WHERE person_id = @person OR (district_id, chat_mac) IN (SELECT district_id, user_mac FROM accounts WHERE person_id = @person)`,
	`DELETE FROM accounts WHERE person_id = @person`,
	`UPDATE people SET display_name_sealed = NULL WHERE id = @person AND NOT EXISTS (SELECT FROM attendance WHERE person_id = @person)`,
}

// Forget erases what is kept of a person where no case, role or line of a roster holds it: the link to the account first of all. What holds it is told, and
// then only what nobody needs goes. Whoever writes again is somebody new. Errors: casebook.ErrAway.
func (s *Store) Forget(ctx context.Context, v casebook.Viewer, now time.Time) (casebook.Forgotten, error) {
	var done casebook.Forgotten
	err := s.inTx(ctx, fmt.Sprintf("forget person %d", v.Person), func(tx pgx.Tx) error {
		var err error
		done, err = s.forget(ctx, tx, v.District, v.Person, now)
		return err
	})
	return done, err
}

func (s *Store) forget(ctx context.Context, tx pgx.Tx, district string, person casebook.PersonID, now time.Time) (casebook.Forgotten, error) {
	account, err := one[accountRow](ctx, tx, lockPerson, pgx.StrictNamedArgs{"person": person})
	if errors.Is(err, pgx.ErrNoRows) {
		return casebook.Forgotten{Account: true}, nil
	}
	if err != nil {
		return casebook.Forgotten{}, err
	}
	held, err := one[struct{ Cases, Grants, Seats, Waiting, Attendance int }](ctx, tx, holdsPerson, pgx.StrictNamedArgs{"person": person})
	done := casebook.Forgotten{Cases: held.Cases, Grants: held.Grants, Seats: held.Seats, Waiting: held.Waiting, Attendance: held.Attendance}
	if err != nil {
		return done, err
	}
	if err := s.forgetDead(ctx, tx, account); err != nil {
		return done, err
	}
	if held.Cases+held.Grants+held.Seats > 0 {
		return done, nil
	}
	done.Account = true
	for _, sql := range forgetting {
		if _, err := tx.Exec(ctx, sql, pgx.StrictNamedArgs{"person": person}); err != nil {
			return done, err
		}
	}
	if err := logRetained(ctx, tx, district, casebook.Retained{Class: casebook.RetainAccounts, Count: 1}, now); err != nil {
		return done, err
	}
	return done, forgetNumber(ctx, tx, person)
}

// forgetNumber removes our own number of a person where nothing points at it: a timeline or an attendance list may.
func forgetNumber(ctx context.Context, tx pgx.Tx, person casebook.PersonID) error {
	err := pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM people WHERE id = @person`, pgx.StrictNamedArgs{"person": person})
		return err
	})
	var answer *pgconn.PgError
	if errors.As(err, &answer) && answer.Code == "23503" { // foreign key
		return nil
	}
	return err
}

const deadOfBot = `
SELECT update_id AS update, sealed
FROM dead_updates
WHERE bot_id = @bot`

// forgetDead removes the updates of a person that could not be attended to: they are sealed, and nothing beside them tells whose they are.
func (s *Store) forgetDead(ctx context.Context, tx pgx.Tx, account accountRow) error {
	user, err := s.openID(account.Sealed)
	if err != nil {
		return err
	}
	dead, err := all[struct {
		Update int64
		Sealed []byte
	}](ctx, tx, deadOfBot, pgx.StrictNamedArgs{"bot": account.Bot})
	if err != nil {
		return err
	}
	var theirs []int64
	for _, d := range dead {
		if raw, err := s.ring.Open(deadUpdate, d.Sealed); err == nil && bytes.Contains(raw, strconv.AppendInt(nil, user, 10)) {
			theirs = append(theirs, d.Update)
		}
	}
	if len(theirs) == 0 {
		return nil
	}
	_, err = tx.Exec(ctx, `DELETE FROM dead_updates WHERE bot_id = @bot AND update_id = ANY (@updates)`, pgx.StrictNamedArgs{"bot": account.Bot, "updates": theirs})
	return err
}

const deadUpdate = "dead update" // what Dead seals for

const addRetained = `
INSERT INTO retention_log (district_id, at, class, count, days)
SELECT id, @now, @class, @count, @days
FROM districts
WHERE region = @district`

// logRetained writes what was erased: a class and a count.
func logRetained(ctx context.Context, tx pgx.Tx, district string, r casebook.Retained, now time.Time) error {
	if r.Count == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, addRetained, pgx.StrictNamedArgs{"district": district, "now": now, "class": r.Class, "count": r.Count, "days": int(r.After / casebook.Day)})
	return err
}
