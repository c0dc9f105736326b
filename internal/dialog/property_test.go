package dialog_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// act is one thing that a person does, before Telegram gives it its ids.
type act struct {
	in    chat.Input
	edits int // the act whose message is changed, counted from 1
}

func (a act) String() string {
	return fmt.Sprintf("%d %q edits=%d files=%d %v", a.in.Kind, a.in.Text.Reveal(), a.edits, len(a.in.Media), a.in.Lat)
}

func text(s string) act { return act{in: chat.Input{Kind: chat.Text, Text: private.Of(s)}} }

// scenes are the talks that the properties are tried with.
var scenes = map[string]scene{"report": bengkulu, "trip": trip(1), "outing": outing()}

// names are what people type at a question of place.
var names = map[string][]string{
	"report": {"batu panco", "batupanco", "sukaraja", "suka raja seginim", "keban agung", "Seginim", "kec pino", "masat", "entah", "tungkal dua"},
	"trip":   {"linau", "teluk", "Utara", "Selatan", "bagian utara", "entah"},
	"outing": {"1/2", "1/2", "1 3", "4", "tugas sapu", "tugas cat", "pantai", "entah"},
}

// person draws what somebody does next, with the screen before the eyes. Each sentence is said once only.
type person struct {
	t     *rapid.T
	name  string
	acts  []act
	words int
}

func (who *person) next(p *phone) act {
	t := who.t
	numbered, bare := p.shown()
	numbered = slices.DeleteFunc(numbered, func(label string) bool { return p.draft().At == "review" && strings.Contains(label, "Batal") })
	kind := rapid.SampledFrom([]string{"press", "press", "press", "number", "number", "bare", "name", "name", "sentence", "photo", "pin", "back", "stray", "edit", "other"}).Draw(t, "does")
	switch {
	case len(who.acts) == 0 || kind == "sentence":
		who.words++
		return text(who.sentence())
	case kind == "press" && len(numbered) > 0:
		return text(rapid.SampledFrom(numbered).Draw(t, "label"))
	case kind == "number" && len(numbered) > 0:
		return text(strconv.Itoa(rapid.IntRange(1, len(numbered)).Draw(t, "number")))
	case kind == "bare" && len(bare) > 0:
		return text(rapid.SampledFrom(bare).Draw(t, "button"))
	case kind == "name":
		return text(rapid.SampledFrom(names[who.name]).Draw(t, "name"))
	case kind == "photo":
		who.words++
		return act{in: photo(strconv.Itoa(who.words), rapid.SampledFrom([]string{"", "ini fotonya"}).Draw(t, "caption"), "")}
	case kind == "pin":
		return act{in: pin(rapid.SampledFrom([]float64{-4.2778, -4.60, 4.60}).Draw(t, "lat"), 103.008)}
	case kind == "back":
		return text("Kembali")
	case kind == "edit":
		who.words++
		a := text(who.sentence())
		a.in.Kind, a.edits = chat.Edited, rapid.IntRange(1, len(who.acts)).Draw(t, "edits")
		return a
	case kind == "other":
		return act{in: chat.Input{Kind: rapid.SampledFrom([]chat.Kind{chat.Other, chat.Contact}).Draw(t, "kind")}}
	}
	return text(rapid.SampledFrom([]string{"hmm", "99", "apa ya", "😀", "2000000000", "<b>", "dua"}).Draw(t, "stray"))
}

func (who *person) sentence() string {
	about := rapid.SampledFrom([]string{"nenek sakit keras di rumah", "banjir di cinto mandi kec pino raya", "kami di teluk butuh bantuan", "sampai di linau tadi pagi",
		"anak itu tidak sekolah lagi", "di desa batu panco juga begitu", "<b>tolong</b> kami & mereka juga", "katanya di sukaraja atau di masat"}).Draw(who.t, "about")
	return fmt.Sprintf("%s, kalimat ke%d", about, who.words)
}

// converse draws a whole talk, of up to most acts, and gives what was done and how it stood after each.
func converse(t *rapid.T, name string, most int) (acts []act, p *phone) {
	p = newPhone(t, scenes[name])
	who := &person{t: t, name: name}
	for range rapid.IntRange(min(most, 1), most).Draw(t, "length") {
		a := who.next(p)
		who.acts = append(who.acts, a)
		p.do(a)
		if !p.talking() {
			break
		}
	}
	return who.acts, p
}

// do is one act, whose message can be edited later.
func (p *phone) do(a act) { p.hear(p.postAct(a)) }

func (p *phone) postAct(a act) chat.Input {
	in := a.in
	if a.edits > 0 {
		in.Message = p.posted[a.edits-1]
	}
	in = p.post(in)
	p.posted = append(p.posted, in.Message)
	return in
}

// alike tells in what two talks differ that should come to the same.
func alike(t *rapid.T, why string, want, got *phone) {
	t.Helper()
	type outcome struct {
		Answers map[string]dialog.Answer
		At      string
		Open    bool
		End     dialog.End
		Picking bool
		Adding  bool
		Editing bool
	}
	of := func(p *phone) outcome {
		d := p.draft()
		end := dialog.GoesOn
		if !p.talking() {
			end = p.turn.End
		}
		return outcome{answered(d), d.At, p.talking(), end, d.Picking, d.Adding, d.Editing}
	}
	if diff := cmp.Diff(of(want), of(got)); diff != "" {
		t.Fatalf("%s: the answers differ (-as said +so):\n%s", why, diff)
	}
}

func eachScene(t *testing.T, most int, check func(t *rapid.T, name string, acts []act, p *phone)) {
	for name := range scenes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				acts, p := converse(t, name, most)
				check(t, name, acts, p)
			})
		})
	}
}

// Telegram delivers again what was not answered with 200 in time: the same update, at once or after later ones.
func TestTheSameUpdateAgainChangesNothing(t *testing.T) {
	eachScene(t, 25, func(t *rapid.T, name string, acts []act, once *phone) {
		p := newPhone(t, scenes[name])
		var heard []chat.Input
		for _, a := range acts {
			in := p.postAct(a)
			heard = append(heard, in)
			for range rapid.IntRange(1, 3).Draw(t, "times") {
				if !p.talking() && len(heard) > 1 {
					break
				}
				p.hear(in)
			}
			if p.talking() && rapid.Bool().Draw(t, "an old one") {
				p.hear(rapid.SampledFrom(heard).Draw(t, "which"))
			}
		}
		alike(t, "delivered again", once, p)
	})
}

// The note of a question's id is best effort.
func TestLostNotesChangeNothing(t *testing.T) {
	eachScene(t, 25, func(t *rapid.T, name string, acts []act, noted *phone) {
		p := newPhone(t, scenes[name])
		for _, a := range acts {
			p.deaf = rapid.Bool().Draw(t, "note lost")
			p.do(a)
		}
		alike(t, "notes lost", noted, p)
	})
}

// On a slow line people press again: the second press comes before our answer to the first.
func TestImpatientPressesChangeNothing(t *testing.T) {
	eachScene(t, 25, func(t *rapid.T, name string, acts []act, patient *phone) {
		p := newPhone(t, scenes[name])
		for _, a := range acts {
			said := a.in.Text.Reveal()
			in := p.postAct(a)
			again := false
			if d, ok := p.state.Talk(); ok && a.in.Kind == chat.Text && len(strings.Fields(said)) < 6 && d.At != p.scene.flowStory() {
				again = rapid.Bool().Draw(t, "pressed twice")
			}
			if !again {
				p.hear(in)
				continue
			}
			second := p.write(said)
			p.hear(in)
			if p.talking() && p.turn.Asks { // otherwise the question stands, and was only asked again
				p.hear(second)
			}
		}
		alike(t, "pressed twice", patient, p)
	})
}

func (s scene) flowStory() string {
	if s.flow.Name == "report" {
		return "story"
	}
	return "tale"
}

// first is the question that the talk begins with.
func (s scene) first() string {
	if s.flow.Name == "outing" {
		return "where"
	}
	return s.flowStory()
}

// Taps come by a queue of their own, commands ask the question again, a short talk parks the long one.
func TestInterleavedTalksChangeNothing(t *testing.T) {
	eachScene(t, 20, func(t *rapid.T, name string, acts []act, alone *phone) {
		p := newPhone(t, scenes[name])
		for i, a := range acts {
			if i > 0 && p.talking() {
				switch rapid.SampledFrom([]string{"", "", "tap", "command", "parked", "resumed"}).Draw(t, "in between") {
				case "tap":
					p.hear(p.post(chat.Input{Kind: chat.Tap, Queue: chat.Taps, Message: rapid.IntRange(1, p.message).Draw(t, "card")}))
				case "command", "resumed":
					p.command()
				case "parked":
					p.parked(language())
				}
			}
			p.do(a)
		}
		alike(t, "interleaved", alone, p)
	})
}

// command is a word that only asks the question again, as /status does.
func (p *phone) command() {
	in := p.post(chat.Input{Kind: chat.Command, Command: "status"})
	p.state.Mark(in)
	d, _ := p.state.Talk()
	turn := p.scene.flow.Ask(d, p.scene.voice, "")
	p.state.Put(turn.Draft)
	p.put(turn, in)
}

// parked holds a short talk over the one that is open.
func (p *phone) parked(short scene) {
	long := p.scene
	in := p.post(chat.Input{Kind: chat.Command, Command: "bahasa"})
	p.state.Mark(in)
	turn := short.flow.Begin("d2", in, short.voice, "", nil, short.list)
	if !p.state.Push(turn.Draft) {
		p.t.Fatal("two talks are too many")
	}
	p.scene = short
	p.put(turn, in)
	ended := p.ended
	p.say("apa ini").say("2")
	if p.ended.Flow != "language" || p.ended.Answers["code"].Option != "en" {
		p.t.Fatalf("the short talk was not held: %+v", p.ended)
	}
	p.ended, p.scene = ended, long
	p.command()
}

// What is said at the story, or as a sentence at any question, is in the story in the end, unless its writer takes it back.
func TestWordsAreNeverLost(t *testing.T) {
	eachScene(t, 0, func(t *rapid.T, name string, _ []act, _ *phone) {
		p := newPhone(t, scenes[name])
		who := &person{t: t, name: name}
		said := map[int]string{} // by message
		files := 0
		for range rapid.IntRange(1, 30).Draw(t, "length") {
			a := who.next(p)
			who.acts = append(who.acts, a)
			was, open := p.state.Talk()
			words := a.in.Text.Reveal()
			p.do(a)
			id := p.posted[len(p.posted)-1]
			_, had := said[id]
			isName := slices.Contains(names[name], words)
			free := open && was.At == "why"
			switch {
			case p.turn.Draft.At == scenes[name].flowStory() && strings.HasPrefix(p.screen.Text, scenes[name].voice.Say(scenes[name].flow.Name+"."+scenes[name].flowStory()+".anew")):
				clear(said) // Tulis ulang
			case a.edits > 0 && slices.ContainsFunc(p.draft().Answers["crew"].Pieces, func(piece dialog.Piece) bool { return piece.Message == id }):
				// an answer stays as it was given
			case a.edits > 0 && had:
				said[id] = words
			case !open && scenes[name].first() != scenes[name].flowStory(): // only begins the talk
			case a.in.Kind == chat.Text && strings.Contains(words, "kalimat ke") && !free:
				said[id] = words
			case a.in.Kind == chat.Text && open && was.At == scenes[name].flowStory() && isName:
				said[id] = words
			case a.in.Kind == chat.Media:
				files++
				if words != "" {
					said[id] = words
				}
			}
			if !p.talking() {
				break
			}
		}
		story := p.draft().Answers[scenes[name].flowStory()]
		story.Pieces = slices.Concat(story.Pieces, p.draft().Answers["crew"].Pieces) // a reader that keeps files
		for id, words := range said {
			if !slices.ContainsFunc(story.Pieces, func(piece dialog.Piece) bool { return piece.Message == id && piece.Text == words }) {
				t.Fatalf("lost: %q of message %d; the story is %q", words, id, story.StoryText())
			}
		}
		kept := 0
		for _, piece := range story.Pieces {
			if piece.File != "" {
				kept++
			}
		}
		if kept != files {
			t.Fatalf("%d files sent, %d kept", files, kept)
		}
	})
}

// A press, its number, and its label without the number are one and the same.
func TestEveryOptionIsReachableInThreeWays(t *testing.T) {
	eachScene(t, 25, func(t *rapid.T, name string, _ []act, p *phone) {
		d, open := p.state.Talk()
		if !open {
			return
		}
		labels, bare := p.shown()
		if len(labels) != len(d.Screen) {
			t.Fatalf("%d options on the screen, %d known", len(labels), len(d.Screen))
		}
		try := func(said string) dialog.Turn {
			return p.scene.flow.Step(d, chat.Input{Kind: chat.Text, Text: private.Of(said), Message: p.message + 1, At: monday}, p.scene.voice)
		}
		for i, label := range labels {
			pressed := try(label)
			if pressed.Draft.Strays > d.Strays {
				t.Fatalf("the press of %q is not understood at %s", label, d.At)
			}
			number := strconv.Itoa(i + 1)
			_, alone, _ := strings.Cut(label, ". ")
			for _, said := range []string{number, number + ".", " " + number + ") ", "no " + number, "nomor " + number + " ya", alone, strings.ToUpper(alone), strings.ToLower(alone) + "!"} {
				typed := try(said)
				if diff := cmp.Diff(pressed, typed); diff != "" {
					t.Fatalf("%q is not %q at %s:\n%s", said, label, d.At, diff)
				}
			}
		}
		for _, label := range bare {
			if turn := try(label); turn.Draft.Within == "" && turn.Draft.At == d.At {
				t.Fatalf("the button %q opens nothing", label)
			}
		}
	})
}

// From wherever a talk stands, Kembali leads to the first question, and answers lead to the review and out.
func TestBackToTheStartAndOnToTheEnd(t *testing.T) {
	eachScene(t, 25, func(t *rapid.T, name string, _ []act, p *phone) {
		if !p.talking() {
			return
		}
		first := scenes[name].first()
		before := answered(p.draft())
		for range 40 {
			if p.draft().At == p.scene.first() && !p.draft().Editing && len(p.draft().Path) == 0 {
				break
			}
			p.say("Kembali")
		}
		if p.draft().At != first {
			t.Fatalf("Kembali ends at %s, before it should be at %s", p.draft().At, first)
		}
		if diff := cmp.Diff(before, answered(p.draft())); diff != "" {
			t.Fatalf("going back changed answers:\n%s", diff)
		}
		p.onward()
		p.say("KIRIM").sent()
	})
}

// onward answers whatever is asked until the review stands.
func (p *phone) onward() {
	p.t.Helper()
	for range 20 {
		switch d := p.draft(); d.At {
		case "story", "tale":
			if _, told := d.Answers[d.At]; !told {
				p.say("kami semua butuh bantuan segera")
			} else {
				p.say("Lanjut")
			}
		case "village":
			p.say("batu panco")
		case "port":
			p.say("linau")
		case "crew":
			p.say("1 2")
		case "job":
			p.say("tugas baru")
		case "review", "check":
			if !d.Picking {
				return
			}
			p.say("Kembali")
		default:
			p.say("1")
		}
	}
	p.t.Fatalf("the review is never reached; it stands at %s:\n%s", p.draft().At, p.screen.Text)
}

// Any line can be changed from the review: the card shows it, and what hung on the old answer is gone.
func TestEveryLineCanBeChanged(t *testing.T) {
	eachScene(t, 15, func(t *rapid.T, name string, _ []act, p *phone) {
		if !p.talking() {
			return
		}
		p.onward()
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			card := p.screen.Text
			p.say("Ubah")
			lines, _ := p.shown()
			line := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
			key := p.draft().Screen[line]
			p.say(strconv.Itoa(line + 1)).at(key)
			old := p.draft().Answers[key]
			switch key {
			case "story", "tale":
				p.say("tambahan yang terakhir dari saya")
			case "village":
				p.say(rapid.SampledFrom([]string{"masat", "batu panco"}).Draw(t, "village"))
			case "port":
				p.say("linau")
			case "crew":
				p.say("2 3")
			case "job":
				p.say("tugas lain")
			default:
				labels, _ := p.shown()
				p.say(rapid.SampledFrom(labels).Draw(t, "answer"))
			}
			p.onward()
			now := p.draft()
			hangs := map[string][2]string{"level": {"who", "officials"}, "fuel": {"boat", "motor"}, "octane": {"fuel", "petrol"}}
			for hidden, on := range hangs {
				if _, there := now.Answers[hidden]; there && now.Answers[on[0]].Option != on[1] {
					t.Fatalf("%s is still answered, though %s is %q", hidden, on[0], now.Answers[on[0]].Option)
				}
			}
			changed := old.Text != now.Answers[key].Text || old.Option != now.Answers[key].Option || len(old.Pieces) != len(now.Answers[key].Pieces)
			if changed && p.screen.Text == card {
				t.Fatalf("the card does not show the new %s:\n%s", key, card)
			}
		}
		if p.most > 2 {
			t.Fatalf("%d messages in a step", p.most)
		}
	})
}
