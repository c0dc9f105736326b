package simulator

import (
	"encoding/json"
	"net/url"
	"regexp"
)

var secretAlphabet = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

func (s *Server) setWebhook(b *bot, a *args) (any, error) {
	hook := webhook{URL: a.text("url"), Secret: a.text("secret_token"), MaxConnections: a.number("max_connections", 40)}
	switch target, err := url.Parse(hook.URL); {
	case hook.URL == "":
		return s.deleteWebhook(b, a)
	case err != nil || target.Host == "":
		return nil, badRequest("bad webhook: invalid webhook URL specified")
	case !isLoopback(target.Hostname()):
		return nil, badRequest("bad webhook: the simulated Telegram posts to loopback only")
	case len(hook.Secret) > 256:
		return nil, badRequest("secret token is too long")
	case !secretAlphabet.MatchString(hook.Secret):
		return nil, badRequest("secret token contains unallowed characters")
	case hook.MaxConnections < 1 || hook.MaxConnections > 100:
		return nil, badRequest("max_connections must be between 1 and 100")
	}
	a.into("allowed_updates", &b.Allowed)
	return s.useWebhook(b, hook, a, "Webhook was set")
}

func (s *Server) deleteWebhook(b *bot, a *args) (any, error) {
	return s.useWebhook(b, webhook{}, a, "Webhook was deleted")
}

func (s *Server) useWebhook(b *bot, hook webhook, a *args, done string) (any, error) {
	if a.yes("drop_pending_updates") {
		for len(b.pending) > 0 {
			s.settle(b, b.pending[0], false)
		}
	}
	close(b.stop)
	b.Webhook, b.stop, b.pumping = hook, make(chan struct{}), map[string]bool{}
	b.slots = make(chan struct{}, max(hook.MaxConnections, 1))
	if b.poll != nil && hook.URL != "" {
		close(b.poll)
		b.poll = nil
	}
	s.keep("bot", b)
	s.bump()
	s.pumpAll(b)
	return described{true, done}, nil
}

func (s *Server) getWebhookInfo(b *bot, _ *args) (any, error) {
	s.dropOld(b)
	info := obj{"url": b.Webhook.URL, "has_custom_certificate": false, "pending_update_count": len(b.pending)}
	if b.Webhook.URL != "" {
		info["max_connections"] = b.Webhook.MaxConnections
	}
	if b.Webhook.LastError != "" {
		info["last_error_date"], info["last_error_message"] = b.Webhook.LastErrorDate, b.Webhook.LastError
	}
	if b.Allowed != nil {
		info["allowed_updates"] = b.Allowed
	}
	return info, nil
}

// described is a result that comes with a sentence, as those about webhooks do.
type described struct {
	result      any
	description string
}

func (d described) MarshalJSON() ([]byte, error) { return json.Marshal(d.result) }
