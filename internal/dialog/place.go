package dialog

import (
	"slices"

	"rembuk/internal/chat"
)

// placeStep takes a text at a question of place: a number or a name from the screen, an inner place, a name as people write it.
func (f *Flow) placeStep(d Draft, q *question, in chat.Input, v Voice) Turn {
	text := in.Text.Reveal()
	if _, options := f.placeBody(q, d, v); len(options) > 0 {
		if id, ok := choose(options, d.Screen, text, v); ok && id == more {
			return f.turnPage(d, len(q.places.Inside(d.Within)), v)
		} else if ok {
			return f.answer(d, q, Answer{Option: id, By: in.Message}, v)
		}
	}
	if code, ok := q.branch(text); ok {
		inside := func(place string) bool { return contains(q.places.Inside(code), place) }
		if offered := slices.IndexFunc(d.Offer, inside); offered >= 0 { // of the villages of one name, the one there
			return f.answer(d, q, Answer{Option: d.Offer[offered], By: in.Message}, v)
		}
		return f.enter(d, code, v)
	}
	sure, maybe := q.places.Find(unnumbered(text))
	switch {
	case sure != "":
		before := d.Answers
		if sentence(text) && f.story(d.Answers) != nil {
			d = f.tell(d, in, Pieces(in))
		}
		return f.goOn(f.set(d, q.key, Answer{Option: sure, By: in.Message}), before, q, v, "")
	case sentence(text) && f.story(d.Answers) != nil:
		if twins := q.places.Mentioned(text); len(twins) > 0 {
			d.Offer, d.Within = twins, ""
		}
		return f.kept(d, in, v, "")
	case len(maybe) > 0:
		d.Offer, d.Within, d.Page = maybe, "", 0
		return f.again(d, v, "")
	}
	if _, number := numeral(text, v); !number { // a number beside the list leaves the list on the screen
		d.Offer, d.Within = nil, ""
	}
	if d.Within != "" || len(d.Offer) > 0 {
		return f.unclear(d, v)
	}
	d.Strays++
	return f.again(d, v, v.Say("talk.unclear_place"))
}

// branch tells which inner place a text names: as on the key, or as people write it.
func (q *question) branch(text string) (code string, ok bool) {
	for _, code := range q.places.Top() {
		if plain(text) == plain(q.places.Short(code)) {
			return code, true
		}
	}
	return q.places.Branch(text)
}

func (f *Flow) enter(d Draft, code string, v Voice) Turn {
	d.Within, d.Offer, d.Page = code, nil, 0
	return f.again(d, v, "")
}

// turnPage shows the next screen of a long list, after the last the first.
func (f *Flow) turnPage(d Draft, all int, v Voice) Turn {
	d.Page++
	if d.Page*perPage >= all {
		d.Page = 0
	}
	return f.turned(d, v, "")
}

// pinned offers the places near a pin, and never takes one by itself: a pin is where the phone is.
func (f *Flow) pinned(d Draft, q *question, in chat.Input, v Voice) Turn {
	near, inside := q.places.Near(in.Lat, in.Lon)
	if !inside {
		return f.again(d, v, v.Say("talk.outside"))
	}
	if f.story(d.Answers) != nil {
		d = f.tell(d, in, Pieces(in))
	}
	d.Offer, d.Within, d.Page = near, "", 0
	return f.again(d, v, "")
}

// pin is the last one of the story.
func (f *Flow) pin(d Draft) (last Piece, sent bool) {
	q := f.story(d.Answers)
	if q == nil {
		return Piece{}, false
	}
	for _, p := range d.Answers[q.key].Pieces {
		if p.Kind == "pin" {
			last, sent = p, true
		}
	}
	return last, sent
}
