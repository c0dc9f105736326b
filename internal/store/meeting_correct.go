package store

import (
	"context"

	"rembuk/internal/casebook"
)

// correct changes what is another in the log now, and keeps who and why. What the log leaves empty stays.
func (l logging) correct(ctx context.Context) error {
	m, _, err := l.readMeeting(ctx, l.tx, l.viewer.District, l.log.Meeting)
	if err != nil {
		return err
	}
	if err := casebook.MayMeet(l.viewer, casebook.DoLog, m); err != nil {
		return err
	}
	words, err := l.corrections(ctx, m.ID)
	if err != nil {
		return err
	}
	others, err := l.mark(ctx, l.tx, m.ID, words)
	if err != nil {
		return err
	}
	if m, _, err = l.lockMeeting(ctx, l.tx, l.viewer.District, m.ID); err != nil {
		return err
	}
	if had, err := hadDialog(ctx, l.tx, m.ID, l.log.Dialog); had || err != nil {
		return err
	}
	if err := casebook.MayMeet(l.viewer, casebook.DoLog, m); err != nil {
		return err
	}
	next, what := l.log.Onto(m)
	if next, err = next.Do(l.viewer, casebook.Correct, l.log.Why); err != nil {
		return err
	}
	return l.corrected(ctx, m, next, what, len(others) > 0)
}

func (l logging) corrected(ctx context.Context, m, next casebook.Meeting, what []string, attendance bool) error {
	had, err := l.filesOf(ctx, l.tx, m.ID)
	if err != nil {
		return err
	}
	if err := l.save(ctx, m, next); err != nil {
		return err
	}
	has, err := l.filesOf(ctx, l.tx, m.ID)
	if err != nil {
		return err
	}
	if len(has) > len(had) {
		what = append(what, casebook.TheFiles)
	}
	if len(l.newFollowUps()) > 0 {
		what = append(what, casebook.TheFollowUps)
	}
	if attendance {
		what = append(what, casebook.TheAttendance)
	}
	if len(what) == 0 {
		return nil
	}
	change := casebook.Change{At: l.now, By: l.viewer.Person, Move: casebook.Correct, What: what, Why: l.log.Why}
	if err := meetingEvent(ctx, l.tx, m.ID, change, l.log.Dialog); err != nil {
		return err
	}
	if _, err := l.recount(ctx, l.tx, l.viewer.District, m.ID, true); err != nil {
		return err
	}
	return l.redrawCounters(ctx, l.tx, m.ID, l.now)
}

// corrections gives the words of the log as corrections, each about somebody on the list; mark leaves out those that tell what stands there.
func (l logging) corrections(ctx context.Context, id casebook.MeetingID) ([]word, error) {
	lines, err := l.linesOf(ctx, l.tx, id)
	if err != nil {
		return nil, err
	}
	var words []word
	for _, mark := range l.log.Present {
		w := word{Mark: mark, Said: l.log.Dialog}
		w.Source, w.By, w.At, w.Far = casebook.ByCorrection, l.viewer.Person, l.now, false
		if !(counted{Lines: lines}).knows(w.who()) {
			return nil, casebook.ErrBadInput
		}
		words = append(words, w)
	}
	return words, nil
}
