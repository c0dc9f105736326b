package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// manyWaits is how long a report of somebody who reports very much stands behind the others in the lists. In PostgreSQL's words.
const manyWaits = `interval '30 days'`

const reportedLately = `
SELECT count(*) FILTER (WHERE c.received_at > @hour) AS hour, count(*) FILTER (WHERE c.received_at > @day) AS day,
    count(*) FILTER (WHERE c.state = 'not_a_report') AS dismissed, EXISTS (SELECT FROM grants WHERE person_id = @person AND revoked_at IS NULL) AS works
FROM (
    SELECT case_id
    FROM case_reporters
    WHERE person_id = @person
    ORDER BY case_id DESC
    LIMIT 100
) r
JOIN cases c ON c.id = r.case_id AND c.received_at > @month`

// dismissedOften is how many of a person's reports of the last month were put aside before the next one waits behind the others.
const dismissedOften = 2

// tooMany tells whether a person has reported much in a short time, or was put aside more than once lately: nothing is refused, it only waits behind the
// others. Danger never waits, nor does what people of the office file.
func (s *Store) tooMany(ctx context.Context, tx pgx.Tx, c casebook.Case, now time.Time) (bool, error) {
	rules := s.rules(c.District)
	if rules.ManyHour == 0 || c.Reporter == 0 || c.Safety() {
		return false, nil
	}
	n, err := one[struct {
		Hour, Day, Dismissed int
		Works                bool
	}](ctx, tx, reportedLately, pgx.StrictNamedArgs{"person": c.Reporter, "hour": now.Add(-time.Hour), "day": now.Add(-casebook.Day), "month": now.Add(-30 * casebook.Day)})
	return !n.Works && (n.Hour >= rules.ManyHour || n.Day >= rules.ManyDay || n.Dismissed >= dismissedOften), err
}

const markMany = `
UPDATE cases SET many = true, sort_at = sort_at + ` + manyWaits + `
WHERE id = @case`

// queue puts a new case behind the others, where its reporter has reported very much.
func queue(ctx context.Context, tx pgx.Tx, c casebook.Case) error {
	if !c.Many {
		return nil
	}
	_, err := tx.Exec(ctx, markMany, pgx.StrictNamedArgs{"case": c.ID})
	return err
}
