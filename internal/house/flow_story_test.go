package house_test

import (
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

func TestByPressingOnly(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.Start("")
	hartati.reads("Ceritakan masalahnya")
	hartati.SendPhoto(photo, "")
	hartati.idle()
	hartati.presses("2. Lansia (60+)", "Ulu Manna", "4. Batu Panco", "1. Dinas Sosial saja")
	hartati.reads("Lansia (60+). Batu Panco, Ulu Manna.", "1 kiriman")
	hartati.presses("1. KIRIM")
	hartati.number()
}

func TestByTypingOnlyWithNumeralsAndWords(t *testing.T) {
	s := newStage(t)
	buyung := s.person(1001, "Buyung")
	buyung.says("kakek di dekat masjid sakit dan sendirian", "keban agung dua", "nomor satu", "kirim")
	buyung.reads("Laporan sudah masuk", "BS-")
	buyung.reads("Keban Agung II, Kedurang", "Diterima")
}

func TestInEnglish(t *testing.T) {
	s := newStage(t)
	ann := s.person(1001, "Ann")
	ann.says("/language")
	ann.presses("2. English")
	ann.reads("English")
	ann.says("An old man, kakek, lives alone and is ill", "batu panco", "1", "send")
	ann.reads("Your report has come in", "BS-")
	ann.says("/status")
	ann.reads("Batu Panco, Ulu Manna")
	ann.hasNot("Siapa boleh tahu", "Di desa mana")
}

func TestInterruptedAndResumedAfterADay(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("atap rumah janda di ujung gang bocor", "batu panco")
	s.forward(25 * time.Hour)
	nudge := hartati.reads("belum selesai")
	if strings.Contains(nudge.Text, "atap") || strings.Contains(nudge.Text, "Batu Panco") {
		t.Error("a reminder must not say what the talk is about")
	}
	s.restart()
	hartati.says("1")
	hartati.reads("KIRIM", "atap rumah janda")
	hartati.says("1")
	hartati.number()
}

func TestNoReminderWhereWordsOfDangerStand(t *testing.T) {
	s := newStage(t)
	asnidar := s.person(1001, "Asnidar")
	asnidar.says("tetangga dipukul suaminya")
	s.forward(25 * time.Hour)
	asnidar.says("/bantuan")
	asnidar.hasNot("belum selesai di sini")
}

func TestATalkRunsOutAfterFourteenDays(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("atap rumah janda bocor")
	s.forward(15 * 24 * time.Hour)
	hartati.says("atapnya sekarang roboh")
	hartati.reads("Percakapan lama sudah kami hapus")
	hartati.hasNot("bocor")
}

func TestKembaliThroughTheWholeFlow(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("nenek sendirian", "batu panco", "4", "1")
	hartati.presses("Kembali")
	hartati.reads("Menyangkut siapa?")
	hartati.presses("Kembali")
	hartati.presses("Kembali")
	hartati.presses("Kembali")
	hartati.reads("Cerita Bapak/Ibu sudah tersimpan")
	hartati.says("rumahnya juga bocor parah sekali")
	hartati.reads("KIRIM", "nenek sendirian\nrumahnya juga bocor")
	hartati.presses("3. Batal")
	hartati.reads("Tidak ada yang dikirim")
}

func TestEditOfEveryLine(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("nenek sendirian", "batu panco", "1")
	hartati.presses("2. Ubah", "1. Cerita", "2. Tulis ulang")
	hartati.says("kakek sendirian")
	hartati.reads("KIRIM", "kakek sendirian")
	hartati.presses("2. Ubah", "2. Jenis masalah", "4. Keluarga tidak mampu")
	hartati.reads("KIRIM", "Keluarga tidak mampu")
	hartati.presses("2. Ubah", "3. Desa")
	hartati.says("masat")
	hartati.reads("KIRIM", "Masat, Pino")
	hartati.presses("2. Ubah", "4. Siapa boleh tahu", "4. Ini menyangkut aparat atau petugas", "2. WKSBM, PSM, atau PKH")
	hartati.reads("KIRIM", "WKSBM, PSM, atau PKH")
	hartati.presses("2. Ubah", "5. Menyangkut siapa", "3. TKSK (kecamatan)")
	hartati.reads("KIRIM", "TKSK")
	hartati.presses("1. KIRIM")
	hartati.reads("Laporan sudah masuk", "Petugas khusus")
}

func TestAVillageNameThatExistsTwice(t *testing.T) {
	s := newStage(t)
	seginim := s.grants(s.person(3001, "Deden"), casebook.Coordinator, "17.01.02")
	kedurang := s.grants(s.person(3002, "Tamrin"), casebook.Coordinator, "17.01.07")
	hartati := s.person(1001, "Hartati")
	hartati.says("kakek sendirian dan lapar", "sukaraja")
	hartati.reads("Yang mana", "1. Sukaraja, Seginim", "2. Sukaraja, Kedurang Ilir")
	hartati.presses("2. Sukaraja, Kedurang Ilir", "1. Dinas Sosial saja", "1. KIRIM")
	kedurang.reads(hartati.number())
	seginim.hasNot("Laporan baru")
}

func TestADemoRestartedInTheMiddleOfAReport(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("nenek sendirian", "batu panco")
	s.restart()
	hartati.presses("1. Dinas Sosial saja")
	s.restart()
	hartati.presses("1. KIRIM")
	hartati.number()
}

func TestANIKIsCoveredWhereverItIsTyped(t *testing.T) {
	s := newStage(t)
	staff := s.grants(s.person(4001, "Rudi"), casebook.Staff, "17.01")
	mirawati := s.person(1001, "Mirawati")
	mirawati.says("rumah kami bocor, NIK 1701064112850003")
	mirawati.reads("Nomor NIK tidak perlu")
	mirawati.says("tungkal 2", "1", "1")
	staff.reads(mirawati.number())
	staff.taps("Buka")
	staff.reads("1701xxxxxxxx0003")
	staff.hasNot("1701064112850003")
	mirawati.hasNot("1701064112850003")
}

// photo is the smallest picture that is one.
var photo = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")
