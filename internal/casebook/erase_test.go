package casebook

import (
	"errors"
	"testing"
	"time"
)

// What comes of asking, for every sort of case: nobody who picks up a phone ends a case, or makes one of violence or of a child disappear.
func TestWhatComesOfAskingForErasing(t *testing.T) {
	plain := openCase(Resolved)
	cases := map[string]struct {
		c          Case
		kind       ErasureKind
		held       bool
		want       Verdict
		caseworker bool
	}{
		"ended":               {plain, EraseReporter, false, ErasedAtOnce, false},
		"ended, held":         {plain, EraseReporter, true, HeldByLaw, false},
		"ended, withdrawn":    {plain, WithdrawCase, false, ToBeDecided, false},
		"worked on":           {openCase(Checking), EraseReporter, false, ToBeDecided, false},
		"was confidential":    {with(plain, func(c *Case) { c.Quiet = true }), EraseReporter, false, ToBeDecided, true},
		"confidential":        {with(plain, func(c *Case) { c.Lane = Confidential }), EraseReporter, false, ToBeDecided, true},
		"about officials":     {with(plain, func(c *Case) { c.Shield = ShieldVillage }), EraseReporter, false, ToBeDecided, true},
		"danger":              {with(plain, func(c *Case) { c.Alarm = true }), EraseReporter, false, ToBeDecided, true},
		"written by a child":  {with(plain, func(c *Case) { c.Gist.Child = true }), EraseReporter, false, ToBeDecided, true},
		"nobody knows a lane": {with(plain, func(c *Case) { c.Lane = "" }), EraseReporter, false, ToBeDecided, true},
	}
	for name, row := range cases {
		if got := row.c.Verdict(row.kind, row.held); got != row.want {
			t.Errorf("%s: %s, want %s", name, got, row.want)
		}
		if row.c.Grave() != row.caseworker {
			t.Errorf("%s: for a caseworker only: %v", name, row.c.Grave())
		}
	}
}

func with(c Case, change func(*Case)) Case {
	change(&c)
	return c
}

// Who may ask, cut loose, decide and hold: y for any case that is seen, c for a caseworker's where the case is grave, n for a report without a name.
func TestWhoMayAskAndDecide(t *testing.T) {
	nameless := with(openCase(Resolved), func(c *Case) { c.Disclosure = Nameless })
	grave := with(openCase(Resolved), func(c *Case) { c.Quiet = true })
	as := func(role Role, region string) Viewer { return viewerAs(9, role, region) }
	for _, row := range []struct {
		who                       string
		v                         Viewer
		ask, untie, decide, heavy bool
		hold                      bool
	}{
		{"reporter", Viewer{District: "17.01", Person: 7}, true, true, false, false, false},
		{"reporter with a role", viewerAs(7, Caseworker, "17.01"), true, true, false, false, false},
		{"stranger", Viewer{District: "17.01", Person: 8}, false, false, false, false, false},
		{"officer", as(Officer, "17.01.09.2001"), false, false, false, false, false},
		{"coordinator", as(Coordinator, "17.01.09"), false, false, false, false, false},
		{"staff", as(Staff, "17.01"), false, false, true, false, false},
		{"caseworker", as(Caseworker, "17.01"), false, false, true, true, true},
		{"admin", as(Admin, "17.01"), false, false, true, false, true},
		{"head", as(HeadViewer, "17.01"), false, false, false, false, false},
	} {
		for what, pair := range map[string]struct {
			a    Action
			c    Case
			want bool
		}{
			"ask": {DoAsk, nameless, row.ask}, "untie": {DoUntie, nameless, row.untie}, "untie a named one": {DoUntie, openCase(Resolved), false},
			"decide": {DoErase, nameless, row.decide}, "decide a grave one": {DoErase, grave, row.heavy}, "hold": {DoHold, grave, row.hold},
		} {
			if err := May(row.v, pair.a, pair.c); (err == nil) != pair.want {
				t.Errorf("%s, %s: %v", row.who, what, err)
			} else if err != nil && !errors.Is(err, ErrForbidden) && !errors.Is(err, ErrNotFound) {
				t.Errorf("%s, %s: %v", row.who, what, err)
			}
		}
	}
}

// What is grave has a rule of its own, and without one it is kept.
func TestHowLongWhatIsKept(t *testing.T) {
	r := Retention{Media: 90 * 24 * time.Hour, Identity: 365 * 24 * time.Hour}
	if d, ends := r.After(RetainMedia, false); !ends || d != r.Media {
		t.Error("media end")
	}
	for _, class := range []RetainClass{RetainMedia, RetainIdentity, RetainCase} {
		if _, ends := r.After(class, true); ends {
			t.Errorf("%s of what is grave must not end before the office says so", class)
		}
	}
	if _, ends := r.After(RetainCase, false); ends {
		t.Error("what has no rule is kept")
	}
	r.Sensitive = time.Hour
	if d, ends := r.After(RetainCase, true); !ends || d != time.Hour {
		t.Error("the office has a rule")
	}
}
