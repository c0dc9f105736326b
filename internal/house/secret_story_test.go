package house_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// A talk about cases is the caseworkers': whoever else looks after the group, or stands on its roster, reads at most that there is one. Names are flagged
// before it is filed, and what is pushed carries nothing.
func TestATalkAboutCasesIsTheCaseworkersOnly(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	c := s.cast()
	number := s.report(s.person(1001, "Asnidar"), "tetangga dipukul suaminya", "1", "1")
	c.caseworker.reads(number)
	c.caseworker.says("/rapat")
	c.caseworker.reads("Rapat apa?")
	c.caseworker.says("Lainnya", "Pembahasan kasus", "7 +3", number+": Ibu Rumsia dijemput ke rumah aman")
	c.caseworker.reads("Mungkin nama orang: Rumsia", "Tulis nomor kasusnya saja")
	c.caseworker.says("Ubah", "Hasil", "Tulis ulang", number+": dijemput ke rumah aman")
	c.caseworker.reads("Rahasia: hanya nomor kasus")
	c.caseworker.says("KIRIM")
	saved := c.caseworker.reads("Tersimpan sebagai rahasia").Text
	if strings.Contains(saved, "WhatsApp") {
		t.Error("there is a text to pass on\n" + saved)
	}
	card := c.caseworker.reads("Pembahasan kasus", number, "rumah aman", "tamu 3")
	if !card.Protected {
		t.Error("what was said of cases must be sent with protected content")
	}
	parida.hasNot("Hasil rapat", "rumah aman", number)
	s.forward(24 * time.Hour)

	for _, a := range []*actor{jumadil, s.grants(s.person(3002, "Iwan"), casebook.Coordinator, "17.01.10"), c.staff, c.admin, c.head} {
		a.says("/kelompok")
		for _, button := range []string{"g:meetings:1", "m:open:1", "m:pdf:1"} { // as others were shown them
			a.TapOld(1, button)
			a.idle()
		}
		a.hasNot("Pembahasan kasus", "rumah aman", "tamu 3")
		a.says("/jadwal", "pdf")
		a.hasNot("Pembahasan kasus", "rumah aman", "tamu 3")
	}
	parida.TapOld(1, "m:open:1") // on the roster: that there is one
	parida.idle()
	parida.reads("Pembahasan kasus")
	parida.hasNot("rumah aman", number, "tamu 3")
	if logged := s.log.String(); holdsAny(logged, "rumah aman", "Rumsia", "dijemput") {
		t.Error("the log of the program has words of the talk")
	}
	if n := s.count("SELECT count(*) FROM case_reads WHERE what = 'minutes'"); n == 0 {
		t.Error("nobody noted who read it")
	}
	for _, table := range []string{"river_job WHERE args::text", "notices WHERE row_to_json(notices)::text"} {
		if n := s.count("SELECT count(*) FROM " + table + " LIKE '%rumah aman%'"); n != 0 {
			t.Errorf("%s has words of the talk", table)
		}
	}
}

// A planned talk about cases is announced without its agenda, and its reminders carry nothing.
func TestAPlannedTalkAboutCasesIsAnnouncedWithoutItsAgenda(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	agus := s.grants(s.person(5001, "Agus"), casebook.Caseworker, "17.01")
	s.at(time.Tuesday, 9)
	agus.says("/jadwal")
	agus.taps("Jadwalkan rapat")
	agus.says("Pembahasan kasus", "Kamis jam 10", "Kantor Dinas Sosial", "Tambah", "Acara", "Penjemputan besok malam", "1")
	agus.reads("Terjadwal")
	parida.reads("Undangan rapat", "Pembahasan kasus")
	s.at(time.Wednesday, 11)
	parida.reads("besok ada rapat")
	parida.hasNot("Penjemputan")
	jumadil.says("/jadwal")
	jumadil.hasNot("Pembahasan kasus")
}

func holdsAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// Who may do what with the meetings of a village, of one's own and of another, open and confidential: by pressing the buttons that others were shown.
func TestWhoMayDoWhatWithMeetings(t *testing.T) {
	s := newStage(t)
	admin := s.mufakat()
	_ = admin
	s.person(6001, "Lestari").SendDocument("daftar.csv", asCSV([][]string{{"WKSBM", "Desa", "Kecamatan", "Nama", "Jabatan", "L/P"},
		{"WKSBM Sepakat", "Batu Panco", "Ulu Manna", "Amrin", "Ketua", "L"}}), "")
	c := s.cast()
	caseworker := c.caseworker
	for _, group := range []string{"Mufakat", "Sepakat"} {
		for _, kind := range [][]string{{"1"}, {"Lainnya", "Pembahasan kasus"}} {
			caseworker.says("/rapat " + group)
			caseworker.reads("Rapat apa?")
			caseworker.says(append(kind, "1", "Rahasia dapur "+group, "1")...)
			caseworker.reads("Tersimpan")
		}
	}
	// Meetings 1 and 2 are of Mufakat in Kuripan, 3 and 4 of Sepakat in Batu Panco; 2 and 4 are confidential.
	for _, who := range []struct {
		a     *actor
		reads string // meetings whose minutes open, each a figure
		logs  string // meetings that may be corrected
	}{
		{s.person(2010, "Jumadil"), "1", "1"},
		{c.officer, "3", "3"},
		{c.coordinator, "3", "3"},
		{s.grants(s.person(3002, "Iwan"), casebook.Coordinator, "17.01.10"), "1", "1"},
		{c.staff, "13", "13"},
		{c.caseworker, "1234", "1234"},
		{c.admin, "", ""},
		{c.head, "", ""},
		{s.person(1001, "Hartati"), "", ""},
	} {
		who.a.Send("halo")
		who.a.idle()
		for meeting := 1; meeting <= 4; meeting++ {
			id := fmt.Sprint(meeting)
			before := who.a.times("Rahasia dapur")
			who.a.TapOld(1, "m:open:"+id)
			who.a.idle()
			if opened := who.a.times("Rahasia dapur") > before; opened != strings.Contains(who.reads, id) {
				t.Errorf("%s opens meeting %s: %v", who.a.name, id, opened)
			}
			files := len(filesOf(who.a))
			who.a.TapOld(1, "m:pdf:"+id)
			who.a.idle()
			if got := len(filesOf(who.a)) > files; got != strings.Contains(who.reads, id) {
				t.Errorf("%s gets the paper of meeting %s: %v", who.a.name, id, got)
			}
			before = who.a.times("Mengapa diperbaiki?")
			who.a.TapOld(1, "m:fix:"+id)
			who.a.idle()
			if may := who.a.times("Mengapa diperbaiki?") > before; may != strings.Contains(who.logs, id) {
				t.Errorf("%s may correct meeting %s: %v", who.a.name, id, may)
			}
			who.a.says("/batal")
			before = seen(who.a, "Kode:")
			who.a.TapOld(1, "m:door:"+id)
			who.a.idle()
			if may := seen(who.a, "Kode:") > before; may != strings.Contains(who.logs, id) {
				t.Errorf("%s opens the door of meeting %s: %v", who.a.name, id, may)
			}
		}
	}
}

func seen(a *actor, words string) (n int) {
	for _, m := range a.Messages() {
		if m.FromBot && strings.Contains(m.Text+m.Caption, words) {
			n++
		}
	}
	return n
}

func filesOf(a *actor) (ids []int) {
	for _, m := range a.Messages() {
		if _, _, err := a.FileOf(m.ID); m.FromBot && err == nil {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// The card of before is pressed after the grant was taken away: it is refused, and nothing happens.
func TestAnOldCardIsRefusedAfterTheGrantIsGone(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/rapat", "1", "1-4", "Iuran berjalan", "1")
	jumadil.reads("Semuanya 4 orang")
	admin := s.person(6001, "Lestari")
	admin.says("/petugas")
	admin.says("/cabut " + idOf(admin.reads("Petugas:").Text, "petugas desa"))
	admin.reads("sudah dicabut")
	files := len(filesOf(jumadil))
	for _, label := range []string{"PDF", "Excel", "Perbaiki", "Teks WhatsApp", "Tes singkat"} {
		if err := jumadil.TapLast(label); err != nil {
			t.Fatal(err)
		}
		jumadil.idle()
	}
	jumadil.hasNot("Mengapa diperbaiki?", "Tes tentang apa?")
	if len(filesOf(jumadil)) > files {
		t.Error("a paper was given to one without a grant")
	}
	jumadil.toasted("tidak ditemukan")
	jumadil.says("pdf", "/rapat", "/jadwal", "/kelompok", "/pembinaan")
	jumadil.reads("belum terdaftar di kelompok mana pun")
	if n := jumadil.times("Siapa hadir?"); n != 1 {
		t.Error("a log was begun without a right to it")
	}
}
