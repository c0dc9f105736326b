package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

const saveLog = `
UPDATE meetings
SET kind = @kind, state = 'held', starts_at = @starts, ends_at = @ends, clock = @clock, place = @place, chair = @chair, notes_by = @notes, agenda = @agenda,
    result = @result, topics = @topics, guests = @guests, men = @men, women = @women, sheet = @sheet, old = @old, disabled = @disabled,
    log_dialog = COALESCE(log_dialog, @dialog), logged_by = COALESCE(logged_by, @logger), logged_at = COALESCE(logged_at, @now)
WHERE id = @meeting`

// save writes a meeting as it is now, with the cases, the files and the follow-ups of the log.
func (l logging) save(ctx context.Context, before, m casebook.Meeting) error {
	topics := m.Topics
	if topics == nil {
		topics = []string{}
	}
	_, err := l.tx.Exec(ctx, saveLog, pgx.StrictNamedArgs{
		"meeting": m.ID, "kind": m.Kind, "starts": m.StartsAt, "ends": orNull(m.EndsAt), "clock": m.Clock, "place": clean(private.Of(m.Place)),
		"chair": clean(m.Chair), "notes": clean(m.Notes), "agenda": clean(m.Agenda), "result": clean(m.Result), "topics": topics, "guests": m.Heads.Guests,
		"men": m.Heads.Men, "women": m.Heads.Women, "sheet": m.Heads.Sheet, "old": m.Heads.Old, "disabled": m.Heads.Disabled, "dialog": l.log.Dialog,
		"logger": l.viewer.Person, "now": l.now,
	})
	if err != nil {
		return err
	}
	if err := l.saveCases(ctx, before, m); err != nil {
		return err
	}
	if _, err := l.saveFiles(ctx, m.ID); err != nil {
		return err
	}
	return l.addFollowUps(ctx, l.tx, l.viewer, m.ID, l.newFollowUps(), l.now)
}

// newFollowUps are those of the log that are not in the record yet.
func (l logging) newFollowUps() []casebook.FollowUp {
	var list []casebook.FollowUp
	for _, f := range l.log.FollowUps {
		if f.ID == 0 {
			list = append(list, f)
		}
	}
	return list
}

const clearCases = `
DELETE FROM meeting_cases
WHERE meeting_id = @meeting`

const addMeetingCase = `
INSERT INTO meeting_cases (meeting_id, case_id)
VALUES (@meeting, @case)
ON CONFLICT DO NOTHING`

// saveCases names the cases that were discussed. One that the viewer may not know of is as unknown as one that there is not.
func (l logging) saveCases(ctx context.Context, before, m casebook.Meeting) error {
	if len(before.Cases) > 0 {
		if _, err := l.tx.Exec(ctx, clearCases, pgx.StrictNamedArgs{"meeting": m.ID}); err != nil {
			return err
		}
	}
	for _, number := range m.Cases {
		c, err := l.readCase(ctx, l.tx, caseByNumber, pgx.StrictNamedArgs{"district": m.District, "number": number})
		if err != nil {
			return orElse(err, casebook.ErrBadInput)
		}
		if casebook.May(l.viewer, casebook.SeeLine, c) != nil {
			return casebook.ErrBadInput
		}
		if _, err := l.tx.Exec(ctx, addMeetingCase, pgx.StrictNamedArgs{"meeting": m.ID, "case": c.ID}); err != nil {
			return err
		}
	}
	return nil
}

const addMeetingFile = `
INSERT INTO meeting_files (meeting_id, use, kind, file_sealed, unique_mac, size)
VALUES (@meeting, @use, @kind, @sealed, @mac, @size)
ON CONFLICT (meeting_id, unique_mac) DO NOTHING`

// saveFiles adds the files that the meeting does not have yet, and tells how many.
func (l logging) saveFiles(ctx context.Context, id casebook.MeetingID) (added int64, err error) {
	for _, f := range l.log.Files {
		unique := f.Unique
		if unique == "" {
			unique = f.TelegramID
		}
		tag, err := l.tx.Exec(ctx, addMeetingFile, pgx.StrictNamedArgs{"meeting": id, "use": f.Use, "kind": f.Kind,
			"sealed": l.ring.Seal(evidence, []byte(f.TelegramID+"\n"+f.Unique)), "mac": l.ring.MAC("file", unique), "size": f.Size})
		if err != nil {
			return added, err
		}
		added += tag.RowsAffected()
	}
	return added, nil
}

const presentPeople = `
SELECT DISTINCT a.person_id AS person
FROM attendance t
LEFT JOIN members l ON l.id = t.member_id
JOIN accounts a ON a.person_id = COALESCE(t.person_id, l.person_id)
WHERE t.meeting_id = @meeting AND t.presence = 'present' AND a.blocked_at IS NULL AND a.person_id <> @except
ORDER BY person`

// tellOutcome writes to those who were there and can be written to. Of a case talk nothing is told.
func (l logging) tellOutcome(ctx context.Context, m casebook.Meeting) error {
	if m.Kind.Confidential() {
		return nil
	}
	people, err := all[struct{ Person casebook.PersonID }](ctx, l.tx, presentPeople, pgx.StrictNamedArgs{"meeting": m.ID, "except": l.viewer.Person})
	if err != nil {
		return err
	}
	var list []casebook.Notice
	for _, p := range people {
		list = append(list, casebook.Notice{District: m.District, Kind: casebook.Outcome, Key: fmt.Sprintf("outcome:%d", m.ID), Person: p.Person, Meeting: m.ID,
			Group: m.Group.ID, Region: m.Region, At: l.now})
	}
	return l.tell(ctx, l.tx, list)
}
