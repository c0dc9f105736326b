package house

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/desk"
	"rembuk/internal/district"
	"rembuk/internal/flows"
	"rembuk/internal/papers"
)

// printing is papers as the desk asks for them: with the district's places.
type printing struct {
	papers.Papers
	gazetteer *casebook.Gazetteer
}

// ReadRoster reads a table of groups and members.
func (p printing) ReadRoster(name string, data []byte) ([]casebook.RosterRow, error) {
	rows, err := papers.ReadRoster(data, p.regions)
	text := !bytes.HasPrefix(data, []byte("PK"))
	if errors.Is(err, papers.ErrNoHead) && !(text && strings.HasSuffix(strings.ToLower(name), ".xlsx")) { // a text that is called Excel is none
		err = desk.ErrNoHead
	}
	return rows, err
}

// regions gives the places that a cell of a table means: by the very name, with its kecamatan after a comma; else by what is sure.
func (p printing) regions(text string) []casebook.Region {
	if r, ok := p.gazetteer.KecamatanNamed(text); ok && strings.HasPrefix(strings.ToLower(text), "kec") {
		return []casebook.Region{r}
	}
	name, kecamatan, _ := strings.Cut(text, ",")
	var exact []casebook.Region
	for _, r := range p.gazetteer.Villages() {
		parent, _ := p.gazetteer.Region(r.Parent)
		if strings.EqualFold(r.Name, strings.TrimSpace(name)) && (kecamatan == "" || strings.EqualFold(parent.Name, strings.TrimSpace(kecamatan))) {
			exact = append(exact, r)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	if r, ok := p.gazetteer.Certain(text); ok {
		return []casebook.Region{r}
	}
	return nil
}

// meets gives an office what its meetings need: topics, short tests, thresholds, and what makes papers.
func meets(o *desk.Office, d district.Data, gazetteer *casebook.Gazetteer) {
	for _, t := range d.Topics {
		o.Topics = append(o.Topics, t.Key)
	}
	for _, t := range d.Tests {
		test := desk.Test{Topic: t.Topic}
		for i, q := range t.Questions {
			keys, _ := q.Options()
			test.Questions = append(test.Questions, flows.Question{Key: q.Key, Options: mixed(keys, i), Right: keys[0]})
		}
		o.Tests = append(o.Tests, test)
	}
	o.Thresholds, o.Round, o.Retention = d.Thresholds(), d.Round(), d.Retention()
	o.Papers = printing{papers.Papers{
		Voice: o.Voice, Region: gazetteer.Region, Zone: o.Calendar.Zone, Office: o.Name, Host: "rembuk." + o.District,
		Topic: func(language, key string) string { return o.Voice(language).Say("topic." + key) },
	}, gazetteer}
}

// mixed puts the right answer, which stands first in the data, at another place from question to question; always the same for one.
func mixed(keys []string, question int) []string {
	at := (question*2 + 1) % len(keys)
	return append(append([]string(nil), keys[at:]...), keys[:at]...)
}

// nameTopics adds the names of the topics, and what the short tests ask, to a language.
func nameTopics(names map[string]string, d district.Data, code string) {
	for _, t := range d.Topics {
		names["topic."+t.Key] = t.Name.In(code)
	}
	for _, t := range d.Tests {
		for _, q := range t.Questions {
			key := "quiz_" + t.Topic + "." + q.Key
			names[key+".ask"], names[key+".line"] = q.Ask.In(code), q.Ask.In(code)
			_, options := q.Options()
			for option, text := range options {
				names[key+"."+option] = text.In(code)
			}
		}
	}
}

// drawNotice draws a notice in its office's words.
func (h *House) drawNotice(l casebook.Letter) chat.Message {
	return h.officeOf(l.District).Cards.Letter(l)
}

// rounds tells what has become due, in every district: reminders, minutes that are missing, reports to draft.
func (h *House) rounds(ctx context.Context) error {
	var failed error
	for _, o := range h.desk.Offices {
		failed = errors.Join(failed, h.store.Round(ctx, o.Round, h.clock.Now()))
	}
	return failed
}

// rulesOf gives what a district's notices and indicators go by.
func (h *House) rulesOf(district string) casebook.Round {
	if o := h.officeOf(district); o != nil {
		return o.Round
	}
	return casebook.Round{District: district}
}
