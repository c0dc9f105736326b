package casebook

import (
	"time"

	"rembuk/internal/private"
)

// For gives the case as the viewer may read it: without the words and the evidence, and without the reporter, where May forbids them.
func (c Case) For(v Viewer) Case {
	if c.Quiet && v.Person != 0 && v.Person == c.Reporter {
		return c.forReporter()
	}
	if filed(v, c) && May(v, See, c) != nil {
		return c.forFiler()
	}
	words, reporter := May(v, SeeWords, c), May(v, SeeReporter, c)
	if words != nil {
		c.Story, c.Files = private.Text{}, nil
	}
	if reporter != nil && c.Reporter != v.Person {
		c.Reporter = 0
	}
	return c
}

// secret is the case in the confidential lane: out of the village's hands, and out of those of a holder who would not see it any more, lest it
// lie with somebody who cannot work it. keep may go on holding it.
func (c Case) secret(keep PersonID) Case {
	if c.Lane == Confidential {
		return c
	}
	c.Lane, c.Released, c.Quiet = Confidential, false, true
	if c.Holder != 0 && c.Holder != keep {
		c.Holder, c.State = 0, Checking
	}
	return c
}

// HandedBack is the case without its holder, who may not work it any more, and the event that says so; actor is who took the right away.
func (c Case) HandedBack(actor PersonID, now time.Time) (Case, Event) {
	e := Event{At: now, Actor: actor, Move: Decline, From: c.State, To: Checking}
	c.Holder, c.State = 0, Checking
	return c, e
}

// Safety tells whether somebody may be in danger: such a case is put aside by caseworkers only.
func (c Case) Safety() bool { return c.Alarm || c.Gist.Calls() }
