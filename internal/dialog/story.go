package dialog

import (
	"maps"
	"slices"
	"strings"

	"rembuk/internal/chat"
)

// storyStep takes a message at the question of the story.
func (f *Flow) storyStep(d Draft, q *question, in chat.Input, v Voice) Turn {
	text := in.Text.Reveal()
	if _, told := d.Answers[q.key]; in.Kind == chat.Text && told {
		switch id, _ := choose(storyWays(v), d.Screen, text, v); id {
		case "next":
			a := d.Answers[q.key]
			a.Open = false
			return f.answer(d, q, a, v)
		case "anew":
			return f.anew(d, q, v)
		}
	} else if in.Kind == chat.Text && meant(unnumbered(text), "talk.anew", v) { // pressed twice
		return f.again(d, v, "")
	}
	p := Pieces(in)
	if len(p) == 0 {
		return f.unclear(d, v)
	}
	return f.told(d, q, in, p, v, "")
}

// storyWays are the options of a story that was told.
func storyWays(v Voice) []option { return []option{talkWord("next", v), talkWord("anew", v)} }

// anew drops all words of the story. The files stay.
func (f *Flow) anew(d Draft, q *question, v Voice) Turn {
	d = f.set(d, q.key, Answer{Pieces: files(d.Answers[q.key].Pieces)})
	d = f.infer(d)
	if len(d.Answers[q.key].Pieces) == 0 {
		delete(d.Answers, q.key)
	}
	return f.again(d, v, v.Say(f.phrase(q, "anew")))
}

// told adds to the story at its own question and goes on: what follows of it is recognised by its message ids.
func (f *Flow) told(d Draft, q *question, in chat.Input, p []Piece, v Voice, lead string) Turn {
	before := d.Answers
	return f.goOn(f.tell(d, in, p), before, q, v, lead)
}

// keeps gives the key under which words are kept that answer nothing: the story's, or that of the message which a short talk carries.
// "" where there is neither.
func (f *Flow) keeps(d Draft) string {
	if q := f.story(d.Answers); q != nil {
		return q.key
	}
	for _, key := range slices.Sorted(maps.Keys(d.Answers)) {
		if carried(key) && len(d.Answers[key].Pieces) > 0 {
			return key
		}
	}
	return ""
}

// tell puts pieces into the story, in the order of their messages and each once, and guesses anew what the story answers.
func (f *Flow) tell(d Draft, in chat.Input, p []Piece) Draft {
	key := f.keeps(d)
	old, told := d.Answers[key]
	a := Answer{By: in.Message, Pieces: slices.Clone(old.Pieces)}
	a.Open = (!told || old.Open) && d.At != key && !contains(d.Path, key)
	for _, piece := range p {
		same := func(o Piece) bool { return o.Message == piece.Message && o.Unique == piece.Unique }
		if piece.Message == 0 || !slices.ContainsFunc(a.Pieces, same) {
			a.Pieces = append(a.Pieces, piece)
		}
	}
	slices.SortStableFunc(a.Pieces, func(x, y Piece) int { return x.Message - y.Message })
	d.Album = in.Album
	return f.infer(f.set(d, key, a))
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
			d = f.set(d, q.key, Answer{Option: found[0], Guessed: true})
		} else if answered {
			delete(d.Answers, q.key)
		}
	}
	return d
}

// Keep puts what was said into the story, whatever question stands, and asks that again.
func (f *Flow) Keep(d Draft, in chat.Input, v Voice) Turn { return f.kept(d, in, v, "") }

// kept puts what does not answer the question into the story, says so, and why, and asks again. The fellows of an album are kept without a word.
func (f *Flow) kept(d Draft, in chat.Input, v Voice, why string) Turn {
	p := Pieces(in)
	if len(p) == 0 || f.keeps(d) == "" {
		return f.unclear(d, v)
	}
	fellow := in.Album != "" && in.Album == d.Album
	before := d.Answers
	d = f.tell(d, in, p)
	if fellow {
		return Turn{Draft: d}
	}
	lead := v.Say(f.lead("talk.added"))
	if in.Kind == chat.Media {
		lead = v.Say(f.lead("talk.kept"))
	}
	return f.retold(d, before, v, joined(lead, why))
}

// lead is the key of what is said where the story has changed: that of every talk, or the flow's own.
func (f *Flow) lead(key string) string {
	end := strings.TrimPrefix(key, "talk.")
	for _, q := range f.questions {
		if q.kind == story && contains(f.own, end) {
			return f.phrase(q, end)
		}
	}
	return key
}

// retold asks again after the story has changed; or goes on, where its words have answered the question that stands, or no longer answer what
// the review must show.
func (f *Flow) retold(d Draft, before Answers, v Voice, lead string) Turn {
	q, open := f.question(d.At), f.standing(d.Answers)
	_, had := before[q.key]
	_, has := d.Answers[q.key]
	if !d.Editing && q != open && (q.kind == review || q.kind != story && has && !had) {
		d.Before, d.At, d.Picking, d.Adding = q.key, open.key, false, false
		return f.askNew(d, v, joined(lead, f.understood(before, d.Answers, v)))
	}
	return f.again(d, v, lead)
}

// late takes what was said before the question that stands was on the screen: it belongs to the one before.
func (f *Flow) late(d Draft, in chat.Input, v Voice) Turn {
	text, q := in.Text.Reveal(), f.question(d.Before)
	if in.Kind == chat.Text && meant(text, "talk.back", v) {
		return Turn{Draft: d}
	}
	if q != nil && q.kind == read && reads(in) {
		if turn, ok := f.lateRead(d, q, in, v); ok {
			return turn
		}
	}
	switch in.Kind {
	case chat.Media, chat.Pin:
		return f.kept(d, in, v, "")
	case chat.Text:
	default:
		return Turn{Draft: d}
	}
	id, ok := f.option(q, d, text, v)
	switch {
	case ok && (q.kind == story || q.kind == review || d.Answers[q.key].Option == id && q.key != d.At || in.Message < d.Answers[q.key].By || !f.asked(q.key, d.Answers)):
		return Turn{Draft: d} // pressed twice, overtaken, or no longer asked
	case ok && q.key == d.At: // another screen of the same question
		return f.answer(d, q, Answer{Option: id, By: in.Message}, v)
	case ok:
		return f.corrected(d, q, Answer{Option: id, By: in.Message}, v, "")
	case sentence(text) || d.Before == f.keeps(d):
		return f.kept(d, in, v, "")
	}
	return Turn{Draft: d}
}

// corrected changes the answer to the question before, and asks the one that stands once more, or the one that is to be asked now.
func (f *Flow) corrected(d Draft, q *question, a Answer, v Voice, lead string) Turn {
	before := d.Answers
	d = f.set(d, q.key, a)
	lead = joined(lead, f.understood(before, d.Answers, v))
	if open := f.standing(d.Answers).key; open != d.At && (f.question(d.At).kind == review || !f.asked(d.At, d.Answers)) {
		d.Before, d.At = d.At, open
		return f.askNew(d, v, lead)
	}
	return f.again(d, v, lead)
}

// option reads a late answer to a question whose screen is gone.
func (f *Flow) option(q *question, d Draft, text string, v Voice) (string, bool) {
	switch {
	case q == nil:
		return "", false
	case q.kind == story:
		return choose(storyWays(v), nil, text, v)
	case q.kind == place:
		return f.latePlace(q, d.Answers[q.key].Option, text)
	case q.kind == review:
		return choose(slices.Concat(f.reviewWays(d, v), f.lines(d, v), f.named(f.extras(d.Answers), v)), nil, text, v)
	case q.kind == read:
		return "", false
	case q.long(d):
		if _, number := numeral(text, v); number { // of which page is not known
			return "", false
		}
		return choose(f.optionsOf(q, d, v), nil, text, v)
	default:
		return choose(f.optionsOf(q, d, v), nil, text, v)
	}
}

// latePlace knows the label of the place that was taken, pressed twice: the name alone could be another's too.
func (f *Flow) latePlace(q *question, taken, text string) (string, bool) {
	text = unnumbered(text)
	if said := plain(text); taken != "" && (said == plain(q.places.Short(taken)) || said == plain(q.places.Label(taken))) {
		return taken, true
	}
	sure, _ := q.places.Find(text)
	return sure, sure != ""
}

// edited takes a message that the person has changed after sending it: its piece of the story changes; an answer stays as it was given.
func (f *Flow) edited(d Draft, in chat.Input, v Voice) Turn {
	key, text := f.keeps(d), strings.TrimSpace(in.Text.Reveal())
	a := d.Answers[key]
	for i, p := range a.Pieces {
		switch {
		case p.Message != in.Message:
		case p.Kind == "pin": // a live location moves: the first place is kept
			return Turn{Draft: d}
		default:
			before := d.Answers
			a.Pieces = slices.Clone(a.Pieces)
			a.Pieces[i].Text = text
			return f.retold(f.infer(f.set(d, key, a)), before, v, v.Say(f.lead("talk.changed")))
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
			p.Text = ""
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
	if q := f.story(d.Answers); q != nil {
		return d.Answers[q.key].StoryText()
	}
	return ""
}
