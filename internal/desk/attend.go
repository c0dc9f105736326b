package desk

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// doorsOpen is how long people can check in after the doors were opened.
const doorsOpen = 4 * time.Hour

// door opens the check-in of today's meeting: /hadir. With a code behind it the person checks in.
func (v *visit) door(ctx context.Context) error {
	if done, err := v.checksIn(ctx); done || err != nil {
		return err
	}
	return v.forGroup(ctx, "door", strings.TrimSpace(v.in.Text.Reveal()), "", mayLog)
}

// doorOf opens the doors of the group's meeting of today; without one it tells what to do.
func (v *visit) doorOf(ctx context.Context, id casebook.GroupID) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	now := v.in.At.In(v.office.Calendar.Zone)
	if m := v.plannedToday(ctx, viewer, id, now); m != nil {
		return v.openDoor(ctx, m.ID)
	}
	return v.reply(ctx, v.plain("door.none"))
}

// openDoor shows the code of this minute: a picture with the QR, and the figures in words.
func (v *visit) openDoor(ctx context.Context, id casebook.MeetingID) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	now := v.Now()
	d, err := v.Meetings.OpenDoor(ctx, viewer, id, now.Add(doorsOpen), now)
	if err != nil {
		said, err := v.noMeeting(err, "meeting.not_found")
		if err != nil {
			return err
		}
		return v.reply(ctx, chat.Message{Text: said})
	}
	m := v.office.Cards.Door(v.state.Language, d, d.Code(now), v.wall(d))
	picture, err := v.office.Papers.DoorPicture(v.state.Language, d.Group.Name, v.office.DoorLink(d, now), d.Code(now), now.Truncate(casebook.DoorTurns).Add(casebook.DoorTurns))
	if err != nil {
		return err
	}
	m.Files = []chat.File{{Kind: "photo", Name: "absen.png", Data: picture}}
	return v.reply(ctx, m)
}

// wall is the address of the page for a projector; "" where this installation has none.
func (v *visit) wall(d casebook.Door) string {
	if v.Wall == nil {
		return ""
	}
	return v.Wall(v.office.District, d)
}

// coded takes a text that is a check-in code, alone or for somebody else of the roster: "123456", "123 456 untuk Neli".
func (v *visit) coded(ctx context.Context) (done bool, err error) {
	if v.in.Kind != chat.Text {
		return false, nil
	}
	return v.checksIn(ctx)
}

// checksIn takes the code of an open door, with a name where somebody else is meant.
func (v *visit) checksIn(ctx context.Context) (done bool, err error) {
	code, name := splitCode(v.in.Text.Reveal(), v.voice().Words("door.for"))
	if code == "" {
		return false, nil
	}
	doors, err := v.Meetings.OpenDoors(ctx, v.office.District, v.Now())
	if err != nil || len(doors) == 0 {
		return false, err
	}
	for _, d := range doors {
		if d.Opens(code, v.in.At) {
			return true, v.enter(ctx, d, name)
		}
	}
	if _, talking := v.state.Talk(); talking {
		return false, nil // six digits can be an answer
	}
	return true, v.reply(ctx, v.plain("door.closed"))
}

// splitCode takes the six digits off the front of a text, and the name that follows a word such as "untuk".
func splitCode(text string, before []string) (code, name string) {
	words := strings.Fields(text)
	if len(words) >= 2 && len(words[0]) == 3 && len(words[1]) == 3 {
		words = append([]string{words[0] + words[1]}, words[2:]...)
	}
	if len(words) == 0 || len(words[0]) != 6 || strings.Trim(words[0], "0123456789") != "" {
		return "", ""
	}
	switch rest := words[1:]; {
	case len(rest) == 0:
		return words[0], ""
	case len(rest) >= 2 && slices.Contains(before, strings.ToLower(rest[0])):
		return words[0], strings.Join(rest[1:], " ")
	}
	return "", ""
}

// enter checks in at a door; with a name somebody else of the roster, which is flagged.
func (v *visit) enter(ctx context.Context, d casebook.Door, name string) error {
	c := casebook.CheckIn{Meeting: d.Meeting, Source: casebook.ByCode}
	if name != "" {
		_, members, err := v.Meetings.GroupByLink(ctx, v.office.District, d.Group.ID)
		if err != nil {
			return err
		}
		if c.For = named(members, name); c.For == 0 {
			return v.reply(ctx, v.plain("door.which_name"))
		}
		c.Source = casebook.ByProxy
	}
	said, err := v.checkIn(ctx, c)
	if err != nil {
		return err
	}
	v.state.Door, v.state.DoorAt = int64(d.Meeting), v.in.At
	if c.Source == casebook.ByCode {
		said += "\n" + v.say("door.place")
	}
	return v.reply(ctx, chat.Message{Text: said})
}

// named finds the only member with a number or a word of the name; 0 for none or several.
func named(members []casebook.Member, name string) casebook.MemberID {
	var found casebook.MemberID
	n, _ := strconv.Atoi(name)
	for _, m := range members {
		full := strings.ToLower(m.Name.Reveal())
		if m.Place == n || full == strings.ToLower(name) || slices.Contains(strings.Fields(full), strings.ToLower(name)) {
			if found != 0 {
				return 0
			}
			found = m.ID
		}
	}
	return found
}

// checkIn records it and gives the words that say so.
func (v *visit) checkIn(ctx context.Context, c casebook.CheckIn) (string, error) {
	viewer, err := v.who(ctx)
	if err != nil {
		return "", err
	}
	if err := v.Records.Introduce(ctx, viewer, v.in.Name); err != nil { // the list of those who were there has names
		return "", err
	}
	c.Update, c.At = v.in.Update, v.in.At
	checked, err := v.Meetings.CheckIn(ctx, viewer, c, v.Now())
	switch {
	case errors.Is(err, casebook.ErrMove):
		return v.say("door.closed"), nil
	case err != nil:
		return v.noMeeting(err, "meeting.not_found")
	}
	m := checked.Meeting
	l := v.office.Voice(v.state.Language)
	kind := strings.ToLower(v.office.Cards.MeetingKind(l, m.Kind))
	switch {
	case c.Source == casebook.ByProxy:
		return v.say("door.proxy", "name", chat.Escape(checked.Line.Name.Reveal())), nil
	case c.Source == casebook.ByGroup:
		return v.say("door.in_group"), nil
	case checked.Again:
		return v.say("door.in_again", "kind", kind, "group", chat.Escape(m.Group.Name)), nil
	}
	return v.say("door.in", "kind", kind, "group", chat.Escape(m.Group.Name)), nil
}

// knocked takes the deep link of a check-in's QR.
func (v *visit) knocked(ctx context.Context, payload string) error {
	id, code, ok := casebook.ReadDoorLink(payload)
	if !ok {
		return v.reply(ctx, v.plain("door.closed"))
	}
	doors, err := v.Meetings.OpenDoors(ctx, v.office.District, v.Now())
	if err != nil {
		return err
	}
	for _, d := range doors {
		if d.Meeting == id && d.Opens(code, v.in.At) {
			return v.enter(ctx, d, "")
		}
	}
	return v.reply(ctx, v.plain("door.closed"))
}

// nearby is how long after a check-in a pin is taken for its place.
const nearby = 30 * time.Minute

// placed takes the pin of somebody who has just checked in: one that is far from the place is flagged, never refused.
func (v *visit) placed(ctx context.Context) (done bool, err error) {
	if v.in.Kind != chat.Pin || v.state.Door == 0 || v.in.At.Sub(v.state.DoorAt) > nearby {
		return false, nil
	}
	viewer, err := v.who(ctx)
	if err != nil {
		return true, err
	}
	id := casebook.MeetingID(v.state.Door)
	m, err := v.Meetings.MinutesFor(ctx, viewer, id, v.Now())
	region := m.Region
	if err != nil { // of somebody who may not read the minutes: the doors tell the region
		doors, err := v.Meetings.OpenDoors(ctx, v.office.District, v.Now())
		if err != nil {
			return true, err
		}
		for _, d := range doors {
			if d.Meeting == id {
				region = d.Group.Region
			}
		}
	}
	near, inside := v.office.Places.Near(v.in.Lat, v.in.Lon)
	here := inside && slices.ContainsFunc(near, func(code string) bool { return casebook.Within(code, region) })
	if err := v.Meetings.Whereabouts(ctx, viewer, id, !here, v.Now()); err != nil && !errors.Is(err, casebook.ErrNotFound) {
		return true, err
	}
	v.state.Door = 0
	return true, v.reply(ctx, v.plain("door.placed"))
}

// bind makes a chat that of a group of which the person is an officer.
func (v *visit) bind(ctx context.Context, viewer casebook.Viewer) (string, error) {
	groups, err := v.Meetings.Groups(ctx, viewer, strings.TrimSpace(v.in.Text.Reveal()), mostGroups)
	if err != nil {
		return "", err
	}
	var own []casebook.Group
	for _, g := range groups {
		if casebook.MayGroup(viewer, casebook.EditGroup, g) == nil {
			own = append(own, g)
		}
	}
	switch len(own) {
	case 0:
		return v.say("group.chat_none"), nil
	case 1:
		if err := v.Meetings.BindChat(ctx, viewer, own[0].ID, v.in.Chat, v.Now()); err != nil {
			return v.noMeeting(err, "group.not_found")
		}
		return v.say("group.chat_bound", "group", chat.Escape(own[0].Name)), nil
	}
	return v.say("group.chat_which"), nil
}
