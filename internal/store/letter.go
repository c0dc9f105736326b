package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// letterRow is a notice as it stands in the record.
type letterRow struct {
	ID            casebook.NoticeID
	District      string
	Kind          casebook.NoticeKind
	Key, Region   string
	Person        casebook.PersonID
	Meeting       casebook.MeetingID
	Follow, Claim int64
	Read          int64
	Proposal      int64
	About         casebook.PersonID
	OfGroup       casebook.GroupID
	Month         *time.Time
	Phase         casebook.TestPhase
	At            time.Time
	Message       int
	Bot           int64
	Chat          []byte
}

const letterByID = `
SELECT n.id, d.region AS district, n.kind, n.key, n.region, COALESCE(n.person_id, 0) AS person, COALESCE(n.meeting_id, 0) AS meeting,
    COALESCE(n.follow_id, 0) AS follow, COALESCE(n.claim_id, 0) AS claim, COALESCE(n.read_id, 0) AS read, COALESCE(n.proposal_id, 0) AS proposal, COALESCE(n.about_id, 0) AS about, COALESCE(n.group_id, 0) AS of_group, n.month, n.phase, n.at,
    COALESCE(n.message_id, 0) AS message, COALESCE(d.bot_id, 0) AS bot, g.chat_sealed AS chat
FROM notices n
JOIN districts d ON d.id = n.district_id
LEFT JOIN groups g ON g.id = n.group_id
WHERE n.id = @id`

// Letter gives a notice with all that its drawing needs, as all is now and as its reader may read it. Needless tells of one that was not sent yet why it need
// not be sent any more. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) Letter(ctx context.Context, id int64, now time.Time) (casebook.Letter, error) {
	l, err := s.letter(ctx, id, now)
	return l, known(fmt.Sprintf("notice %d", id), err)
}

func (s *Store) letter(ctx context.Context, id int64, now time.Time) (casebook.Letter, error) {
	row, err := one[letterRow](ctx, s.pool, letterByID, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return casebook.Letter{}, err
	}
	l := casebook.Letter{Notice: casebook.Notice{
		ID: row.ID, District: row.District, Kind: row.Kind, Key: row.Key, Person: row.Person, Meeting: row.Meeting, Follow: row.Follow, Group: row.OfGroup,
		Claim: row.Claim, Region: row.Region, Month: dayOrZero(row.Month), Phase: row.Phase, At: row.At, Message: row.Message,
		Read: row.Read, Proposal: row.Proposal, About: row.About,
	}}
	if err := s.addReader(ctx, &l, row); err != nil {
		return l, err
	}
	facts, err := s.addSubject(ctx, &l, now)
	if err != nil {
		return l, err
	}
	if l.Message == 0 {
		l.Needless = needless(l, facts, now)
	}
	return asReaderMay(l), nil
}

// addReader finds where the letter goes, and what its reader may.
func (s *Store) addReader(ctx context.Context, l *casebook.Letter, row letterRow) (err error) {
	if l.Person != 0 {
		if l.Viewer, err = s.viewer(ctx, s.pool, l.District, l.Person); err != nil {
			return err
		}
		l.To, l.Blocked, err = s.reach(ctx, l.Person)
		return err
	}
	l.Viewer = casebook.Viewer{District: l.District, Language: "id"}
	if row.Chat == nil {
		return nil
	}
	chat, err := s.openID(row.Chat)
	l.To = casebook.Address{Bot: row.Bot, Chat: chat}
	return err
}

// letterFacts are what decides whether a letter is needed, beside what it shows.
type letterFacts struct {
	No   bool // the reader has said not to come
	Said bool // the reader has answered at all
	Took bool // the reader has taken the short test of this phase
}

// addSubject loads what the letter is about.
func (s *Store) addSubject(ctx context.Context, l *casebook.Letter, now time.Time) (facts letterFacts, err error) {
	if l.Meeting != 0 {
		if l.Minutes, err = s.letterMinutes(ctx, l.District, l.Meeting); err != nil {
			return facts, err
		}
		if facts, err = one[letterFacts](ctx, s.pool, letterFactsOf, pgx.StrictNamedArgs{"meeting": l.Meeting, "person": l.Person, "phase": l.Phase}); err != nil {
			return facts, err
		}
	}
	if l.Follow != 0 {
		f, err := s.readFollowUp(ctx, s.pool, followByID, pgx.StrictNamedArgs{"id": l.Follow})
		if err != nil {
			return facts, err
		}
		if f, err = s.hideCase(ctx, s.pool, l.Viewer, f); err != nil {
			return facts, err
		}
		l.FollowUp = &f
	}
	if l.Group != 0 {
		g, err := s.anyGroup(ctx, s.pool, l.Group)
		if err != nil {
			return facts, err
		}
		l.Line = &g
	}
	if l.Claim != 0 {
		if l.ClaimOf, err = s.letterClaim(ctx, l.Claim); err != nil {
			return facts, err
		}
	}
	if err := s.addColleagues(ctx, l); err != nil {
		return facts, err
	}
	return facts, s.addMonth(ctx, l, now)
}

// addMonth loads what letters about a month or a region show.
func (s *Store) addMonth(ctx context.Context, l *casebook.Letter, now time.Time) error {
	switch l.Kind {
	case casebook.ReportDrafted, casebook.ReportSent:
		r, err := s.readReport(ctx, reportOfMonth, pgx.StrictNamedArgs{"district": l.District, "of_group": l.Group, "region": l.Region, "month": l.Month.String()})
		l.Report = &r
		return err
	case casebook.CoachingDue:
		groups, err := s.overdue(ctx, l.District, l.Region, now)
		l.Overdue = groups
		return err
	case casebook.MonthSummary:
		sum, err := s.summary(ctx, l.District, l.Region, l.Month, now)
		l.Summary, l.Overdue = &sum, sum.Overdue
		return err
	}
	return nil
}

const letterFactsOf = `
SELECT
    EXISTS (SELECT FROM rsvps WHERE meeting_id = @meeting AND person_id = @person AND NOT comes) AS no,
    EXISTS (SELECT FROM rsvps WHERE meeting_id = @meeting AND person_id = @person) AS said,
    EXISTS (SELECT FROM test_results WHERE meeting_id = @meeting AND person_id = @person AND phase = @phase) AS took`

// What makes a letter needless, by the names of the reasons in the record.
const (
	reasonNotPlanned = "not_planned"
	reasonBegun      = "begun"
	reasonMoved      = "moved"
	reasonNotOff     = "not_called_off"
	reasonNotHeld    = "no_log"
	reasonAnswered   = "answered"
	reasonLogged     = "logged"
	reasonClosed     = "door_closed"
	reasonTaken      = "test_taken"
	reasonMayNot     = "may_not_see"
	reasonNoChat     = "no_chat"
	reasonDone       = "done"
	reasonPutOff     = "put_off"
	reasonReopened   = "reopened"
	reasonDecided    = "decided"
	reasonReportSent = "report_sent"
	reasonNoReport   = "report_not_sent"
	reasonCoached    = "all_coached"
)

// needless tells why a letter need not be sent any more; "" when it must be. A meeting that was moved, a follow-up that was put off, is told again under
// another key. Guests who were at a meeting have no right to its minutes, so what came of it is not for them.
func needless(l casebook.Letter, facts letterFacts, now time.Time) string {
	if l.Person == 0 && l.To.Chat == 0 {
		return reasonNoChat
	}
	switch l.Kind {
	case casebook.Invited, casebook.MeetingMoved, casebook.DayBefore, casebook.HoursBefore, casebook.MeetingOff, casebook.DoorCounter, casebook.TestOpen:
		return needlessMeeting(l, facts, now)
	case casebook.Outcome, casebook.MinutesDue, casebook.MinutesLate:
		return needlessMinutes(l)
	case casebook.FollowSoon, casebook.FollowDue, casebook.FollowLate, casebook.FollowLater, casebook.FollowEnded:
		return needlessFollowUp(l)
	case casebook.ClaimMade:
		return first(
			reason(l.ClaimOf.State != casebook.Claimed, reasonDecided),
			reason(casebook.MayGroup(l.Viewer, casebook.EditGroup, *l.Line) != nil, reasonMayNot))
	case casebook.ReportDrafted, casebook.ReportSent:
		return needlessReport(l)
	case casebook.CoachingDue:
		return first(
			reason(!coachesRegion(l.Viewer, l.Region), reasonMayNot),
			reason(len(l.Overdue) == 0, reasonCoached))
	case casebook.CaseworkerAsked:
		return first(
			reason(l.Asked.State != casebook.ProposalOpen, reasonDecided),
			reason(casebook.MayDecide(l.Viewer, *l.Asked, now) != nil, reasonMayNot))
	case casebook.CaseworkerNew, casebook.CaseworkerGone:
		return reason(!l.Viewer.Any(casebook.Caseworker), reasonMayNot)
	case casebook.IdentityOpened:
		return reason(!l.Mine, reasonMayNot)
	case casebook.MonthSummary:
		return reason(!coachesRegion(l.Viewer, l.Region), reasonMayNot)
	}
	return ""
}

func needlessMeeting(l casebook.Letter, facts letterFacts, now time.Time) string {
	m := l.Minutes.Meeting
	mayNot := reason(l.Person != 0 && casebook.MayMeet(l.Viewer, casebook.SeeMeeting, m) != nil, reasonMayNot)
	notPlanned := reason(m.State != casebook.Planned, reasonNotPlanned)
	begun := reason(!now.Before(beginOf(m)), reasonBegun)
	switch l.Kind {
	case casebook.Invited:
		return first(mayNot, notPlanned, begun, reason(facts.Said, reasonAnswered))
	case casebook.MeetingMoved:
		return first(mayNot, notPlanned, begun)
	case casebook.DayBefore, casebook.HoursBefore:
		return first(mayNot, notPlanned, begun, reason(l.Key != reminderKey(l.Kind, m), reasonMoved), reason(facts.No, reasonAnswered))
	case casebook.MeetingOff:
		return first(mayNot, reason(m.State != casebook.CalledOff, reasonNotOff))
	case casebook.DoorCounter:
		return reason(!m.Doors.After(now), reasonClosed)
	default: // a short test
		return first(mayNot, reason(facts.Took, reasonTaken))
	}
}

// beginOf is when it is too late to tell of a meeting: when no hour was told, at the end of its day.
func beginOf(m casebook.Meeting) time.Time {
	if m.Clock {
		return m.StartsAt
	}
	return m.StartsAt.Add(24 * time.Hour)
}

func needlessMinutes(l casebook.Letter) string {
	m := l.Minutes.Meeting
	if l.Kind == casebook.Outcome {
		return first(
			reason(m.State != casebook.Held, reasonNotHeld),
			reason(l.Person != 0 && casebook.MayMeet(l.Viewer, casebook.SeeMinutes, m) != nil, reasonMayNot))
	}
	return first(
		reason(m.State == casebook.Held, reasonLogged),
		reason(m.State != casebook.Planned, reasonNotPlanned),
		reason(casebook.MayMeet(l.Viewer, casebook.DoLog, m) != nil, reasonMayNot))
}

func needlessFollowUp(l casebook.Letter) string {
	f := *l.FollowUp
	mayNot := reason(casebook.MayFollow(l.Viewer, f, true) != nil, reasonMayNot)
	if l.Kind == casebook.FollowEnded {
		return first(reason(f.State == casebook.ToDo, reasonReopened), mayNot)
	}
	return first(
		reason(f.State != casebook.ToDo, reasonDone),
		reason(l.Key != followKey(l.Kind, f), reasonPutOff),
		mayNot)
}

func needlessReport(l casebook.Letter) string {
	mayNot := reason(!maySee(l.Viewer, *l.Report), reasonMayNot)
	if l.Kind == casebook.ReportSent {
		return first(reason(l.Report.SentAt.IsZero(), reasonNoReport), mayNot)
	}
	return first(
		reason(!l.Report.SentAt.IsZero(), reasonReportSent),
		reason(!maySend(l.Viewer, *l.Report), reasonMayNot))
}

// reminderKey names a reminder by the hour that it is for: a meeting that was moved is reminded of again. round.go makes the same in SQL.
func reminderKey(kind casebook.NoticeKind, m casebook.Meeting) string {
	return fmt.Sprintf("%s:%d:%d", kind, m.ID, m.StartsAt.Unix())
}

// followKey names what is told of a follow-up by its day. round.go makes the same in SQL.
func followKey(kind casebook.NoticeKind, f casebook.FollowUp) string {
	return fmt.Sprintf("%s:%d:%s", kind, f.ID, f.Due)
}

func reason(holds bool, why string) string {
	if holds {
		return why
	}
	return ""
}

func first(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}

// coachesRegion tells whether a viewer coaches the groups of a region.
func coachesRegion(v casebook.Viewer, region string) bool {
	return v.Coaches(casebook.Group{District: v.District, Region: region})
}

// asReaderMay takes out what the reader may not read. Of a case talk nothing is told but that there is one; a group's chat reads what its members do.
func asReaderMay(l casebook.Letter) casebook.Letter {
	nobody := casebook.Viewer{District: l.District}
	if l.Minutes != nil && (l.Person != 0 || l.Minutes.Kind.Confidential()) {
		reader := l.Viewer
		if l.Minutes.Kind.Confidential() {
			reader = nobody
		}
		m := l.Minutes.For(reader)
		m.Cases = nil
		l.Minutes = &m
	}
	if l.FollowUp != nil {
		f := *l.FollowUp
		if f.Kind.Confidential() || casebook.MayFollow(l.Viewer, f, true) != nil {
			f.What, f.Who, f.Proof, f.Case = private.Text{}, private.Text{}, private.Text{}, ""
		}
		l.FollowUp = &f
	}
	return l
}

const letterCountsOf = `
SELECT r.yes, r.no, greatest(o.linked - r.yes - r.no, 0) AS open, a.officers,
    CASE WHEN m.state = 'held' THEN m.expected_officers ELSE o.officers END AS expected, a.members, a.named, a.self
FROM meetings m
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE comes) AS yes, count(*) FILTER (WHERE NOT comes) AS no
    FROM rsvps
    WHERE meeting_id = m.id
) r
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE person_id IS NOT NULL) AS linked, count(*) FILTER (WHERE officer) AS officers
    FROM members
    WHERE group_id = m.group_id AND left_at IS NULL
) o
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE member_id IS NOT NULL AND officer) AS officers, count(*) FILTER (WHERE member_id IS NOT NULL AND NOT officer) AS members,
        count(*) FILTER (WHERE member_id IS NULL) AS named, count(*) FILTER (WHERE member_id IS NOT NULL AND self) AS self
    FROM attendance
    WHERE meeting_id = m.id AND presence = 'present'
) a
WHERE m.id = @id`

// letterCounts are what letters count of a meeting.
type letterCounts struct{ Yes, No, Open, Officers, Expected, Members, Named, Self int }

// letterMinutes gives a meeting as far as letters show it: its counts and what it decided, without the names of who was there.
func (s *Store) letterMinutes(ctx context.Context, district string, id casebook.MeetingID) (*casebook.Minutes, error) {
	m, _, err := s.readMeeting(ctx, s.pool, district, id)
	if err != nil {
		return nil, fmt.Errorf("meeting %d: %w", id, err)
	}
	n, err := one[letterCounts](ctx, s.pool, letterCountsOf, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, fmt.Errorf("counts of meeting %d: %w", id, err)
	}
	follow, err := s.listFollowUps(ctx, s.pool, followsOfMeeting, pgx.StrictNamedArgs{"meeting": id})
	for i := range follow {
		follow[i].Case = ""
	}
	return &casebook.Minutes{
		Meeting: m, Tally: n.tally(m.Heads), Said: casebook.RSVPs{Yes: n.Yes, No: n.No, Open: n.Open}, FollowUps: follow,
	}, err
}

func (n letterCounts) tally(h casebook.Heads) casebook.Tally {
	return casebook.Tally{
		Officers: n.Officers, Expected: n.Expected, Members: n.Members, Named: n.Named, Guests: max(n.Named, h.Guests, h.Men+h.Women), Sheet: h.Sheet,
		SelfTold: n.Self, ByPresence: map[casebook.Presence]int{casebook.Present: n.Officers + n.Members},
	}
}

// anyGroup gives a group by its id alone, a retired one too.
func (s *Store) anyGroup(ctx context.Context, q querier, id casebook.GroupID) (casebook.Group, error) {
	groups, err := s.readGroups(ctx, q, []int64{int64(id)})
	if err != nil {
		return casebook.Group{}, err
	}
	g, ok := groups[id]
	if !ok {
		return g, pgx.ErrNoRows
	}
	return g, nil
}

const letterClaimByID = `
SELECT id, group_id AS of_group, COALESCE(member_id, 0) AS member, name, person_id AS person, state, at
FROM claims
WHERE id = @id`

func (s *Store) letterClaim(ctx context.Context, id int64) (*casebook.Claim, error) {
	row, err := one[struct {
		ID      int64
		OfGroup casebook.GroupID
		Member  casebook.MemberID
		Name    string
		Person  casebook.PersonID
		State   casebook.ClaimState
		At      time.Time
	}](ctx, s.pool, letterClaimByID, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, fmt.Errorf("claim %d: %w", id, err)
	}
	return &casebook.Claim{ID: row.ID, Group: row.OfGroup, Member: row.Member, Name: private.Of(row.Name), Person: row.Person, State: row.State, At: row.At}, nil
}

const noticeSent = `
UPDATE notices SET message_id = @message, state = 'sent', why = '', sent_at = @at
WHERE id = @id AND message_id IS NULL`

// NoticeSent notes the message that a notice became. Of one that was sent twice, since a crash hid the first sending, the first counts.
func (s *Store) NoticeSent(ctx context.Context, id int64, message int, at time.Time) error {
	_, err := s.pool.Exec(ctx, noticeSent, pgx.StrictNamedArgs{"id": id, "message": message, "at": at})
	return known("notice "+strconv.FormatInt(id, 10)+" sent", err)
}

const noticeEnded = `
UPDATE notices SET state = @state, why = @why
WHERE id = @id AND state = 'pending'`

const noticeBlocked = `
UPDATE accounts SET blocked_at = COALESCE(blocked_at, @at)
FROM notices n
WHERE n.id = @id AND accounts.person_id = n.person_id`

// NoticeEnded notes that a notice will not be sent: it need not be (NoticeDropped), it cannot (NoticeFailed), or its person cannot be reached at all
// (NoticeGone). why is the name of a reason.
func (s *Store) NoticeEnded(ctx context.Context, id int64, state casebook.NoticeState, why string, at time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("notice %d %s", id, state), func(tx pgx.Tx) error {
		if state == casebook.NoticeGone {
			if _, err := tx.Exec(ctx, noticeBlocked, pgx.StrictNamedArgs{"id": id, "at": at}); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, noticeEnded, pgx.StrictNamedArgs{"id": id, "state": state, "why": strings.ToValidUTF8(why, "")})
		return err
	})
}

const pendingNotices = `
SELECT id
FROM notices
WHERE state = 'pending' AND at < @before
ORDER BY at, id
LIMIT @limit`

// PendingNotices lists the notices that should have been sent before a moment, for a sweep that enqueues again what a lost job left.
func (s *Store) PendingNotices(ctx context.Context, before time.Time, limit int) ([]casebook.Task, error) {
	rows, err := all[struct{ ID int64 }](ctx, s.pool, pendingNotices, pgx.StrictNamedArgs{"before": before, "limit": limit})
	tasks := make([]casebook.Task, 0, len(rows))
	for _, n := range rows {
		tasks = append(tasks, casebook.Task{Kind: casebook.SendNotice, ID: n.ID})
	}
	return tasks, known("pending notices", err)
}
