package casebook_test

import (
	"slices"
	"testing"

	"rembuk/internal/casebook"
)

func TestNamesAreFlaggedInTheMinutesOfACaseTalk(t *testing.T) {
	roster := []string{"Herlina Fitriani", "agus"}
	for text, want := range map[string][]string{
		"Pendampingan dua kali seminggu. Kunjungan ulang hari Jumat": nil,
		"kasus BS-4821-0937-9: rujuk ke Dinas Sosial dan RSUD":       nil,
		"Ibu Siti dipindah ke rumah aman":                            {"Siti"},
		"keluarga Bujang Karmin belum mau":                           {"Bujang", "Karmin"},
		"nanti agus yang mengantar":                                  {"agus"},
		"LAPORAN PERKEMBANGAN paling lambat Jumat":                   nil,
		"Sdr. Rahmat menolak. Rahmat dipanggil lagi":                 {"Rahmat"},
	} {
		if got := casebook.NamesIn(text, roster); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestCaseNumbersInAText(t *testing.T) {
	n := casebook.NewNumber("BS", 48210937)
	text := "Kasus " + string(n) + ", lalu bs-0000-0000-1 yang keliru, dan lagi " + string(n) + "."
	if got := casebook.NumbersIn("BS", text); !slices.Equal(got, []casebook.Number{n}) {
		t.Errorf("%v", got)
	}
}
