package dialog_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// everyFlow are the flows a stored draft can be of.
var everyFlow = []scene{bengkulu, trip(1), trip(2), belongs(), decline(), language(), bare(), outing()}

// bare has a story and a guess but no review: it is sent by its last answer.
func bare() scene {
	s := trip(1)
	s.flow = dialog.Define("trip", 9).Story("tale").Choice("boat", "sail", "motor").Guess(func(story string) []string {
		if strings.Contains(story, "motor") {
			return []string{"motor"}
		}
		return nil
	}).Choice("fuel", "diesel", "petrol").When(dialog.Is("boat", "motor")).Choice("why", "work", "home").Free()
	return s
}

// FuzzStep takes any input to any draft that can be decoded: of another version, of another flow, with keys that nobody knows. It must answer or
// stay silent, never panic, change nothing that it was given, and leave a draft that the next input can go on with.
func FuzzStep(f *testing.F) {
	files, err := filepath.Glob("testdata/golden/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var s dialog.State
		if err := json.Unmarshal(text, &s); err != nil {
			f.Fatal(err)
		}
		draft, err := json.Marshal(s.Talks[0])
		if err != nil {
			f.Fatal(err)
		}
		for which := range everyFlow {
			f.Add(string(draft), uint8(which), uint8(chat.Text), "1", 101+i, "")
		}
	}
	for _, draft := range []string{`{}`, `{"q":"nowhere","v":7}`, `{"q":"village","g":-3,"i":"17.01.02","o":["x","y"]}`, `{"q":"village","g":9223372036854775807,"i":"s"}`,
		`{"q":"review","k":true,"e":true,"p":["gone","","review"],"a":{"":{},".said":{"p":[{"m":1,"t":"a"}]},"who":{"o":"officials"},"level":{"o":"x"}}}`,
		`{"q":"why","v":9,"b":"boat","m":50,"a":{"tale":{},"boat":{"o":"motor"},"fuel":{"o":"diesel"},"why":{"o":"work"}}}`,
		`{"q":"check","v":1,"e":true,"b":"gone","m":5}`, `{"q":"reason","f":"decline","v":0,"a":{"reason":{"t":"x"}}}`,
		`{"q":"crew","v":1,"b":"crew","m":50,"h":7,"mb":[{"id":"1","l":"satu"},{"id":"again","l":"lagi"}],"o":["1","again"],"mp":[{"id":"2","l":"dua"}],"a":{"crew":{"n":true,"p":[{"m":1,"k":"photo"}]}}}`,
		`{"q":"check","v":1,"k":true,"ad":true,"b":"job","mp":[{"id":"x","l":"y"}],"a":{"where":{"o":"beach"},"crew":{"t":"1"},"tale":{"n":true},"job":{"t":"a"},"sky":{"o":"gone"}}}`} {
		for which := range everyFlow {
			for kind := chat.Text; kind <= chat.Other; kind++ {
				f.Add(draft, uint8(which), uint8(kind), "Kembali", 3, "al")
				f.Add(draft, uint8(which), uint8(kind), "<b>&", 60, "")
			}
		}
	}
	f.Fuzz(func(t *testing.T, draft string, which, kind uint8, said string, message int, album string) {
		var d dialog.Draft
		if len(said) > 16<<10 || json.Unmarshal([]byte(draft), &d) != nil {
			t.Skip()
		}
		s := everyFlow[int(which)%len(everyFlow)]
		in := chat.Input{Kind: chat.Kind(kind), Text: private.Of(said), Message: message, Album: album, Lat: -4.3, Lon: 103, At: monday,
			Media: []chat.File{{Kind: "photo", ID: "i", Unique: "u"}, {Kind: "voice", ID: "j", Unique: "v"}}}
		turn := step(t, s, d, in)
		for range 2 {
			if turn.End == dialog.GoesOn {
				s.flow.Ask(turn.Draft, s.voice, "")
				turn = step(t, s, recoded(t, turn.Draft), chat.Input{Kind: chat.Text, Text: private.Of("1"), Message: message + 2, At: monday})
			}
		}
	})
}

// FuzzBegin takes any first message: what it says is escaped wherever it is said back.
func FuzzBegin(f *testing.F) {
	for _, said := range []string{rumsia, flood, "<b>", "&amp; & <i>", "1", "", "\u202e", "👩‍👩‍👧", "{story}{who}", strings.Repeat("x ", 3000), "\xff\xfe"} {
		f.Add(said, "batu panco")
		f.Add(rumsia, said)
	}
	f.Fuzz(func(t *testing.T, story, then string) {
		if len(story)+len(then) > 8<<10 {
			t.Skip()
		}
		for _, s := range []scene{bengkulu, trip(1), outing()} {
			p := newPhone(t, s).say(story)
			for _, said := range []string{then, "1", then, "batu panco", "1", "linau", "1"} {
				if p.talking() {
					p.say(said)
				}
			}
		}
	})
}
