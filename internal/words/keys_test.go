package words_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"rembuk/internal/words"
)

// Every sentence that the code asks for by name is there.
func TestEverySentenceTheCodeSaysIsThere(t *testing.T) {
	u := readUses(t)
	id := words.In("id")
	for _, use := range u.uses {
		switch {
		case use.begins:
			if !fromDistrict(use.key) && !slices.ContainsFunc(id.Keys(), func(key string) bool { return strings.HasPrefix(key, use.key) }) {
				t.Errorf("%s: no sentence begins with %q", use.at, use.key)
			}
		case use.words && id.Has(use.key+".words"):
		case !id.Has(use.key) && !fromDistrict(use.key):
			t.Errorf("%s: there is no sentence %q", use.at, use.key)
		}
	}
	if len(u.uses) < 100 {
		t.Errorf("only %d uses of sentences were found in the code: the search is broken", len(u.uses))
	}
}

// fromDistrict tells the sentences that are a district's data, added by With.
func fromDistrict(key string) bool {
	return strings.HasPrefix(key, "category.") || strings.HasPrefix(key, "topic.") || strings.HasPrefix(key, "quiz_") || strings.HasPrefix(key, "question.") || key == "report.kind."
}

// unsaid are the values that nobody reads: what tells of them has no title, or they are not told at all.
var unsaid = map[string]bool{"notice.claim_made": true, "notice.claim_decided": true, "notice.month_summary": true, "notice.door_counter": true, "claim.state.claimed": true}

// Whatever value a case, an alert or a grant can have, there is a word for it.
func TestEveryValueHasItsWord(t *testing.T) {
	u := readUses(t)
	for prefix, of := range map[string][2]string{
		"state.":             {"internal/casebook", "State"},
		"meeting.kind.":      {"internal/casebook", "MeetingKind"},
		"plan.any.":          {"internal/casebook", "MeetingKind"},
		"plan.every.":        {"internal/casebook", "Every"},
		"presence.":          {"internal/casebook", "Presence"},
		"follow.state.":      {"internal/casebook", "FollowState"},
		"notice.":            {"internal/casebook", "NoticeKind"},
		"claim.state.":       {"internal/casebook", "ClaimState"},
		"coaching.standing.": {"internal/casebook", "Standing"},
		"import.fault.":      {"internal/casebook", "RowFault"},
		"role.":              {"internal/casebook", "Role"},
		"alert.why.":         {"internal/casebook", "Role"},
		"alert.":             {"internal/casebook", "AlertKind"},
		"report.who.":        {"internal/casebook", "Disclosure"},
		"report.review.who.": {"internal/casebook", "Disclosure"},
		"case.reporter.":     {"internal/casebook", "Disclosure"},
		"report.level.":      {"internal/casebook", "Shield"},
		"command.":           {"internal/desk", "Commands"},
	} {
		values := u.constants(of[0], of[1])
		if len(values) == 0 {
			t.Errorf("%s of %s was not found in the code", of[1], of[0])
		}
		for _, value := range values {
			if !unsaid[prefix+value] && !words.In("id").Has(prefix+value) {
				t.Errorf("there is no sentence %s%s for the %s %q", prefix, value, of[1], value)
			}
		}
	}
	for _, code := range words.Codes {
		if !words.In("id").Has("language.code." + code) {
			t.Errorf("the language %s cannot be chosen", code)
		}
	}
}

// A person never reads a {blank}.
func TestEveryBlankIsFilledIn(t *testing.T) {
	id := words.In("id")
	for _, use := range readUses(t).uses {
		if !use.known || use.words {
			continue
		}
		for _, key := range id.Keys() {
			if isList(key) || key != use.key && !(use.begins && strings.HasPrefix(key, use.key) && !strings.Contains(key[len(use.key):], ".")) {
				continue
			}
			if use.begins && !use.certain(key) {
				continue
			}
			for _, found := range blank.FindAllString(id.Say(key), -1) {
				if !slices.Contains(use.blanks, strings.Trim(found, "{}")) {
					t.Errorf("%s: %s is said without %s", use.at, key, found)
				}
			}
		}
	}
}

// certain tells whether a computed key can be this one: alert.card and the like are said by name only.
func (u use) certain(key string) bool {
	return !slices.Contains([]string{"alert.card", "alert.count", "alert.taken"}, key)
}

// A sentence that nobody says is translated for nothing.
func TestNoSentenceIsIdle(t *testing.T) {
	u := readUses(t)
	inside := []string{"date.", "greet."} // said by this package
	for _, key := range sorted(words.In("id")) {
		said := key
		if isList(key) {
			said = strings.TrimSuffix(key, ".words")
		}
		if u.literals[said] || slices.ContainsFunc(inside, func(prefix string) bool { return strings.HasPrefix(said, prefix) }) {
			continue
		}
		if !slices.ContainsFunc(u.uses, func(use use) bool {
			return use.key == said || use.begins && strings.HasSuffix(use.key, ".") && strings.HasPrefix(said, use.key)
		}) {
			t.Errorf("nobody says %s", key)
		}
	}
}

// A command that a sentence names is one that we know.
func TestEveryCommandWeNameExists(t *testing.T) {
	known := readUses(t).constants("internal/desk", "commands")
	if len(known) == 0 {
		t.Fatal("the commands were not found in the code")
	}
	command := regexp.MustCompile(`(?:^|[\s(])/([a-z]+)`)
	each(t, func(t *testing.T, l *words.Language, key, text string) {
		for _, found := range command.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(known, found[1]) {
				t.Errorf("%s: %s names /%s, which does nothing", l.Code(), key, found[1])
			}
		}
	})
}
