package house

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

const (
	demoStaff    = 4001            // who keeps the demo's groups
	demoFounding = -400            // day on which the groups were made: before their first meeting, so that its roster is theirs
	demoGroupMax = 1000            // of the groups that are looked through
	demoEvening  = "17.00"         // when a follow-up was done
	demoRegion   = "17.01"         // of the district
	demoLanguage = "id"            // of the people
	demoAsk      = 2 * time.Minute // until others would be asked whether a line is somebody's, which is decided by then
)

// settle puts the groups into the record with what they have met about, gives their lines to those who are on Telegram, and plans what is to come. What an
// earlier run has done is not done again, and what somebody has changed since stays. The past is logged before anybody is on Telegram, so that nobody is
// written to about it; the plans come after, so that the invitations are sent.
func (g gathering) settle(ctx context.Context, h *House, say func(string)) error {
	o := h.officeOf(demoRegion)
	v, err := h.store.Person(ctx, o.District, demoStaff, demoLanguage)
	if err != nil {
		return err
	}
	now := h.clock.Now().In(o.Calendar.Zone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	groups, err := g.known(ctx, h, v)
	if err != nil {
		return err
	}
	seated, err := g.seated(ctx, h, groups)
	if err != nil {
		return err
	}
	if !seated {
		if groups, err = g.found(ctx, h, v, today, groups); err != nil {
			return err
		}
		for _, m := range g.held {
			if err := m.file(ctx, h, v, groups[m.region], today); err != nil {
				return fmt.Errorf("meeting %s: %w", m.dialog(), err)
			}
		}
		for _, s := range g.seats {
			if err := s.take(ctx, h, v, groups[s.region]); err != nil {
				return fmt.Errorf("seat of %d: %w", s.account, err)
			}
		}
		say(fmt.Sprintf("gathered: %d groups, %d meetings", len(groups), len(g.held)))
	}
	for _, m := range g.coming {
		if _, err := h.store.PlanMeeting(ctx, v, m.plan(groups[m.region], today), now); err != nil {
			return fmt.Errorf("plan %s: %w", m.dialog(), err)
		}
	}
	return nil
}

// known finds the groups that are in the record, by region.
func (g gathering) known(ctx context.Context, h *House, v casebook.Viewer) (map[string]casebook.Group, error) {
	list, err := h.store.Groups(ctx, v, "", demoGroupMax)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, row := range g.rows {
		names[row.Region] = row.Group
	}
	groups := map[string]casebook.Group{}
	for _, group := range list {
		if names[group.Region] == group.Name {
			groups[group.Region] = group
		}
	}
	return groups, nil
}

// seated tells whether an earlier run came to its end: all who are on Telegram have their line.
func (g gathering) seated(ctx context.Context, h *House, groups map[string]casebook.Group) (bool, error) {
	for _, s := range g.seats {
		group, ok := groups[s.region]
		if !ok {
			return false, nil
		}
		v, err := h.store.Person(ctx, group.District, s.account, demoLanguage)
		if err != nil || v.InGroup(group.ID) == 0 {
			return false, err
		}
	}
	return true, nil
}

// found makes the groups with their rosters, and tells of their contributions.
func (g gathering) found(ctx context.Context, h *House, v casebook.Viewer, today time.Time, groups map[string]casebook.Group) (map[string]casebook.Group, error) {
	var rows []casebook.RosterRow
	for _, row := range g.rows {
		if _, there := groups[row.Region]; !there {
			rows = append(rows, row)
		}
	}
	if _, err := h.store.ImportGroups(ctx, v, rows, today.AddDate(0, 0, demoFounding)); err != nil {
		return nil, fmt.Errorf("groups: %w", err)
	}
	groups, err := g.known(ctx, h, v)
	if err != nil {
		return nil, err
	}
	for region, runs := range g.iuran {
		group := groups[region]
		if group.Iuran != nil {
			continue
		}
		group.Iuran = &runs
		if _, err := h.store.SaveGroup(ctx, v, group, today); err != nil {
			return nil, fmt.Errorf("contributions of %s: %w", region, err)
		}
	}
	return groups, nil
}

// file logs a meeting at its evening, and does what was done of its follow-ups on its day.
func (m demoMeeting) file(ctx context.Context, h *House, v casebook.Viewer, group casebook.Group, today time.Time) error {
	_, roster, err := h.store.Group(ctx, v, group.ID)
	if err != nil {
		return err
	}
	l, err := m.log(group, roster, today)
	if err != nil {
		return err
	}
	minutes, err := h.store.LogMeeting(ctx, v, l, l.SentAt)
	if err != nil {
		return err
	}
	for i, f := range m.decided {
		if f.done == 0 || i >= len(minutes.FollowUps) {
			continue
		}
		done := demoMeeting{day: f.done}.at(today, demoEvening)
		order := casebook.FollowOrder{Dialog: m.dialog() + ":" + strconv.Itoa(i), Move: casebook.FinishIt, Words: private.Of(f.proof)}
		if _, err := h.store.MoveFollowUp(ctx, v, minutes.FollowUps[i].ID, order, done); err != nil {
			return fmt.Errorf("follow-up %d: %w", i+1, err)
		}
	}
	return nil
}

// take gives a line of the roster to its person, who says so and is believed.
func (s demoSeat) take(ctx context.Context, h *House, staff casebook.Viewer, group casebook.Group) error {
	own, err := h.store.Person(ctx, group.District, s.account, demoLanguage)
	if err != nil || own.InGroup(group.ID) != 0 {
		return err
	}
	_, roster, err := h.store.Group(ctx, staff, group.ID)
	if err != nil {
		return err
	}
	if s.place > len(roster) {
		return fmt.Errorf("no line %d: %w", s.place, casebook.ErrNotFound)
	}
	line := roster[s.place-1]
	at := h.clock.Now().Add(demoAsk)
	claim, err := h.store.Claim(ctx, own, casebook.Claim{Group: group.ID, Member: line.ID, Name: line.Name}, at)
	if err != nil {
		return err
	}
	_, err = h.store.DecideClaim(ctx, staff, claim.ID, true, at)
	return err
}
