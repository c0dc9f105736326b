package store_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"rembuk/internal/casebook"
	"rembuk/internal/devstack"
	"rembuk/internal/private"
	"rembuk/internal/store"
	"rembuk/migrations"
)

func TestMain(m *testing.M) { os.Exit(devstack.Main(m)) }

const (
	district  = "17.01"
	kecamatan = "17.01.09"
	village   = "17.01.09.2001"
	neighbour = "17.01.09.2002"
	other     = "99.01"
)

var now = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

func migrate(ctx context.Context, dsn string) error {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := migrations.Up(ctx, pool); err != nil {
		return err
	}
	s, err := store.Open(ctx, dsn, ring())
	if err != nil {
		return err
	}
	defer s.Close()
	for i, d := range []string{district, other} {
		if err := s.SaveDistrict(ctx, dataOf(d, []string{"BS", "CT"}[i])); err != nil {
			return err
		}
		if err := s.BindBot(ctx, d, int64(1000+i)); err != nil {
			return err
		}
	}
	return nil
}

func dataOf(code, prefix string) store.DistrictRow {
	d := store.DistrictRow{Region: code, Prefix: prefix, Zone: "Asia/Jakarta", Name: "Contoh", Office: "Dinas Sosial Contoh"}
	d.Regions = []casebook.Region{{Code: code, Parent: code[:2], Level: casebook.LevelKabupaten, Name: "Contoh"}}
	for _, k := range []string{"09", "10"} {
		d.Regions = append(d.Regions, casebook.Region{Code: code + "." + k, Parent: code, Level: casebook.LevelKecamatan, Name: "Kecamatan " + k})
		for _, v := range []string{"2001", "2002", "1003"} {
			level := casebook.LevelDesa
			if v[0] == '1' {
				level = casebook.LevelKelurahan
			}
			d.Regions = append(d.Regions, casebook.Region{Code: code + "." + k + "." + v, Parent: code + "." + k, Level: level, Name: "Desa " + v})
		}
	}
	d.Groups = []store.GroupRow{{Key: "lansia", ButtonID: "Lansia"}, {Key: "kekerasan", ButtonID: "Kekerasan", Confidential: true}}
	d.Categories = []store.CategoryRow{
		{Code: "PPKS-01", Group: "lansia", NameID: "Lanjut usia terlantar", Sensitivity: "medium", Priority: "normal"},
		{Code: "PPKS-02", Group: "kekerasan", NameID: "Korban tindak kekerasan", Sensitivity: "very_high", Priority: "urgent"},
	}
	d.Hotlines = []store.HotlineRow{{Key: "police", Number: "110", NameID: "Polisi", Topics: []string{"danger"}, Show: true}}
	d.Holidays = []store.HolidayRow{{Date: casebook.Date{Year: 2026, Month: 12, Day: 25}, Kind: "national", NameID: "Natal", Certainty: "fixed"}}
	d.Policies = []store.PolicyRow{{Key: "normal.verify", Count: 3, Unit: "day", Basis: "working"}}
	return d
}

var ring = sync.OnceValue(func() *private.Ring {
	r, err := private.ParseRing(private.NewKey())
	if err != nil {
		panic(err)
	}
	return r
})

// world is a store with the tasks that it enqueued, and a person of every role.
type world struct {
	*store.Store
	t     testing.TB
	mu    sync.Mutex
	tasks []casebook.Task
	fail  error
	users int64
}

func open(t testing.TB) *world {
	t.Helper()
	s, err := store.Open(t.Context(), devstack.TestDatabase(t, migrate), ring())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	w := &world{Store: s, t: t, users: 7_000_000_000}
	s.Enqueue = func(_ context.Context, _ pgx.Tx, tasks []casebook.Task) error {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.tasks = append(w.tasks, tasks...)
		return w.fail
	}
	return w
}

// did gives the kinds of the tasks enqueued since it was last asked.
func (w *world) did() []casebook.Task {
	w.mu.Lock()
	defer w.mu.Unlock()
	tasks := w.tasks
	w.tasks = nil
	return tasks
}

func kinds(tasks []casebook.Task) string {
	var list []string
	for _, t := range tasks {
		list = append(list, string(t.Kind))
	}
	slices.Sort(list)
	return fmt.Sprint(list)
}

// somebody new writes to the district's bot.
func (w *world) somebody(in string) casebook.Viewer {
	w.t.Helper()
	w.users++
	v, err := w.Person(w.t.Context(), in, w.users, "id")
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// with gives a new person a role, by the command line.
func (w *world) with(role casebook.Role, region string) casebook.Viewer {
	w.t.Helper()
	v := w.somebody(region[:5])
	code, _, err := w.Invite(w.t.Context(), casebook.Viewer{District: region[:5]}, role, region, now, time.Hour)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.Accept(w.t.Context(), v, code, now); err != nil {
		w.t.Fatal(err)
	}
	v, err = w.Viewer(w.t.Context(), v.District, v.Person)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) filing(reporter casebook.Viewer, change ...func(*casebook.Filing)) casebook.Filing {
	f := casebook.Filing{
		Dialog: fmt.Sprint("talk of ", reporter.Person), Digest: []byte("first"), District: reporter.District, Reporter: reporter.Person,
		Region: reporter.District + ".09.2001", Story: private.Of("Nek Rumsia sendirian"), Kind: "lansia", Disclosure: casebook.OfficeOnly,
		Urgency: casebook.Normal, Notice: 1, SentAt: now, DueAt: now.Add(72 * time.Hour),
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

// file makes a case of a new resident.
func (w *world) file(change ...func(*casebook.Filing)) casebook.Case {
	w.t.Helper()
	return w.fileBy(w.somebody(district), change...)
}

func (w *world) fileBy(reporter casebook.Viewer, change ...func(*casebook.Filing)) casebook.Case {
	w.t.Helper()
	r, err := w.FileCase(w.t.Context(), w.filing(reporter, change...), false, now)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.Case
}

func (w *world) move(v casebook.Viewer, c casebook.Case, o casebook.Order) casebook.Case {
	w.t.Helper()
	next, err := w.Move(w.t.Context(), v, c.Number, o, now)
	if err != nil {
		w.t.Fatal(err)
	}
	return next
}

// value reads one value past the store.
func value[T any](w *world, sql string, args ...any) T {
	w.t.Helper()
	var v T
	if err := w.Pool().QueryRow(w.t.Context(), sql, args...).Scan(&v); err != nil {
		w.t.Fatal(err)
	}
	return v
}

// sent has all copies of a case's alerts sent, each as the next message.
func (w *world) sent(c casebook.Case) []casebook.AlertCopy {
	w.t.Helper()
	rows, _ := w.Pool().Query(w.t.Context(), "SELECT p.id FROM alert_copies p JOIN alerts a ON a.id = p.alert_id WHERE a.case_id = $1 AND p.state = 'pending' ORDER BY p.id", c.ID)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		w.t.Fatal(err)
	}
	var copies []casebook.AlertCopy
	for _, id := range ids {
		if err := w.CopySent(w.t.Context(), id, int(id)+100, now); err != nil {
			w.t.Fatal(err)
		}
		a, err := w.Copy(w.t.Context(), id)
		if err != nil {
			w.t.Fatal(err)
		}
		copies = append(copies, a)
	}
	return copies
}
