package papers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rembuk/internal/casebook"
)

// Minutes prints the notulen of a meeting and its daftar hadir, for the group to sign. PDF.
func (p Papers) Minutes(lang string, m casebook.Minutes) ([]byte, error) {
	w := p.in(lang)
	pg := w.open(m)
	w.letterhead(pg, m.Group)
	pg.centred(strings.ToUpper(w.say("paper.minutes")), "B", 13, 7)
	pg.centred(strings.ToUpper(w.kind(m.Kind)), "B", textSize, lineHeight)
	pg.SetY(pg.GetY() + 3)
	pg.pairs(w.facts(m))
	w.body(pg, m)
	w.signatures(pg, m)
	w.attendance(pg, m)
	return pg.file()
}

// open begins the paper of a meeting: what stands at the top and the foot of each page.
func (w writing) open(m casebook.Minutes) *page {
	stamp := ""
	if m.Kind.Confidential() {
		stamp = w.say("paper.secret")
	}
	date := w.date(casebook.DateOf(m.StartsAt.In(w.Zone)))
	head := strings.Join([]string{m.Group.Name, w.kind(m.Kind), date}, " · ")
	return newPage(w.voice.Code(), w.say("paper.minutes")+" "+head, head, stamp, cmp.Or(m.LoggedAt, m.StartsAt), func(page int) string {
		return w.say("paper.page", "page", strconv.Itoa(page), "all", "{nb}")
	})
}

// letterhead is the kop: whose paper it is.
func (w writing) letterhead(p *page, g casebook.Group) {
	p.centred(strings.ToUpper(g.Name), "B", 14, 6.5)
	p.centred(w.places(g.Region), "", textSize, lineHeight)
	if g.Decree.Number != "" {
		key, date := "paper.decree", w.day(g.Decree.Date)
		if date == "" {
			key = "paper.decree_undated"
		}
		p.centred(w.say(key, "number", g.Decree.Number, "date", date), "", textSize-1, lineHeight)
	}
	p.rule()
}

// facts are the lines at the head of the minutes.
func (w writing) facts(m casebook.Minutes) [][2]string {
	rows := [][2]string{
		{w.say("paper.day"), w.date(casebook.DateOf(m.StartsAt.In(w.Zone)))},
		{w.say("paper.time"), w.hours(m.Meeting)},
		{w.say("paper.place"), m.Place},
		{w.say("paper.kind"), w.kind(m.Kind)},
		{w.say("paper.chair"), w.named(m, m.Chair.Reveal())},
		{w.say("paper.notes"), w.named(m, m.Notes.Reveal())},
		{w.say("paper.invited"), w.people(invited(m))},
		{w.say("paper.present"), w.presentWords(m)},
		{w.say("paper.absent"), w.absentWords(m)},
		{w.say("paper.topics"), w.topics(m.Topics)},
	}
	return rows
}

// invited is how many stood on the roster of that day.
func invited(m casebook.Minutes) (n int) {
	for _, l := range m.Lines {
		if l.Member != 0 {
			n++
		}
	}
	return n
}

func (w writing) people(n int) string { return w.say("paper.people", "count", strconv.Itoa(n)) }

// presentWords counts who was there: all, and of which sort.
func (w writing) presentWords(m casebook.Minutes) string {
	var c counts
	if m.Tally.Expected > 0 {
		c.said = append(c.said, w.say("paper.officers", "share", w.share(casebook.Share{Part: m.Tally.Officers, Whole: m.Tally.Expected})))
	}
	c.add(w.say("paper.members"), m.Tally.Members)
	c.add(w.say("paper.guests"), m.Tally.Guests)
	said := c.String()
	if sexes := w.sexes(m); sexes != "" {
		said += "; " + sexes
	}
	return bracketed(w.people(m.Tally.All()), said)
}

// sexes counts L and P of those present of whom it is known, the guests told as a count among them.
func (w writing) sexes(m casebook.Minutes) string {
	men, women := m.Heads.Men, m.Heads.Women
	guestsTold := men+women > 0
	for _, l := range m.Lines {
		if l.Presence != casebook.Present || l.Member == 0 && guestsTold {
			continue
		}
		switch l.Sex {
		case casebook.Man:
			men++
		case casebook.Woman:
			women++
		}
	}
	var c counts
	c.add(string(casebook.Man), men)
	c.add(string(casebook.Woman), women)
	return c.String()
}

// absentWords counts who was not there, and why.
func (w writing) absentWords(m casebook.Minutes) string {
	all := invited(m) - m.Tally.Officers - m.Tally.Members
	if all <= 0 {
		return ""
	}
	var c counts
	told := 0
	for _, presence := range casebook.Presences[1:] {
		n := m.Tally.ByPresence[presence]
		c.add(w.say("presence."+string(presence)), n)
		told += n
	}
	c.add(w.say("paper.unsaid"), all-told)
	return bracketed(w.people(all), c.String())
}

// bracketed puts what explains a number behind it.
func bracketed(said, more string) string {
	if more = strings.TrimPrefix(more, "; "); more == "" {
		return said
	}
	return said + " (" + more + ")"
}

// named gives a name as it may stand outside the attendance list: of a case talk, the post instead, or nothing where there is none.
func (w writing) named(m casebook.Minutes, name string) string {
	if !m.Kind.Confidential() || name == "" {
		return name
	}
	for _, l := range m.Lines {
		if strings.EqualFold(strings.TrimSpace(l.Name.Reveal()), strings.TrimSpace(name)) {
			return w.onList(l)
		}
	}
	return ""
}

// onList names a person by the place on the attendance list.
func (w writing) onList(l casebook.Line) string {
	said := w.say("paper.on_list", "place", strconv.Itoa(l.Place))
	if l.Post != "" {
		return l.Post + ", " + said
	}
	return said
}

// body is what was said and decided. Its last part stays with the signatures: nobody signs an empty page.
func (w writing) body(p *page, m casebook.Minutes) {
	parts := slices.DeleteFunc([]part{
		{w.say("paper.agenda"), points(m.Agenda)}, {w.say("paper.result"), points(m.Result)}, {w.say("paper.cases"), numbers(m.Cases)},
	}, func(t part) bool { return len(t.points) == 0 })
	for i, t := range parts {
		tail := 0.0
		if i == len(parts)-1 && len(m.FollowUps) == 0 {
			tail = signatureHeight
		}
		t.write(p, tail)
	}
	w.followUps(p, m)
}

// part is a heading with its points.
type part struct {
	title  string
	points []string
}

func (t part) write(p *page, tail float64) {
	p.heading(t.title, 2*lineHeight)
	p.list(t.points, tail)
}

func numbers(cases []casebook.Number) []string {
	if len(cases) == 0 {
		return nil
	}
	var all []string
	for _, n := range cases {
		all = append(all, string(n))
	}
	return []string{strings.Join(all, ", ")}
}

// followUps is the table of who does what by when.
func (w writing) followUps(p *page, m casebook.Minutes) {
	if len(m.FollowUps) == 0 {
		return
	}
	t := table{tail: signatureHeight, columns: []column{
		{w.say("paper.no"), 10, "C"}, {w.say("paper.what"), 83, "L"}, {w.say("paper.who"), 45, "L"}, {w.say("paper.due"), 35, "C"},
	}}
	var rows [][]string
	for i, f := range m.FollowUps {
		rows = append(rows, []string{strconv.Itoa(i + 1), f.What.Reveal(), w.doer(m, f), cmp.Or(w.day(f.Due), nothing)})
	}
	p.heading(w.say("paper.follow_ups"), 25)
	t.write(p, rows)
}

// doer names who does a follow-up; of a case talk by the place on the list only.
func (w writing) doer(m casebook.Minutes, f casebook.FollowUp) string {
	for _, l := range m.Lines {
		if f.Member == 0 || l.Member != f.Member {
			continue
		}
		if m.Kind.Confidential() {
			return w.onList(l)
		}
		return l.Name.Reveal()
	}
	return cmp.Or(w.named(m, f.Who.Reveal()), nothing)
}

// signatures: on the left who knows of it, on the right who wrote it.
func (w writing) signatures(p *page, m casebook.Minutes) {
	place, _ := w.Region(m.Group.Region)
	date := w.day(casebook.DateOf(m.StartsAt.In(w.Zone)))
	chair, notes := m.Chair.Reveal(), m.Notes.Reveal()
	if m.Kind.Confidential() {
		chair, notes = "", "" // written by hand: no name outside the attendance list
	}
	p.signatures([]signature{
		{w.say("paper.known_by"), w.say("paper.chair"), chair},
		{strings.TrimPrefix(place.Name+", "+date, ", "), w.say("paper.notes"), notes},
	})
}
