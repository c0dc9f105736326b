//go:build unix

package devstack

import (
	"os"
	"path/filepath"
	"testing"
)

// The first start ever, of the demo's kind.
func BenchmarkPostgresFirstStart(b *testing.B) {
	dir := home(b)
	for b.Loop() {
		p, err := StartPostgres(b.Context(), PostgresConfig{Dir: dir, Durable: true})
		must(b, err)
		b.StopTimer()
		must(b, p.Stop())
		must(b, os.RemoveAll(dir))
		b.StartTimer()
	}
}

func BenchmarkPostgresLaterStart(b *testing.B) {
	dir := home(b)
	must(b, startOne(b, PostgresConfig{Dir: dir, Durable: true}).Stop())
	for b.Loop() {
		p, err := StartPostgres(b.Context(), PostgresConfig{Dir: dir, Durable: true})
		must(b, err)
		b.StopTimer()
		must(b, p.Stop())
		b.StartTimer()
	}
}

func BenchmarkRedisStart(b *testing.B) {
	dir := filepath.Join(home(b), "redis")
	for b.Loop() {
		r, err := startRedis(b.Context(), RedisConfig{Dir: dir, Durable: true})
		must(b, err)
		b.StopTimer()
		must(b, r.Stop())
		b.StartTimer()
	}
}

// A test's database, from copy to drop, with one connection in between.
func BenchmarkTestDatabase(b *testing.B) {
	admin, err := sharedPostgres()
	must(b, err)
	template, err := templateOf(admin, oneTable)
	must(b, err)
	for b.Loop() {
		dsn, drop, err := clone(b.Context(), admin, template)
		must(b, err)
		must(b, execute(b.Context(), dsn, "INSERT INTO cases VALUES (1)"))
		drop()
	}
}
