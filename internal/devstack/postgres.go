//go:build unix

package devstack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// PostgresConfig says where a private PostgreSQL lives and how much its data are worth.
type PostgresConfig struct {
	Dir      string            // its folder, made if missing; see [Postgres.Dir]
	Durable  bool              // data survive a power cut; without it they survive a kill at best, and everything is faster
	Progress func(code string) // called with one of [ProgressCodes]; may be nil
	Log      *slog.Logger      // may be nil
}

// Postgres is a running private PostgreSQL. Its methods may be called from any goroutine, one at a time.
type Postgres struct {
	config   PostgresConfig
	tell     teller
	folder   *folder
	programs programs
	litter   []string

	mu     sync.Mutex
	server *process // nil when stopped or killed
	synced sync.WaitGroup
}

// StartPostgres starts a private PostgreSQL and returns when it answers. Where the machine has none, it gets one, see [programs]. The context bounds
// the start only; the server runs until Stop, or until our end.
func StartPostgres(ctx context.Context, config PostgresConfig) (*Postgres, error) {
	return startPostgres(ctx, config)
}

// startPostgres starts one whose folders, if named as litter, are removed should we die.
func startPostgres(ctx context.Context, config PostgresConfig, litter ...string) (*Postgres, error) {
	p := &Postgres{config: config, tell: newTeller(config.Progress, config.Log), litter: litter}
	var err error
	if p.folder, err = openFolder(config.Dir); err != nil {
		return nil, fmt.Errorf("starting PostgreSQL: %w", err)
	}
	if len(p.litter) > 0 {
		p.litter = append(p.litter, p.folder.sockets)
	}
	if err := p.begin(ctx); err != nil {
		_ = p.Stop()
		return nil, fmt.Errorf("starting PostgreSQL in %s: %w", p.folder.path, err)
	}
	p.tell.log.Info("private PostgreSQL is up", "folder", p.folder.path, "programs", p.programs.folder, "version", p.programs.major)
	return p, nil
}

func (p *Postgres) begin(ctx context.Context) (err error) {
	if p.programs, err = getPrograms(ctx, p.folder.account, p.clusterVersion(), p.tell); err != nil {
		return err
	}
	if err := p.evict(ctx); err != nil {
		return err
	}
	fresh := p.clusterVersion() == 0
	if fresh {
		if err := p.makeCluster(ctx); err != nil {
			return err
		}
	}
	if err := p.launch(ctx); err != nil {
		return err
	}
	if fresh && p.config.Durable {
		p.synced.Go(p.syncCluster)
	}
	return nil
}

// DSN is the address of the server's own database, as its superuser.
func (p *Postgres) DSN() string { return p.dsn("postgres") }

// dsn spells out what the PG* environment variables could bend.
func (p *Postgres) dsn(database string) string {
	query := url.Values{"host": {p.folder.sockets}, "port": {"5432"}, "sslmode": {"disable"}}
	return (&url.URL{Scheme: "postgres", User: url.User("rembuk"), Path: "/" + database, RawQuery: query.Encode()}).String()
}

// Dir is the folder that holds the data: the configured one, or one in the system's temporary folder where the server's account could not use that.
func (p *Postgres) Dir() string { return p.folder.path }

// Stop shuts the server down in order and gives its folder back. More than once does no harm.
func (p *Postgres) Stop() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.synced.Wait()
	if p.server != nil {
		p.server.stop(10*time.Second, p.farewell(), syscall.SIGQUIT)
		p.server = nil
	}
	if p.folder != nil {
		p.folder.release()
	}
	for _, path := range p.litter {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("removing what a test server kept: %w", err)
		}
	}
	return nil
}

// farewell is the signal for a quick shutdown: with a last checkpoint where the data are worth it.
func (p *Postgres) farewell() syscall.Signal {
	if p.config.Durable {
		return syscall.SIGINT
	}
	return syscall.SIGQUIT
}

// Kill ends the server as a power cut would, and keeps its folder. For tests of what the program does then; Restart brings it back.
func (p *Postgres) Kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.server != nil {
		p.server.kill()
		p.server = nil
	}
}

// Restart starts the server again with its data and at the same address, after a shutdown in order if it still runs.
func (p *Postgres) Restart(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.synced.Wait()
	if p.server != nil {
		p.server.stop(10*time.Second, syscall.SIGINT, syscall.SIGQUIT)
		p.server = nil
	}
	if err := p.evict(ctx); err != nil {
		return fmt.Errorf("restarting PostgreSQL: %w", err)
	}
	if err := p.launch(ctx); err != nil {
		return fmt.Errorf("restarting PostgreSQL: %w", err)
	}
	return nil
}

// Pause freezes the server: connections stay open and nothing answers. Resume thaws it.
func (p *Postgres) Pause() { p.signal(syscall.SIGSTOP) }

// Resume undoes Pause.
func (p *Postgres) Resume() { p.signal(syscall.SIGCONT) }

func (p *Postgres) signal(s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.server != nil {
		p.server.signal(s)
	}
}

// launch starts the server and waits until it answers.
func (p *Postgres) launch(ctx context.Context) error {
	defer p.tell.ifSlow(ProgressStart)()
	log, err := p.folder.open("server.log", os.O_WRONLY|os.O_TRUNC)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := p.folder.account.command(filepath.Join(p.programs.folder, "postgres"), p.arguments()...)
	cmd.Stdout, cmd.Stderr = log, log
	server, err := start(cmd, p.farewell(), p.litter...)
	if err != nil {
		return err
	}
	if err := p.awaitAnswer(ctx, server); err != nil {
		server.kill()
		return err
	}
	p.server = server
	return nil
}

func (p *Postgres) awaitAnswer(ctx context.Context, server *process) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		connection, err := pgx.Connect(ctx, p.DSN())
		if err == nil {
			return connection.Close(ctx)
		}
		select {
		case <-server.gone:
			return fmt.Errorf("the server ended at once: %s", p.lastWords())
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("the server does not answer: %s", p.lastWords()), context.Cause(ctx))
		case <-time.After(5 * time.Millisecond):
		}
	}
}
