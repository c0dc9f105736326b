package jobs

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/rivertype"
)

// At most one edit of a message waits. But an edit that runs has read the case already: a change made now needs another one, which river, that counts
// a running job as the same work, would not take. So an edit gives up its key when it begins and before it reads. There is no gap: a change that
// met the key before has locked the row until its commit, for which giving up waits, and so it is read; one that comes after finds no key.

const giveUpKey = `UPDATE river_job SET unique_key = NULL WHERE id = @id`

const newerWaits = `
SELECT EXISTS (
    SELECT FROM river_job
    WHERE kind = @kind AND args @> @args AND id > @id AND state IN ('available', 'pending', 'scheduled', 'retryable')
)`

// yielding makes an edit give up its key, and, at another attempt, give way to one that was enqueued since.
func (j *Jobs) yielding(edit func(ctx context.Context, id int64) error) func(context.Context, *rivertype.JobRow, int64) error {
	return func(ctx context.Context, row *rivertype.JobRow, id int64) error {
		if len(row.UniqueKey) > 0 {
			if _, err := j.Pool.Exec(ctx, giveUpKey, pgx.StrictNamedArgs{"id": row.ID}); err != nil {
				return known("beginning an edit", err)
			}
			return edit(ctx, id)
		}
		var newer bool
		err := j.Pool.QueryRow(ctx, newerWaits, pgx.StrictNamedArgs{"kind": row.Kind, "args": row.EncodedArgs, "id": row.ID}).Scan(&newer)
		if err != nil || newer {
			return known("looking for a newer edit", err)
		}
		return edit(ctx, id)
	}
}
