package evidence

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"reflect"
	"testing"
	"testing/iotest"

	"rembuk/internal/casebook"
)

func stripAll(r io.Reader) (mime string, out []byte, ok bool, err error) {
	var b bytes.Buffer
	mime, ok, err = strip(bufio.NewReaderSize(r, lookahead), &b)
	return mime, b.Bytes(), ok, err
}

func TestNothingIsLeftOfWhatACameraWrites(t *testing.T) {
	turned, _ := photo(6)
	upright, _ := photo(1)
	shot, _ := screenshot()
	for name, c := range map[string]struct {
		file []byte
		mime string
	}{
		"photo": {turned, "image/jpeg"}, "upright photo": {upright, "image/jpeg"}, "screenshot": {shot, "image/png"}, "sticker": {sticker(), "image/webp"},
		"film": {film(false), "video/mp4"}, "film with its index first": {film(true), "video/mp4"},
		"old film":   {film(true)[24:], "video/quicktime"},
		"voice note": {voice(100), "audio/ogg"}, "voice note with a cover": {voice(200_000), "audio/ogg"},
	} {
		if !hasSecret(c.file) {
			t.Errorf("%s: the sample has no secret", name)
		}
		mime, out, ok := stripped(t, c.file)
		if mime != c.mime || !ok || hasSecret(out) {
			t.Errorf("%s: %s, stripped %v, secret %v", name, mime, ok, hasSecret(out))
		}
		if _, again, ok := stripped(t, out); !ok || !bytes.Equal(again, out) {
			t.Errorf("%s: stripped again it is another file", name)
		}
		if _, byByte, _, err := stripAll(iotest.OneByteReader(bytes.NewReader(c.file))); err != nil || !bytes.Equal(byByte, out) {
			t.Errorf("%s: read byte by byte it is another file: %v", name, err)
		}
	}
}

func TestThePictureIsNotTouched(t *testing.T) {
	for name, make := range map[string]func() ([]byte, []byte){"JPEG": func() ([]byte, []byte) { return photo(6) }, "PNG": screenshot} {
		with, plain := make()
		_, out, _ := stripped(t, with)
		want, _, err := image.Decode(bytes.NewReader(plain))
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := image.Decode(bytes.NewReader(out))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another picture: %v", name, err)
		}
	}
	with, plain := photo(6)
	_, out, _ := stripped(t, with)
	if !bytes.HasSuffix(out, plain[2:]) || !bytes.Contains(out, []byte("ICC_PROFILE")) || !bytes.Contains(out, []byte("JFIF")) {
		t.Error("the JPEG's own bytes are not those that came")
	}
	for _, file := range [][]byte{film(false), film(true), sticker()[:len(sticker())-len(note())], voice(100), voice(200_000)} {
		if _, out, _ := stripped(t, file); len(out) != len(file) {
			t.Errorf("%d bytes became %d: distances are wrong now", len(file), len(out))
		}
	}
	if _, out, _ := stripped(t, film(false)); !bytes.Contains(out, random(5000)) {
		t.Error("the film's pictures are gone")
	}
	if _, out, _ := stripped(t, sticker()); !bytes.Contains(out, []byte("the picture itself")) || out[20]&xmpFlag != 0 {
		t.Error("the WebP is not as it should be")
	}
}

func TestWhichWayUpIsKept(t *testing.T) {
	for o := range uint16(9) {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			want := o
			if o == 1 {
				want = 0
			}
			if got := orientation(exifOf(order, o)); got != want {
				t.Errorf("%d was read as %d", o, got)
			}
		}
		if o > 1 && orientation(tiffOf(o)) != o {
			t.Errorf("%d is not written so that it can be read", o)
		}
	}
	jpeg, _ := photo(6)
	shot, _ := screenshot()
	for name, c := range map[string]struct {
		file []byte
		want uint16
	}{"JPEG": {jpeg, 6}, "PNG": {shot, 6}, "WebP": {sticker(), 8}} {
		_, out, _ := stripped(t, c.file)
		if at := bytes.Index(out, []byte("MM\x00*")); at < 0 || orientation(out[at:]) != c.want {
			t.Errorf("%s: which way up it is was lost", name)
		}
	}
	upright, _ := photo(1)
	if _, out, _ := stripped(t, upright); bytes.Contains(out, []byte("Exif")) {
		t.Error("an upright photo needs no EXIF")
	}
}

func TestTheChecksumsOfPagesAreRight(t *testing.T) {
	_, out, _ := stripped(t, voice(200_000))
	pages := 0
	for rest := out; len(rest) > 0; pages++ {
		size := 27 + int(rest[26])
		for _, n := range rest[27:size] {
			size += int(n)
		}
		page := bytes.Clone(rest[:size])
		want := binary.LittleEndian.Uint32(page[22:])
		clear(page[22:26])
		if oggSum(page) != want {
			t.Errorf("page %d has a wrong checksum", pages)
		}
		rest = rest[size:]
	}
	if pages < 7 {
		t.Errorf("%d pages only", pages)
	}
	// The check value of this checksum, the one of POSIX cksum before its last inversion: reveng's catalogue, CRC-32/CKSUM.
	if got := oggSum([]byte("123456789")); got != ^uint32(0x765e7680) {
		t.Errorf("the checksum of the digits is %x", got)
	}
}

func TestWhatIsNotKnownIsKeptAsItIs(t *testing.T) {
	gps := boxOf("trak", timed("tkhd", 0), boxOf("mdia", handler("meta")))
	for name, c := range map[string]struct {
		file []byte
		mime string
	}{
		"PDF":                   {append([]byte("%PDF-1.7\n"), note()...), "application/pdf"},
		"HEIC":                  {boxOf("ftyp", []byte("heic\x00\x00\x00\x00mif1")), "image/heic"},
		"text":                  {[]byte("rumah beliau di ujung jalan"), "text/plain; charset=utf-8"},
		"empty":                 {nil, "text/plain; charset=utf-8"},
		"a JPEG that is none":   {[]byte("\xff\xd8\xff\xe1\x00\x01hello"), "image/jpeg"},
		"a JPEG of three bytes": {[]byte("\xff\xd8\xff"), "image/jpeg"},
		"a WebP cut off":        {sticker()[:60], "image/webp"},
		"a voice note cut off":  {voice(100)[:90], "audio/ogg"},
	} {
		mime, out, ok := stripped(t, c.file)
		if mime != c.mime || ok {
			t.Errorf("%s: %s, stripped %v", name, mime, ok)
		}
		if name[0] != 'a' && !bytes.Equal(out, c.file) {
			t.Errorf("%s is not what came", name)
		}
	}
	if _, out, ok := stripped(t, film(false, gps)); ok || len(out) != len(film(false, gps)) || hasSecret(out) {
		t.Error("a film with a track that is neither picture nor sound counts as stripped, or has kept its notes")
	}
}

func TestAReaderThatFailsIsNoFormat(t *testing.T) {
	with, _ := photo(6)
	shot, _ := screenshot()
	for _, file := range [][]byte{with, shot, sticker(), film(true), voice(100), []byte("%PDF")} {
		for n := range len(file) {
			if n > 600 && n%97 != 0 {
				continue
			}
			from := io.MultiReader(bytes.NewReader(file[:n]), iotest.ErrReader(casebook.ErrAway))
			if _, _, _, err := stripAll(from); !errors.Is(err, casebook.ErrAway) {
				t.Fatalf("after %d bytes of %q: %v", n, file[:4], err)
			}
		}
	}
}

// fuzz holds for whatever comes: nothing falls, hardly anything is added, and what was stripped stays what it is.
func fuzz(f *testing.F, how stripper, grows int, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		run := func(file []byte) ([]byte, error) {
			var out bytes.Buffer
			in := bufio.NewReaderSize(bytes.NewReader(file), lookahead)
			err := how(in, &out)
			if err != nil && !errors.Is(err, errForm) {
				t.Fatal(err)
			}
			if err != nil {
				_, _ = io.Copy(&out, in)
			}
			return out.Bytes(), err
		}
		out, err := run(file)
		if len(out) > len(file)+grows {
			t.Fatalf("%d bytes became %d", len(file), len(out))
		}
		if err != nil {
			return
		}
		if again, err := run(out); err != nil || !bytes.Equal(again, out) {
			t.Fatalf("stripped again it is another file: %v", err)
		}
	})
}

func FuzzJPEG(f *testing.F) {
	a, b := photo(6)
	fuzz(f, stripJPEG, 64, a, b)
}

func FuzzPNG(f *testing.F) {
	a, b := screenshot()
	fuzz(f, stripPNG, 16, a, b)
}

func FuzzWebP(f *testing.F) { fuzz(f, stripWebP, 0, sticker()) }

func FuzzMP4(f *testing.F) { fuzz(f, stripMP4, 0, film(false), film(true)) }

func FuzzOpus(f *testing.F) { fuzz(f, stripOpus, 0, voice(100), voice(200_000)) }

func FuzzSniff(f *testing.F) {
	f.Add([]byte("RIFF    WEBP"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, _, _, err := stripAll(bytes.NewReader(file)); err != nil {
			t.Fatal(err)
		}
	})
}
