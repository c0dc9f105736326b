//go:build unix

package devstack

import (
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// embedded is a Redis within this process, on a loopback port behind a password.
type embedded struct {
	server   *miniredis.Miniredis
	password string
	done     chan struct{}
	once     sync.Once
	ticking  sync.WaitGroup
}

func startEmbedded(config RedisConfig) (*Redis, error) {
	e := &embedded{server: miniredis.NewMiniRedis(), password: rand.Text(), done: make(chan struct{})}
	e.server.RequireAuth(e.password)
	if err := e.server.StartAddr("127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("starting the embedded Redis: %w", err)
	}
	e.ticking.Go(e.tick)
	r := &Redis{config: config, tell: newTeller(config.Progress, config.Log), embedded: e}
	r.tell.log.Info("embedded Redis is up: what it holds ends with this process")
	return r, nil
}

func (e *embedded) url() string { return fmt.Sprintf("redis://:%s@%s/0", e.password, e.server.Addr()) }

// tick lets time pass for the keys that expire: this Redis has no clock.
func (e *embedded) tick() {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for last := time.Now(); ; {
		select {
		case now := <-ticker.C:
			e.server.FastForward(now.Sub(last))
			last = now
		case <-e.done:
			return
		}
	}
}

func (e *embedded) stop() {
	e.once.Do(func() {
		close(e.done)
		e.ticking.Wait()
		e.server.Close()
	})
}

func (e *embedded) kill() { e.server.Close() }

func (e *embedded) restart() error {
	e.server.Close()
	return e.server.Restart()
}
