package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const addNotices = `
INSERT INTO notices (district_id, kind, key, person_id, meeting_id, follow_id, group_id, claim_id, region, month, phase, at, made_at, read_id, proposal_id, about_id)
SELECT d.id, n.kind, n.key, nullif(n.person, 0), nullif(n.meeting, 0), nullif(n.follow, 0), nullif(n.of_group, 0), nullif(n.claim, 0), n.region, n.month::date,
    n.phase, COALESCE(n.at, now()), now(), nullif(n.read, 0), nullif(n.proposal, 0), nullif(n.about, 0)
FROM unnest(@districts::text[], @kinds::text[], @keys::text[], @people::bigint[], @meetings::bigint[], @follows::bigint[], @groups::bigint[], @claims::bigint[],
    @regions::text[], @months::text[], @phases::text[], @ats::timestamptz[], @reads::bigint[], @proposals::bigint[], @abouts::bigint[])
    AS n (district, kind, key, person, meeting, follow, of_group, claim, region, month, phase, at, read, proposal, about)
JOIN districts d ON d.region = n.district
ORDER BY n.person, n.of_group, n.key -- in one order, so that two transactions do not lock crosswise
ON CONFLICT DO NOTHING
RETURNING id, at`

// tell keeps notices and enqueues their sending, in the transaction that makes them necessary. What a person was told before, by its key, is not told again.
// A notice without a time is sent at once; quiet hours are heeded here.
func (s *Store) tell(ctx context.Context, tx pgx.Tx, notices []casebook.Notice) error {
	if len(notices) == 0 {
		return nil
	}
	notices = s.afterQuietHours(notices)
	added, err := all[addedNotice](ctx, tx, addNotices, noticeArgs(notices))
	if err != nil {
		return fmt.Errorf("notices of kind %s: %w", notices[0].Kind, err)
	}
	return s.enqueue(ctx, tx, sendingOf(added))
}

func (s *Store) afterQuietHours(notices []casebook.Notice) []casebook.Notice {
	held := slices.Clone(notices)
	for i, n := range held {
		if n.Kind.Waits() && !n.At.IsZero() {
			held[i].At = s.rules(n.District).Calendar.AfterQuietHours(n.At)
		}
	}
	return held
}

type addedNotice struct {
	ID int64
	At time.Time
}

func sendingOf(added []addedNotice) []casebook.Task {
	tasks := make([]casebook.Task, 0, len(added))
	for _, n := range added {
		tasks = append(tasks, casebook.Task{Kind: casebook.SendNotice, ID: n.ID, NotBefore: n.At})
	}
	return tasks
}

func noticeArgs(notices []casebook.Notice) pgx.StrictNamedArgs {
	var kinds, keys, districts, regions, phases []string
	var people, meetings, follows, groups, claims, reads, proposals, abouts []int64
	var months []*string
	var ats []*time.Time
	for _, n := range notices {
		kinds, keys, districts = append(kinds, string(n.Kind)), append(keys, n.Key), append(districts, n.District)
		regions, phases = append(regions, n.Region), append(phases, string(n.Phase))
		people, meetings, follows = append(people, int64(n.Person)), append(meetings, int64(n.Meeting)), append(follows, n.Follow)
		groups, claims = append(groups, int64(n.Group)), append(claims, n.Claim)
		reads, proposals, abouts = append(reads, n.Read), append(proposals, n.Proposal), append(abouts, int64(n.About))
		months, ats = append(months, dayOrNull(n.Month)), append(ats, orNull(n.At))
	}
	return pgx.StrictNamedArgs{
		"districts": districts, "kinds": kinds, "keys": keys, "people": people, "meetings": meetings, "follows": follows, "groups": groups, "claims": claims,
		"regions": regions, "months": months, "phases": phases, "ats": ats, "reads": reads, "proposals": proposals, "abouts": abouts,
	}
}

// counterEvery is how often at most the counter in a group's chat is drawn again.
const counterEvery = 5 * time.Second

const sentCounters = `
SELECT id
FROM notices
WHERE meeting_id = @meeting AND kind = 'door_counter' AND state = 'sent'
ORDER BY id`

// redrawCounters enqueues the drawing of the counter of who is there, where one stands in a group's chat. Many check-ins in a few seconds are one edit.
func (s *Store) redrawCounters(ctx context.Context, tx pgx.Tx, meeting casebook.MeetingID, now time.Time) error {
	sent, err := all[struct{ ID int64 }](ctx, tx, sentCounters, pgx.StrictNamedArgs{"meeting": meeting})
	if err != nil {
		return err
	}
	tasks := make([]casebook.Task, 0, len(sent))
	for _, n := range sent {
		tasks = append(tasks, casebook.Task{Kind: casebook.EditNotice, ID: n.ID, NotBefore: now.Add(counterEvery)})
	}
	return s.enqueue(ctx, tx, tasks)
}

// dayOrNull is a day as PostgreSQL reads it, nil for none.
func dayOrNull(d casebook.Date) *string {
	if d == (casebook.Date{}) {
		return nil
	}
	text := d.String()
	return &text
}

// dayOrZero is a day as PostgreSQL gives it.
func dayOrZero(t *time.Time) casebook.Date {
	if t == nil {
		return casebook.Date{}
	}
	return casebook.DateOf(*t)
}
