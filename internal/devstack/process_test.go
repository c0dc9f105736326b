//go:build unix

package devstack

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTestsLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	for role, end := range map[string]func(*player){"runs tests": (*player).kill, "panics in a test": (*player).cue} {
		t.Run(role, func(t *testing.T) {
			player := enter(t, role, "")
			end(player)
			for _, folder := range strings.Fields(player.line) {
				if !waitUntil(10*time.Second, func() bool { _, err := os.Stat(folder); return os.IsNotExist(err) }) {
					t.Errorf("%s is still there", folder)
				}
			}
		})
	}
}

func TestAGuardDoesWhatADeadProcessCannot(t *testing.T) {
	t.Parallel()
	litter := filepath.Join(t.TempDir(), "litter")
	must(t, os.Mkdir(litter, 0o700))
	player := enter(t, "has a guard", litter)
	player.kill()
	if !waitUntil(5*time.Second, func() bool { return !alive(player.pid(t)) }) {
		t.Error("what was guarded still runs")
	}
	if !waitUntil(20*time.Second, func() bool { _, err := os.Stat(litter); return os.IsNotExist(err) }) {
		t.Error("the litter is still there")
	}
}

func TestADismissedGuardDoesNothing(t *testing.T) {
	t.Parallel()
	litter := t.TempDir()
	guard, err := startGuard(4194304, 15, litter)
	must(t, err)
	guard.dismiss()
	guard.dismiss()
	if _, err := os.Stat(litter); err != nil {
		t.Errorf("a dismissed guard removed the folder (%v)", err)
	}
}
