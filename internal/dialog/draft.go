package dialog

import "time"

// State is all that is remembered of one person's talk with one bot: what Redis keeps, sealed.
type State struct {
	Language string    `json:"l,omitempty"` // as set by the person; "" until known
	Marks    [2]int64  `json:"w"`           // the highest update id remembered, per queue
	Said     [2]int64  `json:"s"`           // the highest update id whose reply is known to have been sent, per queue
	Talks    []Draft   `json:"t,omitempty"` // open talks, the one going on last; at most MostTalks
	Closed   []Closed  `json:"c,omitempty"` // talks that ended a short while ago, newest last
	Lost     bool      `json:"x,omitempty"` // a talk ran out, and the person has not been told
	Touched  time.Time `json:"u"`           // last input
	Door     int64     `json:"h,omitempty"` // the meeting where the person has just checked in: a pin that follows tells from where
	DoorAt   time.Time `json:"ha,omitzero"`
	List     []string  `json:"li,omitempty"` // what stands behind the numbers of the list that was shown last: a typed 3 presses the third
	ListAt   time.Time `json:"la,omitzero"`
	Met      bool      `json:"me,omitempty"` // who we are, and what the data are for, has been said
	Plays    int       `json:"p,omitempty"`  // how often in a row the person has only tried the bot
}

// MostTalks is how many talks one person can have open: the one going on and those parked under it.
const MostTalks = 3

// Closed is a talk that has ended: what a late or repeated input to it is answered with.
type Closed struct {
	Dialog  string    `json:"d"`
	Number  string    `json:"n,omitempty"`  // what it made
	Message int       `json:"m,omitempty"`  // id of the message that said so: what came before it belongs to the talk that ended
	First   int       `json:"f,omitempty"`  // message id of what began it
	Update  int64     `json:"u,omitempty"`  // the input that ended it
	Frozen  bool      `json:"z,omitempty"`  // it was sent off to become a record
	Quiet   bool      `json:"q,omitempty"`  // nobody who picks up the phone may learn of what it made
	Clean   bool      `json:"cl,omitempty"` // it was the wish to delete the conversation
	Follow  bool      `json:"fo,omitempty"` // of danger: what is said in the time after it belongs to it
	Child   bool      `json:"ch,omitempty"` // by a child, which was asked whether it is safe to write to it
	At      time.Time `json:"at"`
}

// Draft is one talk: a flow, where it stands, and what was answered.
type Draft struct {
	Dialog   string            `json:"id"` // unique for ever, made from the update that began it
	Flow     string            `json:"f"`
	Version  int               `json:"v"`           // of the flow, when the talk last moved
	At       string            `json:"q"`           // key of the question that stands
	Path     []string          `json:"p,omitempty"` // keys answered, in order: Kembali goes back along it
	Answers  map[string]Answer `json:"a,omitempty"`
	Screen   []string          `json:"o,omitempty"`  // option ids under the numbers on the screen: a typed 3 means the third
	Offer    []string          `json:"of,omitempty"` // places that the last words may have meant
	List     []Item            `json:"li,omitempty"` // options of a listed choice
	Page     int               `json:"g,omitempty"`  // of a long list
	Within   string            `json:"i,omitempty"`  // the place whose children are listed
	Editing  bool              `json:"e,omitempty"`  // one answer is being changed, then back to the review
	Picking  bool              `json:"k,omitempty"`  // the review asks which line to change, or which to add
	Adding   bool              `json:"ad,omitempty"` // which to add
	Maybe    []Item            `json:"mb,omitempty"` // what the last words may have meant, by the question's reader
	Past     []Item            `json:"mp,omitempty"` // the same, of the screen before: a late number was for that
	Heard    uint32            `json:"h,omitempty"`  // mark of the text that a reader read last: late and the same, it was sent twice
	Question int               `json:"m,omitempty"`  // message id of the first sending of the question that stands; 0 unknown
	Before   string            `json:"b,omitempty"`  // the question that stood before: what has a smaller message id belongs to it
	Strays   int               `json:"n,omitempty"`  // inputs in a row that did not answer the question
	First    int               `json:"fm,omitempty"` // message id of what began it: a clean-up begins there
	Began    time.Time         `json:"t0"`
	Touched  time.Time         `json:"t1"`
	Album    string            `json:"al,omitempty"` // of the last file kept: its fellows are kept without a word
	Nudged   bool              `json:"ng,omitempty"`
}

// Item is an option that is known only when the talk begins, such as one of the person's own cases.
type Item struct {
	ID    string `json:"id"`
	Label string `json:"l"`
}

// Answer is what was said to one question. Only the field of its kind is set; a reader may set several.
type Answer struct {
	Option  string  `json:"o,omitempty"` // of a choice, or the code of a place
	Text    string  `json:"t,omitempty"` // own words, where the question takes them
	Pieces  []Piece `json:"p,omitempty"` // of a story, in the order of their message ids; files that a reader keeps
	Guessed bool    `json:"g,omitempty"` // inferred from the story, not said: guessed anew when the story changes
	Open    bool    `json:"n,omitempty"` // kept, but its question has more to ask: words before the story was asked for, a photo that needs its count
	By      int     `json:"m,omitempty"` // id of the message that said it
}

// Frozen is a talk that was sent off: what the record is made from, as often as it takes.
type Frozen struct {
	Draft    Draft     `json:"d"`
	Language string    `json:"l"`
	Update   int64     `json:"u"` // the input that sent it off
	SentAt   time.Time `json:"at"`
}

// Piece is one message of a story.
type Piece struct {
	Message int     `json:"m"`
	Text    string  `json:"t,omitempty"` // masked
	Kind    string  `json:"k,omitempty"` // of a file
	File    string  `json:"f,omitempty"`
	Unique  string  `json:"u,omitempty"`
	Size    int64   `json:"z,omitempty"`
	Lat     float64 `json:"la,omitempty"`
	Lon     float64 `json:"lo,omitempty"`
}
