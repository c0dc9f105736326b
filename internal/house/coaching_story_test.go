package house_test

import (
	"bytes"
	"image"
	_ "image/jpeg" // as Telegram keeps photos
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// A short test is taken before and after; who took it reads the own result, the card only the mean.
func TestAShortTestBeforeAndAfter(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	jumadil.says("/rapat", "1", "1-4 7", "Iuran berjalan", "1")
	jumadil.reads("Tersimpan")
	for _, phase := range []string{"Sebelum", "Sesudah"} {
		jumadil.taps("Tes singkat")
		jumadil.says("1", phase)
		jumadil.reads("Tes dikirim kepada anggota")
		s.until("the test has come", func() bool {
			return parida.times("Tes singkat, hanya untuk diri sendiri") == map[string]int{"Sebelum": 1, "Sesudah": 2}[phase]
		})
		parida.taps("Mulai")
		for range 12 {
			if strings.Contains(parida.Last().Text, "Hasil ini hanya untuk Bapak/Ibu") {
				break
			}
			parida.says("1")
		}
		parida.reads("Benar", "Hasil ini hanya untuk Bapak/Ibu")
	}
	s.forward(time.Minute)
	parida.taps("Mulai")
	for range 12 {
		if strings.Contains(parida.Last().Text, "sudah pernah") {
			break
		}
		parida.says("3") // knowing better now
	}
	parida.reads("sudah pernah Bapak/Ibu kerjakan")
	jumadil.says("/kelompok")
	jumadil.taps("Rapat")
	jumadil.taps("1")
	jumadil.reads("Tes sebelum: rata-rata", "Tes sesudah: rata-rata", "(1 orang)")
	jumadil.hasNot("Benar ")
}

// How a group stands is shown with numerators and denominators and a picture: to its officers and its coaches, and to nobody else. A group that is not coached
// on schedule stands on its coach's list.
func TestHowAGroupStandsAndWhomToCoach(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.10")
	rudi := s.grants(s.person(4001, "Rudi"), casebook.Staff, "17.01")
	jumadil.says("/rapat", "1", "1-4", "Iuran berjalan", "1")
	jumadil.reads("Tersimpan")
	jumadil.says("/pembinaan")
	jumadil.reads("WKSBM Mufakat", "Pengurus hadir di 1 pembinaan terakhir: 4 dari 7", "Bulan dengan kegiatan: 1 dari")
	_, picture := jumadil.file()
	if _, _, err := image.Decode(bytes.NewReader(picture)); err != nil {
		t.Errorf("the picture is none: %v", err)
	}
	stranger := s.grants(s.person(2001, "Darmi"), casebook.Officer, "17.01.09.2001")
	stranger.says("/pembinaan")
	stranger.TapOld(1, "g:numbers:1")
	stranger.idle()
	stranger.hasNot("4 dari 7")
	parida.says("/pembinaan") // an officer of the group itself
	parida.reads("4 dari 7")
	s.forward(130 * 24 * time.Hour)
	herman.reads("belum dibina sesuai jadwal", "WKSBM Mufakat")
	s.at(time.Monday, 9)
	rudi.says("/pembinaan")
	rudi.reads("Ringkasan", "Belum dibina sesuai jadwal: 1", "WKSBM Mufakat")
}

// The kecamatan's report of the month is drafted for its coordinator, checked and sent; staff read it.
func TestTheKecamatansReportIsDraftedCheckedAndSent(t *testing.T) {
	s := newStage(t)
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.10")
	rudi := s.grants(s.person(4001, "Rudi"), casebook.Staff, "17.01")
	jumadil := s.mufakat()
	jumadil.says("/rapat", "1", "1-4", "Iuran berjalan", "1")
	jumadil.reads("Tersimpan")
	wib := time.FixedZone("WIB", 7*3600)
	now := s.cfg.Clock.Now().In(wib)
	s.forward(time.Date(now.Year(), now.Month()+1, 1, 9, 0, 0, 0, wib).Sub(now))
	herman.reads("Laporan bulanan siap", "Bunga Mas", "WKSBM Mufakat: 1 rapat, 4 orang hadir")
	herman.taps("Periksa")
	if name, pdf := herman.file(); !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("%s is no PDF", name)
	}
	herman.taps("KIRIM")
	herman.reads("Laporan bulanan terkirim")
	rudi.reads("Laporan bulanan diterima", "Bunga Mas")
	herman.says("/laporanbulanan")
	waits := herman.reads("Laporan bulanan", "WKSBM Mufakat", "Pembinaan rutin") // the group's own, which may be sent for it
	if strings.Contains(waits.Text, "Bunga Mas") {
		t.Error("the kecamatan's report still waits")
	}
}

// All of it in English, once.
func TestAMeetingInEnglish(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/language", "2", "/meeting", "1", "1-4 7 +5")
	jumadil.reads("officers 5 of 7", "guests 5")
	jumadil.says("Monthly report by the 5th", "3", "Follow-ups", "Parida visits the elderly, Friday", "1")
	jumadil.reads("Saved", "WhatsApp", "Monthly report by the 5th")
	jumadil.reads("officers 5 of 7", "10 people in all")
	jumadil.says("/schedule")
	jumadil.taps("Plan")
	jumadil.says("1", "Thursday 9 am", "Village hall", "1")
	jumadil.reads("Invitation", "Village hall")
	jumadil.says("pdf", "/followups", "/group", "/coaching")
	jumadil.reads("visits the elderly")
	for _, word := range []string{"Hadir", "Rapat", "pengurus", "belum", "Tindak"} {
		for _, m := range jumadil.Messages()[6:] {
			if m.FromBot && strings.Contains(m.Text+m.Caption, word) {
				t.Errorf("%q in an English talk:\n%s", word, m.Text+m.Caption)
			}
		}
	}
}
