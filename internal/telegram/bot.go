package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	library "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"rembuk/internal/chat"
)

// Attend handles one input and may answer a tap. The error decides what becomes of the update: see the package's table.
type Attend func(ctx context.Context, in chat.Input) (chat.Answer, error)

// Config is what a Bot needs to know.
type Config struct {
	Token  string           // from BotFather
	Server string           // default https://api.telegram.org; the simulator's address in the demo
	Log    *slog.Logger     // default: nowhere
	Now    func() time.Time // default time.Now
	Attend Attend

	// Dead keeps an update that could not be handled; raw is its JSON, why is free of people's words. On an error Telegram keeps the
	// update instead (503).
	Dead func(ctx context.Context, bot, update int64, raw []byte, why string) error

	// Attempt counts the attempts begun on an update, this one included, and must outlive the process. done(true) takes this one back:
	// it ended in an orderly way. More than three attempts that were not taken back, and the update goes to Dead. May be nil.
	Attempt func(ctx context.Context, bot, update int64) (n int, done func(orderly bool), err error)

	// Copy reads our own copy of a file that Telegram has lost, by chat.File.Kept; name is one that a phone can open. May be nil.
	Copy func(ctx context.Context, kept int64) (name string, data []byte, err error)

	// Sorry is what a person reads whose update went to Dead, in the client's language. May be nil.
	Sorry func(language string) chat.Message
}

// Bot is one bot at Telegram. It is safe for use by many goroutines.
type Bot struct {
	cfg      Config
	wire     *wire        // the calls a conversation is made of
	lib      *library.Bot // the rare calls, over the same wire
	id       int64
	username string
	deadline time.Duration // of one attempt
	grace    time.Duration // after it, for an Attend that does not heed its context
}

var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

// Open asks Telegram who the bot is. Errors: ErrAway (try again later), ErrForbidden (the token is not valid).
func Open(ctx context.Context, cfg Config) (*Bot, error) {
	if !tokenForm.MatchString(cfg.Token) {
		return nil, errors.New("telegram: the bot token is malformed: want digits, a colon, then letters and digits")
	}
	if cfg.Attend == nil || cfg.Dead == nil {
		return nil, errors.New("telegram: Attend and Dead must be given")
	}
	b := &Bot{cfg: cfg.filled(), deadline: 15 * time.Second, grace: 5 * time.Second}
	b.wire = newWire(b.cfg.Server, cfg.Token)
	b.cfg.Token = "" // printed by accident, a Bot must not show it
	var err error
	b.lib, err = library.New(cfg.Token,
		library.WithSkipGetMe(), // asked below, with the caller's context
		library.WithServerURL(b.cfg.Server),
		library.WithHTTPClient(time.Minute, b.wire),
		library.WithErrorsHandler(func(err error) { b.cfg.Log.Warn("bot library", "error", b.wire.redact(err.Error())) }))
	if err != nil {
		return nil, errors.New(b.wire.redact(fmt.Sprintf("telegram: %v", err)))
	}
	me, err := call[models.User](ctx, b.wire, "getMe", struct{}{})
	if err != nil {
		return nil, err
	}
	b.id, b.username = me.ID, me.Username
	return b, nil
}

func (c Config) filled() Config {
	if c.Server == "" {
		c.Server = "https://api.telegram.org"
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Attempt == nil {
		c.Attempt = func(context.Context, int64, int64) (int, func(bool), error) { return 1, func(bool) {}, nil }
	}
	return c
}

// ID is the bot's own account.
func (b *Bot) ID() int64 { return b.id }

// Username is the bot's name in links, without the @.
func (b *Bot) Username() string { return b.username }

// Close lets go of the idle connections to Telegram.
func (b *Bot) Close() { b.wire.client.CloseIdleConnections() }

// transport keeps as many connections as there are people being answered: the default keeps two and opens one anew for everybody else.
// HTTP/1 only: over HTTP/2 all calls would share one connection, and with a dead one all would wait.
func transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost = 512, 512
	t.IdleConnTimeout = 60 * time.Second
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}
