package house_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"rembuk/internal/simulator"
)

// buttonsOf are the labels under a message.
func buttonsOf(rows [][]simulator.InlineButton) string {
	var labels []string
	for _, row := range rows {
		for _, b := range row {
			labels = append(labels, b.Text)
		}
	}
	return strings.Join(labels, "|")
}

func TestNoReportIsSaidKindlyAndMoreWordsOpenItAgain(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	rio := s.person(1001, "Rio")
	number := s.report(rio, harmless, "1", "1")
	c.staff.reads(number)
	c.staff.taps("Buka")
	c.staff.taps("Bukan laporan")
	c.staff.reads("Mengapa ini bukan laporan?")
	c.staff.says("eh salah pencet") // no reason of the list ends a case
	c.staff.hasNot("ditandai bukan laporan")
	c.staff.presses("2. Hanya mencoba")
	c.staff.reads("ditandai bukan laporan")
	card := rio.reads(number, "Terima kasih", "laporan kami buka lagi")
	rio.hasNot("Hanya mencoba", "bukan laporan")
	if closed := c.coordinator.reads(number, "Sudah ditutup"); strings.Contains(buttonsOf(closed.Inline), "Ambil") {
		t.Errorf("a closed case can be taken: %s", buttonsOf(closed.Inline))
	}
	heard := len(c.staff.Messages())

	rio.Reply(card.ID, "kakeknya sekarang jatuh dan tidak bisa berdiri")
	rio.reads("Sudah ditambahkan")
	rio.reads(number, "Diperiksa")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := c.staff.WaitFor(ctx, func(all []simulator.Message) bool { return len(all) > heard }); err != nil {
		t.Error("nobody is told that it is open again")
	}
	c.staff.taps("Buka")
	c.staff.reads("bukan laporan: Hanya mencoba", "tidak bisa berdiri")
}

func TestDangerIsPutAsideByCaseworkersOnly(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Rio"), harmless, "1", "1")
	alert := c.officer.reads("sekarang petugas desa")
	c.officer.TapOld(alert.ID, "c:not:"+number)
	c.officer.idle()
	c.officer.toasted("tidak ditemukan")
	secret := s.report(s.person(1002, "Asnidar"), secretStory, "1", "1")
	c.caseworker.reads(secret)
	c.staff.TapOld(alert.ID, "c:not:"+secret)
	c.staff.idle()
	c.staff.toasted("tidak ditemukan")
	c.caseworker.says(secret)
	c.caseworker.taps("Bukan laporan")
	c.caseworker.presses("4. Tidak ada isinya")
	c.caseworker.reads("ditandai bukan laporan")
}

// Nothing is refused to somebody who reports very much: it waits behind the others, and whoever looks is told.
func TestManyReportsOfOnePersonWaitBehindTheOthers(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	rio := s.person(1001, "Rio")
	numbers := map[string]bool{}
	last := ""
	for i := range 6 {
		rio.says("/lapor", fmt.Sprintf("atap rumah kakek nomor %d bocor dan beliau sendirian", i), "batu panco", "1", "1")
		last = rio.number()
		numbers[last] = true
	}
	if len(numbers) != 6 {
		t.Fatalf("%d reports", len(numbers))
	}
	rio.reads("Semuanya diterima dan dibaca")
	c.staff.reads(last)
	other := s.report(s.person(1002, "Hartati"), harmless, "1", "1")
	c.staff.reads(other)
	c.staff.says("/tugas")
	list := c.staff.reads("Laporan yang terbuka:", last).Text
	if strings.Index(list, other) > strings.Index(list, last) {
		t.Errorf("the sixth report of one person stands before another's:\n%s", list)
	}
	c.staff.says(last)
	c.staff.reads(last, "Banyak laporan dari pelapor yang sama")
	c.staff.says(other)
	if text := c.staff.reads(other, "bocor").Text; strings.Contains(text, "Banyak laporan") {
		t.Errorf("another's is marked:\n%s", text)
	}
	s.forward(25 * time.Hour)
	rio.says("/lapor", "nenek sakit dan sendirian di rumah", "batu panco", "1", "1")
	c.staff.says(rio.number())
	if text := c.staff.reads(rio.number(), "nenek sakit").Text; strings.Contains(text, "Banyak laporan") {
		t.Errorf("a day later it is still marked:\n%s", text)
	}
}
