package jobs

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
)

// Migrate brings river's own tables up to date. It can be repeated; two at the same time the caller keeps apart.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: quiet(slog.Default())})
	if err != nil {
		return known("migrating the jobs", err)
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return known("migrating the jobs", err)
}

const advance = `
WITH nearer AS (
    UPDATE river_job SET
        scheduled_at = scheduled_at - @by::interval,
        state = CASE WHEN scheduled_at - @by::interval <= now() THEN 'available' ELSE state END
    WHERE state IN ('scheduled', 'retryable', 'available')
    RETURNING queue, state
)
SELECT pg_notify(current_schema() || '.river_insert', json_build_object('queue', queue)::text)
FROM nearer
WHERE state = 'available'
GROUP BY queue`

// Advance brings all waiting work nearer. For stories in which a day passes in a moment.
func Advance(ctx context.Context, pool *pgxpool.Pool, by time.Duration) error {
	_, err := pool.Exec(ctx, advance, pgx.StrictNamedArgs{"by": by})
	return known("advancing the jobs", err)
}

// metadata is what a job's row says beside its arguments.
type metadata struct {
	From    time.Time `json:"from"`    // ours: when it was first to be done, by Config.Now
	Snoozes int       `json:"snoozes"` // river's: how often it was put off
}

func since(at time.Time) []byte {
	text, _ := json.Marshal(map[string]time.Time{"from": at}) // fails beyond the year 9999
	return text
}

func from(row *rivertype.JobRow) time.Time { return read(row).From }
func snoozes(row *rivertype.JobRow) int    { return read(row).Snoozes }

func read(row *rivertype.JobRow) metadata {
	var m metadata
	_ = json.Unmarshal(row.Metadata, &m) // river keeps it well-formed
	if m.From.IsZero() {
		m.From = row.CreatedAt
	}
	return m
}
