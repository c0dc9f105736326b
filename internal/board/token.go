package board

import (
	"crypto/hmac"
	"encoding/base32"
	"strconv"
	"strings"

	"rembuk/internal/casebook"
)

// Path is the address of a meeting's page on the wall: it cannot be guessed from another meeting's, and is the same for ever, so that a page that stands
// open goes on after a restart.
func (b *Board) Path(district string, meeting casebook.MeetingID) string {
	return "/hadir/" + b.token(district, meeting)
}

// token is district, meeting and what only we can have written: 80 bits, in letters that can be typed from a phone into a projector's laptop.
func (b *Board) token(district string, meeting casebook.MeetingID) string {
	id := strconv.FormatInt(int64(meeting), 10)
	mark := base32.StdEncoding.EncodeToString(b.Ring.MAC("wall", district, id)[:10])
	return district + "-" + id + "-" + strings.ToLower(mark)
}

// readToken gives the meeting of a token that we wrote.
func (b *Board) readToken(token string) (district string, meeting casebook.MeetingID, ok bool) {
	district, rest, _ := strings.Cut(token, "-")
	number, _, _ := strings.Cut(rest, "-")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || id <= 0 {
		return "", 0, false
	}
	meeting = casebook.MeetingID(id)
	return district, meeting, hmac.Equal([]byte(b.token(district, meeting)), []byte(token))
}
