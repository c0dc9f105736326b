//go:build plans

package store

import (
	"context"
	"fmt"
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

// A million cases in a district of 11 kecamatan with 14 villages each, of 100,000 people: 3 in 10 open, of these two thirds confidential, a ninth released; the
// people report unevenly often. How to see the plans: go test -tags plans -run Plans -v ./internal/store
const millionCases = `
INSERT INTO regions (district_id, code, parent, level, name, lat, lon)
SELECT 1, '17.01', '17', 'kabupaten', 'Contoh', 0, 0
UNION ALL
SELECT 1, format('17.01.%s', lpad(k::text, 2, '0')), '17.01', 'kecamatan', 'K', 0, 0 FROM generate_series(1, 11) k
UNION ALL
SELECT 1, format('17.01.%s.20%s', lpad(k::text, 2, '0'), lpad(v::text, 2, '0')), '17.01', 'desa', 'D', 0, 0 FROM generate_series(1, 11) k, generate_series(1, 14) v;
INSERT INTO people (district_id) SELECT 1 FROM generate_series(1, 100000);
INSERT INTO problem_groups (district_id, key, place, emoji, button_id, button_en, help_id, help_en) SELECT 1, 'kind' || k, 10 + k, '', 'Jenis', '', '', '' FROM generate_series(0, 7) k;
INSERT INTO cases (kind, district_id, number, dialog, state, lane, shield, region, story, released, received_at, due_at, sort_at, filed_at)
SELECT 'kind' || n % 8, 1, format('BS-%s-%s-0', lpad((n / 10000)::text, 4, '0'), lpad((n % 10000)::text, 4, '0')), n::text,
    CASE WHEN n % 10 < 7 THEN 'resolved' WHEN n % 10 < 9 THEN 'received' ELSE 'checking' END,
    CASE WHEN n % 2 = 0 THEN 'open' ELSE 'confidential' END, CASE WHEN n % 34 = 1 THEN 'office' ELSE '' END,
    format('17.01.%s.20%s', lpad((1 + n % 11)::text, 2, '0'), lpad((1 + n % 14)::text, 2, '0')), repeat('kata ', 40), n % 2 = 0 AND n % 3 = 0 AND n % 34 <> 1,
    at, at + '3 days', at + '3 days', at
FROM (SELECT n, timestamptz '2024-01-01' + (hashint4(n)::bigint + 2147483648) / 4294967296.0 * '3 years'::interval AS at FROM generate_series(1, 1000000) n) x;
INSERT INTO case_reporters (case_id, district_id, person_id) SELECT id, 1, 1 + (id * 7919 % 100000) * (id * 7919 % 100000) / 100000 FROM cases;`

func TestPlansOfAMillionCases(t *testing.T) {
	s := million(t)
	after := pgx.StrictNamedArgs{"district": int32(1), "person": int64(4711), "after_sort": time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), "after_id": int64(500), "limit": 21}
	like := pgx.StrictNamedArgs{"district": int32(1), "region": "17.01.09.2011", "kind": "kind0", "from": time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC),
		"to": time.Date(2025, 3, 15, 0, 0, 0, 0, time.UTC), "limit": casebook.AlikeMost}
	in := func(regions ...string) pgx.StrictNamedArgs {
		args := pgx.StrictNamedArgs{"regions": regions}
		for name, value := range after {
			args[name] = value
		}
		return args
	}
	for _, q := range []struct {
		name, sql, index string
		args             pgx.StrictNamedArgs
	}{
		{"caseworker", openForCaseworker, "cases_open", after},
		{"head", openForHead, "cases_open", after},
		{"staff", openForStaff, "cases_open_lane", after},
		{"coordinator", openForCoordinator, "cases_open_kecamatan", in("17.01.09")},
		{"coordinator of two", openForCoordinator, "cases_open_kecamatan", in("17.01.09", "17.01.03")},
		{"officer", openForOfficer, "cases_open_village", in("17.01.09.2011")},
		{"own cases", ownCases, "case_reporters_own", pgx.StrictNamedArgs{"district": int32(1), "person": int64(4711), "limit": 20}},
		{"alike, to staff", alikeAny, "cases_alike", like},
		{"alike, to a resident", alikeJoinable, "cases_alike", like},
		{"one case", caseByNumber, "cases_number_key", pgx.StrictNamedArgs{"district": "17.01", "number": "BS-0048-2109-0"}},
	} {
		for _, mode := range []string{"force_custom_plan", "force_generic_plan"} {
			t.Run(q.name+" "+mode, func(t *testing.T) {
				plan := explain(t, s, mode, q.sql, q.args)
				t.Log("\n" + plan)
				if q.args["after_id"] != nil && !strings.Contains(strings.SplitN(plan, "\n", 2)[0], "rows=21") {
					t.Error("the page is not full: the plan is that of another case")
				}
				if !strings.Contains(plan, q.index+" ") || strings.Contains(plan, "Seq Scan on cases") || strings.Contains(plan, "Seq Scan on case_reporters") {
					t.Errorf("the plan does without %s", q.index)
				}
			})
		}
	}
	measure(t, s)
}

func million(t *testing.T) *Store {
	dsn := devstack.TestDatabase(t, nil)
	ring, err := private.ParseRing(private.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), dsn+"&statement_timeout=0", ring)
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
	began := time.Now()
	if _, err := s.Pool().Exec(t.Context(), millionCases, pgx.QueryExecModeSimpleProtocol); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Pool().Exec(t.Context(), "VACUUM ANALYZE"); err != nil {
		t.Fatal(err)
	}
	t.Logf("a million cases in %v", time.Since(began).Round(time.Second))
	return s
}

func explain(t *testing.T, s *Store, mode, sql string, args pgx.StrictNamedArgs) string {
	t.Helper()
	connection, err := s.Pool().Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Release()
	if _, err := connection.Exec(t.Context(), "SET plan_cache_mode = "+mode); err != nil {
		t.Fatal(err)
	}
	rows, _ := connection.Query(t.Context(), "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) "+sql, args)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// measure times what a person waits for, through the store.
func measure(t *testing.T, s *Store) {
	as := func(role casebook.Role, region string) casebook.Viewer {
		return casebook.Viewer{District: "17.01", Person: 4711, Grants: []casebook.Grant{{Person: 4711, Role: role, Region: region}}}
	}
	last := casebook.Cursor{Sort: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), ID: 1}
	list := func(v casebook.Viewer, after casebook.Cursor) func(context.Context) error {
		return func(ctx context.Context) error { _, _, err := s.OpenCases(ctx, v, after, 20); return err }
	}
	for _, m := range []struct {
		name string
		call func(context.Context) error
	}{
		{"caseworker, first page", list(as(casebook.Caseworker, "17.01"), casebook.Cursor{})},
		{"caseworker, last pages", list(as(casebook.Caseworker, "17.01"), last)},
		{"staff, first page", list(as(casebook.Staff, "17.01"), casebook.Cursor{})},
		{"coordinator, first page", list(as(casebook.Coordinator, "17.01.09"), casebook.Cursor{})},
		{"officer, first page", list(as(casebook.Officer, "17.01.09.2011"), casebook.Cursor{})},
		{"alike", func(ctx context.Context) error {
			_, err := s.alike(ctx, s.Pool(), alikeAny, casebook.Case{District: "17.01", Region: "17.01.09.2011", Kind: "kind0", ReceivedAt: time.Date(2025, 3, 8, 0, 0, 0, 0, time.UTC),
				Story: private.Of("banjir merendam belasan rumah")})
			return err
		}},
		{"own cases", func(ctx context.Context) error {
			_, err := s.OwnCases(ctx, as(casebook.Staff, "17.01"), 20)
			return err
		}},
	} {
		times := make([]time.Duration, 200)
		for i := range times {
			began := time.Now()
			if err := m.call(t.Context()); err != nil {
				t.Fatal(err)
			}
			times[i] = time.Since(began)
		}
		slices.Sort(times)
		t.Log(fmt.Sprintf("%-24s p50 %7v  p99 %7v", m.name, times[100].Round(10*time.Microsecond), times[198].Round(10*time.Microsecond)))
	}
}
