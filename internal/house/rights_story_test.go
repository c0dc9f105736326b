package house_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/house"
)

// cast is one person of each role that could hear of a case in Batu Panco.
type cast struct {
	officer, coordinator, staff, caseworker, admin, head *actor
}

func (s *stage) cast() cast {
	s.t.Helper()
	return cast{
		officer:     s.grants(s.person(2001, "Darmi"), casebook.Officer, "17.01.09.2001"),
		coordinator: s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09"),
		staff:       s.grants(s.person(4001, "Rudi"), casebook.Staff, "17.01"),
		caseworker:  s.grants(s.person(5001, "Agus"), casebook.Caseworker, "17.01"),
		admin:       s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01"),
		head:        s.grants(s.person(7001, "Kadis"), casebook.HeadViewer, "17.01"),
	}
}

func (c cast) all() []*actor {
	return []*actor{c.officer, c.coordinator, c.staff, c.caseworker, c.admin, c.head}
}

// report files a case in Batu Panco with the answers after the village.
func (s *stage) report(a *actor, story string, answers ...string) (number string) {
	a.says(append([]string{story, "batu panco"}, answers...)...)
	return a.number()
}

// onlyThese waits until those who must hear have heard, then sees that nobody else has.
func (s *stage) onlyThese(c cast, number string, hear ...*actor) {
	s.t.Helper()
	for _, a := range hear {
		a.reads(number)
	}
	for _, a := range c.all() {
		must := false
		for _, h := range hear {
			must = must || h == a
		}
		if !must {
			a.hasNot(number)
		}
	}
}

const harmless = "atap rumah kakek bocor dan beliau sendirian"

func TestWhoIsAlerted(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	heard := map[string][]*actor{
		"open":  {c.coordinator, c.staff},
		"named": {c.caseworker},
	}
	for i, story := range []struct {
		words   string
		answers []string
		hear    string
	}{
		{harmless, []string{"1", "1"}, "open"},                     // Dinas Sosial saja
		{harmless, []string{"2", "1"}, "open"},                     // petugas desa juga: not before the release
		{harmless, []string{"3", "1"}, "open"},                     // tanpa nama
		{harmless, []string{"4", "1", "1"}, "named"},               // about RT, kadun, desa
		{harmless, []string{"4", "2", "1"}, "named"},               // about WKSBM, PSM, PKH
		{harmless, []string{"4", "3", "1"}, "named"},               // about the TKSK
		{harmless, []string{"4", "4", "1"}, "named"},               // about the office itself
		{"tetangga dipukul suaminya", []string{"1", "1"}, "named"}, // violence
		{"anak kecil tidak diurus", []string{"1", "1"}, "named"},   // a child
		{"pemuda kecanduan narkoba", []string{"1", "1"}, "named"},  // vulnerable
		{"ada sesuatu yang aneh", []string{"1", "1"}, "named"},     // nothing understood: answered below
	} {
		a := s.person(int64(1001+i), fmt.Sprint("Warga ", i))
		if strings.Contains(story.words, "aneh") {
			a.says(story.words, "9")
			a.says("batu panco", "1", "1")
			s.onlyThese(c, a.number(), heard[story.hear]...)
			continue
		}
		s.onlyThese(c, s.report(a, story.words, story.answers...), heard[story.hear]...)
	}
}

func TestAConfidentialAlertSaysNumberKecamatanAndDeadlineOnly(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Asnidar"), "tetangga dipukul suaminya", "1", "1")
	c.caseworker.reads(number, "Kasus rahasia", "Ulu Manna", "Batas")
	c.caseworker.hasNot("Batu Panco", "dipukul", "Asnidar", "Kekerasan")
	c.caseworker.taps("Buka")
	opened := c.caseworker.reads(number, "dipukul")
	if !opened.Protected {
		t.Error("a confidential case must be sent with protected content")
	}
}

func TestTheVillageOnlyAfterRelease(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, harmless, "1", "1")
	s.onlyThese(c, number, c.coordinator, c.staff)
	c.coordinator.taps("Buka")
	c.coordinator.taps("Serahkan ke desa")
	c.officer.reads("Laporan untuk desa", number, "Batu Panco")
	c.officer.taps("Buka")
	c.officer.reads(number, "Kata-kata asli tidak ditunjukkan")
	c.officer.hasNot("bocor", "Hartati")
	c.officer.taps("Ambil")
	c.officer.reads(number, "Bapak/Ibu yang mengambil")
	c.coordinator.reads(number, "Diambil oleh petugas desa")
	c.staff.reads(number, "Diambil oleh petugas desa")
	hartati.reads(number, "Diperiksa")
}

func TestNobodyHoldsTheVillage(t *testing.T) {
	s := newStage(t)
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
	number := s.report(s.person(1001, "Hartati"), harmless, "2", "1")
	herman.reads(number, "Laporan baru")
	herman.taps("Buka")
	herman.taps("Serahkan ke desa")
	herman.reads(number, "Belum ada petugas di desa ini") // the next level up hears it
}

func TestNobodyIsLeftButTheAdmin(t *testing.T) {
	s := newStage(t)
	lestari := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	number := s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	alert := lestari.reads(number, "Undang petugas")
	if len(alert.Inline) > 0 {
		t.Error("an admin has nothing to press: the content is not for admins")
	}
	lestari.hasNot("bocor")
	lestari.says(number)
	lestari.reads("Ketik PIN-nya") // as anybody who knows a number, which tells nothing of it
}

func TestAnInvitationUsedTwiceExpiredRevokedUnknown(t *testing.T) {
	s := newStage(t)
	admin := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	code := func() string {
		admin.says("/undang tksk 17.01.09")
		text := admin.reads("Undangan untuk", "/gabung").Text
		_, rest, _ := strings.Cut(text, "/gabung ")
		return strings.Fields(rest)[0]
	}
	first := code()
	herman, other := s.person(3001, "Herman"), s.person(3002, "Deden")
	herman.says("/gabung " + strings.ToLower(first))
	herman.reads("koordinator kecamatan", "Kecamatan Ulu Manna")
	other.says("/gabung " + first)
	other.reads("sudah dipakai")

	second := code()
	admin.says("/undangan")
	line := admin.reads("Undangan yang masih berlaku", "/tarik").Text
	_, id, _ := strings.Cut(line, "/tarik ")
	admin.says("/tarik " + strings.Fields(id)[0])
	admin.reads("sudah dicabut")
	other.Start("j_" + second)
	other.reads("Undangan itu sudah dicabut")

	third := code()
	s.forward(8 * 24 * time.Hour)
	other.says("/gabung " + third)
	other.reads("lewat masa berlakunya")
	other.says("/gabung ABCDEFGHJK")
	other.reads("tidak dikenal")
	other.says("/undang tksk 17.01.09")
	other.reads("tidak berhak")
}

func TestAPressWithoutTheRight(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	c.coordinator.reads(number)
	c.staff.reads(number)
	c.admin.says("/petugas")
	id := idOf(c.admin.reads("Petugas:", "koordinator kecamatan").Text, "koordinator")
	c.admin.says("/cabut " + id)
	c.admin.reads("sudah dicabut")
	c.coordinator.taps("Ambil") // on the message of before
	c.staff.taps("Ambil")
	c.staff.reads(number, "Bapak/Ibu yang mengambil")
	if toasts := strings.Join(c.coordinator.Toasts(), "|"); !strings.Contains(toasts, "tidak ditemukan") {
		t.Errorf("a revoked coordinator was told %q", toasts)
	}
}

// idOf finds the number of the person in a list of officers, by a word of its line.
func idOf(list, word string) (id string) {
	for line := range strings.Lines(list) {
		if strings.Contains(line, word) {
			id = strings.TrimSpace(line[:strings.Index(line, ":")])
		}
	}
	return id
}

func TestTwoPressAmbilAtOnce(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	c.coordinator.reads(number)
	c.staff.reads(number)
	var both sync.WaitGroup
	for _, a := range []*actor{c.coordinator, c.staff} {
		both.Go(func() { _ = a.TapLast("Ambil") })
	}
	both.Wait()
	taken := 0
	for _, a := range []*actor{c.coordinator, c.staff} {
		a.idle()
		a.reads(number, "✅")
		for _, m := range a.Messages() {
			if strings.Contains(m.Text, "Bapak/Ibu yang mengambil") {
				taken++
			}
		}
	}
	if taken != 1 {
		t.Errorf("taken by %d", taken)
	}
}

func TestReplyingAWordIsAPress(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, harmless, "1", "1")
	alert := c.coordinator.reads(number)
	c.coordinator.Reply(alert.ID, "maaf bu, tidak bisa")
	c.coordinator.reads("Apa alasannya?", number)
	c.coordinator.presses("2. Sakit")
	c.coordinator.reads("Tercatat: tidak bisa")
	alert = c.staff.reads(number)
	for _, no := range []string{"yang lain tolong ambil", "saya tidak ambil", "nanti saya ambil", "sudah ada yang ambil?", "belum bisa ambil pak"} {
		c.staff.Reply(alert.ID, no) // whoever does not take it must not call the alarm off
		c.staff.idle()
	}
	c.staff.hasNot("Bapak/Ibu mengambil")
	c.staff.Reply(alert.ID, "siap, saya ambil pak")
	c.staff.reads("Bapak/Ibu mengambil " + number)
	c.coordinator.reads(number, "Diambil oleh staf dinas")
}

// Whoever replies before we have noted what we sent is heard as soon as that is done.
func TestAReplyFasterThanTheNote(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	alert := c.coordinator.reads(number)
	c.coordinator.idle()
	s.until("the alert is noted", func() bool { return s.count("SELECT count(*) FROM messages WHERE purpose = 'alert'") > 0 })
	const far = 1_000_000
	s.execute("UPDATE messages SET message_id = message_id + $1", far)
	c.coordinator.Reply(alert.ID, "maaf bu, tidak bisa, lagi di luar kota")
	time.Sleep(time.Second)
	s.execute("DELETE FROM messages a USING messages b WHERE b.chat_mac = a.chat_mac AND b.message_id = a.message_id + $1", far) // noted meanwhile
	s.execute("UPDATE messages SET message_id = message_id - $1 WHERE message_id > $1", far)
	c.coordinator.reads("Tercatat: tidak bisa") // the reason is told with it
}

func TestABlockedBot(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	c.coordinator.Block()
	c.staff.Block()
	number := s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	c.admin.reads(number, "tidak sampai ke petugas mana pun")
}

func TestTheReporterAddsByAReply(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, harmless, "1", "1")
	c.staff.reads(number)
	c.staff.taps("Ambil")
	receipt := hartati.reads("Laporan sudah masuk")
	hartati.Reply(receipt.ID, "patokannya jembatan gantung")
	hartati.reads("Sudah ditambahkan ke laporan " + number)
	c.staff.reads("Pelapor menambahkan sesuatu", number)
	c.staff.hasNot("jembatan gantung")
	c.staff.taps("Buka")
	c.staff.reads("dari pelapor: «patokannya jembatan gantung»")
}

func TestTwoDistrictsDoNotSeeEachOther(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	abroad := s.personAt(contoh, 4009, "Petugas Contoh")
	_, code, err := house.Invite(context.Background(), s.cfg, "staff", "99.01")
	if err != nil {
		t.Fatal(err)
	}
	abroad.Start("j_" + code)
	abroad.reads("staf dinas")

	here := s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	s.onlyThese(c, here, c.coordinator, c.staff)
	abroad.hasNot(here)
	abroad.says(here, "/tugas")
	abroad.reads("Tidak ada laporan")
	for _, a := range c.all() { // the same people have no role there
		twin := s.personAt(contoh, a.id, a.name)
		twin.says("/tugas")
		twin.reads("Tidak ada laporan")
	}
	s.personAt(contoh, 1001, "Hartati").says("/status")
	s.personAt(contoh, 1001, "Hartati").reads("Belum ada laporan")
}

// Officers write as they speak: what is more than the word shows the button, a number in the sentence is the case, a number typed presses the list.
func TestOfficersWriteAsTheySpeak(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	alert := c.coordinator.reads(number)
	c.staff.reads(number)
	c.coordinator.idle()
	c.coordinator.Reply(alert.ID, "saya ambil pak, besok pagi saya ke sana")
	c.coordinator.reads("Mau mengambil " + number + "? Tekan Ambil.")
	c.staff.hasNot("Diambil")
	c.staff.says("saya ambil yang lansia di batu panco")
	c.staff.reads("Untuk petugas")
	c.staff.says("tolong dicek " + number + " ya")
	c.staff.reads(number, "atap rumah kakek bocor")
	c.staff.says("ambil " + number)
	c.staff.reads("Bapak/Ibu mengambil " + number)
	c.staff.says("/tugas", "1")
	view := c.staff.reads(number, "atap rumah kakek bocor")
	c.staff.Reply(view.ID, "sudah saya kunjungi, kakek sehat, butuh terpal")
	c.staff.idle()
	c.staff.reads("kakek sehat, butuh terpal")
}

// The head of the office sees number and lateness, and the admin no more.
func TestTheHeadSeesNumberAndLateness(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	number := s.report(s.person(1001, "Hartati"), harmless, "1", "1")
	for _, a := range []*actor{c.head, c.admin} {
		a.says("/tugas")
		list := a.reads(number, "batas")
		if strings.Contains(list.Text, "Batu Panco") || strings.Contains(list.Text, "Lansia") {
			t.Errorf("%s reads %q", a.name, list.Text)
		}
	}
}
