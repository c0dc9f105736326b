package board

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/papers"
	"rembuk/internal/words"
)

var (
	//go:embed wall.html
	wallHTML string
	//go:embed wall.css
	wallCSS string
	//go:embed wall.js
	wallJS string

	wallPage = template.Must(template.New("wall").Parse(wallHTML))
)

// state is what the page asks for every few seconds.
type state struct {
	Open bool   `json:"open"`
	Code string `json:"code,omitempty"` // as it is read out: 482 913
	QR   string `json:"qr,omitempty"`   // data: address of a picture
	Left int    `json:"left,omitempty"` // milliseconds until the next code
	Here int    `json:"here"`           // people known to be there
}

// stateOf draws the door as it is at a moment. The picture has one pixel a square: the page makes it as large as it can, and it weighs 500 bytes.
func stateOf(o Office, door casebook.Door, here int, now time.Time) (state, error) {
	if !now.Before(door.Until) {
		return state{Here: here}, nil
	}
	picture, err := papers.QR(o.Link(door, now), 0)
	if err != nil {
		return state{}, err
	}
	code := door.Code(now)
	left := casebook.DoorTurns - time.Duration(now.UnixNano())%casebook.DoorTurns
	return state{Open: true, Code: code[:3] + " " + code[3:], QR: "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture),
		Left: int(left.Milliseconds()), Here: here}, nil
}

// sight is all that the page shows at first.
type sight struct {
	state
	Lang, Group, Office                           string
	Title, Scan, Bot, Counted, Until              string
	Closed, ClosedHow, Stale, Turn, Alt, CodeName string
	Spelled                                       string       // the code, figure by figure, for a screen reader
	Type, Next                                    [2]string    // before and after what stands out in them: the bot, the seconds
	Picture                                       template.URL // QR, which the template would not trust: ours, and a picture
	Style                                         template.CSS
	Script                                        template.JS
}

func (b *Board) wall(w http.ResponseWriter, r *http.Request) {
	closeUp(w.Header())
	o, s, door, ok := b.look(w, r)
	if !ok {
		return
	}
	l := languageOf(o, r)
	page := sight{state: s, Lang: l.Code(), Group: door.Group.Name, Office: o.Name, Title: l.Say("wall.title"), Scan: l.Say("wall.scan"),
		Bot: "@" + o.Bot, Type: around(l.Say("wall.type", "bot", blank)), Next: around(l.Say("wall.next", "seconds", blank)), Counted: l.Say("wall.counted"),
		Closed: l.Say("wall.closed"), ClosedHow: l.Say("wall.closed_how"), Stale: l.Say("wall.stale"), Alt: l.Say("wall.alt"), CodeName: l.Say("wall.code"),
		Spelled: strings.Join(strings.Split(strings.ReplaceAll(s.Code, " ", ""), ""), " "),
		Turn:    strconv.Itoa(int(casebook.DoorTurns / time.Second)), Picture: template.URL(s.QR), Style: template.CSS(wallCSS), Script: template.JS(wallJS)} //nolint:gosec // our own
	if s.Open {
		until := door.Until.In(o.Zone)
		page.Until = l.Say("wall.until", "time", until.Format(l.Say("date.time")), "zone", until.Format("MST"))
	}
	var out bytes.Buffer
	if err := wallPage.Execute(&out, page); err != nil {
		b.fail(w, err)
		return
	}
	allow(w.Header(), wallCSS, wallJS)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(out.Bytes())
}

// blank stands in a sentence for what is marked up on the page.
const blank = "\x00"

func around(sentence string) [2]string {
	before, after, _ := strings.Cut(sentence, blank)
	return [2]string{before, after}
}

func (b *Board) wallNow(w http.ResponseWriter, r *http.Request) {
	closeUp(w.Header())
	if _, s, _, ok := b.look(w, r); ok {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(s)
	}
}

// look finds the door that a request is about; ok is false when it has been answered.
func (b *Board) look(w http.ResponseWriter, r *http.Request) (o Office, s state, door casebook.Door, ok bool) {
	district, meeting, ok := b.readToken(r.PathValue("token"))
	if ok {
		o, ok = b.Offices(district)
	}
	if !ok {
		b.fail(w, casebook.ErrNotFound)
		return o, s, door, false
	}
	door, here, err := b.Door(r.Context(), district, meeting)
	if err == nil {
		s, err = stateOf(o, door, here, b.Now())
	}
	if err != nil {
		b.fail(w, err)
		return o, s, door, false
	}
	return o, s, door, true
}

// languageOf is Indonesian unless the address asks for another: what stands on the wall is read by all, not by whose browser it is.
func languageOf(o Office, r *http.Request) *words.Language {
	return o.Voice(strings.ToLower(r.URL.Query().Get("lang")))
}

// fail answers with what a stranger may know: that there is no such page, or that it will be there again.
func (b *Board) fail(w http.ResponseWriter, err error) {
	l := words.In(words.Codes[0])
	if errors.Is(err, casebook.ErrNotFound) {
		http.Error(w, l.Say("wall.none"), http.StatusNotFound)
		return
	}
	b.Log.Warn("a page is not served", "error", err)
	w.Header().Set("Retry-After", "3")
	http.Error(w, l.Say("wall.away"), http.StatusServiceUnavailable)
}
