package dialog_test

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// TestShortestReport counts: the report of PRODUCT.md section 9 takes four answers, three where the story names the village; one message a step,
// at most two at the review.
func TestShortestReport(t *testing.T) {
	for _, c := range []struct {
		name    string
		answers []string
		village string
	}{
		{"four answers", []string{rumsia, "batu panco", "1", "1"}, "17.01.09.2001"},
		{"three, with the village in the story", []string{flood, "2", "1"}, "17.01.06.2013"},
		{"three, with the words of section 9 and its village", []string{"Nek Rumsia di batu panco 82 tahun sendirian, tiga hari dak keluar rumah", "1", "KIRIM"}, "17.01.09.2001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPhone(t, bengkulu)
			given := 0
			for _, said := range c.answers {
				p.say(said)
				given++
				most := 1
				if p.draft().At == "review" {
					most = 2
				}
				if n := len(p.turn.Messages); n > most || p.talking() && n == 0 {
					t.Errorf("%d messages after %q", n, said)
				}
				if !p.talking() {
					break
				}
			}
			if p.sent(); given != len(c.answers) {
				t.Errorf("sent after %d answers", given)
			}
			p.option("village", c.village)
			if _, asked := p.draft().Answers["level"]; asked {
				t.Error("the level was asked")
			}
		})
	}
}

// encoded is how many bytes a state takes, plain and squeezed as it is kept.
func encoded(t rapid.TB, s dialog.State) (plain, squeezed int) {
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return len(text), out.Len()
}

func TestTheShortestReportIsASmallDraft(t *testing.T) {
	p := newPhone(t, bengkulu)
	for _, said := range []string{rumsia, "batu panco", "1"} {
		plain, squeezed := encoded(t, p.say(said).state)
		t.Logf("at %s: %d bytes, squeezed %d", p.draft().At, plain, squeezed)
		if plain >= 1500 {
			t.Errorf("the draft takes %d bytes at %s", plain, p.draft().At)
		}
	}
}

// Twelve thousand characters of story, in messages as long as Telegram lets them be, stay under what Redis keeps for one person.
func TestAVeryLongStory(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	letters := map[string]string{"plain words": "abcdefghijklmnopqrstuvwxyz     ", "mark-up": "<>&\"", "emoji": "😀😁😂🤣😃😄😅😆😉😊😋😎😍😘", "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي  "}
	for name, of := range letters {
		t.Run(name, func(t *testing.T) {
			alphabet := []rune(of)
			p := newPhone(t, bengkulu)
			var all []string
			for range 3 {
				var b strings.Builder
				for range 4000 {
					b.WriteRune(alphabet[dice.IntN(len(alphabet))])
				}
				all = append(all, strings.TrimSpace(b.String()))
				p.say(all[len(all)-1])
			}
			if p.draft().Answers["story"].StoryText() != strings.Join(all, "\n") {
				t.Fatal("the story is not whole")
			}
			for range 4 {
				if at := p.draft().At; at == "kind" || at == "who" {
					p.say("1")
				} else if at == "village" {
					p.say("batu panco").say("1")
				}
			}
			p.at("review")
			plain, squeezed := encoded(t, p.state)
			t.Logf("%d bytes, squeezed %d", plain, squeezed)
			if squeezed > 32<<10 || name == "plain words" && plain > 32<<10 {
				t.Errorf("a draft of %d bytes, squeezed %d", plain, squeezed)
			}
		})
	}
}

func BenchmarkStep(b *testing.B) {
	for _, c := range []struct {
		name, said string
		before     []string
	}{
		{"village", "batu panco", []string{rumsia}},
		{"village_misspelt", "bat panco ulu mana", []string{rumsia}},
		{"who", "1", []string{rumsia, "batu panco"}},
		{"added_at_review", "tolong cepat ya pak, kasihan beliau sendirian", []string{rumsia, "batu panco", "1"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := newPhone(b, bengkulu)
			for _, said := range c.before {
				p.say(said)
			}
			d := p.draft()
			in := chat.Input{Kind: chat.Text, Text: private.Of(c.said), Message: 100, At: monday}
			b.ReportAllocs()
			for b.Loop() {
				bengkulu.flow.Step(d, in, bengkulu.voice)
			}
			plain, squeezed := encoded(b, p.state)
			b.ReportMetric(float64(plain), "draft-B")
			b.ReportMetric(float64(squeezed), "squeezed-B")
		})
	}
}
