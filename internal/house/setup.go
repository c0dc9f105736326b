package house

import (
	"context"
	"fmt"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/desk"
	"rembuk/internal/district"
	"rembuk/internal/jobs"
	"rembuk/internal/private"
	"rembuk/internal/store"
	"rembuk/internal/telegram"
	"rembuk/migrations"
)

// Migrate brings the database to this program's schema and loads the districts' data. say tells what takes a while.
func Migrate(ctx context.Context, cfg Config, say func(string)) error {
	ring, err := private.ParseRing(cfg.Keys)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, cfg.Database, ring)
	if err != nil {
		return err
	}
	defer s.Close()
	say("schema ...")
	if err := migrations.Up(ctx, s.Pool(), jobs.Migrate); err != nil {
		return err
	}
	for _, d := range cfg.Districts {
		data, err := district.Load(d.Code)
		if err != nil {
			return err
		}
		say("district " + d.Code + ": " + data.District.Name)
		if err := s.SaveDistrict(ctx, row(data)); err != nil {
			return fmt.Errorf("district %s: %w", d.Code, err)
		}
	}
	return nil
}

// Invite makes an invitation from the command line, which may give any role: whoever can run it has the database anyway.
func Invite(ctx context.Context, cfg Config, role, region string) (link, code string, err error) {
	d, data, err := districtOf(cfg, region)
	if err != nil {
		return "", "", err
	}
	if r, _ := data.Gazetteer().Region(region); !casebook.Role(role).Fits(r.Level) {
		return "", "", fmt.Errorf("role %q does not go with a region of level %s", role, r.Level)
	}
	ring, err := private.ParseRing(cfg.Keys)
	if err != nil {
		return "", "", err
	}
	s, err := store.Open(ctx, cfg.Database, ring)
	if err != nil {
		return "", "", err
	}
	defer s.Close()
	by := casebook.Viewer{District: data.District.Code}
	code, _, err = s.Invite(ctx, by, casebook.Role(role), region, cfg.now(), data.Policies.InvitationValid.Clock())
	if err != nil {
		return "", "", err
	}
	bot, err := caller(ctx, cfg, d)
	if err != nil {
		return "", "", fmt.Errorf("invitation %s was made, but its link needs the bot's name: %w", code, err)
	}
	defer bot.Close()
	return desk.Link(bot.Username(), code), code, nil
}

// districtOf finds the served district that a region lies in.
func districtOf(cfg Config, region string) (District, district.Data, error) {
	for _, d := range cfg.Districts {
		data, err := district.Load(d.Code)
		if err != nil {
			return d, data, err
		}
		if _, ok := data.Gazetteer().Region(region); ok {
			return d, data, nil
		}
	}
	return District{}, district.Data{}, fmt.Errorf("no region %q in the districts served", region)
}

// Webhook sets, deletes or shows where Telegram sends updates.
func Webhook(ctx context.Context, cfg Config, do string, say func(string)) error {
	if do == "set" && cfg.Webhook == "" {
		return fmt.Errorf("WEBHOOK_URL is not set")
	}
	for _, d := range cfg.Districts {
		line, err := hookOf(ctx, cfg, d, do)
		if err != nil {
			return fmt.Errorf("district %s: %w", d.Code, err)
		}
		say("district " + d.Code + ": " + line)
	}
	return nil
}

// hookOf does it for one bot, and says how Telegram delivers then.
func hookOf(ctx context.Context, cfg Config, d District, do string) (string, error) {
	data, err := district.Load(d.Code)
	if err != nil {
		return "", err
	}
	bot, err := caller(ctx, cfg, d)
	if err != nil {
		return "", err
	}
	defer bot.Close()
	switch do {
	case "set":
		err = bot.SetWebhook(ctx, cfg.Webhook+hook(data.District.Code), cfg.Secret)
	case "delete":
		err = bot.DeleteWebhook(ctx)
	case "info":
	default:
		err = fmt.Errorf("webhook: want set, delete or info")
	}
	if err != nil {
		return "", err
	}
	info, err := bot.WebhookInfo(ctx)
	if err != nil {
		return "", err
	}
	if info.URL == "" {
		return fmt.Sprintf("no webhook, %d updates wait to be polled", info.Pending), nil
	}
	line := fmt.Sprintf("%s, %d updates wait, %d connections at most", info.URL, info.Pending, info.Connections)
	if !info.FailedAt.IsZero() {
		line += fmt.Sprintf("; the last delivery that failed, %s: %s", info.FailedAt.Format(time.RFC3339), info.Failure)
	}
	return line, nil
}

// caller is a bot that only calls: it attends to nothing.
func caller(ctx context.Context, cfg Config, d District) (*telegram.Bot, error) {
	return telegram.Open(ctx, telegram.Config{Token: d.Token, Server: cfg.Telegram, Log: cfg.Log,
		Attend: func(context.Context, chat.Input) (chat.Answer, error) { return chat.Answer{}, casebook.ErrAway },
		Dead:   func(context.Context, int64, int64, []byte, string) error { return casebook.ErrAway }})
}
