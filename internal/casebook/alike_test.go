package casebook

import (
	"slices"
	"testing"
)

func TestLikeness(t *testing.T) {
	const flood = "Banjir besar merendam belasan rumah di pinggir sungai Manna sejak subuh"
	for _, x := range []struct {
		a, b string
		same bool
	}{
		{flood, "banjir dari sungai Manna merendam banyak rumah, subuh tadi airnya naik", true},
		{flood, "air sungai manna naik, banjir sampai rumah kami", true},
		{flood, "longsor menutup jalan kebun kopi dekat tikungan tajam", false},
		{flood, "rumah warga kena musibah", false}, // words that stand everywhere
		{flood, "banjir", true}, // all that was written under a voice message
		{"Nek Rumsia sendirian, atap bocor", "atap rumah nek rumsia bocor", true},
		{"Nek Rumsia sendirian, atap bocor", "Datuk Sahrul sakit, sendirian", false},
		{"", flood, false},
	} {
		if got := Likeness(x.a, x.b); got >= AlikeFrom != x.same || got != Likeness(x.b, x.a) {
			t.Errorf("%q and %q: %.2f, the same: %v", x.a, x.b, got, x.same)
		}
	}
}

// Nothing that is kept from anybody is spoken of to a resident, on either side.
func TestWhatMayBeJoined(t *testing.T) {
	joined := 0
	each(func(c Case) {
		for _, kind := range []string{"bencana", "jalanan", "lansia", ""} {
			for _, quiet := range []bool{false, true} {
				c.Kind, c.Quiet, c.Open = kind, quiet, true
				want := (kind == "bencana" || kind == "jalanan") && !quiet && c.Lane == OpenLane && c.Shield == NoShield && !slices.Contains([]Disclosure{Nameless, AboutOthers}, c.Disclosure)
				if c.Joinable() != want {
					t.Fatalf("%+v: %v", c, !want)
				}
				if want {
					joined++
				}
				if c.Open = false; c.Joinable() {
					t.Fatal("an ended case is joined to")
				}
			}
		}
	})
	if joined == 0 {
		t.Error("nothing is")
	}
}

func TestWhoLinksCases(t *testing.T) {
	each(func(c Case) {
		for _, role := range Roles {
			for region := range over(role) {
				v := Viewer{District: "17.01", Person: 9, Grants: []Grant{{Person: 9, Role: role, Region: region}}}
				want := (role == Coordinator || role == Staff || role == Caseworker) && May(v, See, c) == nil
				if got := May(v, DoLink, c) == nil; got != want {
					t.Fatalf("%s over %q: %v", role, region, got)
				}
			}
		}
	})
}
