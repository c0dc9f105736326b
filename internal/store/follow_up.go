package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const addFollowUp = `
INSERT INTO follow_ups (district_id, meeting_id, group_id, place, what, member_id, who, due, case_id, made_at)
SELECT m.district_id, m.id, m.group_id, @place, @what, nullif(@member::bigint, 0), @who, @due::text::date,
    (SELECT c.id FROM cases c WHERE c.district_id = m.district_id AND c.number = @case), @now
FROM meetings m
WHERE m.id = @meeting`

const lastFollowPlace = `
SELECT COALESCE(max(place), 0) AS place
FROM follow_ups
WHERE meeting_id = @meeting`

// addFollowUps keeps what a meeting decided, after what it had decided before (a correction adds). The meeting is locked, and whoever logs it may link the
// cases that are named.
func (s *Store) addFollowUps(ctx context.Context, tx pgx.Tx, meeting casebook.MeetingID, list []casebook.FollowUp, now time.Time) error {
	if len(list) == 0 {
		return nil
	}
	last, err := one[struct{ Place int }](ctx, tx, lastFollowPlace, pgx.StrictNamedArgs{"meeting": meeting})
	if err != nil {
		return fmt.Errorf("follow-ups of meeting %d: %w", meeting, err)
	}
	batch := &pgx.Batch{}
	for i, f := range list {
		batch.Queue(addFollowUp, pgx.StrictNamedArgs{
			"meeting": meeting, "place": last.Place + 1 + i, "what": clean(f.What), "member": int64(f.Member), "who": clean(f.Who), "due": f.Due.String(),
			"case": f.Case, "now": now,
		})
	}
	return tx.SendBatch(ctx, batch).Close()
}
