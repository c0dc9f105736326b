package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
)

// submit sends a report off, DESIGN.md "A submit": freeze (a, b), then file (c), finish (d), say (e), note (f). From the freeze on the sweeper
// repeats whatever a crash left undone: the person taps nothing twice.
func (v *visit) submit(ctx context.Context, d dialog.Draft) error {
	v.state.Put(d)
	v.state.Close(v.in, true)
	frozen := dialog.Frozen{Draft: d, Language: v.state.Language, Update: v.in.Update, SentAt: v.in.At}
	v.at("sent off")
	if err := v.Drafts.Freeze(ctx, v.in.Bot, v.in.User, v.rev, v.state, frozen); err != nil {
		return fmt.Errorf("freeze: %w", err)
	}
	v.at("frozen")
	became, c, err := v.file(ctx, frozen)
	if err != nil {
		return v.saved(ctx, d, err)
	}
	return v.receiptFor(ctx, frozen, became, c)
}

// saved tells somebody who waits that the report is safe although the record does not answer. The sweeper says the number.
func (v *visit) saved(ctx context.Context, d dialog.Draft, err error) error {
	if v.in.Update == 0 {
		return err
	}
	if errors.Is(err, casebook.ErrAway) {
		v.Log.Warn("saved, not yet recorded", "dialog", d.Dialog, "error", err)
	} else {
		v.Log.Error("saved, and refused by the record: it is tried again", "dialog", d.Dialog, "error", err)
	}
	key := "receipt.saved"
	if ofMeetings(d.Flow) {
		key = "meeting.saved_later"
	} else if flows.SentAs(d) != "" || v.office.Lexicon.Danger(d.Answers["story"].StoryText()) {
		key = "receipt.saved_danger" // nobody has heard yet
	}
	return v.sayTurn(ctx, dialog.Turn{Messages: []chat.Message{v.plain(key, "number", v.office.Danger)}})
}

// recording is how long the record is waited for while a person waits: of the 15 s there must be some left to say that it is away.
const recording = 8 * time.Second

// file makes the record of what was frozen and leaves what it became where the draft was: a case's number, a meeting's mark (c, d).
func (v *visit) file(ctx context.Context, frozen dialog.Frozen) (became string, c *casebook.Case, err error) {
	record, cancel := context.WithTimeout(ctx, recording)
	defer cancel()
	viewer, err := v.who(record)
	if err != nil {
		return "", nil, err
	}
	if ofMeetings(frozen.Draft.Flow) {
		became, err = v.fileMeeting(record, viewer, frozen)
	} else {
		became, c, err = v.fileCase(record, viewer, frozen)
	}
	if err != nil {
		return "", nil, err
	}
	v.at("filed")
	if err := v.Drafts.Finish(ctx, v.in.Bot, v.in.User, frozen.Draft.Dialog, became); err != nil {
		v.Log.Warn("filed, not yet finished", "dialog", frozen.Draft.Dialog, "error", err) // the sweeper finishes it
	}
	v.at("finished")
	return became, c, nil
}

func (v *visit) fileCase(ctx context.Context, viewer casebook.Viewer, frozen dialog.Frozen) (string, *casebook.Case, error) {
	o := v.office
	filing := flows.Filing(frozen, o.Lexicon)
	filing.District, filing.Reporter, filing.Notice = o.District, viewer.Person, o.Notice
	if filing.Region == "" {
		filing.Region = flows.Whereabouts(frozen.Draft, o.Places, o.District)
	}
	filing = asFiler(filing, viewer, frozen.Draft)
	filing.Digest = v.digest(filing)
	filing.DueAt = o.due(filing.Urgency, filing.SentAt)
	filed, err := v.Records.FileCase(ctx, filing, o.Kinds.Confidential(filing.Kind), v.Now())
	if err != nil {
		return "", nil, fmt.Errorf("file: %w", err)
	}
	v.linkCase(ctx, viewer, frozen.Draft, filed.Number)
	return string(filed.Number), &filed.Case, nil
}

// digest tells two contents of the same talk apart.
func (v *visit) digest(f casebook.Filing) []byte {
	parts := []string{"filing", f.Story.Reveal(), f.Region, f.Kind, string(f.Disclosure), string(f.Shield)}
	for _, file := range f.Files {
		parts = append(parts, file.Unique)
	}
	return v.Ring.MAC(parts...)
}

// finish goes on with a report that was sent off, wherever it stopped, and says its number.
func (v *visit) finish(ctx context.Context, dialogID string) error {
	frozen, err := v.Drafts.Frozen(ctx, v.in.Bot, v.in.User, dialogID)
	if err == nil {
		became, c, err := v.file(ctx, frozen)
		if err != nil {
			return v.saved(ctx, frozen.Draft, err)
		}
		return v.receiptFor(ctx, frozen, became, c)
	}
	if !errors.Is(err, casebook.ErrNotFound) {
		return err
	}
	became, err := v.Drafts.Tombstone(ctx, v.in.Bot, v.in.User, dialogID)
	if err != nil {
		return err
	}
	return v.receipt(ctx, dialogID, became, nil)
}

// receipt says the number (e) and notes that it was said (f). The card, where one is kept, goes before the note: cut off in between, both are said
// again, and a note without a card would leave the person without one.
func (v *visit) receipt(ctx context.Context, dialogID, became string, c *casebook.Case) error {
	if strings.HasPrefix(became, meetingMark) {
		return v.sayMeeting(ctx, dialogID, became)
	}
	number := casebook.Number(became)
	if c == nil {
		viewer, err := v.who(ctx)
		if err != nil {
			return err
		}
		own, err := v.Records.CaseFor(ctx, viewer, number, v.Now())
		if err != nil {
			return err
		}
		c = &own
	}
	var err error
	m := v.office.Cards.Receipt(v.state.Language, *c)
	if c.FiledBy != 0 {
		m.Keys = v.menuKeys()
	} else if m, err = v.guarded(ctx, *c, m); err != nil {
		return v.unsaid(ctx, err)
	}
	id, err := v.Send(ctx, v.in.Bot, v.in.Chat, m)
	if err != nil {
		return v.unsaid(ctx, err)
	}
	v.at("said")
	if c.Quiet && c.FiledBy == 0 {
		v.pinShown(ctx, *c)
	}
	v.spoken(ctx, c.ID, id, casebook.ForReceipt)
	if c.FiledBy != 0 { // the resident has the slip, the officer /status
		v.handSlip(ctx, *c)
	} else {
		v.sayCard(ctx, *c)
		v.offerJoin(ctx, *c)
	}
	v.note(ctx, func(s *dialog.State) {
		for i := range s.Closed {
			if s.Closed[i].Dialog == dialogID {
				s.Closed[i].Number, s.Closed[i].Message, s.Closed[i].Quiet, s.Closed[i].Follow = string(number), id, c.Quiet, c.Alarm && c.FiledBy == 0
				s.Closed[i].Child = c.Gist.Child && c.FiledBy == 0
			}
		}
		s.Said[v.in.Queue] = max(s.Said[v.in.Queue], v.in.Update)
	})
	v.at("noted")
	return nil
}

// sayCard sends the message that shows from now on where the case stands. Without it nothing is lost: /status tells the same.
func (v *visit) sayCard(ctx context.Context, c casebook.Case) {
	if c.Quiet {
		return
	}
	m, _ := v.office.Cards.Own(casebook.Card{Case: c, Language: v.state.Language})
	id, err := v.Send(ctx, v.in.Bot, v.in.Chat, m)
	if err != nil {
		v.Log.Warn("card not sent", "number", c.Number, "error", err)
		return
	}
	v.spoken(ctx, c.ID, id, casebook.ForCard)
}

// unsaid: the report is recorded; a person who cannot be reached reads the number with /status.
func (v *visit) unsaid(ctx context.Context, err error) error {
	if errors.Is(err, casebook.ErrGone) {
		return v.Records.SetBlocked(ctx, v.office.District, v.in.User, true, v.in.At)
	}
	return fmt.Errorf("say the number: %w", err)
}

func (v *visit) spoken(ctx context.Context, caseID int64, message int, purpose casebook.Purpose) {
	viewer, err := v.who(ctx)
	if err == nil {
		err = v.Records.NoteSpoken(ctx, casebook.Spoken{District: v.office.District, Chat: v.in.Chat, Message: message, CaseID: caseID,
			Person: viewer.Person, Ours: true, Purpose: purpose}, v.Now())
	}
	if err != nil {
		v.Log.Warn("message not noted", "purpose", purpose, "error", err)
	}
}

// at marks a step of the submit, for the tests that stop the program there.
func (v *visit) at(step string) {
	if v.Step != nil {
		v.Step(step)
	}
}
