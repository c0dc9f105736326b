package house_test

import (
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// The invented cases of the field (D01 to D10) and its odd messages (E01 to E04), told in words of our own. All people and events are made up.

// D01: an old woman alone. The pin and the photo come after the number, and a word about where the house is.
func TestAnOldWomanAloneWithAPhotoAndAPin(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says("Assalamualaikum, nenek tetangga kami 82 tahun hidup sendirian di Batu Panco. Anaknya merantau. Sudah tiga hari dak keluar rumah, kakinya bengkak, makan dikasih tetangga")
	hartati.reads("Telepon sekarang", "119", "Batu Panco, Ulu Manna")
	hartati.says("2")
	hartati.reads("Lansia (60+). Satu orang. Batu Panco, Ulu Manna")
	hartati.says("KIRIM")
	number := hartati.number()
	hartati.SendPhoto([]byte("picture"), "")
	hartati.idle()
	hartati.SendLocation(-4.3107, 103.0712)
	hartati.idle()
	hartati.says("rumah papan dekat jembatan gantung dusun dua")
	hartati.reads("Sudah dicatat di laporan " + number)
	c.coordinator.reads(number)
	c.staff.reads(number)
	c.staff.says(number)
	c.staff.reads(number, "jembatan gantung")
	if n := s.count("SELECT count(*) FROM case_files f JOIN cases c ON c.id = f.case_id WHERE c.kind = 'lansia' AND f.kind IN ('photo', 'pin')"); n != 2 {
		t.Errorf("%d files, want the photo and the pin", n)
	}
}

// D02 and E01: a flood, told by voice where the signal is weak; 25 minutes later another tells of the same flood, and both have a number.
func TestAFloodByVoiceAndOnceMoreInWords(t *testing.T) {
	s := newStage(t)
	staff := s.grants(s.person(4001, "Rudi"), casebook.Staff, "17.01")
	suparman, mirna := s.person(1002, "Suparman"), s.person(1021, "Mirna")
	suparman.SendVoice([]byte("voice"), 41)
	suparman.idle()
	suparman.reads("Tentang apa masalahnya?")
	suparman.says("banjir")
	suparman.reads("Di desa mana?", "Telepon sekarang", "110")
	suparman.says("cinto mandi", "1", "1")
	first := suparman.number()
	staff.reads(first)

	s.forward(25 * time.Minute)
	mirna.says("Banjir di cinto mandi kec pino raya, tolong belum ada bantuan")
	mirna.reads("Telepon sekarang", "Cinto Mandi, Pino Raya")
	mirna.says("1", "1")
	second := mirna.number()
	mirna.reads("Sudah ada laporan serupa")
	mirna.hasNot(first, "Suparman")
	mirna.taps("Gabungkan")
	mirna.reads("Sudah digabungkan")
	staff.says(first)
	staff.reads(first, "Terkait: "+second)
}

// D04: a pupil who is kept from school. Two villages have that name, so the kecamatan is asked; what is about a child stays with the caseworkers.
func TestATeacherTellsOfAPupil(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	yuliana := s.person(1003, "Yuliana")
	yuliana.says("Selamat pagi, saya guru SD. Ada murid saya inisial R, 10 tahun, di Desa Sukaraja, sudah tiga minggu tidak sekolah. Ibunya kerja ke luar negeri, ia ikut neneknya yang sakit dan memetik sawit")
	yuliana.reads("Yang mana", "1. Sukaraja, Seginim", "2. Sukaraja, Kedurang Ilir")
	yuliana.says("seginim")
	yuliana.reads("Siapa boleh tahu")
	yuliana.says("1")
	yuliana.reads("Anak. Satu orang. Sukaraja, Seginim")
	yuliana.says("1")
	s.onlyThese(c, yuliana.number(), c.caseworker)
}

// D06: somebody asks, annoyed, for what others get, and types the own NIK: it is covered, and the report is one.
func TestSomebodyTypesTheOwnNIK(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	mirawati := s.person(1004, "Mirawati")
	mirawati.says("Bapak Ibu dinsos, saya NIK 1701060000000000 dari Tungkal II. Suami stroke dua tahun tidak kerja, anak tiga masih sekolah, dinding rumah berlubang. Kami dak pernah dapat PKH. Kenapa ya?")
	mirawati.reads("Nomor NIK tidak perlu, sudah kami tutup")
	mirawati.says("tungkal ii", "1")
	mirawati.reads("Tungkal II, Pino Raya", "KIRIM")
	mirawati.says("1")
	number := mirawati.number()
	s.onlyThese(c, number, c.caseworker) // it tells of somebody's health
	c.caseworker.taps("Buka")
	c.caseworker.reads(number, "Suami stroke")
	for _, a := range append(c.all(), mirawati) {
		a.hasNot("1701060000000000")
	}
	if n := s.count("SELECT count(*) FROM cases WHERE story LIKE '%1701060000000000%'"); n != 0 {
		t.Error("the record has the NIK")
	}
}

// D07: a man without papers at the market. Nobody knows who he is, and nobody has to.
func TestAManWithoutPapersAtTheMarket(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	fitri := s.person(1005, "Fitri")
	fitri.says("Ada bapak kira2 60an tidur di emper toko sudah 4 hari, badannya panas, bicaranya ngelantur, kehabisan ongkos pulang, gak bawa KTP")
	fitri.says("pasar mulia")
	fitri.reads("Pasar Mulia, Pasar Manna")
	fitri.says("1")
	fitri.reads("Terlantar di jalan. Satu orang")
	fitri.says("1")
	c.staff.reads(fitri.number(), "Mendesak")
}

// D10: a group asks for help to earn more: a report of a group, and no danger.
func TestAGroupAsksForHelpToEarn(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	ernawati := s.person(1006, "Ernawati")
	ernawati.says("Kami kelompok ibu janda nelayan Pasar Bawah 14 orang. Penghasilan cuma dari membersihkan ikan. Mau usaha ikan asin tapi dak ada modal. Apakah ada pembinaan?")
	ernawati.hasNot("Telepon sekarang")
	ernawati.says("pasar bawah", "2")
	ernawati.reads("14 orang. Pasar Bawah, Pasar Manna")
	ernawati.says("1")
	c.staff.reads("Laporan baru", ernawati.number(), "Keluarga tidak mampu")
}

// E02: somebody plays with the bot: a friendly answer, no report, and at last none at all until something is told.
func TestSomebodyOnlyTriesTheBot(t *testing.T) {
	s := newStage(t)
	rio := s.person(1008, "Rio")
	rio.says("tes tes 123 min ganteng")
	rio.reads("Bot ini berjalan baik", "ceritakan di sini")
	rio.hasNot("Di desa mana", "Tentang apa")
	rio.says("tes lagi min", "wkwk coba tes")
	answered := len(rio.Messages())
	rio.says("tes", "tes 123")
	if n := len(rio.Messages()) - answered; n != 2 { // the two that Rio wrote
		t.Errorf("%d messages, and nobody wanted any", n-2)
	}
	rio.says("atap rumah kakek bocor")
	rio.reads("Di desa mana?")
	rio.says("/batal", "tes")
	rio.reads("Bot ini berjalan baik")
	if n := s.count("SELECT count(*) FROM cases"); n != 0 {
		t.Errorf("%d cases of it", n)
	}
}

// E04: only a pin, and it lies in the sea: where it is not is said, and the kecamatan are offered.
func TestAPinInTheSea(t *testing.T) {
	s := newStage(t)
	a := s.person(1009, "Anwar")
	a.SendLocation(-4.60, 102.80)
	a.idle()
	a.reads("Tentang apa masalahnya?")
	a.says("atap rumah bocor")
	a.reads("di luar wilayah kami", "Di desa mana?")
	a.presses("Pino Raya")
	a.reads("Desa mana di Pino Raya")
	a.says("Tungkal I", "1", "1")
	a.number()
}

// A pin of the district that comes first offers the villages around it as soon as the village is asked for, and assigns none.
func TestAPinFirstOffersTheVillagesAround(t *testing.T) {
	s := newStage(t)
	a := s.person(1010, "Wati")
	a.SendLocation(-4.4858, 102.9083)
	a.idle()
	a.says("Lansia")
	a.reads("Yang mana", "1. Ketaping, Manna")
	a.says("1")
	a.reads("Ketaping, Manna", "Siapa boleh tahu")
}

// What was understood wrong is put right in words on the card; a wish beside the question is heard where it is one.
func TestAVillageIsPutRightInWords(t *testing.T) {
	s := newStage(t)
	a := s.person(1011, "Darman")
	a.says("atap rumah kakek bocor", "masat", "dak usah pakai nama")
	a.reads("Masat, Pino", "Siapa yang melapor tidak ditunjukkan")
	a.says("eh salah desa, yang benar desa Ketaping")
	a.reads("Ketaping, Manna", "KIRIM")
	a.hasNot("«atap rumah kakek bocor\neh salah")
	a.says("1")
	a.number()
	if n := s.count("SELECT count(*) FROM cases WHERE region = '17.01.04.2019' AND disclosure = 'nameless'"); n != 1 {
		t.Error("the correction did not come to the record")
	}
}
