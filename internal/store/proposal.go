package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// proposalRow is a proposal as it stands in the record.
type proposalRow struct {
	ID        int64
	District  string
	Region    string
	By        casebook.PersonID
	Decider   casebook.PersonID
	State     casebook.ProposalState
	At        time.Time
	ExpiresAt time.Time
}

const proposalByID = `
SELECT p.id, d.region AS district, p.region, p.proposed_by AS by, COALESCE(p.decided_by, 0) AS decider, p.state, p.at, p.expires_at
FROM proposals p
JOIN districts d ON d.id = p.district_id
WHERE p.id = @id`

const lockProposal = proposalByID + ` AND d.region = @district
FOR UPDATE OF p`

const addProposal = `
INSERT INTO proposals (district_id, region, proposed_by, at, expires_at)
VALUES (@district, @region, @by, @now, @expires)
RETURNING id`

const openProposalOf = `
SELECT p.id, d.region AS district, p.region, p.proposed_by AS by, COALESCE(p.decided_by, 0) AS decider, p.state, p.at, p.expires_at
FROM proposals p
JOIN districts d ON d.id = p.district_id
WHERE p.proposed_by = @by AND p.region = @region AND p.state = 'open' AND p.expires_at > @now`

// Propose asks for a caseworker over a region: every other admin and caseworker reads it, and one of them must agree. What the same person has asked and
// nobody has answered is not asked twice. Errors: casebook.ErrForbidden, casebook.ErrBadInput for a region that is none of the role's,
// casebook.ErrGone when there is no second person, casebook.ErrAway.
func (s *Store) Propose(ctx context.Context, by casebook.Viewer, region string, now time.Time, validFor time.Duration) (casebook.Proposal, error) {
	var p casebook.Proposal
	id, err := s.district(ctx, by.District)
	if err != nil {
		return p, err
	}
	err = s.inTx(ctx, "propose a caseworker", func(tx pgx.Tx) error {
		if err := suits(ctx, tx, id, casebook.Caseworker, region); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, lockGrants, pgx.StrictNamedArgs{"person": by.Person}); err != nil { // one proposal at a time
			return err
		}
		fresh, err := s.viewer(ctx, tx, by.District, by.Person)
		if err != nil {
			return err
		}
		if err := casebook.MayPropose(fresh, region); err != nil {
			return err
		}
		asked, err := all[proposalRow](ctx, tx, openProposalOf, pgx.StrictNamedArgs{"by": by.Person, "region": region, "now": now})
		if err != nil {
			return err
		}
		if len(asked) > 0 {
			p = casebook.Proposal(asked[0])
			return nil
		}
		p = casebook.Proposal{District: by.District, Region: region, By: by.Person, State: casebook.ProposalOpen, At: now, ExpiresAt: now.Add(validFor)}
		row, err := one[struct{ ID int64 }](ctx, tx, addProposal, pgx.StrictNamedArgs{"district": id, "region": region, "by": by.Person, "now": now, "expires": p.ExpiresAt})
		if err != nil {
			return err
		}
		p.ID = row.ID
		return s.askSecond(ctx, tx, p)
	})
	return p, err
}

// askSecond tells everybody who may agree.
func (s *Store) askSecond(ctx context.Context, tx pgx.Tx, p casebook.Proposal) error {
	grants, err := all[casebook.Grant](ctx, tx, grantsOfDistrict, pgx.StrictNamedArgs{"district": p.District, "except": p.By})
	if err != nil {
		return err
	}
	var notices []casebook.Notice
	for _, person := range peopleWith(grants, p.Region, casebook.Admin, casebook.Caseworker) {
		notices = append(notices, casebook.Notice{District: p.District, Kind: casebook.CaseworkerAsked, Key: fmt.Sprintf("%s:%d", casebook.CaseworkerAsked, p.ID),
			Person: person, Proposal: p.ID})
	}
	if len(notices) == 0 {
		return casebook.ErrGone
	}
	return s.tell(ctx, tx, notices)
}

// peopleWith lists the people who hold one of the roles over a region, each once.
func peopleWith(grants []casebook.Grant, region string, roles ...casebook.Role) []casebook.PersonID {
	var people []casebook.PersonID
	seen := map[casebook.PersonID]bool{}
	for _, g := range grants {
		v := casebook.Viewer{Grants: []casebook.Grant{g}}
		if v.Any(roles...) && casebook.Within(region, g.Region) && !seen[g.Person] {
			seen[g.Person], people = true, append(people, g.Person)
		}
	}
	return people
}

const decideProposal = `
UPDATE proposals SET state = @state, decided_by = @by
WHERE id = @id`

const sentOfProposal = `
SELECT id
FROM notices
WHERE proposal_id = @proposal AND state = 'sent'
ORDER BY id`

// Decide agrees to a proposal or refuses it; who asked is told. Errors: casebook.ErrNotFound, casebook.ErrForbidden (the one who asked never decides),
// casebook.ErrMove when somebody has decided, casebook.ErrExpired, casebook.ErrAway.
func (s *Store) Decide(ctx context.Context, v casebook.Viewer, id int64, agreed bool, now time.Time) (casebook.Proposal, error) {
	var p casebook.Proposal
	err := s.inTx(ctx, fmt.Sprintf("decide on proposal %d", id), func(tx pgx.Tx) error {
		fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
		if err != nil {
			return err
		}
		row, err := one[proposalRow](ctx, tx, lockProposal, pgx.StrictNamedArgs{"id": id, "district": v.District})
		if err != nil {
			return err
		}
		p = casebook.Proposal(row)
		if err := casebook.MayDecide(fresh, p, now); err != nil {
			return err
		}
		p.State, p.Decider = casebook.ProposalRefused, v.Person
		if agreed {
			p.State = casebook.ProposalAgreed
		}
		if _, err := tx.Exec(ctx, decideProposal, pgx.StrictNamedArgs{"id": id, "state": p.State, "by": v.Person}); err != nil {
			return err
		}
		if err := s.redrawProposal(ctx, tx, id); err != nil {
			return err
		}
		return s.tell(ctx, tx, []casebook.Notice{{District: p.District, Kind: casebook.CaseworkerDecided, Key: fmt.Sprintf("%s:%d", casebook.CaseworkerDecided, id),
			Person: p.By, Proposal: id}})
	})
	return p, err
}

// redrawProposal takes the buttons off what others were asked.
func (s *Store) redrawProposal(ctx context.Context, tx pgx.Tx, id int64) error {
	sent, err := all[struct{ ID int64 }](ctx, tx, sentOfProposal, pgx.StrictNamedArgs{"proposal": id})
	if err != nil {
		return err
	}
	var tasks []casebook.Task
	for _, n := range sent {
		tasks = append(tasks, casebook.Task{Kind: casebook.EditNotice, ID: n.ID})
	}
	return s.enqueue(ctx, tx, tasks)
}

const useProposal = `
UPDATE proposals SET state = 'used', invitation_id = @invitation
WHERE id = @id`

const agreedBy = `
UPDATE invitations SET agreed_by = @by
WHERE id = @id`

// UseProposal makes the invitation that two people want, for the one who asked; its code is given once and kept nowhere. Errors: casebook.ErrNotFound,
// casebook.ErrForbidden, casebook.ErrUsed, casebook.ErrMove when nobody has agreed, casebook.ErrRevoked when who agreed may no longer,
// casebook.ErrExpired, casebook.ErrAway.
func (s *Store) UseProposal(ctx context.Context, v casebook.Viewer, id int64, now time.Time, validFor time.Duration) (code string, inv casebook.Invitation, err error) {
	district, err := s.district(ctx, v.District)
	if err != nil {
		return "", inv, err
	}
	code = newCode()
	err = s.inTx(ctx, fmt.Sprintf("use proposal %d", id), func(tx pgx.Tx) error {
		p, err := s.usable(ctx, tx, v, id, now)
		if err != nil {
			return err
		}
		if inv, err = s.addInvitation(ctx, tx, district, casebook.Invitation{District: v.District, Role: casebook.Caseworker, Region: p.Region, By: v.Person}, code, now, validFor); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, agreedBy, pgx.StrictNamedArgs{"id": inv.ID, "by": p.Decider}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, useProposal, pgx.StrictNamedArgs{"id": id, "invitation": inv.ID}); err != nil {
			return err
		}
		return s.redrawProposal(ctx, tx, id)
	})
	if err != nil {
		return "", casebook.Invitation{}, err
	}
	return code, inv, nil
}

// usable gives a proposal whose invitation the viewer may make now.
func (s *Store) usable(ctx context.Context, tx pgx.Tx, v casebook.Viewer, id int64, now time.Time) (casebook.Proposal, error) {
	fresh, err := s.holdViewer(ctx, tx, v.District, v.Person)
	if err != nil {
		return casebook.Proposal{}, err
	}
	row, err := one[proposalRow](ctx, tx, lockProposal, pgx.StrictNamedArgs{"id": id, "district": v.District})
	if err != nil {
		return casebook.Proposal{}, err
	}
	p := casebook.Proposal(row)
	var decider casebook.Viewer
	if p.Decider != 0 {
		if decider, err = s.viewer(ctx, tx, v.District, p.Decider); err != nil {
			return p, err
		}
	}
	return p, casebook.MayUse(fresh, decider, p, now)
}

// tellCaseworkers lets all caseworkers know of a colleague who is new among them, or gone.
func (s *Store) tellCaseworkers(ctx context.Context, tx pgx.Tx, kind casebook.NoticeKind, district string, about casebook.PersonID, now time.Time) error {
	grants, err := all[casebook.Grant](ctx, tx, grantsOfDistrict, pgx.StrictNamedArgs{"district": district, "except": about})
	if err != nil {
		return err
	}
	var notices []casebook.Notice
	for _, person := range peopleWith(grants, district, casebook.Caseworker) {
		notices = append(notices, casebook.Notice{District: district, Kind: kind, Key: fmt.Sprintf("%s:%d:%d", kind, about, now.UnixMicro()), Person: person, About: about})
	}
	return s.tell(ctx, tx, notices)
}
