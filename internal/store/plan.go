package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// PlanMeeting plans a meeting (Meeting 0) or changes a plan; those invited are told. The same talk does either once. Errors: casebook.ErrNotFound,
// casebook.ErrForbidden, casebook.ErrMove for a meeting that was held or called off, casebook.ErrBadInput without a kind or a time, casebook.ErrAway.
func (s *Store) PlanMeeting(ctx context.Context, v casebook.Viewer, p casebook.Plan, now time.Time) (casebook.Meeting, error) {
	var planned casebook.Meeting
	err := s.inTx(ctx, "plan meeting of dialog "+p.Dialog, func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		now := now.Truncate(time.Microsecond)
		if p.Meeting == 0 {
			planned, err = s.planNew(ctx, tx, fresh, p, now)
		} else {
			planned, err = s.changePlan(ctx, tx, fresh, p, now)
		}
		planned = planned.For(fresh)
		return err
	})
	return planned, err
}

const insertPlan = `
INSERT INTO meetings (district_id, group_id, region, kind, state, starts_at, clock, place, agenda, every, series, plan_dialog, planned_by, made_at)
SELECT d.id, g.id, g.region, @kind, 'planned', @starts, @clock, @place, @agenda, @every, nullif(@series::bigint, 0), nullif(@dialog, ''),
    nullif(@planner::bigint, 0), @now
FROM groups g
JOIN districts d ON d.id = g.district_id
WHERE d.region = @district AND g.id = @group
ON CONFLICT DO NOTHING
RETURNING id`

const beginSeries = `
UPDATE meetings SET series = id
WHERE id = @meeting AND every <> ''`

const meetingOfPlan = `
SELECT m.id
FROM meetings m
JOIN districts d ON d.id = m.district_id
WHERE d.region = @district AND m.plan_dialog = @dialog`

func (s *Store) planNew(ctx context.Context, tx pgx.Tx, v casebook.Viewer, p casebook.Plan, now time.Time) (casebook.Meeting, error) {
	g, err := s.readGroup(ctx, tx, v.District, p.Group)
	if err != nil {
		return casebook.Meeting{}, err
	}
	m := casebook.Meeting{District: v.District, Group: g, Region: g.Region, Kind: p.Kind, StartsAt: p.StartsAt, Clock: p.Clock, Place: p.Place, Agenda: p.Agenda,
		Every: p.Every, Planner: v.Person}
	if m, err = m.Do(v, casebook.PlanIt, private.Text{}); err != nil {
		return casebook.Meeting{}, err
	}
	if m.Kind == "" || m.StartsAt.IsZero() {
		return casebook.Meeting{}, casebook.ErrBadInput
	}
	id, err := insertMeetingPlan(ctx, tx, m, p.Dialog, now)
	if errors.Is(err, pgx.ErrNoRows) { // the same talk has planned it
		row, err := one[struct{ ID casebook.MeetingID }](ctx, tx, meetingOfPlan, pgx.StrictNamedArgs{"district": v.District, "dialog": p.Dialog})
		if err != nil {
			return casebook.Meeting{}, err
		}
		m, _, err := s.readMeeting(ctx, tx, v.District, row.ID)
		return m, err
	}
	if err != nil {
		return casebook.Meeting{}, err
	}
	if _, err := tx.Exec(ctx, beginSeries, pgx.StrictNamedArgs{"meeting": id}); err != nil {
		return casebook.Meeting{}, err
	}
	if err := meetingEvent(ctx, tx, id, casebook.Change{At: now, By: v.Person, Move: casebook.PlanIt}, p.Dialog); err != nil {
		return casebook.Meeting{}, err
	}
	if m, _, err = s.readMeeting(ctx, tx, v.District, id); err != nil {
		return casebook.Meeting{}, err
	}
	return m, s.tellInvited(ctx, tx, m, casebook.Invited, fmt.Sprintf("invited:%d", id), v.Person, now)
}

// insertMeetingPlan makes the row of a planned meeting. Errors: pgx.ErrNoRows when the talk, or the series at that time, has one.
func insertMeetingPlan(ctx context.Context, tx pgx.Tx, m casebook.Meeting, dialog string, now time.Time) (casebook.MeetingID, error) {
	row, err := one[struct{ ID casebook.MeetingID }](ctx, tx, insertPlan, pgx.StrictNamedArgs{"district": m.District, "group": m.Group.ID, "kind": m.Kind,
		"starts": m.StartsAt, "clock": m.Clock, "place": clean(private.Of(m.Place)), "agenda": clean(m.Agenda), "every": m.Every, "series": m.Series,
		"dialog": dialog, "planner": int64(m.Planner), "now": now})
	return row.ID, err
}

const savePlan = `
UPDATE meetings SET kind = @kind, starts_at = @starts, clock = @clock, place = @place, agenda = @agenda, every = @every,
    series = CASE WHEN @every = '' THEN series ELSE COALESCE(series, id) END
WHERE id = @meeting`

// changePlan brings a plan up to date. Those invited are told when the date or the place is another.
func (s *Store) changePlan(ctx context.Context, tx pgx.Tx, v casebook.Viewer, p casebook.Plan, now time.Time) (casebook.Meeting, error) {
	m, _, err := s.lockMeeting(ctx, tx, v.District, p.Meeting)
	if err != nil {
		return m, err
	}
	if err := casebook.MayMeet(v, casebook.DoPlan, m); err != nil {
		return m, err
	}
	if had, err := hadDialog(ctx, tx, m.ID, p.Dialog); had || err != nil {
		return m, err
	}
	next, what := p.Onto(m)
	if next, err = next.Do(v, casebook.ChangeIt, private.Text{}); err != nil || len(what) == 0 {
		return next, err
	}
	_, err = tx.Exec(ctx, savePlan, pgx.StrictNamedArgs{"meeting": m.ID, "kind": next.Kind, "starts": next.StartsAt, "clock": next.Clock,
		"place": clean(private.Of(next.Place)), "agenda": clean(next.Agenda), "every": next.Every})
	if err != nil {
		return m, err
	}
	if err := meetingEvent(ctx, tx, m.ID, casebook.Change{At: now, By: v.Person, Move: casebook.ChangeIt, What: what}, p.Dialog); err != nil {
		return m, err
	}
	if next, _, err = s.readMeeting(ctx, tx, v.District, m.ID); err != nil {
		return m, err
	}
	if next.StartsAt.Equal(m.StartsAt) && next.Clock == m.Clock && next.Place == m.Place {
		return next, nil
	}
	place := sha256.Sum256([]byte(next.Place))
	key := fmt.Sprintf("moved:%d:%d:%s", m.ID, next.StartsAt.Unix(), hex.EncodeToString(place[:4]))
	return next, s.tellInvited(ctx, tx, next, casebook.MeetingMoved, key, v.Person, now)
}

const callOff = `
UPDATE meetings SET state = 'called_off', doors_until = NULL
WHERE id = @meeting`

// CallOff calls a planned meeting off and tells those invited. Called off before, it stays so. Errors: casebook.ErrNotFound, casebook.ErrForbidden,
// casebook.ErrMove when it was held, casebook.ErrAway.
func (s *Store) CallOff(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, why private.Text, now time.Time) (casebook.Meeting, error) {
	var off casebook.Meeting
	err := s.inTx(ctx, fmt.Sprintf("call off meeting %d", id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		m, _, err := s.lockMeeting(ctx, tx, v.District, id)
		if err != nil {
			return err
		}
		if m.State == casebook.CalledOff {
			off = m.For(fresh)
			return casebook.MayMeet(fresh, casebook.DoPlan, m)
		}
		next, err := m.Do(fresh, casebook.CallOff, why)
		if err != nil {
			return err
		}
		next.Doors, off = time.Time{}, next.For(fresh)
		if _, err := tx.Exec(ctx, callOff, pgx.StrictNamedArgs{"meeting": id}); err != nil {
			return err
		}
		now := now.Truncate(time.Microsecond)
		if err := meetingEvent(ctx, tx, id, casebook.Change{At: now, By: fresh.Person, Move: casebook.CallOff, Why: why}, ""); err != nil {
			return err
		}
		return s.tellInvited(ctx, tx, next, casebook.MeetingOff, fmt.Sprintf("off:%d", id), fresh.Person, now)
	})
	return off, err
}

const endSeries = `
UPDATE meetings SET every = ''
WHERE series = @series AND every <> ''`

// EndSeries ends the rhythm that a meeting belongs to: none is planned any more. Those that are planned stay; they can be called off. Errors:
// casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) EndSeries(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, now time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("end the series of meeting %d", id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		m, _, err := s.lockMeeting(ctx, tx, v.District, id)
		if err != nil {
			return err
		}
		if err := casebook.MayMeet(fresh, casebook.DoPlan, m); err != nil || m.Series == 0 || m.Every == casebook.Once {
			return err
		}
		if _, err := tx.Exec(ctx, endSeries, pgx.StrictNamedArgs{"series": m.Series}); err != nil {
			return err
		}
		change := casebook.Change{At: now.Truncate(time.Microsecond), By: fresh.Person, Move: casebook.ChangeIt, What: []string{casebook.TheRhythm}}
		return meetingEvent(ctx, tx, id, change, "")
	})
}

// tellInvited writes to the linked lines of the group's roster, save one person, and to the group's chat. A case talk is nothing for a chat that all read.
func (s *Store) tellInvited(ctx context.Context, tx pgx.Tx, m casebook.Meeting, kind casebook.NoticeKind, key string, except casebook.PersonID, now time.Time) error {
	roster, err := rosterOf(ctx, tx, m.Group.ID)
	if err != nil {
		return err
	}
	notice := casebook.Notice{District: m.District, Kind: kind, Key: key, Meeting: m.ID, Group: m.Group.ID, Region: m.Region, At: now}
	var list []casebook.Notice
	for _, line := range roster {
		if line.Person != 0 && line.Person != except {
			notice.Person = line.Person
			list = append(list, notice)
		}
	}
	if m.Group.Chat != 0 && !m.Kind.Confidential() {
		notice.Person = 0
		list = append(list, notice)
	}
	return s.tell(ctx, tx, list)
}
