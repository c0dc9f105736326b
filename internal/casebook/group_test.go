package casebook

import (
	"errors"
	"slices"
	"testing"
)

var allGroupActions = []GroupAction{SeeGroup, EditGroup, MakeGroup, SeeNumbers, SendReport}

// answers are the letters of the tables of rights: y permitted, n forbidden, - the viewer may not know of it.
func letter(err error) byte {
	switch {
	case err == nil:
		return 'y'
	case errors.Is(err, ErrForbidden):
		return 'n'
	case errors.Is(err, ErrNotFound):
		return '-'
	}
	return '?'
}

func holding(role Role, region string) Viewer {
	return Viewer{District: "17.01", Person: 7, Grants: []Grant{{Person: 7, Role: role, Region: region}}}
}

func seated(officer bool) Viewer {
	return Viewer{District: "17.01", Person: 7, Seats: []Seat{{Group: 3, Member: 31, Officer: officer}}}
}

func TestMayGroup(t *testing.T) {
	melati := Group{ID: 3, District: "17.01", Region: "17.01.09.2001"}
	elsewhere := holding(Staff, "17.01")
	elsewhere.District = "99.01"
	both := holding(Caseworker, "17.01")
	both.Seats = seated(true).Seats
	for name, c := range map[string]struct {
		v    Viewer
		want string // see edit make see_numbers send_report
	}{
		"officer":                {holding(Officer, "17.01.09.2001"), "yynyy"},
		"officer of another":     {holding(Officer, "17.01.09.2002"), "-----"},
		"coordinator":            {holding(Coordinator, "17.01.09"), "yyyyy"},
		"coordinator of another": {holding(Coordinator, "17.01.10"), "-----"},
		"staff":                  {holding(Staff, "17.01"), "yyyyn"},
		"caseworker":             {holding(Caseworker, "17.01"), "ynnnn"},
		"admin":                  {holding(Admin, "17.01"), "yyynn"},
		"head":                   {holding(HeadViewer, "17.01"), "nnnnn"},
		"resident":               {Viewer{District: "17.01", Person: 7}, "-----"},
		"its own officer":        {seated(true), "yynyy"},
		"its plain member":       {seated(false), "ynnnn"},
		"two roles add up":       {both, "yynyy"},
		"another district":       {elsewhere, "-----"},
	} {
		for i, a := range allGroupActions {
			if got := letter(MayGroup(c.v, a, melati)); got != c.want[i] {
				t.Errorf("%s %s: %c, want %c", name, a, got, c.want[i])
			}
		}
	}
	if MayGroup(seated(true), SeeGroup, Group{District: "17.01", Region: "17.01.09.2001"}) == nil {
		t.Error("a seat somewhere reaches a group that is not made yet")
	}
}

func TestPostsAreReadAsTheOfficeWritesThem(t *testing.T) {
	for post, want := range map[string][2]bool{ // chair, secretary
		"Ketua": {true, false}, "WAKIL KETUA": {false, false}, "Ketua I": {true, false}, "Sekretaris": {false, true}, "Notulis": {false, true}, "Seksi Sosial": {}, "": {},
	} {
		if m := (Member{Post: post}); m.Chair() != want[0] || m.Secretary() != want[1] {
			t.Errorf("%q leads %v, writes %v", post, m.Chair(), m.Secretary())
		}
	}
}

func TestADecreeIsInForceUntilItsLastDay(t *testing.T) {
	last := Date{2027, 6, 30}
	for _, c := range []struct {
		d            Decree
		day          Date
		valid, known bool
	}{
		{Decree{Number: "SK 1", Until: last}, last, true, true},
		{Decree{Number: "SK 1", Until: last}, Date{2027, 7, 1}, false, true},
		{Decree{Number: "SK 1"}, last, false, false},
		{Decree{Until: last}, last, false, false},
	} {
		if valid, known := c.d.ValidOn(c.day); valid != c.valid || known != c.known {
			t.Errorf("%+v on %s: %v, %v", c.d, c.day, valid, known)
		}
	}
}

func TestAClaimIsDecidedOnce(t *testing.T) {
	open := Claim{ID: 1, State: Claimed}
	yes, err := open.Decide(true)
	if err != nil || yes.State != Confirmed {
		t.Fatal(yes, err)
	}
	if again, err := yes.Decide(true); err != nil || again != yes {
		t.Error(again, err)
	}
	if _, err := yes.Decide(false); !errors.Is(err, ErrMove) {
		t.Errorf("refused after it was confirmed: %v", err)
	}
}

func TestClaimsGoToTheNearestDesk(t *testing.T) {
	g := Group{ID: 3, District: "17.01", Region: "17.01.09.2001"}
	grants := []Grant{
		{1, Admin, "17.01"}, {2, Staff, "17.01"}, {3, Coordinator, "17.01.09"}, {4, Coordinator, "17.01.10"}, {5, Officer, "17.01.09.2001"},
		{6, Officer, "17.01.09.2002"}, {7, Caseworker, "17.01"}, {5, Officer, "17.01.09.2001"},
	}
	for _, want := range [][]PersonID{{5}, {3}, {2}, {1}, nil} {
		got := Deciders(g, grants)
		if !slices.Equal(got, want) {
			t.Errorf("asked %v, want %v", got, want)
		}
		grants = slices.DeleteFunc(grants, func(g Grant) bool { return slices.Contains(got, g.Person) })
	}
}
