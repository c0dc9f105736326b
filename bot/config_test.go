package main

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"

	"rembuk/internal/house"
)

// example is a setting as deploy/env.example explains it.
type example struct {
	name, value string // value: what stands there, to begin with
	prose       string
	need, shown string // "Required", "Optional", ...; the example in the explanation
}

var (
	exampleLine = regexp.MustCompile(`^([A-Z][A-Z0-9_]*)=(.*)$`)
	needLine    = regexp.MustCompile(`^# (Required|Required with [A-Z0-9_]+|Optional)(?:; \S+ if not set)?\. Example: (\S.*)$`)
)

func examples(t *testing.T) []example {
	t.Helper()
	text, err := os.ReadFile("../deploy/env.example")
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	var next example
	for i, line := range strings.Split(string(text), "\n") {
		need, assigned := needLine.FindStringSubmatch(line), exampleLine.FindStringSubmatch(line)
		switch {
		case need != nil:
			next.need, next.shown = need[1], need[2]
		case assigned != nil:
			next.name, next.value = assigned[1], assigned[2]
			all = append(all, next)
			next = example{}
		case strings.HasPrefix(line, "# "), line == "#":
			next.prose += line
		case line == "":
			next = example{}
		default:
			t.Errorf("line %d is neither a comment nor NAME=value: %s", i+1, line)
		}
	}
	return all
}

// shown is an environment made of the examples.
func shown(t *testing.T) map[string]string {
	env := map[string]string{}
	for _, e := range examples(t) {
		env[e.name] = e.shown
	}
	return env
}

// faultsOf are the sentences with which an environment is refused; none: it passes.
func faultsOf(env map[string]string) (faults []string) {
	cfg, err := read(func(name string) string { return env[name] })
	for _, err := range []error{err, tokens(cfg)} {
		if err != nil {
			faults = append(faults, strings.Split(err.Error(), "\n")...)
		}
	}
	return faults
}

// naming counts the faults that begin with a setting's name.
func naming(faults []string, name string) (n int) {
	for _, f := range faults {
		if strings.HasPrefix(f, name+" ") || strings.HasPrefix(f, name+":") {
			n++
		}
	}
	return n
}

func TestTheExampleExplainsEachSettingInOrder(t *testing.T) {
	all := examples(t)
	for i, s := range settings {
		if i >= len(all) || all[i].name != s.name {
			t.Fatalf("setting %d is %s: want it at this place in deploy/env.example", i+1, s.name)
		}
		if e := all[i]; len(e.prose) < 30 || e.need == "" || e.shown == "" {
			t.Errorf("%s: want an explanation, then a line such as %q", s.name, "# Optional; json if not set. Example: json")
		}
	}
	for _, e := range all[len(settings):] {
		t.Errorf("%s is explained, and no setting", e.name)
	}
}

func TestTheExamplesPass(t *testing.T) {
	if faults := faultsOf(shown(t)); len(faults) > 0 {
		t.Errorf("refused: %q", faults)
	}
}

// A copy of the file that nobody has filled in must not serve with secrets that everybody knows.
func TestTheExampleAsItStandsIsRefused(t *testing.T) {
	env := map[string]string{}
	for _, e := range examples(t) {
		env[e.name] = e.value
	}
	faults := faultsOf(env)
	for _, e := range examples(t) {
		want := 0
		if e.need == "Required" {
			want = 1
		}
		if got := naming(faults, e.name); got != want {
			t.Errorf("%s: named %d times, want %d: %q", e.name, got, want, faults)
		}
	}
}

func TestWhatIsRequiredIsRequired(t *testing.T) {
	for _, e := range examples(t) {
		env := shown(t)
		delete(env, e.name)
		faults := faultsOf(env)
		if e.need == "Optional" && len(faults) > 0 {
			t.Errorf("%s is optional, and without it: %q", e.name, faults)
		}
		if e.need != "Optional" && (len(faults) != 1 || naming(faults, e.name) != 1) {
			t.Errorf("%s is required, and without it: %q", e.name, faults)
		}
	}
	env := shown(t)
	delete(env, "WEBHOOK_URL")
	delete(env, "WEBHOOK_SECRET")
	if faults := faultsOf(env); len(faults) > 0 {
		t.Errorf("long polling needs no secret: %q", faults)
	}
}

// bad are values that must be refused. Their secrets hold the word hunter.
var bad = map[string]string{
	"DATABASE_URL":     "postgres://rembuk:hunter2@db:notaport/rembuk",
	"REDIS_URL":        "https://default:hunter3@cache",
	"REDIS_REPLICAS":   "many",
	"REMBUK_KEYS":      "1:hunter4",
	"REMBUK_DISTRICTS": "1701, 0000",
	"TELEGRAM_SERVER":  "ftp://hunter5@telegram.example",
	"WEBHOOK_URL":      "http://user:hunter6@rembuk.example.go.id",
	"WEBHOOK_SECRET":   "hunter 7",
	"S3_ENDPOINT":      "s3.example.go.id/hunter9",
}

func TestAllFaultsAreNamedAtOnceAndHoldNoSecret(t *testing.T) {
	env := maps.Clone(bad)
	env["TELEGRAM_TOKEN_1701"] = "123456789:hunter8" // known to be wrong by Telegram only
	faults := faultsOf(env)
	for name := range bad {
		if naming(faults, name) != 1 {
			t.Errorf("%s=%s: named %d times", name, bad[name], naming(faults, name))
		}
	}
	if naming(faults, tokenPrefix+"0000") != 1 {
		t.Errorf("the second district's token is missing, and that is not said")
	}
	if all := strings.Join(faults, "\n"); strings.Contains(all, "hunter") {
		t.Errorf("a secret is printed: %s", all)
	}
}

func TestEachFaultStandsAloneToo(t *testing.T) {
	for name, value := range bad {
		env := shown(t)
		env[name] = value
		faults := faultsOf(env)
		if naming(faults, name) != 1 {
			t.Errorf("%s=%s passes, or is named twice: %q", name, value, faults)
		}
		if all := strings.Join(faults, "\n"); strings.Contains(all, "hunter") {
			t.Errorf("a secret is printed: %s", all)
		}
	}
}

func TestEachDistrictNeedsItsToken(t *testing.T) {
	cfg := house.Config{Districts: []house.District{{Code: "1701", Token: "x"}, {Code: "9901"}, {Code: "9902"}}}
	err := tokens(cfg)
	if err == nil || strings.Contains(err.Error(), "1701") || !strings.Contains(err.Error(), "9901") || !strings.Contains(err.Error(), "9902") {
		t.Errorf("want 9901 and 9902 named: %v", err)
	}
}
