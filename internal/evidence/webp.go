package evidence

import (
	"bufio"
	"encoding/binary"
	"io"
)

// xmpFlag says in VP8X that there is XMP (RFC 9649, section 2.7.1.1).
const xmpFlag = 0x04

// stripWebP keeps the length of the file, which stands at its head: what is taken out becomes a chunk of zeros with a name that no reader knows, and
// EXIF one that says which way up the picture is.
func stripWebP(in *bufio.Reader, out io.Writer) error {
	head, err := look(in, 12)
	if err != nil {
		return err
	}
	left := int64(binary.LittleEndian.Uint32(head[4:])) - 4
	if err := pass(in, out, 12); err != nil {
		return err
	}
	for left > 0 {
		head, err := look(in, 8)
		if err != nil {
			return err
		}
		kind, length := string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:]))
		size := 8 + length + length&1
		if size > left {
			return errForm
		}
		switch kind {
		case "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP":
			err = pass(in, out, size)
		case "VP8X":
			err = unflag(in, out, size)
		case "EXIF":
			err = turnWebP(in, out, size)
		default:
			err = junk(in, out, size)
		}
		if err != nil {
			return err
		}
		left -= size
	}
	if left < 0 {
		return errForm
	}
	return nil
}

// unflag takes back that there is XMP.
func unflag(in *bufio.Reader, out io.Writer, size int64) error {
	if size < 18 {
		return errForm
	}
	head, err := look(in, 9)
	if err != nil {
		return err
	}
	p := append([]byte(nil), head...)
	p[8] &^= xmpFlag
	if err := change(in, out, p); err != nil {
		return err
	}
	return pass(in, out, size-9)
}

func turnWebP(in *bufio.Reader, out io.Writer, size int64) error {
	all, err := look(in, int(min(size, lookahead/2)))
	if err != nil {
		return err
	}
	tiff := all[8:]
	if len(tiff) > 6 && string(tiff[:6]) == exifHead { // some write it as JPEG has it
		tiff = tiff[6:]
	}
	p := append(append([]byte(nil), all[:8]...), tiffOf(max(orientation(tiff), 1))...)
	if int64(len(p)) > size {
		return junk(in, out, size)
	}
	if err := change(in, out, p); err != nil {
		return err
	}
	return blank(in, out, size-int64(len(p)))
}

func junk(in *bufio.Reader, out io.Writer, size int64) error {
	if err := change(in, out, []byte("JUNK")); err != nil {
		return err
	}
	if err := pass(in, out, 4); err != nil {
		return err
	}
	return blank(in, out, size-8)
}
