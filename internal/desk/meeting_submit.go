package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// meetingMark begins what stands where the draft of a meeting was; refused stands for one that the record will never take.
const (
	meetingMark = "m:"
	refused     = "m:0"
)

func meetingRef(ref string) (casebook.MeetingID, bool) {
	rest, ok := strings.CutPrefix(ref, meetingMark)
	n, err := strconv.ParseInt(rest, 10, 64)
	return casebook.MeetingID(n), ok && err == nil && n > 0
}

// ofMeetings tells whether a talk becomes a meeting, and not a case.
func ofMeetings(flow string) bool { return flow == "meeting" || flow == "plan" }

// fileMeeting makes the record of a log or a plan. What the record refuses for good ends the talk: it is said, not tried for ever.
func (v *visit) fileMeeting(ctx context.Context, viewer casebook.Viewer, f dialog.Frozen) (string, error) {
	data := v.office.meetingData()
	var id casebook.MeetingID
	var err error
	if f.Draft.Flow == "plan" {
		var m casebook.Meeting
		m, err = v.Meetings.PlanMeeting(ctx, viewer, flows.Planned(f, data), v.Now())
		id = m.ID
	} else {
		var m casebook.Minutes
		m, err = v.Meetings.LogMeeting(ctx, viewer, flows.MeetingLog(f, data, v.office.Voice(f.Language)), v.Now())
		id = m.ID
	}
	switch {
	case errors.Is(err, casebook.ErrForbidden), errors.Is(err, casebook.ErrMove), errors.Is(err, casebook.ErrNotFound), errors.Is(err, casebook.ErrBadInput):
		v.Log.Warn("a meeting was refused by the record", "dialog", f.Draft.Dialog, "error", err)
		return refused, nil
	case err != nil:
		return "", fmt.Errorf("file meeting: %w", err)
	}
	return meetingMark + strconv.FormatInt(int64(id), 10), nil
}

// sayMeeting says what became of a log or a plan: in words with the text for WhatsApp, and as a card with its buttons.
func (v *visit) sayMeeting(ctx context.Context, dialogID, ref string) error {
	messages, err := v.ofMeeting(ctx, ref)
	if err != nil {
		return err
	}
	messages[0].Keys = v.menuKeys()
	if d, talking := v.state.Talk(); talking { // one that was parked goes on
		turn := v.flow(d).Ask(d, v.voice(), v.say("talk.resumed"))
		messages[0].Keys = nil
		messages = append(messages, turn.Messages...)
	}
	first := 0
	for _, m := range messages {
		id, err := v.Send(ctx, v.in.Bot, v.in.Chat, m)
		if err != nil {
			return v.unsaid(ctx, err)
		}
		if first == 0 {
			first = id
			v.at("said")
		}
	}
	v.note(ctx, func(s *dialog.State) {
		for i := range s.Closed {
			if s.Closed[i].Dialog == dialogID {
				s.Closed[i].Number, s.Closed[i].Message = ref, first
			}
		}
		s.Said[v.in.Queue] = max(s.Said[v.in.Queue], v.in.Update)
	})
	v.at("noted")
	return nil
}

func (v *visit) ofMeeting(ctx context.Context, ref string) ([]chat.Message, error) {
	id, ok := meetingRef(ref)
	if !ok {
		return []chat.Message{v.plain("meeting.refused")}, nil
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return nil, err
	}
	m, err := v.Meetings.MinutesFor(ctx, viewer, id, v.Now())
	if err != nil {
		return nil, err
	}
	key := "meeting.saved"
	switch {
	case m.State == casebook.Planned && changed(m, casebook.ChangeIt):
		key = "plan.changed"
	case m.State != casebook.Held:
		key = "plan.saved"
	case m.Changes > 0:
		key = "meeting.corrected"
	case m.Kind.Confidential():
		key = "meeting.saved_secret"
	}
	said := v.plain(key)
	if !m.Kind.Confidential() {
		said.Text += "\n\n" + v.passedOn(m)
	}
	return []chat.Message{said, v.office.Cards.Meeting(viewer, m)}, nil
}

// passedOn is the text of a meeting for a WhatsApp group, under a word that it is one. What tells of somebody in danger is left out of it, with a warning.
func (v *visit) passedOn(m casebook.Minutes) string {
	words := []string{m.Agenda.Reveal(), m.Result.Reveal()}
	for _, f := range m.FollowUps {
		words = append(words, f.What.Reveal())
	}
	lead := v.say("share.lead")
	if g := v.office.Lexicon.Read(strings.Join(words, ".\n")); g.Danger != "" && g.Danger != casebook.DangerDisaster {
		m.Agenda, m.Result, m.FollowUps = private.Text{}, private.Text{}, nil
		lead = v.say("share.secret") + "\n\n" + lead
	}
	return lead + "\n" + v.office.Cards.Shared(v.state.Language, m).Text
}

func changed(m casebook.Minutes, move casebook.MeetingMove) bool {
	for _, c := range m.Changed {
		if c.Move == move {
			return true
		}
	}
	return false
}
