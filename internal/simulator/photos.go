package simulator

import (
	"bytes"
	"image"
	_ "image/gif" // photos come in what phones and forms have
	"image/jpeg"
	_ "image/png"
)

func (s *Server) photoOf(data []byte, strict bool) (*media, error) {
	m := &media{Kind: "photo"}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil && strict {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	if strict && len(data) > maxPhoto {
		return nil, badRequest("file of size %d bytes is too big for a photo; the maximum size is %d bytes", len(data), maxPhoto)
	}
	if err != nil { // a test's pretended photo
		f := s.store(data, "photos", ".jpg")
		m.Sizes = []photoSize{{f.Unique, 640, 480, f.Size}}
		return m, nil //nolint:nilerr // a person may send what is no picture
	}
	w, h := picture.Bounds().Dx(), picture.Bounds().Dy()
	if strict && (w+h > 10_000 || max(w, h) > 20*min(w, h)) {
		return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	for _, side := range []int{90, 320, 800, 1280} {
		small := scaled(picture, side)
		var out bytes.Buffer
		if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 87}); err != nil {
			return nil, badRequest("IMAGE_PROCESS_FAILED")
		}
		f := s.store(out.Bytes(), "photos", ".jpg")
		m.Sizes = append(m.Sizes, photoSize{f.Unique, small.Bounds().Dx(), small.Bounds().Dy(), f.Size})
		if max(w, h) <= side {
			break
		}
	}
	return m, nil
}

// scaled shrinks a picture until its longer side fits.
func scaled(from image.Image, side int) image.Image {
	b := from.Bounds()
	longer := max(b.Dx(), b.Dy())
	if longer <= side {
		return from
	}
	to := image.NewRGBA(image.Rect(0, 0, max(b.Dx()*side/longer, 1), max(b.Dy()*side/longer, 1)))
	for y := range to.Rect.Dy() {
		for x := range to.Rect.Dx() {
			to.Set(x, y, from.At(b.Min.X+x*longer/side, b.Min.Y+y*longer/side))
		}
	}
	return to
}
