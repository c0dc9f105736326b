package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

const caseOfMessage = `
SELECT c.number, m.purpose
FROM messages m
JOIN districts d ON d.id = m.district_id
JOIN cases c ON c.id = m.case_id
WHERE d.region = @district AND m.chat_mac = @mac AND m.message_id = @message`

// CaseOf gives the case that a message is about, and why the message was exchanged. It asks for no right: whoever acts on the number does.
// Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) CaseOf(ctx context.Context, district string, chat int64, message int) (casebook.Number, casebook.Purpose, error) {
	row, err := one[struct {
		Number  casebook.Number
		Purpose casebook.Purpose
	}](ctx, s.pool, caseOfMessage, pgx.StrictNamedArgs{"district": district, "mac": s.mac(district, chat), "message": message})
	return row.Number, row.Purpose, known(fmt.Sprintf("case of message %d", message), err)
}

// NoteSpoken notes a message exchanged about a case; noted again, it keeps its case and takes the new purpose. The first showing of the reporter's card is
// drawn again when the case has moved meanwhile. Errors: casebook.ErrBadInput when the district has no such case or person, casebook.ErrAway.
func (s *Store) NoteSpoken(ctx context.Context, m casebook.Spoken, at time.Time) error {
	return s.inTx(ctx, fmt.Sprintf("note message %d", m.Message), func(tx pgx.Tx) error {
		if err := s.noteSpoken(ctx, tx, m, at); err != nil || !m.Ours || m.Purpose != casebook.ForCard {
			return err
		}
		if _, err := tx.Exec(ctx, shareCase, pgx.StrictNamedArgs{"case": m.CaseID}); err != nil {
			return err
		}
		return s.drawAgain(ctx, tx, m.CaseID, casebook.Task{Kind: casebook.EditCard, ID: m.CaseID}, 0, at)
	})
}

// shareCase waits for a move that is under way, so that either it sees the card or the card sees it.
const shareCase = `
SELECT id
FROM cases
WHERE id = @case
FOR SHARE`

const noteMessage = `
INSERT INTO messages (district_id, chat_mac, message_id, case_id, person_id, ours, purpose, at)
SELECT id, @mac, @message, @case, nullif(@person::bigint, 0), @ours, @purpose, @at
FROM districts
WHERE region = @district
ON CONFLICT (district_id, chat_mac, message_id) DO UPDATE SET purpose = excluded.purpose
WHERE messages.case_id = excluded.case_id`

func (s *Store) noteSpoken(ctx context.Context, tx pgx.Tx, m casebook.Spoken, at time.Time) error {
	_, err := tx.Exec(ctx, noteMessage, pgx.StrictNamedArgs{
		"district": m.District, "mac": s.mac(m.District, m.Chat), "message": m.Message, "case": m.CaseID, "person": int64(m.Person), "ours": m.Ours,
		"purpose": m.Purpose, "at": at,
	})
	return err
}

const cardOf = `
SELECT COALESCE(max(m.message_id), 0) AS message
FROM messages m
JOIN accounts a ON a.district_id = m.district_id AND a.user_mac = m.chat_mac
WHERE m.case_id = @case AND m.ours AND m.purpose = 'card' AND a.person_id = @person`

// CardOf gives the reporter's newest card of a case, with the case as the reporter may read it. Errors: casebook.ErrNotFound, also when the case has no
// reporter who could be written to, casebook.ErrAway.
func (s *Store) CardOf(ctx context.Context, caseID int64) (casebook.Card, error) {
	card, err := s.card(ctx, caseID)
	return card, known(fmt.Sprintf("card of case %d", caseID), err)
}

func (s *Store) card(ctx context.Context, caseID int64) (casebook.Card, error) {
	c, err := s.readCase(ctx, s.pool, caseByID, pgx.StrictNamedArgs{"id": caseID})
	if err != nil {
		return casebook.Card{}, err
	}
	to, _, err := s.reach(ctx, c.Reporter)
	if err != nil {
		return casebook.Card{}, err
	}
	if to.Chat == 0 {
		return casebook.Card{}, casebook.ErrNotFound
	}
	v, err := s.viewer(ctx, s.pool, c.District, c.Reporter)
	if err != nil {
		return casebook.Card{}, err
	}
	row, err := one[struct{ Message int }](ctx, s.pool, cardOf, pgx.StrictNamedArgs{"case": caseID, "person": c.Reporter})
	return casebook.Card{Case: c.For(v), To: to, Language: v.Language, Message: row.Message}, err
}
