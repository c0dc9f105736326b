package casebook

import (
	"errors"
	"testing"

	"rembuk/internal/private"
)

var (
	allLanes       = []Lane{OpenLane, Confidential}
	allShields     = []Shield{NoShield, ShieldVillage, ShieldGroup, ShieldCoordinator, ShieldOffice}
	allDisclosures = []Disclosure{"", OfficeOnly, VillageToo, Nameless, AboutOthers}
	allActions     = []Action{SeeLine, See, SeeWords, SeeReporter, DoTake, DoDecline, DoRelease, DoClassify, DoAdd, DoVisit, DoDismiss}
)

// knows tells which role, over the right region, gets to know of a case at all: for the open lane and then the confidential one, a column a shield
// (none, village, group, coordinator, office). An officer's y holds for released cases only.
var knows = map[Role][2]string{
	Officer:     {"y----", "-----"},
	Coordinator: {"y----", "-----"},
	Staff:       {"y----", "-----"},
	Caseworker:  {"yyyyy", "yyyyy"},
	Admin:       {"yyyy-", "yyyy-"},
	HeadViewer:  {"yyyy-", "yyyy-"},
}

// does tells what a role may do with a case that it knows of, a column an action:
// see_line see see_words see_reporter take decline release classify add visit dismiss.
//
//	v  only where the reporter allowed the village
//	n  unless the reporter is nameless, or the report is about officials
//	m  unless the reporter is nameless
//	r  in the open lane without a shield
//	s  unless somebody may be in danger
var does = map[Role]string{
	Officer:     "yyvvyy---y-",
	Coordinator: "yyynyyr--ys",
	Staff:       "yyynyyry-ys",
	Caseworker:  "yyymyyry-yy",
	Admin:       "y----------",
	HeadViewer:  "y----------",
}

func want(role Role, action int, c Case, inScope bool) error {
	lane := map[Lane]int{OpenLane: 0, Confidential: 1}[c.Lane]
	shield := map[Shield]int{NoShield: 0, ShieldVillage: 1, ShieldGroup: 2, ShieldCoordinator: 3, ShieldOffice: 4}[c.Shield]
	if !inScope || knows[role][lane][shield] == '-' || role == Officer && !c.Released {
		return ErrNotFound
	}
	allowed := map[byte]bool{
		'y': true,
		'v': c.Disclosure == VillageToo,
		'n': c.Disclosure != Nameless && c.Disclosure != AboutOthers,
		'm': c.Disclosure != Nameless,
		's': !c.Safety(),
		'r': c.Lane == OpenLane && c.Shield == NoShield,
	}
	if allowed[does[role][action]] {
		return nil
	}
	return ErrForbidden
}

// each calls with every combination of lane, shield, disclosure, released and alarm.
func each(call func(c Case)) {
	for _, lane := range allLanes {
		for _, shield := range allShields {
			for _, disclosure := range allDisclosures {
				for n := range 4 {
					released, alarm := n&1 > 0, n&2 > 0
					call(Case{District: "17.01", Region: "17.01.09.2001", Lane: lane, Shield: shield, Disclosure: disclosure, Released: released, Alarm: alarm,
						State: Received, Reporter: 7, Story: private.Of("kata"), Files: []Attachment{{Kind: "photo"}}})
				}
			}
		}
	}
}

// over gives the regions that a role can be granted over, and whether the case of each lies in it.
func over(role Role) map[string]bool {
	switch role.Scope() {
	case LevelDesa:
		return map[string]bool{"17.01.09.2001": true, "17.01.09.2002": false, "17.01.10.2001": false}
	case LevelKecamatan:
		return map[string]bool{"17.01.09": true, "17.01.10": false, "17.01.0": false}
	default:
		return map[string]bool{"17.01": true, "17.02": false, "17": true, "1": false, "": false}
	}
}

func TestWhatEachRoleMay(t *testing.T) {
	checked := 0
	each(func(c Case) {
		for _, role := range Roles {
			for region, inScope := range over(role) {
				v := Viewer{District: "17.01", Person: 9, Grants: []Grant{{Person: 9, Role: role, Region: region}}}
				for i, a := range allActions {
					checked++
					if got, want := May(v, a, c), want(role, i, c, inScope); !errors.Is(got, want) {
						t.Errorf("%s over %q, %s, lane %s, shield %q, disclosure %q, released %v: %v, want %v", role, region, a, c.Lane, c.Shield, c.Disclosure, c.Released, got, want)
					}
				}
			}
		}
	})
	if checked < 10_000 {
		t.Errorf("%d combinations only", checked)
	}
}

func TestNobodyMayAnythingInAnotherDistrict(t *testing.T) {
	each(func(c Case) {
		for _, role := range Roles {
			for _, a := range allActions {
				stranger := Viewer{District: "17.02", Person: 7, Grants: []Grant{{Person: 7, Role: role, Region: "17.01"}}}
				if err := May(stranger, a, c); !errors.Is(err, ErrNotFound) {
					t.Fatalf("%s %s: %v", role, a, err)
				}
			}
		}
	})
}

func TestWithoutAGrantACaseDoesNotExist(t *testing.T) {
	each(func(c Case) {
		for _, a := range allActions {
			if err := May(Viewer{District: "17.01", Person: 9}, a, c); !errors.Is(err, ErrNotFound) {
				t.Fatalf("%s: %v", a, err)
			}
		}
	})
}

// One's own case is followed and added to, never worked, whatever grants one has.
func TestTheReporterFollowsAndAdds(t *testing.T) {
	each(func(c Case) {
		for _, role := range append(Roles, "") {
			v := Viewer{District: "17.01", Person: 7, Grants: []Grant{{Person: 7, Role: role, Region: "17.01"}}}
			for _, a := range allActions {
				err := May(v, a, c)
				if allowed := a == SeeLine || a == DoAdd; allowed != (err == nil) || !allowed && !errors.Is(err, ErrForbidden) {
					t.Fatalf("reporter who is %q, %s: %v", role, a, err)
				}
			}
		}
	})
}

// A case whose reporter is cut off has nobody as reporter: not the program, and not somebody without an id.
func TestNobodyIsNoReporter(t *testing.T) {
	if err := May(Viewer{District: "17.01"}, SeeLine, Case{District: "17.01", Region: "17.01.09"}); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestACaseIsShownAsFarAsOneMay(t *testing.T) {
	each(func(c Case) {
		for _, role := range Roles {
			v := Viewer{District: "17.01", Person: 9, Grants: []Grant{{Person: 9, Role: role, Region: "17.01"}}}
			shown := c.For(v)
			if mayWords := May(v, SeeWords, c) == nil; mayWords == shown.Story.Empty() || mayWords == (len(shown.Files) == 0) {
				t.Fatalf("%s: words %v, files %v", role, shown.Story.Len(), len(shown.Files))
			}
			if May(v, SeeReporter, c) == nil != (shown.Reporter == 7) {
				t.Fatalf("%s: reporter %d", role, shown.Reporter)
			}
		}
		if own := c.For(Viewer{District: "17.01", Person: 7}); own.Reporter != 7 || !own.Story.Empty() {
			t.Fatal("on the reporter's own phone the words are not shown again")
		}
	})
}

func TestWhoMayRevoke(t *testing.T) {
	for _, try := range []struct {
		role   Role
		region string
		grant  Grant
		may    bool
	}{
		{Admin, "17.01", Grant{Role: Caseworker, Region: "17.01"}, true},
		{Admin, "17.01", Grant{Role: Officer, Region: "17.01.09.2001"}, true},
		{Admin, "17.02", Grant{Role: Officer, Region: "17.01.09.2001"}, false},
		{Coordinator, "17.01.09", Grant{Role: Officer, Region: "17.01.09.2001"}, true},
		{Coordinator, "17.01.09", Grant{Role: Officer, Region: "17.01.10.2001"}, false},
		{Coordinator, "17.01.09", Grant{Role: Coordinator, Region: "17.01.09"}, false},
		{Staff, "17.01", Grant{Role: Officer, Region: "17.01.09.2001"}, false},
		{Caseworker, "17.01", Grant{Role: Caseworker, Region: "17.01"}, false},
	} {
		v := Viewer{District: "17.01", Person: 9, Grants: []Grant{{Role: try.role, Region: try.region}}}
		if err := MayRevoke(v, try.grant); (err == nil) != try.may {
			t.Errorf("%s over %s takes %s over %s away: %v", try.role, try.region, try.grant.Role, try.grant.Region, err)
		}
	}
}
