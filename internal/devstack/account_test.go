//go:build unix

package devstack

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestRootStepsDown(t *testing.T) {
	asRoot(t)
	p := startOne(t, PostgresConfig{Dir: home(t)})
	if p.server.cmd.SysProcAttr.Credential.Uid == 0 {
		t.Error("the server runs as root")
	}
	if owner, _ := ownerOf(p.Dir()); owner == 0 {
		t.Error("the data belong to root")
	}
}

func TestRootLeavesDataWithTheirOwner(t *testing.T) {
	asRoot(t)
	dir := home(t)
	must(t, os.Mkdir(dir, 0o700))
	must(t, os.Chown(dir, 65534, 65534))
	startOne(t, PostgresConfig{Dir: dir})
	if owner, _ := ownerOf(dir); owner != 65534 {
		t.Errorf("the folder of user 65534 is now that of %d", owner)
	}
}

func TestRootStepsDownToThePersonBehindSudo(t *testing.T) {
	asRoot(t)
	t.Setenv("SUDO_UID", "65534")
	account, err := accountFor("/nowhere")
	must(t, err)
	if account.uid != 65534 {
		t.Errorf("user 65534 called sudo, and the server runs as %d", account.uid)
	}
}

func TestAFolderOutOfReachIsReplaced(t *testing.T) {
	asRoot(t)
	t.Setenv("TMPDIR", filepath.Dir(home(t)))
	closed := filepath.Join(t.TempDir(), "root only") // as /root is
	must(t, os.Mkdir(closed, 0o700))
	p := startOne(t, PostgresConfig{Dir: filepath.Join(closed, "data")})
	if want := os.TempDir(); filepath.Dir(p.Dir()) != want {
		t.Errorf("the data are in %s, want a folder of %s", p.Dir(), want)
	}
}

func TestAFolderThatCannotBeMadeIsReplaced(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Dir(home(t)))
	p := startOne(t, PostgresConfig{Dir: "/proc/nowhere/data"})
	if want := os.TempDir(); filepath.Dir(p.Dir()) != want {
		t.Errorf("the data are in %s, want a folder of %s", p.Dir(), want)
	}
}

func TestDataOfSomebodyElseAreAnErrorAndNotReplaced(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Log("root may use everybody's folders: TestAsAnOrdinaryUser covers this")
		return
	}
	_, err := StartPostgres(t.Context(), PostgresConfig{Dir: "/etc"})
	if err == nil || !strings.Contains(err.Error(), "/etc") {
		t.Errorf("serving from /etc: %v", err)
	}
}

// Root runs some of these tests once more as an ordinary user: one without a home, in a folder that is not its own.
func TestAsAnOrdinaryUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		return
	}
	binary := copyOfOurselves(t)
	cmd := exec.Command(binary, "-test.v", "-test.run=SecondStart|Collide|KilledOwner|LeaveNothing|Somebody|OfItsOwn|PowerCut|CannotBeMade")
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/nonexistent"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("as nobody: %v\n%s", err, output)
	}
}

// copyOfOurselves is this test binary, where everybody may run it.
func copyOfOurselves(t *testing.T) string {
	t.Helper()
	path := filepath.Join(filepath.Dir(home(t)), "devstack.test")
	from, err := os.Open(os.Args[0])
	must(t, err)
	defer from.Close()
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	must(t, err)
	_, err = io.Copy(to, from)
	must(t, err)
	must(t, to.Close())
	return path
}

func asRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("this is about what root does")
	}
}
