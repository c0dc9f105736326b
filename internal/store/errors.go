package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"rembuk/internal/casebook"
)

// known turns an error of pgx into casebook's. PostgreSQL's own message and detail can hold a row's values, so people's words: they are left out.
func known(doing string, err error) error {
	var answer *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &answer):
		return fmt.Errorf("%s: %w", doing, answered(answer))
	case errors.Is(err, pgx.ErrNoRows):
		return fmt.Errorf("%s: %w", doing, casebook.ErrNotFound)
	case away(err):
		return fmt.Errorf("%s: %w (%v)", doing, casebook.ErrAway, err) //nolint:errorlint // the driver's error ends here
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

// answered is what PostgreSQL said, by its code (appendix A of its manual).
func answered(answer *pgconn.PgError) error {
	where := strings.TrimSpace(fmt.Sprintf("SQLSTATE %s %s %s", answer.Code, answer.TableName, answer.ConstraintName))
	is := func(prefixes ...string) bool {
		for _, p := range prefixes {
			if strings.HasPrefix(answer.Code, p) {
				return true
			}
		}
		return false
	}
	switch {
	case is("08", "53", "57", "58", "25006"): // connection, no resources, stopped or cancelled, system, a standby
		return fmt.Errorf("%w (%s)", casebook.ErrAway, where)
	case is("23505", "40", "55P03"): // exists already, deadlock, a lock not to be had in time
		return fmt.Errorf("%w (%s)", casebook.ErrConflict, where)
	case is("22", "23"): // not a value of its kind, refused by a constraint
		return fmt.Errorf("%w (%s)", casebook.ErrBadInput, where)
	default:
		return fmt.Errorf("PostgreSQL refused (%s)", where)
	}
}

// away tells whether PostgreSQL did not answer at all.
func away(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err) ||
		errors.Is(err, pgx.ErrTxClosed) || strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "closed pool")
}

// orElse says what it means here that there is no row.
func orElse(err, none error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return none
	}
	return err
}
