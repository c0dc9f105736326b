package store_test

import (
	"fmt"
	"strings"
	"testing"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

func TestAGroupIsMadeFoundAndChanged(t *testing.T) {
	w := open(t)
	staff := w.with(casebook.Staff, district)
	officer := w.with(casebook.Officer, village)
	made, err := w.SaveGroup(t.Context(), staff, casebook.Group{Kind: casebook.WKSBM, Name: "Melati", Region: village, Level: "RW",
		Decree: casebook.Decree{Number: "SK 1", Until: casebook.Date{Year: 2028, Month: 6, Day: 30}}}, now)
	if err != nil || made.ID == 0 || made.Decree.Until.Year != 2028 || made.Iuran != nil {
		t.Fatalf("made %+v, %v", made, err)
	}
	_, err = w.SaveGroup(t.Context(), staff, casebook.Group{Kind: casebook.WKSBM, Name: "MELATI", Region: village}, now)
	wantErr(t, "the same name in the same village", err, casebook.ErrConflict)
	if err != nil && strings.Contains(strings.ToLower(err.Error()), "melati") {
		t.Errorf("the error tells the name: %v", err)
	}
	_, err = w.SaveGroup(t.Context(), officer, casebook.Group{Kind: casebook.WKSBM, Name: "Mawar", Region: village}, now)
	wantErr(t, "an officer makes a group", err, casebook.ErrForbidden)

	yes := true
	made.Name, made.Iuran, made.Region = "Melati Indah", &yes, neighbour
	changed, err := w.SaveGroup(t.Context(), officer, made, now)
	if err != nil || changed.Name != "Melati Indah" || changed.Iuran == nil || !*changed.Iuran || changed.Region != village {
		t.Errorf("changed %+v, %v", changed, err)
	}
	for matching, want := range map[string]int{"": 1, "indah": 1, "desa 2001": 1, "Kecamatan 09": 1, "%": 0, "mawar": 0} {
		if list, err := w.Groups(t.Context(), officer, matching, 10); err != nil || len(list) != want {
			t.Errorf("%q finds %d groups, want %d: %v", matching, len(list), want, err)
		}
	}
}

func TestARosterKeepsItsOrderAndItsPast(t *testing.T) {
	m := assemble(t, 1, 2)
	again, err := m.SaveMember(t.Context(), m.officer, casebook.Member{Group: m.group.ID, Name: private.Of("Warga 3")}, "line 2", now)
	if err != nil || again.ID != m.roster[2].ID {
		t.Errorf("the same talk added line %d, %v; want %d", again.ID, err, m.roster[2].ID)
	}
	for range 2 {
		if err := m.DropMember(t.Context(), m.officer, m.roster[1].ID, now); err != nil {
			t.Fatal(err)
		}
	}
	changed := m.roster[2]
	changed.Post, changed.Sex, changed.Officer = "Bendahara", casebook.Woman, true
	if _, err := m.SaveMember(t.Context(), m.officer, changed, "", now); err != nil {
		t.Fatal(err)
	}
	_, err = m.SaveMember(t.Context(), m.officer, m.roster[1], "", now)
	wantErr(t, "a closed line is changed", err, casebook.ErrMove)

	g, roster, err := m.Group(t.Context(), m.officer, m.group.ID)
	if err != nil || len(roster) != 2 || roster[0].Place != 1 || roster[1].Place != 3 || roster[1].Post != "Bendahara" || g.Officers != 2 || g.Members != 2 {
		t.Errorf("group %+v with %+v, %v", g, roster, err)
	}
	minutes := m.logs(m.present(2), func(l *casebook.MeetingLog) { l.StartsAt = now.AddDate(0, 0, -1) }) // who had not left then
	if len(minutes.Lines) != 3 || minutes.Tally.Members != 1 {
		t.Errorf("%d lines, tally %+v", len(minutes.Lines), minutes.Tally)
	}
}

func TestAClaimIsAskedOfThoseWhoKnow(t *testing.T) {
	m := assemble(t, 2, 1)
	m.with(casebook.Coordinator, kecamatan)
	v := m.somebody(district)
	g, free, err := m.GroupByLink(t.Context(), district, m.group.ID)
	if err != nil || g.Name != "Melati" || len(free) != 3 {
		t.Fatalf("%d free lines of %q, %v", len(free), g.Name, err)
	}
	c, err := m.Claim(t.Context(), v, casebook.Claim{Group: m.group.ID, Member: m.roster[0].ID, Name: private.Of("Ibu Siti")}, now)
	if err != nil || c.State != casebook.Claimed || c.Person != v.Person {
		t.Fatalf("claim %+v, %v", c, err)
	}
	if got := m.told(casebook.ClaimMade); got != people(m.officer) {
		t.Errorf("told %s, want the officer of the village %d", got, m.officer.Person)
	}
	_, err = m.DecideClaim(t.Context(), v, c.ID, true, now)
	wantErr(t, "a resident confirms the own claim", err, casebook.ErrNotFound)

	for range 2 {
		if c, err = m.DecideClaim(t.Context(), m.officer, c.ID, true, now); err != nil || c.State != casebook.Confirmed {
			t.Fatalf("decided %+v, %v", c, err)
		}
	}
	_, err = m.DecideClaim(t.Context(), m.officer, c.ID, false, now)
	wantErr(t, "decided otherwise afterwards", err, casebook.ErrMove)
	if got := m.told(casebook.ClaimDecided); got != people(v) {
		t.Errorf("told %s of the decision", got)
	}
	fresh, err := m.Viewer(t.Context(), district, v.Person)
	if err != nil || !fresh.LeadsGroup(m.group.ID) || fresh.InGroup(m.group.ID) != m.roster[0].ID {
		t.Errorf("seats %+v, %v", fresh.Seats, err)
	}

	if err := m.SetBlocked(t.Context(), district, m.users, true, now); err != nil { // the newest account is the officer's
		t.Fatal(err)
	}
	third := m.somebody(district)
	if _, err := m.Claim(t.Context(), third, casebook.Claim{Group: m.group.ID, Name: private.Of("Bapak Udin")}, now); err != nil {
		t.Fatal(err)
	}
	if got := m.told(casebook.ClaimMade); got != people(m.officer, m.officer) {
		t.Errorf("told %s, want the officer of the village, since the group's own has blocked the bot", got)
	}
	if err := m.SetBlocked(t.Context(), district, m.users-1, false, now); err != nil {
		t.Fatal(err)
	}

	next := m.somebody(district) // now there is an officer of the group itself
	_, err = m.Claim(t.Context(), next, casebook.Claim{Group: m.group.ID, Member: m.roster[0].ID, Name: private.Of("Bapak Adi")}, now)
	wantErr(t, "a line that is taken", err, casebook.ErrConflict)
	c, err = m.Claim(t.Context(), next, casebook.Claim{Group: m.group.ID, Name: private.Of("Bapak Adi")}, now)
	if err != nil {
		t.Fatal(err)
	}
	if got := value[int64](m.world, "SELECT person_id FROM notices WHERE claim_id = $1 AND kind = 'claim_made'", c.ID); casebook.PersonID(got) != v.Person {
		t.Errorf("told %d, want the group's own officer %d", got, v.Person)
	}
	if c, err = m.DecideClaim(t.Context(), v, c.ID, true, now); err != nil || c.Member == 0 {
		t.Fatalf("decided %+v, %v", c, err)
	}
	if seat, err := m.Claim(t.Context(), next, casebook.Claim{Group: m.group.ID, Name: private.Of("Adi")}, now); err != nil || seat.State != casebook.Confirmed || seat.Member != c.Member {
		t.Errorf("whoever sits there already gets %+v, %v", seat, err)
	}
}

func TestAChatIsOneGroupsAndMovesWithIt(t *testing.T) {
	m := assemble(t, 1, 0)
	if err := m.BindChat(t.Context(), m.officer, m.group.ID, -4711, now); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := m.MoveChat(t.Context(), district, -4711, -1004711); err != nil {
			t.Fatal(err)
		}
	}
	g, err := m.GroupOfChat(t.Context(), district, -1004711)
	if err != nil || g.ID != m.group.ID || g.Chat != -1004711 {
		t.Errorf("group %+v, %v", g, err)
	}
	_, err = m.GroupOfChat(t.Context(), other, -1004711)
	wantErr(t, "another district's", err, casebook.ErrNotFound)
	second, err := m.SaveGroup(t.Context(), m.with(casebook.Staff, district), casebook.Group{Kind: casebook.OtherBody, Name: "Forum", Region: village}, now)
	if err != nil {
		t.Fatal(err)
	}
	wantErr(t, "a chat that is another group's", m.BindChat(t.Context(), m.officer, second.ID, -1004711, now), casebook.ErrConflict)
	if n := value[int](m.world, "SELECT count(*) FROM groups WHERE chat_sealed::text LIKE '%1004711%'"); n != 0 {
		t.Error("the chat's id stands in the record")
	}
}

func TestATableOfRostersIsTakenOnce(t *testing.T) {
	w := open(t)
	coordinator := w.with(casebook.Coordinator, kecamatan)
	row := func(line int, group, region, member, post string) casebook.RosterRow {
		return casebook.RosterRow{Line: line, Group: group, Kind: casebook.WKSBM, Region: region, Member: private.Of(member), Post: post, Officer: post != ""}
	}
	rows := []casebook.RosterRow{
		row(2, "Melati", village, "Siti", "Ketua"), row(3, "Melati", village, "Adi", ""), row(4, "Mawar", neighbour, "Budi", "Ketua"),
		row(5, "Anggrek", "17.01.10.2001", "Cici", ""), // another kecamatan
		{Line: 6, Group: "", Fault: casebook.NoGroupName},
	}
	rows[0].Decree = casebook.Decree{Number: "SK 9"}
	want := func(times string, rows []casebook.RosterRow, groups, members, changed int) {
		t.Helper()
		got, err := w.ImportGroups(t.Context(), coordinator, rows, now)
		if err != nil || got.Groups != groups || got.Members != members || got.Changed != changed {
			t.Errorf("%s: %+v, %v, want %d %d %d", times, got, err, groups, members, changed)
		}
		if len(got.Bad) != 2 || got.Bad[0].Fault != casebook.NotYours || got.Bad[0].Line != 5 || got.Bad[1].Fault != casebook.NoGroupName {
			t.Errorf("%s: bad rows %+v", times, got.Bad)
		}
	}
	want("the first time", rows, 2, 3, 0)
	want("the same again", rows, 0, 0, 0)
	rows[0].Group, rows[0].Member, rows[0].Decree.Number, rows[1].Post, rows[1].Officer = "MELATI", private.Of("  siti "), "SK 10", "Sekretaris", true
	want("with other posts and another decree", rows, 0, 0, 2)
	got := value[string](w, "SELECT string_agg(concat_ws(' ', m.place, m.name, m.post, m.officer, g.decree_number), ', ' ORDER BY g.id, m.place) FROM members m JOIN groups g ON g.id = m.group_id WHERE g.region = '"+village+"'")
	if got != "1 Siti Ketua t SK 10, 2 Adi Sekretaris t SK 10" {
		t.Errorf("the roster reads %s", got)
	}
}

// Who may do what with a group of the village, through the store: casebook's own table is tested there.
func TestRightsOnAGroupAreAskedAtThePress(t *testing.T) {
	m := assemble(t, 2, 1)
	leader, member := m.joins(1), m.joins(3)
	for name, c := range map[string]struct {
		v               casebook.Viewer
		see, edit, make error
	}{
		"its officer by seat":       {leader, nil, nil, casebook.ErrNotFound},
		"its plain member":          {member, nil, casebook.ErrForbidden, casebook.ErrNotFound},
		"officer of the village":    {m.officer, nil, nil, casebook.ErrForbidden},
		"officer of the next one":   {m.with(casebook.Officer, neighbour), casebook.ErrNotFound, casebook.ErrNotFound, casebook.ErrNotFound},
		"coordinator":               {m.with(casebook.Coordinator, kecamatan), nil, nil, nil},
		"another coordinator":       {m.with(casebook.Coordinator, "17.01.10"), casebook.ErrNotFound, casebook.ErrNotFound, casebook.ErrNotFound},
		"staff":                     {m.with(casebook.Staff, district), nil, nil, nil},
		"caseworker":                {m.with(casebook.Caseworker, district), nil, casebook.ErrForbidden, casebook.ErrForbidden},
		"admin":                     {m.with(casebook.Admin, district), nil, nil, nil},
		"head":                      {m.with(casebook.HeadViewer, district), casebook.ErrForbidden, casebook.ErrForbidden, casebook.ErrForbidden},
		"resident":                  {m.somebody(district), casebook.ErrNotFound, casebook.ErrNotFound, casebook.ErrNotFound},
		"staff of another district": {m.with(casebook.Staff, other), casebook.ErrNotFound, casebook.ErrNotFound, casebook.ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			stale := c.v
			stale.Grants = []casebook.Grant{{Role: casebook.Admin, Region: district}} // what a viewer brings along counts for nothing
			_, _, err := m.Group(t.Context(), stale, m.group.ID)
			wantErr(t, "see", err, c.see)
			_, err = m.SaveGroup(t.Context(), stale, m.group, now)
			wantErr(t, "edit", err, c.edit)
			_, err = m.SaveGroup(t.Context(), stale, casebook.Group{Kind: casebook.OtherBody, Name: fmt.Sprint("Forum ", c.v.Person), Region: village}, now)
			wantErr(t, "make", err, c.make)
		})
	}
}
