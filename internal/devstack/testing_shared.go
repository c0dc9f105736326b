//go:build unix

package devstack

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// shared holds what the tests of a binary have in common.
var shared struct {
	mu        sync.Mutex
	postgres  *Postgres
	redis     *Redis
	admin     string
	templates map[uintptr]string
}

func sharedPostgres() (string, error) {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.admin != "" {
		return shared.admin, nil
	}
	if dsn := os.Getenv(TestPostgresVariable); dsn != "" {
		shared.admin = dsn
		return dsn, nil
	}
	dir, err := temporaryFolder("postgres")
	if err != nil {
		return "", err
	}
	shared.postgres, err = startPostgres(context.Background(), PostgresConfig{Dir: dir}, filepath.Dir(dir))
	if err != nil {
		return "", err
	}
	shared.admin = shared.postgres.DSN()
	return shared.admin, nil
}

func sharedRedis() (string, error) {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.redis != nil {
		return shared.redis.URL(), nil
	}
	if url := os.Getenv(TestRedisVariable); url != "" {
		return url, nil
	}
	dir, err := temporaryFolder("redis")
	if err != nil {
		return "", err
	}
	shared.redis, err = startRedis(context.Background(), RedisConfig{Dir: dir}, filepath.Dir(dir))
	if err != nil {
		os.RemoveAll(filepath.Dir(dir))
		return "", err
	}
	return shared.redis.URL(), nil
}

// temporaryFolder names a folder below a new one, in memory where there is room. The outer one is open to the account that serves within.
func temporaryFolder(name string) (string, error) {
	base := ""
	var room syscall.Statfs_t
	if syscall.Statfs("/dev/shm", &room) == nil && uint64(room.Bavail)*uint64(room.Bsize) > 2<<30 { //nolint:unconvert // the types differ between systems
		base = "/dev/shm"
	}
	outer, err := os.MkdirTemp(base, "rembuk-test-")
	if err != nil && base != "" {
		outer, err = os.MkdirTemp("", "rembuk-test-")
	}
	if err != nil {
		return "", err
	}
	return filepath.Join(outer, name), os.Chmod(outer, 0o755)
}

func stopShared() error {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if shared.postgres == nil {
		for _, template := range shared.templates {
			if err := drop(ctx, shared.admin, template); err != nil {
				return err
			}
		}
	}
	shared.templates, shared.admin = nil, ""
	if shared.postgres != nil {
		if err := shared.postgres.Stop(); err != nil {
			return err
		}
		shared.postgres = nil
	}
	if shared.redis != nil {
		if err := shared.redis.Stop(); err != nil {
			return err
		}
		shared.redis = nil
	}
	return nil
}

// templateOf makes the template for a migrate func when it is first asked for.
func templateOf(admin string, migrate func(ctx context.Context, dsn string) error) (string, error) {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if migrate == nil {
		return "template1", nil
	}
	key := reflect.ValueOf(migrate).Pointer()
	if name, ok := shared.templates[key]; ok {
		return name, nil
	}
	name := "template_" + strings.ToLower(rand.Text()[:12])
	if err := makeTemplate(context.Background(), admin, name, migrate); err != nil {
		return "", err
	}
	if shared.templates == nil {
		shared.templates = map[uintptr]string{}
	}
	shared.templates[key] = name
	return name, nil
}

func makeTemplate(ctx context.Context, admin, name string, migrate func(ctx context.Context, dsn string) error) error {
	if err := execute(ctx, admin, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
		return err
	}
	dsn, err := withDatabase(admin, name)
	if err != nil {
		return err
	}
	if err := migrate(ctx, dsn); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return execute(ctx, admin, "ALTER DATABASE "+pgx.Identifier{name}.Sanitize()+" ALLOW_CONNECTIONS false")
}
