package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// lines says which numbers are given for a sort of danger, by the topics of the hotlines, in this order; "" is the button's, of which no more is known.
var lines = map[string][]string{
	"":                      {"danger", "medical", "disaster", "violence", "child", "suicide"},
	casebook.DangerSuicide:  {"suicide", "medical", "danger"},
	casebook.DangerViolence: {"danger", "violence"},
	casebook.DangerChild:    {"danger", "child"},
	casebook.DangerDisaster: {"danger", "disaster", "medical"},
	casebook.DangerHelpless: {"medical", "danger"},
}

// calls gives the numbers to call first, for a sort of danger; kind words before those for somebody who does not want to live.
func (v *visit) calls(sort string) string {
	title := "danger.title"
	if sort == casebook.DangerSuicide {
		title = "danger.suicide"
	}
	text := []string{v.say(title)}
	for _, h := range v.hotlines(lines[sort]) {
		number := chat.Escape(h.Number)
		if sort == casebook.DangerSuicide && h.Also != "" {
			number += " / " + chat.Escape(h.Also)
		}
		text = append(text, v.say("danger.line", "number", number, "service", chat.Escape(h.Service)))
	}
	return strings.Join(text, "\n")
}

// hotlines gives those of the topics, in the order of the topics; all for none.
func (v *visit) hotlines(topics []string) []Hotline {
	all := v.office.Hotlines[v.office.Voice(v.state.Language).Code()]
	if topics == nil {
		return all
	}
	var found []Hotline
	for _, topic := range topics {
		for _, h := range all {
			if slices.Contains(h.Topics, topic) && !slices.ContainsFunc(found, func(o Hotline) bool { return o.Number == h.Number }) {
				found = append(found, h)
			}
		}
	}
	return found
}

// heeds tells whether what is told in a talk is listened to for danger: what residents tell, not what an officer logs.
func heeds(d dialog.Draft) bool { return d.Flow == "report" || d.Flow == "belongs" }

// heed listens to what was told: a child's report goes off at once, danger puts the numbers first. before is the talk as it was.
func (v *visit) heed(ctx context.Context, before dialog.Draft, turn dialog.Turn) (dialog.Turn, bool, error) {
	if !heeds(turn.Draft) {
		return turn, false, nil
	}
	turn = v.keepCry(before, turn)
	if flows.Alarmed(before) != "" && flows.Told(before) && v.isWord("danger.yes") { // the answer to whether it is urgent, by a word
		return turn, true, v.sendOff(ctx, before, flows.AsDanger)
	}
	if flows.Alarmed(before) == flows.ByButton && !flows.Told(before) && flows.Told(turn.Draft) { // as the button has promised
		return turn, true, v.sendOff(ctx, turn.Draft, flows.AsDanger)
	}
	guess := v.office.Lexicon.Read(flows.Story(turn.Draft))
	if guess.ChildWrites() && flows.Told(turn.Draft) && !flows.OnBehalf(turn.Draft) {
		return turn, true, v.sendOff(ctx, turn.Draft, flows.OfChild)
	}
	if len(turn.Messages) == 0 { // an album goes on
		return turn, false, nil
	}
	next, fresh := flows.Alarm(turn.Draft, guess)
	turn.Draft = next
	m := &turn.Messages[0]
	switch {
	case fresh:
		m.Text = v.calls(guess.Danger) + "\n" + v.say("danger.ask") + "\n\n" + m.Text
	case flows.Alarmed(next) != "" && flows.Told(next) && !flows.Told(before):
		m.Text = v.say("danger.ask") + "\n\n" + m.Text
	}
	return turn, false, nil
}

// keepCry keeps what answers nothing while danger stands over a talk: who cries for help is not told to press a button.
func (v *visit) keepCry(before dialog.Draft, turn dialog.Turn) dialog.Turn {
	if v.in.Kind == chat.Text && flows.Alarmed(before) != "" && turn.Draft.Strays > before.Strays && strings.ContainsFunc(v.in.Text.Reveal(), unicode.IsLetter) {
		return v.flow(before).Keep(before, v.in, v.voice())
	}
	return turn
}

// alarmKeys are the two keys that stand over a talk of danger, as long as nobody says that it is none.
func (v *visit) alarmKeys(turn dialog.Turn) dialog.Turn {
	d := turn.Draft
	if !heeds(d) || flows.Alarmed(d) == "" || !flows.Told(d) || len(turn.Messages) == 0 {
		return turn
	}
	messages := slices.Clone(turn.Messages)
	m := &messages[len(messages)-1]
	m.Keys = append([][]string{{v.say("danger.send")}, {v.say("danger.calm")}}, m.Keys...)
	turn.Messages = messages
	return turn
}

// dangerKeys takes the three keys of danger, wherever they are pressed. A talk that asks about an alarm has its own.
func (v *visit) dangerKeys(ctx context.Context) (done bool, err error) {
	top, talking := v.state.Talk()
	switch {
	case v.isWord("menu.danger"):
		return true, v.alarm(ctx)
	case talking && top.Flow == "alarm":
		return false, nil
	case v.isWord("danger.send"):
		return true, v.sendNow(ctx)
	case v.isWord("danger.calm"):
		return true, v.calm(ctx)
	}
	return false, nil
}

// alarm answers the button: the numbers, then what was told so far goes off with one tap, or is told now.
func (v *visit) alarm(ctx context.Context) error {
	top, _ := v.state.Talk()
	if !heeds(top) {
		if d, open := v.state.Find("report"); open {
			v.state.Raise(d.Dialog)
			top = d
		}
	}
	var turn dialog.Turn
	if heeds(top) {
		top = flows.Pressed(top)
		turn = v.flow(top).Ask(top, v.voice(), "")
		v.state.Put(turn.Draft)
	} else {
		in := v.in
		in.Kind, in.Text = chat.Command, private.Text{} // the key is no story
		turn = v.office.flows["report"].Begin(v.dialogID(), in, v.voice(), "", nil, nil)
		turn.Draft = flows.Pressed(turn.Draft)
		v.state.Over(turn.Draft)
	}
	if flows.Told(turn.Draft) {
		turn.Messages[0].Text = v.calls("") + "\n" + v.say("danger.ask") + "\n\n" + turn.Messages[0].Text
	} else {
		turn.Messages[0].Text = v.calls("") + "\n\n" + v.say("danger.tell")
	}
	return v.keepAndSay(ctx, turn)
}

// sendNow sends what is there. Pressed twice, or after it went off, it sends nothing more.
func (v *visit) sendNow(ctx context.Context) error {
	top, _ := v.state.Talk()
	if !heeds(top) {
		if d, open := v.state.Find("report"); open {
			top = d
		}
	}
	if heeds(top) && flows.Told(top) {
		return v.sendOff(ctx, top, flows.AsDanger)
	}
	if last, ok := v.lastSent(); ok && !heeds(top) {
		if v.in.Message > 0 && v.in.Message < last.Message {
			return v.keep(ctx)
		}
		if last.Follow {
			return v.reply(ctx, v.plain("danger.sent_already"))
		}
	}
	return v.alarm(ctx)
}

// sendOff sends a report off as it is, from wherever it stands: frozen, filed and finished as any other, under the id of its talk, so that it is
// one report whatever crashes when.
func (v *visit) sendOff(ctx context.Context, d dialog.Draft, how string) error {
	if d.Flow == "belongs" {
		in := v.in
		in.Kind, in.Text = chat.Text, private.Text{}
		d = v.office.flows["report"].BeginWith(v.dialogID(), in, v.voice(), d.Answers[said]).Draft
		v.state.Put(d) // in the place of the question
	} else if slices.ContainsFunc(v.state.Talks, func(o dialog.Draft) bool { return o.Dialog == d.Dialog }) {
		v.state.Raise(d.Dialog)
	} else {
		v.state.Over(d)
	}
	return v.submit(ctx, flows.SendAs(d, how))
}

// calm goes on with the report where it was.
func (v *visit) calm(ctx context.Context) error {
	top, talking := v.state.Talk()
	if last, ok := v.lastSent(); ok && !talking && last.Follow && last.Number != "" && v.in.At.Sub(last.At) <= sentLately {
		return v.calmSent(ctx, casebook.Number(last.Number))
	}
	if !talking || !heeds(top) {
		return v.reply(ctx, v.plain("danger.calmed"))
	}
	turn := v.flow(top).Ask(flows.Calm(top), v.voice(), v.say("danger.calmed"))
	v.state.Put(turn.Draft)
	return v.keepAndSay(ctx, turn)
}

// calmSent tells the officers that there is no danger after all. Whether the alarm is called off they decide: somebody else may hold the phone.
func (v *visit) calmSent(ctx context.Context, number casebook.Number) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	_, err = v.Records.Move(ctx, viewer, number, v.addition(viewer, v.in.Text, nil, v.in), v.Now())
	switch {
	case errors.Is(err, casebook.ErrMove), errors.Is(err, casebook.ErrNotFound), errors.Is(err, casebook.ErrForbidden):
		return v.reply(ctx, v.plain("receipt.not_added"))
	case err != nil:
		return err
	}
	return v.reply(ctx, v.plain("danger.calm_told"))
}

// lastSent is the report that was sent off last, of those remembered.
func (v *visit) lastSent() (last dialog.Closed, ok bool) {
	for _, c := range v.state.Closed {
		if c.Frozen && !strings.HasPrefix(c.Number, meetingMark) {
			last = c
		}
	}
	return last, last.Dialog != ""
}

// follows tells whether what is said belongs to a report of danger that was just sent: somebody frightened writes in many pieces.
func (v *visit) follows(last dialog.Closed) bool {
	for _, key := range []string{"menu.report", "menu.own", "menu.tasks", "menu.meetings", "menu.ask", "pungli", "greet.thanks"} {
		if v.isWord(key) {
			return false
		}
	}
	if last.Quiet && (v.isWord("greet.hello") || v.isWord("greet.salam") || v.isWord("greet.thanks")) {
		return false // from whoever holds the phone now
	}
	return last.Follow && v.in.At.Sub(last.At) <= sentLately
}

// askAlarm asks whether what was added to a case is danger now.
func (v *visit) askAlarm(ctx context.Context, number casebook.Number, sort string, added string) error {
	lead := v.calls(sort) + "\n\n" + added
	turn := v.office.flows["alarm"].Begin(v.dialogID(), v.asked(), v.voice(), lead, dialog.Answers{about: {Option: string(number)}}, nil)
	v.state.Over(turn.Draft)
	return v.keepAndSay(ctx, turn)
}

// asked is the input as one that only begins a talk.
func (v *visit) asked() chat.Input {
	in := v.in
	in.Kind, in.Text, in.Media = chat.Command, private.Text{}, nil
	return in
}

// alarmed raises the alarm over a case, or lets it be.
func (v *visit) alarmed(ctx context.Context, d dialog.Draft) error {
	if d.Answers["sure"].Option != "now" {
		v.state.Close(v.in, false)
		return v.reply(ctx, v.plain("danger.calmed"))
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	number := casebook.Number(d.Answers[about].Option)
	order := casebook.Order{Move: casebook.Alarm, Due: v.office.due(casebook.Emergency, v.in.At),
		Said: casebook.Spoken{District: v.office.District, Chat: v.in.Chat, Message: v.in.Message, Person: viewer.Person, Purpose: casebook.ForAdded}}
	key := "danger.alarmed"
	c, err := v.Records.Move(ctx, viewer, number, order, v.Now())
	switch {
	case err == nil && c.Quiet: // without its number
		key = "danger.added"
	case errors.Is(err, casebook.ErrMove):
		key = "receipt.added_closed"
	case v.refusal(err) != "":
		key = "case.not_found"
	case err != nil:
		return err
	}
	v.state.Close(v.in, false)
	text := v.say(key, "number", string(number))
	if err == nil {
		text += " " + v.office.Cards.WhenHeard(v.state.Language, v.in.At, v.office.due(casebook.Emergency, v.in.At))
	}
	return v.reply(ctx, chat.Message{Text: text})
}

// due is the end of the clock that an urgency starts; the promise, where the office has none for it.
func (o *Office) due(u casebook.Urgency, at time.Time) time.Time {
	span := o.Clocks[u]
	if span == (casebook.Span{}) {
		span = o.Promise
	}
	return o.Calendar.After(at, span)
}
