package desk

import (
	"context"
	"fmt"

	"rembuk/internal/chat"
)

// group answers in a group: no talks and no personal data there. Only a command is answered, with the way to the private chat.
func (d *Desk) group(ctx context.Context, office *Office, in chat.Input) (chat.Answer, error) {
	answer := chat.Answer{TapID: in.TapID}
	if in.Kind != chat.Command {
		return answer, nil
	}
	if _, err := d.Send(ctx, in.Bot, in.Chat, chat.Message{Text: office.Voice("").Say("talk.group"), ReplyTo: in.Message}); err != nil {
		d.Log.Warn("group not answered", "error", fmt.Errorf("send: %w", err))
	}
	return answer, nil
}
