package store_test

import (
	"errors"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// The page on the wall shows the code while the door is open, counts who is there, and keeps no secret of a door that is shut.
func TestDoorOnTheWall(t *testing.T) {
	m := assemble(t, 3, 2)
	planned := m.plans()
	look := func(at time.Time) (casebook.Door, int) {
		t.Helper()
		door, here, err := m.DoorAt(t.Context(), district, planned.ID, at)
		if err != nil {
			t.Fatal(err)
		}
		return door, here
	}
	if door, here := look(meetsAt); !door.Secret.Empty() || here != 0 || door.Group.Name != "Melati" {
		t.Errorf("before it opened: a secret %v, %d people, group %q", !door.Secret.Empty(), here, door.Group.Name)
	}
	opened := m.opens(planned)
	m.arrives(m.joins(1), planned, 1)
	m.arrives(m.somebody(district), planned, 2)
	door, here := look(meetsAt)
	if door.Code(meetsAt) != opened.Code(meetsAt) || !door.Until.Equal(opened.Until) || here != 2 {
		t.Errorf("open: code %s until %v and %d people, want %s, %v and 2", door.Code(meetsAt), door.Until, here, opened.Code(meetsAt), opened.Until)
	}
	if door, here := look(opened.Until); !door.Secret.Empty() || here != 2 {
		t.Errorf("after it shut: a secret %v, %d people, want none and 2", !door.Secret.Empty(), here)
	}
	if _, err := m.CallOff(t.Context(), m.officer, planned.ID, private.Of("Hujan"), meetsAt); err != nil {
		t.Fatal(err)
	}
	if door, _ := look(meetsAt); !door.Secret.Empty() {
		t.Error("a meeting that is called off has an open door")
	}
	for _, other := range []struct {
		district string
		meeting  casebook.MeetingID
	}{{"99.01", planned.ID}, {district, planned.ID + 1000}} {
		if _, _, err := m.DoorAt(t.Context(), other.district, other.meeting, meetsAt); !errors.Is(err, casebook.ErrNotFound) {
			t.Errorf("%v: %v, want ErrNotFound", other, err)
		}
	}
}
