package almanac_test

import (
	"strings"
	"testing"
	"time"
)

// The longest message of a chat, of one word again and again, is read in no time: nothing is read over from the start.
func TestLongTextsAreReadOnce(t *testing.T) {
	began := time.Now()
	for _, word := range append(vocabulary, "by", "s/d ", "9-", "5/", "2 jam ", "jam 9 ", "besok ") {
		sound(t, strings.Repeat(word+" ", 4096/(len(word)+1)), time.Date(2026, 11, 24, 10, 0, 0, 0, wib))
		if d := time.Since(began); d > 2*time.Second {
			t.Fatalf("%q: %s", word, d)
		}
		began = time.Now()
	}
}
