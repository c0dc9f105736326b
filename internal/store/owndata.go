package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

const ownAccount = `
SELECT COALESCE(a.language, 'id') AS language, COALESCE(a.created_at, p.created_at) AS since, COALESCE(a.notice_version, 0) AS notice, p.display_name_sealed AS sealed
FROM people p
LEFT JOIN accounts a ON a.person_id = p.id
WHERE p.id = @person`

const ownReports = `
SELECT c.id, c.number, c.state, c.region, COALESCE(c.kind, '') AS kind, c.disclosure, c.received_at, c.story,
    c.place_note, c.safe_from, c.safe_to, k.name_sealed, k.phone_sealed, COALESCE(k.notice_version, 0) AS agreed_to, k.consent_at,
    (SELECT count(*) FROM case_files f WHERE f.case_id = c.id) AS files
FROM case_reporters r
JOIN cases c ON c.id = r.case_id
LEFT JOIN case_contacts k ON k.case_id = c.id
WHERE r.person_id = @person AND NOT c.quiet
ORDER BY c.id`

const ownWords = `
SELECT at, 0::bigint AS actor, move, from_state AS from, to_state AS to, note, visible
FROM case_events
WHERE case_id = @case AND move = 'add' AND actor_id IS NULL
ORDER BY id`

const ownAsked = `
SELECT ` + erasureColumns + `
WHERE e.case_id = @case
ORDER BY e.id`

const ownGrants = `
SELECT role, region, granted_at, revoked_at
FROM grants
WHERE person_id = @person
ORDER BY id`

const ownSeats = `
SELECT g.name AS group, m.name, m.post, m.joined_at, m.left_at
FROM members m
JOIN groups g ON g.id = m.group_id
WHERE m.person_id = @person
ORDER BY m.id`

const ownClaims = `
SELECT g.name AS group, k.name, k.state, k.at
FROM claims k
JOIN groups g ON g.id = k.group_id
WHERE k.person_id = @person
ORDER BY k.id`

const ownAnswers = `
SELECT g.name AS group, m.starts_at AS at, r.comes
FROM rsvps r
JOIN meetings m ON m.id = r.meeting_id
JOIN groups g ON g.id = m.group_id
WHERE r.person_id = @person
ORDER BY m.starts_at, m.id`

const ownMeetings = `
SELECT g.name AS group, m.kind, m.starts_at AS at, a.presence
FROM attendance a
JOIN meetings m ON m.id = a.meeting_id
JOIN groups g ON g.id = m.group_id
WHERE a.person_id = @person OR a.member_id IN (SELECT id FROM members WHERE person_id = @person)
ORDER BY m.starts_at, m.id`

const ownTests = `
SELECT topic, phase, correct, questions, at
FROM test_results
WHERE person_id = @person
ORDER BY at`

const ownFollows = `
SELECT f.what, f.due::timestamptz AS due, f.state
FROM follow_ups f
WHERE f.member_id IN (SELECT id FROM members WHERE person_id = @person) AND NOT f.secret -- what a talk about cases has decided is read with the own PIN
ORDER BY f.due, f.id`

// OwnData gives all that is known of a person, for the person. Reports that must not show on a phone are not among it, nor told to be there.
// Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) OwnData(ctx context.Context, v casebook.Viewer, now time.Time) (casebook.OwnData, error) {
	d := casebook.OwnData{At: now}
	err := s.inTx(ctx, fmt.Sprintf("data of person %d", v.Person), func(tx pgx.Tx) error {
		for _, read := range []func(context.Context, pgx.Tx, casebook.PersonID, *casebook.OwnData) error{s.ownAccount, s.ownReports, s.ownRoles, s.ownMeetings} {
			if err := read(ctx, tx, v.Person, &d); err != nil {
				return err
			}
		}
		return nil
	})
	return d, err
}

func (s *Store) ownAccount(ctx context.Context, tx pgx.Tx, person casebook.PersonID, d *casebook.OwnData) error {
	row, err := one[struct {
		Language string
		Since    time.Time
		Notice   int
		Sealed   []byte
	}](ctx, tx, ownAccount, pgx.StrictNamedArgs{"person": person})
	if err != nil {
		return err
	}
	d.Language, d.Since, d.Notice = row.Language, row.Since, row.Notice
	if row.Sealed == nil {
		return nil
	}
	plain, err := s.ring.Open(identity, row.Sealed)
	d.Name = private.Of(string(plain))
	return err
}

func (s *Store) ownReports(ctx context.Context, tx pgx.Tx, person casebook.PersonID, d *casebook.OwnData) error {
	rows, err := all[struct {
		ID         int64
		Number     casebook.Number
		State      casebook.State
		Region     string
		Kind       string
		Disclosure casebook.Disclosure
		ReceivedAt time.Time
		Story      string
		PlaceNote  string
		SafeFrom   int
		SafeTo     int

		NameSealed, PhoneSealed []byte
		AgreedTo                int
		ConsentAt               *time.Time
		Files                   int
	}](ctx, tx, ownReports, pgx.StrictNamedArgs{"person": person})
	if err != nil {
		return err
	}
	for _, r := range rows {
		report := casebook.OwnReport{Number: r.Number, State: r.State, Region: r.Region, Kind: r.Kind, Disclosure: r.Disclosure, ReceivedAt: r.ReceivedAt,
			Story: private.Of(r.Story), Files: r.Files, PlaceNote: private.Of(r.PlaceNote), Safe: casebook.SafeHours{From: r.SafeFrom, To: r.SafeTo}}
		if r.PhoneSealed != nil {
			if report.Contact, err = s.openContact(r.NameSealed, r.PhoneSealed); err != nil {
				return err
			}
			report.Contact.Notice, report.Contact.Said = r.AgreedTo, orZero(r.ConsentAt)
		}
		added, err := all[eventRow](ctx, tx, ownWords, pgx.StrictNamedArgs{"case": r.ID})
		if err != nil {
			return err
		}
		for _, e := range added {
			report.Added = append(report.Added, casebook.Event{At: e.At, Move: e.Move, From: e.From, To: e.To, Note: private.Of(e.Note), Visible: e.Visible})
		}
		asked, err := all[erasureRow](ctx, tx, ownAsked, pgx.StrictNamedArgs{"case": r.ID})
		if err != nil {
			return err
		}
		for _, e := range asked {
			report.Asked = append(report.Asked, e.erasure())
		}
		d.Reports = append(d.Reports, report)
	}
	return nil
}

func (s *Store) ownRoles(ctx context.Context, tx pgx.Tx, person casebook.PersonID, d *casebook.OwnData) error {
	grants, err := all[struct {
		Role      casebook.Role
		Region    string
		GrantedAt time.Time
		RevokedAt *time.Time
	}](ctx, tx, ownGrants, pgx.StrictNamedArgs{"person": person})
	if err != nil {
		return err
	}
	for _, g := range grants {
		d.Grants = append(d.Grants, casebook.OwnGrant{Role: g.Role, Region: g.Region, GrantedAt: g.GrantedAt, RevokedAt: orZero(g.RevokedAt)})
	}
	seats, err := all[struct {
		Group, Name, Post string
		JoinedAt          time.Time
		LeftAt            *time.Time
	}](ctx, tx, ownSeats, pgx.StrictNamedArgs{"person": person})
	for _, m := range seats {
		d.Seats = append(d.Seats, casebook.OwnSeat{Group: m.Group, Name: private.Of(m.Name), Post: m.Post, JoinedAt: m.JoinedAt, LeftAt: orZero(m.LeftAt)})
	}
	if err != nil {
		return err
	}
	claims, err := all[struct {
		Group, Name, State string
		At                 time.Time
	}](ctx, tx, ownClaims, pgx.StrictNamedArgs{"person": person})
	for _, k := range claims {
		d.Claims = append(d.Claims, casebook.OwnClaim{Group: k.Group, Name: private.Of(k.Name), State: k.State, At: k.At})
	}
	return err
}

func (s *Store) ownMeetings(ctx context.Context, tx pgx.Tx, person casebook.PersonID, d *casebook.OwnData) (err error) {
	if d.Meetings, err = all[casebook.OwnMeeting](ctx, tx, ownMeetings, pgx.StrictNamedArgs{"person": person}); err != nil {
		return err
	}
	if d.Answers, err = all[casebook.OwnAnswer](ctx, tx, ownAnswers, pgx.StrictNamedArgs{"person": person}); err != nil {
		return err
	}
	if d.Tests, err = all[casebook.OwnTest](ctx, tx, ownTests, pgx.StrictNamedArgs{"person": person}); err != nil {
		return err
	}
	follows, err := all[struct {
		What  string
		Due   time.Time
		State string
	}](ctx, tx, ownFollows, pgx.StrictNamedArgs{"person": person})
	for _, f := range follows {
		d.Follows = append(d.Follows, casebook.OwnFollow{What: private.Of(f.What), Due: f.Due, State: f.State})
	}
	return err
}
