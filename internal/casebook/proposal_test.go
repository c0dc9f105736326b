package casebook

import (
	"errors"
	"testing"
	"time"
)

func TestACaseworkerTakesTwoPeople(t *testing.T) {
	asked := Proposal{District: "17.01", Region: "17.01", By: 1, State: ProposalOpen, At: moveNow, ExpiresAt: moveNow.Add(Day)}
	past := moveNow.Add(2 * Day)
	for _, role := range Roles {
		may := role == Admin || role == Caseworker
		for _, try := range []struct {
			name   string
			v      Viewer
			state  ProposalState
			now    time.Time
			decide error
		}{
			{"another", viewerAs(2, role, "17.01"), ProposalOpen, moveNow, nil},
			{"the same", viewerAs(1, role, "17.01"), ProposalOpen, moveNow, ErrForbidden},
			{"of another district", Viewer{District: "99.01", Person: 2, Grants: []Grant{{Person: 2, Role: role, Region: "17.01"}}}, ProposalOpen, moveNow, ErrForbidden},
			{"over another region", viewerAs(2, role, "17.02"), ProposalOpen, moveNow, ErrForbidden},
			{"decided", viewerAs(2, role, "17.01"), ProposalAgreed, moveNow, ErrMove},
			{"run out", viewerAs(2, role, "17.01"), ProposalOpen, past, ErrExpired},
		} {
			p, want := asked, try.decide
			p.State = try.state
			if !may {
				want = ErrForbidden
			}
			if err := MayDecide(try.v, p, try.now); !errors.Is(err, want) {
				t.Errorf("%s, %s: %v, want %v", role, try.name, err, want)
			}
		}
		if err := MayInvite(viewerAs(1, role, "17.01"), Caseworker, "17.01"); !errors.Is(err, ErrForbidden) {
			t.Errorf("%s invites a caseworker alone", role)
		}
	}
}

func TestTheInvitationIsMadeOnceByWhoAsked(t *testing.T) {
	p := Proposal{District: "17.01", Region: "17.01", By: 1, Decider: 2, State: ProposalAgreed, At: moveNow, ExpiresAt: moveNow.Add(Day)}
	admin, second := viewerAs(1, Admin, "17.01"), viewerAs(2, Caseworker, "17.01")
	for _, try := range []struct {
		name       string
		v, decider Viewer
		state      ProposalState
		want       error
	}{
		{"as agreed", admin, second, ProposalAgreed, nil},
		{"twice", admin, second, ProposalUsed, ErrUsed},
		{"before anybody agreed", admin, second, ProposalOpen, ErrMove},
		{"refused", admin, second, ProposalRefused, ErrMove},
		{"by who agreed", second, second, ProposalAgreed, ErrForbidden},
		{"asked with a grant that is gone", Viewer{District: "17.01", Person: 1}, second, ProposalAgreed, ErrForbidden},
		{"agreed with a grant that is gone", admin, Viewer{District: "17.01", Person: 2}, ProposalAgreed, ErrRevoked},
	} {
		p.State = try.state
		if err := MayUse(try.v, try.decider, p, moveNow); !errors.Is(err, try.want) {
			t.Errorf("%s: %v, want %v", try.name, err, try.want)
		}
	}
}

func TestWhoSeesTheReadLog(t *testing.T) {
	each(func(c Case) {
		for _, role := range Roles {
			err := MaySeeReads(viewerAs(9, role, "17.01"), c)
			want := role == Caseworker || role == Admin && c.Shield != ShieldOffice
			if (err == nil) != want {
				t.Fatalf("%s, lane %s, shield %q: %v", role, c.Lane, c.Shield, err)
			}
		}
		if MaySeeReads(viewerAs(7, Caseworker, "17.01"), c) == nil {
			t.Fatal("one's own case")
		}
	})
}
