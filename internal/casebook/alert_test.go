package casebook

import (
	"slices"
	"testing"
)

// everybody holds a role that reaches the case by its region: person 1 an officer, 2 a coordinator, 3 staff, 4 a caseworker, 5 an admin, 6 the head.
// Person 10 and 20 hold the same next door.
var everybody = []Grant{
	{1, Officer, "17.01.09.2001"}, {2, Coordinator, "17.01.09"}, {3, Staff, "17.01"}, {4, Caseworker, "17.01"}, {5, Admin, "17.01"}, {6, HeadViewer, "17.01"},
	{10, Officer, "17.01.09.2002"}, {20, Coordinator, "17.01.10"},
}

func without(roles ...Role) []Grant {
	return slices.DeleteFunc(slices.Clone(everybody), func(g Grant) bool { return slices.Contains(roles, g.Role) })
}

func TestWhoHears(t *testing.T) {
	for _, try := range []struct {
		name   string
		kind   AlertKind
		lane   Lane
		shield Shield
		grants []Grant
		want   []PersonID
	}{
		{"a new report", NewReport, OpenLane, NoShield, everybody, []PersonID{2, 3}},
		{"about the village", NewReport, OpenLane, ShieldVillage, everybody, []PersonID{4}},
		{"about the group", NewReport, OpenLane, ShieldGroup, everybody, []PersonID{4}},
		{"about the coordinator", NewReport, OpenLane, ShieldCoordinator, everybody, []PersonID{4}},
		{"about the office", NewReport, OpenLane, ShieldOffice, everybody, []PersonID{4}},
		{"confidential", NewReport, Confidential, NoShield, everybody, []PersonID{4}},
		{"confidential, about the village", NewReport, Confidential, ShieldVillage, everybody, []PersonID{4}},
		{"confidential, about the group", NewReport, Confidential, ShieldGroup, everybody, []PersonID{4}},
		{"confidential, about the coordinator", NewReport, Confidential, ShieldCoordinator, everybody, []PersonID{4}},
		{"confidential, about the office", NewReport, Confidential, ShieldOffice, everybody, []PersonID{4}},
		{"released", ReleasedCase, OpenLane, NoShield, everybody, []PersonID{1}},
		{"released where no officer is", ReleasedCase, OpenLane, NoShield, without(Officer), []PersonID{2}},
		{"released, no coordinator either", ReleasedCase, OpenLane, NoShield, without(Officer, Coordinator), []PersonID{3}},
		{"new, no coordinator", NewReport, OpenLane, NoShield, without(Coordinator), []PersonID{3}},
		{"new, caseworkers only", NewReport, OpenLane, NoShield, without(Coordinator, Staff), []PersonID{4}},
		{"new, nobody holds it", NewReport, OpenLane, NoShield, without(Officer, Coordinator, Staff, Caseworker), []PersonID{5}},
		{"confidential, nobody holds it", NewReport, Confidential, NoShield, without(Caseworker), []PersonID{5}},
		{"about the office, nobody holds it", NewReport, Confidential, ShieldOffice, without(Caseworker), []PersonID{5}},
		{"undelivered", Undelivered, OpenLane, NoShield, everybody, []PersonID{5}},
		{"undelivered, about the office", Undelivered, Confidential, ShieldOffice, everybody, []PersonID{5}},
		{"nobody at all", NewReport, OpenLane, NoShield, nil, nil},
		{"the head only", NewReport, Confidential, NoShield, []Grant{{6, HeadViewer, "17.01"}}, nil},
	} {
		c := Case{District: "17.01", Region: "17.01.09.2001", Lane: try.lane, Shield: try.shield, Released: try.kind == ReleasedCase, Reporter: 77, State: Received}
		if got := Audience(try.kind, c, try.grants); !slices.Equal(got, try.want) {
			t.Errorf("%s: %v, want %v", try.name, got, try.want)
		}
	}
}

func TestTheReporterIsNotToldOfTheOwnReport(t *testing.T) {
	for _, role := range Roles {
		c := Case{District: "17.01", Region: "17.01.09.2001", Lane: OpenLane, Reporter: 2, State: Received}
		if got := Audience(NewReport, c, []Grant{{2, role, "17.01"}, {5, Admin, "17.01"}}); slices.Contains(got, 2) {
			t.Errorf("%s hears of the own report", role)
		}
	}
}

func TestEachIsToldOnce(t *testing.T) {
	c := Case{District: "17.01", Region: "17.01.09.2001", Lane: OpenLane, State: Received}
	if got := Audience(NewReport, c, []Grant{{2, Coordinator, "17.01.09"}, {2, Staff, "17.01"}}); !slices.Equal(got, []PersonID{2}) {
		t.Errorf("%v", got)
	}
}

// Whoever is told, save the admins as the last, may see the line and act on it: an alert never tells of a case that its reader may not know.
func TestNobodyHearsWhoMayNotSee(t *testing.T) {
	each(func(c Case) {
		for _, kind := range []AlertKind{NewReport, ReleasedCase, ReporterAdded} {
			for _, p := range Audience(kind, c, everybody) {
				v := Viewer{District: "17.01", Person: p}
				for _, g := range everybody {
					if g.Person == p {
						v.Grants = append(v.Grants, g)
					}
				}
				if May(v, DoTake, c) != nil && !v.Any(Admin) {
					t.Fatalf("%s: person %d hears of a case of lane %s, shield %q, released %v", kind, p, c.Lane, c.Shield, c.Released)
				}
			}
		}
	})
}
