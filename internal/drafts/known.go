package drafts

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"rembuk/internal/casebook"
)

// passing are the answers of a Redis that is there and can't work just now: it starts, a replica takes over, its disk or memory is full.
var passing = []string{"LOADING", "READONLY", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN", "MOVED", "ASK", "NOREPLICAS", "MISCONF", "OOM", "BUSY", "NOTBUSY", "UNKILLABLE", "ERR max number of clients"}

// known turns go-redis's errors into ours: casebook.ErrNotFound for a key that isn't there, casebook.ErrAway for all that may pass. What Redis
// refuses for other reasons (a wrong password, a fault in a script) stays what it is. The texts hold keys at most, and those name nobody.
func known(doing string, err error) error {
	var answer redis.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, redis.Nil):
		return fmt.Errorf("%s: %w", doing, casebook.ErrNotFound)
	case errors.Is(err, casebook.ErrAway), errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: %w", doing, err)
	case !errors.As(err, &answer): // the network, a timeout, the end of a connection, no connection free
		return fmt.Errorf("%s: %w: %w", doing, casebook.ErrAway, err)
	}
	for _, word := range passing {
		if redis.HasErrorPrefix(err, word) {
			return fmt.Errorf("%s: %w: %w", doing, casebook.ErrAway, err)
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}
