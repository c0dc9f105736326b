package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

const saveDetailsOf = `
UPDATE cases SET place_note = @place, safe_from = @from, safe_to = @to, subject_count = @count, subject_unit = @unit
WHERE id = @case`

// saveDetails writes what is told after the number.
func saveDetails(ctx context.Context, tx pgx.Tx, c casebook.Case) error {
	_, err := tx.Exec(ctx, saveDetailsOf, pgx.StrictNamedArgs{"case": c.ID, "place": clean(c.PlaceNote), "from": c.Safe.From, "to": c.Safe.To,
		"count": c.Gist.Count, "unit": c.Gist.Unit})
	return err
}

const contact = "contact" // what a reporter's name and phone are sealed for

const saveContact = `
INSERT INTO case_contacts (case_id, name_sealed, phone_sealed, notice_version, consent_at)
VALUES (@case, @name, @phone, @notice, @said)
ON CONFLICT (case_id) DO UPDATE
SET name_sealed = COALESCE(excluded.name_sealed, case_contacts.name_sealed), phone_sealed = excluded.phone_sealed,
    notice_version = excluded.notice_version, consent_at = excluded.consent_at`

// SaveContact keeps how the reporter of a case may be reached. Whoever calls it has heard the yes. Errors: casebook.ErrNotFound, casebook.ErrForbidden for
// anybody but the reporter, casebook.ErrBadInput without a yes or a phone, casebook.ErrAway.
func (s *Store) SaveContact(ctx context.Context, v casebook.Viewer, number casebook.Number, c casebook.Contact) error {
	return s.inTx(ctx, "contact of "+string(number), func(tx pgx.Tx) error {
		k, err := s.readCase(ctx, tx, lockCaseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
		switch {
		case err != nil:
			return err
		case !own(v, k):
			return casebook.ErrForbidden
		case c.Phone.Empty() || c.Said.IsZero():
			return casebook.ErrBadInput
		}
		var name []byte
		if !c.Name.Empty() {
			name = s.ring.Seal(contact, []byte(c.Name.Reveal()))
		}
		_, err = tx.Exec(ctx, saveContact, pgx.StrictNamedArgs{"case": k.ID, "name": name, "phone": s.ring.Seal(contact, []byte(c.Phone.Reveal())),
			"notice": c.Notice, "said": c.Said})
		return err
	})
}

const contactOf = `
SELECT name_sealed AS name, phone_sealed AS phone, notice_version AS notice, consent_at AS said
FROM case_contacts k
WHERE case_id = @case AND NOT EXISTS (SELECT FROM erasures e WHERE e.case_id = k.case_id AND e.kind = 'withdraw' AND e.asked_at >= k.consent_at)`

// ContactFor gives how the reporter of a case may be reached; nothing from the moment on when the reporter has withdrawn it. Every reading is logged. Errors: casebook.ErrNotFound when nothing is kept or the viewer may
// not know of the case, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) ContactFor(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) (casebook.Contact, error) {
	var found casebook.Contact
	err := s.inTx(ctx, "contact of "+string(number), func(tx pgx.Tx) error {
		k, err := s.readCase(ctx, tx, caseByNumber, pgx.StrictNamedArgs{"district": v.District, "number": number})
		if err != nil {
			return err
		}
		fresh, err := s.viewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		if err := casebook.May(fresh, casebook.SeePhone, k); err != nil {
			return err
		}
		if k.Lane == casebook.Confidential {
			if err := s.unlocked(ctx, tx, fresh, now); err != nil {
				return err
			}
		}
		row, err := one[struct {
			Name, Phone []byte
			Notice      int
			Said        time.Time
		}](ctx, tx, contactOf, pgx.StrictNamedArgs{"case": k.ID})
		if err != nil {
			return err
		}
		if found, err = s.openContact(row.Name, row.Phone); err != nil {
			return fmt.Errorf("contact of case %d: %w", k.ID, err)
		}
		found.Notice, found.Said = row.Notice, row.Said
		_, err = tx.Exec(ctx, logRead, pgx.StrictNamedArgs{"case": k.ID, "person": fresh.Person, "desk": casebook.Desk(fresh, k), "what": "contact", "at": now})
		return err
	})
	return found, err
}

func (s *Store) openContact(name, phone []byte) (c casebook.Contact, err error) {
	if name != nil {
		plain, err := s.ring.Open(contact, name)
		if err != nil {
			return c, err
		}
		c.Name = private.Of(string(plain))
	}
	plain, err := s.ring.Open(contact, phone)
	c.Phone = private.Of(string(plain))
	return c, err
}

// tellQuietly tells the reporter of a case that must not betray that there is news, and nothing else: inside the safe hour, where one was told.
func (s *Store) tellQuietly(ctx context.Context, tx pgx.Tx, c casebook.Case, e casebook.Event) error {
	if !c.Quiet || c.Reporter == 0 || !e.Visible || e.Move == casebook.Identify || e.Actor == c.Reporter || e.Actor == 0 {
		return nil
	}
	return s.quietNews(ctx, tx, c, e, string(e.Move), string(e.To))
}

// quietNews tells it once for a what, to whoever may be written to at all.
func (s *Store) quietNews(ctx context.Context, tx pgx.Tx, c casebook.Case, e casebook.Event, what ...string) error {
	if c.Safe == casebook.Never {
		return nil
	}
	return s.tell(ctx, tx, []casebook.Notice{{District: c.District, Kind: casebook.QuietNews, Key: s.newsKey(c.ID, what...), Person: c.Reporter,
		At: s.mayBeWritten(c, e.At)}})
}

// mayBeWritten is when from a moment on a reporter may be written to: inside the safe hour, where one was told, else not at night.
func (s *Store) mayBeWritten(c casebook.Case, at time.Time) time.Time {
	calendar := s.rules(c.District).Calendar
	if c.Safe != (casebook.SafeHours{}) {
		return c.Safe.Next(at, calendar.Zone)
	}
	return calendar.AfterQuietHours(at)
}

// newsKey names news of a case without telling which.
func (s *Store) newsKey(caseID int64, what ...string) string {
	return hex.EncodeToString(s.ring.MAC("quiet news", strings.Join(append(what, strconv.FormatInt(caseID, 10)), " "))[:16])
}
