package desk

import (
	"context"
	"fmt"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// groupChat answers in a group: no talks and no personal data there. A press on Hadir checks in, /kelompok makes the chat that of its group; any other
// command is answered with the way to the private chat.
func (d *Desk) groupChat(ctx context.Context, office *Office, in chat.Input) (chat.Answer, error) {
	v := &visit{Desk: d, office: office, in: in}
	switch in.Kind {
	case chat.Tap:
		return v.groupTap(ctx)
	case chat.Migrated:
		return chat.Answer{}, d.Meetings.MoveChat(ctx, office.District, in.Chat, in.Moved)
	case chat.Command:
	default:
		return chat.Answer{TapID: in.TapID}, nil
	}
	said := v.say("talk.group")
	if in.Command == "kelompok" || in.Command == "group" {
		viewer, err := v.who(ctx)
		if err != nil {
			return chat.Answer{}, err
		}
		if said, err = v.bind(ctx, viewer); err != nil {
			return chat.Answer{}, err
		}
	}
	if _, err := d.Send(ctx, in.Bot, in.Chat, chat.Message{Text: said, ReplyTo: in.Message}); err != nil {
		d.Log.Warn("group not answered", "error", fmt.Errorf("send: %w", err))
	}
	return chat.Answer{}, nil
}

// groupTap takes a press on a button in a group. What it says is seen by who pressed, and by nobody else.
func (v *visit) groupTap(ctx context.Context) (chat.Answer, error) {
	answer := chat.Answer{TapID: v.in.TapID}
	ref, ok := cards.ReadRef(v.in.Data)
	if !ok || ref.Noun != cards.OnMeeting || ref.Do != "here" {
		return answer, nil
	}
	said, err := v.checkIn(ctx, casebook.CheckIn{Meeting: casebook.MeetingID(ref.ID), Source: casebook.ByGroup, Chat: v.in.Chat})
	answer.Text = said
	return answer, err
}
