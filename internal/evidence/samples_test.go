package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"slices"
	"testing"
)

// secrets stand in every sample, and in no stripped copy.
var secrets = []string{"-4.4567/102.9034", "Galaxy A12", "foto Rumsia", "2026:11:24"}

func hasSecret(b []byte) bool {
	return slices.ContainsFunc(secrets, func(s string) bool { return bytes.Contains(b, []byte(s)) })
}

func note() []byte {
	var b []byte
	for _, s := range secrets {
		b = append(b, s...)
	}
	return b
}

func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for y := range 40 {
		for x := range 60 {
			m.Set(x, y, color.RGBA{uint8(4 * x), uint8(6 * y), uint8(x * y), 255})
		}
	}
	return m
}

// exifOf is an EXIF with an orientation among other entries, and all secrets behind it.
func exifOf(order binary.AppendByteOrder, orientation uint16) []byte {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = append(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0110), 2), 10), 0, 0, 0, 38) // the model
	b = order.AppendUint16(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, orientationTag), 3), 1), orientation)
	return append(append(b, 0, 0, 0, 0, 0, 0), note()...)
}

func jpegSegment(marker byte, content ...[]byte) []byte {
	all := bytes.Join(content, nil)
	return append(binary.BigEndian.AppendUint16([]byte{mark, marker}, uint16(2+len(all))), all...)
}

// photo is a JPEG as a telephone writes it: EXIF, XMP, IPTC, a comment, a second picture behind the first.
func photo(orientation uint16) (with, plain []byte) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), &jpeg.Options{Quality: 90}); err != nil {
		panic(err)
	}
	plain = b.Bytes()
	parts := [][]byte{
		plain[:2], jpegSegment(app0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")), jpegSegment(app0+1, []byte(exifHead), exifOf(binary.LittleEndian, orientation)),
		jpegSegment(app0+1, []byte("http://ns.adobe.com/xap/1.0/\x00"), note()), jpegSegment(app0+2, []byte("ICC_PROFILE\x00\x01\x01profile")),
		jpegSegment(app0+2, []byte("MPF\x00"), note()), jpegSegment(app0+13, []byte("Photoshop 3.0\x00"), note()), jpegSegment(com, note()), plain[2:],
		plain, note(),
	}
	return bytes.Join(parts, nil), plain
}

func pngChunk(kind string, content []byte) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(content))), kind...)
	b = append(b, content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func screenshot() (with, plain []byte) {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		panic(err)
	}
	plain = b.Bytes()
	head := len(pngSignature) + 25
	return bytes.Join([][]byte{plain[:head], pngChunk("eXIf", exifOf(binary.BigEndian, 6)), pngChunk("tEXt", append([]byte("Comment\x00"), note()...)),
		pngChunk("iTXt", note()), pngChunk("zTXt", note()), pngChunk("tIME", note()), pngChunk("prVt", note()), plain[head:], note()}, nil), plain
}

func riffChunk(kind string, content []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(content)))
	b = append(b, content...)
	return append(b, make([]byte, len(content)%2)...)
}

func sticker() []byte {
	body := bytes.Join([][]byte{[]byte("WEBP"), riffChunk("VP8X", []byte{0x0c, 0, 0, 0, 59, 0, 0, 39, 0, 0}), riffChunk("VP8L", []byte("the picture itself")),
		riffChunk("EXIF", exifOf(binary.LittleEndian, 8)), riffChunk("XMP ", append(note(), '!')), riffChunk("abcd", note())}, nil)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), append(body, note()...)...)
}

func boxOf(kind string, content ...[]byte) []byte {
	all := bytes.Join(content, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(all))), kind...), all...)
}

func timed(kind string, version byte) []byte {
	return boxOf(kind, []byte{version, 0, 0, 0}, []byte("2026:11:24......"), make([]byte, 60))
}

func handler(kind string) []byte {
	return boxOf("hdlr", make([]byte, 8), []byte(kind), make([]byte, 13))
}

// film is an MP4 with its index behind or before the pictures; more are further tracks.
func film(indexFirst bool, more ...[]byte) []byte {
	track := boxOf("trak", timed("tkhd", 1), boxOf("mdia", timed("mdhd", 0), handler("vide"), boxOf("minf", []byte("samples"))), boxOf("meta", note()), boxOf("udta", note()))
	index := boxOf("moov", timed("mvhd", 1), track, bytes.Join(more, nil), boxOf("udta", boxOf("\xa9xyz", note())), boxOf("meta", note()))
	pictures := append([]byte{0, 0, 0, 1}, "mdat"...)
	pictures = append(binary.BigEndian.AppendUint64(pictures, 16+5000), random(5000)...)
	start := bytes.Join([][]byte{boxOf("ftyp", []byte("isom\x00\x00\x02\x00isommp42")), boxOf("free", note()), boxOf("uuid", make([]byte, 16), note())}, nil)
	if indexFirst {
		return bytes.Join([][]byte{start, index, pictures}, nil)
	}
	return bytes.Join([][]byte{start, pictures, index}, nil)
}

func random(n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(r.Uint32()) //nolint:gosec // one byte of it
	}
	return b
}

// oggPages lays packets into pages of one stream, each packet beginning a page.
func oggPages(packets ...[]byte) []byte {
	var b []byte
	seq := uint32(0)
	for i, p := range packets {
		for first := true; ; first = false {
			part := p[:min(len(p), 255*255)]
			p = p[len(part):]
			flags := byte(0)
			if i == 0 {
				flags = 2
			}
			if !first {
				flags |= 1
			}
			page := append([]byte("OggS\x00"), flags)
			page = binary.LittleEndian.AppendUint64(page, uint64(i))
			page = binary.LittleEndian.AppendUint32(page, 7)
			page = binary.LittleEndian.AppendUint32(page, seq)
			page = append(page, 0, 0, 0, 0)
			lengths := bytes.Repeat([]byte{255}, len(part)/255)
			if len(p) == 0 {
				lengths = append(lengths, byte(len(part)%255))
			}
			page = append(append(append(page, byte(len(lengths))), lengths...), part...)
			binary.LittleEndian.PutUint32(page[22:], oggSum(page))
			b, seq = append(b, page...), seq+1
			if len(p) == 0 && len(lengths) <= 255 {
				break
			}
		}
	}
	return b
}

// voice is a voice note whose comments take that many bytes.
func voice(comments int) []byte {
	tags := append([]byte("OpusTags"), bytes.Repeat(note(), comments/len(note())+1)...)
	return oggPages([]byte("OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00"), tags, random(3000), random(900))
}

// stripped is what strip makes of a file.
func stripped(t testing.TB, file []byte) (mime string, out []byte, ok bool) {
	t.Helper()
	mime, out, ok, err := stripAll(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return mime, out, ok
}

func sum(b []byte) []byte {
	s := sha256.Sum256(b)
	return s[:]
}
