package dialog_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
	"rembuk/internal/words"
)

// outing is a small flow with a story in the middle, readers, and extras: who came, what was done, jobs, the sky.
func outing() scene {
	say := map[string]string{
		"outing.where.ask": "Ke mana?", "outing.where.line": "Tujuan", "outing.where.beach": "Pantai", "outing.where.hill": "Bukit",
		"outing.crew.line": "Peserta",
		"outing.tale.ask":  "Apa saja kegiatannya?", "outing.tale.again": "Catatan sudah tersimpan.", "outing.tale.anew": "Tulis kegiatannya lagi.", "outing.tale.line": "Kegiatan",
		"outing.tale.added": "Masuk catatan.", "outing.tale.changed": "Catatan diperbaiki.",
		"outing.job.line": "Tugas", "outing.sky.ask": "Cuaca?", "outing.sky.line": "Cuaca", "outing.sky.sun": "Cerah", "outing.sky.rain": "Hujan",
	}
	f := dialog.Define("outing", 1).
		Choice("where", "beach", "hill").
		Read("crew", crew{}).
		Story("tale").Own("added", "changed").
		Read("job", jobs{}).Extra().
		Choice("sky", "sun", "rain").When(dialog.Is("where", "beach")).Extra().
		Review("check", func(d dialog.Draft, _ dialog.Voice) string {
			a := d.Answers
			files := strconv.Itoa(len(a["crew"].Pieces))
			tale := []rune(a["tale"].StoryText())
			return chat.Escape(strings.Join([]string{a["where"].Option, a["crew"].Text, files, string(tale[max(0, len(tale)-400):]), a["job"].Text, a["sky"].Option}, "; "))
		})
	return scene{flow: f, voice: words.In("id").With(say)}
}

// crew reads numbers of four people. "1/2" may mean the first of them, both, or nothing of the sort; a photo stands for a list that needs its count.
type crew struct{}

var four = []string{"Ani", "Budi", "Cici", "Dodi"}

func (crew) Ask(d dialog.Draft, _ dialog.Voice) (string, [][]string) {
	if a := d.Answers["crew"]; a.Text == "" && len(a.Pieces) > 0 {
		return "Berapa orang di foto itu?", nil
	}
	return "Siapa yang ikut?\n1 Ani\n2 Budi\n3 Cici\n4 Dodi", [][]string{{"Semua"}}
}

func (crew) Read(_ dialog.Draft, old dialog.Answer, in chat.Input, _ time.Time, _ dialog.Voice) dialog.Reading {
	a := dialog.Answer{Text: old.Text, Pieces: old.Pieces}
	if in.Kind == chat.Media {
		a.Pieces = append(a.Pieces, dialog.Pieces(in)...)
		return dialog.Reading{OK: true, Stay: a.Text == "", Answer: a, Lead: "Foto tersimpan."}
	}
	said := in.Text.Reveal()
	if said == "Semua" {
		said = "1 2 3 4"
	}
	if one, two, ok := strings.Cut(said, "/"); ok && len(said) == 3 {
		return dialog.Reading{Maybe: []dialog.Item{{ID: one, Label: "Hanya " + one}, {ID: one + "," + two, Label: "Dua-duanya"}, {ID: "again", Label: "Bukan itu"}}}
	}
	var numbers []string
	for word := range strings.FieldsSeq(said) {
		n, err := strconv.Atoi(word)
		switch {
		case err != nil:
			return dialog.Reading{}
		case n < 1 || n > len(four):
			return dialog.Reading{Lead: "Nomor " + word + " tidak ada."}
		}
		numbers = append(numbers, word)
	}
	a.Text = strings.Join(numbers, ",")
	return dialog.Reading{OK: a.Text != "", Answer: a, Lead: "Ikut: " + a.Text + "."}
}

func (crew) Choose(_ dialog.Draft, old dialog.Answer, id string, _ time.Time, _ dialog.Voice) dialog.Reading {
	if id == "again" {
		return dialog.Reading{Lead: "Baik, sekali lagi."}
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: id, Pieces: old.Pieces}}
}

// jobs is a list that grows: "tugas sapu". It does not know the same twice from a new one.
type jobs struct{}

func (jobs) Ask(dialog.Draft, dialog.Voice) (string, [][]string) { return "Tugas apa?", nil }

func (jobs) Read(_ dialog.Draft, old dialog.Answer, in chat.Input, now time.Time, _ dialog.Voice) dialog.Reading {
	what, ok := strings.CutPrefix(in.Text.Reveal(), "tugas ")
	if now != in.At || !ok {
		return dialog.Reading{}
	}
	return dialog.Reading{OK: true, Answer: dialog.Answer{Text: strings.TrimPrefix(old.Text+","+what, ",")}, Lead: "Dicatat."}
}

// met is an outing told up to the question of the story.
func met(t *testing.T) *phone {
	return newPhone(t, outing()).say("kami mau bercerita hari ini").at("where").say("Pantai").at("crew").say("1 3").at("tale")
}

func (p *phone) text(key, want string) *phone {
	p.t.Helper()
	if got := p.draft().Answers[key].Text; got != want {
		p.t.Fatalf("%s is %q, not %q", key, got, want)
	}
	return p
}

func (p *phone) tale(want string) *phone {
	p.t.Helper()
	if got := p.draft().Answers["tale"].StoryText(); got != want {
		p.t.Fatalf("the story is %q, not %q", got, want)
	}
	return p
}

func (p *phone) reads(want string) *phone {
	p.t.Helper()
	if !strings.Contains(p.screen.Text, want) {
		p.t.Fatalf("%q is not on the screen:\n%s", want, p.screen.Text)
	}
	return p
}

func TestAStoryInTheMiddle(t *testing.T) {
	t.Run("what begins the talk only begins it", func(t *testing.T) {
		newPhone(t, outing()).say("kami mau bercerita hari ini").at("where").tale("")
	})
	t.Run("it is asked in its turn, and read back is what was understood before", func(t *testing.T) {
		met(t).reads("Ikut: 1,3.").reads("Apa saja kegiatannya?").say("bersih pantai").at("check").tale("bersih pantai").reads("beach; 1,3; 0; bersih pantai")
	})
	t.Run("a sentence before it is kept, in the flow's own words, and the story is asked for all the same", func(t *testing.T) {
		p := newPhone(t, outing()).say("mulai").say("pantainya kotor sekali hari itu").at("where").reads("Masuk catatan.").tale("pantainya kotor sekali hari itu")
		p.say("Bukit").at("crew").say("sampahnya sampai tiga karung penuh").at("crew").say("2").at("tale").reads("Catatan sudah tersimpan.")
		p.say("Lanjut").at("check").tale("pantainya kotor sekali hari itu\nsampahnya sampai tiga karung penuh").say("KIRIM").sent()
	})
	t.Run("a photo before it too", func(t *testing.T) {
		p := newPhone(t, outing()).say("mulai")
		p.hear(p.post(photo("sea", "", "")))
		p.at("where").reads("Sudah saya simpan bersama cerita.").say("1").say("4").at("tale").reads("Apa saja kegiatannya?").say("lihat foto").at("check")
	})
	t.Run("Kembali leads from it to the reader, and on again", func(t *testing.T) {
		p := met(t).say("bersih pantai").say("Kembali").at("tale").say("Kembali").at("crew").say("4").at("check").text("crew", "4")
		p.say("KIRIM").sent()
	})
	t.Run("the second half of what was said to the question before is not the story", func(t *testing.T) {
		p := newPhone(t, outing()).say("mulai").say("1")
		first, second := p.write("1 3"), p.write("2 4")
		p.hear(first)
		p.hear(second)
		p.at("tale").tale("").text("crew", "2,4")
	})
	t.Run("an edited message changes it, in the flow's own words", func(t *testing.T) {
		p := newPhone(t, outing()).say("mulai").say("pantainya kotor sekali hari itu")
		in := chat.Input{Kind: chat.Edited, Text: private.Of("pantainya bersih sekali hari itu"), Message: p.message - 1}
		p.hear(p.post(in))
		p.at("where").reads("Catatan diperbaiki.").tale("pantainya bersih sekali hari itu")
	})
}

func TestAReaderAnswersAQuestion(t *testing.T) {
	crewed := func(t *testing.T) *phone { return newPhone(t, outing()).say("mulai").say("Pantai").at("crew") }
	t.Run("it asks, with keys of its own above those of the talk", func(t *testing.T) {
		p := crewed(t).reads("4 Dodi")
		if want := [][]string{{"Semua"}, {"Kembali", "Batal"}}; !slices.EqualFunc(want, p.screen.Keys, slices.Equal[[]string]) {
			t.Fatal(p.screen.Keys)
		}
		p.say("Semua").at("tale").text("crew", "1,2,3,4")
	})
	t.Run("it says why it does not understand, or the talk asks once more", func(t *testing.T) {
		crewed(t).say("7").at("crew").reads("Nomor 7 tidak ada.").say("hmm").at("crew").reads("belum mengerti").say("1").at("tale")
	})
	t.Run("what may mean several things is asked back, by number or label", func(t *testing.T) {
		crewed(t).say("1/2").at("crew").reads("Yang mana, Bapak/Ibu?\n1. Hanya 1\n2. Dua-duanya").say("2").at("tale").text("crew", "1,2")
		crewed(t).say("1/2").say("1. Hanya 1").at("tale").text("crew", "1")
	})
	t.Run("or said anew", func(t *testing.T) {
		crewed(t).say("1/2").say("3 4").at("tale").text("crew", "3,4")
		crewed(t).say("1/2").say("3").at("crew").reads("Baik, sekali lagi. Siapa yang ikut?").say("3").at("tale").text("crew", "3")
		crewed(t).say("1/2").say("Kembali").at("crew").reads("Siapa yang ikut?").say("Kembali").at("where")
	})
	t.Run("a photo is kept, and the question asks on", func(t *testing.T) {
		p := crewed(t)
		p.hear(p.post(photo("list", "", "")))
		p.at("crew").reads("Foto tersimpan. Berapa orang di foto itu?")
		if a := p.draft().Answers["crew"]; !a.Open || len(a.Pieces) != 1 {
			t.Fatalf("%+v", a)
		}
		p.say("Kembali").at("where").say("1").at("crew").say("3").at("tale").text("crew", "3")
		if a := p.draft().Answers["crew"]; a.Open || len(a.Pieces) != 1 {
			t.Fatalf("%+v", a)
		}
	})
	t.Run("the fellows of an album are kept without a word, also where the talk went on", func(t *testing.T) {
		p := crewed(t)
		one, two := p.post(photo("a", "", "al")), p.post(photo("b", "", "al"))
		p.hear(one)
		said := p.message
		p.hear(two)
		if n := len(p.draft().Answers["crew"].Pieces); n != 2 || p.message != said {
			t.Fatalf("%d kept, %d messages", n, p.message-said)
		}
		p.say("2").say("Kembali").at("crew")
		three, four := p.post(photo("c", "", "bl")), p.post(photo("d", "", "bl"))
		p.hear(three)
		p.at("tale").hear(four)
		if n := len(p.draft().Answers["crew"].Pieces); n != 4 {
			t.Fatalf("%d kept", n)
		}
		p.tale("")
	})
	t.Run("a press of a reading twice answers once", func(t *testing.T) {
		crewed(t).say("1/2").twice("1").at("tale").tale("").text("crew", "1")
		crewed(t).say("1/2").twice("2. Dua-duanya").at("tale").tale("").text("crew", "1,2")
		crewed(t).twice("1/2").at("crew").say("1").text("crew", "1")
	})
	t.Run("another number on its way was for the readings, too", func(t *testing.T) {
		p := crewed(t).say("1/2")
		first, second := p.write("1"), p.write("2")
		p.hear(first)
		p.hear(second)
		p.at("tale").text("crew", "1,2")
		p = crewed(t).say("1/2")
		first, second = p.write("Kembali"), p.write("1")
		p.hear(first)
		p.hear(second)
		p.at("crew").text("crew", "")
	})
}

func TestExtrasAreAddedAtTheReview(t *testing.T) {
	reviewed := func(t *testing.T) *phone { return met(t).say("bersih pantai").at("check") }
	t.Run("they are not asked, and Batal stays below", func(t *testing.T) {
		p := reviewed(t)
		numbered, _ := p.shown()
		if !slices.Equal(numbered, []string{"1. KIRIM", "2. Ubah", "3. Tambah"}) || !slices.Contains(p.screen.Keys[len(p.screen.Keys)-1], "Batal") {
			t.Fatal(p.screen.Keys)
		}
		p.say("Batal")
		if p.talking() || p.turn.End != dialog.Cancelled {
			t.Fatal("Batal does not cancel")
		}
	})
	t.Run("a list grows", func(t *testing.T) {
		p := reviewed(t).say("Tambah").reads("Apa yang mau ditambahkan?\n1. Tugas\n2. Cuaca").say("1").at("job").say("tugas sapu").at("check").reads("Dicatat.").reads("; sapu;")
		p.say("3").say("Tugas").at("job").say("tugas cat").at("check").text("job", "sapu,cat").say("Tambah").say("Cuaca").at("sky").say("2").at("check").option("sky", "rain")
		p.say("KIRIM").sent()
	})
	t.Run("Ubah lists them once they are answered, and their condition drops them", func(t *testing.T) {
		p := reviewed(t).say("Ubah")
		if numbered, _ := p.shown(); len(numbered) != 3 {
			t.Fatal(numbered)
		}
		p.say("Kembali").say("Tambah").say("2").say("1").at("check").say("Ubah").reads("4. Cuaca").say("Tujuan").at("where").say("Bukit").at("check").option("sky", "")
		p.say("Tambah")
		if numbered, _ := p.shown(); len(numbered) != 1 {
			t.Fatal(numbered)
		}
	})
	t.Run("pressed twice, once", func(t *testing.T) {
		p := reviewed(t).twice("3").at("check").twice("1").at("job").twice("tugas sapu").at("check").text("job", "sapu")
		p.twice("Tambah").say("Kembali").at("check").say("KIRIM").sent()
	})
	t.Run("Kembali out of them adds nothing", func(t *testing.T) {
		reviewed(t).say("Tambah").say("1").at("job").say("Kembali").at("check").text("job", "").say("1").sent()
	})
	t.Run("a sentence that is no job goes into the story", func(t *testing.T) {
		reviewed(t).say("Tambah").say("1").say("besok kita ke bukit lagi").at("job").tale("bersih pantai\nbesok kita ke bukit lagi")
	})
}

// Thirty groups of a district, ten a screen.
func TestALongListIsPaged(t *testing.T) {
	s := scene{voice: words.In("id").With(map[string]string{"pick.group.ask": "Kelompok mana?", "pick.group.line": "Kelompok", "pick.group.new": "Kelompok baru"}),
		flow: dialog.Define("pick", 1).Choice("group", "new").Listed().Review("check", func(d dialog.Draft, _ dialog.Voice) string { return "Kelompok: " + d.Answers["group"].Option })}
	for i := range 25 {
		s.list = append(s.list, dialog.Item{ID: "g" + strconv.Itoa(i+1), Label: "Tunas " + string(rune('A'+i))})
	}
	p := newPhone(t, s).say("mulai").reads("10. Tunas J\n11. Nama lainnya\n12. Kelompok baru")
	p.twice("11").reads("10. Tunas T").say("lainnya").reads("5. Tunas Y\n6. Nama lainnya").say("3").at("check").option("group", "g23")
	newPhone(t, s).say("mulai").say("tunas y").option("group", "g25") // a name is known on whatever page it stands
	newPhone(t, s).say("mulai").say("12").option("group", "new")
	newPhone(t, s).say("mulai").say("11").say("11").say("6").say("1").option("group", "g1") // round
	newPhone(t, s).say("mulai").say("11").twice("2. Tunas L").at("check").option("group", "g12")
}

func TestPhrasesOfAFlow(t *testing.T) {
	got := outing().flow.Says("outing.more").Phrases()
	for _, key := range []string{"outing.crew.line", "outing.tale.again", "outing.tale.added", "outing.tale.changed", "outing.sky.rain", "outing.more"} {
		if !slices.Contains(got, key) {
			t.Errorf("%s is not listed", key)
		}
	}
	for _, key := range []string{"outing.crew.ask", "outing.tale.kept", "outing.check.ask"} {
		if slices.Contains(got, key) {
			t.Errorf("%s is listed", key)
		}
	}
}
