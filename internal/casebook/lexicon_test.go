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
