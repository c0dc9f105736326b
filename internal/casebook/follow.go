package casebook

import (
	"slices"
	"time"

	"rembuk/internal/private"
)

// FollowUp is what a meeting decided that somebody does, by a day.
type FollowUp struct {
	ID       int64
	District string
	Meeting  MeetingID
	Group    GroupID
	Region   string
	Kind     MeetingKind // of the meeting: those of case talks are the caseworkers'
	What     private.Text
	Member   MemberID     // of the roster who does it, 0: somebody else
	Who      private.Text // as it was told
	Due      Date
	State    FollowState
	DoneAt   time.Time
	Proof    private.Text // what was done, in words
	Photo    bool         // there is a picture of it
	Case     Number       // the case that it is or has opened, "" for none
	MadeAt   time.Time
	PutOff   int // how often the day was moved
}

// FollowState is where a follow-up stands.
type FollowState string

// The states of a follow-up.
const (
	ToDo    FollowState = "todo"
	Done    FollowState = "done"
	Dropped FollowState = "dropped"
)

// FollowMove is one step of a follow-up.
type FollowMove string

// The moves.
const (
	FinishIt FollowMove = "finish"   // with proof: words or a photo
	Postpone FollowMove = "postpone" // to another day, with why
	DropIt   FollowMove = "drop"     // with why
	Reopen   FollowMove = "reopen"   // it was not done after all, with why
	LinkCase FollowMove = "case"     // it is, or has opened, a case
)

// FollowRule is one row of the table of moves.
type FollowRule struct {
	Move  FollowMove
	From  []FollowState
	To    FollowState // "" : stays
	Proof bool        // needs words or a photo
	Told  bool        // those who were present are told
}

// FollowRules holds every move of a follow-up.
var FollowRules = []FollowRule{
	{Move: FinishIt, From: []FollowState{ToDo}, To: Done, Proof: true, Told: true},
	{Move: Postpone, From: []FollowState{ToDo}, Proof: true},
	{Move: DropIt, From: []FollowState{ToDo}, To: Dropped, Proof: true, Told: true},
	{Move: Reopen, From: []FollowState{Done, Dropped}, To: ToDo, Proof: true},
	{Move: LinkCase, From: []FollowState{ToDo}},
}

// FollowOrder is what somebody asks for.
type FollowOrder struct {
	Dialog string // the talk that asked for it: the same talk moves it once
	Move   FollowMove
	Words  private.Text // proof, or why
	Files  []MeetingFile
	Due    Date   // of Postpone
	Case   Number // of LinkCase
}

// MayFollow decides rights on a follow-up: whoever does it, the officers of its group and those who coach it; of a case talk the caseworkers
// and whoever does it. see tells a reading from a move.
func MayFollow(v Viewer, f FollowUp, see bool) error {
	own := f.Member != 0 && slices.ContainsFunc(v.Seats, func(s Seat) bool { return s.Member == f.Member })
	if v.District == f.District && own {
		return nil
	}
	m := Meeting{District: f.District, Group: Group{ID: f.Group}, Region: f.Region, Kind: f.Kind}
	if see {
		return MayMeet(v, SeeMinutes, m)
	}
	return MayMeet(v, DoLog, m)
}

// Do makes a move. Errors: ErrNotFound, ErrForbidden, ErrMove, ErrBadInput.
func (f FollowUp) Do(v Viewer, o FollowOrder, now time.Time) (FollowUp, error) {
	i := slices.IndexFunc(FollowRules, func(r FollowRule) bool { return r.Move == o.Move })
	if i < 0 {
		return f, ErrBadInput
	}
	rule := FollowRules[i]
	if err := MayFollow(v, f, false); err != nil {
		return f, err
	}
	if !slices.Contains(rule.From, f.State) {
		return f, ErrMove
	}
	if rule.Proof && o.Words.Empty() && len(o.Files) == 0 || o.Move == Postpone && o.Due == (Date{}) || o.Move == LinkCase && o.Case == "" {
		return f, ErrBadInput
	}
	if rule.To != "" {
		f.State = rule.To
	}
	switch o.Move {
	case FinishIt:
		f.DoneAt, f.Proof, f.Photo = now, o.Words, len(o.Files) > 0
	case Postpone:
		f.Due, f.PutOff = o.Due, f.PutOff+1
	case Reopen:
		f.DoneAt, f.Proof, f.Photo = time.Time{}, private.Text{}, false
	case LinkCase:
		if f.Case != "" && f.Case != o.Case { // the first one stands; the other report is a case all the same
			return f, ErrMove
		}
		f.Case = o.Case
	}
	return f, nil
}

// OnTime tells whether it was done by its day; a follow-up that waits for others (its case is open) is not counted against anybody.
func (f FollowUp) OnTime(zone *time.Location) bool {
	return f.State == Done && !f.Due.Before(DateOf(f.DoneAt.In(zone)))
}
