package drafts

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
)

// tag is what stands for a person in a key: the same for all of a person's keys, and nothing to anybody without the ring. Should two people ever
// share one, a value of the one does not open for the other, since its seal names its person.
func (d *Drafts) tag(who Who) string {
	return "{" + hex.EncodeToString(d.ring.MAC("draft", id(who.Bot), id(who.User))[:8]) + "}"
}

func (d *Drafts) stateKey(who Who) string  { return d.prefix + "d:" + d.tag(who) }
func (d *Drafts) frozenKey(who Who) string { return d.prefix + "f:" + d.tag(who) }
func (d *Drafts) dueKey(bot int64) string  { return d.prefix + "due:{" + id(bot) + "}" }

func (d *Drafts) tombstoneKey(who Who, dialogID string) string {
	return d.prefix + "t:" + d.tag(who) + ":" + dialogID
}

func (d *Drafts) attemptKey(bot, update int64) string {
	return d.prefix + "a:{" + id(bot) + "}:" + id(update)
}

// The purposes of the seals name whose a value is: moved to another key, it does not open.
func draftOf(who Who) string { return "draft " + id(who.Bot) + " " + id(who.User) }

func frozenOf(who Who, dialogID string) string {
	return "frozen " + id(who.Bot) + " " + id(who.User) + " " + dialogID
}

func tombstoneOf(who Who, dialogID string) string {
	return "tombstone " + id(who.Bot) + " " + id(who.User) + " " + dialogID
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// A member of the due set names a person, for a sweeper that has nothing else to go by, and must be the same each time that it is written. So the
// user id is encrypted deterministically, in the manner of SIV: a keyed digest of the whole is both the nonce and the proof. (A digest alone would
// need a second key to look the person up by, in another slot, and could be lost apart from the member.)
// What was sent off has a member of its own, "person:dialog", so that nothing that is done to the person's ordinary one can lose it.

// member is who's ordinary member.
func (d *Drafts) member(who Who) string {
	nonce := d.memberNonce(who)
	text := binary.BigEndian.AppendUint64(nonce, uint64(who.User)^d.memberStream(nonce))
	return base64.RawURLEncoding.EncodeToString(text)
}

func (d *Drafts) frozenMember(who Who, dialogID string) string {
	return d.member(who) + ":" + dialogID
}

// readMember gives back whom a member of the bot's set names, and the dialog if it is about one. False when the ring did not write it.
func (d *Drafts) readMember(bot int64, member string) (who Who, dialogID string, ok bool) {
	person, dialogID, _ := strings.Cut(member, ":")
	text, err := base64.RawURLEncoding.DecodeString(person)
	if err != nil || len(text) != 16 {
		return Who{}, "", false
	}
	nonce := text[:8:8]
	who = Who{bot, int64(binary.BigEndian.Uint64(text[8:]) ^ d.memberStream(nonce))}
	return who, dialogID, string(d.memberNonce(who)) == string(nonce)
}

func (d *Drafts) memberNonce(who Who) []byte {
	return d.ring.MAC("due", id(who.Bot), id(who.User))[:8:8]
}

func (d *Drafts) memberStream(nonce []byte) uint64 {
	return binary.BigEndian.Uint64(d.ring.MAC("due member", string(nonce)))
}
