package store_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

func TestAnInvitationIsForOne(t *testing.T) {
	w := open(t)
	admin := w.with(casebook.Admin, district)
	code, inv, err := w.Invite(t.Context(), admin, casebook.Officer, village, now, time.Hour)
	if err != nil || len(code) != 10 {
		t.Fatalf("code %q, %v", code, err)
	}
	first, second := w.somebody(district), w.somebody(district)
	accepted, err := w.Accept(t.Context(), first, " "+strings.ToLower(code[:5])+"-"+code[5:], now)
	if err != nil || accepted.ID != inv.ID || accepted.Role != casebook.Officer || accepted.Region != village || accepted.By != admin.Person {
		t.Fatalf("accepted %+v, %v", accepted, err)
	}
	for _, v := range []casebook.Viewer{first, second} {
		if _, err := w.Accept(t.Context(), v, code, now); !errors.Is(err, casebook.ErrUsed) {
			t.Errorf("again: %v", err)
		}
	}
	fresh, err := w.Person(t.Context(), district, w.users-1, "en")
	if err != nil || !fresh.Holds(casebook.Officer, village) || fresh.Language != "id" {
		t.Errorf("first is %+v, %v", fresh, err)
	}
	if n := value[int](w, "SELECT count(*) FROM invitations WHERE code_mac::text LIKE '%' || $1 || '%'", code); n != 0 {
		t.Error("the code stands in the record")
	}
}

func TestManyAcceptAtOnceAndOneHasIt(t *testing.T) {
	w := open(t)
	people := []casebook.Viewer{w.somebody(district), w.somebody(district), w.somebody(district), w.somebody(district)}
	for range 10 {
		code, _, err := w.Invite(t.Context(), casebook.Viewer{District: district}, casebook.Staff, district, now, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		var accepted atomic.Int32
		atOnce(len(people), func(i int) {
			if _, err := w.Accept(t.Context(), people[i], code, now); err == nil {
				accepted.Add(1)
			} else if !errors.Is(err, casebook.ErrUsed) {
				t.Error(err)
			}
		})
		if accepted.Load() != 1 {
			t.Fatalf("%d have accepted", accepted.Load())
		}
	}
}

func TestAnInvitationThatNobodyMayUseAnyMore(t *testing.T) {
	w := open(t)
	admin, resident := w.with(casebook.Admin, district), w.somebody(district)
	if _, err := w.Accept(t.Context(), resident, "AAAAAAAAAA", now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("a code that nobody made: %v", err)
	}
	code, inv, err := w.Invite(t.Context(), admin, casebook.Officer, village, now, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accept(t.Context(), w.somebody(other), code, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("in the other district: %v", err)
	}
	if _, err := w.Accept(t.Context(), resident, code, now.Add(time.Hour)); !errors.Is(err, casebook.ErrExpired) {
		t.Errorf("too late: %v", err)
	}
	if list, err := w.Invitations(t.Context(), admin, now); err != nil || len(list) != 1 || list[0].ID != inv.ID {
		t.Errorf("list %+v, %v", list, err)
	}
	if _, err := w.Invitations(t.Context(), resident, now); !errors.Is(err, casebook.ErrForbidden) {
		t.Errorf("a resident lists: %v", err)
	}
	if err := w.RevokeInvitation(t.Context(), resident, inv.ID, now); !errors.Is(err, casebook.ErrForbidden) {
		t.Errorf("a resident revokes: %v", err)
	}
	if err := w.RevokeInvitation(t.Context(), admin, inv.ID, now); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accept(t.Context(), resident, code, now); !errors.Is(err, casebook.ErrRevoked) {
		t.Errorf("revoked: %v", err)
	}
	if list, err := w.Invitations(t.Context(), admin, now); err != nil || len(list) != 0 {
		t.Errorf("list %+v, %v", list, err)
	}
}

func TestWhoMayInviteIsAskedAtThePress(t *testing.T) {
	w := open(t)
	admin, coordinator, caseworker := w.with(casebook.Admin, district), w.with(casebook.Coordinator, kecamatan), w.with(casebook.Caseworker, district)
	for _, try := range []struct {
		by     casebook.Viewer
		role   casebook.Role
		region string
		want   error
	}{
		{admin, casebook.Officer, "17.01.10.1003", nil}, // a kelurahan
		{admin, casebook.Admin, district, nil},
		{admin, casebook.Caseworker, district, casebook.ErrForbidden},
		{caseworker, casebook.Caseworker, district, casebook.ErrForbidden}, // it takes two
		{coordinator, casebook.Officer, village, nil},
		{coordinator, casebook.Officer, "17.01.10.2001", casebook.ErrForbidden},
		{coordinator, casebook.Coordinator, kecamatan, casebook.ErrForbidden},
		{admin, casebook.Officer, kecamatan, casebook.ErrBadInput},
		{admin, casebook.Coordinator, village, casebook.ErrBadInput},
		{admin, casebook.Staff, "17.01.99", casebook.ErrBadInput},
	} {
		if _, _, err := w.Invite(t.Context(), try.by, try.role, try.region, now, time.Hour); !errors.Is(err, try.want) {
			t.Errorf("%s invites %s over %s: %v, want %v", try.by.Grants[0].Role, try.role, try.region, err, try.want)
		}
	}
	if err := w.RevokeGrant(t.Context(), casebook.Viewer{District: district}, admin.Person, now); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Invite(t.Context(), admin, casebook.Officer, village, now, time.Hour); !errors.Is(err, casebook.ErrForbidden) {
		t.Errorf("with a grant that is revoked: %v", err)
	}
}

func TestALostPhone(t *testing.T) {
	w := open(t)
	admin, coordinator := w.with(casebook.Admin, district), w.with(casebook.Coordinator, kecamatan)
	officer, elsewhere := w.with(casebook.Officer, village), w.with(casebook.Officer, "17.01.10.2001")
	code, _, err := w.Invite(t.Context(), coordinator, casebook.Officer, village, now, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := w.People(t.Context(), coordinator); err != nil || len(list) != 1 || list[0].Person != officer.Person {
		t.Errorf("the coordinator lists %v, %v", list, err)
	}
	if list, err := w.People(t.Context(), admin); err != nil || len(list) != 4 {
		t.Errorf("the admin lists %v, %v", list, err)
	}
	if err := w.RevokeGrant(t.Context(), coordinator, elsewhere.Person, now); !errors.Is(err, casebook.ErrForbidden) {
		t.Errorf("in another kecamatan: %v", err)
	}
	if err := w.RevokeGrant(t.Context(), coordinator, officer.Person, now); err != nil {
		t.Error(err)
	}
	if err := w.RevokeGrant(t.Context(), admin, officer.Person, now); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("nothing is left to take: %v", err)
	}
	if err := w.RevokeGrant(t.Context(), admin, coordinator.Person, now); err != nil {
		t.Error(err)
	}
	if _, err := w.Accept(t.Context(), officer, code, now); !errors.Is(err, casebook.ErrRevoked) {
		t.Errorf("an invitation of the lost phone: %v", err)
	}
	if n := value[int](w, "SELECT count(*) FROM grants WHERE revoked_at IS NOT NULL AND revoked_by IS NOT NULL"); n != 2 {
		t.Errorf("%d revoked grants are kept, want 2", n)
	}
}
