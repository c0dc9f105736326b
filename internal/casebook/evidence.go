package casebook

// FileState is how far the fetching of a piece of evidence has come.
type FileState string

// The states of a file.
const (
	FileWaiting FileState = "waiting" // it is at Telegram
	FileKept    FileState = "kept"    // a copy of ours is kept, too
	FileTooBig  FileState = "too_big" // Telegram gives it to no bot
	FileGone    FileState = "gone"    // Telegram has it no more
	FileFailed  FileState = "failed"  // not fetched in a day; it is tried again
	FileErased  FileState = "erased"  // with the key of its case
)

// StoredFile is one piece of evidence as the record knows it.
type StoredFile struct {
	ID, CaseID int64
	Kind       string // photo, voice, video, document
	State      FileState
	Bot        int64  // to whom Telegram gives it
	TelegramID string // by which
	Name       string // of our copy: random
	Kept       KeptFile
}

// KeptFile tells what became of a file that was fetched.
type KeptFile struct {
	Sum      []byte // SHA-256 of what came
	Came     int64  // bytes that came
	KeptSum  []byte // SHA-256 of what is kept, before it is sealed: the two differ when something was taken out
	Size     int64  // bytes that are kept
	MIME     string // by its content, whatever its name says
	Stripped bool   // it holds nothing of what a camera writes beside the picture; false: of a kind that is kept as it is
}
