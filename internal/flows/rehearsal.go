package flows

import (
	"strconv"
	"time"

	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Rehearsal holds a flow's conversation without Telegram, Redis or PostgreSQL: in the terminal, and for the transcripts of the tests.
// The last thing said is what was sent off or cancelled, as dialog.End tells.
type Rehearsal struct {
	Flow  *dialog.Flow
	Voice dialog.Voice
	Lead  string         // said before the first question
	Known dialog.Answers // what the talk begins with
	List  []dialog.Item
	Now   time.Time

	Draft   dialog.Draft
	begun   bool
	message int
	update  int64
}

// Say takes a text.
func (r *Rehearsal) Say(text string) dialog.Turn {
	return r.Hear(chat.Input{Kind: chat.Text, Text: private.Of(text)})
}

// Hear takes any input, gives it the next message and update id, and answers as the bot would.
func (r *Rehearsal) Hear(in chat.Input) dialog.Turn {
	r.update++
	if in.Message == 0 {
		r.message++
		in.Message = r.message
	}
	in.Update, in.At = r.update, r.Now
	var turn dialog.Turn
	if r.begun {
		turn = r.Flow.Step(r.Draft, in, r.Voice)
	} else {
		turn = r.Flow.Begin("rehearsal-"+strconv.FormatInt(r.update, 10), in, r.Voice, r.Lead, r.Known, r.List)
	}
	r.begun = turn.End == dialog.GoesOn
	r.Draft = turn.Draft
	for range turn.Messages {
		r.message++
	}
	if turn.Asks && r.Draft.Question == 0 {
		r.Draft.Question = r.message
	}
	return turn
}
