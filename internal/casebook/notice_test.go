package casebook

import "testing"

// Only what is of use at its hour goes out at night.
func TestWhichNoticesWaitForTheMorning(t *testing.T) {
	for kind, waits := range map[NoticeKind]bool{
		Invited: true, MeetingMoved: true, MeetingOff: true, DayBefore: true, HoursBefore: false, Outcome: true, MinutesDue: true, MinutesLate: true,
		FollowSoon: true, FollowDue: true, FollowLate: true, FollowLater: true, FollowEnded: true, ClaimMade: true, ClaimDecided: false, ReportDrafted: true,
		ReportSent: true, CoachingDue: true, MonthSummary: true, DoorCounter: false, TestOpen: false,
	} {
		if kind.Waits() != waits {
			t.Errorf("%s waits: %v", kind, !waits)
		}
	}
}
