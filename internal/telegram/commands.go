package telegram

import (
	"context"
	"time"

	library "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Webhook settings and what people see of the bot before they write to it: set by a deploy step, never by a replica.

// connections is how many updates Telegram may deliver at the same time: each of another queue.
const connections = 100

// Setting is how Telegram delivers.
type Setting struct {
	URL         string // empty: no webhook, it can be polled
	Pending     int    // updates that wait
	Connections int
	FailedAt    time.Time // of the last delivery that failed; zero: none
	Failure     string
}

// SetWebhook makes Telegram deliver to url (https), with the secret in each request. What waits is kept.
func (b *Bot) SetWebhook(ctx context.Context, url, secret string) error {
	_, err := b.lib.SetWebhook(ctx, &library.SetWebhookParams{URL: url, SecretToken: secret, MaxConnections: connections, AllowedUpdates: kinds})
	return b.known("setWebhook", err)
}

// DeleteWebhook stops deliveries, so that Poll can fetch. What waits is kept.
func (b *Bot) DeleteWebhook(ctx context.Context) error {
	_, err := b.lib.DeleteWebhook(ctx, &library.DeleteWebhookParams{})
	return b.known("deleteWebhook", err)
}

// WebhookInfo tells how Telegram delivers.
func (b *Bot) WebhookInfo(ctx context.Context) (Setting, error) {
	info, err := b.lib.GetWebhookInfo(ctx)
	if err != nil {
		return Setting{}, b.known("getWebhookInfo", err)
	}
	s := Setting{URL: info.URL, Pending: info.PendingUpdateCount, Connections: info.MaxConnections, Failure: info.LastErrorMessage}
	if info.LastErrorDate != 0 {
		s.FailedAt = time.Unix(int64(info.LastErrorDate), 0)
	}
	return s, nil
}

// Command is an entry of the command menu.
type Command struct {
	Name  string // without the slash: "lapor"
	About string // 256 characters at most
}

// SetCommands sets the menu of private talks for a client's language ("id"); an empty language is for all others.
func (b *Bot) SetCommands(ctx context.Context, language string, commands []Command) error {
	params := library.SetMyCommandsParams{LanguageCode: language, Scope: &models.BotCommandScopeAllPrivateChats{}}
	for _, c := range commands {
		params.Commands = append(params.Commands, models.BotCommand{Command: c.Name, Description: c.About})
	}
	_, err := b.lib.SetMyCommands(ctx, &params)
	return b.known("setMyCommands", err)
}

// SetAbout sets what an empty talk shows (512 characters at most) and what the profile and a shared link show (120).
func (b *Bot) SetAbout(ctx context.Context, language, empty, profile string) error {
	if _, err := b.lib.SetMyDescription(ctx, &library.SetMyDescriptionParams{Description: empty, LanguageCode: language}); err != nil {
		return b.known("setMyDescription", err)
	}
	_, err := b.lib.SetMyShortDescription(ctx, &library.SetMyShortDescriptionParams{ShortDescription: profile, LanguageCode: language})
	return b.known("setMyShortDescription", err)
}
