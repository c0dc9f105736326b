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
