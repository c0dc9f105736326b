// Package store is the record: PostgreSQL. What must agree is written in one transaction, together with the work that it makes necessary; a case is read by
// CaseFor and changed by Move, and both ask casebook for the right, with grants read at that moment. It knows neither talks nor Telegram, and keeps
// nobody's Telegram id in plain.
//
// Errors are casebook's, or hold no more of PostgreSQL's answer than its code and the names of tables and constraints.
package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// Store reads and writes the record.
type Store struct {
	// Enqueue writes tasks in the transaction that makes them necessary. Without it nothing that makes any can be done.
	Enqueue func(ctx context.Context, tx pgx.Tx, tasks []casebook.Task) error

	// Rules gives what a district's notices and indicators go by. Without it there are no quiet hours and no thresholds.
	Rules func(district string) casebook.Round

	pool    *pgxpool.Pool
	ring    *private.Ring
	regions sync.Map // id of a district by its region code: neither ever changes
}

// limits keep one bad statement from holding up the rest; a request may take 15 s.
var limits = map[string]string{
	"application_name":                    "rembuk",
	"statement_timeout":                   "10s",
	"lock_timeout":                        "5s",
	"idle_in_transaction_session_timeout": "30s",
}

// patience is how long one statement, or the begin of a transaction, may take for us. PostgreSQL keeps its own limits only while it runs: one that hangs is
// away, and whoever waits must have time left to say so.
const patience = 4 * time.Second

// Open connects. What the DSN itself sets goes before the store's own limits. Errors: casebook.ErrAway.
func Open(ctx context.Context, dsn string, ring *private.Ring) (*Store, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("the address of PostgreSQL cannot be read: want postgres://user:password@host:port/database")
	}
	for name, value := range limits {
		if _, set := config.ConnConfig.RuntimeParams[name]; !set {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, known("open", err)
	}
	s := &Store{pool: pool, ring: ring}
	if err := s.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

// Close waits for what is under way and hangs up.
func (s *Store) Close() { s.pool.Close() }

// Pool is for the rooms that share the connections: jobs and migrations.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// Ping tells whether PostgreSQL answers. Errors: casebook.ErrAway.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return known("ping", s.pool.Ping(ctx))
}

// inTx does work in one transaction; doing names it in the error.
func (s *Store) inTx(ctx context.Context, doing string, work func(tx pgx.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	return known(doing, pgx.BeginFunc(ctx, s.pool, work))
}

func (s *Store) enqueue(ctx context.Context, tx pgx.Tx, tasks []casebook.Task) error {
	if len(tasks) == 0 {
		return nil
	}
	if s.Enqueue == nil {
		return errors.New("store: nobody does the work that this makes necessary")
	}
	return s.Enqueue(ctx, tx, tasks)
}

func (s *Store) rules(district string) casebook.Round {
	if s.Rules == nil {
		return casebook.Round{District: district}
	}
	return s.Rules(district)
}

// querier is the pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// one reads the only row of a query. Errors: pgx.ErrNoRows.
func one[T any](ctx context.Context, q querier, sql string, args pgx.StrictNamedArgs) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	rows, _ := q.Query(ctx, sql, args) // CollectExactlyOneRow has its error
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[T])
}

// all reads the rows of a query.
func all[T any](ctx context.Context, q querier, sql string, args pgx.StrictNamedArgs) ([]T, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	rows, _ := q.Query(ctx, sql, args) // CollectRows has its error
	return pgx.CollectRows(rows, pgx.RowToStructByName[T])
}

// mac finds an account or a chat again: a private chat has the id of its person.
func (s *Store) mac(district string, telegram int64) []byte {
	return s.ring.MAC("telegram", district, strconv.FormatInt(telegram, 10))
}

const identity = "identity" // what Telegram ids and names are sealed for

func (s *Store) sealID(telegram int64) []byte {
	return s.ring.Seal(identity, strconv.AppendInt(nil, telegram, 10))
}

func (s *Store) openID(sealed []byte) (int64, error) {
	plain, err := s.ring.Open(identity, sealed)
	if err != nil {
		return 0, fmt.Errorf("telegram id: %w", err)
	}
	return strconv.ParseInt(string(plain), 10, 64)
}
