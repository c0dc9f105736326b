package almanac_test

import (
	"fmt"
	"strings"
	"testing"

	"rembuk/internal/almanac"
)

func TestClockPhrases(t *testing.T) {
	for _, r := range rows(t, "clock") {
		h := almanac.ReadClock(r.words)
		all := h.Maybe
		if h.OK {
			all = []int{h.Minutes}
		}
		said := []string{}
		for _, m := range all {
			said = append(said, fmt.Sprintf("%02d:%02d", m/60, m%60))
		}
		got := strings.Join(said, " | ")
		if got == "" {
			got = "-"
		}
		if got != r.want {
			t.Errorf("clock.txt:%d: %q\n got %s\nwant %s", r.line, r.words, got, r.want)
		}
		if r.rest != "" && h.Rest != r.rest {
			t.Errorf("clock.txt:%d: %q leaves %q", r.line, r.words, h.Rest)
		}
	}
}
