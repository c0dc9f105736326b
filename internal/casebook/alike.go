package casebook

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// AlikeWithin is how far apart two reports of the same thing come in.
const AlikeWithin = 7 * Day

// AlikeMost is how many reports are looked at for one that may be the same, and AlikeShown how many of them are shown.
const (
	AlikeMost  = 50
	AlikeShown = 3
)

// joinable are the kinds that many people see at once: their reporters are asked whether it is the same.
var joinable = []string{"bencana", "jalanan"}

// Joinable tells whether a case may be joined to another by its reporter, and another to it: of a kind that many see, and nothing about it is kept from
// anybody. What is confidential, shielded, without a name, or was quiet once is never spoken of to a resident.
func (c Case) Joinable() bool {
	return slices.Contains(joinable, c.Kind) && c.Lane == OpenLane && !c.Quiet && c.Shield == NoShield && c.Open &&
		(c.Disclosure == OfficeOnly || c.Disclosure == VillageToo || c.Disclosure == "")
}

// Alike is a case that may be the same as another, or is known to be.
type Alike struct {
	Number Number
	Bond   Bond
}

// Bond says how two cases belong together.
type Bond string

// The bonds.
const (
	Maybe  Bond = ""       // nobody has said
	Joined Bond = "joined" // its reporter said that it is the same
	Linked Bond = "linked" // somebody who works both said so
	Apart  Bond = "apart"  // it is not
)

// toldOften are words that stand in many stories and tell nothing; the shortest are left out by their length.
var toldOften = strings.Fields("yang dengan untuk pada dari tidak sudah belum akan juga atau karena kami kita saya mereka orang ada sangat sekali bapak ibu " +
	"tolong mohon dusun desa rumah warga kena terkena hari kemarin tadi pagi malam sore siang lagi masih dekat nian galo dak endik nggak gara sejak")

// Likeness tells how much of the shorter of two stories stands in the other, from 0 to 1; 0 where they share fewer than two words that tell something,
// and the shorter has more than one: "banjir" is all that somebody writes under a voice message.
func Likeness(a, b string) float64 {
	first, second := telling(a), telling(b)
	shared := 0
	for word := range first {
		if second[word] {
			shared++
		}
	}
	shorter := min(len(first), len(second))
	if shared < min(2, shorter) || shorter == 0 {
		return 0
	}
	return float64(shared) / float64(shorter)
}

// AlikeFrom is the likeness from which two reports of the same kind, village and days may be the same.
const AlikeFrom = 0.3

func telling(s string) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len([]rune(w)) > 3 && !slices.Contains(toldOften, w) {
			words[w] = true
		}
	}
	return words
}

// Around gives the days in which a report of the same thing as c comes in.
func (c Case) Around() (from, to time.Time) {
	return c.ReceivedAt.Add(-AlikeWithin), c.ReceivedAt.Add(AlikeWithin)
}
