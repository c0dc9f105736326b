package house_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/simulator"
)

const (
	beaten  = "tetangga dipukul suaminya sekarang, dia teriak minta tolong"
	flooded = "banjir besar di desa batu panco, air sudah masuk rumah, orang di atap"
	sendIt  = "Kirim ke petugas sekarang"
	calmed  = "Bukan bahaya, lanjut"
)

func TestViolenceGoesToTheCaseworkersWithOneTap(t *testing.T) {
	s := newStage(t)
	s.at(time.Tuesday, 10)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says(beaten)
	hartati.reads("Telepon sekarang", "110", "129", sendIt, "Di desa mana?")
	hartati.presses(sendIt)
	number := hartati.number()
	hartati.reads(number, "sebagai bahaya", "Petugas piket menghubungi paling lambat", "11.0", "Di desa mana, dekat apa?")
	hartati.says("batu panco, sebelah masjid")
	hartati.reads("Sudah kami")
	c.caseworker.reads("BAHAYA", number, "Kasus rahasia")
	s.onlyThese(c, number, c.caseworker)
	c.caseworker.hasNot("teriak", "Hartati")
	if n := s.count("SELECT count(*) FROM cases WHERE alarm AND urgency = 'emergency' AND danger = 'violence' AND quiet AND region = '17.01' AND additions = 1"); n != 1 {
		t.Errorf("%d cases of danger are kept", n)
	}
	c.caseworker.taps("Buka")
	c.caseworker.reads(number, "Darurat", "teriak", "sebelah masjid")
}

func TestADisasterGoesToStaffAndCoordinatorToo(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says(flooded)
	hartati.presses(sendIt)
	number := hartati.number()
	for _, a := range []*actor{c.coordinator, c.staff, c.caseworker} {
		a.reads("BAHAYA", number, "Darurat", "Batu Panco")
		a.hasNot("atap")
	}
	s.onlyThese(c, number, c.coordinator, c.staff, c.caseworker)
}

func TestAtNightNoTimeIsPromised(t *testing.T) {
	s := newStage(t)
	s.cast()
	s.at(time.Tuesday, 23)
	hartati := s.person(1001, "Hartati")
	hartati.says(beaten)
	hartati.presses(sendIt)
	hartati.reads("Petugas belum tentu membaca malam ini", "telepon 110")
	hartati.hasNot("paling lambat")

	s.at(time.Sunday, 17)
	murni := s.person(1002, "Murni")
	murni.says(beaten)
	murni.presses(sendIt)
	murni.reads("belum tentu membaca sekarang")
}

func TestNoDangerGoesOnAndIsNotAskedAgain(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says(flooded)
	hartati.presses(calmed)
	hartati.reads("Baik, kita lanjutkan", "Siapa boleh tahu")
	hartati.says("banjir besar sekali, air sudah masuk rumah")
	hartati.reads("Sudah saya tambahkan", "Siapa boleh tahu")
	if n := hartati.times("Telepon sekarang"); n != 1 {
		t.Errorf("asked %d times of danger", n)
	}
	hartati.says("1", "1")
	number := hartati.number()
	c.staff.reads("Laporan baru", number, "Mendesak")
	c.staff.hasNot("BAHAYA")
	if n := s.count("SELECT count(*) FROM cases WHERE story LIKE '%atap%' AND story LIKE '%besar sekali%' AND urgency = 'urgent'"); n != 1 {
		t.Error("the words are not kept")
	}
	due := s.count("SELECT extract(epoch FROM due_at - received_at)::bigint / 3600 FROM cases")
	if due != 24 {
		t.Errorf("an urgent report is due in %d hours", due)
	}
	hartati.reads("Petugas mengecek paling lambat") // what is promised are working days
}

func TestTheButtonWithoutAStoryAsksForOneAndSendsIt(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.Start("")
	hartati.idle()
	hartati.presses("Bahaya sekarang")
	hartati.reads("Telepon sekarang", "110", "Tulis singkat apa yang terjadi dan di mana")
	hartati.says("ada orang mengamuk bawa parang di pasar")
	number := hartati.number()
	c.caseworker.reads("BAHAYA", number)
	hartati.says("cepat", "tolong", "iya")
	if n := s.count("SELECT count(*) FROM case_events WHERE move = 'add' AND note IN ('cepat', 'tolong', 'iya')"); n != 3 {
		t.Errorf("%d of 3 cries have come to the case", n)
	}
}

// Who cries for help instead of answering is not told to press a button: it is kept, and goes off with the rest.
func TestWhoCriesIsHeard(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	asnidar := s.person(1001, "Asnidar")
	asnidar.says("ibu saya pingsan tidak sadar, berdarah")
	asnidar.reads("Telepon sekarang", "119")
	asnidar.says("tolong saya", "dia biru")
	asnidar.hasNot("belum mengerti", "tulis sekali lagi")
	asnidar.says("iya tolong cepat pak") // as good as the key
	number := asnidar.number()
	c.caseworker.reads("BAHAYA", number)
	if n := s.count("SELECT count(*) FROM cases WHERE story LIKE '%tolong saya%dia biru%'"); n != 1 {
		t.Error("the cries are lost")
	}
}

func TestTheButtonInTheMiddleOfAReportSendsWhatIsThere(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says("pipa air desa kami rusak, warga susah", "batu panco", "Bahaya sekarang")
	hartati.reads("Telepon sekarang", sendIt)
	hartati.presses(sendIt)
	number := hartati.number()
	c.caseworker.reads("BAHAYA", number)
	hartati.says("/status")
	hartati.hasNot("Satu laporan belum dikirim")
	if n := s.count("SELECT count(*) FROM cases WHERE region = '17.01.09.2001' AND story LIKE 'pipa%'"); n != 1 {
		t.Errorf("%d cases", n)
	}
}

func TestSentTwiceItIsOneReport(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says(beaten)
	hartati.Send(sendIt)
	hartati.Send(sendIt)
	hartati.idle()
	number := hartati.number()
	hartati.says(sendIt)
	hartati.reads("Sudah kami teruskan. Kabar baru")
	c.caseworker.reads(number)
	if n := s.count("SELECT count(*) FROM cases"); n != 1 {
		t.Errorf("%d cases of one danger", n)
	}
	if n := s.count("SELECT count(*) FROM alerts WHERE kind = 'safety'"); n != 1 {
		t.Errorf("%d alerts", n)
	}
}

// A pin and a photo go along; a pin tells no more than the kecamatan.
func TestAPinGoesAlongWithoutAVillage(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says("tolong cepat, ada orang pingsan di jalan berdarah")
	hartati.reads("119", sendIt)
	hartati.SendPhoto([]byte("picture"), "")
	hartati.idle()
	hartati.presses(sendIt)
	number := hartati.number()
	c.caseworker.reads("BAHAYA", number)
	hartati.SendLocation(-4.45, 102.9)
	hartati.idle()
	hartati.reads("Sudah kami")
	if n := s.count("SELECT count(*) FROM case_files"); n != 2 {
		t.Errorf("%d of 2 pieces went along", n)
	}
	c.caseworker.taps("Buka")
	c.caseworker.reads(number, "-4.450000,102.900000")
	if !slices.ContainsFunc(c.caseworker.Messages(), func(m simulator.Message) bool { return m.FromBot && m.Location != nil }) {
		t.Error("the place is not shown on a map")
	}
}

func TestDangerInAnAdditionRaisesTheAlarmOverTheCase(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, "atap rumah pak amin bocor, keluarga itu tidak mampu", "1", "1")
	c.staff.reads("Laporan baru", number)
	c.staff.taps("Ambil")
	hartati.reads(number, "Diperiksa")
	hartati.Reply(hartati.reads("Laporan sudah masuk").ID, "sekarang rumahnya kebakaran, api besar, tolong cepat")
	hartati.idle()
	hartati.reads("Telepon sekarang", "Sudah ditambahkan ke laporan "+number, "Apakah ini bahaya sekarang?")
	hartati.presses("1. " + sendIt)
	hartati.reads("Laporan " + number + " sudah kami teruskan sebagai bahaya")
	c.staff.reads("BAHAYA", number, "Darurat")
	c.coordinator.reads("BAHAYA", number)
	if n := s.count("SELECT count(*) FROM cases WHERE alarm AND urgency = 'emergency'"); n != 1 {
		t.Error("the case is not an emergency")
	}
	c.staff.taps("Buka")
	c.staff.reads("pelapor menyatakan bahaya sekarang", "api besar")
}

func TestAChildIsAskedNothing(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	s.at(time.Tuesday, 23)
	dina := s.person(1001, "Dina")
	dina.says("aku kelas 5 sd, ayah sering pukul aku")
	answer := dina.reads("bukan salah kamu", "110", "129", "Apakah aman", "baru membaca nanti")
	for _, word := range []string{"Bapak", "Ibu", "desa mana"} {
		if strings.Contains(answer.Text, word) {
			t.Errorf("a child reads %q", word)
		}
	}
	c.caseworker.reads("BAHAYA", "Kasus rahasia")
	dina.says("aku takut pulang")
	dina.reads("Sudah kami")
	dina.says("siapa yang baca ini?")
	dina.reads("hanya petugas yang membantu anak")
	for _, a := range []*actor{c.officer, c.coordinator, c.staff, c.admin, c.head} {
		a.hasNot("BAHAYA", "BS-")
	}
	if n := s.count("SELECT count(*) FROM cases WHERE child AND quiet AND lane = 'confidential' AND additions = 2"); n != 1 {
		t.Errorf("%d cases", n)
	}
}

// A child that has not said that it is safe is written nothing; what it says is kept to.
func TestAChildIsWrittenToOnlyWhereItIsSafe(t *testing.T) {
	for answer, want := range map[string]bool{"": false, "tidak kak": false, "iya aman": true} {
		t.Run("answer "+answer, func(t *testing.T) {
			s := newStage(t)
			c := s.cast()
			s.at(time.Tuesday, 10)
			dina := s.person(1001, "Dina")
			dina.says("aku kelas 5 sd, ayah sering pukul aku")
			dina.reads("Apakah aman")
			if answer != "" {
				dina.says(answer)
				dina.reads("Baik")
			}
			c.caseworker.reads("BAHAYA")
			c.caseworker.taps("Ambil")
			c.caseworker.reads("Bapak/Ibu yang mengambil")
			c.caseworker.taps("Buka")
			c.caseworker.reads("ayah sering pukul aku")
			if silent := c.caseworker.onScreen("belum menulis bahwa aman"); silent == want {
				t.Errorf("the caseworker is told that the child is written to: %v", !silent)
			}
			s.forward(12 * time.Hour)
			if want {
				dina.reads("Ada kabar")
				return
			}
			dina.idle()
			dina.hasNot("Ada kabar")
		})
	}
}

// What is added by number and PIN is listened to as well: it is all that there is for a case which must not betray.
func TestDangerAddedByPINRaisesTheAlarm(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	s.at(time.Tuesday, 10)
	asnidar := s.person(1001, "Asnidar")
	asnidar.says("/lapor", hiddenStory, "batu panco", "1", "1")
	number, pin := asnidar.number(), asnidar.secret()
	c.caseworker.reads(number)
	other := s.person(1009, "Telepon lain")
	other.says(number+" "+pin, "dia bawa parang mau membunuh saya sekarang", "1")
	other.reads("Telepon sekarang", "110", "Sudah kami teruskan ke petugas")
	c.caseworker.reads("BAHAYA", number)
}

// An alarm that was none is told to the officers; they decide.
func TestAFalseAlarmIsPutRight(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	s.at(time.Tuesday, 10)
	hartati := s.person(1001, "Hartati")
	hartati.says("kebakaran besar di batu panco, rumah pak amin")
	hartati.presses(sendIt)
	number := hartati.number()
	c.staff.reads("BAHAYA", number)
	hartati.says("bukan bahaya")
	hartati.reads("kami sampaikan ke petugas: bukan bahaya")
	c.staff.taps("Buka")
	c.staff.reads(number, "bukan bahaya")
}

// Questions about the questions are answered, and are no part of the story.
func TestAQuestionIsNoPartOfTheStory(t *testing.T) {
	s := newStage(t)
	s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says(harmless, "ini harus bayar berapa?")
	hartati.reads("Gratis", "PUNGLI")
	hartati.says("apa maksudnya?")
	hartati.reads("Jawab dengan angka")
	hartati.says("batu panco", "1", "1")
	hartati.number()
	if n := s.count("SELECT count(*) FROM cases WHERE story LIKE '%bayar%' OR story LIKE '%maksud%'"); n != 0 {
		t.Error("a question became part of the story")
	}
}

// Somebody lies unconscious: KIRIM alarms as the key would, and the receipt says what was done.
func TestKirimAlarmsForSomebodyHelpless(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	s.at(time.Tuesday, 10)
	hartati := s.person(1001, "Hartati")
	hartati.says("ada nenek pingsan di jalan depan rumah kami di batu panco", "1", "1")
	number := hartati.number()
	hartati.reads("sebagai bahaya", number)
	c.staff.reads("BAHAYA", number)
	hartati.says("Laporan saya")
	hartati.reads(number, "diteruskan sebagai bahaya")
}

func TestKindWordsForSomebodyWhoDoesNotWantToLive(t *testing.T) {
	s := newStage(t)
	s.cast()
	a := s.person(1001, "Asnidar")
	a.says("saya ingin mati saja, mau bunuh diri")
	a.reads("tidak sendirian", "healing119.id", "119", sendIt)
	a.presses(sendIt)
	a.number()
}

// Whatever step the program is killed at: one case, one number, one alert.
func TestKilledWhileDangerIsSentOff(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	s.close()
	p := s.program("")
	agus := s.grants(s.person(5001, "Agus"), casebook.Caseworker, "17.01")
	for i, step := range []string{"sent off", "frozen", "filed", "finished", "said"} {
		hartati := s.person(int64(1001+i), "Hartati")
		hartati.says(beaten)
		hartati.reads(sendIt)
		p.stopAt(step)
		hartati.Send(sendIt)
		p.stopped(step)
		if s.count("SELECT count(*) FROM cases") > i { // an alert that dies on its way is another story
			s.alerted(agus, i+1)
		}
		p.kill()
		p = s.program("")
		hartati.idle()
		number := s.oneNumber(hartati)
		if got := s.count("SELECT count(*) FROM cases WHERE alarm"); got != i+1 {
			t.Fatalf("killed at %q: %d cases of %d", step, got, i+1)
		}
		agus.reads("BAHAYA", number)
		s.rest()
	}
	s.nothingFrozen()
	p.kill()
}

func TestWhyACaseWasTakenForWhatItWas(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Hartati"), "nenek umur 82 tahun di desa kami rumahnya bocor", "1", "1")
	c.staff.reads("Laporan baru", number)
	c.staff.taps("Buka")
	c.staff.reads(number, "Lansia (60+). ")
	c.staff.taps("Kenapa?")
	c.staff.reads("mengapa diduga begitu", "nenek", "Ini dugaan")
	alert := c.coordinator.reads("Laporan baru", number)
	c.coordinator.Reply(alert.ID, "kenapa")
	c.coordinator.idle()
	c.coordinator.reads("mengapa diduga begitu")
	if strings.Contains(s.log.String(), "nenek umur") {
		t.Error("the words stand in the log")
	}
}

// A quiet case says nothing of itself, and hears danger all the same.
func TestDangerInAnAdditionToAQuietCase(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says("anak tetangga putus sekolah, jarang diberi makan", "batu panco", "1", "1")
	number := hartati.number()
	c.caseworker.reads(number)
	hartati.Reply(hartati.reads("Laporan sudah masuk").ID, "sekarang anak itu dipukul bapaknya, dia teriak minta tolong")
	hartati.idle()
	hartati.reads("Telepon sekarang", "Apakah ini bahaya sekarang?")
	hartati.presses("1. " + sendIt)
	hartati.reads("Sudah kami teruskan ke petugas")
	c.caseworker.reads("BAHAYA", number)
	s.onlyThese(c, number, c.caseworker)
}
