package house_test

import (
	"strings"
	"testing"

	"rembuk/internal/casebook"
	"rembuk/internal/desk"
)

// posters counts the posters that the bot has sent to somebody.
func (a *actor) posters() (n int) {
	for _, m := range a.Messages() {
		if m.FromBot && m.Document != nil && strings.HasPrefix(m.Document.Name, "poster-") {
			n++
		}
	}
	return n
}

func TestWhoPrintsPosters(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	for _, who := range []struct {
		*actor
		says string
		gets bool
	}{
		{c.officer, "/poster", true}, // of the own village
		{c.officer, "/poster tanjung tebat", false},
		{c.coordinator, "/poster batu panco", true},
		{c.coordinator, "/poster", false}, // which village?
		{c.staff, "/poster batu panco", true},
		{c.admin, "/poster batu panco", true},
		{c.head, "/poster batu panco", false},
		{s.person(1001, "Hartati"), "/poster batu panco", false},
	} {
		before := who.posters()
		who.actor.says(who.says)
		if gets := who.posters() > before; gets != who.gets {
			t.Errorf("%s, %s: gets a poster: %v, want %v\n%s", who.name, who.says, gets, who.gets, who.screen())
		}
	}
}

// A report by a village's poster takes three answers.
func TestAPosterKnowsItsVillage(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	_, payload, _ := strings.Cut(desk.PosterLink(selatan, "17.01.09.2001"), "?start=")
	hartati.Start(payload)
	hartati.reads("Batu Panco, Ulu Manna", "Ceritakan masalahnya")
	hartati.says(harmless, "1", "1")
	number := hartati.number()
	c.coordinator.reads(number, "Batu Panco")
}

// A group's poster knows the village of the group.
func TestAGroupsPosterKnowsItsVillage(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	s.grants(c.officer, casebook.Officer, "17.01.09.2001")
	id := s.count(`
INSERT INTO groups (district_id, kind, name, region, created_at)
SELECT id, 'wksbm', 'WKSBM Mufakat', '17.01.09.2001', now() FROM districts WHERE region = '17.01'
RETURNING id`)
	_, payload, _ := strings.Cut(desk.GroupPosterLink(selatan, casebook.GroupID(id)), "?start=")
	hartati := s.person(1001, "Hartati")
	hartati.Start(payload)
	hartati.reads("Batu Panco, Ulu Manna", "Ceritakan masalahnya")
	hartati.says(harmless, "1", "1")
	c.coordinator.reads(hartati.number(), "Batu Panco")
	c.coordinator.says("/poster kelompok")
	if c.coordinator.posters() != 1 {
		t.Errorf("no poster of the group:\n%s", c.coordinator.screen())
	}
	other := s.person(1002, "Iwan")
	other.Start("k_999999") // a group that is not there: a greeting as any other
	other.reads("bukan layanan darurat")
}
