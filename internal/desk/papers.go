package desk

import (
	"fmt"
	"time"

	"rembuk/internal/casebook"
)

// Papers makes what is printed or sent as a file, and reads rosters.
type Papers interface {
	Minutes(language string, m casebook.Minutes) ([]byte, error)   // PDF
	Sheet(language string, m casebook.Minutes) ([]byte, error)     // XLSX
	BlankList(language string, m casebook.Minutes) ([]byte, error) // PDF, to be signed
	MonthReport(language string, r casebook.MonthReport) ([]byte, error)
	Trend(language string, i casebook.Indicators) ([]byte, error) // PNG
	DoorPicture(language, group, link, code string, until time.Time) ([]byte, error)
	Invite(language string, m casebook.Meeting, sequence int, now time.Time) []byte // .ics
	Slip(language string, s casebook.Slip) ([]byte, error)                          // PNG, of A6
	Poster(language string, all ...casebook.Poster) ([]byte, error)                 // PDF, a page each
	RosterTemplate(language string) ([]byte, error)                                 // XLSX
	ReadRoster(name string, data []byte) ([]casebook.RosterRow, error)              // ErrNoHead, casebook.ErrBadInput
}

// ErrNoHead tells that a table has no heads that are known. It is a casebook.ErrBadInput.
var ErrNoHead = fmt.Errorf("no heads: %w", casebook.ErrBadInput)
