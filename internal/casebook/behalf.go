package casebook

import "rembuk/internal/private"

// Behalf is what an officer tells of the resident for whom a report is made.
type Behalf struct {
	Agreed bool         // the resident agrees to be reported and to be called
	Name   private.Text // kept with a yes only, as the phone is; both may be empty
	Phone  private.Text
}

// helpers are the roles that report for residents.
var helpers = []Role{Officer, Coordinator, Staff, Caseworker}

// MayReportFor tells whether the viewer reports for residents who have no Telegram: who works cases, and a group's own officers.
func MayReportFor(v Viewer) bool {
	if v.Any(helpers...) {
		return true
	}
	for _, s := range v.Seats {
		if s.Officer {
			return true
		}
	}
	return false
}

// filed tells whether the viewer has filed the case for a resident, and still may: a phone whose grants were taken follows nothing.
func filed(v Viewer, c Case) bool {
	return v.Person != 0 && v.Person == c.FiledBy && MayReportFor(v)
}

// Follows tells whether the viewer follows a case: its reporter, or who filed it for the reporter.
func Follows(v Viewer, c Case) bool {
	return v.District == c.District && (v.Person != 0 && v.Person == c.Reporter || filed(v, c))
}

// MayPoster tells whether the viewer prints posters for a place: those who work there, and the admins.
func MayPoster(v Viewer, region string) bool {
	for _, role := range []Role{Officer, Coordinator, Staff, Admin} {
		if v.Holds(role, region) {
			return true
		}
	}
	return false
}

// forFiler is a case as it is given to who filed it and works it no further: as a reporter's, with what it is about where it never was confidential.
func (c Case) forFiler() Case {
	f := c.forReporter()
	f.FiledBy, f.Reporter = c.FiledBy, 0
	if !c.Quiet {
		f.Quiet, f.Lane, f.Shield, f.Kind, f.Category, f.Urgency, f.Region = false, c.Lane, c.Shield, c.Kind, c.Category, c.Urgency, c.Region
	}
	return f
}
