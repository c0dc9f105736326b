package house_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pictures counts those that the bot has sent to somebody.
func (a *actor) pictures() (n int) {
	for _, m := range a.Messages() {
		if m.FromBot && m.Photo != nil {
			n++
		}
	}
	return n
}

var pinOnSlip = regexp.MustCompile(`PIN: (\d{6})`)

// slip gives the PIN of the newest text for a resident.
func (a *actor) slip(number string) string {
	a.t.Helper()
	text := a.reads("Nomor: "+number, "PIN:").Text
	found := pinOnSlip.FindStringSubmatch(text)
	if found == nil {
		a.t.Fatalf("no PIN on the slip:\n%s", text)
	}
	return found[1]
}

// Pak Darmi of Batu Panco writes for a neighbour who has no phone of her own.
func TestAnOfficerReportsForAResident(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	c.officer.says("/ataswarga")
	c.officer.reads("atas nama warga", "Ceritakan masalahnya")
	c.officer.says("atap rumah Nek Rumsia bocor dan beliau sendirian")
	c.officer.reads("Siapa boleh tahu") // the village is the officer's own
	c.officer.says("1")
	c.officer.reads("Apakah warga setuju dilaporkan dan dihubungi?")
	c.officer.says("ya")
	c.officer.reads("Nama dan nomor telepon warga?")
	c.officer.says("Rumsia, 0812 3456 7890")
	c.officer.reads("KIRIM", "Atas nama warga: Rumsia, +6281234567890", "Batu Panco")
	c.officer.says("1")
	number := c.officer.number()
	pin := c.officer.slip(number)
	c.officer.reads("Lansia", "Batu Panco", "t.me/"+selatan)
	if n := c.officer.pictures(); n != 1 {
		t.Errorf("%d pictures for the resident, want one", n)
	}

	c.coordinator.reads("Laporan baru", number)
	c.coordinator.hasNot("Rumsia", "0812", "62812")
	c.officer.says("/status")
	c.officer.reads("Atas nama warga", number, "Diterima", "Batu Panco")
	c.officer.says(number)
	c.officer.reads("Atas nama warga", number)

	resident := s.person(1001, "Cucu Rumsia") // on a borrowed phone
	resident.says(number + " " + pin)
	resident.reads("Diterima")
	resident.hasNot("Rumsia", "Batu Panco", "Lansia")
	s.filedBy(number, 1)
}

// filedBy looks into the record: such a case has no reporter, the officer stands as who filed it, and the contact is kept as it was agreed.
func (s *stage) filedBy(number string, contacts int) {
	s.t.Helper()
	for query, want := range map[string]int{
		"SELECT count(*) FROM case_reporters r JOIN cases c ON c.id = r.case_id WHERE c.number = $1": 0,
		"SELECT count(*) FROM cases WHERE number = $1 AND filed_by IS NOT NULL":                      1,
		"SELECT count(*) FROM case_contacts k JOIN cases c ON c.id = k.case_id WHERE c.number = $1":  contacts,
	} {
		if got := s.count(query, number); got != want {
			s.t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}

// What an officer reported for somebody becomes the caseworkers': the officer goes on following number and state, and reads nothing.
func TestWhoFiledItDoesNotReadAConfidentialCase(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	c.officer.says("/lapor atas nama warga", "tetangga dipukul suaminya tiap malam, dua anaknya ikut menangis", "1", "tidak")
	c.officer.reads("tidak setuju dihubungi")
	c.officer.says("1")
	number := c.officer.number()
	c.officer.slip(number)
	slip := c.officer.reads("Nomor: "+number, "PIN:").Text
	if strings.Contains(slip, "Kekerasan") || strings.Contains(slip, "Batu Panco") {
		t.Errorf("the slip betrays what it is about:\n%s", slip)
	}
	c.caseworker.reads(number, "Kasus rahasia")
	c.caseworker.taps("Buka")
	c.caseworker.reads(number, "dipukul", "atas nama warga")

	before := len(c.officer.Messages())
	c.officer.says("/status")
	c.officer.reads("Atas nama warga", number, "Diterima")
	c.officer.says(number)
	for _, m := range c.officer.Messages()[before:] {
		if m.FromBot && (strings.Contains(m.Text, "dipukul") || strings.Contains(m.Text, "Batu Panco") || strings.Contains(m.Text, "Kekerasan")) {
			t.Errorf("who filed it reads what it is about:\n%s", m.Text)
		}
	}
	s.filedBy(number, 0)
	// A reply to the receipt is added.
	receipt := c.officer.reads("Laporan sudah masuk", number)
	c.officer.Reply(receipt.ID, "suaminya pulang jam 9 malam")
	c.officer.idle()
	c.officer.reads("Sudah kami")
	if n := s.count("SELECT additions FROM cases WHERE number = $1", number); n != 1 {
		t.Errorf("%d additions, want one", n)
	}

	c.admin.says("/petugas") // without the grant, not even that
	id := idOf(c.admin.reads("Petugas:", "petugas desa").Text, "petugas desa")
	c.admin.says("/cabut " + id)
	before = len(c.officer.Messages())
	c.officer.says("/status")
	for _, m := range c.officer.Messages()[before:] {
		if m.FromBot && strings.Contains(m.Text, number) {
			t.Errorf("a phone whose grant was taken away still follows:\n%s", m.Text)
		}
	}
}

func TestAResidentCannotReportForOthers(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("/ataswarga")
	hartati.reads("Ini untuk petugas")
	for _, row := range hartati.Keyboard() {
		if slices.Contains(row, "Atas nama warga") {
			t.Error("a resident's menu offers it")
		}
	}
}
