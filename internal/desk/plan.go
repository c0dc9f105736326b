package desk

import (
	"context"
	"strconv"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
)

// schedule lists what is planned, and is the way to all else about meetings: /jadwal, and the key of the menu.
func (v *visit) schedule(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	now := v.Now()
	list, err := v.Meetings.MeetingsBetween(ctx, viewer, 0, now.Add(-12*time.Hour), now.AddDate(0, 6, 0), 15)
	if err != nil {
		return err
	}
	var ahead []casebook.Meeting
	for _, m := range list {
		if m.State != casebook.Held {
			ahead = append(ahead, m)
		}
	}
	m := v.office.Cards.Meetings(viewer, "meeting.upcoming", ahead)
	if len(ahead) == 0 {
		m.Text = v.say("plan.none")
	}
	m.Buttons = append(m.Buttons, v.office.Cards.MeetingsMenu(v.state.Language, v.plans(ctx, viewer))...)
	return v.reply(ctx, m)
}

// plans tells whether there is a group for which the viewer may plan.
func (v *visit) plans(ctx context.Context, viewer casebook.Viewer) bool {
	groups, err := v.Meetings.Groups(ctx, viewer, "", mostGroups)
	for _, g := range groups {
		if mayLog(viewer, g) {
			return true
		}
	}
	return err != nil
}

func (v *visit) beginPlan(ctx context.Context, id casebook.GroupID) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	g, _, err := v.Meetings.Group(ctx, viewer, id)
	if err != nil {
		return v.noGroup(ctx, err)
	}
	preset := caseTalks(viewer, g)
	preset[flows.AboutGroup] = dialog.Answer{Option: strconv.FormatInt(int64(id), 10), Text: g.Name}
	if g.Place != "" {
		preset[".place"] = dialog.Answer{Text: g.Place}
	}
	return v.begin(ctx, "plan", "<b>"+chat.Escape(g.Name)+"</b>", preset, nil)
}

// beginChange opens a plan to be changed.
func (v *visit) beginChange(ctx context.Context, viewer casebook.Viewer, m casebook.Minutes) error {
	if casebook.MayMeet(viewer, casebook.DoPlan, m.Meeting) != nil {
		return v.reply(ctx, v.plain("case.not_permitted"))
	}
	if m.State != casebook.Planned {
		return v.reply(ctx, v.plain("meeting.gone_on"))
	}
	if resumed, err := v.resumed(ctx, "plan", flows.AboutPlan, int64(m.ID)); resumed || err != nil {
		return err
	}
	return v.begin(ctx, "plan", "", flows.PlanAnswers(m.Meeting, v.office.Calendar.Zone), nil)
}
