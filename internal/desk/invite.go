package desk

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
)

// Link is the address that opens a bot with an invitation.
func Link(username, code string) string { return "https://t.me/" + username + "?start=j_" + code }

// invite makes an invitation: /undang ROLE REGION.
func (v *visit) invite(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	fields := strings.Fields(v.in.Text.Reveal())
	if len(fields) == 0 {
		return v.reply(ctx, v.plain("invite.usage"))
	}
	role, ok := v.role(fields[0])
	if !ok {
		return v.reply(ctx, v.plain("invite.bad_role"))
	}
	region, known := v.regionFor(role, strings.Join(fields[1:], " "))
	if !known {
		return v.reply(ctx, v.plain("invite.bad_region", "role", v.say("role."+string(role))))
	}
	if role == casebook.Caseworker {
		return v.propose(ctx, region)
	}
	code, inv, err := v.Records.Invite(ctx, viewer, role, region.Code, v.Now(), v.office.Invitation)
	if errors.Is(err, casebook.ErrForbidden) {
		return v.reply(ctx, v.plain("invite.forbidden"))
	}
	if err != nil {
		return err
	}
	return v.reply(ctx, v.invited(inv, code))
}

// regionFor finds where a role is to be held: by code, by the name of a village or kecamatan, or for a role of the whole district without a word.
func (v *visit) regionFor(role casebook.Role, text string) (region casebook.Region, known bool) {
	codes := []string{text}
	if text == "" {
		codes[0] = v.office.District
	}
	if village, _ := v.office.Places.Find(text); village != "" {
		codes = append(codes, village)
	}
	if kecamatan, ok := v.office.Places.Branch(text); ok {
		codes = append(codes, kecamatan)
	}
	for _, code := range codes {
		if region, known = v.office.Region(code); known && role.Fits(region.Level) {
			return region, true
		}
	}
	return casebook.Region{}, false
}

// invited gives an invitation with its code.
func (v *visit) invited(inv casebook.Invitation, code string) chat.Message {
	return v.plain("invite.made", "role", v.say("role."+string(inv.Role)), "place", v.office.Places.Label(inv.Region),
		"until", v.office.Cards.Until(v.state.Language, inv.ExpiresAt), "link", Link(v.office.Username, code), "code", code)
}

func (v *visit) role(word string) (casebook.Role, bool) {
	for _, role := range casebook.Roles {
		if string(role) == spoken(word) || slices.Contains(v.voice().Words("role."+string(role)), spoken(word)) {
			return role, true
		}
	}
	return "", false
}

func (v *visit) join(ctx context.Context) error {
	code := strings.TrimSpace(v.in.Text.Reveal())
	if code == "" {
		return v.reply(ctx, v.plain("invite.join_usage"))
	}
	return v.accept(ctx, code)
}

// accept takes an invitation. Each way in which it can fail is said.
func (v *visit) accept(ctx context.Context, code string) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	inv, err := v.Records.Accept(ctx, viewer, strings.ToUpper(code), v.Now())
	if errors.Is(err, casebook.ErrUsed) && inv.Role != "" && viewer.Holds(inv.Role, inv.Region) {
		err = nil // by oneself: the same message came twice
	}
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return v.reply(ctx, v.plain("invite.unknown"))
	case errors.Is(err, casebook.ErrUsed):
		return v.reply(ctx, v.plain("invite.used"))
	case errors.Is(err, casebook.ErrExpired):
		return v.reply(ctx, v.plain("invite.expired"))
	case errors.Is(err, casebook.ErrRevoked):
		return v.reply(ctx, v.plain("invite.revoked"))
	case err != nil:
		return err
	}
	v.viewer = nil // with the new grant
	if viewer, err = v.who(ctx); err != nil {
		return err
	}
	if err := v.Records.Introduce(ctx, viewer, v.in.Name); err != nil {
		return err
	}
	return v.reply(ctx, v.plain("invite.accepted", "role", v.say("role."+string(inv.Role)), "place", v.office.Places.Label(inv.Region)))
}

func (v *visit) invitations(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	list, err := v.Records.Invitations(ctx, viewer, v.Now())
	if errors.Is(err, casebook.ErrForbidden) || err == nil && len(list) == 0 {
		return v.reply(ctx, v.plain("invite.list_none"))
	}
	if err != nil {
		return err
	}
	text := []string{v.say("invite.list_title")}
	for _, inv := range list {
		text = append(text, v.say("invite.list_line", "id", strconv.FormatInt(inv.ID, 10), "role", v.say("role."+string(inv.Role)),
			"place", v.office.Places.Label(inv.Region), "until", v.office.Cards.Until(v.state.Language, inv.ExpiresAt)))
	}
	return v.list(ctx, text)
}

// perMessage is how many lines of a list fit a message.
const perMessage = 30

// list says a long list, in as many messages as it takes.
func (v *visit) list(ctx context.Context, lines []string) error {
	var turn dialog.Turn
	for part := range slices.Chunk(lines, perMessage) {
		turn.Messages = append(turn.Messages, chat.Message{Text: strings.Join(part, "\n")})
	}
	return v.keepAndSay(ctx, turn)
}

// withdraw revokes an invitation: /tarik ID.
func (v *visit) withdraw(ctx context.Context) error {
	return v.byID(ctx, "invite.withdrawn", func(viewer casebook.Viewer, id int64) (string, error) {
		return "", v.Records.RevokeInvitation(ctx, viewer, id, v.Now())
	})
}

// revoke takes a person's grants away, for a lost phone: /cabut ID.
func (v *visit) revoke(ctx context.Context) error {
	return v.byID(ctx, "people.revoked", func(viewer casebook.Viewer, id int64) (held string, err error) {
		grants, err := v.Records.People(ctx, viewer)
		if err != nil {
			return "", err
		}
		var roles []string
		for _, g := range grants {
			if int64(g.Person) == id {
				roles = append(roles, v.say("role."+string(g.Role))+", "+v.office.Places.Label(g.Region))
			}
		}
		return strings.Join(roles, "; "), v.Records.RevokeGrant(ctx, viewer, casebook.PersonID(id), v.Now())
	})
}

// byID does something with what a number names, and says from what: whoever mistypes a number sees it.
func (v *visit) byID(ctx context.Context, key string, do func(casebook.Viewer, int64) (what string, err error)) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(strings.TrimSpace(v.in.Text.Reveal()), 10, 64)
	if err != nil {
		return v.reply(ctx, v.plain("people.usage"))
	}
	what, err := do(viewer, id)
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return v.reply(ctx, v.plain("people.holds_nothing", "id", strconv.FormatInt(id, 10)))
	case errors.Is(err, casebook.ErrForbidden):
		return v.reply(ctx, v.plain("case.not_permitted"))
	case err != nil:
		return err
	}
	return v.reply(ctx, v.plain(key, "id", strconv.FormatInt(id, 10), "what", what))
}

// people lists who holds what, with the number that /cabut takes.
func (v *visit) people(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	grants, err := v.Records.People(ctx, viewer)
	if errors.Is(err, casebook.ErrForbidden) {
		return v.reply(ctx, v.plain("case.not_permitted"))
	}
	if err != nil {
		return err
	}
	if len(grants) == 0 {
		return v.reply(ctx, v.plain("people.none"))
	}
	who, err := v.called(ctx, grants)
	if err != nil {
		return err
	}
	text := []string{v.say("people.title")}
	for _, g := range grants {
		text = append(text, v.say("people.line", "id", strconv.FormatInt(int64(g.Person), 10), "who", who(g)))
	}
	return v.list(ctx, text)
}

// called writes who holds a grant: by what they are called, for two may hold the same.
func (v *visit) called(ctx context.Context, grants []casebook.Grant) (func(casebook.Grant) string, error) {
	var ids []casebook.PersonID
	for _, g := range grants {
		ids = append(ids, g.Person)
	}
	names, err := v.Records.Names(ctx, v.office.District, ids)
	return func(g casebook.Grant) string {
		who := v.say("role."+string(g.Role)) + ", " + v.office.Places.Label(g.Region)
		if name := names[g.Person]; !name.Empty() {
			who = chat.Escape(name.Reveal()) + ", " + who
		}
		return who
	}, err
}
