package desk

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

func (v *visit) flow(d dialog.Draft) *dialog.Flow { return v.office.flows[d.Flow] }

// goOn takes a message to the talk that is open.
func (v *visit) goOn(ctx context.Context) error {
	d, _ := v.state.Talk()
	f := v.flow(d)
	if size(d) > mostWords && (v.in.Kind == chat.Media || v.in.Kind == chat.Text && len([]rune(v.in.Text.Reveal())) > 100) {
		return v.reply(ctx, v.plain("talk.too_long"))
	}
	turn := f.Step(d, v.in, v.voice())
	switch turn.End {
	case dialog.Cancelled:
		return v.cancelled(ctx)
	case dialog.Sent:
		return v.sent(ctx, turn.Draft)
	}
	turn, gone, err := v.heed(ctx, d, turn)
	if gone || err != nil {
		return err
	}
	v.state.Put(turn.Draft)
	return v.keepAndSay(ctx, turn)
}

// mostWords is how many characters of story a draft takes: it must stay under the cap of what Redis keeps for one person.
const mostWords = 12000

func size(d dialog.Draft) int {
	n := 0
	for _, a := range d.Answers {
		for _, p := range a.Pieces {
			n += len(p.Text) + len(p.File)
		}
	}
	return n
}

// begin starts a talk over whatever is open, which is parked. lead is said first.
func (v *visit) begin(ctx context.Context, flow, lead string, preset dialog.Answers, list []dialog.Item) error {
	turn, gone, err := v.heed(ctx, dialog.Draft{}, v.office.flows[flow].Begin(v.dialogID(), v.in, v.voice(), lead, v.withPhone(flow, preset), list))
	if gone || err != nil {
		return err
	}
	if !v.state.Push(turn.Draft) {
		return v.reply(ctx, v.plain("talk.full", "count", strconv.Itoa(dialog.MostTalks)))
	}
	return v.keepAndSay(ctx, turn)
}

// fresh begins a report whose story is still to be told: the key or the command that asked for it is no story.
func (v *visit) fresh(ctx context.Context, lead string) error {
	v.in.Kind, v.in.Text = chat.Command, private.Text{}
	return v.begin(ctx, "report", lead, nil, nil)
}

// cancelled ends the talk without an effect; one that was parked under it goes on.
func (v *visit) cancelled(ctx context.Context) error {
	switch d := v.state.Close(v.in, false); {
	case flows.IsAfter(d.Flow) || d.Flow == "clean":
		return v.reply(ctx, v.plain("clean.left"))
	case d.Flow == "member":
		return v.reply(ctx, v.plain("member.ended"))
	}
	return v.reply(ctx, v.plain("talk.cancelled"))
}

// sent does what a finished talk was for.
func (v *visit) sent(ctx context.Context, d dialog.Draft) error {
	switch d.Flow {
	case "decline":
		return v.declined(ctx, d)
	case "belongs":
		return v.belongs(ctx, d)
	case "language":
		return v.chosenLanguage(ctx, d.Answers["code"].Option)
	case "group":
		return v.chosenGroup(ctx, d)
	case "why":
		return v.toldWhy(ctx, d)
	case "proof":
		return v.proven(ctx, d)
	case "later":
		return v.putOff(ctx, d)
	case "member":
		return v.savedMember(ctx, d)
	case "decree":
		return v.savedDecree(ctx, d)
	case "claim":
		return v.sentClaim(ctx, d)
	case "iuran":
		return v.iuranTold(ctx, d)
	case "alarm":
		return v.alarmed(ctx, d)
	case "question":
		return v.chosenQuestion(ctx, d)
	case "erase":
		return v.erased(ctx, d)
	case "refuse":
		return v.refused(ctx, d)
	case "test":
		return v.openedTest(ctx, d)
	case "ownpin":
		return v.typedOwn(ctx, d)
	case "newpin":
		return v.setOwn(ctx, d)
	case "identity":
		return v.staffMove(ctx, d, casebook.Order{Move: casebook.Identify, Note: flows.StaffReason(d, v.voice())}, "")
	case "notreport":
		return v.staffMove(ctx, d, casebook.Order{Move: casebook.Dismiss, Note: flows.StaffReason(d, v.voice())}, "case.dismissed")
	case "visited":
		return v.staffMove(ctx, d, founds(d), "case.visit_noted")
	case "contact":
		return v.contactTold(ctx, d)
	case "landmark", "howmany", "safehour":
		return v.moreTold(ctx, d)
	case "casepin":
		return v.pinTold(ctx, d)
	case "adding":
		return v.addedProven(ctx, d)
	case "clean":
		return v.cleaned(ctx, d)
	}
	if strings.HasPrefix(d.Flow, "quiz_") {
		return v.taken(ctx, d)
	}
	return v.submit(ctx, d)
}

// chosenLanguage speaks it from now on.
func (v *visit) chosenLanguage(ctx context.Context, code string) error {
	v.state.Language = code
	v.state.Close(v.in, false)
	if viewer, err := v.who(ctx); err == nil { // without PostgreSQL it is remembered with the talk alone
		if err := v.Records.SetLanguage(ctx, viewer, code); err != nil {
			v.Log.Warn("language not recorded", "error", err)
		}
	}
	return v.reply(ctx, v.plain("language.set"))
}

// offer makes a report of what was said: any first message is the story. Somebody with open cases is asked first what it is for.
func (v *visit) offer(ctx context.Context) error {
	own, err := v.own(ctx)
	if err != nil && !errors.Is(err, casebook.ErrAway) {
		return err
	}
	lead := ""
	if len(own) == 0 && !v.office.Lexicon.Danger(v.in.Text.Reveal()) { // in danger the numbers come first
		lead = v.hello()
	}
	if len(own) == 0 {
		return v.begin(ctx, "report", lead, nil, nil)
	}
	var list []dialog.Item
	for _, line := range own {
		list = append(list, dialog.Item{ID: string(line.Number), Label: v.office.Cards.Label(v.state.Language, line)})
	}
	return v.begin(ctx, "belongs", lead, dialog.Answers{said: {Pieces: dialog.Pieces(v.in), By: v.in.Message}}, list)
}

// said is where a short talk carries the message that it was begun for: what is not a question's key stays in a draft untouched.
const said = ".said"

// about is where a short talk carries the number that it is about.
const about = ".case"

// hello is said before the first question, to somebody who has not been here before, or whose talk has run out.
func (v *visit) hello() string {
	if v.state.Lost {
		v.state.Lost = false
		return v.say("talk.expired")
	}
	if v.state.Met || len(v.state.Closed) > 0 {
		return ""
	}
	v.state.Met = true
	return v.greeting() + "\n" + v.say("start.data")
}

// own lists the person's open cases that may be named on the screen.
func (v *visit) own(ctx context.Context) ([]casebook.CaseLine, error) {
	viewer, err := v.who(ctx)
	if err != nil {
		return nil, err
	}
	lines, err := v.Records.OwnCases(ctx, viewer, 8)
	var open []casebook.CaseLine
	for _, line := range lines {
		if line.State.Open() && !line.Quiet { // a number on the screen could betray somebody
			open = append(open, line)
		}
	}
	return open, err
}

// belongs puts what was said where the person says that it belongs: to an open case, or into a new report.
func (v *visit) belongs(ctx context.Context, d dialog.Draft) error {
	carried := d.Answers[said]
	choice := d.Answers["case"].Option
	if choice != "new" {
		text, files := flows.Carried(carried)
		message := v.in
		message.Message = carried.By
		v.phone = private.Of(d.Answers[flows.OfPhone].Text)
		return v.add(ctx, casebook.Number(choice), text, files, message, func() { v.state.Close(v.in, false) })
	}
	v.state.Close(v.in, false)
	in := v.in
	in.Kind, in.Text = chat.Text, private.Text{}
	turn := v.office.flows["report"].BeginWith(v.dialogID(), in, v.voice(), carried)
	if phone, ok := d.Answers[flows.OfPhone]; ok {
		turn.Draft.Answers[flows.OfPhone] = phone
	}
	if !v.state.Push(turn.Draft) {
		return v.reply(ctx, v.plain("talk.full", "count", strconv.Itoa(dialog.MostTalks)))
	}
	return v.keepAndSay(ctx, turn)
}
