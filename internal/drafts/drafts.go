// Package drafts keeps in Redis what is remembered of talks that go on: a person's state, what was sent off and is not yet in the record, and when
// somebody has to be looked after without having written. It refuses to know what a talk is about, and it can't read what it keeps without the ring.
//
//	d:{tag}           a person's state: 16 hex digits of revision, then the sealed encoding
//	f:{tag}           what the person sent off and PostgreSQL has not taken yet: a hash of dialog id to sealed talk, without an end
//	t:{tag}:dialog    tombstone: the number that a talk became, sealed
//	due:{bot}         a sorted set of who must be looked after, and when
//	a:{bot}:update    how often an update was begun
//
// The tag is a keyed digest of bot and person: all of a person's keys are in one slot of a cluster, and nobody without the ring can tell whose they
// are. No script touches two slots. Only commands of Redis 6.2 are used, so that Valkey, Cluster, Sentinel and an embedded server do as well.
package drafts

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// How long things are kept. A state outlives its talks by the day that a message can wait at Telegram: what was said in time finds its talk.
const (
	Keep       = 14 * 24 * time.Hour // a talk, from its last message
	late       = 24 * time.Hour
	tombstones = 30 * 24 * time.Hour
)

// Who is a person as a bot meets one: Telegram's ids of both.
type Who struct{ Bot, User int64 }

// Revision is the state of a state: "" for nothing stored yet, else 16 hex digits, new with each save.
type Revision string

// Drafts is the store. Its methods may be called from any goroutine and by any number of replicas at once. Their errors are those named at the
// methods, and casebook.ErrAway for a Redis that doesn't do its work just now: the same call may succeed later.
type Drafts struct {
	client   redis.UniversalClient
	ring     *private.Ring
	prefix   string
	now      func() time.Time
	replicas replicas
}

// Option is a setting of Open that most do without.
type Option func(*Drafts)

// Clock replaces the clock that TTLs and the grace of a freeze are reckoned by. Stories that move it leave Shift alone, or the other way round.
func Clock(now func() time.Time) Option { return func(d *Drafts) { d.now = now } }

// Open wraps a client. Each key begins with prefix, which is empty in life and a test's own in tests. It makes no connection.
//
// The client should have ContextTimeoutEnabled: without it a deadline does not end a wait for a frozen server.
func Open(client redis.UniversalClient, ring *private.Ring, prefix string, options ...Option) *Drafts {
	d := &Drafts{client: client, ring: ring, prefix: prefix, now: time.Now}
	for _, set := range options {
		set(d)
	}
	return d
}

// Ping tells whether Redis answers.
func (d *Drafts) Ping(ctx context.Context) error {
	return known("asking for Redis", d.client.Ping(ctx).Err())
}

// Load gives what is remembered of the person, a fresh State when there is nothing. Errors: casebook.ErrNewerDraft when a newer program wrote it;
// private.ErrSealed when no key of the ring opens it: then the fresh State and the Revision can be saved over it.
func (d *Drafts) Load(ctx context.Context, who Who) (dialog.State, Revision, error) {
	value, err := d.client.Get(ctx, d.stateKey(who)).Bytes()
	if errors.Is(err, redis.Nil) {
		return dialog.State{}, "", nil
	}
	if err != nil {
		return dialog.State{}, "", known("loading a draft", err)
	}
	if len(value) < revisionLength {
		return dialog.State{}, "", fmt.Errorf("loading a draft of %d bytes: %w", len(value), private.ErrSealed)
	}
	rev := Revision(value[:revisionLength])
	var state dialog.State
	if err := d.open(draftOf(who), value[revisionLength:], &state); err != nil {
		return dialog.State{}, rev, fmt.Errorf("loading a draft: %w", err)
	}
	return state, rev, nil
}

// save compares the revision, writes the value and sets its end. Our own new revision counts as a match: then an answer was lost and we ask again.
var save = redis.NewScript(`
local rev = redis.call('GETRANGE', KEYS[1], 0, 15)
if rev ~= ARGV[1] and rev ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[2] .. ARGV[3], 'PX', ARGV[4])
return 1`)

// Save stores the state if nobody has stored another since rev was loaded, and when the person must be looked after. The latter comes first, since
// it lives in another slot: somebody looked after without need is harmless, somebody forgotten is not. For the same reason a zero due removes
// nothing, as whoever saves at the same moment may just have set it: the sweeper that comes by finds nothing to do, and settles.
// Errors: casebook.ErrConflict; casebook.ErrBadInput when the state is over 32 kB.
func (d *Drafts) Save(ctx context.Context, who Who, rev Revision, state dialog.State, due time.Time) (Revision, error) {
	if due.IsZero() {
		return d.save(ctx, who, rev, state, nil)
	}
	return d.save(ctx, who, rev, state, func(c redis.Cmdable) redis.Cmder {
		return c.ZAdd(ctx, d.dueKey(who.Bot), redis.Z{Score: score(due), Member: d.member(who)})
	})
}

func (d *Drafts) save(ctx context.Context, who Who, rev Revision, state dialog.State, first firstCommand) (Revision, error) {
	sealed, err := d.seal(draftOf(who), state)
	if err != nil {
		return "", fmt.Errorf("saving a draft: %w", err)
	}
	next := newRevision()
	saved, err := d.run(ctx, first, save, []string{d.stateKey(who)}, string(rev), string(next), sealed, d.life(state).Milliseconds())
	if err != nil {
		return "", known("saving a draft", err)
	}
	if !saved {
		return "", fmt.Errorf("saving a draft: %w", casebook.ErrConflict)
	}
	return next, nil
}

// mostNotes is how often Note tries when others save at the same moment.
const mostNotes = 5

// Note changes a small thing in what is stored, such as the id of a message just sent, and leaves it when change answers false. It is tried a few
// times, each on the state as it is then, and never changes when the person is due. Errors: those of Load and Save.
func (d *Drafts) Note(ctx context.Context, who Who, change func(*dialog.State) bool) error {
	var err error
	for range mostNotes {
		var state dialog.State
		var rev Revision
		if state, rev, err = d.Load(ctx, who); err != nil {
			return err
		}
		if !change(&state) {
			return nil
		}
		if _, err = d.save(ctx, who, rev, state, nil); !errors.Is(err, casebook.ErrConflict) {
			return err
		}
	}
	return err
}

// life is how much longer a state is kept. It is never nothing: Redis refuses that, and what is saved was meant to be saved.
func (d *Drafts) life(state dialog.State) time.Duration {
	if state.Touched.IsZero() {
		return Keep + late
	}
	return min(max(Keep+late-d.now().Sub(state.Touched), time.Minute), Keep+late)
}

const revisionLength = 16

func newRevision() Revision {
	var raw [revisionLength / 2]byte
	_, _ = rand.Read(raw[:])
	return Revision(hex.EncodeToString(raw[:]))
}
