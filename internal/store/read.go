package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

const logRead = `
INSERT INTO case_reads (case_id, person_id, desk, what, at)
VALUES (@case, @person, @desk, @what, @at)`

// CaseFor opens a case for a viewer, with what that viewer may read of it; the grants are read anew. Reading a confidential case is logged, save by its own
// reporter. Errors: casebook.ErrNotFound when there is none or the viewer may not know, casebook.ErrForbidden when the viewer may see no more than its line,
// casebook.ErrNoPIN and casebook.ErrPIN before a confidential case is opened, casebook.ErrAway.
func (s *Store) CaseFor(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) (casebook.Case, error) {
	var opened casebook.Case
	err := s.inTx(ctx, "open "+string(number), func(tx pgx.Tx) error {
		c, fresh, err := s.open(ctx, tx, v, number, "case", now)
		if err != nil {
			return err
		}
		opened = c.For(fresh)
		if fresh.Person == c.Holder {
			return closeKind(ctx, tx, c.ID, casebook.ReporterAdded) // the next addition is told anew
		}
		return nil
	})
	return opened, err
}

// open finds a case, asks for the right to see it, and logs the reading where it must.
func (s *Store) open(ctx context.Context, tx pgx.Tx, v casebook.Viewer, number casebook.Number, what string, now time.Time) (casebook.Case, casebook.Viewer, error) {
	c, err := s.readCase(ctx, tx, caseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
	if err != nil {
		return c, v, err
	}
	fresh, err := s.viewer(ctx, tx, v.District, v.Person)
	if err != nil {
		return c, v, err
	}
	if own(fresh, c) {
		return c, fresh, nil
	}
	if err := casebook.May(fresh, casebook.See, c); err != nil {
		if casebook.Follows(fresh, c) { // filed it: case and timeline come as a reporter's
			return c, fresh, nil
		}
		return c, v, err
	}
	if c.Lane == casebook.Confidential {
		if err := s.unlocked(ctx, tx, fresh, now); err != nil {
			return c, v, err
		}
		_, err = tx.Exec(ctx, logRead, pgx.StrictNamedArgs{"case": c.ID, "person": fresh.Person, "desk": casebook.Desk(fresh, c), "what": what, "at": now})
	}
	return c, fresh, err
}

// asReporter tells whether a case comes to the viewer as to its reporter: what is visible, without the names of those who work it.
func asReporter(v casebook.Viewer, c casebook.Case) bool {
	return own(v, c) || casebook.Follows(v, c) && casebook.May(v, casebook.See, c) != nil
}

func own(v casebook.Viewer, c casebook.Case) bool { return v.Person != 0 && v.Person == c.Reporter }

// eventRow is a line of a timeline.
type eventRow struct {
	At      time.Time
	Actor   casebook.PersonID
	Move    casebook.Move
	From    casebook.State
	To      casebook.State
	Note    string
	Visible bool
}

const timeline = `
SELECT at, COALESCE(actor_id, 0) AS actor, move, from_state AS from, to_state AS to, note, visible
FROM case_events
WHERE case_id = @case AND (visible OR NOT @only_visible)
ORDER BY id`

// Timeline gives what happened to a case, the oldest first; to its reporter only what is visible to reporters, and nobody's name. What the reporter said is
// left out for a viewer who may not read the reporter's words. Reading that of a confidential case is logged. Errors: as CaseFor.
func (s *Store) Timeline(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) ([]casebook.Event, error) {
	var events []casebook.Event
	err := s.inTx(ctx, "timeline of "+string(number), func(tx pgx.Tx) error {
		c, fresh, err := s.open(ctx, tx, v, number, "timeline", now)
		if err != nil {
			return err
		}
		rows, err := all[eventRow](ctx, tx, timeline, pgx.StrictNamedArgs{"case": c.ID, "only_visible": asReporter(fresh, c)})
		for _, row := range rows {
			events = append(events, row.eventFor(fresh, c))
		}
		return err
	})
	return events, err
}

func (r eventRow) eventFor(v casebook.Viewer, c casebook.Case) casebook.Event {
	e := casebook.Event{At: r.At, Actor: r.Actor, Move: r.Move, From: r.From, To: r.To, Note: private.Of(r.Note), Visible: r.Visible}
	if asReporter(v, c) {
		e.Actor = 0
	}
	if r.Move == casebook.Add && casebook.May(v, casebook.SeeWords, c) != nil {
		e.Note = private.Text{}
	}
	return e
}

// lineRow is a case in a list.
type lineRow struct {
	ID         int64
	Number     casebook.Number
	State      casebook.State
	Lane       casebook.Lane
	Shield     casebook.Shield
	Kind       string
	Urgency    casebook.Urgency
	Region     string
	Holder     casebook.PersonID
	Released   bool
	Quiet      bool
	ReceivedAt time.Time
	DueAt      *time.Time
	SortAt     time.Time
}

const lineColumns = `c.id, c.number, c.state, c.lane, c.shield, COALESCE(c.kind, '') AS kind, c.urgency, c.region, COALESCE(c.holder_id, 0) AS holder,
    c.released, c.quiet, c.received_at, c.due_at, c.sort_at`

func (r lineRow) line() casebook.CaseLine {
	return casebook.CaseLine{Number: r.Number, State: r.State, Lane: r.Lane, Quiet: r.Quiet, Kind: r.Kind, Urgency: r.Urgency, Region: r.Region, Holder: r.Holder,
		ReceivedAt: r.ReceivedAt, DueAt: orZero(r.DueAt)}
}

const ownCases = `
SELECT ` + lineColumns + `
FROM case_reporters o
JOIN cases c ON c.id = o.case_id
WHERE o.person_id = @person AND o.district_id = @district AND NOT c.quiet
ORDER BY o.case_id DESC
LIMIT @limit`

// OwnCases lists what a person has reported, the newest first, ended cases too. Quiet ones are not among them: whoever picks up the phone must not learn
// that there are any, and their reporter has number and PIN (ByPIN). Errors: casebook.ErrAway.
func (s *Store) OwnCases(ctx context.Context, v casebook.Viewer, limit int) ([]casebook.CaseLine, error) {
	id, err := s.district(ctx, v.District)
	if err != nil {
		return nil, err
	}
	rows, err := all[lineRow](ctx, s.pool, ownCases, pgx.StrictNamedArgs{"person": v.Person, "district": id, "limit": limit})
	lines := make([]casebook.CaseLine, 0, len(rows))
	for _, row := range rows {
		lines = append(lines, row.line())
	}
	return lines, known(fmt.Sprintf("own cases of person %d", v.Person), err)
}

// notOwn looks a line's reporter up by its key, however many cases the viewer has reported.
const notOwn = `COALESCE((SELECT person_id FROM case_reporters WHERE case_id = c.id), 0) <> @person`

// The queries of a list of open cases, by the reach of a role (casebook.May is asked for every line all the same).
const (
	openForCaseworker = `
SELECT ` + lineColumns + `
FROM cases c
WHERE c.district_id = @district AND c.open AND (c.sort_at, c.id) > (@after_sort, @after_id) AND ` + notOwn + `
ORDER BY c.sort_at, c.id
LIMIT @limit`

	openForHead = `
SELECT ` + lineColumns + `
FROM cases c
WHERE c.district_id = @district AND c.open AND c.shield <> 'office' AND (c.sort_at, c.id) > (@after_sort, @after_id) AND ` + notOwn + `
ORDER BY c.sort_at, c.id
LIMIT @limit`

	openForStaff = `
SELECT ` + lineColumns + `
FROM cases c
WHERE c.district_id = @district AND c.open AND c.lane = 'open' AND c.shield = '' AND (c.sort_at, c.id) > (@after_sort, @after_id) AND ` + notOwn + `
ORDER BY c.sort_at, c.id
LIMIT @limit`

	openForCoordinator = `
SELECT c.*
FROM unnest(@regions::text[]) AS place
CROSS JOIN LATERAL (
    SELECT ` + lineColumns + `
    FROM cases c
    WHERE c.district_id = @district AND c.kecamatan = place AND c.open AND c.lane = 'open' AND c.shield = ''
        AND (c.sort_at, c.id) > (@after_sort, @after_id) AND ` + notOwn + `
    ORDER BY c.sort_at, c.id
    LIMIT @limit
) c
ORDER BY c.sort_at, c.id
LIMIT @limit`

	openForOfficer = `
SELECT c.*
FROM unnest(@regions::text[]) AS place
CROSS JOIN LATERAL (
    SELECT ` + lineColumns + `
    FROM cases c
    WHERE c.district_id = @district AND c.region = place AND c.open AND c.released AND (c.sort_at, c.id) > (@after_sort, @after_id) AND ` + notOwn + `
    ORDER BY c.sort_at, c.id
    LIMIT @limit
) c
ORDER BY c.sort_at, c.id
LIMIT @limit`
)

// OpenCases lists up to limit open cases that the viewer may see by the grants given, the most pressing first, after a cursor; the viewer's own reports are
// not among them. The cursor after the last line comes back, and the zero one when the list is at its end. Errors: casebook.ErrAway.
func (s *Store) OpenCases(ctx context.Context, v casebook.Viewer, after casebook.Cursor, limit int) ([]casebook.CaseLine, casebook.Cursor, error) {
	id, err := s.district(ctx, v.District)
	if err != nil {
		return nil, casebook.Cursor{}, err
	}
	var rows []lineRow
	for _, list := range listsFor(v) {
		args := pgx.StrictNamedArgs{"district": id, "person": v.Person, "after_sort": after.Sort, "after_id": after.ID, "limit": limit + 1}
		if list.regions != nil {
			args["regions"] = list.regions
		}
		some, err := all[lineRow](ctx, s.pool, list.sql, args)
		if err != nil {
			return nil, casebook.Cursor{}, known(fmt.Sprintf("open cases for person %d", v.Person), err)
		}
		rows = append(rows, some...)
	}
	lines, last := page(v, rows, limit)
	return lines, last, nil
}

// list is a query that covers some of a viewer's grants.
type list struct {
	sql     string
	regions []string
}

// listsFor gives the fewest queries that cover the viewer's grants: one role over the district covers all below it.
func listsFor(v casebook.Viewer) []list {
	switch {
	case v.Holds(casebook.Caseworker, v.District):
		return []list{{sql: openForCaseworker}}
	case v.Holds(casebook.Admin, v.District) || v.Holds(casebook.HeadViewer, v.District):
		return []list{{sql: openForHead}}
	case v.Holds(casebook.Staff, v.District):
		return []list{{sql: openForStaff}}
	}
	kecamatan, villages := list{sql: openForCoordinator}, list{sql: openForOfficer}
	for _, g := range v.Grants {
		switch g.Role {
		case casebook.Coordinator:
			kecamatan.regions = append(kecamatan.regions, g.Region)
		case casebook.Officer:
			villages.regions = append(villages.regions, g.Region)
		}
	}
	return slices.DeleteFunc([]list{kecamatan, villages}, func(l list) bool { return l.regions == nil })
}

// page merges the rows of several queries into one page.
func page(v casebook.Viewer, rows []lineRow, limit int) ([]casebook.CaseLine, casebook.Cursor) {
	slices.SortFunc(rows, func(a, b lineRow) int { return cmp.Or(a.SortAt.Compare(b.SortAt), cmp.Compare(a.ID, b.ID)) })
	rows = slices.CompactFunc(rows, func(a, b lineRow) bool { return a.ID == b.ID })
	var last casebook.Cursor
	if len(rows) > limit && limit > 0 {
		rows = rows[:limit]
		last = casebook.Cursor{Sort: rows[limit-1].SortAt, ID: rows[limit-1].ID}
	}
	lines := make([]casebook.CaseLine, 0, len(rows))
	for _, r := range rows {
		c := casebook.Case{District: v.District, Region: r.Region, Lane: r.Lane, Shield: r.Shield, Released: r.Released, State: r.State}
		if casebook.May(v, casebook.SeeLine, c) == nil {
			lines = append(lines, r.line())
		}
	}
	return lines, last
}
