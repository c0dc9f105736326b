package house

import (
	"context"
	"net/http"
	"time"

	"rembuk/internal/board"
	"rembuk/internal/casebook"
)

// pages are the house's own pages, at the address that people's browsers reach: the webhook's, or the demo's.
func (h *House) pages() *board.Board {
	return &board.Board{Offices: h.boardOffice, Door: h.doorAt, Ring: h.ring, Now: h.clock.Now, Log: h.log}
}

func (h *House) boardOffice(district string) (board.Office, bool) {
	o := h.officeOf(district)
	if o == nil {
		return board.Office{}, false
	}
	return board.Office{Name: o.Name, Bot: o.Username, Zone: o.Calendar.Zone, Voice: o.Voice,
		Link: func(d casebook.Door, at time.Time) string { return o.DoorLink(d, at) }}, true
}

func (h *House) doorAt(ctx context.Context, district string, meeting casebook.MeetingID) (casebook.Door, int, error) {
	return h.store.DoorAt(ctx, district, meeting, h.clock.Now())
}

// wall is the address of a check-in's page for a projector; "" where no browser can reach this house.
func (h *House) wall(district string, d casebook.Door) string {
	address := h.cfg.Public
	if address == "" {
		address = h.cfg.Webhook
	}
	if address == "" {
		return ""
	}
	return address + h.pages().Path(district, d.Meeting)
}

// Pages serves them.
func (h *House) Pages() http.Handler { return h.pages().Handler() }
