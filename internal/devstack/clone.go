//go:build unix

package devstack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Clone makes a new database as a copy of the one named template, to which nobody may be connected, and returns its address and what drops it again.
func (p *Postgres) Clone(ctx context.Context, template string) (dsn string, drop func(), err error) {
	return clone(ctx, p.DSN(), template)
}

func clone(ctx context.Context, admin, template string) (dsn string, dropIt func(), err error) {
	name := "test_" + strings.ToLower(rand.Text()[:16])
	statement := fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", pgx.Identifier{name}.Sanitize(), pgx.Identifier{template}.Sanitize())
	if err := patiently(func() error { return execute(ctx, admin, statement) }); err != nil {
		return "", nil, fmt.Errorf("copying database %s: %w", template, err)
	}
	if dsn, err = withDatabase(admin, name); err != nil {
		return "", nil, err
	}
	return dsn, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		_ = drop(ctx, admin, name) // a server that is gone has nothing left to drop
	}, nil
}

func drop(ctx context.Context, admin, name string) error {
	return execute(ctx, admin, "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)")
}

// patiently tries again while somebody who has hung up still counts as connected.
func patiently(work func() error) error {
	for attempt := 1; ; attempt++ {
		err := work()
		var known *pgconn.PgError
		if attempt == 100 || !errors.As(err, &known) || known.Code != "55006" { // object_in_use
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// execute runs one statement on a connection of its own.
func execute(ctx context.Context, dsn, statement string) error {
	connection, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer connection.Close(context.WithoutCancel(ctx))
	_, err = connection.Exec(ctx, statement)
	return err
}

// withDatabase is the address of another database on the same server.
func withDatabase(dsn, name string) (string, error) {
	address, err := url.Parse(dsn)
	if err != nil || address.Scheme == "" {
		return "", fmt.Errorf("the address of a PostgreSQL for tests has the form postgres://...")
	}
	address.Path = "/" + name
	return address.String(), nil
}
