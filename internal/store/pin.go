package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const makeSalt = `
INSERT INTO case_pins (case_id, salt, made_at)
VALUES (@case, @salt, @now)
ON CONFLICT (case_id) DO NOTHING`

const saltOf = `
SELECT salt, shown_at
FROM case_pins
WHERE case_id = @case`

type saltRow struct {
	Salt    []byte
	ShownAt *time.Time
}

// PIN gives the PIN of an own case, to be shown once: the same until PINShown. It is made from a salt and a key outside the database, and kept nowhere.
// Errors: casebook.ErrUsed when it was shown, casebook.ErrNotFound and casebook.ErrForbidden for anybody but the reporter, casebook.ErrAway.
func (s *Store) PIN(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) (string, error) {
	var pin string
	err := s.inTx(ctx, "PIN of "+string(number), func(tx pgx.Tx) error {
		c, err := s.ownCase(ctx, tx, v, number)
		if err != nil {
			return err
		}
		salt := make([]byte, 16)
		_, _ = rand.Read(salt) // never fails since Go 1.24
		if _, err := tx.Exec(ctx, makeSalt, pgx.StrictNamedArgs{"case": c.ID, "salt": salt, "now": now}); err != nil {
			return err
		}
		row, err := one[saltRow](ctx, tx, saltOf, pgx.StrictNamedArgs{"case": c.ID})
		if err != nil {
			return err
		}
		if row.ShownAt != nil {
			return casebook.ErrUsed
		}
		pin = s.pin(number, row.Salt)
		return nil
	})
	return pin, err
}

func (s *Store) ownCase(ctx context.Context, tx pgx.Tx, v casebook.Viewer, number casebook.Number) (casebook.Case, error) {
	c, err := s.readCase(ctx, tx, caseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
	if err != nil || own(v, c) {
		return c, err
	}
	fresh, err := s.viewer(ctx, tx, v.District, v.Person)
	if err == nil && !casebook.Follows(fresh, c) { // who filed it hands number and PIN over
		err = casebook.ErrForbidden
	}
	return c, err
}

const markShown = `
UPDATE case_pins SET shown_at = @now
WHERE case_id = @case AND shown_at IS NULL`

// PINShown notes that the PIN was shown: it is not shown again. Errors: as PIN.
func (s *Store) PINShown(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) error {
	return s.inTx(ctx, "PIN shown of "+string(number), func(tx pgx.Tx) error {
		c, err := s.ownCase(ctx, tx, v, number)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, markShown, pgx.StrictNamedArgs{"case": c.ID, "now": now})
		return err
	})
}

func (s *Store) pin(number casebook.Number, salt []byte) string {
	n := binary.BigEndian.Uint64(s.ring.MAC("pin", string(number), hex.EncodeToString(salt)))
	return fmt.Sprintf("%0*d", casebook.PINDigits, n%1_000_000)
}

// keyValid is how long something can be added after number and PIN were given.
const keyValid = time.Hour

// ByPIN opens a case by number and PIN, for anybody who has both. A wrong number, a wrong PIN and a case without one answer alike, in the same time.
// Errors: casebook.ErrNotFound, casebook.ErrTries when it is closed for an hour, whatever is given, casebook.ErrAway.
func (s *Store) ByPIN(ctx context.Context, v casebook.Viewer, number casebook.Number, pin string, now time.Time) (casebook.Face, error) {
	var face casebook.Face
	refused := casebook.ErrNotFound // a try counts, so the transaction is committed all the same
	err := s.inTx(ctx, "case by PIN", func(tx pgx.Tx) error {
		macs := [][]byte{s.ring.MAC("person tries", v.District, strconv.FormatInt(int64(v.Person), 10)), s.ring.MAC("case tries", v.District, string(number))}
		for i, most := range []int{casebook.PersonTries, casebook.CaseTries} { // always in this order: nobody waits crosswise
			row, err := one[triesRow](ctx, tx, countTry, pgx.StrictNamedArgs{"mac": macs[i], "most": most, "now": now, "hour": now.Add(time.Hour), "before": now.Add(-time.Hour)})
			if err != nil {
				return err
			}
			if row.Closed {
				refused = casebook.ErrTries
				break // whoever is closed out does not close the case for its reporter
			}
		}
		c, salt, err := s.saltOf(ctx, tx, v, number)
		if err != nil {
			return err
		}
		right := subtle.ConstantTimeCompare([]byte(s.pin(number, salt)), []byte(strings.TrimSpace(pin))) == 1 && c.ID != 0
		if !right || errors.Is(refused, casebook.ErrTries) {
			return nil
		}
		refused = nil
		face = c.Face()
		face.Key = s.key(v, number, salt, now.Add(keyValid))
		for _, mac := range macs { // a right one is no try
			if _, err := tx.Exec(ctx, giveBack, pgx.StrictNamedArgs{"mac": mac}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = refused
	}
	return face, err
}

type triesRow struct{ Closed bool }

// A window of an hour begins with its first try. One too many closes for an hour, in which nothing is counted.
const countTry = `
INSERT INTO pin_tries AS p (mac, since, tries)
VALUES (@mac, @now, 1)
ON CONFLICT (mac) DO UPDATE
SET since = CASE WHEN p.closed_until > @now THEN p.since WHEN p.since <= @before THEN @now ELSE p.since END,
    tries = CASE WHEN p.closed_until > @now THEN p.tries WHEN p.since <= @before THEN 1 ELSE p.tries + 1 END,
    closed_until = CASE WHEN p.closed_until > @now THEN p.closed_until WHEN p.since > @before AND p.tries >= @most THEN @hour END
RETURNING COALESCE(closed_until > @now, false) AS closed`

const giveBack = `
UPDATE pin_tries SET tries = greatest(tries - 1, 0)
WHERE mac = @mac`

// saltOf gives the case and what its PIN is made from; where there is neither, zeros that nothing matches.
func (s *Store) saltOf(ctx context.Context, tx pgx.Tx, v casebook.Viewer, number casebook.Number) (casebook.Case, []byte, error) {
	c, err := s.readCase(ctx, tx, caseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return c, nil, err
	}
	rows, err := all[saltRow](ctx, tx, saltOf, pgx.StrictNamedArgs{"case": c.ID})
	if err != nil || len(rows) == 0 {
		return casebook.Case{}, make([]byte, 16), err
	}
	return c, rows[0].Salt, nil
}

// key proves for a while that its person has given number and PIN.
func (s *Store) key(v casebook.Viewer, number casebook.Number, salt []byte, until time.Time) string {
	end := strconv.FormatInt(until.Unix(), 10)
	return end + "." + hex.EncodeToString(s.ring.MAC("proven", v.District, strconv.FormatInt(int64(v.Person), 10), string(number), hex.EncodeToString(salt), end)[:16])
}

// AddProven moves a case for somebody who has given number and PIN: an Add, a Detail or an Alarm. It is on the timeline as the reporter's, and no message ties the
// phone that it came from to the case. Errors: as Move; casebook.ErrExpired when the key is too old, casebook.ErrNotFound when it is no key.
func (s *Store) AddProven(ctx context.Context, v casebook.Viewer, number casebook.Number, key string, o casebook.Order, now time.Time) (casebook.Face, error) {
	var face casebook.Face
	err := s.inTx(ctx, fmt.Sprintf("%s by PIN", o.Move), func(tx pgx.Tx) error {
		c, err := s.readCase(ctx, tx, lockCaseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
		if err != nil {
			return err
		}
		if err := s.proven(ctx, tx, v, c, key, now); err != nil {
			return err
		}
		digest := s.saidDigest(o)
		if _, had, err := hadDigest(ctx, tx, c.ID, digest); err != nil || had {
			face = c.Face()
			return err
		}
		reporter := casebook.Viewer{District: v.District, Person: c.Reporter, Proven: c.Number}
		next, event, err := c.Apply(reporter, o, now.Truncate(time.Microsecond))
		if err != nil {
			return err
		}
		if err := s.saveMove(ctx, tx, c, next, event, o.Files, digest); err != nil {
			return err
		}
		face = next.Face()
		return s.aftermath(ctx, tx, c, next, event)
	})
	return face, err
}

func (s *Store) proven(ctx context.Context, tx pgx.Tx, v casebook.Viewer, c casebook.Case, key string, now time.Time) error {
	end, _, _ := strings.Cut(key, ".")
	unix, err := strconv.ParseInt(end, 10, 64)
	if err != nil {
		return casebook.ErrNotFound
	}
	row, err := one[saltRow](ctx, tx, saltOf, pgx.StrictNamedArgs{"case": c.ID})
	switch until := time.Unix(unix, 0); {
	case err != nil:
		return err
	case !hmac.Equal([]byte(s.key(v, c.Number, row.Salt, until)), []byte(key)):
		return casebook.ErrNotFound
	case now.After(until):
		return casebook.ErrExpired
	}
	return nil
}
