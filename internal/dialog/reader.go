package dialog

import (
	"hash/fnv"
	"slices"
	"time"

	"rembuk/internal/chat"
)

// Reader makes an answer of what is said to a question that no list of options can answer: a day, numbers of a roster, a few lines with names
// and terms. It knows the domain; the talk around it is dialog's. Both methods are pure, and change nothing that they are given.
type Reader interface {
	// Ask words the question as it is now; text may list numbered lines, whose numbers only Read understands. keys are rows of the reply
	// keyboard of the question's own: a press comes to Read as its label. The time is that of the last input, d.Touched.
	Ask(d Draft, v Voice) (text string, keys [][]string)
	// Read takes a text, files or a pin. old is the answer so far, zero for none; now is when it was said, its zone means nothing.
	Read(d Draft, old Answer, in chat.Input, now time.Time, v Voice) Reading
}

// Chooser is a Reader that makes something of its own of a reading that was offered and chosen: asks on, or lets everything be said anew, by a
// Reading that is neither OK nor Maybe. Without it, the ID becomes the answer's Text, and the files stay.
type Chooser interface {
	Choose(d Draft, old Answer, id string, now time.Time, v Voice) Reading
}

// Reading is what a Reader understood. Without OK and Maybe, it was not understood.
type Reading struct {
	Answer Answer // with OK: Text in the reader's own form, Option, or the Pieces that it keeps; the whole of it, with what it keeps of the old
	OK     bool   // it answers the question
	Stay   bool   // with OK: the answer is kept, and the same question asks on
	Maybe  []Item // it may mean one of these: offered with numbers; anything else that is said is read anew. See Chooser
	Mine   bool   // with neither: it was meant for this question all the same, and is no part of the story
	Lead   string // said before what follows: a read-back, or why it was not understood; HTML
}

// Read asks what only the reader can understand. Words that it does not understand go into the story, if they are a sentence.
func (f *Flow) Read(key string, r Reader) *Flow {
	return f.add(&question{key: key, kind: read, reader: r})
}

// reads tells whether a reader can make something of such an input.
func reads(in chat.Input) bool {
	return in.Kind == chat.Text || in.Kind == chat.Media || in.Kind == chat.Pin
}

// readStep takes one of the readings that were offered, or reads.
func (f *Flow) readStep(d Draft, q *question, in chat.Input, v Voice) Turn {
	if len(d.Maybe) > 0 && in.Kind == chat.Text {
		if id, ok := choose(items(d.Maybe), d.Screen, in.Text.Reveal(), v); ok {
			return f.chose(d, q, id, in, v)
		}
	}
	r := q.read(d, in, v)
	if !r.OK && len(r.Maybe) == 0 {
		return f.unread(d, q, in, v, r.Lead, r.Mine)
	}
	return f.heard(d, q, r, mark(in), in, v)
}

// read asks the reader, which sees its own question stand also where it was left.
func (q *question) read(d Draft, in chat.Input, v Voice) Reading {
	d.At = q.key
	return q.reader.Read(d, clipped(d.Answers[q.key]), in, in.At, v)
}

// chosen is what one of the readings that were offered makes of the answer.
func (q *question) chosen(d Draft, id string, in chat.Input, v Voice) Reading {
	d.At = q.key
	old := clipped(d.Answers[q.key])
	if c, ok := q.reader.(Chooser); ok {
		return c.Choose(d, old, id, in.At, v)
	}
	return Reading{OK: true, Answer: Answer{Text: id, Pieces: old.Pieces}}
}

// clipped keeps a reader that adds pieces from writing behind those of the draft.
func clipped(a Answer) Answer {
	a.Pieces = slices.Clip(a.Pieces)
	return a
}

func (f *Flow) chose(d Draft, q *question, id string, in chat.Input, v Voice) Turn {
	return f.heard(d, q, q.chosen(d, id, in, v), markOf(id), in, v)
}

// heard goes on with what was understood, or asks on.
func (f *Flow) heard(d Draft, q *question, r Reading, mark uint32, in chat.Input, v Voice) Turn {
	before, fellow := d.Answers, in.Album != "" && in.Album == d.Album
	d.Heard, d.Strays = mark, 0
	if r.OK {
		d.Album = in.Album
		d = f.set(d, q.key, r.answer(d.Answers, q.key, in))
	}
	switch {
	case r.OK && !r.Stay && len(r.Maybe) == 0:
		return f.goOn(d, before, q, v, r.Lead)
	case fellow && len(r.Maybe) == 0: // of an album that was spoken of
		return Turn{Draft: d}
	}
	d.Past, d.Maybe = d.Maybe, r.Maybe
	return f.turned(d, v, r.Lead)
}

// answer is the one that a reading gives. What was answered in full stays so, though the reader asks on.
func (r Reading) answer(before Answers, key string, in chat.Input) Answer {
	old, answered := before[key]
	a := r.Answer
	a.By, a.Open = in.Message, (r.Stay || len(r.Maybe) > 0) && (!answered || old.Open)
	return a
}

// unread takes what the reader did not understand: a sentence and a file go into the story, the name of a place where it belongs.
func (f *Flow) unread(d Draft, q *question, in chat.Input, v Voice, why string, mine bool) Turn {
	text := in.Text.Reveal()
	if _, number := numeral(text, v); !number { // a number beside the readings leaves them on the screen
		d.Past, d.Maybe = nil, nil
	}
	if f.keeps(d) != "" && (in.Kind != chat.Text || sentence(text) && !mine) {
		return f.kept(d, in, v, why)
	}
	if in.Kind == chat.Text && !mine {
		if turn, ok := f.placed(d, q, in, v); ok {
			return turn
		}
	}
	if why != "" {
		d.Strays++
		return f.again(d, v, why)
	}
	return f.unclear(d, v)
}

// lateRead takes what was said to a reader's question, or to its screen before this one. False where it does not answer it.
func (f *Flow) lateRead(d Draft, q *question, in chat.Input, v Voice) (Turn, bool) {
	text, asked, still := in.Kind == chat.Text, f.asked(q.key, d.Answers), Turn{Draft: d}
	if !asked || text && (mark(in) == d.Heard || in.Message < d.Answers[q.key].By) { // no longer asked; sent twice; overtaken
		return still, text
	}
	if id, ok := choose(items(d.Past), nil, in.Text.Reveal(), v); text && ok {
		if markOf(id) == d.Heard || q.key == d.At { // pressed twice, or the readings were left
			return still, true
		}
		return f.reheard(d, q, q.chosen(d, id, in, v), markOf(id), in, v), true
	}
	switch r := q.read(d, in, v); {
	case q.key == d.At && (r.OK || len(r.Maybe) > 0):
		return f.heard(d, q, r, mark(in), in, v), true
	case r.OK:
		return f.reheard(d, q, r, mark(in), in, v), true
	}
	return Turn{}, false
}

// reheard corrects the answer to a question that was left.
func (f *Flow) reheard(d Draft, q *question, r Reading, mark uint32, in chat.Input, v Voice) Turn {
	a, old := r.answer(d.Answers, q.key, in), d.Answers[q.key]
	fellow := in.Album != "" && in.Album == d.Album
	d.Heard, d.Album = mark, in.Album
	switch {
	case !r.OK || same(a, old):
		return Turn{Draft: d}
	case fellow:
		return Turn{Draft: f.set(d, q.key, a)}
	}
	return f.corrected(d, q, a, v, r.Lead)
}

func same(a, b Answer) bool {
	return a.Option == b.Option && a.Text == b.Text && slices.Equal(a.Pieces, b.Pieces)
}

// mark is what a text that is sent twice is known by; 0 for what is no text.
func mark(in chat.Input) uint32 {
	if in.Kind != chat.Text {
		return 0
	}
	return markOf(plain(in.Text.Reveal()))
}

func markOf(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}
