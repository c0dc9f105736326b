package evidence

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	mark = 0xFF
	tem  = 0x01
	rst0 = 0xD0
	rst7 = 0xD7
	soi  = 0xD8
	eoi  = 0xD9
	sos  = 0xDA
	app0 = 0xE0
	com  = 0xFE
)

const exifHead = "Exif\x00\x00"

// stripJPEG leaves out every comment and application segment that does not say how to show the picture (which are JFIF, the ICC profile and Adobe's
// colours): EXIF with its small copy of the picture, XMP, IPTC, makers' notes. What follows the picture is left out, too: further pictures of the same
// moment, a film, a depth map.
func stripJPEG(in *bufio.Reader, out io.Writer) error {
	if err := pass(in, out, 2); err != nil {
		return err
	}
	turned := false
	for {
		head, err := look(in, 2)
		switch {
		case err != nil:
			return err
		case head[0] != mark:
			return errForm
		case head[1] == mark: // fill
			err = pass(in, out, 1)
		case head[1] == eoi:
			return pass(in, out, 2)
		case head[1] == tem, head[1] >= rst0 && head[1] <= rst7:
			err = pass(in, out, 2)
		case head[1] == 0, head[1] == soi:
			return errForm
		default:
			err = segment(in, out, head[1], &turned)
		}
		if err != nil {
			return err
		}
	}
}

// segment copies one segment, or leaves it out.
func segment(in *bufio.Reader, out io.Writer, marker byte, turned *bool) error {
	head, err := look(in, 4)
	if err != nil {
		return err
	}
	size := 2 + int(binary.BigEndian.Uint16(head[2:]))
	if size < 4 {
		return errForm
	}
	all, err := look(in, size)
	if err != nil {
		return err
	}
	if belongs(marker, all[4:]) {
		if err := pass(in, out, int64(size)); err != nil || marker != sos {
			return err
		}
		return scan(in, out)
	}
	if tiff, ok := bytes.CutPrefix(all[4:], []byte(exifHead)); ok && marker == app0+1 && !*turned {
		if o := orientation(tiff); o != 0 {
			*turned = true
			small := append([]byte(exifHead), tiffOf(o)...)
			head := binary.BigEndian.AppendUint16([]byte{mark, app0 + 1}, uint16(2+len(small)))
			if _, err := out.Write(append(head, small...)); err != nil {
				return err
			}
		}
	}
	return drop(in, int64(size))
}

// belongs tells whether the picture needs a segment in order to be shown.
func belongs(marker byte, content []byte) bool {
	switch {
	case marker == app0:
		return bytes.HasPrefix(content, []byte("JFIF\x00"))
	case marker == app0+2:
		return bytes.HasPrefix(content, []byte("ICC_PROFILE\x00"))
	case marker == app0+14:
		return bytes.HasPrefix(content, []byte("Adobe"))
	}
	return marker != com && (marker < app0 || marker > app0+15)
}

// scan copies the picture's own data, up to the next marker.
func scan(in *bufio.Reader, out io.Writer) error {
	for {
		if _, err := in.Peek(1); err != nil {
			if errors.Is(err, io.EOF) {
				return errForm // cut off: nothing is left to be read
			}
			return err
		}
		ready, err := in.Peek(in.Buffered())
		if err != nil {
			return err
		}
		n := bytes.IndexByte(ready, mark)
		switch {
		case n < 0:
			n = len(ready)
		case n == 0:
			next, err := look(in, 2)
			if err != nil && !errors.Is(err, errForm) {
				return err
			}
			if len(next) == 2 && next[1] != 0 && (next[1] < rst0 || next[1] > rst7) {
				return nil
			}
			n = len(next)
		}
		if err := pass(in, out, int64(n)); err != nil {
			return err
		}
	}
}
