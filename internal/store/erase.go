package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// erasingDoor lets this transaction, and no other, cut lines out of what is otherwise never changed (append_only in migration 00024). Only the erasing and the
// retention go through it.
const erasingDoor = `SELECT set_config('rembuk.erasing', 'on', true)`

// AskErasure does what a reporter asks of the own case, or hands it to a person: it cuts at once what nobody needs any more; of the rest it makes a request,
// once, and tells those who decide. proven: whoever asks has given number and PIN, and needs not be its reporter's account (a resident without a phone). A withdrawal keeps the reporter from being shown to anybody from this moment on.
// Errors: casebook.ErrNotFound when it is not the viewer's own case, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) AskErasure(ctx context.Context, v casebook.Viewer, number casebook.Number, kind casebook.ErasureKind, proven bool, now time.Time) (casebook.Erased, error) {
	var done casebook.Erased
	err := s.inTx(ctx, fmt.Sprintf("%s %s", kind, number), func(tx pgx.Tx) error {
		c, held, err := s.lockOwn(ctx, tx, v, number, casebook.DoAsk, proven)
		if err != nil {
			return err
		}
		done = casebook.Erased{Number: number, Verdict: c.Verdict(kind, held)}
		if done.Verdict == casebook.ErasedAtOnce {
			if done.Dialog, err = s.cutReporter(ctx, tx, c.ID); err != nil {
				return err
			}
			if err := appendEvent(ctx, tx, c, casebook.Event{At: now, Actor: c.Reporter, Move: casebook.EraseReported, From: c.State, To: c.State}, nil); err != nil {
				return err
			}
			return logRetained(ctx, tx, c.District, casebook.Retained{Class: casebook.RetainIdentity, Count: 1}, now)
		}
		done.DueAt, err = s.requestErasure(ctx, tx, c, kind, now)
		return err
	})
	return done, err
}

// Untie cuts a report without a name from its reporter's chat for good: not even we can tell any more whose it was. Whoever has the number still has it.
// Errors: casebook.ErrNotFound, casebook.ErrForbidden when it is not a report without a name, casebook.ErrMove while the law holds it, casebook.ErrAway.
func (s *Store) Untie(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) (casebook.Erased, error) {
	done := casebook.Erased{Number: number, Verdict: casebook.ErasedAtOnce}
	err := s.inTx(ctx, "untie "+string(number), func(tx pgx.Tx) error {
		c, held, err := s.lockOwn(ctx, tx, v, number, casebook.DoUntie, false)
		switch {
		case err != nil:
			return err
		case held:
			return casebook.ErrMove
		}
		done.Dialog, err = s.cutReporter(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		return logRetained(ctx, tx, c.District, casebook.Retained{Class: casebook.RetainIdentity, Count: 1}, now)
	})
	return done, err
}

const heldNow = `
SELECT held_at IS NOT NULL AS held
FROM cases
WHERE id = @case`

// lockOwn finds a case that the viewer has reported and may do this with; proven stands for having given its number and PIN. Of another's it says that there
// is none.
func (s *Store) lockOwn(ctx context.Context, tx pgx.Tx, v casebook.Viewer, number casebook.Number, a casebook.Action, proven bool) (casebook.Case, bool, error) {
	fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
	if err != nil {
		return casebook.Case{}, false, err
	}
	c, err := s.readCase(ctx, tx, lockCaseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
	if err != nil {
		return c, false, err
	}
	if !own(fresh, c) && !proven {
		return c, false, casebook.ErrNotFound
	}
	if err := casebook.May(fresh, a, c); err != nil && !proven {
		return c, false, err
	}
	row, err := one[struct{ Held bool }](ctx, tx, heldNow, pgx.StrictNamedArgs{"case": c.ID})
	return c, row.Held, err
}

const addErasure = `
INSERT INTO erasures (district_id, case_id, kind, asked_at, due_at)
SELECT district_id, id, @kind, @now, @due
FROM cases
WHERE id = @case
ON CONFLICT (case_id) WHERE state = 'asked' DO UPDATE SET kind = CASE WHEN erasures.kind = 'withdraw' THEN 'withdraw' ELSE excluded.kind END
RETURNING due_at AS due, asked_at = @now AS fresh`

func (s *Store) requestErasure(ctx context.Context, tx pgx.Tx, c casebook.Case, kind casebook.ErasureKind, now time.Time) (time.Time, error) {
	now = now.Truncate(time.Microsecond)
	row, err := one[struct {
		Due   time.Time
		Fresh bool
	}](ctx, tx, addErasure, pgx.StrictNamedArgs{"case": c.ID, "kind": kind, "now": now, "due": now.Add(casebook.DecideWithin)})
	if err != nil {
		return time.Time{}, err
	}
	if kind == casebook.WithdrawCase && c.Disclosure != casebook.AboutOthers { // that one is stricter still
		c.Disclosure = casebook.Nameless
		if err := saveCaseRow(ctx, tx, c); err != nil {
			return time.Time{}, err
		}
	}
	if !row.Fresh {
		return row.Due, nil
	}
	if err := appendEvent(ctx, tx, c, casebook.Event{At: now, Actor: c.Reporter, Move: casebook.AskErasure, From: c.State, To: c.State, Visible: true}, nil); err != nil {
		return time.Time{}, err
	}
	tasks, err := s.raise(ctx, tx, casebook.ErasureWanted, c, c.Reporter, now)
	if err != nil {
		return time.Time{}, err
	}
	return row.Due, s.enqueue(ctx, tx, tasks)
}

// What ties a case to its reporter. The messages are found by the chat, and by the person where the account is gone already; the digests of the timeline are
// made from the chat's id, and the dialog from the person's: neither may be there to be reckoned again.
var cutting = []string{
	`DELETE FROM notices n
USING case_reads d, case_reporters r
WHERE d.case_id = @case AND n.read_id = d.id AND r.case_id = @case AND n.person_id = r.person_id`,
	`UPDATE follow_ups f SET case_id = NULL
FROM follow_events e, case_reporters r
WHERE f.case_id = @case AND e.follow_id = f.id AND e.move = 'case' AND r.case_id = @case AND r.person_id = e.actor_id`,
	`DELETE FROM messages m
USING case_reporters r
WHERE r.case_id = @case AND m.case_id = @case
    AND (m.person_id = r.person_id OR m.chat_mac IN (SELECT user_mac FROM accounts WHERE person_id = r.person_id))`,
	`UPDATE case_events SET digest = NULL
WHERE case_id = @case AND digest IS NOT NULL`,
	`DELETE FROM case_reporters
WHERE case_id = @case`,
	`DELETE FROM case_contacts
WHERE case_id = @case`,
}

const cutDialog = `
WITH old AS (
    SELECT dialog
    FROM cases
    WHERE id = @case
)
UPDATE cases SET dialog = 'cut ' || gen_random_uuid()
WHERE id = @case
RETURNING (SELECT dialog FROM old) AS dialog`

// cutReporter cuts a case, which is locked, from its reporter for good, and gives the talk that had made it.
func (s *Store) cutReporter(ctx context.Context, tx pgx.Tx, caseID int64) (dialog string, err error) {
	if _, err := tx.Exec(ctx, erasingDoor); err != nil {
		return "", err
	}
	if err := s.cutNews(ctx, tx, caseID); err != nil {
		return "", err
	}
	for _, sql := range cutting {
		if _, err := tx.Exec(ctx, sql, pgx.StrictNamedArgs{"case": caseID}); err != nil {
			return "", err
		}
	}
	row, err := one[struct{ Dialog string }](ctx, tx, cutDialog, pgx.StrictNamedArgs{"case": caseID})
	return row.Dialog, err
}

const toldOfCase = `
SELECT move AS what, to_state AS more
FROM case_events
WHERE case_id = @case
UNION
SELECT 'identity', id::text
FROM case_reads
WHERE case_id = @case AND what = 'identity'`

const dropNews = `
DELETE FROM notices
WHERE kind = 'quiet_news' AND key = ANY (@keys)`

// cutNews removes what its reporter was told, or is to be told, of a quiet case: the keys are made from the case, and can be reckoned again.
func (s *Store) cutNews(ctx context.Context, tx pgx.Tx, caseID int64) error {
	told, err := all[struct{ What, More string }](ctx, tx, toldOfCase, pgx.StrictNamedArgs{"case": caseID})
	if err != nil {
		return err
	}
	keys := make([]string, 0, len(told))
	for _, t := range told {
		keys = append(keys, s.newsKey(caseID, t.What, t.More))
	}
	_, err = tx.Exec(ctx, dropNews, pgx.StrictNamedArgs{"keys": keys})
	return err
}

const askedErasure = `
SELECT id, kind
FROM erasures
WHERE case_id = @case AND state = 'asked'
FOR UPDATE`

const decideErasure = `
UPDATE erasures SET state = @state, decided_at = @now, decided_by = @by, why = @why
WHERE id = @id`

// DecideErasure grants or refuses what the reporter of a case has asked. Granted, the case is cut from its reporter; and a case that was withdrawn, and is
// open still, ends. Refused, it goes on as it is, with the reason. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrConflict when it was
// decided before or nothing was asked, casebook.ErrMove while the law holds the case, casebook.ErrBadInput for a refusal without a reason, casebook.ErrAway.
func (s *Store) DecideErasure(ctx context.Context, v casebook.Viewer, number casebook.Number, grant bool, why private.Text, now time.Time) (casebook.Decided, error) {
	var done casebook.Decided
	err := s.inTx(ctx, "decide the erasure of "+string(number), func(tx pgx.Tx) error {
		c, held, err := s.lockFor(ctx, tx, v, number, casebook.DoErase)
		if err != nil {
			return err
		}
		asked, err := one[struct {
			ID   int64
			Kind casebook.ErasureKind
		}](ctx, tx, askedErasure, pgx.StrictNamedArgs{"case": c.ID})
		switch {
		case err != nil:
			return orElse(err, casebook.ErrConflict)
		case grant && held:
			return casebook.ErrMove
		case !grant && why.Empty():
			return casebook.ErrBadInput
		}
		done = casebook.Decided{Case: c.For(v), Kind: asked.Kind, Granted: grant}
		if done.To, done.Language, err = s.reporterOf(ctx, tx, c); err != nil {
			return err
		}
		state := casebook.ErasureRefused
		if grant {
			state = casebook.ErasureGranted
		}
		if _, err := tx.Exec(ctx, decideErasure, pgx.StrictNamedArgs{"id": asked.ID, "state": state, "now": now, "by": v.Person, "why": clean(why)}); err != nil {
			return err
		}
		if c.Quiet && c.Reporter != 0 { // news, at a safe hour: it does not say of what, and its key of nothing, since it outlives the link
			if err := s.quietNews(ctx, tx, c, casebook.Event{At: now}, rand.Text()); err != nil {
				return err
			}
		}
		if err := s.erasureDecided(ctx, tx, v, c, asked.Kind, grant, why, now, &done); err != nil {
			return err
		}
		return s.erasureTold(ctx, tx, c.ID)
	})
	return done, err
}

// reporterOf gives where the reporter can be told; the zero Address where nowhere.
func (s *Store) reporterOf(ctx context.Context, q querier, c casebook.Case) (casebook.Address, string, error) {
	row, err := one[accountRow](ctx, q, accountOf, pgx.StrictNamedArgs{"person": c.Reporter})
	switch {
	case errors.Is(err, pgx.ErrNoRows) || err == nil && row.Blocked:
		return casebook.Address{}, "", nil
	case err != nil:
		return casebook.Address{}, "", err
	}
	chat, err := s.openID(row.Sealed)
	return casebook.Address{Bot: row.Bot, Chat: chat}, row.Language, err
}

func (s *Store) erasureDecided(ctx context.Context, tx pgx.Tx, v casebook.Viewer, c casebook.Case, kind casebook.ErasureKind, grant bool, why private.Text, now time.Time,
	done *casebook.Decided,
) error {
	event := casebook.Event{At: now, Actor: v.Person, Move: casebook.RefuseErasure, From: c.State, To: c.State, Note: why, Visible: true}
	if !grant {
		return appendEvent(ctx, tx, c, event, nil)
	}
	next := c
	event.Move, event.Note, event.Visible = casebook.EraseReported, private.Text{}, false
	if kind == casebook.WithdrawCase && c.State.Open() {
		fresh, err := s.viewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		if next, event, err = c.Apply(fresh, casebook.Order{Move: casebook.EndWithdrawn}, now.Truncate(time.Microsecond)); err != nil {
			return err
		}
	}
	dialog, err := s.cutReporter(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	done.Dialog = dialog
	next.Reporter = 0
	if err := s.saveMove(ctx, tx, c, next, event, nil, nil); err != nil {
		return err
	}
	if err := logRetained(ctx, tx, c.District, casebook.Retained{Class: casebook.RetainIdentity, Count: 1}, now); err != nil {
		return err
	}
	return s.aftermath(ctx, tx, c, next, event)
}

// erasureTold closes the alerts of a request and draws again what was told of it.
func (s *Store) erasureTold(ctx context.Context, tx pgx.Tx, caseID int64) error {
	for _, kind := range []casebook.AlertKind{casebook.ErasureWanted, casebook.ErasureLate} {
		if err := closeKind(ctx, tx, caseID, kind); err != nil {
			return err
		}
	}
	edits, err := editsOf(ctx, tx, caseID)
	if err != nil {
		return err
	}
	return s.enqueue(ctx, tx, edits)
}

// lockFor finds a case that the viewer may do this with.
func (s *Store) lockFor(ctx context.Context, tx pgx.Tx, v casebook.Viewer, number casebook.Number, a casebook.Action) (casebook.Case, bool, error) {
	fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
	if err != nil {
		return casebook.Case{}, false, err
	}
	c, err := s.readCase(ctx, tx, lockCaseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
	if err != nil {
		return c, false, err
	}
	if err := casebook.May(fresh, a, c); err != nil {
		return c, false, err
	}
	row, err := one[struct{ Held bool }](ctx, tx, heldNow, pgx.StrictNamedArgs{"case": c.ID})
	return c, row.Held, err
}

const setHold = `
UPDATE cases SET held_at = @at, held_by = nullif(@by::bigint, 0), held_why = @why
WHERE id = @case`

// Hold keeps a case from all erasing, by law, until it is lifted (why empty). Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrConflict when
// it is so already, casebook.ErrAway.
func (s *Store) Hold(ctx context.Context, v casebook.Viewer, number casebook.Number, why private.Text, now time.Time) error {
	return s.inTx(ctx, "hold "+string(number), func(tx pgx.Tx) error {
		c, held, err := s.lockFor(ctx, tx, v, number, casebook.DoHold)
		switch {
		case err != nil:
			return err
		case held == !why.Empty():
			return casebook.ErrConflict
		}
		args, move := pgx.StrictNamedArgs{"case": c.ID, "at": orNull(now), "by": v.Person, "why": clean(why)}, casebook.HoldCase
		if held {
			args["at"], args["by"], move = nil, 0, casebook.LiftHold
		}
		if _, err := tx.Exec(ctx, setHold, args); err != nil {
			return err
		}
		return appendEvent(ctx, tx, c, casebook.Event{At: now, Actor: v.Person, Move: move, From: c.State, To: c.State, Note: why}, nil)
	})
}

// erasureRow is a request in a list.
type erasureRow struct {
	ID       int64
	Number   casebook.Number
	Lane     casebook.Lane
	Shield   casebook.Shield
	Alarm    bool
	Child    bool
	Quiet    bool
	Region   string
	Kind     casebook.ErasureKind
	State    casebook.ErasureState
	AskedAt  time.Time
	DueAt    time.Time
	Held     bool
	Why      string
	Released bool
	Reporter casebook.PersonID
}

const erasureColumns = `e.id, c.number, c.lane, c.shield, c.alarm, c.child, c.quiet, c.region, e.kind, e.state, e.asked_at, e.due_at, c.held_at IS NOT NULL AS held, e.why, c.released,
    COALESCE(r.person_id, 0) AS reporter
FROM erasures e
JOIN cases c ON c.id = e.case_id
LEFT JOIN case_reporters r ON r.case_id = c.id`

func (r erasureRow) erasure() casebook.Erasure {
	return casebook.Erasure{ID: r.ID, Number: r.Number, Lane: r.Lane, Region: r.Region, Kind: r.Kind, State: r.State, AskedAt: r.AskedAt, DueAt: r.DueAt, Held: r.Held,
		Decision: private.Of(r.Why)}
}

const erasuresAsked = `
SELECT ` + erasureColumns + `
WHERE e.district_id = @district AND e.state = 'asked'
ORDER BY e.due_at, e.id
LIMIT @limit`

// Erasures lists the requests that the viewer may decide, the most pressing first. Errors: casebook.ErrAway.
func (s *Store) Erasures(ctx context.Context, v casebook.Viewer, limit int) ([]casebook.Erasure, error) {
	id, err := s.district(ctx, v.District)
	if err != nil {
		return nil, err
	}
	rows, err := all[erasureRow](ctx, s.pool, erasuresAsked, pgx.StrictNamedArgs{"district": id, "limit": 10 * limit})
	var list []casebook.Erasure
	for _, r := range rows {
		c := casebook.Case{District: v.District, Region: r.Region, Lane: r.Lane, Shield: r.Shield, Alarm: r.Alarm, Gist: casebook.Gist{Child: r.Child}, Quiet: r.Quiet, Released: r.Released, Reporter: r.Reporter}
		if casebook.May(v, casebook.DoErase, c) == nil && len(list) < limit {
			list = append(list, r.erasure())
		}
	}
	return list, known(fmt.Sprintf("requests for person %d", v.Person), err)
}

const lateErasures = `
SELECT e.case_id AS case
FROM erasures e
WHERE e.district_id = @district AND e.state = 'asked' AND e.due_at <= @now AND NOT e.told_late
ORDER BY e.case_id
LIMIT 100`

const toldLate = `
UPDATE erasures SET told_late = true
WHERE case_id = @case AND state = 'asked' AND NOT told_late`

// LateErasures tells once of each request that nobody has decided in time: those who decide, and the admins. Errors: casebook.ErrAway.
func (s *Store) LateErasures(ctx context.Context, district string, now time.Time) error {
	id, err := s.district(ctx, district)
	if err != nil {
		return err
	}
	late, err := all[struct{ Case int64 }](ctx, s.pool, lateErasures, pgx.StrictNamedArgs{"district": id, "now": now})
	failed := known("late requests of "+district, err)
	for _, l := range late {
		failed = errors.Join(failed, s.inTx(ctx, fmt.Sprintf("late request of case %d", l.Case), func(tx pgx.Tx) error { return s.tellLate(ctx, tx, l.Case, now) }))
	}
	return failed
}

// tellLate locks the case first, as whoever decides does.
func (s *Store) tellLate(ctx context.Context, tx pgx.Tx, caseID int64, now time.Time) error {
	c, err := s.readCase(ctx, tx, lockCaseByID, pgx.StrictNamedArgs{"id": caseID})
	if err != nil {
		return err
	}
	tag, err := tx.Exec(ctx, toldLate, pgx.StrictNamedArgs{"case": caseID})
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	tasks, err := s.raise(ctx, tx, casebook.ErasureLate, c, c.Reporter, now)
	if err != nil {
		return err
	}
	return s.enqueue(ctx, tx, tasks)
}
