//go:build unix

package devstack

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// process is a server that must not outlive us.
type process struct {
	cmd   *exec.Cmd
	gone  chan struct{} // closed once it has ended and been reaped
	guard *guard
}

// start runs cmd and has it receive last when we die, however we die; the folders in litter are removed then.
//
// On Linux the kernel delivers the signal, but it watches the thread that started the child, not the process. So that thread is kept for as long as
// the child runs.
func start(cmd *exec.Cmd, last syscall.Signal, litter ...string) (*process, error) {
	p := &process{cmd: cmd, gone: make(chan struct{})}
	kernelWatches := dieWithParent(cmd.SysProcAttr, last)
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in its log
			close(p.gone)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	if kernelWatches && len(litter) == 0 {
		return p, nil
	}
	guard, err := startGuard(cmd.Process.Pid, last, litter...)
	if err != nil {
		p.kill()
		return nil, err
	}
	p.guard = guard
	return p, nil
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func (p *process) ended() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// stop asks by each signal in turn, from the politest, and gives it some time; the last resort is kill.
func (p *process) stop(patience time.Duration, signals ...syscall.Signal) {
	defer p.guard.dismiss()
	p.signal(syscall.SIGCONT)
	for _, s := range signals {
		_ = p.cmd.Process.Signal(s) // it may be gone by now, here and below
		select {
		case <-p.gone:
			return
		case <-time.After(patience):
		}
	}
	p.kill()
}

// kill ends the server and all its children at once, as a power cut would, and returns when they are gone.
func (p *process) kill() {
	defer p.guard.dismiss()
	family := p.family()
	for _, pid := range family {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	<-p.gone
	waitUntil(5*time.Second, func() bool { return !slices.ContainsFunc(family, alive) })
}

// signal reaches the server and its children; PostgreSQL's are leaders of sessions of their own, so that its group is not enough.
func (p *process) signal(s syscall.Signal) {
	if p.ended() {
		return
	}
	for _, pid := range p.family() {
		_ = syscall.Kill(pid, s)
	}
}

// family is the server, first, and its children.
func (p *process) family() []int {
	if p.ended() {
		return nil
	}
	return append([]int{p.pid()}, childrenOf(p.pid())...)
}

// sendAway waits until a server that a killed run left has gone, and presses harder from time to time. The process counts as that server if its
// command line holds the mark, for the number can be another's by now.
func sendAway(ctx context.Context, pid int, mark string, signals ...syscall.Signal) error {
	there := func() bool { return pid > 1 && alive(pid) && strings.Contains(commandLine(pid), mark) }
	for _, s := range append([]syscall.Signal{0}, signals...) {
		if !there() {
			return nil
		}
		if s != 0 {
			_ = syscall.Kill(pid, s) // it may be gone by now
		}
		waitUntil(3*time.Second, func() bool { return !there() || ctx.Err() != nil })
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	if there() {
		return fmt.Errorf("a server of an earlier run, process %d, does not end", pid)
	}
	return nil
}

func waitUntil(limit time.Duration, done func() bool) bool {
	for end := time.Now().Add(limit); ; time.Sleep(5 * time.Millisecond) {
		if done() {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

// guard is a shell that outlives us, to do what a dead process cannot.
type guard struct {
	cmd  *exec.Cmd
	word *os.File
}

// Our end of its pipe closes when we die. A word received before that means that all is in order and nothing to be done.
const guardScript = `
read -r word && exit 0
kill -s "$1" "$2" 2>/dev/null
n=0
while kill -0 "$2" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done
shift 2
[ $# -eq 0 ] || rm -rf -- "$@"
`

func startGuard(pid int, last syscall.Signal, litter ...string) (*guard, error) {
	ours, theirs, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer ours.Close()
	args := append([]string{"-c", guardScript, "sh", signalName(last), itoa(pid)}, litter...)
	cmd := exec.Command("/bin/sh", args...)
	cmd.Dir = "/"
	cmd.Stdin = ours
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		theirs.Close()
		return nil, err
	}
	return &guard{cmd: cmd, word: theirs}, nil
}

// dismiss sends the guard home, its work undone.
func (g *guard) dismiss() {
	if g == nil || g.word == nil {
		return
	}
	_, _ = g.word.WriteString("done\n") // it may have been killed
	g.word.Close()
	g.word = nil
	_ = g.cmd.Wait()
}

func signalName(s syscall.Signal) string {
	switch s {
	case syscall.SIGINT:
		return "INT"
	case syscall.SIGQUIT:
		return "QUIT"
	default:
		return "TERM"
	}
}
