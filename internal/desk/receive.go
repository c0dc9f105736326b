package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// tries is how often an input is attended to anew when a twin of it, or another input of the same person, was faster.
const tries = 5

// Receive attends to one input. An error that is casebook.ErrAway asks for the input again, later; nothing was lost.
func (d *Desk) Receive(ctx context.Context, in chat.Input) (chat.Answer, error) {
	office, ok := d.Offices[in.Bot]
	if !ok {
		return chat.Answer{}, fmt.Errorf("bot %d: %w", in.Bot, casebook.ErrNotFound)
	}
	in.Text, in.Data = private.Of(casebook.Upright(in.Text.Reveal())), casebook.Upright(in.Data) // a client of one's own presses what stands on no button
	if in.Group {
		return d.groupChat(ctx, office, in)
	}
	if in.Kind == chat.Blocked || in.Kind == chat.Returned {
		return chat.Answer{}, d.Records.SetBlocked(ctx, office.District, in.User, in.Kind == chat.Blocked, in.At)
	}
	text, masked := casebook.MaskNIK(in.Text.Reveal())
	in.Text = private.Of(text)
	tooBig := refuse(&in)
	for range tries {
		v := &visit{Desk: d, office: office, in: in, masked: masked, tooBig: tooBig}
		answer, err := v.attend(ctx)
		if !errors.Is(err, casebook.ErrConflict) {
			return answer, err
		}
	}
	return chat.Answer{}, fmt.Errorf("update %d overtaken %d times: %w", in.Update, tries, casebook.ErrAway)
}

// mostMB is chat.MostFile as people read it.
var mostMB = strconv.Itoa(chat.MostFile >> 20)

// refuse takes a file off an input that no bot is given, and tells whether it did. Words that came with it are heard all the same.
func refuse(in *chat.Input) (refused bool) {
	small := slices.DeleteFunc(slices.Clone(in.Media), func(f chat.File) bool { return f.Size > chat.MostFile })
	if in.Kind != chat.Media || len(small) == len(in.Media) {
		return false
	}
	in.Media = small
	if len(small) == 0 && !in.Text.Empty() {
		in.Kind = chat.Text
	}
	return true
}

// attend loads what is remembered and decides.
func (v *visit) attend(ctx context.Context) (chat.Answer, error) {
	var err error
	if v.state, v.rev, err = v.Drafts.Load(ctx, v.in.Bot, v.in.User); err != nil {
		return chat.Answer{}, fmt.Errorf("load drafts: %w", err)
	}
	if v.rev == "" {
		v.meet(ctx)
	}
	seen := v.state.Seen(v.in)
	if seen && v.state.Answered(v.in) {
		return chat.Answer{TapID: v.in.TapID}, nil
	}
	v.state.Expire(v.office.Keep, v.in.At)
	for _, d := range v.state.Talks {
		if f := v.flow(d); f == nil || d.Version > f.Version {
			return chat.Answer{}, fmt.Errorf("flow %s version %d: %w", d.Flow, d.Version, casebook.ErrNewerDraft)
		}
	}
	answer, err := v.attendTo(ctx, seen)
	if locked(err) {
		return answer, v.unlock(ctx, err)
	}
	return answer, err
}

func (v *visit) attendTo(ctx context.Context, seen bool) (chat.Answer, error) {
	if v.in.Kind == chat.Tap {
		return v.tap(ctx, seen)
	}
	if seen {
		return chat.Answer{}, v.repeat(ctx)
	}
	v.state.Mark(v.in)
	if !v.plays() {
		v.state.Plays = 0
	}
	v.wipe(ctx)
	return chat.Answer{}, v.hear(ctx)
}

// meet learns the language of somebody of whom nothing is remembered: known before, or new. Without PostgreSQL it stays the first language.
func (v *visit) meet(ctx context.Context) {
	if viewer, err := v.who(ctx); err == nil {
		v.state.Language = viewer.Language
	}
}

// hear decides what a message is for.
func (v *visit) hear(ctx context.Context) error {
	if done, err := v.afterNumber(ctx); done || err != nil {
		return err
	}
	open, talking := v.state.Talk()
	if open.Flow != "casepin" && !flows.IsPIN(open.Flow) { // six digits are the answer there
		if done, err := v.coded(ctx); done || err != nil {
			return err
		}
	}
	if done, err := v.safeToWrite(ctx); done || err != nil {
		return err
	}
	if done, err := v.dangerKeys(ctx); done || err != nil {
		return err
	}
	switch {
	case v.in.Kind == chat.Command:
		return v.command(ctx)
	case v.tooBig && v.in.Kind == chat.Media: // and no word with it
		v.tooBig = false // it is said here
		return v.reply(ctx, v.plain("talk.file_too_big", "most", mostMB))
	case v.in.Kind != chat.Edited && v.in.ReplyTo != 0 && !v.answersQuestion():
		if done, err := v.replied(ctx); done || err != nil {
			return err
		}
	}
	switch {
	case v.in.Kind == chat.Contact:
		return v.shared(ctx)
	case talking && open.Flow != "belongs" && v.isWord("menu.report"):
		return v.report(ctx)
	case talking && v.isWord("menu.own"):
		return v.status(ctx)
	case talking && v.isWord("menu.tasks"):
		return v.allTasks(ctx)
	case talking && v.isWord("menu.behalf") && v.helps(ctx):
		return v.onBehalf(ctx)
	case talking && open.Flow != "question" && v.isWord("menu.ask"):
		return v.askWhat(ctx)
	case talking && v.isWord("pungli"):
		return v.pungli(ctx)
	case talking && heeds(open) && v.isWord("ask.money"): // a question is no part of the story
		return v.reply(ctx, v.plain("ask.money_answer"))
	case talking && heeds(open) && open.At != "story" && v.isWord("ask.mean"):
		return v.reply(ctx, v.plain("ask.mean_answer"))
	case talking:
		return v.goOn(ctx)
	case v.in.Kind == chat.Edited:
		return v.reply(ctx, v.plain("talk.not_changed_filed"))
	case v.in.Kind == chat.Other:
		return v.reply(ctx, v.plain("talk.other"))
	}
	for _, attend := range []func(context.Context) (bool, error){v.placed, v.table, v.joinsLast, v.toldSent, v.afterSent} {
		if done, err := attend(ctx); done || err != nil {
			return err
		}
	}
	if done, err := v.menu(ctx); done || err != nil {
		return err
	}
	if done, err := v.question(ctx); done || err != nil {
		return err
	}
	return v.offer(ctx)
}

// answersQuestion tells whether the message replies to the question that stands: then it is an answer.
func (v *visit) answersQuestion() bool {
	d, ok := v.state.Talk()
	_, order := v.order() // an alert can come while a question stands
	return ok && (d.Question == 0 || v.in.ReplyTo == d.Question || v.in.ReplyTo > d.Question && !order)
}

// repeat answers an input that was remembered but perhaps never answered: once more, without a second effect.
func (v *visit) repeat(ctx context.Context) error {
	ended := slices.IndexFunc(v.state.Closed, func(c dialog.Closed) bool { return c.Update == v.in.Update })
	if ended >= 0 && v.state.Closed[ended].Frozen {
		return v.finish(ctx, v.state.Closed[ended].Dialog)
	}
	if ended >= 0 && v.state.Closed[ended].Clean {
		return v.sayTurn(ctx, dialog.Turn{Messages: []chat.Message{v.cleanDone()}})
	}
	d, talking := v.state.Talk()
	switch {
	case talking && (ended >= 0 || v.in.Kind != chat.Command):
		return v.sayTurn(ctx, v.flow(d).Ask(d, v.voice(), ""))
	case ended >= 0:
		return v.reply(ctx, v.plain("start.menu"))
	}
	return v.hear(ctx)
}

// reply says one thing that needs nothing remembered but that it was said; an open talk's question stands again below it.
func (v *visit) reply(ctx context.Context, m chat.Message) error {
	d, talking := v.state.Talk()
	if !talking {
		_, _ = v.who(ctx) // the menu shows the tasks to those who have any; without PostgreSQL to nobody
		if m.Keys == nil && m.Buttons == nil {
			m.Keys = v.menuKeys()
		}
		return v.keepAndSay(ctx, dialog.Turn{Messages: []chat.Message{m}})
	}
	turn := v.flow(d).Ask(d, v.voice(), "")
	if len(m.Buttons)+len(m.Files) > 0 {
		turn.Messages = append([]chat.Message{m}, turn.Messages...)
	} else {
		turn.Messages[0].Text = m.Text + "\n\n" + turn.Messages[0].Text
	}
	v.state.Put(turn.Draft)
	return v.keepAndSay(ctx, turn)
}

// keepAndSay remembers, says, and notes what was said, in this order.
func (v *visit) keepAndSay(ctx context.Context, turn dialog.Turn) error {
	v.listed(turn.Messages)
	if err := v.keep(ctx); err != nil {
		return err
	}
	v.at("kept")
	return v.sayTurn(ctx, turn)
}

func (v *visit) keep(ctx context.Context) error {
	if err := v.Drafts.Save(ctx, v.in.Bot, v.in.User, v.rev, v.state, v.state.Next(v.office.Nudge, v.office.Keep)); err != nil {
		return fmt.Errorf("save drafts: %w", err)
	}
	return nil
}

// sayTurn says what a turn says and notes the question's id: from then on it is the chat's clock.
func (v *visit) sayTurn(ctx context.Context, turn dialog.Turn) error {
	turn = v.shareKey(v.alarmKeys(turn))
	if v.masked && len(turn.Messages) > 0 {
		turn.Messages[0].Text = v.say("talk.nik") + "\n" + turn.Messages[0].Text
	}
	if v.covered && len(turn.Messages) > 0 {
		v.covered = false
		turn.Messages[0].Text = v.say("phone.kept") + "\n" + turn.Messages[0].Text
	}
	if v.tooBig && len(turn.Messages) > 0 {
		turn.Messages[0].Text = v.say("talk.file_too_big", "most", mostMB) + "\n\n" + turn.Messages[0].Text
	}
	last := 0
	for _, m := range turn.Messages {
		id, err := v.Send(ctx, v.in.Bot, v.in.Chat, m)
		if errors.Is(err, casebook.ErrGone) {
			return v.Records.SetBlocked(ctx, v.office.District, v.in.User, true, v.in.At)
		}
		if err != nil {
			return fmt.Errorf("say: %w", err)
		}
		last = id
	}
	v.at("told")
	v.note(ctx, func(s *dialog.State) {
		s.Said[v.in.Queue] = max(s.Said[v.in.Queue], v.in.Update)
		if d, ok := s.Talk(); ok && turn.Asks && d.Dialog == turn.Draft.Dialog && d.At == turn.Draft.At && d.Question == 0 {
			d.Question = last
			s.Put(d)
		}
	})
	return nil
}

// note is best effort: without it the next delivery only asks once more.
func (v *visit) note(ctx context.Context, change func(*dialog.State)) {
	err := v.Drafts.Note(ctx, v.in.Bot, v.in.User, func(s *dialog.State) bool { change(s); return true })
	if err != nil {
		v.Log.Warn("not noted", "update", v.in.Update, "error", err)
	}
}

func (v *visit) plain(key string, args ...string) chat.Message {
	return chat.Message{Text: v.say(key, args...)}
}
