package house

import (
	"sync/atomic"
	"time"
)

// Clock is the time of a house: the machine's, and ahead of it by what a story has moved it.
type Clock struct{ ahead atomic.Int64 }

// Now is the time.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// now is the time of the house that a Config is of.
func (c Config) now() time.Time {
	if c.Clock == nil {
		return time.Now()
	}
	return c.Clock.Now()
}

// Forward moves the time on by d.
func (c *Clock) Forward(d time.Duration) { c.ahead.Add(int64(d)) }
