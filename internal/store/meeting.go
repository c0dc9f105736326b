package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// meetingRow is a meeting as it stands in the record; its group is read beside it.
type meetingRow struct {
	ID               casebook.MeetingID
	District, Zone   string
	GroupID          casebook.GroupID
	Region           string
	Kind             casebook.MeetingKind
	State            casebook.MeetingState
	StartsAt         time.Time
	EndsAt           *time.Time
	Clock            bool
	Place            string
	Chair, NotesBy   string
	Agenda, Result   string
	Topics           []string
	Guests           int
	Men, Women       int
	Sheet            int
	Old, Disabled    int
	ExpectedOfficers int
	Every            casebook.Every
	Series           int64
	DoorSecret       []byte
	DoorsUntil       *time.Time
	PlanDialog       string
	LogDialog        string
	PlannedBy        casebook.PersonID
	LoggedBy         casebook.PersonID
	LoggedAt         *time.Time
	Changes          int
	Cases            []casebook.Number
}

// meetingColumns are those of meetingRow, from meetings m and districts d.
const meetingColumns = `
    m.id, d.region AS district, d.zone, m.group_id, m.region, m.kind, m.state, m.starts_at, m.ends_at, m.clock, m.place, m.chair, m.notes_by, m.agenda, m.result,
    m.topics, m.guests, m.men, m.women, m.sheet, m.old, m.disabled, m.expected_officers, m.every, COALESCE(m.series, 0) AS series, m.door_secret, m.doors_until,
    COALESCE(m.plan_dialog, '') AS plan_dialog, COALESCE(m.log_dialog, '') AS log_dialog, COALESCE(m.planned_by, 0) AS planned_by,
    COALESCE(m.logged_by, 0) AS logged_by, m.logged_at,
    (SELECT count(*) FROM meeting_events WHERE meeting_id = m.id AND move = 'correct') AS changes,
    ARRAY (SELECT c.number FROM meeting_cases mc JOIN cases c ON c.id = mc.case_id WHERE mc.meeting_id = m.id ORDER BY c.number) AS cases`

const meetingFrom = `
FROM meetings m
JOIN districts d ON d.id = m.district_id`

func (r meetingRow) meeting(g casebook.Group) casebook.Meeting {
	return casebook.Meeting{
		ID: r.ID, District: r.District, Group: g, Region: r.Region, Kind: r.Kind, State: r.State, StartsAt: r.StartsAt, EndsAt: orZero(r.EndsAt), Clock: r.Clock,
		Place: r.Place, Chair: private.Of(r.Chair), Notes: private.Of(r.NotesBy), Agenda: private.Of(r.Agenda), Result: private.Of(r.Result), Topics: r.Topics,
		Cases: r.Cases, Heads: casebook.Heads{Guests: r.Guests, Men: r.Men, Women: r.Women, Sheet: r.Sheet, Old: r.Old, Disabled: r.Disabled},
		Series: r.Series, Every: r.Every, Doors: orZero(r.DoorsUntil), Planner: r.PlannedBy, Logger: r.LoggedBy, LoggedAt: orZero(r.LoggedAt), Changes: r.Changes,
	}
}

const meetingByID = `
SELECT` + meetingColumns + meetingFrom + `
WHERE d.region = @district AND m.id = @meeting`

const lockMeetingByID = `
SELECT m.id
FROM meetings m
WHERE m.id = @meeting
FOR NO KEY UPDATE`

// readMeeting gives a meeting as it stands, whoever asks: rights are the caller's. The row has what a casebook.Meeting does not show.
func (s *Store) readMeeting(ctx context.Context, q querier, district string, id casebook.MeetingID) (casebook.Meeting, meetingRow, error) {
	row, err := one[meetingRow](ctx, q, meetingByID, pgx.StrictNamedArgs{"district": district, "meeting": id})
	if err != nil {
		return casebook.Meeting{}, row, err
	}
	list, err := s.withGroups(ctx, q, []meetingRow{row})
	if err != nil {
		return casebook.Meeting{}, row, err
	}
	return list[0], row, nil
}

// lockMeeting is readMeeting for a change. Whoever changes the attendance list of the meeting locks its lines before the meeting, never after it (mark).
func (s *Store) lockMeeting(ctx context.Context, tx pgx.Tx, district string, id casebook.MeetingID) (casebook.Meeting, meetingRow, error) {
	if _, err := tx.Exec(ctx, lockMeetingByID, pgx.StrictNamedArgs{"meeting": id}); err != nil {
		return casebook.Meeting{}, meetingRow{}, err
	}
	return s.readMeeting(ctx, tx, district, id)
}

// withGroups gives the meetings of rows, each with its group.
func (s *Store) withGroups(ctx context.Context, q querier, rows []meetingRow) ([]casebook.Meeting, error) {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = int64(row.GroupID)
	}
	groups, err := s.readGroups(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	list := make([]casebook.Meeting, len(rows))
	for i, row := range rows {
		list[i] = row.meeting(groups[row.GroupID])
	}
	return list, nil
}

const lastMeeting = `
SELECT` + meetingColumns + meetingFrom + `
WHERE d.region = @district AND m.group_id = @group AND m.state = 'held' AND (m.kind <> 'cases' OR @secret)
ORDER BY m.starts_at DESC, m.id DESC
LIMIT 1`

// LastMeeting is the newest that was held, for what a log is preset with. Errors: casebook.ErrNotFound when none was held, or the viewer may not know of the
// group; casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) LastMeeting(ctx context.Context, v casebook.Viewer, group casebook.GroupID) (casebook.Meeting, error) {
	doing := fmt.Sprintf("last meeting of group %d", group)
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return casebook.Meeting{}, known(doing, err)
	}
	g, err := s.readGroup(ctx, s.pool, v.District, group)
	if err != nil {
		return casebook.Meeting{}, known(doing, err)
	}
	if err := casebook.MayGroup(fresh, casebook.SeeGroup, g); err != nil {
		return casebook.Meeting{}, known(doing, err)
	}
	row, err := one[meetingRow](ctx, s.pool, lastMeeting, pgx.StrictNamedArgs{"district": v.District, "group": group,
		"secret": fresh.Holds(casebook.Caseworker, g.Region)})
	if err != nil {
		return casebook.Meeting{}, known(doing, err)
	}
	return row.meeting(g).For(fresh), nil
}

const meetingsBetween = `
SELECT` + meetingColumns + meetingFrom + `
WHERE d.region = @district AND m.starts_at >= @from AND m.starts_at < @to AND (@group = 0 OR m.group_id = @group)
    AND (m.group_id = ANY (@own::bigint[])
        OR EXISTS (SELECT FROM unnest(@regions::text[]) AS scope WHERE m.region = scope OR m.region LIKE scope || '.%') AND m.kind <> 'cases'
        OR EXISTS (SELECT FROM unnest(@secret::text[]) AS scope WHERE m.region = scope OR m.region LIKE scope || '.%'))
ORDER BY m.starts_at, m.id
LIMIT @limit`

// MeetingsBetween lists those the viewer may see that begin in a stretch of time, to not included, in its order; of one group, or with 0 of all. Each is given
// as the viewer may read it. Errors: casebook.ErrAway.
func (s *Store) MeetingsBetween(ctx context.Context, v casebook.Viewer, group casebook.GroupID, from, to time.Time, limit int) ([]casebook.Meeting, error) {
	const doing = "meetings between"
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return nil, known(doing, err)
	}
	rows, err := all[meetingRow](ctx, s.pool, meetingsBetween, pgx.StrictNamedArgs{"district": v.District, "from": from, "to": to, "group": int64(group),
		"own": seatsOf(fresh), "regions": meetingScopes(fresh, casebook.Coaching), "secret": meetingScopes(fresh, casebook.CaseTalk), "limit": limit})
	if err != nil {
		return nil, known(doing, err)
	}
	list, err := s.withGroups(ctx, s.pool, rows)
	if err != nil {
		return nil, known(doing, err)
	}
	seen := list[:0]
	for _, m := range list {
		if casebook.MayMeet(fresh, casebook.SeeMeeting, m) == nil {
			seen = append(seen, m.For(fresh))
		}
	}
	return seen, nil
}

// meetingScopes gives the regions over which a viewer's grants show meetings of a kind.
func meetingScopes(v casebook.Viewer, kind casebook.MeetingKind) []string {
	return scopes(v, func(probe casebook.Viewer, region string) error {
		return casebook.MayMeet(probe, casebook.SeeMeeting, casebook.Meeting{District: probe.District, Region: region, Kind: kind})
	})
}

const addMeetingEvent = `
INSERT INTO meeting_events (meeting_id, at, actor_id, move, what, why, dialog)
VALUES (@meeting, @at, nullif(@actor::bigint, 0), @move, @what, @why, nullif(@dialog, ''))`

// meetingEvent writes who did what to a meeting; the dialog, if there is one, makes it an event that a meeting has once.
func meetingEvent(ctx context.Context, tx pgx.Tx, id casebook.MeetingID, c casebook.Change, dialog string) error {
	if c.What == nil {
		c.What = []string{}
	}
	_, err := tx.Exec(ctx, addMeetingEvent, pgx.StrictNamedArgs{"meeting": id, "at": c.At, "actor": int64(c.By), "move": c.Move, "what": c.What, "why": clean(c.Why),
		"dialog": dialog})
	return err
}

const meetingSaid = `
SELECT id
FROM meeting_events
WHERE meeting_id = @meeting AND dialog = @dialog`

// hadDialog tells whether a talk has changed the meeting before.
func hadDialog(ctx context.Context, tx pgx.Tx, id casebook.MeetingID, dialog string) (bool, error) {
	if dialog == "" {
		return false, nil
	}
	rows, err := all[struct{ ID int64 }](ctx, tx, meetingSaid, pgx.StrictNamedArgs{"meeting": id, "dialog": dialog})
	return len(rows) > 0, err
}
