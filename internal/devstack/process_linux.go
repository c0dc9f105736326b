package devstack

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
)

// dieWithParent has the kernel send a signal to the child when the thread that starts it ends.
func dieWithParent(attr *syscall.SysProcAttr, last syscall.Signal) bool {
	attr.Pdeathsig = last
	return true
}

// alive tells whether a process runs. A zombie does not: where process 1 does not reap, a killed server stays one forever.
func alive(pid int) bool {
	state, _, ok := stat(pid)
	return ok && state != 'Z' && state != 'X'
}

// commandLine is what a process was started with, its arguments parted by spaces.
func commandLine(pid int) string {
	text, _ := os.ReadFile("/proc/" + itoa(pid) + "/cmdline")
	return string(bytes.ReplaceAll(text, []byte{0}, []byte{' '}))
}

func childrenOf(parent int) []int {
	entries, _ := os.ReadDir("/proc")
	var children []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if _, its, ok := stat(pid); ok && its == parent {
			children = append(children, pid)
		}
	}
	return children
}

// stat reads /proc/<pid>/stat: "pid (name) state parent ...", where a name may hold spaces and parentheses.
func stat(pid int) (state byte, parent int, ok bool) {
	text, err := os.ReadFile("/proc/" + itoa(pid) + "/stat")
	if err != nil {
		return 0, 0, false
	}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	if len(fields) < 2 {
		return 0, 0, false
	}
	parent, err = strconv.Atoi(string(fields[1]))
	return fields[0][0], parent, err == nil
}

func itoa(n int) string { return strconv.Itoa(n) }
