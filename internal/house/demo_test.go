package house

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/district"
)

func TestTheDemosPeopleFitTheDistrict(t *testing.T) {
	demo, err := readPeople()
	if err != nil {
		t.Fatal(err)
	}
	data, err := district.Load(demoDistrict)
	if err != nil {
		t.Fatal(err)
	}
	places := data.Gazetteer()
	known := map[int64]demoPerson{}
	held := map[casebook.Role]int{}
	officers := map[string]int{} // by kecamatan
	shown := 0
	for _, p := range demo.persons {
		if _, twice := known[p.id]; twice {
			t.Errorf("%d stands there twice", p.id)
		}
		known[p.id] = p
		if p.first == "" || p.title == "" {
			t.Errorf("%d has no name or no title", p.id)
		}
		if p.shown {
			shown++
		}
		if p.role == "" {
			if p.region != "" {
				t.Errorf("%d: a resident holds no region", p.id)
			}
			continue
		}
		region, ok := places.Region(p.region)
		switch {
		case !slices.Contains(casebook.Roles, p.role):
			t.Errorf("%d: no role %q", p.id, p.role)
		case !ok:
			t.Errorf("%d: no region %q", p.id, p.region)
		case !p.role.Fits(region.Level):
			t.Errorf("%d: role %s does not go with %s, of level %s", p.id, p.role, p.region, region.Level)
		case !strings.Contains(p.title, region.Name) && region.Level != casebook.LevelKabupaten:
			t.Errorf("%d: %q is held over %s", p.id, p.title, region.Name)
		}
		held[p.role]++
		if p.role == casebook.Officer {
			officers[p.region[:len("17.01.09")]]++
		}
	}
	for _, role := range casebook.Roles {
		if held[role] == 0 {
			t.Errorf("nobody is %s", role)
		}
	}
	kecamatan := 0
	for _, r := range data.Regions {
		if r.Level != casebook.LevelKecamatan {
			continue
		}
		kecamatan++
		if officers[r.Code] != 1 {
			t.Errorf("%s has %d officers, want one", r.Name, officers[r.Code])
		}
	}
	if kecamatan != 11 || shown < 2 {
		t.Errorf("%d kecamatan, %d people shown at first", kecamatan, shown)
	}
	if len(demo.cases) != 12 {
		t.Errorf("%d cases, want a dozen", len(demo.cases))
	}
	told := map[int64]bool{}
	for _, c := range demo.cases {
		if who, ok := known[c.person]; !ok || who.role != "" || told[c.person] {
			t.Errorf("%d is no resident, or reports twice", c.person)
		}
		told[c.person] = true
		if who, ok := known[c.taken]; c.taken != 0 && (!ok || who.role == "") {
			t.Errorf("the case of %d is taken by %d, who has no role", c.person, c.taken)
		}
	}
}

func TestTheDemosStoriesAreSentByTheirLastMessage(t *testing.T) {
	demo, err := readPeople()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range demo.cases {
		rehearsal, err := Rehearse(demoDistrict, "id", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		var heard strings.Builder
		for i, text := range c.says {
			said, over := rehearsal.Line(text)
			heard.WriteString("> " + text + "\n" + said)
			if last := i == len(c.says)-1; over != last || last && !strings.HasSuffix(said, "= "+rehearsal.voice.Say("talk.send")+"\n") {
				t.Errorf("the case of %d is not sent exactly by its last message:\n%s", c.person, heard.String())
				break
			}
		}
	}
}
