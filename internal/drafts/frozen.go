package drafts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
)

// grace is how long what was sent off is left to whoever sent it off before a sweeper takes it up: longer than an update is worked on.
const grace = 20 * time.Second

// freeze moves a talk out of the state: one or neither is done.
var freeze = redis.NewScript(`
local rev = redis.call('GETRANGE', KEYS[1], 0, 15)
if rev ~= ARGV[1] and rev ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[2] .. ARGV[3], 'PX', ARGV[4])
redis.call('HSET', KEYS[2], ARGV[5], ARGV[6])
return 1`)

// Freeze takes a talk out of the person's state and keeps it, without an end, until Finish: it was sent off, and from here on it is filed whatever
// happens to this program. The state is what remains without the talk. First a member of the due set is written, so that a sweeper finds what is
// frozen even if this was our last breath. Errors: as of Save.
func (d *Drafts) Freeze(ctx context.Context, who Who, rev Revision, state dialog.State, frozen dialog.Frozen) (Revision, error) {
	rest, err := d.seal(draftOf(who), state)
	if err != nil {
		return "", fmt.Errorf("freezing a talk: %w", err)
	}
	talk, err := d.seal(frozenOf(who, frozen.Draft.Dialog), frozen)
	if err != nil {
		return "", fmt.Errorf("freezing a talk: %w", err)
	}
	first := func(c redis.Cmdable) redis.Cmder {
		return c.ZAdd(ctx, d.dueKey(who.Bot), redis.Z{Score: score(d.now().Add(grace)), Member: d.frozenMember(who, frozen.Draft.Dialog)})
	}
	next := newRevision()
	done, err := d.run(ctx, first, freeze, []string{d.stateKey(who), d.frozenKey(who)},
		string(rev), string(next), rest, d.life(state).Milliseconds(), frozen.Draft.Dialog, talk)
	if err != nil {
		return "", known("freezing a talk", err)
	}
	if !done {
		return "", fmt.Errorf("freezing a talk: %w", casebook.ErrConflict)
	}
	return next, nil
}

// Frozen gives what was sent off. Errors: casebook.ErrNotFound when it was never frozen or is finished; private.ErrSealed, casebook.ErrNewerDraft.
func (d *Drafts) Frozen(ctx context.Context, who Who, dialogID string) (dialog.Frozen, error) {
	sealed, err := d.client.HGet(ctx, d.frozenKey(who), dialogID).Bytes()
	if err != nil {
		return dialog.Frozen{}, known("loading a frozen talk", err)
	}
	var frozen dialog.Frozen
	if err := d.open(frozenOf(who, dialogID), sealed, &frozen); err != nil {
		return dialog.Frozen{}, fmt.Errorf("loading a frozen talk: %w", err)
	}
	return frozen, nil
}

// FrozenOf gives all that the person sent off and that is not finished, oldest first. Of what cannot be opened it gives the error of one, and the
// others all the same: one bad value must not hold up the rest.
func (d *Drafts) FrozenOf(ctx context.Context, who Who) ([]dialog.Frozen, error) {
	sealed, err := d.client.HGetAll(ctx, d.frozenKey(who)).Result()
	if err != nil {
		return nil, known("loading frozen talks", err)
	}
	var all []dialog.Frozen
	var failed error
	for dialogID, value := range sealed {
		var frozen dialog.Frozen
		if err := d.open(frozenOf(who, dialogID), []byte(value), &frozen); err != nil {
			failed = fmt.Errorf("loading frozen talks: %w", err)
			continue
		}
		all = append(all, frozen)
	}
	slices.SortFunc(all, func(a, b dialog.Frozen) int { return a.SentAt.Compare(b.SentAt) })
	return all, failed
}

// finish forgets the talk and leaves the number in its place. Said again it changes nothing: the first number stays.
var finish = redis.NewScript(`
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3])
return 1`)

// Finish ends what was frozen, now that it is in the record under a number. It can be repeated.
func (d *Drafts) Finish(ctx context.Context, who Who, dialogID, number string) error {
	sealed := d.ring.Seal(tombstoneOf(who, dialogID), []byte(number))
	keys := []string{d.frozenKey(who), d.tombstoneKey(who, dialogID)}
	if _, err := d.run(ctx, nil, finish, keys, dialogID, sealed, tombstones.Milliseconds()); err != nil {
		return known("finishing a frozen talk", err)
	}
	return known("finishing a frozen talk", d.client.ZRem(ctx, d.dueKey(who.Bot), d.frozenMember(who, dialogID)).Err())
}

// Tombstone gives the number that a finished talk became, for 30 days. Errors: casebook.ErrNotFound, private.ErrSealed.
func (d *Drafts) Tombstone(ctx context.Context, who Who, dialogID string) (number string, err error) {
	sealed, err := d.client.Get(ctx, d.tombstoneKey(who, dialogID)).Bytes()
	if err != nil {
		return "", known("looking for a talk's number", err)
	}
	plain, err := d.ring.Open(tombstoneOf(who, dialogID), sealed)
	if err != nil {
		return "", fmt.Errorf("looking for a talk's number: %w", err)
	}
	return string(plain), nil
}
