package casebook_test

import (
	"slices"
	"strings"
	"testing"

	"rembuk/internal/casebook"
	"rembuk/internal/district"
)

func lexicon(t testing.TB) casebook.Lexicon {
	t.Helper()
	data, err := district.Load("1701")
	if err != nil {
		t.Fatal(err)
	}
	l, err := district.Lexicon(data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// The stories are made up. kind "" means that the person is asked.
var guesses = []struct {
	story, kind string
	sensitive   bool
}{
	{"Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak", "lansia", false},
	{"kakek di seberang jalan sakit, tidak ada yang mengurus", "lansia", false},
	{"Banjir di cinto mandi kec pino raya, tolong bantuan belum ada", "bencana", false},
	{"rumah terbakar tadi malam", "bencana", false},
	{"murid saya tiga minggu tidak masuk sekolah", "anak", false},
	{"ada budak kecil tidur sendirian, orang tuanya pergi", "anak", false},
	{"tetangga saya dipukul suaminya setiap malam", "kekerasan", true},
	{"anak itu dianiaya dan diancam pamannya", "kekerasan", true},
	{"ODGJ dipasung di belakang rumah", "disabilitas", true},
	{"orang buta tidak punya kursi roda", "disabilitas", false},
	{"ada orang tidur di emper pasar, kehabisan ongkos", "jalanan", false},
	{"atap bocor dinding papan, janda dengan empat orang, tidak punya beras", "miskin", false},
	{"adik ngelem samcodin tiap hari", "rentan", true},
	{"beras bantuan dipotong pak kades", "", true},
	{"DIPUKULI!!! tolong", "kekerasan", true},
	{"tolong pak", "", false},
	{"", "", false},
	{"<b>&</b> 😀 \u202e", "", false},
	{"2000000000", "", false},
	{"sepukulan", "", false}, // a beginning counts at the beginning of a word only
}

func TestLexiconGuesses(t *testing.T) {
	l := lexicon(t)
	for _, g := range guesses {
		var want []string
		if g.kind != "" {
			want = []string{g.kind}
		}
		if got := l.Kinds(g.story); !slices.Equal(got, want) {
			t.Errorf("%q speaks of %v, not %v", g.story, got, want)
		}
		if got := l.Sensitive(g.story); got != g.sensitive {
			t.Errorf("%q is sensitive: %v", g.story, got)
		}
	}
}

func TestLexiconRows(t *testing.T) {
	l, err := casebook.NewLexicon(casebook.LexiconTables{Rows: []casebook.LexiconRow{
		{Kind: "grave", Words: []string{"hit-", "left alone", ""}},
		{Kind: "light", Words: []string{"roof", "left alone", "no rice at-"}},
		{Kind: casebook.Sensitive, Words: []string{"hit-", "-"}},
		{Kind: "grave", Words: []string{"fire"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for story, want := range map[string]string{
		"he hits her":                  "grave",
		"the roof leaks":               "light",
		"left alone":                   "grave", // the gravest wins a tie
		"left, alone":                  "grave", // what stands between words does not matter
		"left all alone":               "",
		"alone left":                   "",
		"the roof, left alone":         "light", // two terms speak louder
		"no rice attic":                "light",
		"no rice":                      "",
		"fire under the roof and roof": "grave", // a word said twice counts once
		"whit":                         "",
		"HITTING":                      "grave",
	} {
		got := strings.Join(l.Kinds(story), " ")
		if got != want {
			t.Errorf("%q speaks of %q, not %q", story, got, want)
		}
	}
	if !l.Sensitive("hitting") || l.Sensitive("the roof - leaks") {
		t.Error("sensitive words are read wrongly")
	}
	if got := (casebook.Lexicon{}).Kinds("anything"); got != nil {
		t.Errorf("an empty lexicon guesses %v", got)
	}
}

// FuzzLexicon: at most one kind, of those there are; the same for the same; and a word of violence is found wherever it stands.
func FuzzLexicon(f *testing.F) {
	l := lexicon(f)
	for _, g := range guesses {
		f.Add(g.story)
	}
	kinds := []string{"anak", "lansia", "disabilitas", "miskin", "bencana", "kekerasan", "jalanan", "rentan"}
	f.Fuzz(func(t *testing.T, story string) {
		got := l.Kinds(story)
		if len(got) > 1 || len(got) == 1 && !slices.Contains(kinds, got[0]) || !slices.Equal(got, l.Kinds(story)) {
			t.Fatalf("%q speaks of %v", story, got)
		}
		if !l.Sensitive(story+" dipukuli") || !l.Sensitive("diperkosa. "+story) {
			t.Fatalf("a word of violence is overlooked beside %q", story)
		}
	})
}

// Who writes may be a child; the age of somebody else, or a length of time, makes none.
func TestAChildWrites(t *testing.T) {
	l := lexicon(t)
	for story, want := range map[string]bool{
		"aku 12 tahun, bapak pukul aku":              true,
		"aku umur 11,bapak tiri sering nampar aku":   true,
		"saya kelas 5 sd, takut pulang":              true,
		"nama aku rio umur 10 ayah suka nendang aku": true,
		"aku masih smp kak":                          true,
		"saya masih sekolah, dipaksa kerja":          true,
		"saya pelajar smp, takut pulang":             true,
		"aku masih kecil, tolong":                    true,
		"halo kak nama aku budi kelas 5 sd. ayah sama ibu pergi dari kemarin aku sama adik lapar": true,
		"ayah mukul aku tiap hari\naku kelas 4":                                                   true,
		"I am 12 years old and my dad hits me":                                                    true,
		"I'm in grade 5, please help":                                                             true,
		"I’m 11 and scared to go home":                                                            true,
		"my son is 12 years old":                                                                  false,
		"I am 45 years old":                                                                       false,
		"I am 12 km from the office":                                                              false,
		"I have waited for 12 years":                                                              false,
		"nama saya siti guru kelas 5 sd":                                                          false,
		"nama saya siti, anak saya kelas 5":                                                       false,
		"adik saya kelas I SD":                                                                    false,
		"saya masih menunggu bantuan":                                                             false,
		"saya baru pindah ke desa ini":                                                            false,
		"saya anak dari bapak yang sakit itu":                                                     false,
		"saya umur 60 tahun, sakit":                                                               false,
		"anak saya 12 tahun tidak sekolah":                                                        false,
		"saya punya anak umur 7 tahun lumpuh":                                                     false,
		"saya sudah 12 tahun menunggu bantuan":                                                    false,
		"adik saya kelas 5 sd tidak punya seragam":                                                false,
		"saya 45 tahun, janda":                                                                    false,
		"keponakan saya umur 9 tahun tidak ada seragam":                                           false,
	} {
		if g := l.Read(story); g.Child != want || want && !g.ChildWrites() {
			t.Errorf("%q: a child writes: %v, %v", story, g.Child, g.ChildWrites())
		}
	}
}

// What a number counts matters.
func TestWhatIsCounted(t *testing.T) {
	l := lexicon(t)
	for story, want := range map[string]casebook.Guess{
		"belasan rumah kebanjiran":               {Subject: casebook.SubjectGroup, Count: 11, Unit: casebook.UnitHouses},
		"ada 14 janda miskin":                    {Subject: casebook.SubjectGroup, Count: 14, Unit: casebook.UnitPersons},
		"janda dengan tiga anak susah makan":     {Subject: casebook.SubjectFamily, Count: 4, Unit: casebook.UnitPersons},
		"dua anak ditinggal ibunya":              {Subject: casebook.SubjectFamily, Count: 2, Unit: casebook.UnitPersons},
		"12 kk mengungsi karena banjir":          {Subject: casebook.SubjectGroup, Count: 12, Unit: casebook.UnitFamilies},
		"anak umur 12 tahun putus sekolah":       {Subject: casebook.SubjectPerson, Count: 1, Unit: casebook.UnitPersons},
		"nenek di rt 3 tidak makan 2 hari":       {Subject: casebook.SubjectPerson, Count: 1, Unit: casebook.UnitPersons},
		"satu keluarga 5 orang tinggal di gubuk": {Subject: casebook.SubjectFamily, Count: 5, Unit: casebook.UnitPersons},
		"tiga puluh lansia belum dapat bantuan":  {Subject: casebook.SubjectGroup, Count: 30, Unit: casebook.UnitPersons},
	} {
		if g := l.Read(story); g.Subject != want.Subject || g.Count != want.Count || g.Unit != want.Unit {
			t.Errorf("%q is about %s, %d %s", story, g.Subject, g.Count, g.Unit)
		}
	}
}

// A guess says why, in the person's own words.
func TestAGuessSaysWhy(t *testing.T) {
	g := lexicon(t).Read("Pak tolong, TETANGGA saya dipukulin suaminya")
	if g.Kind != "kekerasan" || g.Danger != casebook.DangerViolence || g.Urgency != casebook.Emergency || g.Relation != casebook.RelationNeighbour {
		t.Errorf("understood was %+v", g)
	}
	if !slices.ContainsFunc(g.Why, func(h casebook.Hit) bool { return h.Words == "dipukulin" && h.Meaning == "somebody is beaten" }) {
		t.Errorf("the reasons are %+v", g.Why)
	}
}

// A fault in the data is named.
func TestRulesThatAreWrong(t *testing.T) {
	for _, r := range []casebook.LexiconRule{
		{About: "weather", Pattern: "rain"}, {About: "danger:violence", Pattern: "@nobody"}, {About: "child"}, {About: "child", Pattern: "i", Unless: "@nobody"},
	} {
		if _, err := casebook.NewLexicon(casebook.LexiconTables{Rules: []casebook.LexiconRule{r}}); err == nil {
			t.Errorf("%+v is taken", r)
		}
	}
}

// Where nothing else names a kind the danger does, if it is one that has a kind.
func TestDangerNamesTheKind(t *testing.T) {
	l := lexicon(t)
	for story, want := range map[string]string{
		"saya mau bunuh diri":               "rentan",
		"nenek di sebelah mau gantung diri": "lansia", // the story's own kind goes before
		"dia mengejar saya bawa parang":     "kekerasan",
		"tanah bergerak retak":              "bencana",
		"tolong cepat panggil ambulans":     "",
	} {
		g := l.Read(story)
		if got := strings.Join(l.Kinds(story), " "); g.Danger == "" || g.Kind != want || got != want {
			t.Errorf("%q: danger %q, kind %q, %q", story, g.Danger, g.Kind, got)
		}
	}
	few, err := casebook.NewLexicon(casebook.LexiconTables{Rules: []casebook.LexiconRule{{About: "danger:suicide", Pattern: "rope"}}})
	if g := few.Read("a rope"); err != nil || g.Danger != casebook.DangerSuicide || g.Kind != "" {
		t.Errorf("a kind that is not known is named: %+v", g)
	}
}

// A reason is told once, with all the words of a phrase, and a "not" alone is none.
func TestReasonsAreWhole(t *testing.T) {
	for _, story := range []string{"mendesak pak dak ada beras, dak ado beras nian", "Nenek dak makan, nenek sakit", "dak dak dak", "dipukuli. DIPUKULI"} {
		seen := map[string]bool{}
		for _, h := range lexicon(t).Read(story).Why {
			about, _, _ := strings.Cut(h.Rule, " ")
			key := strings.ToLower(h.Words) + " " + about
			if seen[key] || h.Words == "dak" || h.Words == "tidak" {
				t.Errorf("%q: a reason is %+v", story, h)
			}
			seen[key] = true
		}
	}
	g := lexicon(t).Read("mendesak pak dak ada beras")
	if !slices.ContainsFunc(g.Why, func(h casebook.Hit) bool { return h.Words == "dak ada beras" && strings.HasPrefix(h.Rule, "urgent") }) {
		t.Errorf("the reasons are %+v", g.Why)
	}
}

// English is understood as the second language; its words that are Indonesian too change nothing.
func TestEnglishIsUnderstood(t *testing.T) {
	l := lexicon(t)
	for _, c := range []struct {
		story, kind, danger string
		urgency             casebook.Urgency
		relation            casebook.Relation
		sensitive           bool
	}{
		{"I want to kill myself", "rentan", casebook.DangerSuicide, casebook.Emergency, casebook.RelationSelf, true},
		{"my husband beats me every night", "kekerasan", casebook.DangerViolence, casebook.Emergency, casebook.RelationSelf, true},
		{"my father hits my mother now with a knife", "kekerasan", casebook.DangerViolence, casebook.Emergency, casebook.RelationFamily, true},
		{"there is a flood in Lubuk Tapi", "bencana", casebook.DangerDisaster, casebook.Emergency, casebook.RelationUnknown, false},
		{"my neighbour an old woman lives alone and has no food", "lansia", casebook.DangerHelpless, casebook.Emergency, casebook.RelationNeighbour, false},
		{"his house is on fire", "bencana", casebook.DangerDisaster, casebook.Emergency, casebook.RelationUnknown, false},
		{"a child is not going to school", "anak", "", casebook.Normal, casebook.RelationUnknown, false},
		{"I am a teacher, my student is hungry", "miskin", "", casebook.Normal, casebook.RelationOfficer, false},
		{"my brother is addicted to drugs", "rentan", "", casebook.Normal, casebook.RelationFamily, false},
		{"homeless man sleeping at the market", "jalanan", "", casebook.Urgent, casebook.RelationUnknown, false},
		{"fire sale", "", "", casebook.Normal, casebook.RelationUnknown, false},
		{"killing time, dead tired", "", "", casebook.Normal, casebook.RelationUnknown, false},
		{"lagu hits di bus kota", "", "", casebook.Normal, casebook.RelationUnknown, false},
	} {
		g := l.Read(c.story)
		if g.Kind != c.kind || g.Danger != c.danger || g.Urgency != c.urgency || g.Relation != c.relation || l.Sensitive(c.story) != c.sensitive {
			t.Errorf("%q is understood as %+v, sensitive %v", c.story, g, l.Sensitive(c.story))
		}
	}
}

func TestWordsWithoutSpacesAreTakenApart(t *testing.T) {
	l := lexicon(t)
	for said, danger := range map[string]string{
		"tolongsayadipukulsuami":                               casebook.DangerViolence,
		"sayamauakhirihidupsayasekarang":                       casebook.DangerSuicide,
		"TOLONGADAKEBAKARANRUMAHTETANGGASAYAADAORANGLAGIDALAM": casebook.DangerDisaster,
		"ibu zubaidah pingsandikamarmandi":                     casebook.DangerHelpless,
		"mintabantuansembakobulanini":                          "",
		"pertanggungjawaban kepemimpinan":                      "",
		strings.Repeat("matilampu", 200):                       "",
	} {
		if g := l.Read(said); g.Danger != danger {
			t.Errorf("%.60q: danger %q, want %q", said, g.Danger, danger)
		}
	}
}

// Tumbuk Tebing and Palak Siring are villages: tumbuk and palak are also to beat and to rob.
func TestNoVillageIsADanger(t *testing.T) {
	l := lexicon(t)
	d, err := district.Load("1701")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range d.Regions {
		name := strings.ToLower(r.Name)
		for _, said := range []string{"nenek di " + name + " butuh kursi roda", "kami warga " + name + " mau tanya bantuan", name, "rumah pak amin di desa " + name + " bocor"} {
			if g := l.Read(said); g.Danger != "" {
				t.Errorf("%q is taken for %s: %v", said, g.Danger, dangerWhy(g))
			}
		}
	}
}

// The shortest report of PRODUCT.md, and what is as ordinary: nobody who tells it is sent to the ambulance.
func TestAnOrdinaryStoryIsNoDanger(t *testing.T) {
	l := lexicon(t)
	for _, said := range []string{
		"Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak",
		"nenek tinggal sendirian, sakit-sakitan, tidak ada yang mengurus", "atap rumah nenek bocor, nenek tinggal sorang diri",
		"bapak sakit sendirian di rumah, rumahnya kotor, anaknya jauh", "kakek lumpuh tinggal sendiri butuh kursi roda",
	} {
		if g := l.Read(said); g.Danger != "" {
			t.Errorf("%q is taken for %s: %v", said, g.Danger, dangerWhy(g))
		}
	}
}
