package drafts

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"rembuk/internal/casebook"
)

// replicas says how many copies a write must reach before it counts as done.
type replicas struct {
	want   int
	within time.Duration
	old    *atomic.Bool // the server has no WAITAOF (before Redis 7.2): WAIT is asked instead
}

// Replicated makes each write wait until so many replicas have it on disk (before Redis 7.2: in memory), at most within, which must be less than the
// client's read timeout. Where they don't, the answer is casebook.ErrAway though the write may have been done: whoever repeats it sees to that.
func Replicated(want int, within time.Duration) Option {
	return func(d *Drafts) { d.replicas = replicas{want, within, new(atomic.Bool)} }
}

// firstCommand is sent before a script, to another slot.
type firstCommand func(redis.Cmdable) redis.Cmder

// run sends first, if any, and then the script, whose keys are of one slot and which answers 1 or 0. Both travel together unless it is a cluster,
// where only two round trips keep the order.
func (d *Drafts) run(ctx context.Context, first firstCommand, script *redis.Script, keys []string, args ...any) (bool, error) {
	node := d.client
	if cluster, ok := d.client.(*redis.ClusterClient); ok {
		if first != nil {
			if err := first(cluster).Err(); err != nil {
				return false, err
			}
			first = nil
		}
		if d.replicas.want == 0 {
			answer, err := script.Run(ctx, cluster, keys, args...).Int()
			return answer == 1, err
		}
		master, err := cluster.MasterForKey(ctx, keys[0]) // WAIT counts what was written on its own connection
		if err != nil {
			return false, err
		}
		node = master
	}
	answer, err := d.send(ctx, node, first, script.EvalSha, keys, args)
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		answer, err = d.send(ctx, node, first, script.Eval, keys, args)
	}
	return answer == 1, err
}

type evaluate func(ctx context.Context, c redis.Scripter, keys []string, args ...any) *redis.Cmd

// send makes one round trip of it all, on one connection.
func (d *Drafts) send(ctx context.Context, node redis.UniversalClient, first firstCommand, eval evaluate, keys []string, args []any) (int, error) {
	if first == nil && d.replicas.want == 0 {
		return eval(ctx, node, keys, args...).Int()
	}
	pipe := node.Pipeline()
	var before redis.Cmder
	if first != nil {
		before = first(pipe)
	}
	script := eval(ctx, pipe, keys, args...)
	wait := d.replicas.ask(ctx, pipe)
	_, err := pipe.Exec(ctx)
	switch {
	case err == nil:
		err = d.replicas.check(wait)
	case before != nil && before.Err() != nil:
		err = before.Err()
	case script.Err() != nil:
		err = script.Err()
	case wait != nil && d.replicas.forgetAOF(wait.Err()):
		return d.send(ctx, node, first, eval, keys, args) // our scripts may run twice
	}
	if err != nil {
		return 0, err
	}
	return script.Int()
}

func (r replicas) ask(ctx context.Context, pipe redis.Pipeliner) *redis.Cmd {
	switch {
	case r.want == 0:
		return nil
	case r.old.Load():
		return pipe.Do(ctx, "WAIT", r.want, r.within.Milliseconds())
	default:
		return pipe.Do(ctx, "WAITAOF", 1, r.want, r.within.Milliseconds())
	}
}

// check reads how many replicas have it: WAIT answers a number, WAITAOF two, of which the second counts.
func (r replicas) check(wait *redis.Cmd) error {
	if wait == nil {
		return nil
	}
	have, err := wait.Int()
	if err != nil {
		both, err := wait.Int64Slice()
		if err != nil || len(both) != 2 {
			return fmt.Errorf("waiting for replicas: %w", err)
		}
		if have = int(both[1]); both[0] == 0 { // not even on our own disk
			have = 0
		}
	}
	if have < r.want {
		return fmt.Errorf("%d of %d replicas have it: %w", have, r.want, casebook.ErrAway)
	}
	return nil
}

// forgetAOF tells whether the error means that the server knows no WAITAOF, and remembers it.
func (r replicas) forgetAOF(err error) bool {
	if err == nil || !strings.Contains(strings.ToLower(err.Error()), "unknown command") || r.old.Load() {
		return false
	}
	r.old.Store(true)
	return true
}
