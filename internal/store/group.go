package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// bodyRow is a group as it stands in the record: bodies meet, while the problem_groups of a district are what reports are about.
type bodyRow struct {
	ID           casebook.GroupID
	District     string
	Kind         casebook.GroupKind
	Name         string
	Region       string
	Level        string
	DecreeNumber string
	DecreeDate   *time.Time
	DecreeUntil  *time.Time
	ChatSealed   []byte
	Iuran        *bool
	Officers     int
	Members      int
	Coached      *time.Time
	Place        string
}

// bodyColumns are those of bodyRow, from groups g and districts d.
const bodyColumns = `
    g.id, d.region AS district, g.kind, g.name, g.region, g.level, g.decree_number, g.decree_date, g.decree_until, g.chat_sealed, g.iuran,
    (SELECT count(*) FROM members WHERE group_id = g.id AND left_at IS NULL AND officer) AS officers,
    (SELECT count(*) FROM members WHERE group_id = g.id AND left_at IS NULL) AS members,
    (SELECT max(starts_at) FROM meetings WHERE group_id = g.id AND state = 'held' AND kind IN ('coaching', 'visit')) AS coached,
    COALESCE((SELECT place FROM meetings WHERE group_id = g.id AND state = 'held' AND kind <> 'cases' ORDER BY starts_at DESC LIMIT 1), '') AS place`

const bodyFrom = `
FROM groups g
JOIN districts d ON d.id = g.district_id`

func (s *Store) groupOf(row bodyRow) (casebook.Group, error) {
	g := casebook.Group{
		ID: row.ID, District: row.District, Kind: row.Kind, Name: row.Name, Region: row.Region, Level: row.Level, Iuran: row.Iuran, Officers: row.Officers,
		Members: row.Members, Coached: orZero(row.Coached), Place: row.Place,
		Decree: casebook.Decree{Number: row.DecreeNumber, Date: dayOrZero(row.DecreeDate), Until: dayOrZero(row.DecreeUntil)},
	}
	if row.ChatSealed == nil {
		return g, nil
	}
	var err error
	g.Chat, err = s.openID(row.ChatSealed)
	return g, err
}

func (s *Store) groupsOf(rows []bodyRow) ([]casebook.Group, error) {
	list := make([]casebook.Group, 0, len(rows))
	for _, row := range rows {
		g, err := s.groupOf(row)
		if err != nil {
			return nil, fmt.Errorf("group %d: %w", row.ID, err)
		}
		list = append(list, g)
	}
	return list, nil
}

const groupByID = `
SELECT` + bodyColumns + bodyFrom + `
WHERE d.region = @district AND g.id = @group AND g.retired_at IS NULL`

func (s *Store) readGroup(ctx context.Context, q querier, district string, id casebook.GroupID) (casebook.Group, error) {
	row, err := one[bodyRow](ctx, q, groupByID, pgx.StrictNamedArgs{"district": district, "group": id})
	if err != nil {
		return casebook.Group{}, err
	}
	return s.groupOf(row)
}

const groupsByID = `
SELECT` + bodyColumns + bodyFrom + `
WHERE g.id = ANY (@ids)`

// readGroups gives groups by their ids, retired ones too.
func (s *Store) readGroups(ctx context.Context, q querier, ids []int64) (map[casebook.GroupID]casebook.Group, error) {
	rows, err := all[bodyRow](ctx, q, groupsByID, pgx.StrictNamedArgs{"ids": ids})
	if err != nil {
		return nil, err
	}
	list, err := s.groupsOf(rows)
	byID := make(map[casebook.GroupID]casebook.Group, len(list))
	for _, g := range list {
		byID[g.ID] = g
	}
	return byID, err
}

const groupsWithin = `
SELECT` + bodyColumns + bodyFrom + `
JOIN regions r ON r.district_id = g.district_id AND r.code = g.region
LEFT JOIN regions above ON above.district_id = g.district_id AND above.code = r.parent
WHERE d.region = @district AND g.retired_at IS NULL
    AND (g.id = ANY (@own::bigint[]) OR EXISTS (SELECT FROM unnest(@regions::text[]) AS scope WHERE g.region = scope OR g.region LIKE scope || '.%'))
    AND (@matching = '' OR strpos(lower(g.name || ' ' || r.name || ' ' || COALESCE(above.name, '')), lower(@matching)) > 0)
ORDER BY (g.id = ANY (@own::bigint[])) DESC, g.region, lower(g.name), g.id
LIMIT @limit`

// Groups lists those that the viewer may see, own ones first, then by region and name; matching is a part of a name or a place, "" for all.
// Errors: casebook.ErrAway.
func (s *Store) Groups(ctx context.Context, v casebook.Viewer, matching string, limit int) ([]casebook.Group, error) {
	const doing = "groups"
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return nil, known(doing, err)
	}
	own, regions := seatsOf(fresh), scopes(fresh, func(probe casebook.Viewer, region string) error {
		return casebook.MayGroup(probe, casebook.SeeGroup, casebook.Group{District: probe.District, Region: region})
	})
	rows, err := all[bodyRow](ctx, s.pool, groupsWithin, pgx.StrictNamedArgs{"district": v.District, "own": own, "regions": regions,
		"matching": clean(private.Of(matching)), "limit": limit})
	if err != nil {
		return nil, known(doing, err)
	}
	list, err := s.groupsOf(rows)
	if err != nil {
		return nil, err
	}
	seen := list[:0]
	for _, g := range list {
		if casebook.MayGroup(fresh, casebook.SeeGroup, g) == nil {
			seen = append(seen, g)
		}
	}
	return seen, nil
}

// seatsOf gives the groups on whose rosters the viewer stands.
func seatsOf(v casebook.Viewer) []int64 {
	own := make([]int64, 0, len(v.Seats))
	for _, seat := range v.Seats {
		own = append(own, int64(seat.Group))
	}
	return own
}

// scopes gives the regions of those grants that, each by itself, permit something: what a list is cut to before each line is asked for.
func scopes(v casebook.Viewer, may func(probe casebook.Viewer, region string) error) []string {
	regions := []string{}
	for _, g := range v.Grants {
		if may(casebook.Viewer{District: v.District, Person: v.Person, Grants: []casebook.Grant{g}}, g.Region) == nil {
			regions = append(regions, g.Region)
		}
	}
	return regions
}

// Group gives a group with its roster in the order of the list. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) Group(ctx context.Context, v casebook.Viewer, id casebook.GroupID) (casebook.Group, []casebook.Member, error) {
	doing := fmt.Sprintf("group %d", id)
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return casebook.Group{}, nil, known(doing, err)
	}
	g, err := s.readGroup(ctx, s.pool, v.District, id)
	if err != nil {
		return casebook.Group{}, nil, known(doing, err)
	}
	if err := casebook.MayGroup(fresh, casebook.SeeGroup, g); err != nil {
		return casebook.Group{}, nil, known(doing, err)
	}
	roster, err := rosterOf(ctx, s.pool, id)
	return g, roster, known(doing, err)
}

// GroupByLink gives a group's name and the lines nobody has claimed, to somebody who holds its link. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) GroupByLink(ctx context.Context, district string, id casebook.GroupID) (casebook.Group, []casebook.Member, error) {
	doing := fmt.Sprintf("link of group %d", id)
	g, err := s.readGroup(ctx, s.pool, district, id)
	if err != nil {
		return casebook.Group{}, nil, known(doing, err)
	}
	roster, err := rosterOf(ctx, s.pool, id)
	var free []casebook.Member
	for _, m := range roster {
		if m.Person == 0 {
			free = append(free, casebook.Member{ID: m.ID, Group: m.Group, Place: m.Place, Name: m.Name, Post: m.Post})
		}
	}
	return casebook.Group{ID: g.ID, District: g.District, Kind: g.Kind, Name: g.Name, Region: g.Region, Level: g.Level}, free, known(doing, err)
}

const insertGroup = `
INSERT INTO groups (district_id, kind, name, region, level, decree_number, decree_date, decree_until, iuran, created_at)
SELECT id, @kind, @name, @region, @level, @number, @date::text::date, @until::text::date, @iuran, @now
FROM districts
WHERE region = @district
RETURNING id`

const updateGroup = `
UPDATE groups SET name = @name, level = @level, decree_number = @number, decree_date = @date::text::date, decree_until = @until::text::date, iuran = @iuran
WHERE id = @group`

// SaveGroup makes a group (ID 0) or changes its name, level, decree and iuran. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrConflict when
// the village has a group of the name, casebook.ErrBadInput without a name or for a region that there is not, casebook.ErrAway.
func (s *Store) SaveGroup(ctx context.Context, v casebook.Viewer, g casebook.Group, now time.Time) (casebook.Group, error) {
	var saved casebook.Group
	err := s.inTx(ctx, fmt.Sprintf("save group %d", g.ID), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		g.District = v.District
		if g.ID == 0 {
			g.ID, err = makeGroup(ctx, tx, fresh, g, now)
		} else {
			err = s.changeGroup(ctx, tx, fresh, g)
		}
		if err != nil {
			return err
		}
		saved, err = s.readGroup(ctx, tx, v.District, g.ID)
		return err
	})
	return saved, err
}

func makeGroup(ctx context.Context, tx pgx.Tx, v casebook.Viewer, g casebook.Group, now time.Time) (casebook.GroupID, error) {
	if err := casebook.MayGroup(v, casebook.MakeGroup, g); err != nil {
		return 0, err
	}
	args := groupArgs(g)
	args["district"], args["kind"], args["region"], args["now"] = g.District, g.Kind, g.Region, now
	row, err := one[struct{ ID casebook.GroupID }](ctx, tx, insertGroup, args)
	return row.ID, err
}

func (s *Store) changeGroup(ctx context.Context, tx pgx.Tx, v casebook.Viewer, g casebook.Group) error {
	if _, err := s.lockGroup(ctx, tx, v, casebook.EditGroup, g.ID); err != nil {
		return err
	}
	args := groupArgs(g)
	args["group"] = g.ID
	_, err := tx.Exec(ctx, updateGroup, args)
	return err
}

func groupArgs(g casebook.Group) pgx.StrictNamedArgs {
	return pgx.StrictNamedArgs{"name": clean(private.Of(g.Name)), "level": clean(private.Of(g.Level)), "number": clean(private.Of(g.Decree.Number)),
		"date": dayOrNull(g.Decree.Date), "until": dayOrNull(g.Decree.Until), "iuran": g.Iuran}
}

const lockGroupByID = `
SELECT g.id
FROM groups g
JOIN districts d ON d.id = g.district_id
WHERE d.region = @district AND g.id = @group AND g.retired_at IS NULL
FOR NO KEY UPDATE OF g`

// lockGroup holds a group, and so the order of its roster, for a change that the viewer may make.
func (s *Store) lockGroup(ctx context.Context, tx pgx.Tx, v casebook.Viewer, a casebook.GroupAction, id casebook.GroupID) (casebook.Group, error) {
	if _, err := tx.Exec(ctx, lockGroupByID, pgx.StrictNamedArgs{"district": v.District, "group": id}); err != nil {
		return casebook.Group{}, err
	}
	g, err := s.readGroup(ctx, tx, v.District, id)
	if err != nil {
		return casebook.Group{}, err
	}
	return g, casebook.MayGroup(v, a, g)
}
