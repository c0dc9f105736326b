//go:build browser

package board_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rembuk/internal/casebook"
)

// wall is the page in a chromium.
type wall struct {
	*room
	t    *testing.T
	ctx  context.Context
	name string
}

// scheme is how chromium's settings call light and dark.
var scheme = map[string]string{"light": "1", "dark": "0"}

func openWall(t *testing.T, width, height int, theme string) *wall {
	t.Helper()
	var said bytes.Buffer
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the browser said:\n%s", said.String())
		}
	})
	options := []chromedp.ExecAllocatorOption{
		chromedp.CombinedOutput(&said), chromedp.NoFirstRun, chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.WindowSize(width, height),
		chromedp.Flag("blink-settings", "preferredColorScheme="+scheme[theme]),
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
	w := &wall{room: openRoom(t), t: t, name: fmt.Sprintf("%dx%d-%s", width, height, theme)}
	w.ctx = ctx
	w.do("start the browser") // without a timeout, which would be the browser's own
	w.ctx, cancel = context.WithTimeout(ctx, 60*time.Second)
	t.Cleanup(cancel)
	w.do("open the page", chromedp.EmulateViewport(int64(width), int64(height)), chromedp.Navigate(w.URL+w.path()))
	return w
}

func (w *wall) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, actions...); err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
}

// becomes waits until something is so on the page.
func (w *wall) becomes(what, script string) {
	w.t.Helper()
	w.do(what, chromedp.Poll[chromedp.Void](script, chromedp.WithPollingInterval(100*time.Millisecond)))
}

func asked[T any](w *wall, script string) T {
	w.t.Helper()
	found, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		w.t.Fatalf("%s: %v", script, err)
	}
	return found
}

// keepPicture keeps a screenshot where BOARD_PICTURES names a folder for them.
func (w *wall) keepPicture(name string) {
	w.t.Helper()
	dir := os.Getenv("BOARD_PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, w.name+"-"+name+".png"), png, 0o600)
	}
	if err != nil {
		w.t.Errorf("picture %s: %v", name, err)
	}
}

// fits fails where the page is wider than the window, where a code is cut off, or where the QR is too small to be scanned.
func (w *wall) fits(whole bool) {
	w.t.Helper()
	if wide := asked[int](w, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
		w.t.Errorf("%d pixels too wide", wide)
	}
	if high := asked[int](w, "document.documentElement.scrollHeight - innerHeight"); whole && high > 0 {
		w.t.Errorf("%d pixels too high: on a wall nobody scrolls", high)
	}
	if !asked[bool](w, "(r => r.left >= 0 && r.right <= innerWidth)(document.getElementById('code').getBoundingClientRect())") {
		w.t.Error("the code is cut off")
	}
	if size := asked[float64](w, "document.getElementById('qr').getBoundingClientRect().width"); size < 200 {
		w.t.Errorf("the QR is %v pixels wide", size)
	}
}

func TestTheWallOfEverySize(t *testing.T) {
	for _, size := range []struct {
		width, height int
		theme         string
		whole         bool
	}{
		{320, 568, "light", false}, {390, 844, "dark", true}, {390, 844, "light", true}, {844, 390, "dark", false}, {1024, 768, "light", true},
		{1280, 720, "light", true}, {1280, 720, "dark", true}, {1920, 1080, "dark", true},
	} {
		t.Run(fmt.Sprintf("%dx%d %s", size.width, size.height, size.theme), func(t *testing.T) {
			w := openWall(t, size.width, size.height, size.theme)
			w.becomes("the picture is there", "document.getElementById('qr').naturalWidth > 20 && document.getElementById('seconds').textContent > 0")
			w.keepPicture("open")
			w.fits(size.whole)
			dark := asked[bool](w, "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).every(c => c < 60)")
			if dark != (size.theme == "dark") {
				t.Errorf("dark is %v", dark)
			}
			w.changes(func() { w.door.Until = w.now })
			asked[bool](w, "document.dispatchEvent(new Event('visibilitychange'))") // it asks when it is looked at again
			w.becomes("the door shuts", "document.getElementById('open').hidden && !document.getElementById('closed').hidden")
			w.keepPicture("shut")
		})
	}
}

// A meeting on the wall: people arrive, the code changes, the line goes and comes back, and the page never shows an old code as if it were new.
func TestTheWallLives(t *testing.T) {
	w := openWall(t, 1280, 720, "light")
	first := asked[string](w, "document.getElementById('code').textContent")
	w.changes(func() { w.here = 18 })
	w.becomes("one more is there", "document.getElementById('here').textContent === '18'")
	w.changes(func() { w.now = w.now.Add(casebook.DoorTurns) })
	w.becomes("a new code", "document.getElementById('code').textContent !== '"+first+"'")
	if said := asked[string](w, "document.getElementById('code').getAttribute('aria-label')"); said != asked[string](w, "'Kode: ' + [...document.getElementById('code').textContent.replace(' ', '')].join(' ')") {
		t.Errorf("a screen reader hears %q", said)
	}
	w.changes(func() { w.fault = casebook.ErrAway })
	w.becomes("the page says that the code may be old", "!document.getElementById('stale').hidden")
	w.keepPicture("stale")
	w.changes(func() { w.fault = nil })
	w.becomes("and that it is not any more", "document.getElementById('stale').hidden")
}
