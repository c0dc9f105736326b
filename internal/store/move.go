package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// Move makes a move of a case: the case locked, the grants read anew, the rule asked, then the state, the line of the timeline, the alerts and the work, all
// in one transaction. What was said with the same message (Order.Said) before is not done again. The case is given as the viewer may read it.
// Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrMove, casebook.ErrConflict, casebook.ErrBadInput, casebook.ErrAway.
func (s *Store) Move(ctx context.Context, v casebook.Viewer, number casebook.Number, o casebook.Order, now time.Time) (casebook.Case, error) {
	var moved casebook.Case
	err := s.inTx(ctx, fmt.Sprintf("%s %s", o.Move, number), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		c, err := s.readCase(ctx, tx, lockCaseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
		if err != nil {
			return err
		}
		digest := s.saidDigest(o)
		if _, had, err := hadDigest(ctx, tx, c.ID, digest); err != nil || had {
			moved = c.For(fresh)
			return orElseMay(err, fresh, c)
		}
		next, event, err := c.Apply(fresh, o, now.Truncate(time.Microsecond))
		if err != nil {
			return err
		}
		if err := s.saveMove(ctx, tx, c, next, event, o.Files, digest); err != nil {
			return err
		}
		if err := s.noteSaid(ctx, tx, next, o, now); err != nil {
			return err
		}
		if o.Move == casebook.Identify {
			if err := s.identified(ctx, tx, fresh, next, event); err != nil {
				return err
			}
		}
		moved = next.For(fresh)
		return s.aftermath(ctx, tx, c, next, event)
	})
	if err != nil {
		return casebook.Case{}, err
	}
	return moved, nil
}

// orElseMay: what was done before is answered only to somebody who may still know of the case.
func orElseMay(err error, v casebook.Viewer, c casebook.Case) error {
	if err != nil {
		return err
	}
	return casebook.May(v, casebook.SeeLine, c)
}

// saidDigest names a move by the message it was said with, nil without one.
func (s *Store) saidDigest(o casebook.Order) []byte {
	if o.Said.Message == 0 {
		return nil
	}
	return s.ring.MAC("said", string(o.Move), o.Said.District, strconv.FormatInt(o.Said.Chat, 10), strconv.Itoa(o.Said.Message))
}

func (s *Store) noteSaid(ctx context.Context, tx pgx.Tx, c casebook.Case, o casebook.Order, now time.Time) error {
	if o.Said.Message == 0 {
		return nil
	}
	said := o.Said
	said.CaseID, said.District = c.ID, c.District
	return s.noteSpoken(ctx, tx, said, now)
}

// saveMove writes what a move made of a case.
func (s *Store) saveMove(ctx context.Context, tx pgx.Tx, c, next casebook.Case, e casebook.Event, files []casebook.Attachment, digest []byte) error {
	if err := saveCaseRow(ctx, tx, next); err != nil {
		return err
	}
	if err := s.addFiles(ctx, tx, c.ID, files, e.At); err != nil {
		return err
	}
	if e.Move == casebook.Detail {
		if err := saveDetails(ctx, tx, next); err != nil {
			return err
		}
	}
	return appendEvent(ctx, tx, next, e, digest)
}

// aftermath is what follows from a move: those who must hear of it, the copies and the card that now say something old.
func (s *Store) aftermath(ctx context.Context, tx pgx.Tx, c, next casebook.Case, e casebook.Event) error {
	if e.Move == casebook.Take || !next.State.Open() {
		if err := closeAlerts(ctx, tx, c.ID); err != nil {
			return err
		}
	}
	tasks, err := s.heard(ctx, tx, c, next, e)
	if err != nil {
		return err
	}
	edits, err := editsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	tasks = append(tasks, edits...)
	if err := s.tellQuietly(ctx, tx, next, e); err != nil {
		return err
	}
	if next.Reporter != 0 && (e.Visible || next.Quiet != c.Quiet) {
		tasks = append(tasks, casebook.Task{Kind: casebook.EditCard, ID: c.ID})
	}
	return s.enqueue(ctx, tx, tasks)
}

// heard tells those who must hear of a move: of a released case the village, of an addition the holder, and of a case that has lost its holder or changed
// its lane, with nobody on it, whoever can take it now, save who has just handed it back.
func (s *Store) heard(ctx context.Context, tx pgx.Tx, c, next casebook.Case, e casebook.Event) ([]casebook.Task, error) {
	kind := next.News()
	switch {
	case e.Move == casebook.Alarm:
		return s.alarmed(ctx, tx, next, e)
	case !next.State.Open():
		return nil, nil
	case !c.State.Open():
		return s.raise(ctx, tx, kind, next, 0, e.At)
	case e.Move == casebook.Release:
		return s.raise(ctx, tx, casebook.ReleasedCase, next, 0, e.At)
	case next.Holder == 0 && c.Holder != 0:
		return s.raise(ctx, tx, kind, next, e.Actor, e.At)
	case next.Holder == 0 && next.Lane != c.Lane:
		return s.raise(ctx, tx, kind, next, 0, e.At)
	case (e.Move == casebook.Add || e.Move == casebook.Detail) && next.Holder != 0:
		return s.tellOf(ctx, tx, casebook.ReporterAdded, next, []casebook.PersonID{next.Holder}, e.At)
	}
	return nil, nil
}

// alarmed tells of danger those who are told of danger, and whoever has the case.
func (s *Store) alarmed(ctx context.Context, tx pgx.Tx, c casebook.Case, e casebook.Event) ([]casebook.Task, error) {
	tasks, err := s.raise(ctx, tx, casebook.SafetyCase, c, 0, e.At)
	if err != nil || c.Holder == 0 {
		return tasks, err
	}
	more, err := s.tellOf(ctx, tx, casebook.SafetyCase, c, []casebook.PersonID{c.Holder}, e.At)
	return append(tasks, more...), err
}
