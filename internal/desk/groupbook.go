package desk

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/cards"
	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/private"
)

// group shows a group and its roster: /kelompok.
func (v *visit) group(ctx context.Context) error {
	return v.forGroup(ctx, "show", strings.TrimSpace(v.in.Text.Reveal()), "", func(viewer casebook.Viewer, g casebook.Group) bool {
		return casebook.MayGroup(viewer, casebook.SeeGroup, g) == nil
	})
}

func (v *visit) showGroup(ctx context.Context, id casebook.GroupID) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	g, members, err := v.Meetings.Group(ctx, viewer, id)
	if err != nil {
		return v.noGroup(ctx, err)
	}
	return v.reply(ctx, v.office.Cards.Group(viewer, g, members))
}

// onGroup does what a button on a group asks.
func (v *visit) onGroup(ctx context.Context, r cards.Ref) (string, error) {
	id := casebook.GroupID(r.ID)
	about := dialog.Answers{flows.AboutGroup: {Option: strconv.FormatInt(r.ID, 10)}}
	switch r.Do {
	case "plan":
		return "", v.forGroup(ctx, "plan", "", "", mayLog)
	case "log":
		return "", v.log(ctx)
	case "todo":
		return "", v.followUps(ctx)
	case "list":
		return "", v.group(ctx)
	case "numbers":
		return "", v.numbers(ctx, id, "")
	case "meetings":
		return "", v.meetingsOf(ctx, id)
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return "", err
	}
	g, members, err := v.Meetings.Group(ctx, viewer, id)
	if err == nil && r.Do != "show" {
		err = casebook.MayGroup(viewer, casebook.EditGroup, g)
	}
	if err != nil {
		return "", v.noGroup(ctx, err)
	}
	about[flows.AboutGroup] = dialog.Answer{Option: strconv.FormatInt(r.ID, 10), Text: g.Name}
	switch r.Do {
	case "add":
		return "", v.begin(ctx, "member", "<b>"+chat.Escape(g.Name)+"</b>", about, nil)
	case "decree":
		return "", v.begin(ctx, "decree", "<b>"+chat.Escape(g.Name)+"</b>", about, nil)
	case "change":
		return "", v.changeList(ctx, viewer, members)
	case "link":
		return "", v.reply(ctx, v.plain("group.link_text", "group", chat.Escape(g.Name), "link", v.groupLink(id)))
	}
	return "", v.reply(ctx, v.office.Cards.Group(viewer, g, members))
}

// changeList offers each line of a roster to be changed.
func (v *visit) changeList(ctx context.Context, viewer casebook.Viewer, members []casebook.Member) error {
	m := v.plain("group.which_member")
	var row []chat.Button
	for _, member := range members {
		row = append(row, chat.Button{Label: strconv.Itoa(member.Place), Data: cards.Ref{Noun: cards.OnMember, Do: "open", ID: int64(member.ID), More: strconv.FormatInt(int64(member.Group), 10)}.Token()})
		if len(row) == 8 {
			m.Buttons, row = append(m.Buttons, row), nil
		}
	}
	if len(row) > 0 {
		m.Buttons = append(m.Buttons, row)
	}
	_ = viewer
	return v.reply(ctx, m)
}

// onMember does what a button on a line of a roster asks.
func (v *visit) onMember(ctx context.Context, r cards.Ref) (string, error) {
	viewer, err := v.who(ctx)
	if err != nil {
		return "", err
	}
	if r.Do == "drop" {
		if err := v.Meetings.DropMember(ctx, viewer, casebook.MemberID(r.ID), v.Now()); err != nil {
			return v.noMeeting(err, "group.not_found")
		}
		return "", v.reply(ctx, v.plain("member.dropped"))
	}
	group, _ := strconv.ParseInt(r.More, 10, 64)
	g, members, err := v.Meetings.Group(ctx, viewer, casebook.GroupID(group))
	if err != nil {
		return "", v.noGroup(ctx, err)
	}
	for _, m := range members {
		if int64(m.ID) != r.ID {
			continue
		}
		if r.Do == "name" {
			return "", v.begin(ctx, "member", "<b>"+strconv.Itoa(m.Place)+"</b> "+chat.Escape(m.Name.Reveal()), dialog.Answers{
				flows.AboutGroup: {Option: r.More, Text: g.Name}, aboutMember: {Option: strconv.FormatInt(r.ID, 10)}}, nil)
		}
		return "", v.reply(ctx, v.office.Cards.Member(viewer, m))
	}
	return v.say("group.not_found"), v.keep(ctx)
}

// aboutMember is where a talk carries the line of a roster that is changed; none: a new one.
const aboutMember = ".member"

// savedMember adds or changes a line, and asks for the next one after an addition.
func (v *visit) savedMember(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	m := flows.MemberOf(d.Answers["line"].Text)
	group, _ := strconv.ParseInt(d.Answers[flows.AboutGroup].Option, 10, 64)
	id, _ := strconv.ParseInt(d.Answers[aboutMember].Option, 10, 64)
	m.Group, m.ID = casebook.GroupID(group), casebook.MemberID(id)
	saved, err := v.Meetings.SaveMember(ctx, viewer, m, d.Dialog, v.Now())
	if err != nil {
		said, err := v.noMeeting(err, "group.not_found")
		if err != nil {
			return err
		}
		v.state.Close(v.in, false)
		return v.reply(ctx, chat.Message{Text: said})
	}
	v.state.Close(v.in, false)
	place, name := strconv.Itoa(saved.Place), chat.Escape(saved.Name.Reveal())
	if id != 0 {
		return v.reply(ctx, v.plain("member.changed", "place", place, "name", name))
	}
	v.in.Kind, v.in.Text = chat.Command, private.Text{}
	return v.begin(ctx, "member", v.say("member.added", "place", place, "name", name), dialog.Answers{flows.AboutGroup: d.Answers[flows.AboutGroup]}, nil)
}

func (v *visit) savedDecree(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(d.Answers[flows.AboutGroup].Option, 10, 64)
	g, _, err := v.Meetings.Group(ctx, viewer, casebook.GroupID(id))
	if err == nil {
		g.Decree = flows.DecreeOf(d, v.office.Calendar.Zone)
		_, err = v.Meetings.SaveGroup(ctx, viewer, g, v.Now())
	}
	v.state.Close(v.in, false)
	if err != nil {
		return v.noGroup(ctx, err)
	}
	return v.reply(ctx, v.plain("decree.saved"))
}

// meetingsOf lists what a group has met about lately.
func (v *visit) meetingsOf(ctx context.Context, id casebook.GroupID) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	now := v.Now()
	list, err := v.Meetings.MeetingsBetween(ctx, viewer, id, now.AddDate(-1, 0, 0), now.AddDate(0, 6, 0), 60)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return v.reply(ctx, v.plain("meeting.none"))
	}
	if len(list) > 15 {
		list = list[len(list)-15:]
	}
	return v.reply(ctx, v.office.Cards.Meetings(viewer, "meeting.past", list))
}

// groupLink is the address by which members claim their line of a roster: it cannot be guessed from another group's.
func (v *visit) groupLink(id casebook.GroupID) string {
	return "https://t.me/" + v.office.Username + "?start=g_" + strconv.FormatInt(int64(id), 10) + "_" + v.groupMark(id)
}

func (v *visit) groupMark(id casebook.GroupID) string {
	return hex.EncodeToString(v.Ring.MAC("group", v.office.District, strconv.FormatInt(int64(id), 10))[:8])
}

// claimed begins a claim: somebody holds a group's link.
func (v *visit) claimed(ctx context.Context, payload string) error {
	text, mark, _ := strings.Cut(payload, "_")
	n, err := strconv.ParseInt(text, 10, 64)
	id := casebook.GroupID(n)
	if err != nil || mark != v.groupMark(id) {
		return v.reply(ctx, v.plain("claim.bad_link"))
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	g, members, err := v.Meetings.GroupByLink(ctx, v.office.District, id)
	if errors.Is(err, casebook.ErrNotFound) {
		return v.reply(ctx, v.plain("claim.bad_link"))
	}
	if err != nil {
		return err
	}
	if viewer.InGroup(id) != 0 {
		return v.reply(ctx, v.plain("claim.already", "group", chat.Escape(g.Name)))
	}
	var free []dialog.Item
	for _, m := range members {
		if m.Person == 0 {
			free = append(free, dialog.Item{ID: strconv.FormatInt(int64(m.ID), 10), Label: m.Name.Reveal()})
		}
	}
	about := dialog.Answers{flows.AboutGroup: {Option: text, Text: g.Name}}
	v.in.Kind = chat.Command
	return v.begin(ctx, "claim", "<b>"+chat.Escape(g.Name)+"</b>", about, free)
}

// sentClaim hands the claim to the group's officers.
func (v *visit) sentClaim(ctx context.Context, d dialog.Draft) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	group, _ := strconv.ParseInt(d.Answers[flows.AboutGroup].Option, 10, 64)
	c := casebook.Claim{Group: casebook.GroupID(group), Person: viewer.Person, Name: flows.MemberOf(d.Answers["name"].Text).Name}
	if which := d.Answers["which"].Option; which != "none" {
		member, _ := strconv.ParseInt(which, 10, 64)
		c.Member = casebook.MemberID(member)
		for _, item := range d.List {
			if item.ID == which {
				c.Name = private.Of(item.Label)
			}
		}
	}
	_, err = v.Meetings.Claim(ctx, viewer, c, v.Now())
	key := "claim.sent"
	switch {
	case errors.Is(err, casebook.ErrUsed), errors.Is(err, casebook.ErrConflict):
		key = "claim.already"
	case errors.Is(err, casebook.ErrNotFound):
		key = "claim.bad_link"
	case err != nil:
		return err
	}
	v.state.Close(v.in, false)
	return v.reply(ctx, v.plain(key, "group", chat.Escape(d.Answers[flows.AboutGroup].Text)))
}

// onClaim confirms or refuses a claim.
func (v *visit) onClaim(ctx context.Context, r cards.Ref) (string, error) {
	viewer, err := v.who(ctx)
	if err != nil {
		return "", err
	}
	c, err := v.Meetings.DecideClaim(ctx, viewer, r.ID, r.Do == "yes", v.Now())
	switch {
	case errors.Is(err, casebook.ErrMove), errors.Is(err, casebook.ErrConflict):
		return v.say("claim.gone_on"), v.keep(ctx)
	case err != nil:
		return v.noMeeting(err, "claim.gone_on")
	}
	key := "claim.decided_no"
	if c.State == casebook.Confirmed {
		key = "claim.decided_yes"
	}
	return "", v.reply(ctx, v.plain(key, "name", chat.Escape(c.Name.Reveal())))
}

// mayImport tells whether somebody may send in lists.
func mayImport(viewer casebook.Viewer) bool {
	return viewer.Any(casebook.Admin, casebook.Staff, casebook.Coordinator)
}

// askImport explains how lists are sent in, with an example to fill in: /impor.
func (v *visit) askImport(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	if !mayImport(viewer) {
		return v.reply(ctx, v.plain("import.forbidden"))
	}
	template, err := v.office.Papers.RosterTemplate(v.state.Language)
	if err != nil {
		return err
	}
	return v.sendFile(ctx, "import.ask", "daftar-pengurus.xlsx", template, false)
}

// mostTable is how large a table may be, in bytes.
const mostTable = 5 << 20

// table takes a CSV or XLSX file that is sent without a talk: the good lines of a list of groups are taken, the bad ones named.
func (v *visit) table(ctx context.Context) (done bool, err error) {
	if v.in.Kind != chat.Media || len(v.in.Media) != 1 || v.in.Media[0].Kind != "document" || v.Fetch == nil {
		return false, nil
	}
	file := v.in.Media[0]
	name := strings.ToLower(file.Name)
	if !strings.HasSuffix(name, ".csv") && !strings.HasSuffix(name, ".xlsx") {
		return false, nil
	}
	viewer, err := v.who(ctx)
	if err != nil || !mayImport(viewer) {
		return false, err
	}
	rows, err := v.rows(ctx, file)
	if err != nil {
		if errors.Is(err, casebook.ErrAway) {
			return true, err
		}
		if errors.Is(err, ErrNoHead) {
			return true, v.reply(ctx, v.plain("import.no_head"))
		}
		return true, v.reply(ctx, v.plain("import.unreadable"))
	}
	imported, err := v.Meetings.ImportGroups(ctx, viewer, rows, v.Now())
	if err != nil {
		return true, err
	}
	return true, v.reply(ctx, v.office.Cards.Imported(v.state.Language, imported))
}

// fetching is how long the file may take to come.
const fetching = 10 * time.Second

func (v *visit) rows(ctx context.Context, file chat.File) ([]casebook.RosterRow, error) {
	if file.Size > mostTable {
		return nil, casebook.ErrBadInput
	}
	ctx, cancel := context.WithTimeout(ctx, fetching)
	defer cancel()
	body, err := v.Fetch(ctx, v.in.Bot, file.ID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	data, err := io.ReadAll(io.LimitReader(body, mostTable+1))
	if err != nil {
		return nil, err
	}
	if len(data) > mostTable {
		return nil, casebook.ErrBadInput
	}
	return v.office.Papers.ReadRoster(file.Name, data)
}
