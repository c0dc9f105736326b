package casebook

import "time"

// NoticeKind is why somebody is written to about a meeting, a follow-up or a group.
type NoticeKind string

// The kinds. Each is told once for its key; what is no longer so when it is due is dropped, not sent.
const (
	Invited           NoticeKind = "invited"            // a meeting is planned: comes or does not come
	MeetingMoved      NoticeKind = "moved"              // date or place have changed
	MeetingOff        NoticeKind = "called_off"         // it is called off
	DayBefore         NoticeKind = "day_before"         // reminder
	HoursBefore       NoticeKind = "hours_before"       // reminder, two hours before
	Outcome           NoticeKind = "outcome"            // it was logged: to those who were there
	MinutesDue        NoticeKind = "minutes_due"        // 3 days without minutes: the secretary
	MinutesLate       NoticeKind = "minutes_late"       // 7 days: the coordinator
	FollowSoon        NoticeKind = "follow_soon"        // a follow-up is due tomorrow
	FollowDue         NoticeKind = "follow_due"         // today
	FollowLate        NoticeKind = "follow_late"        // the day after: whoever does it, and the secretary
	FollowLater       NoticeKind = "follow_later"       // 3 days after: the coordinator
	FollowEnded       NoticeKind = "follow_ended"       // done or dropped: to those who were there
	ClaimMade         NoticeKind = "claim_made"         // somebody says to stand on the roster: to its officers
	ClaimDecided      NoticeKind = "claim_decided"      // to who claimed
	ReportDrafted     NoticeKind = "report_drafted"     // the monthly report waits for Periksa, Kirim
	ReportSent        NoticeKind = "report_sent"        // to the coordinator, or to staff
	CoachingDue       NoticeKind = "coaching_due"       // a group was not coached on schedule: to its coach
	MonthSummary      NoticeKind = "month_summary"      // of all groups: to staff and the coordinators
	DoorCounter       NoticeKind = "door_counter"       // Hadir in the group chat: one message, edited at most every 5 s
	QuietNews         NoticeKind = "quiet_news"         // of an own case that must not betray: there is news, and nothing else
	CaseworkerAsked   NoticeKind = "caseworker_asked"   // somebody asks for a new caseworker: to all who may agree
	CaseworkerDecided NoticeKind = "caseworker_decided" // to who asked
	CaseworkerNew     NoticeKind = "caseworker_new"     // to all caseworkers
	CaseworkerGone    NoticeKind = "caseworker_gone"    // to all caseworkers
	IdentityOpened    NoticeKind = "identity_opened"    // to the reporter: who reported was opened, when, why and by which desk
	TestOpen          NoticeKind = "test_open"          // a short test before or after: to the members
)

// Waits tells whether a notice of the kind is held in quiet hours. What is of use only at its hour, or answers what somebody does just now, is not.
func (k NoticeKind) Waits() bool {
	return k != HoursBefore && k != DoorCounter && k != TestOpen && k != ClaimDecided && k != QuietNews
}

// NoticeState is what has become of a notice.
type NoticeState string

// The states of a notice.
const (
	NoticePending NoticeState = "pending"
	NoticeSent    NoticeState = "sent"
	NoticeDropped NoticeState = "dropped" // it need not be sent any more
	NoticeFailed  NoticeState = "failed"
	NoticeGone    NoticeState = "gone" // its person cannot be reached at all
)

// NoticeID is our own id of a notice.
type NoticeID int64

// Notice is one message to one person, or to a group's chat: about a meeting, a follow-up, a claim, a group or a month. Only ids are kept of
// what it is about: it is drawn when it is sent.
type Notice struct {
	ID       NoticeID
	District string
	Kind     NoticeKind
	Key      string   // with the person unique: the same thing is told once
	Person   PersonID // 0: to the chat of Group
	Meeting  MeetingID
	Follow   int64
	Group    GroupID
	Claim    int64
	Read     int64    // a line of a read log
	Proposal int64    // of a caseworker
	About    PersonID // a colleague
	Region   string   // of a kecamatan's report or a summary
	Month    Date     // first day of the month that it is about
	Phase    TestPhase
	At       time.Time // when it is to be sent; quiet hours have been heeded
	Message  int       // id of the sent message, 0 before
}

// Letter is a notice with all that its drawing needs, as everything is now, and as its reader may read it.
type Letter struct {
	Notice
	To       Address
	Viewer   Viewer // of Person; for a group chat only the district and the language
	Blocked  bool
	Needless string // why it need not be sent any more; "" when it must be
	Minutes  *Minutes
	FollowUp *FollowUp
	Line     *Group
	ClaimOf  *Claim
	Asked    *Proposal
	Opened   *Read // of Read
	OfCase   Face  // of Read
	Mine     bool  // the case is still the reader's own, and may be named
	Report   *MonthReport
	Overdue  []Group // of CoachingDue and MonthSummary
	Summary  *Summary
}

// Round is what a district's round goes by: what has become due is told.
type Round struct {
	District    string
	Calendar    Calendar
	Thresholds  Thresholds
	Minutes     time.Duration // without minutes: the secretary hears after it
	MinutesLate time.Duration // the coordinator hears after it
	DayBefore   time.Duration // before a meeting
	HoursBefore time.Duration
	PINSession  time.Duration // what is confidential stays open so long after the own PIN; 0: no PIN is asked
	ManyHour    int           // more reports of one person in an hour wait at the end of the queue; 0: no limit
	ManyDay     int           // in a day
	FollowLater time.Duration // after its day: the coordinator hears
}
