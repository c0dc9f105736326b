package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

const logIdentity = `
INSERT INTO case_reads (case_id, person_id, desk, what, at, reason)
VALUES (@case, @person, @desk, 'identity', @at, @reason)
RETURNING id`

// identified writes down who has opened who reported, and tells the reporter: of a quiet case only that there is news.
func (s *Store) identified(ctx context.Context, tx pgx.Tx, v casebook.Viewer, c casebook.Case, e casebook.Event) error {
	row, err := one[struct{ ID int64 }](ctx, tx, logIdentity, pgx.StrictNamedArgs{"case": c.ID, "person": v.Person, "desk": casebook.Desk(v, c), "at": e.At,
		"reason": clean(e.Note)})
	if err != nil || c.Reporter == 0 {
		return err
	}
	if c.Quiet {
		return s.quietNews(ctx, tx, c, e, "identity", strconv.FormatInt(row.ID, 10))
	}
	return s.tell(ctx, tx, []casebook.Notice{{District: c.District, Kind: casebook.IdentityOpened, Key: fmt.Sprintf("%s:%d", casebook.IdentityOpened, row.ID),
		Person: c.Reporter, Read: row.ID, At: s.mayBeWritten(c, e.At)}})
}

// readRow is a line of a read log.
type readRow struct {
	ID     int64
	Person casebook.PersonID
	Desk   casebook.Role
	What   string
	Reason string
	At     time.Time
}

func (r readRow) read() casebook.Read {
	return casebook.Read{ID: r.ID, Person: r.Person, Desk: r.Desk, What: r.What, Reason: private.Of(r.Reason), At: r.At}
}

const readsOfCase = `
SELECT id, person_id AS person, desk, what, reason, at
FROM case_reads
WHERE case_id = @case
ORDER BY id DESC
LIMIT @limit`

// Reads gives the read log of a case, the newest first. To look at it is no reading of the case. Errors: casebook.ErrNotFound, casebook.ErrForbidden,
// casebook.ErrAway.
func (s *Store) Reads(ctx context.Context, v casebook.Viewer, number casebook.Number, limit int) ([]casebook.Read, error) {
	doing := "read log of " + string(number)
	c, err := s.readCase(ctx, s.pool, caseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
	if err != nil {
		return nil, known(doing, err)
	}
	fresh, err := s.viewer(ctx, s.pool, v.District, v.Person)
	if err != nil {
		return nil, known(doing, err)
	}
	if err := casebook.MaySeeReads(fresh, c); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	rows, err := all[readRow](ctx, s.pool, readsOfCase, pgx.StrictNamedArgs{"case": c.ID, "limit": limit})
	list := make([]casebook.Read, 0, len(rows))
	for _, row := range rows {
		list = append(list, row.read())
	}
	return list, known(doing, err)
}

const readByID = `
SELECT r.id, r.person_id AS person, r.desk, r.what, r.reason, r.at
FROM case_reads r
WHERE r.id = @id`

const caseOfRead = `
SELECT` + caseColumns + caseFrom + `
JOIN case_reads b ON b.case_id = c.id
WHERE b.id = @id`

// addColleagues loads what letters about colleagues and about an opened identity show.
func (s *Store) addColleagues(ctx context.Context, l *casebook.Letter) error {
	if l.Proposal != 0 {
		row, err := one[proposalRow](ctx, s.pool, proposalByID, pgx.StrictNamedArgs{"id": l.Proposal})
		if err != nil {
			return fmt.Errorf("proposal %d: %w", l.Proposal, err)
		}
		p := casebook.Proposal(row)
		l.Asked = &p
	}
	if l.Read == 0 {
		return nil
	}
	row, err := one[readRow](ctx, s.pool, readByID, pgx.StrictNamedArgs{"id": l.Read})
	if err != nil {
		return fmt.Errorf("reading %d: %w", l.Read, err)
	}
	c, err := s.readCase(ctx, s.pool, caseOfRead, pgx.StrictNamedArgs{"id": l.Read})
	if err != nil {
		return fmt.Errorf("case of reading %d: %w", l.Read, err)
	}
	read := row.read()
	l.Opened, l.OfCase = &read, c.Face()
	l.Mine = !c.Quiet && c.Reporter == l.Person
	return nil
}

const messagesShown = `
SELECT m.message_id AS message
FROM messages m
JOIN cases c ON c.id = m.case_id
JOIN districts d ON d.id = m.district_id
WHERE d.region = @district AND m.chat_mac = @mac AND m.ours AND m.purpose = 'view' AND c.number = @number
ORDER BY m.message_id DESC
LIMIT 100`

// Shown lists our messages in a chat that show a case, so that they can be closed. Errors: casebook.ErrAway.
func (s *Store) Shown(ctx context.Context, district string, chat int64, number casebook.Number) ([]int, error) {
	rows, err := all[struct{ Message int }](ctx, s.pool, messagesShown, pgx.StrictNamedArgs{"district": district, "mac": s.mac(district, chat), "number": number})
	var ids []int
	for _, row := range rows {
		ids = append(ids, row.Message)
	}
	return ids, known("messages about "+string(number), err)
}

const shownTo = `
SELECT m.message_id AS message
FROM messages m
JOIN accounts a ON a.district_id = m.district_id AND a.user_mac = m.chat_mac
JOIN cases c ON c.id = m.case_id
WHERE a.person_id = @person AND m.ours AND m.purpose = 'view' AND c.quiet
ORDER BY m.at DESC
LIMIT 200`

// ShownTo lists our messages that show confidential cases on a person's phone, and where that is. Errors: casebook.ErrNotFound, casebook.ErrGone,
// casebook.ErrAway.
func (s *Store) ShownTo(ctx context.Context, district string, person casebook.PersonID) (casebook.Address, []int, error) {
	to, err := s.Address(ctx, district, person)
	if err != nil {
		return to, nil, err
	}
	rows, err := all[struct{ Message int }](ctx, s.pool, shownTo, pgx.StrictNamedArgs{"person": person})
	var ids []int
	for _, row := range rows {
		ids = append(ids, row.Message)
	}
	return to, ids, known(fmt.Sprintf("messages to person %d", person), err)
}
