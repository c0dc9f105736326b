package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// tap takes a press on an inline button. What it does can be repeated without a second effect, so it is done first and remembered after.
func (v *visit) tap(ctx context.Context, seen bool) (chat.Answer, error) {
	if !seen {
		v.state.Mark(v.in)
	}
	answer := chat.Answer{TapID: v.in.TapID}
	if v.in.Data == cards.CleanToken {
		return answer, v.askClean(ctx)
	}
	if after, ok := readPage(v.in.Data); ok {
		return answer, v.tasks(ctx, after)
	}
	if ref, ok := cards.ReadRef(v.in.Data); ok {
		said, err := v.pressed(ctx, ref)
		answer.Text = said
		return answer, err
	}
	verb, number, more, ok := cards.ReadToken(v.in.Data)
	if !ok {
		answer.Text = v.say("case.gone_on")
		return answer, v.keep(ctx)
	}
	said, err := v.press(ctx, verb, number, more)
	answer.Text = said
	return answer, err
}

// listed remembers the list that is shown, by the buttons that have its numbers.
func (v *visit) listed(messages []chat.Message) {
	var list []string
	for _, m := range messages {
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Data != "" && b.Label == strconv.Itoa(len(list)+1) {
					list = append(list, b.Data)
				}
			}
		}
	}
	if len(list) > 0 {
		v.state.List, v.state.ListAt = list, v.in.At
	}
}

// listStands is how long a number may be typed instead of pressed.
const listStands = 15 * time.Minute

// fromList presses the button whose number was typed.
func (v *visit) fromList(ctx context.Context) (done bool, err error) {
	n, _ := strconv.Atoi(strings.TrimSpace(v.in.Text.Reveal())) // 0: no number
	if v.in.Kind != chat.Text || n < 1 || n > len(v.state.List) || v.in.At.Sub(v.state.ListAt) > listStands {
		return false, nil
	}
	v.in.Data = v.state.List[n-1]
	answer, err := v.tap(ctx, true)
	if err != nil || answer.Text == "" {
		return true, err
	}
	return true, v.sayTurn(ctx, dialog.Turn{Messages: []chat.Message{{Text: answer.Text, Keys: v.menuKeys()}}})
}

// pressed does what a button asks that is not about a case.
func (v *visit) pressed(ctx context.Context, ref cards.Ref) (string, error) {
	v.wants = ref.Token()
	switch ref.Noun {
	case cards.OnMeeting:
		return v.onMeeting(ctx, ref)
	case cards.OnFollowUp:
		return v.onFollowUp(ctx, ref)
	case cards.OnGroup:
		return v.onGroup(ctx, ref)
	case cards.OnMember:
		return v.onMember(ctx, ref)
	case cards.OnClaim:
		return v.onClaim(ctx, ref)
	case cards.OnProposal:
		return v.onProposal(ctx, ref)
	case cards.OnPerson:
		viewer, err := v.who(ctx)
		if err != nil {
			return "", err
		}
		return "", v.expelled(ctx, viewer, ref.ID)
	}
	return v.onReport(ctx, ref)
}

// press does what a button, or a word for it, asks. It gives the line that answers a tap; "" where a message was sent instead.
func (v *visit) press(ctx context.Context, verb cards.Verb, number casebook.Number, more string) (string, error) {
	v.wants = cards.Token(verb, number, more)
	viewer, err := v.who(ctx)
	if err != nil {
		return "", err
	}
	if v.in.Kind == chat.Tap && cards.OnAlert(v.in.Data) {
		if err := v.Records.CopyAdopt(ctx, viewer, v.in.Chat, v.in.Message, number); err != nil && !errors.Is(err, casebook.ErrNotFound) {
			return "", err
		}
	}
	switch verb {
	case cards.Take:
		return v.moved(ctx, viewer, number, casebook.Order{Move: casebook.Take}, "case.taken")
	case cards.Release:
		return v.released(ctx, viewer, number)
	case cards.Class:
		return v.classed(ctx, viewer, number, more)
	case cards.Join, cards.Leave:
		return "", v.joined(ctx, viewer, number, verb)
	case cards.Close:
		return v.closed(ctx, number)
	case cards.Visited:
		err = v.asksFirst(ctx, viewer, number, casebook.DoVisit, "visited")
	case cards.Identity:
		err = v.asksFirst(ctx, viewer, number, casebook.SeeReporter, "identity")
	case cards.Dismiss:
		err = v.asksFirst(ctx, viewer, number, casebook.DoDismiss, "notreport")
	case cards.Link, cards.Apart:
		var said string
		if said, err = v.linked(ctx, viewer, verb, number, casebook.Number(more)); err == nil {
			return said, nil
		}
	case cards.Erase:
		return v.grantErasure(ctx, viewer, number)
	case cards.Refuse:
		err = v.refuseErasure(ctx, viewer, number)
	case cards.Open:
		err = v.open(ctx, viewer, number)
	case cards.Tell:
		err = v.tellMore(ctx, viewer, number, more)
	case cards.Kinds:
		err = v.pickKind(ctx, viewer, number, more == cards.AllKinds)
	case cards.Why:
		err = v.whySo(ctx, viewer, number)
	case cards.Decline:
		err = v.decline(ctx, viewer, number)
	}
	if refusal := v.refusal(err); refusal != "" {
		return refusal, v.keep(ctx)
	}
	return "", err
}

// moved makes a move and says what came of it.
func (v *visit) moved(ctx context.Context, viewer casebook.Viewer, number casebook.Number, o casebook.Order, key string) (string, error) {
	c, err := v.Records.Move(ctx, viewer, number, o, v.Now())
	if errors.Is(err, casebook.ErrConflict) || errors.Is(err, casebook.ErrMove) {
		return v.overtaken(ctx, viewer, number, o)
	}
	if refusal := v.refusal(err); refusal != "" {
		return refusal, v.keep(ctx)
	}
	if err != nil {
		return "", fmt.Errorf("move %s: %w", o.Move, err)
	}
	return v.say(key, "number", string(c.Number), "kind", v.say("category."+c.Category)), v.keep(ctx)
}

// overtaken tells who was faster; oneself, when the same press came twice.
func (v *visit) overtaken(ctx context.Context, viewer casebook.Viewer, number casebook.Number, o casebook.Order) (string, error) {
	c, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
	if refusal := v.refusal(err); refusal != "" {
		return refusal, v.keep(ctx)
	}
	if err != nil {
		return "", err
	}
	switch {
	case o.Move == casebook.Take && c.Holder == viewer.Person:
		return v.say("case.taken", "number", string(number)), v.keep(ctx)
	case o.Move == casebook.Take && c.Holder != 0:
		who := v.say("alert.someone")
		if role, err := v.Records.HolderRole(ctx, c); err == nil && role != "" {
			who = v.say("role." + string(role))
		}
		return v.say("case.taken_already", "number", string(number), "who", who), v.keep(ctx)
	}
	return v.say("case.gone_on"), v.keep(ctx)
}

// refusal puts a refusal kindly; "" for what is none.
func (v *visit) refusal(err error) string {
	switch {
	case errors.Is(err, casebook.ErrForbidden):
		return v.say("case.not_permitted")
	case errors.Is(err, casebook.ErrNotFound):
		return v.say("case.not_found")
	}
	return ""
}

func (v *visit) released(ctx context.Context, viewer casebook.Viewer, number casebook.Number) (string, error) {
	c, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
	if err == nil && c.Lane == casebook.Confidential && c.Shield == casebook.NoShield && casebook.May(viewer, casebook.DoClassify, c) == nil {
		return v.say("case.classify_first"), v.keep(ctx)
	}
	return v.moved(ctx, viewer, number, casebook.Order{Move: casebook.Release}, "case.released")
}

func (v *visit) classed(ctx context.Context, viewer casebook.Viewer, number casebook.Number, code string) (string, error) {
	code, sure := strings.CutSuffix(code, "!")
	for _, cat := range v.office.Categories {
		if cat.Code == code {
			if cat.Lane != casebook.Confidential && !sure {
				if asked, err := v.askOpening(ctx, viewer, number, cat); asked || err != nil {
					return "", err
				}
			}
			return v.moved(ctx, viewer, number, casebook.Order{Move: casebook.Classify, Category: cat.Code, Kind: cat.Kind, Lane: cat.Lane}, "case.classed")
		}
	}
	return v.say("case.gone_on"), v.keep(ctx)
}

// askOpening asks once more before a confidential case is opened to staff and coordinators: what they have seen cannot be taken back. Not asked
// where the case is open already, or stays confidential all the same.
func (v *visit) askOpening(ctx context.Context, viewer casebook.Viewer, number casebook.Number, cat casebook.Category) (asked bool, err error) {
	c, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
	if err != nil || c.Lane != casebook.Confidential || c.Shield != casebook.NoShield || casebook.May(viewer, casebook.DoClassify, c) != nil {
		return false, v.ignoreRefusal(err)
	}
	return true, v.show(ctx, c, v.office.Cards.AskOpening(viewer, c, cat))
}

// ignoreRefusal leaves a refusal to the move that follows, which says it.
func (v *visit) ignoreRefusal(err error) error {
	if v.refusal(err) != "" {
		return nil
	}
	return err
}

// open shows the case, as a message that a reply finds again.
func (v *visit) open(ctx context.Context, viewer casebook.Viewer, number casebook.Number) error {
	v.wants = cards.Token(cards.Open, number)
	c, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
	if err != nil {
		return err
	}
	if err := casebook.May(viewer, casebook.See, c); err != nil {
		return err
	}
	holder, err := v.Records.HolderRole(ctx, c)
	if err != nil {
		return err
	}
	events, err := v.Records.Timeline(ctx, viewer, number, v.Now())
	if err != nil {
		return err
	}
	alike, err := v.Records.Alike(ctx, viewer, number)
	if err != nil {
		return err
	}
	return v.show(ctx, c, v.office.Cards.Related(v.withContact(ctx, viewer, c, v.office.Cards.Opened(viewer, c, holder, events)), viewer, c, alike))
}

func (v *visit) pickKind(ctx context.Context, viewer casebook.Viewer, number casebook.Number, all bool) error {
	c, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
	if err != nil {
		return err
	}
	if err := casebook.May(viewer, casebook.DoClassify, c); err != nil {
		return err
	}
	var kinds []string
	if !all {
		kinds = v.office.Lexicon.Read(c.Story.Reveal()).Kinds
		if c.Kind != "" && !slices.Contains(kinds, c.Kind) {
			kinds = append([]string{c.Kind}, kinds...)
		}
	}
	return v.show(ctx, c, v.office.Cards.PickCategory(viewer, c, v.office.Categories, kinds))
}

// show remembers the input, sends a message about a case, and notes it.
func (v *visit) show(ctx context.Context, c casebook.Case, m chat.Message) error {
	if err := v.keep(ctx); err != nil {
		return err
	}
	for _, part := range parts(c, m) {
		id, err := v.Send(ctx, v.in.Bot, v.in.Chat, part)
		if err != nil {
			return fmt.Errorf("show: %w", err)
		}
		v.spoken(ctx, c.ID, id, casebook.ForView)
	}
	v.note(ctx, func(s *dialog.State) { s.Said[v.in.Queue] = max(s.Said[v.in.Queue], v.in.Update) })
	return nil
}

// parts are the messages that show a case. What is confidential goes file by file, so that each is noted and can be closed.
func parts(c casebook.Case, m chat.Message) []chat.Message {
	if c.Lane != casebook.Confidential {
		return []chat.Message{m}
	}
	files := m.Files
	m.Files = nil
	all := []chat.Message{m}
	for _, f := range files {
		all = append(all, chat.Message{Files: []chat.File{f}, Protected: true})
	}
	return all
}

// decline asks for the reason; whatever talk is open waits.
func (v *visit) decline(ctx context.Context, viewer casebook.Viewer, number casebook.Number) error {
	c, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
	if err != nil {
		return err
	}
	if err := casebook.May(viewer, casebook.DoDecline, c); err != nil {
		return err
	}
	if v.in.Kind == chat.Text && v.beyond("case.decline") { // "tidak bisa, saya sakit" tells the reason with it
		key, err := v.declineFor(ctx, viewer, number, v.in.Text)
		if err != nil {
			return err
		}
		return v.reply(ctx, v.plain(key))
	}
	if d, ok := v.state.Talk(); ok && d.Flow == "decline" && d.Answers[about].Option == string(number) {
		return v.keepAndSay(ctx, v.flow(d).Ask(d, v.voice(), "")) // pressed twice
	}
	return v.begin(ctx, "decline", "<b>"+string(number)+"</b>", dialog.Answers{about: {Option: string(number)}}, nil)
}

// declined records the reason.
func (v *visit) declined(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	reason := flows.Reason(d, v.voice())
	if reason.Empty() {
		reason = private.Of(v.say("case.decline"))
	}
	key, err := v.declineFor(ctx, viewer, casebook.Number(d.Answers[about].Option), reason)
	if err != nil {
		return err
	}
	v.state.Close(v.in, false)
	return v.reply(ctx, v.plain(key))
}

// declineFor declines for a reason, and gives what is said to that.
func (v *visit) declineFor(ctx context.Context, viewer casebook.Viewer, number casebook.Number, reason private.Text) (string, error) {
	order := casebook.Order{Move: casebook.Decline, Note: reason, Said: casebook.Spoken{District: v.office.District, Chat: v.in.Chat, Message: v.in.Message, Person: viewer.Person, Purpose: casebook.ForTalk}}
	switch _, err := v.Records.Move(ctx, viewer, number, order, v.Now()); {
	case errors.Is(err, casebook.ErrMove):
		return "case.gone_on", nil
	case v.refusal(err) != "":
		return "case.not_permitted", nil
	case err != nil:
		return "", err
	}
	return "case.declined", nil
}
