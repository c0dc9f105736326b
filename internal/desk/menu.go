package desk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// menuKeys are the buttons that stand when no talk is open.
func (v *visit) menuKeys() [][]string {
	keys := [][]string{{v.say("menu.report"), v.say("menu.own")}, {v.say("menu.danger"), v.say("menu.ask")}}
	var row []string
	if v.viewer != nil && len(v.viewer.Grants) > 0 {
		row = append(row, v.say("menu.tasks"))
	}
	if v.viewer != nil && v.meets() {
		row = append(row, v.say("menu.meetings"))
	}
	if len(row) > 0 {
		keys = append(keys, row)
	}
	if v.viewer != nil && casebook.MayReportFor(*v.viewer) {
		keys = append(keys, []string{v.say("menu.behalf")})
	}
	return keys
}

// meets tells whether the person has to do with meetings: by a grant, or on a group's roster.
func (v *visit) meets() bool { return len(v.viewer.Grants)+len(v.viewer.Seats) > 0 }

// pungli begins a report about somebody who asks for money: its level never sees it. An open report becomes one.
func (v *visit) pungli(ctx context.Context) error {
	shield := dialog.Answer{Option: string(casebook.AboutOthers), By: v.in.Message}
	d, talking := v.state.Talk()
	switch {
	case talking && d.Flow == "report":
		d.Answers = maps.Clone(d.Answers)
		d.Answers["who"] = shield
		if d.Answers["kind"].Option == "" {
			d.Answers["kind"] = dialog.Answer{Option: "unknown", By: v.in.Message} // none of the eight
		}
		v.state.Put(d)
		return v.reply(ctx, v.plain("pungli.text"))
	case talking:
		return v.reply(ctx, v.plain("pungli.how"))
	}
	v.in.Kind, v.in.Text = chat.Command, private.Text{}
	return v.begin(ctx, "report", v.say("pungli.text"), dialog.Answers{"who": shield, "kind": {Option: "unknown", By: v.in.Message}}, nil)
}

// withMenu puts the menu under a message, where no talk is open.
func (v *visit) withMenu(m chat.Message) chat.Message {
	if _, talking := v.state.Talk(); !talking {
		m.Keys = v.menuKeys()
	}
	return m
}

// isWord tells whether the whole text is the sentence of the key, or another word for it.
func (v *visit) isWord(key string) bool {
	if v.in.Kind != chat.Text {
		return false
	}
	voice := v.voice()
	said := strings.Fields(spoken(v.in.Text.Reveal()))
	for len(said) > 0 {
		text := strings.Join(said, " ")
		if text == spoken(voice.Say(key)) || slices.Contains(voice.Words(key), text) {
			return true
		}
		if !slices.Contains(voice.Words("talk.polite"), said[len(said)-1]) {
			return false
		}
		said = said[:len(said)-1] // pak, bu, ya at the end change nothing
	}
	return false
}

// spoken folds a text to its words, in lower case.
func spoken(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// menu takes the words that stand on buttons, greetings, and numbers, when no talk is open.
func (v *visit) menu(ctx context.Context) (done bool, err error) {
	if done, err := v.fromList(ctx); done {
		return true, err
	}
	switch {
	case v.isWord("menu.report"):
		return true, v.fresh(ctx, v.hello())
	case v.isWord("ask.money"):
		return true, v.reply(ctx, v.plain("ask.money_answer"))
	case v.isWord("ask.safe"):
		return true, v.privacy(ctx)
	case v.isWord("menu.what"):
		return true, v.help(ctx)
	case v.isWord("menu.own"):
		return true, v.status(ctx)
	case v.isWord("menu.ask"):
		return true, v.askWhat(ctx)
	case v.isWord("menu.tasks"):
		return true, v.tasks(ctx, casebook.Cursor{})
	case v.isWord("menu.behalf") && v.helps(ctx):
		return true, v.onBehalf(ctx)
	case v.isWord("menu.meetings"):
		if _, err := v.who(ctx); err != nil {
			return true, err
		}
		if v.meets() {
			return true, v.schedule(ctx)
		}
	case v.isWord("meeting.pdf"):
		return true, v.lastPaper(ctx, "pdf")
	case v.isWord("meeting.xlsx"):
		return true, v.lastPaper(ctx, "xlsx")
	case v.isWord("talk.cancel"), v.isWord("talk.back"):
		return true, v.reply(ctx, v.plain("cancel.nothing"))
	case v.isWord("pungli"):
		return true, v.pungli(ctx)
	case v.isWord("greet.hello"), v.isWord("greet.call"):
		return true, v.reply(ctx, chat.Message{Text: v.greeting() + "\n" + v.say("start.menu")})
	case v.plays():
		return true, v.play(ctx)
	case v.isWord("greet.thanks"), v.isWord("greet.nod"):
		return true, v.reply(ctx, v.plain("greet.welcome"))
	case v.isWord("greet.salam"):
		return true, v.reply(ctx, chat.Message{Text: v.say("greet.salam") + ". " + v.greeting() + "\n" + v.say("start.menu")})
	}
	if done, err := v.toldToOrder(ctx); done || err != nil {
		return true, err
	}
	if done, err := v.coming(ctx); done || err != nil {
		return true, err
	}
	text := v.in.Text.Reveal()
	if number, ok := casebook.ReadNumber(v.office.Prefix, text); ok {
		return true, v.numbered(ctx, number)
	}
	if casebook.LooksLikeNumber(v.office.Prefix, text) {
		return true, v.reply(ctx, v.plain("status.wrong_number"))
	}
	if words := strings.Fields(text); len(words) == 2 && slices.Contains(v.voice().Words("invite.join"), spoken(words[0])) {
		return true, v.accept(ctx, words[1])
	}
	if v.in.Kind == chat.Text && v.tooLittle(text) {
		return true, v.reply(ctx, chat.Message{Text: v.greeting() + "\n" + v.say("start.menu")})
	}
	return false, nil
}

// tooLittle tells whether a text is no story yet: a word or two of which nothing is understood, or only pictures.
func (v *visit) tooLittle(text string) bool {
	return len(strings.Fields(spoken(text))) <= 2 && len(v.office.Lexicon.Kinds(text)) == 0 && !v.office.Lexicon.Sensitive(text) &&
		!v.office.Lexicon.Danger(text) && len(v.office.Places.Mentioned(text)) == 0
}

// greeting is who we are, that this is no emergency line, and the number to call in danger.
func (v *visit) greeting() string {
	at := v.in.At.In(v.office.Calendar.Zone)
	danger := ""
	if v.office.Danger != "" {
		danger = v.say("start.danger", "number", v.office.Danger)
	}
	hello := v.office.Voice(v.state.Language).Greeting(at)
	return v.say("start.hello", "greeting", hello, "office", v.office.Name, "danger", danger)
}

// numbered shows the case of a typed number: to its reporter as a card, to those who work it opened.
func (v *visit) numbered(ctx context.Context, number casebook.Number) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	own, err := v.Records.OwnCases(ctx, viewer, 100)
	if err != nil {
		return err
	}
	for _, line := range own {
		if line.Number == number {
			return v.reply(ctx, v.office.Cards.Status(v.state.Language, []casebook.CaseLine{line}))
		}
	}
	if err := v.open(ctx, viewer, number); !errors.Is(err, casebook.ErrNotFound) && !errors.Is(err, casebook.ErrForbidden) {
		return err
	}
	if done, err := v.filedNumber(ctx, viewer, number); done || err != nil {
		return err
	}
	return v.askPIN(ctx, number)
}
