package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// followRow is a follow-up as it stands in the record.
type followRow struct {
	ID               int64
	District         string
	Meeting          casebook.MeetingID
	OfGroup          casebook.GroupID
	Region           string
	Kind             casebook.MeetingKind
	What, Who, Proof string
	Member           casebook.MemberID
	Due              time.Time
	State            casebook.FollowState
	DoneAt           *time.Time
	Photo            bool
	Number           casebook.Number
	MadeAt           time.Time
	PutOff           int
}

func (r followRow) followUp() casebook.FollowUp {
	return casebook.FollowUp{
		ID: r.ID, District: r.District, Meeting: r.Meeting, Group: r.OfGroup, Region: r.Region, Kind: r.Kind, What: private.Of(r.What), Member: r.Member,
		Who: private.Of(r.Who), Due: casebook.DateOf(r.Due), State: r.State, DoneAt: orZero(r.DoneAt), Proof: private.Of(r.Proof), Photo: r.Photo,
		Case: r.Number, MadeAt: r.MadeAt, PutOff: r.PutOff,
	}
}

const followSelect = `
SELECT f.id, d.region AS district, f.meeting_id AS meeting, f.group_id AS of_group, m.region, m.kind, f.what, f.who, f.proof, COALESCE(f.member_id, 0) AS member,
    f.due, f.state, f.done_at, f.photo, COALESCE(c.number, '') AS number, f.made_at, f.put_off
FROM follow_ups f
JOIN districts d ON d.id = f.district_id
JOIN meetings m ON m.id = f.meeting_id
LEFT JOIN cases c ON c.id = f.case_id`

const followByID = followSelect + `
WHERE f.id = @id`

const lockFollowUp = followByID + `
FOR UPDATE OF f`

const followsOfMeeting = followSelect + `
WHERE f.meeting_id = @meeting
ORDER BY f.place`

func (s *Store) readFollowUp(ctx context.Context, q querier, sql string, args pgx.StrictNamedArgs) (casebook.FollowUp, error) {
	row, err := one[followRow](ctx, q, sql, args)
	return row.followUp(), err
}

func (s *Store) listFollowUps(ctx context.Context, q querier, sql string, args pgx.StrictNamedArgs) ([]casebook.FollowUp, error) {
	rows, err := all[followRow](ctx, q, sql, args)
	list := make([]casebook.FollowUp, 0, len(rows))
	for _, row := range rows {
		list = append(list, row.followUp())
	}
	return list, err
}

const openFollowUps = followSelect + `
WHERE d.region = @district AND f.state = 'todo'
    AND (f.member_id = ANY (@members::bigint[])
        OR m.kind = 'cases' AND @caseworker
        OR m.kind <> 'cases' AND (f.group_id = ANY (@groups::bigint[])
            OR EXISTS (SELECT FROM unnest(@regions::text[]) AS scope WHERE m.region = scope OR m.region LIKE scope || '.%')))
ORDER BY f.due, f.id
LIMIT @limit`

// FollowUps lists the open ones that the viewer may move, the most pressing first. Errors: casebook.ErrAway.
func (s *Store) FollowUps(ctx context.Context, v casebook.Viewer, limit int, now time.Time) ([]casebook.FollowUp, error) {
	const doing = "follow-ups"
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return nil, known(doing, err)
	}
	members, groups := []int64{}, []int64{}
	for _, seat := range fresh.Seats {
		members = append(members, int64(seat.Member))
		if seat.Officer {
			groups = append(groups, int64(seat.Group))
		}
	}
	regions := scopes(fresh, func(probe casebook.Viewer, region string) error {
		return casebook.MayMeet(probe, casebook.DoLog, casebook.Meeting{District: probe.District, Region: region, Kind: casebook.OfficersMeet})
	})
	found, err := s.listFollowUps(ctx, s.pool, openFollowUps, pgx.StrictNamedArgs{"district": v.District, "members": members, "groups": groups, "regions": regions,
		"caseworker": fresh.Any(casebook.Caseworker), "limit": limit})
	if err != nil {
		return nil, known(doing, err)
	}
	list := found[:0]
	for _, f := range found {
		if casebook.MayFollow(fresh, f, false) != nil {
			continue
		}
		if f, err = s.hideCase(ctx, s.pool, fresh, f); err != nil {
			return nil, known(doing, err)
		}
		if err := s.openedTalk(ctx, s.pool, fresh, f, now); err != nil { // before the own PIN the line says only that there is something
			if !errors.Is(err, casebook.ErrPIN) && !errors.Is(err, casebook.ErrNoPIN) {
				return nil, known(doing, err)
			}
			f.What, f.Who, f.Proof, f.Case = private.Text{}, private.Text{}, private.Text{}, ""
		}
		list = append(list, f)
	}
	return list, nil
}

// openedTalk asks for the own PIN before what a talk about cases has decided is read. Who was given it to do and is no caseworker has no PIN.
func (s *Store) openedTalk(ctx context.Context, q querier, v casebook.Viewer, f casebook.FollowUp, now time.Time) error {
	if !f.Kind.Confidential() || !v.Any(casebook.Caseworker) {
		return nil
	}
	return s.unlocked(ctx, q, v, now)
}

// FollowUp gives one as the viewer may read it. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrNoPIN and casebook.ErrPIN before one of a talk
// about cases, casebook.ErrAway.
func (s *Store) FollowUp(ctx context.Context, v casebook.Viewer, id int64, now time.Time) (casebook.FollowUp, error) {
	doing := fmt.Sprintf("follow-up %d", id)
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return casebook.FollowUp{}, known(doing, err)
	}
	f, err := s.readFollowUp(ctx, s.pool, followByID, pgx.StrictNamedArgs{"id": id})
	if err == nil {
		err = casebook.MayFollow(fresh, f, true)
	}
	if err == nil {
		err = s.openedTalk(ctx, s.pool, fresh, f, now)
	}
	if err == nil {
		f, err = s.hideCase(ctx, s.pool, fresh, f)
	}
	if err != nil {
		return casebook.FollowUp{}, known(doing, err)
	}
	return f, nil
}

const ofReporter = `
SELECT count(*) AS times
FROM follow_events e
JOIN case_reporters r ON r.person_id = e.actor_id
WHERE e.follow_id = @follow AND e.move = 'case' AND r.case_id = @case`

// hideCase takes out the number of a case that the viewer may not know of; and of one that its reporter has made out of the follow-up, where the viewer may not
// know who reported: whoever does the follow-up has.
func (s *Store) hideCase(ctx context.Context, q querier, v casebook.Viewer, f casebook.FollowUp) (casebook.FollowUp, error) {
	if f.Case == "" {
		return f, nil
	}
	c, err := s.readCase(ctx, q, caseByNumber, pgx.StrictNamedArgs{"district": f.District, "number": f.Case})
	if err != nil || casebook.May(v, casebook.SeeLine, c) != nil {
		f.Case = ""
		return f, err
	}
	if casebook.May(v, casebook.SeeReporter, c) == nil || own(v, c) {
		return f, nil
	}
	made, err := one[struct{ Times int }](ctx, q, ofReporter, pgx.StrictNamedArgs{"follow": f.ID, "case": c.ID})
	if err != nil || made.Times > 0 {
		f.Case = ""
	}
	return f, err
}

const addFollowUp = `
INSERT INTO follow_ups (district_id, meeting_id, group_id, place, what, member_id, who, due, made_at, secret)
SELECT m.district_id, m.id, m.group_id, @place, @what, nullif(@member::bigint, 0), @who, @due::text::date, @now, m.kind = 'cases'
FROM meetings m
WHERE m.id = @meeting AND (@member::bigint = 0 OR EXISTS (SELECT FROM members o WHERE o.id = @member::bigint AND o.group_id = m.group_id))
RETURNING id`

const lastFollowPlace = `
SELECT COALESCE(max(place), 0) AS place
FROM follow_ups
WHERE meeting_id = @meeting`

// addFollowUps keeps what a meeting decided, after what it had decided before (a correction adds). The meeting is locked; the viewer has logged it. A case that
// is named is linked where the viewer may know of it. Errors: casebook.ErrBadInput for somebody who is not on the roster.
func (s *Store) addFollowUps(ctx context.Context, tx pgx.Tx, v casebook.Viewer, meeting casebook.MeetingID, list []casebook.FollowUp, now time.Time) error {
	if len(list) == 0 {
		return nil
	}
	last, err := one[struct{ Place int }](ctx, tx, lastFollowPlace, pgx.StrictNamedArgs{"meeting": meeting})
	if err != nil {
		return fmt.Errorf("follow-ups of meeting %d: %w", meeting, err)
	}
	for i, f := range list {
		made, err := one[struct{ ID int64 }](ctx, tx, addFollowUp, pgx.StrictNamedArgs{
			"meeting": meeting, "place": last.Place + 1 + i, "what": clean(f.What), "member": int64(f.Member), "who": clean(f.Who), "due": f.Due.String(), "now": now,
		})
		if err != nil {
			return fmt.Errorf("follow-up %d of meeting %d: %w", i+1, meeting, orElse(err, casebook.ErrBadInput))
		}
		if f.Case == "" {
			continue
		}
		if err := s.linkCase(ctx, tx, v, made.ID, f.Case); err != nil && !errors.Is(err, casebook.ErrNotFound) && !errors.Is(err, casebook.ErrForbidden) {
			return err
		}
	}
	return nil
}

const setFollowCase = `
UPDATE follow_ups SET case_id = @case
WHERE id = @id`

// linkCase ties a follow-up to a case whose line the viewer may see.
func (s *Store) linkCase(ctx context.Context, tx pgx.Tx, v casebook.Viewer, id int64, number casebook.Number) error {
	c, err := s.readCase(ctx, tx, caseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
	if err != nil {
		return orElse(err, casebook.ErrNotFound)
	}
	if err := casebook.May(v, casebook.SeeLine, c); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, setFollowCase, pgx.StrictNamedArgs{"id": id, "case": c.ID})
	return err
}

const followMoved = `
SELECT count(*) AS times
FROM follow_events
WHERE follow_id = @id AND dialog = @dialog`

const saveFollowUp = `
UPDATE follow_ups SET state = @state, due = @due::text::date, done_at = @done, proof = @proof, photo = @photo, put_off = @put_off
WHERE id = @id`

const addFollowEvent = `
INSERT INTO follow_events (follow_id, at, actor_id, move, words, due, dialog)
VALUES (@id, @now, @actor, @move, @words, @due::text::date, nullif(@dialog, ''))
RETURNING id`

// MoveFollowUp makes a move of a follow-up: locked, the rights read anew, the rule asked, then the row, its files, the event and the notices, in one
// transaction. The same talk (Dialog) moves it once. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrMove, casebook.ErrBadInput,
// casebook.ErrAway.
func (s *Store) MoveFollowUp(ctx context.Context, v casebook.Viewer, id int64, o casebook.FollowOrder, now time.Time) (casebook.FollowUp, error) {
	var moved casebook.FollowUp
	err := s.inTx(ctx, fmt.Sprintf("%s follow-up %d", o.Move, id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		f, err := s.readFollowUp(ctx, tx, lockFollowUp, pgx.StrictNamedArgs{"id": id})
		if err != nil {
			return err
		}
		before, err := one[struct{ Times int }](ctx, tx, followMoved, pgx.StrictNamedArgs{"id": id, "dialog": o.Dialog})
		if err != nil {
			return err
		}
		if before.Times > 0 {
			moved = f
			return casebook.MayFollow(fresh, f, false)
		}
		if err := s.openedTalk(ctx, tx, fresh, f, now); err != nil {
			return err
		}
		if moved, err = f.Do(fresh, o, now.Truncate(time.Microsecond)); err != nil {
			return err
		}
		return s.saveFollowMove(ctx, tx, fresh, moved, o, now)
	})
	if err != nil {
		return casebook.FollowUp{}, err
	}
	return s.FollowUp(ctx, v, moved.ID, now)
}

func (s *Store) saveFollowMove(ctx context.Context, tx pgx.Tx, v casebook.Viewer, f casebook.FollowUp, o casebook.FollowOrder, now time.Time) error {
	if o.Move == casebook.LinkCase {
		if err := s.linkCase(ctx, tx, v, f.ID, o.Case); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, saveFollowUp, pgx.StrictNamedArgs{"id": f.ID, "state": f.State, "due": f.Due.String(), "done": orNull(f.DoneAt), "proof": clean(f.Proof),
		"photo": f.Photo, "put_off": f.PutOff}); err != nil {
		return err
	}
	if err := s.addFollowFiles(ctx, tx, f.ID, o.Files); err != nil {
		return err
	}
	event, err := one[struct{ ID int64 }](ctx, tx, addFollowEvent, pgx.StrictNamedArgs{"id": f.ID, "now": now, "actor": v.Person, "move": o.Move,
		"words": clean(o.Words), "due": dayOrNull(o.Due), "dialog": o.Dialog})
	if err != nil {
		return err
	}
	if f.State == casebook.ToDo {
		return nil
	}
	return s.tellEnded(ctx, tx, v.Person, f, event.ID, now)
}

const addFollowFile = `
INSERT INTO follow_files (follow_id, kind, file_sealed, unique_mac, size)
VALUES (@follow, @kind, @sealed, @mac, @size)
ON CONFLICT (follow_id, unique_mac) DO NOTHING`

// addFollowFiles keeps the proof, sealed as the evidence of a case is.
func (s *Store) addFollowFiles(ctx context.Context, tx pgx.Tx, id int64, files []casebook.MeetingFile) error {
	batch := &pgx.Batch{}
	for _, f := range files {
		unique := f.Unique
		if unique == "" {
			unique = f.TelegramID
		}
		batch.Queue(addFollowFile, pgx.StrictNamedArgs{"follow": id, "kind": f.Kind, "sealed": s.ring.Seal(evidence, []byte(f.TelegramID+"\n"+f.Unique)),
			"mac": s.ring.MAC("file", unique), "size": f.Size})
	}
	return tx.SendBatch(ctx, batch).Close()
}

// peopleThere are those with Telegram who were present.
const peopleThere = `
SELECT DISTINCT COALESCE(a.person_id, o.person_id) AS person
FROM attendance a
LEFT JOIN members o ON o.id = a.member_id AND o.left_at IS NULL
WHERE a.meeting_id = @meeting AND a.presence = 'present' AND COALESCE(a.person_id, o.person_id) IS NOT NULL AND COALESCE(a.person_id, o.person_id) <> @except
ORDER BY person`

// tellEnded tells those who were there that what they decided is done, or dropped; of a case talk nobody is told.
func (s *Store) tellEnded(ctx context.Context, tx pgx.Tx, by casebook.PersonID, f casebook.FollowUp, event int64, now time.Time) error {
	if f.Kind.Confidential() {
		return nil
	}
	people, err := all[struct{ Person casebook.PersonID }](ctx, tx, peopleThere, pgx.StrictNamedArgs{"meeting": f.Meeting, "except": by})
	if err != nil {
		return err
	}
	notices := make([]casebook.Notice, 0, len(people))
	for _, p := range people {
		notices = append(notices, casebook.Notice{
			District: f.District, Kind: casebook.FollowEnded, Key: fmt.Sprintf("%s:%d:%d", casebook.FollowEnded, f.ID, event), Person: p.Person, Meeting: f.Meeting,
			Follow: f.ID, At: now,
		})
	}
	return s.tell(ctx, tx, notices)
}
