package house

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/desk"
	"rembuk/internal/district"
)

// PosterOrder says which posters are printed from the command line.
type PosterOrder struct {
	District string // code of its data: 1701
	Region   string // of a village; "" with All: every village
	Group    int64  // number of a group, whose village Region is; 0: the village's own poster
	Name     string // of the group
	All      bool
	Language string
	Bot      string // username; "": Telegram is asked, which needs the district's token in cfg
}

// Posters prints posters as one PDF, a page each. It needs no database.
func Posters(ctx context.Context, cfg Config, order PosterOrder) ([]byte, error) {
	data, err := district.Load(order.District)
	if err != nil {
		return nil, err
	}
	o, err := office(data, cfg.Contact)
	if err != nil {
		return nil, err
	}
	if o.Username, err = botOf(ctx, cfg, order); err != nil {
		return nil, err
	}
	regions, err := order.regions(data)
	if err != nil {
		return nil, err
	}
	var all []casebook.Poster
	for _, region := range regions {
		p := casebook.Poster{Region: region, Link: desk.PosterLink(o.Username, region), Danger: o.Danger}
		if order.Group != 0 {
			p.Group, p.Link = order.Name, desk.GroupPosterLink(o.Username, casebook.GroupID(order.Group))
		}
		all = append(all, p)
	}
	return o.Papers.Poster(order.Language, all...)
}

func (order PosterOrder) regions(data district.Data) ([]string, error) {
	if order.All {
		if order.Region != "" || order.Group != 0 {
			return nil, errors.New("every village, or one: not both")
		}
		var all []string
		for _, r := range data.Gazetteer().Villages() {
			all = append(all, r.Code)
		}
		slices.Sort(all)
		return all, nil
	}
	if r, ok := data.Gazetteer().Region(order.Region); !ok || !r.Village() {
		return nil, fmt.Errorf("district %s has no village %q: want a code such as 17.01.09.2001", order.District, order.Region)
	}
	return []string{order.Region}, nil
}

// botOf is the username that the posters lead to.
func botOf(ctx context.Context, cfg Config, order PosterOrder) (string, error) {
	if name := strings.TrimPrefix(order.Bot, "@"); name != "" {
		return name, nil
	}
	i := slices.IndexFunc(cfg.Districts, func(d District) bool { return d.Code == order.District && d.Token != "" })
	if i < 0 {
		return "", errors.New("the bot's username is not known: give it with --bot, or set the district's token")
	}
	bot, err := caller(ctx, cfg, cfg.Districts[i])
	if err != nil {
		return "", err
	}
	defer bot.Close()
	return bot.Username(), nil
}
