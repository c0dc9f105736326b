package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"net/url"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"
)

// errNoCode is told where a picture has no QR code that can be read.
var errNoCode = errors.New("there is no QR code in this picture, or it can't be read")

// distances are how far off a phone is held until its camera finds the code: as parts of the picture's size. From very near, about one code in 700
// is not found, for the reader takes something in it for a corner.
var distances = []float64{1, 0.8, 0.4, 1. / 3, 0.25}

// ReadQR reads the QR code in a picture (PNG, JPEG or GIF), as a phone's camera does.
func ReadQR(picture []byte) (string, error) {
	img, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return "", errors.New("this is no picture")
	}
	for _, part := range distances {
		if text, ok := readAt(img, part); ok {
			return text, nil
		}
	}
	return "", errNoCode
}

// readAt looks once, from a distance. A photo has light and shade, a drawn picture has not; a dark theme turns black and white.
func readAt(img image.Image, part float64) (string, bool) {
	if part < 1 {
		size := img.Bounds().Size()
		seen := image.NewGray(image.Rect(0, 0, max(1, int(float64(size.X)*part)), max(1, int(float64(size.Y)*part))))
		draw.CatmullRom.Scale(seen, seen.Rect, img, img.Bounds(), draw.Src, nil)
		img = seen
	}
	light := gozxing.NewLuminanceSourceFromImage(img)
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	for _, binarizer := range []gozxing.Binarizer{
		gozxing.NewHybridBinarizer(light), gozxing.NewGlobalHistgramBinarizer(light), gozxing.NewHybridBinarizer(light.Invert()),
	} {
		bits, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			continue
		}
		if found, err := qrcode.NewQRCodeReader().Decode(bits, hints); err == nil {
			return found.GetText(), true
		}
	}
	return "", false
}

// Scan holds the phone's camera before a picture: a link t.me/<bot>?start=<payload> in its QR code is opened and START pressed, in the
// private chat whatever chat this is. Any other content is an error that tells it.
func (c *Chat) Scan(picture []byte) error {
	text, err := ReadQR(picture)
	if err != nil {
		return err
	}
	if !c.open(text) {
		return fmt.Errorf("the QR code is no link to %s: %s", c.bot.Username, text)
	}
	return nil
}

// open follows a link to the bot; false: it leads elsewhere.
func (c *Chat) open(link string) bool {
	payload, ok := startLink(link, c.bot.Username)
	if ok {
		c.private().Start(payload)
	}
	return ok
}

// private is the person's own chat with the bot, whatever chat this is.
func (c *Chat) private() *Chat { return c.s.Chat(c.bot.Username, c.person) }

// startLink reads t.me/<bot>?start=<payload>, or tg://resolve?domain=<bot>&start=<payload>, which is the same.
func startLink(link, username string) (payload string, ok bool) {
	if !strings.Contains(link, "://") {
		link = "https://" + link
	}
	u, err := url.Parse(link)
	if err != nil {
		return "", false
	}
	name := strings.Trim(u.Path, "/")
	switch {
	case u.Scheme == "tg" && u.Host == "resolve":
		name = u.Query().Get("domain")
	case u.Hostname() != "t.me" && u.Hostname() != "telegram.me":
		return "", false
	}
	return u.Query().Get("start"), strings.EqualFold(name, username)
}
