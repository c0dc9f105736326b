package flows

import (
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Group asks which group a command is for.
func Group() *dialog.Flow { return dialog.Define("group", 1).Choice("which").Listed() }

// OfMove is where a talk about a reason carries what the reason is for: "off", or the move of a follow-up.
const OfMove = ".what"

// Why asks for a reason: a meeting is called off, a follow-up dropped or taken up again.
func Why() *dialog.Flow {
	return dialog.Define("why", 2).
		Choice("off", "weather", "clash", "needless").Free().When(dialog.Is(OfMove, "off")).
		Choice("drop", "needless", "elsewhere", "cannot").Free().When(dialog.Is(OfMove, string(casebook.DropIt))).
		Choice("reopen", "unfinished", "again").Free().When(dialog.Is(OfMove, string(casebook.Reopen)))
}

// WhyText reads it.
func WhyText(d dialog.Draft, v dialog.Voice) private.Text {
	for _, key := range []string{"off", "drop", "reopen"} {
		if a, told := d.Answers[key]; told {
			return private.Of(reason(a, "why."+key+".", v))
		}
	}
	return private.Text{}
}

// Proof asks what was done, in words or by a photo.
func Proof() *dialog.Flow {
	return dialog.Define("proof", 1).Story("done").Own("added", "kept", "changed").Review("review", func(d dialog.Draft, v dialog.Voice) string {
		return v.Say("proof.review.card", "what", chat.Escape(d.Answers[AboutFollowUp].Text), "result", resultLine(d.Answers["done"], v))
	})
}

// AboutFollowUp is where a talk carries the follow-up that it is about: Option its id, Text what is to be done.
const AboutFollowUp = ".follow"

// Proven reads it.
func Proven(d dialog.Draft) (private.Text, []casebook.MeetingFile) {
	a := d.Answers["done"]
	return private.Of(a.StoryText()), meetingFiles(a.Pieces, casebook.OtherPhoto)
}

// Later asks for another day, and why.
func Later(zone *time.Location) *dialog.Flow {
	return dialog.Define("later", 1).Read("day", dueDay{zone}).Choice("reason", "weather", "waiting", "busy").Free()
}

// LaterOf reads it.
func LaterOf(d dialog.Draft, v dialog.Voice, zone *time.Location) (casebook.Date, private.Text) {
	return casebook.DateOf(dayOf(d.Answers, zone)), private.Of(reason(d.Answers["reason"], "later.reason.", v))
}

// Member asks for a line of a roster: "Darmadi, Ketua, L".
func Member() *dialog.Flow { return dialog.Define("member", 1).Read("line", line{"member.line"}) }

// MemberOf reads it: name, post, L or P, with commas between. Somebody with a post is pengurus.
func MemberOf(text string) casebook.Member {
	var m casebook.Member
	for i, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		switch sex := casebook.Sex(strings.ToUpper(part)); {
		case i == 0:
			m.Name = private.Of(part)
		case sex == casebook.Man || sex == casebook.Woman:
			m.Sex = sex
		case m.Post == "":
			m.Post, m.Officer = part, part != "" && !strings.EqualFold(part, "anggota")
		default:
			m.Post += ", " + part
		}
	}
	return m
}

// Decree asks for the SK of a group.
func Decree(zone *time.Location) *dialog.Flow {
	return dialog.Define("decree", 1).Read("number", line{"decree.number"}).Read("date", pastDay{zone}).Read("until", dueDay{zone})
}

// DecreeOf reads it.
func DecreeOf(d dialog.Draft, zone *time.Location) casebook.Decree {
	day := func(key string) casebook.Date {
		t, err := time.ParseInLocation(time.DateOnly, d.Answers[key].Text, zone)
		if err != nil {
			return casebook.Date{}
		}
		return casebook.DateOf(t)
	}
	return casebook.Decree{Number: d.Answers["number"].Text, Date: day("date"), Until: day("until")}
}

// Claim asks who on the roster somebody is; or for the name, where the person is not on it.
func Claim() *dialog.Flow {
	return dialog.Define("claim", 1).Choice("which", "none").Listed().Read("name", line{"claim.name"}).When(dialog.Is("which", "none"))
}

// Iuran asks, before the monthly report goes off, whether the contributions run.
func Iuran() *dialog.Flow { return dialog.Define("iuran", 1).Choice("runs", "yes", "no", "unknown") }

// TestKind asks which short test is to be given.
func TestKind() *dialog.Flow {
	return dialog.Define("test", 1).Choice("topic").Listed().Choice("phase", "before", "after")
}

// Question is one of a short test: its options, of which the first is right in the data and is mixed on the screen.
type Question struct {
	Key     string
	Options []string // keys, in the order of the screen
	Right   string
}

// Quiz is the short test of a topic. Its phrases are data: the office's voice has them.
func Quiz(topic string, questions []Question) *dialog.Flow {
	f := dialog.Define("quiz_"+topic, 1)
	for _, q := range questions {
		f = f.Choice(q.Key, q.Options...)
	}
	return f
}

// Right counts the right answers of a test.
func Right(d dialog.Draft, questions []Question) int {
	n := 0
	for _, q := range questions {
		if d.Answers[q.Key].Option == q.Right {
			n++
		}
	}
	return n
}
