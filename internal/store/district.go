package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// District is one office that the installation serves.
type District struct {
	ID     int32
	Region string // code, "17.01"
	Bot    int64  // id, 0 until it is known
	Prefix string // of the numbers
	Zone   string // of the clock, "Asia/Jakarta"
	Name   string
	Office string
}

const districts = `
SELECT id, region, COALESCE(bot_id, 0) AS bot, prefix, zone, name, office
FROM districts
ORDER BY region`

// Districts lists them all, by region.
func (s *Store) Districts(ctx context.Context) ([]District, error) {
	list, err := all[District](ctx, s.pool, districts, nil)
	return list, known("districts", err)
}

const districtOfBot = `
SELECT id, region, COALESCE(bot_id, 0) AS bot, prefix, zone, name, office
FROM districts
WHERE bot_id = @bot`

// District gives the district that a bot serves. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) District(ctx context.Context, botID int64) (District, error) {
	d, err := one[District](ctx, s.pool, districtOfBot, pgx.StrictNamedArgs{"bot": botID})
	return d, known(fmt.Sprintf("district of bot %d", botID), err)
}

const bindBot = `
UPDATE districts SET bot_id = @bot
WHERE region = @region
RETURNING region`

// BindBot says which bot serves a district; another one served it before, perhaps.
// Errors: casebook.ErrNotFound, casebook.ErrConflict when the bot serves another district.
func (s *Store) BindBot(ctx context.Context, region string, botID int64) error {
	_, err := one[struct{ Region string }](ctx, s.pool, bindBot, pgx.StrictNamedArgs{"region": region, "bot": botID})
	return known(fmt.Sprintf("bot %d of district %s", botID, region), err)
}

const districtID = `
SELECT id
FROM districts
WHERE region = @region`

// district gives the id of a region code. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) district(ctx context.Context, region string) (int32, error) {
	if id, ok := s.regions.Load(region); ok {
		return id.(int32), nil
	}
	row, err := one[struct{ ID int32 }](ctx, s.pool, districtID, pgx.StrictNamedArgs{"region": region})
	if err != nil {
		return 0, known("district "+region, err)
	}
	s.regions.Store(region, row.ID)
	return row.ID, nil
}

const regionLevel = `
SELECT level
FROM regions
WHERE district_id = @district AND code = @code AND NOT retired`

// suits tells whether a role can be granted over a region. Errors: casebook.ErrBadInput when there is no such region, or it is not of the role's level.
func suits(ctx context.Context, q querier, district int32, role casebook.Role, region string) error {
	row, err := one[struct{ Level casebook.Level }](ctx, q, regionLevel, pgx.StrictNamedArgs{"district": district, "code": region})
	if err != nil {
		return fmt.Errorf("region %s: %w", region, orElse(err, casebook.ErrBadInput))
	}
	if level := row.Level; level != role.Scope() && (role != casebook.Officer || level != casebook.LevelKelurahan) {
		return fmt.Errorf("%s over %s %s: %w", role, level, region, casebook.ErrBadInput)
	}
	return nil
}
