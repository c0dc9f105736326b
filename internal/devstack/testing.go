//go:build unix

package devstack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"
)

// With these set, tests use servers that run already (see internal/devstack/withservers), which saves each test binary the start of its own.
const (
	TestPostgresVariable = "REMBUK_TEST_POSTGRES" // the DSN of a superuser
	TestRedisVariable    = "REMBUK_TEST_REDIS"    // a URL
)

// Main runs a package's tests, stops the servers that they used, and looks for goroutines that never ended. A package that uses [TestDatabase] or
// [TestRedis] has
//
//	func TestMain(m *testing.M) { os.Exit(devstack.Main(m)) }
//
// When the tests end by a panic or a kill, the servers go and their folders are removed all the same.
func Main(m *testing.M) int {
	code := m.Run()
	if err := stopShared(); err != nil {
		fmt.Fprintln(os.Stderr, "stopping the test servers:", err)
		code = max(code, 1)
	}
	http.DefaultClient.CloseIdleConnections()
	if code == 0 {
		if err := goleak.Find(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	return code
}

// TestDatabase gives a test a database of its own, as migrate left it; nil leaves it empty. A binary runs migrate once, each test gets a copy in some
// 30 ms; two funcs are told apart by their code, not by what they captured. Clean-up drops the database, whoever is still connected.
func TestDatabase(t testing.TB, migrate func(ctx context.Context, dsn string) error) (dsn string) {
	t.Helper()
	admin, err := sharedPostgres()
	if err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	template, err := templateOf(admin, migrate)
	if err != nil {
		t.Fatalf("the template database: %v", err)
	}
	dsn, drop, err := clone(context.Background(), admin, template)
	if err != nil {
		t.Fatalf("a database for the test: %v", err)
	}
	t.Cleanup(drop)
	return dsn
}

// TestRedis gives a test the address of a real Redis, shared by all, and a prefix for its keys, whose last character is a colon. Clean-up removes what
// has the prefix. Without a redis-server the test fails.
func TestRedis(t testing.TB) (url, prefix string) {
	t.Helper()
	url, err := sharedRedis()
	if err != nil {
		t.Fatalf("Redis for the tests: %v", err)
	}
	prefix = "t" + strings.ToLower(rand.Text()[:12]) + ":"
	t.Cleanup(func() {
		if err := removeKeys(context.Background(), url, prefix); err != nil {
			t.Errorf("removing the test's keys: %v", err)
		}
	})
	return url, prefix
}

// TestServers starts the servers that tests share and returns the environment variables that tell test binaries of them, and what stops them.
func TestServers() (environment []string, stop func() error, err error) {
	dsn, err := sharedPostgres()
	if err != nil {
		return nil, nil, err
	}
	url, err := sharedRedis()
	if err != nil {
		return nil, nil, errors.Join(err, stopShared())
	}
	return []string{TestPostgresVariable + "=" + dsn, TestRedisVariable + "=" + url}, stopShared, nil
}

func removeKeys(ctx context.Context, url, prefix string) error {
	options, err := redis.ParseURL(url)
	if err != nil {
		return err
	}
	client := redis.NewClient(options)
	defer client.Close()
	keys := client.Scan(ctx, 0, prefix+"*", 1000).Iterator()
	for keys.Next(ctx) {
		if err := client.Unlink(ctx, keys.Val()).Err(); err != nil {
			return err
		}
	}
	return keys.Err()
}

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
