//go:build unix

package devstack

import (
	"context"
	_ "embed" // the script below
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// debianScript installs packages without starting their servers. deploy/check.sh runs it too.
//
//go:embed debian.sh
var debianScript string

// install has the system's package manager install PostgreSQL, where that needs no password. It returns no folder: the usual search finds it.
func install(ctx context.Context, _ account, tell teller) (string, error) {
	cmd, err := installer(ctx)
	if err != nil {
		return "", err
	}
	tell.progress(ProgressInstall)
	if output, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w: %s", cmd.Args[0], err, lastLine(output))
	}
	return "", nil
}

func installer(ctx context.Context) (*exec.Cmd, error) {
	if _, err := exec.LookPath("apt-get"); err == nil {
		args := []string{"/bin/sh", "-c", debianScript, "debian.sh", "postgresql"}
		if os.Geteuid() != 0 {
			if exec.CommandContext(ctx, "sudo", "-n", "true").Run() != nil {
				return nil, errors.New("apt-get needs root, or sudo without a password")
			}
			args = append([]string{"sudo", "-n"}, args...)
		}
		return exec.CommandContext(ctx, args[0], args[1:]...), nil
	}
	if _, err := exec.LookPath("brew"); err == nil && os.Geteuid() != 0 {
		return exec.CommandContext(ctx, "brew", "install", "postgresql@17"), nil
	}
	return nil, errors.New("no package manager that could install it (apt-get or brew)")
}

func lastLine(text []byte) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}
