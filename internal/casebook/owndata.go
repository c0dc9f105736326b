package casebook

import (
	"time"

	"rembuk/internal/private"
)

// OwnData is what is known of a person, for the person: /dataku. Nothing of anybody else stands in it, and of reports that must not show on a phone
// nothing at all.
type OwnData struct {
	At       time.Time
	Language string
	Since    time.Time
	Notice   int // version of the data notice that was shown
	Name     private.Text
	Reports  []OwnReport
	Grants   []OwnGrant
	Seats    []OwnSeat
	Claims   []OwnClaim
	Meetings []OwnMeeting
	Answers  []OwnAnswer
	Tests    []OwnTest
	Follows  []OwnFollow
}

// OwnReport is a report in its reporter's own words.
type OwnReport struct {
	Number     Number
	State      State
	Region     string
	Kind       string
	Disclosure Disclosure
	ReceivedAt time.Time
	Story      private.Text
	Added      []Event // what the reporter said later
	Files      int
	PlaceNote  private.Text // where it is
	Safe       SafeHours
	Contact    Contact   // as far as the reporter has agreed
	Asked      []Erasure // what was asked of it
}

// OwnGrant is a role that the person has or had.
type OwnGrant struct {
	Role      Role
	Region    string
	GrantedAt time.Time
	RevokedAt time.Time
}

// OwnSeat is a line on a roster.
type OwnSeat struct {
	Group    string
	Name     private.Text
	Post     string
	JoinedAt time.Time
	LeftAt   time.Time
}

// OwnClaim is what the person has said to be on a roster.
type OwnClaim struct {
	Group string
	Name  private.Text
	State string
	At    time.Time
}

// OwnAnswer is whether the person has said to come to a meeting.
type OwnAnswer struct {
	Group string
	At    time.Time
	Comes bool
}

// OwnMeeting is a line of an attendance list.
type OwnMeeting struct {
	Group    string
	Kind     MeetingKind
	At       time.Time
	Presence Presence
}

// OwnTest is a result of a short test.
type OwnTest struct {
	Topic              string
	Phase              TestPhase
	Correct, Questions int
	At                 time.Time
}

// OwnFollow is what the person has taken on at a meeting.
type OwnFollow struct {
	What  private.Text
	Due   time.Time
	State string
}
