package jobs

import (
	"context"
	"errors"
	"reflect"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/rivertype"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// At most one edit of a message waits. But an edit that has read the case needs another one after it for a change made now, which river, that counts
// a running job as the same work, would not take. So an edit gives up its key after it has waited for its turn and before it reads. There is no gap: a
// change that met the key before has locked the row until its commit, for which giving up waits, and so it is read; one that comes after finds no key.
//
// Two edits of a message may then be under way, and the one that has read the older case may reach Telegram last. So each looks once more when it has
// arrived, and asks for another one when the case is not what it has drawn. Whichever arrives last looks after all others have arrived.

const giveUpKey = `UPDATE river_job SET unique_key = NULL WHERE id = @id`

const newerWaits = `
SELECT EXISTS (
    SELECT FROM river_job
    WHERE kind = @kind AND args @> @args AND id > @id AND state IN ('available', 'pending', 'scheduled', 'retryable')
)`

// picture is what a message should show; with Message 0 there is none to show it.
type picture struct {
	To      casebook.Address
	Message int
	Shows   chat.Message
}

// editing makes an edit out of what sees how a message should be now. At another attempt it gives way to one that was enqueued since.
func (j *Jobs) editing(kind casebook.TaskKind, see func(ctx context.Context, id int64) (picture, error)) func(context.Context, *rivertype.JobRow, int64) error {
	return func(ctx context.Context, row *rivertype.JobRow, id int64) error {
		if gives, err := j.givesWay(ctx, row); err != nil || gives {
			return err
		}
		before, err := see(ctx, id) // only to know whose turn it is
		if err == nil && before.Message != 0 {
			err = j.turn(ctx, before.To, true)
		}
		if err != nil {
			return err
		}
		if _, err := j.Pool.Exec(ctx, giveUpKey, pgx.StrictNamedArgs{"id": row.ID}); err != nil {
			return known("beginning an edit", err)
		}
		now, err := see(ctx, id)
		if err != nil || now.Message == 0 {
			return err
		}
		if now.To != before.To { // it was sent, or its person moved, meanwhile
			return j.again(ctx, casebook.Task{Kind: kind, ID: id})
		}
		if err := j.edit(ctx, now); err != nil {
			return err
		}
		after, err := see(ctx, id)
		if err != nil || after.Message == 0 || reflect.DeepEqual(after, now) {
			return err
		}
		return j.again(ctx, casebook.Task{Kind: kind, ID: id})
	}
}

// givesWay tells whether an edit that has given up its key, and failed, has a newer one behind it.
func (j *Jobs) givesWay(ctx context.Context, row *rivertype.JobRow) (newer bool, err error) {
	if len(row.UniqueKey) > 0 {
		return false, nil
	}
	err = j.Pool.QueryRow(ctx, newerWaits, pgx.StrictNamedArgs{"kind": row.Kind, "args": row.EncodedArgs, "id": row.ID}).Scan(&newer)
	return newer, known("looking for a newer edit", err)
}

// edit changes a message. One that cannot be changed any more stays as it is.
func (j *Jobs) edit(ctx context.Context, p picture) error {
	err := j.Sender.Edit(ctx, p.To.Bot, p.To.Chat, p.Message, p.Shows)
	switch {
	case err == nil, errors.Is(err, casebook.ErrUnchanged):
		return nil
	case j.heed(ctx, p.To, &err):
		return err
	case errors.Is(err, casebook.ErrTooOld), errors.Is(err, casebook.ErrGone), errors.Is(err, casebook.ErrNotFound),
		errors.Is(err, casebook.ErrForbidden), errors.Is(err, casebook.ErrBadInput):
		j.Log.InfoContext(ctx, "a message stays as it was", "error", plain(err))
		return nil
	default:
		return err
	}
}
