//go:build unix

package devstack

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// socketPathLimit is what the kernels leave for the path of a Unix socket (104 bytes on macOS, 108 on Linux), less the closing zero.
const socketPathLimit = 103

// folder is the place of one server on disk, held by a lock for as long as we live.
type folder struct {
	path    string // the data and the server's log
	sockets string // a short path of its own, since that of a socket has a limit
	account account
	lock    *os.File
}

// openFolder settles where a server that was asked for in dir keeps its things, and locks that place.
func openFolder(dir string) (*folder, error) {
	path, account, err := settle(dir)
	if err != nil {
		return nil, err
	}
	f := &folder{path: path, account: account}
	if err := f.hold(); err != nil {
		return nil, err
	}
	if f.sockets, err = socketFolder(path, account); err != nil {
		f.release()
		return nil, err
	}
	return f, nil
}

// release gives the folder back and keeps its data.
func (f *folder) release() {
	os.RemoveAll(f.sockets)
	f.lock.Close()
}

// hold takes the lock, which the kernel drops with our last breath: what else lies in the folder may be stale, the lock never is.
func (f *folder) hold() error {
	lock, err := f.open("owner.lock", os.O_RDWR)
	if err != nil {
		return err
	}
	if err := take(lock); err != nil {
		defer lock.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return &InUseError{Folder: f.path, PID: readNumber(lock)}
		}
		return fmt.Errorf("locking %s: %w", f.path, err)
	}
	if err := writeNumber(lock, os.Getpid()); err != nil {
		lock.Close()
		return fmt.Errorf("writing %s: %w", lock.Name(), err)
	}
	f.lock = lock
	return nil
}

// lastBreath is how long a dead owner's lock may outlive it: a child that it had just forked holds a copy of it until it runs its own program.
const lastBreath = 3 * time.Second

// take takes the lock; one whose owner is dead is waited for.
func take(lock *os.File) error {
	for until := time.Now().Add(lastBreath); ; time.Sleep(20 * time.Millisecond) {
		err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) || alive(readNumber(lock)) || time.Now().After(until) {
			return err
		}
	}
}

// open opens a file of the folder for the account. It follows no link: root must not write where an ordinary user points.
func (f *folder) open(name string, flags int) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(f.path, name), flags|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	if f.account.lesser {
		if err := file.Chown(f.account.uid, f.account.gid); err != nil {
			file.Close()
			return nil, err
		}
	}
	return file, nil
}

// InUseError says that another process serves from the folder.
type InUseError struct {
	Folder string
	PID    int // 0 where it is not known
}

func (e *InUseError) Error() string {
	return fmt.Sprintf("%s is in use by process %d: stop that one first, or choose another folder", e.Folder, e.PID)
}

// settle takes dir itself where the serving account can use it, else a folder of the system's temporary one: below /root nobody but root gets in,
// and a home folder can be read-only.
func settle(dir string) (string, account, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", account{}, err
	}
	a, err := accountFor(dir)
	if err != nil {
		return "", a, err
	}
	reason := claim(dir, a)
	if reason == nil {
		return dir, a, nil
	}
	if owner, ok := ownerOf(dir); ok && owner != a.uid {
		return "", a, reason // data of somebody else: an empty folder elsewhere would look as if they were lost
	}
	if a, err = stepDown(); err != nil { // whoever owns a folder that is open to all has no say
		return "", a, err
	}
	substitute := filepath.Join(os.TempDir(), shortName(dir, a))
	if err := claim(substitute, a); err != nil {
		return "", a, errors.Join(reason, err)
	}
	return substitute, a, nil
}

// shortName is the same for the same folder and account each time, and no other's.
func shortName(dir string, a account) string {
	return fmt.Sprintf("rembuk-%d-%.4x", a.uid, sha256.Sum256([]byte(dir)))
}

func socketFolder(dir string, a account) (string, error) {
	longest := len("/.s.PGSQL.5432.lock")
	var reasons []error
	for _, base := range []string{os.TempDir(), "/tmp"} {
		place := filepath.Join(base, shortName(dir, a)+"-s")
		if len(place)+longest > socketPathLimit {
			reasons = append(reasons, fmt.Errorf("%s is too long for a socket", place))
			continue
		}
		err := claim(place, a)
		if err == nil {
			return place, nil
		}
		reasons = append(reasons, err)
	}
	return "", fmt.Errorf("no folder for a socket: %w", errors.Join(reasons...))
}

// claim makes a folder of the account's own, or sees that it is.
func claim(path string, a account) error {
	if err := makeFolder(path, 0o700, a); err != nil {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a folder", path)
	}
	owner, _ := ownerOf(path)
	if owner == 0 && a.lesser {
		if err := os.Lchown(path, a.uid, a.gid); err != nil {
			return err
		}
	} else if owner != a.uid {
		return fmt.Errorf("%s belongs to another user (%d)", path, owner)
	}
	if err := os.Chmod(path, 0o700); err != nil {
		return err
	}
	if !a.canUse(path) {
		return fmt.Errorf("user %d cannot use %s", a.uid, path)
	}
	return nil
}

// makeFolder makes a folder and those above it, all the account's.
func makeFolder(path string, mode os.FileMode, a account) error {
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	if parent := filepath.Dir(path); parent != path {
		if err := makeFolder(parent, 0o755, a); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, mode); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	if a.lesser {
		return os.Lchown(path, a.uid, a.gid)
	}
	return nil
}

func readNumber(file *os.File) int {
	text := make([]byte, 20)
	n, _ := file.ReadAt(text, 0)
	number, _ := strconv.Atoi(strings.TrimSpace(string(text[:n])))
	return number
}

func writeNumber(file *os.File, number int) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.WriteAt(fmt.Appendf(nil, "%d\n", number), 0)
	return err
}
