package house_test

import (
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// What comes in is understood in this order: danger, the open talk, a reply to a case message, one's own open cases, the offer of a report.

func TestDangerComesBeforeTheOpenTalkWhichGoesOn(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("nenek sendirian", "Bahaya sekarang")
	hartati.reads("Telepon sekarang", "110", "Di desa mana?")
	hartati.says("batu panco", "1", "1")
	hartati.number()
}

func TestACommandInTheMiddleDoesNotDestroyTheTalk(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says("nenek sendirian", "/bantuan")
	hartati.reads("Yang bisa Bapak/Ibu lakukan", "Di desa mana?")
	hartati.says("/status")
	hartati.reads("Satu laporan belum dikirim", "Di desa mana?")
	hartati.says("/lapor")
	hartati.reads("Mari kita lanjutkan", "Di desa mana?")
	hartati.says("batu panco", "1", "1")
	hartati.number()
}

func TestAShortTalkParksALongOne(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	c.staff.reads("Laporan baru")
	c.staff.says("kakek lain di sebelah sakit")
	c.staff.taps("Tidak bisa")
	c.staff.reads("Apa alasannya?")
	c.staff.says("sedang dinas luar")
	c.staff.reads("Tercatat: tidak bisa", "Di desa mana?")
	c.staff.says("masat", "1", "1")
	c.staff.number()
}

func TestWithAnOpenCaseOneIsAskedWhatAMessageIsFor(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	first := s.report(hartati, harmless, "1", "1")
	c.staff.reads(first)
	c.staff.taps("Ambil")
	s.forward(2 * time.Hour)

	hartati.says("genteng yang lain juga jatuh tadi malam")
	hartati.reads("Untuk laporan yang mana?", first)
	hartati.presses("1. " + first + ", Batu Panco, Ulu Manna")
	hartati.reads("Sudah ditambahkan ke laporan " + first)
	c.staff.reads("Pelapor menambahkan sesuatu", first)

	hartati.says("ada pengemis tidur di depan toko sudah lama")
	hartati.presses("2. Laporan baru")
	hartati.reads("Di desa mana?")
	hartati.says("pasar mulia", "1", "1")
	if second := hartati.number(); second == first {
		t.Error("the second report has the first one's number")
	}
}

func TestAPhotoRightAfterTheNumberGoesToThatReport(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, harmless, "1", "1")
	hartati.SendPhoto(photo, "")
	hartati.idle()
	hartati.reads("Sudah ditambahkan ke laporan " + number)
}

func TestPressedTwiceAtTheEnd(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says(harmless, "batu panco", "1")
	hartati.Send("1. KIRIM")
	hartati.Send("1. KIRIM")
	hartati.idle()
	number := hartati.number()
	hartati.says("/status")
	status := hartati.reads("Laporan Bapak/Ibu:")
	if !holds(status.Text, []string{number}) || holds(status.Text, []string{"belum dikirim"}) {
		t.Errorf("after a double press: %s", status.Text)
	}
}

func TestAGroupHearsNothingPersonal(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.Start("")
	group := s.sim.CreateGroup(selatan, "Warga", hartati.id)
	phone := actor{Chat: group.As(hartati.id), t: t, id: hartati.id, name: "Hartati"}
	phone.says("/lapor@"+selatan, "nenek Rumsia sakit")
	phone.reads("kirim pesan langsung")
	phone.hasNot("Di desa mana")
	hartati.hasNot("Di desa mana")
}

func TestThePosterNamesTheVillage(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.Start("desa_1701092001")
	hartati.reads("Batu Panco, Ulu Manna", "Ceritakan masalahnya")
	hartati.says("nenek sendirian", "1", "1")
	hartati.number()
}

func TestACaseIsClassedThenReleased(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says("ada sesuatu yang aneh di rumah itu", "batu panco")
	hartati.reads("Batu Panco, Ulu Manna. Tentang apa masalahnya?") // put where it belongs
	hartati.says("8", "1", "1")
	number := hartati.number()
	c.caseworker.reads(number)
	c.caseworker.taps("Buka")
	c.caseworker.taps("Tetapkan jenis")
	c.caseworker.taps("Jenis lain")
	c.caseworker.taps("Lanjut Usia Terlantar")
	c.caseworker.reads("sekarang rahasia", "Buka?")
	c.coordinator.hasNot(number)
	c.caseworker.taps("Ya, buka")
	c.coordinator.reads(number, "Lanjut Usia Terlantar")
	c.coordinator.taps("Buka")
	c.coordinator.taps("Serahkan ke desa")
	c.officer.reads("Laporan untuk desa", number)
}

func TestWhatIsAboutOfficialsStaysWithTheCaseworkers(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Hartati"), harmless, "4", "1", "1")
	c.caseworker.reads(number)
	c.caseworker.taps("Buka")
	c.caseworker.taps("Tetapkan jenis")
	c.caseworker.taps("Lanjut Usia Terlantar")
	c.caseworker.taps("Ambil")
	c.caseworker.reads(number, "Bapak/Ibu yang mengambil")
	s.onlyThese(c, number, c.caseworker)
}

func TestACaseThatWasConfidentialStaysQuietOnItsReportersPhone(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	asnidar := s.person(1001, "Asnidar")
	number := s.report(asnidar, "tetangga dipukul suaminya", "1", "1")
	c.caseworker.reads(number)
	c.caseworker.taps("Buka")
	c.caseworker.taps("Tetapkan jenis")
	c.caseworker.taps("Jenis lain")
	c.caseworker.taps("Fakir Miskin")
	c.caseworker.taps("Ya, buka")
	c.coordinator.reads(number)
	asnidar.says("/status")
	asnidar.reads("Belum ada laporan") // it is followed by number and PIN
	asnidar.says("sekarang anaknya juga di rumah saya")
	asnidar.reads("Sudah kami terima")
}

func TestAHeldCaseIsReleasedToTheVillage(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Hartati"), harmless, "2", "1")
	c.coordinator.reads(number)
	c.coordinator.taps("Ambil")
	c.coordinator.taps("Buka")
	c.coordinator.taps("Serahkan ke desa")
	c.officer.reads("Laporan untuk desa", number)
	c.officer.taps("Buka")
	c.officer.reads("bocor") // the reporter lets the village read it
	c.officer.taps("Ambil")
	c.officer.reads(number, "Bapak/Ibu yang mengambil")
}

func TestAListStaysAListWhenOneOfItIsPressed(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	s.report(s.person(1002, "Lismi"), harmless, "1", "1")
	c.staff.reads("Laporan baru")
	c.staff.says("/tugas")
	list := c.staff.reads("Laporan yang terbuka")
	if err := c.staff.Tap(list.ID, "1"); err != nil {
		t.Fatal(err)
	}
	c.staff.reads("bocor")
	c.staff.taps("Ambil")
	c.staff.reads("Bapak/Ibu yang mengambil")
	c.staff.reads("Laporan yang terbuka")
}

func TestSmallTalkIsNoStory(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	for _, words := range []string{"p", "halo min", "Assalamualaikum", "makasih", "ok pak", "👍", "tolong pak"} {
		hartati.says(words)
		hartati.hasNot("Di desa mana", "Tentang apa")
	}
	hartati.says("Lapor")
	hartati.reads("Ceritakan masalahnya")
	hartati.says("kakek sendirian", "batu panco", "1")
	hartati.hasNot("«Lapor")
	hartati.says("1")
	number := hartati.number()
	hartati.says("patokan belakang masjid raya")
	hartati.reads("Sudah dicatat di laporan " + number)
	hartati.says("BS-1234-5678-1")
	hartati.reads("keliru satu angka")
}

func TestDangerousWordsShowTheNumbersFirst(t *testing.T) {
	s := newStage(t)
	a := s.person(1001, "Asnidar")
	a.says("tolong, adik saya mau bunuh diri")
	a.reads("telepon sekarang", "110", "119")
}

func TestOneWhoDoesNotKnowTheVillageNamesTheKecamatan(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	a := s.person(1001, "Hartati")
	a.says(harmless, "gak tau")
	a.reads("tekan nama kecamatannya")
	a.presses("Ulu Manna", "11. Tidak tahu", "1. Dinas Sosial saja", "1. KIRIM")
	c.coordinator.reads(a.number(), "Kecamatan Ulu Manna")
}

func TestTheLastAdminStays(t *testing.T) {
	s := newStage(t)
	admin := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	admin.says("/petugas")
	admin.says("/cabut " + idOf(admin.reads("Petugas:").Text, "admin"))
	admin.reads("tidak berhak")
}

func TestALostPhoneIsLockedOut(t *testing.T) {
	s := newStage(t)
	admin := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
	s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	herman.reads("Laporan baru")
	admin.says("/petugas")
	id := idOf(admin.reads("Petugas:").Text, "koordinator")
	admin.says("/cabut " + id)
	herman.says("/tugas")
	herman.reads("Tidak ada laporan")
	herman.taps("Buka")
	herman.hasNot("bocor")
}
