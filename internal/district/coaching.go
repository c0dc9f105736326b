package district

import (
	"regexp"
	"slices"

	"rembuk/internal/casebook"
)

// Topic is what a group can be coached in. Its key is for ever: the record of meetings holds it.
type Topic struct {
	Key    string // visit
	Name   Words
	Source string
}

// Test is the short test of a topic, to learn by.
type Test struct {
	Topic     string // Topic.Key
	Questions []Question
}

// Question is one of a short test.
type Question struct {
	Key   string // for ever, within its topic
	Ask   Words
	Right Words
	Wrong [2]Words
}

// Options gives the keys of what can be answered, the right one first, with their words.
func (q Question) Options() (keys []string, words map[string]Words) {
	return []string{"right", "wrong1", "wrong2"}, map[string]Words{"right": q.Right, "wrong1": q.Wrong[0], "wrong2": q.Wrong[1]}
}

// Thresholds gives what a group's standing is judged by.
func (d Data) Thresholds() casebook.Thresholds {
	p := d.Policies
	return casebook.Thresholds{Presence: p.CoachingPresence, Months: p.CoachingMonths, Follow: p.CoachingFollow, Ranking: p.CoachingRanking,
		Schedule: p.CoachingSchedule, ReportDay: p.ReportDay, Topics: len(d.Topics)}
}

// Round gives what the round of meetings, follow-ups and groups goes by.
func (d Data) Round() casebook.Round {
	p := d.Policies
	return casebook.Round{District: d.District.Code, Calendar: d.Calendar(), Thresholds: d.Thresholds(),
		Minutes: p.MeetingMinutes.Clock(), MinutesLate: p.MeetingMinutesLate.Clock(), DayBefore: p.MeetingDayBefore.Clock(),
		HoursBefore: p.MeetingHoursBefore.Clock(), FollowLater: p.FollowLater.Clock(),
		PINSession: p.PINSession.Clock(), ManyHour: p.ManyHour, ManyDay: p.ManyDay}
}

func readTopic(r row) Topic {
	return Topic{Key: r.must("key"), Name: r.words("name"), Source: r.must("source")}
}

// readQuestion adds a row to the test of its topic.
func readQuestion(tests []Test, r row) []Test {
	topic := r.must("topic")
	i := slices.IndexFunc(tests, func(t Test) bool { return t.Topic == topic })
	if i < 0 {
		i, tests = len(tests), append(tests, Test{Topic: topic})
	}
	tests[i].Questions = append(tests[i].Questions, Question{Key: r.must("key"), Ask: r.words("question"), Right: r.words("right"),
		Wrong: [2]Words{r.words("wrong1"), r.words("wrong2")}})
	return tests
}

// keyShape is what the keys of topics and questions are made of: they become parts of other names.
var keyShape = regexp.MustCompile(`^[a-z][a-z0-9]{0,15}$`)

// longestAnswer is what a key of a phone's keyboard shows of an answer, in letters.
const longestAnswer = 40

func (c *checker) coaching(d Data) {
	topics := c.unique("topics.csv", keysOf(d.Topics, func(t Topic) string { return t.Key }))
	for key := range topics {
		if !keyShape.MatchString(key) {
			c.fault("topics.csv: key %q, want small letters and figures, 16 at most", key)
		}
	}
	if len(d.Topics) == 0 {
		c.fault("topics.csv: no topic")
	}
	for _, t := range d.Tests {
		if !topics[t.Topic] {
			c.fault("tests.csv: a test of %s, which is no topic", t.Topic)
		}
		c.questions(t)
	}
}

func (c *checker) questions(t Test) {
	c.unique("tests.csv: "+t.Topic, keysOf(t.Questions, func(q Question) string { return q.Key }))
	for _, q := range t.Questions {
		if !keyShape.MatchString(q.Key) {
			c.fault("tests.csv: %s: key %q, want small letters and figures, 16 at most", t.Topic, q.Key)
		}
		for _, language := range []string{"id", "en"} {
			answers := []string{q.Right.In(language), q.Wrong[0].In(language), q.Wrong[1].In(language)}
			if answers[0] == answers[1] || answers[0] == answers[2] || answers[1] == answers[2] {
				c.fault("tests.csv: %s %s: the same answer twice (%s)", t.Topic, q.Key, language)
			}
			for _, answer := range answers {
				if len([]rune(answer)) > longestAnswer {
					c.fault("tests.csv: %s %s: %q is longer than %d letters", t.Topic, q.Key, answer, longestAnswer)
				}
			}
		}
	}
}

// limits faults numbers of the coaching that no office can have meant.
func (c *checker) limits(p Policies) {
	for key, percent := range map[string]int{"coaching.presence": p.CoachingPresence, "coaching.follow": p.CoachingFollow} {
		if percent > 100 {
			c.fault("policies.csv: %s is %d, want a percentage", key, percent)
		}
	}
	if p.CoachingMonths > 12 {
		c.fault("policies.csv: coaching.months is %d of 12", p.CoachingMonths)
	}
	if p.ReportDay < 1 || p.ReportDay > 28 {
		c.fault("policies.csv: report.day is %d, want a day that every month has", p.ReportDay)
	}
	if p.MeetingMinutesLate.Clock() < p.MeetingMinutes.Clock() {
		c.fault("policies.csv: the coordinator hears of missing minutes before the secretary does")
	}
}
