// Package district holds the data of the districts that the program serves: regions, kinds of problems, hotlines, days off, clocks and limits,
// a folder of CSV files for each, embedded. It knows what a row must look like and names every fault of a file; what the rows mean
// for a case is casebook's, and what a district changes later is the database's.
//
// A new district is a new folder. Each file begins with a comment that names its sources.
package district

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"
	_ "time/tzdata" // the zone is known on a machine without zone files too

	"rembuk/internal/casebook"
)

//go:embed */*.csv
var folders embed.FS

// Data is everything that is known of a district before anybody has used the program there.
type Data struct {
	District   District
	Regions    []casebook.Region // the district's own row, kecamatan, villages; by code
	Aliases    []casebook.Alias
	Groups     []Group    // the kinds that residents see, in the order of their buttons
	Categories []Category // what staff choose from, by code
	Resources  []Resource // who can help (PSKS), by code
	Hotlines   []Hotline  // in the order in which they are shown
	Holidays   []Holiday  // by date
	Hours      Hours
	Duty       casebook.Duty // when somebody attends to danger
	Enquiries  []Enquiry     // what people ask, and the office answers without a case
	Topics     []Topic       // what groups are coached in, in the order in which they are offered
	Tests      []Test        // short tests, for some of the topics
	Policies   Policies
	Rules      []Rule // the rows behind Policies, for the record and for whoever changes them
}

// District names a district and its office.
type District struct {
	Code       string // Kemendagri: 17.01
	Prefix     string // of a report's number: BS
	Name       string
	Office     string
	Zone       *time.Location
	Neighbours []string // districts around it, for "that is not ours"
}

// Codes gives the districts that there are data for, in order: 1701.
func Codes() []string {
	var codes []string
	entries, _ := fs.ReadDir(folders, ".") // an embedded root can always be read
	for _, entry := range entries {
		codes = append(codes, entry.Name())
	}
	return codes
}

// Load gives a district's data by its folder's name, such as 1701. The error names every fault of every file, a line each.
func Load(code string) (Data, error) {
	if _, err := fs.Stat(folders, code); err != nil || code == "." {
		return Data{}, fmt.Errorf("district %q: no data; there are %v", code, Codes())
	}
	folder, err := fs.Sub(folders, code)
	if err != nil {
		return Data{}, fmt.Errorf("district %q: %w", code, err)
	}
	return load(folder, code)
}

func load(folder fs.FS, code string) (Data, error) {
	d, faults := readAll(folder)
	faults = append(faults, check(d)...)
	if len(faults) > 0 {
		return Data{}, fmt.Errorf("district %s:\n%w", code, errors.Join(faults...))
	}
	return d, nil
}

// Gazetteer gives the district's regions, ready to be searched.
func (d Data) Gazetteer() *casebook.Gazetteer { return casebook.NewGazetteer(d.Regions, d.Aliases...) }

// Calendar gives the district's working time. Forecast holidays count: a promise that is a day late hurts less than one that is broken.
func (d Data) Calendar() casebook.Calendar {
	c := casebook.Calendar{Zone: d.District.Zone, Office: d.Hours.Office, Quiet: d.Hours.Quiet, Holidays: map[casebook.Date]string{}}
	for _, h := range d.Holidays {
		c.Holidays[h.Date] = h.Name.ID
	}
	return c
}
