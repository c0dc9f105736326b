package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rembuk/internal/casebook"
)

// RetryAfter is Telegram's 429: nothing was sent, and nothing will be until After has passed. It is an ErrAway.
type RetryAfter struct {
	Method string
	After  time.Duration
}

// Error tells the method and the time.
func (e *RetryAfter) Error() string {
	return fmt.Sprintf("telegram %s: too many requests, again in %v", e.Method, e.After)
}

// Is makes it an ErrAway.
func (e *RetryAfter) Is(target error) bool { return target == casebook.ErrAway }

// Moved tells that a group became a supergroup, with a new id. After a Send, Err is what became of the message in the new chat: nil
// when it arrived there. After an Edit or a Delete it is ErrTooOld, since the messages of the old group cannot be changed any more.
type Moved struct {
	Chat int64
	Err  error
}

// Error does not tell the chat: ids do not belong in logs.
func (e *Moved) Error() string {
	if e.Err != nil {
		return "telegram: the group has a new id; there: " + e.Err.Error()
	}
	return "telegram: the group has a new id; sent there"
}

// Unwrap gives what happened in the new chat.
func (e *Moved) Unwrap() error { return e.Err }

// Refusals that Send, Edit and File see to themselves.
var (
	errQuote     = fmt.Errorf("%w: the message to quote is gone", casebook.ErrBadInput)
	errNotNow    = fmt.Errorf("%w: a wrong file id, or the file is not to be had just now", casebook.ErrBadInput)
	errTags      = fmt.Errorf("%w: unreadable tags", casebook.ErrBadInput)
	errNoText    = fmt.Errorf("%w: the message has no text, maybe a caption", casebook.ErrBadInput)
	errNoCaption = fmt.Errorf("%w: the message has no caption, maybe a text", casebook.ErrBadInput)
)

// told carries one of our errors through the library unharmed.
type told struct{ err error }

func (t *told) Error() string { return t.err.Error() }

// known turns what a call of the library ended with into ours.
func (b *Bot) known(method string, err error) error {
	if err == nil {
		return nil
	}
	var t *told
	if errors.As(err, &t) {
		return t.err
	}
	return fmt.Errorf("telegram %s: %s", method, b.wire.redact(err.Error()))
}

// verdict is the part of every answer that tells whether the call was done.
type verdict struct {
	OK          bool   `json:"ok"`
	Code        int    `json:"error_code"`
	Description string `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// judge turns an answer into an error, nil when the call was done. undecoded is what reading the answer failed with.
func judge(v verdict, method string, status int, undecoded error) error {
	switch {
	case undecoded == nil && v.OK:
		return nil
	case undecoded != nil && v.OK: // done, but the result is not of the expected form
		return fmt.Errorf("telegram %s: unexpected result", method)
	case undecoded != nil || v.Code == 0: // not Telegram's answer: a gateway's page
		v = verdict{Code: max(status, http.StatusInternalServerError), Description: "not an answer of the Bot API"}
	}
	switch {
	case v.Parameters.MigrateTo != 0:
		return &Moved{Chat: v.Parameters.MigrateTo, Err: refused(method, v, casebook.ErrTooOld)}
	case v.Code == http.StatusTooManyRequests:
		return &RetryAfter{Method: method, After: time.Duration(max(v.Parameters.RetryAfter, 1)) * time.Second}
	}
	return refused(method, v, meaning(v.Code, strings.ToLower(v.Description)))
}

func refused(method string, v verdict, meaning error) error {
	return fmt.Errorf("telegram %s: %d %s: %w", method, v.Code, decent(v.Description), meaning)
}

// meanings are phrases of Telegram's refusals (400), in the order they are looked for. They are not documented; the texts are those of
// its open-source server and its core.
var meanings = []struct {
	err     error
	phrases []string
}{
	{casebook.ErrUnchanged, []string{"message is not modified"}},
	{casebook.ErrTooOld, []string{
		"message to edit not found", "message can't be edited", "message_id_invalid", "message to delete not found", "message can't be deleted",
		"message identifier is not specified", "query is too old", "query id is invalid", "message is too old",
	}},
	{errQuote, []string{"reply message not found", "replied message not found", "message to be replied not found", "message to reply not found"}},
	{errNoText, []string{"there is no text in the message to edit"}},
	{errNoCaption, []string{"there is no caption in the message to edit"}},
	{casebook.ErrTooBig, []string{"file is too big"}},
	{errNotNow, []string{"file is temporarily unavailable"}},
	{errTags, []string{"can't parse entities", "can't find end tag", "unsupported start tag"}},
	{casebook.ErrGone, []string{
		"chat not found", "user not found", "peer_id_invalid", "user is deactivated", "group chat was deactivated", "bot was kicked",
		"bot is not a member", "have no rights to send", "not enough rights to send", "chat_write_forbidden", "chat_restricted", "user_is_blocked",
	}},
}

func meaning(code int, says string) error {
	switch {
	case code >= 500:
		return casebook.ErrAway
	case code == http.StatusForbidden: // blocked, deactivated, never wrote to us, kicked
		return casebook.ErrGone
	case code == http.StatusUnauthorized, code == http.StatusNotFound: // the token
		return casebook.ErrForbidden
	case code == http.StatusConflict: // another poller, or a webhook is set
		return casebook.ErrConflict
	}
	for _, m := range meanings {
		for _, phrase := range m.phrases {
			if strings.Contains(says, phrase) {
				return m.err
			}
		}
	}
	return casebook.ErrBadInput
}

// decent cuts a description where it begins to repeat what we sent: people's words may be in it.
func decent(description string) string {
	for _, start := range []string{"can't parse entities", `"`, " '", ": inline keyboard"} {
		if i := strings.Index(description, start); i >= 0 {
			description = strings.TrimRight(description[:i+len(start)], `"' `)
		}
	}
	return description
}

// away is an error of the network. The chain ends here, since net/http's errors hold the address with the token in it; what remains
// is their text and whether it was the context.
func (w *wire) away(method string, err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	for _, ended := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, ended) {
			return fmt.Errorf("telegram %s: %w: %w", method, casebook.ErrAway, ended)
		}
	}
	return fmt.Errorf("telegram %s: %w: %s", method, casebook.ErrAway, w.redact(err.Error()))
}

// redact takes the token out of a text, in each form it may have in an address.
func (w *wire) redact(s string) string {
	for _, form := range []string{w.token, url.PathEscape(w.token), url.QueryEscape(w.token)} {
		s = strings.ReplaceAll(s, form, "***")
	}
	if _, secret, ok := strings.Cut(w.token, ":"); ok && len(secret) >= 8 {
		s = strings.ReplaceAll(s, secret, "***")
	}
	return s
}
