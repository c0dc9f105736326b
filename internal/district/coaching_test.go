package district

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rembuk/internal/casebook"
)

func TestCoachingOfBengkuluSelatan(t *testing.T) {
	d := load1701(t)
	if len(d.Topics) != 10 || len(d.Tests) < 3 {
		t.Fatalf("%d topics, %d tests; want 10 and at least 3", len(d.Topics), len(d.Tests))
	}
	for _, test := range d.Tests {
		if len(test.Questions) != 5 {
			t.Errorf("the test of %s has %d questions, want 5", test.Topic, len(test.Questions))
		}
	}
	round := d.Round()
	if round.Minutes != 3*casebook.Day || round.MinutesLate != 7*casebook.Day || round.DayBefore != casebook.Day || round.HoursBefore != 2*time.Hour ||
		round.FollowLater != 3*casebook.Day || round.District != "17.01" {
		t.Errorf("the round goes by %+v", round)
	}
	want := casebook.Thresholds{Presence: 60, Months: 6, Follow: 60, Ranking: 10, Schedule: casebook.Span{Count: 90, Unit: casebook.Day}, ReportDay: 5, Topics: 10}
	if round.Thresholds != want {
		t.Errorf("thresholds are %+v, want %+v", round.Thresholds, want)
	}
}

// Whoever guesses the longest answer must not pass: the right one is the longest in fewer than two thirds of the questions.
func TestRightAnswersAreNotTheLongest(t *testing.T) {
	longest, all := 0, 0
	for _, test := range load1701(t).Tests {
		for _, q := range test.Questions {
			all++
			if len(q.Right.ID) > max(len(q.Wrong[0].ID), len(q.Wrong[1].ID)) {
				longest++
			}
		}
	}
	if 3*longest >= 2*all {
		t.Errorf("in %d of %d questions the right answer is the longest", longest, all)
	}
}

func TestFaultsOfTestsAreNamed(t *testing.T) {
	broken := fstest.MapFS{}
	folder, _ := fs.Sub(folders, "9901")
	names, _ := fs.Glob(folder, "*.csv")
	for _, name := range names {
		text, _ := fs.ReadFile(folder, name)
		broken[name] = &fstest.MapFile{Data: text}
	}
	change := func(name, from, to string) {
		text := string(broken[name].Data)
		if !strings.Contains(text, from) {
			t.Fatalf("%s has no %q", name, from)
		}
		broken[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, from, to, 1))}
	}
	change("topics.csv", "tide,", "record,")
	change("tests.csv", "record,danger", "Flood Tide,nik")
	change("tests.csv", "171,171", "110,110")
	change("tests.csv", "Kadang-kadang", strings.Repeat("kadang ", 7))
	change("policies.csv", "coaching.presence,60", "coaching.presence,160")
	change("policies.csv", "report.day,10", "report.day,31")
	change("policies.csv", "meeting.minutes_late,7", "meeting.minutes_late,1")
	_, err := load(broken, "9901")
	if err == nil {
		t.Fatal("a broken district was loaded")
	}
	for _, want := range []string{
		"record is there twice", "a test of Flood Tide, which is no topic", "the same answer twice", "is longer than 40 letters",
		"coaching.presence is 160, want a percentage", "report.day is 31", "before the secretary does",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}
