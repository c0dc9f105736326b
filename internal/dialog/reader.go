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

// Reading is what a Reader understood. Without OK and Maybe, it was not understood.
type Reading struct {
	Answer Answer // with OK: Text in the reader's own form, Option, or the Pieces that it keeps; the whole of it, with what it keeps of the old
	OK     bool   // it answers the question
	Stay   bool   // with OK: the answer is kept, and the same question asks on
	Maybe  []Item // it may mean one of these: offered with numbers; the ID of the one chosen becomes the answer's Text
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
			d.Heard = heard(in)
			return f.answer(d, q, meaning(d.Answers[q.key], id, in), v)
		}
	}
	return f.reading(d, q, in, v)
}

// meaning is an answer with the reading that was chosen for its words. The files stay.
func meaning(a Answer, id string, in chat.Input) Answer {
	return Answer{Text: id, Pieces: a.Pieces, By: in.Message}
}

func (f *Flow) reading(d Draft, q *question, in chat.Input, v Voice) Turn {
	before, fellow := d.Answers, in.Album != "" && in.Album == d.Album
	r := q.reader.Read(d, d.Answers[q.key], in, in.At, v)
	if !r.OK && len(r.Maybe) == 0 {
		return f.unread(d, q, in, v, r.Lead)
	}
	d.Heard, d.Strays = heard(in), 0
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
func (f *Flow) unread(d Draft, q *question, in chat.Input, v Voice, why string) Turn {
	text := in.Text.Reveal()
	if _, number := numeral(text, v); !number { // a number beside the readings leaves them on the screen
		d.Past, d.Maybe = nil, nil
	}
	if f.keeps(d) != "" && (in.Kind != chat.Text || sentence(text)) {
		return f.kept(d, in, v, why)
	}
	if in.Kind == chat.Text {
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
	old := d.Answers[q.key]
	text := in.Kind == chat.Text
	switch {
	case text && (heard(in) == d.Heard || in.Message < old.By || !f.asked(q.key, d.Answers)):
		return Turn{Draft: d}, true // sent twice, overtaken, or no longer asked
	case !f.asked(q.key, d.Answers):
		return Turn{}, false
	}
	if text && len(d.Past) > 0 {
		if id, ok := choose(items(d.Past), nil, in.Text.Reveal(), v); ok && q.key == d.At {
			return Turn{Draft: d}, true // for readings that were left
		} else if ok {
			d.Heard = heard(in)
			return f.corrected(d, q, meaning(old, id, in), v, ""), true
		}
	}
	if q.key == d.At {
		return f.reading(d, q, in, v), true
	}
	r := q.reader.Read(d, old, in, in.At, v)
	if !r.OK {
		return Turn{}, false
	}
	a := r.answer(d.Answers, q.key, in)
	if fellow := in.Album != "" && in.Album == d.Album; fellow {
		return Turn{Draft: f.set(d, q.key, a)}, true
	}
	d.Heard, d.Album = heard(in), in.Album
	if same(a, old) {
		return Turn{Draft: d}, true
	}
	return f.corrected(d, q, a, v, r.Lead), true
}

func same(a, b Answer) bool {
	return a.Option == b.Option && a.Text == b.Text && slices.Equal(a.Pieces, b.Pieces)
}

// heard marks a text so that the same sent twice is known; 0 for what is no text.
func heard(in chat.Input) uint32 {
	if in.Kind != chat.Text {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(plain(in.Text.Reveal())))
	return h.Sum32()
}
