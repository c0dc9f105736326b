package casebook

import (
	"testing"

	"rembuk/internal/private"
)

func TestARowChangesWhatItTells(t *testing.T) {
	had := Member{ID: 5, Group: 3, Place: 2, Name: private.Of("Siti"), Post: "Bendahara", Officer: true, Sex: Woman, Person: 9}
	if got := (RosterRow{Member: private.Of("SITI"), Officer: true}).Onto(had); got != had {
		t.Errorf("an empty row made %+v", got)
	}
	got := RosterRow{Member: private.Of("siti"), Post: "Ketua", Sex: Man}.Onto(had)
	if got.Post != "Ketua" || got.Officer || got.Sex != Man || got.Name != had.Name || got.Person != 9 || got.Place != 2 {
		t.Errorf("changed to %+v", got)
	}
	if fresh := (RosterRow{Member: private.Of("Adi"), Post: "Ketua", Officer: true}).Onto(Member{}); fresh.Name.Reveal() != "Adi" || !fresh.Officer {
		t.Errorf("new %+v", fresh)
	}
}
