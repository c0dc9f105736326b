package telegram

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"rembuk/internal/private"
)

// The fields of an update that are used, and nothing else: decoding the library's whole update was a quarter of the time of a step.
// Unknown fields are skipped; the raw update is kept only when it is dead.
type update struct {
	ID       int64       `json:"update_id"`
	Message  *message    `json:"message"`
	Edited   *message    `json:"edited_message"`
	Tap      *tap        `json:"callback_query"`
	Standing *membership `json:"my_chat_member"`
}

type user struct {
	ID       int64  `json:"id"`
	Bot      bool   `json:"is_bot"`
	Language string `json:"language_code"`
	First    string `json:"first_name"`
	Last     string `json:"last_name"`
}

// name is how the account calls itself.
func (u user) name() private.Text { return private.Of(strings.TrimSpace(u.First + " " + u.Last)) }

type place struct {
	ID   int64  `json:"id"`
	Type string `json:"type"` // private, group, supergroup, channel
}

type message struct {
	ID        int      `json:"message_id"`
	From      *user    `json:"from"`
	Sender    *place   `json:"sender_chat"` // said in the name of a chat, not by a person
	Chat      place    `json:"chat"`
	Date      int64    `json:"date"` // 0: inaccessible
	Text      string   `json:"text"`
	Caption   string   `json:"caption"`
	Album     string   `json:"media_group_id"`
	Forward   present  `json:"forward_origin"`
	ReplyTo   *replied `json:"reply_to_message"`
	MigrateTo int64    `json:"migrate_to_chat_id"`

	Photo     []file   `json:"photo"` // one picture in several sizes
	Voice     *file    `json:"voice"`
	Video     *file    `json:"video"`
	VideoNote *file    `json:"video_note"`
	Audio     *file    `json:"audio"`
	Animation *file    `json:"animation"`
	Document  *file    `json:"document"`
	Contact   *contact `json:"contact"`
	Location  *point   `json:"location"`
	Venue     *venue   `json:"venue"`

	service
}

// service is what tells of an event of the chat, not of something said. What is neither known content nor one of these is Other.
type service struct {
	MigrateFrom  present `json:"migrate_from_chat_id"`
	NewMembers   present `json:"new_chat_members"`
	LeftMember   present `json:"left_chat_member"`
	NewTitle     present `json:"new_chat_title"`
	NewPhoto     present `json:"new_chat_photo"`
	NoPhoto      present `json:"delete_chat_photo"`
	GroupMade    present `json:"group_chat_created"`
	SuperMade    present `json:"supergroup_chat_created"`
	TimerChanged present `json:"message_auto_delete_timer_changed"`
	Pinned       present `json:"pinned_message"`
	WriteAllowed present `json:"write_access_allowed"`
	Connected    present `json:"connected_website"`
	Background   present `json:"chat_background_set"`
	Boost        present `json:"boost_added"`
	Proximity    present `json:"proximity_alert_triggered"`
	TopicMade    present `json:"forum_topic_created"`
	TopicEdited  present `json:"forum_topic_edited"`
	TopicClosed  present `json:"forum_topic_closed"`
	TopicOpened  present `json:"forum_topic_reopened"`
	CallPlanned  present `json:"video_chat_scheduled"`
	CallStarted  present `json:"video_chat_started"`
	CallEnded    present `json:"video_chat_ended"`
	CallInvited  present `json:"video_chat_participants_invited"`
}

type replied struct {
	ID int `json:"message_id"`
}

type file struct {
	ID     string `json:"file_id"`
	Unique string `json:"file_unique_id"`
	Size   int64  `json:"file_size"`
	Name   string `json:"file_name"`
	Length int    `json:"duration"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

type contact struct {
	Phone string `json:"phone_number"`
	User  int64  `json:"user_id"`
}

type point struct {
	Lat float64 `json:"latitude"`
	Lon float64 `json:"longitude"`
}

type venue struct {
	Title   string `json:"title"`
	Address string `json:"address"`
}

type tap struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

type membership struct {
	From user  `json:"from"`
	Chat place `json:"chat"`
	Date int64 `json:"date"`
	Old  state `json:"old_chat_member"`
	New  state `json:"new_chat_member"`
}

type state struct {
	Status string `json:"status"`
	Member bool   `json:"is_member"` // of a restricted one
}

// inside tells whether the bot can speak there.
func (s state) inside() bool {
	switch s.Status {
	case "left", "kicked":
		return false
	case "restricted":
		return s.Member
	}
	return true
}

// present tells that a field is there, whatever it holds.
type present bool

// UnmarshalJSON looks at nothing but null and false.
func (p *present) UnmarshalJSON(data []byte) error {
	*p = present(!bytes.Equal(data, []byte("null")) && !bytes.Equal(data, []byte("false")))
	return nil
}

// decode reads an update. On an error the update still has its number where one could be found.
func decode(raw []byte) (update, error) {
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		if u.ID == 0 {
			u.ID = numberOf(raw)
		}
		return u, errors.New("unreadable") // json's own words quote the update
	}
	return u, nil
}

// numberOf finds the update's number in what cannot be read to the end.
func numberOf(raw []byte) int64 {
	_, after, ok := bytes.Cut(raw, []byte(`"update_id"`))
	if !ok {
		return 0
	}
	var n int64
	after = bytes.TrimLeft(after, " \t\r\n:")
	for _, c := range after {
		if c < '0' || c > '9' || n > 1<<53 {
			break
		}
		n = n*10 + int64(c-'0')
	}
	return n
}
