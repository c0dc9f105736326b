package casebook

import (
	"slices"
	"strings"
	"time"

	"rembuk/internal/private"
)

// GroupID is our own id of a group, 0 for none.
type GroupID int64

// MemberID is our own id of a line of a roster, 0 for none.
type MemberID int64

// GroupKind tells a WKSBM from other bodies that meet.
type GroupKind string

// The kinds of groups.
const (
	WKSBM     GroupKind = "wksbm"
	OtherBody GroupKind = "body" // an office, a forum, Karang Taruna, Puskesos
)

// Group is a WKSBM or another body that meets. The level at which a WKSBM works differs between districts, so it is a field.
type Group struct {
	ID       GroupID
	District string
	Kind     GroupKind
	Name     string
	Region   string    // code of the village, the kecamatan or the district that it belongs to
	Level    string    // as the office calls it: RW, dusun, desa, kelurahan; may be empty
	Decree   Decree    // of its officers
	Chat     int64     // its Telegram group, 0 for none
	Iuran    *bool     // whether the members' own contributions are running, as last told; nil: never told
	Officers int       // on the roster
	Members  int       // on the roster, officers among them
	Coached  time.Time // the last coaching on record, zero for none
	Place    string    // where it met last
}

// Decree is the SK by which the officers of a group serve.
type Decree struct {
	Number string
	Date   Date // zero: not told
	Until  Date // end of the term; zero: not told
}

// ValidOn tells whether the decree is in force on a day; known is false where the end of its term was never told.
func (d Decree) ValidOn(day Date) (valid, known bool) {
	if d.Number == "" || d.Until == (Date{}) {
		return false, false
	}
	return !d.Until.Before(day), true
}

// Sex is told for the counts L/P of an attendance list, where it is told at all.
type Sex string

// The two columns of the paper list.
const (
	Man   Sex = "L"
	Woman Sex = "P"
)

// Member is a line of a group's roster, with or without Telegram.
type Member struct {
	ID      MemberID
	Group   GroupID
	Place   int // number on the list, from 1: what an officer types
	Name    private.Text
	Post    string   // ketua, sekretaris, seksi ...; empty for a plain member
	Officer bool     // pengurus
	Sex     Sex      // "" unknown
	Person  PersonID // 0: without Telegram
	Left    time.Time
}

// Secretary tells whether the post is the one that keeps the minutes.
func (m Member) Secretary() bool { return hasPost(m.Post, "sekretaris", "notulis", "secretary") }

// Chair tells whether the post is the one that leads.
func (m Member) Chair() bool { return hasPost(m.Post, "ketua", "chair") && !hasPost(m.Post, "wakil") }

// Seat is a viewer's own line on a roster.
type Seat struct {
	Group   GroupID
	Member  MemberID
	Officer bool
}

// Claim is somebody's word that a line of a roster is theirs: an officer of the group confirms it.
type Claim struct {
	ID     int64
	Group  GroupID
	Member MemberID // 0: not on the list yet
	Name   private.Text
	Person PersonID
	State  ClaimState
	At     time.Time
}

// ClaimState is what has become of a claim.
type ClaimState string

// The states of a claim.
const (
	Claimed   ClaimState = "claimed"
	Confirmed ClaimState = "confirmed"
	Refused   ClaimState = "refused"
)

// Decide gives the claim as it is decided. Decided so before, it is as it was. Errors: ErrMove when it was decided otherwise.
func (c Claim) Decide(yes bool) (Claim, error) {
	state := Refused
	if yes {
		state = Confirmed
	}
	if c.State != Claimed && c.State != state {
		return c, ErrMove
	}
	c.State = state
	return c, nil
}

// Deciders gives the people who decide claims on a group of which no officer is on Telegram: the first that there are of the officers of its village, the
// coordinators of its kecamatan, staff and admins.
func Deciders(g Group, grants []Grant) []PersonID {
	for _, role := range []Role{Officer, Coordinator, Staff, Admin} {
		var people []PersonID
		for _, grant := range grants {
			if grant.Role == role && Within(g.Region, grant.Region) && !slices.Contains(people, grant.Person) {
				people = append(people, grant.Person)
			}
		}
		if len(people) > 0 {
			return people
		}
	}
	return nil
}

// GroupAction is what somebody wants to do with a group.
type GroupAction string

// The actions.
const (
	SeeGroup   GroupAction = "see_group"   // name, place, decree, roster
	EditGroup  GroupAction = "edit_group"  // roster, decree, claims, its chat
	MakeGroup  GroupAction = "make_group"  // a new one, by import or by chat
	SeeNumbers GroupAction = "see_numbers" // the coaching indicators: the group's own officers and its coaches
	SendReport GroupAction = "send_report" // the group's monthly report
)

// groupRights is the table of role and action. An officer of the group itself has the rights of Officer there, with a grant or without.
var groupRights = map[Role][]GroupAction{
	Officer:     {SeeGroup, EditGroup, SeeNumbers, SendReport},
	Coordinator: {SeeGroup, EditGroup, MakeGroup, SeeNumbers, SendReport},
	Staff:       {SeeGroup, EditGroup, MakeGroup, SeeNumbers},
	Caseworker:  {SeeGroup},
	Admin:       {SeeGroup, EditGroup, MakeGroup},
	HeadViewer:  nil, // counts only
}

// MayGroup is the one place where rights on a group are decided: nil, ErrForbidden, or ErrNotFound where the viewer may not know of it.
// Whoever stands on its roster sees it.
func MayGroup(v Viewer, a GroupAction, g Group) error {
	if v.District != g.District {
		return ErrNotFound
	}
	answer := ErrNotFound
	if v.InGroup(g.ID) != 0 {
		if a == SeeGroup {
			return nil
		}
		answer = ErrForbidden
	}
	for _, role := range rolesIn(v, g.ID, g.Region) {
		if slices.Contains(groupRights[role], a) {
			return nil
		}
		answer = ErrForbidden
	}
	return answer
}

// MayUnseat tells whether the viewer may take a line of the group's roster from a phone that was lost: an admin, or the coordinator.
func MayUnseat(v Viewer, g Group) error {
	if v.District != g.District || !v.Holds(Admin, g.Region) && !v.Holds(Coordinator, g.Region) {
		return ErrForbidden
	}
	return nil
}

// rolesIn gives the roles in which a viewer meets a group: by grants over its region, and as its own officer.
func rolesIn(v Viewer, group GroupID, region string) []Role {
	var roles []Role
	for _, role := range Roles {
		if v.Holds(role, region) || role == Officer && v.LeadsGroup(group) {
			roles = append(roles, role)
		}
	}
	return roles
}

// Coaches tells whether the viewer is one who coaches the group: the coordinator of its kecamatan, or staff.
func (v Viewer) Coaches(g Group) bool {
	return v.Holds(Coordinator, g.Region) || v.Holds(Staff, g.Region)
}

// LeadsGroup tells whether the viewer stands on the group's roster as one of its officers.
func (v Viewer) LeadsGroup(g GroupID) bool {
	return slices.ContainsFunc(v.Seats, func(s Seat) bool { return s.Group == g && s.Officer && g != 0 })
}

// InGroup gives the viewer's own line on the group's roster, 0 for none.
func (v Viewer) InGroup(g GroupID) MemberID {
	for _, s := range v.Seats {
		if s.Group == g && g != 0 {
			return s.Member
		}
	}
	return 0
}

// hasPost tells whether a post, as the office writes it, is one of the named.
func hasPost(post string, names ...string) bool {
	words := strings.Fields(strings.ToLower(post))
	for _, w := range words {
		for _, n := range names {
			if w == n {
				return true
			}
		}
	}
	return false
}
