package flows_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/district"
	"rembuk/internal/flows"
	"rembuk/internal/private"
	"rembuk/internal/words"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// TestTalks plays the transcripts of testdata: "> said", "< answered", "[keyboard]". "> (photo) words" sends a file, "> (pin) lat lon" a place,
// "# en" at the top speaks English. With -update the answers are written anew, to be read aloud before they are committed.
func TestTalks(t *testing.T) {
	files, err := filepath.Glob("testdata/*.talk")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".talk"), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			played := play(t, string(script))
			if *update {
				if err := os.WriteFile(file, []byte(played), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if played != string(script) {
				t.Errorf("the talk goes differently now:\n%s", played)
			}
		})
	}
}

func play(t *testing.T, script string) string {
	language, about := "id", "report"
	var out strings.Builder
	var r *flows.Rehearsal
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			out.WriteString(line + "\n")
			if line == "# en" {
				language = "en"
			}
			if flow, ok := strings.CutPrefix(line, "# talk: "); ok {
				about = flow
			}
		}
		said, ok := strings.CutPrefix(line, "> ")
		if !ok {
			continue
		}
		if r == nil {
			r = rehearse(t, about, language)
		}
		out.WriteString("> " + said + "\n")
		write(&out, r.Hear(heard(t, said)))
	}
	return out.String()
}

func write(out *strings.Builder, turn dialog.Turn) {
	for _, m := range turn.Messages {
		for i, line := range strings.Split(m.Text, "\n") {
			if i == 0 {
				out.WriteString("< " + line + "\n")
			} else {
				out.WriteString("  " + line + "\n")
			}
		}
		var keys []string
		for _, row := range m.Keys {
			keys = append(keys, strings.Join(row, " | "))
		}
		if m.Locate != "" {
			keys = append(keys, m.Locate)
		}
		out.WriteString("  [" + strings.Join(keys, " / ") + "]\n")
	}
	switch turn.End {
	case dialog.Sent:
		out.WriteString("= sent\n")
	case dialog.Cancelled:
		out.WriteString("= cancelled\n")
	}
}

func heard(t *testing.T, said string) chat.Input {
	if words, ok := strings.CutPrefix(said, "(photo)"); ok {
		return chat.Input{Kind: chat.Media, Text: private.Of(strings.TrimSpace(words)), Media: []chat.File{{Kind: "photo", ID: "p", Unique: said}}}
	}
	if at, ok := strings.CutPrefix(said, "(pin) "); ok {
		var in chat.Input
		in.Kind = chat.Pin
		if _, err := fmt.Sscan(at, &in.Lat, &in.Lon); err != nil {
			t.Fatal(err)
		}
		return in
	}
	return chat.Input{Kind: chat.Text, Text: private.Of(said)}
}

// rehearse sets up a talk of Bengkulu Selatan; those about meetings are of WKSBM Mufakat, on a Thursday.
func rehearse(t *testing.T, about, language string) *flows.Rehearsal {
	t.Helper()
	data, err := district.Load("1701")
	if err != nil {
		t.Fatal(err)
	}
	lexicon, err := district.Lexicon(data)
	if err != nil {
		t.Fatal(err)
	}
	var kinds casebook.Kinds
	labels := map[string]string{}
	for _, g := range data.Groups {
		kinds = append(kinds, casebook.Kind{Key: g.Key, Confidential: g.Confidential})
		labels["report.kind."+g.Key] = g.Button.In(language)
	}
	voice := words.In(language).With(labels)
	if f := meetingTalk(about); f != nil {
		f.Voice, f.Now = voice.With(topicLabels), time.Date(2026, 11, 12, 11, 45, 0, 0, data.District.Zone)
		return f
	}
	var known dialog.Answers
	if about == "behalf" { // an officer of Batu Panco, for a resident
		known = dialog.Answers{flows.OfBehalf: {Option: "officer"}, "village": {Option: "17.01.09.2001"}}
	}
	return &flows.Rehearsal{
		Known: known,
		Flow:  flows.Report(flows.Places{Gazetteer: data.Gazetteer()}, kinds, lexicon, "SP4N-LAPOR! lapor.go.id"),
		Voice: voice,
		Now:   time.Date(2026, 11, 23, 9, 0, 0, 0, data.District.Zone),
	}
}
