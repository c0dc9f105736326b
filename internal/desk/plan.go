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

// coming takes the word of who says beforehand that he comes to the next meeting, or not: as good as the button of the invitation.
func (v *visit) coming(ctx context.Context) (done bool, err error) {
	yes, no := v.isWord("meeting.coming"), v.isWord("meeting.not_coming")
	if !yes && !no {
		return false, nil
	}
	viewer, err := v.who(ctx)
	if err != nil || len(viewer.Seats) == 0 {
		return false, err
	}
	now := v.Now()
	list, err := v.Meetings.MeetingsBetween(ctx, viewer, 0, now, now.AddDate(0, 1, 0), 15)
	if err != nil {
		return true, err
	}
	for _, m := range list {
		if m.State != casebook.Planned || viewer.InGroup(m.Group.ID) == 0 {
			continue
		}
		if _, err := v.Meetings.Answer(ctx, viewer, m.ID, yes, now); err != nil {
			return true, err
		}
		return true, v.reply(ctx, chat.Message{Text: v.office.Cards.Head(v.state.Language, m) + "\n" + v.answerLine(yes)})
	}
	return false, nil
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
