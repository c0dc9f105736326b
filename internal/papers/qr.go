package papers

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// quiet is the white edge of a QR code in its own squares: readers want four.
const quiet = 4

// squares gives the code of a text without its edge. It bears that a quarter of it is dirty or folded, and has the mask that readers find best.
func squares(text string) (*gozxing.BitMatrix, error) {
	code, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 0, 0, map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_ERROR_CORRECTION: "Q", gozxing.EncodeHintType_MARGIN: 0,
	})
	if err != nil {
		return nil, fmt.Errorf("make a QR code of %d characters: %w", len(text), err)
	}
	return code, nil
}

// QR draws a text as a square picture, at most size pixels wide but never so small that a square of it is less than a pixel. PNG.
func QR(text string, size int) ([]byte, error) {
	code, err := squares(text)
	if err != nil {
		return nil, err
	}
	side := code.GetWidth() + 2*quiet
	scale := max(1, size/side)
	img := image.NewPaletted(image.Rect(0, 0, side*scale, side*scale), color.Palette{color.White, color.Black})
	drawSquares(img, code, 0, 0, scale)
	return pictured(img)
}

// drawSquares draws a code on white, its edge included; x and y are the corner.
func drawSquares(img draw.Image, code *gozxing.BitMatrix, x, y, scale int) {
	for row := range code.GetHeight() {
		for col := range code.GetWidth() {
			if code.Get(col, row) {
				from := image.Pt(x+(quiet+col)*scale, y+(quiet+row)*scale)
				draw.Draw(img, image.Rectangle{Min: from, Max: from.Add(image.Pt(scale, scale))}, image.Black, image.Point{}, draw.Src)
			}
		}
	}
}
