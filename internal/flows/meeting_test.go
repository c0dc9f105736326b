package flows_test

import (
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
	"rembuk/internal/words"
)

var wib = time.FixedZone("WIB", 7*3600)

// mufakat is the roster of WKSBM Mufakat, an invented group of invented people.
func mufakat() []casebook.Member {
	var list []casebook.Member
	for i, line := range []string{"Darmadi, Ketua", "Lestari Ningsih, Sekretaris", "Asmara Dewi, Bendahara", "Jumadil, Seksi Pendataan", "Neli Marlina, Seksi Lansia",
		"Hendri Saputra, Seksi Usaha Dana", "Parida, Seksi Penyuluhan"} {
		m := flows.MemberOf(line)
		m.ID, m.Place = casebook.MemberID(101+i), i+1
		list = append(list, m)
	}
	return list
}

var topicLabels = map[string]string{"topic.record": "Mencatat masalah warga", "topic.visit": "Kunjungan rumah"}

var meetingData = flows.MeetingData{Zone: wib, Prefix: "BS", Topics: func(v dialog.Voice) []flows.Topic {
	return []flows.Topic{{Key: "record", Label: v.Say("topic.record")}, {Key: "visit", Label: v.Say("topic.visit")}}
}}

func group() casebook.Group { return casebook.Group{ID: 7, Name: "WKSBM Mufakat"} }

// meetingTalk sets up a talk about meetings by its name in a transcript; nil for others.
func meetingTalk(about string) *flows.Rehearsal {
	thursday := time.Date(2026, 11, 12, 0, 0, 0, 0, wib)
	known := flows.Preset(group(), thursday)
	roster := flows.RosterFrom(mufakat()).Items()
	switch about {
	case "meeting", "case talk":
		if about == "case talk" {
			known[flows.CaseTalks] = dialog.Answer{Option: "yes"}
		}
		known["place"] = dialog.Answer{Text: "Balai Desa"}
		return &flows.Rehearsal{Flow: flows.Meeting(meetingData), Lead: "WKSBM Mufakat, hari ini, Kamis, 12 November 2026, Balai Desa.", Known: known, List: roster}
	case "correction":
		m := casebook.Minutes{Meeting: casebook.Meeting{ID: 12, Group: group(), Kind: casebook.CoachVisit, StartsAt: thursday.AddDate(0, 0, -7), Result: private.Of("Iuran mulai Januari")}}
		for _, member := range mufakat() {
			m.Lines = append(m.Lines, casebook.Line{Member: member.ID, Name: member.Name, Post: member.Post, Officer: true})
		}
		m.Lines[0].Presence = casebook.Present
		return &flows.Rehearsal{Flow: flows.Meeting(meetingData), Known: flows.LogAnswers(m, wib), List: flows.RosterOfDay(m.Lines).Items()}
	case "plan":
		delete(known, flows.AboutDay)
		known[".place"] = dialog.Answer{Text: "Balai Desa"}
		return &flows.Rehearsal{Flow: flows.Plan(meetingData), Known: known}
	case "proof":
		return &flows.Rehearsal{Flow: flows.Proof(), Known: dialog.Answers{flows.AboutFollowUp: {Option: "3", Text: "Memperbarui daftar lansia"}}}
	case "later":
		return &flows.Rehearsal{Flow: flows.Later(wib)}
	case "claim":
		return &flows.Rehearsal{Flow: flows.Claim(), List: []dialog.Item{{ID: "105", Label: "Neli Marlina"}, {ID: "106", Label: "Hendri Saputra"}}}
	case "decree":
		return &flows.Rehearsal{Flow: flows.Decree(wib)}
	}
	return nil
}

// TestWhoWasThereAsOfficersTypeIt is a table of what officers type, and of what it says.
func TestWhoWasThereAsOfficersTypeIt(t *testing.T) {
	roster := flows.RosterFrom(mufakat())
	for text, want := range map[string]string{
		"1-4 7 +5":                       "present=101,102,103,104,107 guests=5",
		"1 2 3":                          "present=101,102,103",
		"1,2,3":                          "present=101,102,103",
		"1 s/d 4":                        "present=101,102,103,104",
		"1 sampai 4, 7":                  "present=101,102,103,104,107",
		"1 – 4":                          "present=101,102,103,104",
		"Darmadi Neli, Parida":           "present=101,105,107",
		"pak darmadi dan bu lestari":     "present=101,102",
		"semua kecuali 5":                "present=101,102,103,104,106,107",
		"semua kecuali neli, tamu 4":     "present=101,102,103,104,106,107 guests=4",
		"1-4, 5 izin, 6 sakit":           "present=101,102,103,104 excused=105 ill=106",
		"1-4 7 izin 5":                   "present=101,102,103,104,107 excused=105",
		"1-4, 6 tanpa keterangan":        "present=101,102,103,104 absent=106",
		"hadir 1 2, izin 3 4":            "present=101,102 excused=103,104",
		"1-3 tamu 5":                     "present=101,102,103 guests=5",
		"1-3 5 tamu":                     "present=101,102,103 guests=5",
		"1-3 +3L +2P":                    "present=101,102,103 men=3 women=2",
		"1-3 3 laki-laki 2 perempuan":    "present=101,102,103 men=3 women=2",
		"1-3, 3 laki laki, 2 ibu-ibu":    "present=101,102,103 men=3 women=2",
		"12 orang":                       "sheet=12",
		"1-7, 4 lansia, 1 disabilitas":   "present=101,102,103,104,105,106,107 old=4 disabled=1",
		"semua kecuali 5 6":              "present=101,102,103,104,107",
		"semua hadir kecuali no 2 sakit": "present=101,103,104,105,106,107 ill=102",
		"1 s/d 4 dan 7 +3L 2P":           "present=101,102,103,104,107 men=3 women=2",
		"1, 2, 4-5; tamu L3 P2":          "present=101,102,104,105 men=3 women=2",
		"1-4 7, 12 orang tamu":           "present=101,102,103,104,107 guests=12",
		"satu sampai empat, tamu lima":   "present=101,102,103,104 guests=5",
		"hadir 5 orang saja":             "sheet=5",
	} {
		heard := roster.Listen(text, words.In("id"))
		if got := heard.String(); got != want || heard.Unknown != "" || heard.Beyond != 0 {
			t.Errorf("%q: %q (unknown %q, beyond %d), want %q", text, got, heard.Unknown, heard.Beyond, want)
		}
	}
	for text, what := range map[string]string{"1-9": "beyond", "siti": "unknown", "5 6 izin": "either"} {
		heard := roster.Listen(text, words.In("id"))
		if (heard.Beyond != 0) != (what == "beyond") || (heard.Unknown != "") != (what == "unknown") || (len(heard.Either) == 2) != (what == "either") {
			t.Errorf("%q: %+v, want %s", text, heard, what)
		}
	}
}

// TestALogIsReadBackFromItsTalk plays the shortest log and reads the record's figures out of it.
func TestALogIsReadBackFromItsTalk(t *testing.T) {
	r := meetingTalk("meeting")
	r.Voice, r.Now = words.In("id").With(topicLabels), time.Date(2026, 11, 12, 11, 45, 0, 0, wib)
	r.Say("/rapat")
	for _, said := range []string{"1", "1-4 7 +5", "Laporan bulanan paling lambat tanggal 5", "3", "1", "Jumadil memperbarui daftar lansia, 30 November"} {
		r.Say(said)
	}
	end := r.Say("1")
	if end.End != dialog.Sent {
		t.Fatalf("not sent: %+v", end.Messages)
	}
	log := flows.MeetingLog(dialog.Frozen{Draft: r.Draft, SentAt: r.Now}, meetingData, r.Voice)
	if log.Kind != casebook.Coaching || log.Group != 7 || log.Heads.Guests != 5 || len(log.Present) != 5 || log.StartsAt.Format(time.DateOnly) != "2026-11-12" {
		t.Errorf("read back: %+v", log)
	}
	if len(log.FollowUps) != 1 || log.FollowUps[0].Member != 104 || log.FollowUps[0].Due.String() != "2026-11-30" || !strings.Contains(log.FollowUps[0].What.Reveal(), "daftar lansia") {
		t.Errorf("follow-ups: %+v", log.FollowUps)
	}
	if log.Result.Reveal() != "Laporan bulanan paling lambat tanggal 5" || log.Place != "Balai Desa" {
		t.Errorf("result and place: %q %q", log.Result.Reveal(), log.Place)
	}
}
