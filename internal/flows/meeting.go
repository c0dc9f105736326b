package flows

import (
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

// Topic is one of the district's coaching topics, as the talk offers it.
type Topic struct{ Key, Label string }

// MeetingData is what the talks about meetings are made from.
type MeetingData struct {
	Zone   *time.Location
	Prefix string // of case numbers
	Topics func(v dialog.Voice) []Topic
}

// What a talk about a meeting carries beside its answers.
const (
	AboutGroup = ".group" // Option: id, Text: name
	AboutDay   = ".day"   // Text: the day that it is about unless another is told
	AboutPlan  = ".plan"  // Option: id of the plan, or of the meeting that is corrected
	Correcting = ".fix"   // present when a log is corrected
	CaseTalks  = ".cases" // present where case talks are among the kinds: for caseworkers
)

// Meeting is the log of a meeting: four answers, and what else there is under Tambah. With Correcting it changes a log, and asks why.
func Meeting(m MeetingData) *dialog.Flow {
	return dialog.Define("meeting", 2).
		Choice("why", "forgot", "wrong", "paper").When(correcting).Free().
		Choice("kind", "coaching", "officers", "outreach", "work", "rare", "otherday").
		Read("day", pastDay{m.Zone}).When(func(a dialog.Answers) bool { return dialog.Is("kind", "otherday")(a) || correcting(a) }).
		Choice("which", "coaching", "officers", "outreach", "work", "rare").When(dialog.Is("kind", "otherday")).
		Choice("rare", "coordination", "visit", "cases").When(func(a dialog.Answers) bool { return rarely(a) && mayCases(a) }).
		Choice("seldom", "coordination", "visit").When(func(a dialog.Answers) bool { return rarely(a) && !mayCases(a) }).
		Read("present", presence{}).
		Story("result").Own("added", "kept", "changed").
		Read("follow", todo{m.Zone}).Extra().
		Read("heads", counts{}).Extra().
		Read("topics", topics{m.Topics}).Extra().
		Read("place", line{"meeting.place"}).Extra().
		Read("hour", hours{m.Zone}).Extra().
		Read("chair", line{"meeting.chair"}).Extra().
		Read("notes", line{"meeting.notes"}).Extra().
		Read("agenda", line{"meeting.agenda"}).Extra().
		Read("date", pastDay{m.Zone}).Extra().When(func(a dialog.Answers) bool { return !dialog.Is("kind", "otherday")(a) && !correcting(a) }).
		Review("review", meetingCard(m)).
		Says(presencePhrases...)
}

func rarely(a dialog.Answers) bool { return a["kind"].Option == "rare" || a["which"].Option == "rare" }

func mayCases(a dialog.Answers) bool { _, ok := a[CaseTalks]; return ok }

func correcting(a dialog.Answers) bool { _, ok := a[Correcting]; return ok }

// kindOf is the kind that was told, by whichever of the three questions.
func kindOf(a dialog.Answers) casebook.MeetingKind {
	for _, key := range []string{"rare", "seldom", "which", "kind"} {
		switch option := a[key].Option; option {
		case "", "rare", "otherday":
		default:
			return casebook.MeetingKind(option)
		}
	}
	return casebook.Coaching
}

// AnswersKind puts a kind where the questions of the log would have put it.
func AnswersKind(a dialog.Answers, k casebook.MeetingKind) {
	switch {
	case k == casebook.CaseTalk:
		a[CaseTalks] = dialog.Answer{Option: "yes"}
	case k != casebook.Coordination && k != casebook.CoachVisit:
		a["kind"] = dialog.Answer{Option: string(k)}
		return
	}
	key := "seldom"
	if mayCases(a) {
		key = "rare"
	}
	a["kind"], a[key] = dialog.Answer{Option: "rare"}, dialog.Answer{Option: string(k)}
}

// dayOf is the day of the meeting: told, or the one that the talk began with.
func dayOf(a dialog.Answers, zone *time.Location) time.Time {
	for _, key := range []string{"date", "day", AboutDay} {
		if t, err := time.ParseInLocation(time.DateOnly, a[key].Text, zone); err == nil {
			return t
		}
	}
	return time.Time{}
}

// meetingCard shows the log as it will be filed.
func meetingCard(m MeetingData) func(dialog.Draft, dialog.Voice) string {
	return func(d dialog.Draft, v dialog.Voice) string {
		a := d.Answers
		attendance := decode(a["present"].Text)
		attendance.Heads = merged(attendance.Heads, decode(a["heads"].Text).Heads)
		text := []string{v.Say("meeting.review.head", "kind", v.Say("meeting.kind."+string(kindOf(a))), "group", chat.Escape(a[AboutGroup].Text),
			"day", date(v, dayOf(a, m.Zone)), "who", attendance.line(RosterOf(d), v))}
		if n := len(a["present"].Pieces); n > 0 {
			text = append(text, v.Say("meeting.review.sheet", "count", strconv.Itoa(n)))
		}
		text = append(text, resultLine(a["result"], v))
		for i, f := range todos(a["follow"]) {
			text = append(text, strconv.Itoa(i+1)+". "+todoLine(f, v, m.Zone))
		}
		for _, key := range []string{"place", "hour", "chair", "notes", "agenda"} {
			if said := a[key].Text; said != "" {
				text = append(text, v.Say("meeting."+key+".line")+": "+chat.Escape(shortened(said, 200)))
			}
		}
		if keys := a["topics"].Text; keys != "" {
			text = append(text, v.Say("meeting.topics.line")+": "+topicLabels(m.Topics(v), keys))
		}
		if kindOf(a).Confidential() {
			text = append(text, flagged(a, RosterOf(d), v))
		}
		if why := a["why"]; correcting(a) {
			text = append(text, v.Say("meeting.why.line")+": "+chat.Escape(reason(why, "meeting.why.", v)))
		}
		return strings.Join(text, "\n")
	}
}

func resultLine(a dialog.Answer, v dialog.Voice) string {
	words, n := shortened(a.StoryText(), 800), 0
	for _, p := range a.Pieces {
		if p.Kind != "" {
			n++
		}
	}
	switch {
	case words == "":
		return v.Say("meeting.review.paper", "count", strconv.Itoa(n))
	case n > 0:
		return v.Say("meeting.review.result_files", "result", chat.Escape(words), "count", strconv.Itoa(n))
	default:
		return v.Say("meeting.review.result", "result", chat.Escape(words))
	}
}

// flagged warns of words in the minutes of a case talk that may be names: only case numbers belong there.
func flagged(a dialog.Answers, r Roster, v dialog.Voice) string {
	text := strings.Join([]string{a["result"].StoryText(), a["agenda"].Text, a["follow"].Text}, "\n")
	var own []string
	for _, row := range r {
		own = append(own, row.name())
	}
	if names := casebook.NamesIn(text, own); len(names) > 0 {
		return v.Say("meeting.review.names", "names", chat.Escape(strings.Join(names, ", ")))
	}
	return v.Say("meeting.review.secret")
}

// reason reads an answer that is one of the options or own words.
func reason(a dialog.Answer, key string, v dialog.Voice) string {
	if a.Text != "" {
		return a.Text
	}
	if a.Option == "" {
		return ""
	}
	return v.Say(key + a.Option)
}

// merged takes the counts that were told later.
func merged(first, later casebook.Heads) casebook.Heads {
	for i, h := range heads(&later) {
		if *h.n > 0 {
			*heads(&first)[i].n = *h.n
		}
	}
	return first
}

// MeetingLog reads the log out of the talk that was sent off.
func MeetingLog(f dialog.Frozen, m MeetingData, v dialog.Voice) casebook.MeetingLog {
	a := f.Draft.Answers
	attendance := decode(a["present"].Text)
	group, _ := strconv.ParseInt(a[AboutGroup].Option, 10, 64)
	plan, _ := strconv.ParseInt(a[AboutPlan].Option, 10, 64)
	log := casebook.MeetingLog{
		Dialog: f.Draft.Dialog, Meeting: casebook.MeetingID(plan), Group: casebook.GroupID(group), Kind: kindOf(a), StartsAt: dayOf(a, m.Zone),
		Place: a["place"].Text, Chair: private.Of(a["chair"].Text), Notes: private.Of(a["notes"].Text), Agenda: private.Of(a["agenda"].Text),
		Result: private.Of(a["result"].StoryText()), Heads: merged(attendance.Heads, decode(a["heads"].Text).Heads), Present: attendance.Marks, SentAt: f.SentAt,
	}
	if keys := a["topics"].Text; keys != "" {
		log.Topics = strings.Split(keys, ",")
	}
	if from, to, ok := hoursOf(a["hour"].Text); ok {
		log.StartsAt, log.Clock = log.StartsAt.Add(from), true
		if to > 0 {
			log.EndsAt = dayOf(a, m.Zone).Add(to)
		}
	}
	if log.Kind.Confidential() {
		log.Cases = casebook.NumbersIn(m.Prefix, log.Result.Reveal()+"\n"+log.Agenda.Reveal())
	}
	for _, t := range todos(a["follow"]) {
		log.FollowUps = append(log.FollowUps, casebook.FollowUp{What: private.Of(t.what), Who: private.Of(t.who), Member: t.member, Due: t.due})
	}
	log.Files = append(meetingFiles(a["present"].Pieces, casebook.SheetPhoto), meetingFiles(a["result"].Pieces, casebook.MinutesPhoto)...)
	if correcting(a) {
		log.Why = private.Of(reason(a["why"], "meeting.why.", v))
	}
	return log
}

func meetingFiles(pieces []dialog.Piece, use casebook.FileUse) []casebook.MeetingFile {
	var out []casebook.MeetingFile
	for _, f := range attachments(pieces) {
		if f.Kind != "pin" {
			out = append(out, casebook.MeetingFile{Attachment: f, Use: use})
		}
	}
	return out
}

// LogAnswers are the answers of a log that is to be corrected, as it stands.
func LogAnswers(m casebook.Minutes, zone *time.Location) dialog.Answers {
	a := Preset(m.Group, m.StartsAt.In(zone))
	a[AboutPlan], a[Correcting] = dialog.Answer{Option: strconv.FormatInt(int64(m.ID), 10)}, dialog.Answer{Option: "yes"}
	AnswersKind(a, m.Kind)
	a["day"] = dialog.Answer{Text: m.StartsAt.In(zone).Format(time.DateOnly)}
	present := Attendance{Heads: m.Heads}
	for _, l := range m.Lines {
		if l.Member != 0 && l.Presence != "" {
			present.mark(l.Member, l.Presence)
		}
	}
	a["present"] = dialog.Answer{Text: present.String()}
	if a["present"].Text == "" {
		a["present"] = dialog.Answer{Text: "guests=0"}
	}
	a["result"] = dialog.Answer{Pieces: []dialog.Piece{{Text: m.Result.Reveal()}}}
	Known(a, m.Meeting, zone)
	if len(m.Topics) > 0 {
		a["topics"] = dialog.Answer{Text: strings.Join(m.Topics, ",")}
	}
	return a
}

// Preset are the answers that a log begins with: whose, and of which day.
func Preset(g casebook.Group, day time.Time) dialog.Answers {
	return dialog.Answers{AboutGroup: {Option: strconv.FormatInt(int64(g.ID), 10), Text: g.Name}, AboutDay: {Text: day.Format(time.DateOnly)}}
}

// Known puts in what is known of a meeting: its hours, place, people and agenda.
func Known(a dialog.Answers, m casebook.Meeting, zone *time.Location) {
	if m.Clock {
		text := m.StartsAt.In(zone).Format("15.04")
		if !m.EndsAt.IsZero() {
			text += "-" + m.EndsAt.In(zone).Format("15.04")
		}
		a["hour"] = dialog.Answer{Text: text}
	}
	for key, text := range map[string]string{"place": m.Place, "chair": m.Chair.Reveal(), "notes": m.Notes.Reveal(), "agenda": m.Agenda.Reveal()} {
		if text != "" {
			a[key] = dialog.Answer{Text: text}
		}
	}
}
