//go:build unix

package devstack

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestTheSecondStartFindsTheDataOfTheFirst(t *testing.T) {
	t.Parallel()
	dir := home(t)
	var told []string
	config := PostgresConfig{Dir: dir, Durable: true, Progress: func(code string) { told = append(told, code) }}

	first := startOne(t, config)
	must(t, execute(t.Context(), first.DSN(), "CREATE TABLE cases AS SELECT 7 AS number"))
	must(t, first.Stop())
	second := startOne(t, config)

	if got := query(t, second.DSN(), "SELECT number::text FROM cases"); got != "7" {
		t.Errorf("the case kept is %s, want 7", got)
	}
	if got := slices.Index(told, ProgressInit); got != 0 || slices.Contains(told[1:], ProgressInit) {
		t.Errorf("told %q, want %s first, and once", told, ProgressInit)
	}
}

func TestStoppingTwiceDoesNoHarm(t *testing.T) {
	t.Parallel()
	p := startOne(t, PostgresConfig{Dir: home(t)})
	must(t, p.Stop())
	must(t, p.Stop())
	if _, err := os.Stat(p.folder.sockets); !os.IsNotExist(err) {
		t.Errorf("the socket's folder is still there (%v)", err)
	}
}

func TestAnInterruptedFirstStartBeginsAnew(t *testing.T) {
	t.Parallel()
	dir := home(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := StartPostgres(ctx, PostgresConfig{Dir: dir}); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("a start of 100 ms ended with %v", err)
	}
	startOne(t, PostgresConfig{Dir: dir})
}

func TestTwoOwnersCollide(t *testing.T) {
	t.Parallel()
	dir := home(t)
	startOne(t, PostgresConfig{Dir: dir})

	_, err := StartPostgres(t.Context(), PostgresConfig{Dir: dir})

	var inUse *InUseError
	if !errors.As(err, &inUse) || inUse.PID != os.Getpid() {
		t.Errorf("the second start says %v, want that process %d has the folder", err, os.Getpid())
	}
}

func TestAKilledOwnerLeavesNothingInTheWay(t *testing.T) {
	t.Parallel()
	dir := home(t)
	owner := enter(t, "owns PostgreSQL", dir)
	server := owner.pid(t)
	began := time.Now()
	owner.kill()

	p := startOne(t, PostgresConfig{Dir: dir, Durable: true})

	t.Logf("from kill -9 to the next server's first answer: %v", time.Since(began))
	if alive(server) {
		t.Errorf("the killed owner's server, process %d, still runs", server)
	}
	if got := query(t, p.DSN(), "SELECT 'here'"); got != "here" {
		t.Errorf("got %s", got)
	}
}

func TestStaleFilesAreClearedAway(t *testing.T) {
	t.Parallel()
	zombie := exec.Command("true")
	must(t, zombie.Start())
	defer zombie.Wait()
	waitUntil(5*time.Second, func() bool { return !alive(zombie.Process.Pid) })

	for name, pid := range map[string]int{"of a zombie": zombie.Process.Pid, "of a stranger": os.Getpid(), "of nobody": 4194304} {
		t.Run(name, func(t *testing.T) {
			dir := home(t)
			p := startOne(t, PostgresConfig{Dir: dir})
			must(t, p.Stop())
			must(t, os.MkdirAll(p.folder.sockets, 0o700))
			if p.folder.account.lesser {
				must(t, os.Chown(p.folder.sockets, p.folder.account.uid, p.folder.account.gid))
			}
			stale := []byte(itoa(pid) + "\n" + p.cluster() + "\n1\n5432\n" + p.folder.sockets + "\n\n")
			must(t, os.WriteFile(filepath.Join(p.cluster(), "postmaster.pid"), stale, 0o644))
			must(t, os.WriteFile(filepath.Join(p.folder.sockets, ".s.PGSQL.5432.lock"), stale, 0o644))
			startOne(t, PostgresConfig{Dir: dir})
		})
	}
}

func TestAfterAPowerCutCommittedDataAreThere(t *testing.T) {
	t.Parallel()
	p := startOne(t, PostgresConfig{Dir: home(t), Durable: true})
	must(t, execute(t.Context(), p.DSN(), "CREATE TABLE cases AS SELECT 7 AS number"))

	p.Kill()
	if err := execute(t.Context(), p.DSN(), "SELECT 1"); err == nil {
		t.Error("a killed server answers")
	}
	must(t, p.Restart(t.Context()))

	if got := query(t, p.DSN(), "SELECT number::text FROM cases"); got != "7" {
		t.Errorf("the case kept is %s, want 7", got)
	}
}

func TestAPausedServerKeepsConnectionsAndAnswersLater(t *testing.T) {
	t.Parallel()
	p := startOne(t, PostgresConfig{Dir: home(t)})
	connection, err := pgx.Connect(t.Context(), p.DSN())
	must(t, err)
	defer connection.Close(context.WithoutCancel(t.Context()))
	answered := make(chan error, 1)

	p.Pause()
	go func() {
		_, err := connection.Exec(t.Context(), "SELECT 1")
		answered <- err
	}()
	select {
	case err := <-answered:
		t.Errorf("a paused server answers (%v)", err)
	case <-time.After(200 * time.Millisecond):
	}
	p.Resume()
	must(t, <-answered)
}

func TestPeoplesWordsStayOutOfTheLog(t *testing.T) {
	t.Parallel()
	p := startOne(t, PostgresConfig{Dir: home(t)})
	must(t, execute(t.Context(), p.DSN(), "CREATE TABLE reports (story text UNIQUE)"))
	must(t, execute(t.Context(), p.DSN(), "INSERT INTO reports VALUES ('rahasia sekali')"))
	if execute(t.Context(), p.DSN(), "INSERT INTO reports VALUES ('rahasia sekali')") == nil {
		t.Fatal("the same story twice is no error")
	}
	if log := p.lastWords(); !strings.Contains(log, "duplicate key") || strings.Contains(log, "rahasia") {
		t.Errorf("want the error without the words, got:\n%s", log)
	}
}

// home is a folder for a server, within reach of the account that root steps down to.
func home(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if os.Geteuid() == 0 {
		must(t, os.Chmod(filepath.Dir(dir), 0o755))
	}
	return filepath.Join(dir, "data")
}

func startOne(t testing.TB, config PostgresConfig) *Postgres {
	t.Helper()
	p, err := StartPostgres(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { must(t, p.Stop()) })
	return p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
