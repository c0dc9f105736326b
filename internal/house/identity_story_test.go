package house_test

import (
	"strings"
	"testing"
	"time"
)

func TestWhoReportedIsOpenedWithAReasonAndTold(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, harmless, "1", "1")
	c.staff.reads(number)
	c.staff.taps("Buka")
	c.staff.taps("Siapa pelapor?")
	c.staff.reads("Mengapa perlu tahu", "Pelapor akan membaca")
	c.staff.presses("1. Perlu menghubungi pelapor")
	if shown := c.staff.reads("bisa ditulisi lewat bot", "Pelapor diberi tahu"); !shown.Protected {
		t.Error("who reported can be sent on")
	}
	c.staff.hasNot("Hartati")
	s.forward(12 * time.Hour) // past the quiet hours
	hartati.reads("Pelapor dibuka", number, "staf dinas", "Alasan: Perlu menghubungi pelapor")

	c.caseworker.says("/jejak " + number)
	c.caseworker.reads("Yang pernah membuka", "staf dinas", "siapa pelapor", "Perlu menghubungi pelapor")
	c.admin.says("/jejak " + number) // the log, and nothing of the content
	c.admin.reads("Yang pernah membuka", "siapa pelapor")
	c.admin.hasNot("bocor", "Hartati")
	for _, a := range []*actor{c.staff, c.coordinator, c.officer, hartati} {
		a.says("/jejak " + number)
		a.hasNot("Yang pernah membuka")
	}
	if strings.Contains(s.log.String(), "menghubungi") {
		t.Error("a reason stands in the log")
	}
}

func TestWhoReportedAFrighteningThingIsToldNothingButThatThereIsNews(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	asnidar := s.person(1001, "Asnidar")
	number := s.report(asnidar, secretStory, "1", "1")
	c.caseworker.reads(number)
	c.caseworker.taps("Buka")
	c.caseworker.taps("Siapa pelapor?")
	c.caseworker.says("anaknya perlu dijemput")
	c.caseworker.reads("bisa ditulisi lewat bot")
	s.forward(12 * time.Hour) // past the quiet hours
	asnidar.reads("Ada kabar")
	asnidar.hasNot("membuka siapa", "dijemput", "pekerja kasus membuka")
	c.caseworker.taps("Tutup")
	if c.caseworker.onScreen("bisa ditulisi lewat bot") || c.caseworker.onScreen("dipukul") {
		t.Errorf("closed, and still there:\n%s", c.caseworker.screen())
	}
}

// A village head who has a grant as an officer reports, and opens what he can, to learn who reported.
func TestAVillageHeadDoesNotLearnWhoReported(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, harmless, "1", "1")
	nameless := s.report(s.person(1002, "Zainab"), "kakek Jumadil sendirian dan lapar", "3", "1")
	for range 2 {
		c.coordinator.reads(number)
	}
	c.coordinator.says(number)
	c.coordinator.taps("Serahkan ke desa")
	alert := c.officer.reads("Laporan untuk desa", number)
	c.officer.taps("Buka")
	opened := c.officer.reads(number, "Kata-kata asli tidak ditunjukkan")
	if !opened.Protected {
		t.Error("what an officer opens can be sent on")
	}
	if strings.Contains(buttonsOf(opened.Inline), "Siapa pelapor?") {
		t.Error("the button is there")
	}
	for _, press := range []string{"c:who:" + number, "c:not:" + number, "c:who:" + nameless, "c:open:" + nameless, "c:close:" + nameless} { // made up
		c.officer.TapOld(alert.ID, press)
		c.officer.idle()
	}
	own := s.report(c.officer, "atap rumah kakek bocor juga, beliau lapar", "1", "1")
	c.officer.TapOld(alert.ID, "c:who:"+own)
	c.officer.idle()
	c.officer.toasted("tidak berhak")
	c.officer.says("/jejak " + number)
	c.officer.hasNot("Mengapa perlu tahu", "Hartati", "Zainab", "bisa ditulisi", "Banyak laporan")
	hartati.hasNot("Pelapor dibuka")

	c.staff.says(nameless) // nor does anybody else learn of who wants to be nameless
	c.staff.TapOld(alert.ID, "c:who:"+nameless)
	c.staff.idle()
	c.staff.toasted("tidak berhak")
}

// The word that who reported was opened waits for the hour in which the reporter may be written to.
func TestAnOpenedIdentityIsToldInTheSafeHour(t *testing.T) {
	s := newStage(t)
	s.at(time.Monday, 12)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, harmless, "1", "1")
	hartati.says("jam aman 9-11")
	hartati.reads("Baik, hanya pada jam 09.00-11.00")
	c.staff.reads(number)
	c.staff.taps("Buka")
	c.staff.taps("Siapa pelapor?")
	c.staff.presses("1. Perlu menghubungi pelapor")
	c.staff.reads("Pelapor diberi tahu")
	s.forward(6 * time.Hour)
	hartati.says("/status")
	hartati.reads("Dicek")
	hartati.hasNot("Pelapor dibuka")
	s.forward(16 * time.Hour) // ten o'clock
	hartati.reads("Pelapor dibuka", number)
}
