package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

const doorSecret = "door" // what the secrets of check-in codes are sealed for

const openDoor = `
UPDATE meetings SET door_secret = @secret, doors_until = @until
WHERE id = @meeting`

// OpenDoor lets people check in by code until then, and gives the secret that the codes are made from; an open door is kept open until another hour, under the
// same secret. The group's chat gets its counter. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrMove when the meeting is called off,
// casebook.ErrAway.
func (s *Store) OpenDoor(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, until, now time.Time) (casebook.Door, error) {
	var door casebook.Door
	err := s.inTx(ctx, fmt.Sprintf("open the door of meeting %d", id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		m, row, err := s.lockMeeting(ctx, tx, v.District, id)
		if err != nil {
			return err
		}
		if _, err := m.Do(fresh, casebook.OpenDoor, private.Text{}); err != nil {
			return err
		}
		if row.DoorSecret == nil {
			row.DoorSecret = s.ring.Seal(doorSecret, []byte(rand.Text()))
		}
		row.DoorsUntil = &until
		if _, err := tx.Exec(ctx, openDoor, pgx.StrictNamedArgs{"meeting": id, "secret": row.DoorSecret, "until": until}); err != nil {
			return err
		}
		if door, err = s.doorOf(row, m.Group); err != nil {
			return err
		}
		return s.tellCounter(ctx, tx, m, now)
	})
	return door, err
}

// tellCounter puts the counter of who is there into the group's chat, once a meeting. A case talk is nothing for a chat that all read.
func (s *Store) tellCounter(ctx context.Context, tx pgx.Tx, m casebook.Meeting, now time.Time) error {
	if m.Group.Chat == 0 || m.Kind.Confidential() {
		return nil
	}
	return s.tell(ctx, tx, []casebook.Notice{{District: m.District, Kind: casebook.DoorCounter, Key: fmt.Sprintf("door:%d", m.ID), Meeting: m.ID, Group: m.Group.ID,
		Region: m.Region, At: now}})
}

func (s *Store) doorOf(row meetingRow, g casebook.Group) (casebook.Door, error) {
	secret, err := s.ring.Open(doorSecret, row.DoorSecret)
	if err != nil {
		return casebook.Door{}, fmt.Errorf("door of meeting %d: %w", row.ID, err)
	}
	return casebook.Door{Meeting: row.ID, Group: g, Kind: row.Kind, Secret: private.Of(string(secret)), Until: orZero(row.DoorsUntil)}, nil
}

const openDoors = `
SELECT` + meetingColumns + meetingFrom + `
WHERE d.region = @district AND m.doors_until > @now AND m.door_secret IS NOT NULL AND m.state <> 'called_off'
ORDER BY m.starts_at, m.id`

// OpenDoors lists the meetings of the district where people can check in now. Errors: casebook.ErrAway.
func (s *Store) OpenDoors(ctx context.Context, district string, now time.Time) ([]casebook.Door, error) {
	const doing = "open doors"
	rows, err := all[meetingRow](ctx, s.pool, openDoors, pgx.StrictNamedArgs{"district": district, "now": now})
	if err != nil {
		return nil, known(doing, err)
	}
	meetings, err := s.withGroups(ctx, s.pool, rows)
	if err != nil {
		return nil, known(doing, err)
	}
	doors := make([]casebook.Door, len(rows))
	for i, row := range rows {
		if doors[i], err = s.doorOf(row, meetings[i].Group); err != nil {
			return nil, err
		}
	}
	return doors, nil
}

// CheckIn notes that somebody is there, or by proxy that somebody else of the roster is: on the own line of the roster, or as one who stands on none. The same
// input again notes nothing and gives the same answer. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrMove when the door is not open or the
// meeting is called off, casebook.ErrBadInput, casebook.ErrAway.
func (s *Store) CheckIn(ctx context.Context, v casebook.Viewer, c casebook.CheckIn, now time.Time) (casebook.Checked, error) {
	var checked casebook.Checked
	if c.At.IsZero() {
		c.At = now
	}
	err := s.inTx(ctx, fmt.Sprintf("check in to meeting %d", c.Meeting), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		m, _, err := s.readMeeting(ctx, tx, v.District, c.Meeting)
		if err != nil {
			return err
		}
		said, err := wordOf(ctx, tx, fresh, m, c)
		if err != nil {
			return err
		}
		settled, err := s.mark(ctx, tx, m.ID, []word{said})
		if err != nil {
			return err
		}
		after, err := s.recount(ctx, tx, v.District, m.ID, false)
		if err != nil {
			return err
		}
		if after.Meeting.State == casebook.CalledOff {
			return casebook.ErrMove
		}
		st := settled[said.who()]
		checked = casebook.Checked{Line: after.line(said.who()), Again: st.Again, Meeting: after.Meeting.For(fresh), Tally: after.Tally}
		if st.Before.Presence == st.After.Presence {
			return nil
		}
		return s.redrawCounters(ctx, tx, m.ID, now)
	})
	return checked, err
}

// wordOf gives the word that a check-in is, if it may be said and the door is open.
func wordOf(ctx context.Context, tx pgx.Tx, v casebook.Viewer, m casebook.Meeting, c casebook.CheckIn) (word, error) {
	w := word{Said: "update:" + strconv.FormatInt(c.Update, 10), Mark: casebook.Mark{Presence: casebook.Present, Source: c.Source, By: v.Person, Far: c.Far,
		At: c.At.Truncate(time.Microsecond)}}
	if err := casebook.MayMeet(v, casebook.DoAttend, m); err != nil {
		return w, err
	}
	if m.State == casebook.CalledOff || !c.At.Before(m.Doors) {
		return w, casebook.ErrMove
	}
	switch {
	case c.Source == casebook.ByProxy:
		w.Member = c.For
		return w, mayProxy(ctx, tx, v, m, c.For)
	case !c.Source.Self():
		return w, casebook.ErrBadInput
	case c.Source == casebook.ByGroup && (c.Chat == 0 || c.Chat != m.Group.Chat): // the button of another chat, or of none: whoever is not there has no code
		return w, casebook.ErrForbidden
	}
	if w.Member = v.InGroup(m.Group.ID); w.Member == 0 {
		w.Person = v.Person
	}
	return w, nil
}

// mayProxy: whoever stands on the roster, or may log the meeting, checks another line of it in.
func mayProxy(ctx context.Context, tx pgx.Tx, v casebook.Viewer, m casebook.Meeting, other casebook.MemberID) error {
	if v.InGroup(m.Group.ID) == 0 && casebook.MayMeet(v, casebook.DoLog, m) != nil {
		return casebook.ErrForbidden
	}
	line, err := readMember(ctx, tx, m.District, other)
	if err != nil {
		return orElse(err, casebook.ErrBadInput)
	}
	if line.Group != m.Group.ID || !line.Left.IsZero() {
		return casebook.ErrBadInput
	}
	return nil
}

// line gives a person's line of the list.
func (c counted) line(who somebody) casebook.Line {
	for _, l := range c.Lines {
		if l.Member == who.Member && l.Person == who.Person {
			return l
		}
	}
	return casebook.Line{}
}

const ownWord = `
SELECT source, far
FROM attendance_marks
WHERE meeting_id = @meeting AND COALESCE(member_id, 0) = @member AND COALESCE(person_id, 0) = @person AND source IN ('code', 'group')
ORDER BY at DESC, id DESC
LIMIT 1`

// Whereabouts flags the viewer's own check-in as far, or as near: a pin was sent after it. Errors: casebook.ErrNotFound when the viewer has not checked in,
// casebook.ErrAway.
func (s *Store) Whereabouts(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, far bool, now time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("whereabouts at meeting %d", id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		m, _, err := s.readMeeting(ctx, tx, v.District, id)
		if err != nil {
			return err
		}
		w := word{Said: fmt.Sprintf("pin:%d", now.UnixMicro()), Mark: casebook.Mark{Member: fresh.InGroup(m.Group.ID), Presence: casebook.Present, By: v.Person,
			Far: far, At: now.Truncate(time.Microsecond)}}
		if w.Member == 0 {
			w.Person = v.Person
		}
		own, err := one[struct {
			Source casebook.Source
			Far    bool
		}](ctx, tx, ownWord, pgx.StrictNamedArgs{"meeting": id, "member": w.Member, "person": w.Person})
		if err != nil || own.Far == far {
			return err
		}
		w.Source = own.Source
		_, err = s.mark(ctx, tx, id, []word{w})
		return err
	})
}
