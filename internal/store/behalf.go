package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// keepBehalf keeps the name and the phone of a resident for whom an officer reports, where the resident agrees; without a yes, nothing.
func (s *Store) keepBehalf(ctx context.Context, tx pgx.Tx, c casebook.Case, f casebook.Filing, now time.Time) error {
	b := f.Behalf
	if c.FiledBy == 0 || !b.Agreed || b.Name.Empty() && b.Phone.Empty() {
		return nil
	}
	var name []byte
	if !b.Name.Empty() {
		name = s.ring.Seal(contact, []byte(b.Name.Reveal()))
	}
	_, err := tx.Exec(ctx, saveContact, pgx.StrictNamedArgs{"case": c.ID, "name": name, "phone": s.ring.Seal(contact, []byte(b.Phone.Reveal())),
		"notice": f.Notice, "said": now})
	return err
}

const filedCases = `
SELECT ` + lineColumns + `
FROM cases c
WHERE c.filed_by = @person AND c.district_id = @district
ORDER BY c.id DESC
LIMIT @limit`

// FiledCases lists what a person has reported for residents, the newest first, ended cases too; nothing to somebody who no longer does. What of the quiet ones
// may be shown is their number and state. Errors: casebook.ErrAway.
func (s *Store) FiledCases(ctx context.Context, v casebook.Viewer, limit int) ([]casebook.CaseLine, error) {
	if !casebook.MayReportFor(v) {
		return nil, nil
	}
	id, err := s.district(ctx, v.District)
	if err != nil {
		return nil, err
	}
	rows, err := all[lineRow](ctx, s.pool, filedCases, pgx.StrictNamedArgs{"person": v.Person, "district": id, "limit": limit})
	lines := make([]casebook.CaseLine, 0, len(rows))
	for _, row := range rows {
		line := row.line()
		if line.Quiet {
			line = casebook.CaseLine{Number: line.Number, State: line.State, Lane: casebook.Confidential, Quiet: true, ReceivedAt: line.ReceivedAt}
		}
		lines = append(lines, line)
	}
	return lines, known(fmt.Sprintf("cases filed by person %d", v.Person), err)
}
