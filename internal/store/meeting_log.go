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

// LogMeeting files a log: of a plan, which is held then, or of a meeting that nobody had planned. With Why it corrects one that was held. The same talk again
// does nothing more and gives the same minutes. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrMove when another talk has logged it or it was
// called off, casebook.ErrBadInput for a line that is not on the roster, an unknown case, or without a kind or a day, casebook.ErrAway.
func (s *Store) LogMeeting(ctx context.Context, v casebook.Viewer, l casebook.MeetingLog, now time.Time) (casebook.Minutes, error) {
	var minutes casebook.Minutes
	err := s.inTx(ctx, "log meeting of dialog "+l.Dialog, func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		logging := logging{Store: s, tx: tx, viewer: fresh, log: l, now: now.Truncate(time.Microsecond)}
		id := l.Meeting
		if l.Why.Empty() {
			id, err = logging.first(ctx)
		} else {
			err = logging.correct(ctx)
		}
		if err != nil {
			return err
		}
		minutes, err = s.minutesFor(ctx, tx, fresh, id)
		return err
	})
	return minutes, err
}

// logging is one log on its way into the record.
type logging struct {
	*Store
	tx     pgx.Tx
	viewer casebook.Viewer
	log    casebook.MeetingLog
	now    time.Time
}

const meetingOfLog = `
SELECT m.id
FROM meetings m
JOIN districts d ON d.id = m.district_id
WHERE d.region = @district AND m.log_dialog = @dialog`

// first files a first log.
func (l logging) first(ctx context.Context) (casebook.MeetingID, error) {
	if l.log.Dialog == "" {
		return 0, casebook.ErrBadInput
	}
	if id, err := l.had(ctx); id != 0 || err != nil {
		return id, err
	}
	id, err := l.meeting(ctx)
	if err != nil {
		return 0, err
	}
	if err := l.present(ctx, id); err != nil {
		return 0, err
	}
	m, row, err := l.lockMeeting(ctx, l.tx, l.viewer.District, id)
	if err != nil || row.LogDialog == l.log.Dialog && m.State == casebook.Held { // a twin of the talk was faster
		return id, err
	}
	if err := casebook.MayMeet(l.viewer, casebook.DoLog, m); err != nil {
		return 0, err
	}
	next, _ := l.log.Onto(m)
	if next, err = next.Do(l.viewer, casebook.LogIt, private.Text{}); err != nil {
		return 0, err
	}
	if err := l.save(ctx, m, next); err != nil {
		return 0, err
	}
	change := casebook.Change{At: l.now, By: l.viewer.Person, Move: casebook.LogIt}
	if err := meetingEvent(ctx, l.tx, id, change, l.log.Dialog); err != nil {
		return 0, err
	}
	if _, err := l.recount(ctx, l.tx, l.viewer.District, id, true); err != nil {
		return 0, err
	}
	if err := l.tellOutcome(ctx, next); err != nil {
		return 0, err
	}
	return id, l.redrawCounters(ctx, l.tx, id, l.now)
}

// had gives the meeting that the same talk has logged before, 0 for none.
func (l logging) had(ctx context.Context) (casebook.MeetingID, error) {
	rows, err := all[struct{ ID casebook.MeetingID }](ctx, l.tx, meetingOfLog, pgx.StrictNamedArgs{"district": l.viewer.District, "dialog": l.log.Dialog})
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0].ID, nil
}

// meeting gives the meeting that the log is of: the one that it names, the only one that was planned so, or a new one.
func (l logging) meeting(ctx context.Context) (casebook.MeetingID, error) {
	if l.log.Meeting != 0 {
		m, _, err := l.readMeeting(ctx, l.tx, l.viewer.District, l.log.Meeting)
		if err != nil {
			return 0, err
		}
		if err := casebook.MayMeet(l.viewer, casebook.DoLog, m); err != nil {
			return 0, err
		}
		if l.log.Group != 0 && l.log.Group != m.Group.ID {
			return 0, casebook.ErrBadInput
		}
		return m.ID, nil
	}
	g, err := l.readGroup(ctx, l.tx, l.viewer.District, l.log.Group)
	if err != nil {
		return 0, err
	}
	m := casebook.Meeting{District: l.viewer.District, Group: g, Region: g.Region, Kind: l.log.Kind, StartsAt: l.log.StartsAt, Clock: l.log.Clock}
	if err := casebook.MayMeet(l.viewer, casebook.DoLog, m); err != nil {
		return 0, err
	}
	if m.Kind == "" || m.StartsAt.IsZero() {
		return 0, casebook.ErrBadInput
	}
	plans, err := all[struct{ ID casebook.MeetingID }](ctx, l.tx, plansOfDay, pgx.StrictNamedArgs{"group": g.ID, "kind": m.Kind, "at": m.StartsAt})
	if err != nil {
		return 0, err
	}
	if len(plans) == 1 {
		return plans[0].ID, nil
	}
	return l.unplanned(ctx, m)
}

// plansOfDay: a log that names no plan is of the plan of the same group, kind and day, when there is just one.
const plansOfDay = `
SELECT m.id
FROM meetings m
JOIN districts d ON d.id = m.district_id
WHERE m.group_id = @group AND m.kind = @kind AND m.state = 'planned'
    AND (m.starts_at AT TIME ZONE d.zone)::date = (@at::timestamptz AT TIME ZONE d.zone)::date
ORDER BY m.id`

const insertUnplanned = `
INSERT INTO meetings (district_id, group_id, region, kind, state, starts_at, clock, log_dialog, made_at)
SELECT district_id, id, region, @kind, 'planned', @starts, @clock, @dialog, @now
FROM groups
WHERE id = @group
ON CONFLICT DO NOTHING
RETURNING id`

// unplanned makes the meeting that the log is about to fill. A twin of the talk is waited for.
func (l logging) unplanned(ctx context.Context, m casebook.Meeting) (casebook.MeetingID, error) {
	row, err := one[struct{ ID casebook.MeetingID }](ctx, l.tx, insertUnplanned, pgx.StrictNamedArgs{"group": m.Group.ID, "kind": m.Kind, "starts": m.StartsAt,
		"clock": m.Clock, "dialog": l.log.Dialog, "now": l.now})
	if errors.Is(err, pgx.ErrNoRows) {
		return l.had(ctx)
	}
	return row.ID, err
}

// present marks those whom the officer has named: lines of the roster of that day. Nobody else is.
func (l logging) present(ctx context.Context, id casebook.MeetingID) error {
	lines, err := l.linesOf(ctx, l.tx, id)
	if err != nil {
		return err
	}
	words, err := l.words(lines)
	if err != nil {
		return err
	}
	_, err = l.mark(ctx, l.tx, id, words)
	return err
}

// words gives the marks of the log as words of its talk, each about somebody on the list.
func (l logging) words(lines []casebook.Line) ([]word, error) {
	var words []word
	for _, mark := range l.log.Present {
		if mark.At.IsZero() {
			mark.At = l.sentAt()
		}
		w := word{Mark: mark, Said: l.log.Dialog}
		w.By = l.viewer.Person
		if w.Source == "" {
			w.Source = casebook.ByNumber
		}
		if w.Source != casebook.ByNumber && w.Source != casebook.ByTick || !(counted{Lines: lines}).knows(w.who()) {
			return nil, casebook.ErrBadInput
		}
		words = append(words, w)
	}
	return words, nil
}

func (l logging) sentAt() time.Time {
	if l.log.SentAt.IsZero() {
		return l.now
	}
	return l.log.SentAt.Truncate(time.Microsecond)
}

func (c counted) knows(who somebody) bool {
	line := c.line(who)
	return line.Member != 0 || line.Person != 0
}

const saveLog = `
UPDATE meetings
SET kind = @kind, state = 'held', starts_at = @starts, ends_at = @ends, clock = @clock, place = @place, chair = @chair, notes_by = @notes, agenda = @agenda,
    result = @result, topics = @topics, guests = @guests, men = @men, women = @women, sheet = @sheet, old = @old, disabled = @disabled,
    log_dialog = COALESCE(log_dialog, @dialog), logged_by = COALESCE(logged_by, @logger), logged_at = COALESCE(logged_at, @now)
WHERE id = @meeting`

// save writes a meeting as it is now, with the cases, the files and the follow-ups of the log.
func (l logging) save(ctx context.Context, before, m casebook.Meeting) error {
	topics := m.Topics
	if topics == nil {
		topics = []string{}
	}
	_, err := l.tx.Exec(ctx, saveLog, pgx.StrictNamedArgs{
		"meeting": m.ID, "kind": m.Kind, "starts": m.StartsAt, "ends": orNull(m.EndsAt), "clock": m.Clock, "place": clean(private.Of(m.Place)),
		"chair": clean(m.Chair), "notes": clean(m.Notes), "agenda": clean(m.Agenda), "result": clean(m.Result), "topics": topics, "guests": m.Heads.Guests,
		"men": m.Heads.Men, "women": m.Heads.Women, "sheet": m.Heads.Sheet, "old": m.Heads.Old, "disabled": m.Heads.Disabled, "dialog": l.log.Dialog,
		"logger": l.viewer.Person, "now": l.now,
	})
	if err != nil {
		return err
	}
	if err := l.saveCases(ctx, before, m); err != nil {
		return err
	}
	if _, err := l.saveFiles(ctx, m.ID); err != nil {
		return err
	}
	return l.addFollowUps(ctx, l.tx, l.viewer, m.ID, l.newFollowUps(), l.now)
}

// newFollowUps are those of the log that are not in the record yet.
func (l logging) newFollowUps() []casebook.FollowUp {
	var list []casebook.FollowUp
	for _, f := range l.log.FollowUps {
		if f.ID == 0 {
			list = append(list, f)
		}
	}
	return list
}

const clearCases = `
DELETE FROM meeting_cases
WHERE meeting_id = @meeting`

const addMeetingCase = `
INSERT INTO meeting_cases (meeting_id, case_id)
VALUES (@meeting, @case)
ON CONFLICT DO NOTHING`

// saveCases names the cases that were discussed. One that the viewer may not know of is as unknown as one that there is not.
func (l logging) saveCases(ctx context.Context, before, m casebook.Meeting) error {
	if len(before.Cases) > 0 {
		if _, err := l.tx.Exec(ctx, clearCases, pgx.StrictNamedArgs{"meeting": m.ID}); err != nil {
			return err
		}
	}
	for _, number := range m.Cases {
		c, err := l.readCase(ctx, l.tx, caseByNumber, pgx.StrictNamedArgs{"district": m.District, "number": number})
		if err != nil {
			return orElse(err, casebook.ErrBadInput)
		}
		if casebook.May(l.viewer, casebook.SeeLine, c) != nil {
			return casebook.ErrBadInput
		}
		if _, err := l.tx.Exec(ctx, addMeetingCase, pgx.StrictNamedArgs{"meeting": m.ID, "case": c.ID}); err != nil {
			return err
		}
	}
	return nil
}

const addMeetingFile = `
INSERT INTO meeting_files (meeting_id, use, kind, file_sealed, unique_mac, size)
VALUES (@meeting, @use, @kind, @sealed, @mac, @size)
ON CONFLICT (meeting_id, unique_mac) DO NOTHING`

// saveFiles adds the files that the meeting does not have yet, and tells how many.
func (l logging) saveFiles(ctx context.Context, id casebook.MeetingID) (added int64, err error) {
	for _, f := range l.log.Files {
		unique := f.Unique
		if unique == "" {
			unique = f.TelegramID
		}
		tag, err := l.tx.Exec(ctx, addMeetingFile, pgx.StrictNamedArgs{"meeting": id, "use": f.Use, "kind": f.Kind,
			"sealed": l.ring.Seal(evidence, []byte(f.TelegramID+"\n"+f.Unique)), "mac": l.ring.MAC("file", unique), "size": f.Size})
		if err != nil {
			return added, err
		}
		added += tag.RowsAffected()
	}
	return added, nil
}

const presentPeople = `
SELECT DISTINCT a.person_id AS person
FROM attendance t
LEFT JOIN members l ON l.id = t.member_id
JOIN accounts a ON a.person_id = COALESCE(t.person_id, l.person_id)
WHERE t.meeting_id = @meeting AND t.presence = 'present' AND a.blocked_at IS NULL AND a.person_id <> @except
ORDER BY person`

// tellOutcome writes to those who were there and can be written to. Of a case talk nothing is told.
func (l logging) tellOutcome(ctx context.Context, m casebook.Meeting) error {
	if m.Kind.Confidential() {
		return nil
	}
	people, err := all[struct{ Person casebook.PersonID }](ctx, l.tx, presentPeople, pgx.StrictNamedArgs{"meeting": m.ID, "except": l.viewer.Person})
	if err != nil {
		return err
	}
	var list []casebook.Notice
	for _, p := range people {
		list = append(list, casebook.Notice{District: m.District, Kind: casebook.Outcome, Key: fmt.Sprintf("outcome:%d", m.ID), Person: p.Person, Meeting: m.ID,
			Group: m.Group.ID, Region: m.Region, At: l.now})
	}
	return l.tell(ctx, l.tx, list)
}

// correct changes what is another in the log now, and keeps who and why. What the log leaves empty stays.
func (l logging) correct(ctx context.Context) error {
	m, _, err := l.readMeeting(ctx, l.tx, l.viewer.District, l.log.Meeting)
	if err != nil {
		return err
	}
	if err := casebook.MayMeet(l.viewer, casebook.DoLog, m); err != nil {
		return err
	}
	words, err := l.corrections(ctx, m.ID)
	if err != nil {
		return err
	}
	others, err := l.mark(ctx, l.tx, m.ID, words)
	if err != nil {
		return err
	}
	if m, _, err = l.lockMeeting(ctx, l.tx, l.viewer.District, m.ID); err != nil {
		return err
	}
	if had, err := hadDialog(ctx, l.tx, m.ID, l.log.Dialog); had || err != nil {
		return err
	}
	if err := casebook.MayMeet(l.viewer, casebook.DoLog, m); err != nil {
		return err
	}
	next, what := l.log.Onto(m)
	if next, err = next.Do(l.viewer, casebook.Correct, l.log.Why); err != nil {
		return err
	}
	return l.corrected(ctx, m, next, what, len(others) > 0)
}

func (l logging) corrected(ctx context.Context, m, next casebook.Meeting, what []string, attendance bool) error {
	had, err := l.filesOf(ctx, l.tx, m.ID)
	if err != nil {
		return err
	}
	if err := l.save(ctx, m, next); err != nil {
		return err
	}
	has, err := l.filesOf(ctx, l.tx, m.ID)
	if err != nil {
		return err
	}
	if len(has) > len(had) {
		what = append(what, casebook.TheFiles)
	}
	if len(l.newFollowUps()) > 0 {
		what = append(what, casebook.TheFollowUps)
	}
	if attendance {
		what = append(what, casebook.TheAttendance)
	}
	if len(what) == 0 {
		return nil
	}
	change := casebook.Change{At: l.now, By: l.viewer.Person, Move: casebook.Correct, What: what, Why: l.log.Why}
	if err := meetingEvent(ctx, l.tx, m.ID, change, l.log.Dialog); err != nil {
		return err
	}
	if _, err := l.recount(ctx, l.tx, l.viewer.District, m.ID, true); err != nil {
		return err
	}
	return l.redrawCounters(ctx, l.tx, m.ID, l.now)
}

// corrections gives the words of the log as corrections, each about somebody on the list; mark leaves out those that tell what stands there.
func (l logging) corrections(ctx context.Context, id casebook.MeetingID) ([]word, error) {
	lines, err := l.linesOf(ctx, l.tx, id)
	if err != nil {
		return nil, err
	}
	var words []word
	for _, mark := range l.log.Present {
		w := word{Mark: mark, Said: l.log.Dialog}
		w.Source, w.By, w.At, w.Far = casebook.ByCorrection, l.viewer.Person, l.now, false
		if !(counted{Lines: lines}).knows(w.who()) {
			return nil, casebook.ErrBadInput
		}
		words = append(words, w)
	}
	return words, nil
}
