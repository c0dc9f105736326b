package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
)

// hold is how long a claimed person is out of the other replicas' sight.
const hold = 30 * time.Second

// Sweep attends to what is due without an input, for every office: reports that were sent off and not finished, reminders, talks that have
// run out. Errors that will pass are logged; what stays undone is due again.
func (d *Desk) Sweep(ctx context.Context) error {
	for bot, office := range d.Offices {
		users, err := d.Drafts.Claim(ctx, bot, d.Now(), hold, 100)
		if err != nil {
			return err
		}
		for _, user := range users {
			v := &visit{Desk: d, office: office, in: chat.Input{Bot: bot, User: user, Chat: user, Kind: chat.Other, At: d.Now()}}
			if err := v.sweep(ctx); err != nil && !errors.Is(err, casebook.ErrConflict) {
				d.Log.Warn("sweep", "error", err)
			}
		}
	}
	return nil
}

func (v *visit) sweep(ctx context.Context) error {
	var err error
	if v.state, v.rev, err = v.Drafts.Load(ctx, v.in.Bot, v.in.User); err != nil {
		return err
	}
	if err := v.finishAll(ctx); err != nil {
		return err
	}
	if v.state, v.rev, err = v.Drafts.Load(ctx, v.in.Bot, v.in.User); err != nil { // finish has noted what it said
		return err
	}
	if len(v.state.Expire(v.office.Keep, v.Now())) == 0 && !v.nudged() {
		return v.Drafts.Due(ctx, v.in.Bot, v.in.User, v.state.Next(v.office.Nudge, v.office.Keep))
	}
	if err := v.keep(ctx); err != nil {
		return err
	}
	if d, ok := v.state.Talk(); ok && d.Nudged && !v.quiet(d) {
		_, err = v.Send(ctx, v.in.Bot, v.in.Chat, chat.Message{Text: v.say("talk.nudge"), Silent: true})
	}
	return err
}

// finishAll goes on with every report that was sent off and whose number was not said. What is frozen counts, however long ago: the person's state
// remembers the last few only. One that fails does not hold up the others.
func (v *visit) finishAll(ctx context.Context) error {
	frozen, failed := v.Drafts.FrozenOf(ctx, v.in.Bot, v.in.User)
	var unsaid []string
	for _, f := range frozen {
		unsaid = append(unsaid, f.Draft.Dialog)
	}
	for _, c := range v.state.Closed {
		if c.Frozen && c.Message == 0 && !slices.Contains(unsaid, c.Dialog) {
			unsaid = append(unsaid, c.Dialog)
		}
	}
	if len(unsaid) == 0 {
		return failed
	}
	if err := v.Drafts.Due(ctx, v.in.Bot, v.in.User, v.Now().Add(hold)); err != nil { // the end of the freeze takes its own due time along, and the number may not be said yet
		return err
	}
	for _, id := range unsaid {
		if err := v.finish(ctx, id); err != nil && !errors.Is(err, casebook.ErrNotFound) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// nudged marks the talks whose reminder is due now, and tells whether there is one.
func (v *visit) nudged() bool {
	due := false
	for i, d := range v.state.Talks {
		if !d.Nudged && v.Now().Sub(d.Touched) >= v.office.Nudge {
			v.state.Talks[i].Nudged, due = true, true
		}
	}
	return due
}

// quiet tells whether a reminder could betray somebody: none where there are words of danger, or where the kind is for caseworkers only.
func (v *visit) quiet(d dialog.Draft) bool {
	story := d.Answers["story"].StoryText()
	kind := d.Answers["kind"].Option
	return d.Flow != "report" || v.office.Lexicon.Sensitive(story) || v.office.Lexicon.Danger(story) || d.Answers["who"].Option == "officials" || kind != "" && v.office.Kinds.Confidential(kind)
}
