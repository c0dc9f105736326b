package district

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"rembuk/internal/casebook"
)

// check gives the faults between the rows: what no single line can show.
func check(d Data) []error {
	var c checker
	c.regions(d)
	c.kinds(d)
	c.hotlines(d)
	c.calendar(d)
	c.policies(d)
	c.coaching(d)
	return c.faults
}

type checker struct{ faults []error }

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

// unique faults keys that occur twice, and gives all.
func (c *checker) unique(file string, keys []string) map[string]bool {
	seen := map[string]bool{}
	for _, key := range keys {
		if seen[key] {
			c.fault("%s: %s is there twice", file, key)
		}
		seen[key] = true
	}
	return seen
}

func keysOf[T any](rows []T, key func(T) string) []string {
	keys := make([]string, len(rows))
	for i, row := range rows {
		keys[i] = key(row)
	}
	return keys
}

var prefix = regexp.MustCompile(`^[A-Z]{2,3}$`)

func (c *checker) regions(d Data) {
	seen := map[string]string{} // code to level
	for _, r := range d.Regions {
		if seen[r.Code] != "" {
			c.fault("regions.csv: %s is there twice", r.Code)
		}
		seen[r.Code] = string(r.Level)
	}
	for _, r := range d.Regions {
		want := map[bool]string{true: "kecamatan", false: "kabupaten"}[r.Village()]
		if r.Level != "kabupaten" && seen[r.Parent] != want {
			c.fault("regions.csv: %s lies in %s, which is no %s", r.Code, r.Parent, want)
		}
		if !strings.HasPrefix(r.Code, r.Parent+".") {
			c.fault("regions.csv: %s does not begin with its parent %s", r.Code, r.Parent)
		}
	}
	if seen[d.District.Code] != "kabupaten" {
		c.fault("district.csv: %s is no kabupaten of regions.csv", d.District.Code)
	}
	if !prefix.MatchString(d.District.Prefix) {
		c.fault("district.csv: prefix %q, want two or three capital letters", d.District.Prefix)
	}
	for _, a := range d.Aliases {
		if a.Code != "" && seen[a.Code] == "" {
			c.fault("aliases.csv: %s means %s, which is no region", a.Said, a.Code)
		}
	}
}

func (c *checker) kinds(d Data) {
	groups := c.unique("groups.csv", keysOf(d.Groups, func(g Group) string { return g.Key }))
	c.unique("categories.csv", keysOf(d.Categories, func(k Category) string { return k.Code }))
	c.unique("psks.csv", keysOf(d.Resources, func(r Resource) string { return r.Code }))
	used := map[string]bool{}
	for _, k := range d.Categories {
		if used[k.Group] = true; !groups[k.Group] {
			c.fault("categories.csv: %s is of the group %s, which is not there", k.Code, k.Group)
		}
	}
	for _, g := range d.Groups {
		if !used[g.Key] {
			c.fault("groups.csv: %s has no category", g.Key)
		}
	}
}

var checkedOn = regexp.MustCompile(`^20\d\d(-(0[1-9]|1[0-2]))?$`)

const topics = "danger violence child suicide medical disaster social complaint"

func (c *checker) hotlines(d Data) {
	c.unique("hotlines.csv", keysOf(d.Hotlines, func(h Hotline) string { return h.Key }))
	for _, h := range d.Hotlines {
		if h.Show && (h.Number == "" || h.CheckedOn == "") {
			c.fault("hotlines.csv: %s is shown without a number or the month when it was checked", h.Key)
		}
		if h.CheckedOn != "" && !checkedOn.MatchString(h.CheckedOn) {
			c.fault("hotlines.csv: %s was checked on %q, want 2026 or 2026-02", h.Key, h.CheckedOn)
		}
		for _, topic := range h.Topics {
			if !contains(strings.Fields(topics), topic) {
				c.fault("hotlines.csv: %s is for %s, want one of %s", h.Key, topic, topics)
			}
		}
	}
	if len(d.Shown("danger")) == 0 {
		c.fault("hotlines.csv: no number may be shown to somebody in danger")
	}
}

func (c *checker) calendar(d Data) {
	c.unique("holidays.csv", keysOf(d.Holidays, func(h Holiday) string { return h.Date.String() }))
	if slices.IndexFunc(d.Hours.Office[:], func(day []casebook.Hours) bool { return len(day) > 0 }) < 0 {
		c.fault("hours.csv: the office never opens")
	}
	if d.Hours.Quiet.From == d.Hours.Quiet.To {
		c.fault("hours.csv: no quiet hours")
	}
}

func (c *checker) policies(d Data) {
	seen := c.unique("policies.csv", keysOf(d.Rules, func(r Rule) string { return r.Key }))
	wanted := append(slices.Collect(maps.Keys(new(Policies).spans())), slices.Collect(maps.Keys(new(Policies).numbers()))...)
	slices.Sort(wanted)
	for _, key := range wanted {
		if !seen[key] {
			c.fault("policies.csv: %s is missing", key)
		}
	}
	c.limits(d.Policies)
}
