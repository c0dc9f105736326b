package casebook_test

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"rembuk/internal/casebook"
	"rembuk/internal/district"
)

func bengkuluSelatan(t testing.TB) *casebook.Gazetteer {
	t.Helper()
	d, err := district.Load("1701")
	if err != nil {
		t.Fatal(err)
	}
	return d.Gazetteer()
}

// spelling is a way in which somebody writes a village, and the villages that must then stand on the screen.
type spelling struct {
	set, text string
	codes     []string
}

func spellings(t testing.TB) []spelling {
	t.Helper()
	file, err := os.Open("testdata/villages.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []spelling
	for _, row := range rows[1:] {
		list = append(list, spelling{set: row[0], text: row[1], codes: strings.Split(row[2], "|")})
	}
	return list
}

// enough is the share of spellings whose village must be among the first three.
const enough = 0.97

func TestSearchFindsTheVillageAmongTheFirstThree(t *testing.T) {
	g := bengkuluSelatan(t)
	right, first, all := map[string]int{}, map[string]int{}, map[string]int{}
	for _, s := range spellings(t) {
		found := codes(g.Search(s.text, 3))
		all[s.set]++
		if missing := slices.IndexFunc(s.codes, func(c string) bool { return !slices.Contains(found, c) }); missing < 0 {
			right[s.set]++
		} else if s.set == "tune" || testing.Verbose() && os.Getenv("HELD") != "" {
			t.Logf("%q: found %v, want %v", s.text, labels(g, found), labels(g, s.codes))
		}
		if len(found) > 0 && slices.Contains(s.codes, found[0]) {
			first[s.set]++
		}
	}
	for _, set := range []string{"tune", "held"} {
		share := float64(right[set]) / float64(all[set])
		t.Logf("%s: %d of %d among the first three (%.1f %%), %d first (%.1f %%)", set, right[set], all[set], 100*share, first[set],
			100*float64(first[set])/float64(all[set]))
		if share < enough {
			t.Errorf("%s: %.1f %% among the first three, want %.0f %%", set, 100*share, 100*enough)
		}
	}
}

func TestCertainIsNeverWrong(t *testing.T) {
	g := bengkuluSelatan(t)
	taken := map[string]int{}
	for _, s := range spellings(t) {
		r, ok := g.Certain(s.text)
		if !ok {
			continue
		}
		taken[s.set]++
		if len(s.codes) > 1 || r.Code != s.codes[0] {
			t.Errorf("%s %q was taken for %s, want %v", s.set, s.text, g.Label(r.Code), labels(g, s.codes))
		}
	}
	t.Logf("taken without asking: %d of the tuned, %d of the held spellings", taken["tune"], taken["held"])
}

func TestATwinIsNeverCertainAlone(t *testing.T) {
	g := bengkuluSelatan(t)
	names := map[string]int{}
	for _, v := range g.Villages() {
		names[plainName(v.Name)]++
	}
	for _, v := range g.Villages() {
		for _, text := range []string{v.Name, strings.ToUpper(v.Name), "desa " + v.Name, "di " + strings.ToLower(v.Name), strings.ReplaceAll(v.Name, " ", "")} {
			r, ok := g.Certain(text)
			if ok && r.Code != v.Code {
				t.Errorf("%q is taken for %s", text, g.Label(r.Code))
			}
			if ok && names[plainName(v.Name)] > 1 {
				t.Errorf("%q is a twin and was taken alone", text)
			}
			if ok && numbered(g, v) {
				t.Errorf("%q has sisters with a numeral and was taken alone", text)
			}
		}
		if r, ok := g.Certain(g.Label(v.Code)); !ok || r.Code != v.Code {
			t.Errorf("its own label %q is %q, %v", g.Label(v.Code), r.Name, ok)
		}
	}
	for _, text := range []string{"keban agung", "tungkal", "tanjung aur", "karang caya", "karang cayo", "darat sawah", "muara tiga", "lubuk sirih", "suka",
		"padang", "jeranglah", "babatan", "keban agung kedurang", "tanjung", ""} {
		if r, ok := g.Certain(text); ok {
			t.Errorf("%q was taken for %s", text, g.Label(r.Code))
		}
	}
}

// Where a name alone is not enough, the talk must have something to ask: at least two villages to choose from, the one meant among them.
func TestWhatIsNotCertainCanBeAsked(t *testing.T) {
	g := bengkuluSelatan(t)
	for _, v := range g.Villages() {
		found := codes(g.Search(v.Name, 5))
		if _, ok := g.Certain(v.Name); !ok && len(found) < 2 || !slices.Contains(found, v.Code) {
			t.Errorf("%s: the choice is %v", v.Name, labels(g, found))
		}
	}
	for name, want := range map[string]int{"sukaraja": 2, "gunung ayu": 2, "keban agung": 3, "tungkal": 2, "tanjung aur": 3, "muara tiga": 2, "batu panco": 1} {
		found := g.Search(name, 9)
		namesakes := slices.IndexFunc(append(found, casebook.Region{}), func(r casebook.Region) bool {
			return !strings.HasPrefix(plainName(r.Name), plainName(name))
		})
		if namesakes != want {
			t.Errorf("%q finds %v, want %d namesakes first", name, labels(g, codes(found)), want)
		}
	}
}

// plainName is a name as its twin may write it.
func plainName(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }

// numbered reports whether another village has v's name and a numeral.
func numbered(g *casebook.Gazetteer, v casebook.Region) bool {
	return slices.ContainsFunc(g.Villages(), func(w casebook.Region) bool {
		rest, ok := strings.CutPrefix(w.Name, v.Name+" ")
		return ok && strings.Trim(rest, "I") == ""
	})
}

func TestCertainHearsTheWordsAround(t *testing.T) {
	g := bengkuluSelatan(t)
	for text, want := range map[string]string{
		"batu panco": "17.01.09.2001",
		"rumahnya di desa batu panco pak dekat jembatan": "17.01.09.2001",
		"keban agung 2":               "17.01.01.2006",
		"Keban Agung III":             "17.01.01.2009",
		"tungkal dua":                 "17.01.06.2007",
		"tanjung aur bunga mas":       "17.01.10.2009",
		"karang cayo pino raya":       "17.01.06.2015",
		"darat sawah seginim":         "17.01.02.2005",
		"suka bandung kec. air nipis": "17.01.08.2009",
		"masat":                       "17.01.03.1018",
		"cinte mandi":                 "17.01.06.2013",
		"bukan batu panco":            "",
		"dekat batu panco":            "",
		"batu panco seginim":          "", // there is none in Seginim
		"rumah pak masat":             "",
		"orang tanjung raman tapi kejadian di batu panco": "",
		"saya tidak tahu nama desanya":                    "",
		"seginim":                                         "",
		"ulu manna":                                       "",
		"dia jatuh di belakang gedung sekolah dasar":      "",
	} {
		if r, _ := g.Certain(text); r.Code != want {
			t.Errorf("%q is taken for %q, want %q", text, r.Code, want)
		}
	}
}

func TestSearchKeepsQuietAboutNothing(t *testing.T) {
	g := bengkuluSelatan(t)
	for _, text := range []string{"", "   ", "?", "assalamualaikum", "tidak tahu", "saya mau lapor pak", "08123456789", "jakarta", "terima kasih"} {
		if found := g.Search(text, 3); len(found) > 0 {
			t.Errorf("%q finds %v", text, labels(g, codes(found)))
		}
	}
}

func TestKecamatanNamed(t *testing.T) {
	g := bengkuluSelatan(t)
	for text, want := range map[string]string{
		"seginim": "Seginim", "kec. pino raya": "Pino Raya", "kecamatan p. raya": "Pino Raya", "K. Manna": "Kota Manna", "ulu mana": "Ulu Manna",
		"manna": "Manna", "pasar manna": "Pasar Manna", "pino": "Pino", "kdr ilir": "Kedurang Ilir", "kedurang hilir": "Kedurang Ilir",
		"di kecamatan bungamas pak": "Bunga Mas", "air nipis bengkulu selatan": "Air Nipis", "sginim": "Seginim",
		"batu panco": "", "sukaraja seginim": "", "durian seginim": "", "pasar pino": "", "di mana": "", "": "",
	} {
		if r, _ := g.KecamatanNamed(text); r.Name != want {
			t.Errorf("%q names kecamatan %q, want %q", text, r.Name, want)
		}
	}
}

func TestRegionsOfADistrict(t *testing.T) {
	g := bengkuluSelatan(t)
	if d := g.District(); d.Code != "17.01" || d.Name != "Bengkulu Selatan" {
		t.Errorf("the district is %+v", d)
	}
	for code, want := range map[string]string{
		"17.01.09.2001": "Batu Panco, Ulu Manna", "17.01.09": "Kecamatan Ulu Manna", "17.01": "Bengkulu Selatan", "17.01.99": "17.01.99",
	} {
		if got := g.Label(code); got != want {
			t.Errorf("%s is labelled %q, want %q", code, got, want)
		}
	}
	kecamatan := g.Children("17.01")
	if len(kecamatan) != 11 || kecamatan[0].Name != "Air Nipis" || kecamatan[10].Name != "Ulu Manna" {
		t.Errorf("kecamatan are %v", kecamatan)
	}
	var agung []string
	for _, v := range g.Children("17.01.01") {
		if strings.HasPrefix(v.Name, "Keban") {
			agung = append(agung, v.Name)
		}
	}
	if !slices.Equal(agung, []string{"Keban Agung I", "Keban Agung II", "Keban Agung III"}) {
		t.Errorf("the villages stand in the order %v", agung)
	}
}

func TestNearest(t *testing.T) {
	g := bengkuluSelatan(t)
	for _, v := range g.Villages() {
		if near := g.Nearest(v.Lat, v.Lon, 5); len(near) != 5 || near[0].Code != v.Code {
			t.Errorf("nearest to the middle of %s is %v", v.Name, near)
		}
	}
	if near := g.Nearest(-4.35, 102.98, 0); len(near) != 0 {
		t.Errorf("asked for none, got %v", near)
	}
	for _, v := range g.Villages() {
		if !g.Inside(v.Lat-0.05, v.Lon) && !g.Inside(v.Lat+0.05, v.Lon) {
			t.Errorf("5 km from the middle of %s is outside", v.Name)
		}
	}
	for place, at := range map[string][2]float64{"the sea": {-4.6, 102.8}, "Jakarta": {-6.2, 106.8}, "Kota Bengkulu": {-3.795, 102.259}, "Pagar Alam": {-4.02, 103.25}, "null": {0, 0}} {
		if g.Inside(at[0], at[1]) {
			t.Errorf("%s is inside", place)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		code, ancestor string
		want           bool
	}{
		{"17.01.09.2001", "17.01.09.2001", true}, {"17.01.09.2001", "17.01.09", true}, {"17.01.09.2001", "17.01", true},
		{"17.01.09.2001", "17.01.0", false}, {"17.01.10", "17.01.1", false}, {"17.01.09", "17.01.09.2001", false}, {"17.01", "", false}, {"", "", false},
	} {
		if got := casebook.Within(c.code, c.ancestor); got != c.want {
			t.Errorf("%s within %q: %v", c.code, c.ancestor, got)
		}
	}
	for code, want := range map[string]string{"17.01.09.2001": "17.01.09", "17.01.09": "17.01.09", "17.01": "", "": "", "17.01.": "", "1.2.3.4.5": ""} {
		if got := casebook.Kecamatan(code); got != want {
			t.Errorf("kecamatan of %q is %q, want %q", code, got, want)
		}
	}
}

// Whatever people type, a letter lost, doubled or swapped anywhere keeps the village among the first three where nothing else is as near.
func TestOneSlipOfTheThumbIsForgiven(t *testing.T) {
	g := bengkuluSelatan(t)
	random := rand.New(rand.NewPCG(17, 1))
	missed, tried := 0, 0
	for _, v := range g.Villages() {
		for range 5 {
			text := slip(random, strings.ToLower(g.Label(v.Code)))
			tried++
			if !slices.Contains(codes(g.Search(text, 3)), v.Code) {
				missed++
			}
			if r, ok := g.Certain(text); ok && r.Code != v.Code && text != strings.ToLower(g.Label(r.Code)) {
				t.Errorf("%q was taken for %s, meant was %s", text, g.Label(r.Code), g.Label(v.Code))
			}
		}
	}
	t.Logf("%d of %d labels with a slip were found among the first three", tried-missed, tried)
	if missed*100 > tried {
		t.Errorf("%d of %d labels with a slip were not found", missed, tried)
	}
}

// slip makes one mistake in a text.
func slip(random *rand.Rand, text string) string {
	b := []byte(text)
	i := random.IntN(len(b) - 1)
	switch random.IntN(4) {
	case 0:
		return string(slices.Delete(b, i, i+1))
	case 1:
		return string(slices.Insert(b, i, b[i]))
	case 2:
		b[i], b[i+1] = b[i+1], b[i]
	default:
		b[i] = byte('a' + random.IntN(26))
	}
	return string(b)
}

func FuzzSearch(f *testing.F) {
	g := bengkuluSelatan(f)
	for _, s := range spellings(f) {
		f.Add(s.text)
	}
	f.Add("\xff\xfe ke ke 2 rt ii iii kec kec. i'i'i 111 ....")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range slices.Concat(g.Search(text, 5), g.Mentioned(text)) {
			if !r.Village() {
				t.Errorf("%q finds %+v, which is no village", text, r)
			}
		}
		if r, ok := g.Certain(text); ok && g.Search(text, 1)[0].Code != r.Code {
			t.Errorf("%q: certain of %s, which is not the best found", text, r.Code)
		}
		g.KecamatanNamed(text)
	})
}

func BenchmarkSearch(b *testing.B) {
	g := bengkuluSelatan(b)
	for name, text := range map[string]string{
		"name": "batu panco", "typo": "pdang bindu", "kecamatan": "suka raja kec. kedurang ilir", "sentence": "rumahnya di desa batu panco pak dekat jembatan",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Search(text, 5)
			}
		})
	}
}

func BenchmarkMentioned(b *testing.B) {
	g := bengkuluSelatan(b)
	story := strings.Repeat("Nek Rumsia 82 tahun sendirian di desa Batu Panco, tiga hari dak keluar rumah, kakinya bengkak. ", 10)
	b.ReportAllocs()
	for b.Loop() {
		g.Mentioned(story)
	}
}

func codes(regions []casebook.Region) []string {
	list := make([]string, len(regions))
	for i, r := range regions {
		list[i] = r.Code
	}
	return list
}

func labels(g *casebook.Gazetteer, codes []string) []string {
	list := make([]string, len(codes))
	for i, code := range codes {
		list[i] = g.Label(code)
	}
	return list
}

// A gazetteer of nothing, or of rows without names, finds nothing and does not fall over.
func TestAnEmptyGazetteer(t *testing.T) {
	for _, g := range []*casebook.Gazetteer{
		casebook.NewGazetteer(nil),
		casebook.NewGazetteer([]casebook.Region{{Code: "1", Level: casebook.LevelKabupaten}, {Code: "1.1", Parent: "1", Level: casebook.LevelKecamatan},
			{Code: "1.1.1", Parent: "1.1", Level: casebook.LevelDesa}, {Code: "1.1.2", Parent: "1.9", Level: casebook.LevelDesa, Name: "Ж 2"}}),
	} {
		if found := g.Search("batu panco", 3); len(found) > 0 {
			t.Errorf("found %v", found)
		}
		if _, ok := g.Certain("di desa"); ok {
			t.Error("certain of nothing")
		}
		if _, ok := g.KecamatanNamed("kec"); ok || len(g.Mentioned("desa batu panco kec")) > 0 || g.Label("1.1.1") == "x" {
			t.Error("something is named")
		}
	}
}
