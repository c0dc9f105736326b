//go:build unix

package devstack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

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
