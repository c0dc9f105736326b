package house_test

import "testing"

func TestAVisitIsNotedAndTheReporterSeesThatSomebodyWorks(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, harmless, "1", "1")
	c.coordinator.reads(number)
	c.coordinator.taps("Buka")
	c.coordinator.taps("Serahkan ke desa")
	c.officer.reads("Laporan untuk desa", number)
	c.officer.taps("Ambil")
	c.officer.reads("Bapak/Ibu yang mengambil")
	c.officer.taps("Buka")
	c.officer.taps("Sudah dikunjungi")
	c.officer.reads("Apa yang ditemukan", number)
	c.officer.says("atap bocor di dua tempat, beliau sehat")
	c.officer.reads("Hasil kunjungan", "KIRIM")
	c.officer.presses("1. KIRIM")
	c.officer.reads("Kunjungan " + number + " dicatat")
	hartati.reads(number, "Dikerjakan")
	hartati.hasNot("dua tempat")
	c.coordinator.says(number)
	c.coordinator.reads(number, "sudah dikunjungi: atap bocor di dua tempat")

	alert := c.staff.reads(number)
	c.staff.TapOld(alert.ID, "c:seen:"+number) // nobody notes a visit of another
	c.staff.idle()
	c.staff.says("saya juga ke sana", "1")
	c.staff.reads("tidak berhak")
}
