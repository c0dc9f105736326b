package casebook

import (
	"testing"
	"time"

	"rembuk/internal/private"
)

func TestACodeOpensTheDoorForAMomentOnly(t *testing.T) {
	door := Door{Meeting: 41, Secret: private.Of("rahasia"), Until: noon.Add(time.Hour)}
	code := door.Code(noon)
	if len(code) != 6 {
		t.Fatalf("code %q", code)
	}
	for after, want := range map[time.Duration]bool{0: true, 59 * time.Second: true, 2*time.Minute + 59*time.Second: true, 3 * time.Minute: false, time.Hour: false, -time.Minute: false} {
		if got := door.Opens(code, noon.Add(after)); got != want {
			t.Errorf("%s later it opens: %v", after, got)
		}
	}
	last := door.Until.Add(-time.Second)
	if !door.Opens(door.Code(last), last) || door.Opens(door.Code(last), door.Until) {
		t.Error("the door's hour is not kept")
	}
	if other := (Door{Meeting: 41, Secret: private.Of("lain"), Until: door.Until}); other.Opens(code, noon) {
		t.Error("the code opens another door")
	}
	for _, wrong := range []string{"", "000000000", code[:5], code + "0"} {
		if door.Opens(wrong, noon) {
			t.Errorf("%q opens", wrong)
		}
	}
}

func TestTheLinkOnTheWallIsReadBack(t *testing.T) {
	door := Door{Meeting: 41, Secret: private.Of("rahasia")}
	id, code, ok := ReadDoorLink(door.Link(noon)[len("h_"):])
	if !ok || id != 41 || code != door.Code(noon) {
		t.Errorf("read %d, %q, %v", id, code, ok)
	}
	for _, wrong := range []string{"", "41", "41_", "_123456", "0_123456", "-1_123456", "x_123456", "41_12345", "41_1234567"} {
		if _, _, ok := ReadDoorLink(wrong); ok {
			t.Errorf("%q was read", wrong)
		}
	}
}
