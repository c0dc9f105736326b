package desk

import (
	"context"
	"errors"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
)

const (
	deletable = 48 * time.Hour // Telegram deletes no older message
	mostSwept = 3000           // ids that are tried: those of a bot's other chats lie in between
)

// askClean asks once whether the conversation is to be deleted. The question says of nothing what it was about.
func (v *visit) askClean(ctx context.Context) error {
	if d, ok := v.state.Talk(); ok && d.Flow == "clean" {
		return v.keepAndSay(ctx, v.flow(d).Ask(d, v.voice(), ""))
	}
	in := v.in
	in.Kind = chat.Command
	turn := v.office.flows["clean"].Begin(v.dialogID(), in, v.voice(), "", nil, nil)
	if !v.state.Push(turn.Draft) {
		v.state.Put(turn.Draft) // all talks go anyway
	}
	return v.keepAndSay(ctx, turn)
}

// cleaned deletes what can be deleted on both sides, then forgets, then says in one neutral sentence how the rest goes. Each step can be repeated, and the
// person's state changes last: cut off anywhere, the next delivery of the same answer does it all again.
func (v *visit) cleaned(ctx context.Context, d dialog.Draft) error {
	if d.Answers["sure"].Option != "yes" {
		v.state.Close(v.in, false)
		return v.reply(ctx, v.plain("clean.left"))
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	ours, err := v.Records.QuietSpoken(ctx, v.office.District, v.in.Chat)
	if err != nil {
		return err
	}
	first := v.state.Clean(deletable, v.in.At)
	if err := v.sweepAway(ctx, first, ours); err != nil {
		return err
	}
	v.at("deleted")
	if err := v.Records.ForgetQuiet(ctx, viewer, v.in.Chat); err != nil {
		return err
	}
	v.at("forgotten")
	v.state.Closed = append(v.state.Closed, dialog.Closed{Update: v.in.Update, Clean: true, At: v.in.At}) // a repeated delivery is answered alike
	return v.keepAndSay(ctx, dialog.Turn{Messages: []chat.Message{v.cleanDone()}})
}

// cleanDone is all that stays: how the rest goes, without a key.
func (v *visit) cleanDone() chat.Message {
	return chat.Message{Text: v.say("clean.done"), Clear: true}
}

// sweepAway deletes the messages from the first of the talks up to the answer, and ours about quiet cases whenever they were sent; of these, what is too old
// to be deleted is turned into neutral text.
func (v *visit) sweepAway(ctx context.Context, first int, ours []int) error {
	for _, id := range ours { // first: what is deleted cannot be edited, and what cannot be deleted must be
		err := v.Edit(ctx, v.in.Bot, v.in.Chat, id, v.plain("clean.neutral"))
		if errors.Is(err, casebook.ErrAway) {
			return err
		}
	}
	ids := append([]int(nil), ours...)
	if last := v.in.Message; first > 0 && last > 0 {
		for id := max(first, last-mostSwept); id <= last; id++ {
			ids = append(ids, id)
		}
	}
	return v.Delete(ctx, v.in.Bot, v.in.Chat, ids)
}
