package house_test

import (
	"strings"
	"testing"

	"rembuk/internal/casebook"
)

func TestACaseworkerIsMadeByTwoPeople(t *testing.T) {
	s := newStage(t)
	lestari := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	lestari.says("/undang peksos 17.01")
	lestari.reads("Belum ada orang kedua")
	agus := s.grants(s.person(5001, "Agus"), casebook.Caseworker, "17.01") // the first one, by the command line
	yanti := s.grants(s.person(6002, "Yanti"), casebook.Admin, "17.01")

	lestari.says("/undang peksos 17.01")
	lestari.reads("perlu dua orang")
	lestari.hasNot("/gabung")
	asked := yanti.reads("mengusulkan pekerja kasus baru")
	agus.reads("mengusulkan pekerja kasus baru")
	lestari.hasNot("Setujui")
	agus.taps("Setujui")
	agus.toasted("Disetujui")
	yanti.reads("sudah diputuskan")
	yanti.TapOld(asked.ID, asked.Inline[0][1].Data) // another was faster
	yanti.idle()
	yanti.reads("sudah diputuskan")

	agreed := lestari.reads("disetujui")
	lestari.taps("Buat undangan")
	_, code, _ := strings.Cut(lestari.reads("Undangan untuk", "/gabung").Text, "/gabung ")
	lestari.TapOld(agreed.ID, agreed.Inline[0][0].Data) // twice: one invitation
	lestari.idle()
	ratna := s.person(5002, "Ratna")
	ratna.says("/gabung " + strings.Fields(code)[0])
	ratna.reads("sekarang pekerja kasus")
	agus.reads("Ada pekerja kasus baru", "/keluarkan")
	agus.hasNot("Ratna")
	yanti.hasNot("Ada pekerja kasus baru")
	for _, name := range []string{"Ratna", "Agus", "Lestari"} {
		if strings.Contains(s.log.String(), name) {
			t.Errorf("%s stands in the log", name)
		}
	}
}

func TestAGrantThatIsGoneAgreesToNothing(t *testing.T) {
	s := newStage(t)
	lestari := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	agus := s.grants(s.person(5001, "Agus"), casebook.Caseworker, "17.01")
	lestari.says("/undang peksos 17.01")
	agus.reads("mengusulkan pekerja kasus baru")
	lestari.says("/petugas")
	lestari.says("/keluarkan " + idOf(lestari.reads("Petugas:").Text, "pekerja kasus"))
	lestari.taps("Ya, keluarkan")
	lestari.reads("sudah dikeluarkan")
	agus.taps("Setujui")
	agus.toasted("tidak berhak")
	lestari.hasNot("disetujui")
}

// An admin invites by the names of places, as people know them; a twin's name asks for its kecamatan.
func TestAnInvitationByTheNameOfThePlace(t *testing.T) {
	s := newStage(t)
	lestari := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	lestari.says("/undang desa Batu Panco")
	lestari.reads("Undangan untuk", "Batu Panco, Ulu Manna")
	lestari.says("/undang tksk Ulu Manna")
	lestari.reads("Undangan untuk", "Kecamatan Ulu Manna")
	lestari.says("/undang staf")
	lestari.reads("Undangan untuk staf", "Bengkulu Selatan")
	lestari.says("/undang desa Sukaraja")
	lestari.reads("bila kembar, dengan kecamatannya")
	lestari.says("/undang desa Sukaraja Seginim")
	lestari.reads("Undangan untuk", "Sukaraja, Seginim")
	lestari.SendDocument("daftar.csv", []byte("Kelompok mana;Kampung;Siapa\nMufakat;Kuripan;Darmadi\n"), "")
	lestari.idle()
	lestari.reads("Judul kolomnya tidak kami temukan")
}
