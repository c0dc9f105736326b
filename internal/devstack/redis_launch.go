//go:build unix

package devstack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

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
