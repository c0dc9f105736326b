package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// span is the stretch of time that figures are taken over, in the time of the district.
type span struct {
	Zone  *time.Location
	Month casebook.Date // first day of the month that is counted
	Until time.Time     // what begins then or later is not counted
	Today casebook.Date // what was due before it counts
	Year  casebook.Date // first day of the eleventh month before the last one: 12 months with it
}

// spanOf is a month as it stands at now, or as it stood when it was over.
func spanOf(zone *time.Location, month casebook.Date, now time.Time) span {
	end := monthAfter(month).In(zone)
	if now.Before(end) {
		end = now
	}
	last := casebook.DateOf(end.Add(-time.Nanosecond).In(zone))
	return span{Zone: zone, Month: monthOf(month), Until: end, Today: casebook.DateOf(end.In(zone)), Year: monthsFrom(last, -11)}
}

// figures are the counts of a group: of the month, and of the year before it ended.
type figures struct {
	ID                                                  casebook.GroupID
	Meetings, Attended, Present, Expected               int
	Months                                              int
	Coachings, CoachPresent, CoachExpected, CoachTicked int
	MonthDone, MonthDue, YearDone, YearDue              int
}

// figuresSelect reads the counts that stand in the rows of the meetings: attendance lists are not looked at. Case talks are in no count.
const figuresSelect = `
SELECT g.id, m.meetings, m.attended, m.present, m.expected, y.months, c.coachings, c.coach_present, c.coach_expected, c.coach_ticked,
    f.month_done, f.month_due, f.year_done, f.year_due
FROM groups g
CROSS JOIN LATERAL (
    SELECT count(*) AS meetings, COALESCE(sum(attended), 0) AS attended, COALESCE(sum(present_officers), 0) AS present,
        COALESCE(sum(expected_officers), 0) AS expected
    FROM meetings
    WHERE group_id = g.id AND state = 'held' AND kind <> 'cases' AND starts_at >= @month AND starts_at < @until
) m
CROSS JOIN LATERAL (
    SELECT count(DISTINCT date_trunc('month', starts_at AT TIME ZONE @zone)) AS months
    FROM meetings
    WHERE group_id = g.id AND state = 'held' AND kind <> 'cases' AND starts_at >= @year AND starts_at < @until
) y
CROSS JOIN LATERAL (
    SELECT count(*) AS coachings, COALESCE(sum(present_officers), 0) AS coach_present, COALESCE(sum(expected_officers), 0) AS coach_expected,
        COALESCE(sum(ticked_officers), 0) AS coach_ticked
    FROM (
        SELECT present_officers, expected_officers, ticked_officers
        FROM meetings
        WHERE group_id = g.id AND state = 'held' AND kind IN ('coaching', 'visit') AND starts_at < @until
        ORDER BY starts_at DESC
        LIMIT 4
    ) last
) c
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE due >= @month_day::text::date AND in_time) AS month_done, count(*) FILTER (WHERE due >= @month_day::text::date) AS month_due,
        count(*) FILTER (WHERE in_time) AS year_done, count(*) AS year_due
    FROM (
        SELECT u.due, u.state = 'done' AND (u.done_at AT TIME ZONE @zone)::date <= u.due AS in_time
        FROM follow_ups u
        LEFT JOIN cases k ON k.id = u.case_id
        WHERE u.group_id = g.id AND NOT u.secret AND u.due >= @year_day::text::date
            AND (u.state = 'done' AND u.due < @month_end::text::date OR u.state = 'todo' AND u.due < @today::text::date AND k.open IS NOT TRUE)
    ) due
) f`

const figuresOfRegion = figuresSelect + `
WHERE g.district_id = @district AND g.retired_at IS NULL AND g.kind = 'wksbm' AND (g.region = @region OR g.region LIKE @region || '.%')`

const figuresOfGroup = figuresSelect + `
WHERE g.id = @group`

func (p span) args(more pgx.StrictNamedArgs) pgx.StrictNamedArgs {
	args := pgx.StrictNamedArgs{
		"month": p.Month.In(p.Zone), "until": p.Until, "year": p.Year.In(p.Zone), "zone": p.Zone.String(), "month_day": p.Month.String(),
		"month_end": monthAfter(p.Month).String(), "year_day": p.Year.String(), "today": p.Today.String(),
	}
	for name, value := range more {
		args[name] = value
	}
	return args
}

// line is what stands in a summary of a group.
func (f figures) line(g casebook.Group, t casebook.Thresholds) casebook.SummaryLine {
	return casebook.SummaryLine{
		Group: g, Meetings: f.Meetings, Attended: f.Attended, Presence: casebook.Share{Part: f.Present, Whole: f.Expected},
		Follow: casebook.Share{Part: f.MonthDone, Whole: f.MonthDue}, Standing: f.indicators().Standing(t),
	}
}

// indicators are those that a standing goes by.
func (f figures) indicators() casebook.Indicators {
	return casebook.Indicators{
		Presence: casebook.Share{Part: f.CoachPresent, Whole: f.CoachExpected}, Ticked: f.CoachTicked, Coachings: f.Coachings,
		Months: casebook.Share{Part: f.Months, Whole: 12}, Follow: casebook.Share{Part: f.YearDone, Whole: f.YearDue},
	}
}

// Summary is the month of all WKSBM of a region, as it stands at now, or as it stood when it was over. Other bodies are in none. Errors:
// casebook.ErrForbidden for whoever does not coach the region, casebook.ErrAway.
func (s *Store) Summary(ctx context.Context, v casebook.Viewer, region string, month casebook.Date, now time.Time) (casebook.Summary, error) {
	doing := "summary of " + region
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return casebook.Summary{}, known(doing, err)
	}
	if !coachesRegion(fresh, region) {
		return casebook.Summary{}, fmt.Errorf("%s: %w", doing, casebook.ErrForbidden)
	}
	sum, err := s.summary(ctx, v.District, region, month, now)
	return sum, known(doing, err)
}

const groupsOfRegion = `
SELECT` + bodyColumns + bodyFrom + `
WHERE d.region = @district AND g.retired_at IS NULL AND g.kind = 'wksbm' AND (g.region = @region OR g.region LIKE @region || '.%')
ORDER BY g.region, lower(g.name), g.id`

const kindsOfMonth = `
SELECT m.kind, count(*) AS meetings
FROM meetings m
JOIN groups g ON g.id = m.group_id
WHERE m.district_id = @district AND m.starts_at >= @month AND m.starts_at < @until AND m.state = 'held' AND m.kind <> 'cases'
    AND g.kind = 'wksbm' AND g.retired_at IS NULL AND (g.region = @region OR g.region LIKE @region || '.%')
GROUP BY m.kind`

// reportShare counts the reports that came in time, of those that are due: by the day of the month after the one that they are about.
const reportShare = `
SELECT count(*) FILTER (WHERE (sent_at AT TIME ZONE @zone)::date <= due) AS part, count(*) FILTER (WHERE sent_at IS NOT NULL OR due < @today::text::date) AS whole
FROM (
    SELECT r.sent_at, (r.month + interval '1 month')::date + @report_day::integer - 1 AS due
    FROM monthly_reports r
    WHERE `

const reportsOfRegion = reportShare + `r.district_id = @district AND r.group_id IS NOT NULL AND r.month = @before::text::date AND (r.region = @region OR r.region LIKE @region || '.%')
) reports`

const reportsOfGroup = reportShare + `r.group_id = @group
) reports
WHERE due >= @year_day::text::date`

func (s *Store) summary(ctx context.Context, district, region string, month casebook.Date, now time.Time) (casebook.Summary, error) {
	sum := casebook.Summary{Region: region, Month: monthOf(month), ByKind: map[casebook.MeetingKind]int{}, ByStanding: map[casebook.Standing]int{}}
	zone, err := s.zone(ctx, district)
	if err != nil {
		return sum, err
	}
	id, err := s.district(ctx, district)
	if err != nil {
		return sum, err
	}
	p, rules := spanOf(zone, month, now), s.rules(district)
	if err := s.addLines(ctx, &sum, district, id, p, rules.Thresholds); err != nil {
		return sum, err
	}
	byKind, err := all[struct {
		Kind     casebook.MeetingKind
		Meetings int
	}](ctx, s.pool, kindsOfMonth, pgx.StrictNamedArgs{"district": id, "region": region, "month": p.Month.In(zone), "until": p.Until})
	if err != nil {
		return sum, err
	}
	for _, row := range byKind {
		sum.ByKind[row.Kind] = row.Meetings
	}
	sum.Reports, err = one[casebook.Share](ctx, s.pool, reportsOfRegion, pgx.StrictNamedArgs{"district": id, "region": region, "zone": zone.String(),
		"before": monthsFrom(p.Month, -1).String(), "today": p.Today.String(), "report_day": max(rules.Thresholds.ReportDay, 1)})
	if err != nil {
		return sum, err
	}
	sum.Overdue, err = s.overdue(ctx, district, region, p.Until)
	return sum, err
}

// addLines adds the groups, in the order of the regions, and sums them up.
func (s *Store) addLines(ctx context.Context, sum *casebook.Summary, district string, id int32, p span, t casebook.Thresholds) error {
	rows, err := all[bodyRow](ctx, s.pool, groupsOfRegion, pgx.StrictNamedArgs{"district": district, "region": sum.Region})
	if err != nil {
		return err
	}
	groups, err := s.groupsOf(rows)
	if err != nil {
		return err
	}
	counted, err := all[figures](ctx, s.pool, figuresOfRegion, p.args(pgx.StrictNamedArgs{"district": id, "region": sum.Region}))
	if err != nil {
		return err
	}
	byGroup := map[casebook.GroupID]figures{}
	for _, f := range counted {
		byGroup[f.ID] = f
	}
	sum.Groups = len(groups)
	for _, g := range groups {
		f := byGroup[g.ID]
		line := f.line(g, t)
		sum.Lines = append(sum.Lines, line)
		sum.Meetings, sum.Attended = sum.Meetings+f.Meetings, sum.Attended+f.Attended
		sum.FollowUps.Part, sum.FollowUps.Whole = sum.FollowUps.Part+f.MonthDone, sum.FollowUps.Whole+f.MonthDue
		sum.ByStanding[line.Standing]++
	}
	return nil
}

const overdueGroups = `
SELECT` + bodyColumns + bodyFrom + `
WHERE d.region = @district AND g.retired_at IS NULL AND g.kind = 'wksbm' AND (g.region = @region OR g.region LIKE @region || '.%')
    AND COALESCE((
        SELECT max(starts_at)
        FROM meetings
        WHERE group_id = g.id AND state = 'held' AND kind IN ('coaching', 'visit')
    ), g.created_at) < @cut
ORDER BY g.region, lower(g.name), g.id`

// overdue lists the WKSBM of a region that were not coached on schedule: their last coaching, or where there was none their first day here, is too long ago.
func (s *Store) overdue(ctx context.Context, district, region string, now time.Time) ([]casebook.Group, error) {
	schedule := s.rules(district).Thresholds.Schedule.Clock()
	if schedule == 0 {
		return nil, nil
	}
	rows, err := all[bodyRow](ctx, s.pool, overdueGroups, pgx.StrictNamedArgs{"district": district, "region": region, "cut": now.Add(-schedule)})
	if err != nil {
		return nil, err
	}
	return s.groupsOf(rows)
}
