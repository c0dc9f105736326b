package dialog

import (
	"slices"
	"strings"

	"rembuk/internal/chat"
)

// storyStep takes a message at the question of the story.
func (f *Flow) storyStep(d Draft, q *question, in chat.Input, v Voice) Turn {
	if _, told := d.Answers[q.key]; told && in.Kind == chat.Text {
		_, options := f.body(q, d, v)
		switch id, _ := choose(options, in.Text.Reveal(), v); id {
		case "next":
			return f.answer(d, q, d.Answers[q.key], v)
		case "anew":
			d = f.set(d, q, Answer{Pieces: files(d.Answers[q.key].Pieces)})
			if len(d.Answers[q.key].Pieces) == 0 {
				delete(d.Answers, q.key)
			}
			return f.again(d, v, v.Say(f.phrase(q, "anew")))
		}
	}
	p := Pieces(in)
	if len(p) == 0 {
		return f.unclear(d, v)
	}
	return f.told(d, q, in, p, v, "")
}

// told adds to the story at its own question and goes on: what follows of it is recognised by its message ids.
func (f *Flow) told(d Draft, q *question, in chat.Input, p []Piece, v Voice, lead string) Turn {
	before := d.Answers
	return f.goOn(f.tell(d, in, p), before, q, v, lead)
}

// tell puts pieces into the story, in the order of their messages and each once, and guesses anew what the story answers.
func (f *Flow) tell(d Draft, in chat.Input, p []Piece) Draft {
	q := f.questions[0]
	old := d.Answers[q.key]
	a := Answer{By: in.Message, Pieces: slices.Clone(old.Pieces)}
	for _, piece := range p {
		same := func(o Piece) bool { return o.Message == piece.Message && o.Unique == piece.Unique }
		if piece.Message == 0 || !slices.ContainsFunc(a.Pieces, same) {
			a.Pieces = append(a.Pieces, piece)
		}
	}
	slices.SortStableFunc(a.Pieces, func(x, y Piece) int { return x.Message - y.Message })
	d.Album = in.Album
	return f.infer(f.set(d, q, a))
}

// infer lets the story answer what it can. What the person said stays.
func (f *Flow) infer(d Draft) Draft {
	text := storyText(f, d)
	for _, q := range f.questions {
		old, answered := d.Answers[q.key]
		if q.guess == nil || answered && !old.Guessed {
			continue
		}
		if found := q.guess(text); len(found) == 1 {
			d = f.set(d, q, Answer{Option: found[0], Guessed: true})
		} else if answered {
			delete(d.Answers, q.key)
		}
	}
	return d
}

// kept puts what does not answer the question into the story, says so, and asks again. The fellows of an album are kept without a word.
func (f *Flow) kept(d Draft, in chat.Input, v Voice) Turn {
	p := Pieces(in)
	if len(p) == 0 || !f.hasStory() {
		return f.unclear(d, v)
	}
	fellow := in.Album != "" && in.Album == d.Album
	d = f.tell(d, in, p)
	if fellow {
		return Turn{Draft: d}
	}
	lead := v.Say("talk.added")
	if in.Kind == chat.Media {
		lead = v.Say("talk.kept")
	}
	if _, answered := d.Answers[d.At]; answered && !d.Editing && f.question(d.At).kind != story { // the words have answered it
		d.Before = d.At
		d.At = f.next(d.Answers).key
		return f.askNew(d, v, lead)
	}
	return f.again(d, v, lead)
}

// late takes what was said before the question that stands was on the screen: it belongs to the one before.
func (f *Flow) late(d Draft, in chat.Input, v Voice) Turn {
	q := f.question(d.Before)
	if q == nil || meant(in.Text.Reveal(), "talk.back", v) {
		return Turn{Draft: d}
	}
	if in.Kind == chat.Media || in.Kind == chat.Pin || q.kind == story && in.Kind == chat.Text {
		return f.kept(d, in, v)
	}
	if in.Kind != chat.Text {
		return Turn{Draft: d}
	}
	text := in.Text.Reveal()
	if id, ok := f.option(q, d, text, v); ok {
		if d.Answers[q.key].Option == id || q.kind == review || in.Message < d.Answers[q.key].By {
			return Turn{Draft: d} // pressed twice, or overtaken
		}
		d = f.set(d, q, Answer{Option: id, By: in.Message})
		d.At = f.next(d.Answers).key
		d, m := f.ask(d, v, "")
		return Turn{Draft: d, Messages: []chat.Message{m}}
	}
	if sentence(text) {
		return f.kept(d, in, v)
	}
	return Turn{Draft: d}
}

// option reads a late answer to a question whose screen is gone.
func (f *Flow) option(q *question, d Draft, text string, v Voice) (string, bool) {
	switch q.kind {
	case place:
		sure, _ := q.places.Find(text)
		return sure, sure != ""
	case review:
		return choose([]option{talkWord("send", v), talkWord("edit", v), talkWord("cancel", v)}, text, v)
	default:
		return choose(f.optionsOf(q, d, v), text, v)
	}
}

// edited takes a message that the person has changed after sending it: its piece of the story changes; an answer stays as it was given.
func (f *Flow) edited(d Draft, in chat.Input, v Voice) Turn {
	for key, a := range d.Answers {
		for i, p := range a.Pieces {
			if p.Message == in.Message && p.Kind == "" {
				a.Pieces = slices.Clone(a.Pieces)
				a.Pieces[i].Text = in.Text.Reveal()
				d = f.infer(f.set(d, f.question(key), a))
				return f.again(d, v, v.Say("talk.changed"))
			}
		}
	}
	return f.again(d, v, v.Say("talk.not_changed"))
}

// Pieces are the parts of a story in an input.
func Pieces(in chat.Input) []Piece {
	text := strings.TrimSpace(in.Text.Reveal())
	switch in.Kind {
	case chat.Pin:
		return []Piece{{Message: in.Message, Kind: "pin", Lat: in.Lat, Lon: in.Lon}}
	case chat.Media:
		var p []Piece
		for i, file := range in.Media {
			piece := Piece{Message: in.Message, Kind: file.Kind, File: file.ID, Unique: file.Unique, Size: file.Size}
			if i == 0 {
				piece.Text = text
			}
			p = append(p, piece)
		}
		return p
	case chat.Text:
		if text != "" {
			return []Piece{{Message: in.Message, Text: text}}
		}
	}
	return nil
}

func files(all []Piece) []Piece {
	var kept []Piece
	for _, p := range all {
		if p.Kind != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

// StoryText joins the words of a story, one message a line.
func (a Answer) StoryText() string {
	var lines []string
	for _, p := range a.Pieces {
		if p.Text != "" {
			lines = append(lines, p.Text)
		}
	}
	return strings.Join(lines, "\n")
}

func storyText(f *Flow, d Draft) string {
	if !f.hasStory() {
		return ""
	}
	return d.Answers[f.questions[0].key].StoryText()
}
