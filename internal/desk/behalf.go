package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// Behalf is what the record keeps of reports that officers make for residents.
type Behalf interface {
	FiledCases(ctx context.Context, v casebook.Viewer, limit int) ([]casebook.CaseLine, error)
	PIN(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) (string, error) // casebook.ErrUsed: shown before
	PINShown(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) error
}

// onBehalf begins a report for a resident who has no Telegram: /ataswarga. The village is the officer's own, where there is one.
func (v *visit) onBehalf(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	if !casebook.MayReportFor(viewer) {
		return v.reply(ctx, v.plain("behalf.forbidden"))
	}
	if d, talking := v.state.Talk(); talking && flows.OnBehalf(d) {
		return v.keepAndSay(ctx, v.flow(d).Ask(d, v.voice(), v.say("talk.resumed")))
	}
	preset := dialog.Answers{flows.OfBehalf: {Option: "officer"}}
	village, err := v.ownVillage(ctx, viewer)
	if err != nil {
		return err
	}
	if village != "" {
		preset["village"] = dialog.Answer{Option: village}
	}
	v.in.Kind, v.in.Text = chat.Command, private.Text{}
	return v.begin(ctx, "report", v.say("behalf.lead"), preset, nil)
}

// helps tells whether the person reports for residents. From a resident, "atas nama warga" is words like any others.
func (v *visit) helps(ctx context.Context) bool {
	viewer, err := v.who(ctx)
	return err == nil && casebook.MayReportFor(viewer)
}

// saysBehalf tells whether what follows /lapor asks for a report for a resident.
func (v *visit) saysBehalf(text string) bool {
	said := spoken(text)
	return said != "" && (said == spoken(v.say("menu.behalf")) || slices.Contains(v.voice().Words("menu.behalf"), said))
}

// ownVillage is the one village that an officer works in, by grant or by the roster; "" for none, or several.
func (v *visit) ownVillage(ctx context.Context, viewer casebook.Viewer) (string, error) {
	var own []string
	for _, g := range viewer.Grants {
		if g.Role == casebook.Officer {
			own = append(own, g.Region)
		}
	}
	if len(own) == 0 && len(viewer.Seats) > 0 {
		groups, err := v.Meetings.Groups(ctx, viewer, "", mostGroups)
		if err != nil {
			return "", err
		}
		for _, g := range groups {
			if slices.ContainsFunc(viewer.Seats, func(s casebook.Seat) bool { return s.Officer && s.Group == g.ID }) {
				own = append(own, g.Region)
			}
		}
	}
	slices.Sort(own)
	if own = slices.Compact(own); len(own) != 1 {
		return "", nil
	}
	if r, ok := v.office.Region(own[0]); !ok || !r.Village() {
		return "", nil
	}
	return own[0], nil
}

// asFiler lets an officer stand as who filed a report, and not as its reporter. Whoever may no longer report for residents reports for himself.
func asFiler(f casebook.Filing, viewer casebook.Viewer, d dialog.Draft) casebook.Filing {
	if !flows.OnBehalf(d) || !casebook.MayReportFor(viewer) {
		f.Behalf = casebook.Behalf{}
		return f
	}
	f.Reporter, f.FiledBy = 0, viewer.Person
	f.Gist.Child = false // the officer writes
	return f
}

// handSlip gives the officer what is handed to the resident: a picture with number and PIN, and a text to send on. Without it nothing is lost: until it has
// been shown, the PIN can be asked for again.
func (v *visit) handSlip(ctx context.Context, c casebook.Case) {
	if err := v.trySlip(ctx, c); err != nil && !errors.Is(err, casebook.ErrUsed) {
		v.Log.Warn("slip not handed out", "number", c.Number, "error", err)
	}
}

func (v *visit) trySlip(ctx context.Context, c casebook.Case) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	pin, err := v.Records.PIN(ctx, viewer, c.Number, v.Now())
	if err != nil {
		return err
	}
	slip := c.Slip(pin)
	slip.Link, slip.Danger = "https://t.me/"+v.office.Username, v.office.Danger
	picture, err := v.office.Papers.Slip(v.state.Language, slip)
	if err != nil {
		return err
	}
	name := "kertas-" + string(c.Number) + ".png"
	for _, m := range []chat.Message{
		{Text: v.say("slip.caption"), Caption: true, Files: []chat.File{{Kind: "photo", Name: name, Data: picture}}},
		{Text: v.say("slip.forward")},
		{Text: v.office.Cards.SlipText(v.state.Language, slip, v.office.Name)},
	} {
		id, err := v.Send(ctx, v.in.Bot, v.in.Chat, m)
		if err != nil {
			return err
		}
		v.spoken(ctx, c.ID, id, casebook.ForReceipt)
	}
	return v.Records.PINShown(ctx, viewer, c.Number, v.Now())
}

// filedLines adds the reports for residents under an officer's own.
func (v *visit) filedLines(ctx context.Context, viewer casebook.Viewer, m chat.Message, own int) (chat.Message, error) {
	if !casebook.MayReportFor(viewer) {
		return m, nil
	}
	lines, err := v.Records.FiledCases(ctx, viewer, 20)
	if err != nil || len(lines) == 0 {
		return m, err
	}
	filed := v.office.Cards.Filed(v.state.Language, lines)
	if own == 0 {
		m.Text = filed
	} else {
		m.Text += "\n\n" + filed
	}
	return m, nil
}

// filedNumber shows where a report for a resident stands to who filed it.
func (v *visit) filedNumber(ctx context.Context, viewer casebook.Viewer, number casebook.Number) (done bool, err error) {
	if !casebook.MayReportFor(viewer) {
		return false, nil
	}
	lines, err := v.Records.FiledCases(ctx, viewer, 200)
	if err != nil {
		return true, err
	}
	for _, line := range lines {
		if line.Number == number {
			return true, v.reply(ctx, chat.Message{Text: v.office.Cards.Filed(v.state.Language, []casebook.CaseLine{line})})
		}
	}
	return false, nil
}
