package desk

import (
	"context"
	"errors"
	"strconv"
	"time"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
)

// noMeeting says why something cannot be done with a meeting, or a follow-up; an error that is none of these goes on.
func (v *visit) noMeeting(err error, missing string) (string, error) {
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return v.say(missing), nil
	case errors.Is(err, casebook.ErrForbidden):
		return v.say("case.not_permitted"), nil
	case errors.Is(err, casebook.ErrMove), errors.Is(err, casebook.ErrConflict), errors.Is(err, casebook.ErrBadInput):
		return v.say("meeting.gone_on"), nil
	}
	return "", err
}

// onMeeting does what a button on a meeting asks. It gives the line that answers the tap; "" where a message was sent instead.
func (v *visit) onMeeting(ctx context.Context, r cards.Ref) (string, error) {
	viewer, err := v.who(ctx)
	if err != nil {
		return "", err
	}
	id := casebook.MeetingID(r.ID)
	switch r.Do {
	case "yes", "no":
		return v.answered(ctx, viewer, r)
	case "here":
		return v.checkIn(ctx, casebook.CheckIn{Meeting: id, Source: casebook.ByGroup})
	case "end":
		if err := v.Meetings.EndSeries(ctx, viewer, id, v.Now()); err != nil {
			return v.noMeeting(err, "meeting.not_found")
		}
		return v.say("meeting.series_ended"), v.keep(ctx)
	case "door":
		return "", v.openDoor(ctx, id)
	}
	m, err := v.minutes(ctx, viewer, id)
	if locked(err) {
		return "", err
	}
	if err != nil {
		said, err := v.noMeeting(err, "meeting.not_found")
		if err == nil {
			err = v.keep(ctx)
		}
		return said, err
	}
	return "", v.withMeeting(ctx, viewer, m, r)
}

// withMeeting does what needs the meeting as it stands.
func (v *visit) withMeeting(ctx context.Context, viewer casebook.Viewer, m casebook.Minutes, r cards.Ref) error {
	language := v.state.Language
	switch r.Do {
	case "pdf":
		return v.paper(ctx, m, "pdf")
	case "xlsx":
		return v.paper(ctx, m, "xlsx")
	case "blank":
		return v.paper(ctx, m, "blank")
	case "ics":
		ics := v.office.Papers.Invite(language, m.Meeting, len(m.Changed), v.Now())
		return v.sendFile(ctx, "door.ics_lead", "rapat.ics", ics, m.Kind.Confidential())
	case "wa":
		if m.Kind.Confidential() || casebook.MayMeet(viewer, casebook.SeeMinutes, m.Meeting) != nil {
			return v.reply(ctx, v.plain("case.not_permitted"))
		}
		return v.reply(ctx, chat.Message{Text: v.passedOn(m)})
	case "who":
		if casebook.MayMeet(viewer, casebook.DoLog, m.Meeting) != nil {
			return v.reply(ctx, v.plain("case.not_permitted"))
		}
		return v.reply(ctx, v.office.Cards.Attending(viewer, m))
	case "todo":
		return v.reply(ctx, v.office.Cards.FollowUps(viewer, m.FollowUps))
	case "log":
		return v.beginLog(ctx, m.Group.ID, &m)
	case "fix":
		return v.beginFix(ctx, viewer, m)
	case "change":
		return v.beginChange(ctx, viewer, m)
	case "off":
		return v.askWhy(ctx, flows.AboutPlan, int64(m.ID), "off", v.office.Cards.Head(language, m.Meeting))
	case "test":
		return v.askTest(ctx, viewer, m)
	case "quiz":
		return v.beginQuiz(ctx, m, casebook.TestPhase(r.More))
	}
	return v.reply(ctx, v.office.Cards.Meeting(viewer, m))
}

// answered keeps whether somebody comes, and says it on the card as well: the line that answers a tap is soon gone.
func (v *visit) answered(ctx context.Context, viewer casebook.Viewer, r cards.Ref) (string, error) {
	id, comes := casebook.MeetingID(r.ID), r.Do == "yes"
	if _, err := v.Meetings.Answer(ctx, viewer, id, comes, v.Now()); err != nil {
		return v.noMeeting(err, "meeting.not_found")
	}
	said := v.answerLine(comes)
	if m, err := v.Meetings.MinutesFor(ctx, viewer, id, v.Now()); err == nil && !m.Locked {
		_ = v.Edit(ctx, v.in.Bot, v.in.Chat, v.in.Message, v.office.Cards.Answered(viewer, m, r.More, said)) // where it cannot be drawn again, the line has told it
	}
	return said, v.keep(ctx)
}

// answerLine says what was kept.
func (v *visit) answerLine(comes bool) string {
	if comes {
		return v.say("meeting.answered_yes")
	}
	return v.say("meeting.answered_no")
}

// paper sends a meeting as a file: to those who may read what it holds.
func (v *visit) paper(ctx context.Context, m casebook.Minutes, as string) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	need := casebook.SeeMinutes
	if as == "blank" { // names of the roster
		need = casebook.DoLog
	}
	if casebook.MayMeet(viewer, need, m.Meeting) != nil {
		return v.reply(ctx, v.plain("case.not_permitted"))
	}
	make, name, lead := v.office.Papers.Minutes, "notulen.pdf", "meeting.pdf"
	switch as {
	case "xlsx":
		make, name, lead = v.office.Papers.Sheet, "notulen.xlsx", "meeting.xlsx"
	case "blank":
		make, name, lead = v.office.Papers.BlankList, "daftar-hadir.pdf", "door.blank_lead"
	}
	data, err := make(v.state.Language, m)
	if err != nil {
		return err
	}
	return v.sendFile(ctx, lead, m.StartsAt.In(v.office.Calendar.Zone).Format("2006-01-02")+"-"+name, data, m.Kind.Confidential())
}

// sendFile sends a file that we made.
func (v *visit) sendFile(ctx context.Context, lead, name string, data []byte, protected bool) error {
	m := v.plain(lead)
	m.Files, m.Protected = []chat.File{{Kind: "document", Name: name, Data: data}}, protected
	return v.reply(ctx, m)
}

// beginFix opens a log to be corrected.
func (v *visit) beginFix(ctx context.Context, viewer casebook.Viewer, m casebook.Minutes) error {
	if casebook.MayMeet(viewer, casebook.DoLog, m.Meeting) != nil {
		return v.reply(ctx, v.plain("case.not_permitted"))
	}
	if m.State != casebook.Held {
		return v.reply(ctx, v.plain("meeting.gone_on"))
	}
	if resumed, err := v.resumed(ctx, "meeting", flows.AboutPlan, int64(m.ID)); resumed || err != nil {
		return err
	}
	return v.begin(ctx, "meeting", v.office.Cards.Head(v.state.Language, m.Meeting), flows.LogAnswers(m, v.office.Calendar.Zone), flows.RosterOfDay(m.Lines).Items())
}

// what is where the question for a reason carries what it is for.
const what = flows.OfMove

// askWhy asks for a reason before something is called off, dropped or taken up again.
func (v *visit) askWhy(ctx context.Context, about string, id int64, move, lead string) error {
	if resumed, err := v.resumed(ctx, "why", about, id); resumed || err != nil {
		return err
	}
	return v.begin(ctx, "why", lead, dialog.Answers{about: {Option: strconv.FormatInt(id, 10)}, what: {Option: move}}, nil)
}

// told does what the reason was asked for.
func (v *visit) toldWhy(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	why := flows.WhyText(d, v.voice())
	if d.Answers[what].Option != "off" {
		return v.moveFollowUp(ctx, d, casebook.FollowOrder{Dialog: d.Dialog, Move: casebook.FollowMove(d.Answers[what].Option), Words: why})
	}
	id, _ := strconv.ParseInt(d.Answers[flows.AboutPlan].Option, 10, 64)
	m, err := v.Meetings.CallOff(ctx, viewer, casebook.MeetingID(id), why, v.Now())
	said := v.say("meeting.called_off")
	if err != nil {
		if said, err = v.noMeeting(err, "meeting.not_found"); err != nil {
			return err
		}
	}
	v.state.Close(v.in, false)
	if m.ID != 0 && !m.Kind.Confidential() {
		said += "\n\n" + v.passedOn(casebook.Minutes{Meeting: m, Changed: []casebook.Change{{Move: casebook.CallOff, Why: why}}})
	}
	return v.reply(ctx, chat.Message{Text: said})
}

// lastPaper sends the newest log that the person has made here, or the newest of the own groups: PDF, Excel.
func (v *visit) lastPaper(ctx context.Context, as string) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	id := casebook.MeetingID(0)
	for _, c := range v.state.Closed {
		if n, ok := meetingRef(c.Number); ok {
			id = n
		}
	}
	if id == 0 {
		if id, err = v.newest(ctx, viewer); err != nil {
			return err
		}
	}
	m, err := v.minutes(ctx, viewer, id)
	if locked(err) {
		return err
	}
	if err != nil {
		said, err := v.noMeeting(err, "meeting.none")
		if err != nil {
			return err
		}
		return v.reply(ctx, chat.Message{Text: said})
	}
	return v.paper(ctx, m, as)
}

// newest finds the newest log of the groups that the viewer looks after, 0 for none.
func (v *visit) newest(ctx context.Context, viewer casebook.Viewer) (casebook.MeetingID, error) {
	now := v.Now()
	list, err := v.Meetings.MeetingsBetween(ctx, viewer, 0, now.AddDate(0, -3, 0), now.Add(time.Hour), mostGroups)
	id := casebook.MeetingID(0)
	for _, m := range list {
		if m.State == casebook.Held {
			id = m.ID
		}
	}
	return id, err
}

// minutes gives a meeting to be read: a talk about cases only after the own PIN.
func (v *visit) minutes(ctx context.Context, viewer casebook.Viewer, id casebook.MeetingID) (casebook.Minutes, error) {
	m, err := v.Meetings.MinutesFor(ctx, viewer, id, v.Now())
	if err == nil && m.Locked {
		v.wants = cards.Ref{Noun: cards.OnMeeting, Do: "open", ID: int64(id)}.Token()
		if ref, ok := cards.ReadRef(v.in.Data); ok {
			v.wants = ref.Token()
		}
		err = casebook.ErrPIN
		if has, err2 := v.Records.HasPIN(ctx, viewer); err2 == nil && !has {
			err = casebook.ErrNoPIN
		}
	}
	return m, err
}
