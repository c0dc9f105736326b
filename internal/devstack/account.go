//go:build unix

package devstack

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// account is who a server runs as. It is ourselves, unless we are root.
type account struct {
	uid, gid int
	home     string
	lesser   bool // we are root and step down to this account
}

// accountFor says who shall serve from the folder place: for root the folder's owner if that is somebody else, so that the data stay with whom they
// are.
func accountFor(place string) (account, error) {
	if owner, ok := ownerOf(place); ok && owner != 0 && os.Geteuid() == 0 {
		return lesserAccount(user.LookupId(strconv.Itoa(owner)))
	}
	return stepDown()
}

// stepDown is ourselves, but for root the person behind sudo, then postgres, then nobody.
func stepDown() (account, error) {
	if os.Geteuid() != 0 {
		return account{uid: os.Geteuid(), gid: os.Getegid(), home: os.Getenv("HOME")}, nil
	}
	if id := os.Getenv("SUDO_UID"); id != "" && id != "0" {
		if a, err := lesserAccount(user.LookupId(id)); err == nil {
			return a, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if a, err := lesserAccount(user.Lookup(name)); err == nil {
			return a, nil
		}
	}
	return account{}, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
}

func lesserAccount(u *user.User, err error) (account, error) {
	if err != nil {
		return account{}, fmt.Errorf("finding the account to run a server as: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return account{}, fmt.Errorf("user id of %s: %w", u.Username, err)
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return account{}, fmt.Errorf("group id of %s: %w", u.Username, err)
	}
	return account{uid: uid, gid: gid, home: u.HomeDir, lesser: true}, nil
}

// command prepares a program to be run as the account, in a process group of its own, so that Ctrl-C reaches us alone. Its environment is bare: the
// PG* variables of the person at the terminal must not steer a private server.
func (a account) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + a.home, "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if a.lesser {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return cmd
}

// canUse tells whether the account gets into a folder and may write there. Only the kernel knows (modes, access lists, mounts), so it is asked.
func (a account) canUse(folder string) bool {
	return a.command("/bin/sh", "-c", `cd -- "$1" && test -w .`, "sh", folder).Run() == nil
}

func ownerOf(path string) (uid int, ok bool) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(stat.Uid), true
}
