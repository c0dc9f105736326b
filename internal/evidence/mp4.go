package evidence

import (
	"bufio"
	"encoding/binary"
	"io"
)

// stripMP4 serves MP4 and QuickTime, which are boxes in boxes (ISO/IEC 14496-12). Where sound and picture lie is told by distances from the file's
// beginning, so nothing may move: what is taken out becomes a box of the same length that is named free and holds zeros. Out go the notes (udta, meta:
// place, device, names; uuid: XMP), the times of recording, and what lies in free boxes.
//
// A track of its own that is neither picture nor sound may hold the way that was gone, a second at a time. It lies among the pictures and is left; the
// file then does not count as stripped.
func stripMP4(in *bufio.Reader, out io.Writer) error {
	m := mp4{in: in, out: out}
	if err := m.boxes(toTheEnd, 0); err != nil {
		return err
	}
	if m.tracks {
		return errForm
	}
	return nil
}

const (
	toTheEnd = -1
	deepest  = 6
)

type mp4 struct {
	in     *bufio.Reader
	out    io.Writer
	tracks bool // there is one that is not understood
}

// box is the head of one.
type box struct {
	kind string
	head int64 // bytes of the head
	size int64 // with the head; toTheEnd: up to the end of the file
}

// boxes goes through those in the next n bytes.
func (m *mp4) boxes(n int64, depth int) error {
	for n != 0 {
		if n == toTheEnd && ended(m.in) {
			return nil
		}
		b, err := m.next(n)
		if err == nil {
			err = m.box(b, depth)
		}
		if err != nil {
			return err
		}
		if n > 0 {
			n -= b.size
		}
	}
	return nil
}

func (m *mp4) next(n int64) (box, error) {
	head, err := look(m.in, 8)
	if err != nil {
		return box{}, err
	}
	b := box{kind: string(head[4:8]), head: 8, size: int64(binary.BigEndian.Uint32(head))}
	switch b.size {
	case 0:
		b.size = toTheEnd
		if n != toTheEnd {
			return b, errForm
		}
		return b, nil
	case 1:
		if head, err = look(m.in, 16); err != nil {
			return b, err
		}
		b.head, b.size = 16, int64(binary.BigEndian.Uint64(head[8:])) //nolint:gosec // what is negative is refused below
	}
	if b.size < b.head || n != toTheEnd && b.size > n {
		return b, errForm
	}
	return b, nil
}

func (m *mp4) box(b box, depth int) error {
	switch b.kind {
	case "moov", "trak", "mdia", "moof", "traf":
		if depth == deepest || b.size == toTheEnd {
			return errForm
		}
		if err := pass(m.in, m.out, b.head); err != nil {
			return err
		}
		return m.boxes(b.size-b.head, depth+1)
	case "udta", "meta", "uuid", "free", "skip":
		return m.free(b)
	case "cmov", "pnot": // a compressed index; a preview
		m.tracks = true
	case "mvhd", "tkhd", "mdhd":
		return m.untimed(b)
	case "hdlr":
		if err := m.handler(b); err != nil {
			return err
		}
	}
	if b.size == toTheEnd {
		_, err := io.Copy(m.out, m.in)
		return err
	}
	return pass(m.in, m.out, b.size)
}

// free keeps a box's place and nothing of its content.
func (m *mp4) free(b box) error {
	if b.size == toTheEnd {
		_, err := io.Copy(io.Discard, m.in) // there is nothing behind it
		return err
	}
	if err := pass(m.in, m.out, 4); err != nil {
		return err
	}
	if err := change(m.in, m.out, []byte("free")); err != nil {
		return err
	}
	if err := pass(m.in, m.out, b.head-8); err != nil {
		return err
	}
	return blank(m.in, m.out, b.size-b.head)
}

// untimed takes out when it was made and changed.
func (m *mp4) untimed(b box) error {
	const most = 4 + 16
	if b.size < b.head+most || b.size == toTheEnd {
		return errForm
	}
	all, err := look(m.in, int(b.head)+most)
	if err != nil {
		return err
	}
	p := append([]byte(nil), all...)
	times := p[b.head+4:]
	if p[b.head] == 0 { // the version with 32 bits
		times = times[:8]
	}
	clear(times)
	if err := change(m.in, m.out, p); err != nil {
		return err
	}
	return pass(m.in, m.out, b.size-int64(len(p)))
}

// handler looks at what a track is for. The handlers of QuickTime's data (alis, url) stand at another place, and say nothing of it.
func (m *mp4) handler(b box) error {
	if b.size < b.head+12 || b.size == toTheEnd {
		return errForm
	}
	all, err := look(m.in, int(b.head)+12)
	if err != nil {
		return err
	}
	switch string(all[b.head+8 : b.head+12]) {
	case "vide", "soun", "text", "sbtl", "subt", "tmcd", "hint", "alis", "url ":
	default:
		m.tracks = true
	}
	return nil
}
