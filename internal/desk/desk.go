// Package desk is where an input is attended to: it decides, in one order, what the input is for, and lets the room that knows answer.
//
//	danger > the open talk > a reply to a case message > the person's own open cases > the offer of a report
//
// It refuses to know how anything is kept or sent: drafts, records and Telegram are met through the small interfaces below.
package desk

import (
	"context"
	"encoding/hex"
	"io"
	"log/slog"
	"strconv"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Desk attends to the inputs of all districts of an installation.
type Desk struct {
	Offices  map[int64]*Office // by the bot's id
	Drafts   Drafts
	Records  Records
	Meetings Meetings
	Rights   Rights
	Forget   func(ctx context.Context, bot, user int64, dialogs ...string) error // what talks became: Redis
	Send     func(ctx context.Context, bot, chat int64, m chat.Message) (int, error)
	Edit     func(ctx context.Context, bot, chat int64, message int, m chat.Message) error
	Delete   func(ctx context.Context, bot, chat int64, messages []int) error         // what cannot be deleted is skipped
	Fetch    func(ctx context.Context, bot int64, file string) (io.ReadCloser, error) // a file that somebody sent
	Wall     func(district string, d casebook.Door) string                            // address of a check-in's page for a projector; "": there is none
	Ring     *private.Ring
	Now      func() time.Time
	Log      *slog.Logger
	Step     func(step string) // told the steps of a submit, in tests that stop the program there; nil in life
}

// Revision is the state of a person's drafts at a moment, for the comparison before a save.
type Revision = string

// Drafts is what is remembered of talks: Redis.
type Drafts interface {
	Load(ctx context.Context, bot, user int64) (dialog.State, Revision, error)
	Save(ctx context.Context, bot, user int64, rev Revision, s dialog.State, due time.Time) error // casebook.ErrConflict when somebody was faster
	Note(ctx context.Context, bot, user int64, change func(*dialog.State) bool) error
	Freeze(ctx context.Context, bot, user int64, rev Revision, s dialog.State, f dialog.Frozen) error
	Frozen(ctx context.Context, bot, user int64, dialogID string) (dialog.Frozen, error)
	FrozenOf(ctx context.Context, bot, user int64) ([]dialog.Frozen, error)
	Finish(ctx context.Context, bot, user int64, dialogID, number string) error
	Tombstone(ctx context.Context, bot, user int64, dialogID string) (string, error)
	Claim(ctx context.Context, bot int64, now time.Time, hold time.Duration, limit int) ([]int64, error)
	Due(ctx context.Context, bot, user int64, at time.Time) error // zero: nothing is due
}

// Records is what has happened: PostgreSQL.
type Records interface {
	Person(ctx context.Context, district string, user int64, language string) (casebook.Viewer, error)
	SetLanguage(ctx context.Context, v casebook.Viewer, language string) error
	Introduce(ctx context.Context, v casebook.Viewer, name private.Text) error // a colleague, or who stands on an attendance list
	SetBlocked(ctx context.Context, district string, user int64, blocked bool, at time.Time) error
	FileCase(ctx context.Context, f casebook.Filing, confidentialKind bool, now time.Time) (casebook.Receipt, error)
	CaseFor(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) (casebook.Case, error)
	Timeline(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) ([]casebook.Event, error)
	HolderRole(ctx context.Context, c casebook.Case) (casebook.Role, error)
	OwnCases(ctx context.Context, v casebook.Viewer, limit int) ([]casebook.CaseLine, error)
	OpenCases(ctx context.Context, v casebook.Viewer, after casebook.Cursor, limit int) ([]casebook.CaseLine, casebook.Cursor, error)
	Move(ctx context.Context, v casebook.Viewer, number casebook.Number, o casebook.Order, now time.Time) (casebook.Case, error)
	CaseOf(ctx context.Context, district string, chat int64, message int) (casebook.Number, casebook.Purpose, error)
	NoteSpoken(ctx context.Context, s casebook.Spoken, at time.Time) error
	QuietSpoken(ctx context.Context, district string, chat int64) ([]int, error)
	ForgetQuiet(ctx context.Context, v casebook.Viewer, chat int64) error
	PIN(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) (string, error)
	PINShown(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) error
	ByPIN(ctx context.Context, v casebook.Viewer, number casebook.Number, pin string, now time.Time) (casebook.Face, error)
	AddProven(ctx context.Context, v casebook.Viewer, number casebook.Number, key string, o casebook.Order, now time.Time) (casebook.Face, error)
	SaveContact(ctx context.Context, v casebook.Viewer, number casebook.Number, c casebook.Contact) error
	ContactFor(ctx context.Context, v casebook.Viewer, number casebook.Number, now time.Time) (casebook.Contact, error)
	CopyAdopt(ctx context.Context, v casebook.Viewer, chat int64, message int, number casebook.Number) error
	Names(ctx context.Context, district string, people []casebook.PersonID) (map[casebook.PersonID]private.Text, error) // of colleagues
	Invite(ctx context.Context, by casebook.Viewer, role casebook.Role, region string, now time.Time, valid time.Duration) (string, casebook.Invitation, error)
	Accept(ctx context.Context, v casebook.Viewer, code string, now time.Time) (casebook.Invitation, error)
	Invitations(ctx context.Context, by casebook.Viewer, now time.Time) ([]casebook.Invitation, error)
	RevokeInvitation(ctx context.Context, by casebook.Viewer, id int64, now time.Time) error
	People(ctx context.Context, by casebook.Viewer) ([]casebook.Grant, error)
	Expel(ctx context.Context, by casebook.Viewer, person casebook.PersonID, now time.Time) (casebook.Expelled, error)
	Propose(ctx context.Context, by casebook.Viewer, region string, now time.Time, valid time.Duration) (casebook.Proposal, error)
	Decide(ctx context.Context, v casebook.Viewer, id int64, agreed bool, now time.Time) (casebook.Proposal, error)
	UseProposal(ctx context.Context, v casebook.Viewer, id int64, now time.Time, valid time.Duration) (string, casebook.Invitation, error)
	HasPIN(ctx context.Context, v casebook.Viewer) (bool, error) // of the person's own
	SetPIN(ctx context.Context, v casebook.Viewer, typed private.Text, now time.Time) error
	TryPIN(ctx context.Context, v casebook.Viewer, typed private.Text, now time.Time) error
	Reads(ctx context.Context, v casebook.Viewer, number casebook.Number, limit int) ([]casebook.Read, error)
	Shown(ctx context.Context, district string, chat int64, number casebook.Number) ([]int, error) // our messages that show the case
	ShownTo(ctx context.Context, district string, person casebook.PersonID) (casebook.Address, []int, error)
	RevokeGrant(ctx context.Context, by casebook.Viewer, person casebook.PersonID, now time.Time) error
	Behalf
	Alikes
}

// visit is one input while it is attended to: who, where, in which language, and what is remembered of the person.
type visit struct {
	*Desk
	office             *Office
	in                 chat.Input
	state              dialog.State
	rev                Revision
	masked             bool         // a NIK was covered
	tooBig             bool         // a file was refused
	wants              string       // the token of what was asked for, should the own PIN be asked first
	phone              private.Text // a number that was typed
	onlyPhone, covered bool         // nothing but that was typed; the talk carries it, which is said
	viewer             *casebook.Viewer
	away               error // PostgreSQL was asked who it is, and did not answer: it is not asked again
}

// voice speaks the person's language.
func (v *visit) voice() dialog.Voice { return v.office.Voice(v.state.Language) }

func (v *visit) say(key string, args ...string) string { return v.voice().Say(key, args...) }

// who gives the person with the grants of now: asked once per visit, and only where it is needed, so that a talk goes on without PostgreSQL.
func (v *visit) who(ctx context.Context) (casebook.Viewer, error) {
	if v.viewer == nil {
		if v.away != nil {
			return casebook.Viewer{}, v.away
		}
		viewer, err := v.Records.Person(ctx, v.office.District, v.in.User, v.state.Language)
		if err != nil {
			v.away = err
			return casebook.Viewer{}, err
		}
		v.viewer = &viewer
	}
	return *v.viewer, nil
}

// dialogID names a talk for ever by the update that begins it, without telling whose it is.
func (v *visit) dialogID() string {
	return hex.EncodeToString(v.Ring.MAC("dialog", strconv.FormatInt(v.in.Bot, 10), strconv.FormatInt(v.in.User, 10), strconv.FormatInt(v.in.Update, 10))[:16])
}
