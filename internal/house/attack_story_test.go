package house_test

import (
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// saidSince gives what the bot has said since the chat had so many messages.
func (a *actor) saidSince(before int) (text string) {
	for _, m := range a.Messages()[before:] {
		if m.FromBot {
			text += m.Text + m.Caption + "\n"
		}
	}
	return text
}

// Whoever holds the phone two hours after a report that must not betray, and types a number of the own, learns of no report, and is not who the office calls.
func TestAPhoneNumberOfSomebodyElseIsNotTakenForTheReporters(t *testing.T) {
	s := newStage(t)
	murni := s.person(1001, "Murni")
	murni.hides()
	s.forward(2 * time.Hour)
	before := len(murni.Messages())
	murni.says("0813 1111 2222", "ya", "batal")
	if said := murni.saidSince(before); holdsAny(said, "Boleh petugas", "disimpan terpisah") {
		t.Errorf("he reads that there is a report:\n%s", said)
	}
	if n := s.count("SELECT count(*) FROM case_contacts"); n != 0 {
		t.Error("his number is the one that the office would call")
	}
}

// Within the hour in which all that is written goes to a report of danger, the answer says nothing of officers, and a greeting is answered as any greeting.
func TestAnAdditionToAQuietDangerDoesNotBetray(t *testing.T) {
	s := newStage(t)
	murni := s.person(1001, "Murni")
	murni.says("tolong suami saya sedang memukul saya sekarang, saya takut", "Kirim ke petugas sekarang")
	murni.reads("Laporan sudah masuk")
	before := len(murni.Messages())
	murni.says("halo")
	if said := murni.saidSince(before); holdsAny(said, "Sudah kami") {
		t.Errorf("a greeting has gone to the report:\n%s", said)
	}
	before = len(murni.Messages())
	murni.says("saya di kamar belakang")
	if said := murni.saidSince(before); !strings.Contains(said, "Sudah kami terima.") || holdsAny(said, "petugas", "teruskan") {
		t.Errorf("the answer:\n%s", said)
	}
	if n := s.count("SELECT count(*) FROM case_events WHERE move = 'add'"); n != 1 {
		t.Errorf("%d additions", n)
	}
}

// Number and PIN that are typed where the talk about erasing asks for them are its answer; they do not stay on the screen, and the PIN is not said again.
func TestErasingIsAskedByNumberAndPIN(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	murni := s.person(1001, "Murni")
	number, pin := murni.hides()
	for _, ask := range [][]string{{"/hapus", "Tarik laporan", "Ketik nomornya", number + " " + pin}, {"/hapus", "Tarik laporan", number + " " + pin}, {"/hapus " + number + " " + pin, "Tarik laporan"}} {
		before := len(murni.Messages())
		murni.says(ask...)
		murni.reads("Menarik laporan " + number)
		for _, m := range murni.Messages()[before:] {
			if !m.Deleted && strings.Contains(m.Text, pin) {
				t.Errorf("the PIN is on the screen: %s", m.Text)
			}
		}
		murni.says("batal")
	}
	murni.says("/hapus", "Tarik laporan", number+" "+pin)
	murni.says("KIRIM")
	c.caseworker.reads("Pelapor", number)
	if n := s.count("SELECT count(*) FROM erasures WHERE kind = 'withdraw'"); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// A client of one's own sends what stands on no button, and texts that PostgreSQL takes in no value: each is answered, and nothing holds up what comes after.
func TestWhatStandsOnNoButtonIsAnswered(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	huge := "9223372036854775807"
	for _, a := range []*actor{c.officer, c.caseworker, c.admin, s.person(1001, "Hartati")} {
		a.says("/tugas")
		for _, data := range []string{
			"c:open:\x00", "a:take:\x00\x00", "c:class:x:\x00", "c:tell:x:pin", "c:join:\x00", "c:close:\x00", "c:erase:\x00", "c:who:\x00", "c:same:BS-1-1:BS-1-1", "c::", "a:::",
			"m:open:-1", "m:door:" + huge, "m:end:-" + huge, "m:quiz:1:\x00", "m:test:0", "m:yes:-4", "p:open:1:\x00", "p:name:-5:99", "p:drop:-5", "g:add:-4", "g:link:" + huge,
			"k:yes:-1", "k:no:0", "r:open:-7", "r:send:1", "f:done:-1", "f:case:0", "w:yes:1", "w:code:1", "w:no:-3", "t:\x00", "t:1:1", "x", "m:open:92233720368547758070",
		} {
			a.TapOld(1, data)
			a.idle()
		}
		for _, payload := range []string{"g_1_\x00", "j_\x00", "h_1_\x00aaaaa", "k_-1", "desa_0000000000", "k_" + huge} {
			a.Start(payload)
			a.idle()
			a.says("/batal")
		}
		a.says("/kelompok \x00", "/keluarkan -"+huge, "/tarik "+huge, "/jejak \x00")
	}
	if n := s.count("SELECT count(*) FROM dead_updates"); n != 0 {
		t.Errorf("%d dead updates:\n%s", n, s.log.String())
	}
	c.admin.says("/petugas")
	c.admin.reads("Petugas:")
}

// The button Hadir counts only in the group's own chat: whoever presses it elsewhere was not seen there, and has no code.
func TestHadirCountsInTheGroupsOwnChatOnly(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	s.planned(jumadil)
	jumadil.opens()
	hartati := s.person(1001, "Hartati")
	hartati.says("halo")
	hartati.TapOld(1, "m:here:1")
	hartati.idle()
	there := &actor{Chat: s.sim.CreateGroup(selatan, "Arisan", hartati.id).As(hartati.id), t: t, id: hartati.id, name: hartati.name}
	there.says("/kelompok@" + selatan)
	there.TapOld(1, "m:here:1")
	there.idle()
	if n := s.count("SELECT count(*) FROM attendance"); n != 0 {
		t.Error("somebody far away is on the list")
	}
}

// What a lost phone may by a line of a roster goes with its grants; whoever it was joins again by the group's link.
func TestALostPhoneSitsInNoGroup(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	darmadi := s.grants(s.member(jumadil, 2021, "Darmadi"), casebook.Officer, kuripan)
	id := s.value("SELECT person_id::text FROM members WHERE person_id IS NOT NULL")
	admin := s.person(6001, "Lestari")
	admin.says("/keluarkan " + id)
	admin.taps("Ya, keluarkan")
	admin.reads("1 tugas dicabut", "1 nama di daftar kelompok dilepas")
	before := len(darmadi.Messages())
	darmadi.says("/kelompok", "/rapat", "/ataswarga", "/tindaklanjut")
	if said := darmadi.saidSince(before); holdsAny(said, "Lestari Ningsih", "Rapat apa", "Laporan atas nama warga:") {
		t.Errorf("the phone reads on:\n%s", said)
	}
	again := s.person(2022, "Darmadi")
	again.Start(jumadil.link())
	again.reads("1. Darmadi")
}

// What a talk about cases has decided is read with the own PIN, by list, by button and in the own data.
func TestTheTasksOfACaseTalkStandBehindThePIN(t *testing.T) {
	s := newStage(t)
	s.mufakat()
	agus := s.grants(s.person(5001, "Agus"), casebook.Caseworker, "17.01")
	agus.says("/rapat", "Lainnya", "Pembahasan kasus", "1", "Dua kasus dibahas", "Tambah", "Tindak lanjut", "Agus menjemput dari rumah paman, Jumat", "1")
	agus.reads("Tersimpan sebagai rahasia")
	s.forward(9 * time.Hour)
	before := len(agus.Messages())
	agus.says("/tindaklanjut")
	agus.TapOld(1, "f:open:1")
	agus.idle()
	agus.reads("PIN")
	if said := agus.saidSince(before); holdsAny(said, "menjemput", "paman") {
		t.Errorf("read without a PIN:\n%s", said)
	}
	agus.says(ownPIN)
	agus.reads("rumah paman")
}

// Of a report that somebody has made out of a follow-up the group does not learn the number: whoever does the follow-up would be known as its reporter. Cut
// loose, the report is not found from the follow-up either.
func TestAFollowUpDoesNotTellWhoReported(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	parida := s.member(jumadil, 2020, "Parida")
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.10")
	jumadil.says("/rapat", "1", "1-4", "Atap rumah Kakek Sahrul bocor", "3", "Tindak lanjut", "Parida melihat atap rumah kakek yang bocor, Jumat", "1")
	jumadil.reads("Tersimpan")
	parida.says("/tindaklanjut")
	parida.taps("1")
	parida.taps("Jadikan laporan")
	parida.says("atap rumah kakek bocor dan beliau sendirian", "kuripan, bunga mas", "3", "1")
	number := parida.number()
	parida.says("/tindaklanjut")
	parida.taps("1")
	parida.reads("Laporan: " + number)
	herman.says("/tindaklanjut")
	herman.taps("1")
	herman.hasNot("Laporan: " + number)
	herman.taps("Jadikan laporan")
	herman.says("atap rumah kakek bocor dan beliau sendirian saja", "kuripan, bunga mas", "1", "1")
	herman.number()
	if n := s.count("SELECT count(*) FROM follow_ups f JOIN cases c ON c.id = f.case_id WHERE c.number = $1", number); n != 1 {
		t.Error("another report has taken the place of the first")
	}
	parida.says("/hapus " + number)
	parida.presses("Lepas tautan", "Sudah, lepas", "KIRIM")
	parida.reads("sudah lepas")
	if n := s.count("SELECT count(*) FROM follow_ups WHERE case_id IS NOT NULL"); n != 0 {
		t.Error("the follow-up leads to it still")
	}
}

// Of a quiet case that is cut from its reporter no news stays that would tell whose it was; and from a withdrawal on nobody reads the phone.
func TestNothingLeadsBackAfterTheCut(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	murni := s.person(1001, "Murni")
	number, pin := murni.hides()
	murni.says("0812 3456 7890", "ya", "Murni")
	murni.reads("disimpan terpisah")
	c.caseworker.reads(number)
	c.caseworker.taps("Buka")
	c.caseworker.reads("+6281234567890")
	c.caseworker.taps("Siapa pelapor?")
	c.caseworker.says("perlu dijemput")
	c.caseworker.taps("Ambil")
	s.until("news is kept", func() bool { return s.count("SELECT count(*) FROM notices WHERE kind = 'quiet_news'") == 2 })
	murni.says("/hapus "+number+" "+pin, "Tarik laporan", "KIRIM")
	c.caseworker.reads("Pelapor meminta", number)
	before := len(c.caseworker.Messages())
	c.caseworker.says(number)
	if said := c.caseworker.saidSince(before); strings.Contains(said, "+628") {
		t.Error("withdrawn, and the phone is read")
	}
	c.caseworker.says("/permintaan")
	c.caseworker.taps("Hapus")
	s.until("it is cut", func() bool { return s.count("SELECT count(*) FROM case_reporters") == 0 })
	if n := s.count("SELECT count(*) FROM notices WHERE kind = 'quiet_news'"); n != 1 {
		t.Errorf("%d news of the reporter; that it was decided is one", n)
	}
}

// The bot of another district, with all its roles in one hand, gets nothing of this one by its numbers.
func TestAnotherDistrictsBotReachesNothingHere(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	s.member(jumadil, 2020, "Parida")
	rohaya := s.person(2031, "Rohaya")
	rohaya.Start(jumadil.link())
	rohaya.idle()
	rohaya.says("Hendri Saputra")
	jumadil.says("/rapat", "1", "1-4", "Rahasia dapur", "3", "Tindak lanjut", "Parida mendata lansia, Jumat", "1")
	jumadil.reads("Tersimpan")
	hartati := s.person(1001, "Hartati")
	number, pin := hartati.hides()
	open := s.report(s.person(1002, "Zainab"), harmless, "1", "1")

	far := s.personAt(contoh, 9009, "Orang Contoh")
	for _, role := range []casebook.Role{casebook.Admin, casebook.Caseworker, casebook.Staff} {
		s.grants(far, role, "99.01")
	}
	before := len(far.Messages())
	for _, data := range []string{"m:open:1", "m:pdf:1", "m:wa:1", "m:who:1", "m:todo:1", "m:fix:1", "m:door:1", "m:off:1", "m:test:1", "m:quiz:1:before", "m:yes:1", "m:end:1", "f:open:1", "f:done:1", "f:case:1", "f:drop:1",
		"g:show:1", "g:add:1", "g:link:1", "g:change:1", "g:numbers:1", "g:meetings:1", "g:decree:1", "p:open:1:1", "p:name:1:1", "p:drop:1", "k:yes:1", "k:no:1", "r:open:1", "r:send:1", "w:yes:1", "w:code:1",
		"c:open:" + open, "a:take:" + open, "c:who:" + open, "c:erase:" + open, "c:kinds:" + number, "c:tell:" + open + ":pin", "c:why:" + open, "c:rel:" + open} {
		far.TapOld(1, data)
		far.idle()
		far.says("/batal")
	}
	far.says("/jejak "+open, "/tahan "+open+" x", "/keluarkan 2", "/cabut 2", "/tarik 1", "/petugas", "/kelompok", "/jadwal", "/tugas", open, "batal", number+" "+pin)
	if said := far.saidSince(before); holdsAny(said, "Mufakat", "Rahasia dapur", "Parida", "mendata", "Rohaya", "bocor", "Kuripan", "Diterima", "Betul orangnya") {
		t.Errorf("it reads:\n%s", said)
	}
	if n := s.count("SELECT count(*) FROM members WHERE left_at IS NULL AND name <> '-'"); n != 7 {
		t.Errorf("%d lines on the roster", n)
	}
	if n := s.count("SELECT count(*) FROM grants WHERE revoked_at IS NOT NULL"); n != 0 {
		t.Error("a grant was taken away")
	}
	if n := s.count("SELECT count(*) FROM claims WHERE state <> 'claimed'"); n != 1 {
		t.Errorf("%d claims are decided", n)
	}
	if n := s.count("SELECT count(*) FROM dead_updates"); n != 0 {
		t.Error("an update is dead")
	}
}

// An officer who claims a line of the roster does not confirm it: a seat would stay after the grant is taken away. The coordinator is asked.
func TestNobodyConfirmsTheOwnClaim(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.10")
	jumadil.Start(jumadil.link())
	jumadil.idle()
	jumadil.says("Darmadi")
	jumadil.reads("persetujuan pengurus")
	jumadil.TapOld(1, "k:yes:1")
	jumadil.idle()
	jumadil.toasted("tidak berhak")
	if n := s.count("SELECT count(*) FROM members WHERE person_id IS NOT NULL"); n != 0 {
		t.Error("seated by the own word")
	}
	herman.reads("Darmadi", "Betul orangnya?")
	herman.taps("Betul")
	jumadil.reads("sekarang terdaftar")
}

// Number and PIN that are written into a message of before open the case, and the message does not stay.
func TestAPINThatIsEditedInDoesNotStay(t *testing.T) {
	s := newStage(t)
	murni := s.person(1001, "Murni")
	number, pin := murni.hides()
	said := murni.Send("nomor pin")
	murni.idle()
	murni.Edit(said, number+" "+pin)
	murni.idle()
	murni.reads("Diterima", "Mau menambahkan sesuatu?")
	for _, m := range murni.Messages() {
		if !m.FromBot && !m.Deleted && strings.Contains(m.Text, pin) {
			t.Error("the PIN stays on the screen")
		}
	}
}
