package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// Indicators gives a group's coaching indicators, to its own officers and its coaches. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) Indicators(ctx context.Context, v casebook.Viewer, group casebook.GroupID, now time.Time) (casebook.Indicators, error) {
	doing := fmt.Sprintf("indicators of group %d", group)
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return casebook.Indicators{}, known(doing, err)
	}
	g, err := s.readGroup(ctx, s.pool, v.District, group)
	if err != nil {
		return casebook.Indicators{}, known(doing, err)
	}
	if err := casebook.MayGroup(fresh, casebook.SeeNumbers, g); err != nil {
		return casebook.Indicators{}, known(doing, err)
	}
	i, err := s.indicators(ctx, g, now)
	return i, known(doing, err)
}

func (s *Store) indicators(ctx context.Context, g casebook.Group, now time.Time) (casebook.Indicators, error) {
	zone, err := s.zone(ctx, g.District)
	if err != nil {
		return casebook.Indicators{}, err
	}
	p, t := spanOf(zone, casebook.DateOf(now.In(zone)), now), s.rules(g.District).Thresholds
	f, err := one[figures](ctx, s.pool, figuresOfGroup, p.args(pgx.StrictNamedArgs{"group": g.ID}))
	if err != nil {
		return casebook.Indicators{}, err
	}
	i := f.indicators()
	i.Group, i.AsOf, i.Iuran = g, now, g.Iuran
	i.Reports, err = one[casebook.Share](ctx, s.pool, reportsOfGroup, pgx.StrictNamedArgs{"group": g.ID, "zone": zone.String(), "today": p.Today.String(),
		"year_day": p.Year.String(), "report_day": max(t.ReportDay, 1)})
	if err != nil {
		return i, err
	}
	if err := s.addKnowledge(ctx, &i, p, t); err != nil {
		return i, err
	}
	if err := s.addSkill(ctx, &i, p); err != nil {
		return i, err
	}
	return i, s.addTrend(ctx, &i, p)
}

const groupTests = `
SELECT t.phase, avg(100.0 * t.correct / t.questions)::double precision AS value, count(*) AS n
FROM meetings m
JOIN test_results t ON t.meeting_id = m.id
WHERE m.group_id = @group AND m.kind <> 'cases' AND m.starts_at >= @year AND m.starts_at < @until
GROUP BY t.phase`

const groupTopics = `
SELECT count(DISTINCT topic) AS topics
FROM meetings m
CROSS JOIN LATERAL unnest(m.topics) AS topic
WHERE m.group_id = @group AND m.state = 'held' AND m.kind <> 'cases' AND m.starts_at >= @year AND m.starts_at < @until`

// groupKinds looks at what the officers of the village, and those of the roster, have reported, for themselves or for a resident. What is confidential or about officials, and what was told
// without a name, is in no count, nor what an officer has told for himself to the office alone: a number that moves by one would tell who reported.
const groupKinds = `
SELECT count(*) FILTER (WHERE c.kind = c.told_kind) AS part, count(*) AS whole
FROM (
    SELECT person_id FROM members WHERE group_id = @group AND officer AND left_at IS NULL AND person_id IS NOT NULL
    UNION
    SELECT person_id FROM grants WHERE district_id = @district AND role = 'officer' AND region = @region AND revoked_at IS NULL
) o
CROSS JOIN LATERAL (
    SELECT case_id, true AS own FROM case_reporters WHERE person_id = o.person_id
    UNION ALL
    SELECT id, false FROM cases WHERE filed_by = o.person_id
) r
JOIN cases c ON c.id = r.case_id
WHERE c.region = @region AND c.category IS NOT NULL AND c.told_kind IS NOT NULL AND c.received_at >= @year AND c.received_at < @until
    AND c.lane = 'open' AND c.shield = '' AND c.disclosure IN ('office', 'village') AND (NOT r.own OR c.disclosure = 'village')`

// addKnowledge adds pengetahuan.
func (s *Store) addKnowledge(ctx context.Context, i *casebook.Indicators, p span, t casebook.Thresholds) error {
	of := pgx.StrictNamedArgs{"group": i.Group.ID, "year": p.Year.In(p.Zone), "until": p.Until}
	tests, err := all[struct {
		Phase casebook.TestPhase
		Value float64
		N     int
	}](ctx, s.pool, groupTests, of)
	if err != nil {
		return err
	}
	for _, row := range tests {
		mean := casebook.Mean{Value: row.Value, N: row.N}
		if row.Phase == casebook.TestBefore {
			i.Before = mean
		} else {
			i.After = mean
		}
	}
	topics, err := one[struct{ Topics int }](ctx, s.pool, groupTopics, of)
	if err != nil {
		return err
	}
	i.Topics = casebook.Share{Part: min(topics.Topics, t.Topics), Whole: t.Topics}
	id, err := s.district(ctx, i.Group.District)
	if err != nil {
		return err
	}
	i.Kinds, err = one[casebook.Share](ctx, s.pool, groupKinds, pgx.StrictNamedArgs{"group": i.Group.ID, "district": id, "region": i.Group.Region,
		"year": p.Year.In(p.Zone), "until": p.Until})
	return err
}

// villageWork looks at the cases that were released to the village within the year: how long it took until an officer of the village was there, and how many of
// those that are solved ended in such an officer's hands. A released case is in the open lane and about no officials.
const villageWork = `
SELECT COALESCE(percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE hours IS NOT NULL), 0)::double precision AS hours,
    count(hours) AS visited, count(*) FILTER (WHERE solved AND here) AS here, count(*) FILTER (WHERE solved) AS solved
FROM (
    SELECT c.state = 'resolved' AS solved,
        EXISTS (SELECT FROM grants o WHERE o.person_id = c.holder_id AND o.role = 'officer' AND o.region = c.region) AS here,
        extract(epoch FROM v.at - r.at) / 3600 AS hours
    FROM cases c
    CROSS JOIN LATERAL (SELECT min(at) AS at FROM case_events WHERE case_id = c.id AND move = 'release') r
    CROSS JOIN LATERAL (
        SELECT min(e.at) AS at
        FROM case_events e
        WHERE e.case_id = c.id AND e.move = 'visit' AND e.at >= r.at
            AND EXISTS (SELECT FROM grants o WHERE o.person_id = e.actor_id AND o.role = 'officer' AND o.region = c.region)
    ) v
    WHERE c.district_id = @district AND c.region = @region AND c.released AND c.received_at >= @year AND c.received_at < @until
) work`

// addSkill adds keterampilan. Referrals are not recorded yet.
func (s *Store) addSkill(ctx context.Context, i *casebook.Indicators, p span) error {
	id, err := s.district(ctx, i.Group.District)
	if err != nil {
		return err
	}
	work, err := one[struct {
		Hours                 float64
		Visited, Here, Solved int
	}](ctx, s.pool, villageWork, pgx.StrictNamedArgs{"district": id, "region": i.Group.Region, "year": p.Year.In(p.Zone), "until": p.Until})
	i.FirstVisit = casebook.Mean{Value: work.Hours, N: work.Visited}
	i.ClosedHere = casebook.Share{Part: work.Here, Whole: work.Solved}
	return err
}

const groupTrend = `
SELECT date_trunc('month', starts_at AT TIME ZONE @zone)::date AS month, count(*) AS meetings, sum(present_officers) AS present, sum(expected_officers) AS expected
FROM meetings
WHERE group_id = @group AND state = 'held' AND kind <> 'cases' AND starts_at >= @year AND starts_at < @until
GROUP BY 1`

// addTrend adds the plot's 12 months, the oldest first.
func (s *Store) addTrend(ctx context.Context, i *casebook.Indicators, p span) error {
	rows, err := all[struct {
		Month                       time.Time
		Meetings, Present, Expected int
	}](ctx, s.pool, groupTrend, pgx.StrictNamedArgs{"group": i.Group.ID, "zone": p.Zone.String(), "year": p.Year.In(p.Zone), "until": p.Until})
	if err != nil {
		return err
	}
	byMonth := map[casebook.Date]casebook.MonthFigures{}
	for _, row := range rows {
		month := casebook.DateOf(row.Month)
		byMonth[month] = casebook.MonthFigures{Month: month, Meetings: row.Meetings, Presence: casebook.Share{Part: row.Present, Whole: row.Expected}}
	}
	for n := range 12 {
		month := monthsFrom(p.Year, n)
		f := byMonth[month]
		f.Month = month
		i.Trend = append(i.Trend, f)
	}
	return nil
}
