package store

import (
	"context"
	"errors"
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
