package casebook

import (
	"slices"
	"time"

	"rembuk/internal/private"
)

// MeetingID is our own id of a meeting.
type MeetingID int64

// MeetingKind is what a meeting is for.
type MeetingKind string

// The kinds, PRODUCT.md section 5.
const (
	Coaching     MeetingKind = "coaching"     // pembinaan rutin
	OfficersMeet MeetingKind = "officers"     // rapat pengurus
	Coordination MeetingKind = "coordination" // rapat koordinasi
	Outreach     MeetingKind = "outreach"     // sosialisasi, penyuluhan
	CoachVisit   MeetingKind = "visit"        // kunjungan pembinaan
	CaseTalk     MeetingKind = "cases"        // pembahasan kasus: confidential, case numbers only
	WorkTogether MeetingKind = "work"         // gotong royong
)

// MeetingKinds lists them all.
var MeetingKinds = []MeetingKind{Coaching, OfficersMeet, Outreach, WorkTogether, Coordination, CoachVisit, CaseTalk}

// Coaches tells whether a meeting of the kind counts as coaching of its group.
func (k MeetingKind) Coaches() bool { return k == Coaching || k == CoachVisit }

// Confidential tells whether meetings of the kind are for the caseworkers only.
func (k MeetingKind) Confidential() bool { return k == CaseTalk }

// MeetingState is where a meeting stands.
type MeetingState string

// The states of a meeting.
const (
	Planned   MeetingState = "planned"
	Held      MeetingState = "held" // its log is in the record
	CalledOff MeetingState = "called_off"
)

// Every is how often a planned meeting comes again.
type Every string

// The rhythms. The next meeting of a series is planned when one has begun.
const (
	Once        Every = ""
	Weekly      Every = "week"
	Fortnightly Every = "fortnight"
	Monthly     Every = "month" // on the same weekday of the same week of the month: the second Thursday
	Quarterly   Every = "quarter"
)

// Meeting is one meeting as it stands: planned, or held and logged.
type Meeting struct {
	ID       MeetingID
	District string
	Group    Group  // the body that meets
	Region   string // the group's
	Kind     MeetingKind
	State    MeetingState
	StartsAt time.Time
	EndsAt   time.Time // zero: not told
	Clock    bool      // an hour was told; else StartsAt is the day's midnight
	Place    string
	Chair    private.Text
	Notes    private.Text // who takes the minutes (notulis)
	Agenda   private.Text
	Result   private.Text // hasil, keputusan
	Topics   []string     // keys of the coaching topics that were covered
	Cases    []Number     // discussed
	Heads    Heads
	Series   int64 // meetings of one rhythm share it; 0: none
	Every    Every
	Doors    time.Time // check-in by code is open until then; zero: it is not
	Planner  PersonID  // who planned it, 0 where it was logged without a plan
	Logger   PersonID  // who logged it
	LoggedAt time.Time
	Changes  int // corrections after it was logged
}

// Heads are counts without names, as an officer tells them. Each is of all the people of that sort in the room, so they are not added to
// those who are known by name: Tally takes the larger.
type Heads struct {
	Guests   int // tamu
	Men      int // of the guests, L
	Women    int // of the guests, P
	Sheet    int // signatures on the paper list, officers among them
	Old      int // of all, 60 and older; optional
	Disabled int // of all; optional
}

// MeetingMove is one step of a meeting.
type MeetingMove string

// The moves.
const (
	PlanIt   MeetingMove = "plan"
	ChangeIt MeetingMove = "change"    // date, place, agenda: those invited are told
	CallOff  MeetingMove = "call_off"  // those invited are told
	OpenDoor MeetingMove = "open_door" // check-in by code
	LogIt    MeetingMove = "log"
	Correct  MeetingMove = "correct" // after the log: keeps who and why
)

// MeetingRule is one row of the table of moves.
type MeetingRule struct {
	Move   MeetingMove
	From   []MeetingState // "" : there is no meeting yet
	To     MeetingState   // "" : stays
	Action MeetingAction
	Why    bool // needs a reason
	Told   bool // those invited are told
}

// MeetingRules holds every move of a meeting.
var MeetingRules = []MeetingRule{
	{Move: PlanIt, From: []MeetingState{""}, To: Planned, Action: DoPlan, Told: true},
	{Move: ChangeIt, From: []MeetingState{Planned}, Action: DoPlan, Told: true},
	{Move: CallOff, From: []MeetingState{Planned}, To: CalledOff, Action: DoPlan, Told: true},
	{Move: OpenDoor, From: []MeetingState{Planned, Held}, Action: DoLog},
	{Move: LogIt, From: []MeetingState{"", Planned}, To: Held, Action: DoLog, Told: true},
	{Move: Correct, From: []MeetingState{Held}, Action: DoLog, Why: true},
}

// MeetingAction is what somebody wants to do with a meeting.
type MeetingAction string

// The actions.
const (
	SeeMeeting MeetingAction = "see_meeting" // date, kind, place
	SeeMinutes MeetingAction = "see_minutes" // agenda, result, who was there
	DoPlan     MeetingAction = "plan"
	DoLog      MeetingAction = "log"    // and correct, and open the doors
	DoAttend   MeetingAction = "attend" // check in, say whether one comes
)

// meetingRights is the table of role and action for meetings that are not confidential.
var meetingRights = map[Role][]MeetingAction{
	Officer:     {SeeMeeting, SeeMinutes, DoPlan, DoLog},
	Coordinator: {SeeMeeting, SeeMinutes, DoPlan, DoLog},
	Staff:       {SeeMeeting, SeeMinutes, DoPlan, DoLog},
	Caseworker:  {SeeMeeting, SeeMinutes, DoPlan, DoLog},
	Admin:       {SeeMeeting},
	HeadViewer:  nil, // counts only
}

// MayMeet is the one place where rights on a meeting are decided: nil, ErrForbidden, or ErrNotFound where the viewer may not know of it.
// Case talks are the caseworkers'. Whoever stands on the group's roster sees its meetings and minutes; anybody of the district attends.
func MayMeet(v Viewer, a MeetingAction, m Meeting) error {
	if v.District != m.District {
		return ErrNotFound
	}
	if m.Kind.Confidential() {
		return mayCaseTalk(v, a, m)
	}
	if a == DoAttend {
		return nil
	}
	answer := ErrNotFound
	if v.InGroup(m.Group.ID) != 0 {
		if a == SeeMeeting || a == SeeMinutes {
			return nil
		}
		answer = ErrForbidden
	}
	for _, role := range rolesIn(v, m.Group.ID, m.Region) {
		if slices.Contains(meetingRights[role], a) {
			return nil
		}
		answer = ErrForbidden
	}
	return answer
}

func mayCaseTalk(v Viewer, a MeetingAction, m Meeting) error {
	switch {
	case v.Holds(Caseworker, m.Region):
		return nil
	case v.InGroup(m.Group.ID) != 0 && (a == SeeMeeting || a == DoAttend): // invited: that there is one, not what was said
		return nil
	case v.InGroup(m.Group.ID) != 0:
		return ErrForbidden
	default:
		return ErrNotFound
	}
}

// Do makes a move: the meeting as it is then. What the move brings (date, result ...) is put in by the caller before.
// Errors: ErrNotFound, ErrForbidden, ErrMove when the meeting is past it, ErrBadInput without the reason that it needs.
func (m Meeting) Do(v Viewer, move MeetingMove, why private.Text) (Meeting, error) {
	i := slices.IndexFunc(MeetingRules, func(r MeetingRule) bool { return r.Move == move })
	if i < 0 {
		return m, ErrBadInput
	}
	rule := MeetingRules[i]
	if err := MayMeet(v, rule.Action, m); err != nil {
		return m, err
	}
	if !slices.Contains(rule.From, m.State) {
		return m, ErrMove
	}
	if rule.Why && why.Empty() {
		return m, ErrBadInput
	}
	if rule.To != "" {
		m.State = rule.To
	}
	return m, nil
}

// Next gives when a meeting of a rhythm comes again; ok is false for one that does not.
func (e Every) Next(t time.Time) (next time.Time, ok bool) {
	switch e {
	case Weekly:
		return t.AddDate(0, 0, 7), true
	case Fortnightly:
		return t.AddDate(0, 0, 14), true
	case Monthly:
		return sameWeekday(t, 1), true
	case Quarterly:
		return sameWeekday(t, 3), true
	}
	return time.Time{}, false
}

// sameWeekday gives the same weekday of the same week, so many months later: the second Thursday; a fifth one that the month does not have is its last.
func sameWeekday(t time.Time, months int) time.Time {
	nth := (t.Day() - 1) / 7
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, t.Hour(), t.Minute(), 0, 0, t.Location())
	day := 1 + (int(t.Weekday())-int(first.Weekday())+7)%7 + 7*nth
	next := first.AddDate(0, 0, day-1)
	if next.Month() != first.Month() {
		next = next.AddDate(0, 0, -7)
	}
	return next
}

// MeetingLog is a meeting as an officer logs it: what store makes the record from, as often as it takes.
type MeetingLog struct {
	Dialog    string    // unique: the same talk logs one meeting, whatever crashes when
	Meeting   MeetingID // the plan that it was, 0: none
	Group     GroupID
	Kind      MeetingKind
	StartsAt  time.Time
	EndsAt    time.Time
	Clock     bool
	Place     string
	Chair     private.Text
	Notes     private.Text
	Agenda    private.Text
	Result    private.Text
	Topics    []string
	Cases     []Number
	Heads     Heads
	Present   []Mark // as the officer told them: Source, Member, Presence, Via
	FollowUps []FollowUp
	Files     []MeetingFile
	Why       private.Text // of a correction; empty for a first log
	SentAt    time.Time
}

// MeetingFile is a photo or a document of a meeting, at Telegram.
type MeetingFile struct {
	Attachment
	Use FileUse
}

// FileUse tells what a file of a meeting is.
type FileUse string

// The uses.
const (
	SheetPhoto   FileUse = "sheet"   // the signed attendance list
	MinutesPhoto FileUse = "minutes" // the handwritten minutes, or a voice note of them
	OtherPhoto   FileUse = "photo"
)

// Plan is a meeting to come, as it was asked for.
type Plan struct {
	Dialog   string
	Meeting  MeetingID // the plan that is changed, 0: a new one
	Group    GroupID
	Kind     MeetingKind
	StartsAt time.Time
	Clock    bool
	Place    string
	Agenda   private.Text
	Every    Every
	SentAt   time.Time
}

// Minutes is a meeting with all that belongs to it, as the viewer may read it.
type Minutes struct {
	Meeting
	Lines     []Line // the roster of that day in its order, then the others who were there
	Tally     Tally
	FollowUps []FollowUp
	Files     []MeetingFile
	Said      RSVPs
	Changed   []Change
	Tests     []TestMean
	Code      private.Text // secret of the check-in codes, only for whoever may open the doors
	Locked    bool         // of a talk about cases: the reader must type the own PIN first
}

// Change is a correction after the log, or a change of the plan: append-only.
type Change struct {
	At   time.Time
	By   PersonID
	Name private.Text // of who did it, where it is known
	Move MeetingMove
	What []string // keys of the lines that changed: date, place, result, attendance ...
	Why  private.Text
}

// RSVPs counts what those invited have answered.
type RSVPs struct{ Yes, No, Open int }
