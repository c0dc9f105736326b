package casebook

import "rembuk/internal/private"

// For gives the meeting as the viewer may read it: whoever may know no more than that there is one reads kind, date and place, and where it is not about
// cases how many came.
func (m Meeting) For(v Viewer) Meeting {
	if MayMeet(v, SeeMinutes, m) == nil {
		return m
	}
	m.Chair, m.Notes, m.Agenda, m.Result, m.Topics, m.Cases = private.Text{}, private.Text{}, private.Text{}, private.Text{}, nil, nil
	if m.Kind.Confidential() {
		m.Heads = Heads{}
	}
	return m
}

// For gives the minutes as the viewer may read them, see Meeting.For.
func (m Minutes) For(v Viewer) Minutes {
	if MayMeet(v, DoLog, m.Meeting) != nil {
		m.Code = private.Text{}
	}
	if MayMeet(v, SeeMinutes, m.Meeting) == nil {
		return m
	}
	m.Meeting = m.Meeting.For(v)
	m.Lines, m.FollowUps, m.Files, m.Changed, m.Tests = nil, nil, nil, nil, nil
	if m.Kind.Confidential() {
		m.Tally = Tally{}
	}
	return m
}

// Shut is the minutes of a talk about cases as they are shown before the reader has typed the own PIN.
func (m Minutes) Shut() Minutes {
	code := m.Code
	m = m.For(Viewer{District: m.District})
	m.Code, m.Locked = code, true
	return m
}
