package telegram

import (
	"context"
	"errors"
	"fmt"
	"html"
	"path"
	"regexp"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

const (
	attempts   = 3               // that may end in a panic, the deadline or a dead process
	burialTime = 5 * time.Second // for Dead, and for the apology: with the deadline well below the minute that Telegram waits
	awayTime   = 3 * time.Second
	newerTime  = 2 * time.Second
)

// outcome is what became of a delivery: done with an answer for a tap, or again after a while.
type outcome struct {
	answer chat.Answer
	again  time.Duration // 0: done
}

// attend takes a delivery through one attempt, the same for the webhook and the poller. It never panics.
func (b *Bot) attend(ctx context.Context, d delivery) outcome {
	if d.fault {
		return b.bury(ctx, d, "the update could not be read")
	}
	if !d.ours {
		return outcome{}
	}
	// Neither a Telegram that hangs up nor our own stop cuts an attempt: it has its deadline.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.deadline)
	defer cancel()

	n, done := 0, func(bool) {}
	if err := guard(func() (err error) { n, done, err = b.cfg.Attempt(ctx, b.id, d.id); return err }); err != nil {
		b.cfg.Log.Warn("attempts cannot be counted", "update", d.id, "error", b.tell(err, d.in))
		return outcome{again: awayTime}
	}
	if n > attempts {
		defer done(true)
		return b.bury(ctx, d, fmt.Sprintf("attempt %d after %d that did not end well", n, n-1))
	}
	answer, err := b.try(ctx, d.in)
	out, orderly := b.judge(ctx, d, answer, err)
	done(orderly)
	return out
}

// judge decides what an attempt's end means, and whether it is to be counted against the update.
func (b *Bot) judge(ctx context.Context, d delivery, answer chat.Answer, err error) (_ outcome, orderly bool) {
	var fell *panicked
	var later *RetryAfter
	switch {
	case err == nil:
		if d.in.Kind == chat.Tap && answer.TapID == "" {
			answer.TapID = d.in.TapID // or the client sends the tap again under a new id
		}
		return outcome{answer: answer}, true
	case errors.As(err, &fell):
		return b.bury(ctx, d, b.tell(err, d.in)), false
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		b.cfg.Log.Warn("an update took too long", "update", d.id, "error", b.tell(err, d.in))
		return outcome{again: awayTime}, false
	case errors.Is(err, casebook.ErrNewerDraft):
		return outcome{again: newerTime}, true
	case errors.Is(err, casebook.ErrAway):
		b.cfg.Log.Warn("an update has to wait", "update", d.id, "error", b.tell(err, d.in))
		if errors.As(err, &later) {
			return outcome{again: max(awayTime, later.After)}, true
		}
		return outcome{again: awayTime}, true
	}
	return b.bury(ctx, d, b.tell(err, d.in)), true
}

// try runs Attend, and gives up on one that does not heed the end of its context: its goroutine then lives on alone.
func (b *Bot) try(ctx context.Context, in chat.Input) (chat.Answer, error) {
	var answer chat.Answer
	ended := make(chan error, 1)
	go func() {
		ended <- guard(func() (err error) { answer, err = b.cfg.Attend(ctx, in); return err })
	}()
	hung := time.NewTimer(b.deadline + b.grace)
	defer hung.Stop()
	select {
	case err := <-ended:
		return answer, err
	case <-hung.C:
		return chat.Answer{}, errors.New("attending did not end with its deadline")
	}
}

// bury hands the update to Dead and apologises. If Dead fails, Telegram has to keep it.
func (b *Bot) bury(ctx context.Context, d delivery, why string) outcome {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), burialTime)
	defer cancel()
	if err := guard(func() error { return b.cfg.Dead(ctx, b.id, d.id, d.raw, why) }); err != nil {
		b.cfg.Log.Error("a dead update cannot be kept", "update", d.id, "why", why, "error", b.tell(err, d.in))
		return outcome{again: awayTime}
	}
	b.cfg.Log.Error("an update is dead", "update", d.id, "why", why)
	return outcome{answer: b.apologise(ctx, d)}
}

// apologise tells a person that something went wrong: in a window over the tapped button, else in the chat. In groups only who gave a
// command reads it. It is tried once.
func (b *Bot) apologise(ctx context.Context, d delivery) chat.Answer {
	var sorry chat.Message
	if !d.ours || b.cfg.Sorry == nil || guard(func() error { sorry = b.cfg.Sorry(d.in.Language); return nil }) != nil || sorry.Text == "" {
		return chat.Answer{TapID: d.in.TapID}
	}
	switch d.in.Kind {
	case chat.Tap:
		return chat.Answer{TapID: d.in.TapID, Text: plain(sorry.Text), Alert: true}
	case chat.Blocked, chat.Returned, chat.Migrated, chat.Edited:
		return chat.Answer{}
	}
	if d.in.Group && d.in.Kind != chat.Command {
		return chat.Answer{}
	}
	if _, err := b.Send(ctx, d.in.Chat, sorry); err != nil {
		b.cfg.Log.Warn("the apology was not sent", "update", d.id, "error", b.tell(err, d.in))
	}
	return chat.Answer{}
}

// tell is an error's text without the token, and without what the person said in case somebody wrapped that.
func (b *Bot) tell(err error, in chat.Input) string {
	text := b.wire.redact(err.Error())
	for _, words := range []string{in.Text.Reveal(), in.Phone.Reveal()} {
		if utf8.RuneCountInString(words) >= 3 {
			text = strings.ReplaceAll(text, words, "[...]")
		}
	}
	return text
}

var tag = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

// plain is a Message's Text without its markup.
func plain(text string) string { return html.UnescapeString(tag.ReplaceAllString(text, "")) }

// panicked is a panic as an error: where, and what if that is certain to hold nobody's words.
type panicked struct{ what, where string }

func (p *panicked) Error() string { return "panic: " + p.what + " in " + p.where }

// guard runs do and makes an error of its panic.
func guard(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			what := fmt.Sprintf("%T", p) // not the value: it may hold what a person said
			if fault, ok := p.(runtime.Error); ok {
				what = fault.Error()
			}
			err = &panicked{what, where()}
		}
	}()
	return do()
}

// where names the innermost functions of a panic.
func where() string {
	var pcs [24]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	var names []string
	for len(names) < 6 {
		f, more := frames.Next()
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") {
			names = append(names, fmt.Sprintf("%s (%s:%d)", path.Base(f.Function), path.Base(f.File), f.Line))
		}
		if !more {
			break
		}
	}
	return strings.Join(names, ", ")
}
