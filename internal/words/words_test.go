package words_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rembuk/internal/words"
)

var (
	blank    = regexp.MustCompile(`\{[a-z_]+\}`)
	tag      = regexp.MustCompile(`<[^>]*>`)
	sentence = regexp.MustCompile(`[.?!](\s|$)`)
)

// isList tells the lists of words that people may type from the sentences that we say. One sentence has a key that looks like a list's.
func isList(key string) bool { return strings.HasSuffix(key, ".words") && key != "case.words" }

func sorted(l *words.Language) []string {
	keys := l.Keys()
	slices.Sort(keys)
	return keys
}

// each runs a check on every sentence of every language.
func each(t *testing.T, check func(t *testing.T, l *words.Language, key, text string)) {
	t.Helper()
	for _, code := range words.Codes {
		l := words.In(code)
		for _, key := range sorted(l) {
			if !isList(key) {
				check(t, l, key, l.Say(key))
			}
		}
	}
}

// What is said in one language is said in the other.
func TestTheLanguagesSayTheSame(t *testing.T) {
	id, en := words.In("id"), words.In("en")
	for _, key := range sorted(id) {
		if !en.Has(key) {
			t.Errorf("en.txt lacks %s = %s", key, id.Say(key))
		}
	}
	for _, key := range sorted(en) {
		if !id.Has(key) {
			t.Errorf("en.txt has %s, which id.txt has not", key)
		}
	}
}

// The same blanks are filled in, the same words are set off, and the lines break in the same places.
func TestASentenceHasTheSameShapeInBothLanguages(t *testing.T) {
	id, en := words.In("id"), words.In("en")
	for _, key := range sorted(id) {
		if isList(key) || !en.Has(key) {
			continue
		}
		one, other := id.Say(key), en.Say(key)
		for what, find := range map[string]*regexp.Regexp{"blanks": blank, "tags": tag} {
			a, b := find.FindAllString(one, -1), find.FindAllString(other, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s of %s: %v in Indonesian, %v in English", what, key, a, b)
			}
		}
		if a, b := strings.Count(one, "\n"), strings.Count(other, "\n"); a != b {
			t.Errorf("%s has %d lines in Indonesian and %d in English", key, a+1, b+1)
		}
		if a, b := strings.HasPrefix(one, " "), strings.HasPrefix(other, " "); a != b {
			t.Errorf("%s begins with a space in one language only", key)
		}
	}
}

// Telegram refuses a whole message for one wrong tag.
func TestTagsAreFewAndClosed(t *testing.T) {
	each(t, func(t *testing.T, l *words.Language, key, text string) {
		var open []string
		for _, found := range tag.FindAllString(text, -1) {
			name, closing := strings.CutPrefix(strings.Trim(found, "<>"), "/")
			switch {
			case !slices.Contains([]string{"b", "i", "code"}, name):
				t.Errorf("%s: %s has the tag %s", l.Code(), key, found)
			case !closing:
				open = append(open, name)
			case len(open) == 0 || open[len(open)-1] != name:
				t.Errorf("%s: %s closes %s out of turn", l.Code(), key, found)
			default:
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			t.Errorf("%s: %s leaves %v open", l.Code(), key, open)
		}
		if strings.ContainsAny(tag.ReplaceAllString(text, ""), "<>&") {
			t.Errorf("%s: %s has <, > or & outside a tag", l.Code(), key)
		}
		if strings.ContainsAny(blank.ReplaceAllString(text, ""), "{}") {
			t.Errorf("%s: %s has a brace that is no blank", l.Code(), key)
		}
	})
}

// One question a message, two sentences, readable on a small phone.
func TestAQuestionIsShort(t *testing.T) {
	each(t, func(t *testing.T, l *words.Language, key, text string) {
		if !strings.HasSuffix(key, ".ask") {
			return
		}
		if n := len(sentence.FindAllString(text, -1)); n > 2 {
			t.Errorf("%s: %s has %d sentences", l.Code(), key, n)
		}
		if n := utf8.RuneCountInString(text); n > 350 {
			t.Errorf("%s: %s has %d characters", l.Code(), key, n)
		}
	})
}

// What Telegram cuts off or refuses beyond a length, in characters.
func TestSentencesFitWhereTelegramPutsThem(t *testing.T) {
	const filled = 40 // what a name of an office, a number, a role add
	most := map[string]int{"about.short": 120 - filled, "about.long": 512 - filled, "talk.hint": 64}
	for _, key := range []string{"taken", "taken_already", "released", "classed", "not_permitted", "not_found", "gone_on", "classify_first"} {
		most["case."+key] = 200 - filled // answers to a press
	}
	for _, key := range []string{
		"meeting.answered_yes", "meeting.answered_no", "meeting.gone_on", "meeting.not_found", "meeting.series_ended", "door.in", "door.in_again",
		"door.in_group", "door.closed", "door.proxy", "follow.not_found", "group.not_found", "report_month.not_found", "claim.gone_on",
	} {
		most[key] = 200 - filled // also answers to a press
	}
	for key := range most {
		if !words.In("id").Has(key) {
			t.Errorf("nothing is called %s", key)
		}
	}
	each(t, func(t *testing.T, l *words.Language, key, text string) {
		limit, ok := most[key]
		if strings.HasPrefix(key, "command.") {
			limit, ok = 256, true
		}
		if n := utf8.RuneCountInString(text); ok && n > limit {
			t.Errorf("%s: %s has %d characters, at most %d fit", l.Code(), key, n, limit)
		}
	})
}

// Residents are not spoken to in the office's words, and never see a word that frightens as a label.
func TestResidentsAreSpokenToPlainly(t *testing.T) {
	jargon := map[string]*regexp.Regexp{
		"id": regexp.MustCompile(`(?i)\b(draf|draft|(mem|di)?verifikasi|(di)?disposisi|(di)?konfirmasi|rahasia|anonim)\b`),
		"en": regexp.MustCompile(`(?i)\b(drafts?|verif\w+|disposition|confirm\w*|anonymous|confidential)\b`),
	}
	forStaff := []string{"alert", "case", "tasks", "decline", "invite", "people", "role", "paper"} // whole rooms; members of a group read those about meetings
	forCaseworkers := []string{"meeting.review.secret", "meeting.saved_secret"}
	each(t, func(t *testing.T, l *words.Language, key, text string) {
		room, _, _ := strings.Cut(key, ".")
		if slices.Contains(forStaff, room) || slices.Contains(forCaseworkers, key) || key == "help.staff" || key == "help.admin" {
			return
		}
		if found := jargon[l.Code()].FindString(text); found != "" {
			t.Errorf("%s: %s says %q", l.Code(), key, found)
		}
	})
}

// A list that is compared with what people type, folded, must be folded itself.
func TestWordsToTypeArePlain(t *testing.T) {
	plain := regexp.MustCompile(`^[\p{Ll}\p{N}]+( [\p{Ll}\p{N}]+)*$`)
	for _, code := range words.Codes {
		l := words.In(code)
		for _, key := range sorted(l) {
			if !isList(key) {
				continue
			}
			seen := map[string]bool{}
			for _, word := range l.Words(strings.TrimSuffix(key, ".words")) {
				if !plain.MatchString(word) {
					t.Errorf("%s: %s has %q, which nobody can match: small letters and single spaces only", code, key, word)
				}
				if seen[word] {
					t.Errorf("%s: %s has %q twice", code, key, word)
				}
				seen[word] = true
			}
		}
	}
}

func TestNumbersAreReadToEleven(t *testing.T) {
	for code, want := range map[string][2]string{"id": {"satu", "sebelas"}, "en": {"one", "eleven"}} {
		list := words.In(code).Words("talk.numerals")
		if len(list) != 11 || list[0] != want[0] || list[10] != want[1] {
			t.Errorf("%s counts %v, want %s to %s", code, list, want[0], want[1])
		}
	}
}

func TestBlanksAreFilledIn(t *testing.T) {
	id := words.In("id")
	if got, want := id.Say("receipt.added", "number", "BS-4821-0937-9"), "Sudah ditambahkan ke laporan BS-4821-0937-9."; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	if got := id.Say("no.such.key"); got != "[no.such.key]" {
		t.Errorf("a missing key is said as %q, want it in brackets", got)
	}
	if got := words.In("jv").Code(); got != "id" {
		t.Errorf("a language that we do not speak is answered in %q", got)
	}
	if words.In("id").Words("talk.thanks") != nil {
		t.Error("a key without other words has some")
	}
}

// A district adds the names of its kinds without changing what the others say.
func TestADistrictAddsItsOwn(t *testing.T) {
	id := words.In("id")
	more := id.With(map[string]string{"report.kind.lansia": "Lansia (60+)"})
	if more.Say("report.kind.lansia") != "Lansia (60+)" || more.Say("talk.send") != "KIRIM" || more.Code() != "id" {
		t.Error("the district's own is not added to what there is")
	}
	if id.Has("report.kind.lansia") {
		t.Error("one district's words are heard in another")
	}
}
