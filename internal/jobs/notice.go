package jobs

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// Letters is what the jobs read and write of the notices. Each method can be repeated with the same arguments to no further effect.
type Letters interface {
	// Letter loads a notice with all that its drawing needs, as all is now. Error: casebook.ErrNotFound.
	Letter(ctx context.Context, id int64, now time.Time) (casebook.Letter, error)
	NoticeSent(ctx context.Context, id int64, message int, at time.Time) error
	// NoticeEnded notes that a notice will not be sent: the state is NoticeDropped, NoticeFailed or NoticeGone.
	NoticeEnded(ctx context.Context, id int64, state casebook.NoticeState, why string, at time.Time) error
}

// letters tells whether this program works on notices at all; else they are left to one that does.
func (j *Jobs) letters() bool { return j.Letters != nil && j.DrawNotice != nil }

// sendNotice tells one person, or a group's chat, as sendAlert does: a notice whose message is known is not sent again.
func (j *Jobs) sendNotice(ctx context.Context, row *rivertype.JobRow, id int64) error {
	l, err := j.Letters.Letter(ctx, id, j.Now())
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return nil // erased meanwhile
	case err != nil:
		return err
	case l.Message != 0:
		return nil
	case sentBefore(row) != 0:
		return j.noticeSent(ctx, id, sentBefore(row), chat.Message{})
	case l.Needless != "":
		return j.Letters.NoticeEnded(ctx, id, casebook.NoticeDropped, l.Needless, j.Now())
	case l.Blocked || l.To.Chat == 0:
		return j.Letters.NoticeEnded(ctx, id, casebook.NoticeGone, plain(casebook.ErrGone), j.Now())
	}
	if err := j.turn(ctx, l.To, false); err != nil {
		return err
	}
	m := j.DrawNotice(l)
	message, err := j.Sender.Send(ctx, l.To.Bot, l.To.Chat, m)
	if err != nil {
		return j.noticeNotSent(ctx, l, err)
	}
	if err := river.RecordOutput(ctx, sent{message}); err != nil { // stays with the job, should NoticeSent fail
		return fmt.Errorf("keeping a message's id: %w", err)
	}
	return j.noticeSent(ctx, id, message, m)
}

// noticeNotSent decides by Telegram's answer: it waits as told, gives up, or lets judge put it off.
func (j *Jobs) noticeNotSent(ctx context.Context, l casebook.Letter, err error) error {
	switch {
	case j.heed(ctx, l.To, &err):
		return err
	case errors.Is(err, casebook.ErrGone):
		j.Log.InfoContext(ctx, "a notice cannot reach its person", "notice", l.ID)
		return j.Letters.NoticeEnded(ctx, int64(l.ID), casebook.NoticeGone, plain(err), j.Now())
	case errors.Is(err, casebook.ErrBadInput), errors.Is(err, casebook.ErrForbidden), errors.Is(err, casebook.ErrNotFound):
		j.Log.ErrorContext(ctx, "Telegram refuses a notice", "notice", l.ID, "error", plain(err))
		return j.Letters.NoticeEnded(ctx, int64(l.ID), casebook.NoticeFailed, plain(err), j.Now())
	default:
		return err
	}
}

// noticeSent keeps the message's id, and looks once more: what happened while the message travelled found no message to edit.
func (j *Jobs) noticeSent(ctx context.Context, id int64, message int, m chat.Message) error {
	if err := j.Letters.NoticeSent(ctx, id, message, j.Now()); err != nil {
		return err
	}
	now, err := j.Letters.Letter(ctx, id, j.Now())
	if errors.Is(err, casebook.ErrNotFound) {
		return nil
	}
	if err != nil || reflect.DeepEqual(j.DrawNotice(now), m) {
		return err
	}
	return j.again(ctx, casebook.Task{Kind: casebook.EditNotice, ID: id})
}

// loseNotice records that nobody was told.
func (j *Jobs) loseNotice(ctx context.Context, id int64, why string) error {
	return j.Letters.NoticeEnded(ctx, id, casebook.NoticeFailed, why, j.Now())
}

// seeNotice gives a notice as all is now. A message that was never sent, or is gone, needs no edit.
func (j *Jobs) seeNotice(ctx context.Context, id int64) (picture, error) {
	l, err := j.Letters.Letter(ctx, id, j.Now())
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return picture{}, nil
	case err != nil || l.Message == 0:
		return picture{}, err
	}
	return picture{l.To, l.Message, j.DrawNotice(l)}, nil
}
