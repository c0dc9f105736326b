package house_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"

	"rembuk/internal/casebook"
	"rembuk/internal/house"
)

// steps are where a submit can be cut off, in order: DESIGN.md "A submit".
var steps = []string{"sent off", "due set", "frozen", "filed", "finished", "said", "noted"}

// Whatever step of a submit the program is killed at: one case, one number, and it is said, without a tap.
func TestKilledAtEachStepOfASubmit(t *testing.T) {
	eachWay(t, func(t *testing.T, s *stage) {
		p := s.program("")
		herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
		for i, step := range steps {
			hartati := s.person(int64(1001+i), "Hartati")
			hartati.says(harmless, "batu panco", "1")
			hartati.reads("KIRIM")
			p.stopAt(step)
			hartati.Send("1")
			p.stopped(step)
			if s.count("SELECT count(*) FROM cases") > i {
				s.alerted(herman, i+1) // an alert that dies on its way comes once more, as jobs tells: not the story told here
			}
			p.kill()
			p = s.program("")
			hartati.idle()
			number := s.oneNumber(hartati)
			if got := s.count("SELECT count(*) FROM cases"); got != i+1 {
				t.Fatalf("killed at %q: %d cases of %d reports", step, got, i+1)
			}
			s.alerted(herman, i+1)
			herman.taps("Ambil")
			herman.reads(number, "Bapak/Ibu yang mengambil")
			hartati.reads(number, "Diperiksa")
			s.rest()
		}
		s.nothingFrozen()
	})
}

// Telegram does not send the tap again, so that only the sweeper knows of the report: and it is killed as well.
func TestKilledAtEachStepOfASweep(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	s.close()
	p := s.program("")
	for i, step := range steps[3:] {
		hartati := s.person(int64(1001+i), "Hartati")
		hartati.says(harmless, "batu panco", "1")
		p.stopAt("frozen")
		hartati.Send("1")
		p.stopped("frozen")
		p.kill()
		s.sim.Faults().HoldMessages(hartati.id)
		s.cfg.Clock.Forward(time.Minute)
		p = s.program(step)
		p.stopped(step)
		p.kill()
		s.cfg.Clock.Forward(time.Minute)
		p = s.program("")
		s.oneNumber(hartati)
		if got := s.count("SELECT count(*) FROM cases"); got != i+1 {
			t.Fatalf("killed at %q: %d cases of %d reports", step, got, i+1)
		}
		s.sim.Faults().Release()
		hartati.idle()
		s.oneNumber(hartati)
	}
	s.nothingFrozen()
}

// Killed between remembering an answer and the next question, and between the question and the note of it: the talk goes on where it was.
func TestKilledInTheMiddleOfATalk(t *testing.T) {
	eachWay(t, func(t *testing.T, s *stage) {
		p := s.program("")
		for i, cuts := range [][]string{{"kept", "told", "kept"}, {"told", "kept", "told"}} {
			hartati := s.person(int64(1001+i), "Hartati")
			for j, talk := range []struct{ says, reads string }{{harmless, "Di desa mana?"}, {"batu panco", "Siapa boleh tahu"}, {"1", "KIRIM"}} {
				p.stopAt(cuts[j])
				hartati.Send(talk.says)
				p.stopped(cuts[j])
				p.kill()
				p = s.program("")
				hartati.idle()
				hartati.reads(talk.reads)
				if n := hartati.times(talk.reads); n > 2 {
					t.Errorf("killed at %q, %q is asked %d times", cuts[j], talk.reads, n)
				}
			}
			hartati.says("1")
			s.oneNumber(hartati)
		}
		if got := s.count("SELECT count(*) FROM cases WHERE story = $1", harmless); got != 2 {
			t.Errorf("%d of 2 cases have the story as it was told", got)
		}
		s.nothingFrozen()
	})
}

// A command, a choice or a cancellation that was remembered and not answered is answered by the next process, and not done again.
func TestKilledAfterTheEndOfATalk(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	s.close()
	p := s.program("")
	cut := func(a *actor, says string) {
		p.stopAt("kept")
		a.Send(says)
		p.stopped("kept")
		p.kill()
		p = s.program("")
		a.idle()
	}
	ann := s.person(1001, "Ann")
	ann.says("/bahasa")
	cut(ann, "2") // English
	ann.reads("Press Report")
	ann.hasNot("which village", "Which village")
	budi := s.person(1002, "Budi")
	budi.says(harmless, "/bahasa") // the report waits below
	cut(budi, "/batal")
	budi.says("batu panco")
	budi.reads("Siapa boleh tahu")
}

// eachWay tells a story with updates fetched and with updates delivered. The program is not running yet.
func eachWay(t *testing.T, story func(t *testing.T, s *stage)) {
	t.Run("polling", func(t *testing.T) {
		besideOthers(t)
		s := newStage(t)
		s.close()
		story(t, s)
	})
	t.Run("webhook", func(t *testing.T) {
		besideOthers(t)
		s := newStage(t, byWebhook(t))
		s.close()
		if err := house.Webhook(context.Background(), s.cfg, "set", func(string) {}); err != nil {
			t.Fatal(err)
		}
		story(t, s)
	})
}

func byWebhook(t *testing.T) func(*house.Config) {
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer door.Close()
	return func(cfg *house.Config) {
		cfg.Listen, cfg.Webhook, cfg.Secret = door.Addr().String(), "http://"+door.Addr().String(), "sesame"
	}
}

// oneNumber waits for the receipt, and sees that each repeat of it is the same word for word.
func (s *stage) oneNumber(a *actor) (number string) {
	s.t.Helper()
	number = a.number()
	first := ""
	for _, m := range a.Messages() {
		switch {
		case !m.FromBot || !strings.Contains(m.Text, "Laporan sudah masuk"):
		case first == "":
			first = m.Text
		case m.Text != first:
			s.t.Errorf("two receipts:\n%s\n%s", first, m.Text)
		}
	}
	if s.count("SELECT count(*) FROM cases WHERE number = $1", number) != 1 {
		s.t.Errorf("no case has the number %s", number)
	}
	return number
}

// times counts the bot's messages that have the words.
func (a *actor) times(words string) (n int) {
	for _, m := range a.Messages() {
		if m.FromBot && strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

// alerted waits until so many alerts have reached the person and all work is done, and sees that none came twice.
func (s *stage) alerted(a *actor, alerts int) {
	s.t.Helper()
	s.until("all alerts are told", func() bool {
		return s.count("SELECT count(*) FROM alert_copies WHERE state IN ('sent', 'edited')") == alerts
	})
	s.rest()
	sent := 0
	for _, m := range a.Messages() {
		if m.FromBot && len(m.Inline) > 0 || strings.Contains(m.Text, "Bapak/Ibu yang mengambil") {
			sent++
		}
	}
	if sent != alerts {
		s.t.Errorf("%d messages for %d alerts:\n%s", sent, alerts, a.screen())
	}
}

// rest waits until no work is left.
func (s *stage) rest() {
	s.t.Helper()
	s.until("all work is done", func() bool { return s.count("SELECT count(*) FROM river_job WHERE state <> 'completed'") == 0 })
}

// nothingFrozen sees that no report waits in Redis, nor in what is due.
func (s *stage) nothingFrozen() {
	s.t.Helper()
	ctx, client := context.Background(), s.redis()
	defer client.Close()
	s.until("nothing is frozen", func() bool { return len(client.Keys(ctx, s.cfg.Prefix+"f:*").Val()) == 0 })
	for _, key := range client.Keys(ctx, s.cfg.Prefix+"due:*").Val() {
		for _, member := range client.ZRange(ctx, key, 0, -1).Val() {
			if strings.Contains(member, ":") {
				s.t.Errorf("%s still holds a report that is filed", key)
			}
		}
	}
}

func (s *stage) redis() *redis.Client {
	s.t.Helper()
	options, err := redis.ParseURL(s.cfg.Redis)
	if err != nil {
		s.t.Fatal(err)
	}
	return redis.NewClient(options)
}

func (s *stage) count(query string, args ...any) (n int) {
	s.t.Helper()
	ctx := context.Background()
	db, err := pgx.Connect(ctx, s.cfg.Database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close(ctx)
	if err := db.QueryRow(ctx, query, args...).Scan(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// until waits for what no event tells of.
func (s *stage) until(what string, met func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); !met(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("waited in vain: %s", what)
		}
	}
}

// A program is the house in a process of its own, which can be killed: this test binary, run again with a script.
type program struct {
	t     *testing.T
	cmd   *exec.Cmd
	stdin io.WriteCloser
	says  chan string
}

const scriptVariable = "REMBUK_STORY_SCRIPT"

// script is what a program is told.
type script struct {
	Config config
	Ahead  time.Duration // of its clock
	Stop   string        // the step to stop at
}

// config is those parts of house.Config that can travel.
type config struct {
	Database, Redis, Prefix, Keys, Telegram, Webhook, Secret, Listen string
	Evidence                                                         house.Evidence
}

// program starts one on the stage, which will stop at the step, if any is given.
func (s *stage) program(step string) *program {
	s.t.Helper()
	c := s.cfg
	told, err := json.Marshal(script{config{c.Database, c.Redis, c.Prefix, c.Keys, c.Telegram, c.Webhook, c.Secret, c.Listen, c.Evidence}, time.Until(c.Clock.Now()), step})
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestTheProgramOfTheCrashStories$", "-test.timeout=5m")
	cmd.Env = append(os.Environ(), scriptVariable+"="+string(told))
	cmd.Stderr = s.log
	stdin, err := cmd.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	p := &program{s.t, cmd, stdin, make(chan string, 100)}
	go func() {
		defer close(p.says)
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			p.says <- lines.Text()
		}
	}()
	s.t.Cleanup(p.kill)
	p.expect("serving")
	return p
}

// stopAt lets the program stop when it comes to the step.
func (p *program) stopAt(step string) {
	p.t.Helper()
	if _, err := fmt.Fprintln(p.stdin, step); err != nil {
		p.t.Fatal(err)
	}
	p.expect("will stop at " + step)
}

// stopped waits until it has.
func (p *program) stopped(step string) {
	p.t.Helper()
	p.expect("at " + step)
}

func (p *program) expect(line string) {
	p.t.Helper()
	late := time.After(patience)
	for {
		select {
		case said, ok := <-p.says:
			if !ok {
				p.t.Fatalf("the program ended before it said %q", line)
			}
			if said == line {
				return
			}
		case <-late:
			p.t.Fatalf("the program does not say %q", line)
		}
	}
}

// kill is kill -9.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// TestTheProgramOfTheCrashStories is no test: it is that program.
func TestTheProgramOfTheCrashStories(t *testing.T) {
	told := os.Getenv(scriptVariable)
	if told == "" {
		return
	}
	var s script
	if err := json.Unmarshal([]byte(told), &s); err != nil {
		t.Fatal(err)
	}
	var at stop
	at.step.Store(&s.Stop)
	clock := &house.Clock{}
	clock.Forward(s.Ahead)
	c := s.Config
	h, err := house.Open(context.Background(), house.Config{
		Database: c.Database, Redis: between(c.Redis, &at), Prefix: c.Prefix, Keys: c.Keys, Telegram: c.Telegram, Webhook: c.Webhook, Secret: c.Secret, Listen: c.Listen, Evidence: c.Evidence,
		Districts: []house.District{{Code: "1701", Token: selatanToken}, {Code: "9901", Token: contohToken}}, Clock: clock, Step: at.reach,
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		err := h.Serve(context.Background())
		fmt.Println("serve:", err)
		os.Exit(1)
	}()
	fmt.Println("serving")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		step := lines.Text()
		at.step.Store(&step)
		fmt.Println("will stop at", step)
	}
	os.Exit(0) // whoever played us is gone
}

// stop is the step where the program stops and waits for its end.
type stop struct{ step atomic.Pointer[string] }

func (s *stop) reach(step string) {
	if s.is(step) {
		fmt.Println("at", step)
		select {}
	}
}

func (s *stop) is(step string) bool { return *s.step.Load() == step }

// between stands between the program and Redis, and lets no command pass after the one that makes a report due: Redis has that one and not the next.
func between(url string, at *stop) string {
	options, err := redis.ParseURL(url)
	if err != nil {
		panic(err)
	}
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			program, err := door.Accept()
			if err != nil {
				panic(err)
			}
			server, err := net.Dial(options.Network, options.Addr)
			if err != nil {
				panic(err)
			}
			go func() { _, _ = io.Copy(program, server) }()
			go func() {
				defer server.Close()
				for commands := bufio.NewReader(program); ; {
					raw, name, err := command(commands)
					if err != nil {
						return
					}
					_, _ = server.Write(raw)
					if name == "zadd" {
						at.reach("due set")
					}
				}
			}()
		}
	}()
	return "redis://" + door.Addr().String()
}

// command reads one command as clients of Redis write it.
func command(r *bufio.Reader) (raw []byte, name string, err error) {
	count := func(kind byte) (n int) {
		line, fault := r.ReadSlice('\n')
		raw = append(raw, line...)
		if line = bytes.TrimSpace(line); fault != nil || len(line) < 2 || line[0] != kind {
			err = errors.Join(fault, errors.New("no command"))
			return 0
		}
		n, err = strconv.Atoi(string(line[1:]))
		return n
	}
	words := count('*')
	for i := 0; i < words && err == nil; i++ {
		size := count('$')
		if err != nil {
			break
		}
		word := make([]byte, size+2)
		_, err = io.ReadFull(r, word)
		raw = append(raw, word...)
		if i == 0 {
			name = strings.ToLower(string(word[:size]))
		}
	}
	return raw, name, err
}
