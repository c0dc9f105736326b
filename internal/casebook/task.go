package casebook

import "time"

// TaskKind is a piece of work that is done after the commit, by a job.
type TaskKind string

// The kinds of work. Their arguments are ids only: no words, no names.
const (
	SendAlert  TaskKind = "send_alert"  // ID: of an alert copy
	EditAlert  TaskKind = "edit_alert"  // ID: of an alert copy that was sent, to be drawn again as the case is now
	EditCard   TaskKind = "edit_card"   // ID: of a case, whose reporter's card is drawn again
	SendNotice TaskKind = "send_notice" // ID: of a notice
	EditNotice TaskKind = "edit_notice" // ID: of a notice that was sent, to be drawn again
	FetchFile  TaskKind = "fetch_file"  // ID: of a case's file, which is copied from Telegram
)

// Task is one piece of work, enqueued in the transaction that makes it necessary.
type Task struct {
	Kind      TaskKind
	ID        int64
	Urgent    bool      // before others that wait: somebody may be in danger
	NotBefore time.Time // zero: at once
}

// Address is where a person can be written to.
type Address struct {
	Bot  int64
	Chat int64
}

// AlertCopy is one person's copy of an alert, with the case as it is now.
type AlertCopy struct {
	ID       int64
	Alert    Alert
	Case     Case
	Viewer   Viewer // the person told, with the grants of now
	To       Address
	Message  int // id of the sent message, 0 before
	Blocked  bool
	HolderIs string // the holder's role; "" when nobody holds it
}

// Card is the reporter's card: the message that shows where the own case stands.
type Card struct {
	Case     Case
	To       Address
	Language string
	Message  int // 0: there is none to edit
}

// Purpose is why a message was exchanged, so that a reply to it finds its case.
type Purpose string

// The purposes.
const (
	ForReceipt Purpose = "receipt" // the number
	ForCard    Purpose = "card"    // the reporter's card, edited as the case goes on
	ForAlert   Purpose = "alert"
	ForView    Purpose = "view" // an opened case
	ForTalk    Purpose = "talk" // a message of the talk that became the case
	ForAdded   Purpose = "added"
)

// Spoken is a message exchanged about a case.
type Spoken struct {
	District string
	Chat     int64
	Message  int
	CaseID   int64
	Person   PersonID
	Ours     bool // we said it
	Purpose  Purpose
}
