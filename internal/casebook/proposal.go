package casebook

import "time"

// ProposalState is what has become of a proposal.
type ProposalState string

// The states of a proposal.
const (
	ProposalOpen    ProposalState = "open"
	ProposalAgreed  ProposalState = "agreed"  // its invitation can be made, once
	ProposalRefused ProposalState = "refused" // by the second person
	ProposalUsed    ProposalState = "used"    // its invitation was made
)

// Proposal asks for a new caseworker: one person asks, another agrees. Who is meant is told by neither, since the invitation is brought by whoever is.
type Proposal struct {
	ID        int64
	District  string
	Region    string
	By        PersonID
	Decider   PersonID // 0: nobody yet
	State     ProposalState
	At        time.Time
	ExpiresAt time.Time
}

// MayPropose tells whether the viewer may ask for a caseworker over the region, or be the second who agrees: an admin or a caseworker.
func MayPropose(v Viewer, region string) error {
	if v.Holds(Admin, region) || v.Holds(Caseworker, region) {
		return nil
	}
	return ErrForbidden
}

// MayDecide tells whether the viewer may agree to a proposal or refuse it: never who made it. Errors: ErrForbidden, ErrMove when somebody has, ErrExpired.
func MayDecide(v Viewer, p Proposal, now time.Time) error {
	switch {
	case v.District != p.District || v.Person == p.By || MayPropose(v, p.Region) != nil:
		return ErrForbidden
	case p.State != ProposalOpen:
		return ErrMove
	case !now.Before(p.ExpiresAt):
		return ErrExpired
	}
	return nil
}

// MayUse tells whether the viewer may make the invitation that was agreed to: who asked for it, once, who still may, and while whoever agreed still may
// (decider). Errors: ErrForbidden, ErrUsed, ErrMove when nobody has agreed, ErrExpired.
func MayUse(v, decider Viewer, p Proposal, now time.Time) error {
	switch {
	case v.District != p.District || v.Person != p.By || MayPropose(v, p.Region) != nil:
		return ErrForbidden
	case p.State == ProposalUsed:
		return ErrUsed
	case p.State != ProposalAgreed:
		return ErrMove
	case decider.Person == v.Person || MayPropose(decider, p.Region) != nil:
		return ErrRevoked
	case !now.Before(p.ExpiresAt):
		return ErrExpired
	}
	return nil
}
