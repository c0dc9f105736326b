package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"rembuk/internal/house"
)

// poster prints the page that hangs in a village, with a QR code that begins a report there.
func poster(ctx context.Context, args []string) error {
	order, out := house.PosterOrder{}, ""
	if _, err := flags("poster", func(f *flag.FlagSet) {
		f.StringVar(&order.District, "district", "1701", "the district's data")
		f.StringVar(&order.Region, "region", "", "code of a village, such as 17.01.09.2001")
		f.BoolVar(&order.All, "all", false, "every village, a page each")
		f.Int64Var(&order.Group, "group", 0, "number of a group that meets in the village: its own poster")
		f.StringVar(&order.Name, "name", "", "name of the group, as it stands on its poster")
		f.StringVar(&order.Language, "language", "id", "id or en")
		f.StringVar(&order.Bot, "bot", "", "username of the bot; Telegram is asked where its token is set")
		f.StringVar(&out, "out", "poster.pdf", "file that is written")
	}, args); err != nil {
		return err
	}
	pdf, err := house.Posters(ctx, readPoster(os.Getenv, order.District), order)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Clean(out), pdf, 0o644); err != nil { //nolint:gosec // to be printed by anybody
		return err
	}
	fmt.Fprintln(os.Stderr, out)
	return nil
}
