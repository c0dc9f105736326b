package dialog_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/district"
	"rembuk/internal/flows"
	"rembuk/internal/private"
	"rembuk/internal/words"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("WIB", 7*3600))

// scene is what a conversation needs: a flow, its voice, and what is known when it begins.
type scene struct {
	flow   *dialog.Flow
	voice  dialog.Voice
	preset dialog.Answers
	list   []dialog.Item
}

// bengkulu is the report as residents of Bengkulu Selatan meet it.
var bengkulu = func() scene {
	data, err := district.Load("1701")
	if err != nil {
		panic(err)
	}
	lexicon, err := district.Lexicon(data)
	if err != nil {
		panic(err)
	}
	var kinds casebook.Kinds
	labels := map[string]string{}
	for _, g := range data.Groups {
		kinds = append(kinds, casebook.Kind{Key: g.Key, Confidential: g.Confidential})
		labels["report.kind."+g.Key] = g.Button.In("id")
	}
	return scene{flow: flows.Report(flows.Places{Gazetteer: data.Gazetteer()}, kinds, lexicon, "SP4N-LAPOR! lapor.go.id"), voice: words.In("id").With(labels)}
}()

// trip is a small flow that no district knows: a condition that hangs on a condition, own words, two harbours of one name.
func trip(version int, more ...string) scene {
	say := map[string]string{
		"trip.tale.ask": "Ceritakan perjalanannya.", "trip.tale.again": "Sudah tersimpan.", "trip.tale.anew": "Tulis lagi.", "trip.tale.line": "Cerita",
		"trip.port.ask": "Pelabuhan mana?", "trip.port.line": "Pelabuhan",
		"trip.boat.ask": "Naik apa?", "trip.boat.line": "Kapal", "trip.boat.sail": "Layar", "trip.boat.motor": "Motor", "trip.boat.raft": "Rakit",
		"trip.fuel.ask": "Bahan bakar?", "trip.fuel.line": "Bahan bakar", "trip.fuel.diesel": "Solar", "trip.fuel.petrol": "Bensin",
		"trip.octane.ask": "Oktan?", "trip.octane.line": "Oktan", "trip.octane.low": "Rendah", "trip.octane.high": "Tinggi",
		"trip.crew.ask": "Berapa awak?", "trip.crew.line": "Awak", "trip.crew.one": "Sendiri", "trip.crew.many": "Banyak",
		"trip.why.ask": "Mengapa?", "trip.why.line": "Alasan", "trip.why.work": "Kerja", "trip.why.home": "Pulang",
	}
	f := dialog.Define("trip", version).Story("tale").Place("port", harbours{}).Choice("boat", "sail", "motor", "raft")
	if version == 1 {
		f.Choice("fuel", "diesel", "petrol").When(dialog.Is("boat", "motor")).Choice("octane", "low", "high").When(dialog.Is("fuel", "petrol"))
	} else { // fuel is asked no more, the crew is
		f.Choice("crew", "one", "many")
	}
	f.Choice("why", "work", "home").Free()
	f.Review("check", func(d dialog.Draft, _ dialog.Voice) string {
		a := d.Answers
		card := []string{a["tale"].StoryText(), a["port"].Option, a["boat"].Option, a["fuel"].Option, a["octane"].Option, a["crew"].Option, a["why"].Option + a["why"].Text}
		return chat.Escape(strings.Join(card, "; "))
	})
	return scene{flow: f, voice: words.In("id").With(say)}
}

// harbours are three: two share a name, one is alone in its bay.
type harbours struct{}

func (harbours) Find(text string) (string, []string) {
	switch strings.ToLower(text) {
	case "linau", "linau, selatan":
		return "s.linau", nil
	case "teluk":
		return "", []string{"u.teluk", "s.teluk"}
	}
	return "", nil
}

func (harbours) Branch(text string) (string, bool) { return "u", text == "bagian utara" }

func (harbours) Mentioned(story string) []string {
	switch story = strings.ToLower(story); {
	case strings.Contains(story, "teluk") && strings.Contains(story, "linau"):
		return []string{"u.teluk", "s.teluk", "s.linau"}
	case strings.Contains(story, "teluk"):
		return []string{"u.teluk", "s.teluk"}
	case strings.Contains(story, "linau"):
		return []string{"s.linau"}
	}
	return nil
}

func (harbours) Near(lat, _ float64) ([]string, bool) { return []string{"s.linau", "s.teluk"}, lat < 0 }
func (harbours) Top() []string                        { return []string{"u", "s"} }
func (harbours) Inside(code string) []string {
	return map[string][]string{"u": {"u.teluk"}, "s": {"s.teluk", "s.linau"}}[code]
}
func (h harbours) Label(code string) string {
	if bay, _, inner := strings.Cut(code, "."); inner {
		return h.Short(code) + ", " + h.Short(bay)
	}
	return h.Short(code)
}
func (harbours) Short(code string) string {
	return map[string]string{"u": "Utara", "s": "Selatan", "u.teluk": "Teluk", "s.teluk": "Teluk", "s.linau": "Linau"}[code]
}

// phone is a person's chat with the bot, as Telegram keeps it and the desk attends to it: message ids, update ids, a draft that is written and
// read at every step, the note of a question's id, which can get lost. No input may change the draft it was given.
type phone struct {
	t     rapid.TB
	scene scene
	state dialog.State

	message int   // the last id in the chat
	update  int64 // the last id of an update
	deaf    bool  // no note is ever written
	posted  []int // the message of each act

	screen chat.Message // what stands at the bottom of the chat
	turn   dialog.Turn  // what the last input made
	most   int          // the most messages that a step said
	ended  dialog.Draft // the talk that was sent or cancelled
}

func newPhone(t rapid.TB, s scene) *phone { return &phone{t: t, scene: s} }

// draft is the talk that is going on, or that has ended.
func (p *phone) draft() dialog.Draft {
	if d, ok := p.state.Talk(); ok {
		return d
	}
	return p.ended
}

func (p *phone) talking() bool { return len(p.state.Talks) > 0 }

// say types or presses a text and waits for the answer.
func (p *phone) say(text string) *phone {
	p.hear(p.write(text))
	return p
}

// write makes the message without its being answered yet: what is written next comes before our answer.
func (p *phone) write(text string) chat.Input {
	return p.post(chat.Input{Kind: chat.Text, Text: private.Of(text)})
}

// post gives an input the ids that Telegram would.
func (p *phone) post(in chat.Input) chat.Input {
	if in.Kind != chat.Edited && in.Queue == chat.Messages {
		p.message++
		in.Message = p.message
	}
	p.update++
	in.Update, in.At = p.update, monday.Add(time.Duration(p.update)*time.Minute)
	return in
}

// hear attends to an input as desk.Receive does.
func (p *phone) hear(in chat.Input) {
	p.t.Helper()
	p.state = recoded(p.t, p.state)
	if p.state.Seen(in) {
		if d, ok := p.state.Talk(); ok {
			p.put(p.scene.flow.Ask(d, p.scene.voice, ""), in)
		}
		return
	}
	p.state.Mark(in)
	if in.Queue == chat.Taps {
		return
	}
	d, talking := p.state.Talk()
	if !talking {
		turn := p.scene.flow.Begin("d1", in, p.scene.voice, "", p.scene.preset, p.scene.list)
		p.state.Push(turn.Draft)
		p.put(turn, in)
		return
	}
	turn := step(p.t, p.scene, d, in)
	if turn.End != dialog.GoesOn {
		p.state.Put(turn.Draft)
		p.ended = p.state.Close(in, turn.End == dialog.Sent)
		p.turn = turn
		return
	}
	p.state.Put(turn.Draft)
	p.put(turn, in)
}

// put shows what was said, and notes the question's id.
func (p *phone) put(turn dialog.Turn, in chat.Input) {
	p.turn, p.most = turn, max(p.most, len(turn.Messages))
	for _, m := range turn.Messages {
		p.message++
		p.screen = m
		sound(p.t, m)
	}
	if p.deaf {
		return
	}
	p.state.Said[in.Queue] = max(p.state.Said[in.Queue], in.Update)
	if d, ok := p.state.Talk(); ok && turn.Asks && d.Question == 0 {
		d.Question = p.message
		p.state.Put(d)
	}
}

// step is Step, watched: the draft given is not touched, and the same again comes out of it.
func step(t rapid.TB, s scene, d dialog.Draft, in chat.Input) dialog.Turn {
	t.Helper()
	before := recoded(t, d)
	turn := s.flow.Step(d, in, s.voice)
	if diff := cmp.Diff(recoded(t, before), recoded(t, d)); diff != "" {
		t.Fatalf("the draft was changed in place (-before +after):\n%s", diff)
	}
	again := s.flow.Step(recoded(t, before), in, s.voice)
	if diff := cmp.Diff(recoded(t, turn.Draft), recoded(t, again.Draft)); diff != "" {
		t.Fatalf("the same input made another draft:\n%s", diff)
	}
	if diff := cmp.Diff(turn.Messages, again.Messages); diff != "" {
		t.Fatalf("the same input was answered otherwise:\n%s", diff)
	}
	return turn
}

// recoded is a deep copy, by way of what is stored.
func recoded[T any](t rapid.TB, v T) (copied T) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &copied); err != nil {
		t.Fatal(err)
	}
	return copied
}

// sound checks that Telegram can show a message: no mark-up but ours, a text, short enough.
func sound(t rapid.TB, m chat.Message) {
	t.Helper()
	bare := strings.NewReplacer("<b>", "", "</b>", "", "<i>", "", "</i>", "", "<code>", "", "</code>", "", "&amp;", "", "&lt;", "", "&gt;", "").Replace(m.Text)
	if strings.ContainsAny(bare, "<>&") || strings.Count(m.Text, "<b>") != strings.Count(m.Text, "</b>") {
		t.Fatalf("people's words are not escaped in %q", m.Text)
	}
	if n := len([]rune(m.Text)); n == 0 || n > 4096 {
		t.Fatalf("a message of %d characters", n)
	}
	if strings.Contains(m.Text, "[report.") || strings.Contains(m.Text, "[talk.") || strings.Contains(m.Text, "[trip.") || strings.Contains(m.Text, "[outing.") {
		t.Fatalf("a phrase is missing in %q", m.Text)
	}
}

// shown lists the options of the screen: labels with their numbers, and buttons without one.
func (p *phone) shown() (numbered, bare []string) {
	ways := []string{p.scene.voice.Say("talk.back"), p.scene.voice.Say("talk.cancel")}
	for _, row := range p.screen.Keys {
		for _, label := range row {
			number, _, found := strings.Cut(label, ". ")
			_, err := strconv.Atoi(number)
			switch {
			case found && err == nil:
				numbered = append(numbered, label)
			case label != ways[0] && label != ways[1]:
				bare = append(bare, label)
			}
		}
	}
	return numbered, bare
}

// answered is what a talk comes to: which message said what does not matter.
func answered(d dialog.Draft) map[string]dialog.Answer {
	out := map[string]dialog.Answer{}
	for key, a := range d.Answers {
		a.By = 0
		var pieces []dialog.Piece
		for _, p := range a.Pieces {
			p.Message = 0
			pieces = append(pieces, p)
		}
		a.Pieces = pieces
		out[key] = a
	}
	return out
}

func photo(name, caption, album string) chat.Input {
	return chat.Input{Kind: chat.Media, Text: private.Of(caption), Album: album, Media: []chat.File{{Kind: "photo", ID: "file-" + name, Unique: name, Size: 70_000}}}
}

func pin(lat, lon float64) chat.Input { return chat.Input{Kind: chat.Pin, Lat: lat, Lon: lon} }
