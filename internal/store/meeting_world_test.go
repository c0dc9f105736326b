package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// meets is a group with a roster, in a world.
type meets struct {
	*world
	group   casebook.Group
	officer casebook.Viewer // by a grant over the village
	roster  []casebook.Member
}

// meeting begins at 09.00 in Jakarta of the day after now.
var meetsAt = time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)

// assemble makes a group of the village with so many officers and plain members, nobody of them on Telegram yet.
func assemble(t testing.TB, officers, members int) *meets {
	t.Helper()
	w := open(t)
	m := &meets{world: w, officer: w.with(casebook.Officer, village)}
	var err error
	m.group, err = w.SaveGroup(t.Context(), w.with(casebook.Staff, district), casebook.Group{Kind: casebook.WKSBM, Name: "Melati", Region: village}, now)
	if err != nil {
		t.Fatal(err)
	}
	posts := []string{"Ketua", "Sekretaris"}
	for i := range officers + members {
		line := casebook.Member{Group: m.group.ID, Name: private.Of(fmt.Sprint("Warga ", i+1)), Officer: i < officers}
		if i < min(officers, len(posts)) {
			line.Post = posts[i]
		}
		line, err := w.SaveMember(t.Context(), m.officer, line, fmt.Sprint("line ", i), now)
		if err != nil {
			t.Fatal(err)
		}
		m.roster = append(m.roster, line)
	}
	return m
}

// joins gives a line of the roster, from 1, to somebody new on Telegram.
func (m *meets) joins(place int) casebook.Viewer {
	m.t.Helper()
	v := m.somebody(district)
	m.claims(v, m.roster[place-1].ID)
	return v
}

func (m *meets) claims(v casebook.Viewer, line casebook.MemberID) casebook.Claim {
	m.t.Helper()
	c, err := m.Claim(m.t.Context(), v, casebook.Claim{Group: m.group.ID, Member: line, Name: private.Of("Saya sendiri")}, now)
	if err != nil {
		m.t.Fatal(err)
	}
	if c, err = m.DecideClaim(m.t.Context(), m.officer, c.ID, true, now); err != nil {
		m.t.Fatal(err)
	}
	return c
}

func (m *meets) plans(change ...func(*casebook.Plan)) casebook.Meeting {
	m.t.Helper()
	p := casebook.Plan{Dialog: fmt.Sprint("plan ", m.group.ID), Group: m.group.ID, Kind: casebook.Coaching, StartsAt: meetsAt, Clock: true, Place: "Balai desa"}
	for _, c := range change {
		c(&p)
	}
	planned, err := m.PlanMeeting(m.t.Context(), m.officer, p, now)
	if err != nil {
		m.t.Fatal(err)
	}
	return planned
}

func (m *meets) log(change ...func(*casebook.MeetingLog)) casebook.MeetingLog {
	l := casebook.MeetingLog{Dialog: "log", Group: m.group.ID, Kind: casebook.Coaching, StartsAt: meetsAt, Clock: true, Place: "Balai desa",
		Chair: private.Of("Warga 1"), Notes: private.Of("Warga 2"), Result: private.Of("Kerja bakti hari Sabtu"), SentAt: meetsAt.Add(2 * time.Hour)}
	for _, c := range change {
		c(&l)
	}
	return l
}

func (m *meets) logs(change ...func(*casebook.MeetingLog)) casebook.Minutes {
	m.t.Helper()
	minutes, err := m.LogMeeting(m.t.Context(), m.officer, m.log(change...), meetsAt.Add(2*time.Hour))
	if err != nil {
		m.t.Fatal(err)
	}
	return minutes
}

// present are the lines of those places of the roster, as an officer types them.
func (m *meets) present(places ...int) func(*casebook.MeetingLog) {
	return func(l *casebook.MeetingLog) {
		for _, place := range places {
			l.Present = append(l.Present, casebook.Mark{Member: m.roster[place-1].ID, Presence: casebook.Present, Source: casebook.ByNumber})
		}
	}
}

func (m *meets) opens(planned casebook.Meeting) casebook.Door {
	m.t.Helper()
	door, err := m.OpenDoor(m.t.Context(), m.officer, planned.ID, meetsAt.Add(3*time.Hour), meetsAt)
	if err != nil {
		m.t.Fatal(err)
	}
	return door
}

func (m *meets) arrives(v casebook.Viewer, planned casebook.Meeting, update int64) casebook.Checked {
	m.t.Helper()
	checked, err := m.CheckIn(m.t.Context(), v, casebook.CheckIn{Meeting: planned.ID, Source: casebook.ByCode, Update: update, At: meetsAt}, meetsAt)
	if err != nil {
		m.t.Fatal(err)
	}
	return checked
}

// counts are those of the meeting's row: officers present, of them ticked only, of so many, and all who were there.
func (m *meets) counts(id casebook.MeetingID) string {
	return value[string](m.world, "SELECT concat_ws(' ', present_officers, ticked_officers, expected_officers, attended) FROM meetings WHERE id = $1", id)
}

// told lists the notices, as "kind person" in their order; person 0 is the group's chat.
func (m *meets) told(kind casebook.NoticeKind) string {
	return value[string](m.world, "SELECT COALESCE(string_agg(COALESCE(person_id, 0)::text, ' ' ORDER BY person_id NULLS FIRST), '') FROM notices WHERE kind = $1", kind)
}

func people(list ...casebook.Viewer) string {
	var ids []string
	for _, v := range list {
		ids = append(ids, fmt.Sprint(v.Person))
	}
	return strings.Join(ids, " ")
}

func wantErr(t *testing.T, doing string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: %v, want %v", doing, got, want)
	}
}
