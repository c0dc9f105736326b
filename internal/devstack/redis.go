//go:build unix

package devstack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// RedisConfig says where a private Redis lives and how much its data are worth.
type RedisConfig struct {
	Dir      string            // its folder, made if missing; see [Redis.Dir]
	Durable  bool              // each write is on disk before it is answered; without it nothing is kept
	Cluster  bool              // a cluster of one, on a loopback port, which refuses what a real cluster would (CROSSSLOT)
	Progress func(code string) // called with one of [ProgressCodes]; may be nil
	Log      *slog.Logger      // may be nil
}

// Redis is a running private Redis: a real server, or where the machine has none, one within this process. Its methods may be called from any
// goroutine, one at a time.
type Redis struct {
	config RedisConfig
	tell   teller
	folder *folder
	litter []string
	port   int // of a cluster

	mu       sync.Mutex
	server   *process // nil when stopped, killed or embedded
	embedded *embedded
}

// ErrNoRedis says that the machine has neither redis-server nor valkey-server.
var ErrNoRedis = errors.New("no redis-server or valkey-server on this machine: install one (Debian: apt-get install redis-server; macOS: brew install redis)")

// StartRedis starts a private redis-server or valkey-server and returns when it answers. Where the machine has none, Redis is embedded, and keeps
// nothing. The context bounds the start only; the server runs until Stop, or until our end.
func StartRedis(ctx context.Context, config RedisConfig) (*Redis, error) {
	r, err := startRedis(ctx, config)
	if errors.Is(err, ErrNoRedis) && !config.Cluster {
		return startEmbedded(config)
	}
	return r, err
}

// startRedis starts a real server, whose folders, if named as litter, are removed should we die.
func startRedis(ctx context.Context, config RedisConfig, litter ...string) (*Redis, error) {
	program, err := findRedis()
	if err != nil {
		return nil, err
	}
	r := &Redis{config: config, tell: newTeller(config.Progress, config.Log), litter: litter}
	if r.folder, err = openFolder(config.Dir); err != nil {
		return nil, fmt.Errorf("starting Redis: %w", err)
	}
	if len(r.litter) > 0 {
		r.litter = append(r.litter, r.folder.sockets)
	}
	if err := r.launch(ctx, program); err != nil {
		_ = r.Stop()
		return nil, fmt.Errorf("starting Redis in %s: %w", r.folder.path, err)
	}
	r.tell.log.Info("private Redis is up", "folder", r.folder.path, "program", program)
	return r, nil
}

// URL is the server's address in the form that redis.ParseURL takes, and of a cluster also redis.ParseClusterURL.
func (r *Redis) URL() string {
	switch {
	case r.embedded != nil:
		return r.embedded.url()
	case r.config.Cluster:
		return fmt.Sprintf("redis://127.0.0.1:%d", r.port)
	default:
		return "unix://" + r.socket() + "?db=0"
	}
}

func (r *Redis) socket() string { return filepath.Join(r.folder.sockets, "redis.sock") }

// Embedded tells whether Redis lives within this process and ends with it.
func (r *Redis) Embedded() bool { return r.embedded != nil }

// Dir is the folder that holds the data, empty when embedded; see [Postgres.Dir].
func (r *Redis) Dir() string {
	if r.folder == nil {
		return ""
	}
	return r.folder.path
}

// Stop shuts the server down in order and gives its folder back. More than once does no harm.
func (r *Redis) Stop() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.embedded != nil {
		r.embedded.stop()
		return nil
	}
	if r.server != nil {
		r.server.stop(10*time.Second, syscall.SIGTERM)
		r.server = nil
	}
	r.folder.release()
	for _, path := range r.litter {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("removing what a test server kept: %w", err)
		}
	}
	return nil
}

// Kill ends the server as a power cut would. For tests of what the program does then; Restart brings it back.
func (r *Redis) Kill() {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.embedded != nil:
		r.embedded.kill()
	case r.server != nil:
		r.server.kill()
		r.server = nil
	}
}

// Restart starts the server again at the same address, with what it kept, after a shutdown in order if it still runs.
func (r *Redis) Restart(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.embedded != nil {
		return r.embedded.restart()
	}
	if r.server != nil {
		r.server.stop(10*time.Second, syscall.SIGTERM)
		r.server = nil
	}
	program, err := findRedis()
	if err != nil {
		return err
	}
	if err := r.launch(ctx, program); err != nil {
		return fmt.Errorf("restarting Redis: %w", err)
	}
	return nil
}

// Pause freezes the server: connections stay open and nothing answers. Resume thaws it. An embedded one cannot be paused.
func (r *Redis) Pause() { r.signal(syscall.SIGSTOP) }

// Resume undoes Pause.
func (r *Redis) Resume() { r.signal(syscall.SIGCONT) }

func (r *Redis) signal(s syscall.Signal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.server != nil {
		r.server.signal(s)
	}
}
