package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// claimRetention gives a district to one replica a day. A mark of the future is one of a clock that was put back.
const claimRetention = `
INSERT INTO retention_rounds (district_id, at)
VALUES (@district, @now)
ON CONFLICT (district_id) DO UPDATE SET at = excluded.at
WHERE retention_rounds.at <= excluded.at - interval '1 day' OR retention_rounds.at > excluded.at + interval '5 minutes'
RETURNING at`

// retainSooner lets a round that failed be made again in an hour.
const retainSooner = `
UPDATE retention_rounds SET at = @now::timestamptz - interval '23 hours'
WHERE district_id = @district`

// Retain erases, once a day and in whichever replica comes first, what a district keeps no longer: each class by its rule. What the law holds is left alone, as is
// what is grave for as long as the office has no rule for that. remove takes the copies of files away. It can stop anywhere and be made again: a file's
// name is forgotten only once its copy is gone. It gives what was erased, by class. Errors: casebook.ErrAway, that of remove.
func (s *Store) Retain(ctx context.Context, r casebook.Retention, now time.Time, remove func(context.Context, []string) error) ([]casebook.Retained, error) {
	now = now.Truncate(time.Microsecond)
	district, err := s.district(ctx, r.District)
	if err != nil {
		return nil, err
	}
	claimed, err := all[struct{ At time.Time }](ctx, s.pool, claimRetention, pgx.StrictNamedArgs{"district": district, "now": now})
	if err != nil || len(claimed) == 0 {
		return nil, known("retention of "+r.District, err)
	}
	var done []casebook.Retained
	var failed error
	for _, class := range []func(context.Context, casebook.Retention, int32, time.Time) ([]casebook.Retained, error){
		func(ctx context.Context, r casebook.Retention, d int32, now time.Time) ([]casebook.Retained, error) {
			return s.retainMedia(ctx, r, d, now, remove)
		},
		s.retainIdentity, s.retainCases, s.retainMeetings, s.retainUpdates, s.retainAccounts,
	} {
		some, err := class(ctx, r, district, now)
		done, failed = append(done, some...), errors.Join(failed, err)
	}
	if failed != nil {
		_, err := s.pool.Exec(ctx, retainSooner, pgx.StrictNamedArgs{"district": district, "now": now})
		failed = errors.Join(failed, known("retention of "+r.District, err))
	}
	return done, failed
}

// perRetention is how many cases one class takes in a round: the rest waits for the next, so that a round never holds up the reports.
const perRetention = 500

// isGrave is casebook.Case.Grave of a case c.
const isGrave = `(c.lane <> 'open' OR c.quiet OR c.shield <> '' OR c.alarm OR c.child)`

// The cases that ended so long ago, with something of the class left. A case has ended when the last thing happened to it: asking for erasing is something.
func endedWith(what string) string {
	return `
SELECT c.id
FROM cases c
CROSS JOIN LATERAL (SELECT at FROM case_events WHERE case_id = c.id ORDER BY id DESC LIMIT 1) last
WHERE c.district_id = @district AND NOT c.open AND c.anonymised_at IS NULL AND c.held_at IS NULL
    AND last.at <= CASE WHEN ` + isGrave + ` THEN @grave::timestamptz ELSE @plain::timestamptz END
    AND ` + what + `
ORDER BY c.id
LIMIT @limit`
}

var (
	mediaEnded    = endedWith(`EXISTS (SELECT FROM case_files f WHERE f.case_id = c.id)`)
	identityEnded = endedWith(`(EXISTS (SELECT FROM case_reporters r WHERE r.case_id = c.id) OR EXISTS (SELECT FROM case_contacts r WHERE r.case_id = c.id))`)
	caseEnded     = endedWith(`true`)
)

// endedCases lists them. A class that is kept for good has none: its time is before all times.
func (s *Store) endedCases(ctx context.Context, sql string, r casebook.Retention, class casebook.RetainClass, district int32, now time.Time) ([]int64, error) {
	before := func(grave bool) time.Time {
		if d, ends := r.After(class, grave); ends {
			return now.Add(-d)
		}
		return time.Unix(0, 0)
	}
	rows, err := all[struct{ ID int64 }](ctx, s.pool, sql, pgx.StrictNamedArgs{"district": district, "plain": before(false), "grave": before(true), "limit": perRetention})
	var ids []int64
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids, known(fmt.Sprintf("ended cases, %s", class), err)
}

// eachEnded does work for each case that has ended so long ago, locked and looked at once more, one transaction each, and logs the class.
func (s *Store) eachEnded(ctx context.Context, sql string, r casebook.Retention, class casebook.RetainClass, district int32, now time.Time,
	work func(tx pgx.Tx, id int64) error,
) ([]casebook.Retained, error) {
	ids, err := s.endedCases(ctx, sql, r, class, district, now)
	line := casebook.Retained{Class: class}
	line.After, _ = r.After(class, false)
	for _, id := range ids {
		err = errors.Join(err, s.inTx(ctx, fmt.Sprintf("%s of case %d", class, id), func(tx pgx.Tx) error {
			still, err := all[struct{ ID int64 }](ctx, tx, lockEnded, pgx.StrictNamedArgs{"case": id})
			if err != nil || len(still) == 0 {
				return err
			}
			line.Count++
			return work(tx, id)
		}))
	}
	return s.retained(ctx, r.District, line, now, err)
}

const lockEnded = `
SELECT id
FROM cases
WHERE id = @case AND NOT open AND held_at IS NULL
FOR UPDATE`

// retained logs a line, if anything was erased.
func (s *Store) retained(ctx context.Context, district string, line casebook.Retained, now time.Time, failed error) ([]casebook.Retained, error) {
	if line.Count == 0 {
		return nil, failed
	}
	err := s.inTx(ctx, "log of retention", func(tx pgx.Tx) error { return logRetained(ctx, tx, district, line, now) })
	return []casebook.Retained{line}, errors.Join(failed, err)
}

const forgetFiles = `
DELETE FROM case_files
WHERE case_id = @case AND state = 'erased'`

// retainMedia destroys the key of each case's files, removes their copies, and only then forgets them.
func (s *Store) retainMedia(ctx context.Context, r casebook.Retention, district int32, now time.Time, remove func(context.Context, []string) error) ([]casebook.Retained, error) {
	ids, err := s.endedCases(ctx, mediaEnded, r, casebook.RetainMedia, district, now)
	line := casebook.Retained{Class: casebook.RetainMedia, After: r.Media}
	for _, id := range ids {
		one := s.eraseMedia(ctx, id, now, remove)
		if err = errors.Join(err, one); one == nil {
			line.Count++
		}
	}
	return s.retained(ctx, r.District, line, now, err)
}

func (s *Store) eraseMedia(ctx context.Context, id int64, now time.Time, remove func(context.Context, []string) error) error {
	names, err := s.EraseEvidence(ctx, id, now)
	if err != nil {
		return err
	}
	if err := remove(ctx, names); err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, forgetFiles, pgx.StrictNamedArgs{"case": id})
	return known(fmt.Sprintf("files of case %d", id), err)
}

func (s *Store) retainIdentity(ctx context.Context, r casebook.Retention, district int32, now time.Time) ([]casebook.Retained, error) {
	return s.eachEnded(ctx, identityEnded, r, casebook.RetainIdentity, district, now, func(tx pgx.Tx, id int64) error {
		_, err := s.cutReporter(ctx, tx, id)
		return err
	})
}

// What is left of a case that is old: number, kind, kecamatan, times, how it went. The counts of the years stay true.
var anonymising = []string{
	`UPDATE case_events SET note = '', digest = NULL
WHERE case_id = @case AND (note <> '' OR digest IS NOT NULL)`,
	`DELETE FROM messages WHERE case_id = @case`,
	`DELETE FROM erasures WHERE case_id = @case`,
	`DELETE FROM case_pins WHERE case_id = @case`,
	`DELETE FROM case_links WHERE case_id = @case OR other_id = @case`,
	`UPDATE cases SET story = '', place_note = '', safe_from = 0, safe_to = 0, relation = '', filed_by = NULL, region = COALESCE(kecamatan, region), anonymised_at = @now
WHERE id = @case`,
}

func (s *Store) retainCases(ctx context.Context, r casebook.Retention, district int32, now time.Time) ([]casebook.Retained, error) {
	return s.eachEnded(ctx, caseEnded, r, casebook.RetainCase, district, now, func(tx pgx.Tx, id int64) error {
		if _, err := s.cutReporter(ctx, tx, id); err != nil {
			return err
		}
		for _, sql := range anonymising {
			if _, err := tx.Exec(ctx, sql, used(sql, map[string]any{"case": id, "now": now})); err != nil {
				return err
			}
		}
		return nil
	})
}

// What is left of a meeting that is old are its minutes and its counts.
var oldMeetings = []string{
	`DELETE FROM attendance a USING meetings m WHERE m.id = a.meeting_id AND m.district_id = @district AND m.starts_at <= @before`,
	`DELETE FROM attendance_marks a USING meetings m WHERE m.id = a.meeting_id AND m.district_id = @district AND m.starts_at <= @before`,
	`DELETE FROM rsvps a USING meetings m WHERE m.id = a.meeting_id AND m.district_id = @district AND m.starts_at <= @before`,
	`DELETE FROM test_results a USING meetings m WHERE m.id = a.meeting_id AND m.district_id = @district AND m.starts_at <= @before`,
	`DELETE FROM meeting_files a USING meetings m WHERE m.id = a.meeting_id AND m.district_id = @district AND m.starts_at <= @before AND a.use = 'sheet'`,
	`UPDATE members SET name = '-', person_id = NULL WHERE district_id = @district AND left_at <= @before AND (name <> '-' OR person_id IS NOT NULL)`,
}

func (s *Store) retainMeetings(ctx context.Context, r casebook.Retention, district int32, now time.Time) ([]casebook.Retained, error) {
	if r.Attendance <= 0 {
		return nil, nil
	}
	line := casebook.Retained{Class: casebook.RetainAttendance, After: r.Attendance}
	err := s.inTx(ctx, "attendance of "+r.District, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, erasingDoor); err != nil {
			return err
		}
		for i, sql := range oldMeetings {
			tag, err := tx.Exec(ctx, sql, pgx.StrictNamedArgs{"district": district, "before": now.Add(-r.Attendance)})
			if err != nil {
				return err
			}
			if i == 0 {
				line.Count = int(tag.RowsAffected())
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.retained(ctx, r.District, line, now, nil)
}

const oldUpdates = `
DELETE FROM dead_updates u
USING districts d
WHERE d.id = @district AND u.bot_id = d.bot_id AND u.at <= @before`

// News of a quiet case names the case by a keyed digest only, and even that must not stay.
const oldNews = `
DELETE FROM notices
WHERE district_id = @district AND kind = 'quiet_news' AND sent_at <= @now::timestamptz - interval '30 days'`

const oldTries = `
DELETE FROM pin_tries
WHERE since <= @now::timestamptz - interval '1 day' AND (closed_until IS NULL OR closed_until <= @now::timestamptz)`

func (s *Store) retainUpdates(ctx context.Context, r casebook.Retention, district int32, now time.Time) ([]casebook.Retained, error) {
	if r.Updates <= 0 {
		return nil, nil
	}
	if _, err := s.pool.Exec(ctx, oldNews, pgx.StrictNamedArgs{"district": district, "now": now}); err != nil {
		return nil, known("old news of "+r.District, err)
	}
	if _, err := s.pool.Exec(ctx, oldTries, pgx.StrictNamedArgs{"now": now}); err != nil {
		return nil, known("old tries", err)
	}
	tag, err := s.pool.Exec(ctx, oldUpdates, pgx.StrictNamedArgs{"district": district, "before": now.Add(-r.Updates)})
	return s.retained(ctx, r.District, casebook.Retained{Class: casebook.RetainUpdates, Count: int(tag.RowsAffected()), After: r.Updates}, now,
		known("dead updates of "+r.District, err))
}

const idleAccounts = `
SELECT a.person_id AS person
FROM accounts a
WHERE a.district_id = @district AND a.created_at <= @before
    AND NOT EXISTS (SELECT FROM case_reporters WHERE person_id = a.person_id)
    AND NOT EXISTS (SELECT FROM grants WHERE person_id = a.person_id AND revoked_at IS NULL)
    AND NOT EXISTS (SELECT FROM members WHERE person_id = a.person_id AND left_at IS NULL)
ORDER BY a.person_id
LIMIT @limit`

// retainAccounts forgets people of whom nothing is kept any more. Somebody who writes all the same is met again as somebody new.
func (s *Store) retainAccounts(ctx context.Context, r casebook.Retention, district int32, now time.Time) ([]casebook.Retained, error) {
	if r.Identity <= 0 {
		return nil, nil
	}
	idle, err := all[struct{ Person casebook.PersonID }](ctx, s.pool, idleAccounts, pgx.StrictNamedArgs{"district": district, "before": now.Add(-r.Identity), "limit": perRetention})
	line, err := casebook.Retained{Class: casebook.RetainAccounts, After: r.Identity}, known("idle accounts of "+r.District, err)
	for _, a := range idle {
		done, one := s.Forget(ctx, casebook.Viewer{District: r.District, Person: a.Person}, now) // which logs it
		if err = errors.Join(err, one); done.Account {
			line.Count++
		}
	}
	if line.Count == 0 {
		return nil, err
	}
	return []casebook.Retained{line}, err
}
