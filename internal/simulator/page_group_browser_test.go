//go:build browser

package simulator

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// meetingBot shows Rudi a code with a button and a file, and counts who presses in a group.
func (w *world) meetingBot() {
	w.Faults().Limits(false)
	w.api("setMyCommands", obj{"commands": []obj{{"command": "kelompok", "description": "Kelompok ini"}}})
	in := 0
	w.webhook(nil, func(u delivered, _ http.ResponseWriter) {
		switch {
		case u.Tap != nil && u.Tap.Data == "in":
			in++
			w.api("editMessageText", obj{"chat_id": u.Tap.Message.Chat.ID, "message_id": u.Tap.Message.ID, "text": "Gotong royong Minggu. Ikut: " + itoa(in),
				"reply_markup": obj{"inline_keyboard": [][]obj{{{"text": "Ikut", "callback_data": "in"}}, {{"text": "Lapor", "url": "https://t.me/rembuk_bot?start=hadir_7"}}}}})
			w.api("answerCallbackQuery", obj{"callback_query_id": u.Tap.ID, "text": "Terima kasih"})
		case u.Message == nil:
		case u.Message.Text == "/start" && u.Message.Chat.ID == 2001:
			w.sendsUp("sendPhoto", "photo", "kode.png", pngOf(code(w.t, "https://t.me/rembuk_bot?start=hadir_7", 720)), map[string]string{
				"chat_id": "2001", "caption": "<b>Kode hadir</b>\nPertemuan WKSBM Batu Ampar, Sabtu 7 Maret", "parse_mode": "HTML",
				"reply_markup": `{"inline_keyboard":[[{"text":"Tutup kode","callback_data":"x"}]]}`,
			})
			w.sendsUp("sendDocument", "document", "Daftar hadir 7 Maret.csv", []byte("nama;dusun\nRumsia;II\n"), map[string]string{"chat_id": "2001"})
			w.api("sendMessage", obj{"chat_id": 2001, "text": "Papan: http://127.0.0.1:8080/masuk?k=abc"})
		case u.Message.Text == "/start hadir_7":
			w.api("sendMessage", obj{"chat_id": u.Message.Chat.ID, "text": "Kehadiran Bapak/Ibu tercatat."})
		case u.Message.Text == "/kelompok":
			w.api("sendMessage", obj{"chat_id": u.Message.Chat.ID, "text": "Gotong royong Minggu. Ikut: 0",
				"reply_markup": obj{"inline_keyboard": [][]obj{{{"text": "Ikut", "callback_data": "in"}}, {{"text": "Lapor", "url": "https://t.me/rembuk_bot?start=hadir_7"}}}}})
		}
	})
}

func meetingWorld(t *testing.T, query string, width, height int) (*world, context.Context) {
	w := newWorld(t)
	w.time.forward(time.Since(w.time.Now()))
	w.AddPerson(Person{ID: 1001, FirstName: "Siti", LastName: "Aminah", Role: "warga", Language: "id"})
	w.AddPerson(Person{ID: 2001, FirstName: "Rudi", LastName: "Hartono", Role: "petugas WKSBM", Language: "id"})
	w.AddPerson(Person{ID: 3001, FirstName: "Dewi", LastName: "Lestari", Role: "Dinas Sosial", Language: "id"})
	w.meetingBot()
	ctx := browser(t, width, height)
	run(t, ctx, "open", chromedp.Navigate(w.url+"/?lang=id&"+query), chromedp.WaitReady(chromedp.CSS(`body[data-ready]`)))
	return w, ctx
}

func TestAMeetingIsPlayedInTheBrowser(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"desktop", 1280, 800}, {"phone", 390, 844}} {
		for _, theme := range []string{"light", "dark"} {
			t.Run(size.name+" "+theme, func(t *testing.T) {
				playMeeting(t, "meeting-"+size.name+"-"+theme, theme, size.width, size.height)
			})
		}
	}
}

// chooses picks an entry of a menu by the beginning of its text.
func chooses(text string) step {
	return chromedp.Poll[chromedp.Void](`(() => {
		const b = [...document.querySelectorAll('.menu button')].find((b) => b.textContent.trim().startsWith(`+quoted(text)+`));
		b?.click();
		return Boolean(b);
	})()`, chromedp.WithPollingMutation())
}

func playMeeting(t *testing.T, name, theme string, width, height int) {
	w, ctx := meetingWorld(t, "people=2001,1001&theme="+theme, width, height)
	run(t, ctx, "Rudi starts", presses("2001", "MULAI"), sees("2001", "Kode hadir"), sees("2001", "Papan:"))
	keepPicture(t, ctx, name+"-0-code")
	newTab, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`[...document.querySelectorAll('[data-key="2001"] .text a')].some((a) => a.href === "http://127.0.0.1:8080/masuk?k=abc" && a.target === "_blank")`))
	if err != nil || !newTab {
		t.Errorf("the board's link does not open in a new tab: %v", err)
	}
	run(t, ctx, "enlarge", chromedp.Click(chromedp.CSS(`[data-key="2001"] .photo`)), chromedp.WaitVisible(chromedp.CSS(`dialog.zoom img`)))
	keepPicture(t, ctx, name+"-1-large")
	run(t, ctx, "and close", chromedp.KeyEvent(kb.Escape), chromedp.WaitNotPresent(chromedp.CSS(`dialog`)))

	// Siti has not started the bot: her phone's camera is in the menu of the pane.
	run(t, ctx, "Siti's camera", chromedp.Click(chromedp.CSS(`[data-key="1001"] .head [aria-haspopup]`)), chooses("Pindai QR"), chromedp.WaitVisible(chromedp.CSS(`dialog.scan .shots button:focus`)))
	keepPicture(t, ctx, name+"-2-scan")
	run(t, ctx, "by keyboard", chromedp.KeyEvent(kb.Enter), sees("1001", "/start hadir_7"), sees("1001", "Kehadiran Bapak/Ibu tercatat"))
	w.sendsUp("sendPhoto", "photo", "k.png", pngOf(code(t, "https://kemensos.go.id/sekolah-rakyat", 400)), map[string]string{"chat_id": "2001"})
	run(t, ctx, "another code", chromedp.Click(chromedp.CSS(`[data-key="1001"] [aria-label="Lampirkan"]`)), chooses("Pindai QR"), chromedp.WaitVisible(chromedp.CSS(`dialog.scan .shots button:focus`)), chromedp.KeyEvent(kb.Enter),
		chromedp.WaitVisible(chromedp.CSS(`dialog .code a[target="_blank"]`)))
	keepPicture(t, ctx, name+"-3-foreign")
	run(t, ctx, "closed", chromedp.KeyEvent(kb.Escape), chromedp.WaitNotPresent(chromedp.CSS(`dialog`)))

	run(t, ctx, "a group", chromedp.Click(chromedp.CSS(`#who`)), chooses("Grup baru"), chromedp.WaitVisible(chromedp.CSS(`dialog .picks`)), chromedp.SendKeys(chromedp.CSS(`dialog input[name="title"]`), "WKSBM Maju Bersama Desa Batu Ampar"))
	keepPicture(t, ctx, name+"-4-group")
	run(t, ctx, "is made", presses("", "OK"), chromedp.WaitVisible(chromedp.CSS(`.pane[data-key*="@"] .as`)))
	key, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector('.pane[data-key*="@"]').dataset.key`))
	if err != nil {
		t.Fatal(err)
	}
	siti, group := key, key[len("1001"):]
	run(t, ctx, "Siti asks in it", writes(siti, "/kelompok\r"), sees(siti, "Ikut: 0"), presses(siti, "Ikut"), sees(siti, "Ikut: 1"))
	run(t, ctx, "Rudi speaks", chromedp.Focus(chromedp.CSS(`.pane[data-key="`+siti+`"] .as`)), chromedp.KeyEvent(kb.ArrowDown),
		chromedp.WaitVisible(chromedp.CSS(`.pane[data-key="2001`+group+`"] .as:focus`)))
	rudi := "2001" + group
	run(t, ctx, "Rudi presses", sees(rudi, "Ikut: 1"), presses(rudi, "Ikut"), sees(rudi, "Ikut: 2"), writes(rudi, "Saya bawa cangkul\r"), sees(rudi, "cangkul"))
	run(t, ctx, "Dewi joins", chromedp.Click(chromedp.CSS(`.pane[data-key="`+rudi+`"] .head [aria-haspopup]`)), chooses("Tambah anggota"), chooses("Dewi"), sees(rudi, "anggota baru bergabung"))
	run(t, ctx, "and can speak", chromedp.WaitReady(chromedp.CSS(`.pane[data-key="`+rudi+`"] .as option[value="3001"]`)))
	keepPicture(t, ctx, name+"-5-members")
	run(t, ctx, "Dewi speaks", chromedp.Focus(chromedp.CSS(`.pane[data-key="`+rudi+`"] .as`)), chromedp.KeyEvent(kb.End), sees("3001"+group, "Ikut: 2"))
	run(t, ctx, "and goes on in private", presses("3001"+group, "Lapor"), sees("3001", "Kehadiran Bapak/Ibu tercatat"))
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`[...document.querySelectorAll('.log, .composer, .head')].some((e) => e.scrollWidth > e.clientWidth + 1)`))
	if err != nil || wide {
		t.Errorf("something is wider than its pane: %v, %v", wide, err)
	}
}

func TestADocumentIsSavedUnderItsName(t *testing.T) {
	_, ctx := meetingWorld(t, "people=2001", 800, 700)
	run(t, ctx, "the file comes", presses("2001", "MULAI"), sees("2001", "Daftar hadir 7 Maret.csv"))
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(async () => {
		const a = document.querySelector('[data-key="2001"] a.card'), r = await fetch(a.href);
		return [a.download, r.headers.get("Content-Disposition"), await r.text()].join("|");
	})()`, chromedp.EvalAwaitPromise))
	if want := "Daftar hadir 7 Maret.csv|attachment|nama;dusun\nRumsia;II\n"; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
}
