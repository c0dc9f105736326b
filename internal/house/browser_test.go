//go:build browser

package house_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rembuk/internal/casebook"
)

// A report by pressing only in one pane of the page, and Ambil in the other, over the whole program.
func TestTheReportAndTheTapInABrowser(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"desktop", 1280, 800}, {"phone", 390, 844}} {
		for _, theme := range []string{"light", "dark"} {
			t.Run(size.name+" "+theme, func(t *testing.T) {
				s := newStage(t)
				s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
				s.person(1001, "Hartati")
				p := openPage(t, fmt.Sprintf("%s/?lang=id&bot=%s&people=1001,3001&theme=%s", s.cfg.Telegram, selatan, theme), size.width, size.height)
				p.pictures, p.narrow = size.name+"-"+theme, size.width < 700
				p.reportAndTake("1001", "3001")
			})
		}
	}
}

// reportAndTake is the story. Nothing but the page is asked: what a person could not see or press there fails it.
func (p *page) reportAndTake(resident, coordinator string) {
	p.turnsTo(resident, "Hartati")
	p.presses(resident, "MULAI")
	p.reads(resident, "bukan layanan darurat")
	p.keepPicture("1-hello")
	p.opens(resident, "Lampirkan")
	p.choosesFromMenu("Contoh foto")
	p.reads(resident, "Tentang apa masalahnya?")
	p.keepPicture("2-kind")
	p.presses(resident, "2. Lansia (60+)")
	p.reads(resident, "Di desa mana?")
	p.keepPicture("3-kecamatan")
	p.presses(resident, "Ulu Manna")
	p.keepPicture("4-desa")
	p.presses(resident, "4. Batu Panco")
	p.reads(resident, "Siapa boleh tahu")
	p.keepPicture("5-who")
	p.presses(resident, "1. Dinas Sosial saja")
	p.reads(resident, "Lansia (60+). Batu Panco, Ulu Manna.")
	p.reads(resident, "1 kiriman")
	p.keepPicture("6-review")
	p.presses(resident, "1. KIRIM")
	number := p.finds(resident, `/Laporan sudah masuk[^]*?(BS-\d{4}-\d{4}-\d)/`)
	p.keepPicture("7-receipt")

	p.turnsTo(coordinator, "Herman")
	p.reads(coordinator, "Laporan baru")
	p.reads(coordinator, number)
	p.keepPicture("8-alert")
	p.presses(coordinator, "Ambil")
	p.reads(coordinator, "Bapak/Ibu yang mengambil")
	p.keepPicture("9-taken")

	p.turnsTo(resident, "Hartati")
	p.reads(resident, "Diperiksa")
	p.keepPicture("10-checked")
	if wide := evaluate[bool](p, "measure", `[...document.querySelectorAll('.log, .composer, .head')].some((e) => e.scrollWidth > e.clientWidth + 1)`); wide {
		p.t.Error("something is wider than its pane")
	}
}

// page is the chat page in a browser.
type page struct {
	t        *testing.T
	ctx      context.Context
	pictures string // how those of this play are called
	narrow   bool   // one pane at a time
}

// openPage shows the address in a fresh chromium with a window of the size.
func openPage(t *testing.T, address string, width, height int) *page {
	t.Helper()
	p := &page{t: t}
	for try := 1; ; try++ {
		ctx, said, err := startBrowser(t, width, height)
		if err == nil {
			p.ctx = ctx
			break
		}
		if try == 2 {
			t.Fatalf("the browser does not start: %v\n%s", err, said)
		}
		t.Logf("the browser did not start, once more: %v\n%s", err, said)
	}
	ctx, cancel := context.WithTimeout(p.ctx, 60*time.Second)
	t.Cleanup(cancel)
	p.ctx = ctx
	p.does("open the page", chromedp.EmulateViewport(int64(width), int64(height)), chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS(`body[data-ready]`)))
	evaluate[bool](p, "teach the page to look", toolbox)
	return p
}

func startBrowser(t *testing.T, width, height int) (context.Context, *bytes.Buffer, error) {
	said := &bytes.Buffer{}
	options := []chromedp.ExecAllocatorOption{
		chromedp.CombinedOutput(said),
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
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithErrorf(t.Logf))
	end := func() { _ = chromedp.Cancel(ctx); cancel(); stop() }
	if err := chromedp.Do(ctx); err != nil { // without a timeout, which would be the browser's own
		end()
		return nil, said, err
	}
	t.Cleanup(func() {
		end()
		if t.Failed() {
			t.Logf("the browser said:\n%s", said)
		}
	})
	return ctx, said, nil
}

// toolbox is what the story asks the page: the newest bubble or the button with a text, if it is on the screen, uncovered, where a finger gets it.
// Within a pane one may scroll up and down, as people do, never from pane to pane.
const toolbox = `(() => {
	const within = (key) => document.querySelector('[data-key="' + key + '"]');
	const onScreen = (e, x, y) => x >= 0 && x < innerWidth && y >= 0 && y < innerHeight && e.contains(document.elementFromPoint(x, y));
	const uncovered = (e) => {
		const box = e.closest('.log, .keys, .menu');
		const view = box?.getBoundingClientRect(), r = e.getBoundingClientRect();
		if (box && (r.top < view.top || r.bottom > view.bottom)) box.scrollTop += r.bottom - view.bottom + 4;
		const now = e.getBoundingClientRect();
		return onScreen(e, now.left + now.width / 2, Math.max(now.top, (now.top + now.bottom) / 2));
	};
	window.story = {
		reads: (key, words) => [...within(key).querySelectorAll('.log .msg')].reverse().some((m) => m.innerText.includes(words) && uncovered(m.firstElementChild || m)),
		finds: (key, pattern) => [...within(key).querySelectorAll('.log .msg')].map((m) => pattern.exec(m.innerText)?.[1]).findLast(Boolean) || '',
		press: (root, fits) => {
			const b = [...root.querySelectorAll('button')].reverse().find((b) => b.offsetParent && fits(b));
			const there = Boolean(b) && uncovered(b);
			if (there) b.click();
			return there;
		},
		within,
	};
	return true;
})()`

func (p *page) reads(pane, words string) {
	p.t.Helper()
	p.waits(pane+" reads "+words, `story.reads(`+quoted(pane)+`, `+quoted(words)+`)`)
}

// finds waits for a bubble that a pattern fits, and gives its group.
func (p *page) finds(pane, pattern string) string {
	p.t.Helper()
	script := `story.finds(` + quoted(pane) + `, ` + pattern + `)`
	p.waits(pane+" finds "+pattern, script)
	found := evaluate[string](p, pattern, script)
	p.reads(pane, found)
	return found
}

func (p *page) presses(pane, label string) {
	p.t.Helper()
	p.waits(pane+" presses "+label, `story.press(story.within(`+quoted(pane)+`), (b) => b.textContent.trim() === `+quoted(label)+`)`)
}

// opens presses the button of a pane that has no text but a name.
func (p *page) opens(pane, name string) {
	p.t.Helper()
	p.waits(pane+" opens "+name, `story.press(story.within(`+quoted(pane)+`), (b) => b.ariaLabel === `+quoted(name)+`)`)
}

func (p *page) choosesFromMenu(label string) {
	p.t.Helper()
	p.waits("choose "+label, `Boolean(document.querySelector('.menu')) && story.press(document.querySelector('.menu'), (b) => b.textContent.trim() === `+quoted(label)+`)`)
}

// turnsTo brings a pane into view: by its tab where there is room for one pane only.
func (p *page) turnsTo(pane, name string) {
	p.t.Helper()
	if p.narrow {
		p.waits("turn to "+name, `story.press(document.querySelector('[role=tablist]'), (b) => b.innerText.includes(`+quoted(name)+`))`)
		p.waits("its tab is chosen", `[...document.querySelectorAll('[role=tab]')].find((b) => b.innerText.includes(`+quoted(name)+`)).ariaSelected === 'true'`)
	}
	p.waits(name+"'s pane is in view", `(() => { const r = story.within(`+quoted(pane)+`).getBoundingClientRect(); return r.left >= -1 && r.right <= innerWidth + 1 && r.width > 100; })()`)
}

func (p *page) waits(what, script string) {
	p.t.Helper()
	p.does(what, chromedp.Poll[chromedp.Void](script, chromedp.WithPollingInterval(30*time.Millisecond), chromedp.WithPollingTimeout(patience)))
}

func (p *page) does(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.keepPicture("failed")
		p.t.Fatalf("%s: %v", what, err)
	}
}

func evaluate[T any](p *page, what, script string) T {
	p.t.Helper()
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	return found
}

// keepPicture keeps a screenshot where HOUSE_PICTURES names a folder for them.
func (p *page) keepPicture(name string) {
	dir := os.Getenv("HOUSE_PICTURES")
	if dir == "" {
		return
	}
	time.Sleep(300 * time.Millisecond) // let it come to rest
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, p.pictures+"-"+name+".png"), png, 0o600)
	}
	if err != nil {
		p.t.Errorf("picture %s: %v", name, err)
	}
}

func quoted(s string) string { return strconv.Quote(s) }
