package cards

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/words"
)

// Opened shows a case to somebody who works it, as far as that person's role goes, with the buttons that the person may press. events are its
// timeline, as the person may read it.
func (c Cards) Opened(v casebook.Viewer, k casebook.Case, holder casebook.Role, events []casebook.Event) chat.Message {
	l := c.Voice(v.Language)
	m := chat.Message{
		Text: l.Say("case.view", "number", string(k.Number), "state", l.Say("state."+string(k.State)), "kind", c.what(l, k)+gist(l, k), "place", c.Place(k.Region),
			"received", c.date(l, k.ReceivedAt), "due", c.deadline(l, k.Urgency, k.DueAt), "holder", c.holder(l, v, k, holder), "body", c.body(l, v, k, events)),
		Buttons:   append(c.caseButtons(l, v, k), c.staffButtons(l, v, k)...),
		Protected: true, // not to be sent on
	}
	if casebook.May(v, casebook.SeeWords, k) == nil {
		for _, f := range k.Files {
			m.Files = append(m.Files, chat.File{Kind: f.Kind, ID: f.TelegramID, Kept: f.ID})
		}
	}
	return m
}

func (c Cards) body(l *words.Language, v casebook.Viewer, k casebook.Case, events []casebook.Event) string {
	told, taken := c.told(l, events)
	lines := whereabouts(l, k)
	if casebook.May(v, casebook.SeeWords, k) == nil {
		lines = append(lines, strings.TrimSpace(l.Say("case.story", "files", filesOf(l, k), "story", quoted(l, k, room-taken))))
		for _, f := range k.Files {
			if f.Kind == "pin" {
				lines = append(lines, "📍 <code>"+f.TelegramID+"</code>")
			}
		}
	} else {
		lines = append(lines, l.Say("case.story_hidden"))
	}
	if k.Many && casebook.Desk(v, k) != casebook.Officer {
		lines = append(lines, l.Say("case.many"))
	}
	if k.FiledBy != 0 {
		lines = append(lines, l.Say("case.behalf"))
	}
	if k.Gist.Child && k.Safe == casebook.Never {
		lines = append(lines, l.Say("case.child_silent"))
	}
	if k.Disclosure != "" {
		lines = append(lines, l.Say("case.reporter."+string(k.Disclosure), "level", l.Say("report.level."+string(k.Shield))))
	}
	return strings.Join(append(lines, told...), "\n")
}

// room is how many characters the words in an opened case may take: Telegram takes 4096 in a message.
const room = 3200

// told gives the lines of the timeline, and how many characters they take. The story keeps half the room: older lines give way.
func (c Cards) told(l *words.Language, events []casebook.Event) (lines []string, taken int) {
	for _, e := range slices.Backward(events) {
		line := c.event(l, e)
		n := utf8.RuneCountInString(line)
		if line == "" {
			continue
		}
		if taken+n > room/2 {
			lines = append(lines, "…")
			break
		}
		lines, taken = append(lines, line), taken+n
	}
	slices.Reverse(lines)
	return lines, taken
}

// event is a line of the timeline that whoever works the case must know: what the reporter added, and why somebody could not.
func (c Cards) event(l *words.Language, e casebook.Event) string {
	note := chat.Escape(short(e.Note.Reveal(), 800))
	switch {
	case e.Move == casebook.Add && note == "":
		return l.Say("case.added_hidden", "when", c.clock(l, e.At))
	case e.Move == casebook.Add:
		return l.Say("case.added", "when", c.clock(l, e.At), "words", note)
	case e.Move == casebook.Alarm:
		return l.Say("case.alarmed", "when", c.clock(l, e.At))
	case e.Move == casebook.Visit:
		return strings.TrimSpace(l.Say("case.found", "when", c.clock(l, e.At), "words", note))
	case e.Move == casebook.Dismiss:
		return l.Say("case.dismissed_why", "when", c.clock(l, e.At), "reason", note)
	case e.Move == casebook.Decline && note != "":
		return l.Say("case.declined_why", "when", c.clock(l, e.At), "reason", note)
	}
	return ""
}

// quoted gives the story in quotation marks; nothing where it was told without words.
func quoted(l *words.Language, k casebook.Case, most int) string {
	if k.Story.Empty() {
		return ""
	}
	return l.Say("report.review.quote", "story", chat.Escape(short(k.Story.Reveal(), most)))
}

func (c Cards) holder(l *words.Language, v casebook.Viewer, k casebook.Case, holder casebook.Role) string {
	switch {
	case k.Holder == 0:
		return l.Say("case.no_holder")
	case k.Holder == v.Person:
		return l.Say("alert.taken_you")
	case holder == "":
		return l.Say("case.holder", "who", l.Say("alert.someone"))
	default:
		return l.Say("case.holder", "who", l.Say("role."+string(holder)))
	}
}

func (c Cards) caseButtons(l *words.Language, v casebook.Viewer, k casebook.Case) [][]chat.Button {
	if !k.State.Open() {
		return nil
	}
	var first, second []chat.Button
	if k.Holder == 0 && casebook.May(v, casebook.DoTake, k) == nil {
		first = append(first, button(l, "case.take", Take, k))
	}
	if (k.Holder == 0 || k.Holder == v.Person) && casebook.May(v, casebook.DoDecline, k) == nil {
		first = append(first, button(l, "case.decline", Decline, k))
	}
	if casebook.May(v, casebook.DoClassify, k) == nil {
		second = append(second, button(l, "case.classify", Kinds, k))
	}
	if !k.Released && casebook.May(v, casebook.DoRelease, k) == nil {
		second = append(second, button(l, "case.release", Release, k))
	}
	if !k.Story.Empty() && casebook.May(v, casebook.SeeWords, k) == nil {
		second = append(second, button(l, "case.why", Why, k))
	}
	var rows [][]chat.Button
	for _, row := range [][]chat.Button{first, second} {
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// AllKinds makes a press on Kinds show all categories.
const AllKinds = "all"

// PickCategory asks which category a case is: at first those of the kinds that it may be, in their order, then all.
func (c Cards) PickCategory(v casebook.Viewer, k casebook.Case, categories []casebook.Category, kinds []string) chat.Message {
	l := c.Voice(v.Language)
	m := chat.Message{Text: "<b>" + string(k.Number) + "</b> " + l.Say("case.pick_kind")}
	var near []casebook.Category
	for _, kind := range kinds {
		for _, cat := range categories {
			if cat.Kind == kind {
				near = append(near, cat)
			}
		}
	}
	if len(near) == 0 {
		near = categories
	}
	for _, cat := range near {
		m.Buttons = append(m.Buttons, []chat.Button{{Label: l.Say("category." + cat.Code), Data: Token(Class, k.Number, cat.Code)}})
	}
	if len(near) < len(categories) {
		m.Buttons = append(m.Buttons, []chat.Button{{Label: l.Say("case.other_kinds"), Data: Token(Kinds, k.Number, AllKinds)}})
	}
	return m
}

// AskOpening asks whether a confidential case is to be opened to staff and coordinators under a category.
func (c Cards) AskOpening(v casebook.Viewer, k casebook.Case, cat casebook.Category) chat.Message {
	l := c.Voice(v.Language)
	return chat.Message{
		Text: l.Say("case.ask_opening", "number", string(k.Number), "kind", l.Say("category."+cat.Code)),
		Buttons: [][]chat.Button{
			{{Label: l.Say("case.do_open"), Data: Token(Class, k.Number, cat.Code+"!")}},
			{{Label: l.Say("case.keep_closed"), Data: Token(Open, k.Number)}},
		},
	}
}

// Tasks lists the open cases that a person may work, with a button to open each.
func (c Cards) Tasks(v casebook.Viewer, lines []casebook.CaseLine, next string) chat.Message {
	l := c.Voice(v.Language)
	text := []string{l.Say("tasks.title")}
	m := chat.Message{}
	var row []chat.Button
	opens := v.Any(casebook.Officer, casebook.Coordinator, casebook.Staff, casebook.Caseworker) // others see numbers and lateness only
	for i, line := range lines {
		if !opens {
			text = append(text, strconv.Itoa(i+1)+". "+l.Say("tasks.line_head", "number", string(line.Number), "state", l.Say("state."+string(line.State)),
				"due", c.deadline(l, line.Urgency, line.DueAt)))
			continue
		}
		mine, kind, place := "", c.kind(l, line.Kind), c.Place(line.Region)
		if line.Holder == v.Person {
			mine = l.Say("tasks.line_mine")
		}
		if line.Lane == casebook.Confidential {
			kind, place = l.Say("alert.secret_kind"), c.kecamatan(line.Region)
		}
		text = append(text, strconv.Itoa(i+1)+". "+l.Say("tasks.line", "number", string(line.Number), "state", l.Say("state."+string(line.State)),
			"kind", kind, "place", place, "due", c.deadline(l, line.Urgency, line.DueAt), "holder", mine))
		row = append(row, chat.Button{Label: strconv.Itoa(i + 1), Data: Token(Open, line.Number)})
		if len(row) == 5 {
			m.Buttons, row = append(m.Buttons, row), nil
		}
	}
	if len(row) > 0 {
		m.Buttons = append(m.Buttons, row)
	}
	if next != "" {
		m.Buttons = append(m.Buttons, []chat.Button{{Label: l.Say("tasks.more"), Data: next}})
	}
	m.Text = strings.Join(text, "\n")
	return m
}

// TakeIt asks an officer who wrote more than the word whether the case is taken.
func (c Cards) TakeIt(language string, number casebook.Number) chat.Message {
	l := c.Voice(language)
	return chat.Message{Text: l.Say("case.take_ask", "number", string(number)), Buttons: [][]chat.Button{{
		{Label: l.Say("case.take"), Data: Token(Take, number)}, {Label: l.Say("case.decline"), Data: Token(Decline, number)},
	}}}
}

// short cuts a text to what fits a message, in characters.
func short(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + " …"
	}
	return s
}
