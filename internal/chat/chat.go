// Package chat is what is said between a person and us, free of Telegram: what comes in, what goes out.
// It refuses to know what the words are about.
package chat

import (
	"time"

	"rembuk/internal/private"
)

// Queue tells which of a person's two streams an input came by: they can overtake one another, so each has its own watermark.
type Queue uint8

// The two queues.
const (
	Messages Queue = iota // keyed by chat
	Taps                  // keyed by person
)

// Kind is what sort of input it is.
type Kind uint8

// The kinds of input.
const (
	Text     Kind = iota + 1
	Command       // /lapor and the like; Command holds the word, Text what follows
	Media         // photo, voice, video, document; Text holds the caption
	Pin           // a place on the map
	Contact       // a phone number, by the button or shared
	Tap           // an inline button
	Edited        // an earlier message was changed; Message holds its id
	Blocked       // the person stopped the bot
	Returned      // the person started it again
	Migrated      // a group became a supergroup; Moved holds the new chat
	Other         // a sticker, a poll, a dice: nothing we can use
	Joined        // the bot was brought into a group; User is who did it
	Left          // the bot was put out of a group, or left it
)

// Input is one thing that came in.
type Input struct {
	Bot      int64 // the bot's own id
	Update   int64 // Telegram's number of the update, increasing in a queue
	Queue    Queue
	User     int64        // the account of who said it
	Name     private.Text // as the account calls itself: kept only of colleagues, and of those who check in at a meeting
	Chat     int64        // where; equals User in a private talk
	Group    bool         // said in a group: no talks, no personal data there
	Language string       // the client's language code, e.g. "id", "en"; only a hint
	Kind     Kind
	Command  string // without the slash, lower case: "lapor", "start"
	Text     private.Text
	Message  int  // id of the message that was said, or that holds the tapped button
	ReplyTo  int  // id of the message replied to, 0 if none
	Forward  bool // forwarded from elsewhere
	Media    []File
	Album    string // id shared by the items of an album
	Lat, Lon float64
	Phone    private.Text
	Own      bool      // the contact shared is the sender's own
	Data     string    // the tapped button's token
	TapID    string    // to be answered, so that the client's spinner stops
	Gone     bool      // the tapped message is too old to be read or edited
	Moved    int64     // the new chat id of a migrated group
	At       time.Time // when it was said (a tap: when it reached us)
}

// MostFile is how many bytes of a file Telegram gives to a bot: core.telegram.org/bots/api#getfile, "bots can download files of up to 20MB in size".
const MostFile = 20 << 20

// File is one attachment, still at Telegram, or made by us.
type File struct {
	Kind   string // photo, voice, video, document, or pin: a place to be sent
	ID     string // to fetch or send it again; of a pin "latitude,longitude" in degrees
	Unique string // the same file has the same one
	Size   int64  // bytes, 0 if unknown
	Name   string
	Length int    // seconds, of voice and video
	Kept   int64  // names our own copy, for when Telegram has lost the file; 0: there is none
	Data   []byte // of a file that we made: sent as it is, and ID stays empty
}

// Message is one thing we say. Text is plain text with a little HTML (<b>, <i>, <code>); what people said is escaped by Escape.
type Message struct {
	Text      string
	Keys      [][]string // reply keyboard; a press sends the label as a message
	Clear     bool       // takes a reply keyboard away
	Buttons   [][]Button // inline buttons, for cards
	Hint      string     // placeholder in the input field while Keys are shown
	Locate    string     // one more key, which sends the place where the phone is
	Share     string     // one more key, which sends the person's own phone number
	Protected bool       // cannot be forwarded or saved
	Silent    bool       // without a sound
	ReplyTo   int        // quote this message, if it is still there
	Files     []File     // sent again by their ids, or as we made them, after the text
	Caption   bool       // Text is the caption of the one file, with Buttons or Keys under it, if it is short enough (1024)
}

// Button is one inline button: Data comes back in a tap (64 bytes at most), or URL is opened.
type Button struct {
	Label, Data, URL string
}

// Answer is what a tap is answered with: it rides in the webhook's response body. Empty Text only stops the spinner.
type Answer struct {
	TapID string
	Text  string
	Alert bool // a window to be closed rather than a passing line
}
