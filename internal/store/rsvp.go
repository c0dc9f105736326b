package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const saveAnswer = `
INSERT INTO rsvps (meeting_id, district_id, person_id, comes, at)
SELECT id, district_id, @person, @comes, @now
FROM meetings
WHERE id = @meeting
ON CONFLICT (meeting_id, person_id) DO UPDATE SET comes = excluded.comes, at = excluded.at`

const countAnswers = `
SELECT count(*) FILTER (WHERE r.comes) AS yes, count(*) FILTER (WHERE NOT r.comes) AS no, count(*) FILTER (WHERE r.comes IS NULL) AS open
FROM (
    SELECT l.person_id
    FROM meetings m
    JOIN members l ON l.group_id = m.group_id
    WHERE m.id = @meeting AND l.left_at IS NULL AND l.person_id IS NOT NULL
    UNION
    SELECT person_id FROM rsvps WHERE meeting_id = @meeting
) AS asked
LEFT JOIN rsvps r ON r.meeting_id = @meeting AND r.person_id = asked.person_id`

// Answer keeps whether somebody comes to a planned meeting, and gives what all have answered; the last answer holds. Errors: casebook.ErrNotFound,
// casebook.ErrForbidden, casebook.ErrMove when it is not planned any more, casebook.ErrAway.
func (s *Store) Answer(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, comes bool, now time.Time) (casebook.RSVPs, error) {
	var said casebook.RSVPs
	err := s.inTx(ctx, fmt.Sprintf("answer to meeting %d", id), func(tx pgx.Tx) error {
		fresh, err := s.viewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		m, _, err := s.readMeeting(ctx, tx, v.District, id)
		if err != nil {
			return err
		}
		if err := casebook.MayMeet(fresh, casebook.DoAttend, m); err != nil {
			return err
		}
		if m.State != casebook.Planned {
			return casebook.ErrMove
		}
		if _, err := tx.Exec(ctx, saveAnswer, pgx.StrictNamedArgs{"meeting": id, "person": v.Person, "comes": comes, "now": now}); err != nil {
			return err
		}
		said, err = answersTo(ctx, tx, id)
		return err
	})
	return said, err
}

// answersTo counts what those invited, and others, have answered.
func answersTo(ctx context.Context, q querier, id casebook.MeetingID) (casebook.RSVPs, error) {
	return one[casebook.RSVPs](ctx, q, countAnswers, pgx.StrictNamedArgs{"meeting": id})
}
