package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

type attendanceRow struct {
	Member   casebook.MemberID
	Person   casebook.PersonID
	Place    int
	Name     string
	Sealed   []byte
	Post     string
	Sex      casebook.Sex
	Officer  bool
	Presence casebook.Presence
	Via      string
	Sources  []casebook.Source
	Far      bool
	Proxy    bool
	At       *time.Time
}

// attendanceLines: the roster of that day are the lines that had not been closed when the meeting began and stood there when it was logged (a roster is often
// brought in after the meetings that are logged with it), and whoever the list speaks of.
const attendanceLines = `
SELECT l.id AS member, 0::bigint AS person, l.place, l.name, NULL::bytea AS sealed, l.post, l.sex, COALESCE(a.officer, l.officer) AS officer,
    COALESCE(a.presence, '') AS presence, COALESCE(a.via, '') AS via, COALESCE(a.sources, '{}') AS sources, COALESCE(a.far, false) AS far,
    COALESCE(a.proxy, false) AS proxy, a.at
FROM meetings m
JOIN members l ON l.group_id = m.group_id
LEFT JOIN attendance a ON a.meeting_id = m.id AND a.member_id = l.id
WHERE m.id = @meeting
    AND (a.id IS NOT NULL OR (m.logged_at IS NULL OR l.joined_at <= m.logged_at) AND (l.left_at IS NULL OR l.left_at > m.starts_at))
UNION ALL
SELECT 0, a.person_id, 0, '', p.display_name_sealed, '', '', false, a.presence, a.via, a.sources, a.far, a.proxy, a.at
FROM attendance a
JOIN people p ON p.id = a.person_id
WHERE a.meeting_id = @meeting
ORDER BY person, place, at, member`

// linesOf gives the attendance list of a meeting: the roster of that day in its order, then the others who were there.
func (s *Store) linesOf(ctx context.Context, q querier, meeting casebook.MeetingID) ([]casebook.Line, error) {
	rows, err := all[attendanceRow](ctx, q, attendanceLines, pgx.StrictNamedArgs{"meeting": meeting})
	if err != nil {
		return nil, err
	}
	list := make([]casebook.Line, len(rows))
	for i, r := range rows {
		name := private.Of(r.Name)
		if r.Sealed != nil {
			plain, err := s.ring.Open(identity, r.Sealed)
			if err != nil {
				return nil, err
			}
			name = private.Of(string(plain))
		}
		list[i] = casebook.Line{Member: r.Member, Person: r.Person, Place: r.Place, Name: name, Post: r.Post, Sex: r.Sex, Officer: r.Officer, Presence: r.Presence,
			Via: private.Of(r.Via), Sources: r.Sources, Far: r.Far, Proxy: r.Proxy, At: orZero(r.At)}
	}
	return list, nil
}

const saveCounts = `
UPDATE meetings SET present_officers = @officers::integer, ticked_officers = @ticked, attended = @attended, expected_officers = greatest(@expected::integer, @officers::integer)
WHERE id = @meeting`

// counted is a meeting with its list, as they are after a change.
type counted struct {
	Meeting casebook.Meeting
	Row     meetingRow
	Lines   []casebook.Line
	Tally   casebook.Tally
}

// recount locks the meeting, the last lock to be taken, and writes what its attendance list counts to now: whoever changed a line before has committed it, or
// comes after us and counts again. expect also sets how many officers there were on the roster, which is told once, by the log.
func (s *Store) recount(ctx context.Context, tx pgx.Tx, district string, id casebook.MeetingID, expect bool) (counted, error) {
	m, row, err := s.lockMeeting(ctx, tx, district, id)
	if err != nil {
		return counted{}, err
	}
	lines, err := s.linesOf(ctx, tx, id)
	if err != nil {
		return counted{}, err
	}
	c := counted{Meeting: m, Row: row, Lines: lines, Tally: casebook.Count(lines, m.Heads)}
	expected := row.ExpectedOfficers
	if expect {
		expected = c.Tally.Expected
	}
	if m.State == casebook.Held {
		c.Tally.Expected = max(expected, c.Tally.Officers)
	}
	_, err = tx.Exec(ctx, saveCounts, pgx.StrictNamedArgs{"meeting": id, "officers": c.Tally.Officers, "ticked": c.Tally.Ticked, "attended": c.Tally.All(),
		"expected": expected})
	return c, err
}
