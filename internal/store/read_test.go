package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// scatter makes cases of every lane, shield and state over the district's places, some of them released or reported by the given people.
func (w *world) scatter(n int, reporters []casebook.Viewer) []casebook.Case {
	w.t.Helper()
	dice := rand.New(rand.NewPCG(1, 2))
	pick := func(list ...string) string { return list[dice.IntN(len(list))] }
	var cases []casebook.Case
	for i := range n {
		c := w.fileBy(reporters[dice.IntN(len(reporters))], func(f *casebook.Filing) {
			f.Dialog = fmt.Sprint("talk ", i)
			f.Region = pick("17.01", kecamatan, village, neighbour, "17.01.10", "17.01.10.2001", "17.01.10.1003")
			f.DueAt = now.Add(time.Duration(dice.IntN(20)) * time.Hour) // many are due at the same moment
		})
		lane, shield := pick("open", "open", "confidential"), pick("", "", "village", "group", "coordinator", "office")
		_, err := w.Pool().Exec(w.t.Context(), "UPDATE cases SET lane = $2, shield = $3, released = $4, state = $5 WHERE id = $1", c.ID, lane, shield,
			lane == "open" && shield == "" && dice.IntN(2) == 0, pick("received", "checking", "awaiting_confirmation", "resolved", "withdrawn"))
		if err != nil {
			w.t.Fatal(err)
		}
		rows, err := w.caseNow(c)
		if err != nil {
			w.t.Fatal(err)
		}
		cases = append(cases, rows)
	}
	return cases
}

// caseNow reads what the rules look at, past the rules.
func (w *world) caseNow(c casebook.Case) (casebook.Case, error) {
	err := w.Pool().QueryRow(w.t.Context(), "SELECT lane, shield, released, state, due_at FROM cases WHERE id = $1", c.ID).Scan(&c.Lane, &c.Shield, &c.Released, &c.State, &c.DueAt)
	return c, err
}

func TestAListIsWhatTheRulesLetItsViewerSee(t *testing.T) {
	w := open(t)
	several := w.with(casebook.Officer, village)
	for _, more := range []casebook.Grant{{Role: casebook.Officer, Region: "17.01.10.1003"}, {Role: casebook.Coordinator, Region: "17.01.10"}} {
		code, _, err := w.Invite(t.Context(), casebook.Viewer{District: district}, more.Role, more.Region, now, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Accept(t.Context(), several, code, now); err != nil {
			t.Fatal(err)
		}
	}
	several, _ = w.Viewer(t.Context(), district, several.Person)
	viewers := []casebook.Viewer{several, w.with(casebook.Officer, village), w.with(casebook.Coordinator, kecamatan), w.with(casebook.Staff, district),
		w.with(casebook.Caseworker, district), w.with(casebook.Admin, district), w.with(casebook.HeadViewer, district), w.somebody(district)}
	cases := w.scatter(300, append(viewers, w.somebody(district)))
	for i, v := range viewers {
		want := map[casebook.Number]bool{}
		for _, c := range cases {
			if c.State.Open() && c.Reporter != v.Person && casebook.May(v, casebook.SeeLine, c) == nil {
				want[c.Number] = true
			}
		}
		got := w.walk(v, 7)
		for _, line := range got {
			if !want[line.Number] {
				t.Errorf("viewer %d lists %s, lane %s", i, line.Number, line.Lane)
			}
			delete(want, line.Number)
		}
		if len(want) > 0 {
			t.Errorf("viewer %d misses %d of %d", i, len(want), len(want)+len(got))
		}
		if !slices.IsSortedFunc(got, func(a, b casebook.CaseLine) int { return a.DueAt.Compare(b.DueAt) }) {
			t.Errorf("viewer %d: the most pressing are not first", i)
		}
	}
}

// walk reads a list to its end, page by page; no case may come twice.
func (w *world) walk(v casebook.Viewer, limit int) []casebook.CaseLine {
	w.t.Helper()
	var lines []casebook.CaseLine
	seen := map[casebook.Number]bool{}
	var after casebook.Cursor
	for {
		page, next, err := w.OpenCases(w.t.Context(), v, after, limit)
		if err != nil || len(page) > limit {
			w.t.Fatalf("%d lines, %v", len(page), err)
		}
		for _, line := range page {
			if seen[line.Number] {
				w.t.Fatalf("%s comes twice", line.Number)
			}
			seen[line.Number] = true
		}
		lines = append(lines, page...)
		if next == (casebook.Cursor{}) {
			return lines
		}
		if len(page) < limit { // what the query lets through and the rules hold back, a page lacks
			w.t.Fatalf("a page of %d lines goes on", len(page))
		}
		after = next
	}
}

func TestOwnCasesNewestFirst(t *testing.T) {
	w := open(t)
	resident := w.somebody(district)
	var numbers []casebook.Number
	for i := range 5 {
		c := w.fileBy(resident, func(f *casebook.Filing) { f.Dialog = fmt.Sprint("talk ", i) })
		numbers = append(numbers, c.Number)
	}
	w.file()
	lines, err := w.OwnCases(t.Context(), resident, 3)
	if err != nil || len(lines) != 3 || lines[0].Number != numbers[4] || lines[2].Number != numbers[2] || !lines[0].DueAt.Equal(now.Add(72*time.Hour)) {
		t.Errorf("%+v, %v", lines, err)
	}
	if _, err := w.Pool().Exec(t.Context(), "DELETE FROM case_reporters WHERE person_id = $1", resident.Person); err != nil {
		t.Fatal(err)
	}
	if lines, err := w.OwnCases(t.Context(), resident, 3); err != nil || len(lines) != 0 {
		t.Errorf("after the link is cut: %+v, %v", lines, err)
	}
}
