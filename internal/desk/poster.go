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

// PosterLink is what the QR of a village's poster holds: a report begun by it knows the village.
func PosterLink(username, region string) string {
	return "https://t.me/" + username + "?start=desa_" + strings.ReplaceAll(region, ".", "")
}

// GroupPosterLink is what the QR of a group's poster holds: a report begun by it knows the group's village.
func GroupPosterLink(username string, id casebook.GroupID) string {
	return "https://t.me/" + username + "?start=k_" + strconv.FormatInt(int64(id), 10)
}

// poster prints a page to hang up in a village or where a group meets: /poster.
func (v *visit) poster(ctx context.Context) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(v.in.Text.Reveal())
	if first, rest, _ := strings.Cut(text, " "); slices.Contains(v.voice().Words("poster.group"), strings.ToLower(first)) {
		return v.forGroup(ctx, "poster", strings.TrimSpace(rest), "", func(viewer casebook.Viewer, g casebook.Group) bool {
			return casebook.MayPoster(viewer, g.Region)
		})
	}
	region, err := v.ownVillage(ctx, viewer)
	if text != "" {
		region, _ = v.office.Places.Find(text)
	}
	switch {
	case err != nil:
		return err
	case region == "" && !viewer.Any(casebook.Officer, casebook.Coordinator, casebook.Staff, casebook.Admin):
		return v.reply(ctx, v.plain("poster.forbidden"))
	case region == "":
		return v.reply(ctx, v.plain("poster.which"))
	}
	return v.printPoster(ctx, viewer, casebook.Poster{Region: region, Link: PosterLink(v.office.Username, region)})
}

func (v *visit) groupPoster(ctx context.Context, id casebook.GroupID) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	g, _, err := v.Meetings.GroupByLink(ctx, v.office.District, id)
	if err != nil {
		return v.noGroup(ctx, err)
	}
	return v.printPoster(ctx, viewer, casebook.Poster{Region: g.Region, Group: g.Name, Link: GroupPosterLink(v.office.Username, id)})
}

// printPoster asks for the right at the press, whatever was chosen before.
func (v *visit) printPoster(ctx context.Context, viewer casebook.Viewer, p casebook.Poster) error {
	if !casebook.MayPoster(viewer, p.Region) {
		return v.reply(ctx, v.plain("poster.forbidden"))
	}
	p.Danger = v.office.Danger
	data, err := v.office.Papers.Poster(v.state.Language, p)
	if err != nil {
		return err
	}
	place := v.office.Places.Label(p.Region)
	if p.Group != "" {
		place = p.Group
	}
	m := v.plain("poster.caption", "place", chat.Escape(place))
	m.Files = []chat.File{{Kind: "document", Name: "poster-" + strings.ReplaceAll(p.Region, ".", "") + ".pdf", Data: data}}
	return v.reply(ctx, m)
}

// byPoster begins a report whose village a poster's link knows. Not done where the link is none, or is no longer.
func (v *visit) byPoster(ctx context.Context, payload string) (done bool, err error) {
	region := ""
	if digits, ok := strings.CutPrefix(payload, "desa_"); ok {
		region = dotted(digits)
	}
	if text, ok := strings.CutPrefix(payload, "k_"); ok {
		n, _ := strconv.ParseInt(text, 10, 64) // 0: no group
		g, _, err := v.Meetings.GroupByLink(ctx, v.office.District, casebook.GroupID(n))
		if err != nil && !errors.Is(err, casebook.ErrNotFound) && !errors.Is(err, casebook.ErrAway) { // without the record, the village is asked
			return true, err
		}
		region = g.Region
	}
	r, known := v.office.Region(region)
	if !known || !r.Village() {
		return false, nil
	}
	preset := dialog.Answers{"village": {Option: r.Code}}
	return true, v.begin(ctx, "report", v.greeting()+"\n"+v.office.Places.Label(r.Code)+".", preset, nil)
}
