package house_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/devstack"
	"rembuk/internal/house"
	"rembuk/internal/simulator"
)

// PostgreSQL stops, and later hangs, while people press KIRIM: nobody is left without an answer, and each gets the number without pressing again.
func TestPostgresIsAwayDuringKirim(t *testing.T) {
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
	t.Cleanup(postgres.Resume)
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
	hartati, asnidar, budi, siti := s.person(1001, "Hartati"), s.person(1002, "Asnidar"), s.person(1003, "Budi"), s.person(1004, "Siti")
	for _, a := range []*actor{hartati, asnidar, siti} {
		a.says(harmless, "batu panco", "1")
	}
	budi.says(harmless)

	postgres.Kill()
	hartati.says("1")
	hartati.reads("tersimpan, belum tercatat", "110")
	hartati.says("1", "KIRIM") // out of impatience
	hartati.says("Bahaya sekarang")
	hartati.reads("Telepon sekarang", "110")
	asnidar.says("1")
	asnidar.reads("tersimpan, belum tercatat")
	asnidar.says("/bahasa", "1", "/bahasa", "1", "/bahasa", "1") // so much is done after it that the talk's end is not remembered
	budi.says("batu panco")
	budi.reads("Siapa boleh tahu")
	stranger := s.person(1009, "Orang Baru")
	stranger.says("Bahaya sekarang")
	stranger.reads("Telepon sekarang", "110")
	stranger.says(harmless)
	stranger.reads("belum sampai ke petugas", "110")           // it goes off at once, as the button says
	_ = s.house.FastForward(context.Background(), time.Minute) // the sweeper comes by in vain

	s.comesBack(func() error { return postgres.Restart(context.Background()) })
	hartati.presented(s.oneNumber(hartati), 1)
	s.oneNumber(asnidar)
	s.oneNumber(stranger)
	budi.says("1", "1")
	budi.number()
	s.alerted(herman, 3)
	if got := s.count("SELECT count(*) FROM cases"); got != 4 {
		t.Errorf("%d cases of 4 reports", got)
	}

	postgres.Pause()
	begun := time.Now()
	siti.Send("1")
	siti.reads("tersimpan, belum tercatat")
	newcomer := s.person(1010, "Orang Baru Lagi")
	newcomer.Send("Bahaya sekarang")
	newcomer.reads("Telepon sekarang")
	if took := time.Since(begun); took > 14*time.Second {
		t.Errorf("answers took %v: the deadline is 15 s", took)
	}
	s.comesBack(func() error { postgres.Resume(); return nil })
	s.oneNumber(siti)
	s.alerted(herman, 4)
	s.nothingFrozen()
	if got := s.count("SELECT count(*) FROM dead_updates"); got != 0 {
		t.Errorf("%d dead updates: an absent service is no fault of an update", got)
	}
}

// comesBack brings a service back and lets the time pass until the sweeper comes by.
func (s *stage) comesBack(how func() error) {
	s.t.Helper()
	if err := how(); err != nil {
		s.t.Fatal(err)
	}
	s.until("all services answer", func() bool {
		w := httptest.NewRecorder()
		s.house.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		return w.Code == 200
	})
	s.until("the sweeper has come by", func() bool { return s.house.FastForward(context.Background(), time.Minute) == nil })
}

// presented sees that the number was said so many times as a receipt.
func (a *actor) presented(number string, times int) {
	a.t.Helper()
	if got := a.times("Nomor: " + number); got != times {
		a.t.Errorf("%s was said %d times:\n%s", number, got, a.screen())
	}
}

// Redis stops in the middle of a talk: what was said meanwhile waits at Telegram, and comes in order, once.
func TestRedisIsAwayDuringATalk(t *testing.T) {
	for way, change := range map[string]func(*house.Config){"polling": func(*house.Config) {}, "webhook": byWebhook(t)} {
		t.Run(way, func(t *testing.T) {
			besideOthers(t)
			redis, err := devstack.StartRedis(context.Background(), devstack.RedisConfig{Dir: t.TempDir(), Durable: true})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = redis.Stop() })
			s := newStage(t, change, func(cfg *house.Config) { cfg.Redis, cfg.Prefix = redis.URL(), "" })
			s.delivers()
			hartati := s.person(1001, "Hartati")
			hartati.says("/bantuan")
			redis.Kill()
			hartati.Send("atap rumah kakek bocor")
			hartati.Send("dan beliau sendirian")
			s.until("the program has noticed", func() bool { return strings.Contains(s.log.String(), "attempts cannot be counted") })
			if err := redis.Restart(context.Background()); err != nil {
				t.Fatal(err)
			}
			hartati.idle()
			hartati.says("batu panco")
			redis.Kill()
			hartati.Send("1")
			if err := redis.Restart(context.Background()); err != nil {
				t.Fatal(err)
			}
			hartati.idle()
			hartati.says("1")
			s.oneNumber(hartati)
			if got := s.count("SELECT count(*) FROM cases WHERE story = $1", "atap rumah kakek bocor\ndan beliau sendirian"); got != 1 {
				t.Errorf("the story is not what was told:\n%s", hartati.screen())
			}
			s.nothingFrozen()
		})
	}
}

// delivers lets Telegram use the webhook, if the stage has one.
func (s *stage) delivers() {
	s.t.Helper()
	if s.cfg.Webhook == "" {
		return
	}
	if err := house.Webhook(context.Background(), s.cfg, "set", func(string) {}); err != nil {
		s.t.Fatal(err)
	}
}

// Telegram refuses the receipt for a while: the number is said later, and whatever else happens it is the same.
func TestTelegramFailsDuringTheReceipt(t *testing.T) {
	faults := []simulator.Failure{{Code: 429, RetryAfter: 1}, {Code: 429, RetryAfter: 3}, {Code: 500}, {Code: 502}, {Drop: true}, {Code: 500, Effect: true}, {Drop: true, Effect: true}}
	for way, change := range map[string]func(*house.Config){"polling": func(*house.Config) {}, "webhook": byWebhook(t)} {
		t.Run(way, func(t *testing.T) {
			besideOthers(t)
			s := newStage(t, change)
			s.delivers()
			for i, fault := range faults {
				hartati := s.person(int64(1001+i), "Hartati")
				hartati.says(harmless, "batu panco", "1")
				s.sim.Faults().Fail("sendMessage", 2, fault)
				hartati.Send("1")
				s.oneNumber(hartati)
				hartati.idle()
				s.sim.Faults().Clear()
				if got := s.count("SELECT count(*) FROM cases"); got != i+1 {
					t.Errorf("%+v: %d cases of %d reports", fault, got, i+1)
				}
			}
			s.nothingFrozen()
		})
	}
}

// Telegram delivers everything twice, loses each acknowledgement, and lets taps overtake messages: the same comes of it.
func TestUpdatesComeTwiceAndOutOfOrder(t *testing.T) {
	for way, change := range map[string]func(*house.Config){"polling": func(*house.Config) {}, "webhook": byWebhook(t)} {
		t.Run(way, func(t *testing.T) {
			besideOthers(t)
			s := newStage(t, change)
			s.delivers()
			herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
			for i, kind := range []string{"twice", "dropped"} {
				hartati := s.person(int64(1001+i), "Hartati")
				for _, answer := range []string{harmless, "batu panco", "1", "1"} {
					s.again(kind)
					hartati.says(answer)
				}
				number := s.oneNumber(hartati)
				hartati.presented(number, 1)
				for _, question := range []string{"Di desa mana?", "Siapa boleh tahu", "1. KIRIM"} {
					if n := hartati.times(question); n != 1 {
						t.Errorf("%s: %q is asked %d times", kind, question, n)
					}
				}
				herman.reads(number)
				s.again(kind)
				herman.taps("Ambil")
				herman.reads(number, "Bapak/Ibu yang mengambil")
			}
			if cases, takes := s.count("SELECT count(*) FROM cases WHERE story = $1", harmless), s.count("SELECT count(*) FROM case_events WHERE move = 'take'"); cases != 2 || takes != 2 {
				t.Errorf("%d cases and %d takes, want 2 and 2", cases, takes)
			}
			if way == "polling" {
				return // there all of a bot's updates are one queue
			}
			hartati := s.person(1003, "Hartati")
			hartati.says(harmless, "batu panco", "1", "1")
			herman.reads(hartati.number())
			s.sim.Faults().HoldMessages(herman.id)
			herman.Send("/tugas")
			if err := herman.TapLast("Ambil"); err != nil {
				t.Fatal(err)
			}
			herman.reads(hartati.number(), "Bapak/Ibu yang mengambil") // the tap has overtaken
			s.sim.Faults().Release()
			herman.idle()
			herman.reads("Laporan yang terbuka", "Diperiksa")
		})
	}
}

// again lets the next update come once more.
func (s *stage) again(kind string) {
	if kind == "twice" {
		s.sim.Faults().DeliverTwice(1)
	} else {
		s.sim.Faults().DropAnswers(1)
	}
}

// The shortest report is four answers, three where the story names the village, and costs one outgoing call a step and two at KIRIM.
func TestOneOutgoingCallAStep(t *testing.T) {
	besideOthers(t)
	s := newStage(t, byWebhook(t))
	s.delivers()
	for i, answers := range [][]string{{harmless, "batu panco", "1", "1"}, {harmless + " di desa batu panco", "1", "1"}} {
		hartati := s.person(int64(1001+i), "Hartati")
		for step, answer := range answers {
			want := 1
			if step == len(answers)-1 {
				want = 2
			}
			before := len(s.sim.Calls())
			hartati.says(answer)
			calls := slices.DeleteFunc(s.sim.Calls()[before:], func(c simulator.Call) bool { return strings.HasPrefix(c.Method, "setmy") })
			if len(calls) != want {
				t.Errorf("answer %d of %d made %d calls, want %d: %+v", step+1, len(answers), len(calls), want, calls)
			}
		}
		s.oneNumber(hartati)
	}
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
	hartati := s.person(1003, "Hartati")
	hartati.says(harmless, "batu panco", "1", "1")
	herman.reads(hartati.number())
	s.rest()
	before := len(s.sim.Calls())
	herman.taps("Ambil")
	herman.reads("Bapak/Ibu yang mengambil")
	hartati.reads("Diperiksa")
	s.rest()
	methods := map[string]int{}
	for _, c := range s.sim.Calls()[before:] {
		methods[c.Method]++
	}
	if methods["answercallbackquery"] != 1 || methods["editmessagetext"] != 2 || len(methods) != 2 {
		t.Errorf("Ambil made %v, want the answer to the tap and two edits", methods)
	}
}
