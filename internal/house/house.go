// Package house is all the wiring: it introduces the rooms to one another. serve, demo, stories and benchmarks build the same house.
package house

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/desk"
	"rembuk/internal/district"
	"rembuk/internal/drafts"
	"rembuk/internal/jobs"
	"rembuk/internal/limits"
	"rembuk/internal/private"
	"rembuk/internal/store"
	"rembuk/internal/telegram"
)

// Config is what a house is built from.
type Config struct {
	Database  string // PostgreSQL
	Redis     string
	Replicas  int    // of Redis, that must have a draft before it is called saved
	Prefix    string // of all keys in Redis; "" in life
	Keys      string // key ring
	Districts []District
	Telegram  string // Bot API server
	Webhook   string // public address; "": long polling
	Public    string // address of our pages; "": the webhook's
	Secret    string // of the webhook
	Listen    string // address of webhook and health; "": none
	Contact   string // of the data-protection officer
	Evidence  Evidence
	Awake     bool // nobody sleeps: no quiet hours, for a demo that is played at any hour
	Log       *slog.Logger
	Clock     *Clock            // nil: the machine's
	Step      func(step string) // desk.Desk.Step
}

// District is one district that is served.
type District struct {
	Code  string // of its data: 1701
	Token string // of its bot
}

// House is a running program: its rooms, introduced.
type House struct {
	cfg    Config
	clock  *Clock
	store  *store.Store
	redis  redis.UniversalClient
	drafts *drafts.Drafts
	limits *limits.Limiter
	jobs   *jobs.Jobs
	desk   *desk.Desk
	bots   map[int64]*telegram.Bot
	ring   *private.Ring
	log    *slog.Logger

	evidence *evidenceRoom // nil: files stay at Telegram
}

// Check names what is wrong with a Config, all at once, without reaching for any service.
func Check(cfg Config) error {
	var faults []error
	if cfg.Keys != "" {
		if _, err := private.ParseRing(cfg.Keys); err != nil {
			faults = append(faults, fmt.Errorf("REMBUK_KEYS: %w", err))
		}
	}
	if cfg.Redis != "" {
		if client, err := dialRedis(cfg.Redis); err != nil {
			faults = append(faults, errors.New("REDIS_URL: want redis://, rediss:// or unix://"))
		} else {
			_ = client.Close()
		}
	}
	if cfg.Database != "" {
		if _, err := pgx.ParseConfig(cfg.Database); err != nil {
			faults = append(faults, errors.New("DATABASE_URL: not an address of PostgreSQL")) // the parser's error would print the password
		}
	}
	for _, d := range cfg.Districts {
		if _, err := district.Load(d.Code); err != nil {
			faults = append(faults, fmt.Errorf("REMBUK_DISTRICTS: %s: %w", d.Code, err))
		}
	}
	return errors.Join(faults...)
}

// Open builds the house: it reaches every service, and tells in one error what is missing. Nothing is served yet.
func Open(ctx context.Context, cfg Config) (*House, error) {
	h := &House{cfg: cfg, clock: cfg.Clock, log: cfg.Log, bots: map[int64]*telegram.Bot{}}
	if h.clock == nil {
		h.clock = &Clock{}
	}
	if err := h.open(ctx); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

func (h *House) open(ctx context.Context) error {
	ring, err := private.ParseRing(h.cfg.Keys)
	if err != nil {
		return err
	}
	h.ring = ring
	if h.store, err = store.Open(ctx, h.cfg.Database, ring); err != nil {
		return err
	}
	if err := h.openRedis(ctx, ring); err != nil {
		return err
	}
	if err := h.openEvidence(ctx); err != nil {
		return err
	}
	h.desk = &desk.Desk{Offices: map[int64]*desk.Office{}, Drafts: drafting{h.drafts}, Records: h.store, Meetings: h.store, Rights: h.store, Forget: drafting{h.drafts}.Forget, Send: h.reply, Edit: h.edit, Delete: h.remove, Fetch: h.fetch, Wall: h.wall, Ring: ring,
		Now: h.clock.Now, Log: h.log, Step: h.cfg.Step}
	for _, d := range h.cfg.Districts {
		if err := h.openDistrict(ctx, d); err != nil {
			return err
		}
	}
	return h.openJobs()
}

func (h *House) openRedis(ctx context.Context, ring *private.Ring) error {
	client, err := dialRedis(h.cfg.Redis)
	if err != nil {
		return errors.New("REDIS_URL: want redis://, rediss:// or unix://") // the parser's error would print the password
	}
	h.redis = client
	redis.SetLogger(redisLog{h.log})
	more := []drafts.Option{drafts.Clock(h.clock.Now)}
	if h.cfg.Replicas > 0 {
		more = append(more, drafts.Replicated(h.cfg.Replicas, time.Second))
	}
	h.drafts = drafts.Open(h.redis, ring, h.cfg.Prefix, more...)
	h.limits = limits.New(h.redis, h.cfg.Prefix)
	if err := h.drafts.Ping(ctx); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	return nil
}

// redisLog takes what the client of Redis would print to our log. What fails because of it is told by whoever asked.
type redisLog struct{ log *slog.Logger }

// Printf is called by the client.
func (l redisLog) Printf(ctx context.Context, format string, v ...any) {
	l.log.DebugContext(ctx, "redis client", "said", fmt.Sprintf(format, v...))
}

// dialRedis makes the client of an address: redis://, rediss:// or unix://; with ?addr=HOST:PORT for the other nodes of a cluster, or with
// ?master_name=NAME for Sentinel. Timeouts follow the caller's deadline, so that a Redis that hangs does not hold an update.
func dialRedis(address string) (redis.UniversalClient, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	switch query := u.Query(); {
	case query.Get("master_name") != "":
		o, err := redis.ParseFailoverURL(address)
		if err != nil {
			return nil, err
		}
		o.ContextTimeoutEnabled = true
		return redis.NewFailoverClient(o), nil
	case query.Get("addr") != "":
		o, err := redis.ParseClusterURL(address)
		if err != nil {
			return nil, err
		}
		o.ContextTimeoutEnabled = true
		return redis.NewClusterClient(o), nil
	}
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, err
	}
	o.ContextTimeoutEnabled = true
	return redis.NewClient(o), nil
}

// openDistrict sets up an office with its bot, where there is a token.
func (h *House) openDistrict(ctx context.Context, d District) error {
	data, err := district.Load(d.Code)
	if err != nil {
		return err
	}
	o, err := office(data, h.cfg.Contact)
	if err != nil {
		return err
	}
	if h.cfg.Awake {
		o.Calendar.Quiet, o.Round.Calendar.Quiet = casebook.Hours{}, casebook.Hours{}
	}
	bot, err := telegram.Open(ctx, telegram.Config{Token: d.Token, Server: h.cfg.Telegram, Log: h.log, Now: h.clock.Now, Attend: h.desk.Receive,
		Dead: func(ctx context.Context, bot, update int64, raw []byte, why string) error {
			return h.store.Dead(ctx, bot, update, raw, why, h.clock.Now())
		},
		Attempt: h.drafts.Attempt, Copy: h.copyOf,
		Sorry: func(language string) chat.Message { return chat.Message{Text: o.Voice(language).Say("talk.sorry")} }})
	if err != nil {
		return fmt.Errorf("district %s: %w", d.Code, err)
	}
	if err := h.store.BindBot(ctx, o.District, bot.ID()); err != nil {
		return fmt.Errorf("district %s: %w (has migrate been run?)", d.Code, err)
	}
	o.Bot, o.Username = bot.ID(), bot.Username()
	h.bots[bot.ID()], h.desk.Offices[bot.ID()] = bot, o
	return nil
}

func (h *House) openJobs() error {
	config := jobs.Config{Pool: h.store.Pool(), Records: h.store, Sender: senders{h}, Limit: h.limit,
		Pause: h.limits.Pause, RetryAfter: retryAfter, DrawAlert: h.drawAlert, DrawCard: h.drawCard, Letters: h.store, DrawNotice: h.drawNotice,
		Now: h.clock.Now, Log: h.log, Sweep: h.sweep}
	if h.evidence != nil {
		config.Fetch, config.Unfetched = h.fetchFile, h.unfetched
	}
	var err error
	if h.jobs, err = jobs.New(config); err != nil {
		return err
	}
	h.store.Enqueue, h.store.Rules = h.jobs.Enqueue, h.rulesOf
	return nil
}

// unsent is how long a copy of an alert may wait before its job counts as lost.
const unsent = 15 * time.Minute

// sweep attends to what is due without an input: talks, meetings and what they decided, alerts and notices whose job was lost.
func (h *House) sweep(ctx context.Context) error {
	before := h.clock.Now().Add(-unsent)
	tasks, err := h.store.PendingCopies(ctx, before, 100)
	if err == nil {
		var notices []casebook.Task
		notices, err = h.store.PendingNotices(ctx, before, 100)
		tasks = append(tasks, notices...)
	}
	if err == nil && len(tasks) > 0 {
		err = pgx.BeginFunc(ctx, h.store.Pool(), func(tx pgx.Tx) error { return h.jobs.Enqueue(ctx, tx, tasks) })
	}
	return errors.Join(err, h.rounds(ctx), h.lookForFiles(ctx), h.retain(ctx), h.desk.Sweep(ctx))
}

// Close lets go of everything.
func (h *House) Close() {
	for _, bot := range h.bots {
		bot.Close()
	}
	if h.redis != nil {
		_ = h.redis.Close()
	}
	if h.store != nil {
		h.store.Close()
	}
}

// reply sends what a person is waiting for: it does not queue behind alerts, and reacts to Telegram's own limit only.
func (h *House) reply(ctx context.Context, bot, chatID int64, m chat.Message) (int, error) {
	b, ok := h.bots[bot]
	if !ok {
		return 0, fmt.Errorf("bot %d: %w", bot, casebook.ErrNotFound)
	}
	id, err := b.Send(ctx, chatID, m)
	var moved *telegram.Moved
	if errors.As(err, &moved) && moved.Err == nil {
		return id, nil // it arrived, in the supergroup that the group has become
	}
	return id, err
}

// fetch brings a file that somebody sent.
func (h *House) fetch(ctx context.Context, bot int64, file string) (io.ReadCloser, error) {
	b, ok := h.bots[bot]
	if !ok {
		return nil, fmt.Errorf("bot %d: %w", bot, casebook.ErrNotFound)
	}
	return b.File(ctx, file)
}

// officeOf finds the office by its district's code.
func (h *House) officeOf(code string) *desk.Office {
	for _, o := range h.desk.Offices {
		if o.District == code {
			return o
		}
	}
	return nil
}

func (h *House) drawAlert(a casebook.AlertCopy) chat.Message {
	return h.officeOf(a.Viewer.District).Cards.Alert(a)
}

func (h *House) drawCard(c casebook.Card) (chat.Message, bool) {
	return h.officeOf(c.Case.District).Cards.Own(c)
}
