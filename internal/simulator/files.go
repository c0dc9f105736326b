package simulator

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

const (
	maxDownload = 20 << 20 // the cloud's Bot API hands out no more
	maxPhoto    = 10 << 20
)

// A file lies in the folder under its unique id, or in memory where there is no folder.
type file struct {
	Unique string
	Path   string // as getFile says it
	Size   int

	data []byte
}

// fileID is what a bot knows a file by; another bot can't use it.
func fileID(bot int64, unique string) string {
	return "BQAC" + base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d/%s", bot, unique))
}

func (s *Server) fileOf(b *bot, id string) *file {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(id, "BQAC"))
	unique, mine := strings.CutPrefix(string(raw), fmt.Sprintf("%d/", b.ID))
	if err != nil || !mine {
		return nil
	}
	return s.files[unique]
}

// store keeps bytes as a new file.
func (s *Server) store(data []byte, folder, ext string) *file {
	f := &file{Unique: "AQAD" + rand.Text()[:12], Size: len(data)}
	f.Path = fmt.Sprintf("%s/file_%d%s", folder, len(s.files), ext)
	f.data = data
	if s.cfg.Dir != "" {
		if err := os.WriteFile(s.filePath(f), data, 0o600); err != nil {
			s.log.Error("a file can't be kept", "err", err)
		} else {
			f.data = nil
		}
	}
	s.files[f.Unique] = f
	s.keep("file", f)
	return f
}

func (s *Server) filePath(f *file) string { return filepath.Join(s.cfg.Dir, "files", f.Unique) }

func (s *Server) bytesOf(f *file) ([]byte, error) {
	if f.data != nil || s.cfg.Dir == "" {
		return f.data, nil
	}
	return os.ReadFile(s.filePath(f))
}

// mediaFrom makes media of an upload, in the form's part of that name, or of a file_id.
func (s *Server) mediaFrom(b *bot, a *args, kind, part, id string) (*media, error) {
	up := a.files[part]
	if up == nil {
		up = a.files[strings.TrimPrefix(id, "attach://")]
	}
	if up != nil {
		return s.mediaOf(kind, up.data, up.name, up.mime, true)
	}
	if id == "" {
		return nil, badRequest("there is no %s in the request", kind)
	}
	if strings.HasPrefix(id, "http") {
		return nil, badRequest("wrong HTTP URL specified") // the simulated Telegram goes nowhere
	}
	f := s.fileOf(b, id)
	if f == nil {
		return nil, badRequest("wrong file identifier/HTTP URL specified")
	}
	if m := s.mediaHolding(b.ID, kind, f.Unique); m != nil {
		return m, nil
	}
	data, err := s.bytesOf(f)
	if err != nil {
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	}
	return s.mediaOf(kind, data, filepath.Base(f.Path), "", true)
}

// mediaHolding finds the message a file_id came from, so that what is sent again is the same file.
func (s *Server) mediaHolding(bot int64, kind, unique string) *media {
	for at, r := range s.rooms {
		if at.Bot != bot {
			continue
		}
		for _, p := range r.posts {
			if p.Media != nil && p.Media.Kind == kind && p.Media.holds(unique) {
				return p.Media
			}
		}
	}
	return nil
}

func (m *media) holds(unique string) bool {
	for _, z := range m.Sizes {
		if z.Unique == unique {
			return true
		}
	}
	return m.File != nil && m.File.Unique == unique
}

// mediaOf stores bytes as what they are sent as. Photos are made anew in several sizes, which strips what the camera wrote into them; what
// is no picture is refused where strict.
func (s *Server) mediaOf(kind string, data []byte, name, mime string, strict bool) (*media, error) {
	if len(data) == 0 {
		return nil, badRequest("file must be non-empty")
	}
	if mime == "" || mime == "application/octet-stream" {
		mime = http.DetectContentType(data)
	}
	switch kind {
	case "photo":
		return s.photoOf(data, strict)
	case "voice":
		f := s.store(data, "voice", ".oga")
		return &media{Kind: kind, File: &photoSize{Unique: f.Unique, Size: f.Size}, Mime: "audio/ogg", Seconds: 1}, nil
	}
	f := s.store(data, "documents", filepath.Ext(name))
	return &media{Kind: kind, File: &photoSize{Unique: f.Unique, Size: f.Size}, Name: name, Mime: mime}, nil
}

func (s *Server) getFile(b *bot, a *args) (any, error) {
	f := s.fileOf(b, a.text("file_id"))
	switch {
	case f == nil:
		return nil, badRequest("invalid file_id")
	case f.Size > maxDownload:
		return nil, badRequest("file is too big")
	}
	return obj{"file_id": a.text("file_id"), "file_unique_id": f.Unique, "file_size": f.Size, "file_path": f.Path}, nil
}

// serveDownload is /file/bot<token>/<path>.
func (s *Server) serveDownload(w http.ResponseWriter, r *http.Request) {
	token, _ := strings.CutPrefix(r.PathValue("bot"), "bot")
	s.mu.Lock()
	b := s.findBot(func(b *bot) bool { return b.Token == token })
	var found *file
	for _, f := range s.files {
		if f.Path == r.PathValue("path") {
			found = f
		}
	}
	s.mu.Unlock()
	if b == nil || found == nil {
		reply(w, nil, &apiError{Code: 404, Description: "Not Found"})
		return
	}
	data, err := s.bytesOf(found)
	if err != nil {
		reply(w, nil, &apiError{Code: 404, Description: "Not Found"})
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(data)
}
