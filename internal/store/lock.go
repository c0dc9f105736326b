package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// lockRow is a person's own PIN as it is kept: a digest, of which the key lies outside the database.
type lockRow struct {
	MAC        []byte
	Salt       []byte
	OpenedAt   *time.Time
	Wrong      int
	WrongSince *time.Time
}

func (r lockRow) lock() casebook.Lock {
	return casebook.Lock{Set: true, OpenedAt: orZero(r.OpenedAt), Wrong: r.Wrong, WrongSince: orZero(r.WrongSince)}
}

const lockOfPerson = `
SELECT mac, salt, opened_at, wrong, wrong_since
FROM locks
WHERE person_id = @person`

func lockOf(ctx context.Context, q querier, person casebook.PersonID, how string) (casebook.Lock, lockRow, error) {
	row, err := one[lockRow](ctx, q, lockOfPerson+how, pgx.StrictNamedArgs{"person": person})
	if errors.Is(err, pgx.ErrNoRows) {
		return casebook.Lock{}, row, nil
	}
	return row.lock(), row, err
}

// unlocked tells whether the person has typed the own PIN lately. Errors: casebook.ErrNoPIN, casebook.ErrPIN.
func (s *Store) unlocked(ctx context.Context, q querier, v casebook.Viewer, now time.Time) error {
	session := s.rules(v.District).PINSession
	if session == 0 {
		return nil
	}
	lock, _, err := lockOf(ctx, q, v.Person, "")
	if err != nil {
		return err
	}
	return lock.Check(now, session)
}

const setLock = `
INSERT INTO locks (person_id, mac, salt, set_at, opened_at)
VALUES (@person, @mac, @salt, @now, @now)
ON CONFLICT (person_id) DO UPDATE SET mac = @mac, salt = @salt, set_at = @now, opened_at = @now, wrong = 0`

// SetPIN keeps a person's own PIN, as a digest, and opens what it locks. One that is there already is written over only while it is open, so that whoever
// finds the phone cannot set another. Errors: casebook.ErrForbidden for somebody without a confidential case in reach, casebook.ErrPIN,
// casebook.ErrBadInput for what is no PIN or a weak one, casebook.ErrAway.
func (s *Store) SetPIN(ctx context.Context, v casebook.Viewer, typed private.Text, now time.Time) error {
	pin, ok := casebook.ReadOwnPIN(typed.Reveal())
	if !ok || casebook.WeakPIN(pin) {
		return fmt.Errorf("set a PIN: %w", casebook.ErrBadInput)
	}
	return s.inTx(ctx, "set a PIN", func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		if !fresh.Any(casebook.Caseworker) {
			return casebook.ErrForbidden
		}
		lock, _, err := lockOf(ctx, tx, v.Person, "\nFOR UPDATE")
		if err != nil {
			return err
		}
		if lock.Set && lock.Check(now, s.rules(v.District).PINSession) != nil {
			return casebook.ErrPIN
		}
		salt := make([]byte, 16)
		_, _ = rand.Read(salt) // never fails since Go 1.24
		_, err = tx.Exec(ctx, setLock, pgx.StrictNamedArgs{"person": v.Person, "mac": s.pinMAC(v.Person, salt, pin), "salt": salt, "now": now})
		return err
	})
}

const tried = `
UPDATE locks SET opened_at = nullif(@opened, 'epoch'::timestamptz), wrong = @wrong, wrong_since = nullif(@since, 'epoch'::timestamptz)
WHERE person_id = @person`

// TryPIN opens what a person's own PIN locks, for a session. Errors: casebook.ErrNoPIN, casebook.ErrBadInput when it is wrong, casebook.ErrTries when it was
// wrong too often, casebook.ErrAway.
func (s *Store) TryPIN(ctx context.Context, v casebook.Viewer, typed private.Text, now time.Time) error {
	var verdict error
	err := s.inTx(ctx, "try a PIN", func(tx pgx.Tx) error {
		lock, row, err := lockOf(ctx, tx, v.Person, "\nFOR UPDATE")
		if err != nil {
			return err
		}
		if !lock.Set {
			return casebook.ErrNoPIN
		}
		pin, _ := casebook.ReadOwnPIN(typed.Reveal())
		right := hmac.Equal(s.pinMAC(v.Person, row.Salt, pin), row.MAC)
		lock, verdict = lock.Try(right, now)
		_, err = tx.Exec(ctx, tried, pgx.StrictNamedArgs{"person": v.Person, "opened": orEpoch(lock.OpenedAt), "wrong": lock.Wrong, "since": orEpoch(lock.WrongSince)})
		return err // a wrong one is counted, so the transaction stands
	})
	if err != nil {
		return err
	}
	return known("try a PIN", verdict)
}

func (s *Store) pinMAC(person casebook.PersonID, salt []byte, pin string) []byte {
	return s.ring.MAC("own pin", strconv.FormatInt(int64(person), 10), hex.EncodeToString(salt), pin)
}

func orEpoch(t time.Time) time.Time {
	if t.IsZero() {
		return time.Unix(0, 0)
	}
	return t
}

// HasPIN tells whether a person has a PIN of the own. Errors: casebook.ErrAway.
func (s *Store) HasPIN(ctx context.Context, v casebook.Viewer) (bool, error) {
	lock, _, err := lockOf(ctx, s.pool, v.Person, "")
	return lock.Set, known("own PIN", err)
}

const closeLock = `
UPDATE locks SET opened_at = NULL
WHERE person_id = @person`

const dropLock = `
DELETE FROM locks
WHERE person_id = @person`

// closeLockOf ends a person's session; who may read nothing confidential any more has no PIN either.
func closeLockOf(ctx context.Context, tx pgx.Tx, left casebook.Viewer) error {
	sql := dropLock
	if left.Any(casebook.Caseworker) {
		sql = closeLock
	}
	_, err := tx.Exec(ctx, sql, pgx.StrictNamedArgs{"person": left.Person})
	return err
}
