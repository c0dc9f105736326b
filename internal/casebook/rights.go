package casebook

import "slices"

// Action is what somebody wants to do with a case.
type Action string

// The actions.
const (
	SeeLine     Action = "see_line"     // number, place, kind, deadline
	See         Action = "see"          // the case, as far as the viewer's role goes
	SeeWords    Action = "see_words"    // the original words, the evidence
	SeeReporter Action = "see_reporter" // who reported
	SeePhone    Action = "see_phone"    // the reporter's name and phone, told with a yes
	DoTake      Action = "take"
	DoDecline   Action = "decline"
	DoRelease   Action = "release"
	DoClassify  Action = "classify"
	DoAdd       Action = "add"     // something by its reporter
	DoVisit     Action = "visit"   // say what was found there
	DoAsk       Action = "ask"     // that the own data be erased, or the report withdrawn
	DoUntie     Action = "untie"   // cut a report without a name from its reporter's chat for good
	DoErase     Action = "erase"   // decide what its reporter has asked
	DoHold      Action = "hold"    // keep it from erasing, by law
	DoDismiss   Action = "dismiss" // say that it is no report
	DoLink      Action = "link"    // say that it is the same as another, or not
)

// May is the one place where rights on a case are decided: nil, ErrForbidden, or ErrNotFound where the viewer may not even know.
// It is asked at the press, with grants read in the same transaction.
func May(v Viewer, a Action, c Case) error {
	if v.District != c.District {
		return ErrNotFound
	}
	if v.Person != 0 && v.Person == c.Reporter || v.Proven != "" && v.Proven == c.Number {
		return reporterMay(v, a, c)
	}
	answer := ErrNotFound
	if filed(v, c) { // follows it, whatever it has become, and reads no more of it than a grant gives
		if a == SeeLine || a == DoAdd {
			return nil
		}
		answer = ErrForbidden
	}
	for _, role := range Roles { // any one that reaches the case will do
		if !v.Holds(role, c.Region) || !reaches(role, c) {
			continue
		}
		if slices.Contains(rights[role], a) && permitted(role, a, c) == nil {
			return nil
		}
		answer = ErrForbidden
	}
	return answer
}

// rights is the table of role and action; what depends on the case stands in permitted.
var rights = map[Role][]Action{
	Officer:     {SeeLine, See, SeeWords, SeeReporter, SeePhone, DoTake, DoDecline, DoVisit},
	Coordinator: {SeeLine, See, SeeWords, SeeReporter, SeePhone, DoTake, DoDecline, DoRelease, DoVisit, DoDismiss, DoLink},
	Staff:       {SeeLine, See, SeeWords, SeeReporter, SeePhone, DoTake, DoDecline, DoRelease, DoClassify, DoVisit, DoDismiss, DoLink, DoErase},
	Caseworker:  {SeeLine, See, SeeWords, SeeReporter, SeePhone, DoTake, DoDecline, DoRelease, DoClassify, DoVisit, DoDismiss, DoLink, DoErase, DoHold},
	Admin:       {SeeLine, DoErase, DoHold},
	HeadViewer:  {SeeLine},
}

func permitted(role Role, a Action, c Case) error {
	switch {
	case a == SeeWords && role == Officer && c.Disclosure != VillageToo:
		return ErrForbidden // the words can betray who wrote them
	case a == SeeReporter && (c.Disclosure == Nameless || role != Caseworker && c.Disclosure == AboutOthers || role == Officer && c.Disclosure != VillageToo):
		return ErrForbidden
	case a == SeePhone && role != Caseworker && (c.Disclosure == Nameless || c.Disclosure == AboutOthers || role == Officer && c.Disclosure != VillageToo):
		return ErrForbidden // a yes to be called is a yes to those who may know
	case a == DoDismiss && role != Caseworker && c.Safety():
		return ErrForbidden // what may be danger is not put aside by one person of another desk
	case a == DoRelease && (c.Lane == Confidential || c.Shield != NoShield):
		return ErrForbidden // first it is classed; what is about the village's own people never goes there
	case a == DoErase && role != Caseworker && c.Grave():
		return ErrForbidden // whoever presses may not know what is at stake
	}
	return nil
}

// reporterMay: one's own case can be followed and added to, and not worked by oneself, whatever grants one has.
func reporterMay(_ Viewer, a Action, c Case) error {
	if a == SeeLine || a == DoAdd || a == DoAsk || a == DoUntie && c.Disclosure == Nameless {
		return nil
	}
	return ErrForbidden
}

// Desk gives the role in which the viewer meets the case, the one closest to it; "" when none reaches it.
func Desk(v Viewer, c Case) Role {
	for _, role := range Roles {
		if v.Holds(role, c.Region) && reaches(role, c) {
			return role
		}
	}
	return ""
}

// reaches tells whether a role, over the right region, gets to know of the case at all.
func reaches(role Role, c Case) bool {
	switch role {
	case Officer:
		return c.Lane == OpenLane && c.Released && c.Shield == NoShield
	case Coordinator, Staff: // what is about officials stays with the caseworkers, in whatever lane it stands
		return c.Lane == OpenLane && c.Shield == NoShield
	case Caseworker:
		return true
	default: // the head and the admins: a line without content, and not even that of a case about the office itself
		return c.Shield != ShieldOffice
	}
}
