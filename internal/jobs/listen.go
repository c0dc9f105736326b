package jobs

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// listens tells whether LISTEN works: behind a pooler of transactions it is taken and never heard of again. Then river asks every second instead.
func listens(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	err := hearOurselves(ctx, pool, "rembuk_probe_"+strings.ToLower(rand.Text()))
	if err != nil {
		log.WarnContext(ctx, "LISTEN does not work, so new jobs are looked for every second", "error", plain(err))
	}
	return err == nil
}

func hearOurselves(ctx context.Context, pool *pgxpool.Pool, channel string) error {
	listener, err := pool.Acquire(ctx)
	if err != nil {
		return known("listening", err)
	}
	defer listener.Release()
	if _, err := listener.Exec(ctx, "LISTEN "+channel); err != nil {
		return known("listening", err)
	}
	defer func() { _, _ = listener.Exec(context.WithoutCancel(ctx), "UNLISTEN "+channel) }() // a broken connection is not pooled again
	if _, err := pool.Exec(ctx, "SELECT pg_notify($1, '')", channel); err != nil {
		return known("listening", err)
	}
	_, err = listener.Conn().WaitForNotification(ctx)
	return known("listening", err)
}
