//go:build unix

package devstack

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// cluster is the folder of PostgreSQL's own files.
func (p *Postgres) cluster() string { return filepath.Join(p.folder.path, "cluster") }

// clusterVersion is the major version that wrote the data, 0 if there are none yet.
func (p *Postgres) clusterVersion() int {
	text, _ := os.ReadFile(filepath.Join(p.cluster(), "PG_VERSION"))
	version, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return version
}

// makeCluster makes the data folder under another name and renames it when it is whole, so that an interrupted first start begins anew. It leaves
// out the wait for the disk (1 s of 1.7 s); syncCluster makes up for that in the background.
func (p *Postgres) makeCluster(ctx context.Context) error {
	p.tell.progress(ProgressInit)
	unfinished := p.cluster() + ".new"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	args := []string{"-D", unfinished, "-U", "rembuk", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"}
	output, err := p.run(ctx, "initdb", append(args, "--locale="+locale())...)
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, output)
	}
	return os.Rename(unfinished, p.cluster())
}

// locale is one that needs no installing and knows what a letter is; macOS has no C.UTF-8.
func locale() string {
	if runtime.GOOS == "linux" {
		return "C.UTF-8"
	}
	return "en_US.UTF-8"
}

func (p *Postgres) syncCluster() {
	if output, err := p.run(context.Background(), "initdb", "-D", p.cluster(), "--sync-only"); err != nil {
		p.tell.log.Warn("the new data folder was not synced to disk", "error", err, "output", string(output))
	}
}

// run runs one of PostgreSQL's programs to its end.
func (p *Postgres) run(ctx context.Context, name string, args ...string) ([]byte, error) {
	return runAs(ctx, p.folder.account, filepath.Join(p.programs.folder, name), args...)
}

// runAs runs a program as the account to its end, or to that of the context, and returns what it printed.
func runAs(ctx context.Context, a account, name string, args ...string) ([]byte, error) {
	cmd := a.command(name, args...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	p, err := start(cmd, syscall.SIGTERM)
	if err != nil {
		return nil, err
	}
	select {
	case <-p.gone:
	case <-ctx.Done():
		p.kill()
		return nil, context.Cause(ctx)
	}
	p.guard.dismiss()
	if !cmd.ProcessState.Success() {
		return bytes.TrimSpace(output.Bytes()), &exec.ExitError{ProcessState: cmd.ProcessState}
	}
	return bytes.TrimSpace(output.Bytes()), nil
}

// arguments are the server's settings. They are given at each start, so that a newer program's apply to an older folder.
//
// The log is terse and without statements: what people wrote must not end up in it.
func (p *Postgres) arguments() []string {
	settings := []string{
		"listen_addresses=", "port=5432", "unix_socket_directories=" + p.folder.sockets, "unix_socket_permissions=0700",
		"max_connections=200", "timezone=UTC", "log_timezone=UTC", "jit=off",
		"logging_collector=off", "log_error_verbosity=terse", "log_min_error_statement=panic",
	}
	if !p.config.Durable {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
			"autovacuum=off", "max_wal_size=4GB", "checkpoint_timeout=1h")
	}
	args := []string{"-D", p.cluster()}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	return args
}

// evict clears the way of what a killed run left: its server, if that is still shutting down, and the files by which PostgreSQL would think that it
// still runs. It would even for a zombie. We hold the folder's lock, so no rightful owner is about.
func (p *Postgres) evict(ctx context.Context) error {
	defer p.tell.ifSlow(ProgressWait)()
	pidFile := filepath.Join(p.cluster(), "postmaster.pid")
	if text, err := os.ReadFile(pidFile); err == nil {
		first, _, _ := strings.Cut(string(text), "\n")
		pid, _ := strconv.Atoi(strings.TrimSpace(first))
		if err := sendAway(ctx, pid, p.cluster(), syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL); err != nil {
			return err
		}
		if err := os.Remove(pidFile); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	stale, _ := filepath.Glob(filepath.Join(p.folder.sockets, ".s.PGSQL.*"))
	for _, path := range stale {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

// lastWords is the end of the server's log.
func (p *Postgres) lastWords() string { return tail(filepath.Join(p.folder.path, "server.log")) }

func tail(path string) string {
	text, _ := os.ReadFile(path)
	text = bytes.TrimSpace(text)
	if len(text) > 600 {
		text = text[len(text)-600:]
	}
	if len(text) == 0 {
		return "its log is empty"
	}
	return string(text)
}
