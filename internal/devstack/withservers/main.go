//go:build unix

// Command withservers runs a command with a PostgreSQL and a Redis for tests, whose addresses it leaves in the environment, so that the test
// binaries of all packages share them:
//
//	go build -o /tmp/withservers ./internal/devstack/withservers && /tmp/withservers go test ./...
//
// Its exit code is the command's.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"rembuk/internal/devstack"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: withservers COMMAND [ARGUMENT ...]")
		os.Exit(2)
	}
	os.Exit(serve(os.Args[1:]))
}

func serve(args []string) (code int) {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer cancel()
	environment, stop, err := devstack.TestServers()
	if err != nil {
		fmt.Fprintln(os.Stderr, "withservers:", err)
		return 1
	}
	defer func() {
		if err := stop(); err != nil {
			fmt.Fprintln(os.Stderr, "withservers:", err)
			code = max(code, 1)
		}
	}()
	return run(ctx, args, environment)
}

// run runs the command; a signal to us is passed on to it once, and it may end in order.
func run(ctx context.Context, args, environment []string) int {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.Env = append(os.Environ(), environment...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var ended *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &ended) && ended.ExitCode() > 0:
		return ended.ExitCode()
	default:
		fmt.Fprintln(os.Stderr, "withservers:", err)
		return 1
	}
}
