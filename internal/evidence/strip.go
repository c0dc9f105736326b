package evidence

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
)

// lookahead is how much of a file is seen at once: more than a segment of a JPEG or a page of Ogg, both just under 64 KiB.
const lookahead = 128 << 10

// errForm is a file that is not built as its kind should be. What was read of it has been written or left out; the rest is kept as it came.
var errForm = errors.New("not of the form")

// A stripper copies a file of its kind without what was written beside the picture or the sound. It looks before it takes: what it does not understand
// stays in the reader.
type stripper func(in *bufio.Reader, out io.Writer) error

// strip copies a file to its end, and tells what it is, and whether nothing is left of what was written beside it.
func strip(in *bufio.Reader, out io.Writer) (mime string, stripped bool, err error) {
	start, err := in.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false, err
	}
	mime, how := sniff(start)
	err = errForm
	if how != nil {
		err = how(in, out)
	}
	switch {
	case err == nil: // what hangs on behind the picture's end is nothing of it
		_, err = io.Copy(io.Discard, in)
		return mime, true, err
	case errors.Is(err, errForm):
		_, err = io.Copy(out, in)
		return mime, false, err
	}
	return mime, false, err
}

// sniff tells by a file's beginning what it is; nil for what is kept as it is.
func sniff(start []byte) (mime string, how stripper) {
	at := func(i int, s string) bool { return len(start) >= i+len(s) && string(start[i:i+len(s)]) == s }
	switch {
	case at(0, "\xff\xd8\xff"):
		return "image/jpeg", stripJPEG
	case at(0, pngSignature):
		return "image/png", stripPNG
	case at(0, "RIFF") && at(8, "WEBP"):
		return "image/webp", stripWebP
	case at(0, "OggS") && bytes.Contains(start, []byte("OpusHead")):
		return "audio/ogg", stripOpus
	case at(4, "ftyp"):
		return sniffBrand(start)
	case at(4, "moov"), at(4, "mdat"), at(4, "wide"), at(4, "free"), at(4, "skip"), at(4, "pnot"): // before there were brands
		return "video/quicktime", stripMP4
	}
	return http.DetectContentType(start), nil
}

// sniffBrand tells the formats apart that are built of boxes. A HEIC or AVIF picture keeps what it is made of where a video keeps its notes: it stays
// as it is.
func sniffBrand(start []byte) (string, stripper) {
	brand := string(start[8:min(12, len(start))])
	switch brand {
	case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1":
		return "image/heic", nil
	case "avif", "avis":
		return "image/avif", nil
	case "crx ":
		return "image/x-canon-cr3", nil
	case "qt  ":
		return "video/quicktime", stripMP4
	case "M4A ", "M4B ":
		return "audio/mp4", stripMP4
	}
	return "video/mp4", stripMP4
}

// look gives the next n bytes without taking them. Errors: errForm where there are fewer, and those of reading.
func look(in *bufio.Reader, n int) ([]byte, error) {
	p, err := in.Peek(n)
	if errors.Is(err, io.EOF) || errors.Is(err, bufio.ErrBufferFull) {
		err = errForm
	}
	return p, err
}

// ended tells whether there is nothing more.
func ended(in *bufio.Reader) bool {
	_, err := in.Peek(1)
	return errors.Is(err, io.EOF)
}

// pass copies the next n bytes.
func pass(in io.Reader, out io.Writer, n int64) error { return short(io.CopyN(out, in, n)) }

// drop leaves out the next n bytes.
func drop(in io.Reader, n int64) error { return short(io.CopyN(io.Discard, in, n)) }

// blank leaves out the next n bytes and writes as many zeros, so that what comes after stays at its place.
func blank(in io.Reader, out io.Writer, n int64) error {
	if err := drop(in, n); err != nil {
		return err
	}
	return short(io.CopyN(out, zeros{}, n))
}

func short(_ int64, err error) error {
	if errors.Is(err, io.EOF) {
		return errForm
	}
	return err
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// change writes p in place of the next bytes, as many.
func change(in io.Reader, out io.Writer, p []byte) error {
	if err := drop(in, int64(len(p))); err != nil {
		return err
	}
	_, err := out.Write(p)
	return err
}
