package casebook

import (
	"slices"
	"testing"
	"time"

	"rembuk/internal/private"
)

func TestWhatIsGraveIsConfidentialWhateverItsKind(t *testing.T) {
	for _, try := range []struct {
		name string
		f    Filing
		want Lane
	}{
		{"a flood", Filing{Kind: "bencana", Gist: Gist{Danger: DangerDisaster}, Alarm: true}, OpenLane},
		{"somebody helpless", Filing{Kind: "lansia", Gist: Gist{Danger: DangerHelpless}, Alarm: true}, OpenLane},
		{"violence in a flood", Filing{Kind: "bencana", Gist: Gist{Danger: DangerViolence}, Alarm: true}, Confidential},
		{"suicide", Filing{Kind: "miskin", Gist: Gist{Danger: DangerSuicide}}, Confidential},
		{"a lost child", Filing{Kind: "jalanan", Gist: Gist{Danger: DangerChild}}, Confidential},
		{"a child writes", Filing{Kind: "miskin", Gist: Gist{Child: true}, Alarm: true}, Confidential},
		{"danger of which nothing is understood", Filing{Alarm: true}, Confidential},
		{"a flood, and officials", Filing{Kind: "bencana", Shield: ShieldOffice, Gist: Gist{Danger: DangerDisaster}, Alarm: true}, Confidential},
		{"nothing of the kind", Filing{Kind: "miskin", Gist: Gist{Subject: SubjectFamily}}, OpenLane},
	} {
		if c := NewCase(try.f, "BS-0000-0000-0", false); c.Lane != try.want || c.Quiet != (try.want == Confidential) {
			t.Errorf("%s: %s, quiet %v", try.name, c.Lane, c.Quiet)
		}
	}
}

func TestWhoHearsOfDanger(t *testing.T) {
	for _, try := range []struct {
		name     string
		lane     Lane
		shield   Shield
		released bool
		grants   []Grant
		want     []PersonID
	}{
		{"a flood", OpenLane, NoShield, false, everybody, []PersonID{2, 3, 4}},
		{"a flood, in the village's hands", OpenLane, NoShield, true, everybody, []PersonID{1, 2, 3, 4}},
		{"violence", Confidential, NoShield, false, everybody, []PersonID{4}},
		{"about officials", OpenLane, ShieldVillage, false, everybody, []PersonID{4}},
		{"violence, no caseworker", Confidential, NoShield, false, without(Caseworker), []PersonID{5}},
	} {
		c := Case{District: "17.01", Region: "17.01.09.2001", Lane: try.lane, Shield: try.shield, Released: try.released, Alarm: true, Reporter: 77, State: Received}
		if got := Audience(c.News(), c, try.grants); !slices.Equal(got, try.want) {
			t.Errorf("%s: %v, want %v", try.name, got, try.want)
		}
	}
}

func TestAnAlarmMakesAnEmergencyOfACase(t *testing.T) {
	c := openCase(Checking)
	next, event, err := c.Apply(resident, Order{Move: Alarm, Due: moveNow.Add(time.Hour)}, moveNow)
	if err != nil || !next.Alarm || next.Urgency != Emergency || !next.DueAt.Equal(moveNow.Add(time.Hour)) || event.Move != Alarm || next.News() != SafetyCase {
		t.Errorf("%v %v %v", next, event, err)
	}
	if _, _, err := c.Apply(staff, Order{Move: Alarm}, moveNow); err == nil {
		t.Error("staff raised an alarm in the reporter's name")
	}
}

func TestTheSameTalkSentAgainAsDangerIsAnAlarm(t *testing.T) {
	f := Filing{Kind: "miskin", Story: private.Of("atap bocor")}
	c := NewCase(f, "BS-0000-0000-0", false)
	f.Story, f.Alarm = private.Of("atap bocor\nsekarang roboh"), true
	if next, words, _ := c.Again(f, false); !next.Alarm || next.Urgency != Emergency || words.Reveal() != "sekarang roboh" {
		t.Errorf("%v %q", next.Alarm, words.Reveal())
	}
}

func TestDutyHours(t *testing.T) {
	wib := time.FixedZone("WIB", 7*3600)
	calendar := Calendar{Zone: wib, Holidays: map[Date]string{{2026, time.December, 25}: "Natal"}}
	var d Duty
	d[time.Tuesday] = []Hours{{7*60 + 30, 21 * 60}}
	d[time.Friday] = []Hours{{8 * 60, 12 * 60}, {20 * 60, 6 * 60}} // the night shift goes on into Saturday
	d[time.Sunday] = []Hours{{8 * 60, 10 * 60}}
	for at, want := range map[string]bool{
		"2026-11-24 07:29": false, "2026-11-24 07:30": true, "2026-11-24 20:59": true, "2026-11-24 21:00": false,
		"2026-11-27 12:00": false, "2026-11-27 20:00": true, "2026-11-28 05:59": true, "2026-11-28 06:00": false, "2026-11-27 05:00": false,
		"2026-12-25 09:00": true, "2026-12-25 11:00": false, // a day off, as on a Sunday
	} {
		moment, err := time.ParseInLocation("2006-01-02 15:04", at, wib)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.On(moment.UTC(), calendar); got != want {
			t.Errorf("%s: %v", at, got)
		}
	}
	if (Duty{}).On(time.Now(), Calendar{}) {
		t.Error("somebody is on duty where nobody is")
	}
}

func TestATurnOfPhraseMakesNobodyAChild(t *testing.T) {
	hit := func(words string) Guess {
		return Guess{Child: true, Why: []Hit{{Words: words, Rule: aboutChild + " x"}}}
	}
	for words, want := range map[string]bool{"saya masih": false, "saya baru": false, "saya masih sd": true, "aku kelas": true, "umur saya 12": true, "aku siswi": true} {
		if got := hit(words).ChildWrites(); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
}

func TestHowASubjectIsNamed(t *testing.T) {
	for g, want := range map[Gist]string{
		{}: "", {Subject: SubjectPerson, Count: 1, Unit: UnitPersons}: "individu", {Subject: SubjectFamily}: "keluarga",
		{Subject: SubjectFamily, Count: 4, Unit: UnitPersons}: "keluarga.orang", {Subject: SubjectFamily, Count: 1, Unit: UnitHouses}: "keluarga",
		{Subject: SubjectGroup, Count: 12, Unit: UnitFamilies}: "kelompok.kk", {Subject: SubjectGroup}: "kelompok",
	} {
		if got := g.Whom(); got != want {
			t.Errorf("%+v: %q, want %q", g, got, want)
		}
	}
}
