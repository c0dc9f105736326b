package drafts

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// The due set of a bot holds who must be looked after without having written: for a nudge, for the end of a talk, for what was sent off and not yet
// filed. Whoever claims somebody has them for a while; dying then, another claims them after it.

// A claim's score ends in half a millisecond, and any other is whole: that is how to tell whether somebody has set a new one since.

// settle removes a member, or with a time puts it there, unless somebody has meanwhile set another time, or an earlier one.
var settle = redis.NewScript(`
local set = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '0.5')
local free = set % 1 ~= 0
if ARGV[2] == '' then
	if free then redis.call('ZREM', KEYS[1], ARGV[1]) end
elseif free or set > tonumber(ARGV[2]) then
	redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
end
return 1`)

// Due sets when a claimed person must be looked after next, unless a Save since the claim has set an earlier time.
func (d *Drafts) Due(ctx context.Context, who Who, at time.Time) error {
	err := settle.Run(ctx, d.client, []string{d.dueKey(who.Bot)}, d.member(who), at.UnixMilli()).Err()
	return known("setting when somebody is due", err)
}

// Settle says of a claimed person that there is nothing to look after, unless a Save since the claim has set a time. What is frozen is not touched:
// that ends by Finish only.
func (d *Drafts) Settle(ctx context.Context, who Who) error {
	err := settle.Run(ctx, d.client, []string{d.dueKey(who.Bot)}, d.member(who), "").Err()
	return known("settling who was due", err)
}

func score(at time.Time) float64 { return float64(at.UnixMilli()) }

// claim takes the members whose time has come by pushing it away: no two callers get the same.
var claim = redis.NewScript(`
local members = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, member in ipairs(members) do redis.call('ZADD', KEYS[1], ARGV[2] .. '.5', member) end
return members`)

// Claim gives up to limit people of the bot who are due, the longest waiting first, and to nobody else for the time of hold. What is due of them
// the caller finds by FrozenOf and by Load, and then says Due or Settle.
func (d *Drafts) Claim(ctx context.Context, bot int64, now time.Time, hold time.Duration, limit int) ([]Who, error) {
	members, err := claim.Run(ctx, d.client, []string{d.dueKey(bot)}, now.UnixMilli(), now.Add(hold).UnixMilli(), limit).StringSlice()
	if err != nil {
		return nil, known("claiming who is due", err)
	}
	finished, err := d.finished(ctx, bot, members)
	if err != nil {
		return nil, err
	}
	var people []Who
	seen := map[Who]bool{}
	for _, member := range members {
		who, _, ok := d.readMember(bot, member)
		if !ok || finished[member] || seen[who] {
			continue // not ok: another ring's, which that ring's owner will claim
		}
		seen[who] = true
		people = append(people, who)
	}
	return people, nil
}

// finished finds, and removes, members about talks that are not frozen: Finish ended between its two steps, or Freeze met a conflict. By now
// nobody is about to freeze them, since grace has passed.
func (d *Drafts) finished(ctx context.Context, bot int64, members []string) (map[string]bool, error) {
	frozen := map[string]*redis.BoolCmd{}
	pipe := d.client.Pipeline()
	for _, member := range members {
		if who, dialogID, ok := d.readMember(bot, member); ok && dialogID != "" {
			frozen[member] = pipe.HExists(ctx, d.frozenKey(who), dialogID)
		}
	}
	if len(frozen) == 0 {
		return nil, nil
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, known("claiming who is due", err)
	}
	finished := map[string]bool{}
	for member, exists := range frozen {
		if !exists.Val() {
			finished[member] = true
			pipe.ZRem(ctx, d.dueKey(bot), member)
		}
	}
	if len(finished) == 0 {
		return nil, nil
	}
	_, err := pipe.Exec(ctx)
	return finished, known("claiming who is due", err)
}

var shift = redis.NewScript(`
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZINCRBY', KEYS[1], ARGV[1], member) end
return 1`)

// Shift brings all that is due of a bot nearer. For stories in which a day passes in a moment.
func (d *Drafts) Shift(ctx context.Context, bot int64, by time.Duration) error {
	return known("shifting what is due", shift.Run(ctx, d.client, []string{d.dueKey(bot)}, -by.Milliseconds()).Err())
}
