package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

func TestAPlanInvitesMovesAndIsCalledOff(t *testing.T) {
	m := assemble(t, 2, 1)
	chair, member := m.joins(1), m.joins(3)
	if err := m.BindChat(t.Context(), m.officer, m.group.ID, -4711, now); err != nil {
		t.Fatal(err)
	}
	m.did()
	planned := m.plans()
	if again := m.plans(); again.ID != planned.ID {
		t.Errorf("the same talk planned meeting %d and %d", planned.ID, again.ID)
	}
	everybody := "0 " + people(chair, member)
	if got := m.told(casebook.Invited); got != everybody {
		t.Errorf("invited %s, want %s", got, everybody)
	}
	if got := kinds(m.did()); got != "[send_notice send_notice send_notice]" {
		t.Errorf("tasks %s", got)
	}

	move := func(p *casebook.Plan) { p.Dialog, p.Meeting, p.StartsAt = "move", planned.ID, meetsAt.Add(time.Hour) }
	for range 2 {
		if moved := m.plans(move); !moved.StartsAt.Equal(meetsAt.Add(time.Hour)) {
			t.Errorf("moved to %s", moved.StartsAt)
		}
	}
	m.plans(func(p *casebook.Plan) {
		move(p)
		p.Dialog, p.Agenda = "agenda", private.Of("Iuran")
	})
	if got := m.told(casebook.MeetingMoved); got != everybody {
		t.Errorf("told %s that it moved, want each once", got)
	}
	minutes, err := m.MinutesFor(t.Context(), chair, planned.ID, now)
	if err != nil || len(minutes.Changed) != 2 || fmt.Sprint(minutes.Changed[0].What, minutes.Changed[1].What) != "[date] [agenda]" {
		t.Errorf("changed %+v, %v", minutes.Changed, err)
	}

	for range 2 {
		off, err := m.CallOff(t.Context(), chair, planned.ID, private.Of("hujan"), now)
		if err != nil || off.State != casebook.CalledOff {
			t.Fatalf("called off %+v, %v", off, err)
		}
	}
	if got := m.told(casebook.MeetingOff); got != "0 "+people(member) {
		t.Errorf("told %s that it is off, want all but who called it off", got)
	}
	_, err = m.PlanMeeting(t.Context(), m.officer, casebook.Plan{Dialog: "late", Meeting: planned.ID, StartsAt: meetsAt}, now)
	wantErr(t, "a meeting that is called off is moved", err, casebook.ErrMove)
}

func TestThoseInvitedAnswer(t *testing.T) {
	m := assemble(t, 2, 1)
	chair, member := m.joins(1), m.joins(3)
	planned := m.plans()
	for _, step := range []struct {
		v     casebook.Viewer
		comes bool
		want  casebook.RSVPs
	}{
		{chair, true, casebook.RSVPs{Yes: 1, Open: 1}},
		{m.somebody(district), true, casebook.RSVPs{Yes: 2, Open: 1}},
		{member, true, casebook.RSVPs{Yes: 3}},
		{member, false, casebook.RSVPs{Yes: 2, No: 1}},
	} {
		if got, err := m.Answer(t.Context(), step.v, planned.ID, step.comes, now); err != nil || got != step.want {
			t.Errorf("answers %+v, %v, want %+v", got, err, step.want)
		}
	}
}

func TestARhythmEnds(t *testing.T) {
	m := assemble(t, 1, 0)
	planned := m.plans(func(p *casebook.Plan) { p.Every = casebook.Monthly })
	if planned.Series != int64(planned.ID) || planned.Every != casebook.Monthly {
		t.Errorf("series %d every %q", planned.Series, planned.Every)
	}
	for range 2 {
		if err := m.EndSeries(t.Context(), m.officer, planned.ID, now); err != nil {
			t.Fatal(err)
		}
	}
	list, err := m.MeetingsBetween(t.Context(), m.officer, 0, meetsAt, meetsAt.Add(time.Second), 10)
	if err != nil || len(list) != 1 || list[0].Every != casebook.Once || list[0].State != casebook.Planned {
		t.Errorf("meetings %+v, %v", list, err)
	}
	if none, err := m.MeetingsBetween(t.Context(), m.officer, m.group.ID, now, meetsAt, 10); err != nil || len(none) != 0 {
		t.Errorf("%d meetings before it, %v", len(none), err)
	}
}

func TestALogWithoutAPlanIsAMeeting(t *testing.T) {
	m := assemble(t, 2, 2)
	chair, member := m.joins(1), m.joins(3)
	minutes := m.logs(m.present(1, 3), func(l *casebook.MeetingLog) {
		l.Agenda, l.Topics = private.Of("Iuran"), []string{"pencatatan"}
		l.Files = []casebook.MeetingFile{{Use: casebook.SheetPhoto, Attachment: casebook.Attachment{Kind: "photo", TelegramID: "AgAC", Unique: "AQAD", Size: 11}}}
		l.FollowUps = []casebook.FollowUp{{What: private.Of("Perbaiki atap"), Member: m.roster[0].ID, Due: casebook.Date{Year: 2026, Month: 12, Day: 1}}}
	})
	if minutes.State != casebook.Held || minutes.Logger != m.officer.Person || minutes.Planner != 0 || len(minutes.FollowUps) != 1 || len(minutes.Files) != 1 ||
		minutes.Files[0].TelegramID != "AgAC" || !slices.Equal(minutes.Topics, []string{"pencatatan"}) || minutes.Result.Reveal() != "Kerja bakti hari Sabtu" {
		t.Errorf("minutes %+v", minutes)
	}
	if got := m.told(casebook.Outcome); got != people(chair, member) {
		t.Errorf("told the outcome to %s, want %s", got, people(chair, member))
	}
	again := m.logs(m.present(2), func(l *casebook.MeetingLog) { l.Result = private.Of("lain") })
	if again.ID != minutes.ID || again.Result != minutes.Result || again.Tally.Officers != 1 {
		t.Errorf("the same talk again: %+v", again)
	}
	last, err := m.LastMeeting(t.Context(), m.officer, m.group.ID)
	if err != nil || last.ID != minutes.ID || last.Chair.Reveal() != "Warga 1" {
		t.Errorf("last %+v, %v", last, err)
	}
	if g, _, err := m.Group(t.Context(), m.officer, m.group.ID); err != nil || !g.Coached.Equal(meetsAt) || g.Place != "Balai desa" {
		t.Errorf("group %+v, %v", g, err)
	}
	_, err = m.LogMeeting(t.Context(), m.officer, m.log(func(l *casebook.MeetingLog) { l.Dialog, l.Meeting = "other", minutes.ID }), now)
	wantErr(t, "logged by another talk", err, casebook.ErrMove)
	_, err = m.LogMeeting(t.Context(), m.officer, m.log(func(l *casebook.MeetingLog) {
		l.Dialog, l.Present = "wrong", []casebook.Mark{{Member: 99, Presence: casebook.Present}}
	}), now)
	wantErr(t, "a line that is on no roster", err, casebook.ErrBadInput)
	if n := value[int](m.world, "SELECT count(*) FROM meetings"); n != 1 {
		t.Errorf("%d meetings, want what was refused to leave none", n)
	}
}

func TestALogIsOfTheOnlyPlanOfTheDay(t *testing.T) {
	m := assemble(t, 1, 0)
	planned := m.plans()
	other := m.plans(func(p *casebook.Plan) { p.Dialog, p.Kind = "other", casebook.OfficersMeet })
	later := func(l *casebook.MeetingLog) { l.StartsAt = meetsAt.Add(5 * time.Hour) }
	if got := m.logs(later); got.ID != planned.ID || !got.StartsAt.Equal(meetsAt.Add(5*time.Hour)) {
		t.Errorf("logged as meeting %d at %s, want the plan %d", got.ID, got.StartsAt, planned.ID)
	}
	if got := m.logs(func(l *casebook.MeetingLog) { l.Dialog = "second" }); got.ID == planned.ID || got.ID == other.ID {
		t.Errorf("a second coaching of the day was logged as meeting %d", got.ID)
	}
	twin := m.plans(func(p *casebook.Plan) { p.Dialog, p.Kind = "twin", casebook.OfficersMeet })
	got := m.logs(func(l *casebook.MeetingLog) { l.Dialog, l.Kind = "third", casebook.OfficersMeet })
	if got.ID == other.ID || got.ID == twin.ID {
		t.Errorf("logged as meeting %d, though two were planned", got.ID)
	}
}

func TestTheSameLogEightTimesAtOnceIsOneMeeting(t *testing.T) {
	m := assemble(t, 3, 3)
	l := m.log(m.present(1, 2, 5))
	ids := make([]casebook.MeetingID, 8)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			minutes, err := m.LogMeeting(t.Context(), m.officer, l, meetsAt)
			if err != nil {
				t.Error(err)
			}
			ids[i] = minutes.ID
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("meetings %v, want one", ids)
		}
	}
	if got := m.counts(ids[0]); got != "2 2 3 3" {
		t.Errorf("counts %s", got)
	}
}

func TestACorrectionKeepsWhoAndWhy(t *testing.T) {
	m := assemble(t, 2, 1)
	minutes := m.logs(m.present(1, 2), func(l *casebook.MeetingLog) { l.Heads.Guests = 4 })
	if err := m.SetName(t.Context(), m.officer, private.Of("Pak Didi")); err != nil {
		t.Fatal(err)
	}
	fix := func(l *casebook.MeetingLog) {
		l.Dialog, l.Meeting, l.Why = "fix", minutes.ID, private.Of("salah catat")
		l.Place, l.Result, l.Heads = "Masjid", private.Text{}, casebook.Heads{Guests: 6}
		l.Present = []casebook.Mark{
			{Member: m.roster[0].ID, Presence: casebook.Present}, // as it stands
			{Member: m.roster[1].ID, Presence: casebook.Represented, Via: private.Of("Warga 9")},
			{Member: m.roster[2].ID, Presence: casebook.Ill},
		}
	}
	_, err := m.LogMeeting(t.Context(), m.officer, m.log(fix, func(l *casebook.MeetingLog) { l.Meeting = 0 }), now)
	wantErr(t, "a correction of nothing", err, casebook.ErrNotFound)
	for range 2 {
		got := m.logs(fix)
		if got.ID != minutes.ID || got.Place != "Masjid" || got.Result != minutes.Result || got.Changes != 1 || got.Tally.Guests != 6 || got.Tally.Officers != 1 {
			t.Errorf("corrected %+v", got)
		}
		if got.Lines[1].Presence != casebook.Represented || got.Lines[1].Via.Reveal() != "Warga 9" || got.Lines[2].Presence != casebook.Ill {
			t.Errorf("lines %+v", got.Lines)
		}
		change := got.Changed[0]
		if fmt.Sprint(change.What) != "[place heads attendance]" || change.Why.Reveal() != "salah catat" || change.Name.Reveal() != "Pak Didi" {
			t.Errorf("change %+v by %q for %q", change, change.Name.Reveal(), change.Why.Reveal())
		}
	}
	if got := m.counts(minutes.ID); got != "1 1 2 7" {
		t.Errorf("counts %s", got)
	}
	if n := value[int](m.world, "SELECT count(*) FROM attendance_marks WHERE source = 'correction'"); n != 2 {
		t.Errorf("%d marks of the correction, want those of the two lines that differ", n)
	}
	if got := m.logs(fix, func(l *casebook.MeetingLog) { l.Dialog = "same again" }); got.Changes != 1 {
		t.Error("a correction that corrects nothing was kept")
	}
}

func TestACaseTalkIsTheCaseworkers(t *testing.T) {
	m := assemble(t, 2, 0)
	chair, admin := m.joins(1), m.with(casebook.Admin, district)
	caseworker := m.with(casebook.Caseworker, district)
	c := m.file(func(f *casebook.Filing) { f.Shield = casebook.ShieldOffice })
	talk := m.log(m.present(1), func(l *casebook.MeetingLog) { l.Kind, l.Cases = casebook.CaseTalk, []casebook.Number{c.Number} })
	_, err := m.LogMeeting(t.Context(), m.officer, talk, now)
	wantErr(t, "an officer logs a case talk", err, casebook.ErrNotFound)
	wrong := talk
	wrong.Dialog, wrong.Cases = "wrong", []casebook.Number{"BS-0000-0000-0"}
	_, err = m.LogMeeting(t.Context(), caseworker, wrong, now)
	wantErr(t, "a case that there is not", err, casebook.ErrBadInput)

	minutes, err := m.LogMeeting(t.Context(), caseworker, talk, now)
	if err != nil || !slices.Equal(minutes.Cases, []casebook.Number{c.Number}) {
		t.Fatalf("minutes %+v, %v", minutes, err)
	}
	if got := m.told(casebook.Outcome); got != "" {
		t.Errorf("told the outcome to %s", got)
	}
	if _, err := m.MinutesFor(t.Context(), caseworker, minutes.ID, now); err != nil {
		t.Fatal(err)
	}
	if n := value[int](m.world, "SELECT count(*) FROM case_reads WHERE what = 'minutes' AND person_id = $1", caseworker.Person); n != 1 {
		t.Errorf("%d readings logged, want one", n)
	}
	bare, err := m.MinutesFor(t.Context(), chair, minutes.ID, now)
	if err != nil || !bare.Result.Empty() || len(bare.Cases)+len(bare.Lines)+len(bare.FollowUps) != 0 || !bare.Chair.Empty() || bare.Tally.All() != 0 || bare.Place != "Balai desa" {
		t.Errorf("a member of the group reads %+v, %v", bare, err)
	}
	for name, v := range map[string]casebook.Viewer{"the officer of the village": m.officer, "an admin": admin, "staff": m.with(casebook.Staff, district)} {
		_, err := m.MinutesFor(t.Context(), v, minutes.ID, now)
		wantErr(t, name, err, casebook.ErrNotFound)
		if list, err := m.MeetingsBetween(t.Context(), v, 0, meetsAt, meetsAt.Add(time.Hour), 10); err != nil || len(list) != 0 {
			t.Errorf("%s lists %d case talks, %v", name, len(list), err)
		}
		_, err = m.LastMeeting(t.Context(), v, m.group.ID)
		wantErr(t, name+" asks for the last meeting", err, casebook.ErrNotFound)
	}
}

// Who may do what with an ordinary meeting of the village's group, through the store.
func TestRightsOnAMeetingAreAskedAtThePress(t *testing.T) {
	m := assemble(t, 2, 1)
	leader, member := m.joins(1), m.joins(3)
	held := m.logs(m.present(1))
	no, hidden := casebook.ErrForbidden, casebook.ErrNotFound
	for name, c := range map[string]struct {
		v              casebook.Viewer
		see, plan, log error
		words          bool // reads what was said
	}{
		"its officer by seat":     {leader, nil, nil, nil, true},
		"its plain member":        {member, nil, no, no, true},
		"officer of the village":  {m.officer, nil, nil, nil, true},
		"officer of the next one": {m.with(casebook.Officer, neighbour), hidden, hidden, hidden, false},
		"coordinator":             {m.with(casebook.Coordinator, kecamatan), nil, nil, nil, true},
		"another coordinator":     {m.with(casebook.Coordinator, "17.01.10"), hidden, hidden, hidden, false},
		"staff":                   {m.with(casebook.Staff, district), nil, nil, nil, true},
		"admin":                   {m.with(casebook.Admin, district), nil, no, no, false},
		"head":                    {m.with(casebook.HeadViewer, district), no, no, no, false},
		"resident":                {m.somebody(district), hidden, hidden, hidden, false},
		"staff of another":        {m.with(casebook.Staff, other), hidden, hidden, hidden, false},
	} {
		t.Run(name, func(t *testing.T) {
			minutes, err := m.MinutesFor(t.Context(), c.v, held.ID, now)
			wantErr(t, "see", err, c.see)
			if got := !minutes.Result.Empty(); got != c.words {
				t.Errorf("reads the result: %v, want %v", got, c.words)
			}
			_, err = m.PlanMeeting(t.Context(), c.v, casebook.Plan{Dialog: "plan of " + name, Group: m.group.ID, Kind: casebook.Coaching, StartsAt: meetsAt}, now)
			wantErr(t, "plan", err, c.plan)
			_, err = m.LogMeeting(t.Context(), c.v, m.log(func(l *casebook.MeetingLog) {
				l.Dialog, l.StartsAt = "log of "+name, meetsAt.AddDate(0, 0, -7)
			}), now)
			wantErr(t, "log", err, c.log)
			_, err = m.OpenDoor(t.Context(), c.v, held.ID, meetsAt, now)
			wantErr(t, "open the door", err, c.log)
		})
	}
}

func TestTheDoorOpensWithItsCodeAndItsCounter(t *testing.T) {
	m := assemble(t, 1, 1)
	chair := m.joins(1)
	if err := m.BindChat(t.Context(), m.officer, m.group.ID, -4711, now); err != nil {
		t.Fatal(err)
	}
	planned := m.plans()
	first, second := m.opens(planned), m.opens(planned)
	if first.Secret != second.Secret || first.Secret.Empty() {
		t.Error("an open door got another secret")
	}
	doors, err := m.OpenDoors(t.Context(), district, meetsAt)
	if err != nil || len(doors) != 1 || !doors[0].Opens(first.Code(meetsAt), meetsAt) || doors[0].Group.Name != "Melati" {
		t.Fatalf("doors %+v, %v", doors, err)
	}
	if none, err := m.OpenDoors(t.Context(), other, meetsAt); err != nil || len(none) != 0 {
		t.Errorf("another district sees %d doors, %v", len(none), err)
	}
	if got := m.told(casebook.DoorCounter); got != "0" {
		t.Errorf("counters to %s, want one to the chat", got)
	}
	m.did()
	if _, err := m.Pool().Exec(t.Context(), "UPDATE notices SET state = 'sent', message_id = 9 WHERE kind = 'door_counter'"); err != nil {
		t.Fatal(err)
	}
	m.arrives(chair, planned, 1)
	if tasks := m.did(); len(tasks) != 1 || tasks[0].Kind != casebook.EditNotice || !tasks[0].NotBefore.Equal(meetsAt.Add(5*time.Second)) {
		t.Errorf("tasks %+v, want the counter drawn again in a while", tasks)
	}
	m.arrives(chair, planned, 2)
	if tasks := m.did(); len(tasks) != 0 {
		t.Errorf("tasks %+v for somebody who is there already", tasks)
	}
	if minutes, err := m.MinutesFor(t.Context(), chair, planned.ID, meetsAt); err != nil || minutes.Code != first.Secret {
		t.Errorf("who may open the door reads another secret, %v", err)
	}
}
