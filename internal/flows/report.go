// Package flows is what we converse about: each flow is a declaration of a few lines, built from dialog's parts, and a function that reads
// the answers back out of a finished draft. It refuses to know how a talk is kept or sent.
package flows

import (
	"fmt"
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Report is the flow of a report: four answers, three where the story names the village.
func Report(places dialog.Places, kinds casebook.Kinds, lexicon casebook.Lexicon, outside string) *dialog.Flow {
	return dialog.Define("report", 2).
		Story("story").
		Choice("kind", append(kinds.Keys(), "unknown")...).Guess(lexicon.Kinds).
		Place("village", places).
		Choice("who", "office", "village", "nameless", "officials").
		Choice("level", "village", "group", "coordinator", "office").When(dialog.Is("who", "officials")).
		Choice("agrees", "yes", "no").When(onBehalf).
		Read("teller", teller{}).When(agreed).
		Review("review", reviewCard(places, lexicon, outside))
}

// reviewCard shows the whole report on one card.
func reviewCard(places dialog.Places, lexicon casebook.Lexicon, outside string) func(dialog.Draft, dialog.Voice) string {
	return func(d dialog.Draft, v dialog.Voice) string {
		a := d.Answers
		card := v.Say("report.review.card",
			"kind", KindLabel(a["kind"].Option, v)+whom(lexicon.Read(a["story"].StoryText()).Gist(), v), "place", chat.Escape(places.Label(a["village"].Option)),
			"files", filesLine(a["story"], v),
			"who", v.Say("report.review.who."+a["who"].Option, "level", v.Say("report.level."+a["level"].Option)),
			"story", quoted(shortened(a["story"].StoryText(), 600), v)) + behalfLine(d, v) // last: a {who} that somebody typed stays one
		if a["level"].Option == string(casebook.ShieldOffice) && outside != "" {
			card += "\n" + v.Say("report.review.outside", "ways", chat.Escape(outside))
		}
		return card
	}
}

// whom names whom a report is about, and how many they are, behind its kind.
func whom(g casebook.Gist, v dialog.Voice) string {
	if g.Whom() == "" {
		return ""
	}
	return ". " + v.Say("subject."+g.Whom(), "count", strconv.Itoa(g.Count))
}

// quoted puts a person's own words in quotation marks; no words, no marks.
func quoted(words string, v dialog.Voice) string {
	if words == "" {
		return ""
	}
	return v.Say("report.review.quote", "story", chat.Escape(words))
}

// KindLabel names a kind, or says that it is not known.
func KindLabel(kind string, v dialog.Voice) string {
	if kind == "" || kind == "unknown" {
		return v.Say("report.kind_unknown")
	}
	return v.Say("report.kind." + kind)
}

func filesLine(a dialog.Answer, v dialog.Voice) string {
	count := 0
	for _, p := range a.Pieces {
		if p.Kind != "" {
			count++
		}
	}
	if count == 0 {
		return ""
	}
	line := v.Say("report.review.files", "count", strconv.Itoa(count))
	if a.StoryText() == "" {
		return strings.TrimSpace(line)
	}
	return line
}

// shortened cuts a text for a card, after a whole word, in characters.
func shortened(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := string(r[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return cut + " …"
}

// Filing reads a report out of the talk that was sent off. What depends on the district's clocks is left to the caller.
func Filing(f dialog.Frozen, lexicon casebook.Lexicon) casebook.Filing {
	a := f.Draft.Answers
	story := a["story"].StoryText()
	filing := casebook.Filing{
		Dialog: f.Draft.Dialog, Region: a["village"].Option, Story: private.Of(story), Kind: a["kind"].Option,
		Sensitive: lexicon.Sensitive(story), Disclosure: casebook.Disclosure(a["who"].Option), Shield: casebook.Shield(a["level"].Option),
		SentAt: f.SentAt,
	}
	if filing.Kind == "unknown" {
		filing.Kind = ""
	}
	filing.Files = attachments(a["story"].Pieces)
	filing.Behalf = BehalfOf(f.Draft)
	danger(&filing, f.Draft, lexicon.Read(story))
	return filing
}

// attachments are the files and pins of a story. A pin is kept as text, "latitude,longitude" in degrees.
func attachments(pieces []dialog.Piece) []casebook.Attachment {
	var out []casebook.Attachment
	for _, p := range pieces {
		switch {
		case p.Kind == "pin":
			at := fmt.Sprintf("%.6f,%.6f", p.Lat, p.Lon)
			out = append(out, casebook.Attachment{Kind: p.Kind, TelegramID: at, Unique: at})
		case p.File != "":
			out = append(out, casebook.Attachment{Kind: p.Kind, TelegramID: p.File, Unique: p.Unique, Size: p.Size})
		}
	}
	return out
}
