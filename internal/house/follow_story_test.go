package house_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// A follow-up is put off, given up, taken up again and done; those who were there are told of its end, and the coordinator of one that is long late.
func TestAFollowUpIsPutOffDroppedReopenedAndTold(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.10")
	jumadil.says("/rapat", "1", "4 7", "Data lansia belum lengkap", "3", "Tindak lanjut", "Jumadil mendata lansia, Jumat", "1")
	jumadil.reads("Tersimpan")
	jumadil.says("/tindaklanjut")
	jumadil.taps("1")
	jumadil.taps("Undur")
	jumadil.says("Senin depan", "Belum sempat")
	jumadil.reads("Sudah diundur 1 kali", "paling lambat Senin")
	jumadil.taps("Tidak jadi")
	jumadil.says("Tidak diperlukan lagi")
	jumadil.reads("tidak jadi")
	parida.reads("Kabar tindak lanjut", "tidak jadi")
	jumadil.taps("Ternyata belum")
	jumadil.says("Ternyata belum selesai")
	jumadil.reads("belum selesai")
	s.forward(12 * 24 * time.Hour)
	herman.reads("sudah lama lewat batas", "mendata lansia")
	jumadil.says("/tindaklanjut")
	jumadil.taps("1")
	jumadil.taps("Sudah selesai")
	jumadil.says("14 lansia didata", "1")
	jumadil.reads("Bukti: 14 lansia didata", "selesai")
	jumadil.says("/tindaklanjut")
	jumadil.reads("Tidak ada tindak lanjut yang menunggu")
}

// A follow-up that is a problem of somebody becomes a report; its number stands on the follow-up.
func TestAFollowUpBecomesAReport(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/rapat", "1", "1-4", "Atap rumah Kakek Sahrul bocor", "3", "Tindak lanjut", "Jumadil melihat atap rumah kakek yang bocor, Jumat", "1")
	jumadil.reads("Tersimpan")
	jumadil.says("/tindaklanjut")
	jumadil.taps("1")
	jumadil.taps("Jadikan laporan")
	jumadil.reads("Tindak lanjut rapat", "atap rumah kakek")
	jumadil.says("atap rumah kakek bocor dan beliau sendirian", "kuripan, bunga mas", "1", "1")
	number := jumadil.number()
	jumadil.says("/tindaklanjut")
	jumadil.taps("1")
	jumadil.reads("Laporan: " + number)
}

// No button of a meeting, a follow-up, a group, a claim or a monthly report is dead: each is answered by a message, a file or a word over the chat.
func TestNoButtonIsDead(t *testing.T) {
	s := newStage(t)
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.10")
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	jumadil.says("/rapat", "1", "1-4 7", "Iuran berjalan", "3", "Tindak lanjut", "Parida mendata lansia, Jumat", "1")
	jumadil.says("/jadwal")
	jumadil.taps("Jadwalkan rapat")
	jumadil.says("pembinaan", "Kamis jam 9", "Balai Desa", "Tambah", "Rapat rutin", "Setiap minggu", "1")
	s.at(time.Friday, 9)
	s.at(time.Tuesday, 9)
	for _, a := range []*actor{jumadil, parida, herman} {
		a.says("/rapat")
		a.says("/batal", "/jadwal", "/kelompok", "/pembinaan", "/tindaklanjut", "/laporanbulanan", "Rapat")
		pressed := map[string]bool{}
		for again := true; again; {
			again = false
			for _, m := range a.Messages() {
				for _, row := range m.Inline {
					for _, b := range row {
						if m.Deleted || b.Data == "" || pressed[b.Data] || strings.HasPrefix(b.Data, "p:drop") {
							continue
						}
						pressed[b.Data], again = true, true
						a.answers(m.ID, b.Text, b.Data)
					}
				}
			}
		}
		t.Logf("%s has pressed %d buttons", a.name, len(pressed))
	}
	if logged := s.log.String(); strings.Contains(logged, "level=ERROR") {
		t.Error("a press was an error")
	}
}

// answers presses a button and sees that something comes of it; a talk that it begins is left again.
func (a *actor) answers(message int, label, data string) {
	a.t.Helper()
	messages, toasts := len(a.Messages()), len(a.Toasts())
	if err := a.Tap(message, label); err != nil {
		a.t.Errorf("%s: %v", data, err)
		return
	}
	a.idle()
	end := time.Now().Add(3 * time.Second)
	for len(a.Messages()) == messages && len(a.Toasts()) == toasts {
		if time.Now().After(end) {
			a.t.Errorf("%s presses %q (%s), and nothing comes of it", a.name, label, data)
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	for _, gone := range []string{"tidak ditemukan", "tidak berhak"} {
		if slices.ContainsFunc(a.Toasts()[min(toasts, len(a.Toasts())):], func(t string) bool { return strings.Contains(t, gone) }) || strings.Contains(a.Last().Text, gone) {
			a.t.Errorf("%s was shown %q (%s), which answers %q", a.name, label, data, gone)
		}
	}
	a.says("/batal")
}
