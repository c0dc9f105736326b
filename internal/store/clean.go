package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const quietSpoken = `
SELECT m.message_id AS message
FROM messages m
JOIN districts d ON d.id = m.district_id
JOIN cases c ON c.id = m.case_id
WHERE d.region = @district AND m.chat_mac = @mac AND m.ours AND m.purpose IN ('receipt', 'card', 'added') AND c.quiet
ORDER BY m.message_id`

// QuietSpoken lists the ids of our messages in a person's chat that are about own cases that must not betray, the oldest first.
// Errors: casebook.ErrAway.
func (s *Store) QuietSpoken(ctx context.Context, district string, chat int64) ([]int, error) {
	rows, err := all[struct{ Message int }](ctx, s.pool, quietSpoken, pgx.StrictNamedArgs{"district": district, "mac": s.mac(district, chat)})
	ids := make([]int, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.Message)
	}
	return ids, known("messages to clean", err)
}

const forgetQuiet = `
DELETE FROM messages m
USING districts d, cases c
WHERE d.id = m.district_id AND d.region = @district AND m.chat_mac = @mac AND c.id = m.case_id AND c.quiet AND m.purpose IN ('receipt', 'card', 'added', 'talk')
    AND EXISTS (SELECT FROM case_reporters r JOIN accounts a ON a.person_id = r.person_id WHERE r.case_id = c.id AND a.user_mac = m.chat_mac)`

// ForgetQuiet cuts a person's chat from the own cases that must not betray: a reply to what is left there finds nothing. Errors: casebook.ErrAway.
func (s *Store) ForgetQuiet(ctx context.Context, v casebook.Viewer, chat int64) error {
	return s.inTx(ctx, "clean a chat", func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, forgetQuiet, pgx.StrictNamedArgs{"district": v.District, "mac": s.mac(v.District, chat)})
		return err
	})
}
