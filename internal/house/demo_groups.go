package house

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// gathering is the invented groups of the demo and what they have met about.
type gathering struct {
	rows   []casebook.RosterRow
	iuran  map[string]bool // by region, where it was told
	seats  []demoSeat
	held   []demoMeeting // the oldest first in each group
	coming []demoMeeting
}

// demoSeat is a line of a roster whose person is on Telegram.
type demoSeat struct {
	region  string // a village of the demo has one group
	place   int
	account int64
}

// demoMeeting is a meeting by the day on which the demo first starts, and by the numbers of a roster.
type demoMeeting struct {
	region   string
	day      int
	from, to string
	kind     casebook.MeetingKind
	place    string
	presence map[casebook.Presence][]int
	heads    casebook.Heads
	topics   []string
	agenda   string
	result   string
	every    casebook.Every
	decided  []demoFollowUp
}

type demoFollowUp struct {
	member int
	what   string
	due    int
	done   int // 0: still open
	proof  string
}

// demoGroups reads the three files. The error names the line.
func demoGroups() (gathering, error) {
	g := gathering{iuran: map[string]bool{}}
	if err := g.readRosters(); err != nil {
		return g, err
	}
	meetings, err := readDemo("meetings.csv")
	if err != nil {
		return g, err
	}
	for i, r := range meetings {
		m, err := readMeeting(r)
		if err != nil {
			return g, fmt.Errorf("meetings.csv: meeting %d: %w", i+1, err)
		}
		if m.day < 0 {
			g.held = append(g.held, m)
		} else {
			g.coming = append(g.coming, m)
		}
	}
	return g, g.readFollowUps()
}

func (g *gathering) readRosters() error {
	lines, err := readDemo("groups.csv")
	if err != nil {
		return err
	}
	places := map[string]int{}
	for i, r := range lines {
		row := casebook.RosterRow{Line: i + 2, Group: r[1], Kind: casebook.WKSBM, Region: r[0], Level: r[2], Decree: casebook.Decree{Number: r[3]},
			Member: private.Of(r[7]), Post: r[8], Officer: r[9] == "yes", Sex: casebook.Sex(r[10])}
		if row.Decree.Date, err = demoDate(r[4]); err != nil {
			return fmt.Errorf("groups.csv: member %d: %w", i+1, err)
		}
		if row.Decree.Until, err = demoDate(r[5]); err != nil {
			return fmt.Errorf("groups.csv: member %d: %w", i+1, err)
		}
		if r[6] != "" {
			g.iuran[row.Region] = r[6] == "yes"
		}
		places[row.Region]++
		if r[11] != "" {
			account, err := strconv.ParseInt(r[11], 10, 64)
			if err != nil {
				return fmt.Errorf("groups.csv: member %d: %w", i+1, err)
			}
			g.seats = append(g.seats, demoSeat{row.Region, places[row.Region], account})
		}
		g.rows = append(g.rows, row)
	}
	return nil
}

// demoDate reads a day, or none.
func demoDate(cell string) (casebook.Date, error) {
	if cell == "" {
		return casebook.Date{}, nil
	}
	day, err := time.Parse(time.DateOnly, cell)
	return casebook.DateOf(day), err
}

func readMeeting(r []string) (demoMeeting, error) {
	m := demoMeeting{region: r[0], from: r[2], to: r[3], kind: casebook.MeetingKind(r[4]), place: r[5], presence: map[casebook.Presence][]int{},
		topics: strings.Fields(r[13]), agenda: r[14], result: r[15], every: casebook.Every(r[16])}
	var err error
	if m.day, err = strconv.Atoi(r[1]); err != nil {
		return m, err
	}
	for i, presence := range []casebook.Presence{casebook.Present, casebook.Excused, casebook.Ill, casebook.Absent} {
		if m.presence[presence], err = numbers(r[6+i]); err != nil {
			return m, err
		}
	}
	for i, count := range []*int{&m.heads.Guests, &m.heads.Men, &m.heads.Women} {
		if r[10+i] == "" {
			continue
		}
		if *count, err = strconv.Atoi(r[10+i]); err != nil {
			return m, err
		}
	}
	return m, nil
}

// numbers reads "1-4 7".
func numbers(text string) (list []int, err error) {
	for part := range strings.FieldsSeq(text) {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		from, err := strconv.Atoi(first)
		if err != nil {
			return nil, err
		}
		to, err := strconv.Atoi(last)
		if err != nil {
			return nil, err
		}
		for n := from; n <= to; n++ {
			list = append(list, n)
		}
	}
	return list, nil
}

func (g *gathering) readFollowUps() error {
	lines, err := readDemo("follow_ups.csv")
	if err != nil {
		return err
	}
	for i, r := range lines {
		var day int
		f := demoFollowUp{what: r[3], proof: r[6]}
		for cell, into := range map[int]*int{1: &day, 2: &f.member, 4: &f.due, 5: &f.done} {
			if r[cell] == "" && cell == 5 {
				continue
			}
			if *into, err = strconv.Atoi(r[cell]); err != nil {
				return fmt.Errorf("follow_ups.csv: follow-up %d: %w", i+1, err)
			}
		}
		m := g.meeting(r[0], day)
		if m == nil {
			return fmt.Errorf("follow_ups.csv: follow-up %d: no meeting in %s on day %d", i+1, r[0], day)
		}
		m.decided = append(m.decided, f)
	}
	return nil
}

func (g *gathering) meeting(region string, day int) *demoMeeting {
	for i := range g.held {
		if g.held[i].region == region && g.held[i].day == day {
			return &g.held[i]
		}
	}
	return nil
}

// dialog names the talk that a meeting would have come from: the same in every run, so that it is in the record once.
func (m demoMeeting) dialog() string { return fmt.Sprintf("demo:%s:%d", m.region, m.day) }

// at gives an hour of the meeting's day; today is the midnight of the day on which the demo first started.
func (m demoMeeting) at(today time.Time, clock string) time.Time {
	hour, err := time.Parse("15.04", clock)
	if err != nil {
		return time.Time{}
	}
	day := today.AddDate(0, 0, m.day)
	return time.Date(day.Year(), day.Month(), day.Day(), hour.Hour(), hour.Minute(), 0, 0, today.Location())
}

// log gives a meeting that was held as its secretary logged it that evening.
func (m demoMeeting) log(group casebook.Group, roster []casebook.Member, today time.Time) (casebook.MeetingLog, error) {
	l := casebook.MeetingLog{Dialog: m.dialog(), Group: group.ID, Kind: m.kind, StartsAt: m.at(today, m.from), EndsAt: m.at(today, m.to), Clock: true, Place: m.place,
		Agenda: private.Of(m.agenda), Result: private.Of(m.result), Topics: m.topics, Heads: m.heads, SentAt: m.at(today, "20.00")}
	for _, line := range roster {
		switch {
		case line.Chair():
			l.Chair = line.Name
		case line.Secretary():
			l.Notes = line.Name
		}
	}
	for _, presence := range casebook.Presences {
		for _, n := range m.presence[presence] {
			if n < 1 || n > len(roster) {
				return l, fmt.Errorf("%s: no %d on the roster of %d", m.dialog(), n, len(roster))
			}
			l.Present = append(l.Present, casebook.Mark{Member: roster[n-1].ID, Presence: presence, Source: casebook.ByNumber})
		}
	}
	for _, f := range m.decided {
		if f.member < 1 || f.member > len(roster) {
			return l, fmt.Errorf("%s: no %d on the roster of %d", m.dialog(), f.member, len(roster))
		}
		doer := roster[f.member-1]
		l.FollowUps = append(l.FollowUps, casebook.FollowUp{What: private.Of(f.what), Member: doer.ID, Who: doer.Name,
			Due: casebook.DateOf(today.AddDate(0, 0, f.due))})
	}
	return l, nil
}

// plan gives a meeting to come as it was planned.
func (m demoMeeting) plan(group casebook.Group, today time.Time) casebook.Plan {
	return casebook.Plan{Dialog: m.dialog(), Group: group.ID, Kind: m.kind, StartsAt: m.at(today, m.from), Clock: true, Place: m.place, Agenda: private.Of(m.agenda),
		Every: m.every}
}
