package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// sendAlert tells one person. A copy whose message is known is not sent again. What remains is the window between Telegram's taking a message and our
// knowing it: when its answer is lost, or the process dies before CopySent, or PostgreSQL is away for longer than river waits with the message's id,
// the person gets a second one, and a press on either counts.
func (j *Jobs) sendAlert(ctx context.Context, row *rivertype.JobRow, id int64) error {
	c, err := j.Records.Copy(ctx, id)
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return nil // erased meanwhile
	case err != nil:
		return err
	case c.Message != 0:
		return j.noteAlert(ctx, c, c.Message)
	case sentBefore(row) != 0:
		return j.recordSent(ctx, c, sentBefore(row), chat.Message{})
	}
	if why := needless(c); why != "" {
		return j.Records.CopyDropped(ctx, id, why, j.Now())
	}
	if c.Blocked || c.To.Chat == 0 {
		return j.Records.CopyFailed(ctx, id, plain(casebook.ErrGone), true, j.Now())
	}
	if err := j.turn(ctx, c.To, false); err != nil {
		return err
	}
	m := j.DrawAlert(c)
	message, err := j.Sender.Send(ctx, c.To.Bot, c.To.Chat, m)
	if err != nil {
		return j.notSent(ctx, c, err)
	}
	if err := river.RecordOutput(ctx, sent{message}); err != nil { // stays with the job, should CopySent fail
		return fmt.Errorf("keeping a message's id: %w", err)
	}
	return j.recordSent(ctx, c, message, m)
}

// needless tells why a copy need not be sent any more; "" when it must be.
func needless(c casebook.AlertCopy) string {
	switch {
	case !c.Alert.Open:
		return "solved before it was sent"
	case c.Case.Reporter != 0 && c.Case.Reporter == c.Viewer.Person:
		return "is the reporter"
	case casebook.May(c.Viewer, casebook.SeeLine, c.Case) == nil:
		return ""
	case c.Viewer.District == c.Case.District && c.Viewer.Holds(casebook.Admin, c.Case.Region):
		return "" // told since nobody else is left: casebook.Audience
	default:
		return "may not see it any more"
	}
}

// notSent decides by Telegram's answer: it waits as told, gives up, or lets judge put it off.
func (j *Jobs) notSent(ctx context.Context, c casebook.AlertCopy, err error) error {
	switch {
	case j.heed(ctx, c.To, &err):
		return err
	case errors.Is(err, casebook.ErrGone):
		j.Log.InfoContext(ctx, "an alert cannot reach its person", "copy", c.ID)
		return j.Records.CopyFailed(ctx, c.ID, plain(err), true, j.Now())
	case errors.Is(err, casebook.ErrBadInput), errors.Is(err, casebook.ErrForbidden), errors.Is(err, casebook.ErrNotFound):
		j.Log.ErrorContext(ctx, "Telegram refuses an alert", "copy", c.ID, "error", plain(err))
		return j.Records.CopyFailed(ctx, c.ID, plain(err), false, j.Now())
	default:
		return err
	}
}

// recordSent keeps the message's id, and looks at the copy once more: what happened to the case while the message travelled found no message to edit.
func (j *Jobs) recordSent(ctx context.Context, c casebook.AlertCopy, message int, m chat.Message) error {
	if err := j.Records.CopySent(ctx, c.ID, message, j.Now()); err != nil {
		return err
	}
	if err := j.noteAlert(ctx, c, message); err != nil {
		return err
	}
	now, err := j.Records.Copy(ctx, c.ID)
	if err != nil || reflect.DeepEqual(j.DrawAlert(now), m) {
		return err
	}
	return j.again(ctx, casebook.Task{Kind: casebook.EditAlert, ID: c.ID})
}

// noteAlert lets a reply to the message find the case.
func (j *Jobs) noteAlert(ctx context.Context, c casebook.AlertCopy, message int) error {
	return j.Records.NoteSpoken(ctx, casebook.Spoken{
		District: c.Case.District, Chat: c.To.Chat, Message: message, CaseID: c.Case.ID, Person: c.Viewer.Person, Ours: true, Purpose: casebook.ForAlert,
	}, j.Now())
}

// loseAlert records that the person was not told, so that another is told of that.
func (j *Jobs) loseAlert(ctx context.Context, id int64, why string) error {
	return j.Records.CopyFailed(ctx, id, why, false, j.Now())
}

// seeAlert gives a copy as the case is now. A message that was never sent, or is gone, needs no edit.
func (j *Jobs) seeAlert(ctx context.Context, id int64) (picture, error) {
	c, err := j.Records.Copy(ctx, id)
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return picture{}, nil
	case err != nil || c.Message == 0:
		return picture{}, err
	}
	return picture{c.To, c.Message, j.DrawAlert(c)}, nil
}

// sent is what a job keeps of its success.
type sent struct {
	Message int `json:"message"`
}

// sentBefore gives the message that an earlier attempt has sent, 0 for none.
func sentBefore(row *rivertype.JobRow) int {
	var s sent
	_ = json.Unmarshal(row.Output(), &s) // without output there is nothing to read
	return s.Message
}
