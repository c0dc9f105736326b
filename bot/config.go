package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"rembuk/internal/house"
)

// setting is one environment variable. Settings are read here and nowhere else.
type setting struct{ name, about string }

var settings = []setting{
	{"DATABASE_URL", "PostgreSQL 15 or newer, e.g. postgres://rembuk:secret@db/rembuk"},
	{"REDIS_URL", "Redis 6.2 or newer, or Valkey, e.g. redis://cache:6379/0"},
	{"REDIS_REPLICAS", "replicas that must have a draft before it is called saved (WAIT); default 0"},
	{"REMBUK_KEYS", "key ring that seals drafts, identities and files: bot keys prints a fresh one"},
	{"REMBUK_DISTRICTS", "districts served, by comma; default 1701"},
	{"TELEGRAM_TOKEN_1701", "the bot token of district 1701; one for each district"},
	{"TELEGRAM_SERVER", "Bot API server; default https://api.telegram.org"},
	{"WEBHOOK_URL", "public https address of this installation; unset: long polling"},
	{"WEBHOOK_SECRET", "what Telegram sends along with each update: 16 to 256 of A-Z a-z 0-9 _ -"},
	{"REMBUK_LISTEN", "address for webhook, /healthz and /readyz; default :8080"},
	{"EVIDENCE_DIR", "folder for copies of what people send, shared by all replicas; default data/evidence"},
	{"S3_ENDPOINT", "an S3-compatible storage instead of the folder, e.g. https://s3.example.go.id"},
	{"S3_BUCKET", "bucket in it, which must be there"},
	{"S3_REGION", "region of the bucket; default us-east-1"},
	{"S3_KEY", "access key of the storage"},
	{"S3_SECRET", "secret key of the storage"},
	{"REMBUK_DPO", "contact of the data-protection officer, shown in /privasi"},
	{"REMBUK_LOG", "text or json; default json"},
}

// tokenPrefix begins the name of the setting with a district's bot token.
const tokenPrefix = "TELEGRAM_TOKEN_"

// read takes the settings from the environment. All faults are named at once.
func read(getenv func(string) string) (house.Config, error) {
	r := reader{getenv: getenv}
	cfg := house.Config{
		Database: r.required("DATABASE_URL"),
		Redis:    r.required("REDIS_URL"),
		Replicas: r.number("REDIS_REPLICAS", 0, 8),
		Keys:     r.required("REMBUK_KEYS"),
		Telegram: r.address("TELEGRAM_SERVER", "https://api.telegram.org", "http", "https"),
		Webhook:  r.address("WEBHOOK_URL", "", "https"),
		Secret:   r.secret("WEBHOOK_SECRET"),
		Listen:   r.or("REMBUK_LISTEN", ":8080"),
		Contact:  getenv("REMBUK_DPO"),
		Evidence: r.evidence(),
		Log:      logger(r.oneOf("REMBUK_LOG", "json", "text")),
	}
	for code := range strings.SplitSeq(r.or("REMBUK_DISTRICTS", "1701"), ",") {
		code = strings.TrimSpace(code)
		cfg.Districts = append(cfg.Districts, house.District{Code: code, Token: getenv(tokenPrefix + code)})
	}
	if cfg.Webhook != "" && cfg.Secret == "" && !r.named("WEBHOOK_SECRET") {
		r.fault("WEBHOOK_SECRET is needed with WEBHOOK_URL")
	}
	if err := house.Check(cfg); err != nil {
		r.faults = append(r.faults, err)
	}
	return cfg, errors.Join(r.faults...)
}

// readDemo takes what the demo can be given: own services, and a real bot.
func readDemo(getenv func(string) string) house.DemoConfig {
	return house.DemoConfig{Database: getenv("DATABASE_URL"), Redis: getenv("REDIS_URL"), Token: getenv(tokenPrefix + "1701"),
		Out: os.Stdout, Log: logger("text")}
}

// readPoster takes what posters can be given: a bot to ask for its name.
func readPoster(getenv func(string) string, district string) house.Config {
	r := reader{getenv: getenv}
	return house.Config{Telegram: r.address("TELEGRAM_SERVER", "https://api.telegram.org", "http", "https"), Log: logger("text"),
		Districts: []house.District{{Code: district, Token: getenv(tokenPrefix + district)}}}
}

// tokens tells which districts have no bot token: serve and webhook need them all.
func tokens(cfg house.Config) error {
	var faults []error
	for _, d := range cfg.Districts {
		if d.Token == "" {
			faults = append(faults, fmt.Errorf("%s%s is not set: the token of the district's bot, from @BotFather", tokenPrefix, d.Code))
		}
	}
	return errors.Join(faults...)
}

type reader struct {
	getenv func(string) string
	faults []error
}

func (r *reader) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf(format, args...))
}

func (r *reader) named(name string) bool {
	return slices.ContainsFunc(r.faults, func(err error) bool { return strings.HasPrefix(err.Error(), name) })
}

func (r *reader) or(name, fallback string) string {
	if v := r.getenv(name); v != "" {
		return v
	}
	return fallback
}

func (r *reader) required(name string) string {
	v := r.getenv(name)
	if v == "" {
		r.fault("%s is not set: %s", name, about(name))
	}
	return v
}

func (r *reader) number(name string, fallback, most int) int {
	v := r.getenv(name)
	if v == "" {
		return fallback
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > most {
		r.fault("%s: want a number from 0 to %d", name, most)
	}
	return n
}

func (r *reader) address(name, fallback string, schemes ...string) string {
	v := r.or(name, fallback)
	if v == "" {
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || !slices.Contains(schemes, u.Scheme) {
		r.fault("%s: want an address that begins with %s", name, strings.Join(schemes, " or "))
	}
	return strings.TrimSuffix(v, "/")
}

// evidence is a bucket where an S3 endpoint is set, a folder otherwise.
func (r *reader) evidence() house.Evidence {
	endpoint := r.address("S3_ENDPOINT", "", "https", "http")
	if endpoint == "" {
		if r.getenv("S3_BUCKET") != "" && !r.named("S3_ENDPOINT") { // half of it must not become a folder unnoticed
			r.fault("S3_ENDPOINT is needed with S3_BUCKET")
		}
		return house.Evidence{Dir: r.or("EVIDENCE_DIR", "data/evidence")}
	}
	e := house.Evidence{}
	e.Bucket.Endpoint, e.Bucket.Region = endpoint, r.or("S3_REGION", "us-east-1")
	e.Bucket.Bucket, e.Bucket.Key, e.Bucket.Secret = r.required("S3_BUCKET"), r.required("S3_KEY"), r.required("S3_SECRET")
	return e
}

// oneOf takes one of the choices; the first one where nothing is set.
func (r *reader) oneOf(name string, choices ...string) string {
	v := r.or(name, choices[0])
	if !slices.Contains(choices, v) {
		r.fault("%s: want %s", name, strings.Join(choices, " or "))
	}
	return v
}

func (r *reader) secret(name string) string {
	v := r.getenv(name)
	bad := func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-'
	}
	if v != "" && (len(v) < 16 || len(v) > 256 || strings.ContainsFunc(v, bad)) {
		r.fault("%s: want 16 to 256 of A-Z a-z 0-9 _ -", name)
	}
	return v
}

func about(name string) string {
	for _, s := range settings {
		if s.name == name {
			return s.about
		}
	}
	return ""
}

func logger(format string) *slog.Logger {
	if format == "text" {
		return slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, nil))
}
