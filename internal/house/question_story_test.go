package house_test

import (
	"testing"
)

func TestAQuestionOfBansosIsAnsweredAndMakesNoCase(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("selamat pagi pak mau tanya, kapan bansos cair ya")
	hartati.reads("tidak bisa menjanjikan", "021-171", "Tekan Lapor")
	hartati.presses("Tanya bansos/BPJS")
	hartati.reads("Mau tanya apa?", "1. Status bansos", "3. BPJS PBI tidak aktif")
	hartati.says("3")
	hartati.reads("operator desa (SIKS-NG)")
	hartati.presses("Tanya bansos/BPJS")
	hartati.says("cara urus kk hilang")
	hartati.reads("Dukcapil")
	if n := s.count("SELECT count(*) FROM cases"); n != 0 {
		t.Errorf("%d cases of questions", n)
	}
	hartati.presses("Lapor")
	hartati.reads("Ceritakan masalahnya")
}

func TestANeedWithAQuestionInItIsAReport(t *testing.T) {
	s := newStage(t)
	s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says("tetangga kami janda anak tiga tidak punya beras, bansos dak dapat, bagaimana pak")
	hartati.reads("Di desa mana?")
	hartati.says("batu panco", "1", "1")
	hartati.number()
}

// In the middle of a report the button answers, and the question of the report stands again; what is no question there goes into a report.
func TestAskingInTheMiddleOfAReportDoesNotLoseIt(t *testing.T) {
	s := newStage(t)
	s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says("atap rumah pak amin bocor, keluarga itu tidak mampu", "Tanya bansos/BPJS")
	hartati.reads("Mau tanya apa?")
	hartati.says("1")
	hartati.reads("Cek Bansos", "Di desa mana?")
	hartati.says("batu panco", "1", "1")
	hartati.number()
}

func TestWordsTypedAtTheQuestionsThatAreNoneAreAReport(t *testing.T) {
	s := newStage(t)
	s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says("Tanya bansos/BPJS", "kakek buta tinggal sendiri di gubuk, rumahnya bocor")
	hartati.reads("Di desa mana?")
}

// Whatever comes first is the story, or is answered: forwarded words, an album, a film, a document; what cannot be read is said so.
func TestWhateverComesFirst(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	a := s.person(1001, "Asnidar")
	a.Forward("ada keluarga tidak mampu rumahnya bocor di batu panco, tolong dicek", "Grup RT")
	a.idle()
	a.reads("Siapa boleh tahu")
	a.says("1", "1")
	c.staff.reads("Laporan baru", a.number())

	b := s.person(1002, "Budi")
	b.SendAlbum([]byte("one"), []byte("two"))
	b.idle()
	b.reads("Tentang apa masalahnya?")

	d := s.person(1003, "Darmi")
	d.SendDocument("surat.pdf", []byte("%PDF-1.4"), "")
	d.idle()
	d.reads("Tentang apa masalahnya?")

	e := s.person(1004, "Erni")
	e.SendVoice([]byte("voice"), 20)
	e.idle()
	e.reads("Tentang apa masalahnya?")

	f := s.person(1005, "Fitri")
	f.Forward("kapan bansos cair?", "Grup RT") // what others ask is passed on for a reason: it is looked at
	f.idle()
	f.hasNot("021-171")

	g := s.person(1006, "Gita")
	g.says("Assalamualaikum")
	g.reads("Waalaikumsalam", "Tekan Lapor")
}
