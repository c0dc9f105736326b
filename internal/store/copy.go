package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// copyRow is a copy with its alert.
type copyRow struct {
	ID      int64
	Message int
	Person  casebook.PersonID
	AlertID int64
	Kind    casebook.AlertKind
	CaseID  int64
	Key     string
	Count   int
	Open    bool
	At      time.Time
}

const copyByID = `
SELECT c.id, COALESCE(c.message_id, 0) AS message, c.person_id AS person, a.id AS alert_id, a.kind, a.case_id, a.dedup_key AS key, a.count, a.open, a.at
FROM alert_copies c
JOIN alerts a ON a.id = c.alert_id
WHERE c.id = @id`

// Copy gives one person's copy of an alert, with the case as that person may read it now. A copy with Message 0 whose alert is no longer open needs no
// sending any more. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) Copy(ctx context.Context, id int64) (casebook.AlertCopy, error) {
	a, err := s.copy(ctx, id)
	return a, known(fmt.Sprintf("alert copy %d", id), err)
}

func (s *Store) copy(ctx context.Context, id int64) (casebook.AlertCopy, error) {
	row, err := one[copyRow](ctx, s.pool, copyByID, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return casebook.AlertCopy{}, err
	}
	c, err := s.readCase(ctx, s.pool, caseByID, pgx.StrictNamedArgs{"id": row.CaseID})
	if err != nil {
		return casebook.AlertCopy{}, err
	}
	v, err := s.viewer(ctx, s.pool, c.District, row.Person)
	if err != nil {
		return casebook.AlertCopy{}, err
	}
	holder, err := s.HolderRole(ctx, c)
	if err != nil {
		return casebook.AlertCopy{}, err
	}
	a := casebook.AlertCopy{
		ID: id, Case: c.For(v), Viewer: v, Message: row.Message, HolderIs: string(holder),
		Alert: casebook.Alert{ID: row.AlertID, Kind: row.Kind, CaseID: row.CaseID, Key: row.Key, Count: row.Count, Open: row.Open, At: row.At},
	}
	a.To, a.Blocked, err = s.reach(ctx, row.Person)
	return a, err
}

// reach gives where a person can be written to, and whether that is in vain: blocked, or no account at all.
func (s *Store) reach(ctx context.Context, person casebook.PersonID) (to casebook.Address, blocked bool, err error) {
	row, err := one[accountRow](ctx, s.pool, accountOf, pgx.StrictNamedArgs{"person": person})
	if errors.Is(err, pgx.ErrNoRows) {
		return casebook.Address{}, true, nil
	}
	if err != nil {
		return casebook.Address{}, false, err
	}
	chat, err := s.openID(row.Sealed)
	return casebook.Address{Bot: row.Bot, Chat: chat}, row.Blocked, err
}

// HolderRole gives the role in which a case's holder meets it, as colleagues may read it; "" when nobody holds it. Errors: casebook.ErrAway.
func (s *Store) HolderRole(ctx context.Context, c casebook.Case) (casebook.Role, error) {
	if c.Holder == 0 {
		return "", nil
	}
	v, err := s.Viewer(ctx, c.District, c.Holder)
	return casebook.Desk(v, c), err
}

const lockCaseOfCopy = `
SELECT c.id, COALESCE(a.event_id, 0) AS event
FROM alert_copies p
JOIN alerts a ON a.id = p.alert_id
JOIN cases c ON c.id = a.case_id
WHERE p.id = @copy
FOR SHARE OF c`

// copySent notes the id only of a first message: a copy that was sent twice, since a crash hid the first sending, has two.
const copySent = `
UPDATE alert_copies
SET message_id = @message, state = 'sent', why = '', sent_at = @at
WHERE id = @id AND (message_id IS NULL OR message_id = @message)
RETURNING id`

const copySentTwice = `
INSERT INTO alert_copies (alert_id, person_id, message_id, state, adopted, made_at, sent_at)
SELECT alert_id, person_id, @message, 'sent', true, @at, @at
FROM alert_copies
WHERE id = @id
    AND NOT EXISTS (SELECT FROM alert_copies o WHERE o.alert_id = alert_copies.alert_id AND o.person_id = alert_copies.person_id AND o.message_id = @message)
RETURNING id`

// CopySent notes the message that a copy became, so that it can be edited and a reply to it finds its case. When the case has moved meanwhile, the copy says
// something old and is drawn again. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) CopySent(ctx context.Context, id int64, message int, at time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("alert copy %d sent", id), func(tx pgx.Tx) error {
		args := pgx.StrictNamedArgs{"id": id, "message": message, "at": at}
		locked, err := one[struct {
			ID    int64
			Event int64
		}](ctx, tx, lockCaseOfCopy, pgx.StrictNamedArgs{"copy": id})
		if err != nil {
			return err
		}
		noted, err := all[struct{ ID int64 }](ctx, tx, copySent, args)
		if err == nil && len(noted) == 0 {
			noted, err = all[struct{ ID int64 }](ctx, tx, copySentTwice, args)
		}
		if err != nil || len(noted) == 0 {
			return err
		}
		if _, err := tx.Exec(ctx, noteCopy, args); err != nil {
			return err
		}
		return s.drawAgain(ctx, tx, locked.ID, casebook.Task{Kind: casebook.EditAlert, ID: noted[0].ID}, locked.Event, at)
	})
}

const noteCopy = `
INSERT INTO messages (district_id, chat_mac, message_id, case_id, person_id, ours, purpose, at)
SELECT a.district_id, u.user_mac, @message, a.case_id, c.person_id, true, 'alert', @at
FROM alert_copies c
JOIN alerts a ON a.id = c.alert_id
JOIN accounts u ON u.person_id = c.person_id
WHERE c.id = @id
ON CONFLICT (district_id, chat_mac, message_id) DO NOTHING`

const movedSince = `
SELECT count(*) AS moves
FROM case_events
WHERE case_id = @case AND id > @event AND move <> 'filed' AND at > @since`

// sending is how long a message may take from its drawing to the note that it was sent.
const sending = 2 * time.Minute

// drawAgain enqueues an edit of what was sent just now, when the case has moved since the given line of its timeline: it may have been drawn before.
func (s *Store) drawAgain(ctx context.Context, tx pgx.Tx, caseID int64, edit casebook.Task, event int64, at time.Time) error {
	row, err := one[struct{ Moves int }](ctx, tx, movedSince, pgx.StrictNamedArgs{"case": caseID, "event": event, "since": at.Add(-sending)})
	if err != nil || row.Moves == 0 {
		return err
	}
	return s.enqueue(ctx, tx, []casebook.Task{edit})
}

const lockAlertOfCopy = `
SELECT a.id, a.kind, a.case_id, a.open
FROM alerts a
JOIN alert_copies c ON c.alert_id = a.id
WHERE c.id = @id
FOR UPDATE OF a`

const copyFailed = `
UPDATE alert_copies SET state = @state, why = @why
WHERE id = @id AND state = 'pending'`

const blockedSince = `
UPDATE accounts SET blocked_at = COALESCE(blocked_at, @at)
FROM alert_copies c
WHERE c.id = @id AND accounts.person_id = c.person_id`

const othersReached = `
SELECT count(*) FILTER (WHERE c.state IN ('pending', 'sent', 'edited')) AS reached,
    (SELECT count(*) FROM alerts WHERE case_id = @case AND dedup_key = @key) AS told
FROM alert_copies c
WHERE c.alert_id = @alert`

// CopyFailed notes that a copy cannot be delivered: why is an error's name, gone says that the person cannot be reached at all. When that was the last copy
// of an open alert, the admins hear of it, once. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) CopyFailed(ctx context.Context, id int64, why string, gone bool, at time.Time) error {
	state := "failed"
	if gone {
		state = "gone"
	}
	return s.copyEnded(ctx, id, state, why, at)
}

// CopyDropped notes that a copy need not, or may not, be sent any more. When it was the last one of an alert that is still open, the admins hear of
// it as of a failed one: somebody has lost a role meanwhile, and a case must not lie unseen. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) CopyDropped(ctx context.Context, id int64, why string, at time.Time) error {
	return s.copyEnded(ctx, id, "dropped", why, at)
}

func (s *Store) copyEnded(ctx context.Context, id int64, state, why string, at time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("alert copy %d %s", id, state), func(tx pgx.Tx) error {
		alert, err := one[struct {
			ID     int64
			Kind   casebook.AlertKind
			CaseID int64
			Open   bool
		}](ctx, tx, lockAlertOfCopy, pgx.StrictNamedArgs{"id": id})
		if err != nil {
			return err
		}
		if err := noteEnded(ctx, tx, id, state, why, at); err != nil {
			return err
		}
		key := fmt.Sprintf("%s:%d", casebook.Undelivered, alert.ID)
		row, err := one[struct{ Reached, Told int }](ctx, tx, othersReached, pgx.StrictNamedArgs{"alert": alert.ID, "case": alert.CaseID, "key": key})
		if err != nil || row.Reached > 0 || row.Told > 0 || !alert.Open || alert.Kind == casebook.Undelivered {
			return err
		}
		return s.undelivered(ctx, tx, key, alert.CaseID, at)
	})
}

func noteEnded(ctx context.Context, tx pgx.Tx, id int64, state, why string, at time.Time) error {
	if state == "gone" {
		if _, err := tx.Exec(ctx, blockedSince, pgx.StrictNamedArgs{"id": id, "at": at}); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, copyFailed, pgx.StrictNamedArgs{"id": id, "state": state, "why": why})
	return err
}

func (s *Store) undelivered(ctx context.Context, tx pgx.Tx, key string, caseID int64, at time.Time) error {
	c, err := s.readCase(ctx, tx, caseByID, pgx.StrictNamedArgs{"id": caseID})
	if err != nil {
		return err
	}
	grants, err := all[casebook.Grant](ctx, tx, grantsOfDistrict, pgx.StrictNamedArgs{"district": c.District, "except": 0})
	if err != nil {
		return err
	}
	tasks, err := tellAs(ctx, tx, casebook.Undelivered, key, c, casebook.Audience(casebook.Undelivered, c, grants), at)
	if err != nil {
		return err
	}
	return s.enqueue(ctx, tx, tasks)
}

// copyToAdopt gives the person's newest copy about a case, the one that is not sent yet before others; a copy of this very message is the first of all.
const copyToAdopt = `
SELECT c.id, COALESCE(c.message_id, 0) AS message
FROM alert_copies c
JOIN alerts a ON a.id = c.alert_id
JOIN cases k ON k.id = a.case_id
JOIN districts d ON d.id = k.district_id
JOIN accounts u ON u.person_id = c.person_id
WHERE d.region = @district AND k.number = @number AND c.person_id = @person AND u.user_mac = @mac
ORDER BY c.message_id = @message DESC NULLS LAST, c.message_id IS NULL DESC, c.id DESC
LIMIT 1`

// CopyAdopt takes a message with an alert's buttons, of which the record does not know that it was sent, for a copy of the viewer's, so that it is edited
// with the others. A copy that is known stays as it is. Errors: casebook.ErrNotFound when the viewer was never told of the case, or not in this chat.
func (s *Store) CopyAdopt(ctx context.Context, v casebook.Viewer, chat int64, message int, number casebook.Number) error {
	row, err := one[struct {
		ID      int64
		Message int
	}](ctx, s.pool, copyToAdopt, pgx.StrictNamedArgs{
		"district": v.District, "number": number, "person": v.Person, "mac": s.mac(v.District, chat), "message": message})
	if err != nil {
		return known(fmt.Sprintf("adopt a copy of %s", number), err)
	}
	if row.Message == message {
		return nil
	}
	return s.CopySent(ctx, row.ID, message, time.Now()) // when it was sent nobody knows any more
}

const pendingCopies = `
SELECT c.id
FROM alert_copies c
JOIN alerts a ON a.id = c.alert_id
WHERE c.state = 'pending' AND a.open AND c.made_at < @before
ORDER BY c.id
LIMIT @limit`

// PendingCopies lists the copies that should have been sent before a moment, for a sweep that enqueues again what a lost job left.
func (s *Store) PendingCopies(ctx context.Context, before time.Time, limit int) ([]casebook.Task, error) {
	rows, err := all[struct{ ID int64 }](ctx, s.pool, pendingCopies, pgx.StrictNamedArgs{"before": before, "limit": limit})
	tasks := make([]casebook.Task, 0, len(rows))
	for _, c := range rows {
		tasks = append(tasks, casebook.Task{Kind: casebook.SendAlert, ID: c.ID})
	}
	return tasks, known("pending copies", err)
}
