package casebook

import (
	"errors"
	"fmt"
)

// The errors that rooms tell one another. Each outer room turns its driver's errors into these.
var (
	ErrNotFound   = errors.New("not found")                    // there is none, or the asker may not know that there is one
	ErrForbidden  = errors.New("not permitted")                // there is one, and this person may not do that
	ErrConflict   = errors.New("changed meanwhile")            // somebody was faster: load again
	ErrMove       = errors.New("not possible in this state")   // the case has gone on
	ErrAway       = errors.New("service away")                 // PostgreSQL, Redis or Telegram does not answer: try again later
	ErrUsed       = errors.New("already used")                 // of an invitation
	ErrExpired    = errors.New("expired")                      // of an invitation
	ErrRevoked    = errors.New("revoked")                      // of an invitation or a grant
	ErrGone       = errors.New("the person cannot be reached") // blocked the bot, deleted the account, never wrote
	ErrUnchanged  = errors.New("nothing to change")            // an edit to what it already says
	ErrTooOld     = errors.New("too old to be changed")        // an edit or a deletion that Telegram no longer takes
	ErrNewerDraft = errors.New("written by a newer program")   // a draft of a flow that this program does not know yet
	ErrTries      = errors.New("too many tries")               // at a PIN: closed for an hour
	ErrPIN        = errors.New("a PIN is asked for")           // of the person's own, before something confidential is opened
	ErrNoPIN      = errors.New("no PIN yet")                   // the person must set one first
	ErrBadInput   = errors.New("not understood")               // refused for its content, and will be refused again
)

// ErrTooBig is an ErrBadInput: a file of more bytes than Telegram gives to a bot.
var ErrTooBig = fmt.Errorf("%w: the file is too big", ErrBadInput)
