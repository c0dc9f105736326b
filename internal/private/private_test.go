package private

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestATextPrintsOnlyItsLength(t *testing.T) {
	text := Of("nenek sendirian")
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("heard", "text", text)
	asJSON, _ := json.Marshal(struct{ T Text }{text})
	for _, out := range []string{fmt.Sprint(text), fmt.Sprintf("%v %s %q %#v %+v %x", text, text, text, text, text, text), fmt.Sprintf("%v", struct{ T Text }{text}), log.String(), string(asJSON), fmt.Errorf("refused %v", text).Error()} {
		if strings.Contains(out, "nenek") || strings.Contains(out, "6e656e") {
			t.Errorf("leaked: %s", out)
		}
	}
	if text.Reveal() != "nenek sendirian" {
		t.Error("Reveal must give the text itself")
	}
}

func TestAKeyCanBeRetired(t *testing.T) {
	old := NewKey()
	before, err := ParseRing(old)
	if err != nil {
		t.Fatal(err)
	}
	sealed := before.Seal("draft", []byte("cerita"))
	after, err := ParseRing("2:" + strings.TrimPrefix(NewKey(), "1:") + "," + old)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := after.Open("draft", sealed); err != nil || string(plain) != "cerita" {
		t.Fatalf("the old key must still open: %v", err)
	}
	if _, err := before.Open("draft", after.Seal("draft", nil)); !errors.Is(err, ErrSealed) {
		t.Error("a ring without the new key must refuse")
	}
	if _, err := after.Open("identity", sealed); !errors.Is(err, ErrSealed) {
		t.Error("another purpose must refuse")
	}
	if !bytes.Equal(before.MAC("17.01", "7"), after.MAC("17.01", "7")) {
		t.Error("what was indexed must be found again")
	}
	if bytes.Equal(after.MAC("a", "bc"), after.MAC("ab", "c")) {
		t.Error("parts must not run together")
	}
}

func TestABadRingIsRefused(t *testing.T) {
	for _, s := range []string{"", "1", "0:" + NewKey()[2:], "1:short", NewKey() + "," + NewKey()} {
		if _, err := ParseRing(s); err == nil {
			t.Errorf("accepted %q", s)
		}
	}
}
