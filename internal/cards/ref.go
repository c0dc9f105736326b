package cards

import (
	"strconv"
	"strings"

	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// Noun is what a button is about, where it is not a case.
type Noun string

// The nouns.
const (
	OnMeeting  Noun = "m"
	OnFollowUp Noun = "f"
	OnGroup    Noun = "g"
	OnMember   Noun = "p"
	OnClaim    Noun = "k"
	OnReport   Noun = "r"
	OnProposal Noun = "w" // of a caseworker
	OnPerson   Noun = "x" // of an officer
)

// Ref is what a button about a meeting, a follow-up, a group, a claim or a monthly report sends back: "m:pdf:12".
type Ref struct {
	Noun Noun
	Do   string
	ID   int64
	More string
}

// Token writes it.
func (r Ref) Token() string {
	token := string(r.Noun) + ":" + r.Do + ":" + strconv.FormatInt(r.ID, 10)
	if r.More != "" {
		token += ":" + r.More
	}
	return token
}

// ReadRef reads it.
func ReadRef(data string) (Ref, bool) {
	parts := strings.SplitN(data, ":", 4)
	if len(parts) < 3 || len(parts[0]) != 1 || !strings.Contains("mfgpkrwx", parts[0]) {
		return Ref{}, false
	}
	id, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return Ref{}, false
	}
	r := Ref{Noun: Noun(parts[0]), Do: parts[1], ID: id}
	if len(parts) == 4 {
		r.More = parts[3]
	}
	return r, true
}

// rows collects buttons, two in a row.
type buttons struct{ rows [][]chat.Button }

func (b *buttons) add(l *words.Language, key string, r Ref) {
	button := chat.Button{Label: l.Say(key), Data: r.Token()}
	if n := len(b.rows); n > 0 && len(b.rows[n-1]) < 2 {
		b.rows[n-1] = append(b.rows[n-1], button)
		return
	}
	b.rows = append(b.rows, []chat.Button{button})
}

// row begins a new row with the next button.
func (b *buttons) row() {
	if n := len(b.rows); n > 0 && len(b.rows[n-1]) > 0 {
		b.rows = append(b.rows, nil)
	}
}

// all gives the rows that hold something.
func (b *buttons) all() [][]chat.Button {
	var out [][]chat.Button
	for _, r := range b.rows {
		if len(r) > 0 {
			out = append(out, r)
		}
	}
	return out
}
