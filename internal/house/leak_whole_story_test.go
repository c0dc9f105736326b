package house_test

import (
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// What the people of the story say, each with words that stand nowhere else, and who they are.
const (
	bahtiar, suryani, jumadilID, paridaID, rudiID, lestariID, kadisID = int64(730000051234), int64(730000062345), int64(730000073456), int64(730000084567),
		int64(730000095678), int64(730000106789), int64(730000117890)

	openStory   = "atap rumah kakek Saprudinata bocor dan beliau sendirian"
	openPhoto   = "dapurnya Markonahwati"
	openReply   = "paling parah dekat sumur Embung Larasati"
	openPhone   = "0813-7766-5544"
	quietStory  = "anak Kartinem dipukul suaminya"
	quietPhoto  = "lebam di lengan Sukmawardani"
	shieldStory = "nenek Juharnita sendirian, bantuan untuknya dipotong"
	nameless    = "kakek Tukimanwoto sendirian dan atapnya bocor"
	groupWords  = "nenek Rukmininda sakit"
	talkWords   = "didampingi dua kali di Rehabwanita"
	followWords = "mengantar Mbah Wiryosuwito"
	followStory = "Mbah Wiryosuwito sendirian, rumahnya di Gang Melatiwangi bocor"
)

// A report of each kind is made, added to, worked on, and talked about in a meeting: of everything that was sent, logged or kept, the words stand only with
// those who may read them.
func TestNothingLeaksFromReportToMeeting(t *testing.T) {
	s := newStage(t)
	s.at(time.Monday, 7)
	admin, _ := s.invited(lestariID, "Lestariwulan", casebook.Admin, "17.01")
	s.importRoster(admin)
	officer, _ := s.invited(jumadilID, "Jumadilakbar", casebook.Officer, kuripan)
	coordinator, _ := s.invited(hermanto, "Hermanto", casebook.Coordinator, "17.01.10")
	staff, _ := s.invited(rudiID, "Rudiarsono", casebook.Staff, "17.01")
	head, _ := s.invited(kadisID, "Kadisdarma", casebook.HeadViewer, "17.01")
	caseworker, _ := s.invited(wagino, "Wagino", casebook.Caseworker, "17.01")
	parida := s.member(officer, paridaID, "Parida")
	group := s.sim.CreateGroup(selatan, "WKSBM Mufakat", jumadilID, paridaID, zuraida)
	in := func(a *actor) *actor { return &actor{Chat: group.As(a.id), t: t, id: group.ID(), name: a.name} }
	in(officer).says("/kelompok@" + selatan)

	open, quiet, shielded, hiddenOne := s.named(zuraida, "Zuraida"), s.named(murni, "Murniati"), s.named(bahtiar, "Bahtiaruddin"), s.named(suryani, "Suryaningsih")
	in(open).says("/lapor@"+selatan, groupWords) // who writes in the group is sent to the private chat
	openNumber := open.tells(openStory, openPhoto, "1")
	open.Reply(open.reads("Laporan sudah masuk").ID, openReply)
	open.idle()
	open.says(openPhone, "ya", "Ibu Zubaedahwati")
	quietNumber := quiet.tells(quietStory, quietPhoto, "1")
	shieldNumber := shielded.tells(shieldStory, "", "4", "1")
	namelessNumber := hiddenOne.tells(nameless, "", "3")

	// Those who may read do so, and one goes on to the village.
	coordinator.reads("Laporan baru", namelessNumber)
	coordinator.opensCase(openNumber, "Saprudinata")
	coordinator.taps("Serahkan ke desa")
	officer.reads("Laporan untuk desa", openNumber)
	officer.taps("Buka")
	officer.reads("Kata-kata asli tidak ditunjukkan")
	staff.reads("Laporan baru", openNumber)
	for _, number := range []string{quietNumber, shieldNumber} {
		caseworker.reads("Kasus rahasia", number)
	}
	caseworker.opensCase(quietNumber, "Kartinem")
	caseworker.opensCase(shieldNumber, "Juharnita")

	// A case talk names it by its number; a meeting decides something that becomes a report.
	caseworker.says("/rapat", "Lainnya", "Pembahasan kasus", "7 +3", quietNumber+": "+talkWords, "KIRIM")
	caseworker.reads("Tersimpan sebagai rahasia")
	caseworker.says("pdf", "excel")
	officer.says("/rapat", "1", "1-4 7", "Iuran berjalan", "3", "Tindak lanjut", "Parida "+followWords+", Jumat", "1")
	officer.reads("Tersimpan", followWords)
	officer.says("pdf", "excel")
	parida.says("/tindaklanjut")
	parida.taps("1")
	parida.taps("Jadikan laporan")
	parida.says(followStory, "kuripan", "1", "1")
	followNumber := parida.number()
	coordinator.reads("Laporan baru", followNumber)
	s.forward(49 * time.Hour) // late: those above hear, content-free
	for _, a := range []*actor{admin, head} {
		a.says("/tugas", openNumber, quietNumber)
	}
	s.rest()

	// The record is where words may stand, and the chats of those who said or read them.
	story, note := "cases.story", "case_events.note"
	lists := []string{saidTo(lestariID), saidTo(kadisID)} // that there is a case, its kecamatan and deadline: no more
	secrets := []secret{
		// In PostgreSQL: the story, what was added, a meeting's minutes and follow-ups, numbers. Names stand in rosters only, phones nowhere but sealed.
		{"words of an open story", "Saprudinata", []string{story, saidTo(zuraida), saidTo(hermanto)}},
		{"words under a photo", "Markonahwati", []string{story, saidTo(zuraida), saidTo(hermanto)}},
		{"words of an addition", "Larasati", []string{note, saidTo(zuraida), saidTo(hermanto)}},
		{"a reporter's phone", "7766-5544", nil},
		{"a reporter's phone", "81377665544", []string{saidTo(hermanto)}},
		{"the name of a reporter who may be called", "Zubaedahwati", []string{saidTo(zuraida), saidTo(hermanto)}},
		{"words of a quiet story", "Kartinem", []string{story, saidTo(murni), saidTo(wagino)}},
		{"words under a quiet photo", "Sukmawardani", []string{story, saidTo(murni), saidTo(wagino)}},
		{"a quiet case's number", quietNumber, append(lists, "cases.number", "meetings.result", saidTo(murni), saidTo(wagino))},
		{"words about officials", "Juharnita", []string{story, saidTo(bahtiar), saidTo(wagino)}},
		{"the number of what is about officials", shieldNumber, append(lists, "cases.number", saidTo(bahtiar), saidTo(wagino))},
		{"words of one without a name", "Tukimanwoto", []string{story, saidTo(suryani)}},
		{"words said in a group", "Rukmininda", nil},
		{"words of a case talk", "Rehabwanita", []string{"meetings.result", saidTo(wagino)}},
		{"words of a follow-up", "Wiryosuwito", []string{"follow_ups.what", story, saidTo(jumadilID), saidTo(paridaID)}},
		{"words of a report out of a follow-up", "Melatiwangi", []string{story, saidTo(paridaID)}},
	}
	for _, person := range []int64{zuraida, murni, bahtiar, suryani, paridaID} {
		secrets = append(secrets, secret{"an id", id(person), nil})
	}
	for _, name := range []string{"Zuraida", "Murniati", "Bahtiaruddin", "Suryaningsih"} { // who stands on a roster is named there
		secrets = append(secrets, secret{"a reporter's name", name, nil})
	}
	for _, kind := range []string{"alerts", "notices", "river_job", "case_files", "case_contacts", "follow_ups"} {
		if s.count("SELECT count(*) FROM "+kind) == 0 {
			t.Errorf("the story does not reach %s", kind)
		}
	}
	s.finds(secrets, open, quiet, shielded, hiddenOne, officer, parida, coordinator, staff, head, caseworker, admin, in(parida))
	written := officer.holds()
	for _, want := range []string{"Iuran berjalan", "Parida"} { // the papers and tables can be read
		if n := len(search([]secret{{want, want, nil}}, written)); n < 2 {
			t.Errorf("%q is found in %d files of two", want, n)
		}
	}
	for _, m := range caseworker.Messages() {
		if m.FromBot && holds(m.Text, []string{"Kasus rahasia"}) && holds(m.Text, []string{"Kuripan"}) {
			t.Errorf("a confidential alert names the village: %s", m.Text)
		}
	}
}

// tells reports something in Kuripan, with a photo if there is a caption, and the answers to who may know.
func (a *actor) tells(story, caption string, who ...string) (number string) {
	a.t.Helper()
	a.says(story)
	if caption != "" {
		a.SendPhoto(cameraPhoto(a.t), caption)
		a.idle()
	}
	a.says(append(append([]string{"kuripan"}, who...), "1")...)
	return a.number()
}

// opensCase opens a case by its number, and reads what was told.
func (a *actor) opensCase(number, word string) {
	a.t.Helper()
	a.says(number)
	a.reads(number, word)
}
