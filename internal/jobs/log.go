package jobs

import (
	"context"
	"log/slog"
)

// quiet lets river say only what somebody should look into; that jobs fail we say ourselves.
func quiet(log *slog.Logger) *slog.Logger {
	return slog.New(warnings{log.Handler()}).With("part", "river")
}

type warnings struct{ slog.Handler }

// Enabled serves slog.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// WithAttrs serves slog.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

// WithGroup serves slog.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
