package dialog

import (
	"fmt"
	"slices"
)

// Flow is one kind of talk: its questions in the order in which they are asked.
type Flow struct {
	Name      string
	Version   int // raised by one whenever the questions change
	questions []*question
	own       []string // what of talk.added and the like the flow says in its own words
	says      []string // more phrases, that readers and cards use
}

type kind uint8

const (
	story kind = iota + 1
	choice
	place
	review
	read
)

type question struct {
	key     string
	kind    kind
	options []string
	free    bool // own words are an answer
	listed  bool // the draft's list comes before the options
	extra   bool // only asked where the review's Tambah chooses it
	reader  Reader
	places  Places
	guess   func(story string) []string // options that the story speaks of: one is taken, several are offered
	when    func(Answers) bool
	card    func(Draft, Voice) string
}

// Answers is what was answered, by question key.
type Answers = map[string]Answer

// Voice is how the flows speak: phrases come from outside, by key. Say replaces {name} by the value that follows it in args.
// Words lists other ways in which people say an option; none is fine.
type Voice interface {
	Say(key string, args ...string) string
	Words(key string) []string
}

// Places is a tree of places in which a person can be understood.
type Places interface {
	Find(text string) (sure string, maybe []string) // what was typed at the question: the one place that is meant for certain, or those that may be
	Branch(text string) (code string, ok bool)      // an inner place whose children can be listed
	Mentioned(story string) []string                // places that a story names
	Near(lat, lon float64) (codes []string, inside bool)
	Top() []string // the inner places, in order
	Inside(code string) []string
	Label(code string) string // for a reader: with its parent where needed
	Short(code string) string // within its parent
}

// Define begins a flow. Every phrase of it has a key that begins with the name.
func Define(name string, version int) *Flow { return &Flow{Name: name, Version: version} }

// Story asks for a text in any number of messages, with files and pins, once a flow. Where it is the first question, what begins the talk is
// already the story. At any other question it takes the words that answer nothing; said before it was asked for, they do not answer it.
func (f *Flow) Story(key string) *Flow {
	for _, q := range f.questions {
		if q.kind == story {
			panic(fmt.Sprintf("flow %s: a second story, %s", f.Name, key))
		}
	}
	return f.add(&question{key: key, kind: story})
}

// Own lists what the flow says in its own words where a story has changed, by the ends "added", "kept" and "changed": its phrases are
// <flow>.<story>.added and so on, instead of talk.added.
func (f *Flow) Own(ends ...string) *Flow {
	f.own = append(f.own, ends...)
	return f
}

// Says lists more phrases, by their whole keys, that the readers and the card of the flow use.
func (f *Flow) Says(keys ...string) *Flow {
	f.says = append(f.says, keys...)
	return f
}

// Choice asks for one of the options.
func (f *Flow) Choice(key string, options ...string) *Flow {
	return f.add(&question{key: key, kind: choice, options: options})
}

// Place asks for a place: typed, from a list, or by a pin.
func (f *Flow) Place(key string, places Places) *Flow {
	return f.add(&question{key: key, kind: place, places: places, guess: places.Mentioned})
}

// Review shows everything on one card, to send, change or cancel. It is always the last question; a flow without one is sent by its last answer.
func (f *Flow) Review(key string, card func(Draft, Voice) string) *Flow {
	return f.add(&question{key: key, kind: review, options: []string{"send", "edit", "cancel"}, card: card})
}

// Extra leaves the last question out of the talk: the review offers to add it.
func (f *Flow) Extra() *Flow {
	f.questions[len(f.questions)-1].extra = true
	return f
}

// When asks the last question only where the answers so far say so; an answer to it is dropped when they no longer do.
func (f *Flow) When(open func(Answers) bool) *Flow {
	f.questions[len(f.questions)-1].when = open
	return f
}

// Guess lets the story answer the last question, where it can.
func (f *Flow) Guess(guess func(story string) []string) *Flow {
	f.questions[len(f.questions)-1].guess = guess
	return f
}

// Free takes own words as an answer to the last question.
func (f *Flow) Free() *Flow {
	f.questions[len(f.questions)-1].free = true
	return f
}

// Listed puts options that are known only when the talk begins before those of the last question, ten on a screen.
func (f *Flow) Listed() *Flow {
	f.questions[len(f.questions)-1].listed = true
	return f
}

// Is is a condition for When.
func Is(key, option string) func(Answers) bool {
	return func(a Answers) bool { return a[key].Option == option }
}

func (f *Flow) add(q *question) *Flow {
	if f.question(q.key) != nil {
		panic(fmt.Sprintf("flow %s: question %s stands twice", f.Name, q.key))
	}
	f.questions = append(f.questions, q)
	return f
}

func (f *Flow) question(key string) *question {
	for _, q := range f.questions {
		if q.key == key {
			return q
		}
	}
	return nil
}

// visible lists the questions that are asked, given the answers.
func (f *Flow) visible(a Answers) []*question {
	var open []*question
	for _, q := range f.questions {
		if q.when == nil || q.when(a) {
			open = append(open, q)
		}
	}
	return open
}

// next is the first question that has no answer yet, or not all of it: the review when all others have, nil in a flow without one.
func (f *Flow) next(a Answers) *question {
	for _, q := range f.visible(a) {
		if said, answered := a[q.key]; !q.extra && (!answered || said.Open) {
			return q
		}
	}
	return nil
}

// extras lists the questions that the review can add, given the answers.
func (f *Flow) extras(a Answers) []*question {
	return slices.DeleteFunc(f.visible(a), func(q *question) bool { return !q.extra })
}

// story is the one that is asked for, nil for none.
func (f *Flow) story(a Answers) *question {
	for _, q := range f.visible(a) {
		if q.kind == story {
			return q
		}
	}
	return nil
}

// standing is the question to go on with: the next one, or the last where a flow without a review has nothing left to ask.
func (f *Flow) standing(a Answers) *question {
	if q := f.next(a); q != nil {
		return q
	}
	return f.questions[len(f.questions)-1]
}

// asked tells whether there is such a question and it is asked, given the answers.
func (f *Flow) asked(key string, a Answers) bool {
	q := f.question(key)
	return q != nil && (q.when == nil || q.when(a))
}

// Phrases lists the keys that the flow will ask its Voice for, so that a missing one stops the start.
func (f *Flow) Phrases() []string {
	var keys []string
	for _, q := range f.questions {
		ends := []string{"ask", "line"}
		switch q.kind {
		case story:
			ends = append(append(ends, "again", "anew"), f.own...)
		case choice:
			ends = append(ends, q.options...)
		case read:
			ends = ends[1:] // the reader asks
		case review:
			ends = nil
		}
		for _, end := range ends {
			keys = append(keys, f.phrase(q, end))
		}
	}
	return append(keys, f.says...)
}
