package district

import (
	"slices"

	"rembuk/internal/casebook"
)

// Enquiry is what people ask and no case is needed for: how bansos stands, why a card is dead.
type Enquiry struct {
	Key       string
	Title     Words    // as it stands on a button
	Words     []string // what people say for it: phrases whose words must all be there; "-" ends a beginning
	Answer    Words
	Certainty string // of the source: high, medium, low
	Source    string
}

func readEnquiry(r row) Enquiry {
	return Enquiry{Key: r.must("key"), Title: r.words("title"), Words: r.list("words", ";"), Answer: r.words("answer"),
		Certainty: r.one("certainty", "high medium low"), Source: r.must("source")}
}

// Ask makes the questions of a district ready to be recognised.
func (d Data) Ask() casebook.Questions {
	var q casebook.Questions
	for _, row := range d.Enquiries {
		q = append(q, casebook.NewQuestion(row.Key, row.Words))
	}
	return q
}

func readDuty(d *casebook.Duty, r row) {
	r.must("source")
	weekday := max(0, slices.Index(weekdays, r.one("day", "monday tuesday wednesday thursday friday saturday sunday")))
	d[weekday] = append(d[weekday], casebook.Hours{From: r.minute("from"), To: r.minute("to")})
}
