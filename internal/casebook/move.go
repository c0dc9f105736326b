package casebook

import (
	"time"

	"rembuk/internal/private"
)

// Move is one step of a case.
type Move string

// The moves.
const (
	Filed    Move = "filed"    // a report came in
	Take     Move = "take"     // Ambil
	Decline  Move = "decline"  // Tidak bisa
	Release  Move = "release"  // to the village
	Classify Move = "classify" // staff set the category, and with it the lane
	Add      Move = "add"      // the reporter said more
	Detail   Move = "detail"   // the reporter told where, how many, when to be written to
	Visit    Move = "visit"    // Sudah dikunjungi: what was found there
	Dismiss  Move = "dismiss"  // Bukan laporan: no punishment, and more words open it again
	Identify Move = "identify" // somebody has opened who reported, and said why
	Alarm    Move = "alarm"    // its reporter says that somebody is in danger now
)

// The moves that come of asking for one's rights: lines of the timeline, and of Rules where they change the state.
const (
	AskErasure    Move = "ask_erasure" // the reporter asks
	EndWithdrawn  Move = "withdraw"    // it ends, since its reporter has withdrawn it and somebody has agreed
	EraseReported Move = "erase"       // the reporter's data were erased
	RefuseErasure Move = "refuse_erasure"
	HoldCase      Move = "hold" // by law, with the reason
	LiftHold      Move = "lift_hold"
)

// Rule is one row of the table of moves.
type Rule struct {
	Move    Move
	From    []State
	To      State  // "" : stays
	Action  Action // what the actor must be allowed to do
	Visible bool   // the reporter sees it on the timeline
	Needs   Need
}

// Need is what a move asks of the case or of its order.
type Need uint8

// The needs.
const (
	Nothing   Need = iota
	Untaken        // nobody holds it
	Reason         // a note
	Classed        // a category
	Holding        // the actor holds it, and a note
	Something      // details
)

// Rules holds every move: from, to, who may, what it needs, what the reporter reads.
var Rules = []Rule{
	{Move: Take, From: []State{Received, Checking}, To: Checking, Action: DoTake, Visible: true, Needs: Untaken},
	{Move: Decline, From: []State{Received, Checking, Assigned}, Action: DoDecline, Needs: Reason},
	{Move: Release, From: []State{Received, Checking}, Action: DoRelease, Needs: Nothing},
	{Move: Classify, From: []State{Received, Checking}, Action: DoClassify, Needs: Classed},
	{Move: Add, From: []State{Received, Checking, Assigned, InProgress, Awaiting, NotReport}, Action: DoAdd, Visible: true, Needs: Reason},
	{Move: Alarm, From: []State{Received, Checking, Assigned, InProgress, Awaiting, NotReport}, Action: DoAdd, Visible: true, Needs: Nothing},
	{Move: Detail, From: []State{Received, Checking, Assigned, InProgress, Awaiting}, Action: DoAdd, Visible: true, Needs: Something},
	{Move: Visit, From: []State{Assigned, InProgress}, To: InProgress, Action: DoVisit, Visible: true, Needs: Holding},
	{Move: Dismiss, From: []State{Received, Checking, Assigned}, To: NotReport, Action: DoDismiss, Visible: true, Needs: Reason},
	{Move: Identify, From: []State{Received, Checking, Assigned, InProgress, Awaiting, Resolved, Withdrawn, NotReport}, Action: SeeReporter, Visible: true, Needs: Reason},
	{Move: EndWithdrawn, From: []State{Received, Checking, Assigned, InProgress, Awaiting}, To: Withdrawn, Action: DoErase, Visible: true, Needs: Nothing},
}

// Order is what somebody asks for.
type Order struct {
	Move     Move
	Note     private.Text // reason of a decline, words added, what was found
	Category string       // PPKS code, of Classify
	Kind     string       // the category's group
	Lane     Lane         // the category's lane
	Due      time.Time    // the end of the clock that an Alarm starts
	Files    []Attachment // added
	Details  Details      // of Detail
	Said     Spoken       // the message that it was said with: the same message moves a case once
}

// Apply makes a move: it gives the case as it is then and the event that says so. The case itself is not changed.
// Errors: ErrNotFound, ErrForbidden (May), ErrMove when the case is past it, ErrConflict when somebody took it first, ErrBadInput.
func (c Case) Apply(v Viewer, o Order, now time.Time) (Case, Event, error) {
	rule, ok := ruleOf(o.Move)
	if !ok {
		return c, Event{}, ErrBadInput
	}
	if err := May(v, rule.Action, c); err != nil {
		return c, Event{}, err
	}
	if !contains(rule.From, c.State) {
		return c, Event{}, ErrMove
	}
	if err := rule.Needs.met(c, v, o); err != nil {
		return c, Event{}, err
	}
	event := Event{At: now, Actor: v.Person, Move: o.Move, From: c.State, Note: o.Note, Visible: rule.Visible}
	if rule.To != "" {
		c.State = rule.To
	}
	c = c.after(v, o)
	event.To = c.State
	return c, event, nil
}

// after sets what a move changes beside the state.
func (c Case) after(v Viewer, o Order) Case {
	switch o.Move {
	case Take:
		c.Holder = v.Person
		if Desk(v, c) == Officer {
			c.State = Assigned
		}
	case Decline:
		if c.Holder == v.Person {
			c.Holder = 0
			c.State = Checking
		}
	case Release: // to those who can go there: whoever held it lets go
		c.Released = true
		if c.Holder != 0 {
			c.Holder, c.State = 0, Checking
		}
	case Classify:
		c.Category, c.Kind = o.Category, o.Kind
		if o.Lane != Confidential && c.Shield == NoShield { // what is about officials stays with the caseworkers, whatever it is called
			c.Lane = o.Lane
			break
		}
		keep := PersonID(0)
		if v.Holds(Caseworker, c.Region) {
			keep = v.Person
		}
		c = c.secret(keep)
	case Dismiss:
		c.Holder = 0
	case Add:
		c.Additions++
		c = c.again()
	case Detail:
		c = c.with(o.Details)
	case Alarm:
		c.Alarm, c.Urgency = true, Emergency
		c = c.again()
		if !o.Due.IsZero() {
			c.DueAt = o.Due
		}
	}
	return c
}

// again opens a case that was taken for no report, since its reporter has more to say.
func (c Case) again() Case {
	if c.State == NotReport {
		c.State = Checking
	}
	return c
}

func (n Need) met(c Case, v Viewer, o Order) error {
	switch {
	case n == Holding && (c.Holder == 0 || c.Holder != v.Person):
		return ErrForbidden
	case n == Untaken && c.Holder != 0:
		return ErrConflict
	case (n == Reason || n == Holding) && o.Note.Empty() && len(o.Files) == 0:
		return ErrBadInput
	case n == Something && o.Details.Empty():
		return ErrBadInput
	case n == Classed && (o.Category == "" || o.Kind == "" || o.Lane == ""):
		return ErrBadInput
	}
	return nil
}

func ruleOf(m Move) (Rule, bool) {
	for _, r := range Rules {
		if r.Move == m {
			return r, true
		}
	}
	return Rule{}, false
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if y == x {
			return true
		}
	}
	return false
}
