//go:build plans

package store

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// The lists of people beside the figures of coaching_plans_test.go: every line of attendance has its mark, every meeting its event.
// How to see the plans: go test -tags plans -run PlansOfMeetings -v ./internal/store
const marksOfTenYears = `
INSERT INTO attendance_marks (meeting_id, member_id, presence, source, at, said)
SELECT meeting_id, member_id, 'present', 'number', at, 'log ' || meeting_id FROM attendance;
INSERT INTO meeting_events (meeting_id, at, move) SELECT id, starts_at, 'log' FROM meetings;`

func TestPlansOfMeetings(t *testing.T) {
	s := decade(t)
	if _, err := s.Pool().Exec(t.Context(), marksOfTenYears, pgx.QueryExecModeSimpleProtocol); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Pool().Exec(t.Context(), "VACUUM ANALYZE attendance_marks, meeting_events"); err != nil {
		t.Fatal(err)
	}
	from := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	between := func(group int, own []int64, regions ...string) pgx.StrictNamedArgs {
		return pgx.StrictNamedArgs{"district": "17.01", "from": from, "to": from.AddDate(0, 1, 0), "group": int64(group), "own": own, "regions": regions,
			"secret": []string{}, "limit": 50}
	}
	for _, q := range []struct {
		name, sql string
		args      pgx.StrictNamedArgs
	}{
		{"groups of staff", groupsWithin, pgx.StrictNamedArgs{"district": "17.01", "own": []int64{}, "regions": []string{"17.01"}, "matching": "", "limit": 20}},
		{"meetings of a month", meetingsBetween, between(0, []int64{}, "17.01")},
		{"meetings of a member", meetingsBetween, between(0, []int64{41})},
		{"meetings of a group", meetingsBetween, between(41, []int64{}, "17.01")},
		{"the last meeting", lastMeeting, pgx.StrictNamedArgs{"district": "17.01", "group": casebook.GroupID(41), "secret": false}},
		{"one meeting", meetingByID, pgx.StrictNamedArgs{"district": "17.01", "meeting": casebook.MeetingID(4711)}},
		{"an attendance list", attendanceLines, pgx.StrictNamedArgs{"meeting": casebook.MeetingID(4711)}},
		{"marks on a person", marksOn, pgx.StrictNamedArgs{"meeting": casebook.MeetingID(4711), "members": []int64{311}, "people": []int64{}}},
		{"who was there", presentPeople, pgx.StrictNamedArgs{"meeting": casebook.MeetingID(4711), "except": casebook.PersonID(1)}},
		{"answers", countAnswers, pgx.StrictNamedArgs{"meeting": casebook.MeetingID(4711)}},
		{"open doors", openDoors, pgx.StrictNamedArgs{"district": "17.01", "now": from}},
		{"meetings as a stranger", meetingsAsStranger, pgx.StrictNamedArgs{"person": casebook.PersonID(7), "group": casebook.GroupID(41)}},
	} {
		for _, mode := range []string{"force_custom_plan", "force_generic_plan"} {
			t.Run(q.name+" "+mode, func(t *testing.T) {
				plan := explain(t, s, mode, q.sql, q.args)
				t.Log("\n" + plan)
				for _, table := range []string{"meetings", "attendance", "attendance_marks", "meeting_events", "case_reads"} {
					if strings.Contains(plan, "Seq Scan on "+table+" ") {
						t.Errorf("reads all of %s", table)
					}
				}
			})
		}
	}
}
