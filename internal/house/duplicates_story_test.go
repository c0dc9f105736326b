package house_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	flood     = "banjir besar merendam belasan rumah di pinggir sungai Manna sejak subuh"
	floodAlso = "banjir dari sungai Manna merendam banyak rumah, subuh tadi airnya naik"
	landslide = "longsor menutup jalan kebun kopi dekat tikungan tajam"
)

// asked tells whether the bot has asked somebody to join a report to another.
func (a *actor) asked() bool {
	for _, m := range a.Messages() {
		if m.FromBot && strings.Contains(m.Text, "Sudah ada laporan serupa") {
			return true
		}
	}
	return false
}

func TestAResidentJoinsTheReportOfAFlood(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	first := s.report(s.person(1001, "Hartati"), flood, "1", "1")
	iwan := s.person(1002, "Iwan")
	second := s.report(iwan, floodAlso, "1", "1")
	asked := iwan.reads("Sudah ada laporan serupa")
	iwan.hasNot(first, "Hartati")
	iwan.taps("Gabungkan")
	iwan.reads("Sudah digabungkan", "tetap berlaku")
	iwan.TapOld(asked.ID, asked.Inline[0][0].Data) // pressed twice
	iwan.idle()
	iwan.says("/status")
	iwan.reads(second)
	iwan.hasNot(first)
	if n := s.count("SELECT count(*) FROM case_links WHERE kind = 'joined' AND person_id IS NULL"); n != 1 {
		t.Errorf("%d links, want one", n)
	}

	c.coordinator.reads(first)
	c.coordinator.reads(second)
	c.coordinator.says(first)
	c.coordinator.reads(first, "Terkait: "+second+" (digabungkan pelapor)")

	other := s.person(1003, "Deden")
	s.report(other, landslide, "1", "1")
	if other.asked() {
		t.Error("a landslide is taken for the flood")
	}
	late := s.person(1004, "Erna")
	s.forward(8 * 24 * 3600 * 1e9)
	s.report(late, floodAlso, "1", "1")
	if late.asked() {
		t.Error("a flood a week later is taken for the same")
	}
}

// Whatever is kept from anybody stands on neither side of the question, and the resident reads the same as where there is nothing.
func TestAResidentIsNotToldThatASecretReportIsThere(t *testing.T) {
	for name, answers := range map[string][]string{
		"tanpa nama": {"3", "1"}, "aparat": {"4", "1", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.cast()
			s.report(s.person(1001, "Hartati"), flood, answers...)
			iwan := s.person(1002, "Iwan")
			s.report(iwan, floodAlso, "1", "1")
			if iwan.asked() {
				t.Error("the question tells that there is one")
			}
			alone := s.person(1003, "Deden")
			alone.says(floodAlso, "merambung", "1", "1") // nothing of the kind is there
			alone.number()
			if a, b := shape(iwan), shape(alone); !slices.Equal(a, b) {
				t.Errorf("the two read different things:\n%q\n%q", a, b)
			}
			secret := s.person(1004, "Erna") // a nameless one beside an open one
			s.report(secret, floodAlso, answers...)
			if secret.asked() {
				t.Error("a secret report is offered to be joined")
			}
		})
	}
}

// shape is what somebody was sent, with what differs from person to person and place to place taken out.
func shape(a *actor) []string {
	var all []string
	for _, m := range a.Messages() {
		if m.FromBot {
			first, _, _ := strings.Cut(strings.Map(noDigit, m.Text), ":")
			all = append(all, fmt.Sprintf("%d buttons, %.20s", len(m.Inline), strings.NewReplacer("Batu Panco", "", "Merambung", "").Replace(first)))
		}
	}
	return all
}

func noDigit(r rune) rune {
	if r >= '0' && r <= '9' {
		return '0'
	}
	return r
}

// Of any other kind nobody is asked: whoever works both sees that they may be the same, and says so; nobody is told.
func TestStaffLinkWhatIsTheSame(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati, iwan := s.person(1001, "Hartati"), s.person(1002, "Iwan")
	first := s.report(hartati, "atap rumah Nek Rumsia bocor dan beliau tinggal sendirian", "1", "1")
	second := s.report(iwan, "Nek Rumsia tinggal sendirian, atap rumahnya bocor semua", "1", "1")
	third := s.report(s.person(1003, "Deden"), "Nek Rumsia sudah tua tinggal sendirian, atap rumah bocor, kasihan", "3", "1")
	if iwan.asked() {
		t.Error("a resident is asked about an older person")
	}
	said := len(hartati.Messages()) + len(iwan.Messages())
	c.staff.reads(second)
	c.staff.says(second)
	c.staff.reads(second, "Mungkin sama", first, third)
	c.staff.taps("Tautkan " + first)
	c.staff.taps("Bukan sama " + third)
	c.staff.says(second)
	opened := c.staff.reads(second, "Terkait: "+first)
	if strings.Contains(opened.Text, "Mungkin sama") || strings.Contains(opened.Text, third) {
		t.Errorf("what was decided is asked again:\n%s", opened.Text)
	}
	c.coordinator.reads(first)
	c.coordinator.says(first)
	c.coordinator.reads(first, "Terkait: "+second)
	if now := len(hartati.Messages()) + len(iwan.Messages()); now != said {
		t.Error("a reporter was told")
	}
}

// A case that is the caseworkers' is no likeness to anybody else.
func TestStaffAreNotShownASecretLikeness(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	secret := s.report(s.person(1001, "Hartati"), "atap rumah Nek Rumsia bocor dan beliau tinggal sendirian", "4", "1", "1")
	open := s.report(s.person(1002, "Iwan"), "Nek Rumsia tinggal sendirian, atap rumahnya bocor semua", "1", "1")
	c.staff.reads(open)
	c.staff.says(open)
	opened := c.staff.reads(open, "bocor semua")
	if strings.Contains(opened.Text, secret) || strings.Contains(opened.Text, "Mungkin sama") {
		t.Errorf("staff read of a secret case:\n%s", opened.Text)
	}
	c.staff.TapOld(opened.ID, "c:link:"+open+":"+secret) // a number guessed
	c.staff.idle()
	if n := s.count("SELECT count(*) FROM case_links"); n != 0 {
		t.Errorf("%d links to a secret case", n)
	}
}
