package words_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"rembuk/internal/words"
)

// screens are the options that stand together without one question's key above them.
var screens = map[string][]string{
	"the review":       {"talk.send", "talk.edit", "talk.cancel"},
	"the story told":   {"talk.next", "talk.anew", "talk.back", "talk.cancel"},
	"a list of places": {"talk.more", "talk.back", "talk.cancel"},
	"the menu":         {"menu.report", "menu.own", "menu.danger", "menu.ask", "menu.tasks", "menu.meetings", "pungli", "greet.hello", "greet.salam", "talk.back", "talk.cancel"},
	"a case":           {"case.take", "case.decline", "case.open", "case.release", "case.why"},
	"an invitation":    {"role.officer", "role.coordinator", "role.staff", "role.caseworker", "role.admin", "role.viewer"},
}

// everywhere are the words that mean the same in every question, whatever its options.
var everywhere = []string{"talk.cancel", "talk.back", "menu.danger"}

// questions finds the options of each question: the keys one step below the key of its ".ask".
func questions(l *words.Language) map[string][]string {
	found := map[string][]string{}
	for _, ask := range sorted(l) {
		question, ok := strings.CutSuffix(ask, ".ask")
		if !ok {
			continue
		}
		for _, key := range sorted(l) {
			end, ok := strings.CutPrefix(key, question+".")
			if ok && !strings.Contains(end, ".") && !slices.Contains([]string{"ask", "line", "again", "anew"}, end) {
				found[question] = append(found[question], key)
			}
		}
	}
	return found
}

// folded is a text as it is compared with what people type.
func folded(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		case r == '\'' || r == '’':
			return -1
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// ways are all the texts by which an option is chosen.
func ways(l *words.Language, key string) []string {
	all := l.Words(key)
	if label := folded(l.Say(key)); l.Has(key) && !slices.Contains(all, label) {
		all = append(all, label)
	}
	return all
}

// distinct notes which option answers to which word, and complains of two that answer to the same.
func distinct(t *testing.T, code, screen string, l *words.Language, keys []string) {
	t.Helper()
	answers := map[string]string{}
	for i, numeral := range l.Words("talk.numerals") {
		answers[numeral] = "the number " + strings.Repeat("I", i+1)
	}
	for _, key := range keys {
		for _, way := range ways(l, key) {
			if other, ok := answers[way]; ok && other != key {
				t.Errorf("%s: on the screen of %s, %q means both %s and %s", code, screen, way, other, key)
			}
			answers[way] = key
		}
	}
}

func TestOptionsOfAQuestionCannotBeMistaken(t *testing.T) {
	for _, code := range words.Codes {
		l := words.In(code)
		found := questions(l)
		if len(found["report.who"]) != 4 || len(found["report.level"]) != 4 {
			t.Fatalf("%s: the question who may know has the options %v, the one about whom %v", code, found["report.who"], found["report.level"])
		}
		for question, options := range found {
			distinct(t, code, question, l, append(options, everywhere...))
		}
		for screen, options := range screens {
			distinct(t, code, screen, l, options)
		}
	}
}

// Two different lines of the same report, or of the same log, cannot be told apart if they have the same name.
func TestLinesToChangeCannotBeMistaken(t *testing.T) {
	for _, code := range words.Codes {
		l := words.In(code)
		for _, talk := range []string{"report.", "meeting.", "plan."} {
			var lines []string
			for _, key := range sorted(l) {
				if strings.HasPrefix(key, talk) && strings.HasSuffix(key, ".line") {
					lines = append(lines, key)
				}
			}
			if len(lines) < 3 {
				t.Errorf("%s: %s has the lines %v only", code, talk, lines)
			}
			distinct(t, code, "what to change of a "+talk, l, append(lines, "talk.back", "talk.cancel"))
		}
	}
}

// A keyboard stays on the screen when the language is changed, and people mix the two.
func TestEnglishUnderstandsIndonesianButtons(t *testing.T) {
	id, en := words.In("id"), words.In("en")
	for _, key := range sorted(id) {
		if strings.HasPrefix(key, "role.") {
			continue // typed after a command, never pressed
		}
		if label := folded(id.Say(key)); id.Has(key+".words") && !slices.Contains(ways(en, key), label) {
			t.Errorf("en.txt: %s does not know the Indonesian button %q", key, label)
		}
	}
}

// What we tell people to type is understood when they do.
func TestWhatWeAskPeopleToTypeIsUnderstood(t *testing.T) {
	told := map[string]*regexp.Regexp{"id": regexp.MustCompile(`ketik ([A-Z]{3,})`), "en": regexp.MustCompile(`type ([A-Z]{3,})`)}
	roles := map[string]*regexp.Regexp{"id": regexp.MustCompile(`(?:Peran|Pilih): ([a-z, ]+)`), "en": regexp.MustCompile(`(?:Roles|Choose): ([a-z, ]+)`)}
	quoted := regexp.MustCompile(`<i>([^<]+)</i>`)
	for _, code := range words.Codes {
		l := words.In(code)
		if word := told[code].FindStringSubmatch(l.Say("help.text")); word == nil || !slices.Contains(l.Words("pungli"), strings.ToLower(word[1])) {
			t.Errorf("%s: the help asks to type %v, which means nothing to us", code, word)
		}
		for _, key := range []string{"invite.usage", "invite.bad_role"} {
			list := roles[code].FindStringSubmatch(l.Say(key))
			if list == nil {
				t.Errorf("%s: %s names no roles", code, key)
				continue
			}
			for word := range strings.SplitSeq(list[1], ", ") {
				if !slices.ContainsFunc(screens["an invitation"], func(role string) bool { return slices.Contains(l.Words(role), word) }) {
					t.Errorf("%s: %s offers the role %q, which we do not understand", code, key, word)
				}
			}
		}
		for _, word := range quoted.FindAllStringSubmatch(l.Say("help.staff"), -1) {
			if !slices.ContainsFunc(screens["a case"], func(key string) bool { return slices.Contains(ways(l, key), folded(word[1])) }) {
				t.Errorf("%s: officers are told to reply %q, which we do not understand", code, word[1])
			}
		}
	}
}
