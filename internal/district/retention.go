package district

import "rembuk/internal/casebook"

// Retention gives how long the office keeps what.
func (d Data) Retention() casebook.Retention {
	p := d.Policies
	return casebook.Retention{District: d.District.Code, Media: p.RetainMedia.Clock(), Identity: p.RetainIdentity.Clock(), Case: p.RetainCase.Clock(),
		Sensitive: p.RetainSensitive.Clock(), Attendance: p.RetainAttendance.Clock(), Updates: p.RetainUpdates.Clock()}
}
