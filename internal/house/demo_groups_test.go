package house

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/district"
)

// What is in the three files fits the district, the demo's people and one another.
func TestTheDemosGroupsFit(t *testing.T) {
	g, err := demoGroups()
	if err != nil {
		t.Fatal(err)
	}
	data, err := district.Load(demoDistrict)
	if err != nil {
		t.Fatal(err)
	}
	people, err := readPeople()
	if err != nil {
		t.Fatal(err)
	}
	names, officers := map[string]string{}, map[string]int{}
	rosters := map[string][]casebook.Member{}
	for _, row := range g.rows {
		if r, ok := data.Gazetteer().Region(row.Region); !ok || !r.Village() {
			t.Errorf("%s is no village", row.Region)
		}
		if other, ok := names[row.Region]; ok && other != row.Group {
			t.Errorf("%s has two groups", row.Region)
		}
		names[row.Region] = row.Group
		if row.Officer {
			officers[row.Region]++
		}
		if row.Member.Empty() || row.Sex != casebook.Man && row.Sex != casebook.Woman {
			t.Errorf("line %d of %s", row.Line, row.Region)
		}
		rosters[row.Region] = append(rosters[row.Region], casebook.Member{ID: casebook.MemberID(row.Line), Name: row.Member, Post: row.Post, Officer: row.Officer})
	}
	if len(names) != 11 || names["17.01.10.2005"] != "WKSBM Mufakat" || officers["17.01.10.2005"] != 7 {
		t.Errorf("%d groups; Kuripan: %q with %d officers", len(names), names["17.01.10.2005"], officers["17.01.10.2005"])
	}
	for _, p := range people.persons {
		i := slices.IndexFunc(g.seats, func(s demoSeat) bool { return s.account == p.id })
		if p.role == casebook.Officer && (i < 0 || g.seats[i].region != p.region ||
			!strings.HasPrefix(rosters[p.region][g.seats[i].place-1].Name.Reveal(), p.first)) {
			t.Errorf("%d has no line, or another's", p.id)
		}
	}
	topics := map[string]bool{}
	for _, topic := range data.Topics {
		topics[topic.Key] = true
	}
	today := time.Date(2026, 11, 24, 0, 0, 0, 0, data.District.Zone)
	for _, m := range append(slices.Clone(g.held), g.coming...) {
		if !slices.Contains(casebook.MeetingKinds, m.kind) || m.kind.Confidential() || names[m.region] == "" || m.at(today, m.from).IsZero() {
			t.Errorf("%s: %+v", m.dialog(), m)
		}
		if _, err := m.log(casebook.Group{}, rosters[m.region], today); err != nil {
			t.Error(err)
		}
		for _, topic := range m.topics {
			if !topics[topic] {
				t.Errorf("%s: no topic %s", m.dialog(), topic)
			}
		}
	}
}

// The sample of the field, as it is in the record on 24 November 2026: 12 November, 09.00 to 11.30, five of seven officers, one excused, one absent without a
// word, five guests.
func TestTheSampleOfKuripan(t *testing.T) {
	g, err := demoGroups()
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("WIB", 7*3600)
	m := g.meeting("17.01.10.2005", -12)
	var roster []casebook.Member
	for _, row := range g.rows {
		if row.Region == m.region {
			roster = append(roster, casebook.Member{ID: casebook.MemberID(row.Line), Name: row.Member, Post: row.Post, Officer: row.Officer})
		}
	}
	l, err := m.log(casebook.Group{ID: 1}, roster, time.Date(2026, 11, 24, 0, 0, 0, 0, zone))
	if err != nil {
		t.Fatal(err)
	}
	said := map[casebook.Presence]int{}
	for _, mark := range l.Present {
		said[mark.Presence]++
	}
	if said[casebook.Present] != 5 || said[casebook.Excused] != 1 || said[casebook.Absent] != 1 || l.Heads.Guests != 5 {
		t.Errorf("%v, %d guests", said, l.Heads.Guests)
	}
	if !l.StartsAt.Equal(time.Date(2026, 11, 12, 9, 0, 0, 0, zone)) || l.EndsAt.Sub(l.StartsAt) != 150*time.Minute {
		t.Errorf("from %v to %v", l.StartsAt, l.EndsAt)
	}
	if l.Chair.Reveal() != "Darmadi" || l.Notes.Reveal() != "Lestari Ningsih" || len(l.FollowUps) != 2 || l.FollowUps[0].Who.Reveal() != "Jumadil" {
		t.Errorf("chair %s, minutes by %s, %d follow-ups", l.Chair.Reveal(), l.Notes.Reveal(), len(l.FollowUps))
	}
}
