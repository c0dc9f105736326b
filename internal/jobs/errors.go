package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"rembuk/internal/casebook"
)

var errFell = errors.New("fell by a fault of the program")

// known turns the driver's errors into ours: casebook.ErrAway for a PostgreSQL that doesn't do its work just now. The rest stays what it is.
func known(doing string, err error) error {
	var answer *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: %w", doing, err)
	case errors.As(err, &answer) && !passes(answer.Code):
		return fmt.Errorf("%s: %w", doing, err)
	default:
		return fmt.Errorf("%s: %w: %w", doing, casebook.ErrAway, err)
	}
}

// passes tells of a SQLSTATE whether the same may succeed later: a connection lost, too many of them, a start or an end, a lock, a full disk, a standby.
func passes(code string) bool {
	for _, class := range []string{"08", "40", "53", "55P03", "57P", "58", "25006"} {
		if strings.HasPrefix(code, class) {
			return true
		}
	}
	return false
}

// speaking are the errors whose own text may be stored: it is ours.
var speaking = []error{
	casebook.ErrGone, casebook.ErrTooOld, casebook.ErrUnchanged, casebook.ErrBadInput, casebook.ErrForbidden, casebook.ErrNotFound,
	casebook.ErrConflict, casebook.ErrMove, casebook.ErrAway, errFell, context.DeadlineExceeded, context.Canceled,
}

// plain says what kind of error it is, in words of ours. The error's own could hold what somebody said, or the bot's token.
func plain(err error) string {
	for _, known := range speaking {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return "PostgreSQL refused: " + answer.Code
	}
	for next := err; next != nil; next = errors.Unwrap(next) {
		err = next
	}
	return fmt.Sprintf("unexpected %T", err)
}
