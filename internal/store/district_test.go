package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"rembuk/internal/casebook"
	"rembuk/internal/devstack"
	"rembuk/migrations"
)

func TestADistrictsDataAreBroughtAgainAndAgain(t *testing.T) {
	w := open(t)
	w.file()
	if _, err := w.Pool().Exec(t.Context(), "UPDATE policies SET count = 5, kept = true"); err != nil {
		t.Fatal(err)
	}
	d := dataOf(district, "BS")
	d.Name, d.Regions, d.Groups, d.Categories, d.Hotlines, d.Holidays = "Baru", d.Regions[:3], d.Groups[1:], d.Categories[1:], nil, nil
	for range 2 {
		if err := w.SaveDistrict(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	got, err := w.District(t.Context(), 1000)
	if err != nil || got.Name != "Baru" || got.Region != district || got.Bot != 1000 || got.Zone != "Asia/Jakarta" {
		t.Errorf("%+v, %v", got, err)
	}
	for table, want := range map[string]int{"regions": 6, "problem_groups": 1, "categories": 1, "hotlines": 1, "holidays": 1, "policies": 0} {
		if n := value[int](w, "SELECT count(*) FROM "+table+" WHERE retired AND district_id = $1", got.ID); n != want {
			t.Errorf("%d rows of %s are retired, want %d", n, table, want)
		}
	}
	if n := value[int](w, "SELECT count FROM policies WHERE district_id = $1", got.ID); n != 5 {
		t.Errorf("the office's own policy was overwritten with %d", n)
	}
	if err := w.SaveDistrict(t.Context(), dataOf(district, "BS")); err != nil {
		t.Fatal(err)
	}
	if n := value[int](w, "SELECT count(*) FROM regions WHERE retired"); n != 0 {
		t.Errorf("%d regions stay retired", n)
	}
}

func TestABotServesOneDistrict(t *testing.T) {
	w := open(t)
	if err := w.BindBot(t.Context(), district, 1001); !errors.Is(err, casebook.ErrConflict) {
		t.Errorf("the other district's bot: %v", err)
	}
	if err := w.BindBot(t.Context(), "55.55", 1); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("no such district: %v", err)
	}
	if err := w.BindBot(t.Context(), district, 2000); err != nil {
		t.Error(err)
	}
	if _, err := w.District(t.Context(), 1000); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("the old bot: %v", err)
	}
	if list, err := w.Districts(t.Context()); err != nil || len(list) != 2 || list[0].Bot != 2000 {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := w.Person(t.Context(), "55.55", 1, "id"); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("a person of no district: %v", err)
	}
}

func TestOnePersonHoweverManyUpdatesComeAtOnce(t *testing.T) {
	w := open(t)
	people := make([]casebook.PersonID, 8)
	var wg sync.WaitGroup
	for i := range people {
		wg.Go(func() {
			v, err := w.Person(t.Context(), district, 4711, "en")
			if err != nil || v.Language != "en" {
				t.Errorf("%+v, %v", v, err)
			}
			people[i] = v.Person
		})
	}
	wg.Wait()
	for _, p := range people {
		if p != people[0] || p == 0 {
			t.Fatalf("people %v", people)
		}
	}
	if n := value[int](w, "SELECT count(*) FROM people"); n != 1 {
		t.Errorf("%d people", n)
	}
	v := casebook.Viewer{District: district, Person: people[0]}
	if err := w.SetLanguage(t.Context(), v, "id"); err != nil {
		t.Error(err)
	}
	if err := w.SetLanguage(t.Context(), v, "fr"); !errors.Is(err, casebook.ErrBadInput) {
		t.Errorf("French: %v", err)
	}
	if err := w.SetNotice(t.Context(), v, 3); err != nil {
		t.Error(err)
	}
	if v, err := w.Viewer(t.Context(), district, people[0]); err != nil || v.Language != "id" {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := w.Viewer(t.Context(), other, people[0]); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("seen from the other district: %v", err)
	}
}

func TestReplicasThatStartTogetherMigrateOnce(t *testing.T) {
	dsn := devstack.TestDatabase(t, nil)
	var running, ran atomic.Int32
	more := func(context.Context, *pgxpool.Pool) error {
		if running.Add(1) > 1 {
			t.Error("two migrate at once")
		}
		time.Sleep(20 * time.Millisecond)
		running.Add(-1)
		ran.Add(1)
		return nil
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			pool, err := pgxpool.New(t.Context(), dsn)
			if err != nil {
				t.Error(err)
				return
			}
			defer pool.Close()
			if err := migrations.Up(t.Context(), pool, more); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if ran.Load() != 4 {
		t.Errorf("the rest ran %d times", ran.Load())
	}
}
