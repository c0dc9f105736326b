package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const bindChat = `
UPDATE groups SET chat_mac = @mac, chat_sealed = @sealed
WHERE id = @group`

// BindChat says which chat at Telegram is the group's; 0 lets it go. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrConflict when the chat is
// another group's, casebook.ErrAway.
func (s *Store) BindChat(ctx context.Context, v casebook.Viewer, id casebook.GroupID, chat int64, _ time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("chat of group %d", id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		if _, err := s.lockGroup(ctx, tx, fresh, casebook.EditGroup, id); err != nil {
			return err
		}
		args := pgx.StrictNamedArgs{"group": id, "mac": nil, "sealed": nil}
		if chat != 0 {
			args["mac"], args["sealed"] = s.mac(v.District, chat), s.sealID(chat)
		}
		_, err = tx.Exec(ctx, bindChat, args)
		return err
	})
}

const moveChat = `
UPDATE groups SET chat_mac = @to, chat_sealed = @sealed
WHERE district_id = @district AND chat_mac = @from`

// MoveChat follows a group's chat to its new id: Telegram gives it one when it becomes a supergroup. A chat that is nobody's is nothing.
func (s *Store) MoveChat(ctx context.Context, district string, from, to int64) error {
	id, err := s.district(ctx, district)
	if err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, moveChat, pgx.StrictNamedArgs{"district": id, "from": s.mac(district, from), "to": s.mac(district, to), "sealed": s.sealID(to)})
	return known("move a chat", err)
}

const groupByChat = `
SELECT` + bodyColumns + bodyFrom + `
WHERE d.region = @district AND g.chat_mac = @mac AND g.retired_at IS NULL`

// GroupOfChat gives the group whose chat it is. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) GroupOfChat(ctx context.Context, district string, chat int64) (casebook.Group, error) {
	row, err := one[bodyRow](ctx, s.pool, groupByChat, pgx.StrictNamedArgs{"district": district, "mac": s.mac(district, chat)})
	if err != nil {
		return casebook.Group{}, known("group of a chat", err)
	}
	return s.groupOf(row)
}
