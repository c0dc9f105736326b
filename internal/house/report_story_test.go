package house_test

import (
	"testing"

	"rembuk/internal/casebook"
)

// The report of PRODUCT.md section 9, from the resident's first words to the officer's tap.
func TestAReportFromFirstWordsToTheTap(t *testing.T) {
	s := newStage(t)
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
	hartati := s.person(1001, "Hartati")

	hartati.Start("")
	hartati.reads("bukan layanan darurat", "110")
	hartati.says("Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak")
	hartati.reads("Di desa mana?")
	hartati.says("batu panco")
	hartati.reads("Batu Panco, Ulu Manna", "Siapa boleh tahu")
	hartati.says("1")
	hartati.reads("Lansia", "KIRIM")
	hartati.says("1")
	number := hartati.number()

	herman.reads("Laporan baru", number, "Batu Panco, Ulu Manna")
	herman.hasNot("Rumsia", "Hartati", "bengkak")
	herman.taps("Ambil")
	herman.reads(number, "Bapak/Ibu yang mengambil")
	hartati.reads(number, "Diperiksa")
}
