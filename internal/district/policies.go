package district

import "rembuk/internal/casebook"

// Policies are the clocks and limits of a district. A clock that is off is the zero Span.
type Policies struct {
	EmergencyTake    casebook.Span // somebody has taken it
	EmergencyContact casebook.Span // first contact
	UrgentContact    casebook.Span
	NormalVerify     casebook.Span // what a resident is promised
	NormalPlan       casebook.Span
	PoliceReport     casebook.Span // sexual violence, from the victim's report; off until the office is bound

	ConfirmSilence casebook.Span // then a case closes without the reporter's word
	AskAgain       casebook.Span // between two times "Tanyakan"
	ChangeUndo     casebook.Span // before a change is told

	DraftKeep       casebook.Span // from the last message
	DraftNudge      casebook.Span
	DraftMost       int // talks kept at once
	InvitationValid casebook.Span
	PINSession      casebook.Span
	ManyHour        int // more reports of one person in an hour wait at the end of the queue
	ManyDay         int

	AlertGroup          casebook.Span // alerts are gathered for as long
	AlertGroupSafety    casebook.Span
	AlertEscalate       casebook.Span // nobody took it: the next level hears
	AlertEscalateSafety casebook.Span
	AlertRepeat         casebook.Span
	AlertRepeatSafety   casebook.Span
	AlertPerHour        int // routine messages to one person

	CoachingPresence int           // percent of officers present in the last 4 coachings, at least
	CoachingMonths   int           // months with activity of the last 12, at least
	CoachingFollow   int           // percent of follow-ups in time, at least
	CoachingRanking  int           // fewer groups or tests than this are not compared
	CoachingSchedule casebook.Span // a group is coached at least so often
	ReportDay        int           // of the month, until which the report of the month before is in time

	MeetingMinutes     casebook.Span // without minutes: the secretary hears
	MeetingMinutesLate casebook.Span // the coordinator hears
	MeetingDayBefore   casebook.Span // reminders
	MeetingHoursBefore casebook.Span
	FollowLater        casebook.Span // a follow-up is so late: the coordinator hears

	RetainMedia      casebook.Span // after closing, unless evidence
	RetainIdentity   casebook.Span // the reporter's, after closing
	RetainCase       casebook.Span // then without names
	RetainAttendance casebook.Span
	RetainSensitive  casebook.Span // in place of the first three for what is confidential; off until the office has a JRA
	RetainUpdates    casebook.Span // that could not be attended to
}

// Rule is one row of policies.csv.
type Rule struct {
	Key    string // normal.verify
	Count  int
	Unit   string // second, minute, hour, day, time
	Basis  string // clock, working, off
	Note   string // what it is for, in the office's Indonesian
	Source string
}

// spans says where each rule that is a length of time goes.
func (p *Policies) spans() map[string]*casebook.Span {
	return map[string]*casebook.Span{
		"emergency.take":        &p.EmergencyTake,
		"emergency.contact":     &p.EmergencyContact,
		"urgent.contact":        &p.UrgentContact,
		"normal.verify":         &p.NormalVerify,
		"normal.plan":           &p.NormalPlan,
		"police.report":         &p.PoliceReport,
		"confirm.silence":       &p.ConfirmSilence,
		"ask.again":             &p.AskAgain,
		"change.undo":           &p.ChangeUndo,
		"draft.keep":            &p.DraftKeep,
		"draft.nudge":           &p.DraftNudge,
		"invitation.valid":      &p.InvitationValid,
		"pin.session":           &p.PINSession,
		"alert.group":           &p.AlertGroup,
		"alert.group_safety":    &p.AlertGroupSafety,
		"alert.escalate":        &p.AlertEscalate,
		"alert.escalate_safety": &p.AlertEscalateSafety,
		"alert.repeat":          &p.AlertRepeat,
		"alert.repeat_safety":   &p.AlertRepeatSafety,
		"coaching.schedule":     &p.CoachingSchedule,
		"meeting.minutes":       &p.MeetingMinutes,
		"meeting.minutes_late":  &p.MeetingMinutesLate,
		"meeting.day_before":    &p.MeetingDayBefore,
		"meeting.hours_before":  &p.MeetingHoursBefore,
		"follow.later":          &p.FollowLater,
		"retain.media":          &p.RetainMedia,
		"retain.identity":       &p.RetainIdentity,
		"retain.case":           &p.RetainCase,
		"retain.attendance":     &p.RetainAttendance,
		"retain.sensitive":      &p.RetainSensitive,
		"retain.updates":        &p.RetainUpdates,
	}
}

// numbers says where each rule that is a plain number goes.
func (p *Policies) numbers() map[string]*int {
	return map[string]*int{
		"report.per_hour":   &p.ManyHour,
		"report.per_day":    &p.ManyDay,
		"draft.most":        &p.DraftMost,
		"alert.per_hour":    &p.AlertPerHour,
		"coaching.presence": &p.CoachingPresence,
		"coaching.months":   &p.CoachingMonths,
		"coaching.follow":   &p.CoachingFollow,
		"coaching.ranking":  &p.CoachingRanking,
		"report.day":        &p.ReportDay,
	}
}
