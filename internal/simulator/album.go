package simulator

import (
	"fmt"
	"strings"
	"time"
)

// inputMedia is one item of an album, or the new content of editMessageMedia.
type inputMedia struct {
	Type     string   `json:"type"`
	Media    string   `json:"media"`
	Caption  string   `json:"caption"`
	Mode     string   `json:"parse_mode"`
	Entities []Entity `json:"caption_entities"`
}

func (s *Server) postMedia(b *bot, a *args, in inputMedia, p *post) (err error) {
	if in.Type != "photo" && in.Type != "document" {
		return badRequest("can't parse InputMedia: type \"%s\" is not known here", in.Type)
	}
	p.Text, p.Entities, err = parseText(in.Caption, in.Mode, in.Entities)
	if err != nil {
		return err
	}
	if utf16Len(p.Text) > maxCaption {
		return badRequest("message caption is too long")
	}
	p.Media, err = s.mediaFrom(b, a, in.Type, strings.TrimPrefix(in.Media, "attach://"), in.Media)
	return err
}

func (s *Server) sendMediaGroup(b *bot, a *args) (any, error) {
	var items []inputMedia
	if !a.into("media", &items) {
		return nil, badRequest("can't parse media JSON object")
	}
	if len(items) < 2 || len(items) > 10 {
		return nil, badRequest("wrong number of items: an album has 2 to 10")
	}
	r, err := s.target(b, a)
	if err != nil {
		return nil, err
	}
	var posts []*post
	for _, item := range items {
		p, err := s.newPost(b, r, a)
		if err == nil {
			err = s.postMedia(b, a, item, p)
		}
		if err != nil {
			return nil, err
		}
		posts = append(posts, p)
	}
	if err := s.limits.allow(r, len(posts)); err != nil {
		return nil, err
	}
	album := fmt.Sprintf("%d", 13_000_000_000_000_000+time.Now().UnixNano()%1e15)
	var sent []obj
	for _, p := range posts {
		p.Album = album
		s.publish(r, p, nil)
		sent = append(sent, s.messageJSON(r, p, true))
	}
	return sent, nil
}
