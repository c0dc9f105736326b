package house_test

import (
	"slices"
	"strings"
	"testing"

	"rembuk/internal/casebook"
	"rembuk/internal/simulator"
)

// What is known of a person goes to that person, as files that cannot be forwarded: the own words, and nothing of others, nor of what must not show.
func TestAPersonReadsTheOwnData(t *testing.T) {
	s := newStage(t)
	s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
	hartati, murni := s.named(1001, "Hartati"), s.person(1002, "Murni")
	number := s.report(hartati, told, "1", "1")
	hartati.says("patokan belakang masjid raya", "jam aman 9-11")
	hartati.Reply(hartati.reads("Laporan sudah masuk").ID, addition)
	hartati.idle()
	s.ends(number)
	other := s.report(murni, harmless, "1", "1")
	hartati.says("/lapor", hiddenStory, "batu panco", "1", "1")
	quiet := hartati.number()
	hartati.says("/hapus " + number)
	hartati.presses("Tarik laporan", "KIRIM")

	hartati.says("/dataku")
	hartati.reads("Ini semua yang kami simpan")
	files := map[string]string{}
	for _, m := range hartati.Messages() {
		if name, data, err := hartati.FileOf(m.ID); err == nil && m.FromBot {
			files[name] = string(data)
		}
	}
	for _, name := range []string{"data-saya.txt", "data-saya.json"} {
		text := files[name]
		for _, want := range []string{number, "Rumsiati", "Sukmajaya", "belakang masjid raya", "09.00-11.00"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s has not %s:\n%s", name, want, text)
			}
		}
		for _, not := range []string{other, "kakek", quiet, "Kartinemsih", "Herman", "Murni", id(1001)} {
			if strings.Contains(text, not) {
				t.Errorf("%s has %s:\n%s", name, not, text)
			}
		}
	}
	if !strings.Contains(files["data-saya.txt"], "laporan ditarik") {
		t.Errorf("what was asked:\n%s", files["data-saya.txt"])
	}
	if !slices.ContainsFunc(hartati.Messages(), func(m simulator.Message) bool { return m.Protected }) {
		t.Error("the files can be forwarded")
	}
}

// A member of a group finds there what was claimed and answered, and whom the office may call.
func TestAMemberReadsTheOwnData(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	s.planned(jumadil)
	parida.taps("Berhalangan")
	s.report(parida, harmless, "1", "1")
	parida.says("0812 3456 7890", "ya", "Parida")
	parida.reads("Nomor disimpan terpisah")
	parida.says("/dataku")
	parida.reads("Ini semua yang kami simpan")
	var text string
	for _, m := range parida.Messages() {
		if name, data, err := parida.FileOf(m.ID); err == nil && name == "data-saya.txt" {
			text = string(data)
		}
	}
	for _, want := range []string{"PENGAKUAN SEBAGAI ANGGOTA", "Parida, disetujui", "JAWABAN UNDANGAN", "WKSBM Mufakat: tidak bisa", "Boleh dihubungi", "+6281234567890"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}
