package cards

import (
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

func (c Cards) followLine(l *words.Language, f casebook.FollowUp) string {
	return l.Say("follow.line", "what", chat.Escape(c.task(l, f, 200)), "who", c.doer(l, f), "due", c.day(l, f.Due), "state", l.Say("follow.state."+string(f.State)))
}

// task is what is to be done; of a talk about cases that is not opened only that it is of one.
func (c Cards) task(l *words.Language, f casebook.FollowUp, most int) string {
	if f.What.Empty() {
		return c.MeetingKind(l, f.Kind)
	}
	return short(f.What.Reveal(), most)
}

func (c Cards) doer(l *words.Language, f casebook.FollowUp) string {
	if f.Who.Empty() {
		return l.Say("follow.nobody")
	}
	return chat.Escape(f.Who.Reveal())
}

// FollowUp shows one with its buttons.
func (c Cards) FollowUp(v casebook.Viewer, f casebook.FollowUp) chat.Message {
	l := c.Voice(v.Language)
	text := []string{l.Say("follow.card", "what", chat.Escape(c.task(l, f, 1000)), "who", c.doer(l, f), "due", c.day(l, f.Due), "state", l.Say("follow.state."+string(f.State)))}
	if f.PutOff > 0 {
		text = append(text, l.Say("follow.put_off", "count", strconv.Itoa(f.PutOff)))
	}
	if f.Case != "" {
		text = append(text, l.Say("follow.case", "number", string(f.Case)))
	}
	if !f.Proof.Empty() {
		text = append(text, l.Say("follow.proof", "proof", chat.Escape(short(f.Proof.Reveal(), 600))))
	}
	b := &buttons{}
	on := func(key, do string) { b.add(l, key, Ref{Noun: OnFollowUp, Do: do, ID: f.ID}) }
	if casebook.MayFollow(v, f, false) == nil {
		if f.State == casebook.ToDo {
			on("follow.done", "done")
			on("follow.later", "later")
			on("follow.drop", "drop")
			if f.Case == "" {
				on("follow.to_case", "case")
			}
		} else {
			on("follow.reopen", "reopen")
		}
	}
	if casebook.MayFollow(v, f, true) == nil {
		b.add(l, "follow.meeting", Ref{Noun: OnMeeting, Do: "open", ID: int64(f.Meeting)})
	}
	return chat.Message{Text: strings.Join(text, "\n"), Buttons: b.all()}
}

// FollowUps lists open ones, the most pressing first.
func (c Cards) FollowUps(v casebook.Viewer, list []casebook.FollowUp) chat.Message {
	l := c.Voice(v.Language)
	if len(list) == 0 {
		return chat.Message{Text: l.Say("follow.none")}
	}
	text := []string{l.Say("follow.title")}
	m := chat.Message{}
	var row []chat.Button
	for i, f := range list {
		text = append(text, strconv.Itoa(i+1)+". "+c.followLine(l, f))
		row = append(row, chat.Button{Label: strconv.Itoa(i + 1), Data: Ref{Noun: OnFollowUp, Do: "open", ID: f.ID}.Token()})
		if len(row) == 5 {
			m.Buttons, row = append(m.Buttons, row), nil
		}
	}
	if len(row) > 0 {
		m.Buttons = append(m.Buttons, row)
	}
	m.Text = strings.Join(text, "\n")
	return m
}
