package desk

import (
	"context"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// Meetings is who meets and what they meet about: PostgreSQL. Each method asks casebook for the right, with grants and seats read at that moment,
// and answers casebook.ErrNotFound, ErrForbidden, ErrMove, ErrBadInput, ErrConflict or ErrAway. What carries a Dialog or an Update can be repeated
// to no further effect, and gives the same answer.
type Meetings interface {
	// Groups lists those that the viewer may see, own ones first, then by region and name; matching is a part of a name or a place, "" for all.
	Groups(ctx context.Context, v casebook.Viewer, matching string, limit int) ([]casebook.Group, error)
	// Group gives a group with its roster in the order of the list.
	Group(ctx context.Context, v casebook.Viewer, id casebook.GroupID) (casebook.Group, []casebook.Member, error)
	// SaveGroup makes a group (ID 0) or changes its name, level, decree and iuran.
	SaveGroup(ctx context.Context, v casebook.Viewer, g casebook.Group, now time.Time) (casebook.Group, error)
	// SaveMember adds a line (ID 0, at the end of the list) or changes one. dialog makes the adding happen once.
	SaveMember(ctx context.Context, v casebook.Viewer, m casebook.Member, dialog string, now time.Time) (casebook.Member, error)
	DropMember(ctx context.Context, v casebook.Viewer, id casebook.MemberID, now time.Time) error
	// ImportGroups takes the good rows of a table: groups and lines of rosters, known ones are brought up to date by name. It tells the bad ones.
	ImportGroups(ctx context.Context, v casebook.Viewer, rows []casebook.RosterRow, now time.Time) (casebook.Imported, error)
	BindChat(ctx context.Context, v casebook.Viewer, id casebook.GroupID, chat int64, now time.Time) error
	MoveChat(ctx context.Context, district string, from, to int64) error // a group became a supergroup
	GroupOfChat(ctx context.Context, district string, chat int64) (casebook.Group, error)
	// GroupByLink gives a group's name and the lines nobody has claimed, to somebody who holds its link.
	GroupByLink(ctx context.Context, district string, id casebook.GroupID) (casebook.Group, []casebook.Member, error)
	Claim(ctx context.Context, v casebook.Viewer, c casebook.Claim, now time.Time) (casebook.Claim, error)
	DecideClaim(ctx context.Context, v casebook.Viewer, id int64, yes bool, now time.Time) (casebook.Claim, error)

	// LastMeeting is the newest that was held, for what a log is preset with.
	LastMeeting(ctx context.Context, v casebook.Viewer, group casebook.GroupID) (casebook.Meeting, error)
	// MeetingsBetween lists those the viewer may see that begin in a stretch of time, in its order; of one group, or with 0 of all.
	MeetingsBetween(ctx context.Context, v casebook.Viewer, group casebook.GroupID, from, to time.Time, limit int) ([]casebook.Meeting, error)
	PlanMeeting(ctx context.Context, v casebook.Viewer, p casebook.Plan, now time.Time) (casebook.Meeting, error)
	CallOff(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, why private.Text, now time.Time) (casebook.Meeting, error)
	EndSeries(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, now time.Time) error
	// LogMeeting files a log, or with Why set corrects one.
	LogMeeting(ctx context.Context, v casebook.Viewer, l casebook.MeetingLog, now time.Time) (casebook.Minutes, error)
	MinutesFor(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, now time.Time) (casebook.Minutes, error)
	// OpenDoor lets people check in by code until then, and gives the secret that the codes are made from.
	OpenDoor(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, until, now time.Time) (casebook.Door, error)
	// OpenDoors lists the meetings of the district where people can check in now.
	OpenDoors(ctx context.Context, district string, now time.Time) ([]casebook.Door, error)
	CheckIn(ctx context.Context, v casebook.Viewer, c casebook.CheckIn, now time.Time) (casebook.Checked, error)
	// Whereabouts flags the viewer's own check-in as far, or as near: a pin was sent after it.
	Whereabouts(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, far bool, now time.Time) error
	Answer(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, comes bool, now time.Time) (casebook.RSVPs, error)

	// FollowUps lists the open ones that the viewer may move, the most pressing first.
	FollowUps(ctx context.Context, v casebook.Viewer, limit int, now time.Time) ([]casebook.FollowUp, error)
	FollowUp(ctx context.Context, v casebook.Viewer, id int64, now time.Time) (casebook.FollowUp, error)
	MoveFollowUp(ctx context.Context, v casebook.Viewer, id int64, o casebook.FollowOrder, now time.Time) (casebook.FollowUp, error)

	Indicators(ctx context.Context, v casebook.Viewer, group casebook.GroupID, now time.Time) (casebook.Indicators, error)
	// Summary is the month of all groups of a region, as far as the viewer coaches it.
	Summary(ctx context.Context, v casebook.Viewer, region string, month casebook.Date, now time.Time) (casebook.Summary, error)
	// Reports lists the monthly reports that wait for the viewer.
	Reports(ctx context.Context, v casebook.Viewer, limit int) ([]casebook.MonthReport, error)
	Report(ctx context.Context, v casebook.Viewer, id int64) (casebook.MonthReport, error)
	SendReport(ctx context.Context, v casebook.Viewer, id int64, iuran *bool, note private.Text, now time.Time) (casebook.MonthReport, error)

	// OpenTest invites the members to the short test of a topic, before or after.
	OpenTest(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, topic string, phase casebook.TestPhase, now time.Time) error
	// TestTopic gives the topic of a test that was opened, to those who are invited to it.
	TestTopic(ctx context.Context, v casebook.Viewer, id casebook.MeetingID, phase casebook.TestPhase) (string, error)
	SaveTest(ctx context.Context, v casebook.Viewer, r casebook.TestResult, now time.Time) error
}
