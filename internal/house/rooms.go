package house

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/desk"
	"rembuk/internal/dialog"
	"rembuk/internal/drafts"
	"rembuk/internal/limits"
	"rembuk/internal/private"
	"rembuk/internal/telegram"
)

// drafting is drafts as the desk asks for them.
type drafting struct{ drafts *drafts.Drafts }

func who(bot, user int64) drafts.Who { return drafts.Who{Bot: bot, User: user} }

func (d drafting) Load(ctx context.Context, bot, user int64) (dialog.State, desk.Revision, error) {
	s, rev, err := d.drafts.Load(ctx, who(bot, user))
	if errors.Is(err, private.ErrSealed) { // a key is missing here: another replica has it, or soon this one; the draft must not be written over
		err = fmt.Errorf("%w: %w", casebook.ErrAway, err)
	}
	return s, desk.Revision(rev), err
}

func (d drafting) Save(ctx context.Context, bot, user int64, rev desk.Revision, s dialog.State, due time.Time) error {
	_, err := d.drafts.Save(ctx, who(bot, user), drafts.Revision(rev), s, due)
	return err
}

func (d drafting) Note(ctx context.Context, bot, user int64, change func(*dialog.State) bool) error {
	return d.drafts.Note(ctx, who(bot, user), change)
}

func (d drafting) Freeze(ctx context.Context, bot, user int64, rev desk.Revision, s dialog.State, f dialog.Frozen) error {
	_, err := d.drafts.Freeze(ctx, who(bot, user), drafts.Revision(rev), s, f)
	return err
}

func (d drafting) Frozen(ctx context.Context, bot, user int64, id string) (dialog.Frozen, error) {
	return d.drafts.Frozen(ctx, who(bot, user), id)
}

func (d drafting) FrozenOf(ctx context.Context, bot, user int64) ([]dialog.Frozen, error) {
	return d.drafts.FrozenOf(ctx, who(bot, user))
}

func (d drafting) Finish(ctx context.Context, bot, user int64, id, number string) error {
	return d.drafts.Finish(ctx, who(bot, user), id, number)
}

func (d drafting) Tombstone(ctx context.Context, bot, user int64, id string) (string, error) {
	return d.drafts.Tombstone(ctx, who(bot, user), id)
}

func (d drafting) Claim(ctx context.Context, bot int64, now time.Time, hold time.Duration, limit int) ([]int64, error) {
	claimed, err := d.drafts.Claim(ctx, bot, now, hold, limit)
	var users []int64
	for _, w := range claimed {
		users = append(users, w.User)
	}
	return users, err
}

func (d drafting) Due(ctx context.Context, bot, user int64, at time.Time) error {
	if at.IsZero() {
		return d.drafts.Settle(ctx, who(bot, user))
	}
	return d.drafts.Due(ctx, who(bot, user), at)
}

// senders is Telegram as the jobs ask for it: each bot by its id.
type senders struct{ h *House }

func (s senders) Send(ctx context.Context, bot, chatID int64, m chat.Message) (int, error) {
	return s.h.reply(ctx, bot, chatID, m)
}

func (s senders) Edit(ctx context.Context, bot, chatID int64, message int, m chat.Message) error {
	b, ok := s.h.bots[bot]
	if !ok {
		return fmt.Errorf("bot %d: %w", bot, casebook.ErrNotFound)
	}
	return b.Edit(ctx, chatID, message, m)
}

// limit waits until all replicas together may send once more. A chat with a negative id is a group.
func (h *House) limit(ctx context.Context, bot, chatID int64, edit bool) error {
	kind := limits.Send
	if edit {
		kind = limits.Edit
	}
	return h.limits.Wait(ctx, bot, chatID, chatID < 0, kind)
}

// retryAfter reads Telegram's 429.
func retryAfter(err error) (time.Duration, bool) {
	var later *telegram.RetryAfter
	if errors.As(err, &later) {
		return later.After, true
	}
	return 0, false
}
