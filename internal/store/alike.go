package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// alikeRow is a case that is compared with another: what casebook.May asks of it, and its words.
type alikeRow struct {
	ID         int64
	Number     casebook.Number
	Lane       casebook.Lane
	Shield     casebook.Shield
	Disclosure casebook.Disclosure
	Released   bool
	Quiet      bool
	Open       bool
	Reporter   casebook.PersonID
	FiledBy    casebook.PersonID
	Story      string
}

func (r alikeRow) with(c casebook.Case) casebook.Case {
	return casebook.Case{ID: r.ID, District: c.District, Region: c.Region, Kind: c.Kind, Number: r.Number, Lane: r.Lane, Shield: r.Shield, Disclosure: r.Disclosure,
		Released: r.Released, Quiet: r.Quiet, Open: r.Open, Reporter: r.Reporter, FiledBy: r.FiledBy, Story: private.Of(r.Story)}
}

const alikeColumns = `
SELECT c.id, c.number, c.lane, c.shield, c.disclosure, c.released, c.quiet, c.open, COALESCE(r.person_id, 0) AS reporter, COALESCE(c.filed_by, 0) AS filed_by, c.story
FROM cases c
LEFT JOIN case_reporters r ON r.case_id = c.id
WHERE c.district_id = @district AND c.region = @region AND c.kind = @kind AND c.received_at BETWEEN @from AND @to`

const alikeAny = alikeColumns + `
ORDER BY c.received_at DESC
LIMIT @limit`

// alikeJoinable is what a resident may be told of. It looks at no other case, so that its answer and its time depend on none.
const alikeJoinable = alikeColumns + `
    AND c.open AND c.lane = 'open' AND NOT c.quiet AND c.shield = '' AND c.disclosure IN ('office', 'village')
ORDER BY c.received_at DESC
LIMIT @limit`

// alike gives the cases that may be the same as c, the likeliest first; c's own reporter's are not among them.
func (s *Store) alike(ctx context.Context, q querier, sql string, c casebook.Case) ([]casebook.Case, error) {
	if c.Kind == "" {
		return nil, nil
	}
	id, err := s.district(ctx, c.District)
	if err != nil {
		return nil, err
	}
	from, to := c.Around()
	rows, err := all[alikeRow](ctx, q, sql, pgx.StrictNamedArgs{"district": id, "region": c.Region, "kind": c.Kind, "from": from, "to": to, "limit": casebook.AlikeMost})
	type likely struct {
		casebook.Case
		likeness float64
	}
	var found []likely
	for _, row := range rows {
		other := row.with(c)
		likeness := casebook.Likeness(c.Story.Reveal(), row.Story)
		if row.ID != c.ID && likeness >= casebook.AlikeFrom && (c.Reporter == 0 || row.Reporter != c.Reporter) {
			found = append(found, likely{other, likeness})
		}
	}
	slices.SortStableFunc(found, func(a, b likely) int { return cmp.Compare(b.likeness, a.likeness) })
	cases := make([]casebook.Case, 0, len(found))
	for _, f := range found {
		cases = append(cases, f.Case)
	}
	return cases, err
}

const linksOf = `
SELECT CASE WHEN l.case_id = @case THEN l.other_id ELSE l.case_id END AS id, l.kind AS bond
FROM (
    SELECT case_id, other_id, kind FROM case_links WHERE case_id = @case
    UNION ALL
    SELECT case_id, other_id, kind FROM case_links WHERE other_id = @case
) l
ORDER BY 1`

// Alike gives the cases that a case is known to belong with, and to those who may say so the ones that may be the same: of both only what the viewer may know
// of. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) Alike(ctx context.Context, v casebook.Viewer, number casebook.Number) ([]casebook.Alike, error) {
	var list []casebook.Alike
	err := s.inTx(ctx, "alike to "+string(number), func(tx pgx.Tx) error {
		c, fresh, err := s.forLink(ctx, tx, v, number, casebook.See)
		if err != nil {
			return err
		}
		links, err := all[struct {
			ID   int64
			Bond casebook.Bond
		}](ctx, tx, linksOf, pgx.StrictNamedArgs{"case": c.ID})
		if err != nil {
			return err
		}
		told := map[int64]bool{}
		for _, l := range links {
			told[l.ID] = true
			other, err := s.readCase(ctx, tx, caseByID, pgx.StrictNamedArgs{"id": l.ID})
			if err != nil {
				return err
			}
			if l.Bond != casebook.Apart && casebook.May(fresh, casebook.SeeLine, other) == nil {
				list = append(list, casebook.Alike{Number: other.Number, Bond: l.Bond})
			}
		}
		if refused := casebook.May(fresh, casebook.DoLink, c); refused != nil {
			return nil //nolint:nilerr // what is linked may be read, and no more is offered
		}
		maybe, err := s.alike(ctx, tx, alikeAny, c)
		shown := 0
		for _, other := range maybe {
			if shown < casebook.AlikeShown && !told[other.ID] && casebook.May(fresh, casebook.DoLink, other) == nil {
				list, shown = append(list, casebook.Alike{Number: other.Number}), shown+1
			}
		}
		return err
	})
	return list, err
}

// forLink reads a case with the viewer's grants of now, and asks for a right.
func (s *Store) forLink(ctx context.Context, tx pgx.Tx, v casebook.Viewer, number casebook.Number, a casebook.Action) (casebook.Case, casebook.Viewer, error) {
	fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
	if err != nil {
		return casebook.Case{}, v, err
	}
	c, err := s.readCase(ctx, tx, caseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
	if err == nil {
		err = casebook.May(fresh, a, c)
	}
	return c, fresh, err
}

// Link says of two cases that they are the same, or are not: by somebody who may say so of both. Their reporters are not told. Errors: casebook.ErrNotFound,
// casebook.ErrForbidden, casebook.ErrBadInput, casebook.ErrAway.
func (s *Store) Link(ctx context.Context, v casebook.Viewer, number, other casebook.Number, bond casebook.Bond, now time.Time) error {
	return s.inTx(ctx, "link "+string(number), func(tx pgx.Tx) error {
		if number == other || bond != casebook.Linked && bond != casebook.Apart {
			return casebook.ErrBadInput
		}
		c, fresh, err := s.forLink(ctx, tx, v, number, casebook.DoLink)
		if err != nil {
			return err
		}
		o, _, err := s.forLink(ctx, tx, v, other, casebook.DoLink)
		if err != nil {
			return err
		}
		return s.bind(ctx, tx, c, o, bond, fresh.Person, now)
	})
}

// MayJoin tells whether a resident can be asked to join an own case to another: a case of a kind that many see, with such a case beside it. Of what is kept from
// anybody neither side is ever looked at. Errors: casebook.ErrAway.
func (s *Store) MayJoin(ctx context.Context, v casebook.Viewer, number casebook.Number) (bool, error) {
	found := false
	err := s.inTx(ctx, "like "+string(number), func(tx pgx.Tx) error {
		_, _, err := s.joinable(ctx, tx, v, number)
		found = err == nil
		return err
	})
	if errors.Is(err, casebook.ErrNotFound) {
		return false, nil
	}
	return found, err
}

// Join ties a resident's own case to the one that is likest now. Joined before, it stays as it is. Errors: casebook.ErrNotFound when there is none, or the case
// is not the viewer's own, casebook.ErrAway.
func (s *Store) Join(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) error {
	return s.inTx(ctx, "join "+string(number), func(tx pgx.Tx) error {
		c, other, err := s.joinable(ctx, tx, v, number)
		if err != nil {
			return err
		}
		return s.bind(ctx, tx, c, other, casebook.Joined, 0, now)
	})
}

func (s *Store) joinable(ctx context.Context, tx pgx.Tx, v casebook.Viewer, number casebook.Number) (c, other casebook.Case, err error) {
	c, err = s.readCase(ctx, tx, caseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
	if errors.Is(err, pgx.ErrNoRows) || err == nil && (!own(v, c) || !c.Joinable()) {
		return c, other, casebook.ErrNotFound
	}
	if err != nil {
		return c, other, err
	}
	likely, err := s.alike(ctx, tx, alikeJoinable, c)
	if err != nil {
		return c, other, err
	}
	for _, l := range likely {
		if l.Joinable() {
			return c, l, nil
		}
	}
	return c, other, casebook.ErrNotFound
}

const bindCases = `
INSERT INTO case_links AS l (district_id, case_id, other_id, kind, person_id, at)
SELECT district_id, least(@case::bigint, @other::bigint), greatest(@case::bigint, @other::bigint), @kind, nullif(@person::bigint, 0), @now
FROM cases
WHERE id = @case
ON CONFLICT (case_id, other_id) DO UPDATE SET kind = excluded.kind, person_id = excluded.person_id, at = excluded.at
WHERE l.kind <> excluded.kind AND excluded.kind <> 'joined'
RETURNING l.case_id AS id`

// bind writes down how two cases belong together, on both timelines, seen by neither reporter. What somebody who works them has said, a resident does not unsay.
func (s *Store) bind(ctx context.Context, tx pgx.Tx, c, other casebook.Case, bond casebook.Bond, by casebook.PersonID, now time.Time) error {
	rows, err := all[struct{ ID int64 }](ctx, tx, bindCases, pgx.StrictNamedArgs{"case": c.ID, "other": other.ID, "kind": bond, "person": int64(by), "now": now})
	if err != nil || len(rows) == 0 {
		return err
	}
	for _, k := range []casebook.Case{c, other} {
		full, err := s.readCase(ctx, tx, caseByID, pgx.StrictNamedArgs{"id": k.ID})
		if err != nil {
			return err
		}
		e := casebook.Event{At: now, Actor: by, Move: casebook.Move(bond), From: full.State, To: full.State}
		if err := appendEvent(ctx, tx, full, e, nil); err != nil {
			return err
		}
	}
	return nil
}
