package simulator

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A journal is a file of lines, each the whole new state of one thing. Reading it again, the last line about a thing wins. A run that was
// killed leaves at worst half a last line, which is skipped. Opening writes a fresh, shorter journal beside the old one and renames it.
type journal struct {
	file *os.File
	err  error // the first failure to write; told by Close
}

type line struct {
	Kind  string          `json:"k"`
	Value json.RawMessage `json:"v"`
}

// counts are a bot's counters: small, since they change with every message.
type counts struct{ Bot, Message, Update int64 }

type settled struct{ Bot, Update int64 }

func (s *Server) openJournal() error {
	s.journal = &journal{}
	if s.cfg.Dir == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(s.cfg.Dir, "files"), 0o700); err != nil {
		return fmt.Errorf("simulator: make folder: %w", err)
	}
	path := filepath.Join(s.cfg.Dir, "journal.jsonl")
	if err := s.replay(path); err != nil {
		return fmt.Errorf("simulator: read journal: %w", err)
	}
	fresh, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("simulator: open journal: %w", err)
	}
	s.journal.file = fresh
	s.keepAll()
	if err := errors.Join(s.journal.err, os.Rename(path+".new", path)); err != nil {
		return errors.Join(fmt.Errorf("simulator: rewrite journal: %w", err), fresh.Close())
	}
	return nil
}

// keep appends one thing's state. The lock is held.
func (s *Server) keep(kind string, value any) {
	if s.journal.file == nil || s.journal.err != nil {
		return
	}
	v, err := json.Marshal(value)
	if err == nil {
		v, err = json.Marshal(line{kind, v})
	}
	if err == nil {
		_, err = s.journal.file.Write(append(v, '\n')) // one write: a kill tears at most the last line
	}
	if err != nil {
		s.journal.err = fmt.Errorf("simulator: write journal: %w", err)
		s.log.Error("the journal can't be written", "err", err)
	}
}

func (s *Server) keepAll() {
	for _, p := range s.people {
		s.keep("person", p)
	}
	for _, p := range s.phones {
		s.keep("phone", p)
	}
	for _, f := range s.files {
		s.keep("file", f)
	}
	for _, b := range s.bots {
		s.keep("bot", b)
		s.keep("counts", counts{b.ID, b.lastMessage, b.lastUpdate})
		for _, u := range b.pending {
			s.keep("update", u)
		}
	}
	for _, r := range s.rooms {
		s.keep("room", r)
		for _, p := range r.posts {
			s.keep("post", p)
		}
	}
}

func (s *Server) replay(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	for in := bufio.NewReader(f); ; {
		raw, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil // what follows the last line's end was torn
		}
		if err != nil {
			return err
		}
		var l line
		if json.Unmarshal(raw, &l) == nil {
			s.apply(l)
		}
	}
}

func (s *Server) apply(l line) {
	switch l.Kind {
	case "person":
		restore(l, s.putPerson)
	case "phone":
		restore(l, func(p *phone) { s.phones[p.Person] = p })
	case "file":
		restore(l, func(f *file) { s.files[f.Unique] = f })
	case "bot":
		restore(l, s.putBot)
	case "room":
		restore(l, s.putRoom)
	case "post":
		restore(l, func(p *post) {
			if r := s.rooms[place{p.Bot, p.Chat}]; r != nil {
				r.put(p)
			}
		})
	case "counts":
		restore(l, func(c *counts) {
			if b := s.botByID(c.Bot); b != nil {
				b.lastMessage, b.lastUpdate = c.Message, c.Update
			}
		})
	case "update":
		restore(l, func(u *update) {
			if b := s.botByID(u.Bot); b != nil {
				b.pending = append(b.pending, u)
			}
		})
	case "settled":
		restore(l, func(d *settled) {
			if b := s.botByID(d.Bot); b != nil {
				b.remove(d.Update)
			}
		})
	}
}

func restore[T any](l line, put func(*T)) {
	v := new(T)
	if json.Unmarshal(l.Value, v) == nil {
		put(v)
	}
}

func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	err := errors.Join(j.err, j.file.Close())
	j.file, j.err = nil, nil
	return err
}
