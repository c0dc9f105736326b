package house_test

import (
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// A date is a key of the calendar or words; what is ambiguous is asked back, what is past is told; the plan can be put into a calendar and a WhatsApp group.
func TestAMeetingIsPlannedByKeysAndByWords(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.presses("Rapat")
	jumadil.reads("Belum ada rapat yang dijadwalkan")
	jumadil.taps("Jadwalkan rapat")
	jumadil.says("2")
	keys := jumadil.Keyboard()
	jumadil.says(keys[0][1], "setengah sepuluh")
	jumadil.reads("09.30")
	jumadil.says("Balai Desa", "Tambah", "Acara", "Iuran dan data lansia")
	jumadil.reads("Rapat pengurus", "pukul 09.30", "Balai Desa", "Iuran dan data lansia")
	jumadil.says("1")
	jumadil.reads("Terjadwal", "Undangan rapat pengurus WKSBM Mufakat", "Iuran dan data lansia")
	jumadil.taps("Kalender")
	name, ics := jumadil.file()
	if text := string(ics); !strings.HasSuffix(name, ".ics") || !holds(text, []string{"BEGIN:VEVENT", "T023000Z", "Mufakat", "Balai Desa", "UID:"}) {
		t.Errorf("%s is no invitation to a calendar:\n%s", name, text)
	}
	jumadil.taps("Teks WhatsApp")
	jumadil.reads("Undangan rapat pengurus WKSBM Mufakat", "09.30", "Balai Desa")
	jumadil.taps("Cetak daftar hadir")
	if name, pdf := jumadil.file(); !strings.HasSuffix(name, "daftar-hadir.pdf") || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("%s is no list to be signed", name)
	}

	jumadil.says("/jadwal")
	jumadil.taps("Jadwalkan rapat")
	jumadil.says("pembinaan", "kemarin jam 9")
	jumadil.reads("sudah lewat")
	jumadil.says("besok jam 7")
	jumadil.reads("1.", "2.") // in the morning, or in the evening
	jumadil.says("1")
	jumadil.reads("07.00")
	jumadil.says("/batal")
	if n := s.count("SELECT count(*) FROM meetings"); n != 1 {
		t.Errorf("%d meetings of 1", n)
	}
}

// A monthly coaching plans its next meeting by itself and invites to it; a change and a cancellation are told to those invited, and to nobody twice.
func TestACoachingComesAgainIsChangedAndCalledOff(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	jumadil.says("/jadwal")
	jumadil.taps("Jadwalkan rapat")
	jumadil.says("pembinaan", "Kamis jam 9", "Balai Desa", "Tambah", "Rapat rutin", "Setiap bulan", "1")
	jumadil.reads("Terjadwal")
	parida.reads("Undangan rapat", "Setiap bulan")
	parida.taps("Berhalangan")
	parida.toasted("berhalangan")
	jumadil.says("/jadwal")
	jumadil.taps("1")
	jumadil.reads("Akan hadir 0, berhalangan 1")
	parida.taps("Akan hadir") // after all: else nobody reminds her
	parida.toasted("akan hadir")
	jumadil.taps("Ubah")
	jumadil.says("Ubah", "Hari dan jam", "Jumat jam 14", "1")
	jumadil.reads("Jadwal diubah")
	parida.reads("Jadwal rapat berubah", "Jumat", "14.00")
	s.at(time.Thursday, 15)
	parida.reads("besok ada rapat", "14.00")
	s.at(time.Friday, 12)
	parida.reads("dua jam lagi")
	s.at(time.Friday, 15) // next week: it has begun, and the next one is planned
	s.until("the next one is planned", func() bool { return s.count("SELECT count(*) FROM meetings WHERE state = 'planned'") == 2 })
	if n := parida.times("Undangan rapat"); n != 2 {
		t.Errorf("invited %d times to 2 meetings\n%s", n, parida.screen())
	}
	jumadil.says("/jadwal")
	jumadil.taps("1")
	jumadil.taps("Hentikan rapat rutin")
	jumadil.taps("Batalkan rapat")
	jumadil.says("Banyak yang berhalangan")
	jumadil.reads("Rapat dibatalkan", "Pemberitahuan: pembinaan rutin WKSBM Mufakat")
	parida.reads("Rapat dibatalkan")
	if n := s.count("SELECT count(*) FROM meetings WHERE state = 'called_off'"); n != 1 {
		t.Errorf("%d called off", n)
	}
	s.forward(70 * 24 * time.Hour)
	if n := s.count("SELECT count(*) FROM meetings"); n != 2 {
		t.Errorf("a series that was stopped goes on: %d meetings", n)
	}
}

// A meeting whose minutes nobody writes is asked for: after three days by the secretary, after seven by the coordinator.
func TestMinutesThatAreMissingAreAskedFor(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	lestari := s.member(jumadil, 2021, "Lestari Ningsih") // the secretary
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.10")
	s.planned(jumadil)
	s.forward(2 * 24 * time.Hour)
	lestari.hasNot("belum ada notulennya")
	s.forward(30 * time.Hour)
	lestari.reads("belum ada notulennya", "Pembinaan rutin")
	herman.hasNot("notulen")
	s.forward(4 * 24 * time.Hour)
	herman.reads("Sudah seminggu belum ada notulen", "WKSBM Mufakat")
	lestari.taps("Catat rapat")
	lestari.reads("Siapa hadir?")
	lestari.says("1-4", "Iuran berjalan", "1")
	lestari.reads("Tersimpan")
	s.forward(8 * 24 * time.Hour)
	if n := lestari.times("belum ada notulennya"); n != 1 {
		t.Errorf("asked for %d times", n)
	}
}

// All of a log that is not asked stands under Tambah; and each line of it can be changed before it is filed.
func TestALogHasAllElseUnderTambah(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/rapat", "Bukan hari ini", "kemarin", "Sosialisasi/penyuluhan", "1-3", "Warga tahu cara melapor")
	for _, more := range [][]string{
		{"Tindak lanjut", "Neli menempel poster, Jumat"}, {"Tindak lanjut", "Hendri mencetak poster, besok"},
		{"Tamu L/P, lansia, disabilitas", "20 L 25 P, 4 lansia, 1 disabilitas"}, {"Materi", "1, 3"}, {"Tempat", "Masjid Al Ikhlas"}, {"Jam", "9 sampai 11.30"},
		{"Pimpinan", "Pak Kades"}, {"Notulis", "Lestari"}, {"Acara", "Pembukaan, penyuluhan"},
	} {
		jumadil.says("Tambah")
		jumadil.says(more...)
	}
	jumadil.reads("Sosialisasi", "menempel poster", "mencetak poster", "Masjid Al Ikhlas", "09.00-11.30", "Pak Kades", "Lestari", "Pembukaan", "L 20", "P 25")
	jumadil.says("Ubah", "Tempat", "Balai Desa", "Ubah", "Siapa hadir", "1-5", "Ubah", "Hasil", "Warga tahu nomor 110")
	jumadil.says("KIRIM")
	jumadil.reads("Tersimpan", "menempel poster")
	card := jumadil.reads("pengurus 5 dari 7", "tamu 45", "pukul 09.00", "Balai Desa", "Warga tahu", "1. ", "2. ").Text
	if strings.Contains(card, "Masjid") {
		t.Error("the old place is still there\n" + card)
	}
	if n := s.count("SELECT cardinality(topics) FROM meetings"); n != 2 {
		t.Errorf("%d topics of 2", n)
	}
}

// toasted waits until a press was answered with the words.
func (a *actor) toasted(words string) {
	a.t.Helper()
	end := time.Now().Add(patience)
	for !strings.Contains(strings.Join(a.Toasts(), "|"), words) {
		if time.Now().After(end) {
			a.t.Fatalf("no press of %s was answered with %q, but with %q", a.name, words, a.Toasts())
		}
		time.Sleep(20 * time.Millisecond)
	}
}
