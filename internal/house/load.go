package house

import (
	"rembuk/internal/district"
	"rembuk/internal/store"
)

// row is a district's data as the store keeps them.
func row(d district.Data) store.DistrictRow {
	r := store.DistrictRow{Region: d.District.Code, Prefix: d.District.Prefix, Zone: d.District.Zone.String(), Name: d.District.Name,
		Office: d.District.Office, Regions: d.Regions}
	for _, g := range d.Groups {
		r.Groups = append(r.Groups, store.GroupRow{Key: g.Key, Emoji: g.Emoji, ButtonID: g.Button.ID, ButtonEN: g.Button.EN,
			HelpID: g.Help.ID, HelpEN: g.Help.EN, Confidential: g.Confidential})
	}
	for _, c := range d.Categories {
		r.Categories = append(r.Categories, store.CategoryRow{Code: c.Code, Group: c.Group, NameID: c.Name.ID, NameEN: c.Name.EN,
			Sensitivity: c.Sensitivity, Priority: string(c.Priority)})
	}
	for _, h := range d.Hotlines {
		r.Hotlines = append(r.Hotlines, store.HotlineRow{Key: h.Key, Number: h.Number, NameID: h.Name.ID, NameEN: h.Name.EN, UseID: h.Use.ID,
			UseEN: h.Use.EN, Topics: h.Topics, Show: h.Show, CheckedOn: h.CheckedOn})
	}
	for _, h := range d.Holidays {
		r.Holidays = append(r.Holidays, store.HolidayRow{Date: h.Date, Kind: h.Kind, NameID: h.Name.ID, NameEN: h.Name.EN, Certainty: h.Certainty})
	}
	for _, p := range d.Rules {
		r.Policies = append(r.Policies, store.PolicyRow{Key: p.Key, Count: p.Count, Unit: p.Unit, Basis: p.Basis, Note: p.Note})
	}
	return r
}
