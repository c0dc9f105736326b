package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// claimRound gives a row to one replica a minute. A mark of the future is one of a clock that was put back.
const claimRound = `
INSERT INTO rounds (district_id, at)
VALUES (@district, @now)
ON CONFLICT (district_id) DO UPDATE SET at = excluded.at
WHERE rounds.at <= excluded.at - interval '55 seconds' OR rounds.at > excluded.at + interval '5 minutes'
RETURNING at`

// Round looks a district over for what has become due: reminders, minutes that are missing, follow-ups, the next meeting of a series, monthly reports, groups
// that nobody coaches. It is made once a minute, whoever asks how often and in how many replicas. Everything in it is a state, not a moment: what one round
// misses the next one finds, and what was told is not told again. One step that fails does not keep the others from being made. Errors: casebook.ErrAway.
func (s *Store) Round(ctx context.Context, r casebook.Round, now time.Time) error {
	now = now.Truncate(time.Microsecond)
	district, err := s.district(ctx, r.District)
	if err != nil {
		return err
	}
	claimed, err := all[struct{ At time.Time }](ctx, s.pool, claimRound, pgx.StrictNamedArgs{"district": district, "now": now})
	if err != nil || len(claimed) == 0 {
		return known("round of "+r.District, err)
	}
	errs := []error{s.planNext(ctx, r, district, now), s.draftReports(ctx, r, district, now)}
	for _, rule := range dueRules {
		if rule.when == nil || rule.when(r, now) {
			errs = append(errs, s.tellDue(ctx, r, rule, district, now))
		}
	}
	return errors.Join(errs...)
}

// dueRule is one row of what a round tells: the things that are due, and who hears of each.
type dueRule struct {
	kind  casebook.NoticeKind
	items string   // selects what is due, in the columns of dueNotices
	heard []string // who hears: of those who can be written to, the ones of the lowest rank
	chat  bool     // the group's chat as well; a case talk is nothing for a chat that all read
	when  func(r casebook.Round, now time.Time) bool
}

// dueRules are the closed list. The arguments that they use stand in dueArgs.
var dueRules = []dueRule{
	{kind: casebook.DayBefore, items: dueReminder("day_before", "@day_before") + `
    AND (NOT m.clock OR m.starts_at > @now::timestamptz + @hours_before::interval)`, heard: []string{hearMembers}, chat: true},
	{kind: casebook.HoursBefore, items: dueReminder("hours_before", "@hours_before") + `
    AND m.clock`, heard: []string{hearMembers}, chat: true},
	{kind: casebook.MinutesDue, items: dueMinutes("minutes_due", "@minutes_after"), heard: []string{hearDesk, hearPlanner, hearOfficers, hearCaseworkers}},
	{kind: casebook.MinutesLate, items: dueMinutes("minutes_late", "@minutes_late"), heard: []string{hearCoaches, hearCaseworkers}},
	{kind: casebook.FollowSoon, items: dueFollowUp("follow_soon") + `
    AND f.due = @today::text::date + 1 AND (f.made_at AT TIME ZONE @zone)::date < @today::text::date`, heard: []string{hearDoer, hearDesk, hearOfficers, hearCaseworkers}},
	{kind: casebook.FollowDue, items: dueFollowUp("follow_due") + `
    AND f.due = @today::text::date AND (f.made_at AT TIME ZONE @zone)::date < @today::text::date`, heard: []string{hearDoer, hearDesk, hearOfficers, hearCaseworkers}},
	{kind: casebook.FollowLate, items: dueFollowUp("follow_late") + `
    AND f.due < @today::text::date AND f.due > @long_ago::timestamptz::date AND k.open IS NOT TRUE`, heard: []string{hearDoer}},
	{kind: casebook.FollowLate, items: dueFollowUp("follow_late") + `
    AND f.due < @today::text::date AND f.due > @long_ago::timestamptz::date AND k.open IS NOT TRUE`, heard: []string{hearDesk, hearOfficers, hearCaseworkers}},
	{kind: casebook.FollowLater, items: dueFollowUp("follow_later") + `
    AND f.due <= @today::text::date - @later_days::integer AND f.due > @long_ago::timestamptz::date AND k.open IS NOT TRUE`, heard: []string{hearCoaches, hearCaseworkers}},
	{kind: casebook.ReportDrafted, items: dueReport + ` AND r.group_id IS NOT NULL`, heard: []string{hearLeaders, hearOfficers}},
	{kind: casebook.ReportDrafted, items: dueReport + ` AND r.group_id IS NULL`, heard: []string{hearCoordinators}},
	{kind: casebook.CoachingDue, items: dueCoaching("o.region", "TRUE"), heard: []string{hearCoordinators}, when: scheduled},
	{kind: casebook.CoachingDue, items: dueCoaching("(SELECT code FROM regions WHERE district_id = @district::integer AND level = 'kabupaten')", "g.person_id IS NULL"),
		heard: []string{hearStaff}, when: scheduled},
	{kind: casebook.MonthSummary, items: dueSummary + ` AND r.level = 'kecamatan'`, heard: []string{hearCoordinators}, when: firstDays},
	{kind: casebook.MonthSummary, items: dueSummary + ` AND r.level = 'kabupaten'`, heard: []string{hearStaff}, when: firstDays},
}

// scheduled tells whether the office has said how often groups are coached. In its first days the month's summary tells who was not.
func scheduled(r casebook.Round, now time.Time) bool {
	return r.Thresholds.Schedule.Clock() > 0 && casebook.DateOf(now.In(zoneOr(r.Calendar.Zone))).Day > quarterDays
}

// quarterDays is how many days of a month are told of together.
const quarterDays = 8

// firstDays tells whether the month has just begun: should nothing run on the 1st, it is made up for.
func firstDays(r casebook.Round, now time.Time) bool {
	return casebook.DateOf(now.In(zoneOr(r.Calendar.Zone))).Day <= 7
}

func zoneOr(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}

// dueReminder selects the meetings that begin within a stretch of time, when that was known before it: whoever was invited, or told of another hour, within it
// needs no reminder.
func dueReminder(kind, ahead string) string {
	return strings.NewReplacer("KIND", kind, "@AHEAD", ahead+"::interval").Replace(`
SELECT format('KIND:%s:%s', m.id, floor(extract(epoch FROM m.starts_at))::bigint) AS key, m.id AS meeting, NULL::bigint AS follow, m.group_id AS of_group,
    m.region, m.kind = 'cases' AS secret, m.planned_by AS planner, NULL::bigint AS member, NULL::date AS month
FROM meetings m
WHERE m.district_id = @district::integer AND m.state = 'planned' AND m.starts_at > @now::timestamptz AND m.starts_at <= @now::timestamptz + @AHEAD
    AND m.made_at <= m.starts_at - @AHEAD
    AND NOT EXISTS (SELECT FROM meeting_events e WHERE e.meeting_id = m.id AND e.move = 'change' AND e.at > m.starts_at - @AHEAD)`)
}

// dueMinutes selects the planned meetings that are over for so long, and nobody has logged.
func dueMinutes(kind, after string) string {
	return strings.NewReplacer("KIND", kind, "@AFTER", after+"::interval").Replace(`
SELECT format('KIND:%s:%s', m.id, floor(extract(epoch FROM m.starts_at))::bigint) AS key, m.id AS meeting, NULL::bigint AS follow, m.group_id AS of_group,
    m.region, m.kind = 'cases' AS secret, m.planned_by AS planner, NULL::bigint AS member, NULL::date AS month
FROM meetings m
WHERE m.district_id = @district::integer AND m.state = 'planned' AND m.starts_at <= @now::timestamptz - @AFTER
    AND m.starts_at > @long_ago::timestamptz`)
}

// dueFollowUp selects the open follow-ups, named by their day: one that was put off is told of again.
func dueFollowUp(kind string) string {
	return strings.ReplaceAll(`
SELECT format('KIND:%s:%s', f.id, to_char(f.due, 'YYYY-MM-DD')) AS key, f.meeting_id AS meeting, f.id AS follow, f.group_id AS of_group, m.region, f.secret,
    NULL::bigint AS planner, f.member_id AS member, NULL::date AS month
FROM follow_ups f
JOIN meetings m ON m.id = f.meeting_id
LEFT JOIN cases k ON k.id = f.case_id
WHERE f.district_id = @district::integer AND f.state = 'todo'`, "KIND", kind)
}

const dueReport = `
SELECT format('report_drafted:%s', r.id) AS key, NULL::bigint AS meeting, NULL::bigint AS follow, r.group_id AS of_group, r.region, false AS secret,
    NULL::bigint AS planner, NULL::bigint AS member, r.month
FROM monthly_reports r
WHERE r.district_id = @district::integer AND r.sent_at IS NULL AND r.month = @month::text::date`

// dueCoaching selects the regions with groups that were not coached on schedule, four times a month: a coach gets one list, not a message a group. Those
// of a kecamatan are for its coordinators (g); where it has none, they are on the list of the whole district.
func dueCoaching(region, scope string) string {
	return strings.NewReplacer("REGION", region, "SCOPE", scope).Replace(`
SELECT DISTINCT format('coaching_due:%s:%s', REGION, @quarter::text) AS key, NULL::bigint AS meeting, NULL::bigint AS follow, NULL::bigint AS of_group,
    REGION AS region, false AS secret, NULL::bigint AS planner, NULL::bigint AS member, NULL::date AS month
FROM (
    SELECT COALESCE(substring(g.region FROM '^[0-9]{2}\.[0-9]{2}\.[0-9]{2}'), g.region) AS region
    FROM groups g
    WHERE g.district_id = @district::integer AND g.kind = 'wksbm' AND g.retired_at IS NULL AND COALESCE((
        SELECT max(starts_at)
        FROM meetings
        WHERE group_id = g.id AND state = 'held' AND kind IN ('coaching', 'visit')
    ), g.created_at) < @overdue::timestamptz
) o
LEFT JOIN grants g ON g.district_id = @district::integer AND g.revoked_at IS NULL AND g.role = 'coordinator' AND g.region = o.region
WHERE SCOPE`)
}

const dueSummary = `
SELECT format('month_summary:%s:%s', r.code, @month::text) AS key, NULL::bigint AS meeting, NULL::bigint AS follow, NULL::bigint AS of_group, r.code AS region,
    false AS secret, NULL::bigint AS planner, NULL::bigint AS member, @month::text::date AS month
FROM regions r
WHERE r.district_id = @district::integer AND NOT r.retired
    AND EXISTS (SELECT FROM groups g WHERE g.district_id = r.district_id AND g.kind = 'wksbm' AND g.retired_at IS NULL AND g.created_at < @month_end::timestamptz
        AND (g.region = r.code OR g.region LIKE r.code || '.%'))`

// Who hears, each with a rank: of an item only those of its lowest rank are told. Of what is secret only the caseworkers hear, and whoever has to do it.
const (
	hearMembers = `
SELECT i.key, o.person_id AS person, 1 AS rank
FROM item i
JOIN members o ON o.group_id = i.of_group AND o.left_at IS NULL
WHERE NOT EXISTS (SELECT FROM rsvps r WHERE r.meeting_id = i.meeting AND r.person_id = o.person_id AND NOT r.comes)`

	hearDoer = `
SELECT i.key, o.person_id AS person, 1 AS rank
FROM item i
JOIN members o ON o.id = i.member AND o.left_at IS NULL`

	// The posts are those of casebook.Member.Secretary and Chair.
	hearDesk = `
SELECT i.key, o.person_id AS person,
    CASE WHEN regexp_split_to_array(lower(o.post), '\s+') && '{sekretaris,notulis,secretary}' THEN 2 ELSE 4 END AS rank
FROM item i
JOIN members o ON o.group_id = i.of_group AND o.left_at IS NULL AND o.officer
WHERE NOT i.secret`

	hearPlanner = `
SELECT i.key, i.planner AS person, 3 AS rank
FROM item i
WHERE EXISTS (SELECT FROM members o WHERE o.person_id = i.planner AND o.group_id = i.of_group AND o.officer AND o.left_at IS NULL AND NOT i.secret)
    OR EXISTS (SELECT FROM grants g WHERE g.person_id = i.planner AND g.revoked_at IS NULL AND (i.region = g.region OR i.region LIKE g.region || '.%')
        AND (g.role = 'caseworker' OR g.role IN ('officer', 'coordinator', 'staff') AND NOT i.secret))`

	hearLeaders = `
SELECT i.key, o.person_id AS person,
    CASE WHEN regexp_split_to_array(lower(o.post), '\s+') && '{sekretaris,notulis,secretary}'
        OR regexp_split_to_array(lower(o.post), '\s+') && '{ketua,chair}' AND NOT regexp_split_to_array(lower(o.post), '\s+') && '{wakil}' THEN 1 ELSE 2 END AS rank
FROM item i
JOIN members o ON o.group_id = i.of_group AND o.left_at IS NULL AND o.officer`

	hearOfficers = ` -- of the village, who look after a group without standing on its roster
SELECT i.key, g.person_id AS person, 6 AS rank
FROM item i
JOIN grants g ON g.district_id = @district::integer AND g.revoked_at IS NULL AND g.role = 'officer' AND g.region = i.region
WHERE NOT i.secret`

	hearCoaches = `
SELECT i.key, g.person_id AS person, CASE g.role WHEN 'coordinator' THEN 1 ELSE 2 END AS rank
FROM item i
JOIN grants g ON g.district_id = @district::integer AND g.revoked_at IS NULL AND g.role IN ('coordinator', 'staff')
    AND (i.region = g.region OR i.region LIKE g.region || '.%')
WHERE NOT i.secret`

	hearCoordinators = `
SELECT i.key, g.person_id AS person, 1 AS rank
FROM item i
JOIN grants g ON g.district_id = @district::integer AND g.revoked_at IS NULL AND g.role = 'coordinator' AND g.region = i.region`

	hearStaff = `
SELECT i.key, g.person_id AS person, 1 AS rank
FROM item i
JOIN grants g ON g.district_id = @district::integer AND g.revoked_at IS NULL AND g.role = 'staff'`

	hearCaseworkers = `
SELECT i.key, g.person_id AS person, 4 AS rank
FROM item i
JOIN grants g ON g.district_id = @district::integer AND g.revoked_at IS NULL AND g.role = 'caseworker'
WHERE i.secret`
)

const dueChat = `
    UNION ALL
    SELECT i.*, NULL AS person
    FROM item i
    JOIN groups g ON g.id = i.of_group
    WHERE g.chat_sealed IS NOT NULL AND NOT i.secret`

// sql writes the notices of a rule that are not there yet.
func (d dueRule) sql() string {
	chat := ""
	if d.chat {
		chat = dueChat
	}
	return `
WITH item AS (` + d.items + `
), heard AS (
    SELECT c.key, c.person, rank() OVER (PARTITION BY c.key ORDER BY c.rank) AS place
    FROM (` + strings.Join(d.heard, "\nUNION ALL") + `
    ) c
    JOIN accounts a ON a.person_id = c.person AND a.blocked_at IS NULL
), due AS (
    SELECT DISTINCT i.*, h.person
    FROM item i
    JOIN heard h ON h.key = i.key AND h.place = 1` + chat + `
)
INSERT INTO notices (district_id, kind, key, person_id, meeting_id, follow_id, group_id, region, month, at, made_at)
SELECT @district::integer, @kind::text, key, person, meeting, follow, of_group, region, month, @at::timestamptz, @now::timestamptz
FROM due
WHERE NOT EXISTS (SELECT FROM notices n WHERE n.person_id = due.person AND n.key = due.key)
    AND NOT EXISTS (SELECT FROM notices n WHERE n.person_id IS NULL AND due.person IS NULL AND n.group_id = due.of_group AND n.key = due.key)
ORDER BY person, of_group, key -- in one order, so that two transactions do not lock crosswise
ON CONFLICT DO NOTHING
RETURNING id, at`
}

// longAgo is how old what is late may be, and still be told of: a round that was not made for weeks makes up for it, and nobody hears of what lay for years.
const longAgo = 60 * casebook.Day

// dueArgs are the arguments of the rules. Those that a rule does not use are left out of its statement.
func dueArgs(r casebook.Round, kind casebook.NoticeKind, district int32, now time.Time) map[string]any {
	zone := zoneOr(r.Calendar.Zone)
	today := casebook.DateOf(now.In(zone))
	at := now
	if kind.Waits() {
		at = r.Calendar.AfterQuietHours(now)
	}
	return map[string]any{
		"district": district, "kind": kind, "now": now, "at": at, "zone": zone.String(), "today": today.String(),
		"month": monthsFrom(today, -1).String(), "month_end": monthOf(today).In(zone),
		"quarter": fmt.Sprintf("%04d-%02d-%d", today.Year, today.Month, (today.Day-1)/quarterDays+1),
		"overdue": now.Add(-r.Thresholds.Schedule.Clock()), "day_before": r.DayBefore, "hours_before": r.HoursBefore,
		"minutes_after": r.Minutes, "minutes_late": r.MinutesLate, "long_ago": now.Add(-longAgo), "later_days": int(r.FollowLater / (24 * time.Hour)),
	}
}

// used leaves the arguments that a statement has.
func used(sql string, args map[string]any) pgx.StrictNamedArgs {
	named := pgx.StrictNamedArgs{}
	for name, value := range args {
		if mentions(sql, name) {
			named[name] = value
		}
	}
	return named
}

// mentions tells whether a statement names an argument, and not only one that begins like it.
func mentions(sql, name string) bool {
	for rest := sql; ; {
		_, after, found := strings.Cut(rest, "@"+name)
		if !found {
			return false
		}
		if after == "" || !strings.ContainsRune("_abcdefghijklmnopqrstuvwxyz", rune(after[0])) {
			return true
		}
		rest = after
	}
}

// tellDue tells what is due by one rule.
func (s *Store) tellDue(ctx context.Context, r casebook.Round, rule dueRule, district int32, now time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("round of %s, %s", r.District, rule.kind), func(tx pgx.Tx) error {
		sql := rule.sql()
		added, err := all[addedNotice](ctx, tx, sql, used(sql, dueArgs(r, rule.kind, district, now)))
		if err != nil {
			return err
		}
		return s.enqueue(ctx, tx, sendingOf(added))
	})
}

const draftOfGroups = `
INSERT INTO monthly_reports (district_id, group_id, region, month, drafted_at)
SELECT g.district_id, g.id, g.region, @month::text::date, @now
FROM groups g
WHERE g.district_id = @district AND g.kind = 'wksbm' AND g.retired_at IS NULL AND g.created_at < @month_end
    AND NOT EXISTS (SELECT FROM monthly_reports r WHERE r.group_id = g.id AND r.month = @month::text::date)
ORDER BY g.id
ON CONFLICT DO NOTHING`

const draftOfKecamatan = `
INSERT INTO monthly_reports (district_id, region, month, drafted_at)
SELECT k.district_id, k.code, @month::text::date, @now
FROM regions k
WHERE k.district_id = @district AND k.level = 'kecamatan' AND NOT k.retired
    AND EXISTS (SELECT FROM grants g WHERE g.district_id = k.district_id AND g.role = 'coordinator' AND g.region = k.code AND g.revoked_at IS NULL)
    AND EXISTS (SELECT FROM groups g WHERE g.district_id = k.district_id AND g.kind = 'wksbm' AND g.retired_at IS NULL AND g.created_at < @month_end
        AND g.region LIKE k.code || '.%')
    AND NOT EXISTS (SELECT FROM monthly_reports r WHERE r.district_id = k.district_id AND r.group_id IS NULL AND r.region = k.code AND r.month = @month::text::date)
ORDER BY k.code
ON CONFLICT DO NOTHING`

// draftReports drafts the reports of the month before, on the 1st: of every WKSBM that was there then, and of each kecamatan with a coordinator.
func (s *Store) draftReports(ctx context.Context, r casebook.Round, district int32, now time.Time) error {
	if !firstDays(r, now) {
		return nil
	}
	return s.inTx(ctx, "monthly reports of "+r.District, func(tx pgx.Tx) error {
		args := dueArgs(r, casebook.ReportDrafted, district, now)
		for _, sql := range []string{draftOfGroups, draftOfKecamatan} {
			if _, err := tx.Exec(ctx, sql, used(sql, args)); err != nil {
				return err
			}
		}
		return nil
	})
}

// begunSeries gives the meetings that have begun and are the last of their series. No rhythm is slower than a quarter.
const begunSeries = `
SELECT m.id
FROM meetings m
WHERE m.district_id = @district AND m.starts_at > @now::timestamptz - interval '120 days' AND m.starts_at <= @now::timestamptz AND m.series IS NOT NULL AND m.every <> ''
    AND NOT EXISTS (SELECT FROM meetings o WHERE o.series = m.series AND o.starts_at > m.starts_at)
ORDER BY m.id`

// planNext plans the next meeting of each series whose last one has begun.
func (s *Store) planNext(ctx context.Context, r casebook.Round, district int32, now time.Time) error {
	begun, err := all[struct{ ID casebook.MeetingID }](ctx, s.pool, begunSeries, pgx.StrictNamedArgs{"district": district, "now": now})
	if err != nil {
		return known("series of "+r.District, err)
	}
	var errs []error
	for _, m := range begun {
		errs = append(errs, s.inTx(ctx, fmt.Sprintf("next after meeting %d", m.ID), func(tx pgx.Tx) error {
			return s.planAfter(ctx, tx, r, m.ID, now)
		}))
	}
	return errors.Join(errs...)
}

// planAfter plans the meeting after one, with its place, agenda and hour, and invites to it. Dates that have passed meanwhile are left out.
func (s *Store) planAfter(ctx context.Context, tx pgx.Tx, r casebook.Round, id casebook.MeetingID, now time.Time) error {
	m, _, err := s.lockMeeting(ctx, tx, r.District, id)
	if err != nil {
		return err
	}
	next := m.StartsAt.In(zoneOr(r.Calendar.Zone))
	for !next.After(now) {
		later, again := m.Every.Next(next)
		if !again {
			return nil
		}
		next = later
	}
	m.StartsAt = next
	made, err := insertMeetingPlan(ctx, tx, m, "", now)
	if errors.Is(err, pgx.ErrNoRows) { // another round was faster
		return nil
	}
	if err != nil {
		return err
	}
	if err := meetingEvent(ctx, tx, made, casebook.Change{At: now, Move: casebook.PlanIt}, ""); err != nil {
		return err
	}
	if m, _, err = s.readMeeting(ctx, tx, r.District, made); err != nil {
		return err
	}
	return s.tellInvited(ctx, tx, m, casebook.Invited, fmt.Sprintf("%s:%d", casebook.Invited, made), 0, now)
}
