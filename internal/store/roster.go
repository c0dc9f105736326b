package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// ImportGroups takes the good rows of a table: groups and lines of rosters. Groups are known by their region and name, lines by their name, whatever the case of
// the letters; known ones are brought up to date, and what a row leaves empty stays, so that the same table again changes nothing. Bad tells the rows that came
// with a fault and those of groups that are not the viewer's to change. Errors: casebook.ErrBadInput for a region that the district does not have,
// casebook.ErrAway.
func (s *Store) ImportGroups(ctx context.Context, v casebook.Viewer, rows []casebook.RosterRow, now time.Time) (casebook.Imported, error) {
	var done casebook.Imported
	err := s.inTx(ctx, "import groups", func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		done = casebook.Imported{}
		for _, table := range tables(rows, &done) {
			if err := s.importGroup(ctx, tx, fresh, table, &done, now); err != nil {
				return err
			}
		}
		slices.SortStableFunc(done.Bad, func(a, b casebook.RosterRow) int { return cmp.Compare(a.Line, b.Line) })
		return nil
	})
	return done, err
}

// tables cuts the good rows into those of each group, in one order for all who import at the same time.
func tables(rows []casebook.RosterRow, done *casebook.Imported) [][]casebook.RosterRow {
	type key struct{ region, name string }
	byGroup := map[key][]casebook.RosterRow{}
	for _, row := range rows {
		if row.Fault != "" {
			done.Bad = append(done.Bad, row)
			continue
		}
		row.Group = clean(private.Of(row.Group))
		k := key{row.Region, strings.ToLower(row.Group)}
		byGroup[k] = append(byGroup[k], row)
	}
	var list [][]casebook.RosterRow
	for _, table := range byGroup {
		list = append(list, table)
	}
	slices.SortFunc(list, func(a, b []casebook.RosterRow) int {
		return cmp.Or(cmp.Compare(a[0].Region, b[0].Region), cmp.Compare(strings.ToLower(a[0].Group), strings.ToLower(b[0].Group)))
	})
	return list
}

const groupByName = `
SELECT g.id
FROM groups g
JOIN districts d ON d.id = g.district_id
WHERE d.region = @district AND g.region = @region AND lower(g.name) = lower(@name) AND g.retired_at IS NULL`

// importGroup makes or changes one group and its roster.
func (s *Store) importGroup(ctx context.Context, tx pgx.Tx, v casebook.Viewer, table []casebook.RosterRow, done *casebook.Imported, now time.Time) error {
	wanted := groupOfTable(v.District, table)
	found, err := all[struct{ ID casebook.GroupID }](ctx, tx, groupByName, pgx.StrictNamedArgs{"district": v.District, "region": wanted.Region, "name": wanted.Name})
	if err != nil {
		return err
	}
	action := casebook.MakeGroup
	if len(found) > 0 {
		action, wanted.ID = casebook.EditGroup, found[0].ID
	}
	if casebook.MayGroup(v, action, wanted) != nil {
		for _, row := range table {
			row.Fault = casebook.NotYours
			done.Bad = append(done.Bad, row)
		}
		return nil
	}
	if wanted.ID == 0 {
		if wanted.ID, err = makeGroup(ctx, tx, v, wanted, now); err != nil {
			return err
		}
		done.Groups++
	} else if err := s.renewGroup(ctx, tx, v, wanted, done); err != nil {
		return err
	}
	return s.importRoster(ctx, tx, v, wanted.ID, table, done, now)
}

// groupOfTable is a group as its rows tell it: what any of them says, the first one that does.
func groupOfTable(district string, table []casebook.RosterRow) casebook.Group {
	g := casebook.Group{District: district, Name: table[0].Group, Region: table[0].Region}
	for _, row := range table {
		g.Kind, g.Level = cmp.Or(g.Kind, row.Kind), cmp.Or(g.Level, row.Level)
		if g.Decree == (casebook.Decree{}) {
			g.Decree = row.Decree
		}
	}
	g.Kind = cmp.Or(g.Kind, casebook.WKSBM)
	return g
}

// renewGroup brings the level and the decree of a known group up to date.
func (s *Store) renewGroup(ctx context.Context, tx pgx.Tx, v casebook.Viewer, wanted casebook.Group, done *casebook.Imported) error {
	g, err := s.lockGroup(ctx, tx, v, casebook.EditGroup, wanted.ID)
	if err != nil {
		return err
	}
	next := g
	next.Level = cmp.Or(wanted.Level, g.Level)
	next.Decree = casebook.Decree{Number: cmp.Or(wanted.Decree.Number, g.Decree.Number), Date: cmp.Or(wanted.Decree.Date, g.Decree.Date),
		Until: cmp.Or(wanted.Decree.Until, g.Decree.Until)}
	if next.Level == g.Level && next.Decree == g.Decree {
		return nil
	}
	args := groupArgs(next)
	args["group"] = g.ID
	done.Changed++
	_, err = tx.Exec(ctx, updateGroup, args)
	return err
}

// importRoster adds and changes the lines of one group, which is locked or new.
func (s *Store) importRoster(ctx context.Context, tx pgx.Tx, v casebook.Viewer, id casebook.GroupID, table []casebook.RosterRow, done *casebook.Imported, now time.Time) error {
	roster, err := rosterOf(ctx, tx, id)
	if err != nil {
		return err
	}
	byName := map[string]casebook.Member{}
	for _, m := range roster {
		byName[nameKey(m.Name)] = m
	}
	for _, row := range table {
		if row.Member.Empty() {
			continue
		}
		known, ok := byName[nameKey(row.Member)]
		next := row.Onto(known)
		switch {
		case !ok:
			next.Group = id
			if next, err = appendMember(ctx, tx, next, "", now); err != nil {
				return err
			}
			done.Members++
		case next != known:
			if err := s.editable(ctx, tx, v, known.ID); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, updateMember, memberArgs(next, "member", next.ID)); err != nil {
				return err
			}
			done.Changed++
		}
		byName[nameKey(row.Member)] = next
	}
	return nil
}

// nameKey is a name as it is compared: without regard to case and the number of blanks.
func nameKey(name private.Text) string {
	return strings.ToLower(strings.Join(strings.Fields(clean(name)), " "))
}
