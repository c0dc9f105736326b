package casebook

import (
	"strings"
	"time"
)

// LockTries is how many wrong PINs a person may type in LockPause before the lock takes none any more.
const (
	LockTries = 5
	LockPause = time.Hour
)

// Lock is what stands between a caseworker's phone, which anybody may pick up, and what is confidential.
type Lock struct {
	Set        bool      // there is a PIN
	OpenedAt   time.Time // when it was last typed
	Wrong      int       // how often it was not, since WrongSince
	WrongSince time.Time
}

// Check tells whether the lock is open now: for as long as a session from the last PIN. A session of zero asks for none.
// Errors: ErrNoPIN when there is none yet, ErrPIN when it must be typed.
func (l Lock) Check(now time.Time, session time.Duration) error {
	switch {
	case session == 0:
		return nil
	case !l.Set:
		return ErrNoPIN
	case now.Sub(l.OpenedAt) >= session:
		return ErrPIN
	}
	return nil
}

// Try is the lock after a PIN was typed. Errors: ErrBadInput when it was wrong, ErrTries when it was wrong too often: then a right one is not taken either.
func (l Lock) Try(right bool, now time.Time) (Lock, error) {
	if now.Sub(l.WrongSince) >= LockPause {
		l.Wrong = 0
	}
	switch {
	case l.Wrong >= LockTries:
		return l, ErrTries
	case right:
		l.OpenedAt, l.Wrong = now, 0
		return l, nil
	}
	if l.Wrong++; l.Wrong == 1 {
		l.WrongSince = now
	}
	if l.Wrong >= LockTries {
		return l, ErrTries
	}
	return l, ErrBadInput
}

// ReadOwnPIN reads a PIN as it is typed, with spaces between perhaps; not ok when it is none.
func ReadOwnPIN(text string) (pin string, ok bool) {
	pin = strings.Join(strings.Fields(text), "")
	return pin, len(pin) == PINDigits && strings.Trim(pin, "0123456789") == ""
}

// WeakPIN tells whether a PIN is one that is tried first: one digit only, or digits in a row.
func WeakPIN(pin string) bool {
	return strings.Count(pin, pin[:1]) == len(pin) || strings.Contains("01234567890", pin) || strings.Contains("09876543210", pin)
}
