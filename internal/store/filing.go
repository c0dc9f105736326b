package store

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// FileCase makes a case of a filing, with its timeline, its evidence, the alerts and the work that they make: all of it or nothing. The same filing again
// gives the same receipt and does nothing more; the same talk with other content adds what is new to the case that it made. confidentialKind tells whether
// the filing's kind is for caseworkers only. Errors: casebook.ErrAway, casebook.ErrBadInput for a region or a kind that the district does not have.
func (s *Store) FileCase(ctx context.Context, f casebook.Filing, confidentialKind bool, now time.Time) (casebook.Receipt, error) {
	var receipt casebook.Receipt
	err := s.inTx(ctx, "file dialog "+f.Dialog, func(tx pgx.Tx) error {
		c, fresh, err := s.insertCase(ctx, tx, f, confidentialKind, now)
		switch {
		case err != nil:
			return err
		case fresh:
			if c.Many, err = s.tooMany(ctx, tx, c, now); err != nil {
				return err
			}
			receipt = casebook.Receipt{Number: c.Number, DueAt: c.DueAt, Case: c}
			return s.filed(ctx, tx, c, f, now)
		default:
			receipt, err = s.fileAgain(ctx, tx, f, confidentialKind, now)
			return err
		}
	})
	if err != nil {
		return casebook.Receipt{}, err
	}
	return receipt, nil
}

const insertCase = `
INSERT INTO cases (district_id, number, dialog, state, lane, shield, disclosure, kind, urgency, region, story, notice_version, received_at, due_at, sort_at, filed_at, quiet, told_kind,
    subject, subject_count, subject_unit, relation, danger, child, alarm, filed_by, safe_from, safe_to)
VALUES (@district, @number, @dialog, @state, @lane, @shield, @disclosure, nullif(@kind, ''), @urgency, @region, @story, @notice, @received, @due, @sort, @now, @quiet, nullif(@kind, ''),
    @subject, @count, @unit, @relation, @danger, @child, @alarm, nullif(@filed_by::bigint, 0), @safe_from, @safe_to)
ON CONFLICT DO NOTHING
RETURNING id`

const caseOfDialog = `
SELECT id
FROM cases
WHERE district_id = @district AND dialog = @dialog`

// numbersTried is how often another number is drawn: with a million cases of a district one in a hundred is taken.
const numbersTried = 20

// insertCase makes the case under a number that nobody has; not fresh when the talk has made one before. A twin that files the same talk is waited for.
func (s *Store) insertCase(ctx context.Context, tx pgx.Tx, f casebook.Filing, confidentialKind bool, now time.Time) (c casebook.Case, fresh bool, err error) {
	d, err := one[District](ctx, tx, districtByRegion, pgx.StrictNamedArgs{"region": f.District})
	if err != nil {
		return c, false, fmt.Errorf("district %s: %w", f.District, err)
	}
	for range numbersTried {
		c = casebook.NewCase(f, casebook.NewNumber(d.Prefix, random()), confidentialKind)
		c.ReceivedAt, c.DueAt = f.SentAt.Truncate(time.Microsecond), f.DueAt.Truncate(time.Microsecond)
		row, err := one[struct{ ID int64 }](ctx, tx, insertCase, caseArgs(c, f, d.ID, now))
		if !errors.Is(err, pgx.ErrNoRows) {
			c.ID = row.ID
			return c, err == nil, err
		}
		made, err := all[struct{ ID int64 }](ctx, tx, caseOfDialog, pgx.StrictNamedArgs{"district": d.ID, "dialog": f.Dialog})
		if err != nil || len(made) > 0 {
			return c, false, err
		}
	}
	return c, false, fmt.Errorf("no free number of %s in %d: %w", d.Prefix, numbersTried, casebook.ErrAway)
}

const districtByRegion = `
SELECT id, region, COALESCE(bot_id, 0) AS bot, prefix, zone, name, office
FROM districts
WHERE region = @region`

func caseArgs(c casebook.Case, f casebook.Filing, district int32, now time.Time) pgx.StrictNamedArgs {
	sort := c.DueAt
	if sort.IsZero() {
		sort = c.ReceivedAt
	}
	urgency := c.Urgency
	if urgency == "" {
		urgency = casebook.Normal
	}
	return pgx.StrictNamedArgs{
		"district": district, "number": c.Number, "dialog": f.Dialog, "state": c.State, "lane": c.Lane, "shield": c.Shield, "disclosure": orOffice(c.Disclosure),
		"kind": c.Kind, "urgency": urgency, "region": c.Region, "story": clean(c.Story), "notice": f.Notice, "received": c.ReceivedAt, "due": orNull(c.DueAt),
		"sort": sort, "now": now, "quiet": c.Quiet,
		"subject": c.Gist.Subject, "count": c.Gist.Count, "unit": c.Gist.Unit, "relation": c.Gist.Relation, "danger": c.Gist.Danger, "child": c.Gist.Child,
		"alarm": c.Alarm, "filed_by": int64(c.FiledBy), "safe_from": c.Safe.From, "safe_to": c.Safe.To,
	}
}

func random() uint32 {
	var b [8]byte
	_, _ = rand.Read(b[:])                                        // never fails since Go 1.24
	return uint32(binary.LittleEndian.Uint64(b[:]) % 100_000_000) //nolint:gosec // below 2^32
}

const addReporter = `
INSERT INTO case_reporters (case_id, district_id, person_id)
SELECT id, district_id, @person
FROM cases
WHERE id = @case`

const noticeShown = `
UPDATE accounts SET notice_version = greatest(notice_version, @version)
WHERE person_id = @person`

// filed does what belongs to a new case: reporter, evidence, the first line of the timeline, those who must hear.
func (s *Store) filed(ctx context.Context, tx pgx.Tx, c casebook.Case, f casebook.Filing, now time.Time) error {
	if f.Reporter != 0 {
		if _, err := tx.Exec(ctx, addReporter, pgx.StrictNamedArgs{"case": c.ID, "person": f.Reporter}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, noticeShown, pgx.StrictNamedArgs{"person": f.Reporter, "version": f.Notice}); err != nil {
			return err
		}
	}
	if err := queue(ctx, tx, c); err != nil {
		return err
	}
	if err := s.keepBehalf(ctx, tx, c, f, now); err != nil {
		return err
	}
	if err := s.addFiles(ctx, tx, c.ID, f.Files, now); err != nil {
		return err
	}
	event := casebook.Event{At: now, Actor: max(f.Reporter, f.FiledBy), Move: casebook.Filed, To: c.State, Visible: true}
	if err := appendEvent(ctx, tx, c, event, f.Digest); err != nil {
		return err
	}
	tasks, err := s.raise(ctx, tx, c.News(), c, 0, now)
	if err != nil {
		return err
	}
	return s.enqueue(ctx, tx, tasks)
}

const lockCaseOfDialog = `
SELECT` + caseColumns + caseFrom + `
WHERE d.region = @district AND c.dialog = @dialog
FOR UPDATE OF c`

// fileAgain answers a talk that has made a case before: with its receipt, and with what is new appended when the content is not what came before.
func (s *Store) fileAgain(ctx context.Context, tx pgx.Tx, f casebook.Filing, confidentialKind bool, now time.Time) (casebook.Receipt, error) {
	c, err := s.readCase(ctx, tx, lockCaseOfDialog, pgx.StrictNamedArgs{"district": f.District, "dialog": f.Dialog})
	if err != nil {
		return casebook.Receipt{}, err
	}
	move, had, err := hadDigest(ctx, tx, c.ID, f.Digest)
	if err != nil || had || len(f.Digest) == 0 {
		return casebook.Receipt{Number: c.Number, DueAt: c.DueAt, Added: move == casebook.Add, Case: c}, err
	}
	next, words, files := c.Again(f, confidentialKind)
	event := casebook.Event{At: now, Actor: c.Reporter, Move: casebook.Add, From: c.State, To: next.State, Note: words, Visible: true}
	if err := s.saveMove(ctx, tx, c, next, event, files, f.Digest); err != nil {
		return casebook.Receipt{}, err
	}
	return casebook.Receipt{Number: c.Number, DueAt: next.DueAt, Added: true, Case: next}, s.aftermath(ctx, tx, c, next, event)
}
