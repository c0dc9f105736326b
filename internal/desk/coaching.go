package desk

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// coaching shows how a group stands; to those who coach several, the month of all of them first: /pembinaan.
func (v *visit) coaching(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	matching, lead := strings.TrimSpace(v.in.Text.Reveal()), ""
	if region := coached(viewer); region != "" && matching == "" {
		s, err := v.Meetings.Summary(ctx, viewer, region, v.month(), v.Now())
		if err != nil && !errors.Is(err, casebook.ErrForbidden) {
			return err
		}
		if err == nil {
			lead = v.office.Cards.Summary(v.state.Language, s).Text
		}
	}
	return v.forGroup(ctx, "numbers", matching, lead, func(viewer casebook.Viewer, g casebook.Group) bool {
		return g.Kind == casebook.WKSBM && casebook.MayGroup(viewer, casebook.SeeNumbers, g) == nil
	})
}

// coached is the region whose groups the viewer coaches: the district before a kecamatan; "" for none.
func coached(viewer casebook.Viewer) string {
	region := ""
	for _, g := range viewer.Grants {
		if g.Role == casebook.Staff || g.Role == casebook.Coordinator && region == "" {
			region = g.Region
		}
	}
	return region
}

// month is the first day of this month.
func (v *visit) month() casebook.Date {
	d := casebook.DateOf(v.Now().In(v.office.Calendar.Zone))
	d.Day = 1
	return d
}

// numbers shows a group's indicators with its plot.
func (v *visit) numbers(ctx context.Context, id casebook.GroupID, lead string) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	i, err := v.Meetings.Indicators(ctx, viewer, id, v.Now())
	if err != nil {
		return v.noGroup(ctx, err)
	}
	m := v.office.Cards.Indicators(viewer, i, v.office.Thresholds)
	if lead != "" {
		m.Text, m.Caption = lead+"\n\n"+m.Text, false
	}
	picture, err := v.office.Papers.Trend(v.state.Language, i)
	if err != nil {
		return err
	}
	m.Files = []chat.File{{Kind: "photo", Name: "pembinaan.png", Data: picture}}
	return v.reply(ctx, m)
}

// reports lists the monthly reports that wait: /laporanbulanan.
func (v *visit) reports(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	list, err := v.Meetings.Reports(ctx, viewer, 5)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return v.reply(ctx, v.plain("report_month.none"))
	}
	var turn dialog.Turn
	for _, r := range list {
		if r, err = v.Meetings.Report(ctx, viewer, r.ID); err != nil { // with what it tells, which a list leaves out
			return err
		}
		turn.Messages = append(turn.Messages, v.office.Cards.MonthReport(viewer, r))
	}
	return v.keepAndSay(ctx, turn)
}

// onReport does what a button on a monthly report asks.
func (v *visit) onReport(ctx context.Context, ref cards.Ref) (string, error) {
	viewer, err := v.who(ctx)
	if err != nil {
		return "", err
	}
	r, err := v.Meetings.Report(ctx, viewer, ref.ID)
	if err != nil {
		return v.noMeeting(err, "report_month.not_found")
	}
	switch {
	case ref.Do == "pdf":
		data, err := v.office.Papers.MonthReport(v.state.Language, r)
		if err != nil {
			return "", err
		}
		return "", v.sendFile(ctx, "report_month.pdf", "laporan-"+r.Month.String()[:7]+".pdf", data, false)
	case ref.Do == "send" && r.SentAt.IsZero() && r.Group != 0:
		if resumed, err := v.resumed(ctx, "iuran", aboutReport, ref.ID); resumed || err != nil {
			return "", err
		}
		return "", v.begin(ctx, "iuran", "", dialog.Answers{aboutReport: {Option: strconv.FormatInt(ref.ID, 10)}}, nil)
	case ref.Do == "send" && r.SentAt.IsZero():
		return "", v.sendReport(ctx, viewer, ref.ID, nil)
	}
	return "", v.reply(ctx, v.office.Cards.MonthReport(viewer, r))
}

// aboutReport is where a talk carries the monthly report that it is about.
const aboutReport = ".report"

// iuranTold sends the report off with what was said of the contributions.
func (v *visit) iuranTold(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(d.Answers[aboutReport].Option, 10, 64)
	var runs *bool
	if said := d.Answers["runs"].Option; said != "unknown" {
		yes := said == "yes"
		runs = &yes
	}
	v.state.Close(v.in, false)
	return v.sendReport(ctx, viewer, id, runs)
}

func (v *visit) sendReport(ctx context.Context, viewer casebook.Viewer, id int64, iuran *bool) error {
	if _, err := v.Meetings.SendReport(ctx, viewer, id, iuran, private.Text{}, v.Now()); err != nil {
		said, err := v.noMeeting(err, "report_month.not_found")
		if err != nil {
			return err
		}
		return v.reply(ctx, chat.Message{Text: said})
	}
	return v.reply(ctx, v.plain("report_month.done"))
}

// aboutMeeting is where a talk carries the meeting that it is about.
const aboutMeeting = ".meeting"

// askTest asks which short test is to be given.
func (v *visit) askTest(ctx context.Context, viewer casebook.Viewer, m casebook.Minutes) error {
	if casebook.MayMeet(viewer, casebook.DoLog, m.Meeting) != nil {
		return v.reply(ctx, v.plain("case.not_permitted"))
	}
	if resumed, err := v.resumed(ctx, "test", aboutMeeting, int64(m.ID)); resumed || err != nil {
		return err
	}
	var list []dialog.Item
	for _, t := range v.office.Tests {
		list = append(list, dialog.Item{ID: t.Topic, Label: v.office.topic(t.Topic, v.state.Language)})
	}
	return v.begin(ctx, "test", "", dialog.Answers{aboutMeeting: {Option: strconv.FormatInt(int64(m.ID), 10)}}, list)
}

// openedTest invites the members to the test.
func (v *visit) openedTest(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(d.Answers[aboutMeeting].Option, 10, 64)
	err = v.Meetings.OpenTest(ctx, viewer, casebook.MeetingID(id), d.Answers["topic"].Option, casebook.TestPhase(d.Answers["phase"].Option), v.Now())
	said := v.say("test.opened")
	if err != nil {
		if said, err = v.noMeeting(err, "meeting.not_found"); err != nil {
			return err
		}
	}
	v.state.Close(v.in, false)
	return v.reply(ctx, chat.Message{Text: said})
}

// beginQuiz begins the test that was opened for a meeting.
func (v *visit) beginQuiz(ctx context.Context, m casebook.Minutes, phase casebook.TestPhase) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	topic, err := v.Meetings.TestTopic(ctx, viewer, m.ID, phase)
	if err != nil && !errors.Is(err, casebook.ErrNotFound) && !errors.Is(err, casebook.ErrForbidden) {
		return err
	}
	if v.office.flows["quiz_"+topic] == nil {
		return v.reply(ctx, v.plain("test.gone"))
	}
	if resumed, err := v.resumed(ctx, "quiz_"+topic, aboutMeeting, int64(m.ID)); resumed || err != nil {
		return err
	}
	return v.begin(ctx, "quiz_"+topic, "", dialog.Answers{aboutMeeting: {Option: strconv.FormatInt(int64(m.ID), 10)}, what: {Option: string(phase)}}, nil)
}

// taken keeps the result of a test and tells it to its person, and to nobody else.
func (v *visit) taken(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	topic := strings.TrimPrefix(d.Flow, "quiz_")
	for _, t := range v.office.Tests {
		if t.Topic != topic {
			continue
		}
		id, _ := strconv.ParseInt(d.Answers[aboutMeeting].Option, 10, 64)
		r := casebook.TestResult{Meeting: casebook.MeetingID(id), Phase: casebook.TestPhase(d.Answers[what].Option), Topic: topic,
			Right: flows.Right(d, t.Questions), Of: len(t.Questions), At: v.in.At}
		said := v.say("test.result", "right", strconv.Itoa(r.Right), "of", strconv.Itoa(r.Of))
		err := v.Meetings.SaveTest(ctx, viewer, r, v.Now())
		if errors.Is(err, casebook.ErrUsed) {
			said, err = v.say("test.done_before"), nil
		}
		if err != nil {
			if said, err = v.noMeeting(err, "meeting.not_found"); err != nil {
				return err
			}
		}
		v.state.Close(v.in, false)
		return v.reply(ctx, chat.Message{Text: said})
	}
	v.state.Close(v.in, false)
	return v.reply(ctx, v.plain("test.gone"))
}
