//go:build plans

package store

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/devstack"
	"rembuk/internal/private"
	"rembuk/migrations"
)

// Ten years of a district: 158 groups of 7 officers and 20 members meet every week, which makes 82,000 meetings and 1.6 million lines of attendance. Every fifth
// meeting is a coaching; each decides one thing; a village gets 10 released cases a year, of which an officer reports one. The last meeting is of today.
// How to see the plans and the times: go test -tags plans -run Coaching -v ./internal/store
const coachedYears = `
INSERT INTO regions (district_id, code, parent, level, name, lat, lon)
SELECT 1, '17.01', '17', 'kabupaten', 'Contoh', 0, 0
UNION ALL
SELECT 1, format('17.01.%s', lpad(k::text, 2, '0')), '17.01', 'kecamatan', 'K', 0, 0 FROM generate_series(1, 11) k
UNION ALL
SELECT 1, format('17.01.%s.20%s', lpad(k::text, 2, '0'), lpad(v::text, 2, '0')), '17.01', 'desa', 'D', 0, 0 FROM generate_series(1, 11) k, generate_series(1, 15) v;
INSERT INTO people (district_id) SELECT 1 FROM generate_series(1, 8000);
INSERT INTO groups (district_id, kind, name, region, created_at)
SELECT 1, 'wksbm', 'WKSBM ' || n, format('17.01.%s.20%s', lpad((1 + n % 11)::text, 2, '0'), lpad((1 + n / 11)::text, 2, '0')), @today::timestamptz - interval '10 years'
FROM generate_series(1, 158) n;
INSERT INTO members (district_id, group_id, place, name, post, officer, person_id, joined_at)
SELECT 1, g.id, n, 'Warga', CASE n WHEN 1 THEN 'Ketua' WHEN 2 THEN 'Sekretaris' ELSE '' END, n <= 7, (g.id - 1) * 27 + n, g.created_at
FROM groups g, generate_series(1, 27) n;
INSERT INTO accounts (district_id, user_mac, user_sealed, person_id) SELECT 1, sha256(id::text::bytea), '', id FROM people;
INSERT INTO grants (district_id, person_id, role, region, granted_at)
SELECT 1, 5000 + g.id, 'officer', g.region, g.created_at FROM groups g
UNION ALL SELECT 1, 5200 + k, 'coordinator', format('17.01.%s', lpad(k::text, 2, '0')), now() FROM generate_series(1, 11) k
UNION ALL SELECT 1, 5300, 'staff', '17.01', now();
INSERT INTO meetings (district_id, group_id, region, kind, state, starts_at, clock, topics, expected_officers, present_officers, ticked_officers, attended, logged_at, made_at)
SELECT 1, g.id, g.region, CASE w % 5 WHEN 0 THEN 'coaching' WHEN 1 THEN 'work' ELSE 'officers' END, 'held', at, true, ARRAY['t' || w % 9], 7, 2 + (w + g.id) % 6, 1, 20, at, at
FROM groups g, generate_series(0, 519) w, LATERAL (SELECT @today::timestamptz - w * interval '7 days' AS at) t;
INSERT INTO attendance (meeting_id, district_id, member_id, officer, presence, sources, self, at)
SELECT m.id, 1, o.id, o.officer, 'present', '{number}', false, m.starts_at
FROM meetings m JOIN members o ON o.group_id = m.group_id AND o.place <= 20;
INSERT INTO follow_ups (district_id, meeting_id, group_id, place, what, member_id, due, state, done_at, made_at, secret)
SELECT 1, m.id, m.group_id, 1, 'tugas', NULL, m.starts_at::date + 7, CASE WHEN m.id % 7 = 0 THEN 'todo' ELSE 'done' END,
    CASE WHEN m.id % 7 <> 0 THEN m.starts_at + (m.id % 10) * interval '1 day' END, m.starts_at, false
FROM meetings m;
INSERT INTO monthly_reports (district_id, group_id, region, month, drafted_at, sent_at, sent_by)
SELECT 1, g.id, g.region, month, month, month + interval '35 days', 5000 + g.id
FROM groups g, generate_series(date_trunc('month', @today::timestamptz AT TIME ZONE 'UTC') - interval '119 months', @today::timestamptz AT TIME ZONE 'UTC', interval '1 month') AS month;
INSERT INTO tests (meeting_id, phase, topic, opened_by, opened_at)
SELECT id, 'after', 't1', 5300, starts_at FROM meetings WHERE kind = 'coaching';
INSERT INTO test_results (meeting_id, district_id, phase, topic, person_id, correct, questions, at)
SELECT m.id, 1, 'after', 't1', o.person_id, 3, 4, m.starts_at FROM meetings m JOIN members o ON o.group_id = m.group_id AND o.place <= 7 WHERE m.kind = 'coaching';
INSERT INTO problem_groups (district_id, key, place, emoji, button_id, button_en, help_id, help_en) VALUES (1, 'lansia', 1, '', 'Lansia', '', '', '');
INSERT INTO categories (district_id, code, group_key, name_id, name_en, sensitivity, priority) VALUES (1, 'PPKS-01', 'lansia', 'Lansia', '', 'medium', 'normal');
INSERT INTO cases (district_id, number, dialog, state, lane, region, kind, category, told_kind, story, released, holder_id, received_at, sort_at, filed_at)
SELECT 1, format('BS-%s-%s-0', lpad(g.id::text, 4, '0'), lpad(n::text, 4, '0')), format('%s.%s', g.id, n), 'resolved', 'open', g.region, 'lansia', 'PPKS-01', 'lansia', 'kata',
    true, 5000 + g.id, at, at, at
FROM groups g, generate_series(1, 100) n, LATERAL (SELECT @today::timestamptz - n * interval '36 days' AS at) t;
INSERT INTO case_reporters (case_id, district_id, person_id) SELECT id, 1, CASE WHEN id % 10 = 0 THEN holder_id ELSE 6000 + id * 7919 % 2000 END FROM cases;
INSERT INTO case_events (case_id, at, actor_id, move, from_state, to_state)
SELECT id, received_at + s.n * interval '3 hours', holder_id, s.move, '', '' FROM cases, (VALUES (1, 'release'), (2, 'visit'), (3, 'visit')) AS s (n, move);`

var loadedToday = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func decade(t *testing.T) *Store {
	ring, err := private.ParseRing(private.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), devstack.TestDatabase(t, nil)+"&statement_timeout=0", ring)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if err := migrations.Up(t.Context(), s.Pool()); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveDistrict(t.Context(), DistrictRow{Region: "17.01", Prefix: "BS", Zone: "Asia/Jakarta", Name: "Contoh", Office: "Contoh"}); err != nil {
		t.Fatal(err)
	}
	s.Enqueue = func(context.Context, pgx.Tx, []casebook.Task) error { return nil }
	s.Rules = func(string) casebook.Round { return decadeRules }
	began := time.Now()
	load := strings.ReplaceAll(coachedYears, "@today", "'"+loadedToday.Format(time.RFC3339)+"'")
	if _, err := s.Pool().Exec(t.Context(), load, pgx.QueryExecModeSimpleProtocol); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Pool().Exec(t.Context(), "VACUUM ANALYZE"); err != nil {
		t.Fatal(err)
	}
	t.Logf("ten years in %v", time.Since(began).Round(time.Second))
	return s
}

var decadeRules = casebook.Round{
	District: "17.01", Calendar: casebook.Calendar{Zone: time.FixedZone("Asia/Jakarta", 7*3600)},
	Thresholds: casebook.Thresholds{Presence: 60, Months: 6, Follow: 60, Schedule: casebook.Span{Count: 90, Unit: casebook.Day}, ReportDay: 5, Topics: 9},
	Minutes:    3 * casebook.Day, MinutesLate: 7 * casebook.Day, DayBefore: casebook.Day, HoursBefore: 2 * time.Hour, FollowLater: 3 * casebook.Day,
}

func TestPlansOfCoaching(t *testing.T) {
	s := decade(t)
	zone := decadeRules.Calendar.Zone
	p := spanOf(zone, casebook.DateOf(loadedToday.In(zone)), loadedToday)
	last := spanOf(zone, casebook.Date{Year: 2026, Month: 10, Day: 1}, loadedToday)
	p.Zone, last.Zone = mustZone(t), mustZone(t)
	of := pgx.StrictNamedArgs{"group": int64(77), "year": p.Year.In(p.Zone), "until": p.Until}
	village := pgx.StrictNamedArgs{"district": int32(1), "region": "17.01.01.2008", "year": p.Year.In(p.Zone), "until": p.Until}
	with := func(args pgx.StrictNamedArgs, name string, value any) pgx.StrictNamedArgs {
		more := pgx.StrictNamedArgs{name: value}
		for n, v := range args {
			more[n] = v
		}
		return more
	}
	for _, q := range []struct {
		name, sql string
		args      pgx.StrictNamedArgs
	}{
		{"figures of a group", figuresOfGroup, p.args(pgx.StrictNamedArgs{"group": int64(77)})},
		{"figures of the district", figuresOfRegion, last.args(pgx.StrictNamedArgs{"district": int32(1), "region": "17.01"})},
		{"tests", groupTests, of},
		{"topics", groupTopics, of},
		{"trend", groupTrend, with(of, "zone", "Asia/Jakarta")},
		{"kinds", groupKinds, with(village, "group", int64(77))},
		{"work of the village", villageWork, village},
		{"kinds of meetings", kindsOfMonth, pgx.StrictNamedArgs{"district": int32(1), "region": "17.01", "month": last.Month.In(zone), "until": last.Until}},
		{"overdue", overdueGroups, pgx.StrictNamedArgs{"district": "17.01", "region": "17.01", "cut": loadedToday.AddDate(0, 0, -90)}},
		{"series", begunSeries, pgx.StrictNamedArgs{"district": int32(1), "now": loadedToday}},
	} {
		for _, mode := range []string{"force_custom_plan", "force_generic_plan"} {
			t.Run(q.name+" "+mode, func(t *testing.T) {
				plan := explain(t, s, mode, q.sql, q.args)
				t.Log("\n" + plan)
				for _, table := range []string{"attendance", "meetings", "follow_ups", "test_results", "cases", "case_events", "case_reporters"} {
					if strings.Contains(plan, "Seq Scan on "+table+" ") {
						t.Errorf("the plan reads all of %s", table)
					}
				}
				if strings.Contains(plan, " on attendance") {
					t.Error("the attendance lists are looked at")
				}
			})
		}
	}
	coachingTimes(t, s)
}

func mustZone(t *testing.T) *time.Location {
	zone, err := time.LoadLocation("Asia/Jakarta")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// coachingTimes measures what a person waits for, through the store: the median of 20.
func coachingTimes(t *testing.T, s *Store) {
	coordinator, staff := casebook.Viewer{District: "17.01", Person: 5201}, casebook.Viewer{District: "17.01", Person: 5300}
	minute := 0
	for _, m := range []struct {
		name string
		most time.Duration
		call func() error
	}{
		{"indicators of a group", 200 * time.Millisecond, func() error { _, err := s.Indicators(t.Context(), staff, 77, loadedToday); return err }},
		{"summary of a kecamatan", 200 * time.Millisecond, func() error {
			_, err := s.Summary(t.Context(), coordinator, "17.01.01", casebook.Date{Year: 2026, Month: 10, Day: 1}, loadedToday)
			return err
		}},
		{"summary of the district", 200 * time.Millisecond, func() error {
			_, err := s.Summary(t.Context(), staff, "17.01", casebook.Date{Year: 2026, Month: 10, Day: 1}, loadedToday)
			return err
		}},
		{"follow-ups of staff", 200 * time.Millisecond, func() error { _, err := s.FollowUps(t.Context(), staff, 20, now); return err }},
		{"a round", time.Second, func() error {
			minute++
			return s.Round(t.Context(), decadeRules, loadedToday.Add(time.Duration(minute)*time.Minute))
		}},
	} {
		times := make([]time.Duration, 20)
		for i := range times {
			began := time.Now()
			if err := m.call(); err != nil {
				t.Fatal(err)
			}
			times[i] = time.Since(began)
		}
		slices.Sort(times)
		t.Logf("%-24s p50 %7v  max %7v", m.name, times[10].Round(100*time.Microsecond), times[19].Round(100*time.Microsecond))
		if times[10] > m.most {
			t.Errorf("%s takes %v", m.name, times[10])
		}
	}
}
