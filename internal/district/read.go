package district

import (
	"io/fs"
	"slices"
	"time"

	"rembuk/internal/casebook"
)

// readAll reads a district's files and gives their faults, each with its file and line.
func readAll(folder fs.FS) (d Data, faults []error) {
	add := func(found []error) { faults = append(faults, found...) }
	add(each(folder, "district.csv", "code prefix name office zone neighbours", func(r row) { d.District = readDistrict(r) }))
	add(each(folder, "regions.csv", "code parent level name lat lon", func(r row) { d.Regions = append(d.Regions, readRegion(r)) }))
	add(each(folder, "aliases.csv", "kind said means", func(r row) { d.Aliases = append(d.Aliases, readAlias(r)) }))
	add(each(folder, "groups.csv", "key emoji button_id button_en help_id help_en lane", func(r row) { d.Groups = append(d.Groups, readGroup(r)) }))
	add(each(folder, "categories.csv", "code group name_id plain_id name_en subject sensitivity priority pas12 words", func(r row) {
		d.Categories = append(d.Categories, readCategory(r))
	}))
	add(each(folder, "psks.csv", "code name_id name_en", func(r row) {
		d.Resources = append(d.Resources, Resource{Code: r.must("code"), Name: r.words("name")})
	}))
	add(each(folder, "hotlines.csv", "key number also name_id name_en use_id use_en topics certainty show checked_on fallback_id fallback_en source", func(r row) {
		d.Hotlines = append(d.Hotlines, readHotline(r))
	}))
	add(each(folder, "holidays.csv", "date kind name_id name_en certainty source", func(r row) { d.Holidays = append(d.Holidays, readHoliday(r)) }))
	add(each(folder, "hours.csv", "day from to", d.Hours.read))
	add(each(folder, "duty.csv", "day from to source", func(r row) { readDuty(&d.Duty, r) }))
	add(each(folder, "questions.csv", "key title_id title_en words answer_id answer_en certainty source", func(r row) {
		d.Enquiries = append(d.Enquiries, readEnquiry(r))
	}))
	add(each(folder, "topics.csv", "key name_id name_en source", func(r row) { d.Topics = append(d.Topics, readTopic(r)) }))
	add(each(folder, "tests.csv", "topic key question_id question_en right_id right_en wrong1_id wrong1_en wrong2_id wrong2_en", func(r row) {
		d.Tests = readQuestion(d.Tests, r)
	}))
	add(each(folder, "policies.csv", "key count unit basis note source", func(r row) { d.Rules = append(d.Rules, d.Policies.read(r)) }))
	return d, faults
}

func readDistrict(r row) District {
	zone, err := time.LoadLocation(r.must("zone"))
	if err != nil {
		r.fault("zone %q is unknown", r.text("zone"))
	}
	return District{Code: r.must("code"), Prefix: r.must("prefix"), Name: r.must("name"), Office: r.must("office"), Zone: zone,
		Neighbours: r.list("neighbours", ";")}
}

func readRegion(r row) casebook.Region {
	return casebook.Region{Code: r.must("code"), Parent: r.must("parent"), Level: casebook.Level(r.one("level", "kabupaten kecamatan desa kelurahan")),
		Name: r.must("name"), Lat: r.degrees("lat", 90), Lon: r.degrees("lon", 180)}
}

func readAlias(r row) casebook.Alias {
	a := casebook.Alias{Said: r.must("said")}
	switch r.one("kind", "word name common") {
	case "word":
		a.Means = r.must("means")
	case "common":
		a.Code, a.Common = r.must("means"), true
	default:
		a.Code = r.must("means")
	}
	return a
}

func readGroup(r row) Group {
	return Group{Key: r.must("key"), Emoji: r.must("emoji"), Button: r.words("button"), Help: r.words("help"),
		Confidential: r.one("lane", "open confidential") != "open"}
}

func readCategory(r row) Category {
	return Category{Code: r.must("code"), Group: r.must("group"), Name: r.words("name"), Plain: r.must("plain_id"),
		Subject: r.one("subject", "individual family group"), Sensitivity: r.one("sensitivity", "medium high very_high"),
		Priority: casebook.Urgency(r.one("priority", "normal urgent emergency")), PAS: r.text("pas12"), Words: r.list("words", ";")}
}

func readHotline(r row) Hotline {
	return Hotline{Key: r.must("key"), Number: r.text("number"), Also: r.text("also"), Name: r.words("name"), Use: r.words("use"),
		Topics: r.list("topics", " "), Certainty: r.one("certainty", "high medium low unknown"), Show: r.one("show", "true false") == "true",
		CheckedOn: r.text("checked_on"), Fallback: Words{ID: r.text("fallback_id"), EN: r.text("fallback_en")}, Source: r.must("source")}
}

func readHoliday(r row) Holiday {
	return Holiday{Date: r.date("date"), Kind: r.one("kind", "national joint local"), Name: r.words("name"),
		Certainty: r.one("certainty", "decided fixed computed forecast"), Source: r.must("source")}
}

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

func (h *Hours) read(r row) {
	stretch := casebook.Hours{From: r.minute("from"), To: r.minute("to")}
	switch day := r.one("day", "monday tuesday wednesday thursday friday saturday sunday quiet digest"); day {
	case "quiet":
		h.Quiet = stretch
	case "digest":
		h.Digest = stretch.From
	default:
		weekday := max(0, slices.Index(weekdays, day))
		office := &h.Office[weekday]
		if stretch.To <= stretch.From || len(*office) > 0 && stretch.From < (*office)[len(*office)-1].To {
			r.fault("%s: the hours run backwards", day)
		}
		*office = append(*office, stretch)
	}
}

var units = map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": casebook.Day}

func (p *Policies) read(r row) Rule {
	rule := Rule{Key: r.must("key"), Count: r.number("count"), Unit: r.one("unit", "second minute hour day time"),
		Basis: r.one("basis", "clock working off"), Note: r.must("note"), Source: r.must("source")}
	span, number := p.spans()[rule.Key], p.numbers()[rule.Key]
	switch {
	case span == nil && number == nil:
		r.fault("no such policy: %s", rule.Key)
	case (number != nil) != (rule.Unit == "time"):
		r.fault("%s cannot be counted in the unit %s", rule.Key, rule.Unit)
	case number != nil:
		*number = rule.Count
	case rule.Basis != "off":
		*span = casebook.Span{Count: rule.Count, Unit: units[rule.Unit], Working: rule.Basis == "working"}
	}
	return rule
}
