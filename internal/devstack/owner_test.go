//go:build unix

package devstack

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// These tests need a process that can be killed: this test binary itself, run again with a role to play.

// play is what the binary does in its role. It prints one line when the stage is set, and waits to be killed.
func play(role string) int {
	line, err := set(role, os.Getenv("DEVSTACK_TEST_DIR"))
	if err != nil {
		fmt.Println("failed:", err)
		return 1
	}
	fmt.Println(line)
	io.Copy(io.Discard, os.Stdin)
	if role == "panics in a test" {
		panic("as tests do")
	}
	return 0
}

func set(role, dir string) (line string, err error) {
	ctx := context.Background()
	switch role {
	case "owns PostgreSQL":
		p, err := StartPostgres(ctx, PostgresConfig{Dir: dir, Durable: true})
		if err != nil {
			return "", err
		}
		return itoa(p.server.pid()), nil
	case "owns Redis":
		r, err := StartRedis(ctx, RedisConfig{Dir: dir, Durable: true})
		if err != nil {
			return "", err
		}
		return itoa(r.server.pid()), nil
	case "panics in a test", "runs tests":
		if _, err = sharedPostgres(); err == nil {
			_, err = sharedRedis()
		}
		if err != nil {
			return "", err
		}
		return shared.postgres.folder.path + " " + shared.postgres.folder.sockets + " " + shared.redis.folder.path, nil
	case "has a guard":
		cmd := exec.Command("sleep", "1000")
		if err := cmd.Start(); err != nil {
			return "", err
		}
		_, err := startGuard(cmd.Process.Pid, 15, dir)
		return itoa(cmd.Process.Pid), err
	}
	return "", fmt.Errorf("no such role: %s", role)
}

// player is a running role.
type player struct {
	cmd   *exec.Cmd
	stdin io.Closer
	line  string // what it printed
}

func (p *player) pid(t *testing.T) int {
	t.Helper()
	pid, err := strconv.Atoi(p.line)
	if err != nil {
		t.Fatalf("the player said %q", p.line)
	}
	return pid
}

// kill is kill -9.
func (p *player) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// cue lets the player go on from where it waits.
func (p *player) cue() {
	p.stdin.Close()
	p.cmd.Wait()
}

func enter(t *testing.T, role, dir string) *player {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "DEVSTACK_TEST_ROLE="+role, "DEVSTACK_TEST_DIR="+dir, TestPostgresVariable+"=", TestRedisVariable+"=")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &player{cmd: cmd, stdin: stdin}
	t.Cleanup(p.kill)
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if p.line = strings.TrimSpace(line); err != nil || strings.HasPrefix(line, "failed:") {
		t.Fatalf("%s: %q, %v", role, line, err)
	}
	return p
}
