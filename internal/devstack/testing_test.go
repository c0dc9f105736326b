//go:build unix

package devstack

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
)

func TestMain(m *testing.M) {
	if role := os.Getenv("DEVSTACK_TEST_ROLE"); role != "" {
		os.Exit(play(role))
	}
	os.Exit(Main(m))
}

var migrations int

func oneTable(ctx context.Context, dsn string) error {
	migrations++
	return execute(ctx, dsn, "CREATE TABLE cases (number int PRIMARY KEY)")
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	for range 3 {
		t.Run("files case 1", func(t *testing.T) {
			dsn := TestDatabase(t, oneTable)
			if err := execute(t.Context(), dsn, "INSERT INTO cases VALUES (1)"); err != nil {
				t.Error(err)
			}
		})
	}
	if migrations != 1 {
		t.Errorf("the migrations ran %d times, want once", migrations)
	}
}

func TestADatabaseIsDroppedEvenWithAConnectionLeft(t *testing.T) {
	var name string
	t.Run("leaves a connection open", func(t *testing.T) {
		connection, err := pgx.Connect(t.Context(), TestDatabase(t, nil))
		if err != nil {
			t.Fatal(err)
		}
		name = connection.Config().Database
	})
	admin, err := sharedPostgres()
	if err != nil {
		t.Fatal(err)
	}
	if got := query(t, admin, "SELECT count(*)::text FROM pg_database WHERE datname = '"+name+"'"); got != "0" {
		t.Errorf("database %s is still there", name)
	}
}

func TestEachTestHasKeysOfItsOwn(t *testing.T) {
	var url, first string
	t.Run("writes a key", func(t *testing.T) {
		url, first = TestRedis(t)
		_, second := TestRedis(t)
		if first == second {
			t.Errorf("two tests share the prefix %s", first)
		}
		if err := redisClient(t, url).Set(t.Context(), first+"draft", "x", 0).Err(); err != nil {
			t.Error(err)
		}
	})
	if got := redisClient(t, url).Exists(t.Context(), first+"draft").Val(); got != 0 {
		t.Error("the key outlives its test")
	}
}

func query(t testing.TB, dsn, statement string) string {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close(context.WithoutCancel(t.Context()))
	var answer string
	if err := connection.QueryRow(t.Context(), statement).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(answer)
}

func redisClient(t testing.TB, url string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(options)
	t.Cleanup(func() { client.Close() })
	return client
}
