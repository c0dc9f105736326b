package board

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
	"rembuk/internal/words"
)

// Office is one district as its pages show it.
type Office struct {
	Name  string // of the office
	Bot   string // its name at Telegram, without the @
	Zone  *time.Location
	Voice func(language string) *words.Language
	Link  func(d casebook.Door, at time.Time) string // what the QR of a check-in holds at a moment
}

// Board serves the pages.
type Board struct {
	Offices func(district string) (Office, bool)
	// Door gives a meeting's door and how many people are known to be there. Of a door that is not open, Until is past or zero.
	// Errors: casebook.ErrNotFound, casebook.ErrAway.
	Door func(ctx context.Context, district string, meeting casebook.MeetingID) (casebook.Door, int, error)
	Ring *private.Ring
	Now  func() time.Time
	Log  *slog.Logger
}

// Handler answers GET /hadir/<token> and GET /hadir/<token>/now.
func (b *Board) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hadir/{token}", b.wall)
	mux.HandleFunc("GET /hadir/{token}/now", b.wallNow)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		closeUp(w.Header())
		http.NotFound(w, r)
	})
	return mux
}
