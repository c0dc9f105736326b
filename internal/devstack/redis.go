//go:build unix

package devstack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
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

// findRedis does not follow links: Debian's redis-server is one, and knows its work by the name that it is called by.
func findRedis() (string, error) {
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
		for _, folder := range []string{"/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin"} {
			if path := filepath.Join(folder, name); executable(path) {
				return path, nil
			}
		}
	}
	return "", ErrNoRedis
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
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

// launch starts the server and waits until it answers.
func (r *Redis) launch(ctx context.Context, program string) error {
	defer r.tell.ifSlow(ProgressRedis)()
	if err := r.evict(ctx); err != nil {
		return err
	}
	if r.config.Cluster && r.port == 0 {
		var err error
		if r.port, err = freeClusterPort(); err != nil {
			return err
		}
	}
	log, err := r.folder.open("server.log", os.O_WRONLY|os.O_TRUNC)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := r.folder.account.command(program, r.arguments()...)
	cmd.Stdout, cmd.Stderr = log, log
	server, err := start(cmd, syscall.SIGTERM, r.litter...)
	if err != nil {
		return err
	}
	if err := r.awaitAnswer(ctx, server); err != nil {
		server.kill()
		return err
	}
	r.server = server
	return nil
}

// evict waits for the server of a killed run to end: it would write to our files, and take our socket with it.
func (r *Redis) evict(ctx context.Context) error {
	text, err := os.ReadFile(r.pidFile())
	if os.IsNotExist(err) {
		return nil // it ended in order, or never was
	}
	if err != nil {
		return err
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	if err := sendAway(ctx, pid, r.mark(), syscall.SIGTERM, syscall.SIGKILL); err != nil {
		return err
	}
	for _, path := range []string{r.pidFile(), r.socket()} {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

func (r *Redis) pidFile() string { return filepath.Join(r.folder.path, "server.pid") }

// mark is how a Redis calls itself in the list of processes: "redis-server unixsocket:<path>" or "redis-server 127.0.0.1:<port> [cluster]".
func (r *Redis) mark() string {
	if r.config.Cluster {
		return fmt.Sprintf("127.0.0.1:%d", r.port)
	}
	return r.socket()
}

func (r *Redis) arguments() []string {
	args := []string{"--dir", r.folder.path, "--pidfile", r.pidFile(), "--daemonize", "no", "--save", "", "--maxmemory-policy", "noeviction", "--appendonly"}
	if r.config.Durable {
		args = append(args, "yes", "--appendfsync", "always")
	} else {
		args = append(args, "no")
	}
	if r.config.Cluster {
		return append(args, "--bind", "127.0.0.1", "--port", itoa(r.port), "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf")
	}
	return append(args, "--port", "0", "--unixsocket", r.socket(), "--unixsocketperm", "700")
}

func (r *Redis) awaitAnswer(ctx context.Context, server *process) error {
	options, err := redis.ParseURL(r.URL())
	if err != nil {
		return err
	}
	options.MaxRetries, options.DialerRetries = -1, 1
	client := redis.NewClient(options)
	defer client.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for !r.ready(ctx, client) {
		select {
		case <-server.gone:
			return fmt.Errorf("the server ended at once: %s", tail(filepath.Join(r.folder.path, "server.log")))
		case <-ctx.Done():
			return errors.Join(errors.New("the server does not answer"), context.Cause(ctx))
		case <-time.After(5 * time.Millisecond):
		}
	}
	return nil
}

// ready pings, and gives a cluster's one node all the slots.
func (r *Redis) ready(ctx context.Context, client *redis.Client) bool {
	connection, err := net.Dial(client.Options().Network, client.Options().Addr) // the client would complain aloud
	if err != nil {
		return false
	}
	connection.Close()
	if client.Ping(ctx).Err() != nil {
		return false
	}
	if !r.config.Cluster {
		return true
	}
	client.ClusterAddSlotsRange(ctx, 0, 16383) // refused once it has them
	_, err = client.Get(ctx, "ready").Result()
	return errors.Is(err, redis.Nil)
}

// freeClusterPort finds a loopback port with that of the cluster's own talk, 10000 above, free as well.
func freeClusterPort() (int, error) {
	for range 100 {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return 0, err
		}
		port := listener.Addr().(*net.TCPAddr).Port
		listener.Close()
		port = 10000 + port%40000
		if free(port) && free(port+10000) {
			return port, nil
		}
	}
	return 0, errors.New("no free port for a Redis cluster")
}

func free(port int) bool {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", itoa(port)))
	if err != nil {
		return false
	}
	listener.Close()
	return true
}
