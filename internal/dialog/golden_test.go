package dialog_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/words"
)

var golden = flag.Bool("golden", false, "write golden drafts that are not there yet")

func belongs() scene {
	return scene{flow: flows.Belongs(), voice: words.In("id"), list: []dialog.Item{{ID: "BS-4821-0937-9", Label: "BS-4821-0937-9, Ulu Manna"}}}
}

func decline() scene {
	return scene{flow: flows.Decline(), voice: words.In("id"), preset: dialog.Answers{".case": {Option: "BS-4821-0937-9"}}}
}

func language() scene { return scene{flow: flows.Language(), voice: words.In("id")} }

// goldens are talks that people had left open under a released version of a flow: how they came to be, and how they go on. The files in
// testdata/golden are what the program of that day wrote. They are only ever added, never changed and never taken away: somebody's report
// stands in each of them. A new version of a flow gets new files (go test -golden) beside the old ones, which today's code must still go on with.
var goldens = []struct {
	file string
	scene
	until  func(p *phone)
	then   []string
	option map[string]string // what the talk comes to
}{
	{"report_v1_asked", bengkulu, func(p *phone) {
		p.hear(p.post(chat.Input{Kind: chat.Command, Command: "lapor"}))
	}, []string{rumsia, "batu panco", "1", "1"}, map[string]string{"kind": "lansia", "village": "17.01.09.2001", "who": "office"}},
	{"report_v1_kind", bengkulu, func(p *phone) { p.hear(p.post(photo("roof", "", ""))) },
		[]string{"5", "masat", "2", "KIRIM"}, map[string]string{"kind": "bencana", "village": "17.01.03.1018", "who": "village"}},
	{"report_v1_twins", bengkulu, func(p *phone) { p.say(rumsia).say("sukaraja") },
		[]string{"2", "3", "ya"}, map[string]string{"village": "17.01.07.2009", "who": "nameless"}},
	{"report_v1_second_page", bengkulu, func(p *phone) { p.say(rumsia).say("Seginim").say("11") },
		[]string{"10", "1", "1"}, map[string]string{"village": "17.01.02.2002", "who": "office"}},
	{"report_v1_pinned", bengkulu, func(p *phone) { p.say(rumsia).hear(p.post(pin(-4.2778, 103.008))) },
		[]string{"1", "1", "1"}, map[string]string{"who": "office"}},
	{"report_v1_level", bengkulu, func(p *phone) { p.say(rumsia).say("batu panco").say("4") },
		[]string{"3", "1"}, map[string]string{"who": "officials", "level": "coordinator"}},
	{"report_v1_review", bengkulu, func(p *phone) {
		p.say(rumsia).hear(p.post(photo("house", "ini rumahnya", "album")))
		p.say("batu panco").say("4").say("1").say("hmm")
	}, []string{"1"}, map[string]string{"who": "officials", "level": "village"}},
	{"report_v1_lines", bengkulu, func(p *phone) { p.say(flood).say("2").say("Ubah") },
		[]string{"4", "1", "1"}, map[string]string{"village": "17.01.06.2013", "who": "office"}},
	{"report_v1_editing", bengkulu, func(p *phone) { p.say(flood).say("2").say("Ubah").say("3") },
		[]string{"batu panco", "1"}, map[string]string{"village": "17.01.09.2001", "who": "village"}},
	{"report_v1_back", bengkulu, func(p *phone) { p.say(rumsia).say("batu panco").say("1").say("Kembali").say("Kembali").say("Kembali") },
		[]string{"Lanjut", "KIRIM"}, map[string]string{"village": "17.01.09.2001", "who": "office"}},
	{"report_v1_nudged", bengkulu, func(p *phone) {
		p.say(rumsia)
		d, _ := p.state.Talk()
		d.Nudged = true
		p.state.Put(d)
		p.state.Language = "id"
		p.state.Closed = []dialog.Closed{{Dialog: "d0", Number: "BS-4821-0937-9", Message: 1, Update: 1, Frozen: true, At: monday}}
	}, []string{"batu panco", "1", "1"}, map[string]string{"who": "office"}},
	{"decline_v1", decline(), func(p *phone) { p.hear(p.post(chat.Input{Kind: chat.Tap, Queue: chat.Messages})) },
		[]string{"2"}, map[string]string{"reason": "ill", ".case": "BS-4821-0937-9"}},
	{"belongs_v1", belongs(), func(p *phone) {
		in := p.write("sudah saya bawa ke puskesmas")
		p.scene.preset = dialog.Answers{".said": {Pieces: dialog.Pieces(in), By: in.Message}}
		p.hear(in)
	}, []string{"1"}, map[string]string{"case": "BS-4821-0937-9"}},
	{"language_v1", language(), func(p *phone) { p.hear(p.post(chat.Input{Kind: chat.Command, Command: "bahasa"})) },
		[]string{"English"}, map[string]string{"code": "en"}},
}

func TestGoldenDraftsGoOn(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.file, func(t *testing.T) {
			path := filepath.Join("testdata", "golden", g.file+".json")
			if _, err := os.Stat(path); *golden && os.IsNotExist(err) {
				p := newPhone(t, g.scene)
				g.until(p)
				text, err := json.MarshalIndent(p.state, "", " ")
				if err == nil {
					err = os.WriteFile(path, append(text, '\n'), 0o644)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			p := newPhone(t, g.scene)
			strict := json.NewDecoder(bytes.NewReader(text))
			strict.DisallowUnknownFields()
			if err := strict.Decode(&p.state); err != nil {
				t.Fatal("a field is read no more:", err)
			}
			keepsEveryField(t, text, p.state)
			p.message, p.update = 100, 100
			for _, said := range g.then {
				if !p.talking() {
					t.Fatalf("it ended before %q", said)
				}
				p.say(said)
			}
			p.sent()
			for key, want := range g.option {
				p.option(key, want)
			}
		})
	}
}

// Nobody takes one away unseen: each file has its line above.
func TestEveryGoldenDraftIsTried(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.json")
	if err != nil || len(files) != len(goldens) {
		t.Fatalf("%d golden drafts, %d tried (%v)", len(files), len(goldens), err)
	}
}

func keepsEveryField(t *testing.T, text []byte, s dialog.State) {
	t.Helper()
	again, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var was, is any
	if err := json.Unmarshal(text, &was); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(again, &is); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(was, is); diff != "" {
		t.Fatalf("written again it is not the same (-was +is):\n%s", diff)
	}
}

// A deploy in the middle of a talk: version 2 of the trip asks for the crew and no longer for the fuel.
func TestANewVersionTakesOverAnOpenTalk(t *testing.T) {
	upgraded := func(says ...string) *phone {
		p := newPhone(t, trip(1))
		for _, said := range says {
			p.say(said)
		}
		p.scene = trip(2)
		return p
	}
	story := "kami berangkat dari linau tadi pagi"
	t.Run("the answer to a question that still stands counts, then comes the new one", func(t *testing.T) {
		p := upgraded(story).at("boat").say("1").at("crew").option("boat", "sail").say("2").at("why").say("pulang").at("check").say("ya").sent()
		p.option("crew", "many").option("port", "s.linau")
	})
	t.Run("a number for the question that is gone answers nothing", func(t *testing.T) {
		p := upgraded(story, "motor").at("fuel").say("1").at("crew").option("crew", "").option("fuel", "")
		p.say("1").at("why").say("1").at("check")
	})
	t.Run("but words are kept", func(t *testing.T) {
		p := upgraded(story, "motor").at("fuel").say("mesinnya rusak di tengah laut").at("crew")
		if !strings.Contains(p.draft().Answers["tale"].StoryText(), "mesinnya rusak") {
			t.Fatal("lost")
		}
	})
	t.Run("and a repeated delivery asks the new question", func(t *testing.T) {
		p := upgraded(story, "motor")
		d, _ := p.state.Talk()
		turn := p.scene.flow.Ask(d, p.scene.voice, "")
		if turn.Draft.At != "crew" || !turn.Asks || turn.Draft.Version != 2 {
			t.Fatalf("%+v", turn.Draft)
		}
	})
	t.Run("answers to what is gone are dropped, the rest stays, and KIRIM asks what is missing first", func(t *testing.T) {
		p := upgraded(story, "motor", "bensin", "tinggi", "kerja").at("check").say("1").at("crew")
		want := []string{"boat", "port", "tale", "why"}
		for key := range p.draft().Answers {
			if !strings.Contains(strings.Join(want, " "), key) {
				t.Errorf("%s is still there", key)
			}
		}
		p.say("Sendiri").at("check").say("1").sent()
	})
	t.Run("Kembali steps over what is gone", func(t *testing.T) {
		p := upgraded(story, "motor", "bensin", "tinggi").at("why").say("Kembali").at("boat").say("Kembali").at("tale")
		p.say("Lanjut").at("crew")
	})
	t.Run("a number meant for the lines does not send", func(t *testing.T) {
		upgraded(story, "layar", "kerja", "Ubah").say("1").at("tale")
	})
	t.Run("the line that was being changed is changed", func(t *testing.T) {
		upgraded(story, "layar", "kerja", "Ubah", "3").say("2").at("crew").option("boat", "motor")
	})
	t.Run("an option that is gone is asked for again", func(t *testing.T) {
		p := upgraded(story, "rakit", "kerja")
		s := trip(2)
		s.flow = dialog.Define("trip", 3).Story("tale").Place("port", harbours{}).Choice("boat", "sail", "motor").Choice("why", "work", "home").Free().
			Review("check", func(dialog.Draft, dialog.Voice) string { return "kartu" })
		p.scene = s
		p.say("1").at("boat").say("motor").at("check").say("1").sent()
	})
}
