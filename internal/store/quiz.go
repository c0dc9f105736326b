package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const linkedMembers = `
SELECT person_id AS person
FROM members
WHERE group_id = @group AND left_at IS NULL AND person_id IS NOT NULL
ORDER BY place`

// OpenTest invites the members with Telegram to the short test of a topic, before or after a meeting. Each phase has one test: the first stands.
// Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrMove for a meeting that was called off, casebook.ErrBadInput, casebook.ErrAway.
func (s *Store) OpenTest(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, topic string, phase casebook.TestPhase, now time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("open the test %s of meeting %d", phase, id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		m, _, err := s.lockMeeting(ctx, tx, v.District, id)
		if err != nil {
			return err
		}
		if err := casebook.MayMeet(fresh, casebook.DoLog, m); err != nil {
			return err
		}
		switch {
		case m.State == casebook.CalledOff:
			return casebook.ErrMove
		case topic == "" || phase != casebook.TestBefore && phase != casebook.TestAfter:
			return casebook.ErrBadInput
		}
		if _, err := tx.Exec(ctx, openTest, pgx.StrictNamedArgs{"meeting": id, "phase": phase, "topic": topic, "by": fresh.Person, "now": now}); err != nil {
			return err
		}
		return s.tellTest(ctx, tx, m, phase, now)
	})
}

const openTest = `
INSERT INTO tests (meeting_id, phase, topic, opened_by, opened_at)
VALUES (@meeting, @phase, @topic, @by, @now)
ON CONFLICT (meeting_id, phase) DO NOTHING`

const testTopic = `
SELECT t.topic, m.group_id AS of_group
FROM tests t
JOIN meetings m ON m.id = t.meeting_id
JOIN districts d ON d.id = m.district_id
WHERE d.region = @district AND t.meeting_id = @meeting AND t.phase = @phase`

type testRow struct {
	Topic   string
	OfGroup casebook.GroupID
}

// TestTopic gives the topic of a test that was opened, to those who are invited to it. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) TestTopic(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, phase casebook.TestPhase) (string, error) {
	doing := fmt.Sprintf("test %s of meeting %d", phase, id)
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return "", known(doing, err)
	}
	row, err := one[testRow](ctx, s.pool, testTopic, pgx.StrictNamedArgs{"district": v.District, "meeting": id, "phase": phase})
	if err == nil && fresh.InGroup(row.OfGroup) == 0 {
		err = casebook.ErrForbidden
	}
	if err != nil {
		return "", known(doing, err)
	}
	return row.Topic, nil
}

func (s *Store) tellTest(ctx context.Context, tx pgx.Tx, m casebook.Meeting, phase casebook.TestPhase, now time.Time) error {
	people, err := all[struct{ Person casebook.PersonID }](ctx, tx, linkedMembers, pgx.StrictNamedArgs{"group": m.Group.ID})
	if err != nil {
		return err
	}
	notices := make([]casebook.Notice, 0, len(people))
	for _, p := range people {
		notices = append(notices, casebook.Notice{
			District: m.District, Kind: casebook.TestOpen, Key: fmt.Sprintf("%s:%d:%s", casebook.TestOpen, m.ID, phase), Person: p.Person, Meeting: m.ID,
			Group: m.Group.ID, Phase: phase, At: now,
		})
	}
	return s.tell(ctx, tx, notices)
}

const addTestResult = `
INSERT INTO test_results (meeting_id, district_id, phase, topic, person_id, correct, questions, at)
SELECT m.id, m.district_id, t.phase, t.topic, @person, @right, @of, @at
FROM meetings m
JOIN tests t ON t.meeting_id = m.id
WHERE m.id = @meeting AND t.phase = @phase
ON CONFLICT (meeting_id, phase, person_id) DO NOTHING`

const sameTest = `
SELECT at = @at AS same
FROM test_results
WHERE meeting_id = @meeting AND phase = @phase AND person_id = @person`

// SaveTest keeps a person's result; of several in one phase the first stands. The same result again, by its time, does nothing more. Errors:
// casebook.ErrUsed for another after the first, casebook.ErrNotFound when no such test was opened, casebook.ErrForbidden for somebody who is not invited,
// casebook.ErrBadInput, casebook.ErrAway.
func (s *Store) SaveTest(ctx context.Context, v casebook.Viewer, r casebook.TestResult, now time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("test %s of meeting %d", r.Phase, r.Meeting), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		row, err := one[testRow](ctx, tx, testTopic, pgx.StrictNamedArgs{"district": v.District, "meeting": r.Meeting, "phase": r.Phase})
		switch {
		case err != nil:
			return err
		case fresh.InGroup(row.OfGroup) == 0:
			return casebook.ErrForbidden
		case row.Topic != r.Topic:
			return casebook.ErrBadInput
		}
		at := now.Truncate(time.Microsecond)
		if !r.At.IsZero() {
			at = r.At.Truncate(time.Microsecond)
		}
		added, err := tx.Exec(ctx, addTestResult, pgx.StrictNamedArgs{"meeting": r.Meeting, "phase": r.Phase, "person": fresh.Person, "right": r.Right, "of": r.Of, "at": at})
		if err != nil || added.RowsAffected() > 0 {
			return err
		}
		had, err := one[struct{ Same bool }](ctx, tx, sameTest, pgx.StrictNamedArgs{"meeting": r.Meeting, "phase": r.Phase, "person": fresh.Person, "at": at})
		if err == nil && !had.Same {
			return casebook.ErrUsed
		}
		return err
	})
}
