package simulator

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"rembuk/internal/papers"
)

// code draws a QR code of about so many pixels a side.
func code(t testing.TB, text string, side int) image.Image {
	t.Helper()
	drawn, err := qrcode.NewQRCodeWriter().EncodeWithoutHint(text, gozxing.BarcodeFormat_QR_CODE, side, side)
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}

func pngOf(img image.Image) []byte {
	var out bytes.Buffer
	_ = png.Encode(&out, img)
	return out.Bytes()
}

// poster is a page with the code somewhere on it.
func poster(code image.Image) image.Image {
	page := image.NewRGBA(image.Rect(0, 0, 1240, 1754))
	draw.Draw(page, page.Rect, image.NewUniform(color.RGBA{240, 236, 220, 255}), image.Point{}, draw.Src)
	draw.Draw(page, image.Rect(0, 0, 1240, 300), image.NewUniform(color.RGBA{20, 90, 60, 255}), image.Point{}, draw.Src)
	draw.Draw(page, code.Bounds().Add(image.Pt(420, 700)), code, image.Point{}, draw.Src)
	return page
}

func negative(of image.Image) image.Image {
	out := image.NewGray(of.Bounds())
	for y := range of.Bounds().Dy() {
		for x := range of.Bounds().Dx() {
			out.SetGray(x, y, color.Gray{255 - color.GrayModel.Convert(of.At(x, y)).(color.Gray).Y})
		}
	}
	return out
}

// sendsUp sends a file as a bot does that has it in memory.
func (w *world) sendsUp(method, part, name string, data []byte, fields map[string]string) apiReply {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k, v := range fields {
		_ = form.WriteField(k, v)
	}
	to, _ := form.CreateFormFile(part, name)
	_, _ = to.Write(data)
	_ = form.Close()
	found := w.request(method, form.FormDataContentType(), body.Bytes())
	if !found.OK {
		w.t.Fatalf("%s: %s", method, found.Description)
	}
	return found
}

func TestACodeIsReadFromManyPictures(t *testing.T) {
	const link = "https://t.me/rembuk_bot?start=h_8f2kQ-x_7Lz0aB"
	small := code(t, link, 180)
	for name, img := range map[string]image.Image{
		"drawn": small, "large": code(t, link, 1600), "on a poster": poster(code(t, link, 420)), "of a dark theme": negative(small),
	} {
		if got, err := ReadQR(pngOf(img)); got != link || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, data := range map[string][]byte{"nothing on it": pngOf(image.NewGray(image.Rect(0, 0, 200, 200))), "no picture": []byte("teks")} {
		if got, err := ReadQR(data); err == nil {
			t.Errorf("%s: read %q", name, got)
		}
	}
}

// The reader finds these only from farther off, as it does one code in 700.
func TestACodeIsReadFromAnotherDistance(t *testing.T) {
	for _, payload := range []string{"h_123_123822", "h_1_522692", "h_89_381239", "h_32_839494", "h_191_108447", "h_84_908662"} {
		link := "https://t.me/rembuk_selatan_bot?start=" + payload
		picture, err := papers.QR(link, 400)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ReadQR(picture); got != link || err != nil {
			t.Errorf("%s: %q, %v", payload, got, err)
		}
		img, _, err := image.Decode(bytes.NewReader(picture))
		if _, near := readAt(img, 1); near || err != nil {
			t.Errorf("%s is read from near: this test shows nothing any more", payload)
		}
	}
}

func TestAPersonScansTheCodeOnAnothersPhone(t *testing.T) {
	w := newWorld(t)
	w.rudi.Start("")
	w.siti.Start("")
	card := w.sendsUp("sendPhoto", "photo", "kode.png", pngOf(code(t, "https://t.me/rembuk_bot?start=hadir_7", 900)), map[string]string{
		"chat_id": "2001", "caption": "<b>Kode hadir</b>", "parse_mode": "HTML", "reply_markup": `{"inline_keyboard":[[{"text":"Tutup","callback_data":"x"}]]}`,
	})
	shown := w.rudi.Last()
	if shown.Photo == nil || shown.Caption != "Kode hadir" || len(shown.Inline) != 1 || !card.OK {
		t.Fatalf("shown: %+v", shown)
	}
	name, data, err := w.rudi.FileOf(shown.ID)
	if err != nil || name == "" {
		t.Fatal(err)
	}
	if err := w.siti.Scan(data); err != nil {
		t.Fatal(err)
	}
	all := w.siti.Messages()
	if last := all[len(all)-1]; last.Text != "/start hadir_7" {
		t.Errorf("sent %q", last.Text)
	}
	err = w.siti.Scan(pngOf(code(t, "https://kemensos.go.id", 300)))
	if err == nil || !strings.Contains(err.Error(), "https://kemensos.go.id") {
		t.Errorf("a foreign code: %v", err)
	}
}

func TestACodeScannedInAGroupOpensThePrivateChat(t *testing.T) {
	w := newWorld(t)
	g := w.CreateGroup("rembuk_bot", "Warga", 1001)
	if err := g.As(1001).Scan(pngOf(code(t, "tg://resolve?domain=Rembuk_Bot&start=hadir_7", 300))); err != nil {
		t.Fatal(err)
	}
	if all := w.siti.Messages(); len(all) != 1 || all[0].Text != "/start hadir_7" {
		t.Errorf("private: %+v", all)
	}
}

func TestFilesOfTheBotAreHandedOut(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	w.sendsUp("sendDocument", "document", "daftar hadir.xlsx", []byte("PK\x03\x04"), map[string]string{"chat_id": "1001"})
	name, data, err := w.siti.FileOf(w.siti.Last().ID)
	if name != "daftar hadir.xlsx" || string(data) != "PK\x03\x04" || err != nil {
		t.Errorf("%q %q %v", name, data, err)
	}
	for _, id := range []int{w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "x"}), w.siti.SendLocation(1, 2), 999} {
		if _, _, err := w.siti.FileOf(id); err == nil {
			t.Errorf("message %d has a file", id)
		}
	}
}

func TestAPictureIsExchangedUnderItsButtons(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	up := func(method, part string, img image.Image, fields map[string]string) {
		t.Helper()
		w.sendsUp(method, part, "kode.png", pngOf(img), fields)
	}
	up("sendPhoto", "photo", code(t, "satu", 300), map[string]string{"chat_id": "1001", "caption": "11 hadir"})
	id := w.siti.Last().ID
	up("editMessageMedia", "made", code(t, "dua", 300), map[string]string{
		"chat_id": "1001", "message_id": itoa(id), "media": `{"type":"photo","media":"attach://made","caption":"<b>12</b> hadir","parse_mode":"HTML"}`,
		"reply_markup": `{"inline_keyboard":[[{"text":"Tutup","callback_data":"x"}]]}`,
	})
	m := w.siti.Last()
	_, data, _ := w.siti.FileOf(id)
	if text, err := ReadQR(data); m.ID != id || m.Caption != "12 hadir" || len(m.Inline) != 1 || !m.Edited || text != "dua" || err != nil {
		t.Errorf("%+v holds %q, %v", m, text, err)
	}
	if got := w.api("editMessageCaption", obj{"chat_id": 1001, "message_id": id, "caption": "Ditutup"}); !got.OK {
		t.Error(got.Description)
	}
	if m := w.siti.Last(); m.Caption != "Ditutup" || len(m.Inline) != 0 || m.Photo == nil {
		t.Errorf("closed: %+v", m)
	}
	w.refuses("editMessageText", obj{"chat_id": 1001, "message_id": id, "text": "x"}, 400, "Bad Request: there is no text in the message to edit")
}

func TestThePageListsPicturesAndScansThem(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	w.rudi.Start("")
	w.siti.SendPhoto(picture(100, 100), "bukan dari bot")
	for _, c := range []struct{ chat, text string }{{"1001", "lama"}, {"2001", "https://t.me/rembuk_bot?start=x1"}} {
		w.sendsUp("sendPhoto", "photo", "k.png", pngOf(code(t, c.text, 400)), map[string]string{"chat_id": c.chat, "caption": c.text})
	}
	response, err := http.Get(w.url + "/sim/pictures")
	if err != nil {
		t.Fatal(err)
	}
	var list []pictureView
	_ = json.NewDecoder(response.Body).Decode(&list)
	_ = response.Body.Close()
	if len(list) != 2 || list[0].To != "Rudi Hartono" || list[1].Text != "lama" {
		t.Fatalf("%+v", list)
	}
	scan := func(query string, body []byte) (text string, started bool) {
		t.Helper()
		response, err := http.Post(w.url+"/sim/scan?bot=rembuk_bot&person=1001"+query, "image/png", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		var found struct {
			Text    string
			Started bool
		}
		_ = json.NewDecoder(response.Body).Decode(&found)
		return found.Text, found.Started
	}
	if text, started := scan("&file="+list[0].File, nil); !started {
		t.Errorf("read %q", text)
	}
	if err := w.siti.WaitFor(w.ctx, func(all []Message) bool { return all[len(all)-1].Text == "/start x1" }); err != nil {
		t.Error(err)
	}
	if text, started := scan("", pngOf(code(t, "halo", 200))); text != "halo" || started {
		t.Errorf("uploaded: %q %v", text, started)
	}
	if text, started := scan("", picture(50, 50)); text != "" || started {
		t.Errorf("no code: %q %v", text, started)
	}
}
