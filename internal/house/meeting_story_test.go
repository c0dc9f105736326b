package house_test

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/simulator"
)

const kuripan = "17.01.10.2005"

// mufakat sends in the roster of an invented group as a table, as an office would, and gives an officer who looks after it.
func (s *stage) mufakat() (officer *actor) {
	s.t.Helper()
	s.at(time.Monday, 7) // whatever the hour is where the story is told: at night people are left to sleep
	admin := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	s.importRoster(admin)
	return s.grants(s.person(2010, "Jumadil"), casebook.Officer, kuripan)
}

func (s *stage) importRoster(admin *actor) {
	s.t.Helper()
	admin.SendDocument("daftar.csv", []byte(`WKSBM;Desa;Kecamatan;Nama;Jabatan;L/P;SK;Tanggal SK;Berlaku sampai
WKSBM Mufakat;Kuripan;Bunga Mas;Darmadi;Ketua;L;140/07/2024;05/01/2024;05/01/2029
;;;Lestari Ningsih;Sekretaris;P;;;
;;;Asmara Dewi;Bendahara;P;;;
;;;Jumadil;Seksi Pendataan;L;;;
;;;Neli Marlina;Seksi Lansia;P;;;
;;;Hendri Saputra;Seksi Usaha Dana;L;;;
;;;Parida;Seksi Penyuluhan;P;;;
`), "")
	admin.idle()
	admin.reads("Kelompok baru 1, orang baru 7")
}

// at moves the time to an hour of the next given weekday, in WIB.
func (s *stage) at(day time.Weekday, hour int) {
	s.t.Helper()
	wib := time.FixedZone("WIB", 7*3600)
	now := s.cfg.Clock.Now().In(wib)
	to := time.Date(now.Year(), now.Month(), now.Day(), hour, 0, 0, 0, wib)
	for to.Weekday() != day || !to.After(now) {
		to = to.AddDate(0, 0, 1)
	}
	s.forward(to.Sub(now))
}

// An officer logs a coaching in four answers after /rapat; the record can be printed at once, and the text for WhatsApp is there.
func TestAMeetingIsLoggedInFourAnswers(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/rapat")
	jumadil.reads("WKSBM Mufakat, hari ini", "Rapat apa?")
	jumadil.says("1", "1-4 7 +5")
	jumadil.reads("pengurus 5 dari 7, tamu 5")
	jumadil.SendPhoto(picture(), "Laporan bulanan paling lambat tanggal 5")
	jumadil.idle()
	jumadil.reads("Pembinaan rutin", "Laporan bulanan paling lambat tanggal 5")
	jumadil.says("1")
	jumadil.reads("Tersimpan", "WhatsApp", "Laporan bulanan paling lambat tanggal 5")
	jumadil.reads("pengurus 5 dari 7", "10 orang")
	jumadil.says("pdf")
	name, pdf := jumadil.file()
	if !strings.HasSuffix(name, "notulen.pdf") || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("the paper is called %q and begins %.8q", name, pdf)
	}
	jumadil.says("excel")
	if name, xlsx := jumadil.file(); !strings.HasSuffix(name, "notulen.xlsx") || !strings.HasPrefix(string(xlsx), "PK") {
		t.Errorf("the table is called %q and begins %.4q", name, xlsx)
	}
}

// file gives the newest file that the bot sent.
func (a *actor) file() (name string, data []byte) {
	a.t.Helper()
	var newest int
	for _, m := range a.Messages() {
		if m.FromBot {
			if n, d, err := a.FileOf(m.ID); err == nil {
				newest, name, data = m.ID, n, d
			}
		}
	}
	if newest == 0 {
		a.t.Fatalf("%s was sent no file\n%s", a.name, a.screen())
	}
	return name, data
}

// A meeting is planned and the member invited; she says that she comes, is reminded, scans the code at the door; minutes follow.
func TestAMeetingFromPlanToMinutes(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	s.at(time.Monday, 8)
	jumadil.says("/jadwal")
	jumadil.taps("Jadwalkan rapat")
	jumadil.says("pembinaan", "Kamis jam 9", "Balai Desa", "1")
	jumadil.reads("Terjadwal", "Undangan pembinaan rutin WKSBM Mufakat")
	parida.reads("Undangan rapat", "Balai Desa")
	parida.taps("Berhalangan")
	parida.reads("Balai Desa", "berhalangan 1", "Kami catat: berhalangan")
	parida.says("jadi hadir pak")
	parida.reads("WKSBM Mufakat", "Kami catat: akan hadir")
	parida.taps("Akan hadir")
	parida.reads("Undangan rapat", "Balai Desa", "Akan hadir 1, berhalangan 0", "Kami catat: akan hadir")
	jumadil.says("/jadwal")
	jumadil.taps("1")
	jumadil.reads("Akan hadir 1")
	s.at(time.Wednesday, 10)
	parida.reads("besok ada rapat")
	s.at(time.Thursday, 7)
	parida.reads("dua jam lagi")
	s.at(time.Thursday, 9)
	jumadil.taps("Absen pakai kode")
	jumadil.reads("Kode:")
	_, code := jumadil.file()
	if err := parida.Scan(code); err != nil {
		t.Fatal(err)
	}
	parida.idle()
	parida.reads("Tercatat hadir", "WKSBM Mufakat")
	jumadil.taps("Siapa yang sudah hadir")
	jumadil.reads("• Parida")
	jumadil.says("/rapat")
	jumadil.reads("Siapa hadir?") // the kind stands in the plan
	jumadil.says("1-4 7", "Iuran Rp5.000 sebulan", "3", "Tindak lanjut", "Parida mendata lansia, Senin depan", "1")
	jumadil.reads("Tersimpan", "mendata lansia")
	parida.reads("Hasil rapat", "Iuran Rp5.000")
	if screen := jumadil.screen(); strings.Contains(screen, "pengurus 6 dari 7") {
		t.Error("somebody was counted twice\n" + screen)
	}
	jumadil.reads("pengurus 5 dari 7")
}

// member joins a person to the roster of Mufakat by the group's link, confirmed by the officer.
func (s *stage) member(officer *actor, id int64, name string) *actor {
	s.t.Helper()
	officer.says("/kelompok")
	officer.taps("Tautan untuk anggota")
	link := officer.reads("start=g_").Text
	payload := link[strings.Index(link, "start=")+len("start="):]
	a := s.person(id, name)
	a.Start(strings.TrimSpace(payload))
	a.idle()
	a.says(name)
	a.reads("persetujuan pengurus")
	officer.reads(name, "Betul orangnya?")
	officer.taps("Betul")
	a.reads("sekarang terdaftar")
	return a
}

// What a meeting decided is reminded, told when it is late, and closed with proof; those who were there hear of it.
func TestAFollowUpIsRemindedAndClosedWithProof(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	s.at(time.Monday, 9)
	jumadil.says("/rapat", "1", "4 7", "Data lansia belum lengkap", "3", "Tindak lanjut", "Parida mendata lansia, Jumat", "1")
	jumadil.reads("Tersimpan")
	s.at(time.Thursday, 9)
	parida.reads("Besok batas tindak lanjut")
	s.at(time.Friday, 9)
	parida.reads("Hari ini batas tindak lanjut")
	s.at(time.Saturday, 9)
	parida.reads("Tindak lanjut lewat batas")
	parida.says("/tindaklanjut")
	parida.taps("1")
	parida.taps("Sudah selesai")
	parida.SendPhoto(picture(), "12 lansia sudah didata")
	parida.idle()
	parida.says("1")
	parida.reads("Tercatat")
	parida.reads("12 lansia sudah didata", "selesai")
}

// The month ends: the report is drafted, checked and sent, and the coordinator reads it.
func TestTheMonthlyReportIsDraftedCheckedAndSent(t *testing.T) {
	s := newStage(t)
	herman := s.grants(s.person(3001, "Iwan"), casebook.Coordinator, "17.01.10")
	jumadil := s.mufakat()
	jumadil.says("/rapat", "1", "1-4", "Iuran berjalan", "1")
	jumadil.reads("Tersimpan")
	wib := time.FixedZone("WIB", 7*3600)
	now := s.cfg.Clock.Now().In(wib)
	s.forward(time.Date(now.Year(), now.Month()+1, 1, 9, 0, 0, 0, wib).Sub(now))
	jumadil.reads("Laporan bulanan siap", "Pembinaan rutin")
	jumadil.taps("Periksa")
	if name, pdf := jumadil.file(); !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("%s is no PDF", name)
	}
	jumadil.taps("KIRIM")
	jumadil.says("1")
	jumadil.reads("Laporan bulanan terkirim")
	herman.reads("Laporan bulanan diterima", "WKSBM Mufakat")
	herman.says("/pembinaan")
	herman.reads("Ringkasan")
	herman.reads("pengurus", "4 dari 7")
}

// picture is a photo, as far as a program can tell.
func picture() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 40)))
	return b.Bytes()
}

// What a meeting has said of somebody in danger stands in the minutes, and not in the text that is passed on to a group.
func TestAResultAboutSomebodyInDangerIsNotPassedOn(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/rapat", "1", "1-4", "Bahas Bu Yanti yang dipukul suaminya tiap malam, sepakat lapor", "1")
	_, passed, _ := strings.Cut(jumadil.reads("Tersimpan", "Jangan sebut namanya di grup").Text, "silakan disalin")
	if passed == "" || holdsAny(passed, "Yanti", "dipukul") {
		t.Errorf("passed on: %s", passed)
	}
	jumadil.reads("Hasil: Bahas Bu Yanti")
}

// A file comes also while a question stands, which is asked again below it.
func TestAFileComesWhileATalkIsOpen(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/rapat", "1", "1-4", "Data lansia belum lengkap", "1")
	jumadil.reads("Tersimpan")
	jumadil.says("/rapat")
	before := len(jumadil.Messages())
	jumadil.taps("📄 PDF")
	jumadil.reads("Rapat apa?")
	if !slices.ContainsFunc(jumadil.Messages()[before:], func(m simulator.Message) bool { return m.Document != nil }) {
		t.Errorf("no file:\n%s", jumadil.screen())
	}
}

// A meeting is called off for a reason that those who were invited can pass on.
func TestAMeetingIsCalledOffForAReason(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	s.planned(jumadil)
	jumadil.taps("Batalkan rapat")
	jumadil.reads("Apa alasannya?", "1. Cuaca")
	jumadil.hasNot("Ternyata belum selesai")
	jumadil.says("hujan deras dan jembatan putus")
	jumadil.reads("Rapat dibatalkan", "silakan disalin", "Alasan: hujan deras dan jembatan putus")
}

// The day of a log can be put right on its card; and a plan for later today does not stand in the way of what was held before.
func TestTheDayOfALogIsPutRight(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	s.planned(jumadil) // today at nine
	s.at(time.Tuesday, 7)
	jumadil.says("/jadwal")
	jumadil.taps("Jadwalkan rapat")
	jumadil.says("pengurus", "hari ini jam 19.30", "Balai Desa", "1")
	jumadil.reads("Rapat pengurus", "19.30")
	jumadil.says("/rapat")
	jumadil.reads("Rapat apa?")
	jumadil.says("2", "1-4", "Iuran naik", "Tambah", "Tanggal rapat", "kemarin")
	jumadil.reads("Rapat pengurus, Senin", "KIRIM")
	jumadil.says("Ubah", "kirim") // no line of the list: the card is shown once more
	jumadil.says("kirim")
	jumadil.reads("Tersimpan", "Hasil rapat pengurus")
	if n := s.count("SELECT count(*) FROM meetings WHERE state = 'held' AND extract(isodow FROM starts_at AT TIME ZONE 'Asia/Jakarta') = 1"); n != 1 {
		t.Error("the log is not of Monday")
	}
}
