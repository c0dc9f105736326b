package evidence

import (
	"bufio"
	"encoding/binary"
	"io"
)

// noTags is an OpusTags packet that says nothing: no vendor, no comments; zeros may follow (RFC 7845, section 5.2).
const noTags = "OpusTags\x00\x00\x00\x00\x00\x00\x00\x00"

// stripOpus empties the comments of a voice note, the second packet of its stream (RFC 3533, RFC 7845), at the same length.
func stripOpus(in *bufio.Reader, out io.Writer) error {
	var o opus
	for !ended(in) {
		page, err := o.page(in)
		if err != nil {
			return err
		}
		if err := change(in, out, page); err != nil {
			return err
		}
	}
	if o.packet < 2 {
		return errForm
	}
	return nil
}

// opus is how far a stream was read.
type opus struct {
	packet int // that the next byte belongs to
	within int // bytes of it that were seen
}

// page gives the next page as it is to be kept.
func (o *opus) page(in *bufio.Reader) ([]byte, error) {
	const fixed, first = 27, 0x02
	head, err := look(in, fixed)
	if err != nil {
		return nil, err
	}
	if string(head[:5]) != "OggS\x00" {
		return nil, errForm
	}
	lengths := int(head[26])
	if head, err = look(in, fixed+lengths); err != nil {
		return nil, err
	}
	size := fixed + lengths
	for _, n := range head[fixed:] {
		size += int(n)
	}
	all, err := look(in, size)
	if err != nil {
		return nil, err
	}
	if all[5]&first != 0 { // another stream may follow the first; two at a time are no voice note
		if o.packet == 1 || o.within != 0 {
			return nil, errForm
		}
		*o = opus{}
	}
	if o.packet > 1 {
		o.pass(all[fixed : fixed+lengths])
		return all, nil
	}
	page := append([]byte(nil), all...)
	if err := o.empty(page[fixed+lengths:], page[fixed:fixed+lengths]); err != nil {
		return nil, err
	}
	clear(page[22:26])
	binary.LittleEndian.PutUint32(page[22:], oggSum(page))
	return page, nil
}

// pass counts the packets of a page that stays as it is.
func (o *opus) pass(lengths []byte) {
	for _, n := range lengths {
		if o.within += int(n); n < 255 {
			o.packet, o.within = o.packet+1, 0
		}
	}
}

// empty writes over what belongs to the comments.
func (o *opus) empty(content, lengths []byte) error {
	for _, n := range lengths {
		part := content[:n]
		content = content[n:]
		if err := o.part(part); err != nil {
			return err
		}
		o.within += int(n)
		if n < 255 {
			if o.packet < 2 && o.within < len(noTags) {
				return errForm
			}
			o.packet, o.within = o.packet+1, 0
		}
	}
	return nil
}

// part is up to 255 bytes of a packet; the first part has the beginning of it whole.
func (o *opus) part(p []byte) error {
	starts := func(s string) bool { return len(p) >= len(s) && string(p[:len(s)]) == s }
	switch {
	case o.packet == 0 && o.within == 0 && !starts("OpusHead"), o.packet == 1 && o.within == 0 && !starts("OpusTags"):
		return errForm
	case o.packet == 1:
		clear(p)
		if o.within == 0 {
			copy(p, noTags)
		}
	}
	return nil
}

// oggSum is the checksum of a page whose own checksum is zero.
func oggSum(page []byte) (sum uint32) {
	for _, b := range page {
		sum = sum<<8 ^ oggTable[byte(sum>>24)^b]
	}
	return sum
}

var oggTable = func() (table [256]uint32) {
	for i := range table {
		r := uint32(i) << 24
		for range 8 {
			if r&0x80000000 != 0 {
				r = r<<1 ^ 0x04c11db7
			} else {
				r <<= 1
			}
		}
		table[i] = r
	}
	return table
}()
