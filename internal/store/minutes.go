package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// MinutesFor gives a meeting with all that belongs to it, as the viewer may read it; reading what was said of cases is logged with each of them. Errors:
// casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) MinutesFor(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, now time.Time) (casebook.Minutes, error) {
	var minutes casebook.Minutes
	err := s.inTx(ctx, fmt.Sprintf("minutes of meeting %d", id), func(tx pgx.Tx) error {
		fresh, err := s.viewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		minutes, err = s.minutesFor(ctx, tx, fresh, id)
		if err != nil || !minutes.Kind.Confidential() || casebook.MayMeet(fresh, casebook.SeeMinutes, minutes.Meeting) != nil {
			return err
		}
		if err := s.unlocked(ctx, tx, fresh, now); err != nil {
			if errors.Is(err, casebook.ErrPIN) || errors.Is(err, casebook.ErrNoPIN) {
				minutes, err = minutes.Shut(), nil
			}
			return err
		}
		_, err = tx.Exec(ctx, logMinutes, pgx.StrictNamedArgs{"meeting": id, "person": fresh.Person, "desk": casebook.Caseworker, "at": now})
		return err
	})
	return minutes, err
}

const logMinutes = `
INSERT INTO case_reads (case_id, person_id, desk, what, at)
SELECT case_id, @person, @desk, 'minutes', @at
FROM meeting_cases
WHERE meeting_id = @meeting`

// minutesFor reads minutes for a viewer whose grants and seats were read just now.
func (s *Store) minutesFor(ctx context.Context, q querier, v casebook.Viewer, id casebook.MeetingID) (casebook.Minutes, error) {
	minutes, err := s.readMinutes(ctx, q, v.District, id)
	if err != nil {
		return casebook.Minutes{}, err
	}
	if err := casebook.MayMeet(v, casebook.SeeMeeting, minutes.Meeting); err != nil {
		return casebook.Minutes{}, err
	}
	minutes = minutes.For(v)
	for i, f := range minutes.FollowUps {
		if minutes.FollowUps[i], err = s.hideCase(ctx, q, v, f); err != nil {
			return casebook.Minutes{}, err
		}
	}
	return minutes, nil
}

// readMinutes gives minutes whoever asks.
func (s *Store) readMinutes(ctx context.Context, q querier, district string, id casebook.MeetingID) (casebook.Minutes, error) {
	m, row, err := s.readMeeting(ctx, q, district, id)
	if err != nil {
		return casebook.Minutes{}, err
	}
	minutes := casebook.Minutes{Meeting: m}
	if row.DoorSecret != nil {
		door, err := s.doorOf(row, m.Group)
		if err != nil {
			return minutes, err
		}
		minutes.Code = door.Secret
	}
	if minutes.Lines, err = s.linesOf(ctx, q, id); err != nil {
		return minutes, err
	}
	if minutes.Tally = casebook.Count(minutes.Lines, m.Heads); m.State == casebook.Held {
		minutes.Tally.Expected = row.ExpectedOfficers
	}
	if minutes.Said, err = answersTo(ctx, q, id); err != nil {
		return minutes, err
	}
	if minutes.Files, err = s.filesOf(ctx, q, id); err != nil {
		return minutes, err
	}
	if minutes.Changed, err = s.changesOf(ctx, q, id); err != nil {
		return minutes, err
	}
	if minutes.Tests, err = testsOf(ctx, q, id); err != nil {
		return minutes, err
	}
	minutes.FollowUps, err = s.listFollowUps(ctx, q, followsOfMeeting, pgx.StrictNamedArgs{"meeting": id})
	return minutes, err
}

const testMeans = `
SELECT phase, topic, avg(100.0 * correct / questions)::double precision AS value, count(*) AS n
FROM test_results
WHERE meeting_id = @meeting
GROUP BY phase, topic
ORDER BY phase = 'after', topic`

// testsOf gives the means of the short tests at a meeting: nobody's own result.
func testsOf(ctx context.Context, q querier, id casebook.MeetingID) ([]casebook.TestMean, error) {
	rows, err := all[struct {
		Phase casebook.TestPhase
		Topic string
		Value float64
		N     int
	}](ctx, q, testMeans, pgx.StrictNamedArgs{"meeting": id})
	var list []casebook.TestMean
	for _, r := range rows {
		list = append(list, casebook.TestMean{Phase: r.Phase, Topic: r.Topic, Mean: casebook.Mean{Value: r.Value, N: r.N}})
	}
	return list, err
}

const meetingFiles = `
SELECT use, kind, file_sealed AS sealed, size
FROM meeting_files
WHERE meeting_id = @meeting
ORDER BY id`

func (s *Store) filesOf(ctx context.Context, q querier, id casebook.MeetingID) ([]casebook.MeetingFile, error) {
	rows, err := all[struct {
		Use    casebook.FileUse
		Kind   string
		Sealed []byte
		Size   int64
	}](ctx, q, meetingFiles, pgx.StrictNamedArgs{"meeting": id})
	if err != nil {
		return nil, err
	}
	var files []casebook.MeetingFile
	for _, row := range rows {
		plain, err := s.ring.Open(evidence, row.Sealed)
		if err != nil {
			return nil, fmt.Errorf("files of meeting %d: %w", id, err)
		}
		telegram, unique, _ := strings.Cut(string(plain), "\n")
		files = append(files, casebook.MeetingFile{Use: row.Use, Attachment: casebook.Attachment{Kind: row.Kind, TelegramID: telegram, Unique: unique, Size: row.Size}})
	}
	return files, nil
}

const meetingChanges = `
SELECT e.at, COALESCE(e.actor_id, 0) AS by, COALESCE(l.name, '') AS name, p.display_name_sealed AS sealed, e.move, e.what, e.why
FROM meeting_events e
JOIN meetings m ON m.id = e.meeting_id
LEFT JOIN people p ON p.id = e.actor_id
LEFT JOIN members l ON l.group_id = m.group_id AND l.person_id = e.actor_id AND l.left_at IS NULL
WHERE e.meeting_id = @meeting AND e.move IN ('change', 'correct')
ORDER BY e.id`

// changesOf gives the changes of the plan and the corrections of the log, in their order.
func (s *Store) changesOf(ctx context.Context, q querier, id casebook.MeetingID) ([]casebook.Change, error) {
	rows, err := all[struct {
		At     time.Time
		By     casebook.PersonID
		Name   string // on the group's own roster
		Sealed []byte
		Move   casebook.MeetingMove
		What   []string
		Why    string
	}](ctx, q, meetingChanges, pgx.StrictNamedArgs{"meeting": id})
	if err != nil {
		return nil, err
	}
	var list []casebook.Change
	for _, row := range rows {
		change := casebook.Change{At: row.At, By: row.By, Move: row.Move, What: row.What, Name: private.Of(row.Name), Why: private.Of(row.Why)}
		if row.Name == "" && row.Sealed != nil {
			plain, err := s.ring.Open(identity, row.Sealed)
			if err != nil {
				return nil, fmt.Errorf("name of person %d: %w", row.By, err)
			}
			change.Name = private.Of(string(plain))
		}
		list = append(list, change)
	}
	return list, nil
}
