package evidence

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"
	"io"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// shown are the chunks without which a picture may look another way, beside the critical ones (PNG, third edition; APNG).
var shown = map[string]bool{
	"tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "sBIT": true, "bKGD": true, "pHYs": true, "hIST": true, "sPLT": true,
	"cICP": true, "mDCV": true, "cLLI": true, "acTL": true, "fcTL": true, "fdAT": true,
}

// stripPNG leaves out texts, EXIF, the time, and all chunks that are not known to be part of the picture.
func stripPNG(in *bufio.Reader, out io.Writer) error {
	if err := pass(in, out, int64(len(pngSignature))); err != nil {
		return err
	}
	for turned := false; ; {
		head, err := look(in, 8)
		if err != nil {
			return err
		}
		length, kind := binary.BigEndian.Uint32(head), string(head[4:])
		size := int64(length) + 12
		switch {
		case length > 1<<31-1:
			return errForm
		case kind[0]&0x20 == 0, shown[kind]:
			err = pass(in, out, size)
		case kind == "eXIf" && size <= lookahead && !turned:
			turned = true
			err = turnPNG(in, out, int(size))
		default:
			err = drop(in, size)
		}
		if err != nil || kind == "IEND" {
			return err
		}
	}
}

// turnPNG writes which way up the picture is, in place of the EXIF that said it.
func turnPNG(in *bufio.Reader, out io.Writer, size int) error {
	chunk, err := look(in, size)
	if err != nil {
		return err
	}
	if o := orientation(chunk[8 : size-4]); o != 0 {
		tiff := tiffOf(o)
		b := binary.BigEndian.AppendUint32(nil, uint32(len(tiff)))
		b = append(append(b, "eXIf"...), tiff...)
		if _, err := out.Write(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))); err != nil {
			return err
		}
	}
	return drop(in, int64(size))
}
