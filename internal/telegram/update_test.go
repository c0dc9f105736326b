package telegram

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rembuk/internal/chat"
	"rembuk/internal/private"
)

const (
	from    = `"message_id":9,"date":1700000000,"from":{"id":11,"is_bot":false,"language_code":"id"},"chat":{"id":11,"type":"private"}`
	inGroup = `"message_id":9,"date":1700000000,"from":{"id":11,"is_bot":false,"language_code":"id"},"chat":{"id":-100,"type":"supergroup"}`
)

var (
	dated  = time.Unix(1_700_000_000, 0)
	atDoor = time.Unix(1_800_000_000, 0)
)

// heard is an input as said by the resident in her private talk, with changes.
func heard(kind chat.Kind, change func(*chat.Input)) chat.Input {
	in := chat.Input{Bot: 7001, Update: 1, User: ani, Chat: ani, Language: "id", Kind: kind, Message: 9, At: dated}
	change(&in)
	return in
}

func TestWhatComesInIsUnderstood(t *testing.T) {
	compare := cmp.Comparer(func(a, b private.Text) bool { return a.Reveal() == b.Reveal() })
	for name, c := range map[string]struct {
		update string
		want   chat.Input
	}{
		"text": {`"message":{` + from + `,"text":"Ada banjir","unheard_of":{"x":[1]}}`,
			heard(chat.Text, func(in *chat.Input) { in.Text = private.Of("Ada banjir") })},
		"a reply, forwarded": {`"message":{` + from + `,"text":"ambil","reply_to_message":{"message_id":4,"text":"kasus"},"forward_origin":{"type":"user"}}`,
			heard(chat.Text, func(in *chat.Input) { in.Text, in.ReplyTo, in.Forward = private.Of("ambil"), 4, true })},
		"start with a payload": {`"message":{` + from + `,"text":"/start kode_7","entities":[{"type":"bot_command","offset":0,"length":6}]}`,
			heard(chat.Command, func(in *chat.Input) { in.Command, in.Text = "start", private.Of("kode_7") })},
		"a command with our name": {`"message":{` + inGroup + `,"text":"/Lapor@rembukbot\nada banjir"}`,
			heard(chat.Command, func(in *chat.Input) {
				in.Chat, in.Group, in.Command, in.Text = -100, true, "lapor", private.Of("ada banjir")
			})},
		"not a command": {`"message":{` + from + `,"text":"/1-4 7"}`, heard(chat.Text, func(in *chat.Input) { in.Text = private.Of("/1-4 7") })},
		"photo of an album": {`"message":{` + from + `,"media_group_id":"A","caption":"retak","photo":[{"file_id":"s","file_unique_id":"us","width":90,"height":60,"file_size":1},{"file_id":"l","file_unique_id":"ul","width":1280,"height":960,"file_size":9},{"file_id":"m","width":320,"height":240}]}`,
			heard(chat.Media, func(in *chat.Input) {
				in.Text, in.Album, in.Media = private.Of("retak"), "A", []chat.File{{Kind: "photo", ID: "l", Unique: "ul", Size: 9}}
			})},
		"voice": {`"message":{` + from + `,"voice":{"file_id":"v","file_unique_id":"uv","duration":12,"mime_type":"audio/ogg","file_size":5}}`,
			heard(chat.Media, func(in *chat.Input) {
				in.Media = []chat.File{{Kind: "voice", ID: "v", Unique: "uv", Size: 5, Length: 12}}
			})},
		"animation, not its document": {`"message":{` + from + `,"animation":{"file_id":"a","duration":3},"document":{"file_id":"d"}}`,
			heard(chat.Media, func(in *chat.Input) { in.Media = []chat.File{{Kind: "animation", ID: "a", Length: 3}} })},
		"document": {`"message":{` + from + `,"document":{"file_id":"d","file_name":"kk.pdf"}}`,
			heard(chat.Media, func(in *chat.Input) { in.Media = []chat.File{{Kind: "document", ID: "d", Name: "kk.pdf"}} })},
		"video note": {`"message":{` + from + `,"video_note":{"file_id":"n","length":240,"duration":4}}`,
			heard(chat.Media, func(in *chat.Input) { in.Media = []chat.File{{Kind: "video_note", ID: "n", Length: 4}} })},
		"pin": {`"message":{` + from + `,"location":{"latitude":-4.5,"longitude":103.0}}`,
			heard(chat.Pin, func(in *chat.Input) { in.Lat, in.Lon = -4.5, 103 })},
		"venue": {`"message":{` + from + `,"location":{"latitude":-4.5,"longitude":103.0},"venue":{"title":"Balai desa","address":"Jl. Raya"}}`,
			heard(chat.Pin, func(in *chat.Input) { in.Lat, in.Lon, in.Text = -4.5, 103, private.Of("Balai desa, Jl. Raya") })},
		"own contact": {`"message":{` + from + `,"contact":{"phone_number":"+62812","first_name":"A","user_id":11}}`,
			heard(chat.Contact, func(in *chat.Input) { in.Phone, in.Own = private.Of("+62812"), true })},
		"another's contact": {`"message":{` + from + `,"contact":{"phone_number":"+62813","first_name":"B"}}`,
			heard(chat.Contact, func(in *chat.Input) { in.Phone = private.Of("+62813") })},
		"sticker": {`"message":{` + from + `,"sticker":{"file_id":"s"}}`, heard(chat.Other, func(*chat.Input) {})},
		"edited": {`"edited_message":{` + from + `,"edit_date":1700000009,"text":"/start lagi"}`,
			heard(chat.Edited, func(in *chat.Input) { in.Text = private.Of("/start lagi") })},
		"tap": {tapping(1, ani, "t:1")[len(`{"update_id":1,`) : len(tapping(1, ani, "t:1"))-1],
			heard(chat.Tap, func(in *chat.Input) {
				in.Queue, in.Message, in.Data, in.TapID, in.At = chat.Taps, 77, "t:1", "q1", atDoor
			})},
		"tap on what is inaccessible": {`"callback_query":{"id":"q","from":{"id":11,"language_code":"id"},"message":{"message_id":9,"date":0,"chat":{"id":-100,"type":"group"}},"data":"t"}`,
			heard(chat.Tap, func(in *chat.Input) {
				in.Queue, in.Chat, in.Group, in.Data, in.TapID, in.Gone, in.At = chat.Taps, -100, true, "t", "q", true, atDoor
			})},
		"blocked": {`"my_chat_member":{"from":{"id":11,"language_code":"id"},"chat":{"id":11,"type":"private"},"date":1700000000,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked","until_date":0}}`,
			heard(chat.Blocked, func(in *chat.Input) { in.Message = 0 })},
		"returned": {`"my_chat_member":{"from":{"id":11,"language_code":"id"},"chat":{"id":11,"type":"private"},"date":1700000000,"old_chat_member":{"status":"kicked"},"new_chat_member":{"status":"member"}}`,
			heard(chat.Returned, func(in *chat.Input) { in.Message = 0 })},
		"put out of a group": {`"my_chat_member":{"from":{"id":11,"language_code":"id"},"chat":{"id":-100,"type":"group"},"date":1700000000,"old_chat_member":{"status":"restricted","is_member":true},"new_chat_member":{"status":"left"}}`,
			heard(chat.Left, func(in *chat.Input) { in.Message, in.Chat, in.Group = 0, -100, true })},
		"brought into a group": {`"my_chat_member":{"from":{"id":11,"language_code":"id"},"chat":{"id":-100,"type":"supergroup"},"date":1700000000,"old_chat_member":{"status":"left"},"new_chat_member":{"status":"administrator"}}`,
			heard(chat.Joined, func(in *chat.Input) { in.Message, in.Chat, in.Group = 0, -100, true })},
		"a reply in a group": {`"message":{` + inGroup + `,"text":"saya ikut","reply_to_message":{"message_id":4,"text":"kartu"}}`,
			heard(chat.Text, func(in *chat.Input) {
				in.Chat, in.Group, in.Text, in.ReplyTo = -100, true, private.Of("saya ikut"), 4
			})},
		"a roster in a group": {`"message":{` + inGroup + `,"caption":"daftar warga","document":{"file_id":"d","file_unique_id":"ud","file_name":"Warga Batu Ampar.xlsx","file_size":20480,"mime_type":"application/vnd.ms-excel"}}`,
			heard(chat.Media, func(in *chat.Input) {
				in.Chat, in.Group, in.Text = -100, true, private.Of("daftar warga")
				in.Media = []chat.File{{Kind: "document", ID: "d", Unique: "ud", Size: 20480, Name: "Warga Batu Ampar.xlsx"}}
			})},
		"a tap in a group": {`"callback_query":{"id":"q","from":{"id":11,"language_code":"en"},"message":{"message_id":9,"date":1700000000,"chat":{"id":-100,"type":"supergroup"}},"data":"in:1"}`,
			heard(chat.Tap, func(in *chat.Input) {
				in.Queue, in.Chat, in.Group, in.Language, in.Data, in.TapID, in.At = chat.Taps, -100, true, "en", "in:1", "q", atDoor
			})},
		"migrated, by an anonymous admin": {`"message":{"message_id":9,"date":1700000000,"from":{"id":11,"is_bot":true,"language_code":"id"},"sender_chat":{"id":-5,"type":"group"},"chat":{"id":-5,"type":"group"},"migrate_to_chat_id":-1007}`,
			heard(chat.Migrated, func(in *chat.Input) { in.Chat, in.Group, in.Moved = -5, true, -1007 })},
	} {
		t.Run(name, func(t *testing.T) {
			u, err := decode([]byte(`{"update_id":1,"future":true,` + c.update + `}`))
			if err != nil {
				t.Fatal(err)
			}
			got, ok := u.input(7001, "RembukBot", atDoor)
			if diff := cmp.Diff(c.want, got, compare); diff != "" || !ok {
				t.Errorf("ours: %v\n%s", ok, diff)
			}
		})
	}
}

func TestWhatIsNotSaidToUsIsIgnored(t *testing.T) {
	for name, update := range map[string]string{
		"another bot's command":    `"message":{` + inGroup + `,"text":"/lapor@other_bot"}`,
		"a bot's words":            `"message":{"message_id":9,"date":1,"from":{"id":5,"is_bot":true},"chat":{"id":-100,"type":"group"},"text":"hi"}`,
		"a channel speaking":       `"message":{"message_id":9,"date":1,"from":{"id":777000},"sender_chat":{"id":-9,"type":"channel"},"chat":{"id":-100,"type":"supergroup"},"text":"hi"}`,
		"a channel's post":         `"channel_post":{"message_id":9,"date":1,"chat":{"id":-9,"type":"channel"},"text":"hi"}`,
		"a message in a channel":   `"message":{"message_id":9,"date":1,"chat":{"id":-9,"type":"channel"},"text":"hi"}`,
		"somebody joins":           `"message":{` + inGroup + `,"new_chat_members":[{"id":5}]}`,
		"something is pinned":      `"message":{` + from + `,"pinned_message":{"message_id":3}}`,
		"the other side of a move": `"message":{` + inGroup + `,"migrate_from_chat_id":-5}`,
		"a live position moves":    `"edited_message":{` + from + `,"location":{"latitude":1,"longitude":2}}`,
		"made an admin":            `"my_chat_member":{"from":{"id":11},"chat":{"id":-100,"type":"group"},"date":1,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"administrator"}}`,
		"an inline query":          `"inline_query":{"id":"1"}`,
	} {
		u, err := decode([]byte(`{"update_id":1,` + update + `}`))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if in, ok := u.input(7001, "RembukBot", atDoor); ok {
			t.Errorf("%s: heard %+v", name, in)
		}
	}
}

func FuzzUpdate(f *testing.F) {
	f.Add([]byte(saying(1, ani, "Ada banjir")))
	f.Add([]byte(tapping(2, ani, "t:1")))
	f.Add([]byte(fmt.Sprintf(`{"update_id":3,"edited_message":{%s,"text":"/x@y z"}}`, from)))
	f.Add([]byte(fmt.Sprintf(`{"update_id":4,"message":{%s,"photo":[{}],"location":{},"contact":{},"venue":null}}`, inGroup)))
	f.Add([]byte(`{"update_id":5,"my_chat_member":{"old_chat_member":{"status":"left"},"chat":{"type":"private"}}}`))
	f.Add([]byte(`{"update_id":6,"callback_query":{"message":null}}`))
	f.Add([]byte(`{"update_id":-99999999999999999999`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, err := decode(raw)
		if err != nil {
			return
		}
		in, ok := u.input(7001, "RembukBot", atDoor)
		switch {
		case !ok:
		case in.Kind == 0 || in.Bot != 7001 || in.Update != u.ID:
			t.Errorf("incomplete: %+v", in)
		case (in.Kind == chat.Tap) != (in.Queue == chat.Taps):
			t.Errorf("the wrong queue: %+v", in)
		case in.Kind == chat.Command && (in.Command == "" || in.Command != strings.ToLower(in.Command)):
			t.Errorf("a command without a word: %q", in.Command)
		case in.Kind == chat.Media && len(in.Media) != 1:
			t.Errorf("media: %+v", in.Media)
		}
	})
}
