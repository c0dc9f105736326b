package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/private"
)

const addDead = `
INSERT INTO dead_updates (bot_id, update_id, sealed, why, at)
VALUES (@bot, @update, @sealed, @why, @at)
ON CONFLICT (bot_id, update_id) DO NOTHING`

// Dead keeps an update that could not be attended to, sealed, for a person to look at; why is an error's name, of which what PostgreSQL does not take is
// left out: an update that can be neither attended to nor buried would hold up all that come after it. The first keeping counts.
// Errors: casebook.ErrAway, and then Telegram must be asked to send the update again.
func (s *Store) Dead(ctx context.Context, bot, update int64, raw []byte, why string, at time.Time) error {
	_, err := s.pool.Exec(ctx, addDead, pgx.StrictNamedArgs{"bot": bot, "update": update, "sealed": s.ring.Seal(deadUpdate, raw), "why": clean(private.Of(why)), "at": at})
	return known(fmt.Sprintf("dead update %d", update), err)
}
