package simulator

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// FileOf returns the content of what hangs on a message: a photo in its largest size, a document as it was sent. A photo has no name of
// its own and gets one.
func (c *Chat) FileOf(messageID int) (name string, data []byte, err error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	p := c.room().post(c.s.phone(c.person).serverID(messageID))
	if p == nil || p.Media == nil {
		return "", nil, fmt.Errorf("message %d has no file", messageID)
	}
	z := p.Media.largest()
	if z == nil {
		return "", nil, fmt.Errorf("message %d has no file but a %s", messageID, p.Media.Kind)
	}
	f := c.s.files[z.Unique]
	if f == nil {
		return "", nil, fmt.Errorf("the file of message %d is gone", messageID)
	}
	data, err = c.s.bytesOf(f)
	return cmp.Or(p.Media.Name, filepath.Base(f.Path)), data, err
}

func (m *media) largest() *photoSize {
	if n := len(m.Sizes); n > 0 {
		return &m.Sizes[n-1]
	}
	return m.File
}

// A pictureView is a picture that somebody could hold a phone's camera before.
type pictureView struct {
	File  string `json:"file"`
	Small string `json:"small"`
	To    string `json:"to"` // whose phone shows it, or which group
	Text  string `json:"text"`
	Date  int64  `json:"date"`

	id int
}

const picturesMost = 24

// servePictures lists what bots sent that is a picture, the newest first, from all chats.
func (s *Server) servePictures(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	all := []pictureView{}
	for _, r := range s.rooms {
		for _, p := range r.posts {
			if p.From != p.Bot || p.Deleted || p.Media == nil || p.Media.Kind != "photo" && !strings.HasPrefix(p.Media.Mime, "image/") {
				continue
			}
			large := p.Media.largest()
			v := pictureView{File: large.Unique, Small: large.Unique, To: r.Title, Text: p.Text, Date: p.Date, id: p.ID}
			if len(p.Media.Sizes) > 1 {
				v.Small = p.Media.Sizes[1].Unique
			}
			if r.private() {
				v.To = s.nameOf(r.ID)
			}
			all = append(all, v)
		}
	}
	s.mu.Unlock()
	slices.SortFunc(all, func(a, b pictureView) int { return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(b.id, a.id)) })
	answerJSON(w, all[:min(len(all), picturesMost)], nil)
}

// serveScan reads the QR code of a file here, or of the picture in the body, and follows it in the person's phone if it leads to the bot.
func (s *Server) serveScan(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	person, _ := strconv.ParseInt(q.Get("person"), 10, 64)
	c, err := s.find(q.Get("bot"), person, 0)
	if err != nil {
		answerJSON(w, nil, err)
		return
	}
	var data []byte
	if unique := q.Get("file"); unique != "" {
		data, err = s.Bytes(&File{Unique: unique})
	} else {
		data, err = io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpload))
	}
	if err != nil {
		answerJSON(w, nil, fmt.Errorf("the picture can't be had"))
		return
	}
	text, err := ReadQR(data)
	switch {
	case err != nil: // not found is an answer as well
		answerJSON(w, obj{"text": "", "started": false}, nil)
	default:
		answerJSON(w, obj{"text": text, "started": c.open(text)}, nil)
	}
}
