package telegram_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rembuk/internal/chat"
	"rembuk/internal/simulator"
	"rembuk/internal/telegram"
)

const (
	token = "1701:secret"
	siti  = 1001
	rudi  = 2001
)

// line is a bot at a simulated Telegram, and what it heard.
type line struct {
	*telegram.Bot
	sim   *simulator.Server
	siti  *simulator.Chat
	mu    sync.Mutex
	heard []chat.Input
}

func connected(t *testing.T) *line {
	t.Helper()
	l := &line{}
	var err error
	if l.sim, err = simulator.Open(simulator.Config{}); err != nil {
		t.Fatal(err)
	}
	if err := l.sim.AddBot(token, "rembuk_bot", "Rembuk"); err != nil {
		t.Fatal(err)
	}
	l.sim.AddPerson(simulator.Person{ID: siti, FirstName: "Siti", Language: "id"})
	l.sim.AddPerson(simulator.Person{ID: rudi, FirstName: "Rudi", Language: "en"})
	l.siti = l.sim.Chat("rembuk_bot", siti)
	server := httptest.NewServer(l.sim)
	l.Bot, err = telegram.Open(t.Context(), telegram.Config{
		Token: token, Server: server.URL, Attend: l.attend,
		Dead: func(context.Context, int64, int64, []byte, string) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		l.Close()
		_ = l.sim.Close()
		server.Close()
	})
	return l
}

func (l *line) attend(_ context.Context, in chat.Input) (chat.Answer, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard = append(l.heard, in)
	return chat.Answer{}, nil
}

// hears polls until n inputs have come.
func (l *line) hears(t *testing.T, n int) []chat.Input {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	ended := make(chan error, 1)
	go func() { ended <- l.Poll(ctx) }()
	for ctx.Err() == nil {
		l.mu.Lock()
		all := len(l.heard)
		l.mu.Unlock()
		if all >= n {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if len(l.heard) != n {
		t.Fatalf("heard %d, want %d: %+v", len(l.heard), n, l.heard)
	}
	return l.heard
}

func paint(shade color.Gray) []byte {
	img := image.NewGray(image.Rect(0, 0, 300, 300))
	for i := range img.Pix {
		img.Pix[i] = shade.Y
	}
	var out bytes.Buffer
	_ = png.Encode(&out, img)
	return out.Bytes()
}

func TestACodeWithButtonsIsShownAndChanged(t *testing.T) {
	l := connected(t)
	l.siti.Start("")
	m := chat.Message{
		Text: "<b>Kode hadir</b>", Caption: true, Protected: true, Buttons: [][]chat.Button{{{Label: "Tutup", Data: "x"}}},
		Files: []chat.File{{Kind: "photo", Data: paint(color.Gray{20}), Name: "kode.png"}},
	}
	id, err := l.Send(t.Context(), siti, m)
	if err != nil {
		t.Fatal(err)
	}
	seen := l.siti.Last()
	if seen.ID != id || seen.Photo == nil || seen.Caption != "Kode hadir" || !seen.Protected || len(seen.Inline) != 1 {
		t.Fatalf("seen: %+v", seen)
	}
	first := seen.Photo.Unique
	m.Text, m.Files[0].Data = "12 hadir", paint(color.Gray{200})
	if err := l.Edit(t.Context(), siti, id, m); err != nil {
		t.Fatal(err)
	}
	if seen = l.siti.Last(); seen.Caption != "12 hadir" || seen.Photo.Unique == first || len(seen.Inline) != 1 {
		t.Errorf("changed: %+v", seen)
	}
	for _, under := range []bool{true, false} { // who closes it may not know that it is a picture
		if err := l.Edit(t.Context(), siti, id, chat.Message{Text: map[bool]string{true: "Ditutup", false: "Selesai"}[under], Caption: under}); err != nil {
			t.Fatal(err)
		}
	}
	if seen = l.siti.Last(); seen.Caption != "Selesai" || seen.Photo == nil || len(seen.Inline) != 0 {
		t.Errorf("closed: %+v", seen)
	}
}

func TestDocumentsArriveWithTheirNames(t *testing.T) {
	l := connected(t)
	l.siti.Start("")
	files := []chat.File{
		{Kind: "document", Name: "Daftar hadir \"7 Maret\".pdf", Data: []byte("%PDF-1.7 isi")},
		{Kind: "document", Name: "undangan.ics", Data: []byte("BEGIN:VCALENDAR")},
	}
	if _, err := l.Send(t.Context(), siti, chat.Message{Text: "Berkas", Files: files}); err != nil {
		t.Fatal(err)
	}
	all := l.siti.Messages()
	if len(all) != 4 || all[1].Text != "Berkas" {
		t.Fatalf("%+v", all)
	}
	for i, f := range files {
		name, data, err := l.siti.FileOf(all[2+i].ID)
		if err != nil || name != f.Name || !bytes.Equal(data, f.Data) {
			t.Errorf("%q holds %q, %v", name, data, err)
		}
	}
}

func TestAGroupIsHeard(t *testing.T) {
	l := connected(t)
	g := l.sim.CreateGroup("rembuk_bot", "WKSBM Batu Ampar", siti, rudi)
	g.As(rudi).Send("/kelompok@rembuk_bot batu ampar")
	card, err := l.Send(t.Context(), g.ID(), chat.Message{Text: "Siapa ikut?", Buttons: [][]chat.Button{{{Label: "Ikut", Data: "in"}}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := g.As(siti).Tap(card, "Ikut"); err != nil {
		t.Fatal(err)
	}
	g.As(rudi).Reply(card, "saya juga")
	g.RemoveBot(siti)
	type short struct {
		Kind            chat.Kind
		Queue           chat.Queue
		User            int64
		Language        string
		Command, Text   string
		ReplyTo, Tapped int
	}
	got := map[short]bool{}
	for _, in := range l.hears(t, 5) {
		if !in.Group || in.Chat != g.ID() {
			t.Errorf("not of the group: %+v", in)
		}
		s := short{Kind: in.Kind, Queue: in.Queue, User: in.User, Language: in.Language, Command: in.Command, Text: in.Text.Reveal(), ReplyTo: in.ReplyTo}
		if in.Kind == chat.Tap {
			s.Tapped = in.Message
		}
		got[s] = true
	}
	want := map[short]bool{
		{Kind: chat.Joined, User: siti, Language: "id"}:                                           true,
		{Kind: chat.Command, User: rudi, Language: "en", Command: "kelompok", Text: "batu ampar"}: true,
		{Kind: chat.Tap, Queue: chat.Taps, User: siti, Language: "id", Tapped: card}:              true,
		{Kind: chat.Text, User: rudi, Language: "en", Text: "saya juga", ReplyTo: card}:           true,
		{Kind: chat.Left, User: siti, Language: "id"}:                                             true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestARosterComesInAsADocument(t *testing.T) {
	l := connected(t)
	l.siti.Start("")
	l.siti.SendDocument("warga.csv", []byte("nama;dusun"), "daftar warga")
	in := l.hears(t, 2)[1]
	want := []chat.File{{Kind: "document", Name: "warga.csv", Size: 10}}
	if len(in.Media) == 1 {
		want[0].ID, want[0].Unique = in.Media[0].ID, in.Media[0].Unique
	}
	if diff := cmp.Diff(want, in.Media); diff != "" || in.Kind != chat.Media || in.Text.Reveal() != "daftar warga" {
		t.Errorf("%+v\n%s", in, diff)
	}
}
