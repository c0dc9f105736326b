package desk

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// then is where the question for a group carries the command that it was asked for.
const then = ".then"

// mostGroups is how many groups are offered at most; the answer to a name is a shorter list.
const mostGroups = 200

// forGroup does something for a group: the only one that fits, or the one that is chosen. fits says which do.
func (v *visit) forGroup(ctx context.Context, command, matching, lead string, fits func(casebook.Viewer, casebook.Group) bool) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	groups, err := v.Meetings.Groups(ctx, viewer, matching, mostGroups)
	if err != nil {
		return err
	}
	var list []dialog.Item
	for _, g := range groups {
		if fits(viewer, g) {
			list = append(list, dialog.Item{ID: strconv.FormatInt(int64(g.ID), 10), Label: g.Name + ", " + v.office.Places.Label(g.Region)})
		}
	}
	switch {
	case len(list) == 0 && matching != "":
		return v.reply(ctx, v.plain("group.none"))
	case len(list) == 0:
		return v.reply(ctx, v.plain("meeting.no_group"))
	case len(list) == 1:
		id, _ := strconv.ParseInt(list[0].ID, 10, 64)
		return v.withGroup(ctx, command, casebook.GroupID(id), lead)
	}
	return v.begin(ctx, "group", lead, dialog.Answers{then: {Option: command}}, list)
}

// chosenGroup goes on with the command that the question for a group was asked for.
func (v *visit) chosenGroup(ctx context.Context, d dialog.Draft) error {
	id, _ := strconv.ParseInt(d.Answers["which"].Option, 10, 64)
	v.state.Close(v.in, false)
	return v.withGroup(ctx, d.Answers[then].Option, casebook.GroupID(id), "")
}

func (v *visit) withGroup(ctx context.Context, command string, id casebook.GroupID, lead string) error {
	switch command {
	case "log":
		return v.beginLog(ctx, id, nil)
	case "plan":
		return v.beginPlan(ctx, id)
	case "numbers":
		return v.numbers(ctx, id, lead)
	case "door":
		return v.doorOf(ctx, id)
	case "poster":
		return v.groupPoster(ctx, id)
	default:
		return v.showGroup(ctx, id)
	}
}

func mayLog(v casebook.Viewer, g casebook.Group) bool {
	return casebook.MayMeet(v, casebook.DoLog, casebook.Meeting{District: g.District, Group: g, Region: g.Region, Kind: casebook.Coaching}) == nil
}

// log begins the log of a meeting: /rapat.
func (v *visit) log(ctx context.Context) error {
	return v.forGroup(ctx, "log", strings.TrimSpace(v.in.Text.Reveal()), "", mayLog)
}

// beginLog asks for a log of a plan, or of today: what is known from the plan or from the last meeting is put in.
func (v *visit) beginLog(ctx context.Context, id casebook.GroupID, plan *casebook.Minutes) error {
	if resumed, err := v.resumed(ctx, "meeting", flows.AboutGroup, int64(id)); resumed || err != nil {
		return err
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	g, members, err := v.Meetings.Group(ctx, viewer, id)
	if err != nil {
		return v.noGroup(ctx, err)
	}
	zone := v.office.Calendar.Zone
	today := v.in.At.In(zone)
	if plan == nil {
		if plan = v.plannedToday(ctx, viewer, id, today); plan != nil && plan.StartsAt.After(today.Add(time.Hour)) {
			plan = nil // it has not begun: the log is of another
		}
	}
	day := today
	known := caseTalks(viewer, g)
	if last, err := v.Meetings.LastMeeting(ctx, viewer, id); err == nil {
		last.Clock, last.Agenda = false, private.Text{} // of another day
		flows.Known(known, last, zone)
	} else if !errors.Is(err, casebook.ErrNotFound) {
		return err
	}
	if plan != nil {
		day = plan.StartsAt.In(zone)
		flows.Known(known, plan.Meeting, zone)
		flows.AnswersKind(known, plan.Kind)
		known[flows.AboutPlan] = dialog.Answer{Option: strconv.FormatInt(int64(plan.ID), 10)}
	}
	preset := flows.Preset(g, day)
	for key, a := range known {
		preset[key] = a
	}
	lead := v.opening(g, day, today, preset["place"].Text)
	if plan != nil {
		lead = v.say("meeting.kind."+string(plan.Kind)) + ". " + lead
	}
	return v.begin(ctx, "meeting", lead, preset, flows.RosterFrom(members).Items())
}

// caseTalks are the answers of a talk that begins: case talks are offered to whoever may log them.
func caseTalks(viewer casebook.Viewer, g casebook.Group) dialog.Answers {
	known := dialog.Answers{}
	if casebook.MayMeet(viewer, casebook.DoLog, casebook.Meeting{District: g.District, Group: g, Region: g.Region, Kind: casebook.CaseTalk}) == nil {
		known[flows.CaseTalks] = dialog.Answer{Option: "yes"}
	}
	return known
}

// opening says for which group, day and place the log is.
func (v *visit) opening(g casebook.Group, day, today time.Time, place string) string {
	key := "meeting.start"
	if casebook.DateOf(day) == casebook.DateOf(today) {
		key = "meeting.start_today"
	}
	at := ""
	if place != "" {
		at = v.say("meeting.start_at", "place", chat.Escape(place))
	}
	return v.say(key, "group", chat.Escape(g.Name), "day", v.office.Voice(v.state.Language).Date(day), "place", at)
}

// plannedToday is the only meeting of the group that is planned for a day; nil for none or several.
func (v *visit) plannedToday(ctx context.Context, viewer casebook.Viewer, id casebook.GroupID, day time.Time) *casebook.Minutes {
	from := casebook.DateOf(day).In(day.Location())
	list, err := v.Meetings.MeetingsBetween(ctx, viewer, id, from, from.AddDate(0, 0, 1), 10)
	var planned []casebook.Meeting
	for _, m := range list {
		if m.State == casebook.Planned {
			planned = append(planned, m)
		}
	}
	if err != nil || len(planned) != 1 {
		return nil // the log asks for all that the plan would have told
	}
	return &casebook.Minutes{Meeting: planned[0]}
}

// resumed asks the open talk's question once more where the same thing was pressed twice.
func (v *visit) resumed(ctx context.Context, flow, about string, id int64) (bool, error) {
	d, ok := v.state.Talk()
	if !ok || d.Flow != flow || d.Answers[about].Option != strconv.FormatInt(id, 10) {
		return false, nil
	}
	turn := v.flow(d).Ask(d, v.voice(), v.say("talk.resumed"))
	v.state.Put(turn.Draft)
	return true, v.keepAndSay(ctx, turn)
}

// noGroup answers what cannot be done with a group.
func (v *visit) noGroup(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return v.reply(ctx, v.plain("group.not_found"))
	case errors.Is(err, casebook.ErrForbidden):
		return v.reply(ctx, v.plain("case.not_permitted"))
	}
	return err
}
