//go:build unix && !linux

package devstack

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// dieWithParent has no help from these kernels: a guard does it.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) bool { return false }

// alive tells whether a process runs. A zombie does not.
func alive(pid int) bool {
	state := strings.TrimSpace(ps(pid, "stat="))
	return state != "" && !strings.HasPrefix(state, "Z")
}

// commandLine is what a process was started with, its arguments parted by spaces.
func commandLine(pid int) string { return ps(pid, "command=") }

func childrenOf(parent int) []int {
	text, _ := exec.Command("ps", "-A", "-o", "pid=,ppid=").Output()
	var children []int
	for line := range strings.Lines(string(text)) {
		var pid, its int
		if _, err := fmt.Sscan(line, &pid, &its); err == nil && its == parent {
			children = append(children, pid)
		}
	}
	return children
}

func ps(pid int, column string) string {
	text, _ := exec.Command("ps", "-ww", "-o", column, "-p", itoa(pid)).Output()
	return string(text)
}

func itoa(n int) string { return strconv.Itoa(n) }
