package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// DistrictRow is a district with its data as the program brings them.
type DistrictRow struct {
	Region, Prefix, Zone, Name, Office string

	Regions    []casebook.Region
	Groups     []GroupRow
	Categories []CategoryRow
	Hotlines   []HotlineRow
	Holidays   []HolidayRow
	Policies   []PolicyRow
}

// GroupRow is a kind of problem as residents choose it.
type GroupRow struct {
	Key, Emoji, ButtonID, ButtonEN, HelpID, HelpEN string
	Confidential                                   bool
}

// CategoryRow is what staff class a case by.
type CategoryRow struct{ Code, Group, NameID, NameEN, Sensitivity, Priority string }

// HotlineRow is a telephone number that people in need are given.
type HotlineRow struct {
	Key, Number, NameID, NameEN, UseID, UseEN string
	Topics                                    []string
	Show                                      bool
	CheckedOn                                 string
}

// HolidayRow is a day on which the office is closed.
type HolidayRow struct {
	Date                            casebook.Date
	Kind, NameID, NameEN, Certainty string
}

// PolicyRow is a clock or a limit.
type PolicyRow struct {
	Key         string
	Count       int
	Unit, Basis string
	Note        string
}

const saveDistrict = `
INSERT INTO districts (region, prefix, zone, name, office)
VALUES (@region, @prefix, @zone, @name, @office)
ON CONFLICT (region) DO UPDATE SET prefix = excluded.prefix, zone = excluded.zone, name = excluded.name, office = excluded.office
RETURNING id`

// SaveDistrict brings a district's data up to date, as often as it is called. What is no longer in them is retired, not deleted, and what the office has
// changed itself stays as the office wants it. Errors: casebook.ErrBadInput for a row that cannot be, casebook.ErrAway.
func (s *Store) SaveDistrict(ctx context.Context, d DistrictRow) error {
	return s.inTx(ctx, "save district "+d.Region, func(tx pgx.Tx) error {
		row, err := one[struct{ ID int32 }](ctx, tx, saveDistrict,
			pgx.StrictNamedArgs{"region": d.Region, "prefix": d.Prefix, "zone": d.Zone, "name": d.Name, "office": d.Office})
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		queueRegions(batch, row.ID, d.Regions)
		queueGroups(batch, row.ID, d.Groups)
		queueCategories(batch, row.ID, d.Categories)
		queueHotlines(batch, row.ID, d.Hotlines)
		queueHolidays(batch, row.ID, d.Holidays)
		queuePolicies(batch, row.ID, d.Policies)
		return tx.SendBatch(ctx, batch).Close()
	})
}

const saveRegion = `
INSERT INTO regions (district_id, code, parent, level, name, lat, lon)
VALUES (@district, @code, @parent, @level, @name, @lat, @lon)
ON CONFLICT (district_id, code) DO UPDATE SET parent = excluded.parent, level = excluded.level, name = excluded.name, lat = excluded.lat, lon = excluded.lon, retired = false`

const retireRegions = `
UPDATE regions SET retired = true
WHERE district_id = @district AND NOT retired AND code <> ALL (@present::text[])`

func queueRegions(b *pgx.Batch, district int32, rows []casebook.Region) {
	present := make([]string, 0, len(rows))
	for _, r := range rows {
		present = append(present, r.Code)
		b.Queue(saveRegion, pgx.StrictNamedArgs{"district": district, "code": r.Code, "parent": r.Parent, "level": r.Level, "name": r.Name, "lat": r.Lat, "lon": r.Lon})
	}
	b.Queue(retireRegions, pgx.StrictNamedArgs{"district": district, "present": present})
}

const saveGroup = `
INSERT INTO problem_groups AS mine (district_id, key, place, emoji, button_id, button_en, help_id, help_en, confidential)
VALUES (@district, @key, @place, @emoji, @button_id, @button_en, @help_id, @help_en, @confidential)
ON CONFLICT (district_id, key) DO UPDATE SET place = excluded.place, emoji = excluded.emoji, button_id = excluded.button_id, button_en = excluded.button_en,
    help_id = excluded.help_id, help_en = excluded.help_en, confidential = excluded.confidential, retired = false
WHERE NOT mine.kept`

const retireGroups = `
UPDATE problem_groups SET retired = true
WHERE district_id = @district AND NOT retired AND NOT kept AND key <> ALL (@present::text[])`

func queueGroups(b *pgx.Batch, district int32, rows []GroupRow) {
	present := make([]string, 0, len(rows))
	for i, r := range rows {
		present = append(present, r.Key)
		b.Queue(saveGroup, pgx.StrictNamedArgs{"district": district, "key": r.Key, "place": i, "emoji": r.Emoji, "button_id": r.ButtonID, "button_en": r.ButtonEN,
			"help_id": r.HelpID, "help_en": r.HelpEN, "confidential": r.Confidential})
	}
	b.Queue(retireGroups, pgx.StrictNamedArgs{"district": district, "present": present})
}

const saveCategory = `
INSERT INTO categories AS mine (district_id, code, group_key, name_id, name_en, sensitivity, priority)
VALUES (@district, @code, @group, @name_id, @name_en, @sensitivity, @priority)
ON CONFLICT (district_id, code) DO UPDATE SET group_key = excluded.group_key, name_id = excluded.name_id, name_en = excluded.name_en,
    sensitivity = excluded.sensitivity, priority = excluded.priority, retired = false
WHERE NOT mine.kept`

const retireCategories = `
UPDATE categories SET retired = true
WHERE district_id = @district AND NOT retired AND NOT kept AND code <> ALL (@present::text[])`

func queueCategories(b *pgx.Batch, district int32, rows []CategoryRow) {
	present := make([]string, 0, len(rows))
	for _, r := range rows {
		present = append(present, r.Code)
		b.Queue(saveCategory, pgx.StrictNamedArgs{"district": district, "code": r.Code, "group": r.Group, "name_id": r.NameID, "name_en": r.NameEN,
			"sensitivity": r.Sensitivity, "priority": r.Priority})
	}
	b.Queue(retireCategories, pgx.StrictNamedArgs{"district": district, "present": present})
}

const saveHotline = `
INSERT INTO hotlines AS mine (district_id, key, place, number, name_id, name_en, use_id, use_en, topics, show, checked_on)
VALUES (@district, @key, @place, @number, @name_id, @name_en, @use_id, @use_en, COALESCE(@topics::text[], '{}'), @show, @checked_on)
ON CONFLICT (district_id, key) DO UPDATE SET place = excluded.place, number = excluded.number, name_id = excluded.name_id, name_en = excluded.name_en,
    use_id = excluded.use_id, use_en = excluded.use_en, topics = excluded.topics, show = excluded.show, checked_on = excluded.checked_on, retired = false
WHERE NOT mine.kept`

const retireHotlines = `
UPDATE hotlines SET retired = true
WHERE district_id = @district AND NOT retired AND NOT kept AND key <> ALL (@present::text[])`

func queueHotlines(b *pgx.Batch, district int32, rows []HotlineRow) {
	present := make([]string, 0, len(rows))
	for i, r := range rows {
		present = append(present, r.Key)
		b.Queue(saveHotline, pgx.StrictNamedArgs{"district": district, "key": r.Key, "place": i, "number": r.Number, "name_id": r.NameID, "name_en": r.NameEN,
			"use_id": r.UseID, "use_en": r.UseEN, "topics": r.Topics, "show": r.Show, "checked_on": r.CheckedOn})
	}
	b.Queue(retireHotlines, pgx.StrictNamedArgs{"district": district, "present": present})
}

const saveHoliday = `
INSERT INTO holidays AS mine (district_id, day, kind, name_id, name_en, certainty)
VALUES (@district, @day::text::date, @kind, @name_id, @name_en, @certainty)
ON CONFLICT (district_id, day) DO UPDATE SET kind = excluded.kind, name_id = excluded.name_id, name_en = excluded.name_en, certainty = excluded.certainty, retired = false
WHERE NOT mine.kept`

const retireHolidays = `
UPDATE holidays SET retired = true
WHERE district_id = @district AND NOT retired AND NOT kept AND day <> ALL (@present::text[]::date[])`

func queueHolidays(b *pgx.Batch, district int32, rows []HolidayRow) {
	present := make([]string, 0, len(rows))
	for _, r := range rows {
		present = append(present, r.Date.String())
		b.Queue(saveHoliday, pgx.StrictNamedArgs{"district": district, "day": r.Date.String(), "kind": r.Kind, "name_id": r.NameID, "name_en": r.NameEN, "certainty": r.Certainty})
	}
	b.Queue(retireHolidays, pgx.StrictNamedArgs{"district": district, "present": present})
}

const savePolicy = `
INSERT INTO policies AS mine (district_id, key, count, unit, basis, note)
VALUES (@district, @key, @count, @unit, @basis, @note)
ON CONFLICT (district_id, key) DO UPDATE SET count = excluded.count, unit = excluded.unit, basis = excluded.basis, note = excluded.note, retired = false
WHERE NOT mine.kept`

const retirePolicies = `
UPDATE policies SET retired = true
WHERE district_id = @district AND NOT retired AND NOT kept AND key <> ALL (@present::text[])`

func queuePolicies(b *pgx.Batch, district int32, rows []PolicyRow) {
	present := make([]string, 0, len(rows))
	for _, r := range rows {
		present = append(present, r.Key)
		b.Queue(savePolicy, pgx.StrictNamedArgs{"district": district, "key": r.Key, "count": r.Count, "unit": r.Unit, "basis": r.Basis, "note": r.Note})
	}
	b.Queue(retirePolicies, pgx.StrictNamedArgs{"district": district, "present": present})
}
