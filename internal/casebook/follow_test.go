package casebook

import (
	"errors"
	"testing"
	"time"

	"rembuk/internal/private"
)

var (
	followDue  = Date{2026, time.December, 10}
	followDone = private.Of("sudah")
)

// task is what a village's group has decided that the line 31 of its roster does.
func task(state FollowState, kind MeetingKind) FollowUp {
	return FollowUp{ID: 1, District: "17.01", Meeting: 2, Group: 3, Region: "17.01.09.2001", Kind: kind, Member: 31, Due: followDue, State: state}
}

// follows says of every row of FollowRules with which order it is made, from which states, where it ends, and whether those who were there are told.
var follows = []struct {
	order FollowOrder
	from  []FollowState
	to    FollowState // "" : stays
	told  bool
}{
	{FollowOrder{Move: FinishIt, Words: followDone}, []FollowState{ToDo}, Done, true},
	{FollowOrder{Move: Postpone, Words: followDone, Due: Date{2026, time.December, 20}}, []FollowState{ToDo}, "", false},
	{FollowOrder{Move: DropIt, Words: followDone}, []FollowState{ToDo}, Dropped, true},
	{FollowOrder{Move: Reopen, Words: followDone}, []FollowState{Done, Dropped}, ToDo, false},
	{FollowOrder{Move: LinkCase, Case: "BS-4821-0937-9"}, []FollowState{ToDo}, "", false},
}

func TestEveryRowOfTheFollowRules(t *testing.T) {
	if len(follows) != len(FollowRules) {
		t.Fatalf("%d rows are tested, there are %d", len(follows), len(FollowRules))
	}
	for i, row := range follows {
		if rule := FollowRules[i]; rule.Move != row.order.Move || rule.Told != row.told {
			t.Fatalf("row %d is %+v, tested is %s", i, rule, row.order.Move)
		}
		for _, state := range []FollowState{ToDo, Done, Dropped} {
			next, err := task(state, OfficersMeet).Do(officer, row.order, moveNow)
			if !contains(row.from, state) {
				if !errors.Is(err, ErrMove) || next.State != state {
					t.Errorf("%s from %s: %s, %v", row.order.Move, state, next.State, err)
				}
				continue
			}
			want := row.to
			if want == "" {
				want = state
			}
			if err != nil || next.State != want || (next.State == Done) == next.DoneAt.IsZero() {
				t.Errorf("%s from %s: %+v, %v", row.order.Move, state, next, err)
			}
		}
	}
}

func TestWhatAFollowMoveNeeds(t *testing.T) {
	photo := []MeetingFile{{Attachment: Attachment{Kind: "photo"}}}
	for name, try := range map[string]struct {
		order FollowOrder
		want  error
	}{
		"done without proof":        {FollowOrder{Move: FinishIt}, ErrBadInput},
		"done, with a photo":        {FollowOrder{Move: FinishIt, Files: photo}, nil},
		"put off without a day":     {FollowOrder{Move: Postpone, Words: followDone}, ErrBadInput},
		"put off without a why":     {FollowOrder{Move: Postpone, Due: followDue}, ErrBadInput},
		"dropped without a why":     {FollowOrder{Move: DropIt}, ErrBadInput},
		"tied to no case":           {FollowOrder{Move: LinkCase}, ErrBadInput},
		"a move that there is none": {FollowOrder{Move: "jump", Words: followDone}, ErrBadInput},
	} {
		if _, err := task(ToDo, OfficersMeet).Do(officer, try.order, moveNow); !errors.Is(err, try.want) {
			t.Errorf("%s: %v, want %v", name, err, try.want)
		}
	}
	later, err := task(ToDo, OfficersMeet).Do(officer, FollowOrder{Move: Postpone, Words: followDone, Due: Date{2027, time.January, 5}}, moveNow)
	if err != nil || later.PutOff != 1 || later.Due.Year != 2027 || later.State != ToDo {
		t.Errorf("%+v, %v", later, err)
	}
}

func TestWhoMayMoveAFollowUp(t *testing.T) {
	doer := Viewer{District: "17.01", Person: 51, Seats: []Seat{{Group: 3, Member: 31}}}
	chair := Viewer{District: "17.01", Person: 52, Seats: []Seat{{Group: 3, Member: 30, Officer: true}}}
	member := Viewer{District: "17.01", Person: 53, Seats: []Seat{{Group: 3, Member: 32}}}
	abroad := doer
	abroad.District = "17.02"
	for _, try := range []struct {
		who        string
		v          Viewer
		kind       MeetingKind
		see, moves error
	}{
		{"whoever does it", doer, OfficersMeet, nil, nil},
		{"whoever does it", doer, CaseTalk, nil, nil},
		{"an officer of the group", chair, OfficersMeet, nil, nil},
		{"an officer of the group", chair, CaseTalk, ErrForbidden, ErrForbidden},
		{"a member", member, OfficersMeet, nil, ErrForbidden},
		{"an officer of the village", officer, OfficersMeet, nil, nil},
		{"an officer of the village", officer, CaseTalk, ErrNotFound, ErrNotFound},
		{"the coordinator", coordinate, OfficersMeet, nil, nil},
		{"staff", staff, OfficersMeet, nil, nil},
		{"staff", staff, CaseTalk, ErrNotFound, ErrNotFound},
		{"a caseworker", caseworker, CaseTalk, nil, nil},
		{"a resident", resident, OfficersMeet, ErrNotFound, ErrNotFound},
		{"the same line of another district", abroad, OfficersMeet, ErrNotFound, ErrNotFound},
	} {
		f := task(ToDo, try.kind)
		if err := MayFollow(try.v, f, true); !errors.Is(err, try.see) {
			t.Errorf("%s sees one of %s: %v, want %v", try.who, try.kind, err, try.see)
		}
		if err := MayFollow(try.v, f, false); !errors.Is(err, try.moves) {
			t.Errorf("%s moves one of %s: %v, want %v", try.who, try.kind, err, try.moves)
		}
	}
	nobodys := task(ToDo, OfficersMeet)
	nobodys.Member = 0
	if err := MayFollow(Viewer{District: "17.01", Seats: []Seat{{Group: 9}}}, nobodys, true); !errors.Is(err, ErrNotFound) {
		t.Errorf("what nobody of the roster does is everybody's: %v", err)
	}
}

func TestADayEndsAtMidnightOfTheDistrict(t *testing.T) {
	zone := time.FixedZone("Asia/Jakarta", 7*3600)
	f := task(Done, OfficersMeet)
	for at, want := range map[time.Time]bool{
		time.Date(2026, 12, 10, 16, 59, 0, 0, time.UTC): true,
		time.Date(2026, 12, 10, 17, 0, 0, 0, time.UTC):  false,
	} {
		if f.DoneAt = at; f.OnTime(zone) != want {
			t.Errorf("done at %v: in time %v", at, !want)
		}
	}
	if f.State = ToDo; f.OnTime(zone) {
		t.Error("what is not done is not done in time")
	}
}
