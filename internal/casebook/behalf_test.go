package casebook

import (
	"errors"
	"testing"

	"rembuk/internal/private"
)

// filerGrants are what somebody who files for residents may hold; with the last two nobody files.
var filerGrants = map[string]struct {
	role   Role
	region string
	files  bool
}{
	"officer of the village": {Officer, "17.01.09.2001", true}, "officer of another": {Officer, "17.01.10.2001", true},
	"coordinator": {Coordinator, "17.01.09", true}, "staff": {Staff, "17.01", true}, "caseworker": {Caseworker, "17.01", true},
	"admin": {Admin, "17.01", false}, "head": {HeadViewer, "17.01", false},
}

// Who filed a case follows and adds to it, whatever it has become, and has beside that no right that the grant alone would not give.
func TestWhoFiledItFollowsAndNoMore(t *testing.T) {
	each(func(c Case) {
		c.Reporter = 0
		for name, g := range filerGrants {
			v := Viewer{District: "17.01", Person: 9, Grants: []Grant{{Person: 9, Role: g.role, Region: g.region}}}
			filed := c
			filed.FiledBy = 9
			for _, a := range append(allActions, SeePhone, DoLink) {
				got, alone := May(v, a, filed), May(v, a, c)
				switch {
				case g.files && (a == SeeLine || a == DoAdd):
					if got != nil {
						t.Fatalf("%s, %s: %v", name, a, got)
					}
				case (got == nil) != (alone == nil):
					t.Fatalf("%s, %s, lane %s, shield %q: %v, and without having filed it %v", name, a, c.Lane, c.Shield, got, alone)
				}
			}
		}
	})
}

func TestWithoutAGrantNobodyFollowsWhatWasFiled(t *testing.T) {
	each(func(c Case) {
		c.Reporter, c.FiledBy = 0, 9
		for _, a := range allActions {
			if err := May(Viewer{District: "17.01", Person: 9}, a, c); !errors.Is(err, ErrNotFound) {
				t.Fatalf("%s: %v", a, err)
			}
			if err := May(Viewer{District: "17.02", Person: 9, Seats: []Seat{{Group: 1, Officer: true}}}, a, c); !errors.Is(err, ErrNotFound) {
				t.Fatalf("%s from another district: %v", a, err)
			}
		}
	})
}

// A case that who filed it may not see comes bare: of a quiet one number and state.
func TestACaseComesBareToWhoFiledIt(t *testing.T) {
	v := Viewer{District: "17.01", Person: 9, Grants: []Grant{{Person: 9, Role: Officer, Region: "17.01.09.2001"}}}
	each(func(c Case) {
		c.Reporter, c.FiledBy, c.Kind, c.PlaceNote, c.Number = 0, 9, "kekerasan", private.Of("dekat masjid"), "BS-4821-0937-9"
		c.Quiet = c.Lane == Confidential
		got := c.For(v)
		if May(v, See, c) == nil {
			return
		}
		if !got.Story.Empty() || len(got.Files) > 0 || !got.PlaceNote.Empty() || got.Holder != 0 || got.Number != c.Number || got.State != c.State {
			t.Fatalf("%+v", got)
		}
		if c.Quiet && (got.Kind != "" || got.Region != "" || got.Category != "") {
			t.Fatalf("a quiet case comes as %+v", got)
		}
		if May(v, See, got) == nil || May(v, SeeWords, got) == nil {
			t.Fatal("bare, it is open to more than it was")
		}
	})
}

func TestWhoReportsForResidentsAndPrintsPosters(t *testing.T) {
	for _, role := range Roles {
		v := Viewer{Grants: []Grant{{Role: role, Region: map[Level]string{LevelDesa: "17.01.09.2001", LevelKecamatan: "17.01.09", LevelKabupaten: "17.01"}[role.Scope()]}}}
		if got, want := MayReportFor(v), role != Admin && role != HeadViewer; got != want {
			t.Errorf("%s reports for residents: %v", role, got)
		}
		if got, want := MayPoster(v, "17.01.09.2001"), role != Caseworker && role != HeadViewer; got != want {
			t.Errorf("%s prints the village's poster: %v", role, got)
		}
		if got, want := MayPoster(v, "17.01.10.2001"), role == Staff || role == Admin; got != want {
			t.Errorf("%s prints another village's poster: %v", role, got)
		}
	}
	if !MayReportFor(Viewer{Seats: []Seat{{Group: 1, Officer: true}}}) || MayReportFor(Viewer{Seats: []Seat{{Group: 1}}}) || MayReportFor(Viewer{}) {
		t.Error("of a group, its officers report for residents, and nobody else")
	}
}
