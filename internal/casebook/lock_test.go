package casebook

import (
	"errors"
	"testing"
	"time"
)

func TestALockIsOpenForASession(t *testing.T) {
	const session = 8 * time.Hour
	l, err := Lock{Set: true}.Try(true, moveNow)
	if err != nil {
		t.Fatal(err)
	}
	for _, try := range []struct {
		name    string
		lock    Lock
		after   time.Duration
		session time.Duration
		want    error
	}{
		{"just typed", l, 0, session, nil},
		{"in the session", l, session - time.Second, session, nil},
		{"after it", l, session, session, ErrPIN},
		{"a shorter policy", l, time.Hour, time.Minute, ErrPIN},
		{"no policy", Lock{}, 0, 0, nil},
		{"no PIN", Lock{}, 0, session, ErrNoPIN},
		{"never typed", Lock{Set: true}, 0, session, ErrPIN},
	} {
		if err := try.lock.Check(moveNow.Add(try.after), try.session); !errors.Is(err, try.want) {
			t.Errorf("%s: %v, want %v", try.name, err, try.want)
		}
	}
}

func TestWrongPINsAreLimited(t *testing.T) {
	l := Lock{Set: true}
	var err error
	for n := range LockTries {
		want := ErrBadInput
		if n == LockTries-1 {
			want = ErrTries
		}
		if l, err = l.Try(false, moveNow.Add(time.Duration(n)*time.Minute)); !errors.Is(err, want) {
			t.Errorf("wrong PIN %d: %v", n+1, err)
		}
	}
	if l, err = l.Try(true, moveNow.Add(59*time.Minute)); !errors.Is(err, ErrTries) || l.Check(moveNow.Add(59*time.Minute), time.Hour) == nil {
		t.Errorf("the right one, too late: %v", err)
	}
	if l, err = l.Try(true, moveNow.Add(LockPause)); err != nil || l.Wrong != 0 {
		t.Errorf("an hour later: %v", err)
	}
}

func TestWhatIsAPIN(t *testing.T) {
	for text, want := range map[string]bool{"482913": true, "482 913": true, " 482913 ": true, "48291": false, "4829133": false, "48291a": false, "": false} {
		if _, ok := ReadOwnPIN(text); ok != want {
			t.Errorf("%q: %v", text, ok)
		}
	}
	for pin, want := range map[string]bool{"111111": true, "123456": true, "654321": true, "567890": true, "482913": false, "112233": false} {
		if WeakPIN(pin) != want {
			t.Errorf("%s: weak %v", pin, !want)
		}
	}
}
