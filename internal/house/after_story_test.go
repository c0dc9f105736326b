package house_test

import (
	"strings"
	"testing"

	"rembuk/internal/casebook"
)

// What is told after the number goes where it belongs: the landmark to the village, the phone to those who may call, the words to the case.
func TestWhatIsToldAfterTheNumber(t *testing.T) {
	s := newStage(t)
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
	neli := s.grants(s.person(3002, "Neli"), casebook.Officer, "17.01.09.2001")
	hartati := s.person(1001, "Hartati")
	number := hartati.reports()

	hartati.says("dekat masjid Al Huda, dusun 2")
	hartati.reads("Sudah dicatat", number)
	hartati.says("4 orang")
	hartati.reads("Sudah dicatat", number)
	hartati.says("jam aman 9-11")
	hartati.reads("hanya pada jam 09.00-11.00")
	hartati.says("0812-3456-7890")
	hartati.reads("Boleh petugas menghubungi")
	hartati.SendPhoto(cameraPhoto(t), "")
	hartati.idle()
	hartati.reads("Sudah ditambahkan", number)
	hartati.says("ya")
	hartati.reads("Dengan siapa petugas bicara?")
	hartati.says("Ibu Hartati")
	hartati.reads("Nomor disimpan terpisah")

	herman.taps("Buka")
	herman.reads("Patokan: dekat masjid Al Huda", "+6281234567890", "Ibu Hartati", "09.00-11.00")
	herman.taps("Serahkan ke desa")
	neli.reads(number)
	neli.taps("Buka")
	neli.reads("Patokan: dekat masjid Al Huda")
	neli.hasNot("+62", "7890", "Ibu Hartati", "bengkak")
	if n := s.count("SELECT count(*) FROM case_contacts WHERE consent_at IS NOT NULL AND notice_version > 0"); n != 1 {
		t.Errorf("%d consents are recorded", n)
	}
	if n := s.count("SELECT count(*) FROM case_reads WHERE what = 'contact'"); n == 0 {
		t.Error("nobody can tell who read the phone")
	}
	for _, p := range s.places() {
		if !strings.HasPrefix(p.name, "said to") && (strings.Contains(p.text, "81234567890") || strings.Contains(p.text, "0812-3456")) {
			t.Errorf("the phone stands in %s: %.200s", p.name, p.text)
		}
	}
}

// A phone that is typed in the middle of the story is covered there, and asked about after the number; without a yes it is kept nowhere.
func TestAPhoneWithoutAYesIsNotKept(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("Nek Rumsia 82 tahun sendirian, kakinya bengkak, hubungi 0812 3456 7890")
	hartati.reads("Nomor HP kami tutup")
	hartati.says("batu panco", "1")
	hartati.reads("0812 xxxx xx90")
	hartati.says("1")
	hartati.number()
	hartati.reads("Boleh petugas menghubungi")
	hartati.says("tidak")
	hartati.reads("nomor tidak disimpan")
	if n := s.count("SELECT count(*) FROM case_contacts"); n != 0 {
		t.Errorf("%d phones are kept", n)
	}
	for _, p := range append(s.tables(), s.keys()...) {
		if strings.Contains(p.text, "3456 7890") || strings.Contains(p.text, "81234567890") {
			t.Errorf("the phone stands in %s", p.name)
		}
	}
}

// A contact out of the address book is somebody else's, and a phone that is told for nothing is not kept.
func TestAForeignContactIsNotTheReporters(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("0812 3456 7890")
	hartati.reads("Nomor telepon belum perlu")
	hartati.reports()
	hartati.SendContact("+6281377778888", "Tetangga")
	hartati.idle()
	hartati.reads("nomor orang lain")
	if n := s.count("SELECT count(*) FROM case_contacts"); n != 0 {
		t.Errorf("%d phones are kept", n)
	}
}

// The buttons under the card ask one question each, and an old one that is pressed when the case has become quiet does nothing.
func TestTheOffersUnderTheCard(t *testing.T) {
	s := newStage(t)
	wagino := s.grants(s.person(3001, "Wagino"), casebook.Caseworker, "17.01")
	hartati := s.person(1001, "Hartati")
	number := hartati.reports()
	hartati.taps("Jumlah orang")
	hartati.reads("Berapa orang")
	hartati.says("tiga")
	hartati.reads("Mohon tulis angka")
	hartati.says("3")
	hartati.reads("Sudah dicatat")
	hartati.taps("Minta PIN")
	pin := hartati.pin()
	hartati.taps("Minta PIN")
	hartati.reads("hanya ditulis sekali")

	neighbour := s.person(1002, "Murni")
	neighbour.says(number + " " + pin)
	neighbour.reads("Diterima", "Mau menambahkan sesuatu?")
	neighbour.hasNot("Lansia", "Batu Panco", "bengkak", number)

	wagino.taps("Buka")
	wagino.taps("Tetapkan jenis")
	wagino.taps("Jenis lain")
	wagino.taps("Korban Tindak Kekerasan")
	hartati.reads("Ada kabar. Buka bila aman.")
	hartati.says("laporan saya")
	hartati.reads("Belum ada laporan")
}

// reports sends the report of PRODUCT.md section 9 and gives its number.
func (a *actor) reports() string {
	a.t.Helper()
	a.says("Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak", "batu panco", "1", "1")
	return a.number()
}

// hides sends a report that must not betray, and gives its number and its PIN.
func (a *actor) hides() (number, pin string) {
	a.t.Helper()
	a.says("anak Kartinem dipukul suaminya tiap malam", "batu panco", "1", "1")
	return a.number(), a.pin()
}

// pin finds the PIN in the newest message that has one.
func (a *actor) pin() string {
	a.t.Helper()
	_, rest, _ := strings.Cut(a.reads("PIN: ").Text, "PIN: ")
	return rest[:casebook.PINDigits]
}
