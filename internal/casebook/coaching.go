package casebook

import (
	"time"

	"rembuk/internal/private"
)

// Share is a part of a whole: numerator and denominator always, never a bare percentage.
type Share struct{ Part, Whole int }

// Known tells whether there is anything to speak of.
func (s Share) Known() bool { return s.Whole > 0 }

// Percent is the share in hundredths, rounded; 0 where nothing is known.
func (s Share) Percent() int {
	if s.Whole == 0 {
		return 0
	}
	return (200*s.Part + s.Whole) / (2 * s.Whole)
}

// Mean is an average with its number.
type Mean struct {
	Value float64
	N     int
}

// Indicators are a group's coaching indicators, PRODUCT.md section 5. Cases held up by others are left out.
type Indicators struct {
	Group Group
	AsOf  time.Time

	// Komitmen.
	Presence  Share // officers present in the last 4 coachings, of those on the roster then
	Ticked    int   // of Presence.Part: known from an officer's word only
	Coachings int   // how many of the last 4 there are
	Months    Share // months with activity, of the last 12
	Follow    Share // follow-ups done by their day, of those due in the last 12 months
	Reports   Share // monthly reports sent in time, of those due in the last 12 months
	Iuran     *bool // as last told

	// Pengetahuan.
	Before Mean  // of tests before, 0 to 100
	After  Mean  // of tests after
	Topics Share // covered in the last 12 months, of the district's list
	Kinds  Share // officer-filed reports whose kind stood after checking

	// Keterampilan.
	FirstVisit Mean  // median hours from release to the first visit, with the number of cases
	ClosedHere Share // closed at village level, of those released and closed
	Referrals  Share // with known outcome, of those made

	// Plot: by month, the oldest first, 12 of them.
	Trend []MonthFigures
}

// MonthFigures are what a month's plot shows of a group.
type MonthFigures struct {
	Month    Date
	Meetings int
	Presence Share // officers present at all meetings of that month
}

// Standing is how a group stands by the office's thresholds. No ranking: a word that says what to do.
type Standing string

// The standings.
const (
	Active        Standing = "active"         // aktif
	NeedsCoaching Standing = "needs_coaching" // perlu pembinaan
	NoActivity    Standing = "no_activity"    // belum ada kegiatan tercatat
)

// Thresholds are set by the office (district data).
type Thresholds struct {
	Presence  int  // percent of officers present in the last 4 coachings, at least
	Months    int  // months with activity of the last 12, at least
	Follow    int  // percent of follow-ups in time, at least; counts only where at least 3 were due
	Ranking   int  // fewer groups or tests than this are not ranked or compared: 10
	Schedule  Span // coaching is overdue after so long without one
	ReportDay int  // day of the month until which the monthly report is in time
	Topics    int  // how many the district's list of coaching topics has
}

// Standing judges by the thresholds.
func (i Indicators) Standing(t Thresholds) Standing {
	switch {
	case i.Months.Part == 0:
		return NoActivity
	case i.Coachings == 0, i.Presence.Percent() < t.Presence, i.Months.Part < t.Months, i.Follow.Whole >= 3 && i.Follow.Percent() < t.Follow:
		return NeedsCoaching
	}
	return Active
}

// Summary is the month of all groups in a region: of a kecamatan, or of the district.
type Summary struct {
	Region     string
	Month      Date
	Groups     int
	Meetings   int
	ByKind     map[MeetingKind]int
	Attended   int // people, each counted once a meeting
	ByStanding map[Standing]int
	Overdue    []Group // not coached on schedule
	FollowUps  Share   // done in time, of those due in that month
	Reports    Share   // monthly reports of the month before that came in time
	Lines      []SummaryLine
}

// SummaryLine is one group in a summary, in the order of the regions: no ranking.
type SummaryLine struct {
	Group    Group
	Meetings int
	Attended int
	Presence Share
	Follow   Share
	Standing Standing
}

// MonthReport is a group's monthly report, or a kecamatan's, drafted on the 1st from the record.
type MonthReport struct {
	ID        int64
	District  string
	Group     GroupID // 0: a kecamatan's
	Of        Group
	Region    string
	Month     Date      // first day of the month that it is about
	Meetings  []Minutes // of a group: without the attendance lines
	FollowUps []FollowUp
	Lines     []SummaryLine // of a kecamatan
	Iuran     *bool
	Note      private.Text
	SentAt    time.Time // zero: a draft
	SentBy    PersonID
}

// TestPhase tells the short test before a coaching from the one after.
type TestPhase string

// The phases.
const (
	TestBefore TestPhase = "before"
	TestAfter  TestPhase = "after"
)

// TestMean is the result of a short test: the mean in hundredths and how many took it. A named result is shown only to oneself.
type TestMean struct {
	Phase TestPhase
	Topic string
	Mean  Mean
}

// TestResult is one person's.
type TestResult struct {
	Meeting   MeetingID
	Phase     TestPhase
	Topic     string
	Right, Of int
	At        time.Time
}
