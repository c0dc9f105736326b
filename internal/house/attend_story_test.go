package house_test

import (
	"strings"
	"testing"
	"time"
)

// planned makes a meeting of Mufakat for today, in an hour, and gives the code of this minute after the doors were opened.
func (s *stage) planned(officer *actor) {
	s.t.Helper()
	s.at(time.Monday, 8)
	officer.says("/jadwal")
	officer.taps("Jadwalkan rapat")
	officer.says("pembinaan", "hari ini jam 9", "Balai Desa", "1")
	officer.reads("Terjadwal")
}

// opens opens the doors and gives the code that stands on the wall.
func (a *actor) opens() (code string) {
	a.t.Helper()
	a.taps("Absen pakai kode")
	return a.code()
}

// code reads the code of the newest card of a door.
func (a *actor) code() string {
	a.t.Helper()
	text := a.reads("Kode:").Caption
	_, rest, _ := strings.Cut(text, "Kode:")
	for line := range strings.Lines(rest) {
		if digits := strings.Map(onlyDigits, line); len(digits) >= 6 {
			return digits[:6]
		}
	}
	a.t.Fatalf("no code in %q", text)
	return ""
}

func onlyDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// A person comes by the code, by the code in two halves, by the QR, or is checked in by another; whoever is far away or has it done is flagged, and nothing is
// refused. An old code is refused kindly.
func TestPeopleCheckInByCodeAndAreFlaggedNotRefused(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	darmadi := s.member(parida, 2021, "Darmadi") // now the roster has an officer, who is asked
	guest := s.person(1001, "Hartati")
	s.planned(jumadil)
	code := jumadil.opens()
	parida.says("/hadir " + code[:3] + " " + code[3:])
	parida.reads("Tercatat hadir di pembinaan rutin WKSBM Mufakat", "kirim lokasi")
	parida.SendLocation(-4.4310, 102.9020) // the district's town, far from Kuripan
	parida.idle()
	parida.reads("Lokasi dicatat")
	parida.says(code)
	parida.reads("sudah tercatat hadir")
	darmadi.says(code + " untuk Neli")
	darmadi.reads("Neli Marlina hadir, dicatatkan oleh Bapak/Ibu")
	darmadi.says(code + " untuk Siapa")
	darmadi.reads("belum kami temukan di daftar")
	guest.says(code)
	guest.reads("Tercatat hadir")
	guest.says(code + " untuk Hendri") // stands on no roster
	guest.hasNot("Hendri Saputra hadir")
	jumadil.taps("Siapa yang sudah hadir")
	jumadil.reads("• Parida (jauh dari tempat)", "• Neli Marlina (dicatatkan orang lain)", "• Hartati", "Semuanya 3 orang")

	s.forward(3 * time.Minute)
	hendri := s.person(2022, "Hendri")
	hendri.says(code)
	hendri.reads("Kode itu sudah tidak berlaku", "Lihat kode yang baru")
	jumadil.taps("Kode baru")
	darmadi.says(jumadil.code())
	darmadi.reads("Tercatat hadir")
	s.forward(5 * time.Hour)
	hendri.says(code)
	jumadil.says("/rapat", "1-4 6", "Iuran berjalan", "1")
	jumadil.reads("Tersimpan")
	jumadil.reads("pengurus 7 dari 7", "tamu 1", "Semuanya 8 orang", "2 orang perlu dilihat lagi")
}

// The group's chat is bound by an officer; its members press Hadir there, twice is once, and the counter is edited, not sent again, and names nobody.
func TestMembersPressHadirInTheGroupChat(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	guest := s.person(1001, "Hartati")
	group := s.sim.CreateGroup(selatan, "WKSBM Mufakat", jumadil.id, parida.id, guest.id)
	in := func(a *actor) *actor { return &actor{Chat: group.As(a.id), t: t, id: a.id, name: a.name} }
	in(guest).says("/kelompok@" + selatan)
	in(guest).reads("Hanya pengurus WKSBM atau petugas")
	in(jumadil).says("/kelompok@" + selatan)
	in(jumadil).reads("Grup ini sekarang grup WKSBM Mufakat")
	s.planned(jumadil)
	in(parida).reads("Undangan rapat", "Pembinaan rutin", "Balai Desa")
	jumadil.opens()
	in(parida).reads("Hadir: 0 orang", "Tekan tombol")
	in(parida).taps("Hadir")
	in(guest).taps("Hadir")
	in(parida).taps("Hadir")
	if said := strings.Join(parida.Toasts(), "|") + strings.Join(in(parida).Toasts(), "|"); !strings.Contains(said, "Tercatat hadir") {
		t.Errorf("a press on Hadir says %q", said)
	}
	s.forward(6 * time.Second)
	in(parida).reads("Hadir: 2 orang")
	in(parida).hasNot("Parida", "Hartati")
	if n := in(parida).times("Tekan tombol"); n != 1 {
		t.Errorf("the counter stands %d times\n%s", n, in(parida).screen())
	}
	group.Migrate()
	jumadil.says("/rapat", "4", "Iuran berjalan", "1")
	jumadil.reads("pengurus 2 dari 7", "tamu 1", "Semuanya 3 orang")
	s.planned(jumadil)
	in(guest).reads("Undangan rapat") // in the supergroup that it has become
	in(parida).hasNot("Iuran")        // what came of it goes to those who were there, not into the group
	if n := s.count("SELECT count(*) FROM attendance"); n != 3 {
		t.Errorf("%d lines of 3 people", n)
	}
}

// However an officer tells who was there, it is counted and read back before it is filed: numbers, names, everybody but some, reasons, heads, a photo.
func TestAnOfficerTellsWhoWasThereInManyWays(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	for i, c := range []struct {
		told  []string
		reads []string
		card  string
	}{
		{[]string{"1-4 7 +5"}, []string{"Hadir", "pengurus 5 dari 7", "tamu 5"}, "Semuanya 10 orang"},
		{[]string{"Darmadi, Neli, 7 +3"}, []string{"pengurus 3 dari 7", "tamu 3"}, "Semuanya 6 orang"},
		{[]string{"semua kecuali 5"}, []string{"pengurus 6 dari 7"}, "Semuanya 6 orang"},
		{[]string{"semua", "betul"}, []string{"Hadir 7 dari 7, betul?"}, "Semuanya 7 orang"},
		{[]string{"1-3, izin 5, sakit 6, 7 diwakili"}, []string{"pengurus 3 dari 7", "izin 1", "sakit 1", "diwakili 1"}, "Tidak di tempat: izin 1, sakit 1, diwakili 1."},
		{[]string{"1 2 3, tamu 3 L 2 P"}, []string{"pengurus 3 dari 7", "tamu 5"}, "Semuanya 8 orang"},
		{[]string{"1-9", "1-3"}, []string{"Nomor 8 tidak ada di daftar"}, "Semuanya 3 orang"},
		{[]string{"Paijo", "2"}, []string{"belum kami temukan di daftar"}, "Semuanya 1 orang"},
	} {
		jumadil.says("/rapat", "1")
		jumadil.says(c.told...)
		for _, words := range c.reads {
			jumadil.reads(words)
		}
		jumadil.says("Hasil ke-"+string(rune('A'+i)), "1")
		jumadil.reads(c.card, "Hasil ke-"+string(rune('A'+i)))
	}
	jumadil.says("/rapat", "1")
	jumadil.SendPhoto(picture(), "")
	jumadil.idle()
	jumadil.reads("Berapa tanda tangan di daftar itu?")
	jumadil.says("23")
	jumadil.reads("tanda tangan 23")
	jumadil.SendPhoto(picture(), "")
	jumadil.idle()
	jumadil.says("1")
	jumadil.reads("Semuanya 23 orang", "Foto, suara, atau berkas: 2")
}

// A log is corrected with a reason: who and why stand on the card.
func TestALogIsCorrectedWithWhoAndWhy(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/rapat", "1", "1-4", "Iuran berjalan", "1")
	jumadil.reads("Tersimpan")
	jumadil.taps("Perbaiki")
	jumadil.reads("Mengapa diperbaiki?")
	jumadil.says("Disamakan dengan daftar di kertas")
	jumadil.reads("Iuran berjalan")
	jumadil.says("Ubah", "Siapa hadir", "1-5 +2")
	jumadil.says("KIRIM")
	jumadil.reads("Perbaikan tersimpan")
	jumadil.reads("pengurus 5 dari 7", "tamu 2", "Diperbaiki", "Disamakan dengan daftar di kertas", "Jumadil")
	jumadil.says("pdf")
	if _, pdf := jumadil.file(); !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Error("no paper of a corrected log")
	}
}
