package dialog_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

const (
	rumsia = "Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak"
	flood  = "Banjir di cinto mandi kec pino raya, tolong bantuan belum ada"
)

// reviewed tells a report up to its review: who may know stands on the way.
func reviewed(t rapid.TB, who string) *phone {
	return newPhone(t, bengkulu).say(rumsia).say("batu panco").say(who)
}

func (p *phone) at(key string) *phone {
	p.t.Helper()
	if got := p.draft().At; !p.talking() || got != key {
		p.t.Fatalf("the talk stands at %q (open: %v), not at %q; on the screen:\n%s", got, p.talking(), key, p.screen.Text)
	}
	return p
}

func (p *phone) sent() *phone {
	p.t.Helper()
	if p.talking() || p.turn.End != dialog.Sent {
		p.t.Fatalf("nothing was sent; on the screen:\n%s", p.screen.Text)
	}
	return p
}

func (p *phone) option(key, want string) *phone {
	p.t.Helper()
	if got := p.draft().Answers[key].Option; got != want {
		p.t.Fatalf("%s is %q, not %q", key, got, want)
	}
	return p
}

func (p *phone) story() string { return p.draft().Answers["story"].StoryText() }

// twice writes a text two times before we answer, as a thumb does that gets no response.
func (p *phone) twice(text string) *phone {
	first, second := p.write(text), p.write(text)
	p.hear(first)
	p.hear(second)
	return p
}

func TestDoublePressAnswersOnce(t *testing.T) {
	t.Run("a number goes to one question", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia).say("batu panco").twice("1")
		p.at("review").option("who", "office")
	})
	t.Run("also where the note of the question was lost: the second must not be KIRIM", func(t *testing.T) {
		p := newPhone(t, bengkulu)
		p.deaf = true
		p.say(rumsia).say("batu panco").twice("1")
		p.at("review").option("who", "office")
	})
	t.Run("Ubah by its number opens the lines, not the second of them", func(t *testing.T) {
		p := reviewed(t, "1").twice("2")
		p.at("review")
		if !p.draft().Picking || p.draft().Editing {
			t.Fatal("the second press chose a line")
		}
		p.say("4").at("who")
	})
	t.Run("a line of Ubah opens it, and answers nothing", func(t *testing.T) {
		reviewed(t, "1").say("Ubah").twice("2").at("kind").option("kind", "lansia")
	})
	t.Run("Kembali goes back by one", func(t *testing.T) {
		reviewed(t, "1").twice("Kembali").at("who")
	})
	t.Run("Kembali out of the lines, and a number on its way to them, sends nothing", func(t *testing.T) {
		p := reviewed(t, "1").say("Ubah")
		back, one := p.write("Kembali"), p.write("1")
		p.hear(back)
		p.hear(one)
		p.at("review")
	})
	t.Run("Lanjut is no part of the story", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia).say("Kembali").at("story").twice("1. Lanjut").at("village")
		if p.story() != rumsia {
			t.Fatalf("the story is now %q", p.story())
		}
	})
	t.Run("Tulis ulang is no story", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia).say("Kembali").twice("2. Tulis ulang").at("story")
		if p.story() != "" {
			t.Fatalf("the story is now %q", p.story())
		}
	})
	t.Run("Nama lainnya turns one page", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia).say("Seginim").twice("11. Nama lainnya").at("village")
		if p.draft().Page != 1 {
			t.Fatalf("page %d", p.draft().Page)
		}
	})
	t.Run("a village of the list is taken, not another of its name", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia).say("Seginim").say("11")
		p.twice("10. Sukaraja").at("who").option("village", "17.01.02.2002")
	})
	t.Run("KIRIM sends once", func(t *testing.T) {
		p := reviewed(t, "1")
		first := p.write("1. KIRIM")
		p.hear(first)
		p.sent()
	})
}

// Every village of every list, pressed twice in a hurry: the label of one must never be read as another.
func TestDoublePressOfEveryVillage(t *testing.T) {
	for _, kecamatan := range []string{"Air Nipis", "Bunga Mas", "Kedurang", "Kedurang Ilir", "Kota Manna", "Manna", "Pasar Manna", "Pino", "Pino Raya", "Seginim", "Ulu Manna"} {
		list := newPhone(t, bengkulu).say(rumsia).say(kecamatan)
		for page := 0; page < 5; page++ {
			labels, _ := list.shown()
			for i, label := range labels {
				if strings.Contains(label, "Nama lainnya") {
					continue
				}
				p := *list
				p.state = recoded(t, list.state)
				p.twice(label).at("who").option("village", list.draft().Screen[i])
			}
			if list.say("Nama lainnya"); list.draft().Page == 0 {
				break
			}
		}
	}
}

func TestHurriedPeople(t *testing.T) {
	t.Run("the second half of a story comes after our question was asked", func(t *testing.T) {
		p := newPhone(t, bengkulu)
		first, second := p.write("Nek Rumsia 82 tahun"), p.write("kakinya bengkak")
		p.hear(first)
		p.hear(second)
		if p.at("village"); p.story() != "Nek Rumsia 82 tahun\nkakinya bengkak" {
			t.Fatalf("the story is %q", p.story())
		}
	})
	t.Run("halves that arrive in the wrong order are read in the right one", func(t *testing.T) {
		p := newPhone(t, bengkulu)
		first, second := p.write("Nek Rumsia 82 tahun"), p.write("kakinya bengkak")
		second.Update, first.Update = first.Update, second.Update
		p.hear(second)
		p.hear(first)
		if p.story() != "Nek Rumsia 82 tahun\nkakinya bengkak" {
			t.Fatalf("the story is %q", p.story())
		}
	})
	t.Run("4 and at once 1: the last word counts, and the question it made needless is gone", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia).say("batu panco")
		four, one := p.write("4"), p.write("1")
		p.hear(four)
		p.at("level").hear(one)
		p.at("review").option("who", "office").option("level", "")
	})
	t.Run("an answer to the question that is gone does not send the review that it has not seen", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia).say("batu panco")
		four, one := p.write("4"), p.write("1")
		p.hear(four)
		level := p.write("1") // written with the question about the level on the screen
		p.hear(one)
		p.at("review").hear(level)
		p.at("review").option("who", "office")
	})
	t.Run("a village corrected late is read back", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia)
		first, second := p.write("batu panco"), p.write("masat")
		p.hear(first)
		p.hear(second)
		if p.at("who"); !strings.Contains(p.screen.Text, "Masat, Pino") {
			t.Fatalf("the village is not read back:\n%s", p.screen.Text)
		}
	})
	t.Run("Kembali while editing, after a hidden question was passed", func(t *testing.T) {
		p := reviewed(t, "4").say("3").at("review").say("ubah").say("4").at("who").say("1").at("review").option("level", "")
		p.say("Kembali").at("who") // not the level, which is asked no more
	})
	t.Run("a photo long after the review", func(t *testing.T) {
		p := reviewed(t, "1")
		p.hear(p.post(photo("late", "ini rumahnya", "")))
		p.at("review")
		if !strings.Contains(p.screen.Text, "1 kiriman") || !strings.Contains(p.story(), "ini rumahnya") {
			t.Fatalf("the photo is not on the card:\n%s", p.screen.Text)
		}
		p.say("KIRIM").sent()
	})
	t.Run("a message that is attended to twice, since a twin of it was faster, is kept once", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia)
		in := p.write("kasihan sekali beliau, sudah lama sakit")
		d := step(t, p.scene, step(t, p.scene, p.draft(), in).Draft, in).Draft
		if n := len(d.Answers["story"].Pieces); n != 2 {
			t.Fatalf("%d pieces", n)
		}
	})
	t.Run("an album is answered once and kept whole", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia)
		items := []chat.Input{p.post(photo("a", "rumahnya", "al")), p.post(photo("b", "", "al")), p.post(photo("c", "", "al"))}
		said := 0
		for _, in := range items {
			p.hear(in)
			said += len(p.turn.Messages)
		}
		if n := len(p.draft().Answers["story"].Pieces); n != 4 || said != 1 {
			t.Fatalf("%d pieces kept, %d answers", n, said)
		}
	})
}

func TestEditedMessages(t *testing.T) {
	edit := func(p *phone, message int, text string) {
		p.hear(p.post(chat.Input{Kind: chat.Edited, Message: message, Text: private.Of(text)}))
	}
	t.Run("the story is corrected", func(t *testing.T) {
		p := reviewed(t, "1")
		edit(p, 1, "Nek Rumsiah 83 tahun sendirian")
		if p.at("review"); p.story() != "Nek Rumsiah 83 tahun sendirian" || !strings.Contains(p.screen.Text, "Rumsiah 83") {
			t.Fatalf("the story is %q on\n%s", p.story(), p.screen.Text)
		}
	})
	t.Run("a caption is corrected", func(t *testing.T) {
		p := newPhone(t, bengkulu)
		p.hear(p.post(photo("a", "rumah nenk bocor", "")))
		edit(p, 1, "rumah nenek bocor")
		if p.story() != "rumah nenek bocor" {
			t.Fatalf("the story is %q", p.story())
		}
	})
	t.Run("a live location that moves is not answered each time", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(rumsia)
		p.hear(p.post(pin(-4.2778, 103.008)))
		pinned := p.message - 1
		in := pin(-4.30, 103.01)
		in.Kind, in.Message = chat.Edited, pinned
		p.hear(p.post(in))
		if len(p.turn.Messages) != 0 || p.draft().Answers["story"].Pieces[1].Lat != -4.2778 {
			t.Fatal("the pin moved, or it was talked about")
		}
	})
	t.Run("an answer stays as it was given", func(t *testing.T) {
		p := reviewed(t, "1")
		edit(p, 3, "masat")
		p.at("review").option("village", "17.01.09.2001")
	})
	t.Run("a village that the story no longer names is asked for", func(t *testing.T) {
		p := newPhone(t, bengkulu).say(flood).say("2").at("review")
		edit(p, 1, "Banjir besar, tolong bantuan belum ada")
		p.at("village")
	})
	t.Run("a second village in the story makes the first doubtful", func(t *testing.T) {
		p := newPhone(t, bengkulu).say("Banjir di cinto mandi, tolong bantuan belum ada").say("2").at("review").say("di desa batu panco juga banjir pak")
		p.at("village")
		if labels, _ := p.shown(); len(labels) != 2 {
			t.Fatalf("offered: %q", labels)
		}
		p.say("2").at("review").option("village", "17.01.09.2001").say("ya").sent()
	})
	t.Run("what a short talk carries is corrected too, and goes on growing", func(t *testing.T) {
		s := belongs()
		p := newPhone(t, s)
		first, half := p.write("sudah saya bawa ke puskesmas"), p.write("tadi pagi")
		p.scene.preset = dialog.Answers{".said": {Pieces: dialog.Pieces(first), By: first.Message}}
		p.hear(first)
		p.hear(half)
		edit(p, first.Message, "sudah saya bawa ke rumah sakit")
		p.hear(p.post(photo("bill", "ini suratnya", "")))
		p.say("kata dokter harus dirawat dua minggu")
		want := "sudah saya bawa ke rumah sakit\ntadi pagi\nini suratnya\nkata dokter harus dirawat dua minggu"
		if got := p.draft().Answers[".said"].StoryText(); got != want {
			t.Fatalf("carried: %q", got)
		}
		p.say("2").sent().option("case", "new")
	})
}

func TestWordsForNumbers(t *testing.T) {
	at := newPhone(t, bengkulu).say(rumsia).say("batu panco").at("who")
	for said, want := range map[string]string{
		"1": "office", "1.": "office", "1)": "office", "(1)": "office", "no 1": "office", "No. 1": "office", "nomor 1": "office", "pilih 1": "office", "satu": "office",
		"pilih satu": "office", "pilih nomor satu": "office", "1️⃣": "office", "👉 1": "office", "01": "office", "1 ya": "office", "1 pak": "office", "satu saja bu": "office",
		"\u200f1\u200e": "office", "1. Dinas Sosial saja": "office", "DINAS SOSIAL SAJA": "office", "dinas sosial": "office", "Dinas\u200bSosial": "",
		"3 pak": "nameless", "anonim ya": "nameless", "empat": "officials", "2. Petugas desa juga": "village", "7. Petugas desa juga": "village",
		"0": "", "5": "", "-": "", "12": "", "1 2": "", "1,5": "", "2000000000": "", "99999999999999999999999": "", "ya": "", "ok": "", "tidak": "", "bukan": "", "😀": "", "\u200b": "",
		"bukan 1": "", "jangan 1": "", "١": "",
	} {
		p := *at
		p.state = recoded(t, at.state)
		p.say(said)
		if got := p.draft().Answers["who"].Option; got != want {
			t.Errorf("%q is taken as %q, not %q", said, got, want)
		}
	}
}

func TestOnlyAClearYesSends(t *testing.T) {
	at := reviewed(t, "1")
	for said, sends := range map[string]bool{
		"1": true, "KIRIM": true, "1. KIRIM": true, "kirim": true, "ya": true, "iya": true, "ya pak": true, "ok": true, "ok bu": true, "benar ya": true, "satu": true, "siap pak": true,
		"tidak": false, "bukan": false, "tidak ya": false, "jangan": false, "jangan dikirim": false, "jangan kirim": false, "tidak benar": false, "belum": false, "salah": false,
		"belum benar": false, "kirim?": true, "2": false, "4": false, "11": false, "1 2": false, "kirim apa": false, "tidak kirim": false, "salah ya": false, "🙏": false, "": false,
		"tidak jadi": false, "ya tapi tidak": false, "bukan itu pak": false, "kirim tidak": false,
	} {
		p := *at
		p.state = recoded(t, at.state)
		p.say(said)
		if got := p.turn.End == dialog.Sent; got != sends {
			t.Errorf("%q at the review sends: %v", said, got)
		}
	}
	for _, said := range []string{"ya", "ok", "kirim", "KIRIM", "iya", "siap"} { // elsewhere it is no answer
		for _, question := range []*phone{newPhone(t, bengkulu).say(rumsia), newPhone(t, bengkulu).say(rumsia).say("batu panco"), newPhone(t, bengkulu).say("tolong pak")} {
			was := question.at(question.draft().At).draft().At
			if question.say(said); question.draft().At != was || question.draft().Answers[was].Option != "" {
				t.Errorf("%q answers %s", said, was)
			}
		}
	}
}

func TestNumbersAtTheVillageQuestion(t *testing.T) {
	for _, said := range []string{"1", "satu", "2", "dua", "11", "no 3", "2000000000", "081234567890", "0"} {
		p := newPhone(t, bengkulu).say(rumsia).at("village").say(said)
		if p.draft().Answers["village"].Option != "" || p.draft().At != "village" {
			t.Errorf("%q names a village while none is on the screen", said)
		}
	}
	p := newPhone(t, bengkulu).say(rumsia).say("sukaraja").at("village").say("9").at("village")
	if len(p.draft().Offer) == 0 {
		t.Fatal("a number beside the list took the list away")
	}
	p.say("2").at("who").option("village", "17.01.07.2009")
	// a single village of the story, which another was said for, is not offered as if there were a choice
	p = newPhone(t, bengkulu).say(flood).say("1").at("review").say("ubah").say("desa").at("village")
	if labels, bare := p.shown(); len(labels) != 0 || len(bare) != 11 {
		t.Fatalf("offered: %q %q", labels, bare)
	}
	p.say("masat").at("review").option("village", "17.01.03.1018")
}

func TestMarkupAndStrangeLetters(t *testing.T) {
	for _, words := range []string{
		"<b>tolong</b> nenek & kakek <script>alert(1)</script> di rumah", "nenek &amp; kakek sakit di rumah </b><i>", "أحتاج إلى مساعدة جدتي مريضة في البيت",
		"\u202enenek sakit keras di rumah sendirian", "nenek 👵🏽👨‍👩‍👧‍👦 sakit keras di rumah", "n\u200be\u200bn\u200be\u200bk sakit keras di rumah \u0000 \x1b[31m",
		"{story} {files} {who} {kind} {place} nenek sakit", strings.Repeat("& < > ", 300), "nenek\r\n\r\nsakit keras\tdi rumah sekali",
	} {
		p := newPhone(t, bengkulu).say(words)
		for range 12 {
			switch p.draft().At {
			case "kind":
				p.say("2")
			case "village":
				p.say("batu panco").say("1")
			case "who":
				p.say("1")
			}
		}
		p.at("review")
		if p.story() != strings.TrimSpace(words) {
			t.Errorf("the story became %q", p.story())
		}
		if shown := chat.Escape("{story} {files} {who} {kind} {place}"); strings.HasPrefix(words, "{") && !strings.Contains(p.screen.Text, shown) {
			t.Errorf("what looks like ours was filled in:\n%s", p.screen.Text)
		}
		p.say("KIRIM").sent()
	}
}

func TestNothingIsLostOnTheWay(t *testing.T) {
	p := newPhone(t, bengkulu)
	var told []string
	for i, words := range []string{"rumah nenek sudah lama bocor", "beliau tinggal sendirian sejak tahun lalu", "kami tidak sanggup lagi merawatnya", "mohon petugas datang secepatnya kemari"} {
		told = append(told, words)
		p.say(words)
		p.say([]string{"hmm", "masat", "4", "2"}[i])
	}
	p.at("review")
	for _, words := range told {
		if !strings.Contains(p.story(), words) {
			t.Errorf("lost: %q", words)
		}
	}
	if n := slices.Index(strings.Split(p.story(), "\n"), told[0]); n != 0 {
		t.Errorf("the story begins elsewhere: %q", p.story())
	}
}
