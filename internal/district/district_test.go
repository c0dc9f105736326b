package district

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rembuk/internal/casebook"
)

func load1701(t *testing.T) Data {
	t.Helper()
	d, err := Load("1701")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestBengkuluSelatanIsWhole(t *testing.T) {
	d := load1701(t)
	count := map[casebook.Level]int{}
	for _, r := range d.Regions {
		count[r.Level]++
	}
	want := map[casebook.Level]int{casebook.LevelKabupaten: 1, casebook.LevelKecamatan: 11, casebook.LevelDesa: 142, casebook.LevelKelurahan: 16}
	for level, n := range want {
		if count[level] != n {
			t.Errorf("%s: %d, want %d", level, count[level], n)
		}
	}
	if len(d.Groups) != 8 || len(d.Categories) != 26 || len(d.Resources) != 12 {
		t.Errorf("%d groups, %d categories, %d resources; want 8, 26, 12", len(d.Groups), len(d.Categories), len(d.Resources))
	}
	if d.District.Code != "17.01" || d.District.Prefix != "BS" || d.District.Zone.String() != "Asia/Jakarta" {
		t.Errorf("district is %+v", d.District)
	}
}

func TestEveryDistrictLoads(t *testing.T) {
	if codes := Codes(); !slices.Equal(codes, []string{"1701", "9901"}) {
		t.Fatalf("districts are %v", codes)
	}
	for _, code := range Codes() {
		if _, err := Load(code); err != nil {
			t.Error(err)
		}
	}
	if _, err := Load("1702"); err == nil || !strings.Contains(err.Error(), "1701") {
		t.Errorf("an unknown district: %v, want an error that names those there are", err)
	}
}

// Children, violence and the vulnerable are seen by caseworkers only until staff know better.
func TestWorstCaseKindsAreConfidential(t *testing.T) {
	var confidential []string
	for _, g := range load1701(t).Groups {
		if g.Confidential {
			confidential = append(confidential, g.Key)
		}
	}
	if !slices.Equal(confidential, []string{"anak", "kekerasan", "rentan"}) {
		t.Errorf("confidential kinds are %v", confidential)
	}
}

func TestHotlines(t *testing.T) {
	d := load1701(t)
	if danger := d.Shown("danger"); len(danger) != 1 || danger[0].Number != "110" {
		t.Errorf("in danger people read %v, want 110 alone: 112 is not answered here", danger)
	}
	for _, h := range d.Hotlines {
		if h.Show && h.CheckedOn == "" {
			t.Errorf("%s is shown and was never checked", h.Key)
		}
		if h.Use.In("id") == "" || h.Use.In("en") == "" || h.Use.In("en") == h.Use.In("id") {
			t.Errorf("%s has no use text in both languages: %+v", h.Key, h.Use)
		}
	}
}

func TestWorkingTime(t *testing.T) {
	d := load1701(t)
	c := d.Calendar()
	wib := d.District.Zone
	monday := time.Date(2026, 11, 23, 9, 30, 0, 0, wib)
	due := c.After(monday, d.Policies.NormalVerify)
	if want := time.Date(2026, 11, 26, 16, 0, 0, 0, wib); !due.Equal(want) {
		t.Errorf("checked by %v, want %v", due, want)
	}
	if due := c.After(monday, d.Policies.EmergencyTake); due.Sub(monday) != 15*time.Minute {
		t.Errorf("an emergency is taken by %v", due)
	}
	if d.Policies.PoliceReport != (casebook.Span{}) {
		t.Error("the police clock runs before the office has said that it is bound")
	}
	week := c.WorkingBetween(monday.AddDate(0, 0, -7), monday)
	if week != 37*time.Hour+30*time.Minute {
		t.Errorf("a week has %v of office hours, want 37.5 (Perpres 21/2023)", week)
	}
	christmas := time.Date(2026, 12, 23, 10, 0, 0, 0, wib) // Wednesday; 24 and 25 are off, then a weekend
	if due, want := c.AddWorkingDays(christmas, 1), time.Date(2026, 12, 28, 16, 0, 0, 0, wib); !due.Equal(want) {
		t.Errorf("over Christmas: %v, want %v", due, want)
	}
}

func TestSecondDistrictHasItsOwnRules(t *testing.T) {
	d, err := Load("9901")
	if err != nil {
		t.Fatal(err)
	}
	c, g := d.Calendar(), d.Gazetteer()
	friday := time.Date(2026, 11, 27, 9, 0, 0, 0, d.District.Zone) // Saturday is a working day, Monday a local holiday
	if due, want := c.After(friday, d.Policies.NormalVerify), time.Date(2026, 12, 1, 14, 0, 0, 0, d.District.Zone); !due.Equal(want) {
		t.Errorf("due %v, want %v", due, want)
	}
	if r, ok := g.Certain("sumberjaya 2"); !ok || r.Code != "99.01.01.2003" {
		t.Errorf("sumberjaya 2 is %v, %v", r, ok)
	}
	if r, ok := g.Certain("mekar sari"); ok {
		t.Errorf("mekar sari alone was taken for %v", r)
	}
	if r, ok := g.Certain("mekarsari hilir contoh"); !ok || r.Code != "99.01.02.2002" {
		t.Errorf("mekarsari hilir contoh is %v, %v", r, ok)
	}
	if r, ok := g.Certain("tepi banyu"); !ok || r.Code != "99.01.02.2003" {
		t.Errorf("tepi banyu is %v, %v", r, ok)
	}
	if r, ok := g.Certain("pasar contoh"); !ok || r.Code != "99.01.02.1001" {
		t.Errorf("pasar contoh is %v, %v", r, ok)
	}
}

// A clerk who edits a file by hand must read what is wrong and where, all at once.
func TestEveryFaultIsNamed(t *testing.T) {
	broken := fstest.MapFS{}
	folder, _ := fs.Sub(folders, "9901")
	names, _ := fs.Glob(folder, "*.csv")
	for _, name := range names {
		text, _ := fs.ReadFile(folder, name)
		broken[name] = &fstest.MapFile{Data: text}
	}
	change := func(name, from, to string) {
		text := string(broken[name].Data)
		if !strings.Contains(text, from) {
			t.Fatalf("%s has no %q", name, from)
		}
		broken[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, from, to, 1))}
	}
	change("regions.csv", "-0.940000", "north")
	change("regions.csv", "99.01.02.2003,99.01.02", "99.01.02.2003,99.01.09")
	change("categories.csv", "PPKS-08,lansia", "PPKS-08,nenek")
	change("hotlines.csv", "110,", ",")
	change("holidays.csv", "2026-12-25", "25 Dec")
	change("hours.csv", "monday,08:00,14:00", "monday,14:00,08:00")
	change("policies.csv", "normal.verify,2,day", "normal.verifi,2,day")
	change("policies.csv", "draft.most,3,time", "draft.most,3,day")
	change("psks.csv", "PSKS-02,", "PSKS-02,too,")
	delete(broken, "aliases.csv")
	_, err := load(broken, "9901")
	if err == nil {
		t.Fatal("a broken district was loaded")
	}
	for _, want := range []string{
		`regions.csv:6: lat is "north"`, "99.01.02.2003 lies in 99.01.09", "PPKS-08 is of the group nenek", "police is shown without a number",
		`holidays.csv:4: date is "25 Dec"`, "hours.csv:3: monday: the hours run backwards", "no such policy: normal.verifi", "normal.verify is missing",
		"draft.most cannot be counted in the unit day", "psks.csv:3: 4 cells, want 3", "aliases.csv: cannot be read",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}

func TestEveryFileNamesItsSource(t *testing.T) {
	names, _ := fs.Glob(folders, "*/*.csv")
	for _, name := range names {
		if text, _ := fs.ReadFile(folders, name); !strings.HasPrefix(string(text), "# ") {
			t.Errorf("%s does not begin with a comment that names its source", name)
		}
	}
}
