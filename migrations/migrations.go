// Package migrations holds the schema, one idea a file, and brings a database up to it. It goes forward only: a program that is a release older keeps
// running beside the new one, so what is removed is first no longer used.
package migrations

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

//go:embed *.sql
var files embed.FS

// lockID is the advisory lock that lets one process migrate at a time, whatever else it migrates: "rembuk" as bytes.
const lockID int64 = 0x72656d62756b

// Up brings the database of pool up to this program's schema, and then runs more in order (other libraries' own migrations), all under one lock:
// replicas that start together wait for the first one. On a database that is up to date it changes nothing.
// The error names the migration that failed; what stood before it stays done.
func Up(ctx context.Context, pool *pgxpool.Pool, more ...func(context.Context, *pgxpool.Pool) error) error {
	config := pool.Config().ConnConfig
	for _, limit := range []string{"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"} {
		config.RuntimeParams[limit] = "0" // what a request may take is too little for an index
	}
	unlock, err := lock(ctx, config)
	if err != nil {
		return fmt.Errorf("migrations: waiting for the lock: %w", err)
	}
	defer unlock()
	if err := ours(ctx, config); err != nil {
		return err
	}
	for _, m := range more {
		if err := m(ctx, pool); err != nil {
			return fmt.Errorf("migrations: %w", err)
		}
	}
	return nil
}

func ours(ctx context.Context, config *pgx.ConnConfig) error {
	db := stdlib.OpenDB(*config)
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	_, err = provider.Up(ctx)
	var failed *goose.PartialError
	if errors.As(err, &failed) && failed.Failed != nil {
		return fmt.Errorf("migrations: %s: %w", failed.Failed.Source.Path, plain(failed.Err))
	}
	if err != nil {
		return fmt.Errorf("migrations: %w", plain(err))
	}
	return nil
}

// lock waits for the advisory lock by asking again and again: a session that waits inside the server would hold a snapshot, on which CREATE INDEX
// CONCURRENTLY in the session it waits for would wait in turn.
func lock(ctx context.Context, config *pgx.ConnConfig) (unlock func(), err error) {
	connection, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return nil, err
	}
	unlock = func() { _ = connection.Close(context.WithoutCancel(ctx)) } // the lock ends with its session
	for {
		var got bool
		if err := connection.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", lockID).Scan(&got); err != nil {
			unlock()
			return nil, err
		}
		if got {
			return unlock, nil
		}
		select {
		case <-ctx.Done():
			unlock()
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// plain leaves out what of PostgreSQL's answer may hold a row's values.
func plain(err error) error {
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		return err
	}
	return fmt.Errorf("%s (SQLSTATE %s, %s%s)", answer.Message, answer.Code, answer.TableName, answer.ConstraintName)
}
