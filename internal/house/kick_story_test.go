package house_test

import (
	"strings"
	"testing"

	"rembuk/internal/casebook"
)

// A caseworker's phone is lost, with a confidential case on its screen.
func TestAPhoneIsLost(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	ratna := s.grants(s.person(5002, "Ratna"), casebook.Caseworker, "17.01")
	number := s.report(s.person(1001, "Asnidar"), secretStory, "1", "1")
	c.caseworker.reads(number)
	ratna.reads(number)
	c.caseworker.taps("Ambil")
	c.caseworker.taps("Buka")
	opened := c.caseworker.reads(number, "dipukul")

	c.admin.says("/petugas")
	list := c.admin.reads("Petugas:", "pekerja kasus").Text
	var id string
	for line := range strings.Lines(list) { // the first of the two
		if strings.Contains(line, "pekerja kasus") && id == "" {
			id = strings.TrimSpace(line[:strings.Index(line, ":")])
		}
	}
	c.admin.says("/keluarkan " + id)
	c.admin.reads("Keluarkan "+id, "pekerja kasus", "?")
	c.admin.taps("Ya, keluarkan")
	c.admin.reads("sudah dikeluarkan", "1 tugas dicabut", "1 laporan dikembalikan")
	c.admin.hasNot("dipukul")
	ratna.reads("Pekerja kasus berkurang")
	ratna.reads(number, "Belum diambil")

	if c.caseworker.onScreen("dipukul") {
		t.Errorf("the content stays on the lost phone:\n%s", c.caseworker.screen())
	}
	for _, press := range []string{"a:open:", "a:take:", "a:no:", "c:who:", "c:kinds:"} { // on a message from before
		c.caseworker.TapOld(opened.ID, press+number)
		c.caseworker.idle()
	}
	c.caseworker.says(number, "/pin")
	c.caseworker.reads("PIN hanya untuk pekerja kasus")
	if c.caseworker.onScreen("dipukul") {
		t.Errorf("opened with a grant that is gone:\n%s", c.caseworker.screen())
	}
	c.caseworker.toasted("tidak ditemukan")
}

func TestWhoMayExpelWhom(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	c.admin.says("/petugas")
	list := c.admin.reads("Petugas:", "petugas desa").Text
	officer, staff := idOf(list, "petugas desa"), idOf(list, "staf dinas")
	c.officer.says("/keluarkan " + staff)
	c.officer.reads("tidak berhak")
	c.coordinator.says("/keluarkan " + staff)
	c.coordinator.reads("tidak berhak")
	c.coordinator.says("/keluarkan " + officer)
	c.coordinator.taps("Ya, keluarkan")
	c.coordinator.reads("sudah dikeluarkan")
	c.officer.says("/tugas")
	c.officer.reads("Tidak ada laporan")
}
