package house

import (
	"fmt"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/desk"
	"rembuk/internal/district"
	"rembuk/internal/flows"
	"rembuk/internal/words"
)

// notice is the version of the data notice in /privasi: raised whenever its meaning changes.
const notice = 1

// office sets up one district from its data.
func office(d district.Data, contact string) (*desk.Office, error) {
	lexicon, err := district.Lexicon(d)
	if err != nil {
		return nil, err
	}
	gazetteer := d.Gazetteer()
	o := &desk.Office{
		District: d.District.Code, Prefix: d.District.Prefix, Name: d.District.Office, Contact: contact,
		Places: flows.Places{Gazetteer: gazetteer}, Region: gazetteer.Region, Kinds: kinds(d), Categories: categories(d),
		Lexicon: lexicon, Calendar: d.Calendar(), Promise: d.Policies.NormalVerify, Duty: d.Duty, Questions: d.Ask(),
		Clocks: map[casebook.Urgency]casebook.Span{casebook.Emergency: d.Policies.EmergencyContact, casebook.Urgent: d.Policies.UrgentContact},
		Keep:   d.Policies.DraftKeep.Clock(), Nudge: d.Policies.DraftNudge.Clock(), Invitation: d.Policies.InvitationValid.Clock(),
		Hotlines: hotlines(d), Outside: outside(d), Notice: notice, Languages: languages(d),
	}
	for _, h := range d.Hotlines {
		if h.Number == "" {
			o.Missing = append(o.Missing, h.Key)
		}
	}
	if shown := d.Shown("danger"); len(shown) > 0 {
		o.Danger = shown[0].Number
	}
	meets(o, d, gazetteer)
	o.Ready()
	return o, spoken(o)
}

// spoken tells which phrases the talks would ask for in vain.
func spoken(o *desk.Office) error {
	var missing []string
	for _, language := range o.Languages {
		for _, key := range o.Phrases() {
			if !language.Has(key) {
				missing = append(missing, language.Code()+": "+key)
			}
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("phrases missing: %s", strings.Join(missing, ", "))
	}
	return nil
}

func kinds(d district.Data) casebook.Kinds {
	var out casebook.Kinds
	for _, g := range d.Groups {
		out = append(out, casebook.Kind{Key: g.Key, Confidential: g.Confidential})
	}
	return out
}

// categories gives each PPKS its lane: what is sensitive by its nature stays with the caseworkers, whatever group it stands in.
func categories(d district.Data) []casebook.Category {
	var out []casebook.Category
	for _, c := range d.Categories {
		lane := casebook.OpenLane
		if c.Sensitivity == "very_high" || kinds(d).Confidential(c.Group) {
			lane = casebook.Confidential
		}
		out = append(out, casebook.Category{Code: c.Code, Kind: c.Group, Lane: lane})
	}
	return out
}

// languages adds the district's own names of things to each language.
func languages(d district.Data) map[string]*words.Language {
	out := map[string]*words.Language{}
	for _, code := range words.Codes {
		names := map[string]string{}
		for _, g := range d.Groups {
			names["report.kind."+g.Key] = g.Button.In(code)
		}
		for _, c := range d.Categories {
			names["category."+c.Code] = c.Name.In(code)
		}
		for _, q := range d.Enquiries {
			names["question.title."+q.Key], names["question.answer."+q.Key] = q.Title.In(code), chat.Escape(q.Answer.In(code))
		}
		nameTopics(names, d, code)
		out[code] = words.In(code).With(names)
	}
	return out
}

func hotlines(d district.Data) map[string][]desk.Hotline {
	out := map[string][]desk.Hotline{}
	for _, code := range words.Codes {
		for _, h := range d.Shown("") {
			if h.Number != "" && h.Topics[0] != "complaint" {
				out[code] = append(out[code], desk.Hotline{Number: h.Number, Also: h.Also, Topics: h.Topics, Service: h.Name.In(code) + " (" + h.Use.In(code) + ")"})
			}
		}
	}
	return out
}

// outside names the ways to complain about the office itself.
func outside(d district.Data) string {
	var ways []string
	for _, h := range d.Shown("complaint") {
		ways = append(ways, strings.TrimSpace(h.Name.In(words.Codes[0])+" "+h.Number+" "+h.Also))
	}
	return strings.Join(ways, "; ")
}
