package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const doorAt = `
SELECT m.id, m.kind, m.state, m.door_secret, m.doors_until, g.id AS group_id, g.name AS group_name, g.region AS group_region,
    (SELECT count(*) FROM attendance WHERE meeting_id = m.id AND presence = 'present') AS here
FROM meetings m
JOIN districts d ON d.id = m.district_id
JOIN groups g ON g.id = m.group_id
WHERE d.region = @district AND m.id = @meeting`

// DoorAt gives the door of a meeting for its page on the wall, and how many people are known to be there. Nobody's right is asked: the page's address is. It is
// read every few seconds while people check in, so in one statement. Of a door that is not open it gives no secret. Errors: casebook.ErrNotFound,
// casebook.ErrAway.
func (s *Store) DoorAt(ctx context.Context, district string, id casebook.MeetingID, now time.Time) (casebook.Door, int, error) {
	doing := fmt.Sprintf("door of meeting %d", id)
	row, err := one[struct {
		ID                     casebook.MeetingID
		Kind                   casebook.MeetingKind
		State                  casebook.MeetingState
		DoorSecret             []byte
		DoorsUntil             *time.Time
		GroupID                casebook.GroupID
		GroupName, GroupRegion string
		Here                   int
	}](ctx, s.pool, doorAt, pgx.StrictNamedArgs{"district": district, "meeting": id})
	if err != nil {
		return casebook.Door{}, 0, known(doing, err)
	}
	group := casebook.Group{ID: row.GroupID, District: district, Name: row.GroupName, Region: row.GroupRegion}
	if row.State == casebook.CalledOff || row.DoorSecret == nil || row.DoorsUntil == nil || !now.Before(*row.DoorsUntil) {
		return casebook.Door{Meeting: row.ID, Group: group, Kind: row.Kind}, row.Here, nil
	}
	door, err := s.doorOf(meetingRow{ID: row.ID, Kind: row.Kind, DoorSecret: row.DoorSecret, DoorsUntil: row.DoorsUntil}, group)
	return door, row.Here, err
}
