package casebook

import (
	"time"

	"rembuk/internal/private"
)

// State is where a case stands.
type State string

// The states, PRODUCT.md section 3.
const (
	Received   State = "received"
	Checking   State = "checking"
	Assigned   State = "assigned"
	InProgress State = "in_progress"
	Awaiting   State = "awaiting_confirmation"
	Resolved   State = "resolved"
	Withdrawn  State = "withdrawn"
	NotReport  State = "not_a_report"
)

// Open tells whether somebody still has to do something.
func (s State) Open() bool { return s != Resolved && s != Withdrawn && s != NotReport }

// Lane tells who may read a case at all. The zero value is the safe one.
type Lane string

// The two lanes.
const (
	Confidential Lane = "confidential" // caseworkers only
	OpenLane     Lane = "open"         // staff, coordinators, and the village once released
)

// Disclosure is the reporter's answer to "siapa boleh tahu bahwa Bapak/Ibu yang melapor?".
type Disclosure string

// The answers. The zero value counts as OfficeOnly.
const (
	OfficeOnly  Disclosure = "office"    // Dinas Sosial saja
	VillageToo  Disclosure = "village"   // petugas desa juga
	Nameless    Disclosure = "nameless"  // tanpa nama: nobody
	AboutOthers Disclosure = "officials" // ini menyangkut aparat atau petugas: nobody but caseworkers; Shield says which level
)

// Shield names the level that a report is about. A shielded case stays with the caseworkers, whatever it is classed as.
type Shield string

// The shields, from the village up.
const (
	NoShield          Shield = ""
	ShieldVillage     Shield = "village"     // RT, kadun, desa
	ShieldGroup       Shield = "group"       // WKSBM, PSM, PKH
	ShieldCoordinator Shield = "coordinator" // TKSK
	ShieldOffice      Shield = "office"      // Dinas Sosial itself
)

// Urgency sets the clock.
type Urgency string

// The urgencies.
const (
	Normal    Urgency = "normal"
	Urgent    Urgency = "urgent"
	Emergency Urgency = "emergency"
)

// Case is the current state of one case. What happened to it stands in its timeline.
type Case struct {
	ID         int64
	District   string // region code of the district
	Number     Number
	State      State
	Lane       Lane
	Shield     Shield
	Disclosure Disclosure
	Kind       string // one of the 8 groups, "" when nothing was understood
	Category   string // PPKS code, "" until staff set one
	Urgency    Urgency
	Gist       Gist   // what its story was taken to tell
	Alarm      bool   // its reporter says that somebody is in danger now, or a child has written
	Region     string // code of the village; of the kecamatan or the district when no more is known
	Story      private.Text
	PlaceNote  private.Text // landmark, dusun, RT/RW
	Safe       SafeHours    // when its reporter's phone may show that there is news
	Files      []Attachment // evidence
	Reporter   PersonID     // 0 when cut from the chat, and of a resident without Telegram
	FiledBy    PersonID     // who reported it for such a resident
	Holder     PersonID     // 0 when nobody has taken it
	Released   bool         // the village may work it
	Quiet      bool         // it was confidential once: nothing of it shows on the reporter's phone but number and state
	Open       bool
	ReceivedAt time.Time
	DueAt      time.Time // the date that was promised, the end of the clock that runs
	Many       bool      // its reporter has reported much in a short time: it waits at the end of the queue
	Additions  int       // how often something was added
}

// Attachment is one piece of evidence as it stands in the record: at Telegram until it is fetched.
type Attachment struct {
	ID                       int64 // in the record; 0 before it is there
	Kind, TelegramID, Unique string
	Size                     int64
}

// CaseLine is a case in a list: what may be shown without opening it.
type CaseLine struct {
	Number     Number
	State      State
	Lane       Lane
	Quiet      bool
	Kind       string
	Urgency    Urgency
	Region     string
	Holder     PersonID
	ReceivedAt time.Time
	DueAt      time.Time
}

// Event is one thing that happened to a case. Timeline rows are never changed.
type Event struct {
	At      time.Time
	Actor   PersonID // 0: the program
	Move    Move
	From    State
	To      State
	Note    private.Text
	Visible bool // to the reporter
}

// Cursor is a place in a list, after the last line shown.
type Cursor struct {
	Sort time.Time
	ID   int64
}
