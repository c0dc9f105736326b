package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// reportRow is a monthly report as it stands in the record; what it shows is read from the meetings.
type reportRow struct {
	ID       int64
	District string
	OfGroup  casebook.GroupID
	Region   string
	Month    time.Time
	Note     string
	Iuran    *bool
	SentAt   *time.Time
	SentBy   casebook.PersonID
}

func (r reportRow) report() casebook.MonthReport {
	return casebook.MonthReport{
		ID: r.ID, District: r.District, Group: r.OfGroup, Region: r.Region, Month: casebook.DateOf(r.Month), Note: private.Of(r.Note), Iuran: r.Iuran,
		SentAt: orZero(r.SentAt), SentBy: r.SentBy,
	}
}

const reportSelect = `
SELECT r.id, d.region AS district, COALESCE(r.group_id, 0) AS of_group, r.region, r.month, r.note, r.iuran, r.sent_at, COALESCE(r.sent_by, 0) AS sent_by
FROM monthly_reports r
JOIN districts d ON d.id = r.district_id`

const reportByID = reportSelect + `
WHERE d.region = @district AND r.id = @id`

const lockReport = reportByID + `
FOR UPDATE OF r`

const reportOfMonth = reportSelect + `
WHERE d.region = @district AND r.month = @month::text::date
    AND CASE WHEN @of_group::bigint <> 0 THEN r.group_id = @of_group::bigint ELSE r.group_id IS NULL AND r.region = @region END`

const waitingReports = reportSelect + `
WHERE d.region = @district AND r.sent_at IS NULL
    AND (r.group_id = ANY (@groups::bigint[])
        OR EXISTS (SELECT FROM unnest(@regions::text[]) AS scope WHERE r.region = scope OR r.region LIKE scope || '.%'))
ORDER BY r.month DESC, r.group_id IS NULL, r.region, r.id
LIMIT @limit`

// Reports lists the monthly reports that wait for the viewer to send them, the newest first, without what they show. Errors: casebook.ErrAway.
func (s *Store) Reports(ctx context.Context, v casebook.Viewer, limit int) ([]casebook.MonthReport, error) {
	const doing = "monthly reports"
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return nil, known(doing, err)
	}
	groups := []int64{}
	for _, seat := range fresh.Seats {
		if seat.Officer {
			groups = append(groups, int64(seat.Group))
		}
	}
	regions := scopes(fresh, func(probe casebook.Viewer, region string) error {
		return casebook.MayGroup(probe, casebook.SendReport, casebook.Group{District: probe.District, Region: region})
	})
	rows, err := all[reportRow](ctx, s.pool, waitingReports, pgx.StrictNamedArgs{"district": v.District, "groups": groups, "regions": regions, "limit": limit})
	if err != nil {
		return nil, known(doing, err)
	}
	var list []casebook.MonthReport
	for _, row := range rows {
		r := row.report()
		if r.Of, err = s.reporter(ctx, s.pool, r); err != nil {
			return nil, known(doing, err)
		}
		if maySend(fresh, r) {
			list = append(list, r)
		}
	}
	return list, nil
}

// reporter gives the group that reports; of a kecamatan's report a group in name only, so that rights are asked in the same way.
func (s *Store) reporter(ctx context.Context, q querier, r casebook.MonthReport) (casebook.Group, error) {
	if r.Group == 0 {
		return casebook.Group{District: r.District, Region: r.Region}, nil
	}
	return s.anyGroup(ctx, q, r.Group)
}

// maySend: a group's report is its officers' and its coordinator's to send, a kecamatan's the coordinator's.
func maySend(v casebook.Viewer, r casebook.MonthReport) bool {
	if r.Group == 0 {
		return v.District == r.District && v.Holds(casebook.Coordinator, r.Region)
	}
	return casebook.MayGroup(v, casebook.SendReport, r.Of) == nil
}

// maySee: whoever sends it, and those who coach the region.
func maySee(v casebook.Viewer, r casebook.MonthReport) bool {
	return maySend(v, r) || v.District == r.District && v.Coaches(r.Of)
}

// Report gives one with what it shows, from the record as it is now. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) Report(ctx context.Context, v casebook.Viewer, id int64) (casebook.MonthReport, error) {
	doing := fmt.Sprintf("monthly report %d", id)
	fresh, err := s.fresh(ctx, v)
	if err != nil {
		return casebook.MonthReport{}, known(doing, err)
	}
	r, err := s.readReport(ctx, reportByID, pgx.StrictNamedArgs{"district": v.District, "id": id})
	if err == nil && !maySee(fresh, r) {
		err = casebook.ErrForbidden
		if r.Group != 0 {
			err = casebook.MayGroup(fresh, casebook.SendReport, r.Of)
		}
	}
	if err != nil {
		return casebook.MonthReport{}, known(doing, err)
	}
	return r, nil
}

const meetingsOfMonth = `
SELECT` + meetingColumns + meetingFrom + `
WHERE m.group_id = @group AND m.state = 'held' AND m.kind <> 'cases' AND m.starts_at >= @from AND m.starts_at < @to
ORDER BY m.starts_at, m.id`

const followsOfMonth = followSelect + `
WHERE f.group_id = @group AND NOT f.secret AND f.state <> 'dropped' AND f.due >= @from::text::date AND f.due < @to::text::date
ORDER BY f.due, f.id`

// readReport gives a report with what it shows: case talks are in none.
func (s *Store) readReport(ctx context.Context, sql string, args pgx.StrictNamedArgs) (casebook.MonthReport, error) {
	row, err := one[reportRow](ctx, s.pool, sql, args)
	if err != nil {
		return casebook.MonthReport{}, err
	}
	r := row.report()
	if r.Of, err = s.reporter(ctx, s.pool, r); err != nil {
		return r, err
	}
	if r.Group == 0 {
		sum, err := s.summary(ctx, r.District, r.Region, r.Month, monthAfter(r.Month).In(time.UTC).AddDate(0, 0, 2)) // the month is over
		r.Lines = sum.Lines
		return r, err
	}
	if r.Iuran == nil && r.SentAt.IsZero() {
		r.Iuran = r.Of.Iuran
	}
	return r, s.addMonthOf(ctx, &r)
}

func (s *Store) addMonthOf(ctx context.Context, r *casebook.MonthReport) error {
	zone, err := s.zone(ctx, r.District)
	if err != nil {
		return err
	}
	next := monthAfter(r.Month)
	rows, err := all[meetingRow](ctx, s.pool, meetingsOfMonth, pgx.StrictNamedArgs{"group": r.Group, "from": r.Month.In(zone), "to": next.In(zone)})
	if err != nil {
		return err
	}
	for _, row := range rows {
		n, err := one[letterCounts](ctx, s.pool, letterCountsOf, pgx.StrictNamedArgs{"id": row.ID})
		if err != nil {
			return err
		}
		m := row.meeting(r.Of)
		r.Meetings = append(r.Meetings, casebook.Minutes{Meeting: m, Tally: n.tally(m.Heads)})
	}
	r.FollowUps, err = s.listFollowUps(ctx, s.pool, followsOfMonth, pgx.StrictNamedArgs{"group": r.Group, "from": r.Month.String(), "to": next.String()})
	for i := range r.FollowUps {
		r.FollowUps[i].Case = ""
	}
	return err
}

const sendReport = `
UPDATE monthly_reports SET sent_at = @now, sent_by = @by, iuran = @iuran, note = @note
WHERE id = @id`

const tellIuran = `
UPDATE groups SET iuran = @iuran
WHERE id = @group`

// SendReport sends a monthly report to whoever coaches: a group's to the coordinator, or to staff where there is none, a kecamatan's to staff. Sent before, it
// stays as it was. Errors: casebook.ErrNotFound, casebook.ErrForbidden, casebook.ErrAway.
func (s *Store) SendReport(ctx context.Context, v casebook.Viewer, id int64, iuran *bool, note private.Text, now time.Time) (casebook.MonthReport, error) {
	err := s.inTx(ctx, fmt.Sprintf("send monthly report %d", id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		row, err := one[reportRow](ctx, tx, lockReport, pgx.StrictNamedArgs{"district": v.District, "id": id})
		if err != nil {
			return err
		}
		r := row.report()
		if r.Of, err = s.reporter(ctx, tx, r); err != nil {
			return err
		}
		switch {
		case !maySend(fresh, r) && maySee(fresh, r):
			return casebook.ErrForbidden
		case !maySend(fresh, r):
			return casebook.ErrNotFound
		case !r.SentAt.IsZero():
			return nil
		}
		if _, err := tx.Exec(ctx, sendReport, pgx.StrictNamedArgs{"id": id, "now": now, "by": fresh.Person, "iuran": iuran, "note": clean(note)}); err != nil {
			return err
		}
		if iuran != nil && r.Group != 0 {
			if _, err := tx.Exec(ctx, tellIuran, pgx.StrictNamedArgs{"group": r.Group, "iuran": iuran}); err != nil {
				return err
			}
		}
		return s.tellReport(ctx, tx, fresh.Person, r, now)
	})
	if err != nil {
		return casebook.MonthReport{}, err
	}
	return s.Report(ctx, v, id)
}

func (s *Store) tellReport(ctx context.Context, tx pgx.Tx, by casebook.PersonID, r casebook.MonthReport, now time.Time) error {
	grants, err := all[casebook.Grant](ctx, tx, grantsOfDistrict, pgx.StrictNamedArgs{"district": r.District, "except": 0})
	if err != nil {
		return err
	}
	people := coachesOf(grants, r.Region)
	if r.Group == 0 {
		people = holdersOf(grants, casebook.Staff, r.Region)
	}
	var notices []casebook.Notice
	for _, p := range people {
		if p == by {
			continue
		}
		notices = append(notices, casebook.Notice{District: r.District, Kind: casebook.ReportSent, Key: fmt.Sprintf("%s:%d", casebook.ReportSent, r.ID), Person: p,
			Group: r.Group, Region: r.Region, Month: r.Month, At: now})
	}
	return s.tell(ctx, tx, notices)
}

// coachesOf gives the coordinators of a region, or where there is none the staff.
func coachesOf(grants []casebook.Grant, region string) []casebook.PersonID {
	if people := holdersOf(grants, casebook.Coordinator, region); len(people) > 0 {
		return people
	}
	return holdersOf(grants, casebook.Staff, region)
}

func holdersOf(grants []casebook.Grant, role casebook.Role, region string) []casebook.PersonID {
	var people []casebook.PersonID
	for _, g := range grants {
		if g.Role == role && casebook.Within(region, g.Region) && !slices.Contains(people, g.Person) {
			people = append(people, g.Person)
		}
	}
	return people
}

const zoneOf = `
SELECT zone
FROM districts
WHERE region = @region`

// zone gives the time of a district. Errors: casebook.ErrNotFound, casebook.ErrAway.
func (s *Store) zone(ctx context.Context, district string) (*time.Location, error) {
	row, err := one[struct{ Zone string }](ctx, s.pool, zoneOf, pgx.StrictNamedArgs{"region": district})
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(row.Zone)
}

// monthOf gives the first day of a day's month.
func monthOf(d casebook.Date) casebook.Date {
	return casebook.Date{Year: d.Year, Month: d.Month, Day: 1}
}

// monthAfter gives the first day of the month after a day's.
func monthAfter(d casebook.Date) casebook.Date { return monthsFrom(d, 1) }

// monthsFrom gives the first day of the month so many months away from a day's.
func monthsFrom(d casebook.Date, n int) casebook.Date {
	return casebook.DateOf(time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
}
