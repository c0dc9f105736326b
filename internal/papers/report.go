package papers

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
)

// MonthReport prints a group's monthly report, or with no group a kecamatan's, to be signed and sent up. A draft is marked as one. PDF.
func (p Papers) MonthReport(lang string, r casebook.MonthReport) ([]byte, error) {
	w := p.in(lang)
	name, body := r.Of.Name, w.groupReport
	if r.Group == 0 {
		name, body = w.place(r.Region), w.regionReport
	}
	stamp := ""
	if r.SentAt.IsZero() {
		stamp = w.say("paper.draft")
	}
	head := strings.Join([]string{w.say("paper.report"), name, w.month(r.Month)}, " · ")
	at := r.SentAt
	if at.IsZero() {
		at = r.Month.In(p.Zone).AddDate(0, 1, 0)
	}
	pg := newPage(w.voice.Code(), head, head, stamp, at, func(page int) string {
		return w.say("paper.page", "page", strconv.Itoa(page), "all", "{nb}")
	})
	body(pg, r)
	if note := lines(r.Note); len(note) > 0 {
		part{w.say("paper.report_note"), note}.write(pg, signatureHeight)
	}
	w.reportSignatures(pg, r, at)
	return pg.file()
}

func (w writing) reportTitle(p *page, r casebook.MonthReport) {
	p.centred(strings.ToUpper(w.say("paper.report")), "B", 13, 7)
	p.centred(strings.ToUpper(w.month(r.Month)), "B", textSize, lineHeight)
	p.SetY(p.GetY() + 3)
}

func (w writing) groupReport(p *page, r casebook.MonthReport) {
	w.letterhead(p, r.Of)
	w.reportTitle(p, r)
	p.pairs(w.groupFacts(r))
	w.reportMeetings(p, r.Meetings)
	for _, m := range r.Meetings {
		if all := points(m.Result); len(all) > 0 && !m.Kind.Confidential() {
			part{w.say("paper.result_of", "kind", w.kind(m.Kind), "date", w.day(casebook.DateOf(m.StartsAt.In(w.Zone)))), all}.write(p, 0)
		}
	}
	w.reportFollowUps(p, r)
}

// groupFacts tells who reports: how the group stands by its papers.
func (w writing) groupFacts(r casebook.MonthReport) [][2]string {
	end := casebook.DateOf(r.Month.In(w.Zone).AddDate(0, 1, -1))
	decree := w.say("paper.none")
	if r.Of.Decree.Number != "" {
		decree = r.Of.Decree.Number
		if valid, known := r.Of.Decree.ValidOn(end); known && valid {
			decree += ", " + w.say("paper.valid", "date", w.day(r.Of.Decree.Until))
		} else if known {
			decree += ", " + w.say("paper.expired", "date", w.day(r.Of.Decree.Until))
		}
	}
	iuran := w.say("paper.untold")
	if told := cmp.Or(r.Iuran, r.Of.Iuran); told != nil {
		iuran = w.say("paper.iuran_no")
		if *told {
			iuran = w.say("paper.iuran_yes")
		}
	}
	people := 0
	for _, m := range r.Meetings {
		people += m.Tally.All()
	}
	return [][2]string{
		{w.say("paper.group_level"), r.Of.Level},
		{w.say("paper.group_decree"), decree},
		{w.say("paper.group_people"), w.say("paper.group_counts", "officers", strconv.Itoa(r.Of.Officers), "members", strconv.Itoa(r.Of.Members))},
		{w.say("paper.iuran"), iuran},
		{w.say("paper.meetings"), w.say("paper.meetings_counts", "count", strconv.Itoa(len(r.Meetings)), "people", strconv.Itoa(people))},
	}
}

// reportMeetings lists what was held; of a case talk only that it was.
func (w writing) reportMeetings(p *page, meetings []casebook.Minutes) {
	p.heading(w.say("paper.meetings"), 25)
	if len(meetings) == 0 {
		p.prose(w.say("paper.no_meetings"), "", 0)
		return
	}
	t := table{columns: []column{
		{w.say("paper.no"), 10, "C"}, {w.say("paper.date"), 34, "L"}, {w.say("paper.kind"), 38, "L"}, {w.say("paper.place"), 41, "L"},
		{w.say("paper.officers_present"), 26, "C"}, {w.say("paper.all_present"), 24, "C"},
	}}
	var rows [][]string
	for i, m := range meetings {
		place := m.Place
		if m.Kind.Confidential() {
			place = nothing
		}
		rows = append(rows, []string{
			strconv.Itoa(i + 1), w.day(casebook.DateOf(m.StartsAt.In(w.Zone))), w.kind(m.Kind), place,
			w.share(casebook.Share{Part: m.Tally.Officers, Whole: m.Tally.Expected}), strconv.Itoa(m.Tally.All()),
		})
	}
	t.write(p, rows)
}

// reportFollowUps lists what was decided and how it stands, but nothing of case talks: those papers are the caseworkers'.
func (w writing) reportFollowUps(p *page, r casebook.MonthReport) {
	t := table{tail: signatureHeight, columns: []column{
		{w.say("paper.no"), 10, "C"}, {w.say("paper.what"), 73, "L"}, {w.say("paper.who"), 36, "L"}, {w.say("paper.due"), 32, "C"}, {w.say("paper.state"), 22, "C"},
	}}
	var rows [][]string
	for _, f := range r.FollowUps {
		if f.Kind.Confidential() {
			continue
		}
		rows = append(rows, []string{
			strconv.Itoa(len(rows) + 1), f.What.Reveal(), cmp.Or(f.Who.Reveal(), nothing), cmp.Or(w.day(f.Due), nothing), w.say("paper.follow." + string(f.State)),
		})
	}
	if len(rows) > 0 {
		p.heading(w.say("paper.follow_ups"), 25)
		t.write(p, rows)
	}
}

// regionReport is a kecamatan's: its groups in the order of their villages, without a ranking.
func (w writing) regionReport(p *page, r casebook.MonthReport) {
	p.centred(strings.ToUpper(w.Office), "B", 14, 6.5)
	p.centred(w.places(r.Region), "", textSize, lineHeight)
	p.rule()
	w.reportTitle(p, r)
	active, meetings, people := 0, 0, 0
	for _, l := range r.Lines {
		meetings, people = meetings+l.Meetings, people+l.Attended
		if l.Meetings > 0 {
			active++
		}
	}
	p.pairs([][2]string{
		{w.say("paper.groups_met"), w.share(casebook.Share{Part: active, Whole: len(r.Lines)})},
		{w.say("paper.meetings"), w.say("paper.meetings_counts", "count", strconv.Itoa(meetings), "people", strconv.Itoa(people))},
	})
	p.heading(w.say("paper.groups"), 25)
	t := table{tail: signatureHeight, columns: []column{
		{w.say("paper.no"), 9, "C"}, {w.say("paper.group"), 36, "L"}, {w.say("paper.village"), 29, "L"}, {w.say("paper.meetings"), 21, "C"},
		{w.say("paper.officers_present"), 22, "C"}, {w.say("paper.on_time"), 23, "C"}, {w.say("paper.state"), 33, "L"},
	}}
	var rows [][]string
	for i, l := range r.Lines {
		rows = append(rows, []string{
			strconv.Itoa(i + 1), l.Group.Name, w.place(l.Group.Region), strconv.Itoa(l.Meetings), w.share(l.Presence), w.share(l.Follow),
			w.say("coaching.standing." + string(l.Standing)),
		})
	}
	t.write(p, rows)
}

// reportSignatures leaves the names to be written by hand: the record knows who pressed the button, not who signs.
func (w writing) reportSignatures(p *page, r casebook.MonthReport, at time.Time) {
	code, above, roles := r.Of.Region, w.say("paper.known_by"), []string{w.say("paper.role_chair"), w.say("paper.role_secretary")}
	if r.Group == 0 {
		code, roles = r.Region, []string{w.say("paper.role_office"), w.say("paper.role_coordinator")}
	}
	place, _ := w.Region(code)
	dated := strings.TrimPrefix(place.Name+", "+w.day(casebook.DateOf(at.In(w.Zone))), ", ")
	p.signatures([]signature{{above, roles[0], ""}, {dated, roles[1], ""}})
}
