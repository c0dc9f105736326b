//go:build browser

package simulator

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

type step = chromedp.Action[chromedp.Void]

// browser opens a fresh chromium with a window of the given size.
func browser(t *testing.T, width, height int) context.Context {
	t.Helper()
	var said bytes.Buffer
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the browser said:\n%s", said.String())
		}
	})
	options := []chromedp.ExecAllocatorOption{
		chromedp.CombinedOutput(&said),
		chromedp.NoFirstRun, chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.WindowSize(width, height),
	}
	for _, path := range []string{"/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"} {
		if _, err := os.Stat(path); err == nil {
			options = append(options, chromedp.ExecPath(path))
			break
		}
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithErrorf(t.Logf))
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); cancel() })
	run(t, ctx, "start the browser") // without a timeout, which would be the browser's own
	ctx, cancel = context.WithTimeout(ctx, 25*time.Second)
	t.Cleanup(cancel)
	run(t, ctx, "size", chromedp.EmulateViewport(int64(width), int64(height)))
	return ctx
}

func run(t *testing.T, ctx context.Context, what string, actions ...step) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// sees waits until a pane's text has the words in it.
func sees(pane, words string) step {
	return chromedp.Poll[chromedp.Void](`document.querySelector('[data-key="`+pane+`"] .log')?.innerText.includes(`+quoted(words)+`)`, chromedp.WithPollingMutation())
}

// presses clicks the button of that text in a pane, once it is there.
func presses(pane, text string) step {
	within := `[data-key="` + pane + `"] `
	if pane == "" {
		within = "" // a menu or a dialog
	}
	return chromedp.Poll[chromedp.Void](`(() => {
		const b = [...document.querySelectorAll('`+within+`button')].find((b) => b.offsetParent && b.textContent.trim() === `+quoted(text)+`);
		b?.click();
		return Boolean(b);
	})()`, chromedp.WithPollingMutation())
}

func writes(pane, text string) step {
	return chromedp.SendKeys(chromedp.CSS(`[data-key="`+pane+`"] textarea`), text)
}

// keepPicture keeps a screenshot where SIMULATOR_PICTURES names a folder for them.
func keepPicture(t *testing.T, ctx context.Context, name string) {
	dir := os.Getenv("SIMULATOR_PICTURES")
	if dir == "" {
		return
	}
	run(t, ctx, "let it come to rest", chromedp.Sleep(300*time.Millisecond))
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
		t.Fatal(err)
	}
}

// scriptedBot answers as a small reporting bot would: a story, a village, a number for Siti and a card for Rudi.
func (w *world) scriptedBot() {
	w.Faults().Limits(false)
	w.api("setMyCommands", obj{"commands": []obj{{"command": "lapor", "description": "Buat laporan"}, {"command": "status", "description": "Laporan saya"}, {"command": "bantuan", "description": "Cara memakai"}}})
	w.api("setMyDescription", obj{"description": "Laporkan masalah sosial di sekitar Bapak/Ibu. Gratis."})
	say := func(chat int64, text string, markup obj) {
		w.api("sendMessage", obj{"chat_id": chat, "text": text, "parse_mode": "HTML", "reply_markup": markup})
	}
	keyboard := func(rows ...[]string) obj {
		return obj{"keyboard": rows, "resize_keyboard": true, "input_field_placeholder": "Tulis atau pilih"}
	}
	card := obj{"inline_keyboard": [][]obj{{{"text": "Ambil", "callback_data": "take"}, {"text": "Tidak bisa", "callback_data": "no"}}, {{"text": "Buka", "url": "http://127.0.0.1:8080/k/1"}}}}
	w.webhook(nil, func(u delivered, out http.ResponseWriter) {
		switch {
		case u.Tap != nil:
			w.api("editMessageText", obj{"chat_id": 2001, "message_id": u.Tap.Message.ID, "text": "<b>BS-4821-0937-9</b>\nBatu Ampar · lansia terlantar\n✅ Dipegang Rudi", "parse_mode": "HTML"})
			w.api("answerCallbackQuery", obj{"callback_query_id": u.Tap.ID, "text": "Anda yang pegang kasus ini"})
		case u.Message == nil:
		case u.Message.Text == "/start" && u.Message.ID < 3:
			say(2001, "Selamat pagi, Pak Rudi. Kasus baru akan muncul di sini.", nil)
		case u.Message.Text == "/start":
			say(1001, "Selamat pagi, Bapak/Ibu. Ini <b>Dinas Sosial Bengkulu Selatan</b>, bukan layanan darurat. Bahaya sekarang: telepon 110.\n\nCeritakan masalahnya di sini: tulis, suara, atau foto. Gratis. Data dipakai untuk mengecek laporan: /privasi", keyboard([]string{"Bahaya sekarang"}, []string{"Tanya bansos/BPJS", "Laporan saya"}))
		case u.Message.Text == "1 Batu Ampar":
			say(1001, "<b>Periksa dulu, Bapak/Ibu</b>\n<blockquote>Lansia terlantar · Batu Ampar, Kedurang\nYang boleh tahu: Dinas Sosial saja</blockquote>", keyboard([]string{"KIRIM"}, []string{"Ubah", "Batal"}))
		case u.Message.Text == "KIRIM":
			say(1001, "Laporan diterima. Nomor:\n<code>BS-4821-0937-9</code>\nPetugas memeriksa paling lambat <i>Kamis, 5 Maret</i>.", obj{"remove_keyboard": true})
			say(2001, "<b>Kasus baru</b> BS-4821-0937-9\nBatu Ampar, Kedurang · lansia terlantar\nDiperiksa paling lambat Kamis, 5 Maret", card)
		case u.Message.Text != "" && u.Message.Text[0] != '/':
			say(1001, "Terima kasih. Di desa mana? Ketik nama desa, atau kirim lokasi.\n\n1. Batu Ampar (Kedurang)\n2. Batu Ampar (Manna)", keyboard([]string{"1 Batu Ampar", "2 Batu Ampar"}, []string{"Kembali", "Batal"}))
		}
	})
}

func TestAReportIsPlayedInTheBrowser(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"desktop", 1280, 800}, {"phone", 390, 844}} {
		for _, theme := range []string{"light", "dark"} {
			t.Run(size.name+" "+theme, func(t *testing.T) { play(t, size.name+"-"+theme, theme, size.width, size.height) })
		}
	}
}

func play(t *testing.T, name, theme string, width, height int) {
	w := newWorld(t)
	w.time.forward(time.Since(w.time.Now()))
	w.AddPerson(Person{ID: 1001, FirstName: "Siti", LastName: "Aminah", Role: "warga", Language: "id", Lat: -4.45, Lon: 102.9})
	w.AddPerson(Person{ID: 2001, FirstName: "Rudi", LastName: "Hartono", Role: "petugas WKSBM", Language: "id"})
	w.AddPerson(Person{ID: 3001, FirstName: "Dewi", LastName: "Lestari", Role: "Dinas Sosial", Language: "id"})
	w.scriptedBot()
	ctx := browser(t, width, height)
	run(t, ctx, "open", chromedp.Navigate(w.url+"/?lang=id&people=1001,2001,3001&theme="+theme), chromedp.WaitReady(chromedp.CSS(`body[data-ready]`)))
	keepPicture(t, ctx, name+"-0-empty")
	run(t, ctx, "Rudi starts", presses("2001", "MULAI"), sees("2001", "Pak Rudi"))
	run(t, ctx, "Siti starts", presses("1001", "MULAI"), sees("1001", "bukan layanan darurat"))
	run(t, ctx, "Siti tells", writes("1001", "Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak\r"), sees("1001", "Di desa mana"))
	keepPicture(t, ctx, name+"-1-village")
	run(t, ctx, "Siti presses", presses("1001", "1 Batu Ampar"), sees("1001", "Periksa dulu"), presses("1001", "KIRIM"), sees("1001", "BS-4821-0937-9"))
	run(t, ctx, "Rudi takes it", sees("2001", "Kasus baru"))
	keepPicture(t, ctx, name+"-2-card")
	run(t, ctx, "tap", presses("2001", "Ambil"), sees("2001", "Dipegang Rudi"))
	w.siti.SendPhoto(picture(800, 600), "Rumah Nek Rumsia")
	w.siti.SendVoice([]byte("OggS"), 12)
	w.siti.SendLocation(-4.4658, 102.9039)
	w.siti.Reply(w.siti.Last().ID, "Terima kasih banyak 🙏")
	run(t, ctx, "media", sees("1001", "Terima kasih banyak"))
	keepPicture(t, ctx, name+"-3-media")
	w.siti.Offline(true)
	w.siti.Send("Masih ada di rumahnya")
	run(t, ctx, "offline", chromedp.WaitVisible(chromedp.CSS(`[data-key="1001"] .msg.waiting`)))
	keepPicture(t, ctx, name+"-4-offline")
	w.siti.Offline(false)
	run(t, ctx, "back", chromedp.WaitNotPresent(chromedp.CSS(`[data-key="1001"] .msg.waiting`)), sees("1001", "Masih ada di rumahnya"))
	run(t, ctx, "by keyboard", chromedp.Focus(chromedp.CSS(`[data-key="1001"] textarea`)), writes("1001", "/la"), chromedp.WaitVisible(chromedp.CSS(`[data-key="1001"] .hints [aria-selected="true"]`)))
	keepPicture(t, ctx, name+"-5-commands")
	run(t, ctx, "enter", writes("1001", "\r"), sees("1001", "/lapor"))
	run(t, ctx, "the keys of a message", chromedp.Focus(chromedp.CSS(`[data-key="1001"] .log`)), chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ContextMenu), chromedp.WaitVisible(chromedp.CSS(`.menu button:focus`)))
	keepPicture(t, ctx, name+"-6-menu")
	run(t, ctx, "closed again", chromedp.KeyEvent(kb.Escape), chromedp.WaitNotPresent(chromedp.CSS(`.menu`)))
	run(t, ctx, "a place is asked for", chromedp.Click(chromedp.CSS(`[data-key="1001"] [aria-label="Lampirkan"]`)), chromedp.WaitVisible(chromedp.CSS(`.menu`)), presses("", "Lokasi"), chromedp.WaitVisible(chromedp.CSS(`dialog[open]`)))
	keepPicture(t, ctx, name+"-7-dialog")
	run(t, ctx, "and sent", presses("", "OK"), chromedp.WaitNotPresent(chromedp.CSS(`dialog`)))
	if err := w.siti.WaitFor(ctx, func(all []Message) bool { return all[len(all)-1].Location != nil }); err != nil {
		t.Error(err)
	}
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`[...document.querySelectorAll('.log, .composer, .head')].some((e) => e.scrollWidth > e.clientWidth + 1)`))
	if err != nil || wide {
		t.Errorf("something is wider than its pane: %v, %v", wide, err)
	}
}

func quoted(s string) string { return "`" + s + "`" }
