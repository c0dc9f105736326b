package almanac_test

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"time"

	"rembuk/internal/almanac"
)

var wib = time.FixedZone("WIB", 7*60*60)

// row is a line of the tables in testdata.
type row struct {
	file   string
	line   int
	now    time.Time
	words  string
	want   string
	rest   string
	rested bool
}

// TestPhrases reads every phrase of the tables, as an officer could correct them.
func TestPhrases(t *testing.T) {
	all, asked, unread := 0, 0, 0
	for file, read := range map[string]func(string, time.Time) almanac.Reading{"read": almanac.Read, "past": almanac.ReadPast, "due": almanac.ReadDue} {
		for _, r := range rows(t, file) {
			got := read(r.words, r.now)
			all++
			switch {
			case len(got.Maybe) > 0:
				asked++
			case !got.OK:
				unread++
			}
			if s := shown(got, r.now); s != r.want {
				t.Errorf("%s.txt:%d at %s: %q\n got %s\nwant %s", r.file, r.line, r.now.Format("Mon 2 Jan 2006 15:04"), r.words, s, r.want)
			}
			if r.rested && got.Rest != r.rest {
				t.Errorf("%s.txt:%d: %q leaves %q, want %q", r.file, r.line, r.words, got.Rest, r.rest)
			}
		}
	}
	t.Logf("%d phrases: %d of one meaning, %d asked back, %d not understood", all, all-asked-unread, asked, unread)
	if all < 170 || asked < 25 {
		t.Error("the tables have shrunk")
	}
}

func rows(t testing.TB, file string) (all []row) {
	t.Helper()
	f, err := os.Open("testdata/" + file + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := row{file: file}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		r.line++
		text := lines.Text()
		if at, ok := strings.CutPrefix(text, "now "); ok {
			if r.now, err = time.ParseInLocation("2006-01-02 15:04", at, wib); err != nil {
				t.Fatal(err)
			}
			continue
		}
		parts := strings.Split(text, " -> ")
		if len(parts) < 2 || strings.HasPrefix(text, "#") {
			continue
		}
		r.words, r.want, r.rest, r.rested = parts[0], parts[1], "", len(parts) > 2
		if r.rested {
			r.rest = parts[2]
		} else if parts[1] != "-" {
			r.rested = true
		}
		all = append(all, r)
	}
	return all
}

// shown writes a reading as the tables do.
func shown(r almanac.Reading, now time.Time) string {
	all := r.Maybe
	if r.OK {
		all = []almanac.Moment{r.Moment}
	}
	var said []string
	for _, m := range all {
		layout := "01-02"
		if m.At.Year() != now.Year() {
			layout = "2006-01-02"
		}
		if m.Clock {
			layout += " 15:04"
		}
		said = append(said, m.At.Format(layout))
	}
	if len(said) == 0 {
		return "-"
	}
	return strings.Join(said, " | ")
}
