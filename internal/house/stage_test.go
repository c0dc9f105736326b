package house_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/devstack"
	"rembuk/internal/house"
	"rembuk/internal/private"
	"rembuk/internal/simulator"
)

func TestMain(m *testing.M) { os.Exit(devstack.Main(m)) }

// Bots of the stories: the real district, and an invented one.
const (
	selatan      = "rembuk_selatan_bot"
	selatanToken = "1701:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	contoh       = "rembuk_contoh_bot"
	contohToken  = "9901:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
)

// beside are the stories that are told beside others already.
var beside sync.Map

// besideOthers lets a story be told beside others: each has a database, keys in Redis and a Telegram of its own, and most of its time it waits.
func besideOthers(t *testing.T) {
	t.Helper()
	if _, twice := beside.LoadOrStore(t, true); !twice { // a second stage in the same story
		t.Parallel()
	}
}

// stage is a whole program with a simulated Telegram around it: real PostgreSQL, real Redis.
type stage struct {
	t     *testing.T
	cfg   house.Config
	house *house.House
	sim   *simulator.Server
	log   *log
	stop  func()
}

// log keeps what the program logs, for the tests that look for people's words in it.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

var testKeys = private.NewKey()

// migrate makes the template that every story's database is a copy of.
func migrate(ctx context.Context, dsn string) error {
	cfg := house.Config{Database: dsn, Keys: testKeys, Districts: []house.District{{Code: "1701"}, {Code: "9901"}}}
	return house.Migrate(ctx, cfg, func(string) {})
}

// newStage raises the curtain: the program serves by webhook-less polling unless the story says otherwise.
func newStage(t *testing.T, change ...func(*house.Config)) *stage {
	t.Helper()
	besideOthers(t)
	s := &stage{t: t, log: &log{}}
	clock := &house.Clock{}
	var err error
	s.sim, err = simulator.Open(simulator.Config{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	s.sim.Faults().Limits(false)
	s.sim.Faults().Hurry(20)
	for token, name := range map[string]string{selatanToken: selatan, contohToken: contoh} {
		if err := s.sim.AddBot(token, name, "Dinas Sosial"); err != nil {
			t.Fatal(err)
		}
	}
	telegram := httptest.NewServer(s.sim)
	url, prefix := devstack.TestRedis(t)
	s.cfg = house.Config{
		Database: devstack.TestDatabase(t, migrate), Redis: url, Prefix: prefix, Keys: testKeys, Telegram: telegram.URL, Clock: clock,
		Districts: []house.District{{Code: "1701", Token: selatanToken}, {Code: "9901", Token: contohToken}},
		Evidence:  house.Evidence{Dir: t.TempDir()},
		Log:       slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, c := range change {
		c(&s.cfg)
	}
	s.open()
	t.Cleanup(func() {
		s.close()
		_ = s.sim.Close()
		telegram.CloseClientConnections()
		telegram.Close()
		if t.Failed() {
			t.Log(s.log.String())
		}
		*s = stage{} // a test is kept until the last has run, and with it what its functions name
	})
	return s
}

// open starts the program, and close stops it: in between a story can restart it.
func (s *stage) open() {
	s.t.Helper()
	h, err := house.Open(context.Background(), s.cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- h.Serve(ctx) }()
	s.house = h
	s.stop = func() {
		cancel()
		if err := <-served; err != nil {
			s.t.Errorf("serve: %v", err)
		}
		h.Close()
	}
}

func (s *stage) close() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

func (s *stage) restart() {
	s.t.Helper()
	s.close()
	s.open()
}

func (s *stage) forward(d time.Duration) {
	s.t.Helper()
	if err := s.house.FastForward(context.Background(), d); err != nil {
		s.t.Fatal(err)
	}
}

// actor is a person with a phone.
type actor struct {
	*simulator.Chat
	t    *testing.T
	id   int64
	name string
}

func (s *stage) person(id int64, name string) *actor { return s.personAt(selatan, id, name) }

func (s *stage) personAt(bot string, id int64, name string) *actor {
	s.sim.AddPerson(simulator.Person{ID: id, FirstName: name, Language: "id"})
	return &actor{Chat: s.sim.Chat(bot, id), t: s.t, id: id, name: name}
}

// grants lets a person hold a role, by an invitation as in life.
func (s *stage) grants(a *actor, role casebook.Role, region string) *actor {
	s.t.Helper()
	_, code, err := house.Invite(context.Background(), s.cfg, string(role), region)
	if err != nil {
		s.t.Fatal(err)
	}
	a.Start("j_" + code)
	a.reads("sekarang")
	if role == casebook.Caseworker {
		a.setsPIN()
	}
	return a
}

const patience = 30 * time.Second

// says sends texts, each after the answer to the one before.
func (a *actor) says(texts ...string) {
	a.t.Helper()
	for _, text := range texts {
		a.Send(text)
		a.idle()
	}
}

// presses presses keys of the reply keyboard that is shown.
func (a *actor) presses(labels ...string) {
	a.t.Helper()
	for _, label := range labels {
		if err := a.Press(label); err != nil {
			a.t.Fatalf("%s: %v", a.name, err)
		}
		a.idle()
	}
}

// taps presses an inline button of the newest message that has it, as soon as there is one.
func (a *actor) taps(label string) {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_ = a.WaitFor(ctx, func(messages []simulator.Message) bool { return slices.ContainsFunc(messages, hasButton(label)) })
	if err := a.tapLast(label); err != nil {
		a.t.Fatalf("%s: %v", a.name, err)
	}
	a.idle()
}

// tapLast presses the newest button of just this name, or else one whose name begins so: "Buka" is not "Bukan laporan".
func (a *actor) tapLast(label string) error {
	messages := a.Messages()
	for i := len(messages) - 1; i >= 0; i-- {
		m := messages[i]
		if m.Deleted {
			continue
		}
		for _, row := range m.Inline {
			for _, b := range row {
				if b.Text == label {
					return a.Tap(m.ID, label)
				}
			}
		}
	}
	return a.TapLast(label)
}

func hasButton(label string) func(simulator.Message) bool {
	return func(m simulator.Message) bool {
		return slices.ContainsFunc(m.Inline, func(row []simulator.InlineButton) bool {
			return slices.ContainsFunc(row, func(b simulator.InlineButton) bool { return strings.Contains(b.Text, label) })
		})
	}
}

func (a *actor) idle() {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := a.WaitIdle(ctx); err != nil {
		a.t.Fatalf("%s waits in vain: %v\n%s", a.name, err, a.screen())
	}
}

// reads waits until a message of the bot that is on the screen has all the words, and gives the newest such.
func (a *actor) reads(words ...string) simulator.Message {
	a.t.Helper()
	var found simulator.Message
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := a.WaitFor(ctx, func(messages []simulator.Message) bool {
		for i := len(messages) - 1; i >= 0; i-- {
			if m := messages[i]; m.FromBot && !m.Deleted && holds(m.Text+m.Caption, words) {
				found = m
				return true
			}
		}
		return false
	})
	if err != nil {
		a.t.Fatalf("%s does not read %q: %v\n%s", a.name, words, err, a.screen())
	}
	return found
}

// hasNot fails when a message of the bot has the word.
func (a *actor) hasNot(words ...string) {
	a.t.Helper()
	for _, m := range a.Messages() {
		for _, w := range words {
			if m.FromBot && strings.Contains(m.Text+m.Caption, w) {
				a.t.Errorf("%s should not read %q:\n%s", a.name, w, m.Text)
			}
		}
	}
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// screen is the chat as it stands, for a failure's message.
func (a *actor) screen() string {
	var b strings.Builder
	for _, m := range a.Messages() {
		mark := "> "
		if m.FromBot {
			mark = "< "
		}
		b.WriteString(mark + m.Text + m.Caption + "\n")
	}
	return b.String()
}

// number finds the number in the newest receipt.
func (a *actor) number() string {
	a.t.Helper()
	text := a.reads("Laporan sudah masuk").Text
	at := strings.Index(text, "-")
	return text[at-2 : at+12]
}

// ownPIN is the PIN of the caseworkers of the stories.
const ownPIN = "482913"

// setsPIN sets the own PIN, which opens what is confidential for a session.
func (a *actor) setsPIN() {
	a.t.Helper()
	a.says("/pin", ownPIN, ownPIN)
	a.reads("PIN tersimpan")
}
