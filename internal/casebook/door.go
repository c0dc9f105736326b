package casebook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/private"
)

// Door is a meeting where people check in by a code that changes every minute.
type Door struct {
	Meeting MeetingID
	Group   Group
	Kind    MeetingKind
	Secret  private.Text // what the codes are made from
	Until   time.Time
}

// DoorTurns is how long one code stands on the wall.
const DoorTurns = time.Minute

// Code gives the 6 digits of the minute.
func (d Door) Code(at time.Time) string {
	mac := hmac.New(sha256.New, []byte(d.Secret.Reveal()))
	var turn [8]byte
	binary.BigEndian.PutUint64(turn[:], uint64(at.Unix()/int64(DoorTurns/time.Second))) //nolint:gosec // after 1970
	mac.Write(turn[:])
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum)%1_000_000)
}

// doorGrace is for how many turns a code that has left the wall still serves: a slow hand, a slow line.
const doorGrace = 2

// Opens tells whether the code is the one of this minute, or was a moment ago. Time is that of the message, by Telegram's clock.
func (d Door) Opens(code string, at time.Time) bool {
	ok := false
	for turn := range doorGrace + 1 {
		ok = subtle.ConstantTimeCompare([]byte(d.Code(at.Add(-time.Duration(turn)*DoorTurns))), []byte(code)) == 1 || ok
	}
	return ok && at.Before(d.Until)
}

// Link is the payload of the deep link that the QR shows: "h_" and the meeting, and the code.
func (d Door) Link(at time.Time) string {
	return "h_" + strconv.FormatInt(int64(d.Meeting), 10) + "_" + d.Code(at)
}

// ReadDoorLink reads what follows "h_".
func ReadDoorLink(payload string) (MeetingID, string, bool) {
	id, code, ok := strings.Cut(payload, "_")
	n, err := strconv.ParseInt(id, 10, 64)
	return MeetingID(n), code, ok && err == nil && n > 0 && len(code) == 6
}

// Checked is what a check-in came to.
type Checked struct {
	Line    Line
	Again   bool // was known before from the person's own act
	Meeting Meeting
	Tally   Tally
}
