package house_test

import (
	"context"
	"strings"
	"testing"

	"rembuk/internal/casebook"
	"rembuk/internal/devstack"
	"rembuk/internal/house"
)

// Whatever step of its submit the program is killed at, the log of a meeting is filed once and said once, without a tap.
func TestKilledAtEachStepOfALog(t *testing.T) {
	eachWay(t, func(t *testing.T, s *stage) {
		p := s.program("")
		admin := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
		s.importRoster(admin)
		for i, step := range []string{"frozen", "filed", "finished", "said", "noted"} {
			jumadil := s.grants(s.person(int64(2011+i), "Jumadil"), casebook.Officer, kuripan)
			jumadil.says("/rapat", "1", "1-4 7 +5", "Iuran berjalan")
			jumadil.reads("KIRIM")
			p.stopAt(step)
			jumadil.Send("1")
			p.stopped(step)
			p.kill()
			p = s.program("")
			jumadil.idle()
			jumadil.reads("Tersimpan")
			jumadil.reads("Semuanya 10 orang")
			if got := s.count("SELECT count(*) FROM meetings WHERE state = 'held' AND attended = 10"); got != i+1 {
				t.Fatalf("killed at %q: %d meetings of %d logs", step, got, i+1)
			}
			if n := jumadil.times("Tersimpan"); n > 2 || n > 1 && step != "said" {
				t.Errorf("killed at %q, it was said %d times\n%s", step, n, jumadil.screen())
			}
		}
		s.nothingFrozen()
	})
}

// The last answer is delivered twice: one meeting.
func TestTheLastAnswerOfALogComesTwice(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/rapat", "1", "1-4", "Iuran berjalan")
	s.sim.Faults().DeliverTwice(1)
	jumadil.says("1")
	jumadil.reads("Semuanya 4 orang")
	jumadil.Send("1")
	jumadil.idle()
	if n := s.count("SELECT count(*) FROM meetings"); n != 1 {
		t.Errorf("%d meetings of 1", n)
	}
	if n := jumadil.times("Tersimpan"); n != 1 {
		t.Errorf("said %d times\n%s", n, jumadil.screen())
	}
}

// PostgreSQL is away at KIRIM: the log is kept, and the officer reads so; when it is back, the log is filed and said.
func TestALogWaitsForPostgres(t *testing.T) {
	besideOthers(t)
	postgres, err := devstack.StartPostgres(context.Background(), devstack.PostgresConfig{Dir: t.TempDir(), Durable: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = postgres.Stop() }) // after the stage's own
	if err := migrate(context.Background(), postgres.DSN()); err != nil {
		t.Fatal(err)
	}
	s := newStage(t, func(cfg *house.Config) { cfg.Database = postgres.DSN() })
	jumadil := s.mufakat()
	jumadil.says("/rapat", "1", "1-4", "Iuran berjalan")
	jumadil.reads("1. KIRIM")
	postgres.Kill()
	jumadil.says("1")
	said := jumadil.reads("tersimpan, belum tercatat").Text
	if strings.Contains(said, "110") {
		t.Error("a log is no emergency\n" + said)
	}
	s.comesBack(func() error { return postgres.Restart(context.Background()) })
	jumadil.reads("Tersimpan. ")
	jumadil.reads("Semuanya 4 orang")
	if n := s.count("SELECT count(*) FROM meetings WHERE state = 'held'"); n != 1 {
		t.Errorf("%d meetings of 1", n)
	}
	s.nothingFrozen()
}
