package desk

import (
	"context"
	"errors"
	"strconv"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
)

// mostFollowUps is how many stand in one list.
const mostFollowUps = 20

// followUps lists what is still to be done: /tindaklanjut.
func (v *visit) followUps(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	list, err := v.Meetings.FollowUps(ctx, viewer, mostFollowUps, v.Now())
	if err != nil {
		return err
	}
	return v.reply(ctx, v.office.Cards.FollowUps(viewer, list))
}

// onFollowUp does what a button on a follow-up asks.
func (v *visit) onFollowUp(ctx context.Context, r cards.Ref) (string, error) {
	viewer, err := v.who(ctx)
	if err != nil {
		return "", err
	}
	f, err := v.Meetings.FollowUp(ctx, viewer, r.ID, v.Now())
	if locked(err) {
		return "", err
	}
	if err != nil {
		said, err := v.noMeeting(err, "follow.not_found")
		if err == nil {
			err = v.keep(ctx)
		}
		return said, err
	}
	if r.Do != "open" && casebook.MayFollow(viewer, f, false) != nil {
		return v.say("case.not_permitted"), v.keep(ctx)
	}
	about := dialog.Answers{flows.AboutFollowUp: {Option: strconv.FormatInt(f.ID, 10), Text: f.What.Reveal()}}
	lead := "<b>" + chat.Escape(f.What.Reveal()) + "</b>"
	open := f.State == casebook.ToDo
	switch {
	case r.Do == "done" && open:
		return "", v.once(ctx, "proof", f.ID, lead, about)
	case r.Do == "later" && open:
		return "", v.once(ctx, "later", f.ID, lead, about)
	case r.Do == "drop" && open, r.Do == "reopen" && !open:
		return "", v.askWhy(ctx, flows.AboutFollowUp, f.ID, r.Do, lead)
	case r.Do == "case" && open && f.Case == "":
		return "", v.once(ctx, "report", f.ID, v.say("follow.from_meeting", "what", chat.Escape(f.What.Reveal())), about)
	}
	return "", v.reply(ctx, v.office.Cards.FollowUp(viewer, f))
}

// once begins a talk about a follow-up, unless it is open already.
func (v *visit) once(ctx context.Context, flow string, id int64, lead string, about dialog.Answers) error {
	if resumed, err := v.resumed(ctx, flow, flows.AboutFollowUp, id); resumed || err != nil {
		return err
	}
	v.in.Kind = chat.Command // a press is no story
	return v.begin(ctx, flow, lead, about, nil)
}

// proven closes a follow-up with its proof.
func (v *visit) proven(ctx context.Context, d dialog.Draft) error {
	words, files := flows.Proven(d)
	return v.moveFollowUp(ctx, d, casebook.FollowOrder{Dialog: d.Dialog, Move: casebook.FinishIt, Words: words, Files: files})
}

// putOff moves a follow-up to another day.
func (v *visit) putOff(ctx context.Context, d dialog.Draft) error {
	due, why := flows.LaterOf(d, v.voice(), v.office.Calendar.Zone)
	return v.moveFollowUp(ctx, d, casebook.FollowOrder{Dialog: d.Dialog, Move: casebook.Postpone, Due: due, Words: why})
}

// moveFollowUp makes a move and shows how the follow-up stands then.
func (v *visit) moveFollowUp(ctx context.Context, d dialog.Draft, o casebook.FollowOrder) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(d.Answers[flows.AboutFollowUp].Option, 10, 64)
	key := "follow.saved"
	f, err := v.Meetings.MoveFollowUp(ctx, viewer, id, o, v.Now())
	if errors.Is(err, casebook.ErrMove) {
		key = "follow.gone_on"
		f, err = v.Meetings.FollowUp(ctx, viewer, id, v.Now())
	}
	if err != nil {
		said, err := v.noMeeting(err, "follow.not_found")
		if err != nil {
			return err
		}
		v.state.Close(v.in, false)
		return v.reply(ctx, chat.Message{Text: said})
	}
	v.state.Close(v.in, false)
	turn := dialog.Turn{Messages: []chat.Message{v.withMenu(v.plain(key)), v.office.Cards.FollowUp(viewer, f)}}
	return v.keepAndSay(ctx, turn)
}

// linkCase notes that a follow-up has opened the case that was just filed. The report itself is safe already, so it is best effort.
func (v *visit) linkCase(ctx context.Context, viewer casebook.Viewer, d dialog.Draft, number casebook.Number) {
	id, err := strconv.ParseInt(d.Answers[flows.AboutFollowUp].Option, 10, 64)
	if err != nil || id == 0 {
		return
	}
	if _, err := v.Meetings.MoveFollowUp(ctx, viewer, id, casebook.FollowOrder{Dialog: d.Dialog, Move: casebook.LinkCase, Case: number}, v.Now()); err != nil {
		v.Log.Warn("follow-up not linked to its case", "follow_up", id, "error", err)
	}
}
