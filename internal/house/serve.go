package house

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"rembuk/internal/desk"
	"rembuk/internal/jobs"
	"rembuk/internal/telegram"
	"rembuk/internal/words"
)

// patience is how long a stop waits for what is under way. Kubernetes and systemd give 30 s.
const patience = 20 * time.Second

// Serve attends to updates and works the jobs until ctx ends; then it stops gracefully: no new updates, those under way are finished.
func (h *House) Serve(ctx context.Context) error {
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { h.introduce(ctx) })
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	if err := h.jobs.Start(running); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	stopped, err := h.listen(ctx)
	if err != nil {
		return err
	}
	var polling sync.WaitGroup
	if h.cfg.Webhook == "" {
		for _, bot := range h.bots {
			polling.Go(func() {
				if err := bot.Poll(ctx); err != nil && ctx.Err() == nil {
					h.log.Error("polling ended", "bot", bot.Username(), "error", err)
				}
			})
		}
	}
	go h.remind(ctx)
	h.log.Info("serving", "bots", len(h.bots), "webhook", h.cfg.Webhook != "")
	<-ctx.Done()
	last, done := context.WithTimeout(running, patience)
	defer done()
	err = stopped(last)
	polling.Wait() // an update under way has its own deadline
	return errors.Join(err, h.jobs.Stop(last))
}

// remind warns daily until the office has filled in its own telephone numbers. A simulated Telegram has no office.
func (h *House) remind(ctx context.Context) {
	if !strings.HasPrefix(h.cfg.Telegram, "https://") {
		return
	}
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		for _, o := range h.desk.Offices {
			if len(o.Missing) > 0 {
				h.log.Warn("the office has not filled in its own numbers in hotlines.csv", "district", o.District, "missing", o.Missing)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-day.C:
		}
	}
}

// introduce tells Telegram the commands and what the bot is for. It is best effort: the bot serves without.
func (h *House) introduce(ctx context.Context) {
	for id, bot := range h.bots {
		o := h.desk.Offices[id]
		for _, code := range append([]string{""}, words.Codes...) {
			l := o.Voice(code)
			var list []telegram.Command
			for _, c := range desk.Commands {
				list = append(list, telegram.Command{Name: c, About: l.Say("command." + c)})
			}
			err := errors.Join(bot.SetCommands(ctx, code, list),
				bot.SetAbout(ctx, code, l.Say("about.long"), l.Say("about.short", "office", o.Name)))
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				h.log.Warn("not introduced", "bot", bot.Username(), "language", code, "error", err)
				break
			}
		}
	}
}

// listen opens the door: one webhook a bot, health and readiness.
func (h *House) listen(ctx context.Context) (stop func(context.Context) error, err error) {
	if h.cfg.Listen == "" {
		return func(context.Context) error { return nil }, nil
	}
	door, err := net.Listen("tcp", h.cfg.Listen)
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: h.Handler(), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 75 * time.Second,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) }}
	go func() {
		if err := server.Serve(door); !errors.Is(err, http.ErrServerClosed) {
			h.log.Error("listener ended", "error", err)
		}
	}()
	return server.Shutdown, nil
}

// Handler is the door: POST /webhook/<district>, GET /healthz, GET /readyz, and our pages under /hadir/.
func (h *House) Handler() http.Handler {
	mux := http.NewServeMux()
	if h.cfg.Webhook != "" {
		for id, bot := range h.bots {
			mux.Handle("POST "+hook(h.desk.Offices[id].District), bot.Webhook(h.cfg.Secret))
		}
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("/hadir/", h.Pages())
	return mux
}

func hook(district string) string { return "/webhook/" + district }

// ready says which service does not answer.
func (h *House) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	for name, ping := range map[string]func(context.Context) error{"postgresql": h.store.Ping, "redis": h.drafts.Ping} {
		if err := ping(ctx); err != nil {
			h.log.Warn("not ready", "service", name, "error", err)
			http.Error(w, name+" does not answer", http.StatusServiceUnavailable)
			return
		}
	}
	_, _ = w.Write([]byte("ready\n"))
}

// FastForward moves the time of the house: its clock, river's schedule, and what is due in Redis by that clock. For stories.
func (h *House) FastForward(ctx context.Context, d time.Duration) error {
	h.clock.Forward(d)
	return errors.Join(jobs.Advance(ctx, h.store.Pool(), d), h.sweep(ctx))
}
