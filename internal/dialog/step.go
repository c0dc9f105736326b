package dialog

import (
	"maps"
	"slices"
	"strings"
	"time"

	"rembuk/internal/chat"
)

// End tells whether a talk goes on.
type End uint8

// How a talk can end.
const (
	GoesOn End = iota
	Sent
	Cancelled
)

// Turn is what one input makes of a talk.
type Turn struct {
	Draft    Draft
	Messages []chat.Message // none: nothing has to be said
	Asks     bool           // the last message puts the question that stands, for the first time: its id is the clock
	End      End
}

// Begin starts the flow. Where the story comes first, an input that says something is the story; any other only begins the talk. lead is said before
// the question, preset holds answers that are known from elsewhere, list the options of a listed choice.
func (f *Flow) Begin(dialog string, in chat.Input, v Voice, lead string, preset Answers, list []Item) Turn {
	d := f.fresh(dialog, in)
	d.List = list
	for key, answer := range preset {
		d.Answers[key] = answer
	}
	first := f.standing(d.Answers)
	d.At = first.key
	if f.story(d.Answers) == nil {
		d.Before = f.keeps(d) // the second half of what is carried comes before our question
	}
	if p := Pieces(in); first.kind == story && first == f.questions[0] && len(p) > 0 {
		return f.told(d, first, in, p, v, lead)
	}
	return f.askNew(d, v, lead)
}

// BeginWith starts the flow with a story that was told before.
func (f *Flow) BeginWith(dialog string, in chat.Input, v Voice, told Answer) Turn {
	d := f.fresh(dialog, in)
	q := f.story(d.Answers)
	d.At = q.key
	return f.told(d, q, in, told.Pieces, v, "")
}

func (f *Flow) fresh(dialog string, in chat.Input) Draft {
	return Draft{Dialog: dialog, Flow: f.Name, Version: f.Version, Answers: Answers{}, First: in.Message, Began: in.At, Touched: in.At}
}

// Step takes an input to the talk: the whole conversation is this function.
func (f *Flow) Step(d Draft, in chat.Input, v Voice) Turn {
	d, moved := f.current(d)
	d.Touched = later(d.Touched, in.At)
	d.Nudged = false
	switch {
	case in.Kind == chat.Edited:
		return f.edited(d, in, v)
	case in.Kind == chat.Text && meant(in.Text.Reveal(), "talk.cancel", v):
		return Turn{Draft: d, End: Cancelled}
	case moved:
		return f.overtaken(d, in, v)
	case early(d, in):
		return f.late(d, in, v)
	case in.Kind == chat.Text && meant(in.Text.Reveal(), "talk.back", v):
		return f.back(d, v)
	}
	q := f.question(d.At)
	switch {
	case q.kind == story:
		return f.storyStep(d, q, in, v)
	case q.kind == read && reads(in):
		return f.readStep(d, q, in, v)
	case in.Kind == chat.Pin && q.kind == place:
		return f.pinned(d, q, in, v)
	case in.Kind == chat.Media || in.Kind == chat.Pin:
		return f.kept(d, in, v, "")
	case in.Kind != chat.Text:
		return f.unclear(d, v)
	case q.kind == place:
		return f.placeStep(d, q, in, v)
	case q.kind == review:
		return f.reviewStep(d, q, in, v)
	default:
		return f.choiceStep(d, q, in, v)
	}
}

// Ask puts the question that stands once more: on a return, a repeated delivery, a reminder.
func (f *Flow) Ask(d Draft, v Voice, lead string) Turn {
	d, moved := f.current(d)
	if moved {
		return f.askNew(d, v, lead)
	}
	d, m := f.ask(d, v, lead)
	return Turn{Draft: d, Messages: []chat.Message{m}, Asks: d.Question == 0}
}

// early tells whether the input was said before the question that stands was on the screen. Where the note of its message id was lost, this
// is known only of what follows directly on the answer before: our question took an id after that.
func early(d Draft, in chat.Input) bool {
	switch {
	case d.Before == "" || in.Message <= 0:
		return false
	case d.Question > 0:
		return in.Message < d.Question
	default:
		by := d.Answers[d.Before].By
		return by > 0 && in.Message == by+1 && d.Album == "" // an album's items follow on one another without a word of ours
	}
}

// current brings a draft of an older version of the flow to this one. Where the question that stood is no longer asked, it moves to the first
// one without an answer.
func (f *Flow) current(d Draft) (now Draft, moved bool) {
	if d.Version != f.Version || f.question(d.At) == nil {
		known := Answers{}
		for key, a := range d.Answers {
			if q := f.question(key); carried(key) || q != nil && f.stands(q, a, d) {
				known[key] = a
			}
		}
		d.Answers, d.Version = f.shown(known), f.Version
	}
	if f.asked(d.At, d.Answers) {
		return d, false
	}
	d.At, d.Before, d.Question, d.Screen = f.standing(d.Answers).key, "", 0, nil
	d.Editing, d.Picking, d.Adding, d.Within, d.Offer, d.Page, d.Maybe, d.Past = false, false, false, "", nil, 0, nil, nil
	return d, true
}

// stands tells whether an answer of an older version is still one: its option may have been taken out.
func (f *Flow) stands(q *question, a Answer, d Draft) bool {
	if q.kind != choice || q.free && a.Text != "" || contains(q.options, a.Option) {
		return true
	}
	return q.listed && slices.ContainsFunc(d.List, func(i Item) bool { return i.ID == a.Option })
}

// carried tells whether a key is not a question's: what a talk only carries.
func carried(key string) bool { return strings.HasPrefix(key, ".") }

// overtaken takes an input to a question that is no longer asked: its words are kept, a number or a label means nothing any more.
func (f *Flow) overtaken(d Draft, in chat.Input, v Voice) Turn {
	p := Pieces(in)
	if len(p) == 0 || f.keeps(d) == "" || in.Kind == chat.Text && !sentence(in.Text.Reveal()) {
		return f.askNew(d, v, "")
	}
	d = f.tell(d, in, p)
	d.At = f.standing(d.Answers).key
	return f.askNew(d, v, v.Say(f.lead("talk.added")))
}

// answer records what was said to the question that stands and goes on to the next.
func (f *Flow) answer(d Draft, q *question, a Answer, v Voice) Turn {
	before := d.Answers
	return f.goOn(f.set(d, q.key, a), before, q, v, "")
}

// goOn leaves a question that has its answer for the next one that has none.
func (f *Flow) goOn(d Draft, before Answers, q *question, v Voice, lead string) Turn {
	d.Before = q.key
	if !contains(d.Path, q.key) && !d.Editing {
		d.Path = append(append([]string(nil), d.Path...), q.key)
	}
	if q.kind == story && !d.Editing {
		lead = joined(lead, v.Say("talk.thanks"))
	}
	d.Editing = false
	next := f.next(d.Answers)
	if next == nil {
		return Turn{Draft: d, End: Sent}
	}
	d.At = next.key
	return f.askNew(d, v, joined(lead, f.understood(before, d.Answers, v)))
}

// understood reads back a place that was just answered or guessed, unless it stands on the review that follows.
func (f *Flow) understood(before, now Answers, v Voice) string {
	if f.standing(now).kind == review {
		return ""
	}
	for _, q := range f.questions {
		if code := now[q.key].Option; q.kind == place && code != "" && code != before[q.key].Option {
			return v.Say("talk.taken", "place", q.places.Label(code))
		}
	}
	return ""
}

// set records an answer, and drops those to questions that are no longer asked.
func (f *Flow) set(d Draft, key string, a Answer) Draft {
	answers := Answers{}
	maps.Copy(answers, d.Answers)
	answers[key] = a
	d.Answers = f.shown(answers)
	return d
}

// shown takes out of the answers, which must be the caller's own, those to questions that are not asked; in order, since one can hang on another.
func (f *Flow) shown(answers Answers) Answers {
	for _, q := range f.questions {
		if q.when != nil && !q.when(answers) {
			delete(answers, q.key)
		}
	}
	return answers
}

// askNew puts a question that did not stand before: its first sending becomes the clock.
func (f *Flow) askNew(d Draft, v Voice, lead string) Turn {
	q := f.question(d.At)
	d.Question, d.Strays, d.Within, d.Offer, d.Page, d.Past, d.Maybe = 0, 0, "", nil, 0, d.Maybe, nil
	if q.kind == place {
		several := q.guess(storyText(f, d))
		pin, sent := f.pin(d)
		switch {
		case len(several) > 1: // a single one was taken, or another was said instead
			d.Offer = several
		case sent:
			near, inside := q.places.Near(pin.Lat, pin.Lon)
			if !inside {
				lead = joined(lead, v.Say("talk.outside"))
				break
			}
			d.Offer = near
		}
	}
	d, m := f.ask(d, v, lead)
	return Turn{Draft: d, Messages: []chat.Message{m}, Asks: true}
}

// again puts the question that stands once more, after a word of ours.
func (f *Flow) again(d Draft, v Voice, lead string) Turn {
	d, m := f.ask(d, v, lead)
	return Turn{Draft: d, Messages: []chat.Message{m}}
}

// turned shows another screen of the question that stands: a second press of what turned it is late.
func (f *Flow) turned(d Draft, v Voice, lead string) Turn {
	d.Before, d.Question = d.At, 0
	turn := f.again(d, v, lead)
	turn.Asks = true
	return turn
}

// unclear asks kindly once more.
func (f *Flow) unclear(d Draft, v Voice) Turn {
	d.Strays++
	lead := v.Say("talk.unclear")
	if d.Strays > 1 {
		lead = v.Say("talk.unclear_help")
	}
	return f.again(d, v, lead)
}

// back goes to the question before; inside a list, out of it; while editing, to the review.
func (f *Flow) back(d Draft, v Voice) Turn {
	switch {
	case d.Within != "" || len(d.Offer) > 0 || len(d.Maybe) > 0:
		d.Within, d.Offer, d.Page, d.Past, d.Maybe = "", nil, 0, d.Maybe, nil
		return f.turned(d, v, "")
	case d.Picking:
		d.Picking, d.Adding, d.Before = false, false, d.At // a number on its way was for the lines, and must not send
		return f.askNew(d, v, "")
	case d.Editing:
		d.Editing, d.Before = false, d.At
		d.At = f.standing(d.Answers).key
		return f.askNew(d, v, "")
	}
	for n := len(d.Path) - 1; n >= 0; n-- {
		if f.asked(d.Path[n], d.Answers) {
			d.Before, d.At, d.Path = d.At, d.Path[n], slices.Clone(d.Path[:n])
			return f.askNew(d, v, "")
		}
	}
	d.Path = nil
	return f.again(d, v, v.Say("talk.first"))
}

func (f *Flow) choiceStep(d Draft, q *question, in chat.Input, v Voice) Turn {
	text := in.Text.Reveal()
	if id, ok := choose(f.choices(q, d, v), d.Screen, text, v); ok && id == more && q.long(d) {
		return f.turnPage(d, len(d.List), v)
	} else if ok {
		return f.answer(d, q, Answer{Option: id, By: in.Message}, v)
	}
	if _, number := numeral(text, v); q.free && !number && strings.TrimSpace(text) != "" {
		return f.answer(d, q, Answer{Text: text, By: in.Message}, v)
	}
	if sentence(text) {
		return f.kept(d, in, v, "")
	}
	if turn, ok := f.placed(d, q, in, v); ok {
		return turn
	}
	if _, number := numeral(text, v); !number && f.tells(d, q, text) {
		return f.kept(d, in, v, "")
	}
	return f.unclear(d, v)
}

// tells tells whether even a word or two belong to the story: they answer the question as the story would, or so far there are only files.
func (f *Flow) tells(d Draft, q *question, text string) bool {
	if q.guess == nil || f.story(d.Answers) == nil {
		return false
	}
	return len(q.guess(text)) == 1 || storyText(f, d) == ""
}

// placed takes the name of a place at another question: it is put where it belongs, and read back.
func (f *Flow) placed(d Draft, asked *question, in chat.Input, v Voice) (Turn, bool) {
	for _, q := range f.visible(d.Answers) {
		if q.kind != place || q == asked {
			continue
		}
		if sure, _ := q.places.Find(in.Text.Reveal()); sure != "" {
			d = f.set(d, q.key, Answer{Option: sure, By: in.Message})
			return f.again(d, v, v.Say("talk.taken", "place", q.places.Label(sure))), true
		}
	}
	return Turn{}, false
}

func (f *Flow) reviewStep(d Draft, q *question, in chat.Input, v Voice) Turn {
	text := in.Text.Reveal()
	_, options := f.reviewBody(q, d, v)
	id, ok := choose(options, d.Screen, text, v)
	if !ok {
		if turn, mended := f.mended(d, in, v); mended {
			return turn
		}
	}
	switch {
	case !ok && d.Picking && meant(text, "talk.send", v): // a line was to be picked: the card is shown once more before it goes off
		d.Picking, d.Adding, d.Before = false, false, q.key
		return f.askNew(d, v, "")
	case !ok && sentence(text):
		return f.kept(d, in, v, "")
	case !ok:
		return f.unclear(d, v)
	case d.Picking:
		d.Picking, d.Adding, d.Editing, d.Before, d.At = false, false, true, q.key, id
		return f.askNew(d, v, "")
	case id == "edit" || id == "add":
		d.Picking, d.Adding, d.Before = true, id == "add", q.key // a second press of Ubah, or of its number, is late
		return f.askNew(d, v, "")
	case id == "cancel":
		return Turn{Draft: d, End: Cancelled}
	}
	if open := f.standing(d.Answers); open.kind != review { // asked by an edit, or new in this version
		d.At, d.Before = open.key, q.key
		return f.askNew(d, v, "")
	}
	return Turn{Draft: d, End: Sent}
}

// mended takes a place that is put right on the card in words: "salah desa, yang benar Ketaping".
func (f *Flow) mended(d Draft, in chat.Input, v Voice) (Turn, bool) {
	wrong := func(w string) bool { return contains(v.Words("talk.wrong"), w) }
	if !slices.ContainsFunc(strings.Fields(plain(in.Text.Reveal())), wrong) {
		return Turn{}, false
	}
	for _, q := range f.visible(d.Answers) {
		if q.kind != place {
			continue
		}
		said := slices.DeleteFunc(slices.Clone(q.guess(in.Text.Reveal())), func(code string) bool { return code == d.Answers[q.key].Option })
		if len(said) == 1 {
			d = f.set(d, q.key, Answer{Option: said[0], By: in.Message})
			d.Picking, d.Adding = false, false
			return f.again(d, v, v.Say("talk.taken", "place", q.places.Label(said[0]))), true
		}
	}
	return Turn{}, false
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
